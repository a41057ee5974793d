"""Bringing the Excel table of a plan back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.plans.exchange.comparing import SHEET_FILE
from cchc.ui.uploads import UploadField


class SheetForm(forms.Form):
    """An Excel file that was downloaded from the plan and edited."""

    file = UploadField(
        SHEET_FILE,
        label=_("The edited Excel file"),
        help_text=_("The file downloaded from this plan, with its last column of codes."),
    )


class OverForm(forms.Form):
    """Agree that the file replaces what others changed since it was downloaded."""

    over = forms.BooleanField(
        label=_("I have seen them; replace them by what the file says."),
        widget=forms.CheckboxInput({"form": "apply"}),
        error_messages={"required": _("Others changed this too: look at it and tick the box first.")},
    )
