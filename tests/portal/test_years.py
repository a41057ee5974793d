"""A unit over the years: across its lineage, and never across a change of formula."""

from __future__ import annotations

from fractions import Fraction

from cchc.portal.queries.ranking import tables_of
from cchc.portal.queries.years import years_of
from tests.portal.shelves import LAST, NOW, Shelf, a_shelf, a_year


def rows_of(shelf: Shelf):
    """The rows of the ranking of the later year, by key."""
    edition = shelf.of(NOW)
    assert edition is not None
    return {row.unit.key: row for table in tables_of(shelf, edition) for row in table.rows}


def test_a_unit_that_others_went_into_is_set_beside_their_mean():
    shelf = a_shelf(a_year(LAST), a_year(NOW))
    before = {unit.key: unit.index for unit in a_year(LAST).units}
    row = rows_of(shelf)["so-2"]
    assert row.before is not None
    assert row.before.derived
    assert sorted(one.key for one in row.before.rows) == ["so-2", "so-2-cu-a", "so-2-cu-b"]
    mean = sum((before[one.key] or Fraction(0) for one in row.before.rows), Fraction(0)) / 3
    assert row.now.change == (row.unit.index or Fraction(0)) - mean
    assert row.rank_change is None


def test_a_unit_of_its_own_has_its_change_and_the_places_it_won():
    shelf = a_shelf(a_year(LAST), a_year(NOW))
    before = {unit.key: unit for unit in a_year(LAST).units}
    row = rows_of(shelf)["so-1"]
    assert row.now.change == (row.unit.index or Fraction(0)) - (before["so-1"].index or Fraction(0))
    assert row.rank_change == (before["so-1"].rank or 0) - (row.unit.rank or 0)


def test_no_difference_is_shown_across_a_change_of_formula():
    shelf = a_shelf(a_year(LAST, bonus_above_total=False), a_year(NOW))
    for row in rows_of(shelf).values():
        assert row.now.change is None
        assert row.rank_change is None


def test_the_years_of_a_unit_are_told_by_the_releases_that_stand_until_its_own():
    shelf = a_shelf(a_year(LAST), a_year(NOW))
    later, earlier = shelf.of(NOW), shelf.of(LAST)
    assert later is not None
    assert earlier is not None
    assert [year.year for year in years_of(shelf, later, "so-1")] == [LAST, NOW]
    assert [year.year for year in years_of(shelf, earlier, "so-1")] == [LAST]
    assert [year.year for year in years_of(shelf, later, "so-3")] == [NOW]


def test_a_unit_without_a_year_before_has_no_change():
    for row in rows_of(a_shelf(a_year(NOW))).values():
        assert row.before is None
        assert row.now.change is None
