"""People and memberships, as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room `accounts`."""

    name = "cchc.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
