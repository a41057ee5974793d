"""Self-scoring, as a Django app."""

from django.apps import AppConfig


class SelfScoringConfig(AppConfig):
    """The room `self_scoring`."""

    name = "cchc.self_scoring"
    default_auto_field = "django.db.models.BigAutoField"
