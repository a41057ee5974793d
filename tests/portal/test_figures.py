"""No public figure without a release: whatever is printed on a public page is computed anew from what was released."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

import pytest
from django.utils import translation

from cchc.core.scoring.index import UnitIndex, UnitScores, ranking
from cchc.core.scoring.ledgers import Ledger
from cchc.core.words.messages import Message
from cchc.criteria.exchange.reading import read_known_set
from cchc.criteria.queries import wording
from cchc.portal.templatetags.portal import estimate_sentence, exactly, points
from cchc.releases.exchange.bundle import bundle_bytes, read_bundle
from cchc.releases.exchange.content import Level, PublicContent, PublicUnit
from cchc.ui.templatetags.ui import message_text, number, signed_number
from tests import markup
from tests.portal.shelves import LAST, NOW, a_year
from tests.releases.contents import KEY, SOFTWARE


def from_bundle(content: PublicContent) -> PublicContent:
    """What somebody has who has the bundle alone."""
    return read_bundle(bundle_bytes(content, KEY, SOFTWARE)).content


def recomputed(year: int) -> dict[str, UnitIndex]:
    """The account, index, rank and class of every unit by its key, computed from the bundle of a year."""
    content = from_bundle(a_year(year))
    found = {}
    for stored in content.sets:
        units = [unit for unit in content.units if unit.set_code == stored.code]
        keys = {unit.code: unit.key for unit in units}
        scores = [
            UnitScores(
                unit.name,
                {number: leaf.given for number, leaf in unit.leaves.items() if leaf.given is not None},
                unit.code,
                unit.group,
            )
            for unit in units
        ]
        for group in ranking(read_known_set(stored.toml), scores, year):
            found |= {keys[one.unit.code or ""]: one for one in group.units}
    return found


@pytest.fixture(scope="module")
def computed() -> dict[int, dict[str, UnitIndex]]:
    """Both years, computed anew."""
    return {year: recomputed(year) for year in (LAST, NOW)}


@pytest.fixture(scope="module")
def everywhere(computed) -> set[str]:
    """Every number that may stand on any page."""
    return printed(numbers_of_all(computed))


def vietnamese(value: Fraction | None, places: int = 2) -> str:
    """A number as the public reads it."""
    with translation.override("vi"):
        return number(value, places)


def cells(table: markup.Element) -> list[list[str]]:
    """The texts of the rows of the body of a table."""
    rows = [row for row in table.find("tbody")[0].find("tr") if "mean" not in (row.get("class") or "")]
    return [[cell.text for cell in row.find("td", "th")] for row in rows]


def test_the_ranking_is_what_anybody_computes_from_the_figures_of_the_bundle(pages, computed):
    tree = markup.read(pages["2025/"].html)
    shown = [row for table in tree.find("table", class_="ranks") for row in cells(table)]
    now, before = computed[NOW], computed[LAST]
    ordered = [
        key
        for set_code in ("so", "xa")
        for key in sorted((k for k in now if k.startswith(set_code)), key=lambda k: now[k].rank or 0)
    ]
    assert [row[1] for row in shown] == [now[key].unit.name for key in ordered]
    for row, key in zip(shown, ordered, strict=True):
        one = now[key]
        assert row[0].split("=")[0].split("▲")[0].split("▼")[0].strip() == str(one.rank)
        assert row[2] == vietnamese(one.index)
        assert row[3] == vietnamese(one.total.lost)
        assert row[5] == (one.grade or "")
        assert row[6].removesuffix("suy ra").strip() == change(key, now, before)


def test_the_mean_of_a_group_stands_where_the_units_below_it_begin(pages, computed):
    tree = markup.read(pages["2025/"].html)
    for table, set_code in zip(tree.find("table", class_="ranks"), ("so", "xa"), strict=True):
        indices = [
            one.index
            for key, one in computed[NOW].items()
            if key.startswith(set_code) and one.index is not None
        ]
        mean = sum(indices, Fraction(0)) / len(indices)
        rows = table.find("tbody")[0].find("tr")
        (place,) = [at for at, row in enumerate(rows) if "mean" in (row.get("class") or "")]
        assert rows[place].find("td")[1].text == vietnamese(mean)
        assert place == sum(index >= mean for index in indices)


def change(key: str, now: dict[str, UnitIndex], before: dict[str, UnitIndex]) -> str:
    """The change on the year before, across the merger."""
    earlier = [
        before[one].index
        for one in ((f"{key}-cu-a", f"{key}-cu-b", key) if key == "so-2" else (key,))
        if one in before
    ]
    if not earlier or now[key].index is None:
        return ""
    with translation.override("vi"):
        return signed_number(now[key].index - sum(earlier, Fraction(0)) / len(earlier))


def test_every_number_with_decimals_on_every_page_is_one_of_those_that_follow_from_the_bundle(
    pages, computed
):
    everywhere = printed(numbers_of_all(computed))
    of_units = {key: printed(numbers_of_unit(key, computed)) for key in computed[NOW]}
    strange = set()
    for path, page in pages.items():
        key = path.partition("don-vi/")[2].partition("/")[0]
        allowed = of_units.get(key, everywhere) if path.startswith("2025/") else everywhere
        shown = _decimals(markup.read(page.html).pieces() if page.html else ())
        strange |= {f"{path}: {one}" for one in shown if one not in allowed}
    assert strange == set()


def _decimals(pieces: Iterable[str]) -> Iterator[str]:
    for piece in pieces:
        yield from re.findall(r"\d[\d.]*,\d+", piece)


Told = tuple[set[Fraction], list[str]]
"""Figures that may be printed in every way in which numbers are, and texts in which some stand."""


def numbers_of_unit(key: str, computed: dict[int, dict[str, UnitIndex]]) -> Told:
    """What may stand on the pages of one unit: its own accounts, the indices of its group, those of its years."""
    now, before = computed[NOW], computed[LAST]
    beside = [one for name, one in now.items() if name.startswith(key[:2])]
    earlier = [one for name, one in before.items() if name.removesuffix("-cu-a").removesuffix("-cu-b") == key]
    values = {value for ledger in (now[key].total, *now[key].nodes.values()) for value in _amounts(ledger)}
    values |= {one.index or Fraction(0) for one in (*beside, *earlier)}
    values |= _over_the_years(now[key], earlier)
    content = a_year(NOW)
    own = next(unit for unit in content.units if unit.key == key)
    ends = next(group.peer_ranges for group in content.groups if key in group.units)
    return values | {end for pair in ends.values() for end in pair}, [*_set_texts(content), *_leaf_texts(own)]


def _over_the_years(now: UnitIndex, earlier: list[UnitIndex]) -> set[Fraction]:
    if not earlier or now.index is None:
        return set()
    mean = sum((one.index or Fraction(0) for one in earlier), Fraction(0)) / len(earlier)
    return {mean, now.index - mean}


def numbers_of_all(computed: dict[int, dict[str, UnitIndex]]) -> Told:
    """What may stand on any page."""
    values = {Fraction("82.5"), Fraction("81.25"), Fraction("0.5"), Fraction(1, 3)}  # of the correction
    texts: list[str] = []
    for key in computed[NOW]:
        values |= numbers_of_unit(key, computed)[0]
    for year, units in computed.items():
        content = from_bundle(a_year(year))
        texts += [*_set_texts(content), *(text for unit in content.units for text in _leaf_texts(unit))]
        for one in units.values():
            values |= {value for ledger in (one.total, *one.nodes.values()) for value in _amounts(ledger)}
        for group in content.groups:
            members = [units[key] for key in group.units]
            indices = [one.index or Fraction(0) for one in members]
            low, high = min(indices), max(indices)
            values |= {low + (high - low) * step / 5 for step in range(6)}
            values |= {sum(indices, Fraction(0)) / len(indices), *indices}
            values |= {_mean_at(node, members) for node in members[0].nodes}
            values |= {end for pair in group.peer_ranges.values() for end in pair}
    return values, texts


def printed(told: Told) -> set[str]:
    """The ways in which figures are printed."""
    values, texts = told
    with translation.override("vi"):
        return {text for value in values for text in _prints(value)} | set(_decimals(texts))


def _mean_at(node: str, units: list[UnitIndex]) -> Fraction:
    """The mean of the points of those to whom a node applies; bonus and penalty apply to everybody."""
    ledgers = [one.nodes[node] for one in units]
    known = [one.points for one in ledgers if one.maximum or node.startswith("9")]
    return sum(known, Fraction(0)) / len(known) if known else Fraction(0)


def _amounts(ledger: Ledger) -> Iterator[Fraction]:
    yield from (ledger.maximum, ledger.bonus, ledger.points, ledger.penalty, ledger.survey, ledger.lost)
    by_code: dict[str, Fraction] = {}
    for loss in ledger.losses:
        yield loss.points
        by_code[loss.code] = by_code.get(loss.code, Fraction(0)) + loss.points
    yield from by_code.values()
    yield ledger.points - ledger.bonus - ledger.survey  # what the bar calls appraised
    yield from (ledger.points + ledger.bonus, ledger.points + ledger.penalty)


def _prints(value: Fraction) -> Iterator[str]:
    for one in (value, -value):
        yield from (points(one).lstrip("≈ −"), exactly(one).lstrip("≈ −"))
        yield from (number(one, places).lstrip("−") for places in (2, 3, 4))


def _set_texts(content: PublicContent) -> Iterator[str]:
    with translation.override("vi"):
        for stored in content.sets:
            criteria = read_known_set(stored.toml)
            yield from (f"{points(node.maximum)} {node.name}" for node in criteria.walk())
            yield from (message_text(grade.band.words()) for grade in criteria.grades)
            yield points(criteria.total)
            for leaf in criteria.leaves.values():
                if leaf.rule is not None:
                    yield from _rule_texts(wording(leaf.rule, leaf.terms, leaf.declared()))


def _leaf_texts(unit: PublicUnit) -> Iterator[str]:
    with translation.override("vi"):
        for leaf in unit.leaves.values():
            yield from (why for _code, _points, why in leaf.losses)
            yield from map(estimate_sentence, leaf.estimates)
            if leaf.derivation is not None:
                yield from (value for _label, value in leaf.derivation.figures)
                for what, arithmetic, value in leaf.derivation.steps:
                    yield f"{what} {arithmetic} {exactly(value)}"


def _rule_texts(told) -> Iterator[str]:
    yield from (message_text(one) for one in told.lines)
    for price in told.prices:
        what = price.what
        yield (
            message_text(what)
            if isinstance(what, Message)
            else exactly(what)
            if isinstance(what, Fraction)
            else str(what)
        )
        yield exactly(price.points)
    for case in told.cases:
        yield from _rule_texts(case)


def test_the_law_finds_a_figure_that_does_not_follow_from_the_bundle(computed):
    told = numbers_of_unit("so-1", computed)
    foreign = {
        number(one.index or Fraction(0), 4) for key, one in computed[LAST].items() if key.startswith("xa")
    }
    assert not foreign & printed(told)


def test_a_page_shows_nothing_that_the_level_of_its_release_withholds(pages, level):
    texts = "\n".join(page.html for page in pages.values())
    domains = [path for path in pages if "/linh-vuc/" in path]
    assert bool(domains) == (level is not Level.INDEX)
    own = a_year(NOW)
    figures = {
        f"<dd>{value}</dd>"
        for unit in own.units
        for leaf in unit.leaves.values()
        if leaf.derivation is not None
        for _label, value in leaf.derivation.figures
    }
    losses = {'class="why"'}
    shown = {one for one in figures | losses if one in texts}
    assert bool(shown) == (level is Level.LEAVES)
