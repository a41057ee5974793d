"""The day up to which completion is counted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.ui.forms import day_field


class CutOffForm(forms.Form):
    """The day of the cut-off; empty, or one that cannot be read, is `otherwise`."""

    den = day_field(_("Up to the day"), required=False)

    def __init__(self, *args: Any, otherwise: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.otherwise = otherwise

    def wanted(self) -> date:
        """Return the day."""
        self.is_valid()
        return self.cleaned_data.get("den") or self.otherwise
