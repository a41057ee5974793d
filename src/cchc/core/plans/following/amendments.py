"""What an amendment does to the content of a plan: what was approved and its amendments give the plan of today.

The content is that of a baseline: plain values with sections, each with its measures by their ids and texts. A measure
that is withdrawn stays in it, marked; its number and its place are not given to another one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cchc.core.plans.columns import DEADLINE, KEYS

Content = Mapping[str, Any]
Texts = tuple[str, str]


class AmendmentKind(StrEnum):
    """What an amendment does to a measure, in the order in which it is told."""

    EXTENDED = "extended"
    CHANGED = "changed"
    ADDED = "added"
    WITHDRAWN = "withdrawn"


class NotAmendable(ValueError):
    """Raised where a change does not fit the content that it is to change."""


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """A change of one measure, by its id; `section` is that in which an added one stands.

    `columns` are the texts before and after, of the columns that change; nothing for one that is withdrawn.
    """

    kind: AmendmentKind
    measure: int
    section: int
    columns: Mapping[str, Texts] = field(default_factory=dict)


def kind_of_change(columns: Iterable[str], *, later: bool) -> AmendmentKind:
    """Return what it is called that these columns of a measure change: an extension where the deadline alone does and
    the work is due `later`.

    >>> str(kind_of_change(["deadline"], later=True)), str(kind_of_change(["deadline", "lead"], later=True))
    ('extended', 'changed')
    """
    return AmendmentKind.EXTENDED if set(columns) == {DEADLINE} and later else AmendmentKind.CHANGED


def amended_content(content: Content, changes: Iterable[MeasureChange]) -> dict[str, Any]:
    """Return `content` as it is after `changes`, which is left as it was.

    Raises `NotAmendable` for a measure that is not there, is withdrawn, or says something else than the change found.
    """
    sections = [
        {**section, "measures": [dict(one) for one in section["measures"]]} for section in content["sections"]
    ]
    by_id = {one["id"]: one for section in sections for one in section["measures"]}
    for change in changes:
        if change.kind is AmendmentKind.ADDED:
            if change.measure in by_id:
                raise NotAmendable(f"{change.measure} is there already")
            texts = {key: "" for key in KEYS} | {
                key: after for key, (_before, after) in change.columns.items()
            }
            added = {"id": change.measure, **texts, "withdrawn": False}
            place = next((one for one in sections if one["id"] == change.section), None)
            if place is None:
                raise NotAmendable(f"there is no section {change.section}")
            place["measures"].append(added)
            by_id[change.measure] = added
            continue
        measure = by_id.get(change.measure)
        if measure is None or measure["withdrawn"]:
            raise NotAmendable(f"there is no measure {change.measure}")
        if change.kind is AmendmentKind.WITHDRAWN:
            measure["withdrawn"] = True
            continue
        for key, (before, after) in change.columns.items():
            if measure[key] != before:
                raise NotAmendable(f"{key} of {change.measure} says something else")
            measure[key] = after
    return {**content, "sections": sections}


def measures_in(content: Content) -> dict[int, Mapping[str, Any]]:
    """Return the measures of a content by their ids, in the order of the plan."""
    return {one["id"]: one for section in content["sections"] for one in section["measures"]}


def only_extended(amendments: Iterable[Iterable[MeasureChange]]) -> frozenset[int]:
    """Return the measures that these amendments extend and do nothing else with, by their ids.

    >>> later = MeasureChange(AmendmentKind.EXTENDED, 7, 1, {"deadline": ("Quý II/2026", "Quý III/2026")})
    >>> other = MeasureChange(AmendmentKind.CHANGED, 7, 1, {"task": ("Rà soát", "Kiểm tra")})
    >>> only_extended([[later], [later]]), only_extended([[later], [other]])
    (frozenset({7}), frozenset())
    """
    kinds: dict[int, set[AmendmentKind]] = {}
    for changes in amendments:
        for one in changes:
            kinds.setdefault(one.measure, set()).add(one.kind)
    return frozenset(measure for measure, those in kinds.items() if those == {AmendmentKind.EXTENDED})


def changes_between(
    before: Content, after: Content, extended: Collection[int] = ()
) -> tuple[MeasureChange, ...]:
    """Return what differs between what was approved and the plan of today, measure by measure in the order of today.

    A changed deadline is told as a change, as the texts alone do not say whether it is later: as an extension where
    the measure is one of those that are known to be `extended`.
    """
    known = measures_in(before)
    found = []
    for section in after["sections"]:
        for one in section["measures"]:
            old = known.get(one["id"])
            texts: Mapping[str, str] = old if old is not None else {}
            columns = {key: (texts.get(key, ""), one[key]) for key in KEYS if texts.get(key, "") != one[key]}
            if old is None:
                found.append(MeasureChange(AmendmentKind.ADDED, one["id"], section["id"], columns))
            elif one["withdrawn"] and not old["withdrawn"]:
                found.append(MeasureChange(AmendmentKind.WITHDRAWN, one["id"], section["id"], columns))
            elif columns:
                kind = kind_of_change(columns, later=one["id"] in extended)
                found.append(MeasureChange(kind, one["id"], section["id"], columns))
    return tuple(found)


def changes_data(changes: Iterable[MeasureChange]) -> list[dict[str, Any]]:
    """Return changes as plain values; `changes_of` reads them back.

    >>> change = MeasureChange(AmendmentKind.EXTENDED, 7, 1, {"deadline": ("Quý II/2026", "Quý III/2026")})
    >>> changes_of(changes_data([change])) == (change,)
    True
    """
    return [
        {
            "kind": one.kind.value,
            "measure": one.measure,
            "section": one.section,
            "columns": {key: list(texts) for key, texts in one.columns.items()},
        }
        for one in changes
    ]


def changes_of(data: Sequence[Mapping[str, Any]]) -> tuple[MeasureChange, ...]:
    """Return the changes that `changes_data` wrote."""
    return tuple(
        MeasureChange(
            AmendmentKind(one["kind"]),
            one["measure"],
            one["section"],
            {key: (before, after) for key, (before, after) in one["columns"].items()},
        )
        for one in data
    )
