"""Criteria sets, as a Django app."""

from django.apps import AppConfig


class CriteriaConfig(AppConfig):
    """The room `criteria`."""

    name = "cchc.criteria"
    label = "criteria"
    default_auto_field = "django.db.models.BigAutoField"
