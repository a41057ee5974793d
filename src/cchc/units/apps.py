"""The units room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    """Units of the administration."""

    name = "cchc.units"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Units")
