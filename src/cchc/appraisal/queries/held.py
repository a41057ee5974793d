"""The appraisal of one unit with what it is given on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection

from cchc.access.practising import is_practising
from cchc.appraisal.models import Appraisal, DoubleCell, UnitAppraisal
from cchc.appraisal.queries.content import AppraisalContent, appraisal_content
from cchc.appraisal.queries.explained import (
    Explained,
    explained_leaves,
    first_appraisal,
    numbers_by_participant,
)
from cchc.appraisal.queries.leaves import StageLeaves
from cchc.audit.locks import still_there
from cchc.audit.statements import Columns, Found, Statement, answer_of, carry_out
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.criteria.models import CriteriaVersion
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, CycleSet, Participant
from cchc.cycles.queries.requests import leaves_apart_of
from cchc.scores.models import Stage
from cchc.self_scoring.queries.cell import LARGEST
from cchc.self_scoring.queries.claims import UNCLAIMED, AskedClaims, Claim

WITH_SET = ("participant__cycle", "participant__cycle_set__version")

OF_APPRAISED, OF_PARTICIPANT = Columns(UnitAppraisal, "appraised"), Columns(Participant, "participant")
OF_CYCLE, OF_SET = Columns(Cycle, "cycle"), Columns(CycleSet, "cycle_set")
OF_VERSION = Columns(CriteriaVersion, "version", "id", "set_id", "version", "sha256")
APPRAISED = f"""
SELECT {OF_APPRAISED}, {OF_PARTICIPANT}, {OF_CYCLE}, {OF_SET}, {OF_VERSION}
FROM appraisal_unitappraisal appraised
JOIN cycles_participant participant ON participant.id = appraised.participant_id
JOIN cycles_cycle cycle ON cycle.id = participant.cycle_id
JOIN cycles_cycleset cycle_set ON cycle_set.id = participant.cycle_set_id
JOIN criteria_criteriaversion version ON version.id = cycle_set.version_id
WHERE """  # noqa: S608 - our own columns
"""The appraisal of a unit as `WITH_SET`, but for the text of the set."""

IN_A_YEAR = f"""{APPRAISED}
participant.unit_id = %s AND cycle.year = %s AND appraised.stage = %s
AND cycle.practice = %s AND cycle.put_away_at IS NULL
"""

OF_ROW = Columns(Appraisal, "appraisal")
ROWS = f"SELECT {OF_ROW} FROM appraisal_appraisal appraisal WHERE appraisal.of_id = %s"  # noqa: S608 - our own columns
OF_DOUBLE = Columns(DoubleCell, "double_cell")
DOUBLED = f"""
SELECT {OF_DOUBLE}
FROM appraisal_doublecell double_cell JOIN appraisal_appraisalplan plan ON plan.id = double_cell.plan_id
WHERE double_cell.participant_id = %s AND plan.stage = %s
"""  # noqa: S608 - our own columns
"""The leaves of a unit that two people appraise in a stage."""

WAITING = "SELECT leaf FROM appraisal_appraisalquestion WHERE of_id = %s AND answered_at IS NULL"


@dataclass(frozen=True, slots=True)
class HeldAppraisal:
    """The appraisal of a unit with the set, the leaves that are appraised, and what the unit handed in. Where an act
    holds it, nobody else writes to it until the act ends.

    By leaf, `rows` are its appraisals, those of the act among them, `doubles` what two people appraise, `questions` how
    many wait for the unit's answer. `off` are the leaves that do not apply to the unit, `asked` those of which it asked
    that, and waits. In the second stage `explained` is what the unit said to its leaves, and `first` what the first
    stage gave all."""

    row: UnitAppraisal
    criteria: CriteriaSet
    leaves: Mapping[str, Node]
    claims: Mapping[str, Claim]
    rows: dict[str, Appraisal]
    doubles: Mapping[str, DoubleCell]
    off: Collection[str]
    asked: frozenset[str]
    questions: Mapping[str, int]
    explained: Mapping[str, Explained]
    first: Mapping[str, AppraisalContent]

    @property
    def participant(self) -> Participant:
        """The unit that is appraised."""
        return self.row.participant

    @property
    def year(self) -> int:
        """The year of the cycle."""
        return self.participant.cycle.year

    def claim(self, leaf: str) -> Claim:
        """What the unit handed in for a leaf."""
        return self.claims.get(leaf, UNCLAIMED)

    def read(self, leaf: str) -> str:
        """The hash of what is judged of a leaf: what the unit handed in, or in the second stage what it explained."""
        said = self.explained.get(leaf)
        return self.claim(leaf).sha256 if said is None else said.sha256

    @property
    def kept(self) -> Mapping[str, AppraisalContent]:
        """What stays, in the second stage, as the first one gave it, by leaf."""
        return {number: one for number, one in self.first.items() if number not in self.leaves}


class AskedAppraisal:
    """What follows the appraisal of a unit, asked by `statements`, which are carried out by whoever asks."""

    def __init__(self, appraised: UnitAppraisal) -> None:
        self._apart, self._claims = (
            leaves_apart_of(appraised.participant_id),
            AskedClaims(appraised.participant_id),
        )
        self._rows = Statement(ROWS, [appraised.pk], _rows_in)
        self._questions = Statement(WAITING, [appraised.pk], _counts_in)
        self._doubles = Statement(DOUBLED, [appraised.participant_id, appraised.stage], _doubles_in)
        self.statements = (self._apart, *self._claims.statements, self._rows, self._questions, self._doubles)

    def held(self, row: UnitAppraisal) -> HeldAppraisal:
        """Return the appraisal, as it is now, with all that follows it; three queries in the second stage."""
        participant, is_second = row.participant, row.stage == Stage.SECOND_APPRAISAL
        apart, rows = self._apart.answer, self._rows.answer
        explained = explained_leaves([participant.pk]) if is_second else None
        leaves = StageLeaves({participant.pk: apart.off}, explained, numbers_by_participant(explained or ()))
        own = leaves.of(participant)
        said = {number: one for number in own if (one := leaves.said(participant.pk, number)) is not None}
        first = _first(participant.pk) if is_second else {}
        first = (
            {number: first[number] for number in leaves.every(participant) if number in first}
            if first
            else {}
        )
        for appraisal in rows.values():
            appraisal.of = row
        return HeldAppraisal(
            row,
            criteria_of(participant.cycle_set.version),
            own,
            self._claims.answer(),
            rows,
            self._doubles.answer,
            apart.off,
            apart.asked,
            self._questions.answer,
            said,
            first,
        )


def held_appraisal(row: UnitAppraisal) -> HeldAppraisal:
    """Return the appraisal of a unit, fetched `WITH_SET`, with all that follows it; six queries, three more in the
    second stage."""
    asked = AskedAppraisal(row)
    carry_out(*asked.statements)
    return asked.held(row)


def appraisal_to_save(unit_id: int, year: int, stage: str) -> UnitAppraisal | None:
    """Return the appraisal of a unit in a stage of a year, `WITH_SET`; None where there is none."""
    if max(unit_id, year) > LARGEST:
        return None
    return answer_of(Statement(IN_A_YEAR, [unit_id, year, stage, is_practising()], _first_appraised))


def holding_appraised(pk: int) -> Statement[UnitAppraisal]:
    """Return the statement that holds the appraisal of a unit, `WITH_SET`, as `audit.locks.hold` does."""
    lock = " FOR NO KEY UPDATE OF appraised" if connection.vendor == "postgresql" else ""
    return Statement(
        f"{APPRAISED} appraised.id = %s{lock}", [pk], lambda rows: still_there(_first_appraised(rows))
    )


def _first_appraised(rows: Found) -> UnitAppraisal | None:
    if not rows:
        return None
    values = iter(min(rows))
    row = OF_APPRAISED.row(values)
    row.participant = OF_PARTICIPANT.row(values)
    row.participant.cycle = OF_CYCLE.row(values)
    row.participant.cycle_set = OF_SET.row(values)
    row.participant.cycle_set.version = OF_VERSION.row(values)
    return row


def _rows_in(rows: Found) -> dict[str, Appraisal]:
    return {row.leaf: row for row in (OF_ROW.row(iter(one)) for one in rows)}


def _doubles_in(rows: Found) -> dict[str, DoubleCell]:
    return {row.leaf: row for row in (OF_DOUBLE.row(iter(one)) for one in rows)}


def _counts_in(rows: Found) -> Counter[str]:
    return Counter(leaf for (leaf,) in rows)


def _first(participant: int) -> dict[str, AppraisalContent]:
    """What the first stage gave a participant."""
    row = first_appraisal(participant)
    return {} if row is None else {one.leaf: appraisal_content(one) for one in row.rows.exclude(verdict="")}
