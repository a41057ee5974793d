"""The plot of points by a figure."""

from __future__ import annotations

import re
from fractions import Fraction
from xml.etree import ElementTree

from cchc.ui.plots import CurvePiece, plot

ZERO, HALF, ONE = Fraction(0), Fraction(1, 2), Fraction(1)
JUMP = (
    CurvePiece((ZERO, HALF), (ZERO, ZERO), (True, False)),
    CurvePiece((HALF, ONE), (ONE, ONE), endless=(False, True)),
)


def drawn(svg: str, look: str) -> int:
    """How many marks of a class a picture has."""
    return len(re.findall(rf'class="{look}"', svg))


def test_a_jump_has_a_hollow_end_and_a_full_one() -> None:
    svg = plot(JUMP, "Tỷ lệ", percent=True)
    counts = {look: drawn(svg, look) for look in ("fp-line", "fp-jump", "fp-in", "fp-out")}
    assert counts == {"fp-line": 2, "fp-jump": 1, "fp-in": 2, "fp-out": 1}


def test_an_end_beyond_the_picture_has_neither_dot_nor_value() -> None:
    svg = plot(JUMP, "Tỷ lệ", percent=True)
    assert re.findall(r'class="fp-figure"[^>]*>([^<]*)<', svg) == ["50 %", "0 %"]


def test_pieces_that_meet_have_no_dot_between_them() -> None:
    svg = plot((CurvePiece((ZERO, HALF), (ZERO, ONE)), CurvePiece((HALF, ONE), (ONE, ONE))), "Số ngày")
    assert (drawn(svg, "fp-in"), drawn(svg, "fp-jump")) == (2, 0)


def test_the_picture_says_its_numbers_and_escapes_its_name() -> None:
    svg = plot(JUMP, "<b>Tỷ lệ</b>", percent=True)
    title = ElementTree.fromstring(svg).findtext("title")
    assert title == "Points by <b>Tỷ lệ</b>: 0 % – 50 %: 0; 50 % – …: 1"


def test_a_single_point_is_drawn() -> None:
    assert drawn(plot((CurvePiece((ONE, ONE), (ONE, ONE)),), "Số ngày"), "fp-in") == 1


def test_nothing_is_drawn_of_nothing() -> None:
    assert plot((), "Số ngày") == ""
