"""The notices of each person, how the person wants to hear of them, and the letters that are to be sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST


class PersonalNotice(models.Model):
    """Something that a person was told, or was reminded of.

    `kind` is the code of its sentence (`notices.kinds`), `facts` fill its gaps; a fact that is translated is kept in
    each language. `by` is the printed name of who did it, empty where the calendar did. A reminder has the last day of
    its task and how many working days before it the reminder was due (`step`).
    """

    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    href = models.CharField(max_length=MOST["address"])
    by = models.CharField(max_length=MOST["person"], blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
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
