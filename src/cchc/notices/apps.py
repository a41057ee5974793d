"""The notices room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """What people are told and reminded of."""

    name = "cchc.notices"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Notices")
