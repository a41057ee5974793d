"""The signed-in home, as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The room `desk`."""

    name = "cchc.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
