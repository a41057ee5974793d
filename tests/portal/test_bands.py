"""Rank bands of a release, from the intervals that its bundle carries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import count

import pytest

from cchc.core.surveys.estimating.bands import RankBand
from cchc.portal.queries.bands import public_bands
from cchc.portal.queries.ranking import tables_of
from cchc.portal.queries.units import ranked_beside
from cchc.releases.exchange.content import Level, PublicContent, PublicEstimate, PublicUnit
from tests.portal.shelves import a_shelf, a_year, an_edition, crawled

NUMBERS = count(1)  # of editions: each is another release
Change = Callable[[PublicUnit, PublicEstimate], PublicEstimate]


def changed(change: Change, left_out: str = "") -> PublicContent:
    """A year whose estimates are changed; a unit that is `left_out` has none."""
    content = a_year()
    units = [
        replace(
            unit,
            leaves={
                number: replace(
                    leaf,
                    estimates=tuple(change(unit, one) for one in leaf.estimates)
                    if unit.key != left_out
                    else (),
                )
                for number, leaf in unit.leaves.items()
            },
        )
        for unit in content.units
    ]
    return replace(content, units=tuple(units))


def around(half: Fraction | None) -> Change:
    """Intervals of this half width."""

    def change(unit: PublicUnit, one: PublicEstimate) -> PublicEstimate:
        del unit
        ends = (None, None) if half is None else (one.value - half, one.value + half)
        return replace(one, low=ends[0], high=ends[1])

    return change


def bands_in(content: PublicContent) -> Iterator[tuple[PublicUnit, RankBand]]:
    edition = replace(an_edition(content), digest=f"thử {next(NUMBERS)}")
    units = {one.key: one for one in content.units}
    for group in content.groups:
        yield from ((units[key], band) for key, band in public_bands(edition, group).items())


def test_every_ranked_unit_has_a_band_around_its_rank() -> None:
    content = changed(around(Fraction(1, 3)))
    found = list(bands_in(content))
    assert {unit.key for unit, _band in found} == {one.key for one in content.units if one.rank is not None}
    assert [unit.rank for unit, _band in found] == [band.rank for _unit, band in found]
    assert all(band.highest <= band.rank <= band.lowest for _unit, band in found)
    assert any(band.highest < band.lowest for _unit, band in found)


def test_wider_intervals_make_no_band_narrower_and_none_at_all_makes_no_band() -> None:
    narrow, wide = (list(bands_in(changed(around(half)))) for half in (Fraction(1, 500), Fraction(1, 20)))
    of_unit = {unit.key: band for unit, band in wide}
    assert all(
        of_unit[unit.key].highest <= band.highest and band.lowest <= of_unit[unit.key].lowest
        for unit, band in narrow
    )
    assert list(bands_in(changed(around(None)))) == []


def test_where_the_estimates_of_one_unit_are_withheld_its_group_has_no_bands() -> None:
    left_out = next(one for one in a_year().units if one.rank is not None)
    found = list(bands_in(changed(lambda _unit, one: one, left_out.key)))
    assert found
    assert {unit.set_code for unit, _band in found} == {one.set_code for one in a_year().units} - {
        left_out.set_code
    }


@pytest.mark.parametrize("level", [Level.INDEX, Level.CRITERIA])
def test_a_release_without_its_leaves_has_none(level: Level) -> None:
    assert list(bands_in(a_year(level=level))) == []


def test_ranking_and_unit_page_show_the_same_bands_and_say_what_they_mean() -> None:
    edition = an_edition(a_year())
    shelf = a_shelf(a_year())
    rows = [row for table in tables_of(shelf, edition) for row in table.rows if row.band]
    for row in rows:
        line = ranked_beside(edition, row.unit)
        assert [one.band for one in line if one.mine] == [row.band.places for _ in "1" if row.band]
    pages = {one.path: one.html for one in crawled(shelf)}
    ranking = next(html for html in pages.values() if 'class="ranks"' in html)
    wide = [row for row in rows if row.band and row.band.highest < row.band.lowest]
    assert ranking.count('<small class="band">') == len(wide)
    units = [html for path, html in pages.items() if "/don-vi/" in path and 'class="rl-band"' in html]
    assert units
    assert all("95" in html for html in units)
