"""What a correction changed: the public figures of two releases of a year that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cchc.releases.exchange.canonical import exact_text
from cchc.releases.exchange.content import FigureChange, PublicAccount, PublicContent, PublicUnit

UNIT_FIGURES = ("points", "index", "rank", "grade")


def changes_between(before: PublicContent, after: PublicContent) -> tuple[FigureChange, ...]:
    """Return the figures that differ, in the order of `after`, then those of units that are gone; what only one of them
    makes public, as its level is another, is no change."""
    earlier = {one.key: one for one in before.units}
    later = {one.key: one for one in after.units}
    keys = dict.fromkeys([*later, *earlier])
    return tuple(change for key in keys for change in _of_unit(key, earlier.get(key), later.get(key)))


def _of_unit(key: str, before: PublicUnit | None, after: PublicUnit | None) -> Iterator[FigureChange]:
    yield from _differing(key, "", _figures(before), _figures(after))
    old, new = _accounts(before), _accounts(after)
    for number, account in new.items():
        if number in old:
            yield from _differing(key, number, {"points": _points(old[number])}, {"points": _points(account)})


def _differing(
    unit: str, node: str, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[FigureChange]:
    for what in UNIT_FIGURES:
        old, new = before.get(what, ""), after.get(what, "")
        if old != new:
            yield FigureChange(unit, node, what, old, new)


def _figures(unit: PublicUnit | None) -> dict[str, str]:
    if unit is None:
        return {}
    return {
        "points": _points(unit.account),
        "index": "" if unit.index is None else exact_text(unit.index),
        "rank": "" if unit.rank is None else str(unit.rank),
        "grade": unit.grade,
    }


def _accounts(unit: PublicUnit | None) -> dict[str, PublicAccount]:
    if unit is None:
        return {}
    return {**unit.nodes, **{number: leaf.account for number, leaf in unit.leaves.items()}}


def _points(account: PublicAccount) -> str:
    """The points of an account; empty while something in it is pending, or nothing of it applies."""
    applies = account.maximum or account.bonus or account.penalty or account.points
    return exact_text(account.points) if applies and not account.waiting else ""
