"""A questionnaire from an XLSForm. The sheets are read by our own bounded reader; pyxform, where it is installed,
checks the rows by the rules of XLSForm and says what they mean. What our format has no place for is told, never dropped
silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from cchc.core.scoring.criteria.document import Field, Fields
from cchc.core.surveys.questionnaires.document import QuestionDocument, empty_tables
from cchc.core.surveys.questionnaires.values import NO_OPINION, ItemKind
from cchc.core.words.messages import Fault, Faults, Message, Notice, Place
from cchc.core.words.names import search_key
from cchc.files.tables import Table, as_text, read_table
from cchc.surveys.exchange.xlsform_conditions import condition_from_xlsform

SURVEY_SHEET, CHOICES_SHEET, SETTINGS_SHEET = "survey", "choices", "settings"
ABSENT = Message(
    "this is an XLSForm, and the package that reads it is not installed: ask for pip install -r "
    "requirements/xlsform.txt, or bring the questionnaire as an Excel file of this program"
)
_ROW = re.compile(r"\[row : (\d+)\]\s*")
_BOUND = re.compile(r"\.\s*(>=|<=)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_SLUG = re.compile(r"[^a-z0-9]+")
KINDS = {
    "select one": ItemKind.SINGLE,
    "select all that apply": ItemKind.MULTIPLE,
    "integer": ItemKind.NUMBER,
    "decimal": ItemKind.NUMBER,
    "range": ItemKind.NUMBER,
    "text": ItemKind.TEXT,
}
TABLE_ROWS = frozenset({"list-nolabel", "likert", "list"})  # appearances of a question on a scale
Element = Mapping[str, Any]
Book = dict[str, list[dict[str, str | None]]]


def read_xlsform(content: bytes, file: str, faults: list[Fault], lost: list[Notice]) -> QuestionDocument:
    """Return the document that an XLSForm says; what our format has no place for is added to `lost`.

    Raises `Faults` where pyxform is not installed, or the form is none.
    """
    if find_spec("pyxform") is None:
        raise Faults([Fault(Place(file=file), file, Message("an Excel file of a questionnaire"), ABSENT)])
    survey = read_table(content, file, SURVEY_SHEET)
    book = _sheet(survey, SURVEY_SHEET)
    for sheet in (CHOICES_SHEET, SETTINGS_SHEET):
        with suppress(Faults):  # a form may do without choices or settings
            book |= _sheet(read_table(content, file, sheet), sheet)
    return _Meaning(_checked(book, survey), survey, lost).document()


def _sheet(table: Table, name: str) -> Book:
    """Return the rows of a sheet as texts by their headings, and its headings, as pyxform takes them."""
    if len(table.rows) < 2:
        return {}
    heads = [as_text(value).strip() for value in table.rows[0].values]
    rows: list[dict[str, str | None]] = []
    for row in table.rows[1:]:
        cells = ((head, as_text(row.at(at)).strip()) for at, head in enumerate(heads) if head)
        rows.append({head: text for head, text in cells if text})
    return {name: rows, f"{name}_header": [dict.fromkeys(head for head in heads if head)]}


def _checked(book: Book, survey: Table) -> Element:
    """Return what pyxform makes of the rows. Raises `Faults` with what it refuses, in its own words."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2json import workbook_to_json
    from pyxform.xls2json_backends import get_xlsform

    try:
        found: Element = workbook_to_json(
            get_xlsform(book),
            form_name="form",
            fallback_form_name="form",
            warnings=[],
        )
    except PyXFormError as error:
        said = str(error)
        row = _ROW.search(said)
        number = survey.rows[int(row[1]) - 1].number if row and int(row[1]) <= len(survey.rows) else None
        place = Place(survey.place(1).file, SURVEY_SHEET, number)
        why = Message("the rules of XLSForm are not kept: {said}", said=_ROW.sub("", said)[:300])
        raise Faults([Fault(place, "", Message("an XLSForm that KoboToolbox or ODK takes"), why)]) from None
    return found


