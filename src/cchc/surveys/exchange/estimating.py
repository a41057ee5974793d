"""From a design file and a file of answers to estimates: what is counted, in which design, and every fault at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import NamedTuple

from cchc.core.surveys.estimating.counts import PLACE_COLUMNS, AnswerCounts, PlaceKey
from cchc.core.surveys.estimating.designs import (
    Calibration,
    EstimationDesign,
    LonelyRule,
    Margin,
    SampledPlace,
)
from cchc.core.surveys.estimating.estimands import (
    Estimand,
    factor_share,
    mean_of,
    ratio_of,
    share_of,
    total_of,
)
from cchc.core.surveys.estimating.estimates import SurveyEstimated, estimates_of, prepared_survey
from cchc.core.surveys.estimating.questions import (
    CountedFactor,
    CountedItem,
    CountedRatio,
    CountingPlan,
    Question,
    SummedItem,
    is_countable_level,
)
from cchc.core.surveys.sampling.design import AskedAmount, EstimationPlan, PopulationSize
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.surveys.exchange.answers_file import FileQuestion, KnownValues, counts_of_file
from cchc.surveys.exchange.asking import CELL, AskedOfFile

UNIT, GROUP = "unit", "group"
Where = Sequence[tuple[str, tuple[str, ...]]]


class AskedFigure(NamedTuple):
    """An item or factor of the file: its own name, what it is called, and what is estimated of it."""

    code: str
    name: str
    estimand: Estimand


class FoundFigure(NamedTuple):
    """An estimate as it is told: of which item or factor, for which value of the column asked `by` ("" for all), and
    whether enough answered for it to be printed."""

    asked: AskedFigure
    of: str
    estimated: SurveyEstimated
    printed: bool


@dataclass(frozen=True, slots=True)
class FileEstimate:
    """All that was estimated of a file: its counts with their hash, the column asked `by` ("" for none), figures."""

    counts: AnswerCounts
    by: str
    figures: tuple[FoundFigure, ...]


def estimate_of_file(
    path: Path, plan: EstimationPlan, design: str, by: str = "", where: Where = ()
) -> FileEstimate:
    """Return the estimates of a file of answers: of all responses, or `by` a heading (`UNIT` and `GROUP` stand for the
    columns that the plan names so), of those alone `where` headings have one of the values. `design` is the name of the
    design's file. Raises `Faults`."""
    heading = {UNIT: plan.columns.get("unit", ""), GROUP: plan.columns.get("group", "")}.get(by, by)
    if by and not heading:
        why = Message("The design names no such column under [estimate]: name it, or ask by another.")
        raise Faults([Fault(Place(file=design), by, Message("a column of the answers"), why)])
    figures = asked_figures(plan, design)
    counts = counts_of_file(path, file_question(plan, heading, where))
    sampled = sampled_design(plan, counts, design)
    try:
        survey = prepared_survey(counts, sampled)
    except ValueError as error:
        why = Message("No weights meet these margins: look at totals and categories.")
        raise Faults(
            [Fault(Place(file=design), "margin", Message("margins that can be met"), why)]
        ) from error
    estimands = [one.estimand for one in figures]
    table = estimates_of(survey, estimands, ("unit",) if by else (), confidence=float(plan.confidence))
    by_code = {one.estimand.code: one for one in figures}
    found = tuple(
        FoundFigure(by_code[row.estimand.code], "".join(row.domain), row, row.n >= plan.minimum_n)
        for row in table.rows()
    )
    return FileEstimate(counts, heading, found)


