"""Whether a change of units stays inside the scope of whoever makes it: judged on the tree before and after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.locks import alone_in
from cchc.units import queries
from cchc.units.models import Alias, Kind, Lineage, Unit

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def changing_units(act: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """An action that changes units: one transaction, alone on the units, its actor asked before and judged after it.

    Whatever the action writes is read from the tables, not told by it, so that none can forget to tell. The action then
    raises `NotPermitted`, and nothing is written, when one of the units that it changed, or what one of them belongs
    to, was or is outside the scope of `by`, or when the scope took in a unit that was there before.
    """

    @wraps(act)
    def judged(*args: Asked.args, **asked: Asked.kwargs) -> Answer:
        by: Any = asked["by"]
        by.require(Permission.UNIT_MANAGE)
        with transaction.atomic(), _judged(by):
            return act(*args, **asked)

    return judged


@dataclass(frozen=True, slots=True)
class _Picture:
    """All that is written down about units at one moment, and which of them the scope takes in."""

    reached: set[int]
    units: dict[int, dict[str, Any]]
    beside: set[tuple[int, ...]]

    @classmethod
    def of(cls, by: Actor) -> _Picture:
        units = {row["id"]: row for row in Unit.objects.values()}
        lineage = Lineage.objects.values_list("predecessor_id", "successor_id", "pk")
        aliases = Alias.objects.values_list("unit_id", "unit_id", "pk")
        return cls(queries.reached(by), units, {*lineage, *aliases})


@contextmanager
def _judged(by: Actor) -> Iterator[None]:
    alone_in(Unit)
    if by.everywhere:
        yield
        return
    before = _Picture.of(by)
    yield
    if not _stays_inside(before, _Picture.of(by)):
        raise NotPermitted(Permission.UNIT_MANAGE)


def _stays_inside(before: _Picture, after: _Picture) -> bool:
    made = after.units.keys() - before.units.keys()
    changed = {pk for pk, unit in after.units.items() if before.units.get(pk) != unit}
    changed |= {unit_id for *unit_ids, _pk in before.beside ^ after.beside for unit_id in unit_ids}
    return (
        before.units.keys() <= after.units.keys()
        and after.reached <= before.reached | made
        and all(_is_below(pk, before) for pk in changed - made)
        and all(_is_below(pk, after) for pk in changed)
    )


def _is_below(unit_id: int, picture: _Picture) -> bool:
    """Whether the unit stands below the own one; a province stands below none."""
    unit = picture.units[unit_id]
    return (
        unit_id in picture.reached and unit["parent_id"] in picture.reached and unit["kind"] != Kind.PROVINCE
    )
