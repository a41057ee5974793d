"""Scores and rankings, as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResultsConfig(AppConfig):
    """The room `results`."""

    name = "cchc.results"
    verbose_name = _("Results")
    default_auto_field = "django.db.models.BigAutoField"
