"""Forms of frames and draws."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.surveys.exchange.frames import FRAME_FILE
from cchc.surveys.models import SampleFrame
from cchc.ui.forms import TextField, offer_rows
from cchc.ui.uploads import UploadField


class FrameFileForm(forms.Form):
    """A list from which a sample is drawn."""

    name = TextField(
        of="name",
        label=_("Name of the frame"),
        help_text=_("For example “Hồ sơ đã giải quyết quý III/2026”."),
    )
    file = UploadField(
        FRAME_FILE,
        label=_("Frame"),
        help_text=_(
            "A row for each dossier, person or household: a key of its own, the unit, the group of respondents where "
            "there are several. The file itself is not kept; who stands in it is kept in the frame alone, until it is "
            "erased."
        ),
    )


class SampleDrawForm(forms.Form):
    """A draw from a frame."""

    frame: forms.ModelChoiceField[SampleFrame] = forms.ModelChoiceField(
        None, label=_("Frame"), empty_label=None
    )
    seed = TextField(
        of="name",
        label=_("Seed"),
        help_text=_(
            "A word or number that everybody may know, for example the day of the meeting: 30/11/2026."
        ),
    )

    def __init__(self, *args: Any, frames: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "frame", frames)


class ReplaceCaseForm(forms.Form):
    """Why a case is replaced, and whether its whole primary unit is."""

    reason = TextField(
        of="reason",
        label=_("Reason"),
        help_text=_("For example “Không gặp được sau ba lần”, “Thôn bị ngập lụt”."),
    )
    whole_unit = forms.BooleanField(
        label=_("Replace the whole primary unit with all its cases"), required=False
    )
