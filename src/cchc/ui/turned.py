"""What differs between two versions of a thing made of rows, as `ui/turned.html` shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from cchc.core.words.comparing import TurnedField


class Differing(Protocol):
    """A row that differs: how it is called is `name`, what became of it `what`, the fields that differ `fields`."""

    @property
    def fields(self) -> tuple[TurnedField, ...]:
        """The fields that differ."""
        ...


@dataclass(frozen=True, slots=True)
class TurnedWords:
    """A field that differs, as it is read: its label, both texts, and the words between them where it is prose."""

    label: Any
    before: str
    after: str
    words: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TurnedLine:
    """A row that differs, as it is read."""

    row: Differing
    fields: tuple[TurnedWords, ...]


def turned_lines(
    rows: Iterable[Differing], labels: Mapping[str, Any], spoken: Mapping[str, Mapping[str, Any]]
) -> list[TurnedLine]:
    """Return the rows that differ as they are read, by the `labels` of their fields; texts that are codes of choices as
    they are `spoken`."""

    def words(field: TurnedField) -> TurnedWords:
        said = spoken.get(field.name)
        if said is None:
            return TurnedWords(labels[field.name], field.before, field.after, field.words)
        before, after = (str(said.get(text, text)) for text in (field.before, field.after))
        return TurnedWords(labels[field.name], before, after, ())

    return [TurnedLine(row, tuple(map(words, row.fields))) for row in rows]
