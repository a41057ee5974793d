"""The filters above the two logs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import AccessRecord
from cchc.audit.queries import rooms
from cchc.ui.forms import TextField, day_field


class LogFilter(forms.Form):
    """The filters of the log; every field may stay empty, and a value that cannot be read counts as empty."""

    q = TextField(
        of="search",
        label=_("Person, unit or subject"),
        required=False,
        widget=forms.TextInput({"type": "search", "data-search": ""}),
    )
    room = forms.ChoiceField(label=_("About"), required=False)
    since = day_field(_("From day"), required=False)
    until = day_field(_("To day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["room"]
        field.choices = [("", _("Everything")), *rooms()]

    def wanted(self) -> tuple[str, str, date | None, date | None]:
        """Return text, room, first and last day."""
        self.is_valid()
        typed = self.cleaned_data
        return typed.get("q", ""), typed.get("room", ""), typed.get("since"), typed.get("until")


class AccessFilter(forms.Form):
    """The filters of the log of access; every field may stay empty, and a value that cannot be read counts as empty."""

    q = TextField(
        of="search",
        label=_("Person, unit, address or file"),
        required=False,
        widget=forms.TextInput({"type": "search", "data-search": ""}),
    )
    kind = forms.ChoiceField(
        label=_("What"), required=False, choices=[("", _("Everything")), *AccessRecord.Kind.choices]
    )
    since = day_field(_("From day"), required=False)
    until = day_field(_("To day"), required=False)

    def wanted(self) -> dict[str, Any]:
        """Return text, kind, first and last day as the keyword arguments of `access_records`."""
        self.is_valid()
        typed = self.cleaned_data
        return {
            "text": typed.get("q", ""),
            "kind": typed.get("kind", ""),
            "since": typed.get("since"),
            "until": typed.get("until"),
        }
