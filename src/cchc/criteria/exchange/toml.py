"""A criteria set as TOML: `[set]`, `[[grade]]`, `[[node]]`; every value a string, lines as lists of strings.

What a criteria set never holds and a parser of TOML pays for dearly is refused before the text is parsed: a key of
30,000 parts, 60 kilobytes of text, takes it four gigabytes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any

from cchc.core.scoring.criteria.document import NODE_FIELDS, SETTINGS, Document, Field, Fields
from cchc.core.words.lengths import MOST
from cchc.core.words.messages import Fault, Faults, Message, Place

LINES = ("inputs", "checks", "examples", "options")  # fields of all our files whose lines are a list
SET_TABLES: Mapping[str, type] = {"set": dict, "grade": list, "node": list}
HEADER = re.compile(r"\s*\[\[?\s*([A-Za-z_]+)\s*\]\]?\s*(?:#.*)?")
KEY = re.compile(r"\s*([A-Za-z_]+)\s*=")
LONGEST_LINE = 40_000
LONGEST_WORD = 200
MOST_PARTS = 8
DEEPEST = 8
TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_toml(text: str, file: str, faults: list[Fault]) -> Document:
    """Return the document in a TOML text; values that are no text are added to `faults`. Raises `Faults` for other
    files."""
    reading = TomlReader(file, lines_of(text), faults, SET_TABLES)
    content = reading.content(text)
    return Document(
        Place(file=file, line=1),
        reading.fields("set", 0, content.get("set", {})),
        [reading.fields("grade", at, table) for at, table in enumerate(content.get("grade", []))],
        [reading.fields("node", at, table) for at, table in enumerate(content.get("node", []))],
    )


def refuse_unruly(text: str, file: str, tables: Mapping[str, type] = SET_TABLES) -> None:
    """Raise `Faults` for longer lines and words, keys of more parts and deeper brackets than any of our files has."""
    faults: list[Fault] = []
    depth = 0
    lines = zip(text.split("\n"), WITHIN.sub(blank, text).split("\n"), strict=True)
    for number, (written, line) in enumerate(lines, start=1):
        depths = list(
            accumulate((1 if sign in "[{" else -1 for sign in BRACKET.findall(line)), initial=depth)
        )
        depth = max(depths[-1], 0)
        why = (
            TOO_LONG
            if len(line) > LONGEST_LINE
            else MANY_PARTS
            if any(part.count(".") > MOST_PARTS for part in BETWEEN.split(line))
            else LONG_WORD
            if any(len(word) > LONGEST_WORD for word in WORD.findall(line))
            else DEEP
            if max(depths) > DEEPEST
            else None
        )
        if why is not None:
            expected = Message('{tables}, and lines such as name = "text"', tables=written_tables(tables))
            faults.append(Fault(Place(file=file, line=number), written.strip()[:80], expected, why))
            depth = 0
    if faults:
        raise Faults(faults)


# A string, of several lines or of one, or a comment: each may hold any sign. Closed or not, it is passed over once.
WITHIN = re.compile(
    r"""
    \"\"\"[^"\\]*+(?:(?s:\\.|"(?!""))[^"\\]*+)*+(?:\"\"\")?
    | '''[^']*+(?:'(?!'')[^']*+)*+(?:''')?
    | "(?:[^"\\\n]++|\\.)*+"?
    | '[^'\n]*+'?
    | \#[^\n]*+
    """,
    re.VERBOSE,
)
BRACKET = re.compile(r"[\[\]{}]")
BETWEEN = re.compile(r"[=,\[\]{}]")
WORD = re.compile(r"[^\s=,.\[\]{}\"]+")


def blank(within: re.Match[str]) -> str:
    """Return quotation marks in place of a string or comment, as many signs in as many lines."""
    return "\n".join('"' * len(line) for line in within[0].split("\n"))


TOO_LONG = Message(
    "the line is longer than a file of this kind has any; "
    "shorten the text to {most} letters, or write it as a list of lines",
    most=MOST["cell"],
)
LONG_WORD = Message("the word outside quotation marks is very long; put texts in quotation marks")
MANY_PARTS = Message("the key has very many parts parted by points; a key is one word")
DEEP = Message("brackets stand in brackets very deep; there are lists of texts and nothing deeper")


def broken(error: str, text: str, file: str) -> Fault:
    """Return the fault of a text that is no TOML, in our words: the parser's own are in English alone."""
    match = TOML_PLACE.search(error)
    lines = text.splitlines() or [""]
    line = min(int(match[1]), len(lines)) if match else len(lines)
    why = next((why for beginning, why in TOML_ERRORS.items() if error.startswith(beginning)), NO_TOML)
    if CURLY.search(WITHIN.sub(blank, lines[line - 1])):
        why = CURLY_QUOTES
    return Fault(Place(file=file, line=line), lines[line - 1].strip()[:80], Message("a TOML file"), why)


NO_TOML = Message(
    'the line cannot be read as TOML; see that quotation marks and brackets are closed and that it says key = "text"'
)
CURLY = re.compile("[“”„‟«»‘’‚‛]")
CURLY_QUOTES = Message(
    'texts stand in straight quotation marks: write "…" for “…”, which word processors make of them'
)
TOML_ERRORS = {
    "Cannot overwrite": Message("the key stands twice in its table; keep one of the lines"),
    "Cannot declare": Message(
        "the table stands twice; what comes several times stands in double brackets: [[item]], [[node]]"
    ),
    "Illegal character": Message(
        "the line breaks off or holds a sign that TOML does not take; close the text in its line"
    ),
}


