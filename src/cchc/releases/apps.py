"""The releases, as a Django app."""

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """The room `releases`."""

    name = "cchc.releases"
    default_auto_field = "django.db.models.BigAutoField"
