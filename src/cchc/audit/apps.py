"""The log of who did what, as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class AuditConfig(AppConfig):
    """The room `audit`."""

    name = "cchc.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """After every `migrate` the frozen tables of all rooms are as they are declared."""
        from cchc.audit.actions import begin_to_play
        from cchc.audit.frozen import freeze_after_migrating, thaw_before_migrating

        pre_migrate.connect(thaw_before_migrating, sender=self)
        post_migrate.connect(freeze_after_migrating, sender=self)
        post_migrate.connect(begin_to_play, sender=self)
