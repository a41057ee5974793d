"""Who fills in the sheet of a unit, and how far each is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.accounts.queries import holders_of
from cchc.self_scoring.queries.sheet import LeafView, SheetView


def people_of(unit_id: int) -> list[Actor]:
    """Return the people who may fill in the sheet of a unit, in Vietnamese order, each in one capacity."""
    acting = [one for one in holders_of(Permission.SHEET_EDIT) if one.unit_id == unit_id]
    return list({one.person_id: one for one in acting}.values())


@dataclass(frozen=True, slots=True)
class PersonWork:
    """How far the work of one person is (None: of nobody in particular): leaves to answer, answered, marked as done."""

    person_id: int | None
    person: str
    leaves: int
    given: int
    done: int


def work_by_person(view: SheetView) -> list[PersonWork]:
    """Return how far each person is with the own leaves, in the order in which they come in the set; asks nothing."""
    found: dict[tuple[int | None, str], list[LeafView]] = {}
    for leaf in view.own_leaves():
        found.setdefault((leaf.person_id, leaf.person), []).append(leaf)
    return [_work(person_id, person, leaves) for (person_id, person), leaves in found.items()]


def _work(person_id: int | None, person: str, leaves: Iterable[LeafView]) -> PersonWork:
    own = list(leaves)
    return PersonWork(
        person_id=person_id,
        person=person,
        leaves=len(own),
        given=sum(leaf.standing.is_given for leaf in own),
        done=sum(leaf.content.done for leaf in own),
    )
