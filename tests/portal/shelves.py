"""Shelves of releases for tests of the portal: two years of the sample sets, a correction, units that were merged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from random import Random
from urllib.parse import parse_qs, urljoin, urlsplit

from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.index import UnitScores
from cchc.portal.models import FeedbackRules
from cchc.portal.queries.released import PublicState
from cchc.portal.queries.shelf import Edition, Shelf
from cchc.portal.views.answering import answer_at
from cchc.portal.views.frame import HTML, PublicAnswer
from cchc.releases.exchange.bundle import bundle_bytes
from cchc.releases.exchange.content import FigureChange, Level, PublicContent
from tests.releases.contents import (
    COMMUNES,
    DEPARTMENTS,
    KEY,
    SOFTWARE,
    a_correction,
    a_head,
    a_sample_set,
    a_score,
    content_of_scores,
)

LAST, NOW = 2024, 2025
MERGED = {
    "so-3": "so-2-cu-a",
    "so-4": "so-2-cu-b",
}  # of the year before, as tests.releases.contents names them
NAMES = {"so": DEPARTMENTS, "xa": COMMUNES}
GROUPS = {"so": "Các sở, ban, ngành", "xa": "Các xã, phường"}


@cache
def a_year(year: int = NOW, level: Level = Level.LEAVES, bonus_above_total: bool = True) -> PublicContent:
    """A year of departments and communes; in the year before two of them are those that became `so-2`."""
    sets = {code: _like(code, bonus_above_total) for code in NAMES}
    scores = {code: scores_of(code, year, criteria) for code, criteria in sets.items()}
    content = content_of_scores(sets, scores, replace(a_head(level, year), published_on=date(year + 1, 3, 1)))
    return content if year == NOW else renamed(content, MERGED)


def _like(code: str, bonus_above_total: bool) -> CriteriaSet:
    """A sample set of three domains: one that is appraised, one with a survey, bonus and penalty."""
    whole = a_sample_set({"so": "mau-so-2026", "xa": "mau-xa-2026"}[code])
    nodes = (whole.nodes[0], *whole.nodes[-2:])
    return replace(whole, nodes=nodes, bonus_above_total=bonus_above_total)


def scores_of(code: str, year: int, criteria: CriteriaSet) -> list[UnitScores]:
    """What the units of a set have in a year."""
    chance = Random(f"{code} {year}")
    return [
        UnitScores(
            name,
            {number: a_score(leaf, chance) for number, leaf in criteria.leaves.items()},
            f"{code.upper()}{place}",
            GROUPS[code],
        )
        for place, name in enumerate(NAMES[code], start=1)
    ]


def renamed(content: PublicContent, keys: dict[str, str]) -> PublicContent:
    """The same content with other keys for some units, which came from nowhere."""
    units = (replace(one, key=keys.get(one.key, one.key), lineage=()) for one in content.units)
    groups = (replace(one, units=tuple(keys.get(key, key) for key in one.units)) for one in content.groups)
    return replace(content, units=tuple(units), groups=tuple(groups))


def an_edition(content: PublicContent, *, is_standing: bool = True) -> Edition:
    """A content as an edition of the shelf."""
    head = content.head
    digest = f"{head.year} {head.number} {head.level} {hash(content.sets)}"
    return Edition(
        head.year,
        head.number,
        digest,
        is_standing,
        lambda: content,
        cache(lambda: bundle_bytes(content, KEY, SOFTWARE)),
        "ab12 cd34 ef56 7890 ab12",
    )


def a_shelf(*contents: PublicContent) -> Shelf:
    """A shelf on which of each year the last one stands."""
    last = {one.head.year: one.head.number for one in contents}
    return Shelf(
        tuple(an_edition(one, is_standing=last[one.head.year] == one.head.number) for one in contents)
    )


def a_corrected_shelf(level: Level = Level.LEAVES) -> Shelf:
    """Two years, the later one with a correction."""
    changes = (
        FigureChange("so-1", "1.1", "points", "1/3", "0.5"),
        FigureChange("so-1", "", "index", "81.25", "82.5"),
    )
    return a_shelf(a_year(LAST, level), a_year(NOW, level), a_correction(a_year(NOW, level), changes))


@dataclass(frozen=True, slots=True)
class CrawledPage:
    """An address that links lead to, and what stands there."""

    path: str
    answer: PublicAnswer

    @property
    def html(self) -> str:
        """The page as text; empty for what is no page."""
        return self.answer.body.decode() if self.answer.kind == HTML else ""


def state_of(shelf: Shelf, rules: FeedbackRules | None = None) -> PublicState:
    """The shelf as all that is public."""
    return PublicState(shelf, {}, shelf.key, rules=rules)


def crawled(shelf: Shelf) -> Iterator[CrawledPage]:
    """Every address to which a link, a form or a picture of the portal leads, beginning at its first page."""
    state, waiting, seen = state_of(shelf), [""], {""}
    while waiting:
        asked = waiting.pop()
        parts = urlsplit(asked)
        query = {name: tuple(values) for name, values in parse_qs(parts.query).items()}
        page = CrawledPage(asked, answer_at(state, parts.path, query, site="http://p/cong-khai/"))
        yield page
        for to in re.findall(r'(?:href|src|action)="([^"#]*)', page.html):
            target = urljoin(f"http://p/cong-khai/{parts.path}", to).removeprefix("http://p/cong-khai/")
            if not target.startswith(("http://p/static/", *seen.intersection({target}))):
                seen.add(target)
                waiting.append(target)
