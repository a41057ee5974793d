"""Forms of the holidays: the lines of a year's announcement, one day, and the ticked days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.core.words.messages import Fault
from cchc.cycles import queries
from cchc.cycles.models import Holiday
from cchc.ui.forms import TextField, TickedField, day_field, offer_rows
from cchc.ui.templatetags.ui import message_text


class HolidaysForm(forms.Form):
    """Days as they are typed or pasted, one line for a day or a range."""

    lines = TextField(
        of="lines",
        label=_("Days, one line for each"),
        widget=forms.Textarea({"rows": 9, "spellcheck": "false"}),
        help_text=_(
            "A day or the first and the last day, then the name. A line that begins with “làm bù” is a weekend "
            "day that is worked to make up."
        ),
        error_messages={"required": _("Write at least one line.")},
    )

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        example = f"30/4/{year} Ngày Chiến thắng\n01/9/{year} – 02/9/{year} Quốc khánh"
        self.fields["lines"].widget.attrs["placeholder"] = example

    def refuse(self, faults: Sequence[Fault]) -> None:
        """Add an error for each faulty line: its number, the text found and what was expected."""
        for fault in faults:
            line, why = fault.place.line, _words(fault)
            self.add_error(
                "lines",
                why if line is None else gettext("Line %(line)s: %(why)s") % {"line": line, "why": why},
            )


def _words(fault: Fault) -> str:
    if not fault.found:
        return message_text(fault.why)
    gaps = {"why": message_text(fault.why), "found": fault.found, "expected": message_text(fault.expected)}
    return gettext("%(why)s Found: “%(found)s”. Expected: %(expected)s.") % gaps


class HolidayForm(forms.Form):
    """One day of the table."""

    on = day_field(_("Day"))
    name = TextField(
        of="name",
        label=_("Name"),
        required=False,
        help_text=_("A day off needs a name; a day worked to make up may do without."),
    )
    worked = forms.BooleanField(
        label=_("A weekend day that is worked to make up for a day off"), required=False
    )


class TickedDaysForm(forms.Form):
    """The days that were ticked in the table of a year."""

    days = TickedField(None, error_messages={"required": _("Tick at least one day.")})

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "days", queries.holidays_of(year))

    @property
    def ticked(self) -> list[Holiday]:
        """The ticked days."""
        return list(self.cleaned_data["days"])
