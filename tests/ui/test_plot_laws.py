"""What every plot of a rule promises: its pieces stand inside the box, its labels never touch."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.ui.plots import CurvePiece, plot
from tests.ui.svg import names, of_class, stands_inside, title

pictured = settings(max_examples=30)
amounts = st.fractions(0, 60, max_denominator=12)


@st.composite
def curves(draw: st.DrawFn) -> list[CurvePiece]:
    """Curves of pieces that follow each other, each end closed, open or endless."""
    at = sorted(draw(st.sets(st.fractions(-5, 50, max_denominator=8), min_size=2, max_size=6)))
    pieces = []
    for left, right in pairwise(at):
        y = (draw(amounts), draw(amounts))
        closed = (draw(st.booleans()), draw(st.booleans()))
        endless = (left == at[0] and draw(st.booleans()), right == at[-1] and draw(st.booleans()))
        pieces.append(CurvePiece((left, right), y, closed, endless))
    return pieces


@pictured
@given(curve=curves(), across=names(), percent=st.booleans())
def test_a_plot_draws_each_piece_inside_its_box_and_names_its_figure(curve, across, percent):
    svg = plot(curve, across, percent=percent)
    assert stands_inside(svg, 380, 190)
    assert len(of_class(svg, "fp-line")) == len(curve)
    assert title(svg).startswith(f"Points by {across}: ")
    assert title(svg).count(";") - across.count(";") == len(curve) - 1


@pictured
@given(curve=curves())
def test_labels_of_a_plot_never_touch(curve):
    svg = plot(curve, "Số ngày")
    across = sorted(float(tick.get("x")) for tick in of_class(svg, "fp-figure"))
    up = sorted(float(level.get("y")) for level in of_class(svg, "fp-points"))
    assert all(right - left >= 39.8 for left, right in pairwise(across))
    assert all(lower - upper >= 14.8 for upper, lower in pairwise(up))
