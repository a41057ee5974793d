"""The form of an opinion on a request that a criterion shall not apply."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.ui.forms import TextField

GRANT, REFUSE = "khong-ap-dung", "ap-dung"


class OpinionForm(forms.Form):
    """What the appraiser of a criterion advises on the request of a unit, and why."""

    advice = forms.ChoiceField(
        label=_("Your opinion"),
        choices=[
            (GRANT, _("It does not apply to the unit: grant the request")),
            (REFUSE, _("It applies to the unit: refuse the request")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    text = TextField(
        of="reason",
        label=_("Reason of the opinion"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write the reason of the opinion.")},
        help_text=_(
            "Read by whoever decides; the unit is told the decision and its reason, not the opinion."
        ),
    )
