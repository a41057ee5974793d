"""Taking over what a unit leads into a plan of its own, and setting a record by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cchc.following.models import ProgressRecord
from cchc.following.queries.words import name_of_measure, period_beside
from cchc.plans.actions.readings import FIRST_YEAR, LAST_YEAR
from cchc.plans.models import Plan
from cchc.ui.forms import TextField, TickedField


class TakeOverForm(forms.Form):
    """The work to be taken over, and the draft into which it goes: one that is there, or a new one by its title."""

    records = TickedField(
        label=_("Work of the own unit"),
        queryset=ProgressRecord.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose measures that your unit leads.")},
    )
    into = forms.ModelChoiceField(
        label=_("Into the draft"),
        queryset=Plan.objects.none(),
        required=False,
        empty_label=_("A new draft, with the title below"),
    )
    title = TextField(
        of="title", label=_("Title of the new draft"), required=False, widget=forms.Textarea({"rows": 2})
    )
    year = forms.IntegerField(label=_("Year of the plan"), min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def __init__(
        self, *args: Any, records: QuerySet[ProgressRecord], drafts: QuerySet[Plan], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        ticked: Any = self.fields["records"]
        ticked.queryset = records
        ticked.label_from_instance = _words
        into: Any = self.fields["into"]
        into.queryset = drafts

    def clean(self) -> dict[str, Any]:
        """Require a title where the draft is new."""
        typed = super().clean() or {}
        if not typed.get("into") and not (typed.get("title") or "").strip() and "title" not in self.errors:
            self.add_error("title", _("A plan needs a title."))
        return typed


def _words(record: ProgressRecord) -> str:
    """What is called how, of which period and due when, as far as there is such."""
    due = f"{record.due:%d/%m/%Y}" if record.due else ""
    beside = " · ".join(filter(None, (period_beside(record.period), due)))
    return f"{name_of_measure(record.measure)} ({beside})" if beside else name_of_measure(record.measure)


class ByHandForm(forms.Form):
    """Why a record does not follow from the plan below."""

    reason = TextField(
        of="reason",
        label=_("Reason"),
        error_messages={"required": _("Say why it does not follow from the plan below.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class SeenForm(forms.Form):
    """The version of the record that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
