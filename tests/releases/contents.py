"""Contents of releases for tests, computed by the core from scores that are drawn: no figure is written by hand.

`a_content` is a year of departments and communes by the two sample sets, small and the same in every run; `contents`
are anything that the laws allow, for properties; `content_of_scores` makes a content of scores that a test has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

from hypothesis import strategies as st

from cchc.core.scoring.criteria.document import document_of
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.formulas.tree import FigureKind, FormulaFault, Value, Variable
from cchc.core.scoring.index import UnitScores, ranking
from cchc.core.scoring.ledgers import NA, LeafScore, outcome_of
from cchc.core.scoring.rules.values import PeerRange
from cchc.criteria.exchange.reading import read_set
from cchc.criteria.exchange.toml import write_toml
from cchc.releases.exchange.content import (
    Ancestor,
    FigureChange,
    Level,
    PublicContent,
    PublicEstimate,
    PublicGroup,
    PublicLeaf,
    PublicSet,
    PublicUnit,
    ReleaseDecision,
    ReleaseHead,
    SurveyFigure,
)
from cchc.releases.exchange.signing import SigningKey
from cchc.releases.exchange.telling import public_group, public_unit
from tests.core.strategies import YEAR, criteria_sets, units_of

CRITERIA = Path(__file__).resolve().parents[2] / "content" / "criteria"
KEY = SigningKey(bytes(range(32)))  # of tests alone
SOFTWARE = "cchc 1.0"
DEPARTMENTS = ("Sở Nội vụ", "Sở Tài chính", "Sở Xây dựng", "Sở Y tế")
COMMUNES = ("Phường An Lạc", "Xã Đông Hà", "Xã Tây Sơn")


def a_head(level: Level = Level.LEAVES, year: int = YEAR, number: int = 1) -> ReleaseHead:
    """The head of a first release."""
    return ReleaseHead(
        year=year,
        number=number,
        cycle=f"Chỉ số CCHC năm {year}",
        province="Tỉnh An Lạc",
        level=level,
        decision=ReleaseDecision("215/QĐ-UBND", date(year + 1, 2, 20), "Chủ tịch Ủy ban nhân dân tỉnh"),
        published_on=date(year + 1, 2, 25),
    )


def a_correction(content: PublicContent, changes: Sequence[FigureChange] = ()) -> PublicContent:
    """The same content as the release after it, with a reason."""
    head = content.head
    return replace(
        content,
        head=replace(
            head,
            number=head.number + 1,
            published_on=head.published_on + timedelta(days=30),
            replaces=head.number,
            reason="Cộng sót điểm của một tiêu chí thành phần",
            changes=tuple(changes),
        ),
    )


@cache
def a_content(level: Level = Level.LEAVES) -> PublicContent:
    """A year of four departments and three communes, most of it from declared figures, by the two sample sets."""
    return content_of_scores(
        {"so": a_sample_set("mau-so-2026"), "xa": a_sample_set("mau-xa-2026")},
        {"so": a_year_of("so", DEPARTMENTS), "xa": a_year_of("xa", COMMUNES)},
        a_head(level),
    )


@cache
def a_sample_set(name: str) -> CriteriaSet:
    """One of the sets that come with the product."""
    return read_set((CRITERIA / f"{name}.toml").read_bytes(), f"{name}.toml")


def a_year_of(code: str, names: Iterable[str]) -> list[UnitScores]:
    """Units with figures drawn for every leaf of a sample set, some stated and some not applicable."""
    random = Random(code)
    criteria = a_sample_set({"so": "mau-so-2026", "xa": "mau-xa-2026"}[code])
    group = {"so": "Các sở, ban, ngành", "xa": "Các xã, phường"}[code]
    return [
        UnitScores(
            name,
            {number: a_score(leaf, random) for number, leaf in criteria.leaves.items()},
            f"{code.upper()}{place}",
            group,
        )
        for place, name in enumerate(names, start=1)
    ]


def a_score(leaf: Node, random: Random) -> LeafScore:
    """What may have been given for a leaf: mostly figures that its rule takes, else points."""
    chance = random.random()
    if chance < 0.03 and not leaf.in_block:
        return NA
    for _ in range(20 if leaf.rule is not None and chance < 0.9 else 0):
        figures = {one.name: a_figure(one, random) for one in leaf.variables}
        try:
            if outcome_of(leaf, figures, PeerRange(Fraction(0), Fraction(50)), YEAR).points is not None:
                return figures
        except FormulaFault:
            continue
    low, high = leaf.stated_span()
    return low + (high - low) * Fraction(random.randint(2, 4), 4)


def a_figure(variable: Variable, random: Random) -> Value:
    """A value that the kind and the bounds of a declared figure allow; numbers lie near the upper end."""
    low = variable.low if variable.low is not None else Fraction(0)
    high = variable.high if variable.high is not None else low + 40
    match variable.kind:
        case FigureKind.COUNT:
            return Fraction(random.randint(int(low), int(high)))
        case FigureKind.NUMBER:
            return low + (high - low) * Fraction(random.randint(60, 100), 100)
        case FigureKind.PERCENT:
            return Fraction(random.randint(700, 1000), 1000)
        case FigureKind.DATE:
            return date(YEAR, 1, 1) + timedelta(days=random.randint(0, 40))
        case FigureKind.YES_NO:
            return random.random() < 0.9
        case FigureKind.CHOICE:
            return random.choice(variable.options)
    return "Theo báo cáo, có biên bản kèm theo"


def content_of_scores(
    sets: dict[str, CriteriaSet], scores: dict[str, Sequence[UnitScores]], head: ReleaseHead
) -> PublicContent:
    """The content of a release of these scores, sets and units by the code of their set."""
    groups: list[PublicGroup] = []
    units: list[PublicUnit] = []
    for code, criteria in sets.items():
        places = {id(unit): place for place, unit in enumerate(scores[code], start=1)}
        for group in ranking(criteria, scores[code], head.year):
            keys = [f"{code}-{places[id(unit.unit)]}" for unit in group.units]
            groups.append(public_group(code, group, keys, head.level))
            units += [
                public_unit(
                    criteria, group, unit, key=key, kind=criteria.unit_kind, set_code=code, level=head.level,
                    year=head.year, lineage=a_lineage(key, head.year),
                )
                for key, unit in zip(keys, group.units, strict=True)
            ]  # fmt: skip
    units = [replace(unit, leaves=with_estimates(unit.leaves)) for unit in units]
    return PublicContent(
        head,
        tuple(
            PublicSet(code, criteria.title, criteria.version, write_toml(document_of(criteria)))
            for code, criteria in sets.items()
        ),
        tuple(groups),
        tuple(sorted(units, key=lambda unit: unit.key)),
        surveys_of(units) if head.level is Level.LEAVES else (),
    )


def a_lineage(key: str, year: int) -> tuple[Ancestor, ...]:
    """Every second unit came from two of the year before."""
    if not key.endswith(("2", "4", "6", "8")):
        return ()
    merged = date(year - 1, 7, 1)
    return (
        Ancestor(f"{key}-cu-a", "Đơn vị cũ A", "merge", merged),
        Ancestor(f"{key}-cu-b", "Đơn vị cũ B", "merge", merged),
    )


def surveys_of(units: Iterable[PublicUnit]) -> tuple[SurveyFigure, ...]:
    """For each leaf whose points came from a survey, the figures from which they were made."""
    return tuple(
        SurveyFigure(unit.key, number, "Phiếu điều tra người dân", {"responses": "120", "rate": "1/3"})
        for unit in units
        for number, leaf in unit.leaves.items()
        if leaf.account.survey
    )


def with_estimates(leaves: Mapping[str, PublicLeaf]) -> Mapping[str, PublicLeaf]:
    """Leaves whose declared numbers a survey found, wherever points came from one; of every second without an
    interval."""
    return {
        number: replace(leaf, estimates=tuple(estimates_of(leaf.given)))
        if leaf.account.survey and isinstance(leaf.given, Mapping)
        else leaf
        for number, leaf in leaves.items()
    }


def estimates_of(given: Mapping[str, Value]) -> Iterator[PublicEstimate]:
    numbers = [(name, value) for name, value in given.items() if isinstance(value, Fraction)]
    for place, (name, value) in enumerate(numbers):
        low, high = (None, None) if place % 2 else (value - Fraction(1, 30), value + Fraction(1, 30))
        yield PublicEstimate(name, "Phiếu hài lòng", "SIPAS", value, low, high, 118, 120, f"{place:064d}")


@st.composite
def contents(draw: st.DrawFn, level: Level | None = None) -> PublicContent:
    """A content of any sound set, any scores and any level."""
    criteria = draw(criteria_sets())
    chosen = level or draw(st.sampled_from(Level))
    return content_of_scores({"bo": criteria}, {"bo": draw(units_of(criteria))}, a_head(chosen))
