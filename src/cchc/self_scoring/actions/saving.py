"""Saving answers: one leaf on leaving its cell, or many at once; nothing is overwritten that was not seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.statements import Statement, answer_of, carry_out, storing
from cchc.audit.verbs import verb
from cchc.core.scoring.criteria.feeding import FedFigure
from cchc.self_scoring.actions.typing import TypedAnswer, answer_as_typed
from cchc.self_scoring.actions.writing import (
    HeldSheet,
    account_by,
    answers_to,
    facts_of,
    hold_to_edit,
    new_answer,
    put,
    sum_up,
)
from cchc.self_scoring.models import Answer, UnitSheet
from cchc.self_scoring.queries.cell import answer_to, is_proved, kept_answers
from cchc.self_scoring.queries.content import AnswerContent, content_of, same_typed
from cchc.self_scoring.queries.sources import proposals_of
from cchc.self_scoring.queries.sums import SheetAccount, kept_as

SAVED = verb("self_scoring.answer_saved", _("answered {leaf} in the sheet of {subject}"))
BLOCK_SAVED = verb(
    "self_scoring.block_saved", _("answered {count} criteria at once in the sheet of {subject}")
)


@dataclass(frozen=True, slots=True)
class TypedBlock:
    """What was typed for one leaf among many: `version` is that of the answer that was seen (0: there was none)."""

    typed: TypedAnswer
    version: int


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """An answer as it is stored, its sheet, what the sheet comes to with it, the leaves of which the unit has asked
    that they shall not apply, and waits, and whether a document is linked to its leaf."""

    answer: Answer
    sheet: UnitSheet
    account: SheetAccount
    asked: frozenset[str]
    is_proved: bool


@transaction.atomic
def save_answer(
    *,
    by: Actor,
    sheet: UnitSheet,
    leaf: str,
    typed: TypedAnswer,
    version: int,
    typed_at: datetime | None = None,
    now: datetime | None = None,
) -> SavedAnswer:
    """Store what somebody typed for one leaf; the points follow from the figures at once.

    `version` is that of the answer that was seen (0: there was none), `typed_at` when the browser says that it was
    typed. What stands there already is not written again, whatever version was seen, so that sending twice is sending
    once; nothing typed where nothing stands is not written either (version 0). Raises `Changed` with both answers and
    the other's name when another one stands there, ValidationError with every fault, or with the lock. Takes no lock on
    the cycle.
    """
    arrived = now or timezone.now()
    kept, present, proved = kept_answers(sheet.pk), answer_to(sheet.pk, leaf), is_proved(sheet.pk, leaf)
    held = hold_to_edit(by, sheet, arrived, typed_at, kept, present, proved)
    node = held.own_leaf(leaf)
    answer = present.answer or new_answer(held, leaf)
    before = content_of(answer)
    what = answer_as_typed(node, typed, before, held.year, proposed_to(held, {leaf: typed}).get(leaf, {}))
    if same_typed(what, before):
        return SavedAnswer(answer, held.sheet, account_by(held, kept.answer), held.apart.asked, proved.answer)
    _check_seen(version, typed, before)
    put(by, held, answer, what, arrived)
    account, summing = sum_up(held, {**kept.answer, leaf: kept_as(answer.points, answer.figures)})
    _record(by, SAVED, held, {leaf: answer}, [storing(answer), summing], leaf=leaf)
    return SavedAnswer(answer, held.sheet, account, held.apart.asked, proved.answer)


@transaction.atomic
def save_block(
    *,
    by: Actor,
    sheet: UnitSheet,
    block: Mapping[str, TypedBlock],
    typed_at: datetime | None = None,
    now: datetime | None = None,
) -> dict[str, Answer]:
    """Store what was typed for many leaves, all of it or nothing, with one record; returns the answers that changed.

    Raises `Changed` with every answer that is not as it was seen, ValidationError with the faults of all leaves: by
    leaf, or by `LEAF figure-NAME` where a part of it is refused.
    """
    arrived = now or timezone.now()
    held = hold_to_edit(by, sheet, arrived, typed_at)
    stored = write_block(by, held, block, arrived)
    if stored:
        _record(by, BLOCK_SAVED, held, stored, count=len(stored))
    return stored


def write_block(
    by: Actor, held: HeldSheet, block: Mapping[str, TypedBlock], now: datetime
) -> dict[str, Answer]:
    """Store what was typed for many leaves of a held sheet; returns the answers that changed. Part of an act, which
    makes the record. Raises what `save_block` raises."""
    present = answers_to(held, block)
    changed: dict[str, Answer] = {}
    moved: dict[str, AnswerContent] = {}
    for leaf, what in _read_block(held, block, present).items():
        answer = present.get(leaf) or new_answer(held, leaf)
        before = content_of(answer)
        if same_typed(what, before):
            continue
        if before.version != block[leaf].version:
            moved[leaf] = before
        changed[leaf] = put(by, held, answer, what, now)
    if moved:
        raise Changed(
            seen={leaf: block[leaf].typed for leaf in moved},
            now=moved,
            who=", ".join(sorted({one.who for one in moved.values()})),
        )
    if not changed:
        return {}
    _store(changed)
    _account, summing = sum_up(held, answer_of(kept_answers(held.sheet.pk)))
    carry_out(summing)
    return answers_to(held, changed)


def proposed_to(held: HeldSheet, typed: Mapping[str, TypedAnswer]) -> Mapping[str, Mapping[str, FedFigure]]:
    """Return what the sources have for the figures that are typed, by leaf and figure; they are asked only where one of
    these figures has a source."""
    leaves = (held.criteria.leaves.get(leaf) for leaf, one in typed.items() if one.figures)
    if not any(one.fed_by for leaf in leaves if leaf is not None for one in leaf.variables):
        return {}
    return proposals_of(held.participant)


def _check_seen(version: int, typed: TypedAnswer, before: AnswerContent) -> None:
    if version != before.version:
        raise Changed(seen=typed, now=before, who=before.who)


def _read_block(
    held: HeldSheet, block: Mapping[str, TypedBlock], present: Mapping[str, Answer]
) -> dict[str, AnswerContent]:
    """Return what each answer is to hold. Raises ValidationError with the faults of all leaves."""
    proposed = proposed_to(held, {leaf: one.typed for leaf, one in block.items()})
    wanted: dict[str, AnswerContent] = {}
    faults: dict[str, list[str]] = {}
    for leaf, one in block.items():
        try:
            node = held.own_leaf(leaf)
            before = content_of(present.get(leaf))
            wanted[leaf] = answer_as_typed(node, one.typed, before, held.year, proposed.get(leaf, {}))
        except ValidationError as refused:
            if hasattr(refused, "error_dict"):
                faults |= {f"{leaf} {name}": whys for name, whys in refused.message_dict.items()}
            else:
                faults[leaf] = refused.messages
    if faults:
        raise ValidationError(faults)
    return wanted


def _store(changed: Mapping[str, Answer]) -> None:
    Answer.objects.bulk_create([one for one in changed.values() if one.pk is None])
    there = [one for one in changed.values() if one.pk is not None]
    fields = [one.name for one in Answer._meta.concrete_fields if one.name not in ("id", "sheet", "leaf")]
    Answer.objects.bulk_update(there, fields)


def _record(
    by: Actor,
    what: str,
    held: HeldSheet,
    saved: Mapping[str, Answer],
    beside: Iterable[Statement[None]] = (),
    **facts: str | int,
) -> None:
    subject = held.participant
    record(
        by=by,
        verb=what,
        subject=subject.name,
        subject_id=held.sheet.pk,
        facts={**facts, "answers": facts_of(saved)},
        saved=saved.values(),
        beside=beside,
    )
