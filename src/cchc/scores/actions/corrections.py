"""Correcting scores by hand, and taking corrections back: at once, or with a second person of another unit where the
unit is the person's own or near to it. Rooms above are told in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.models import by_line
from cchc.audit.queries import last_person
from cchc.audit.verbs import verb
from cchc.core.scoring.criteria.figures import figure_words
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.ledgers import LeafScore
from cchc.core.words.messages import Message, say
from cchc.core.words.numbers import number_in_full
from cchc.cycles.models import Participant
from cchc.cycles.queries import address_of
from cchc.documents.actions import store
from cchc.documents.actions.official import write_document
from cchc.documents.models import OfficialDocument
from cchc.notices.actions import tell
from cchc.notices.kinds import notice_kind
from cchc.scores.actions.writing import hold_to_correct, write_decided
from cchc.scores.consequences import Occasion, scores_changed
from cchc.scores.models import Correction, Origin, Score, Stage
from cchc.scores.policies import needs_second_person
from cchc.scores.queries.basis import ScoreBasis, basis_of
from cchc.scores.queries.content import (
    ScoreContent,
    content_for,
    core_value,
    declared_figures,
    score_content,
)
from cchc.scores.queries.effects import Effect, effect_of
from cchc.scores.queries.imports import CellChange, as_json, changes_in
from cchc.scores.queries.interests import units_of_interest
from cchc.scores.queries.requests import deciders_of, waiting_on
from cchc.scores.queries.stages import counting_scores

CORRECTED = verb("results.score_corrected", _("changed {leaf} of {subject} from {old} to {new}: {reason}"))
TAKEN_BACK = verb(
    "results.correction_taken_back",
    _("took back the change of {leaf} of {subject}, from {old} to {new}: {reason}"),
)
ASKED = verb(
    "results.correction_asked",
    _("asked for {leaf} of {subject} to be changed from {old} to {new}: {reason}"),
)
DECISION_ASKED = notice_kind(
    "scores.decision_asked", _("A change of scores of {unit} waits for your decision")
)

State = Correction.State
UNDECIDED = _(
    "Nothing is decided for this score yet: it counts as the stage before left it. Give points or figures."
)


class Attached(NamedTuple):
    """A file as it was attached, to be kept as it came."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Reference:
    """The official document that a correction names: its number and symbol, its day, and the document itself where it
    is at hand."""

    number: str = ""
    date: date | None = None
    file: Attached | None = None


@transaction.atomic
def correct_score(
    *,
    by: Actor,
    participant: Participant,
    leaf: str,
    given: LeafScore | None,
    reason: str,
    version: int,
    reference: Reference | None = None,
) -> Correction:
    """Decide one score by hand: points, declared figures, or None to decide nothing again, so that an earlier stage
    counts, or the score is pending. Of a unit that the person may not correct alone it is asked for, and nothing of
    it counts yet.

    `version` is that of the score the person saw (0: there was none). Raises `Changed` when it is another now,
    ValidationError when the leaf does not apply, the rule refuses the score, figures are missing, no reason is given,
    or nothing is to be decided where nothing is.
    """
    participant.cycle = hold_to_correct(by, Permission.SCORE_CORRECT, participant.cycle)
    text = required_reason(reason)
    basis = basis_of(participant.cycle_set, participant.cycle)
    node = _scored_leaf(basis, participant, leaf, given)
    row = _held_scores(participant, [leaf]).get(leaf)
    before = score_content(row)
    if before.version != version:
        raise Changed(seen=version, now=before, who=who_set(participant, leaf, row))
    if given is None and not before.pending and before.stage != Stage.DECIDED:
        raise ValidationError(UNDECIDED)
    what = content_for(node, given)
    new = ScoreContent(what.points, what.figures, Origin.DECIDED, None, text)
    effect = effect_of(basis, participant, {leaf: given})
    asked = Correction(
        participant=participant, kind=Correction.Kind.HAND, reason=text, document=_document(by, reference)
    )
    asked.cells = as_json([_cell(participant, node, before, new, effect)])
    return _made_or_asked(by, asked, effect, CORRECTED, node)


