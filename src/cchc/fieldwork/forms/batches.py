"""Forms on which batches of paper are made, counted, closed and opened again, and lists of payments made."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.core.surveys.keying import ALL, BatchCount
from cchc.fieldwork.actions.paying import MOST_FOR_A_FORM
from cchc.ui.forms import TextField

MOST_FORMS = 100_000
LARGEST = 2**31 - 1


class DoublingForm(forms.Form):
    """What percentage of a batch two people key."""

    doubled = forms.IntegerField(
        label=_("Percentage that two people key"),
        min_value=0,
        max_value=ALL,
        initial=10,
        help_text=_("0: none; 100: all. Which forms they are is drawn once and stays."),
    )


class SeenDoublingForm(DoublingForm):
    """The same for a batch, with the version that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)


class BatchCountForm(forms.Form):
    """What was counted on the table when a batch came back."""

    returned = forms.IntegerField(label=_("Came back"), min_value=0, max_value=MOST_FORMS)
    void = forms.IntegerField(label=_("Void forms"), min_value=0, max_value=MOST_FORMS)
    open = forms.IntegerField(label=_("Not returned"), min_value=0, max_value=MOST_FORMS)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)

    def counted(self, printed: int) -> BatchCount:
        """Return what was counted of a batch of so many printed forms."""
        given = self.cleaned_data
        return BatchCount(printed, given["returned"], given["void"], given["open"])


class BatchReopenForm(forms.Form):
    """Why a closed batch is opened again."""

    reason = TextField(of="reason", label=_("Reason"))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)


class PaymentForm(forms.Form):
    """What is paid for one form."""

    each = forms.IntegerField(label=_("Dong for one form"), min_value=1, max_value=MOST_FOR_A_FORM)
