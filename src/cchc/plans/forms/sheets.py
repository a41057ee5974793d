"""Bringing the Excel table of a plan back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.plans.forms.files import small_enough


class SheetForm(forms.Form):
    """An Excel file that was downloaded from the plan and edited."""

    file = forms.FileField(
        label=_("The edited Excel file"),
        validators=[small_enough],
        widget=forms.FileInput({"accept": ".xlsx", "class": "drop"}),
        help_text=_("The file downloaded from this plan, with its last column of codes."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> Any:
        """The file, when it is a workbook."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(".xlsx"):
            raise ValidationError(gettext("This is no Excel workbook (.xlsx). Save the table as .xlsx."))
        return file


class OverForm(forms.Form):
    """Agree that the file replaces what others changed since it was downloaded."""

    over = forms.BooleanField(
        label=_("I have seen them; replace them by what the file says."),
        widget=forms.CheckboxInput({"form": "apply"}),
        error_messages={"required": _("Others changed this too: look at it and tick the box first.")},
    )
