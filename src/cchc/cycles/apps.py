"""The cycles room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CyclesConfig(AppConfig):
    """The yearly cycle."""

    name = "cchc.cycles"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Cycles")
