"""What is typed on the review page of a plan: its head, its sections, a new measure, units, reasons."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cchc.plans.actions.plans import Head
from cchc.plans.actions.writing import TEXTS
from cchc.plans.forms.plans import FIRST_YEAR, LAST_YEAR, LONGEST_TITLE
from cchc.plans.models import Measure, Plan, Section
from cchc.ui.forms import day_field
from cchc.units.forms.choosing import UnitsField
from cchc.units.queries import DayUnits


class HeadForm(forms.Form):
    """What is said about a plan as a whole, and about the document that issued it."""

    title = forms.CharField(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("A plan needs a title.")},
    )
    kind = forms.ChoiceField(label=_("Kind of plan"), choices=Plan.Kind.choices)
    year = forms.IntegerField(label=_("Year of the plan"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    document_kind = forms.CharField(label=_("Kind of document"), max_length=100, required=False)
    number = forms.CharField(label=_("Number and symbol"), max_length=50, required=False)
    date = day_field(pgettext_lazy("of a document", "Date"), required=False)
    issuer = forms.CharField(
        label=pgettext_lazy("of a document", "Issued by"), max_length=250, required=False
    )
    working_days = forms.BooleanField(
        label=_("Move due days to the next working day"),
        required=False,
        help_text=_("Where a due day is a weekend or a holiday. The deadline as written stays."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("document_kind", "number", "date", "issuer"):
            self.fields[name].sometimes = True

    @property
    def head(self) -> Head:
        """What was typed, as the action wants it."""
        return Head(**self.cleaned_data)


class SectionForm(forms.Form):
    """The number and the heading of a section."""

    number = forms.CharField(label=pgettext_lazy("of a section", "No."), max_length=50, required=False)
    heading = forms.CharField(
        label=_("Heading"), max_length=1000, error_messages={"required": _("A section needs a heading.")}
    )


class MeasureForm(forms.Form):
    """The texts of a new measure, in the columns that its plan uses."""

    def __init__(self, *args: Any, columns: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TEXTS:
            if name == "number" or name in columns:
                self.fields[name] = self._field(name)

    def _field(self, name: str) -> forms.CharField:
        label = str(Measure._meta.get_field(name).verbose_name)
        rows = 1 if name == "number" else 3
        return forms.CharField(
            label=label[:1].upper() + label[1:], required=False, widget=forms.Textarea({"rows": rows})
        )


class MoveForm(forms.Form):
    """The section that a measure moves to."""

    section = forms.ModelChoiceField(Section.objects.none(), label=_("Section"), empty_label=None)

    def __init__(self, *args: Any, sections: QuerySet[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["section"]
        field.queryset = sections


class AcceptForm(forms.Form):
    """Why a finding may stay as it is."""

    fingerprint = forms.CharField(max_length=64)
    reason = forms.CharField(max_length=500, error_messages={"required": _("Say why it may stay as it is.")})


class AgencyForm(forms.Form):
    """The units that the wording of an agency means."""

    units = UnitsField(label=_("Units"))
    remember = forms.BooleanField(label=_("Remember it for the plans to come"), required=False, initial=True)

    def __init__(self, *args: Any, among: DayUnits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["units"]
        field.among = among


def typed_texts(data: Mapping[str, str]) -> dict[str, str]:
    """The cells of a measure that a request brings, by their columns."""
    return {name: data[name] for name in TEXTS if name in data}
