"""What waits for a person in this room: the own sheet to be filled in and handed in, work that was shared out, sheets
that nobody handed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import DateField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.access.waiting import Duty
from cchc.cycles.models import Cycle, Extension, Phase, PhaseKind, State
from cchc.cycles.queries import current_cycle, current_cycles
from cchc.self_scoring.models import SheetReturn, UnitSheet
from cchc.self_scoring.queries.gaps import deadline_of, gaps_in
from cchc.self_scoring.queries.sharing import work_by_person
from cchc.self_scoring.queries.sheet import SheetView, sheet_view, whole_sheets

NEAR = 7  # days before the last one, from which on every gap is counted


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield, while the sheet of the own unit is open: that it was returned, what of the shared work is left, the gaps
    once the deadline is near, and for the head to hand it in; for the coordinator how many units have not handed in,
    and the sheets that were not handed in at the lock. Two queries where there is nothing of that."""
    is_filling_in = actor.may(Permission.SHEET_EDIT) and actor.unit_id is not None
    if not is_filling_in and not actor.may(Permission.SHEET_TAKE_IN):
        return
    cycle = current_cycle()
    if cycle is None or cycle.state != State.OPEN:
        return
    if is_filling_in:
        yield from _of_the_unit(actor, cycle, today)
    else:
        yield from _of_all_units(cycle, today)


def days_ahead(actor: Actor, today: date) -> QuerySet[UnitSheet, tuple[date]]:
    """Return the last days, from `today` on, of the sheets for which `waiting_for` yields a duty with its day: of the
    own unit, or of all units for the coordinator. A query that is not asked yet."""
    current = current_cycles().values("pk")[:1]
    sheets = UnitSheet.objects.filter(
        state=UnitSheet.State.FILLING, participant__cycle__in=current, participant__cycle__state=State.OPEN
    )
    phase = Phase.objects.filter(
        cycle=OuterRef("participant__cycle"), kind=PhaseKind.SELF_SCORING, starts__lte=today
    )
    if actor.may(Permission.SHEET_EDIT) and actor.unit_id is not None:
        sheets = sheets.filter(participant__unit=actor.unit_id)
    elif not actor.may(Permission.SHEET_TAKE_IN):
        sheets = sheets.none()
    given = Extension.objects.filter(participant=OuterRef("participant"), kind=PhaseKind.SELF_SCORING)
    ends = Subquery(phase.values("ends")[:1])
    until = Coalesce(Subquery(given.order_by("-pk").values("until")[:1]), ends)
    days = sheets.order_by().annotate(day=Greatest(until, ends, output_field=DateField()))
    return days.filter(day__gte=today).values_list("day")


def _of_all_units(cycle: Cycle, today: date) -> Iterator[Duty]:
    """The units whose sheets were left at the lock, and those that can still hand in, by the nearest of their last
    days."""
    phase = cycle.phases.filter(kind=PhaseKind.SELF_SCORING, starts__lte=today).first()
    if phase is None:
        return
    sheets = UnitSheet.objects.filter(participant__cycle=cycle)
    filling = list(sheets.filter(state=UnitSheet.State.FILLING).values_list("participant", flat=True))
    if filling:
        given = Extension.objects.filter(participant__in=filling, kind=phase.kind).order_by("pk")
        last = dict(given.values_list("participant", "until"))
        days = [max(phase.ends, last.get(one, phase.ends)) for one in filling]
        words = ngettext(
            "{count} unit has not handed in its sheet yet",
            "{count} units have not handed in their sheets yet",
            len(days),
        )
        until = min(days)
        href = reverse("self_scoring:progress", args=[cycle.year])
        yield Duty(words.format(count=len(days)), href, until, until < today)
    left = sheets.filter(state=UnitSheet.State.UNSUBMITTED).count()
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
    begun = cycle.phases.filter(kind=PhaseKind.SELF_SCORING, starts__lte=today)
    if until is None or today > until or not begun.exists():
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
