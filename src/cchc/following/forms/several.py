"""The rows of the page on which many records are reported at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from itertools import takewhile
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cchc.core.plans.following.states import ProgressState
from cchc.core.words.numerals import NumberFault
from cchc.following.actions.reporting import ReportedWork, report_faults
from cchc.following.forms.reporting import CHOSEN, achieved_number, chosen_state
from cchc.following.models import ProgressRecord, Through
from cchc.following.queries.files import figure_rows, figures_wanted
from cchc.following.queries.words import STATE_WORDS
from cchc.ui.forms import TextField
from cchc.ui.templatetags.ui import message_text

OFFERED = [(one.value, STATE_WORDS[one]) for one in CHOSEN]
_ROW = re.compile(r"r\d{1,15}-version")
TYPED = ("state", "percent", "text", "why")
FIGURE = "figure-{}"  # the figures that the plan asks for, in its order
_MOST_FIGURES = 1_000  # of one measure


class RowForm(forms.Form):
    """What is typed for one record: `why` is the reason for what is not done, the number of the document for what was
    stopped; the figures that the plan asks for have a field each. `seen` is a mark of what stood there when the page
    was made: a row that nobody touched says nothing."""

    version = forms.IntegerField()
    seen = TextField(of="code", required=False)
    state = forms.ChoiceField(label=_("State"), choices=OFFERED)
    percent = forms.IntegerField(label="%", required=False)
    text = TextField(of="explanation", label=_("What was done"), required=False, widget=forms.Textarea)
    why = TextField(of="reason", label=_("Reason, or number of the document"), required=False)

    def __init__(self, data: Any, *, record: ProgressRecord, achieved: Mapping[str, str]) -> None:
        self.record, self.achieved = record, achieved
        super().__init__(data, prefix=f"r{record.pk}")
        self.wanted = figures_wanted(record.measure)
        for at, name in enumerate(self.wanted):
            self.fields[FIGURE.format(at)] = TextField(of="figure", label=name, required=False)

    def clean(self) -> dict[str, Any]:
        """Check what the state demands."""
        cleaned: dict[str, Any] = super().clean() or {}
        for at, name in enumerate(self.wanted):
            field = FIGURE.format(at)
            try:
                cleaned[field] = achieved_number(cleaned.get(field, ""))
            except NumberFault as refused:
                self.add_error(field, ValidationError(f"{name}: {message_text(refused.why)}"))
        if cleaned.get("state"):
            for name, whys in report_faults(self._said(cleaned)).items():
                field = "why" if name in ("reason", "document_number") else name
                if field not in self.errors:
                    self.add_error(field, ValidationError(whys))
        return cleaned

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields of the row, as it was sent."""
        return _typed_in(self.data, self.prefix or "")

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed since the page was made."""
        return mark_of(self.typed) != self.data.get(self.add_prefix("seen"))

    def report(self) -> ReportedWork:
        """Return what was typed as a report."""
        return self._said(self.cleaned_data)

    def _said(self, typed: Mapping[str, Any]) -> ReportedWork:
        achieved = {name: typed.get(FIGURE.format(at), "") for at, name in enumerate(self.wanted)}
        state, why = ProgressState(typed["state"]), typed.get("why", "")
        return ReportedWork(
            state=state,
            percent=typed.get("percent") or 0,
            text=typed.get("text", ""),
            figures=figure_rows(self.wanted, achieved),
            reason=why if state is ProgressState.NOT_DONE else "",
            document_number=why if state is ProgressState.CANCELLED else "",
            through=Through.BULK,
        )


def touched_rows(data: Mapping[str, str]) -> set[int]:
    """Return the ids of the records whose rows, in a form that was sent, hold something else than the page showed."""
    named = [name.removesuffix("-version") for name in data if _ROW.fullmatch(name)]
    return {int(row[1:]) for row in named if mark_of(_typed_in(data, row)) != data.get(f"{row}-seen")}


def _typed_in(data: Mapping[str, str], row: str) -> dict[str, str]:
    """What stands in the fields of a row, as it was sent."""
    every = map(FIGURE.format, range(_MOST_FIGURES))
    figures = takewhile(lambda name: f"{row}-{name}" in data, every)  # the page counts them from nought
    return {name: (data.get(f"{row}-{name}") or "").strip() for name in (*TYPED, *figures)}


def values_of(record: ProgressRecord, achieved: Mapping[str, str]) -> dict[str, str]:
    """Return what the row of a record shows before anything is typed; `achieved` are its figures as reported last."""
    figures = {
        FIGURE.format(at): achieved.get(name, "") for at, name in enumerate(figures_wanted(record.measure))
    }
    return {
        "state": chosen_state(record.state),
        "percent": str(record.percent) if record.state == ProgressState.UNDER_WAY.value else "",
        "text": record.text.strip(),
        "why": record.reason or record.document_number,
        **figures,
    }


def mark_of(values: Mapping[str, str]) -> str:
    """Return a short text that is the same as long as a row holds these values; line ends count alike."""
    names = (*TYPED, *sorted(name for name in values if name not in TYPED))
    held = "\x1f".join("\n".join(values[name].splitlines()) for name in names)
    return sha256(held.encode()).hexdigest()[:24]
