"""Telling the people of a unit what others, or the calendar, did with its sheet."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.notices.actions import tell
from cchc.notices.actions.reminding import settle_reminders
from cchc.notices.kinds import NoticeKind, notice_kind
from cchc.notices.queries.recipients import people_of_units
from cchc.self_scoring.models import UnitSheet

TOLD_RETURNED = notice_kind(
    "self_scoring.returned",
    _("The sheet of {unit} was returned: {reason}"),
    letter=_("The sheet of {unit} was returned."),
)
TOLD_FROZEN = notice_kind(
    "self_scoring.frozen",
    _("The sheet of {unit} was not handed in before the lock: it stays as it is until the coordinator takes it in, or"
      " gives more time."),
)  # fmt: skip
TOLD_TAKEN_IN = notice_kind(
    "self_scoring.taken_in",
    _("The coordinator took in the sheet of {unit} as it stood at the lock: {reason}"),
    letter=_("The coordinator took in the sheet of {unit} as it stood at the lock."),
)

TOLD_SHARE_ENDED = notice_kind(
    "self_scoring.share_ended",
    _("The sheet of {unit} is locked: your share of it is ended, {count} criteria not marked as done."),
)


def tell_of_sheets(kind: NoticeKind, sheets: Iterable[UnitSheet], by: Actor | None, **facts: str) -> None:
    """Tell those who fill in these sheets what happened to them; part of the act that did it."""
    by_unit = {sheet.participant.unit_id: sheet for sheet in sheets}
    for unit, people in people_of_units(by_unit, Permission.SHEET_EDIT, localdate()).items():
        participant = by_unit[unit].participant
        tell(
            kind=kind,
            to=people,
            facts={"unit": participant.name, **facts},
            href=_page_of(by_unit[unit]),
            by=by,
        )


def tell_of_share(sheet: UnitSheet, person: int, left: int) -> None:
    """Tell a person that the lock has ended the share of a sheet, with how many criteria of it were not done."""
    tell(
        kind=TOLD_SHARE_ENDED,
        to=[person],
        facts={"unit": sheet.participant.name, "count": left},
        href=f"{_page_of(sheet)}?xem=cua-toi",
        by=None,
    )


def let_reminders_go(sheet: UnitSheet) -> None:
    """Let the reminders of a sheet count as seen, when it is handed in, frozen or filled in anew."""
    settle_reminders(href=_page_of(sheet))


def _page_of(sheet: UnitSheet) -> str:
    participant = sheet.participant
    return reverse("self_scoring:sheet", args=[participant.cycle.year, participant.unit_id])
