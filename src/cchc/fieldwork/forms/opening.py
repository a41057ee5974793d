"""What respondents are told, and links that anybody may use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.fieldwork.actions.opening import LinkWanted
from cchc.fieldwork.models import LinkAbout
from cchc.fieldwork.queries.door import rated_units
from cchc.surveys.models import Survey
from cchc.ui.forms import TextField, offer_choices

LARGEST = 2**31 - 1


class ConsentForm(forms.Form):
    """What respondents read and agree to, with the version that the page showed."""

    text = TextField(
        of="explanation",
        label=_("What respondents read and agree to"),
        required=False,
        widget=forms.Textarea({"rows": 14}),
        help_text=_("One paragraph a line. Empty: the usual words, which stand here at first."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)


class OpenLinkForm(forms.Form):
    """A new link by which anybody may answer."""

    form = forms.ChoiceField(label=_("Group that is asked"))
    about = forms.ChoiceField(label=_("About which units"), choices=LinkAbout.choices)
    unit = forms.ChoiceField(
        label=_("Unit of the link"), required=False, help_text=_("Only for a link about one unit.")
    )
    channel = TextField(
        of="name",
        label=_("Channel"),
        help_text=_(
            "What comes by the link is counted under this name, apart from the sample and its quotas."
        ),
    )
    is_test = forms.BooleanField(label=_("To try it out: the answers do not count"), required=False)

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._forms = {str(one.pk): one for one in survey.forms.order_by("respondent_group", "pk")}
        self._units = {str(one.pk): one for one in rated_units(survey)}
        groups = ((pk, one.respondent_group) for pk, one in self._forms.items())
        offer_choices(self, "form", groups)
        units = ((pk, one.name) for pk, one in self._units.items())
        offer_choices(self, "unit", [("", _("No single unit")), *units])

    @property
    def wanted(self) -> LinkWanted:
        """The link that was described."""
        typed = self.cleaned_data
        return LinkWanted(
            form=self._forms[typed["form"]],
            about=LinkAbout(typed["about"]),
            channel=typed["channel"],
            unit=self._units.get(typed["unit"]),
            is_test=typed["is_test"],
        )


class TurnLinkForm(forms.Form):
    """A link is closed to new forms, or opened again."""

    is_open = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], widget=forms.HiddenInput)
