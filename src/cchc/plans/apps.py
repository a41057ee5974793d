"""The plans room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Reform and remediation plans."""

    name = "cchc.plans"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Plans")
