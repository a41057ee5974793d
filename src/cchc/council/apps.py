"""The council, as a Django app."""

from django.apps import AppConfig


class CouncilConfig(AppConfig):
    """The room `council`."""

    name = "cchc.council"
    default_auto_field = "django.db.models.BigAutoField"
