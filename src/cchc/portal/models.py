"""What the public pages take in: feedback on units with the rules under which it is taken, boundaries of units."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST


class FeedbackRules(ByLine):
    """Whether feedback is taken; the last row counts, none is ever changed, and without one none is taken.

    `live_address` is where the public reaches this installation itself, for the copies that are files on another
    server: whole, with a slash at its end; empty where the public reaches the copies alone.
    """

    number = models.PositiveIntegerField(unique=True)
    is_open = models.BooleanField()
    live_address = models.CharField(max_length=MOST["address"], blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.is_open}"


class Feedback(models.Model):
    """What somebody wrote about a unit on its page of a year. Nothing of it is public, ever.

    `contact` is how the writer wants to be answered, seen by who moderates alone, and erased after some months.
    `sender` is a keyed hash of the address that it came from, kept for a day to hold floods off. `form` is the hash of
    the form that was sent: one form is taken once. `answer` is what was answered, in whatever way.
    """

    class State(models.TextChoices):
        """What became of it."""

        NEW = "new", _("New")
        READ = "read", _("Read, nothing to do")
        FORWARDED = "forwarded", _("Forwarded to the unit")
        ANSWERED = "answered", _("Answered")
        SPAM = "spam", _("Set aside as spam")

    key = models.ForeignKey("releases.UnitKey", models.PROTECT, related_name="feedback")
    year = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=MOST["feedback"])
    contact = models.CharField(max_length=MOST["contact"], blank=True)
    form = models.CharField(max_length=64, unique=True)
    sender = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    answer = models.CharField(max_length=MOST["feedback"], blank=True)
    at = models.DateTimeField(db_index=True)
    forwarded_at = models.DateTimeField(null=True)
    contact_erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["new", "read", "forwarded", "answered", "spam"]),
                name="portal_feedback_state_known",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="portal_feedback_says_something"),
            models.CheckConstraint(
                condition=Q(state="answered") & ~Q(answer="") | ~Q(state="answered") & Q(answer=""),
                name="portal_feedback_answered_in_words",
            ),
            models.CheckConstraint(
                condition=~Q(state="forwarded") | Q(forwarded_at__isnull=False),
                name="portal_feedback_forwarded_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.key_id} ({self.state})"


class BoundaryMap(ByLine):
    """The boundaries of units that the map draws; the last row counts, none is ever changed.

    `outlines` are paths of a drawing by the search keys of code and name of their units, `box` is what the drawing
    shows; the file as it was brought is kept beside.
    """

    number = models.PositiveIntegerField(unique=True)
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    box = models.CharField(max_length=100)
    outlines = models.JSONField()
    areas = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.areas}"
