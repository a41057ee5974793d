"""The portal, as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The room `portal`."""

    name = "cchc.portal"
    default_auto_field = "django.db.models.BigAutoField"
