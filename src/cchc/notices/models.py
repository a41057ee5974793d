"""The notices of each person, how the person wants to hear of them, and the letters that are to be sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST


class PersonalNotice(models.Model):
    """Something that a person was told, or was reminded of.

    `kind` is the code of its sentence (`notices.kinds`), `facts` fill its gaps; a fact that is translated is kept in
    each language. `by` is the printed name of who did it, empty where the calendar did. `letter` is the letter
    in which it was sent. A reminder has the last day of
    its task and how many working days before it the reminder was due (`step`).
    """

    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    href = models.CharField(max_length=MOST["address"])
    by = models.CharField(max_length=MOST["person"], blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(
        "notices.Outgoing", models.SET_NULL, related_name="notices", null=True, editable=False
    )
    until = models.DateField(null=True)
    step = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=["person", "-at"], name="notices_of_a_person"),
            models.Index(fields=["person"], condition=Q(seen_at__isnull=True), name="notices_unseen"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["person", "href", "until", "step"],
                condition=Q(step__isnull=False),
                name="notices_reminded_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, step__isnull=True)
                | Q(until__isnull=False, step__isnull=False),
                name="notices_reminder_has_its_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.href}"


class ReminderRound(models.Model):
    """A day on which everybody was reminded of what was due to be said."""

    day = models.DateField(unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class UnitReminder(ByLine):
    """A unit whose people were reminded by somebody, at most once a day of the same thing (`about`)."""

    about = models.CharField(max_length=80)
    reminded_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        ordering = ("-day", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["about", "reminded_unit", "day"], name="notices_unit_reminded_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.reminded_unit}: {self.about} ({self.day:%d/%m/%Y})"


class ByMail(models.TextChoices):
    """How often letters come to a person."""

    DAILY = "daily", _("One letter a day, in the morning, when there is something new")
    AT_ONCE = "at_once", _("A letter as soon as there is something new")
    NEVER = "never", _("No letters; I look at the page")


class Preference(models.Model):
    """How a person wants to hear by e-mail: not at all, once a day, or as soon as something is told. Without a row:
    once a day."""

    person = models.OneToOneField("accounts.Person", models.CASCADE, related_name="notice_preference")
    by_mail = models.BooleanField(default=True)
    digest = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.person}: {self.by_mail} {self.digest}"


class PostedLetter(models.Model):
    """A letter in a queue, of this room or of one above. It holds no text: what it says is worked out when it is sent.

    `doubtful`: the process that sent it ended before it could write down whether it had. `fault` is what the mail
    server, or the way to it, said last. `kind` parts the names that letters of several queues bear.
    """

    class State(models.TextChoices):
        """How far a letter is; all but the first two are ends."""

        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("on its way")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("not needed any more")
        REFUSED = "refused", _("refused by the mail server")
        GIVEN_UP = "given_up", _("given up")

    kind: ClassVar[str] = ""
    queued_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(db_index=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    doubtful = models.BooleanField(default=False)
    fault = models.TextField(blank=True)

    class Meta:
        abstract = True


class Outgoing(PostedLetter):
    """A letter that is due to a person, about notices and tasks."""

    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="letters")

    class Meta:
        ordering = ("queued_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=("waiting", "sending")),
                name="notices_one_open_letter_each",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "sending", "sent", "dropped", "refused", "given_up")),
                name="notices_letter_state_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.queued_at:%d/%m/%Y %H:%M} {self.state}"
