"""The tables of a release as open data: CSV as the bundle has it, JSON and XLSX of the same rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from typing import Any

from cchc.files.plain_workbooks import PlainCell, plain_workbook
from cchc.portal.exchange.dictionary import ColumnKind, columns_of, key_of, names_of
from cchc.releases.exchange.packing import PackedMember, packed_members, unpacked
from cchc.releases.exchange.verify import COLUMNS

Value = str | int | bool | None


class OpenTables:
    """The tables in a bundle; those that its level withholds are not in it. Each is unpacked when it is asked for.

    A table is named as in `verify.COLUMNS`. Asking for one that is not there raises `KeyError`.
    """

    def __init__(self, bundle: bytes) -> None:
        self._bundle = bundle

    @cached_property
    def _members(self) -> Mapping[str, PackedMember]:
        return {one.path: one for one in packed_members(self._bundle)}

    @property
    def names(self) -> list[str]:
        """The names of the tables, in the order of the format."""
        return [form for form in COLUMNS if f"csv/{form}.csv" in self._members]

    def size(self, name: str) -> int:
        """Return how many bytes the CSV of a table has."""
        return self._members[f"csv/{name}.csv"].size

    def csv(self, name: str) -> bytes:
        """Return a table as CSV, byte for byte as it was sealed."""
        return unpacked(self._members[f"csv/{name}.csv"])

    def rows(self, name: str) -> list[tuple[Value, ...]]:
        """Return the rows of a table as the documents have them: numbers with a fraction as exact texts."""
        document, _, inside = name.partition("_")
        found = json.loads(unpacked(self._members[f"{document}.json"]))
        whole = [found] if isinstance(found, dict) else found
        if not inside:
            return [_picked(row, names_of(name)) for row in whole]
        key = key_of(document)
        own = names_of(name)[len(key) :]
        return [_picked(row, key) + _picked(line, own) for row in whole for line in row[inside]]

    def json(self, name: str) -> bytes:
        """Return a table as JSON: a list of its rows, each a line, without the apostrophes of the CSV."""
        names = names_of(name)
        lines = (
            json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in self.rows(name)
        )
        return ("[\n" + ",\n".join(lines) + "\n]\n").encode()

    def xlsx(self, name: str) -> bytes:
        """Return a table as a workbook: columns of numbers are numbers, texts are texts."""
        are_numbers = [one.kind is ColumnKind.NUMBER for one in columns_of(name)]
        rows = [tuple(map(_cell, row, are_numbers)) for row in self.rows(name)]
        return plain_workbook(name, names_of(name), rows)

    def sum_of(self, name: str) -> str:
        """Return the SHA-256 of the CSV of a table."""
        return sha256(self.csv(name)).hexdigest()


def _picked(row: Mapping[str, Any], names: list[str]) -> tuple[Value, ...]:
    return tuple(row[name] for name in names)


def _cell(value: Value, is_number: bool) -> PlainCell:
    return Fraction(value) if is_number and isinstance(value, str) and value else value
