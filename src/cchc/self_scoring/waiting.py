"""What waits for a person in this room: the own sheet to be filled in and handed in, work that was shared out, sheets
that nobody handed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.access.waiting import Duty
from cchc.cycles.models import Cycle, State
from cchc.cycles.queries import current_cycle
from cchc.self_scoring.models import SheetReturn, UnitSheet
from cchc.self_scoring.queries.gaps import deadline_of, gaps_in
from cchc.self_scoring.queries.sharing import work_by_person
from cchc.self_scoring.queries.sheet import SheetView, sheet_view, whole_sheets

NEAR = 7  # days before the last one, from which on every gap is counted


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield, while the sheet of the own unit is open: that it was returned, what of the shared work is left, the gaps
    once the deadline is near, and for the head to hand it in; for the coordinator the sheets that were not handed in at
    the lock. Two queries where there is nothing of that."""
    is_filling_in = actor.may(Permission.SHEET_EDIT) and actor.unit_id is not None
    if not is_filling_in and not actor.may(Permission.SHEET_TAKE_IN):
        return
    cycle = current_cycle()
    if cycle is None or cycle.state != State.OPEN:
        return
    if is_filling_in:
        yield from _of_the_unit(actor, cycle, today)
    else:
        yield from _left_at_the_lock(cycle)


def _left_at_the_lock(cycle: Cycle) -> Iterator[Duty]:
    left = UnitSheet.objects.filter(participant__cycle=cycle, state=UnitSheet.State.UNSUBMITTED).count()
    if left:
        words = ngettext(
            "Take in the sheet of {count} unit that was not handed in at the lock, or give more time",
            "Take in the sheets of {count} units that were not handed in at the lock, or give more time",
            left,
        )
        yield Duty(words.format(count=left), reverse("self_scoring:progress", args=[cycle.year]))


def _of_the_unit(actor: Actor, cycle: Cycle, today: date) -> Iterator[Duty]:
    sheet = whole_sheets().filter(participant__cycle=cycle, participant__unit=actor.unit_id).first()
    if sheet is None or sheet.state != UnitSheet.State.FILLING:
        return
    until = deadline_of(sheet)
    if until is None or today > until:
        return
    address = [cycle.year, sheet.participant.unit_id]
    href = reverse("self_scoring:sheet", args=address)
    last = SheetReturn.objects.filter(submission__sheet=sheet).order_by("-pk").first()
    if last is not None:
        text = _("Mend the returned sheet: {reason}").format(reason=last.reason)
        yield Duty(text, href, until, letter=_("Mend the returned sheet"))
    for text in _texts(actor, sheet, last is not None, (until - today).days <= NEAR):
        yield Duty(text, href, until)
    if actor.may(Permission.SHEET_SUBMIT):
        text = _("Hand in the sheet of {year}: {given} of {leaves} criteria answered")
        words = text.format(year=cycle.year, given=sheet.given, leaves=sheet.leaves)
        yield Duty(words, reverse("self_scoring:submit", args=address), until)


def _texts(actor: Actor, sheet: UnitSheet, was_returned: bool, is_near: bool) -> Iterator[str]:
    if not was_returned and not actor.may(Permission.SHEET_SUBMIT):
        yield _("Fill in the sheet of {year}: {given} of {leaves} criteria answered").format(
            year=sheet.participant.cycle.year, given=sheet.given, leaves=sheet.leaves
        )
    view = sheet_view(sheet)
    own = next((one for one in work_by_person(view) if one.person_id == actor.person_id), None)
    if own is not None and own.done < own.leaves:
        left = own.leaves - own.done
        words = ngettext(
            "Your share of the sheet: {count} criterion not done",
            "Your share of the sheet: {count} criteria not done",
            left,
        )
        yield words.format(count=left)
    if is_near:
        yield from _gaps(view)


def _gaps(view: SheetView) -> Iterator[str]:
    count = len({gap.leaf for gap in gaps_in(view, deadline_of(view.sheet))})
    if count:
        words = ngettext(
            "Look at {count} criterion of the sheet in which something is wanting",
            "Look at {count} criteria of the sheet in which something is wanting",
            count,
        )
        yield words.format(count=count)
