"""One name, one thing: whoever reads the name of a public class anywhere in the package knows which class it is."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent / "src" / "cchc"

# What a class says of itself inside another one, read together with the name of that one: `Cycle.Meta`, `Plan.State`.
NESTED = {"Kind", "Meta", "State"}

# A table that keeps the name of the core value it stores. At most six: each is a name that means two things.
TABLES_OF_VALUES = {"Agency", "Measure", "Plan", "Section", "UnitIndex"}


def test_a_public_class_name_exists_once_in_the_package():
    places: dict[str, list[str]] = defaultdict(list)
    for name, place in _public_classes():
        places[name].append(place)
    shared = {
        name for name, where in places.items() if len(where) > 1 and not _is_table_of_its_value(name, where)
    }
    assert shared == set(), "give these a name of their own"


def test_few_tables_keep_the_name_of_the_value_they_store():
    assert len(TABLES_OF_VALUES) <= 6


def _is_table_of_its_value(name: str, places: list[str]) -> bool:
    """Whether a listed name stands twice, once in the core and once among the tables of a room."""
    in_core = [place.startswith("core/") for place in places]
    tables = [place.endswith("/models.py") for place in places]
    return name in TABLES_OF_VALUES and sorted(in_core) == [False, True] and sorted(tables) == [False, True]


def _public_classes() -> Iterator[tuple[str, str]]:
    """Every public class with the module in which it stands; what is read together with another class is left out."""
    for path in sorted(HOUSE.rglob("*.py")):
        if "migrations" not in path.parts:
            place = str(path.relative_to(HOUSE))
            yield from (
                (name, place) for name in _names_in(ast.parse(path.read_text(encoding="utf-8")), False)
            )


def _names_in(node: ast.AST, inside: bool) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        is_class = isinstance(child, ast.ClassDef)
        if isinstance(child, ast.ClassDef) and not child.name.startswith("_"):
            yield from () if inside and child.name in NESTED else (child.name,)
        yield from _names_in(child, inside or is_class)