def code_from_name(name: str, first: str = "q") -> str:
    """Return the code of a name of an XLSForm: small letters, digits and _, a letter first.

    >>> code_from_name("Q1-a"), code_from_name("1"), code_from_name("1", first="")
    ('q1_a', 'q1', '1')
    """
    slug = _SLUG.sub("_", search_key(name)).strip("_") or "x"
    return slug if not first or slug[0].isalpha() else f"{first}{slug}"


@dataclass
class _Group:
    """The group in which an element stands: the code of its section, and the conditions of all groups around it."""

    code: str
    conditions: tuple[str, ...] = ()


@dataclass
class _Meaning:
    """What the elements of a form mean in our format, each with the place of its row."""

    form: Element
    survey: Table
    lost: list[Notice]
    tables: dict[str, list[Fields]] = field(default_factory=empty_tables)

    def __post_init__(self) -> None:
        heads = (
            [as_text(value).strip().lower() for value in self.survey.rows[0].values]
            if self.survey.rows
            else []
        )
        at = heads.index("name") if "name" in heads else None
        rows = self.survey.rows[1:] if at is not None else []
        self.row_of = {as_text(row.at(at or 0)).strip(): row.number for row in rows}
        self.language = str(self.form.get("default_language", ""))
        every = [*self.elements(self.form)]
        self.codes = {
            str(one["name"]): code_from_name(str(one["name"])) for one in every if one.get("type") in KINDS
        }

    def elements(self, parent: Element) -> Iterator[Element]:
        for child in parent.get("children", ()):
            yield child
            yield from self.elements(child)

    def document(self) -> QuestionDocument:
        title = str(self.form.get("title") or self.form.get("id_string") or "")
        settings = self.fields("", code=code_from_name(str(self.form.get("id_string", ""))), title=title)
        self.children(self.form, None)
        return QuestionDocument(self.survey.place(1), settings, self.tables)

    def place(self, name: str) -> Place:
        return Place(self.survey.place(1).file, SURVEY_SHEET, self.row_of.get(name))

    def fields(self, name: str, **texts: str) -> Fields:
        return {key: Field(text, self.place(name)) for key, text in texts.items() if text}

    def loses(self, name: str, what: Message) -> None:
        self.lost.append(Notice(self.place(name), what))

    def label(self, element: Element, key: str = "label") -> str:
        """The words of an element in the language of the form, or in the first that it has."""
        found = element.get(key, "")
        if isinstance(found, Mapping):
            found = found.get(self.language) or next(iter(found.values()), "")
        return str(found).replace("|", "/").strip()

    def children(self, parent: Element, group: _Group | None) -> None:
        for child in parent.get("children", ()):
            name, kind = str(child.get("name", "")), str(child.get("type", ""))
            if name == "meta" and kind == "group":
                continue
            if kind == "group":
                self.children(child, self.section(child, group))
            elif kind == "repeat":
                what = Message(
                    '"{name}" repeats its questions, which this program cannot: they are left out', name=name
                )
                self.loses(name, what)
            elif kind == "note":
                self.note(child, group)
            elif kind in KINDS:
                self.item(child, kind, group or self.outside())
            elif kind not in ("start", "end", "deviceid", "today"):
                what = Message('"{name}" is of the kind {kind}, which is left out', name=name, kind=kind)
                self.loses(name, what)

    def section(self, child: Element, around: _Group | None) -> _Group:
        """Enter the section of a group; a group in a group is a section behind it."""
        name = str(child.get("name", ""))
        code = code_from_name(name, "p")
        gate = self.condition(child, name)
        gates = (*(around.conditions if around else ()), *((gate,) if gate else ()))
        self.tables["section"].append(
            self.fields(
                name,
                code=code,
                title=self.label(child) or name,
                shown_when=" and ".join(f"({one})" for one in gates) if len(gates) > 1 else "".join(gates),
            )
        )
        return _Group(code, gates)

    def outside(self) -> _Group:
        """The section of questions that stand in no group: the last one, if it is such a section, else a new one."""
        sections = self.tables["section"]
        if not sections or not sections[-1]["code"].text.startswith("ngoai_nhom"):
            label = self.form.get("title", "")
            return self.section({"name": f"ngoai_nhom_{len(sections) + 1}", "label": label}, None)
        return _Group(sections[-1]["code"].text)

    def note(self, child: Element, group: _Group | None) -> None:
        """Let the words of a note stand before the section in which it is."""
        section = next(
            (row for row in self.tables["section"] if group and row["code"].text == group.code), None
        )
        text = self.label(child)
        if section is None:
            what = Message(
                'the words "{text}" stand before the first section and are left out', text=text[:80]
            )
            self.loses(str(child.get("name", "")), what)
            return
        before = f"{section['note'].text}\n" if "note" in section else ""
        section["note"] = Field(f"{before}{text}", self.place(str(child.get("name", ""))))

    def condition(self, child: Element, name: str) -> str:
        expression = str(child.get("bind", {}).get("relevant", ""))
        if not expression:
            return ""
        said = condition_from_xlsform(expression, self.codes)
        if said is None:
            what = Message(
                'the condition of "{name}" cannot be said here, so it is always asked: {found}',
                name=name, found=expression[:200],
            )  # fmt: skip
            self.loses(name, what)
        return said or ""

    def item(self, child: Element, kind: str, group: _Group) -> None:
        name = str(child["name"])
        appearance = str(child.get("control", {}).get("appearance", ""))
        if appearance == "label":  # the line above a table that names the levels
            return
        bind = child.get("bind", {})
        texts = {
            "section": group.code,
            "code": self.codes[name],
            "text": self.label(child) or name,
            "kind": str(KINDS[kind]),
            "note": self.label(child, "hint"),
            "required": "" if str(bind.get("required", "")).lower() in ("yes", "true", "true()") else "no",
            "shown_when": self.condition(child, name),
        }
        texts |= self.choices(child, appearance) if kind.startswith("select") else {}
        texts |= (
            self.bounds(str(bind.get("constraint", "")), name)
            if kind in ("integer", "decimal", "range")
            else {}
        )
        texts |= {"places": "2"} if kind == "decimal" else {}
        self.tables["item"].append(self.fields(name, **texts))

    def choices(self, child: Element, appearance: str) -> dict[str, str]:
        """The options of a choice; a scale where its names are 1, 2, 3 … and it is shown as one."""
        options = [(str(one["name"]), self.label(one)) for one in child.get("choices", ())]
        invalid = next((words for code, words in options if code == NO_OPINION), "")
        options = [(code, words) for code, words in options if code != NO_OPINION]
        is_counted = [code for code, _words in options] == [str(at) for at in range(1, len(options) + 1)]
        if is_counted and appearance in TABLE_ROWS and child.get("type") == "select one":
            return {"kind": "scale", "scale": self.scale(child, [words for _code, words in options], invalid)}
        lines = (f"{code_from_name(code, '')} | {words}" for code, words in options)
        return {"options": "\n".join(lines), "invalid": invalid}

    def scale(self, child: Element, levels: list[str], invalid: str) -> str:
        """The code of the scale of a list of choices, which is entered once."""
        code = code_from_name(str(child.get("list_name", "")), "t")
        if all(row["code"].text != code for row in self.tables["scale"]):
            row = self.fields(str(child["name"]), code=code, options="\n".join(levels), invalid=invalid)
            self.tables["scale"].append(row)
        return code

    def bounds(self, constraint: str, name: str) -> dict[str, str]:
        """The bounds of a number, where its constraint says nothing else."""
        found = {sign: end for sign, end in _BOUND.findall(constraint)}
        rest = re.sub(r"\band\b|\s", "", _BOUND.sub("", constraint))
        if rest:
            what = Message(
                'the limits of "{name}" cannot be said here: {found}', name=name, found=constraint[:200]
            )
            self.loses(name, what)
        return {"low": found.get(">=", ""), "high": found.get("<=", "")}
