"""Sheets come with the units that take part, and their sums follow from what applies to each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model

from cchc.access.actor import Actor
from cchc.audit.locks import hold
from cchc.cycles.models import Cycle, NotApplicable, Participant, ScoredBy, State
from cchc.self_scoring.models import Answer, UnitSheet
from cchc.self_scoring.queries.sums import KeptPoints, criteria_in_force, kept_account, kept_as

SUMS = ("points", "maximum", "pending", "given", "leaves")


def scored_by_round(cycle: Cycle) -> list[Participant]:
    """Return the participants of `cycle` that score themselves, each with its set and version."""
    rows = cycle.participants.filter(cycle_set__scored_by=ScoredBy.ROUND)
    return list(rows.select_related("cycle_set__version").order_by("pk"))


def open_sheets(*, by: Actor, cycle: Cycle) -> list[Model]:
    """Give every unit that scores itself its sheet when its cycle is opened; part of that act."""
    return fit_sheets(cycle=cycle)


@transaction.atomic
def fit_sheets(*, cycle: Cycle) -> list[Model]:
    """Give every unit of a running `cycle` that scores itself its sheet, take away those of units that do not any more,
    and let the sums follow from what applies to each; part of whatever changed the cycle.

    A sheet is held before its sums are worked out, so that no saving comes between. The database refuses to take away
    a sheet on which something was written.
    """
    if cycle.state != State.OPEN:
        return []
    participants = scored_by_round(cycle)
    UnitSheet.objects.filter(participant__cycle=cycle).exclude(participant__in=participants).delete()
    UnitSheet.objects.bulk_create([UnitSheet(participant=one) for one in participants], ignore_conflicts=True)
    sheets = UnitSheet.objects.select_for_update().filter(participant__in=participants).order_by("pk")
    by_participant = {one.participant_id: one for one in sheets}
    off, kept = _without(participants), _kept(by_participant.values())
    changed = []
    for participant in participants:
        sheet = by_participant[participant.pk]
        criteria = criteria_in_force(participant)
        sums = kept_account(criteria, kept[sheet.pk], off[participant.pk], cycle.year).sums
        if not sums.is_kept_by(sheet):
            sums.put_into(sheet)
            changed.append(sheet)
    UnitSheet.objects.bulk_update(changed, SUMS)
    return []


@transaction.atomic
def sheet_of(participant: Participant) -> UnitSheet | None:
    """Return the sheet of a participant, which is made on the first look where it is not there yet; None where the
    unit does not score itself, or the cycle is not open yet."""
    found = UnitSheet.objects.filter(participant=participant).first()
    if found is not None or participant.cycle_set.scored_by != ScoredBy.ROUND:
        return found
    fit_sheets(cycle=hold(Cycle.objects.all(), participant.cycle_id))
    return UnitSheet.objects.filter(participant=participant).first()


def _without(participants: Iterable[Participant]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    cells = NotApplicable.objects.filter(participant__in=participants)
    for participant_id, leaf in cells.values_list("participant_id", "leaf"):
        found[participant_id].add(leaf)
    return found


def _kept(sheets: Iterable[UnitSheet]) -> dict[int, dict[str, KeptPoints]]:
    found: dict[int, dict[str, KeptPoints]] = defaultdict(dict)
    rows = Answer.objects.filter(sheet__in=sheets).order_by()
    for sheet, leaf, points, figures in rows.values_list("sheet_id", "leaf", "points", "figures"):
        found[sheet][leaf] = kept_as(points, figures)
    return found
