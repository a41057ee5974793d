"""Drawing or choosing the leaves of units that two people appraise, and taking that back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import cycle as in_turn

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.accounts.models import Person
from cchc.appraisal.actions.assigning import (
    TOLD_CHANGED,
    appraising_people,
    held_plan,
    own_work_address,
)
from cchc.appraisal.models import AppraisalPlan, DoubleCell, DoubleDraw, DoubleOpinion, UnitAppraisal
from cchc.appraisal.queries.coverage import coverage_of
from cchc.appraisal.queries.drawing import DrawnFrom, LeafKey, can_be_drawn
from cchc.appraisal.queries.sight import sight_in
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.scoring.agreement import drawn
from cchc.notices.actions import tell
from cchc.scores.queries.interests import people_apart

DRAWN = verb(
    "appraisal.double_drawn",
    _(
        "gave {count} criteria of units in {subject} to two people: {percent} per cent of {among}, by the seed “{seed}”"
    ),
)
FEW = 8  # drawn leaves that are named in a fault
UNDONE = verb(
    "appraisal.double_undone", _("took back the draw “{seed}” of {subject}: one person appraises again")
)


@dataclass(frozen=True, slots=True)
class DrawWish:
    """What is drawn: `percent` (1 to 100) of `leaves` of `units` (by the ids of the participants), each empty for all,
    by a seed; who appraises second, in turn; and who decides where two differ (None: whoever leads)."""

    percent: int
    seed: str
    seconds: tuple[Person, ...]
    third: Person | None = None
    leaves: frozenset[LeafKey] = frozenset()
    units: frozenset[int] = frozenset()


@transaction.atomic
def draw_doubles(
    *, by: Actor, plan: AppraisalPlan, wish: DrawWish, now: datetime | None = None
) -> DoubleDraw:
    """Give a share of the leaves of units to two people; all that is drawn or nothing. Once the plan is announced,
    those who appraise second are told.

    Raises ValidationError with every fault, by `percent`, `seed`, `seconds` and `third`: no share, no seed, people who
    do not appraise, nothing to draw from, a leaf that none of them may appraise second: it is theirs already, or the
    unit stands near to them.
    """
    held = held_plan(by, plan)
    hold_drawn_units(held)
    faults = _faults(wish)
    if faults:
        raise ValidationError(faults)
    coverage = coverage_of(held)
    among = can_be_drawn(held, coverage, sight_in(by, held.cycle), leaves=wish.leaves, units=wish.units)
    if not among:
        raise ValidationError(
            _("There is nothing to draw from: give it to somebody first; what is appraised stays as it is.")
        )
    by_name = {one.name: one for one in among}
    chosen = [by_name[name] for name in drawn(list(by_name), Fraction(wish.percent, 100), wish.seed)]
    seconds = _seconds(wish, chosen, people_apart({one.pk for one in wish.seconds}, held.cycle))
    draw = DoubleDraw.objects.create(
        plan=held,
        seed=wish.seed,
        percent=wish.percent,
        population=list(by_name),
        at=now or timezone.now(),
        **by_line(by),
    )
    cells = DoubleCell.objects.bulk_create(
        DoubleCell(
            draw=draw,
            plan=held,
            participant=one.participant,
            leaf=one.leaf.number,
            second=seconds[one.name],
            third=wish.third,
        )
        for one in chosen
    )
    record(
        by=by,
        verb=DRAWN,
        subject=held.cycle.name,
        subject_id=draw.pk,
        facts={
            "count": len(cells),
            "percent": wish.percent,
            "among": len(among),
            "seed": wish.seed,
            "stage": held.stage,
        },
        wrote=[draw, *cells],
    )
    if held.announced_at is not None:
        people = {one.second_id for one in cells}
        tell(
            kind=TOLD_CHANGED,
            to=people,
            facts={"cycle": held.cycle.name},
            href=own_work_address(held.cycle, held.stage),
            by=by,
        )
    return draw


@transaction.atomic
def undo_draw(*, by: Actor, draw: DoubleDraw) -> None:
    """Let one person appraise again what a draw gave to two. Raises ValidationError once somebody has given something
    to any of it."""
    plan = held_plan(by, draw.plan)
    hold_drawn_units(plan)
    found = hold(DoubleDraw.objects.all(), draw.pk)
    if DoubleOpinion.objects.filter(cell__draw=found).exists():
        raise ValidationError(_("Somebody has appraised some of it already: it stays with two people."))
    cells = list(found.cells.all())
    record(
        by=by,
        verb=UNDONE,
        subject=plan.cycle.name,
        subject_id=found.pk,
        facts={"seed": found.seed, "stage": plan.stage},
        removed=[found, *cells],
    )
    found.cells.all().delete()
    found.delete()


def hold_drawn_units(plan: AppraisalPlan) -> None:
    """Hold every unit that is appraised by a plan, so that nobody appraises them meanwhile. Part of an act."""
    opened = UnitAppraisal.objects.filter(participant__cycle=plan.cycle_id, stage=plan.stage)
    list(opened.select_for_update(of=("self",), no_key=True).order_by("pk"))


def in_short(names: Sequence[str]) -> str:
    """Return the first of the names of leaves of units, for a fault."""
    return ", ".join(names[:FEW]) + (" …" if len(names) > FEW else "")


def _faults(wish: DrawWish) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if not 1 <= wish.percent <= 100:
        faults["percent"] = [gettext("Give a whole number from 1 to 100.")]
    if not wish.seed:
        faults["seed"] = [gettext("Give the seed of the draw: whoever has it can draw again.")]
    appraising = appraising_people()
    words = gettext("{name} has no role in which one appraises: an administrator gives it first.")
    idle = [words.format(name=one.name) for one in wish.seconds if one.pk not in appraising]
    if idle or not wish.seconds:
        faults["seconds"] = idle or [gettext("Choose who appraises second.")]
    if wish.third is not None and wish.third in wish.seconds:
        faults["third"] = [gettext("Somebody else decides where two differ.")]
    elif wish.third is not None and wish.third.pk not in appraising:
        faults["third"] = [words.format(name=wish.third.name)]
    return faults


def _seconds(
    wish: DrawWish, chosen: Sequence[DrawnFrom], apart: Mapping[int, frozenset[int]]
) -> dict[str, Person]:
    """Who appraises each drawn leaf second, by its name, in turn among those who may. Raises ValidationError where
    nobody may."""
    found: dict[str, Person] = {}
    nobody: list[str] = []
    turn = in_turn(wish.seconds)
    for one in chosen:
        for _place in wish.seconds:
            person = next(turn)
            if person.pk != one.first and one.participant.pk not in apart[person.pk]:
                found[one.name] = person
                break
        else:
            nobody.append(f"{one.participant.name} {one.leaf.number}")
    if nobody:
        words = ngettext(
            "None of them may appraise {count} drawn criterion second, being its first appraiser or near to the unit: "
            "{cells}. Choose somebody else as well.",
            "None of them may appraise {count} drawn criteria second, being their first appraiser or near to the unit: "
            "{cells}. Choose somebody else as well.",
            len(nobody),
        )
        raise ValidationError({"seconds": words.format(count=len(nobody), cells=in_short(nobody))})
    return found
