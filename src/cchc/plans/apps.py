"""The plans room as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Reform and remediation plans. Another table of holidays moves the due days of those that ask for it."""

    name = "cchc.plans"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Plans")

    def ready(self) -> None:
        """Ask the room of cycles to have due days worked out anew when its table of holidays changes."""
        from cchc.cycles.actions import holiday_consequences
        from cchc.plans.actions.plans import move_due_days

        holiday_consequences.append(move_due_days)
