"""The room `surveys` as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    """Sociological surveys, from their questionnaires to their estimates."""

    name = "cchc.surveys"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Surveys")