def asked_figures(plan: EstimationPlan, design: str) -> tuple[AskedFigure, ...]:
    """Return what is estimated: the satisfaction rate of each item and factor of the plan, its means, ratios and
    totals. Raises `Faults` where it has none, and for answers that cannot be counted."""
    place = Place(file=design)
    points = (text for one in (*plan.means, *plan.totals) for text in one.points)
    faults = [
        Fault(place, text, Message("texts without quotation marks and backslashes"), _LEVEL)
        for text in dict.fromkeys((*plan.valid, *plan.missing, *points))
        if not is_countable_level(text)
    ]
    if not (plan.items or plan.factors or plan.means or plan.ratios or plan.totals):
        faults.append(Fault(place, "[estimate]", Message("items or factors"), _NOTHING_ASKED))
    if "weight" not in plan.columns:
        faults.append(Fault(place, "[estimate]", Message("the column of the weights"), _NO_WEIGHT))
    if faults:
        raise Faults(faults)
    items = [
        AskedFigure(heading, heading, share_of(f"i{at}", plan.satisfied, plan.valid))
        for at, heading in enumerate(plan.items)
    ]
    factors = [AskedFigure(one.code, one.name, factor_share(f"f{at}")) for at, one in enumerate(plan.factors)]
    means = [
        AskedFigure(one.code, one.name, mean_of(f"m{at}", one.points or None))
        for at, one in enumerate(plan.means)
    ]
    ratios = [AskedFigure(one.code, one.name, ratio_of(f"r{at}")) for at, one in enumerate(plan.ratios)]
    totals = [
        AskedFigure(one.code, one.name, total_of(f"t{at}", one.points or None))
        for at, one in enumerate(plan.totals)
    ]
    return (*items, *factors, *means, *ratios, *totals)


def file_question(plan: EstimationPlan, by: str, where: Where) -> FileQuestion:
    """Return what is asked of the file: the columns of the plan under our names, its items and factors."""
    columns_of = {heading: f"c{at}" for at, heading in enumerate(_items_of(plan))}
    amounts = {level: (Fraction(level in plan.satisfied), Fraction(1)) for level in plan.valid}
    questions = [
        CountedItem(f"i{at}", columns_of[heading], plan.valid, plan.missing)
        for at, heading in enumerate(plan.items)
    ]
    factors = [
        CountedFactor(
            f"f{at}",
            tuple(SummedItem(columns_of[heading], amounts, plan.missing) for heading in factor.items),
        )
        for at, factor in enumerate(plan.factors)
    ]
    amounts_asked = [(f"m{at}", one) for at, one in enumerate(plan.means)]
    amounts_asked += [(f"t{at}", one) for at, one in enumerate(plan.totals)]
    others: list[Question] = [
        *(_amount_question(code, columns_of[one.item], one, plan) for code, one in amounts_asked),
        *(
            CountedRatio(f"r{at}", columns_of[one.above], columns_of[one.below])
            for at, one in enumerate(plan.ratios)
        ),
    ]
    headings = {name: plan.columns[name] for name in (*PLACE_COLUMNS, "weight") if name in plan.columns}
    if by:
        headings["unit"] = by
    cells = tuple(margin.column for margin in plan.margins)
    columns = (*headings, *(["cell"] if cells else []))
    counting = CountingPlan(columns, (*questions, *factors, *others), is_domain=bool(where))
    asked = AskedOfFile(
        counting, headings | {name: heading for heading, name in columns_of.items()}, where, cells
    )
    return FileQuestion(asked, dict(_known(plan, columns, by)))


def _amount_question(code: str, column: str, asked: AskedAmount, plan: EstimationPlan) -> CountedItem:
    """What is counted for a mean or total: the answers that have points, or whatever number was written, of which an
    empty cell alone is missing."""
    if not asked.points:
        return CountedItem(code, column, None)
    missing = tuple(one for one in plan.missing if one not in asked.points)
    return CountedItem(code, column, tuple(asked.points), missing)


def _items_of(plan: EstimationPlan) -> tuple[str, ...]:
    of_factors = (item for factor in plan.factors for item in factor.items)
    amounts = (one.item for one in (*plan.means, *plan.totals))
    ratios = (item for one in plan.ratios for item in (one.above, one.below))
    return tuple(dict.fromkeys((*plan.items, *of_factors, *amounts, *ratios)))


