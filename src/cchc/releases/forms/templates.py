"""A template that an office brings."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.documents.exchange.template_checking import TEMPLATE_FILE
from cchc.ui.uploads import UploadField


class TemplateForm(forms.Form):
    """The file of a template, and the number of the one that stood when the page was shown."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput())
    file = UploadField(
        TEMPLATE_FILE,
        label=_("Template in Word"),
        help_text=_("Begin with the standard template: keep what stands in braces and brackets."),
    )


class StandardForm(forms.Form):
    """The agreement to go back to the standard template."""
