"""A practice cycle: made from a cycle with one act, thrown away with one act, apart from everything meanwhile."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.access.practising import is_practising, practising
from cchc.audit.actions import record
from cchc.audit.locks import alone_in, hold
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.core.words.lengths import MOST
from cchc.cycles import queries
from cchc.cycles.actions.cycles import copy_participants, open_cycle
from cchc.cycles.models import Cycle, Phase
from cchc.documents.actions.prepared import throw_away_practised

BEGUN = verb("cycles.practice_begun", _("began the practice {subject}, made from {copied_from}"))
ENDED = verb("cycles.practice_ended", _("threw the practice {subject} away"))
say_facts("cycles", copied_from=FactWords(_("made from")), participants=FactWords(_("units")))

LONGEST_PHASE = 60  # days
UNDER_WAY = _("A practice is under way already: throw that one away first.")


@transaction.atomic
def begin_practice(*, by: Actor, source: Cycle, days: int, today: date) -> Cycle:
    """Make a practice cycle from `source` and open it: its criteria sets, the units as they are today with their peer
    groups, its phases one after the other from `today`, each of as many `days`. Returns the practice cycle.

    Raises ValidationError when a practice is under way in the province, for a length out of bounds, and with what a
    cycle lacks to be opened.
    """
    by.require(Permission.CYCLE_MANAGE)
    if is_practising():
        raise ValidationError(_("A practice is made from a cycle that counts."))
    if not 1 <= days <= LONGEST_PHASE:
        raise ValidationError({"days": _("Each phase lasts 1 to %(most)s days.") % {"most": LONGEST_PHASE}})
    source = hold(Cycle.objects.all(), source.pk)
    with practising():
        alone_in(Cycle)
        if Cycle.objects.filter(province=source.province_id).exists():
            raise ValidationError(UNDER_WAY)
        name = gettext("Practice: {name}").format(name=source.name)[: MOST["name"]]
        cycle = Cycle.objects.create(
            province_id=source.province_id, year=source.year, name=name, practice=True
        )
        Phase.objects.bulk_create(_phases(source, cycle, days, today))
        count = copy_participants(source, cycle, today)
        wrote = [cycle, *cycle.phases.all(), *cycle.sets.all(), *cycle.participants.all()]
        facts: dict[str, Any] = {"copied_from": source.name, "participants": count}
        record(by=by, verb=BEGUN, subject=cycle.name, subject_id=cycle.pk, facts=facts, wrote=wrote)
        return open_cycle(by=by, cycle=cycle)


def _phases(source: Cycle, cycle: Cycle, days: int, today: date) -> list[Phase]:
    """Return the phases of `source` one after the other, each of as many days."""
    return [
        Phase(
            cycle=cycle,
            kind=phase.kind,
            place=phase.place,
            name=phase.name,
            starts=today + timedelta(days=at * days),
            ends=today + timedelta(days=(at + 1) * days - 1),
        )
        for at, phase in enumerate(queries.phases(source))
    ]


@transaction.atomic
def throw_practice_away(*, by: Actor, cycle: Cycle) -> Cycle:
    """Throw a practice away with everything that was typed, handed in and appraised in it: no page opens it any more,
    and files that were made of it are deleted.

    The log keeps what was done, and the rows stay as everything that was handed in does (decision 169). Raises
    ValidationError when somebody has thrown it away meanwhile.
    """
    by.require(Permission.CYCLE_MANAGE)
    with practising():
        held = hold(Cycle.objects.all(), cycle.pk)
        held.put_away_at = timezone.now()
        held.save(update_fields=["put_away_at"])
        throw_away_practised()
        record(by=by, verb=ENDED, subject=held.name, subject_id=held.pk, wrote=[held])
    return held