@transaction.atomic
def take_back(*, by: Actor, correction: Correction, reason: str) -> Correction:
    """Give a score back what it held before a correction; where the unit needs a second person it is asked for.

    Raises `Changed` when something newer stands, ValidationError when the correction does not count or the cycle is
    closed.
    """
    participant = correction.participant
    participant.cycle = hold_to_correct(by, Permission.SCORE_TAKE_BACK, participant.cycle)
    text = required_reason(reason)
    made = held_correction(correction)
    if made.state != State.MADE or made.is_of_file:
        raise ValidationError(_("There is nothing to take back."))
    (cell,) = changes_in(made.cells)
    row = _held_scores(participant, [cell.leaf]).get(cell.leaf)
    now = score_content(row)
    if now.version != cell.new.version:
        raise Changed(seen=cell.new, now=now, who=who_set(participant, cell.leaf, row))
    basis = basis_of(participant.cycle_set, participant.cycle)
    node = basis.criteria.leaves[cell.leaf]
    check_applies(basis, participant, cell.leaf)
    before = cell.old.as_decided()
    effect = effect_of(basis, participant, {cell.leaf: core_value(node, before.points, before.figures)})
    asked = Correction(participant=participant, kind=Correction.Kind.UNDO, reason=text, undoes=made)
    asked.cells = as_json([_cell(participant, node, now, cell.old, effect)])
    return _made_or_asked(by, asked, effect, TAKEN_BACK, node)


def _made_or_asked(by: Actor, asked: Correction, effect: Effect, made: str, node: Node) -> Correction:
    """Keep a correction of one score and its one record, and make it, unless it needs a second person."""
    participant = asked.participant
    interests = units_of_interest(by, participant.cycle)
    waits = needs_second_person(participant.cycle, interests, participant.unit_id)
    if waits:
        _check_not_asked(asked)
    keep(by, asked, State.WAITING if waits else State.MADE)
    followed = [] if waits else make(asked, effect)
    (cell,) = changes_in(asked.cells)
    facts = {
        "correction": asked.pk,
        "leaf": cell.leaf,
        "old": content_words(node, cell.old),
        "new": content_words(node, cell.new),
        "reason": asked.reason,
        "version": cell.new.version,
    }
    if asked.document is not None:
        facts["document"] = str(asked.document)
    record(
        by=by,
        verb=ASKED if waits else made,
        subject=participant.name,
        subject_id=participant.pk,
        facts=facts,
        wrote=[asked, *followed],
    )
    return asked


def _check_not_asked(asked: Correction) -> None:
    """Raises ValidationError where a change of the same score waits already."""
    other = waiting_on(asked.participant, {cell.leaf for cell in changes_in(asked.cells)})
    if other is not None:
        told = _(
            "%(who)s has asked for a change of this score already, and it waits for a second person:"
            " it must be withdrawn or decided first."
        )
        raise ValidationError(told, params={"who": other.person})


def keep(by: Actor, asked: Correction, state: Correction.State) -> None:
    """Store a new correction of this person."""
    for name, value in by_line(by).items():
        setattr(asked, name, value)
    asked.unit_id, asked.state = by.unit_id, state
    asked.save()
    if asked.is_waiting:
        participant = asked.participant
        tell(
            kind=DECISION_ASKED,
            to=deciders_of(asked),
            facts={"unit": participant.name},
            href=reverse("scores:request", args=[*address_of(participant.cycle), asked.pk]),
            by=by,
        )


