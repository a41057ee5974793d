"""The rows of the page on which many records are reported at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cchc.core.plans.following.states import ProgressState
from cchc.following.actions.reporting import ReportedWork, report_faults
from cchc.following.forms.reporting import CHOSEN, chosen_state
from cchc.following.models import ProgressRecord, Through
from cchc.following.queries.words import STATE_WORDS
from cchc.ui.forms import TextField

OFFERED = [(one.value, STATE_WORDS[one]) for one in CHOSEN]
_ROW = re.compile(r"r\d{1,15}-version")
TYPED = ("state", "percent", "text", "why")


class RowForm(forms.Form):
    """What is typed for one record: `why` is the reason for what is not done, the number of the document for what was
    stopped. `seen` is a mark of what stood there when the page was made: a row that nobody touched says nothing."""

    version = forms.IntegerField()
    seen = TextField(of="code", required=False)
    state = forms.ChoiceField(label=_("State"), choices=OFFERED)
    percent = forms.IntegerField(label="%", required=False)
    text = TextField(of="explanation", label=_("What was done"), required=False, widget=forms.Textarea)
    why = TextField(of="reason", label=_("Reason, or number of the document"), required=False)

    def __init__(self, data: Any, *, record: ProgressRecord) -> None:
        self.record = record
        super().__init__(data, prefix=f"r{record.pk}")

    def clean(self) -> dict[str, Any]:
        """Check what the state demands."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("state"):
            for name, whys in report_faults(self._said(cleaned)).items():
                field = "why" if name in ("reason", "document_number") else name
                if field not in self.errors:
                    self.add_error(field, ValidationError(whys))
        return cleaned

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields of the row, as it was sent."""
        return {name: (self.data.get(self.add_prefix(name)) or "").strip() for name in TYPED}

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed since the page was made."""
        return mark_of(self.typed) != self.data.get(self.add_prefix("seen"))

    def report(self, figures: list[dict[str, str]]) -> ReportedWork:
        """Return what was typed as a report; the figures stay as they were reported last."""
        return self._said(self.cleaned_data, figures)

    def _said(self, typed: Mapping[str, Any], figures: list[dict[str, str]] | None = None) -> ReportedWork:
        state, why = ProgressState(typed["state"]), typed.get("why", "")
        return ReportedWork(
            state=state,
            percent=typed.get("percent") or 0,
            text=typed.get("text", ""),
            figures=figures or (),
            reason=why if state is ProgressState.NOT_DONE else "",
            document_number=why if state is ProgressState.CANCELLED else "",
            through=Through.BULK,
        )


def touched_rows(data: Mapping[str, str]) -> set[int]:
    """Return the ids of the records whose rows, in a form that was sent, hold something else than the page showed."""
    named = [name.removesuffix("-version") for name in data if _ROW.fullmatch(name)]
    return {
        int(row[1:])
        for row in named
        if mark_of({name: (data.get(f"{row}-{name}") or "").strip() for name in TYPED})
        != data.get(f"{row}-seen")
    }


def values_of(record: ProgressRecord) -> dict[str, str]:
    """Return what the row of a record shows before anything is typed."""
    return {
        "state": chosen_state(record.state),
        "percent": str(record.percent) if record.state == ProgressState.UNDER_WAY.value else "",
        "text": record.text.strip(),
        "why": record.reason or record.document_number,
    }


def mark_of(values: Mapping[str, str]) -> str:
    """Return a short text that is the same as long as a row holds these values; line ends count alike."""
    held = "\x1f".join("\n".join(values[name].splitlines()) for name in TYPED)
    return sha256(held.encode()).hexdigest()[:24]
