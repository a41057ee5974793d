"""Figures with a source: proposed with their origin, confirmed as they are, or overridden with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.self_scoring.actions.saving import save_answer
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.models import Answer, UnitSheet
from cchc.self_scoring.queries.gaps import gaps_of
from cchc.self_scoring.queries.sheet import sheet_view, whole_sheets
from cchc.self_scoring.queries.sources import evidence_of_last_year
from tests.builders import SELF_SCORED, a_filled_sheet, a_round, a_sheet, of_unit, submitted

pytestmark = pytest.mark.django_db

FED = SELF_SCORED.replace("planned: count |", "planned: count, fed by last_year |")


@pytest.fixture
def sheet() -> UnitSheet:
    """A sheet of which one figure comes from last year's, which was 10."""
    before = a_round(year=2025, text=FED)
    last = a_filled_sheet(before, now=datetime(2025, 12, 20, 9, 0, tzinfo=VIETNAM))
    submitted(last, now=datetime(2025, 12, 21, 9, 0, tzinfo=VIETNAM))
    return a_sheet(a_round(version=before.sets.get().version))


def typed(sheet: UnitSheet, **what: Any) -> Answer:
    answer = sheet.answers.filter(leaf="1.1").first()
    return save_answer(
        by=of_unit(sheet),
        sheet=sheet,
        leaf="1.1",
        typed=TypedAnswer(**what),
        version=answer.version if answer else 0,
        now=datetime(2026, 12, 20, 9, 0, tzinfo=VIETNAM),
    ).answer


def test_what_a_source_has_is_proposed_and_confirmed_with_its_origin_and_day(sheet):
    leaf = sheet_view(whole_sheets().get(pk=sheet.pk)).leaf("1.1")
    assert leaf is not None
    proposed = leaf.proposed["planned"]
    assert (proposed.value, str(proposed.day), leaf.content.is_empty) == ("10", "2025-12-31", True)
    answer = typed(sheet, figures={"planned": proposed.value})
    kept = answer.fed["planned"]
    assert (kept["source"], kept["value"], kept["day"], kept["reason"]) == (
        "last_year",
        "10",
        "2025-12-31",
        "",
    )
    assert kept["origin"]["gaps"]["unit"] == sheet.participant.name


def test_another_figure_than_the_source_says_needs_a_reason_before_the_sheet_is_handed_in(sheet):
    typed(sheet, figures={"done": "8", "planned": "12"})
    assert "no_override_reason" in [gap.kind.value for gap in gaps_of(sheet)]
    answer = typed(sheet, overrides={"planned": "Kế hoạch điều chỉnh tháng 6"})
    assert (answer.figures["planned"], answer.fed["planned"]["reason"]) == (
        "12",
        "Kế hoạch điều chỉnh tháng 6",
    )
    assert "no_override_reason" not in [gap.kind.value for gap in gaps_of(sheet)]
    assert (
        typed(sheet, figures={"planned": "10"}).fed["planned"]["reason"] == ""
    )  # it says what the source says
    assert typed(sheet, figures={"planned": ""}).fed == {}
    assert play().differences == []


def test_a_source_that_says_something_else_by_now_is_a_gap(sheet):
    typed(sheet, figures={"done": "8", "planned": "10"})
    Answer.objects.filter(sheet=sheet).update(
        fed={"planned": {**Answer.objects.get(sheet=sheet).fed["planned"], "value": "9"}}
    )
    assert "source_moved" in [gap.kind.value for gap in gaps_of(sheet)]


def test_the_evidence_of_last_year_stands_beside_the_leaf(sheet):
    links = evidence_of_last_year(sheet.participant)
    assert [(leaf, str(one.document)) for leaf, own in links.items() for one in own] == [
        ("1.1", "BÁO CÁO 12/BC-SNV")
    ]
