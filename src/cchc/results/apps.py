"""Scores and rankings, as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResultsConfig(AppConfig):
    """The room `results`. What changes in a cycle below it changes the index, in the same transaction."""

    name = "cchc.results"
    verbose_name = _("Results")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Ask the room of cycles to have the index computed anew when who takes part, or what applies, changes."""
        from cchc.cycles.actions import consequences
        from cchc.results.actions.index import recompute_if_scored

        consequences.append(recompute_if_scored)
