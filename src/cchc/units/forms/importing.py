"""The form to upload a table file of units."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.ui.uploads import UploadField
from cchc.units.exchange.units import UNITS_FILE


class UnitsFileForm(forms.Form):
    """A table file of units, to be looked at before it is applied."""

    file = UploadField(
        UNITS_FILE,
        label=_("Table of units"),
        help_text=_(
            "The same columns as in the downloaded list. Nothing is changed before you have seen every row."
        ),
    )
