"""The shell of every page, as a Django app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The room `ui`."""

    name = "cchc.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"
