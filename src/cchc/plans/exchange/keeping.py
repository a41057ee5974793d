"""The texts of a plan as they are kept: cleaned at their edges, none too long, none with signs that no text holds."""

from __future__ import annotations

from collections.abc import Iterator

from cchc.core.plans.columns import COLUMNS
from cchc.core.plans.plan import TARGET_TEXTS
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.reading.plans.texts import MeasureText, PlanText, TargetText

_KINDS = {"heading": "title", "title": "title", **{column.key: column.length for column in COLUMNS}}
_FEW = 60
_HEAD = {"kind": "document_kind", "number": "number", "issuer": "name", "title": "title"}


def clean_text(column: str, text: str) -> str:
    """A text as it is kept in this column of a measure or field of a section or plan: letters composed, lines without
    blanks at their ends, no empty lines around it, line ends made equal.

    Raises `RefusedText` when it is too long or holds signs that no text holds.

    >>> clean_text("task", "  a \\r\\n b  \\n")
    'a\\nb'
    """
    return accepted_text(trim_lines(text), longest_in(column))


def longest_in(column: str) -> int:
    """How many letters a column of a measure, or a field of a section or plan, holds."""
    return MOST[_KINDS[column]]


def trim_lines(text: str) -> str:
    """A text without blanks at the ends of its lines and empty lines around it."""
    return "\n".join(line.strip() for line in text.splitlines()).strip()


def refuse_long(text: PlanText, file: str) -> None:
    """Raise `Faults` that name every text of a plan that is too long to be kept: nothing is cut."""
    faults = [
        Fault(
            Place(file=file, line=line),
            untaken.found,
            untaken.expected,
            Message("{where}: {why}", where=where, why=why),
        )
        for where, line, untaken in _untaken(text)
        for why in untaken.whys
    ]
    if faults:
        raise Faults(faults)


def _untaken(text: PlanText) -> Iterator[tuple[Message, int | None, RefusedText]]:
    for name, kind in _HEAD.items():
        where = _HEAD_WORDS[name]
        yield from ((where, None, found) for found in _refused(getattr(text.head, name) or "", MOST[kind]))
    for section in text.sections:
        heading = Message("Heading of the section {number}", number=section.number or "–")
        for name, value in (("heading", section.heading), ("number", section.number)):
            yield from ((heading, None, found) for found in _refused(value or "", longest_in(name)))
        for measure in section.measures:
            yield from _of_measure(measure)
        for target in section.targets:
            yield from _of_target(target)


def target_texts(target: TargetText) -> dict[str, str]:
    """The texts of a target as they are kept: several agencies and several other columns a line each."""
    texts = {
        "number": target.number or "",
        "name": target.name,
        "measured_in": target.unit or "",
        "value": target.value,
        "agencies": "\n".join(target.agencies),
        "other": "\n".join(target.other),
    }
    return {name: accepted_text(trim_lines(text), MOST[TARGET_TEXTS[name]]) for name, text in texts.items()}


def _of_target(target: TargetText) -> Iterator[tuple[Message, int | None, RefusedText]]:
    line = target.source.lines[0] if target.source.lines else None
    try:
        target_texts(target)
    except RefusedText as untaken:
        yield Message("Target {name}", name=target.name[:_FEW]), line, untaken


def _of_measure(measure: MeasureText) -> Iterator[tuple[Message, int | None, RefusedText]]:
    line = measure.source.lines[0] if measure.source.lines else None
    for column in COLUMNS:
        text = measure.text(column.key)
        where = Message(
            "Measure {number}, {column}", number=(measure.number or "–")[:20], column=column.label
        )
        yield from ((where, line, found) for found in _refused(text or "", column.most))


def _refused(text: str, most: int) -> Iterator[RefusedText]:
    try:
        accepted_text(trim_lines(text), most)
    except RefusedText as untaken:
        yield untaken


_HEAD_WORDS = {
    "kind": Message("Kind of document"),
    "number": Message("Number and symbol"),
    "issuer": Message("Issuer of the document"),
    "title": Message("Title of the plan"),
}
