"""The part of a design file that an estimate reads: columns of the answers, items, sizes of the population, margins."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from cchc.core.surveys.sampling.design import (
    FEWEST_PRINTED,
    AnsweredFactor,
    AskedAmount,
    AskedRatio,
    EstimationPlan,
    MarginTotals,
    PopulationSize,
)
from cchc.core.surveys.sampling.design_tables import NO_TABLE, DesignTables, TableReader
from cchc.core.words.lengths import MOST
from cchc.core.words.messages import Fault, Message

PLACES = ("stratum", "primary_unit", "secondary_unit", "tertiary_unit")
COLUMN_KEYS = (*PLACES, "weight", "unit", "group")
ESTIMATION_TABLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "estimate": (
            *COLUMN_KEYS, "items", "satisfied", "valid", "missing", "lonely", "confidence", "minimum_n",
            "units",
        ),
        "factor": ("code", "name", "items"),
        "mean": ("code", "name", "item", "points"),
        "ratio": ("code", "name", "above", "below"),
        "total": ("code", "name", "item", "points"),
        "population": (*PLACES[:-1], "size"),
        "margin": ("column", "totals"),
        "silent": PLACES,
    }
)  # fmt: skip
EMPTY = EstimationPlan()


class LonelyStratum(StrEnum):
    """What the error of a stratum with a single sampled unit is taken for."""

    ADJUST = "adjust"
    AVERAGE = "average"
    CERTAINTY = "certainty"
    REMOVE = "remove"


LONELY = {
    LonelyStratum.ADJUST: ("điều chỉnh",),
    LonelyStratum.AVERAGE: ("trung bình",),
    LonelyStratum.CERTAINTY: ("chắc chắn",),
    LonelyStratum.REMOVE: ("bỏ qua",),
}


def estimation_plan(tables: DesignTables, file: str, faults: list[Fault]) -> EstimationPlan:
    """Return what an estimate is told by the tables of a design file; what is faulty is added to `faults`."""
    table = TableReader("estimate", next(iter(tables.get("estimate", ())), NO_TABLE), file, faults)
    items = table.texts("items")
    minimum = table.whole("minimum_n")
    if minimum is not None and minimum < FEWEST_PRINTED:
        why = Message(
            "Of fewer answers each person would learn what the others said: none of them is printed."
        )
        table.refuse("minimum_n", Message("a whole number from {least} on", least=FEWEST_PRINTED), why)
    _each_code_once(tables, file, faults)
    return EstimationPlan(
        {key: text for key in COLUMN_KEYS if (text := table.text(key, MOST["name"]))},
        items,
        tuple(_factors(tables, file, faults, items)),
        table.texts("satisfied") or EMPTY.satisfied,
        table.texts("valid") or EMPTY.valid,
        table.texts("missing"),
        tuple(_populations(tables, file, faults)),
        tuple(_margins(tables, file, faults)),
        table.choice("lonely", LONELY, LonelyStratum.ADJUST).value,
        table.share("confidence") or EMPTY.confidence,
        EMPTY.minimum_n if minimum is None else minimum,
        table.texts("units"),
        tuple(_silent(tables, file, faults)),
        tuple(_amounts("mean", tables, file, faults)),
        tuple(_ratios(tables, file, faults)),
        tuple(_amounts("total", tables, file, faults)),
    )


def _each_code_once(tables: DesignTables, file: str, faults: list[Fault]) -> None:
    """Refuse the codes of figures that stand twice, in tables of one name or of several."""
    seen: set[str] = set()
    for name in ("factor", "mean", "ratio", "total"):
        for one in tables.get(name, ()):
            table = TableReader(name, one, file, faults)
            code = one.fields["code"].value if "code" in one.fields else None
            if isinstance(code, str) and code in seen:
                table.refuse("code", Message("each code once"), Message("Two figures have this code."))
            elif isinstance(code, str):
                seen.add(code)


def _amounts(name: str, tables: DesignTables, file: str, faults: list[Fault]) -> list[AskedAmount]:
    readers = [TableReader(name, one, file, faults) for one in tables.get(name, ())]
    return [
        AskedAmount(
            table.code("code", required=True),
            table.text("name", MOST["title"], required=True),
            table.text("item", MOST["name"], required=True),
            table.numbers("points", from_zero=True),
        )
        for table in readers
    ]


def _ratios(tables: DesignTables, file: str, faults: list[Fault]) -> list[AskedRatio]:
    readers = [TableReader("ratio", one, file, faults) for one in tables.get("ratio", ())]
    return [
        AskedRatio(
            table.code("code", required=True),
            table.text("name", MOST["title"], required=True),
            table.text("above", MOST["name"], required=True),
            table.text("below", MOST["name"], required=True),
        )
        for table in readers
    ]


def _factors(
    tables: DesignTables, file: str, faults: list[Fault], items: tuple[str, ...]
) -> list[AnsweredFactor]:
    readers = [TableReader("factor", one, file, faults) for one in tables.get("factor", ())]
    codes = [one.code("code", required=True) for one in readers]
    found = []
    for table, code in zip(readers, codes, strict=True):
        own = table.texts("items")
        if not own:
            table.refuse("items", Message("the columns of its items"), Message("The factor has no items."))
        strange = tuple(one for one in own if items and one not in items)
        if strange:
            why = Message("These are no items of [estimate]: {items}.", items=strange)
            table.refuse("items", Message("items among {items}", items=items), why)
        found.append(AnsweredFactor(code, table.text("name", MOST["title"], required=True), own))
    return found


def _silent(tables: DesignTables, file: str, faults: list[Fault]) -> list[tuple[str, ...]]:
    found = []
    for one in tables.get("silent", ()):
        table = TableReader("silent", one, file, faults)
        names = [table.text(key, MOST["name"]) for key in PLACES]
        while names and not names[-1]:
            names.pop()
        if len(names) < 2 or not all(names[1:]):
            why = Message("A place in which nobody answered is a sampled unit: name it, and what it lies in.")
            table.refuse("primary_unit", Message("the names of a sampled unit"), why)
        else:
            found.append(tuple(names))
    return found


def _populations(tables: DesignTables, file: str, faults: list[Fault]) -> list[PopulationSize]:
    found: dict[tuple[str, ...], Fraction] = {}
    for one in tables.get("population", ()):
        table = TableReader("population", one, file, faults)
        names = [table.text(key, MOST["name"]) for key in PLACES[:-1]]
        while names and not names[-1]:
            names.pop()
        size = table.number("size")
        if not all(names):
            why = Message("A unit stands in a stratum, and a secondary unit in a primary one: name it too.")
            table.refuse("stratum", Message("the names from the stratum on"), why)
        elif tuple(names) in found:
            why = Message("The population of this place is stated twice.")
            table.refuse("stratum", Message("each place once"), why)
        elif size is None and not table.has("size"):
            table.refuse("size", Message("how many there are"), Message("The size is missing: state it."))
        elif size is not None:
            found[tuple(names)] = size
    return [PopulationSize(place, size) for place, size in found.items()]


def _margins(tables: DesignTables, file: str, faults: list[Fault]) -> list[MarginTotals]:
    found: dict[str, MarginTotals] = {}
    for one in tables.get("margin", ()):
        table = TableReader("margin", one, file, faults)
        column, totals = table.text("column", MOST["name"], required=True), table.numbers("totals")
        if not table.has("totals"):
            table.refuse("totals", Message("totals by value"), Message("The totals are missing: state them."))
        if column in found:
            table.refuse("column", Message("each column once"), Message("Two margins have this column."))
        found[column] = MarginTotals(column, totals)
    sums = {sum(one.totals.values()) for one in found.values()}
    if len(sums) > 1:
        last = TableReader("margin", tables["margin"][-1], file, faults)
        why = Message("The margins count different populations: their totals must have one sum.")
        last.refuse("totals", Message("one sum"), why)
    return list(found.values())
