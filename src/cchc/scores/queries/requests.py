"""Corrections that wait for a second person, or were decided: lists, and the present state of one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.accounts.models import Person
from cchc.accounts.queries import actors_of
from cchc.cycles.consequences import WaitingChange
from cchc.cycles.models import Cycle, Participant
from cchc.documents.queries.library import with_files
from cchc.intake.models import StagedFile
from cchc.notices.queries.recipients import people_of_the_province
from cchc.scores.models import Correction, Score
from cchc.scores.policies import may_decide, may_see_correction
from cchc.scores.queries.basis import ScoreBasis
from cchc.scores.queries.content import ScoreContent, core_value, score_content
from cchc.scores.queries.effects import NewScores
from cchc.scores.queries.imports import CellChange, changes_in
from cchc.scores.queries.interests import units_of_interest
from cchc.scores.queries.stages import counting_scores


def corrections_of(cycle: Cycle) -> QuerySet[Correction]:
    """Return the corrections of `cycle`, the latest first, each with its participant and document."""
    rows = Correction.objects.filter(participant__cycle=cycle)
    return rows.select_related(
        "participant__cycle", "participant__cycle_set__version", "document", "source__file"
    ).prefetch_related(with_files("document"))


def waiting_on(participant: Participant, leaves: Collection[str]) -> Correction | None:
    """Return the change of one of these scores of a participant that waits for a second person, if there is one."""
    for one in participant.corrections.filter(state=Correction.State.WAITING):
        if any(cell.leaf in leaves for cell in changes_in(one.cells)):
            return one
    return None


def changes_that_wait(*, cycle: Cycle) -> list[WaitingChange]:
    """Return the changes of scores of `cycle` that wait for a second person, the latest first."""
    waiting = corrections_of(cycle).filter(state=Correction.State.WAITING)
    return [WaitingChange(one.participant.name, str(one.person)) for one in waiting]


def asked_corrections(actor: Actor, cycle: Cycle) -> list[Correction]:
    """Return the corrections of `cycle` that were asked for and that `actor` may see, those that wait first."""
    interests = units_of_interest(actor, cycle)
    seen = [
        one
        for one in corrections_of(cycle).exclude(state=Correction.State.MADE, decided_at=None)
        if may_see_correction(actor, one, interests)
    ]
    return sorted(seen, key=lambda one: not one.is_waiting)


def corrections_to_decide(actor: Actor, cycle: Cycle) -> list[Correction]:
    """Return the corrections of `cycle` that wait and on which `actor` may decide."""
    waiting = list(corrections_of(cycle).filter(state=Correction.State.WAITING))
    if not waiting:
        return []
    interests = units_of_interest(actor, cycle)
    return [one for one in waiting if may_decide(actor, one, interests)]


def deciders_of(asked: Correction) -> set[int]:
    """Return the ids of the people who may decide today on a correction that waits."""
    today = timezone.localdate()
    people = Person.objects.filter(pk__in=people_of_the_province(Permission.SCORE_CORRECT, today))
    cycle = asked.participant.cycle
    return {
        person.pk
        for person in people
        if any(
            may_decide(actor, asked, units_of_interest(actor, cycle)) for actor in actors_of(person, today)
        )
    }


def corrections_from(staged: StagedFile, actor: Actor, cycle: Cycle) -> list[Correction]:
    """Return the corrections that hold rows of this points file and that `actor` may see, the oldest first."""
    rows = list(corrections_of(cycle).filter(source=staged.pk).order_by("pk"))
    interests = units_of_interest(actor, cycle) if rows else frozenset()
    return [one for one in rows if may_see_correction(actor, one, interests)]


@dataclass(frozen=True, slots=True)
class MovedScore:
    """A score that is not any more what it was when its correction was asked for: then and now."""

    change: CellChange
    now: ScoreContent


def moved_scores(asked: Correction) -> list[MovedScore]:
    """Return the scores of a correction that were changed since it was asked for; one query."""
    cells = changes_in(asked.cells)
    held = scores_held(asked.participant, (cell.leaf for cell in cells))
    now = [MovedScore(cell, score_content(held.get(cell.leaf))) for cell in cells]
    return [one for one in now if one.now.version != one.change.old.version]


def scores_held(participant: Participant, leaves: Iterable[str]) -> dict[str, Score]:
    """Return the scores of a participant that count for these leaves, by leaf."""
    rows = counting_scores().filter(participant=participant, leaf__in=list(leaves))
    return {row.leaf: row for row in rows}


def new_scores(basis: ScoreBasis, asked: Correction) -> NewScores:
    """Return what the leaves of a correction are to be scored with."""
    leaves = basis.criteria.leaves
    decided = {cell.leaf: cell.new.as_decided() for cell in changes_in(asked.cells)}
    return {leaf: core_value(leaves[leaf], what.points, what.figures) for leaf, what in decided.items()}
