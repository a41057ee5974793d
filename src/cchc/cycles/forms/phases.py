"""Forms of a phase: more time for units, and opening it again for one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.cycles.models import Cycle
from cchc.ui.forms import TextField, TickedField, day_field, offer_rows


class TimeForm(forms.Form):
    """Until when a phase is open, why, and by which document."""

    until = day_field(
        _("Open until the end of"),
        help_text=_("It locks by itself at 23:59:59 of this day, by the clock of Vietnam."),
    )
    reason = TextField(of="reason", label=_("Reason"), error_messages={"required": _("Say why.")})
    document = TextField(
        of="number",
        label=_("Number and symbol of the document"),
        required=False,
        help_text=_("For example 12/SNV-CCHC; leave it empty where there is none."),
    )


class ExtendForm(TimeForm):
    """More time for the ticked units."""

    participants = TickedField(
        None, label=_("Units"), error_messages={"required": _("Tick at least one unit.")}
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "participants", cycle.participants.all())
