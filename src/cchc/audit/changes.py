"""What an act changed, fact by fact, in the reader's language: the old value and the new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext

from cchc.audit.models import Entry
from cchc.audit.verbs import FACTS, FactWords, Speak


class Change(NamedTuple):
    """One fact before and after an act; `label` is empty where the sentence of the act names it."""

    label: str
    old: str
    new: str


def changes_of(entry: Entry) -> list[Change]:
    """Return what the act changed, from the facts of its record; none for acts that make or remove something.

    Records state changes in four shapes: `changes` (each fact as [old, new]), `differences` (the same for several
    rows), `before` and `after` (whole facts, or facts of several rows), and `off` and `on` (what applies to whom).
    """
    room, facts = entry.verb.partition(".")[0], entry.facts
    known = FACTS.get(room, {})
    return [change for change in _stated(facts, known) if change.old != change.new]


def _stated(facts: Mapping[str, Any], known: Mapping[str, FactWords]) -> Iterator[Change]:
    yield from _pairs(_facts_in(facts.get("changes")), known)
    rows = facts.get("differences")
    for row in rows if isinstance(rows, list) else ():
        changes = _facts_in(_facts_in(row).get("changes"))
        for one in _pairs({name: pair for name, pair in changes.items() if pair and pair[0]}, known):
            yield one._replace(label=f"{row.get('name', '…')}: {one.label}")
    before, after = _facts_in(facts.get("before")), _facts_in(facts.get("after"))
    yield from _pairs({name: [before.get(name), after.get(name)] for name in {**before, **after}}, known)
    applies, not_applicable = gettext("applies"), gettext("does not apply")
    for unit, leaves in _facts_in(facts.get("off")).items():
        yield Change(f"{unit}: {_said(leaves)}", applies, not_applicable)
    for unit, leaves in _facts_in(facts.get("on")).items():
        yield Change(f"{unit}: {_said(leaves)}", not_applicable, applies)


def _facts_in(value: Any) -> dict[str, Any]:
    """Return `value` where it holds facts; an entry keeps for good whatever was written into it once."""
    return value if isinstance(value, dict) else {}


def _pairs(changes: Mapping[str, Any], known: Mapping[str, FactWords]) -> Iterator[Change]:
    for name, pair in changes.items():
        if name in known and isinstance(pair, list) and len(pair) == 2:
            words = known[name]
            old, new = (_said(value, words.speak, known) for value in pair)
            yield Change(str(words.label), old, new)


def _said(value: Any, speak: Speak | None = None, known: Mapping[str, FactWords] | None = None) -> str:
    """Return a value in words: nothing as a dash, a day as a date, a list with commas, several facts one after the
    other."""
    if value is None or value in ("", "None", [], {}):
        return "–"
    if speak:
        return str(speak(value))
    if isinstance(value, bool) or value in ("True", "False"):
        return gettext("yes") if str(value) == "True" else gettext("no")
    if isinstance(value, dict):
        inner = known or {}
        return " · ".join(
            _said(one, inner[name].speak if name in inner else None) for name, one in value.items()
        )
    if isinstance(value, list):
        return ", ".join(map(str, value))
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except (TypeError, ValueError):
        return str(value)
