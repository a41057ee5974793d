"""Forms of frames and draws."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.surveys.exchange.frames import FRAME_FILE
from cchc.surveys.models import SampleDraw, SampleFrame, Survey
from cchc.surveys.queries.designs import design_in
from cchc.surveys.queries.draws import open_area_draws
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
            "there are several; at most 20,000 rows, from a longer list the command line draws. The file itself is not "
            "kept; who stands in it is kept in the frame alone, until it is erased."
        ),
    )


class EarlierDrawField(forms.ModelChoiceField[SampleDraw]):
    """Chooses a draw, told by its number and frame."""

    def label_from_instance(self, obj: SampleDraw) -> str:
        """Return what a draw is called."""
        return gettext("draw {number} from “{frame}”").format(number=obj.number, frame=obj.frame.name)


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
        required=False,
    )
    areas_only = forms.BooleanField(
        label=_("The frame lists areas: draw these alone, their rows are listed afterwards"), required=False
    )
    after = EarlierDrawField(
        None,
        label=_("Goes on from the areas of"),
        required=False,
        empty_label=_("nothing: the frame has the rows of all areas"),
        help_text=_(
            "The frame then has the rows of the areas that were drawn; the seed is that of their draw."
        ),
    )

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "frame", survey.frames.all())
        earlier = open_area_draws(survey)
        offer_rows(self, "after", SampleDraw.objects.filter(pk__in=[one.pk for one in earlier]))
        design = design_in(survey)
        if not earlier:
            del self.fields["after"]
        if design is None or not any(stage.unit for group in design.groups for stage in group.stages):
            del self.fields["areas_only"]


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
