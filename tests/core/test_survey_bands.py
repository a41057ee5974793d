"""Rank bands: what they promise, what does not change them, and what they follow."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.scoring.criteria.tree import Ties
from cchc.core.scoring.index import ranks_of
from cchc.core.surveys.estimating.bands import (
    BandSource,
    RankBand,
    UncertainIndex,
    appraisal_error,
    band_message,
    rank_bands,
)
from cchc.texts.speaking import speaker

ERRORS = st.sampled_from([0.0, 0.4, 3.0])
UNITS = st.lists(
    st.builds(
        UncertainIndex,
        st.text("abcđ", min_size=1),
        st.none() | st.integers(0, 20).map(Fraction),
        ERRORS,
        ERRORS,
    ),
    max_size=8,
    unique_by=lambda unit: unit.unit,
)
SOME = settings(max_examples=40)


@SOME
@given(UNITS, st.sampled_from(list(Ties)))
def test_a_band_holds_the_rank_that_stands(units, ties):
    bands = rank_bands(units, ties, replications=100)
    known = sorted((unit.index for unit in units if unit.index is not None), reverse=True)
    assert [band.rank for band in bands] == ranks_of(ties, known)
    assert all(1 <= band.highest <= band.rank <= band.lowest <= len(known) for band in bands)


@SOME
@given(UNITS, st.sampled_from(list(Ties)))
def test_without_errors_a_band_is_the_rank(units, ties):
    bands = rank_bands(units, ties, sources=(), replications=20)
    assert all(band.highest == band.rank == band.lowest for band in bands)


@SOME
@given(UNITS, st.randoms())
def test_the_order_of_the_units_changes_no_band(units, chance):
    shuffled = [*units]
    chance.shuffle(shuffled)
    assert rank_bands(shuffled, replications=50) == rank_bands(units, replications=50)


def ten(error: float, other: float = 0.0) -> list[UncertainIndex]:
    return [UncertainIndex(f"Xã {place:02}", Fraction(90 - place), error, other) for place in range(10)]


def widths(bands: list[RankBand]) -> list[int]:
    return [band.lowest - band.highest for band in bands]


def test_the_same_seed_gives_the_same_bands_and_another_others():
    assert rank_bands(ten(2.0), seed="2026") == rank_bands(ten(2.0), seed="2026")
    assert rank_bands(ten(2.0), seed="2026", replications=40) != rank_bands(
        ten(2.0), seed="2027", replications=40
    )


def test_larger_errors_give_wider_bands():
    assert (
        sum(widths(rank_bands(ten(0.3))))
        < sum(widths(rank_bands(ten(1.0))))
        < sum(widths(rank_bands(ten(3.0))))
    )


def test_each_source_is_switched_off_by_itself():
    both, survey, appraisal = (
        sum(widths(rank_bands(ten(1.0, 1.2), sources=sources)))
        for sources in (list(BandSource), [BandSource.SURVEY], [BandSource.APPRAISAL])
    )
    assert both > max(survey, appraisal)
    assert rank_bands(ten(1.0, 0.0)) == rank_bands(ten(1.0, 1.2), sources=[BandSource.SURVEY])


def test_two_units_that_lie_three_errors_apart_change_places_rarely():
    apart = [UncertainIndex("A", Fraction(53), 0.5), UncertainIndex("B", Fraction(50), 0.5)]
    assert [band[1:] for band in rank_bands(apart)] == [(1, 1, 1), (2, 2, 2)]


def test_a_unit_without_an_index_has_no_band():
    assert rank_bands([UncertainIndex("A", None, 1.0)]) == []


def test_the_numbers_drawn_are_those_of_philox():
    """Held to what was drawn once: they are to stay the same under every version and on every machine."""
    bands = [(band.highest, band.lowest) for band in rank_bands(ten(1.5), seed="2026", replications=100)]
    assert bands[:5] == [(1, 4), (1, 4), (1, 6), (1, 7), (3, 8)]
    assert bands[5:] == [(3, 9), (3, 10), (4, 10), (6, 10), (7, 10)]


@pytest.mark.parametrize(
    ("band", "said"), [(RankBand("A", 4, 3, 6), "hạng 3–6"), (RankBand("A", 1, 1, 1), "hạng 1")]
)
def test_bands_are_said_in_words(band, said):
    assert speaker()(band_message(band)) == said


def test_appraisers_who_agree_add_no_error():
    assert appraisal_error([], 30) == 0
    assert appraisal_error([Fraction(0)] * 5, 30) == 0
    assert appraisal_error([Fraction(2)], 4) == pytest.approx(8**0.5)
