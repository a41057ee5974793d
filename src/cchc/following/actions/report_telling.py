"""Telling the people of units what happened to the periodic reports in which they write."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.following.models import ReportRound
from cchc.following.queries.report_words import round_name
from cchc.notices.actions import tell
from cchc.notices.kinds import NoticeKind, notice_kind
from cchc.notices.queries.recipients import people_of_units

ROUND_OPENED = notice_kind(
    "following.round_opened",
    _("Your unit is to write its part of “{report}” by {due}"),
    letter=_("Your unit is to write its part of a periodic report."),
)
PART_RETURNED = notice_kind(
    "following.part_returned",
    _("The part of your unit in “{report}” was returned: {reason}"),
    letter=_("The part of your unit in a periodic report was returned."),
)
PART_GIVEN_BACK = notice_kind(
    "following.part_given_back",
    _("Your unit got its part of “{report}” back, as it asked: change it and send it again"),
    letter=_("Your unit got its part of a periodic report back, as it asked."),
)
RECALL_REFUSED = notice_kind(
    "following.recall_refused",
    _("The part of your unit in “{report}” stays as it was sent: {reason}"),
    letter=_("The part of your unit in a periodic report stays as it was sent."),
)
ROUND_WITHDRAWN = notice_kind(
    "following.round_withdrawn",
    _("“{report}” was withdrawn: {reason}. What was written stays there to be read"),
    letter=_("A periodic report was withdrawn."),
)


def tell_units(
    kind: NoticeKind, round_: ReportRound, units: Collection[int], by: Actor, **facts: str
) -> None:
    """Tell those who write the parts of these units, as a part of the act that did it."""
    for unit, people in people_of_units(units, Permission.REPORT_SEND, localdate()).items():
        href = reverse("following:report_part", args=[round_.pk, unit])
        tell(kind=kind, to=people, facts={"report": round_name(round_), **facts}, href=href, by=by)
