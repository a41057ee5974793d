"""Whose scores a person may not change alone, and who may be the second person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.accounts.models import Membership
from cchc.accounts.queries import holders_of
from cchc.audit.statements import Columns, Found, Statement, among, answer_of, carry_out
from cchc.cycles.consequences import NearUnit
from cchc.cycles.models import Cycle, Participant, State
from cchc.scores.models import Correction
from cchc.scores.policies import may_decide
from cchc.units.queries import Kinship, kinship, kinship_of_all

OF_MEMBERSHIP = Columns(Membership, "membership", "id", "person_id", "unit_id", "valid_until")
MEMBERSHIPS = f"""
SELECT {OF_MEMBERSHIP} FROM accounts_membership membership
WHERE membership.valid_from <= %s
AND (membership.valid_until IS NULL OR membership.valid_until > membership.valid_from)
AND membership.person_id """  # noqa: S608 - our own columns
"""The memberships that have begun and counted on some day, of people (`among`)."""

TAKING_PART = "SELECT id, unit_id FROM cycles_participant WHERE cycle_id = %s"


def units_of_interest(actor: Actor, cycle: Cycle) -> frozenset[int]:
    """Return the ids of the units whose scores in `cycle` this person may not change alone: those of all own
    memberships of the cycle's time, and what stands near to them (`units.queries.kinship`)."""
    return units_near_person(actor.person_id, actor.unit_id, cycle)


def units_near_person(person: int, acting: int | None, cycle: Cycle) -> frozenset[int]:
    """Return the same for a person by its id who acts for the unit `acting`."""
    held, near = memberships_of([person]), kinship_of_all()
    carry_out(held, near)
    return _around(near.answer, _counting(held.answer, cycle)[person], acting)


def people_apart(people: Iterable[int], cycle: Cycle) -> dict[int, frozenset[int]]:
    """Return, for each of `people` by id, the ids of the participants of `cycle` that stand too near to that person to
    be scored or appraised by it: units of memberships of the cycle's time, and what stands near to them. Three queries,
    however many people there are."""
    asked = set(people)
    held, near = memberships_of(asked), kinship_of_all()
    participants = _taking_part(cycle)
    carry_out(held, near, participants)
    own = _counting(held.answer, cycle)
    apart = {person: near.answer.around(own[person]) for person in asked}
    return {
        person: frozenset(pk for pk, unit in participants.answer if unit in units)
        for person, units in apart.items()
    }


def participants_of_interest(actor: Actor, cycle: Cycle) -> frozenset[int]:
    """Return the ids of the participants of `cycle` whose scores this person may not change alone."""
    held, near, participants = memberships_of([actor.person_id]), kinship_of_all(), _taking_part(cycle)
    carry_out(held, near, participants)
    units = _around(near.answer, _counting(held.answer, cycle)[actor.person_id], actor.unit_id)
    return frozenset(pk for pk, unit in participants.answer if unit in units)


def participants_near(actor: Actor) -> frozenset[int]:
    """Return the ids of the participants of all cycles that stand near to this person, each by the memberships of the
    time of its cycle; three queries, however many cycles there are."""
    today, asked, kin = timezone.localdate(), memberships_of([actor.person_id]), kinship_of_all()
    carry_out(asked, kin)
    near, held = kin.answer, [(one.unit_id, one.valid_until) for one in asked.answer]
    ever = _around(near, {unit for unit, _until in held}, actor.unit_id)
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pk, unit, year in Participant.objects.filter(unit__in=ever).values_list(
        "pk", "unit_id", "cycle__year"
    ):
        found[year].append((pk, unit))
    by_year = {
        year: _around(near, {unit for unit, until in held if _counts(until, year, today)}, actor.unit_id)
        for year in found
    }
    return frozenset(pk for year, taking in found.items() for pk, unit in taking if unit in by_year[year])


def _units_by_person(people: Iterable[int], cycle: Cycle) -> dict[int, set[int]]:
    """Return, by person, the units of the memberships that counted on some day from the beginning of the year of
    `cycle` until today."""
    return _counting(answer_of(memberships_of(set(people))), cycle)


def memberships_of(people: Collection[int]) -> Statement[Iterable[Membership]]:
    """Return the statement of the memberships of `people`, by their ids, that have begun and counted on some day."""
    is_one, value = among(people)
    return Statement(MEMBERSHIPS + is_one, [str(timezone.localdate()), value], _memberships_in)


def _memberships_in(rows: Found) -> list[Membership]:
    return [OF_MEMBERSHIP.row(iter(one)) for one in rows]


def _counting(held: Iterable[Membership], cycle: Cycle) -> dict[int, set[int]]:
    today = timezone.localdate()
    found: dict[int, set[int]] = defaultdict(set)
    for one in held:
        if _counts(one.valid_until, cycle.year, today):
            found[one.person_id].add(one.unit_id)
    return found


def _taking_part(cycle: Cycle) -> Statement[Found]:
    """Return the statement of the participants of a cycle, each by its id with its unit."""
    return Statement(TAKING_PART, [cycle.pk], list)


def _around(near: Kinship, own: set[int], acting: int | None) -> frozenset[int]:
    """Return what stands near to the units `own` and to the one for which somebody acts."""
    return near.around(own | ({acting} if acting is not None else set()))


def _counts(until: date | None, year: int, today: date) -> bool:
    """Whether a membership that begun and ended on the day `until` counted at some time of the cycle of `year`."""
    return until is None or until > min(date(year, 1, 1), today)


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """Somebody who may decide on a correction, as printed now."""

    person: str
    unit: str


def second_people(asked: Correction) -> list[SecondPerson]:
    """Return everybody who may decide on this correction, or could if it waited; empty where somebody must be
    appointed first."""
    cycle = asked.participant.cycle
    acting = holders_of(Permission.SCORE_CORRECT)
    near, own = kinship(), _units_by_person((one.person_id for one in acting), cycle)
    found = {
        actor.person_id: SecondPerson(actor.person, actor.unit)
        for actor in acting
        if may_decide(actor, asked, near.around(own[actor.person_id]))
    }
    return list(found.values())


def units_apart(
    *, by: Actor, cycle: Cycle, participants: Collection[int], instead: Permission
) -> list[NearUnit]:
    """Return those of `participants` whose scores `by` may not change alone, each with those who have the permission
    `instead` and may act on it; none before the cycle runs or is scored, when nothing is known of anybody's standing.
    """
    if cycle.state != State.OPEN and not cycle.scores.exists():
        return []
    near = participants_of_interest(by, cycle) & set(participants)
    rows = cycle.participants.filter(pk__in=near).select_related("cycle")
    return [NearUnit(one.name, _others(by, one, instead)) for one in rows.order_by("place", "pk")]


def _others(by: Actor, participant: Participant, instead: Permission) -> tuple[str, ...]:
    """Those with a permission who are of another unit than `by`, and do not stand near to a participant either."""
    acting = holders_of(instead)
    apart = people_apart((one.person_id for one in acting), participant.cycle)
    return tuple(
        dict.fromkeys(
            f"{one.person} ({one.unit})"
            for one in acting
            if one.person_id != by.person_id
            and one.unit_id != by.unit_id
            and participant.pk not in apart[one.person_id]
        )
    )
