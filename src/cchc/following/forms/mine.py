"""The filters of the records of a unit; what the address asks for stays in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.following.queries.mine import MineFilter, MineGroup, MineRole
from cchc.ui.forms import TextField, offer_choices


class MineForm(forms.Form):
    """Which records are shown. Choices that a person or an old link left wrong count as not chosen."""

    vai_tro = forms.ChoiceField(required=False, choices=MineRole.choices, widget=forms.HiddenInput)
    nhom = forms.ChoiceField(required=False, choices=MineGroup.choices, widget=forms.HiddenInput)
    q = TextField(
        of="search",
        label=_("Search in the measures"),
        required=False,
        widget=forms.TextInput({"type": "search", "data-search": True}),
    )
    ke_hoach = forms.TypedChoiceField(label=_("Plan"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, plans: Mapping[int, str]) -> None:
        super().__init__(data, auto_id="filter-%s")
        offer_choices(self, "ke_hoach", [("", _("All plans")), *plans.items()])

    def wanted(self) -> MineFilter:
        """The filters as the list understands them."""
        self.is_valid()
        typed: dict[str, Any] = self.cleaned_data
        return MineFilter(
            MineRole(typed.get("vai_tro") or MineRole.LEAD),
            MineGroup(typed["nhom"]) if typed.get("nhom") else None,
            typed.get("ke_hoach"),
            typed.get("q", ""),
        )
