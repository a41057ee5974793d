"""The room `analysis` as Django sees it."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    """Analysis of results."""

    name = "cchc.analysis"
    default_auto_field = "django.db.models.BigAutoField"
