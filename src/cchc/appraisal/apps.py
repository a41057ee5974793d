"""Appraisal, as a Django app."""

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """The room `appraisal`."""

    name = "cchc.appraisal"
    default_auto_field = "django.db.models.BigAutoField"
