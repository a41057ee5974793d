"""The form to bring the boundaries of units."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.portal.exchange.boundaries import BOUNDARIES_FILE
from cchc.ui.uploads import UploadField


class BoundariesForm(forms.Form):
    """Boundaries of units, to be looked at before the map draws them."""

    file = UploadField(
        BOUNDARIES_FILE,
        label=_("Boundaries (GeoJSON)"),
        help_text=_(
            "Each area says the code (ma) or the name (ten) of its unit, in longitudes and latitudes."
        ),
    )