def _known(plan: EstimationPlan, columns: Sequence[str], by: str) -> Iterable[tuple[str, KnownValues]]:
    """Which values the columns may have, as far as the design says."""
    strata = frozenset(one.place[0] for one in plan.populations if len(one.place) == 1)
    if "stratum" in columns:
        yield "stratum", KnownValues(strata or None, Message("a stratum of the design"))
    for name in PLACE_COLUMNS[1:2]:
        if name in columns:
            yield name, KnownValues(None, Message("the name of a sampled unit"))
    if by and by == plan.columns.get("unit"):
        yield "unit", KnownValues(frozenset(plan.units) or None, Message("a unit of the design"))
    if plan.margins:
        cells = frozenset(CELL.join(one) for one in product(*(margin.totals for margin in plan.margins)))
        yield "cell", KnownValues(cells, Message("categories of the margins"))


def sampled_design(plan: EstimationPlan, counts: AnswerCounts, design: str) -> EstimationDesign:
    """Return the design of the sample: the places that were counted and those in which nobody answered, with the sizes
    of the population. Raises `Faults` where more was drawn than there is, and for a category nobody belongs to."""
    sizes = {_placed(plan, one): one.size for one in plan.populations}
    silent = [place if "stratum" in plan.columns else ("", *place[1:]) for place in plan.silent]
    places = tuple(
        SampledPlace(place, _sizes(place, sizes) if sizes else ())
        for place in sorted({*counts.places, *silent})
    )
    people = Counter[PlaceKey]()
    for at, persons in zip(counts.place.tolist(), counts.people.tolist(), strict=True) if sizes else ():
        people[counts.places[at]] += persons
    faults = [*_too_many_drawn(places, people, design), *_empty_categories(plan, counts, design)]
    if faults:
        raise Faults(faults)
    margins = tuple(
        Margin(
            {cell: cell.split(CELL)[at] for cell in counts.cells},
            {category: Fraction(total) for category, total in margin.totals.items()},
        )
        for at, margin in enumerate(plan.margins)
    )
    return EstimationDesign(places, LonelyRule(plan.lonely), Calibration(margins) if margins else None)


def _placed(plan: EstimationPlan, population: PopulationSize) -> PlaceKey:
    return population.place if "stratum" in plan.columns else ("", *population.place[1:])


def _sizes(place: PlaceKey, sizes: Mapping[PlaceKey, Fraction]) -> tuple[Fraction | None, ...]:
    """The sizes that are known of each stage of a place, up to the last one known."""
    found = [sizes.get(place[:depth]) for depth in range(1, len(place) + 1)]
    while found and found[-1] is None:
        found.pop()
    return tuple(found)


def _too_many_drawn(
    places: Sequence[SampledPlace], people: Mapping[PlaceKey, int], design: str
) -> Iterable[Fault]:
    drawn: dict[PlaceKey, set[PlaceKey]] = {}
    persons: Counter[PlaceKey] = Counter()
    size_of: dict[PlaceKey, Fraction] = {}
    for place, sizes, _strata in (one for one in places if one.sizes):
        for depth, size in enumerate(sizes, start=1):
            if size is None or size <= 1:
                continue
            size_of[place[:depth]] = size
            if depth == len(place):
                persons[place[:depth]] += people.get(place, 0)
            else:
                drawn.setdefault(place[:depth], set()).add(place[: depth + 1])
    for place, size in size_of.items():
        there = len(drawn[place]) if place in drawn else persons[place]
        if there > size:
            why = Message("The sample has {drawn} of them: correct the size, or the file.", drawn=there)
            found = f"{' / '.join(filter(None, place))}: {size}"
            yield Fault(Place(file=design), found, Message("at least as many as were drawn"), why)


def _empty_categories(plan: EstimationPlan, counts: AnswerCounts, design: str) -> Iterable[Fault]:
    for at, margin in enumerate(plan.margins):
        there = {cell.split(CELL)[at] for cell in counts.cells}
        for category in margin.totals:
            if category not in there:
                found = f"{margin.column}: {category}"
                yield Fault(Place(file=design), found, Message("a category of the sample"), _NOBODY)


_LEVEL = Message("The answer cannot be counted as it is written: give it another code in the file.")
_NOTHING_ASKED = Message("Nothing is asked: name items, or add a factor.")
_NO_WEIGHT = Message("Each response has a weight: name its column; 1 in every row where all weigh the same.")
_NOBODY = Message("Nobody of the sample belongs to it: join it with another category.")
