"""What a citizen writes about a unit, what becomes of it, and the rules for it."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.crypto import get_random_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.portal.exchange.addresses import whole_address
from cchc.portal.models import Feedback
from cchc.portal.policies import STEPS, State
from cchc.ui.forms import TextField, ask_only_sometimes, offer_choices

SALT = "portal.feedback"
LEAST, MOST = timedelta(seconds=3), timedelta(hours=12)
"""Between the page and what is sent: a program is quicker, and what is older is sent once more from a new page."""


def new_token(year: int, key: str, now: datetime) -> str:
    """Return what a form carries instead of a cookie: signed, for one unit, known by its time, good for one sending."""
    return signing.dumps([year, key, now.timestamp(), get_random_string(12)], salt=SALT)


class FeedbackForm(forms.Form):
    """Feedback on a unit. `website` is never filled in by people, who do not see it."""

    text = TextField(
        of="feedback",
        label=_("What you have to say"),
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("Write what you have to say.")},
    )
    contact = TextField(of="contact", label=_("How you can be reached"), required=False)
    website = TextField(of="address", required=False)
    form = TextField(of="token", required=False, widget=forms.HiddenInput())

    def token_fault(self, year: int, key: str, now: datetime) -> str:
        """Return in words why the form is not taken as it came; empty where it is."""
        try:
            said = signing.loads(str(self.data.get("form", "")), salt=SALT)
        except signing.BadSignature:
            said = None
        if not isinstance(said, list) or said[:2] != [year, key]:
            return gettext("This page is no longer known. Look at what you wrote and send it once more.")
        age = now - datetime.fromtimestamp(said[2], now.tzinfo)
        if age < LEAST:
            return gettext("That was quick. Wait a few seconds, then send it once more.")
        if age > MOST:
            return gettext("This page was open for long. Look at what you wrote and send it once more.")
        return ""

    @property
    def digest(self) -> str:
        """What the form is known by: the SHA-256 of its token."""
        return hashlib.sha256(str(self.data.get("form", "")).encode()).hexdigest()


class SettlingForm(forms.Form):
    """What becomes of feedback, from what may become of it in its state; `seen` is the state that the page showed."""

    to = forms.ChoiceField(label=_("Choose one"), widget=forms.RadioSelect)
    answer = TextField(
        of="feedback",
        label=_("What was answered"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Only if it was answered. You write or call yourself; here stands what was said."),
    )
    seen = forms.ChoiceField(choices=Feedback.State.choices, widget=forms.HiddenInput())

    def __init__(self, typed: QueryDict | None, *, state: State) -> None:
        super().__init__(typed, initial={"seen": state.value})
        offer_choices(self, "to", ((one.value, one.label) for one in STEPS[state]))
        ask_only_sometimes(self, "answer")


class FeedbackRulesForm(forms.Form):
    """Whether feedback is taken, and where the public reaches this installation."""

    is_open = forms.BooleanField(
        label=_("Citizens may send feedback on units"),
        required=False,
        help_text=_(
            "On the page of each unit stands a link to a form. Nothing that is sent is ever published by itself."
        ),
    )
    live_address = TextField(
        of="address",
        label=_("Address of the public pages on this system"),
        required=False,
        help_text=_(
            "Only if the public pages are also copied to another server: its pages then lead to this address, for "
            "example https://cchc.example/cong-khai/. Empty: a copy has no link to the form."
        ),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput())

    def clean_live_address(self) -> str:
        """Return the whole address, with a slash at its end. Raises ValidationError."""
        try:
            return whole_address(self.cleaned_data["live_address"].strip())
        except ValueError:
            raise ValidationError(
                gettext("This is no whole address, such as https://cchc.example/cong-khai/")
            ) from None
