"""The forms of a practice cycle."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.cycles.actions.practice import LONGEST_PHASE


class PracticeForm(forms.Form):
    """How long each phase of a practice lasts."""

    days = forms.IntegerField(
        label=_("Days of each phase"),
        min_value=1,
        max_value=LONGEST_PHASE,
        initial=2,
        help_text=_("The first phase begins today; a phase that is over locks as in a year that counts."),
    )


class ThrowAwayForm(forms.Form):
    """Nothing is asked but to agree."""
