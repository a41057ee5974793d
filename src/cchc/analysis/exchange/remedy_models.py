"""The library of remedies that comes with the platform: for each criterion of the model sets, by the code of the loss.
It is ours, so it is read without an enclosure."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ModelRemedy:
    """What helps at a criterion of this name ("": any) against losses of a code ("": any)."""

    criterion: str
    code: str
    task: str
    output: str
    cooperating: str = ""


@cache
def remedies_in(folder: Path) -> tuple[ModelRemedy, ...]:
    """Return the remedies of the tables in a folder, by the names of their files, each once."""
    found = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            found += [ModelRemedy(**row) for row in csv.DictReader(lines)]
    return tuple(dict.fromkeys(found))
