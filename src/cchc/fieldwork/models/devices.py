"""Devices and other systems that send answers, and the epochs of this installation: which of its pasts it tells on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.core.words.lengths import MOST


class DeviceKind(models.TextChoices):
    """What sends."""

    APP = "app", _("an enumerator's telephone")
    TOOL = "tool", _("another system")


class Device(models.Model):
    """A telephone of an enumerator (`membership`), or another system that sends for one `survey`.

    `token_sha256` is the hash of its token, which it alone holds. `last_event` is the number of the log up to which it
    has been told; `minute` and `in_minute` count its requests. A day is kept of when it was seen, and no time.
    """

    kind = models.CharField(max_length=4, choices=DeviceKind)
    name = models.CharField(max_length=MOST["name"])
    membership = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, related_name="devices")
    survey = models.ForeignKey("surveys.Survey", models.PROTECT, null=True, related_name="devices")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_on = models.DateField()
    seen_on = models.DateField(null=True)
    last_event = models.BigIntegerField(default=0)
    minute = models.DateTimeField(null=True)
    in_minute = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="app", membership__isnull=False, survey__isnull=True)
                | Q(kind="tool", membership__isnull=True, survey__isnull=False),
                name="fieldwork_device_of_a_person_or_a_survey",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DeviceEpoch(models.Model):
    """One past of this database. After it was restored from a backup another begins, and devices offer to send again
    what the restored one has not."""

    code = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.code
