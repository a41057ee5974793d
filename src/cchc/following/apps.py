"""The room `following` as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowingConfig(AppConfig):
    """The progress of plans in force."""

    name = "cchc.following"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Following")
