"""Forms about the results of appraisals."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.ui.forms import TextField


class ReopenResultForm(forms.Form):
    """Why a result is taken back from its unit."""

    reason = TextField(of="reason", label=_("Reason"), help_text=_("The unit reads it."))
