"""What R's survey package says of made-up answers under many designs, our estimates say too, to nine digits.

`surveys_reference/designs.R` made both files; the head of `designs.csv` names the versions. R is not needed here.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from cchc.core.surveys.estimating.counts import ANSWER_COLUMNS, PLACE_COLUMNS, PlaceKey, counts_of
from cchc.core.surveys.estimating.designs import (
    Calibration,
    EstimationDesign,
    LonelyRule,
    Margin,
    SampledPlace,
)
from cchc.core.surveys.estimating.estimands import (
    factor_share,
    mean_of,
    ratio_of,
    share_of,
    total_of,
)
from cchc.core.surveys.estimating.estimates import PreparedSurvey, estimates_of, prepared_survey
from cchc.core.surveys.estimating.intervals import IntervalMethod

HERE = Path(__file__).parent / "surveys_reference"
Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    with (HERE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@cache
def answers() -> tuple[Row, ...]:
    return tuple(rows_of("answers.csv"))


LEVELS = ["1", "2", "3", "4", "5"]
HAPPY = {level: Fraction(level in "45") for level in LEVELS}
ESTIMANDS = {
    "happy": share_of("q1", ["4", "5"], LEVELS),
    "q1": mean_of("q1"),
    "spent": mean_of("spent"),
    "ratio": ratio_of("spent over visits"),
    "factor": factor_share("factor"),
    "total": total_of("spent"),
    "people": total_of("q1", HAPPY),
    "all": share_of("all", ["1"], ["0", "1"]),
    "none": share_of("all", ["0"], ["0", "1"]),
}


class ReferenceDesign(NamedTuple):
    """A design of the script: how a row says where it was drawn, with which weight, and what is known beside it; what
    a row says otherwise in this design, and of which columns the cells of the margins are made."""

    place: Callable[[Row], SampledPlace]
    weight: Callable[[Row], str] = lambda row: row["weight"]
    kept: Callable[[Row], bool] = lambda row: True
    lonely: LonelyRule = LonelyRule.ADJUST
    calibration: Calibration | None = None
    says: Callable[[Row], Row] = lambda row: {}
    cell: tuple[str, ...] = ("sex", "age")


def at(
    *columns: str, sizes: tuple[str, ...] = (), strata: tuple[str, ...] = ()
) -> Callable[[Row], SampledPlace]:
    """Places by columns of the row ("" is no stratum), and sizes by its columns."""
    return lambda row: SampledPlace(
        tuple(row[name] if name else "" for name in columns),
        tuple(Fraction(row[name]) for name in sizes),
        tuple(row[name] for name in strata),
    )


def sized(columns: tuple[str, ...], *sizes: Callable[[Row], Fraction]) -> Callable[[Row], SampledPlace]:
    return lambda row: SampledPlace(tuple(row[name] for name in columns), tuple(size(row) for size in sizes))


def one(row: Row) -> str:
    return "1"


def fpc1(row: Row) -> Fraction:
    return Fraction(row["fpc1"])


def psu_persons(row: Row) -> Fraction:
    primaries = sorted({f"{one['stratum']} {one['psu']}" for one in answers()})
    return Fraction(60 + 5 * (1 + primaries.index(f"{row['stratum']} {row['psu']}")))


def by_stratum(**sizes: str) -> Callable[[Row], Fraction]:
    return lambda row: Fraction(sizes[row["stratum"]])


def with_lonely(row: Row) -> bool:
    return not (row["stratum"] == "C" and row["psu"] != "p1") and (row["stratum"], row["psu"]) != ("A", "p4")


def with_lonely_second(row: Row) -> bool:
    return (row["stratum"], row["psu"]) != ("B", "p2") or row["ssu"] == "s1"


def margin(number: int, **totals: int) -> Margin:
    cells = ["m old", "m young", "f old", "f young"]
    return Margin(
        {cell: cell.split()[number] for cell in cells},
        {name: Fraction(total) for name, total in totals.items()},
    )


SEX, AGE = margin(0, m=2900, f=3300), margin(1, old=2000, young=4200)
CELLS = Margin(
    {cell: cell for cell in ("m old", "m young", "f old", "f young")},
    {"m old": Fraction(900), "m young": Fraction(2000), "f old": Fraction(1100), "f young": Fraction(2200)},
)
OF_THREE = [
    f"{sex} {age} {unit}" for sex in "mf" for age in ("old", "young") for unit in ("north", "mid", "south")
]
THREE = tuple(
    Margin(
        {cell: cell.split()[number] for cell in OF_THREE},
        {name: Fraction(total) for name, total in totals.items()},
    )
    for number, totals in enumerate(
        (
            {"m": 2900, "f": 3300},
            {"old": 2000, "young": 4200},
            {"north": 1200, "mid": 2600, "south": 2400},
        )
    )
)


def of_first_units(row: Row) -> Row:
    second = "mid" if (row["stratum"], row["psu"]) == ("B", "p2") else "south"
    return {"unit": "north" if row["psu"] == "p1" else second}


def of_few(row: Row) -> Row:
    return {"unit": {"5": "north", "40": "mid", "92": "mid"}.get(row["person"], "south")}


def without_visits(row: Row) -> Row:
    return {"visits": "0"} if row["unit"] == "north" else {}


def long_weight(row: Row) -> str:
    return f"{Decimal(row['weight']) * (1 + Decimal(int(row['person']) * 7919 % 104729) / 10**9):f}"


def zero_at_times(row: Row) -> str:
    return row["weight"] if int(row["person"]) % 9 else "0"


def zero_in_a_stratum(row: Row) -> str:
    return "0" if row["stratum"] == "C" or (row["stratum"], row["psu"]) == ("B", "p2") else row["weight"]


def certain(row: Row, sized: bool) -> SampledPlace:
    """In C every primary unit was taken: each is a stratum, and what was drawn in it are its units."""
    if row["stratum"] == "C":
        place, size = (f"C {row['psu']}", row["ssu"]), row["fpc2"]
    else:
        place, size = (row["stratum"], row["psu"]), row["fpc1"]
    return SampledPlace(place, (Fraction(size),) if sized else ())


def of_second_units(row: Row) -> SampledPlace:
    return SampledPlace((f"{row['stratum']} {row['psu']} {row['ssu']}",))


@cache
def first_persons() -> frozenset[str]:
    """The first person of each second unit."""
    first: dict[PlaceKey, str] = {}
    for row in answers():
        first.setdefault(of_second_units(row).place, row["person"])
    return frozenset(first.values())


def with_lonely_persons(row: Row) -> bool:
    return row["psu"] != "p2" or row["person"] in first_persons()


def with_an_only_unit(row: Row) -> bool:
    return row["stratum"] != "C" or row["psu"] == "p1"


ONE_STAGE = at("stratum", "psu")
TWO_STAGES = at("stratum", "psu", "ssu", sizes=("fpc1", "fpc2"))
CENSUS = sized(
    ("stratum", "psu", "ssu"),
    lambda row: Fraction(3) if row["stratum"] == "C" else fpc1(row),
    lambda row: Fraction(row["fpc2"]),
)
DESIGNS = {
    "simple": ReferenceDesign(at(""), one),
    "simple_fpc": ReferenceDesign(
        lambda row: SampledPlace(("",), (len(answers()) * Fraction("11.5"),)), lambda row: "11.5"
    ),
    "weights": ReferenceDesign(at("")),
    "strata": ReferenceDesign(at("stratum")),
    "strata_fpc": ReferenceDesign(sized(("stratum",), by_stratum(A="900", B="2500", C="300", D="1100"))),
    "clusters": ReferenceDesign(lambda row: SampledPlace(("", f"{row['stratum']} {row['psu']}"))),
    "strata_clusters": ReferenceDesign(ONE_STAGE),
    "strata_clusters_fpc": ReferenceDesign(at("stratum", "psu", sizes=("fpc1",))),
    "strata_clusters_share": ReferenceDesign(
        sized(("stratum", "psu"), by_stratum(A="0.15", B="0.25", C="0.5", D="0.1"))
    ),
    "two_stages_fpc": ReferenceDesign(TWO_STAGES),
    "two_stages_persons": ReferenceDesign(sized(("stratum", "psu"), fpc1, psu_persons)),
    "three_stages_fpc": ReferenceDesign(at("stratum", "psu", "ssu", sizes=("fpc1", "fpc2", "fpc3"))),
    "second_strata": ReferenceDesign(
        lambda row: SampledPlace(
            (row["stratum"], row["psu"], row["ssu"]),
            (fpc1(row), Fraction(6 if row["half"] == "x" else 5)),
            (row["half"],),
        )
    ),
    "small_primary": ReferenceDesign(ONE_STAGE),
    "zero_weights": ReferenceDesign(ONE_STAGE, zero_at_times),
    "census_stratum": ReferenceDesign(CENSUS),
    **{f"lonely_{rule}": ReferenceDesign(ONE_STAGE, kept=with_lonely, lonely=rule) for rule in LonelyRule},
    **{
        f"lonely_fpc_{rule}": ReferenceDesign(
            at("stratum", "psu", sizes=("fpc1",)), kept=with_lonely, lonely=rule
        )
        for rule in LonelyRule
    },
    **{
        f"lonely_second_{rule}": ReferenceDesign(TWO_STAGES, kept=with_lonely_second, lonely=rule)
        for rule in LonelyRule
    },
    "poststratified": ReferenceDesign(ONE_STAGE, calibration=Calibration((SEX,))),
    "poststratified_cells": ReferenceDesign(TWO_STAGES, calibration=Calibration((CELLS,))),
    "poststratified_persons": ReferenceDesign(at("stratum"), calibration=Calibration((CELLS,))),
    "raked": ReferenceDesign(ONE_STAGE, calibration=Calibration((SEX, AGE))),
    "raked_persons": ReferenceDesign(at("stratum"), calibration=Calibration((SEX, AGE))),
    "raked_stages": ReferenceDesign(TWO_STAGES, calibration=Calibration((SEX, AGE))),
    "one_primary": ReferenceDesign(ONE_STAGE, says=of_first_units),
    "one_primary_stages": ReferenceDesign(TWO_STAGES, says=of_first_units),
    "one_person": ReferenceDesign(at("stratum", "psu", sizes=("fpc1",)), says=of_few),
    "second_replaced": ReferenceDesign(at("stratum", "psu", "ssu")),
    "second_census": ReferenceDesign(
        sized(("stratum", "psu", "ssu"), fpc1, lambda row: Fraction(3), lambda row: Fraction(row["fpc3"]))
    ),
    "certain_primaries": ReferenceDesign(lambda row: certain(row, sized=False)),
    "certain_primaries_fpc": ReferenceDesign(lambda row: certain(row, sized=True)),
    "long_weights": ReferenceDesign(ONE_STAGE, long_weight),
    "no_visits": ReferenceDesign(ONE_STAGE, says=without_visits),
    "zero_stratum": ReferenceDesign(ONE_STAGE, zero_in_a_stratum),
    "many_strata": ReferenceDesign(of_second_units),
    **{
        f"lonely_persons_{rule}": ReferenceDesign(of_second_units, kept=with_lonely_persons, lonely=rule)
        for rule in LonelyRule
    },
    **{
        f"only_unit_{rule}": ReferenceDesign(
            sized(("stratum", "psu"), lambda row: Fraction(1) if row["stratum"] == "C" else fpc1(row)),
            kept=with_an_only_unit,
            lonely=rule,
        )
        for rule in LonelyRule
    },
    **{
        f"lonely_{what}_{rule}": ReferenceDesign(
            ONE_STAGE, kept=with_lonely, lonely=rule, calibration=Calibration(margins)
        )
        for what, margins in {"poststratified": (SEX,), "raked": (SEX, AGE)}.items()
        for rule in (LonelyRule.ADJUST, LonelyRule.AVERAGE)
    },
    "raked_three": ReferenceDesign(ONE_STAGE, calibration=Calibration(THREE), cell=("sex", "age", "unit")),
}


@cache
def survey_of(name: str) -> PreparedSurvey:
    """The made-up answers, counted, in a design of the script."""
    design = DESIGNS[name]
    counted: Counter[tuple[str, ...]] = Counter()
    places: dict[PlaceKey, SampledPlace] = {}
    for known in filter(design.kept, answers()):
        row = {**known, **design.says(known)}
        sampled = design.place(row)
        places[sampled.place] = sampled
        path = (*sampled.place, *("" for _ in PLACE_COLUMNS))[: len(PLACE_COLUMNS)]
        who = (*path, design.weight(row), row["unit"], " ".join(row[name] for name in design.cell))
        given = {
            "q1": (row["q1"], ""),
            "spent": (row["spent"], ""),
            "spent over visits": (row["spent"], row["visits"]),
            "factor": (row["liked"], row["answered"]),
            "all": ("1", ""),
        }
        counted[*who, "", "", ""] += 1
        for item, (level, base) in given.items():
            counted[*who, item, level if level != "NA" else "", base] += 1
    names = (*PLACE_COLUMNS, "weight", "unit", "cell", *ANSWER_COLUMNS)
    columns = {name: [key[number] for key in counted] for number, name in enumerate(names)}
    counts = counts_of({**columns, "n": np.array(list(counted.values()))})
    return prepared_survey(
        counts, EstimationDesign(tuple(places.values()), design.lonely, design.calibration)
    )


def test_every_design_of_the_script_is_tried():
    assert {row["design"] for row in rows_of("designs.csv")} == set(DESIGNS)


@pytest.mark.parametrize("name", DESIGNS)
def test_estimates_equal_those_of_r(name):
    survey = survey_of(name)
    told, tried = [], 0
    for row in rows_of("designs.csv"):
        if row["design"] != name:
            continue
        where = {"unit": {row["domain"]}} if row["domain"] else {}
        estimand = ESTIMANDS[row["figure"]]
        logit, beta = (
            next(estimates_of(survey, [estimand], where=where, method=method).rows())
            for method in (IntervalMethod.LOGIT, IntervalMethod.BETA)
        )
        pairs = {
            "value": logit.value,
            "se": logit.se,
            "df": logit.df,
            "deff": logit.deff,
            "deff_replaced": logit.deff_replaced,
            "logit_low": logit.low,
            "logit_high": logit.high,
            "beta_low": beta.low,
            "beta_high": beta.high,
        }
        for column, ours in pairs.items():
            if row[column]:
                tried += 1
                if ours is None or ours != pytest.approx(float(row[column]), rel=1e-9, abs=1e-15):
                    told.append((row["figure"], row["domain"], column, row[column], ours))
    assert tried > 20
    assert told == []
