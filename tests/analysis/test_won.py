"""At the next result: what each remedy won, only where the criteria and their rules are the same."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cchc.access.permissions import Role
from cchc.analysis.actions.published import write_published
from cchc.analysis.queries.won import Apart, next_result
from cchc.cycles import actions as cycle_actions
from cchc.units.models import Unit
from tests.builders import (
    a_member,
    a_published_remediation,
    a_published_result,
    a_remediation,
    a_scored_cycle,
    actor_for,
    an_actor,
    imported,
)
from tests.builders.cycles import a_published_set
from tests.builders.scores import SCORED

pytestmark = pytest.mark.django_db

LATER = """\
đơn vị;1.1:done;1.1:total;1.2;2.1:rate;2.2
Sở Nội vụ;10;10;2;80%;2,5
Sở Tài chính;10;10;1;40%;3
Sở Y tế;2;3;1;60%;2
"""


def two_years(text: str = ""):
    """What was proposed against the losses of 2025, and the cycle of 2026, by another version of the set where its
    text is given."""
    before = a_scored_cycle(year=2025)
    imported(before)
    made = a_remediation(before)
    cycle_actions.close_cycle(by=an_actor(), cycle=before)
    version = a_published_set(text) if text else None
    return made, a_scored_cycle(year=2026, province=before.province, version=version)


def won_by_number(found):
    return {row.proposal.number: row for row in found.rows}


def test_the_points_of_the_same_criteria_are_set_side_by_side_each_once() -> None:
    made, now = two_years()
    assert next_result(an_actor(), made) is None
    imported(now, LATER)
    found = next_result(an_actor(), made)
    rows = won_by_number(found)
    assert [(one.name, one.then, one.now) for one in rows["1.1"].losses] == [
        ("Sở Nội vụ", Fraction("2.7"), 3),
        ("Sở Y tế", 1, 2),
    ]
    assert rows["1.1"].won == Fraction("1.3")
    assert [(one.name, one.won) for one in rows["1.2"].losses] == [("Sở Tài chính", Fraction("-0.5"))]
    assert (found.year, found.provisional) == (2026, True)
    assert found.won == sum(one.won for row in found.rows for one in row.losses if one.won is not None)


def test_another_rule_or_another_criterion_is_not_compared_and_says_so() -> None:
    text = SCORED.replace('rule = "ratio done / total"', 'rule = "ratio done / total; zero below 50%"')
    text = text.replace('name = "Báo cáo định kỳ"\nmaximum = "2"', 'name = "Chế độ báo cáo"\nmaximum = "2"')
    made, now = two_years(text.replace('version = "1"', 'version = "2"'))
    imported(now, LATER)
    rows = won_by_number(next_result(an_actor(), made))
    assert {one.apart for one in rows["1.1"].losses} == {Apart.OTHER_RULE}
    assert {one.apart for one in rows["1.2"].losses} == {Apart.OTHER_LEAF}
    assert (rows["1.1"].won, rows["1.2"].won) == (None, None)
    assert rows["2.2"].won is not None


def test_who_is_not_scored_yet_is_not_counted() -> None:
    made, now = two_years()
    imported(now, "đơn vị;1.1:done;1.1:total;1.2;2.1:rate;2.2\nSở Nội vụ;10;10;;;\n")
    rows = won_by_number(next_result(an_actor(), made))
    assert [one.apart for one in rows["1.1"].losses] == [None, Apart.PENDING]
    assert rows["1.1"].told == (("not scored yet", 1),)


def test_a_unit_is_told_of_itself_alone_before_the_release() -> None:
    made, now = two_years()
    imported(now, LATER)
    clerk = actor_for(a_member(Role.UNIT_CLERK, unit=Unit.objects.get(name="Sở Y tế")))
    rows = won_by_number(next_result(clerk, made))
    assert [(one.name, one.won) for one in rows["1.1"].losses] == [("Sở Nội vụ", None), ("Sở Y tế", 1)]


def test_a_published_result_is_set_against_the_one_of_the_next_year_by_its_name() -> None:
    made = a_published_remediation(a_published_result())
    assert next_result(an_actor(), made) is None
    lines = "1\tChỉ đạo, điều hành\t9,5\t9,2\n2\tThể chế\t11\t9\n2.1\tXử lý văn bản trái pháp luật\t\t\t0,5\n"
    write_published(
        by=an_actor(),
        unit=made.of_unit,
        title="Chỉ số PAR INDEX năm 2026",
        year=2026,
        document="",
        lines=lines,
    )
    found = next_result(an_actor(), made)
    rows = won_by_number(found)
    assert rows["1"].won == found.won == Fraction("0.237")
    assert [row.losses[0].apart for row in found.rows] == [None, Apart.ABOVE, Apart.NO_POINTS]
