"""The filter above the log."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.audit.queries import rooms
from cchc.ui.forms import day_field


class LogFilter(forms.Form):
    """What to look for in the log; every field may stay empty, and what cannot be read counts as empty."""

    q = forms.CharField(
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
        """Text, room, first and last day."""
        self.is_valid()
        typed = self.cleaned_data
        return typed.get("q", ""), typed.get("room", ""), typed.get("since"), typed.get("until")
