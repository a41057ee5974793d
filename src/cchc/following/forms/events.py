"""Events: which measures wait for one, and the day on which it happened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.following.models import EventOccurrence
from cchc.plans.models import Measure
from cchc.ui.forms import TextField, TickedField, day_field, offer_rows


class EventJoinForm(forms.Form):
    """The name of an event and the measures that wait for it."""

    wording = TextField(
        of="wording",
        label=_("Event"),
        error_messages={"required": _("Say what the event is.")},
    )
    recurs = forms.BooleanField(
        label=_("It happens again and again"),
        help_text=_("Each time begins a new period: time 1, time 2 …"),
        required=False,
    )
    measures = TickedField(
        queryset=Measure.objects.none(),
        widget=forms.MultipleHiddenInput,
        error_messages={"required": _("Choose at least one measure.")},
    )

    def __init__(self, *args: Any, measures: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "measures", measures)


class OccurrenceForm(forms.Form):
    """One time that an event happened. `seen` is the version of the event that the page showed."""

    on = day_field(_("Day on which it happened"))
    term = day_field(
        _("The work is due on"),
        required=False,
        help_text=_(
            "For measures whose wording sets no term. Left empty, no term is set and nothing is overdue."
        ),
    )
    document_number = TextField(of="number", label=_("Number and symbol of the document"), required=False)
    document_date = day_field(
        _("Date of the document"), required=False, help_text=_("Left empty: the day of the event.")
    )
    recurs = forms.BooleanField(
        label=_("It happens again and again"),
        help_text=_("Each time begins a new period: time 1, time 2 …"),
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(
        self, *args: Any, asks_term: bool, occurrence: EventOccurrence | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not asks_term:
            del self.fields["term"]
        if occurrence is not None:
            del self.fields["recurs"]
