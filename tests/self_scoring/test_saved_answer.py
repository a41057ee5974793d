"""What a saved answer costs, and what is shown of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.self_scoring.actions.saving import SavedAnswer, save_answer
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.models import UnitSheet
from cchc.self_scoring.queries.cell import sheet_to_save
from cchc.self_scoring.queries.sheet import sheet_view, view_of_answer, whole_sheets
from cchc.self_scoring.views.lines import Line, lines_of
from tests.builders import a_sheet, of_unit

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 20, 9, 0, tzinfo=VIETNAM)


def saved(sheet: UnitSheet, leaf: str, version: int, **typed: Any) -> SavedAnswer:
    """What the clerk types in December."""
    return save_answer(
        by=of_unit(sheet), sheet=sheet, leaf=leaf, typed=TypedAnswer(**typed), version=version, now=DECEMBER
    )


def test_what_is_shown_of_a_saved_answer_is_what_the_whole_sheet_shows():
    sheet = a_sheet()
    acts: tuple[tuple[str, dict[str, Any]], ...] = (
        ("1.1", {"figures": {"done": "3", "planned": "4"}}),
        ("1.1", {"figures": {"done": "5"}}),  # more than planned
        ("1.2", {"points": "1,5", "reason": "Nộp đủ báo cáo"}),
        ("1.2", {"points": "1,5"}),  # stands there already
        ("2.1", {"figures": {"rate": "80"}}),  # waits for the peers
        ("1.3", {"figures": {"issued": "15/03/2026"}, "note": "Muộn"}),
    )
    for leaf, typed in acts:
        before = sheet.answers.filter(leaf=leaf).first()
        done = saved(sheet, leaf, before.version if before else 0, **typed)
        part, whole = (
            view_of_answer(done.sheet, done.answer, done.account, done.asked, done.is_proved),
            sheet_view(whole_sheets().get(pk=sheet.pk)),
        )
        told = [shown(line) for line in lines_of(part)]
        assert told == [
            shown(line) for line in lines_of(whole) if any(one.number == leaf for one in line.node.leaves())
        ]
        assert (len(told), part.sums) == (2, whole.sums)


def shown(line: Line) -> tuple[Any, ...]:
    """What a row says."""
    ledger, leaf = line.ledger, line.leaf
    sums = (ledger.maximum, ledger.points, ledger.pending, line.given, line.leaves, line.depth)
    return (line.node, sums, line.asked, leaf and (leaf.kind, leaf.content, leaf.standing, leaf.evidence))


def test_a_saved_answer_writes_its_row_the_sums_and_one_record_and_asks_the_same_however_much_is_answered():
    participant = a_sheet().participant
    sheet = sheet_to_save(participant.unit_id, participant.cycle.year)
    assert sheet is not None
    told = []
    for leaf, points in (("1.2", "1"), ("2.3", "0"), ("1.2", "0,5")):
        with CaptureQueriesContext(connection) as asked:
            saved(sheet, leaf, int(points == "0,5"), points=points, reason="Theo báo cáo")
        sent = [one["sql"] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
        words = [line.split()[0] for line in "\n".join(sent).splitlines() if line.strip()]
        told.append((len(sent), *map(words.count, ("SELECT", "UNION", "INSERT", "UPDATE"))))
    at_once = connection.vendor == "postgresql"  # look and read in one message, write in another
    first, other, again = told
    assert first == other == (2 if at_once else 10, 8, 1, 2, 1)
    assert again == (2 if at_once else 10, 8, 1, 1, 2)
