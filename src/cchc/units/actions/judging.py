"""The check that a change of units stays inside the scope of its actor.

It compares the tree before and after the change, and the meaning of the changed names for other units.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.locks import alone_in
from cchc.core.papers.directory import Directory
from cchc.core.papers.matching import means_somebody
from cchc.core.words.names import spelling_key
from cchc.units import queries
from cchc.units.consequences import units_changed
from cchc.units.models import Alias, Kind, Lineage, Unit

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def changing_units(act: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Make an action one transaction that locks the units, asks the policy before, and judges its changes afterwards.

    The changes are read from the tables, not reported by the action, so that no action can forget to report one. The
    action raises `NotPermitted`, and nothing is written, when a changed unit or its parent was or is outside the
    scope of `by`, or when the scope lost a unit or gained one that existed before; it raises `ValidationError` when a
    unit got a name or a kind that is reserved for others (`Inner`).
    """

    @wraps(act)
    def judged(*args: Asked.args, **asked: Asked.kwargs) -> Answer:
        by: Any = asked["by"]
        by.require(Permission.UNIT_MANAGE)
        with transaction.atomic(), _judged(by):
            done = act(*args, **asked)
            units_changed()
            return done

    return judged


@dataclass(frozen=True, slots=True)
class _Picture:
    """The facts of all units at one moment, and which of them are in the scope."""

    reached: set[int]
    units: dict[int, Mapping[str, Any]]
    beside: set[tuple[int, ...]]

    @classmethod
    def of(cls, by: Actor) -> _Picture:
        units: dict[int, Mapping[str, Any]] = {row["id"]: row for row in Unit.objects.values()}
        lineage = Lineage.objects.values_list("predecessor_id", "successor_id", "pk")
        aliases = Alias.objects.values_list("unit_id", "unit_id", "pk")
        return cls(queries.ids_in_reach(by), units, {*lineage, *aliases})


@contextmanager
def _judged(by: Actor) -> Iterator[None]:
    alone_in(Unit)
    if by.everywhere:
        yield
        return
    before, inner = _Picture.of(by), Inner(by)
    yield
    after = _Picture.of(by)
    if not _stays_inside(before, after):
        raise NotPermitted(Permission.UNIT_MANAGE)
    names = _aliases()
    for pk, unit in after.units.items():
        if pk in after.reached:
            kind = unit["kind"] if unit["kind"] != before.units.get(pk, {}).get("kind") else None
            inner.check(kind, unit["name"], unit["code"], names.get(pk, ()))
    if after.reached - before.reached:
        inner.check_room(len(after.reached))


class Inner:
    """The limits on the units below a unit that is no province and no district, when its own administrator changes
    them.

    Plans of the whole province find their agencies by name and by kind: an office of a commune that is called "Sở Nội
    vụ", or that is a commune, would be taken for another.
    """

    KINDS = frozenset({Kind.DIVISION, Kind.CENTRE, Kind.OUTSIDE})
    WITH_UNITS_OF_THEIR_OWN = frozenset({Kind.PROVINCE, Kind.DISTRICT})
    MOST_UNITS = (
        200  # of the own tree, past ones included; every plan of the province is looked up among all units
    )
    MOST_ALIASES = 10  # of one unit

    def __init__(self, by: Actor) -> None:
        inside = queries.ids_in_reach(by)
        units = Unit.objects.filter(pk__in=inside)
        self.kinds = {*self.KINDS, *units.filter(parent_id__in=inside).values_list("kind", flat=True)}
        self.bounded = not units.filter(pk=by.unit_id or 0, kind__in=self.WITH_UNITS_OF_THEIR_OWN).exists()
        if not self.bounded:
            self.kinds.update(Kind)
        self.kinds.discard(Kind.PROVINCE)
        self.borne = set(_keys(units.values_list("name", "code")))
        self.borne |= set(_keys(Alias.objects.filter(unit__in=inside).values_list("name")))
        self.inside = inside

    @cached_property
    def others(self) -> Directory:
        """The units to which plans of the province refer: none of the own tree, no office inside another unit."""
        offices = Unit.objects.exclude(parent=None).exclude(parent__kind__in=self.WITH_UNITS_OF_THEIR_OWN)
        return queries.directory(besides=self.inside | set(offices.values_list("pk", flat=True)))

    def check_room(self, units: int) -> None:
        """Raise ValidationError when the own tree would get more units than the pages of others can bear."""
        if self.bounded and units > self.MOST_UNITS:
            raise ValidationError(
                {
                    "name": ValidationError(
                        _("Your unit and those below it are at most %(most)s, past ones included."),
                        params={"most": self.MOST_UNITS},
                    )
                }
            )

    def check(self, kind: str | None, name: str, code: str, aliases: Collection[str]) -> None:
        """Raise ValidationError, field by field, for a kind, name, code or other name that these units may not have.

        `kind` is None when it does not change. Names that a unit had before remain allowed.
        """
        errors: dict[str, Any] = {}
        if kind is not None and kind not in self.kinds:
            errors["kind"] = _("No unit of this kind belongs to yours; choose another kind.")
        for field, texts in (("name", [name]), ("code", [code]), ("aliases", aliases)):
            wrong = [
                ValidationError(
                    _("“%(text)s” means other units in the plans of the province; choose another name."),
                    params={"text": text},
                )
                for text in texts
                if text and spelling_key(text) not in self.borne and means_somebody(text, self.others)
            ]
            if wrong:
                errors[field] = wrong
        if (
            self.bounded
            and len(aliases) > self.MOST_ALIASES
            and not {spelling_key(one) for one in aliases} <= self.borne
        ):
            errors["aliases"] = ValidationError(
                _("There are %(count)s other names; your unit gives at most %(most)s."),
                params={"count": len(aliases), "most": self.MOST_ALIASES},
            )
        if errors:
            raise ValidationError(errors)


def _keys(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    return (spelling_key(text) for row in rows for text in row)


def _aliases() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for pk, name in Alias.objects.values_list("unit_id", "name"):
        found.setdefault(pk, []).append(name)
    return found


def _stays_inside(before: _Picture, after: _Picture) -> bool:
    made, gone = after.units.keys() - before.units.keys(), before.units.keys() - after.units.keys()
    changed = gone | {pk for pk, unit in after.units.items() if before.units.get(pk) != unit}
    changed |= {unit_id for *unit_ids, _pk in before.beside ^ after.beside for unit_id in unit_ids}
    return (
        before.reached - gone <= after.reached
        and after.reached <= before.reached | made
        and all(_is_below(pk, before) for pk in changed - made)
        and all(_is_below(pk, after) for pk in changed - gone)
    )


def _is_below(unit_id: int, picture: _Picture) -> bool:
    """Whether the unit is below the own one; a province is below none."""
    unit = picture.units[unit_id]
    return (
        unit_id in picture.reached and unit["parent_id"] in picture.reached and unit["kind"] != Kind.PROVINCE
    )
