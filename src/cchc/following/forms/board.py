"""What is asked of the board of a plan: which records, late by how many days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.core.plans.following.states import RecordStanding
from cchc.following.queries.board import UNDATED, RecordFilter
from cchc.following.queries.urging import MOST_LATE
from cchc.ui.requests import requested_number

_CHOSEN = re.compile(r"(?P<record>\d{1,15}):(?P<version>\d{1,9})", re.ASCII)
_MONTH = re.compile(r"(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])")


def record_filter(asked: Any) -> RecordFilter:
    """Return which records an address asks for; what cannot be read asks for nothing."""
    month, standing = asked.get("thang", ""), asked.get("tinh_trang", "")
    known = {one.value for one in RecordStanding}
    return RecordFilter(
        unit=requested_number(asked.get("don_vi", "")) or None,
        section=requested_number(asked.get("phan", "")) or None,
        measure=requested_number(asked.get("nhiem_vu", "")) or None,
        month=month if month == UNDATED or _MONTH.fullmatch(month) else "",
        standing=RecordStanding(standing) if standing in known else None,
        overdue=asked.get("qua_han") == "1",
        urged=late if 0 < (late := requested_number(asked.get("don_doc", ""))) <= MOST_LATE else None,
        to_close=asked.get("cho_xac_nhan") == "1",
    )


def chosen_records(sent: Iterable[str]) -> dict[int, int]:
    """Return the records that were ticked in a list, by their ids, with the version that the list showed; what cannot
    be read was not ticked."""
    found = (_CHOSEN.fullmatch(one) for one in sent)
    return {int(one["record"]): int(one["version"]) for one in found if one is not None}


class LateForm(forms.Form):
    """Late by how many days or more."""

    ngay = forms.IntegerField(
        label=_("Overdue by at least (days)"),
        min_value=1,
        max_value=MOST_LATE,
        error_messages={"required": _("Give a number of days.")},
    )