def written_tables(tables: Mapping[str, type]) -> tuple[str, ...]:
    """Return the heads of tables as they are written.

    >>> written_tables(SET_TABLES)
    ('[set]', '[[grade]]', '[[node]]')
    """
    return tuple(f"[{name}]" if kind is dict else f"[[{name}]]" for name, kind in tables.items())


def lines_of(text: str) -> dict[tuple[str, int, str], int]:
    """Return the line (from 1) of every key, by table name, position of the table and key; key "" is the table's own
    line."""
    found: dict[tuple[str, int, str], int] = {}
    seen: dict[str, int] = {}
    table, at = "", 0
    for line, content in outside_strings(text):
        header, key = HEADER.fullmatch(content), KEY.match(content)
        if header:
            table, at = header[1], seen.get(header[1], 0)
            seen[table] = at + 1
            found[table, at, ""] = line
        elif key:
            found.setdefault((table, at, key[1]), line)
    return found


def outside_strings(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a TOML text, with their numbers, that do not lie inside a string of several lines."""
    fence = ""
    for line, content in enumerate(text.splitlines(), start=1):
        if not fence:
            yield line, content
        for mark in re.findall(r'"""|\'\'\'', content):
            fence = "" if fence == mark else fence or mark


class TomlReader:
    """One reading of TOML with these tables (one: `dict`, several rows: `list`) into fields; faults are collected with
    their lines."""

    def __init__(
        self,
        file: str,
        lines: dict[tuple[str, int, str], int],
        faults: list[Fault],
        tables: Mapping[str, type],
    ) -> None:
        self.file = file
        self.lines = lines
        self.faults = faults
        self.tables = tables

    def content(self, text: str) -> dict[str, Any]:
        """Return the parsed text, of which the tables have their form. Raises `Faults` for other files."""
        refuse_unruly(text, self.file, self.tables)
        try:
            content = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise Faults([broken(str(error), text, self.file)]) from None
        self.only_tables(content)
        return content

    def place(self, table: str, at: int, key: str) -> Place:
        """Return the place of a key in the file."""
        line = self.lines.get((table, at, key)) or self.lines.get((table, at, ""))
        return Place(file=self.file, line=line)

    def fault(self, place: Place, found: str, expected: Message, why: Message) -> None:
        """Add a fault."""
        self.faults.append(Fault(place, found, expected, why))

    def only_tables(self, content: dict[str, Any]) -> None:
        """Refuse tables other than those of the file, and tables of the wrong form."""
        for name, kind in self.tables.items():
            if name in content and not isinstance(content[name], kind):
                expected = (
                    Message("[{name}]", name=name) if kind is dict else Message("[[{name}]]", name=name)
                )
                self.fault(
                    self.place(name, 0, ""), name, expected, Message("{name} has the wrong form", name=name)
                )
                content[name] = kind()
        for name in content:
            if name not in self.tables:
                expected = Message("one of: {allowed}", allowed=written_tables(self.tables))
                place = self.place(name, 0, "") if (name, 0, "") in self.lines else self.place("", 0, name)
                self.fault(
                    place, name, expected, Message('"{found}" has no meaning in this file', found=name)
                )

    def fields(self, table: str, at: int, content: Any) -> Fields:
        """Return the fields of a table."""
        if not isinstance(content, dict):
            self.fault(
                self.place(table, at, ""), str(content), Message("a table"), Message("this is no table")
            )
            return {}
        found = {}
        for key, value in content.items():
            place = self.place(table, at, key)
            text = self.text(key, value, place)
            if text is not None:
                found[key] = Field(text, place)
        return found

    def text(self, key: str, value: Any, place: Place) -> str | None:
        """Return the value as text; None and a fault for a number, which must be a string: a number of TOML is a
        float and not exact."""
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "yes" if value else "no"
        if key in LINES and isinstance(value, list) and all(isinstance(one, str) for one in value):
            return "\n".join(value)
        if isinstance(value, (int, float)):
            why = Message("numbers stand in quotation marks, so that they stay exact")
            self.fault(place, str(value), Message('"{number}"', number=str(value)), why)
            return str(value)
        why = Message("{key} holds something else than text", key=key)
        self.fault(place, str(value)[:80], Message("a text in quotation marks"), why)
        return None


# --- writing -----------------------------------------------------------------------------------------------------


def write_toml(document: Document) -> str:
    """Return `document` as TOML text that `read_toml` reads back to the same texts."""
    blocks = ["[set]\n" + entries(document.settings, SETTINGS)]
    blocks += ["[[grade]]\n" + entries(grade, ("name", "band")) for grade in document.grades]
    blocks += ["[[node]]\n" + entries(node, NODE_FIELDS) for node in document.nodes]
    return "\n".join(blocks)


def entries(fields: Fields, order: tuple[str, ...]) -> str:
    return "".join(entry(name, fields[name].text) for name in order if name in fields)


def entry(name: str, text: str) -> str:
    if name not in LINES:
        return f"{name} = {quoted_text(text)}\n"
    lines = "".join(f"  {quoted_text(line)},\n" for line in text.splitlines())
    return f"{name} = [\n{lines}]\n"


def quoted_text(text: str) -> str:
    """Return `text` as a TOML string: a literal one when it holds quotation marks, a basic one otherwise."""
    plain = all(sign.isprintable() for sign in text)
    if '"' in text and "'" not in text and plain:
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in escaped) + '"'
