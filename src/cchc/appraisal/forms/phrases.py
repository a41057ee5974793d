"""The form of a standing phrase."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.core.scoring.appraised import TAKEN_CODES
from cchc.ui.forms import TextField, offer_choices
from cchc.ui.pictures.points import loss_word


class PhraseForm(forms.Form):
    """A sentence, and the coded reason for which it is offered."""

    code = forms.ChoiceField(label=_("Reason"))
    text = TextField(
        of="reason",
        label=_("Sentence"),
        error_messages={"required": _("Write the sentence.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "code", [(code, loss_word(code)) for code in TAKEN_CODES])
