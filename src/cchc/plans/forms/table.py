"""The filters of the plan list and of the table of a plan; what the address asks for stays in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.plans.models import Involvement, Plan, Section
from cchc.plans.queries.standing import DueStanding
from cchc.plans.queries.table import MeasureFilter
from cchc.ui.forms import TextField

BY_DAY = "thoi-han"
ORDERS = [("", _("As in the document")), (BY_DAY, _("By deadline"))]


class _Filter(forms.Form):
    """Choices that a person or an old link may have left wrong: those count as not chosen."""

    def asked(self) -> dict[str, Any]:
        """What was chosen, by the names of the fields."""
        self.is_valid()
        return self.cleaned_data


class TableFilter(_Filter):
    """Which measures of a plan are shown, and in which order."""

    q = TextField(
        of="search",
        label=_("Search in the measures"),
        required=False,
        widget=forms.TextInput({"type": "search", "data-search": True}),
    )
    phan = forms.TypedChoiceField(label=_("Section"), required=False, coerce=int, empty_value=None)
    don_vi = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)
    vai_tro = forms.ChoiceField(
        label=_("Role of the unit"),
        required=False,
        choices=[("", _("Any role")), *Involvement.Kind.choices],
    )
    han = forms.ChoiceField(
        required=False, choices=[("", ""), *DueStanding.choices], widget=forms.HiddenInput
    )
    thu_tu = forms.ChoiceField(label=_("Order"), required=False, choices=ORDERS)

    def __init__(
        self, data: Any, *, sections: Iterable[Section], units: Mapping[int, str], mine: Collection[int]
    ) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.mine = frozenset(mine)
        fields: dict[str, Any] = self.fields
        fields["phan"].choices = [("", _("All sections")), *((one.pk, str(one) or "–") for one in sections)]
        fields["don_vi"].choices = [("", _("All units")), *units.items()]
        if self.mine:
            del self.fields["don_vi"]

    def wanted(self) -> MeasureFilter:
        """The filters as the table understands them."""
        typed = self.asked()
        unit, standing = typed.get("don_vi"), typed.get("han")
        chosen = frozenset({unit}) if unit else None
        return MeasureFilter(
            text=typed.get("q", ""),
            section=typed.get("phan"),
            units=self.mine or chosen,
            role=typed.get("vai_tro", ""),
            standing=DueStanding(standing) if standing else None,
            by_day=typed.get("thu_tu") == BY_DAY,
        )


class ListFilter(_Filter):
    """Which plans are listed."""

    nam = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    don_vi = forms.TypedChoiceField(label=_("Plan of"), required=False, coerce=int, empty_value=None)
    loai = forms.ChoiceField(
        label=_("Kind of plan"), required=False, choices=[("", _("All kinds")), *Plan.Kind.choices]
    )

    def __init__(self, data: Any, *, years: Iterable[int], units: Mapping[int, str]) -> None:
        super().__init__(data, auto_id="filter-%s")
        fields: dict[str, Any] = self.fields
        fields["nam"].choices = [("", _("All years")), *((year, year) for year in years)]
        fields["don_vi"].choices = [("", _("All units")), *units.items()]
