"""The form of the sample size calculator."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cchc.core.surveys.sampling.sizes import MOST_PEOPLE
from cchc.core.words.numerals import NumberFault, typed_number
from cchc.ui.forms import TextField
from cchc.ui.templatetags.ui import message_text


class NumberText(TextField):
    """A number as it is typed in Vietnamese, between two bounds; percentages become shares where `percent` says so."""

    def __init__(self, *, low: Fraction, high: Fraction, percent: bool = False, **options: Any) -> None:
        self.low, self.high, self.percent = low, high, percent
        super().__init__(of="figure", **options)

    def clean(self, value: Any) -> Any:
        """Return the exact number, None for an empty field that may be empty."""
        text = str(super().clean(value)).strip().removesuffix("%").strip()
        if not text:
            return None
        try:
            found = typed_number(text, self.low, self.high)
        except NumberFault as fault:
            raise ValidationError(message_text(fault.why)) from None
        if not self.low <= found <= self.high:
            raise ValidationError(_("The number lies outside what is possible here."))
        return found / 100 if self.percent else found


class SampleSizeForm(forms.Form):
    """What a sample is to reach."""

    n = NumberText(
        low=Fraction(1),
        high=Fraction(MOST_PEOPLE),
        label=_("Population (persons or dossiers)"),
        required=False,
    )
    e = NumberText(
        low=Fraction(1, 10), high=Fraction(50), percent=True, label=_("Margin of error (±, %)"), initial="5"
    )
    p = NumberText(
        low=Fraction(1),
        high=Fraction(99),
        percent=True,
        label=_("Expected rate (%)"),
        initial="50",
        help_text=_("Half is on the safe side where nothing is known."),
    )
    c = NumberText(
        low=Fraction(50), high=Fraction(999, 10), percent=True, label=_("Confidence (%)"), initial="95"
    )
    d = NumberText(
        low=Fraction(1, 10),
        high=Fraction(50),
        label=_("Design effect"),
        initial="1",
        help_text=_("1 for a simple draw; 1,5 to 3 where communes or villages are drawn first."),
    )
    r = NumberText(
        low=Fraction(1),
        high=Fraction(100),
        percent=True,
        label=_("Expected response rate (%)"),
        initial="100",
    )
