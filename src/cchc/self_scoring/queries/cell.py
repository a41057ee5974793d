"""What saving one cell asks of the database, by statements that are written by hand (`audit.statements`)."""

from __future__ import annotations

from collections.abc import Mapping

from cchc.access.practising import is_practising
from cchc.audit.statements import Columns, Found, Statement, answer_of
from cchc.criteria.models import CriteriaVersion
from cchc.cycles.models import Cycle, CycleSet, Participant
from cchc.self_scoring.models import Answer, UnitSheet
from cchc.self_scoring.queries.sums import KeptPoints

LARGEST = 2**63 - 1  # number that SQLite can be asked for

OF_SHEET, OF_PARTICIPANT = Columns(UnitSheet, "sheet"), Columns(Participant, "participant")
OF_CYCLE, OF_SET = Columns(Cycle, "cycle"), Columns(CycleSet, "cycle_set")
OF_VERSION = Columns(CriteriaVersion, "version", "id", "set_id", "version", "sha256")
SHEET = f"""
SELECT {OF_SHEET}, {OF_PARTICIPANT}, {OF_CYCLE}, {OF_SET}, {OF_VERSION}
FROM self_scoring_unitsheet sheet
JOIN cycles_participant participant ON participant.id = sheet.participant_id
JOIN cycles_cycle cycle ON cycle.id = participant.cycle_id
JOIN cycles_cycleset cycle_set ON cycle_set.id = participant.cycle_set_id
JOIN criteria_criteriaversion version ON version.id = cycle_set.version_id
WHERE participant.unit_id = %s AND cycle.year = %s AND cycle.practice = %s AND cycle.put_away_at IS NULL
"""  # noqa: S608 - our own columns
"""The sheet of a unit in a year, in the practice or not, with all by which it is scored but the text of the set."""

OF_ANSWER = Columns(Answer, "answer")
ANSWER = f"""
SELECT {OF_ANSWER} FROM self_scoring_answer answer WHERE answer.sheet_id = %s AND answer.leaf = %s
"""  # noqa: S608 - our own columns
KEPT = (
    "SELECT leaf, points, CASE WHEN points = '' THEN figures END FROM self_scoring_answer WHERE sheet_id = %s"
)
PROVED = "SELECT 1 FROM self_scoring_evidencelink WHERE sheet_id = %s AND leaf = %s LIMIT 1"


def sheet_to_save(unit_id: int, year: int) -> UnitSheet | None:
    """Return the sheet of a unit in a year, with its participant, cycle, set and version without its text; None where
    there is none."""
    if max(unit_id, year) > LARGEST:
        return None
    return answer_of(Statement(SHEET, [unit_id, year, is_practising()], _first_sheet))


def _first_sheet(rows: Found) -> UnitSheet | None:
    if not rows:
        return None
    values = iter(min(rows))
    sheet = OF_SHEET.row(values)
    sheet.participant = OF_PARTICIPANT.row(values)
    sheet.participant.cycle = OF_CYCLE.row(values)
    sheet.participant.cycle_set = OF_SET.row(values)
    sheet.participant.cycle_set.version = OF_VERSION.row(values)
    return sheet


def kept_answers(sheet_id: int) -> Statement[Mapping[str, KeptPoints]]:
    """Return the statement of what the answers of a sheet keep, by the number of their leaf."""
    return Statement(KEPT, [sheet_id], _kept_in)


def _kept_in(rows: Found) -> dict[str, KeptPoints]:
    return {leaf: KeptPoints(points, figures or "") for leaf, points, figures in rows}


def answer_to(sheet_id: int, leaf: str) -> Statement[Answer | None]:
    """Return the statement of the answer to a leaf; None where there is none yet."""
    return Statement(ANSWER, [sheet_id, leaf], OF_ANSWER.first)


def is_proved(sheet_id: int, leaf: str) -> Statement[bool]:
    """Return the statement that asks whether a document is linked to a leaf."""
    return Statement(PROVED, [sheet_id, leaf], bool)
