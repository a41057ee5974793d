"""The room `fieldwork` as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldworkConfig(AppConfig):
    """The collecting of the answers of surveys."""

    name = "cchc.fieldwork"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Fieldwork")
