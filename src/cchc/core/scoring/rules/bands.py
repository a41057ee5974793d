"""Bands side by side: whether they overlap, leave a gap, or leave out what the figure may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from cchc.core.scoring.formulas.analysis import Span
from cchc.core.scoring.formulas.tree import ZERO
from cchc.core.scoring.rules.values import Band, number_words
from cchc.core.words.messages import Message


def band_faults(bands: Sequence[Band], reach: Span, whole: bool) -> Iterator[Message]:
    """Bands that overlap, leave a gap, stand empty, or leave part of what the figure may hold uncovered.

    `reach` is the lowest and highest that the figure may be; `whole` says that it is always a whole number.
    """
    yield from inner_faults(bands, whole)
    ordered = ordered_bands(bands)
    if ordered:
        yield from edge_faults(ordered[0], ordered[-1], reach)


def inner_faults(bands: Sequence[Band], whole: bool) -> Iterator[Message]:
    """Bands that stand empty, overlap, or leave a gap between each other."""
    for band in bands:
        if band.empty:
            yield Message("the band {band} is empty", band=str(band))
    for one, other in pairwise(ordered_bands(bands)):
        yield from seam_faults(one, other, whole)


def ordered_bands(bands: Sequence[Band]) -> list[Band]:
    """The bands in which something lies, from the lowest up."""
    return sorted((band for band in bands if not band.empty), key=band_order)


def band_order(band: Band) -> tuple[bool, Fraction, bool]:
    return (band.low is not None, band.low.amount if band.low else ZERO, not band.low_closed)


def seam_faults(one: Band, other: Band, whole: bool) -> Iterator[Message]:
    """An overlap or a gap between two bands in their order; whole numbers need no band for what lies between them."""
    overlap = Message("the bands {one} and {other} overlap", one=str(one), other=str(other))
    if one.high is None or other.low is None:
        yield overlap
        return
    end, start = one.high.amount, other.low.amount
    if end > start or (end == start and one.high_closed and other.low_closed):
        yield overlap
    elif end == start and (one.high_closed or other.low_closed):
        return
    elif not (whole and other.holds(next_whole(one, end))):
        yield Message("nothing is said between {one} and {other}", one=str(one), other=str(other))


def next_whole(band: Band, end: Fraction) -> Fraction:
    """The first whole number above the band."""
    if end.denominator == 1 and not band.high_closed:
        return end
    return Fraction(end.__floor__() + 1)


def edge_faults(first: Band, last: Band, reach: Span) -> Iterator[Message]:
    """The gaps below the first and above the last band that the figure can reach."""
    yield from faults_below(first, reach[0])
    yield from faults_above(last, reach[1])


def faults_below(first: Band, low: Fraction | None) -> Iterator[Message]:
    """The gap below the first band, where the figure can be as low as `low` (None: without end)."""
    if first.low is not None and (low is None or not first.starts_below(low)):
        yield Message("nothing is said below {edge}", edge=number_words(first.low))


def faults_above(last: Band, high: Fraction | None) -> Iterator[Message]:
    """The gap above the last band, where the figure can be as high as `high` (None: without end)."""
    if last.high is not None and (high is None or not last.ends_above(high)):
        yield Message("nothing is said above {edge}", edge=number_words(last.high))
