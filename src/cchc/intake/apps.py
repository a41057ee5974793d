"""The intake room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Staged files."""

    name = "cchc.intake"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Staged files")
