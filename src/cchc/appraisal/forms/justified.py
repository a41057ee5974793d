"""The form in which a unit answers to what its result says of one criterion."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cchc.appraisal.queries.justified import JustifiedLeaf
from cchc.ui.forms import TextField, ask_only_sometimes

EXPLAIN, ACCEPT = "explain", "accept"


class JustifyForm(forms.Form):
    """What a unit explains of a criterion; `do` says which button was pressed: it is explained, or the result is
    accepted."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    do = forms.ChoiceField(choices=[(EXPLAIN, EXPLAIN), (ACCEPT, ACCEPT)], required=False)
    text = TextField(
        of="explanation",
        required=False,
        label=_("Explanation"),
        help_text=_(
            "Say what the appraisal did not see or judged otherwise, and where the document beside says it."
        ),
        widget=forms.Textarea({"rows": 8}),
    )

    def __init__(self, *args: Any, justified: JustifiedLeaf, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_only_sometimes(self, "text")
        self.initial.update({"version": justified.version, "text": justified.text})

    def rest_on(self, now: JustifiedLeaf) -> None:
        """Let what was typed rest on what stands there now, so that it can be saved over it."""
        typed = QueryDict(mutable=True)
        typed.update(self.data)
        typed["version"] = str(now.version)
        self.data = typed
