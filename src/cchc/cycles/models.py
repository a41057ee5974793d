"""The yearly cycle of one province: its phases, the criteria sets in force, its participants and their exemptions."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cchc.access.practising import is_practising
from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST

FIRST_YEAR, LAST_YEAR = 2000, 2100


class State(models.TextChoices):
    """The state of a cycle; a closed cycle is read-only."""

    PREPARING = "preparing", _("In preparation")
    OPEN = "open", _("Running")
    CLOSED = "closed", _("Closed")


class PhaseKind(models.TextChoices):
    """The stages of the year, in the order in which they come."""

    PLAN = "plan", _("Plan")
    SURVEY = "survey", _("Survey")
    SELF_SCORING = "self_scoring", _("Self-scoring")
    APPRAISAL = "appraisal", _("Appraisal")
    JUSTIFICATION = "justification", _("Justification")
    SECOND_APPRAISAL = "second_appraisal", _("Second appraisal")
    COUNCIL = "council", _("Council")
    APPROVAL = "approval", _("Approval")
    PUBLICATION = "publication", _("Publication")

    @property
    def slug(self) -> str:
        """The word for this phase in addresses."""
        return PHASE_SLUGS[self]


PHASE_SLUGS = {
    PhaseKind.PLAN: "ke-hoach",
    PhaseKind.SURVEY: "dieu-tra",
    PhaseKind.SELF_SCORING: "tu-cham",
    PhaseKind.APPRAISAL: "tham-dinh",
    PhaseKind.JUSTIFICATION: "giai-trinh",
    PhaseKind.SECOND_APPRAISAL: "tham-dinh-lan-hai",
    PhaseKind.COUNCIL: "hoi-dong",
    PhaseKind.APPROVAL: "phe-duyet",
    PhaseKind.PUBLICATION: "cong-bo",
}


class CyclesOfThisWorld(models.Manager["Cycle"]):
    """The cycles that count; in practice those of practice that are not put away, and no others."""

    def get_queryset(self) -> models.QuerySet["Cycle"]:
        """Return the cycles of the world in which the request or task is at the moment."""
        return super().get_queryset().filter(in_this_world())


def in_this_world(path: str = "") -> Q:
    """Return the condition that a cycle, reached by `path` ("participant__cycle__"), belongs to the world in which the
    request or task is at the moment: whatever asks across cycles asks it."""
    if is_practising():
        return Q(**{f"{path}practice": True, f"{path}put_away_at": None})
    return Q(**{f"{path}practice": False})


class Cycle(models.Model):
    """One year of the index in one province.

    `open_to_units`: whether units see ranks, means and each other's results before the cycle is released. From
    `released_at` on they are public; a correction of the release leaves it as it is. A cycle of
    `practice` is apart from everything (`CyclesOfThisWorld`); thrown away it is put away, where nothing opens it.
    """

    province = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="cycles", verbose_name=_("province")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=MOST["name"])
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREPARING)
    open_to_units = models.BooleanField(_("open to units"), default=False)
    released_at = models.DateTimeField(null=True, blank=True, editable=False)
    practice = models.BooleanField(default=False, editable=False)
    put_away_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CyclesOfThisWorld()

    class Meta:
        ordering = ["-year", "province__sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "year"], condition=Q(practice=False), name="cycles_cycle_once_a_year"
            ),
            models.UniqueConstraint(
                fields=["province"],
                condition=Q(practice=True, put_away_at=None),
                name="cycles_practice_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(practice=True) | Q(put_away_at=None), name="cycles_cycle_that_counts_stays"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="cycles_cycle_year"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="cycles_cycle_state_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Phase(models.Model):
    """A stage of a cycle with its first and last day."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=20, choices=PhaseKind)
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=MOST["phase"])
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        ordering = ["cycle", "place"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "kind"], name="cycles_phase_kind_once"),
            models.CheckConstraint(condition=Q(starts__lte=F("ends")), name="cycles_phase_starts_before_end"),
            models.CheckConstraint(condition=Q(kind__in=PhaseKind.values), name="cycles_phase_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        """The word for this phase in addresses."""
        return PhaseKind(self.kind).slug


class ScoredBy(models.TextChoices):
    """How the scores of a set come: by the round (self-scoring, appraisal, council) or by points files."""

    ROUND = "round", _("by the round: units score themselves")
    FILE = "file", _("by points files")


class SurveyedBy(models.TextChoices):
    """How the scores of the survey leaves of a set come."""

    FILE = "file", _("by points files")
    SURVEY = "survey", _("from a survey")


ABOUT_SET = "cycles.set:"


def about_set(pk: int) -> str:
    """Return the text by which a staged file names the criteria set of a cycle."""
    return f"{ABOUT_SET}{pk}"


class CycleSet(models.Model):
    """A criteria version in force in a cycle, the kinds of unit it serves, and the peer group they join.

    `scored_by` says how the points of its appraised leaves come, `survey_by` those of its survey leaves.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="sets")
    version = models.ForeignKey("criteria.CriteriaVersion", models.PROTECT, related_name="cycle_sets")
    kinds = models.JSONField(default=list)
    peer_group = models.CharField(max_length=MOST["peer_group"])
    scored_by = models.CharField(max_length=10, choices=ScoredBy, default=ScoredBy.FILE)
    survey_by = models.CharField(max_length=10, choices=SurveyedBy, default=SurveyedBy.FILE)

    class Meta:
        ordering = ["cycle", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "version"], name="cycles_set_once_per_cycle"),
            models.CheckConstraint(
                condition=Q(scored_by__in=ScoredBy.values), name="cycles_set_scored_by_known"
            ),
            models.CheckConstraint(
                condition=Q(survey_by__in=SurveyedBy.values), name="cycles_set_survey_by_known"
            ),
        ]

    def __str__(self) -> str:
        return self.peer_group


