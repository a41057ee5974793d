"""What units have for leaves, as a Django app."""

from django.apps import AppConfig


class ScoresConfig(AppConfig):
    """The room `scores`."""

    name = "cchc.scores"
    default_auto_field = "django.db.models.BigAutoField"
