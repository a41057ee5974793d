"""Bringing the Excel file with the progress of a unit back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.following.exchange.progress_in import PROGRESS_FILE
from cchc.ui.uploads import UploadField


class ProgressFileForm(forms.Form):
    """An Excel file that was downloaded from my measures and filled in."""

    file = UploadField(
        PROGRESS_FILE,
        label=_("The filled-in Excel file"),
        help_text=_("The file downloaded from this page, with its last column of codes."),
    )


class ReplaceReportsForm(forms.Form):
    """Agree that the file replaces what others reported since it was downloaded."""

    over = forms.BooleanField(
        label=_("I have seen them; replace them by what the file says."),
        widget=forms.CheckboxInput({"form": "apply"}),
        error_messages={"required": _("Others reported this too: look at it and tick the box first.")},
    )
