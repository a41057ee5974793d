"""Leaves of units that two people appraise: what each gives, as far as a reader may know it before both stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cchc.appraisal.models import DoubleCell, DoubleOpinion, DoublePart, UnitAppraisal
from cchc.appraisal.queries.content import (
    JUDGED,
    NOT_APPRAISED,
    AppraisalContent,
    TakenReason,
    stored_reasons,
)
from cchc.appraisal.queries.coverage import Cell, Coverage
from cchc.core.words.lengths import MOST
from cchc.cycles.models import Participant

Both = tuple[AppraisalContent, AppraisalContent]


def opinion_content(row: DoubleOpinion | None) -> AppraisalContent:
    """Return what an opinion holds; nothing, at version 0, where there is none yet, and without a verdict where it does
    not stand."""
    if row is None or not row.version:
        return NOT_APPRAISED
    held = {**row.content, "reasons": tuple(TakenReason(**one) for one in row.content["reasons"])}
    if not row.stands:
        held["verdict"] = ""
    return AppraisalContent(**held, version=row.version, who=row.person, at=row.at)


def stored_opinion(what: AppraisalContent) -> dict[str, Any]:
    """Return the parts of an opinion that a person decides, as plain JSON."""
    held = {name: getattr(what, name) for name in JUDGED}
    return {**held, "figures": dict(what.figures), "reasons": stored_reasons(what.reasons)}


def agreed_content(both: Both) -> AppraisalContent | None:
    """Return what two people give who say the same: the same figures and points for the same coded reasons, both
    finally or both not. Their sentences stand one behind the other. None where they differ."""
    one, other = both
    codes = {reason.code for reason in one.reasons}
    if (
        dict(one.figures) != dict(other.figures)
        or (one.verdict, one.points) != (other.verdict, other.points)
        or bool(one.provisional) != bool(other.provisional)
        or codes != {reason.code for reason in other.reasons}
    ):
        return None
    beside = {reason.code: reason.text for reason in other.reasons}
    reasons = tuple(
        TakenReason(reason.code, _joined(reason.text, beside[reason.code])) for reason in one.reasons
    )
    provisional, note = _joined(one.provisional, other.provisional), _joined(one.note, other.note)
    too_long = any(len(reason.text) > MOST["reason"] for reason in reasons)
    if too_long or len(provisional) > MOST["reason"] or len(note) > MOST["title"]:
        return None  # a third puts it shorter
    return replace(one, reasons=reasons, provisional=provisional, note=note)


def _joined(one: str, other: str) -> str:
    return "; ".join(dict.fromkeys(text for text in (one, other) if text))


@dataclass(frozen=True, slots=True)
class SeenDouble:
    """A leaf that two people appraise as one reader may know it.

    `part` is the reader's own, "" of somebody who gives none; `own` is what the reader gave. `both` are the two, the
    first's before the second's, once both stand: before that nobody is told whether the other has given anything.
    `concluded`: they agreed, or a third decided. `parties` are the ids of all who appraised it or are to: none of them
    decides.
    """

    cell: DoubleCell
    part: str
    own: AppraisalContent
    both: Both | None
    concluded: bool
    parties: frozenset[int]


def is_blind(double: SeenDouble | None) -> bool:
    """Whether the reader is one of two and must not know what the other does: before the own opinion stands, and until
    both do."""
    return double is not None and bool(double.part) and double.both is None and not double.concluded


def part_of(cell: DoubleCell, person: int, first: int | None) -> str:
    """Return which part of a double appraisal is a person's, "" for none; `first` is whom the plan names. Whoever is
    the second is never the first as well: the first part is nobody's then."""
    if person == cell.second_id:
        return DoublePart.SECOND
    return DoublePart.FIRST if person == first else ""


def both_of(opinions: Mapping[str, DoubleOpinion]) -> Both | None:
    """Return the two opinions of a cell, by part, once both stand; else None."""
    found = [opinion_content(opinions.get(part)) for part in (DoublePart.FIRST, DoublePart.SECOND)]
    return (found[0], found[1]) if all(one.is_given for one in found) else None


def seen_double(
    cell: DoubleCell,
    opinions: Mapping[str, DoubleOpinion],
    coverage: Coverage,
    participant: Participant,
    *,
    person: int,
    concluded: bool,
) -> SeenDouble:
    """Return a double appraisal of a participant as `person` may know it."""
    first = coverage.appraiser_of(participant, cell.leaf)
    part = part_of(cell, person, None if first is None else first.person)
    own = opinion_content(opinions.get(part)) if part else NOT_APPRAISED
    parties = parties_of(cell, opinions, coverage, participant)
    return SeenDouble(cell, part, own, both_of(opinions), concluded, frozenset(parties))


def double_cell(appraised: UnitAppraisal, leaf: str) -> DoubleCell | None:
    """Return the double appraisal of a leaf of a unit; None where one person appraises it."""
    rows = DoubleCell.objects.filter(participant=appraised.participant_id, plan__stage=appraised.stage)
    return rows.select_related("plan__cycle").filter(leaf=leaf).first()


def opinions_by_cell(cells: Collection[DoubleCell]) -> dict[int, dict[str, DoubleOpinion]]:
    """Return the opinions of these cells, by the id of the cell and the part; one query, none without cells."""
    found: dict[int, dict[str, DoubleOpinion]] = defaultdict(dict)
    rows: Iterable[DoubleOpinion] = (
        DoubleOpinion.objects.filter(cell__in=[one.pk for one in cells]) if cells else ()
    )
    for row in rows:
        found[row.cell_id][row.part] = row
    return found


class SavedOpinions:
    """To which of the leaves that a plan gives to two people each has given something: one query, none where it gives
    nothing to two."""

    def __init__(self, coverage: Coverage) -> None:
        self.coverage = coverage
        cells = {one.pk: cell for cell, one in coverage.doubles.items()}
        standing = DoubleOpinion.objects.filter(cell__in=cells, stands=True).order_by()
        rows = standing.values_list("cell_id", "part") if cells else ()
        self._parts = {(cells[pk], part) for pk, part in rows}

    def is_by(self, cell: Cell, person: int) -> bool:
        """Whether `person`, one of the two who appraise it, has given something to a leaf of a participant."""
        double = self.coverage.doubles.get(cell)
        if double is None:
            return False
        return (cell, DoublePart.SECOND if person == double.second_id else DoublePart.FIRST) in self._parts

    def is_known(self, participant: Participant, leaf: str, person: int, reader: int) -> bool:
        """Whether `person` has given something to it, as `reader` may know: one of the two is told nothing of the
        other."""
        people = self.coverage.people_of(participant, leaf)
        return (person == reader or reader not in people) and self.is_by((participant.pk, leaf), person)


def parties_of(
    double: DoubleCell, opinions: Mapping[str, DoubleOpinion], coverage: Coverage, participant: Participant
) -> set[int]:
    """Return the ids of everybody who appraised a leaf as one of two, or is to."""
    written = {one.person_id for one in opinions.values()}
    return written | {double.second_id} | set(coverage.people_of(participant, double.leaf))
