"""The published results under examples/ come out again."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.index import GroupIndex, UnitScores, ranking
from cchc.core.words.numbers import printed_number
from cchc.criteria.exchange.reading import read_set

EXAMPLES = Path(__file__).parents[2] / "examples"


def criteria_of(name: str) -> CriteriaSet:
    return read_set((EXAMPLES / name / "set.toml").read_bytes(), "set.toml")


def units_of(name: str) -> list[UnitScores]:
    """The units of an example in the order of its file."""
    leaves = criteria_of(name).leaves
    with (EXAMPLES / name / "points.csv").open(encoding="utf-8", newline="") as lines:
        return [
            UnitScores(
                row["unit"], {number: Fraction(row[number]) for number in leaves}, None, row.get("group")
            )
            for row in csv.DictReader(lines)
        ]


def scored(name: str) -> GroupIndex:
    """The one peer group of an example, whose units came in reverse order."""
    (group,) = ranking(criteria_of(name), units_of(name)[::-1])
    return group


def test_the_office_of_2023_has_88_09_of_100() -> None:
    (office,) = scored("vpubnd-2023").units
    assert (office.total.points, office.total.maximum, office.index) == (
        Fraction("88.09"),
        100,
        Fraction("88.09"),
    )


def test_the_losses_of_its_domains_are_those_published() -> None:
    (office,) = scored("vpubnd-2023").units
    losses = [str(float(office.nodes[domain.number].lost)) for domain in criteria_of("vpubnd-2023").domains]
    assert losses == ["4.92", "0.89", "0.0", "0.53", "0.55", "0.26", "4.15", "0.61"]


def test_the_departments_of_quang_binh_rank_as_published() -> None:
    published = [unit.name for unit in units_of("quang-binh-2023")]
    ranked = scored("quang-binh-2023").units
    assert [(unit.rank, unit.unit.name) for unit in ranked] == list(enumerate(published, start=1))


def test_their_mean_highest_and_lowest_are_those_published() -> None:
    group = scored("quang-binh-2023")
    ends = [printed_number(one) for one in (group.mean, group.highest, group.lowest) if one is not None]
    assert ends == ["91,65", "95,23", "88,30"]
