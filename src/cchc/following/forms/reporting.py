"""What a unit reports of its work, what the owner of a plan decides, what cooperating units say."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cchc.core.plans.following.states import ProgressState
from cchc.core.words.numbers import number_in_full
from cchc.core.words.numerals import NumberFault, typed_number
from cchc.following.actions.reporting import ReportedWork, report_faults
from cchc.following.models import ProgressRecord, Through
from cchc.following.queries.files import figure_rows, figures_wanted
from cchc.following.queries.words import STATE_WORDS
from cchc.ui.forms import TextField, ask_only_sometimes
from cchc.ui.templatetags.ui import message_text

CHOSEN = (
    ProgressState.NOT_BEGUN,
    ProgressState.UNDER_WAY,
    ProgressState.DONE,
    ProgressState.NOT_DONE,
    ProgressState.CANCELLED,
)
"""The states that a person chooses; whether something is done without its product follows from the products."""


def chosen_state(state: str) -> str:
    """Return the state of a record as a person chooses it."""
    return ProgressState.DONE.value if state == ProgressState.DONE_WITHOUT_PRODUCT.value else state


def achieved_number(typed: str) -> str:
    """Return a figure as reports keep it; nothing where nothing was typed. Raises `NumberFault`."""
    text = typed.strip()
    return number_in_full(typed_number(text, low=Fraction(0))) if text else ""


class ReportForm(forms.Form):
    """What a unit reports of one record; the figures that its plan asks for have a field each."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=_("Where the work stands"),
        choices=[(one.value, STATE_WORDS[one]) for one in CHOSEN],
        widget=forms.RadioSelect,
    )
    percent = forms.IntegerField(
        label=_("Done so far, in percent"),
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "class": "short"}),
    )
    text = TextField(
        of="explanation", label=_("What was done"), required=False, widget=forms.Textarea({"rows": 4})
    )
    reason = TextField(of="reason", label=_("Reason"), required=False, help_text=_("For what is not done."))
    document_number = TextField(
        of="number",
        label=_("Number of the document"),
        required=False,
        help_text=_("For what was stopped by a document."),
    )

    def __init__(
        self, data: Any = None, *, record: ProgressRecord, achieved: Mapping[str, str], **options: Any
    ) -> None:
        held = {
            "version": record.version,
            "state": chosen_state(record.state),
            "percent": record.percent if record.state == ProgressState.UNDER_WAY.value else None,
            "text": record.text,
            "reason": record.reason,
            "document_number": record.document_number,
        }
        super().__init__(data, initial=held, **options)
        self.wanted = figures_wanted(record.measure)
        for at, (name, target) in enumerate(self.wanted.items()):
            self.fields[f"figure-{at}"] = TextField(
                of="figure",
                label=_("Achieved: {name}").format(name=name),
                required=False,
                initial=achieved.get(name, ""),
                help_text=_("The plan asks for {target}.").format(target=target),
                widget=forms.TextInput({"inputmode": "decimal", "class": "short"}),
            )
        ask_only_sometimes(self, "percent", "reason", "document_number")

    def clean(self) -> dict[str, Any]:
        """Check the figures, each by itself, and what the state demands, so that every fault is said at once."""
        cleaned: dict[str, Any] = super().clean() or {}
        for at in range(len(self.wanted)):
            try:
                cleaned[f"figure-{at}"] = achieved_number(cleaned.get(f"figure-{at}", ""))
            except NumberFault as refused:
                self.add_error(f"figure-{at}", ValidationError(message_text(refused.why)))
        if cleaned.get("state"):
            self._demand(cleaned)
        return cleaned

    def _demand(self, cleaned: Mapping[str, Any]) -> None:
        """Say what the state demands and is not there; not where the field is refused already."""
        said = ReportedWork(
            ProgressState(cleaned["state"]),
            cleaned.get("percent") or 0,
            reason=cleaned.get("reason", ""),
            document_number=cleaned.get("document_number", ""),
        )
        for name, whys in report_faults(said).items():
            if name not in self.errors:
                self.add_error(name, ValidationError(whys))

    def rest_on(self, now: ProgressRecord) -> None:
        """Let what was typed rest on what was reported meanwhile, so that it can be sent in its place."""
        typed = QueryDict(mutable=True)
        typed.update(self.data)
        typed["version"] = str(now.version)
        self.data = typed

    def report(self, through: Through) -> ReportedWork:
        """Return what was typed as a report."""
        typed = self.cleaned_data
        achieved = {name: typed[f"figure-{at}"] for at, name in enumerate(self.wanted)}
        return ReportedWork(
            state=ProgressState(typed["state"]),
            percent=typed["percent"] or 0,
            text=typed["text"],
            figures=figure_rows(self.wanted, achieved),
            reason=typed["reason"],
            document_number=typed["document_number"],
            through=through,
        )


class CloseForm(forms.Form):
    """The owner of the plan takes the outcome, or returns it for a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = TextField(
        of="reason", label=_("Reason to return it"), required=False, help_text=_("The unit reads it.")
    )

    def __init__(self, data: Any = None, *, record: ProgressRecord) -> None:
        super().__init__(data, initial={"version": record.version}, auto_id="close-%s")
        ask_only_sometimes(self, "reason")


class NoteForm(forms.Form):
    """A cooperating unit confirms what was reported, or adds to it."""

    confirms = forms.BooleanField(label=_("My unit confirms what was reported"), required=False)
    text = TextField(
        of="explanation", label=_("To be added"), required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="note-%s")


class DoneWithFileForm(forms.Form):
    """Report work as done with a photo or another file, in one step."""

    version = forms.IntegerField(widget=forms.HiddenInput)
