"""What a session did, as its minutes keep it: plain JSON, the same for whoever closes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Prefetch

from cchc.appraisal.policies import WHOLE_SIGHT
from cchc.appraisal.queries.coverage import announced_coverage
from cchc.appraisal.queries.substitutes import substitutions
from cchc.council.models import AgendaItem, CouncilDecision, CouncilMember, CouncilSession, Vote
from cchc.council.queries.effects import effect_kept
from cchc.council.queries.sessions import members_apart, members_of
from cchc.council.queries.sides import Side, Sides, scores_of_sides, sides_in
from cchc.council.queries.standing import StageScores
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Participant
from cchc.scores.models import Stage
from cchc.scores.queries.content import text_of
from cchc.self_scoring.queries.content import AnswerContent
from cchc.self_scoring.queries.submissions import content_hash, said

FORM = 1  # of the content: another form gets another number, old contents stay as they are
WITH_UNIT = ("participant__cycle", "participant__cycle_set__version")
WITH_VOTES = Prefetch(
    "decisions",
    CouncilDecision.objects.order_by("number").prefetch_related(
        Prefetch("votes", Vote.objects.select_related("member").order_by("member__place", "pk"))
    ),
)


def minutes_content(session: CouncilSession) -> dict[str, Any]:
    """Return all that a session did so far: who was there, who stands near to which unit, and each item with both
    sides, what was proposed, every vote, and how it was counted; a constant number of queries."""
    members = members_of(session)
    rows = session.items.select_related(*WITH_UNIT).prefetch_related(WITH_VOTES)
    items = list(rows.order_by("participant__place", "pk"))
    scores = scores_of_sides({one.participant_id for one in items}, {one.leaf for one in items})
    apart = members_apart(session, members)
    cycle = session.cycle
    return {
        "form": FORM,
        "cycle": cycle.name,
        "year": cycle.year,
        "province": cycle.province.name,
        "number": session.number,
        "on": f"{session.on:%Y-%m-%d}",
        "place": session.place,
        "opened_at": session.opened_at.isoformat() if session.opened_at else "",
        "members": [_member(one, apart, items) for one in members],
        "substitutes": _substitutes(session),
        "items": [_item(one, scores) for one in items if one.state != AgendaItem.State.DROPPED],
        "dropped": [
            {
                "unit": one.participant.name,
                "participant": one.participant_id,
                "leaf": one.leaf,
                "reason": one.reason,
            }
            for one in items
            if one.state == AgendaItem.State.DROPPED
        ],
    }


def _substitutes(session: CouncilSession) -> list[dict[str, Any]]:
    """Who appraised instead of whom, because units stand near to the other, in both stages."""
    cycle, found = session.cycle, []
    for stage in (Stage.FIRST_APPRAISAL, Stage.SECOND_APPRAISAL):
        for one in substitutions(announced_coverage(cycle, stage), cycle, stage, WHOLE_SIGHT):
            found.append({"person": one.person, "instead": one.instead, "units": list(one.units)})
    return found


def minutes_seal(content: Mapping[str, Any]) -> str:
    """Return what tells minutes, as a page shows them before they are kept, from every other."""
    return content_hash(content)[:32]


def without_units(content: Mapping[str, Any], apart: Mapping[int, str]) -> tuple[dict[str, Any], int]:
    """Return minutes without anything about participants near to the reader (`apart`: their printed names by id): their
    items, what becomes of them by other items, who was appraised by whom instead; and how many items were left out."""
    kept = [_item_without(one, apart) for one in content["items"] if one["participant"] not in apart]
    dropped = [one for one in content["dropped"] if one["participant"] not in apart]
    names = set(apart.values())
    members = [
        {**one, "near": [name for name in one["near"] if name not in names]} for one in content["members"]
    ]
    instead = [
        {**one, "units": units}
        for one in content["substitutes"]
        if (units := [name for name in one["units"] if name not in names])
    ]
    left = len(content["items"]) - len(kept) + len(content["dropped"]) - len(dropped)
    seen = {"members": members, "substitutes": instead, "items": kept, "dropped": dropped}
    return {**content, **seen}, left


def _item_without(item: Mapping[str, Any], apart: Collection[int]) -> dict[str, Any]:
    decisions = [{**one, "effect": _effect_without(one["effect"], apart)} for one in item["decisions"]]
    return {**item, "effect": _effect_without(item["effect"], apart), "decisions": decisions}


def _effect_without(kept: Mapping[str, Any] | None, apart: Collection[int]) -> dict[str, Any] | None:
    effect = effect_kept(kept)
    return effect.without_units(apart).as_json() if effect is not None else None


def _member(
    member: CouncilMember, apart: Mapping[int, Collection[int]], items: Sequence[AgendaItem]
) -> dict[str, Any]:
    near = {
        one.participant_id: one.participant.name for one in items if one.participant_id in apart[member.pk]
    }
    return {
        "name": member.name,
        "unit": member.unit,
        "role": member.role,
        "present": member.present,
        "near": list(near.values()),
    }


def _item(item: AgendaItem, scores: StageScores) -> dict[str, Any]:
    participant = item.participant
    sides = sides_in(scores, participant, item.leaf)
    return {
        "participant": item.participant_id,
        "unit": participant.name,
        "group": participant.peer_group,
        "leaf": item.leaf,
        "name": sides.leaf.name,
        "maximum": str(sides.leaf.maximum),
        "kinds": item.kinds,
        "reason": item.reason,
        "added_by": item.person if AgendaItem.Kind.ADDED in item.kinds else "",
        "effect": item.effect,
        "state": item.state,
        "claim": side_content(sides, sides.claim),
        "appraisal": side_content(sides, sides.appraisal),
        "decisions": [_decision(participant, item, one) for one in item.decisions.all()],
    }


def side_content(sides: Sides, side: Side) -> dict[str, Any]:
    """Return one side of a leaf as minutes keep it."""
    as_given = AnswerContent(figures=side.content.figures or {})
    return {
        "points": "" if side.points is None else text_of(side.points),
        "said": {one.label: said(one, as_given) for one in sides.leaf.variables}
        if side.content.figures
        else {},
        "reason": side.content.reason,
        "stage": side.stage,
    }


def _decision(participant: Participant, item: AgendaItem, one: CouncilDecision) -> dict[str, Any]:
    leaf = criteria_of(participant.cycle_set.version).leaves[item.leaf]
    as_given = AnswerContent(figures=one.figures or {})
    return {
        "number": one.number,
        "verdict": one.verdict,
        "state": one.state,
        "points": one.points,
        "said": {var.label: said(var, as_given) for var in leaf.variables} if one.figures else {},
        "reason": one.reason,
        "effect": one.effect,
        "quorum": one.quorum,
        "base": one.base,
        "members": one.members,
        "yes": one.yes,
        "no": one.no,
        "abstained": one.abstained,
        "absent": one.absent,
        "apart": one.apart,
        "votes": [
            {"name": vote.member.name, "choice": vote.choice, "apart": vote.apart} for vote in one.votes.all()
        ],
    }
