"""Handing in the file of a plan, and having it read again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.plans.actions.readings import FIRST_YEAR, LAST_YEAR
from cchc.plans.forms.plans import units_for, usual_unit
from cchc.reading.plans import PLAN_FILE
from cchc.ui.forms import ask_only_sometimes
from cchc.ui.uploads import UploadField
from cchc.units.models import Unit


class HandInForm(forms.Form):
    """A file that is to become a plan; the unit is asked for only where this person may choose."""

    file = UploadField(
        PLAN_FILE,
        label=_("File of the plan"),
        help_text=_("Drag it here or choose it."),
    )
    unit = forms.ModelChoiceField(
        label=_("Plan of"),
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose the unit whose plan it is.")},
    )
    year = forms.IntegerField(
        label=_("Year, only where the document does not say it"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.NumberInput({"class": "year"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_for(actor)
        ask_only_sometimes(self, "year")
        field: Any = self.fields["unit"]
        field.queryset = units
        field.initial = usual_unit(units)
        if units.count() == 1:
            field.widget = forms.HiddenInput()


class AnnexForm(forms.Form):
    """A file of its own that is an annex of a plan."""

    file = UploadField(PLAN_FILE, label=_("File of the annex"), help_text=_("Drag it here or choose it."))


class AgainForm(forms.Form):
    """Reading a file again; `without_year`: with the year that it does not say."""

    year = forms.IntegerField(
        label=_("Year of the plan"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.NumberInput({"class": "year"}),
        error_messages={"required": _("Say which year the plan is for.")},
    )

    def __init__(self, *args: Any, without_year: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].required = without_year
