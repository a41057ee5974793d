"""The paragraphs and tables of a document as plain JSON, to be kept and shown beside the measures read from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cchc.files.documents import Block, Cell, Paragraph, Spot


@dataclass(frozen=True, slots=True)
class DocumentPiece:
    """A paragraph, or a row of a table, with its place in the document; cells span `width` columns."""

    spot: Spot
    text: str = ""
    cells: tuple[Cell, ...] = ()
    heading: bool = False

    @property
    def is_row(self) -> bool:
        """Whether this is a row of a table."""
        return self.spot.table is not None


def blocks_data(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """The paragraphs and rows of `blocks` in their order, as plain JSON; see `pieces_of`."""
    return [data for block in blocks for data in _data(block)]


def _data(block: Block) -> Iterator[dict[str, Any]]:
    if isinstance(block, Paragraph):
        yield {**_spot(block.spot), "text": _kept(block.text)}
    else:
        for row in block.rows:
            cells = [_cell(cell) for cell in row.cells]
            yield {**_spot(row.spot), "cells": cells, "heading": row.heading}


def _cell(cell: Cell) -> list[Any]:
    return [cell.column, cell.width, _kept(cell.text)]


def _kept(text: str) -> str:
    return text.replace("\x00", "")


def _spot(spot: Spot) -> dict[str, Any]:
    named = ("page", "paragraph", "table", "row")
    found = {name: value for name in named if (value := getattr(spot, name)) is not None}
    return {**found, "lines": list(spot.lines)} if spot.lines else found


def pieces_of(data: Iterable[Mapping[str, Any]]) -> Iterator[DocumentPiece]:
    """The pieces that `blocks_data` turned into plain JSON."""
    for kept in data:
        lines = kept.get("lines")
        spot = Spot(
            page=kept.get("page"),
            paragraph=kept.get("paragraph"),
            table=kept.get("table"),
            row=kept.get("row"),
            lines=(lines[0], lines[1]) if lines else None,
        )
        cells = tuple(
            Cell(column, tuple(text.splitlines()), width) for column, width, text in kept.get("cells", ())
        )
        yield DocumentPiece(spot, kept.get("text", ""), cells, kept.get("heading", False))
