"""Files from outside that wait to change something, of every kind in one table."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine


class StagedFile(ByLine):
    """A file as it was read, and what it would change in what there was at that moment: kept to be applied, given up,
    or undone.

    `kind` names its `StagedKind`, `about` what the file is for, as that kind writes it (the id of a plan, a year).
    `options` say how it is to be read. `read` is what was read, `difference` what that would change, `counts` how
    much, `seen` the version of what it was set against; `faults` are the reasons why it cannot be read. While the
    worker reads it, `done` of `total` parts are read. `role`, `scope` and `unit_id` say with `person` in whose name
    it goes on. `for_good`: once applied it never changes nor goes. `former` is its number from before all kinds were
    one table.
    """

    class State(models.TextChoices):
        """Where a staged file stands."""

        WAITING = "waiting", _("Waiting to be read")
        RUNNING = "running", _("Being read")
        REFUSED = "refused", _("Cannot be read")
        READ = "read", _("Waiting to be applied")
        APPLIED = "applied", _("Applied")
        UNDONE = "undone", _("Taken back")

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=80, blank=True)
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    options = models.JSONField(default=dict)
    read = models.JSONField(default=dict)
    difference = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    seen = models.CharField(max_length=100, blank=True)
    faults = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    unit_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40, blank=True)
    scope = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=250, blank=True)
    for_good = models.BooleanField(default=False)
    former = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "about"], name="intake_staged_about")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "refused", "read", "applied", "undone"]),
                name="intake_staged_state_known",
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=False, state__in=["applied", "undone"])
                | Q(applied_at__isnull=True, state__in=["waiting", "running", "refused", "read"]),
                name="intake_staged_applied_at",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=False, state="undone")
                | (Q(undone_at__isnull=True) & ~Q(state="undone")),
                name="intake_staged_undone_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}: {self.file_id} ({self.at:%d/%m/%Y})"

    @property
    def is_under_way(self) -> bool:
        """Whether it waits for the worker, or is in its hands."""
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def is_waiting(self) -> bool:
        """Whether it is read and waits to be applied or given up."""
        return self.state == self.State.READ


class ApplyOrder(ByLine):
    """That somebody wants a large file applied, until the worker has done it: in which capacity, and why not where it
    cannot be (`whys`, sentences; `is_changed`: what it was compared with is another by now)."""

    staged = models.OneToOneField(StagedFile, models.CASCADE, related_name="apply_order")
    unit_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40)
    scope = models.CharField(max_length=20)
    whys = models.JSONField(default=list)
    is_changed = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["staged"]

    def __str__(self) -> str:
        return f"{self.staged_id}: {self.person}"

    @property
    def is_refused(self) -> bool:
        """Whether the worker could not do it."""
        return self.is_changed or bool(self.whys)
