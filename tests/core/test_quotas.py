"""Quotas: cells and margins agree in every direction, or everything that does not is named."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.surveys.sampling.design import (
    ANY_KIND,
    DesignGroup,
    DesignStage,
    RatedUnit,
    SizeRule,
    StatedQuota,
    SurveyDesign,
)
from cchc.core.surveys.sampling.quotas import ALL_UNITS, TargetCell, quota_report, quotas_of
from cchc.core.words.messages import Faults, say

UNITS = [RatedUnit("Xã A", "Xã"), RatedUnit("Xã B", "Xã"), RatedUnit("Phường C", "Phường")]
CHANNELS = {"giấy": Fraction(2, 3), "mạng": Fraction(1, 3)}
PEOPLE = DesignGroup("nguoi_dan", "Người dân", per_unit={ANY_KIND: 60}, channels=CHANNELS)
LEADERS = DesignGroup("lanh_dao", "Lãnh đạo", count=12)
DESIGN = SurveyDesign("vi-du", "Ví dụ", (LEADERS, PEOPLE))
BOXES = st.tuples(
    st.sampled_from(["Xã A", "Xã B", "Phường C", None]),
    st.sampled_from(["nguoi_dan", "can_bo", None]),
    st.sampled_from(["giấy", "mạng", None]),
)
TARGETS = st.lists(st.integers(0, 9), min_size=12, max_size=12)
OPEN = [
    DesignGroup(code, code, stages=(DesignStage(),), channels=CHANNELS) for code in ("nguoi_dan", "can_bo")
]


def margins(cells: list[TargetCell]) -> dict[tuple[str | None, str | None, str | None], int]:
    """Every sum over cells."""
    sums: dict[tuple[str | None, str | None, str | None], int] = defaultdict(int)
    for cell in cells:
        for unit in (cell.unit, None):
            for group in (cell.group, None):
                for channel in (cell.channel, None):
                    sums[unit, group, channel] += cell.target
    return sums


def drawn_cells(targets: list[int]) -> list[TargetCell]:
    places = [(unit.name, group.code, channel) for group in OPEN for unit in UNITS for channel in CHANNELS]
    return [TargetCell(*place, target) for place, target in zip(places, targets, strict=True)]


def stated(cells: list[TargetCell]) -> tuple[StatedQuota, ...]:
    return tuple(StatedQuota(cell.unit, cell.group, cell.channel, cell.target) for cell in cells)


def refused(design: SurveyDesign) -> list[tuple[int | None, str, str]]:
    with pytest.raises(Faults) as caught:
        quotas_of(design, UNITS)
    return [(fault.place.line, fault.found, say(fault.why)) for fault in caught.value.faults]


def test_a_design_gives_each_cell_its_number_and_channels_their_shares():
    assert quotas_of(DESIGN, UNITS[:1]) == (
        TargetCell(ALL_UNITS, "lanh_dao", "", 12),
        TargetCell("Xã A", "nguoi_dan", "giấy", 40),
        TargetCell("Xã A", "nguoi_dan", "mạng", 20),
    )


def test_numbers_follow_the_kind_of_the_unit_and_whom_a_group_rates():
    by_kind = replace(PEOPLE, per_unit={"Xã": 150, "Phường": 200}, channels={})
    only = replace(PEOPLE, code="phuong", per_unit={"Phường": 10}, rates=("Phường",), channels={})
    cells = quotas_of(replace(DESIGN, groups=(by_kind, only)), UNITS)
    assert [(cell.unit, cell.group, cell.target) for cell in cells] == [
        ("Xã A", "nguoi_dan", 150), ("Xã B", "nguoi_dan", 150), ("Phường C", "nguoi_dan", 200),
        ("Phường C", "phuong", 10),
    ]  # fmt: skip


def test_stages_that_say_how_many_are_taken_in_each_unit_give_its_quota():
    stages = (
        DesignStage("Thôn", SizeRule.TAKE, {"": 2}),
        DesignStage("", SizeRule.TAKE, {"": 20}, wanted={"": 16}),
    )
    group = replace(PEOPLE, per_unit={}, stages=stages, channels={})
    assert [cell.target for cell in quotas_of(replace(DESIGN, groups=(group,)), UNITS)] == [32, 32, 32]


@given(TARGETS, st.lists(st.integers(0, 11), max_size=3, unique=True))
def test_what_is_left_out_of_cells_follows_from_the_margins(targets, left_out):
    """Three cells that lie in no common line are found from the margins of units and groups; so is any single one."""
    cells = drawn_cells(targets)
    sums = margins(cells)
    kept = [cell for at, cell in enumerate(cells) if at not in left_out]
    lines = [StatedQuota(*box, sum_) for box, sum_ in sums.items() if box.count(None) == 1]
    design = SurveyDesign("x", "X", tuple(OPEN), quotas=(*stated(kept), *lines))
    assert list(quotas_of(design, UNITS)) == cells


@given(TARGETS, BOXES, st.integers(1, 5))
def test_a_margin_that_agrees_changes_nothing_and_one_that_does_not_is_named(targets, box, more):
    cells = drawn_cells(targets)
    right = margins(cells)[box]
    design = SurveyDesign("x", "X", tuple(OPEN), quotas=(*stated(cells), StatedQuota(*box, right, 99)))
    assert list(quotas_of(design, UNITS)) == cells
    wrong = replace(design, quotas=(*stated(cells), StatedQuota(*box, right + more, 99)))
    (fault,) = refused(wrong)
    assert fault[0] == 99
    assert str(right if None in box else right + more) == fault[1]


def test_every_contradiction_is_named_at_once_and_once():
    quotas = (
        StatedQuota("Xã A", "nguoi_dan", "giấy", 70, 5),
        StatedQuota("Xã A", None, None, 61, 6),
        StatedQuota(None, "nguoi_dan", None, 7, 7),
        StatedQuota("Xã B", "nguoi_dan", None, 61, 8),
        StatedQuota("Xã X", None, None, 1, 9),
    )
    assert refused(replace(DESIGN, total=193, quotas=quotas)) == [
        (6, "60", "The numbers of Xã A by groups have another sum: mend one of them."),
        (7, "180", "The numbers of Người dân by units have another sum: mend one of them."),
        (8, "61", "Two numbers are stated for Xã B · Người dân: mend one of them."),
        (9, "1", "No cell of the design lies there: the unit, or its group, is not asked."),
        (None, "70", "What is stated of Xã A · Người dân by channels is already more: mend one of them."),
        (None, "192", "The numbers of the whole survey by groups have another sum: mend one of them."),
    ]  # fmt: skip


def test_numbers_that_agree_one_by_one_and_not_together_are_named():
    quotas = (StatedQuota("Xã A", None, "giấy", 50, 4), StatedQuota("Xã A", "nguoi_dan", "mạng", 20, 5))
    why = "The numbers of Xã A by channels have another sum: mend one of them."
    assert refused(replace(DESIGN, quotas=quotas)) == [(None, "70", why)]


def test_a_cell_of_which_nothing_is_said_is_named():
    group = DesignGroup("nguoi_dan", "Người dân", stages=(DesignStage(),))
    whys = [why for _, _, why in refused(SurveyDesign("x", "X", (group,)))]
    assert whys[0] == "Nothing says how many are wanted of Xã A · Người dân: state a quota."
    assert len(whys) == len(UNITS)


def test_a_report_has_the_known_cells_and_the_contradictions_without_those_that_the_frame_decides():
    open_one = DesignGroup("can_bo", "Cán bộ", stages=(DesignStage(),))
    design = replace(DESIGN, groups=(*DESIGN.groups, open_one))
    cells, faults = quota_report(design, UNITS[:1])
    assert [(cell.group, cell.target) for cell in cells] == [
        ("lanh_dao", 12),
        ("nguoi_dan", 40),
        ("nguoi_dan", 20),
    ]
    assert faults == ()
    assert len(quota_report(replace(design, total=3), UNITS)[1]) == 1
