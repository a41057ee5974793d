"""The pictures: what they draw, what they say, how quick they are."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest

from cchc.ui.pictures import (
    Phase,
    PointsBar,
    Ranked,
    points_bar,
    points_key,
    rank_line,
    sparkline,
    year_strip,
)


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
    phase = Phase("<b>", date(2026, 1, 1), date(2026, 2, 1))
    assert "<b>" not in year_strip([phase], date(2026, 1, 15))
    assert "<b>" not in rank_line([Ranked("<b>", Fraction(90), 1, mine=True)])


def test_the_year_strip_marks_today_and_what_is_mine():
    phases = [
        Phase("Tự chấm", date(2026, 1, 1), date(2026, 1, 31)),
        Phase("Thẩm định", date(2026, 2, 1), date(2026, 3, 2), mine=True),
    ]
    strip = year_strip(phases, date(2026, 2, 10))
    assert re.findall(r'<li class="(ys-[^"]+)"', strip) == ["ys-past", "ys-now ys-mine"]
    assert strip.count("ys-today") == 1
    assert 'class="ys-passed" width="33.3"' in strip


def test_the_rank_line_names_five_above_and_five_below_mine():
    units = [Ranked(f"Xã {n}", Fraction(100 - n), n, mine=n == 20) for n in range(1, 41)]
    assert re.findall(r'rl-rank" x="26" y="\d+">(\d+)', rank_line(units)) == [str(n) for n in range(15, 26)]


def test_a_year_without_a_value_leaves_a_gap_in_the_sparkline():
    years = [("2022", Fraction(80)), ("2023", Fraction(82)), ("2024", None), ("2025", Fraction(85))]
    svg = sparkline(years)
    assert (svg.count("<polyline"), svg.count("<circle")) == (1, 3)
    assert "2024: –" in svg


def test_the_key_names_the_losses_that_are_asked_for():
    assert re.findall(r"url\(#h-(\w+)\)", points_key(["late"])) == ["asked", "late"]
    assert "late</li>" in points_key(["late"])
