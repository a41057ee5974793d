"""Forms of questions to units, and of their answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.ui.forms import TextField


class QuestionForm(forms.Form):
    """A question of an appraiser to a unit about one leaf."""

    text = TextField(
        of="title",
        label=_("What the unit is asked"),
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Write the question.")},
    )


class ReplyForm(forms.Form):
    """The answer of a unit to a question."""

    answer = TextField(
        of="title",
        label=_("Answer to the appraisal"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write the answer.")},
    )
