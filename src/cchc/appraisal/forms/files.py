"""Forms of the Excel file of what one person appraises."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.appraisal.exchange.work_in import WORK_FILE
from cchc.ui.uploads import UploadField


class WorkFileForm(forms.Form):
    """An Excel file of one's own work that was downloaded and filled in."""

    file = UploadField(
        WORK_FILE,
        label=_("The filled-in Excel file"),
        help_text=_("The file downloaded here. Rows that you deleted stay as they are."),
    )


class OverwritingForm(forms.Form):
    """Agree that the file replaces what was appraised since it was downloaded."""

    over = forms.BooleanField(
        label=_("I have seen them; replace them by what the file says."),
        widget=forms.CheckboxInput({"form": "apply"}),
        error_messages={"required": _("This was appraised meanwhile: look at it and tick the box first.")},
    )
