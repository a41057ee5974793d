"""The form in which a person says how to hear by e-mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.accounts.forms import email_field
from cchc.notices.models import ByMail


class PreferenceForm(forms.Form):
    """The own e-mail address, and how often letters come."""

    email = email_field()
    how = forms.ChoiceField(label=_("Letters"), choices=ByMail.choices, widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        """The two together: letters need an address."""
        typed: dict[str, Any] = super().clean() or {}
        if "email" in typed and not typed["email"] and typed.get("how", ByMail.NEVER) != ByMail.NEVER:
            self.add_error("email", _("Letters need an address: give one, or choose that none come."))
        return typed