class Participant(models.Model):
    """A unit that is assessed in a cycle, under the name and code it had on joining."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="participants")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="participations")
    cycle_set = models.ForeignKey(CycleSet, models.PROTECT, related_name="participants")
    peer_group = models.CharField(max_length=MOST["peer_group"])
    name = models.CharField(max_length=MOST["name"])
    code = models.CharField(max_length=MOST["code"], blank=True)
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ["cycle", "peer_group", "place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "unit"], name="cycles_participant_unit_once"),
        ]

    def __str__(self) -> str:
        return self.name


class NotApplicable(models.Model):
    """A leaf that does not apply to a participant: it leaves points and maximum alike."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="not_applicable")
    leaf = models.CharField(max_length=MOST["leaf"])
    reason = models.CharField(max_length=MOST["reason"])

    class Meta:
        ordering = ["participant", "leaf"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "leaf"], name="cycles_not_applicable_once"),
        ]

    def __str__(self) -> str:
        return self.leaf


class Extension(ByLine):
    """More time for one unit in one phase; with `reopens` a phase that was locked for it is open again.

    The last one counts. It is never changed: a mistake is mended by another.
    """

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="extensions")
    kind = models.CharField(max_length=20, choices=PhaseKind)
    until = models.DateField(_("open until"))
    reopens = models.BooleanField(default=False)
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    document = models.CharField(_("document number"), max_length=MOST["number"], blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["participant", "kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PhaseKind.values), name="cycles_extension_kind_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="cycles_extension_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.kind}: {self.until:%d/%m/%Y}"


class PhaseLock(models.Model):
    """A phase that is locked for a unit, which has been told: what was left unfinished is frozen. More time removes the
    row; whether the phase is locked is not asked here but of the clock."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="phase_locks")
    kind = models.CharField(max_length=20, choices=PhaseKind)
    locked_at = models.DateTimeField()

    class Meta:
        ordering = ["participant", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "kind"], name="cycles_phase_lock_once"),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.kind}: {self.locked_at:%d/%m/%Y}"


class ApplicabilityRequest(ByLine):
    """A unit asks that a leaf shall not apply to it, with its reason; and what was decided."""

    class State(models.TextChoices):
        """Whether it is decided, and how."""

        ASKED = "asked", _("Waiting for a decision")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="applicability_requests")
    leaf = models.CharField(max_length=MOST["leaf"])
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(_("answer"), max_length=MOST["reason"], blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=250, blank=True)
    decided_unit = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "leaf"],
                condition=Q(state="asked"),
                name="cycles_applicability_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "granted", "refused", "withdrawn"]),
                name="cycles_applicability_state_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="cycles_applicability_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.leaf} ({self.state})"


class ApplicabilityAppeal(ByLine):
    """A unit whose request was refused lays it before the council, with its reason; and what the council decided, which
    is for good. The refused request stays as it was decided."""

    class State(models.TextChoices):
        """Whether it is decided, and how."""

        WAITING = "waiting", _("Before the council")
        GRANTED = "granted", _("Granted by the council")
        REFUSED = "refused", _("Refused by the council")
        WITHDRAWN = "withdrawn", _("Appeal withdrawn")

    request = models.OneToOneField(ApplicabilityRequest, models.PROTECT, related_name="appeal")
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    at = models.DateTimeField()
    answer = models.CharField(_("answer"), max_length=MOST["reason"], blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=250, blank=True)
    decided_unit = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "granted", "refused", "withdrawn"]),
                name="cycles_appeal_state_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="cycles_appeal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} ({self.state})"


class FedSeal(models.Model):
    """The fed figures of a cycle as they stood when it was closed: canonical JSON and its hash; never changed.

    A cycle that is opened again and closed once more gets the next number.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="fed_seals")
    number = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="cycles_fed_seal_once"),
        ]

    def __str__(self) -> str:
        return self.sha256


class Holiday(models.Model):
    """A day off beside weekends, or a weekend day `worked` to make up for one: the same days for every plan."""

    on = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=MOST["name"], blank=True)
    worked = models.BooleanField(_("worked to make up"), default=False)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(worked=True) | ~Q(name=""), name="cycles_holiday_off_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.name}".strip()
