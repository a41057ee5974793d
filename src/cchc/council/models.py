"""The council of a cycle: sessions with their members, the agenda, decisions with single votes, minutes, and the act
that makes points final."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST


class CouncilSession(models.Model):
    """A session of the council: prepared, sitting, closed. A closed one never changes.

    `version` rises with each change of its day, place and members. `computed_at` is when its agenda was computed last,
    `computed_from` what tells the scores it was computed from apart from every other (`queries.agenda.scores_seen`).
    """

    class State(models.TextChoices):
        """How far it is."""

        PREPARING = "preparing", _("In preparation")
        SITTING = "sitting", _("Sitting")
        CLOSED = "closed", _("Session closed")

    cycle = models.ForeignKey("cycles.Cycle", models.PROTECT, related_name="council_sessions")
    number = models.PositiveIntegerField()
    on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=MOST["name"])
    state = models.CharField(max_length=10, choices=State, default=State.PREPARING)
    version = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    computed_at = models.DateTimeField(null=True)
    computed_from = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="council_session_once"),
            models.CheckConstraint(
                condition=Q(state__in=["preparing", "sitting", "closed"]), name="council_session_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}/{self.number} ({self.state})"


class CouncilMember(models.Model):
    """A person in a session, under the name and unit of that day. The chair and the members vote; a secretary records.

    `present`: whether the person is there, as last noted.
    """

    class Seat(models.TextChoices):
        """What the person does in the session."""

        CHAIR = "chair", _("Chair")
        MEMBER = "member", _("Member")
        SECRETARY = "secretary", _("Secretary")

    session = models.ForeignKey(CouncilSession, models.CASCADE, related_name="members")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Seat)
    name = models.CharField(max_length=MOST["person"])
    unit = models.CharField(max_length=MOST["name"])
    place = models.PositiveIntegerField()
    present = models.BooleanField(default=False)

    class Meta:
        ordering = ["session", "place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="council_member_once"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(role="chair"), name="council_member_one_chair"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["chair", "member", "secretary"]), name="council_member_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"

    @property
    def votes(self) -> bool:
        """Whether the person has a vote."""
        return self.role != self.Seat.SECRETARY


class AgendaItem(ByLine):
    """One leaf of one unit on the agenda of a session, and why.

    `kinds` are the codes of why it stands there (`Kind`), `effect` what it can change, as it was computed (plain JSON),
    None for what was added by hand alone; `reason` is why a member added it. Author is who put it there.
    """

    class Kind(models.TextChoices):
        """Why something is on the agenda."""

        RANK = "rank", _("Can change a rank or a class")
        TOGETHER = "together", _("Can change a rank or a class together with others")
        DISPUTED = "disputed", _("Explained by the unit and still lower")
        APPEAL = "appeal", _("Appeal about what does not apply")
        ADDED = "added", _("Added by a member")

    class State(models.TextChoices):
        """Whether it is decided."""

        WAITING = "waiting", _("Not decided")
        DECIDED = "decided", _("Decided by the council")
        DROPPED = "dropped", _("Taken off the agenda")

    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="items")
    participant = models.ForeignKey("cycles.Participant", models.PROTECT, related_name="council_items")
    leaf = models.CharField(max_length=MOST["leaf"])
    kinds = models.JSONField(default=list)
    effect = models.JSONField(null=True)
    reason = models.CharField(_("reason"), max_length=MOST["reason"], blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    at = models.DateTimeField()

    class Meta:
        ordering = ["session", "participant__place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "participant", "leaf"], name="council_item_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "decided", "dropped"]), name="council_item_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.leaf} ({self.state})"


class CouncilDecision(ByLine):
    """What is proposed for an item, put to the vote, and decided: of an item the carried one counts.

    `points` or `figures` are what the leaf is to have, as stored texts; with neither it does not apply. While it is
    `open` nothing is counted; then `yes`, `no`, `abstained` and `absent` make up the `members`. Of those who abstained
    or were absent, `apart` stand near to the unit and had no vote. `quorum` and `base` are the settings of the set by
    which it was counted, `effect` what it changes, as it was shown before it was decided.
    """

    class Ruling(models.TextChoices):
        """What the council does with the two sides."""

        CLAIM = "claim", _("What the unit claims stands")
        APPRAISAL = "appraisal", _("The appraisal stands")
        OTHER = "other", _("Other points or figures")
        NOT_APPLICABLE = "not_applicable", _("The criterion does not apply")

    class State(models.TextChoices):
        """Whether it is voted on, and how that ended."""

        OPEN = "open", _("Being voted on")
        CARRIED = "carried", _("Carried")
        LOST = "lost", _("Not carried")
        WITHDRAWN = "withdrawn", _("Withdrawn before the vote")

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    verdict = models.CharField(max_length=20, choices=Ruling)
    points = models.CharField(max_length=100, blank=True)
    figures = models.JSONField(null=True)
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    effect = models.JSONField(null=True)
    quorum = models.CharField(max_length=20, blank=True)
    base = models.CharField(max_length=20, blank=True)
    members = models.PositiveIntegerField(default=0)
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)
    abstained = models.PositiveIntegerField(default=0)
    absent = models.PositiveIntegerField(default=0)
    apart = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="council_decision_numbered"),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(state__in=["open", "carried"]),
                name="council_decision_one_stands",
            ),
            models.CheckConstraint(
                condition=Q(members=F("yes") + F("no") + F("abstained") + F("absent")),
                name="council_votes_add_up",
            ),
            models.CheckConstraint(
                condition=Q(apart__lte=F("abstained") + F("absent")), name="council_apart_have_no_vote"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"], decided_at__isnull=True)
                | Q(state__in=["carried", "lost"], decided_at__isnull=False, members__gt=0),
                name="council_decision_counted_once",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["claim", "appraisal", "other", "not_applicable"]),
                name="council_verdict_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="council_decision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}/{self.number} {self.verdict} ({self.state})"


class Vote(ByLine):
    """The vote of one member on one decision; the author is who recorded it, the member or the secretary.

    `apart`: the member stands near to the unit and has no vote on it.
    """

    class Choice(models.TextChoices):
        """How a member votes."""

        YES = "yes", _("In favour")
        NO = "no", _("Against")
        ABSTAINED = "abstained", _("Abstained")
        ABSENT = "absent", _("Absent")

    decision = models.ForeignKey(CouncilDecision, models.PROTECT, related_name="votes")
    member = models.ForeignKey(CouncilMember, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice)
    apart = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["decision", "member__place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "member"], name="council_vote_once"),
            models.CheckConstraint(
                condition=Q(choice__in=["yes", "no", "abstained", "absent"]), name="council_vote_known"
            ),
            models.CheckConstraint(
                condition=Q(apart=False) | Q(choice__in=["abstained", "absent"]),
                name="council_vote_of_one_apart",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.choice}"


class SessionMinutes(ByLine):
    """All that a session did, as it was when it was closed: canonical JSON and its hash; never changed."""

    session = models.OneToOneField(CouncilSession, models.PROTECT, related_name="minutes")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["session"]

    def __str__(self) -> str:
        return self.sha256


class FinalPoints(ByLine):
    """The act that made the points of a cycle final: what every leaf of every unit that is scored by the round has, as
    canonical JSON and its hash; never changed. Another act after an undoing gets the next number.

    `content` holds the `cells` that were decided by it ([participant, leaf, points, figures, reason, stage]), what was
    decided there `before` it, and the cells that the council took `off`.
    """

    cycle = models.ForeignKey("cycles.Cycle", models.PROTECT, related_name="final_points")
    number = models.PositiveIntegerField()
    units = models.PositiveIntegerField()
    leaves = models.PositiveIntegerField()
    basis_number = models.CharField(max_length=MOST["number"], blank=True)
    basis_date = models.DateField(null=True)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="council_final_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}/{self.number}"


class FinalUndoing(ByLine):
    """Points that were final and are so no longer, with the reason."""

    final = models.OneToOneField(FinalPoints, models.PROTECT, related_name="undone")
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    at = models.DateTimeField()

    class Meta:
        ordering = ["final"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="council_undoing_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.final_id}"
