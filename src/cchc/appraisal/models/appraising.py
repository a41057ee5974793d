"""The appraisal of what units handed in: who appraises what, the appraisals themselves, questions, results, and what
units say to these."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST
from cchc.scores.models import Stage
from cchc.self_scoring.models import SEEN_BY_SOMEBODY, LinkedEvidence

STAGES = (Stage.FIRST_APPRAISAL.value, Stage.SECOND_APPRAISAL.value)
"""The stages of scores that this room writes."""


class AppraisalPlan(models.Model):
    """Who appraises what in one stage of a cycle. A draft until it is announced: then those named in it see their work,
    and each change is told to whom it concerns. `version` rises with each change of its assignments."""

    cycle = models.ForeignKey("cycles.Cycle", models.PROTECT, related_name="appraisal_plans")
    stage = models.CharField(max_length=20, choices=Stage)
    announced_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["cycle", "stage"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "stage"], name="appraisal_plan_once_a_stage"),
            models.CheckConstraint(condition=Q(stage__in=STAGES), name="appraisal_plan_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.stage}"


class Assignment(models.Model):
    """A person appraises one part of a set, a domain, a criterion or a leaf, in one peer group or (empty) in all.

    Where several reach a leaf the deepest part counts, and of these the one for the peer group of the unit. `wording`
    is the text of the set in which the appraising agency is named, `agency` the unit that it means, as confirmed.
    `stands_in_for`: this person takes what the other may not appraise, because the unit stands near to them.
    """

    plan = models.ForeignKey(AppraisalPlan, models.CASCADE, related_name="assignments")
    cycle_set = models.ForeignKey("cycles.CycleSet", models.PROTECT, related_name="+")
    node = models.CharField(max_length=MOST["leaf"])
    peer_group = models.CharField(max_length=MOST["peer_group"], blank=True)
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    agency = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    wording = models.CharField(max_length=MOST["wording"], blank=True)
    stands_in_for = models.ForeignKey("self", models.CASCADE, null=True, related_name="substitutes")

    class Meta:
        ordering = ["plan", "cycle_set", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "cycle_set", "node", "peer_group"],
                condition=Q(stands_in_for__isnull=True),
                name="appraisal_assignment_one_person",
            ),
            models.UniqueConstraint(
                fields=["stands_in_for", "person"], name="appraisal_assignment_substitute_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node}: {self.person_id}"


class UnitAppraisal(models.Model):
    """The appraisal of one unit in one stage, with its running sums.

    `points`, `taken` (from the unit's own score) and `pending` are exact texts, `given` and `leaves` how many leaves
    are appraised of those that are to be, `provisional` how many of them are not final yet: kept by every act that
    writes an appraisal, so that lists ask nothing else. `submission` is the number of what the unit handed in: its
    sheet, for the second stage its justification. In the second stage only the leaves are appraised that the unit
    explained; `points` and `taken` are those of the whole, with what the first one gave for the others.
    """

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("Being appraised")
        SENT = "sent", _("Result sent to the unit")
        WITHDRAWN = "withdrawn", _("Its sheet was returned to the unit")

    participant = models.ForeignKey("cycles.Participant", models.PROTECT, related_name="appraisals")
    stage = models.CharField(max_length=20, choices=Stage)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    submission = models.PositiveIntegerField()
    points = models.CharField(max_length=100, default="0")
    taken = models.CharField(max_length=100, default="0")
    pending = models.CharField(max_length=100, default="0")
    given = models.PositiveIntegerField(default=0)
    provisional = models.PositiveIntegerField(default=0)
    leaves = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["participant", "stage"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "stage"], name="appraisal_unit_once_a_stage"),
            models.CheckConstraint(condition=Q(stage__in=STAGES), name="appraisal_unit_stage_known"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "sent", "withdrawn"]), name="appraisal_unit_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.stage} ({self.state})"


class Appraisal(ByLine):
    """What an appraiser gives a unit for one leaf: what it declared is accepted, its figures are corrected (the rule
    sets the points), or points are set where the leaf has no rule.

    `points` are exact texts, empty while none follow. `reasons` are the coded reasons for points that were taken, each
    with a sentence where wished: ``[{"code": …, "text": …}]``. `provisional` is why it is not final yet. `bulk`:
    accepted with many others, unopened. `read` is the hash of the unit's answer that was appraised. Without a verdict
    nothing is given: it was taken back, or the unit handed in another answer since; what stood there stays to be seen.
    """

    class Verdict(models.TextChoices):
        """What was done with what the unit declared."""

        ACCEPTED = "accepted", _("Accepted")
        CORRECTED = "corrected", _("Figures corrected")
        SET = "set", _("Points set")

    of = models.ForeignKey(UnitAppraisal, models.PROTECT, related_name="rows")
    leaf = models.CharField(max_length=MOST["leaf"])
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    figures = models.JSONField(null=True)
    points = models.CharField(max_length=100, blank=True)
    reasons = models.JSONField(default=list)
    provisional = models.CharField(_("provisional because"), max_length=MOST["reason"], blank=True)
    note = models.CharField(_("note for colleagues"), max_length=MOST["title"], blank=True)
    bulk = models.BooleanField(default=False)
    read = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        ordering = ["of", "leaf"]
        constraints = [
            models.UniqueConstraint(fields=["of", "leaf"], name="appraisal_leaf_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=["", "accepted", "corrected", "set"]),
                name="appraisal_verdict_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leaf}: {self.points}"


class AppraisalQuestion(ByLine):
    """A question of an appraiser to a unit about one leaf, and the unit's answer. `person` and `unit` are who asked:
    the unit is told the agency alone."""

    of = models.ForeignKey(UnitAppraisal, models.PROTECT, related_name="questions")
    leaf = models.CharField(max_length=MOST["leaf"])
    text = models.CharField(_("question"), max_length=MOST["title"])
    at = models.DateTimeField()
    answer = models.CharField(_("answer"), max_length=MOST["title"], blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=MOST["person"], blank=True)

    class Meta:
        ordering = ["of", "leaf", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="appraisal_question_has_a_text"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_at__isnull=False),
                name="appraisal_question_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leaf}: {self.text[:40]}"


class StandingPhrase(models.Model):
    """A sentence that appraisers use again and again for one code of reasons."""

    code = models.CharField(max_length=30)
    text = models.CharField(_("sentence"), max_length=MOST["reason"])

    class Meta:
        ordering = ["code", "text"]
        constraints = [
            models.UniqueConstraint(fields=["code", "text"], name="appraisal_phrase_once"),
            models.CheckConstraint(condition=~Q(text=""), name="appraisal_phrase_has_a_text"),
        ]

    def __str__(self) -> str:
        return self.text


class ApplicabilityOpinion(ByLine):
    """What the appraiser of a leaf advises on the request of a unit that the leaf shall not apply to it. It can be
    changed until the request is decided; `person` and `unit` are who gave it last."""

    request = models.OneToOneField("cycles.ApplicabilityRequest", models.PROTECT, related_name="+")
    grants = models.BooleanField()
    text = models.CharField(_("opinion"), max_length=MOST["reason"])
    at = models.DateTimeField()

    class Meta:
        ordering = ["request"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="appraisal_opinion_has_a_text"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.text[:40]}"


class AppraisalResult(ByLine):
    """The appraisal of a unit as it was sent to it: numbered, immutable, with the hash of its content in canonical
    JSON. The content names no appraiser."""

    of = models.ForeignKey(UnitAppraisal, models.PROTECT, related_name="results")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["of", "number"]
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="appraisal_result_once"),
        ]

    def __str__(self) -> str:
        return f"{self.of_id}/{self.number}"


class ResultReopening(ByLine):
    """A result that was taken back from its unit, with the reason."""

    result = models.OneToOneField(AppraisalResult, models.PROTECT, related_name="reopened")
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    at = models.DateTimeField()

    class Meta:
        ordering = ["result"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="appraisal_reopening_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.result_id}"


class Justification(ByLine):
    """What a unit says to one leaf that its result lowered: it accepts what was given, or explains itself in a text;
    `JustificationEvidence` stands behind it. `kind` is empty where the result says something else of the leaf now than
    when it was answered: it is asked anew, and what was written can still be used."""

    class Kind(models.TextChoices):
        """What a unit says."""

        ACCEPTED = "accepted", _("Accepted by the unit")
        EXPLAINED = "explained", _("Explained by the unit")

    of = models.ForeignKey(UnitAppraisal, models.PROTECT, related_name="justifications")
    leaf = models.CharField(max_length=MOST["leaf"])
    kind = models.CharField(max_length=10, choices=Kind, blank=True)
    text = models.CharField(_("explanation"), max_length=MOST["explanation"], blank=True)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        ordering = ["of", "leaf"]
        constraints = [
            models.UniqueConstraint(fields=["of", "leaf"], name="appraisal_justification_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["", "accepted"]) | Q(kind="explained") & ~Q(text=""),
                name="appraisal_justification_explains",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leaf}: {self.kind}"


class JustificationEvidence(LinkedEvidence):
    """A document behind what a unit explains of a leaf."""

    of = models.ForeignKey(UnitAppraisal, models.PROTECT, related_name="justified_by")

    class Meta:
        ordering = ["of", "leaf", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["of", "leaf", "document"], name="appraisal_justification_linked_once"
            ),
            models.CheckConstraint(
                condition=SEEN_BY_SOMEBODY, name="appraisal_justification_seen_by_somebody"
            ),
        ]


class JustificationSubmission(ByLine):
    """What a unit said to a result, as it was handed in: numbered, immutable, with the hash of its content in canonical
    JSON. What was not answered counts as accepted. `by_lock`: nobody handed it in before the lock, which did it."""

    of = models.ForeignKey(UnitAppraisal, models.PROTECT, related_name="justification_submissions")
    result = models.ForeignKey(AppraisalResult, models.PROTECT, related_name="justification_submissions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    by_lock = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["of", "number"]
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="appraisal_justification_submitted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.of_id}/{self.number}"


class JustificationReopening(ByLine):
    """A justification that is open again for its unit though it was handed in, with the reason."""

    submission = models.OneToOneField(JustificationSubmission, models.PROTECT, related_name="reopened")
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    at = models.DateTimeField()

    class Meta:
        ordering = ["submission"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="appraisal_justification_reopened_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}"
