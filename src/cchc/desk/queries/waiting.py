"""The duties of a person, collected from every room that has some."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import get_language

from cchc.access.actor import Actor
from cchc.access.practising import is_practising
from cchc.access.waiting import Duty, WaitingFor
from cchc.analysis.waiting import waiting_for as waiting_in_analysis
from cchc.appraisal.waiting import waiting_for as waiting_in_appraisal
from cchc.council.waiting import waiting_for as waiting_in_council
from cchc.criteria.waiting import waiting_for as waiting_in_criteria
from cchc.cycles.waiting import waiting_for as waiting_in_cycles
from cchc.documents.waiting import waiting_for as waiting_in_documents
from cchc.fieldwork.waiting import waiting_for as waiting_in_fieldwork
from cchc.following.waiting import waiting_for as waiting_in_following
from cchc.plans.waiting import waiting_for as waiting_in_plans
from cchc.portal.waiting import waiting_for as waiting_in_portal
from cchc.releases.waiting import waiting_for as waiting_in_releases
from cchc.results.waiting import waiting_for as waiting_in_results
from cchc.scores.waiting import waiting_for as waiting_in_scores
from cchc.self_scoring.waiting import waiting_for as waiting_in_self_scoring
from cchc.surveys.waiting import waiting_for as waiting_in_surveys

# In the order in which duties without a deadline are listed.
ROOMS: tuple[WaitingFor, ...] = (
    waiting_in_cycles,
    waiting_in_self_scoring,
    waiting_in_appraisal,
    waiting_in_council,
    waiting_in_releases,
    waiting_in_scores,
    waiting_in_results,
    waiting_in_criteria,
    waiting_in_analysis,
    waiting_in_plans,
    waiting_in_following,
    waiting_in_surveys,
    waiting_in_fieldwork,
    waiting_in_documents,
    waiting_in_portal,
)
NOT_PRACTISED = (
    waiting_in_criteria,
    waiting_in_analysis,
    waiting_in_plans,
    waiting_in_following,
    waiting_in_surveys,
    waiting_in_fieldwork,
    waiting_in_documents,
    waiting_in_portal,
)
"""Rooms of which there is one alone: their duties count, and are no duties of a practice."""

OF_A_CAPACITY = (waiting_in_following,)
"""Rooms whose duties follow from unit, role and scope alone: they are the same for all colleagues."""


def waiting_for(actor: Actor, today: date) -> list[Duty]:
    """Return the duties of `actor`: the nearest deadline first, those without one last."""
    return duties_of([actor], today)


def duties_of(actors: Iterable[Actor], today: date, rooms: Sequence[WaitingFor] = ROOMS) -> list[Duty]:
    """Return the duties of a person in all capacities, each once, as `waiting_for` sorts them; in a
    practice those of the practice alone."""
    asked = [room for room in rooms if not (is_practising() and room in NOT_PRACTISED)]
    duties = dict.fromkeys(duty for actor in actors for room in asked for duty in room(actor, today))
    return sorted(duties, key=lambda duty: (duty.until is None, duty.until or today))


def asked_once(rooms: Iterable[WaitingFor]) -> tuple[WaitingFor, ...]:
    """Return `rooms` for a round in which everybody is asked about, one after the other: those `OF_A_CAPACITY` are
    asked once for all colleagues."""
    return tuple(_Remembered(room) if room in OF_A_CAPACITY else room for room in rooms)


class _Remembered:
    """A room that is asked once for each unit, role and scope, in each language."""

    def __init__(self, room: WaitingFor) -> None:
        self.room = room
        self.told: dict[tuple[object, ...], list[Duty]] = {}

    def __call__(self, actor: Actor, today: date) -> list[Duty]:
        asked = (actor.unit_id, actor.role, actor.scope, today, get_language())
        if asked not in self.told:
            self.told[asked] = list(self.room(actor, today))
        return self.told[asked]
