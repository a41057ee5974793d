"""The log of who did what, as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The room `audit`."""

    name = "cchc.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
