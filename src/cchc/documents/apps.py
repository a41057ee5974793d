"""The documents room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Stored files."""

    name = "cchc.documents"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Library")
