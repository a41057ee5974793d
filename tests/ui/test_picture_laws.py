"""What every picture promises, whatever it is made of: it is well formed, stands inside its box, shows each thing once,
says its numbers, and no name in it becomes markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.ui.pictures.lines import DENSE, RankedUnit, in_words, rank_line, sparkline
from cchc.ui.pictures.points import (
    LOSS_CODES,
    PointsBar,
    loss_word,
    losses_bar,
    points_bar,
)
from cchc.ui.pictures.timeline import Course, Months, timeline, timeline_months
from cchc.ui.pictures.year import WIDTH, PhaseBar, year_strip
from cchc.ui.plots import CurvePiece, plot
from tests.ui.svg import names, of_class, parsed, stands_inside, texts, title

pictured = settings(max_examples=30)

amounts = st.fractions(0, 60, max_denominator=12)
days = st.dates(date(2025, 6, 1), date(2027, 6, 30))
codes = st.one_of(st.sampled_from(sorted(LOSS_CODES)), names())


@st.composite
def bars(draw: st.DrawFn) -> PointsBar:
    """Bars whose parts sum to their maximum."""
    appraised, survey, pending = (draw(amounts) for _part in range(3))
    losses = tuple(draw(st.lists(st.tuples(codes, amounts), max_size=4)))
    lost = sum((amount for _code, amount in losses), Fraction(0))
    outside, bonus = draw(amounts), draw(amounts)
    return PointsBar(appraised + survey + pending + lost, appraised, survey, losses, pending, outside, bonus)


def parts_of(bar: PointsBar) -> list[Fraction]:
    """The parts of a bar from left to right, without those of nothing."""
    lost = [amount for _code, amount in bar.losses]
    return [
        part
        for part in (bar.appraised, bar.survey, *lost, bar.pending, bar.not_applicable, bar.bonus)
        if part
    ]


@pictured
@given(bar=bars(), width=st.integers(40, 800), height=st.integers(6, 40))
def test_the_parts_of_a_bar_stand_side_by_side_inside_it_each_as_wide_as_its_share(bar, width, height):
    svg = points_bar(bar, width=width, height=height)
    assert stands_inside(svg, width, height)
    shapes = parsed(svg).findall("rect")
    whole = sum(parts_of(bar), Fraction(0))
    wide = [float(shape.get("width")) for shape in shapes]
    assert wide == pytest.approx([float(part / whole) * (width - 2) for part in parts_of(bar)], abs=0.006)
    starts = [float(shape.get("x")) for shape in shapes]
    ends = [1.0, *(start + size for start, size in zip(starts, wide, strict=True))]
    assert starts == pytest.approx(ends[:-1], abs=0.02)


@pictured
@given(first=bars(), second=bars())
def test_a_point_is_equally_wide_in_bars_of_one_scale(first, second):
    scale = max(sum(parts_of(bar), Fraction(1)) for bar in (first, second))
    for bar in (first, second):
        drawn = sum(
            float(shape.get("width")) for shape in parsed(points_bar(bar, scale=scale)).findall("rect")
        )
        assert drawn == pytest.approx(float(sum(parts_of(bar), Fraction(0)) / scale) * 318, abs=0.05)


@pictured
@given(bar=bars(), language=st.sampled_from(["vi", "en"]))
def test_a_bar_says_its_maximum_and_each_loss_in_words_and_numbers(bar, language):
    with translation.override(language):
        said = title(points_bar(bar))
        assert in_words(bar.maximum) in said
        for code, amount in bar.losses:
            assert not amount or loss_word(code) in said
        assert not bar.pending or in_words(bar.pending) in said


@pictured
@given(bar=bars(), other=amounts.filter(bool))
def test_parts_that_do_not_sum_to_the_maximum_are_no_bar(bar, other):
    with pytest.raises(ValueError, match="the parts sum to"):
        PointsBar(bar.maximum + other, bar.appraised, bar.survey, bar.losses, bar.pending)


@st.composite
def years(draw: st.DrawFn) -> list[PhaseBar]:
    """The phases of a year, one after the other, some of a single day, some longer for the reader."""
    begins, phases = date(2026, 1, 1), []
    for name in draw(st.lists(names(), min_size=1, max_size=7)):
        ends = begins + timedelta(days=draw(st.integers(0, 90)))
        own = draw(st.none() | st.integers(-20, 40).map(lambda days, ends=ends: ends + timedelta(days=days)))
        phases.append(PhaseBar(name, begins, ends, f"/{len(phases)}/", draw(st.booleans()), own))
        begins = ends + timedelta(days=draw(st.integers(1, 20)))
    return phases


def last_day(phase: PhaseBar) -> date:
    """Until when a phase is open for the reader: more time that the reader has counts only where the work is theirs."""
    longer = phase.mine and phase.until is not None and phase.until > phase.ends
    return phase.until if longer else phase.ends


@pictured
@given(phases=years(), today=days)
def test_a_strip_shows_each_phase_once_under_its_name_leads_to_it_and_marks_the_one_that_runs(phases, today):
    items = parsed(year_strip(phases, today)).findall("li")
    links = [item.find("a") for item in items]
    assert [(link.get("href"), link.findtext("span")) for link in links] == [
        (phase.href, phase.name) for phase in phases
    ]
    running = [phase.begins <= today <= last_day(phase) for phase in phases]
    assert [link.get("aria-current") == "step" for link in links] == running
    of_all = [phase.begins <= today <= phase.ends for phase in phases]
    assert [len(item.find("svg")) == 2 for item in items] == of_all  # what has passed, and today


@pictured
@given(phases=years(), today=days)
def test_the_dates_of_every_phase_can_be_read_and_what_is_mine_says_until_when(phases, today):
    items = parsed(year_strip(phases, today)).findall("li")
    said = [item.find("a").findall("span")[1].text for item in items]
    assert said == [
        f"mine until {last_day(phase):%d/%m}"
        if phase.mine and phase.begins <= today <= last_day(phase)
        else f"{phase.begins:%d/%m}–{phase.ends:%d/%m}"
        for phase in phases
    ]


@pictured
@given(phases=years(), today=days)
def test_phases_are_as_wide_as_their_share_of_the_days(phases, today):
    """The screen shrinks them all alike; between two phases with days of nobody stands a gap."""
    items = parsed(year_strip(phases, today)).findall("li")
    total = sum(phase.days for phase in phases)
    off = [
        abs(float(item.find("svg").get("width")) - WIDTH * phase.days / total)
        for phase, item in zip(phases, items, strict=True)
    ]
    assert max(off) <= 0.5
    apart = [after.begins - before.ends > timedelta(days=1) for before, after in pairwise(phases)]
    assert ["ys-apart" in item.get("class") for item in items] == [False, *apart]


@pictured
@given(phases=years(), today=days)
def test_at_most_one_phase_comes_next_and_only_what_runs_is_mine_to_do(phases, today):
    strip = year_strip(phases, today)
    soon = [item.find("a").findtext("span") for item in of_class(strip, "ys-soon")]
    assert soon == [phase.name for phase in phases if today < phase.begins][:1]
    mine = [item.find("a").get("aria-current") for item in of_class(strip, "ys-mine")]
    assert mine == ["step"] * sum(phase.mine and phase.begins <= today <= last_day(phase) for phase in phases)


@pictured
@given(phases=years(), data=st.data())
def test_the_line_under_the_running_phase_grows_from_day_to_day_and_ends_full(phases, data):
    phase = data.draw(st.sampled_from(phases))

    def passed(day: date) -> float:
        (line,) = of_class(year_strip([phase], day), "ys-passed")
        return float(line.get("width"))

    assert passed(phase.begins - timedelta(days=1)) == 0
    length = (phase.ends - phase.begins).days
    far = [passed(phase.begins + timedelta(days=day)) for day in range(length + 1)]
    assert far == sorted(far)
    assert far[0] > 0
    assert far[-1] == 100


@st.composite
def groups(draw: st.DrawFn) -> list[RankedUnit]:
    """Units in rank order, at most one of them mine."""
    found = sorted(draw(st.lists(st.tuples(amounts, names()), min_size=1, max_size=30)), reverse=True)
    mine = draw(st.one_of(st.none(), st.integers(0, len(found) - 1)))
    return [RankedUnit(name, index, place + 1, place == mine) for place, (index, name) in enumerate(found)]


@pictured
@given(units=groups(), neighbours=st.integers(0, 6))
def test_a_rank_line_has_a_tick_for_each_unit_and_names_mine_with_its_neighbours(units, neighbours):
    line = rank_line(units, neighbours=neighbours)
    places = [shape for shape in parsed(line).iter() if "cx" in shape.attrib or "x1" in shape.attrib]
    across = [
        float(shape.get(name).removesuffix("%"))
        for shape in places
        for name in ("cx", "x1", "x2")
        if shape.get(name)
    ]
    assert (min(across) >= 0, max(across) <= 100) == (True, True)
    marks = [
        float(shape.get("cx").removesuffix("%")) for shape in of_class(line, "rl-here") if shape.get("cx")
    ]
    assert all(2 <= at <= 98 for at in marks)  # a mark of 4 px stands inside from 200 px on
    assert len(of_class(line, "rl-tick")) == len(units)
    mine = next((place for place, unit in enumerate(units) if unit.mine), 0)
    shown = units[max(mine - neighbours, 0) : mine + neighbours + 1]
    rows = parsed(line).find("ol").findall("li")
    said = [tuple(row.findtext(f"span[@class='rl-{part}']") for part in ("rank", "name")) for row in rows]
    assert said == [(str(unit.rank), unit.unit) for unit in shown]
    assert [row.get("class") == "rl-mine" for row in rows] == [unit.mine for unit in shown]


@pictured
@given(units=groups())
def test_a_better_index_never_stands_further_left(units):
    line = rank_line(units)
    ticks = [float(tick.get("x1").removesuffix("%")) for tick in of_class(line, "rl-tick")]
    dots = [float(dot.get("cx").removesuffix("%")) for dot in of_class(line, "rl-dot")]
    assert (ticks, dots) == (sorted(ticks, reverse=True), sorted(dots, reverse=True))
    assert all(2 <= at <= 98 for at in (*ticks, *dots))


@pictured
@given(
    indices=st.lists(amounts, min_size=DENSE + 1, max_size=240),
    mine=st.integers(0, DENSE),
)
def test_of_many_units_the_line_counts_each_once_in_bars_beside_each_other(indices, mine):
    indices.sort(reverse=True)
    units = [RankedUnit(f"Xã {at}", index, at + 1, at == mine) for at, index in enumerate(indices)]
    line = rank_line(units)
    bins = of_class(line, "rl-bin")
    assert of_class(line, "rl-tick") == []
    assert sum(int(one.findtext("title")) for one in bins) == len(units)
    starts = [float(one.get("x").removesuffix("%")) for one in bins]
    wide = [float(one.get("width").removesuffix("%")) for one in bins]
    ends = [start + width for start, width in zip(starts, wide, strict=True)]
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
    assert (min(starts) >= 2, max(ends) <= 98) == (True, True)


@pictured
@given(bar=bars())
def test_the_lost_part_alone_is_as_wide_as_its_share_of_the_scale_and_says_each_loss(bar):
    lost = sum((amount for _code, amount in bar.losses), Fraction(0))
    scale = lost + 1
    svg = losses_bar(bar, scale)
    drawn = [float(shape.get("width")) for shape in parsed(svg).findall("rect")]
    assert stands_inside(svg, 320, 14)
    assert sum(drawn) == pytest.approx(float(lost / scale) * 318, abs=0.01 * (len(drawn) + 1))
    assert {shape.get("class") for shape in parsed(svg).findall("rect")} <= {"pb-loss"}
    assert all(in_words(amount) in title(svg) for _code, amount in bar.losses if amount)


@pictured
@given(bar=bars(), penalty=amounts.filter(bool))
def test_a_penalty_larger_than_what_was_obtained_still_stands_inside_the_bar(bar, penalty):
    taken = bar.maximum + penalty
    losses = (*bar.losses, ("penalty", taken))
    below = replace(bar, appraised=bar.appraised - taken, losses=losses)
    assert stands_inside(points_bar(below), 320, 14)


@pictured
@given(years=st.lists(st.tuples(names(), st.none() | amounts), min_size=1, max_size=9), data=st.data())
def test_a_sparkline_marks_each_value_bridges_no_gap_and_says_every_year(years, data):
    breaks = data.draw(st.sets(st.sampled_from([label for label, _value in years])))
    svg = sparkline(years, breaks=breaks)
    values = [value for _label, value in years if value is not None]
    if not values:
        assert svg == ""
        return
    assert stands_inside(svg, 120, 28)
    assert (len(of_class(svg, "sl-dot")), len(of_class(svg, "sl-last"))) == (len(values) - 1, 1)
    pairs = sum(
        one[1] is not None and other[1] is not None and other[0] not in breaks
        for one, other in pairwise(years)
    )
    assert sum(len(line.get("points").split()) - 1 for line in of_class(svg, "sl-line")) == pairs
    assert title(svg) == "; ".join(
        f"{label}: {'–' if value is None else in_words(value)}" for label, value in years
    )


@pictured
@given(first=days, length=st.integers(0, 700), today=days)
def test_a_timeline_holds_whole_months_in_order_and_ends_where_its_last_day_ends(first, length, today):
    last = first + timedelta(days=length)
    months = Months.around(first, last)
    starts = months.starts()
    assert months.first <= first <= last <= months.last
    assert [start.day for start in starts] == [1] * len(starts)
    assert [(later - start).days for start, later in pairwise(starts)] == [
        (Months.around(start, start).last - start).days + 1 for start in starts[:-1]
    ]
    assert (months.at(months.first), months.at(months.last, ends=True)) == (0, 100)
    head = timeline_months(months, today)
    assert len(of_class(head, "tl-word")) == len(starts)
    assert len(of_class(head, "tl-today")) == (months.first <= today <= months.last)
    assert stands_inside(head, 100, 100)


@pictured
@given(first=days, one=days, other=days)
def test_a_later_day_never_stands_before_an_earlier_one(first, one, other):
    months = Months.around(first, first + timedelta(days=300))
    early, late = sorted([one, other])
    assert 0 <= months.at(early) <= months.at(late) <= 100
    assert months.at(early) <= months.at(early, ends=True) <= 100


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """Courses of every kind, with days also outside the timeline."""
    due = tuple(sorted(draw(st.sets(days, max_size=5))))
    start = draw(st.none() | st.dates(date(2024, 1, 1), due[0] if due else date(2027, 6, 30)))
    return Course(due, start, draw(st.booleans()), draw(st.booleans()))


@pictured
@given(course=courses(), data=st.data())
def test_a_course_has_a_mark_for_each_due_day_hollow_once_it_has_passed(course, data):
    today = data.draw(st.one_of(days, st.sampled_from([*course.due, date(2026, 7, 1)])))
    svg = timeline(course, Months.around(date(2026, 1, 1), date(2026, 12, 31)), today)
    assert stands_inside(svg, 100, 100)
    assert len(of_class(svg, "tl-passed")) == sum(day < today for day in course.due)
    assert len(of_class(svg, "tl-due")) == sum(day >= today for day in course.due)


@pictured
@given(course=courses(), today=days)
def test_a_course_says_each_of_its_days(course, today):
    said = title(timeline(course, Months.around(date(2026, 1, 1), date(2026, 12, 31)), today))
    for day in (*course.due, *([course.start] if course.start else [])):
        assert f"{day:%d/%m/%Y}" in said
    assert said


@pictured
@given(name=names())
def test_a_name_is_read_back_from_every_picture_as_it_was_typed(name):
    today = date(2026, 1, 15)
    strip = year_strip([PhaseBar(name, date(2026, 1, 1), date(2026, 2, 1), "/")], today)
    line = rank_line([RankedUnit(name, Fraction(90), 1, mine=True)])
    assert name in texts(strip)
    assert name in texts(line)
    assert title(sparkline([(name, Fraction(1))])).startswith(name)
    assert title(plot([CurvePiece((Fraction(0), Fraction(1)), (Fraction(0), Fraction(1)))], name)).startswith(
        f"Points by {name}"
    )
