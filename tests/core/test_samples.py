"""Samples of whole designs: the laws of draws hold for their cells, stage by stage, whatever the frame looks like."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.surveys.sampling.allocation import AllocationRule
from cchc.core.surveys.sampling.channels import channels_of
from cchc.core.surveys.sampling.design import (
    DesignGroup,
    DesignStage,
    ProportionAim,
    RatedUnits,
    SizeRule,
    SurveyDesign,
)
from cchc.core.surveys.sampling.quotas import TargetCell
from cchc.core.surveys.sampling.samples import DrawnSample, Replacement, weight_text
from cchc.core.surveys.sampling.sampling import drawn_sample
from cchc.core.surveys.sampling.seeds import Seed
from cchc.core.words.messages import Faults, say
from tests.core.frames import (
    ASKABLE,
    LARGEST,
    PPS,
    SYSTEMATIC,
    TAKE,
    THREE_STAGES,
    TOTAL,
    design_of,
    districts,
    frame_of,
)


def told(sample: DrawnSample) -> list[tuple[str, int, Fraction, tuple[str, ...]]]:
    return [(case.key, case.reserve, case.probability, case.place) for case in sample.cases]


def test_three_stages_keep_units_probabilities_and_weights():
    sample = drawn_sample(THREE_STAGES, frame_of(districts()), "2026")
    drawn = sample.drawn
    assert len(drawn) == 2 * 2 * 4
    assert {case.stages[1] for case in drawn} == {Fraction(2, 3)}
    for case in drawn:
        size, region = int(case.path[0][-1]) + 1, 4 if int(case.path[0][-1]) % 2 == 0 else 6
        assert case.stages[0] == Fraction(size, region)
        assert case.stages[2] == Fraction(4, 6 + size - 1)
        assert case.weight == weight_text(case.stages[0] * case.stages[1] * case.stages[2])
        assert case.place[1:] == case.path
    units = [(unit.stage, unit.reserve) for unit in sample.units]
    assert Counter(units) == {(1, 0): 2, (1, 1): 2, (2, 0): 4, (2, 1): 2}


def test_sizes_of_the_population_are_kept_where_all_are_as_likely():
    sample = drawn_sample(THREE_STAGES, frame_of(districts()), "2026")
    places = {case.place for case in sample.drawn}
    sizes = {one.place: one.size for one in sample.populations}
    assert {place[:2] for place in places} == {place for place in sizes if len(place) == 2}
    assert all(sizes[place] == 6 + int(place[1][-1]) for place in places)
    assert all(
        sizes[place[:2]] == 3 for place in places
    )  # villages of a district; no number of districts, drawn by size


@settings(max_examples=30)
@given(st.integers(0, 999), st.randoms(use_true_random=False))
def test_a_sample_does_not_ask_in_which_order_the_frame_lists_its_rows(seed, chance):
    rows = districts()
    mixed = chance.sample(rows, len(rows))
    one, other = (drawn_sample(THREE_STAGES, frame_of(some), str(seed)) for some in (rows, mixed))
    assert told(one) == told(other)
    assert one.units == other.units
    assert one.populations == other.populations


@settings(max_examples=30)
@given(st.integers(1, 30), st.integers(0, 30), st.sampled_from([TAKE, TOTAL]), st.integers(0, 99))
def test_a_larger_stratified_sample_keeps_whom_a_smaller_one_has(cases, more, rule, seed):
    def drawn(number: int) -> set[str]:
        stage = DesignStage("", rule, {"": number}, strata=("Vùng", "Huyện"), least=0)
        return {case.key for case in drawn_sample(design_of(stage), frame_of(districts()), str(seed)).drawn}

    assert drawn(cases) <= drawn(cases + more)


@pytest.mark.parametrize(
    "stage",
    [
        DesignStage("", TOTAL, {"": 10}),
        DesignStage("", TOTAL, {"": 10}, strata=("Vùng",), allocation=AllocationRule.EQUAL),
        DesignStage("", TOTAL, {"": 10}, strata=("Huyện",), allocation=AllocationRule.POWER),
        DesignStage("", TOTAL, {"": 10}, strata=("Vùng",), method=SYSTEMATIC, order=("STT",)),
    ],
)
def test_the_weights_of_an_equal_draw_sum_to_the_population(stage):
    """In each cell so many weights as are drawn, each the number of rows divided by that: all rows together."""
    rows = districts()
    sample = drawn_sample(design_of(stage), frame_of(rows), "2026")
    assert len(sample.drawn) == 10
    assert sum(1 / case.probability for case in sample.drawn) == len(rows)
    assert sum(one.size for one in sample.populations) == len(rows)


def test_each_row_is_drawn_as_often_as_its_probability_says_over_two_stages():
    """Two of four districts by size, in each two rows: over all starts and numbers each row as its weight says."""
    rows = [row for row in districts(4, 1, 3) if int(row["STT"]) <= 3]
    design = design_of(
        DesignStage("Huyện", TAKE, {"": 2}, method=PPS, size="Dân số"), DesignStage("", TAKE, {"": 1})
    )
    frame, counted, chances = frame_of(rows), Counter[str](), dict[str, Fraction]()
    draws = 4_000
    for seed in range(draws):
        for case in drawn_sample(design, frame, str(seed)).drawn:
            counted[case.key] += 1
            chances[case.key] = case.probability
    assert sum(chances.values()) == 2
    errors = [
        (counted[key] / draws - float(chance)) / (float(chance * (1 - chance)) / draws) ** 0.5
        for key, chance in chances.items()
    ]
    assert len(errors) == 12
    assert max(map(abs, errors)) < 4.5
    assert (
        sum(error**2 for error in errors) < 31.264 * 12 / 11
    )  # the 99.9 % point of χ² of 11 degrees of freedom


# --- rated units and groups ---------------------------------------------------------------------------------

CASES = [
    {"Mã": f"{unit}{at}", "Đơn vị": unit, "Loại": kind}
    for unit, kind, rows in (("Xã A", "Xã", 40), ("Xã B", "Xã", 8), ("Phường C", "Phường", 40))
    for at in range(rows)
]


def test_so_many_are_drawn_about_each_rated_unit_by_its_kind_and_who_is_missing_is_said():
    group = DesignGroup(
        "nguoi_dan", "Người dân", per_unit={"Xã": 10, "Phường": 20},
        stages=(DesignStage("", TAKE, {"Xã": 10, "Phường": 20}, reserve={"": 5}),),
    )  # fmt: skip
    design = SurveyDesign("x", "X", (group,), rated=RatedUnits("xã", {"Xã": 2, "Phường": 1}))
    sample = drawn_sample(design, frame_of(CASES, unit="Đơn vị", kind="Loại"), "2026")
    assert Counter(case.unit for case in sample.drawn) == {"Phường C": 20, "Xã A": 10, "Xã B": 8}
    assert Counter(case.unit for case in sample.cases if case.reserve) == {"Phường C": 5, "Xã A": 5}
    assert [(notice.place.unit, say(notice.what)) for notice in sample.notices] == [
        ("Xã B", "The frame has 8 where 10 are wanted: all are taken, 2 are missing.")
    ]


def test_rows_of_several_groups_are_told_apart_and_who_rates_all_units_is_drawn_from_all():
    rows = [
        {"Mã": f"{at}", "Nhóm": "Lãnh đạo" if at % 3 else "nguoi_dan", "Xã": f"Xã {at % 2}"}
        for at in range(30)
    ]
    leaders = DesignGroup("lanh_dao", "Lãnh đạo", count=7, stages=(DesignStage("", TAKE, {"": 7}),))
    people = DesignGroup("nguoi_dan", "Người dân", per_unit={"": 2}, stages=(DesignStage("", TAKE, {"": 2}),))
    design = SurveyDesign("x", "X", (leaders, people), rated=RatedUnits("xã", {"": 2}))
    sample = drawn_sample(design, frame_of(rows, unit="Xã", group="Nhóm"), "2026")
    assert Counter((case.group, case.unit) for case in sample.drawn) == {
        ("lanh_dao", ""): 7, ("nguoi_dan", "Xã 0"): 2, ("nguoi_dan", "Xã 1"): 2,
    }  # fmt: skip
    assert all(int(case.key) % 3 for case in sample.drawn if case.group == "lanh_dao")


@pytest.mark.parametrize(
    ("stage", "cases"),
    [
        (DesignStage("", SizeRule.ERROR, share=Fraction(5, 100)), 80),  # 100/(1 + 100·0.0025)
        (DesignStage("", SizeRule.MARGIN, aim=ProportionAim(Fraction(5, 100))), 80),
        (DesignStage("", SizeRule.SHARE, share=Fraction(1, 3)), 34),
        (DesignStage(), 100),
        (DesignStage("", TAKE, LARGEST), 100),
    ],
)
def test_how_many_are_drawn_may_follow_from_how_many_there_are(stage, cases):
    rows = [{"Mã": str(at)} for at in range(100)]
    assert len(drawn_sample(design_of(stage), frame_of(rows), "2026").drawn) == cases


def test_a_frame_that_lists_units_is_drawn_from_by_the_first_stages_alone():
    rows = [{"Mã": f"X{at}", "Huyện": f"Huyện {at}", "Vùng": "Núi", "Dân số": str(at + 1)} for at in range(9)]
    sample = drawn_sample(THREE_STAGES, frame_of(rows), "2026", stages=1)
    assert sample.cases == []
    assert [unit.reserve for unit in sample.units] == [0, 0, 1]
    with pytest.raises(Faults, match="More are to be drawn"):
        drawn_sample(THREE_STAGES, frame_of(rows[:1]), "2026", stages=1)


def areas_of(rows: list[dict[str, str]], *columns: str) -> list[dict[str, str]]:
    """One row for each area, with these columns of `rows`."""
    areas = dict.fromkeys(tuple(row[name] for name in columns) for row in rows)
    return [{"Mã": "-".join(texts), **dict(zip(columns, texts, strict=True))} for texts in areas]


@given(st.randoms(), st.text(min_size=1, max_size=5))
@settings(max_examples=25)
def test_areas_drawn_before_their_rows_were_listed_give_the_sample_of_the_whole_frame(
    chance: random.Random, seed: str
):
    rows = districts()
    at_once = drawn_sample(THREE_STAGES, frame_of(rows), seed)
    first = frame_of(areas_of(rows, "Huyện", "Vùng", "Dân số"))
    drawn = {
        one.path[0] for one in drawn_sample(THREE_STAGES, first, seed, stages=1).units if not one.reserve
    }
    second = frame_of(areas_of([row for row in rows if row["Huyện"] in drawn], "Thôn", "Huyện"))
    villages = {
        one.path
        for one in drawn_sample(THREE_STAGES, second, seed, stages=2, areas=[first]).units
        if one.stage == 2 and not one.reserve
    }
    last = [row for row in rows if (row["Huyện"], row["Thôn"]) in villages]
    chance.shuffle(last)
    by_steps = drawn_sample(THREE_STAGES, frame_of(last), seed, areas=[first, second])
    assert told(by_steps) == told(at_once)
    assert by_steps.units == at_once.units
    assert by_steps.populations == at_once.populations


def test_a_drawn_area_without_rows_is_named_and_rows_of_other_areas_are_left_out():
    rows = districts()
    first = frame_of(areas_of(rows, "Huyện", "Vùng", "Dân số"))
    drawn = [
        one.path[0] for one in drawn_sample(THREE_STAGES, first, "2026", stages=1).units if not one.reserve
    ]
    missing = [row for row in rows if row["Huyện"] != drawn[0]]
    with pytest.raises(Faults) as refused:
        drawn_sample(THREE_STAGES, frame_of(missing), "2026", areas=[first])
    assert [say(one.expected) for one in refused.value.faults] == [f"rows of {drawn[0]}"]
    sample = drawn_sample(THREE_STAGES, frame_of(rows), "2026", areas=[first])
    left = len({row["Huyện"] for row in rows}) - len(drawn)
    assert f"in {left} areas that were not drawn" in say(sample.notices[-1].what)


def test_units_that_are_certain_are_strata_of_the_estimate():
    rows = districts(3)
    design = design_of(
        DesignStage("Huyện"), DesignStage("Thôn", TAKE, {"": 2}), DesignStage("", TAKE, {"": 2})
    )
    sample = drawn_sample(design, frame_of(rows), "2026")
    assert {len(case.place) for case in sample.cases} == {2}
    assert {case.place[0] for case in sample.cases} == {f"nguoi_dan · Huyện {at}" for at in range(3)}
    assert {len(one.place) for one in sample.populations} == {1, 2}


# --- channels -----------------------------------------------------------------------------------------------

ASKED = DesignGroup(
    "g", "G", per_unit={"": 9}, channels={"giấy": Fraction(2, 3), "mạng": Fraction(1, 3)},
    stages=(DesignStage("", TAKE, {"": 9}, reserve={"": 3}),),
)  # fmt: skip
ASKING = SurveyDesign("x", "X", (ASKED,), rated=RatedUnits("xã", {"": 2}))


@given(st.integers(0, 9))
def test_channels_go_round_the_cases_of_each_unit_and_fill_their_targets(paper):
    cases = drawn_sample(ASKING, frame_of(ASKABLE, unit="Xã"), "2026").drawn
    by_share = Counter(zip((case.unit for case in cases), channels_of(ASKING, cases), strict=True))
    assert by_share == {("Xã 0", "giấy"): 6, ("Xã 0", "mạng"): 3, ("Xã 1", "giấy"): 6, ("Xã 1", "mạng"): 3}
    cells = [TargetCell("Xã 0", "g", "giấy", paper), TargetCell("Xã 0", "g", "mạng", 9 - paper)]
    stated = Counter(zip((case.unit for case in cases), channels_of(ASKING, cases, cells), strict=True))
    assert (stated["Xã 0", "giấy"], stated["Xã 0", "mạng"], stated["Xã 1", "giấy"]) == (paper, 9 - paper, 6)


def test_a_substitute_has_the_channel_of_whom_it_replaces_and_nobody_elses_changes():
    frame = frame_of(ASKABLE, unit="Xã")
    before = drawn_sample(ASKING, frame, "2026").drawn
    after = drawn_sample(ASKING, frame, "2026", [Replacement("g", (before[4].key,), "Vắng nhà")]).drawn
    assert channels_of(ASKING, before) == channels_of(ASKING, after)
    assert [at for at, (one, other) in enumerate(zip(before, after, strict=True)) if one != other] == [4]


# --- replacing ----------------------------------------------------------------------------------------------


def test_an_area_that_a_storm_hit_is_replaced_by_the_reserve_of_its_stratum_and_nobody_else_moves():
    before = drawn_sample(THREE_STAGES, frame_of(districts()), "2026")
    lost = next(unit for unit in before.units if unit.stage == 1 and not unit.reserve)
    spare = next(
        unit for unit in before.units if unit.stage == 1 and unit.reserve and unit.stratum == lost.stratum
    )
    storm = Replacement("nguoi_dan", lost.path, "Bão số 3", is_row=False)
    after = drawn_sample(THREE_STAGES, frame_of(districts()), "2026", [storm])
    new = next(unit for unit in after.units if unit.replaces)
    assert (new.path, new.replaces, new.reason) == (spare.path, lost.path[-1], "Bão số 3")
    assert new.probability == spare.probability
    stayed = [case for case in before.cases if case.path[0] != lost.path[0]]
    assert [case for case in after.cases if case.path[0] != new.path[0]] == stayed
    assert len(after.drawn) == len(before.drawn)


def test_a_person_is_replaced_by_the_next_of_the_reserve_and_a_substitute_again():
    design = design_of(DesignStage("", TAKE, {"": 3}, reserve={"": 2}))
    frame = frame_of([{"Mã": f"{at}"} for at in range(20)])
    order = Seed("2026").ordered([f"{at}" for at in range(20)], 5)
    gone = [
        Replacement("nguoi_dan", (order[1],), "Đã chuyển đi"),
        Replacement("nguoi_dan", (order[3],), "Từ chối"),
    ]
    sample = drawn_sample(design, frame, "2026", gone)
    assert [(case.key, case.replaces, case.reason) for case in sample.drawn] == [
        (order[0], "", ""), (order[4], order[3], "Từ chối"), (order[2], "", ""),
    ]  # fmt: skip
    assert [case for case in sample.cases if case.reserve] == []


def test_whoever_was_not_drawn_cannot_be_replaced_and_a_reserve_may_be_used_up():
    design = design_of(DesignStage("", TAKE, {"": 3}))
    frame = frame_of([{"Mã": f"{at}"} for at in range(20)])
    first = Seed("2026").ordered([f"{at}" for at in range(20)], 1)[0]
    with pytest.raises(Faults) as refused:
        drawn_sample(
            design, frame, "2026", [Replacement("nguoi_dan", (one,), "x") for one in (first, "ai đó")]
        )
    assert [(fault.found, say(fault.why)) for fault in refused.value.faults] == [
        (first, "Its stratum has no reserve left: state a larger one, and draw again."),
        ("ai đó", "Nothing drawn is called so: it cannot be replaced."),
    ]


def test_frames_of_units_group_rows_by_unit_only():
    """One village name in two districts is two villages."""
    sample = drawn_sample(THREE_STAGES, frame_of(districts()), "7")
    by_district = defaultdict(set)
    for case in sample.drawn:
        by_district[case.path[0]].add(case.path[1])
    assert all(len(villages) == 2 for villages in by_district.values())


def test_drawing_leaves_the_generators_of_the_language_alone():
    state = random.getstate()
    drawn_sample(THREE_STAGES, frame_of(districts()), "2026")
    assert random.getstate() == state
