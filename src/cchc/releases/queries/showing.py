"""Changes of public figures as people read them: with the names of units and criteria."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from cchc.criteria.exchange.reading import read_known_set
from cchc.releases.exchange.content import FigureChange, PublicContent
from cchc.ui.templatetags.ui import number


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A figure that a correction changed, in words: of which unit, of what, before and after (en dash: none)."""

    unit: str
    what: str
    before: str
    after: str


def change_lines(content: PublicContent) -> list[ChangeLine]:
    """Return what a release changed, with names and rounded figures."""
    return list(_lines(content)) if content.head.changes else []


def _lines(content: PublicContent) -> Iterator[ChangeLine]:
    names = {one.key: (one.name, one.set_code) for one in content.units}
    words = {
        (one.code, node.number): f"{node.number}. {node.name}"
        for one in content.sets
        for node in read_known_set(one.toml).walk()
    }
    for change in content.head.changes:
        unit, set_code = names.get(change.unit, (change.unit, ""))
        where = words.get((set_code, change.node), change.node)
        yield ChangeLine(unit, _what(change, where), *_figures(change))


def _what(change: FigureChange, where: str) -> str:
    if change.node:
        return _("Points: {criterion}").format(criterion=where)
    return {"points": _("Points"), "index": _("Index (%)"), "rank": _("Rank"), "grade": _("Class")}[
        change.what
    ]


def _figures(change: FigureChange) -> tuple[str, str]:
    sides = (change.before, change.after)
    if change.what in ("points", "index"):
        before, after = (number(Fraction(one)) if one else "–" for one in sides)
        if before == after:  # they differ behind the second decimal
            before, after = (number(Fraction(one), 4) if one else "–" for one in sides)
        return before, after
    before, after = (one or "–" for one in sides)
    return before, after
