"""The models of questionnaires that come with the platform. They are ours, so they are read without an enclosure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cchc.surveys.exchange.questionnaire_file import read_questionnaire_file


@dataclass(frozen=True, slots=True)
class ModelQuestionnaire:
    """A model to start from: the name of its file, its title, how much it asks, its code, its canonical text."""

    name: str
    title: str
    items: int
    code: str
    text: str


@cache
def models_in(folder: Path) -> tuple[ModelQuestionnaire, ...]:
    """Return the models in a folder, by the names of their files."""
    read = [(path.stem, read_questionnaire_file(path, path.name)) for path in sorted(folder.glob("*.toml"))]
    return tuple(ModelQuestionnaire(name, one.title, one.items, one.code, one.text) for name, one in read)
