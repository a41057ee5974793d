"""Automatic numbers of Word: the paragraphs do not contain them, they are counted while reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

_GAP = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LEVELS = 9


@dataclass(slots=True)
class _Level:
    """The format of one level of a list."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1


class Numbering:
    """The lists of a document, and the present count of each level."""

    def __init__(self, numbering: ElementTree.Element | None, styles: ElementTree.Element | None) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        self._kinds: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counters: dict[str, list[int]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def label(self, paragraph: ElementTree.Element) -> str:
        """Return the number or bullet printed before `paragraph`, and count it; empty when the paragraph is in no
        list."""
        where = self._place(paragraph)
        levels = self._lists.get(self._kinds.get(where[0], "")) if where else None
        if where is None or levels is None:
            return ""
        number, depth = where
        level = levels.get(depth, _Level())
        if level.form == "bullet":
            return "-"
        counters = self._counters.setdefault(self._kinds[number], [0] * _LEVELS)
        anew = self._restarts.get(number, {}).pop(depth, None)  # "restart at 1" begins a list again, once
        counters[depth] = (
            anew if anew is not None else counters[depth] + 1 if counters[depth] else level.start
        )
        counters[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        return _GAP.sub(lambda gap: self._counted(levels, counters, int(gap[1]) - 1), level.text).strip()

    def _counted(self, levels: dict[int, _Level], counters: list[int], depth: int) -> str:
        level = levels.get(depth, _Level())
        return _formatted(counters[depth] or level.start, level.form)

    def _place(self, paragraph: ElementTree.Element) -> tuple[str, int] | None:
        properties = _child(paragraph, "pPr")
        if properties is None:
            return None
        own = _list_of(_child(properties, "numPr"))
        if own:
            return own if own[0] != "0" else None
        style = _child(properties, "pStyle")
        return self._styles.get(_value(style) or "") if style is not None else None

    def _read_lists(self, root: ElementTree.Element) -> None:
        for one in root:
            name = _local(one.tag)
            if name == "abstractNum":
                self._lists[_attribute(one, "abstractNumId") or ""] = _levels(one)
            elif name == "num":
                number = _attribute(one, "numId") or ""
                self._kinds[number] = _value(_child(one, "abstractNumId")) or ""
                self._restarts[number] = dict(_restarts(one))

    def _read_styles(self, root: ElementTree.Element) -> None:
        for style in root:
            properties = _child(style, "pPr")
            place = _list_of(_child(properties, "numPr")) if properties is not None else None
            name = _attribute(style, "styleId")
            if place and name:
                self._styles[name] = place


def _levels(kind: ElementTree.Element) -> dict[int, _Level]:
    levels = {}
    for one in kind:
        depth = _attribute(one, "ilvl") or ""
        if _local(one.tag) == "lvl" and depth.isdigit() and int(depth) < _LEVELS:
            start = _value(_child(one, "start")) or "1"
            levels[int(depth)] = _Level(
                _value(_child(one, "numFmt")) or "decimal",
                _value(_child(one, "lvlText")) or "",
                int(start) if start.isdigit() and len(start) < 6 else 1,
            )
    return levels


def _restarts(one: ElementTree.Element) -> Iterator[tuple[int, int]]:
    """Yield the levels that a list begins anew, each with its first number."""
    for change in one:
        depth = _attribute(change, "ilvl") or ""
        start = _value(_child(change, "startOverride")) or ""
        if depth.isdigit() and int(depth) < _LEVELS and start.isdigit() and len(start) < 6:
            yield int(depth), int(start)


def _list_of(properties: ElementTree.Element | None) -> tuple[str, int] | None:
    if properties is None:
        return None
    number, depth = _value(_child(properties, "numId")), _value(_child(properties, "ilvl")) or "0"
    return (number, min(int(depth), _LEVELS - 1)) if number and depth.isdigit() and len(depth) < 3 else None


def _formatted(number: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman"):
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 9 + 1)
        return letter.upper() if form == "upperLetter" else letter
    return f"{number:02}" if form == "decimalZero" else "" if form == "none" else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(min(number, 9999), value)
        text += sign * count
    return text


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attribute(element: ElementTree.Element, name: str) -> str | None:
    return next((value for key, value in element.attrib.items() if _local(key) == name), None)


def _child(element: ElementTree.Element | None, name: str) -> ElementTree.Element | None:
    return next((one for one in element if _local(one.tag) == name), None) if element is not None else None


def _value(element: ElementTree.Element | None) -> str | None:
    return _attribute(element, "val") if element is not None else None
