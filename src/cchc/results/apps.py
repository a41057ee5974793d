"""Scores and rankings, as a Django app."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """The room `results`."""

    name = "cchc.results"
    label = "results"
    default_auto_field = "django.db.models.BigAutoField"