def make(asked: Correction, effect: Effect) -> Sequence[Model]:
    """Write the scores of a correction whose scores are held, and keep its effect; returns the rows that were written
    besides it."""
    participant, cells = asked.participant, changes_in(asked.cells)
    rows = write_decided(participant.cycle, {cell.cell: cell.new for cell in cells})
    versions = {row.leaf: row.version for row in rows}
    asked.cells = as_json(replace(cell, new=replace(cell.new, version=versions[cell.leaf])) for cell in cells)
    asked.effect = effect.as_json()
    asked.save(update_fields=["cells", "effect"])
    return [*rows, *scores_changed(cycle=participant.cycle, occasion=Occasion.CORRECTION)]


def held_correction(correction: Correction) -> Correction:
    """Return a correction as it is now, locked until the transaction ends."""
    rows = Correction.objects.select_for_update(of=("self",)).select_related("participant__cycle")
    return rows.get(pk=correction.pk)


def required_reason(reason: str) -> str:
    """Return a reason on one line. Raises ValidationError when there is none."""
    text = " ".join(reason.split())
    if not text:
        raise ValidationError({"reason": _("Say why the score is changed.")})
    return text


def _held_scores(participant: Participant, leaves: Iterable[str]) -> dict[str, Score]:
    rows = counting_scores().filter(participant=participant, leaf__in=leaves)
    return {row.leaf: row for row in rows.select_for_update(of=("self",))}


def who_set(participant: Participant, leaf: str, row: Score | None) -> str:
    """Return who gave a score its content: whoever brought the file, or corrected it."""
    if row is not None and row.source:
        return row.source.person
    made = participant.corrections.filter(state=State.MADE)
    corrected = next((one for one in made if any(cell.leaf == leaf for cell in changes_in(one.cells))), None)
    return corrected.person if corrected else last_person(CORRECTED, participant.pk, leaf=leaf)


def _cell(
    participant: Participant, node: Node, old: ScoreContent, new: ScoreContent, effect: Effect
) -> CellChange:
    return CellChange(
        participant=participant.pk,
        unit=participant.name,
        leaf=node.number,
        name=node.name,
        at="",
        old=old,
        new=replace(new, version=old.version + 1),
        old_points=effect.before.points or None,
        new_points=effect.after.points or None,
        loss="0",
    )


def _document(by: Actor, reference: Reference | None) -> OfficialDocument | None:
    if reference is None or not (reference.number or reference.date or reference.file):
        return None
    file = store(by=by, name=reference.file.name, data=reference.file.data) if reference.file else None
    title = "" if reference.number or file is None else file.name
    document = OfficialDocument(number=reference.number, date=reference.date, title=title)
    return write_document(document, files=[file] if file else [])


def _scored_leaf(basis: ScoreBasis, participant: Participant, leaf: str, given: LeafScore | None) -> Node:
    """The leaf, once `given` is something that it can be scored with."""
    node = basis.criteria.leaves.get(leaf)
    if node is None:
        raise ValidationError(
            _("The leaf %(leaf)s does not belong to the criteria of this unit."), params={"leaf": leaf}
        )
    check_applies(basis, participant, leaf)
    if isinstance(given, Fraction):
        _check_span(node, given)
    return node


def check_applies(basis: ScoreBasis, participant: Participant, leaf: str) -> None:
    """Raise ValidationError where a leaf does not apply to this unit."""
    if (participant.pk, leaf) in basis.without:
        raise ValidationError(_("%(leaf)s does not apply to this unit."), params={"leaf": leaf})


def _check_span(node: Node, points: Fraction) -> None:
    low, high = node.stated_span()
    if not low <= points <= high:
        span = {"low": number_in_full(low), "high": number_in_full(high)}
        raise ValidationError({"points": _("Points must lie between %(low)s and %(high)s.") % span})


def content_words(leaf: Node, what: ScoreContent) -> str:
    """Return what a score holds, in words for the log."""
    if not what.figures:
        return what.points or "–"
    spoken = (
        Message("{label}: {value}", label=variable.label, value=figure_words(variable, value))
        for variable, value in declared_figures(leaf, what)
    )
    return "; ".join(say(message, gettext, number_in_full) for message in spoken)
