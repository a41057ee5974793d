"""The pictures: what they draw, what they say, how quick they are."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest

from cchc.ui.pictures.lines import RankedUnit, rank_line, sparkline
from cchc.ui.pictures.points import PointsBar, losses_key, points_bar
from cchc.ui.pictures.timeline import Course, Months, timeline, timeline_months
from cchc.ui.pictures.year import PhaseBar, year_strip


def widths(svg: str) -> list[tuple[str, float]]:
    return [
        (kind, float(size)) for kind, size in re.findall(r'<rect class="([^"]+)".*? width="([0-9.]+)"', svg)
    ]


def test_the_parts_of_a_points_bar_must_sum_to_the_maximum():
    with pytest.raises(ValueError, match="sum to 9"):
        PointsBar(maximum=Fraction(10), appraised=Fraction(9))


def test_a_points_bar_fills_its_width_with_every_part_in_proportion():
    bar = PointsBar(
        Fraction(8), Fraction(4), Fraction(2), (("late", Fraction(1)),), Fraction(1), Fraction(1), Fraction(1)
    )
    assert widths(points_bar(bar, width=102)) == [
        ("pb-solid", 40.0),
        ("pb-asked", 20.0),
        ("pb-loss", 10.0),
        ("pb-pending", 10.0),
        ("pb-outside", 10.0),
        ("pb-bonus", 10.0),
    ]


def test_every_loss_has_the_hatch_of_its_code_and_an_unknown_one_that_of_stated():
    losses = (("late", Fraction(1)), ("ratio", Fraction(1)), ("unheard", Fraction(1)))
    svg = points_bar(PointsBar(Fraction(3), losses=losses))
    assert re.findall(r"url\(#h-(\w+)\)", svg) == ["late", "ratio", "stated"]


def test_a_points_bar_says_its_numbers():
    bar = PointsBar(Fraction(3), Fraction(1), losses=(("late", Fraction(2)),))
    assert "<title>1.00 of 3.00 points: appraised 1.00; late 2.00</title>" in points_bar(bar)


def test_a_bar_of_nothing_is_empty():
    assert widths(points_bar(PointsBar(Fraction(0)))) == []


def test_names_in_pictures_are_escaped():
    phase = PhaseBar("<b>", date(2026, 1, 1), date(2026, 2, 1), "/<b>")
    assert "<b>" not in year_strip([phase], date(2026, 1, 15))
    assert "<b>" not in rank_line([RankedUnit("<b>", Fraction(90), 1, mine=True)])


def test_the_year_strip_marks_today_and_what_is_mine():
    phases = [
        PhaseBar("Tự chấm", date(2026, 1, 1), date(2026, 1, 31), "/a/"),
        PhaseBar("Thẩm định", date(2026, 2, 1), date(2026, 3, 2), "/b/", mine=True),
    ]
    strip = year_strip(phases, date(2026, 2, 10))
    assert re.findall(r'<li class="(ys-[^"]+)"', strip) == ["ys-past", "ys-now ys-mine"]
    assert strip.count("ys-today") == 1
    assert 'class="ys-passed" width="33.3"' in strip


def test_the_rank_line_names_five_above_and_five_below_mine():
    units = [RankedUnit(f"Xã {n}", Fraction(100 - n), n, mine=n == 20) for n in range(1, 41)]
    assert re.findall(r'"rl-rank">(\d+)<', rank_line(units)) == [str(n) for n in range(15, 26)]


def test_a_year_without_a_value_leaves_a_gap_in_the_sparkline():
    years = [("2022", Fraction(80)), ("2023", Fraction(82)), ("2024", None), ("2025", Fraction(85))]
    svg = sparkline(years)
    assert (svg.count("<polyline"), svg.count("<circle")) == (1, 3)
    assert "2024: –" in svg


def test_the_key_names_the_losses_that_are_asked_for():
    assert re.findall(r"url\(#h-(\w+)\)", losses_key(["late"])) == ["late"]
    assert "late</li>" in losses_key(["late"])


YEAR = Months.around(date(2026, 1, 15), date(2027, 3, 2))


def bands(svg: str) -> list[tuple[str, float, float]]:
    return [
        (kind, float(at), float(size))
        for kind, at, size in re.findall(
            r'<rect class="(tl-[a-z]+)".*? x="([0-9.]+)%" width="([0-9.]+)%"', svg
        )
    ]


def marks(svg: str) -> list[tuple[float, str]]:
    return [
        (float(at), kind)
        for at, kind in re.findall(r'<svg class="tl-mark" x="([0-9.]+)%".*?class="tl-([a-z]+)"', svg)
    ]


def test_a_timeline_spans_whole_months_and_says_which():
    assert (YEAR.first, YEAR.last, len(YEAR.starts())) == (date(2026, 1, 1), date(2027, 3, 31), 15)
    head = timeline_months(YEAR, date(2026, 11, 21))
    assert "<title>Months from 01/2026 to 03/2027</title>" in head
    assert re.findall(r'class="tl-when"[^>]*>(\d+)<', head) == ["2026", "2027"]
    assert re.findall(r'class="tl-word"[^>]*>(\d+)<', head) == [str(n) for n in [*range(1, 13), 1, 2, 3]]


def test_today_is_a_line_of_the_timeline_only_while_it_is_inside():
    drawn = ["tl-today" in timeline_months(YEAR, day) for day in (date(2025, 12, 31), date(2026, 1, 1))]
    assert drawn == [False, True]


def test_a_bar_runs_from_its_start_to_the_end_of_its_last_day_with_a_mark_on_each_due_day():
    whole = Months.around(date(2026, 1, 1), date(2026, 12, 31))
    svg = timeline(
        Course(due=(date(2026, 6, 30), date(2026, 12, 31)), start=date(2026, 1, 1)), whole, date(2026, 7, 1)
    )
    assert bands(svg) == [("tl-span", 0.0, 100.0)]
    assert marks(svg) == [(49.59, "passed"), (100.0, "due")]
    assert "<title>from 01/01/2026; due 30/06/2026, 31/12/2026</title>" in svg


def test_a_day_is_due_until_it_has_passed():
    on = date(2026, 6, 30)
    assert [marks(timeline(Course((on,)), YEAR, today))[0][1] for today in (on, date(2026, 7, 1))] == [
        "due",
        "passed",
    ]


def test_what_is_done_all_the_time_is_a_hatched_band_over_the_whole_timeline():
    svg = timeline(Course(steady=True), YEAR, date(2026, 7, 1))
    assert (bands(svg), 'fill="url(#h-steady)"' in svg) == ([("tl-steady", 0.0, 100.0)], True)


def test_what_goes_on_beyond_its_last_day_is_drawn_to_the_end():
    (link, beyond) = bands(
        timeline(Course((date(2026, 3, 31), date(2026, 6, 30)), goes_on=True), YEAR, date(2026, 7, 1))
    )
    assert (link[0], beyond[0], round(beyond[1] + beyond[2])) == ("tl-link", "tl-steady", 100)


def test_days_outside_a_timeline_stand_at_its_edge():
    svg = timeline(Course((date(2030, 1, 1),), start=date(2020, 1, 1)), YEAR, date(2026, 7, 1))
    assert (bands(svg), marks(svg)) == ([("tl-span", 0.0, 100.0)], [(100.0, "due")])
