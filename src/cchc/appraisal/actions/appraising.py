"""Appraising leaves: accepting what a unit declared, correcting its figures, setting points; one or many at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.appraisal.actions.advising import check_not_asked_off
from cchc.appraisal.actions.judging import TypedAppraisal, appraisal_as_typed
from cchc.appraisal.models import Appraisal, UnitAppraisal
from cchc.appraisal.policies import OF_A_UNIT, may_appraise
from cchc.appraisal.queries.content import (
    AppraisalContent,
    appraisal_content,
    same_judged,
    stored_reasons,
)
from cchc.appraisal.queries.coverage import AskedCoverage, Coverage, announced_coverage
from cchc.appraisal.queries.held import AskedAppraisal, HeldAppraisal, holding_appraised
from cchc.appraisal.queries.sums import appraisal_sums
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.models import by_line
from cchc.audit.statements import Statement, carry_out, storing
from cchc.audit.verbs import verb
from cchc.core.scoring.appraised import may_be_accepted_in_bulk
from cchc.core.scoring.rules.values import LOSS_WORDS
from cchc.cycles.actions.locking import arrival_in, looking_at_phase
from cchc.cycles.models import PhaseKind
from cchc.scores.actions.stages import write_stage_cells
from cchc.scores.models import Origin, Score, Stage
from cchc.scores.queries.content import NOTHING, ScoreContent
from cchc.self_scoring.queries.content import declared_in

APPRAISED = verb("appraisal.appraised", _("appraised {leaf} of {subject}"), about=OF_A_UNIT)
TAKEN_BACK = verb(
    "appraisal.taken_back", _("took back the appraisal of {leaf} of {subject}"), about=OF_A_UNIT
)
ACCEPTED = verb("appraisal.accepted", _("accepted {count} criteria of {subject} at once"), about=OF_A_UNIT)

PHASES = {
    Stage.FIRST_APPRAISAL: PhaseKind.APPRAISAL,
    Stage.SECOND_APPRAISAL: PhaseKind.SECOND_APPRAISAL,
}


@transaction.atomic
def save_appraisal(
    *,
    by: Actor,
    appraised: UnitAppraisal,
    leaf: str,
    typed: TypedAppraisal,
    version: int,
    now: datetime | None = None,
) -> Appraisal:
    """Store what an appraiser gives a unit for one leaf; its score in this stage follows at once, the index within a
    minute. A leaf that two people appraise is theirs alone (`actions.doubling`).

    `version` is that of the appraisal that was seen (0: there was none). What stands there already is not written
    again. Raises `NotPermitted` for whoever does not appraise this leaf of this unit, `Changed` when another one
    stands there, ValidationError with every fault, with the lock, or while a request that the leaf shall not apply
    waits (`check_not_asked_off`).
    """
    arrived = now or timezone.now()
    held = hold_to_appraise(by, appraised, [leaf], arrived)
    return give(by, held, leaf, typed, version, arrived)


def give(
    by: Actor, held: HeldAppraisal, leaf: str, typed: TypedAppraisal, version: int, arrived: datetime
) -> Appraisal:
    """Store what an appraiser who holds the appraisal of a unit gives it for one leaf, as `save_appraisal` does."""
    row, before, what = judged_leaf(held, leaf, typed)
    if same_judged(what, before):
        return row
    if version != before.version:
        raise Changed(seen=typed, now=before, who=before.who)
    scores = put_appraisal(by, held, row, what, arrived)
    _record(by, APPRAISED if what.is_given else TAKEN_BACK, held, [row], scores, leaf=leaf)
    return row


def judged_leaf(
    held: HeldAppraisal, leaf: str, typed: TypedAppraisal
) -> tuple[Appraisal, AppraisalContent, AppraisalContent]:
    """Return the row of a leaf of a held unit, what it holds, and what it is to hold after `typed`. Raises
    ValidationError as `save_appraisal` does."""
    node = held.leaves.get(leaf)
    if node is None:
        raise ValidationError(_("%(leaf)s is not appraised for this unit."), params={"leaf": leaf})
    if not typed.takes_back and leaf in held.asked:
        check_not_asked_off(held.participant.pk, leaf)
    if leaf in held.doubles:
        raise ValidationError(_("Two people appraise %(leaf)s of this unit."), params={"leaf": leaf})
    row = appraisal_row(held, leaf)
    before = appraisal_content(row)
    return row, before, appraisal_as_typed(node, typed, held.claim(leaf), before, held.year)


def appraisal_row(held: HeldAppraisal, leaf: str) -> Appraisal:
    """Return the row of a leaf of a held unit; one that is not stored yet, at version 0, where there is none."""
    return held.rows.get(leaf) or Appraisal(of=held.row, leaf=leaf, version=0)


def put_appraisal(
    by: Actor, held: HeldAppraisal, row: Appraisal, what: AppraisalContent, now: datetime
) -> list[Score]:
    """Let a row of a held unit hold `what`, with its score and the sums of the unit; returns the scores, for the record
    of the act that asked who may."""
    _put(by, held, row, what, now)
    return write_scores(held, {row.leaf: what}, storing(row), adding_up(held))


@transaction.atomic
def accept_many(
    *, by: Actor, appraised: UnitAppraisal, leaves: Collection[str], now: datetime | None = None
) -> list[Appraisal]:
    """Accept, unopened, what a unit declared for these leaves, as far as figures and evidence allow
    (`core.scoring.appraised.may_be_accepted_in_bulk`), nobody has appraised them, and the unit does not ask that they
    shall not apply; returns what was accepted, each marked so. Raises what `save_appraisal` raises; nothing is accepted
    then.
    """
    held = hold_to_appraise(by, appraised, leaves, now or timezone.now())
    return _accept(by, held, leaves, now or timezone.now())


@transaction.atomic
def accept_everywhere(
    *, by: Actor, cells: Mapping[UnitAppraisal, Collection[str]], now: datetime | None = None
) -> list[Appraisal]:
    """Accept, unopened, leaves of many units as `accept_many` does for one, all in one act; one record for each unit.

    Raises what `accept_many` raises; nothing of any unit is accepted then.
    """
    arrived, accepted = now or timezone.now(), list[Appraisal]()
    coverages: dict[tuple[int, str], Coverage] = {}
    for appraised in sorted(
        cells, key=lambda one: one.pk
    ):  # whoever does the same waits, and nobody for the other
        cycle = appraised.participant.cycle
        known = (cycle.pk, appraised.stage)
        coverages[known] = coverages.get(known) or announced_coverage(cycle, appraised.stage)
        held = hold_to_appraise(by, appraised, cells[appraised], arrived, coverages[known])
        accepted += _accept(by, held, cells[appraised], arrived)
    return accepted


def _accept(by: Actor, held: HeldAppraisal, leaves: Collection[str], arrived: datetime) -> list[Appraisal]:
    if held.row.stage != Stage.FIRST_APPRAISAL:
        raise ValidationError(
            _("What a unit explained is appraised leaf by leaf: nobody accepts it unopened.")
        )
    rows, contents = [], {}
    for number in dict.fromkeys(leaves):
        if number in held.doubles:
            continue
        row = appraisal_row(held, number)
        if row.verdict or number in held.asked or not _may_accept(held, number):
            continue
        what = appraisal_as_typed(
            held.leaves[number], TypedAppraisal(), held.claim(number), appraisal_content(row), held.year
        )
        _put(by, held, row, what, arrived)
        row.bulk = True
        rows.append(row)
        contents[number] = what
    if rows:
        scores = write_scores(held, contents, *map(storing, rows), adding_up(held))
        _record(by, ACCEPTED, held, rows, scores, count=len(rows))
    return rows


def _may_accept(held: HeldAppraisal, number: str) -> bool:
    node, claim = held.leaves.get(number), held.claim(number)
    return node is not None and may_be_accepted_in_bulk(
        node,
        declared_in(node, claim.content),
        evidence=len(claim.evidence),
        provisional=bool(claim.content.provisional),
    )


def hold_to_appraise(
    by: Actor,
    appraised: UnitAppraisal,
    leaves: Collection[str],
    now: datetime,
    known: Coverage | None = None,
) -> HeldAppraisal:
    """Return the appraisal of a unit, held for `by` to appraise these leaves. The phase is looked at before it is held;
    whoever handed in early is appraised before the phase begins. `known`: who appraises what, where an act holds many.

    Raises `NotPermitted` unless the announced plan gives `by` every one of these leaves, which it never does for a unit
    that stands near; ValidationError when the phase is locked or the appraisal is not open.
    """
    participant = appraised.participant
    if not may_appraise(by, participant.cycle):
        raise NotPermitted(Permission.APPRAISAL_GIVE)
    asked = AskedAppraisal(appraised)
    covering = AskedCoverage(participant.cycle, appraised.stage, participant.pk)
    row = hold_unit(appraised, now, *asked.statements, *(() if known else covering.statements))
    coverage = known or covering.answer()
    for leaf in leaves:
        if by.person_id not in coverage.people_of(row.participant, leaf):
            raise NotPermitted(Permission.APPRAISAL_GIVE)
    check_open(row)
    return asked.held(row)


def hold_unit(appraised: UnitAppraisal, now: datetime, *more: Statement[Any]) -> UnitAppraisal:
    """Return the appraisal of a unit, held behind a look at its phase; `more` is carried out in one go with that, once
    it is held. Raises ValidationError when the phase is locked."""
    participant, kind = appraised.participant, PHASES[Stage(appraised.stage)]
    look, window = looking_at_phase(participant, kind)
    held = holding_appraised(appraised.pk)
    carry_out(look, window, held, *more)
    arrival_in(window.answer, participant=participant, kind=kind, now=now, early=True)
    return held.answer


def check_open(row: UnitAppraisal) -> None:
    """Raise ValidationError when nothing is written to the appraisal of a unit now."""
    if row.state != UnitAppraisal.State.OPEN:
        raise ValidationError(closed_words(row), code="locked")


def closed_words(row: UnitAppraisal) -> str:
    """Return why nothing is written to the appraisal of a unit, and who can lift that."""
    if row.state == UnitAppraisal.State.WITHDRAWN and row.stage == Stage.SECOND_APPRAISAL:
        return str(_("The unit has its justification back: it is appraised again once it is handed in."))
    if row.state == UnitAppraisal.State.WITHDRAWN:
        return str(_("The unit has its sheet back: it is appraised again once it is handed in."))
    return str(_("The result was sent to the unit. It can be changed once the lead takes it back."))


def add_up(held: HeldAppraisal) -> None:
    """Store the running sums that follow from the appraisals; one query."""
    carry_out(adding_up(held))


def adding_up(held: HeldAppraisal) -> Statement[None]:
    """Return the statement of `add_up`."""
    given = {leaf: appraisal_content(one) for leaf, one in held.rows.items()}
    kept = held.kept
    claimed = {
        number: held.claim(number).points(held.criteria.leaves[number], held.year)
        for number in (*held.leaves, *kept)
    }
    sums = appraisal_sums(held.criteria, held.leaves, given, claimed, held.year, kept)
    held.row.version += 1
    return storing(held.row, *sums.put_into(held.row), "version")


def score_of(what: AppraisalContent) -> ScoreContent:
    """Return what an appraisal gives its leaf as a score, its reasons in words: nothing where it was taken back, or is
    without points yet."""
    if not what.is_given or not (what.figures or what.points):
        return NOTHING
    if what.figures:
        return ScoreContent(figures=dict(what.figures), origin=Origin.APPRAISED)
    with override(settings.LANGUAGE_CODE):  # it stays as it is written, whoever reads it
        why = "; ".join(one.text or gettext(LOSS_WORDS[one.code].text) for one in what.reasons)
    return ScoreContent(points=what.points, origin=Origin.APPRAISED, reason=why)


def write_scores(
    held: HeldAppraisal, contents: Mapping[str, AppraisalContent], *beside: Statement[Any]
) -> list[Score]:
    """Store what these appraisals of a held unit give as scores of its stage, and mark the cycle; returns the rows.
    `beside` are statements that are carried out in one go with that."""
    cells = {leaf: score_of(what) for leaf, what in contents.items()}
    participant = held.participant
    return write_stage_cells(
        cycle=participant.cycle,
        participant=participant,
        stage=Stage(held.row.stage),
        cells=cells,
        off=held.off,
        beside=beside,
    )


def _put(by: Actor, held: HeldAppraisal, row: Appraisal, what: AppraisalContent, now: datetime) -> None:
    row.figures = dict(what.figures) or None
    row.reasons = stored_reasons(what.reasons)
    for name in ("verdict", "points", "provisional", "note", "bulk"):
        setattr(row, name, getattr(what, name))
    for name, value in by_line(by).items():
        setattr(row, name, value)
    row.read = held.read(row.leaf)
    held.rows[row.leaf] = row
    row.version, row.at = row.version + 1, now


def _record(
    by: Actor, what: str, held: HeldAppraisal, rows: list[Appraisal], scores: list[Score], **facts: str | int
) -> None:
    record(
        by=by,
        verb=what,
        subject=held.participant.name,
        subject_id=held.row.pk,
        facts={**facts, "stage": held.row.stage},
        saved=[*rows, *scores],
    )
