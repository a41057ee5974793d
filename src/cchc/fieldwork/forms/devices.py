"""Forms by which telephones and other systems are connected, and forms of respondents are sent back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cchc.core.surveys.codes import typed_form_number
from cchc.fieldwork.forms.assigning import no_such_form
from cchc.fieldwork.models import FieldAssignment
from cchc.surveys.models import Survey
from cchc.ui.forms import TextField


class TelephoneForm(forms.Form):
    """What the telephone is called that is connected."""

    name = TextField(
        of="name",
        label=_("Name of the telephone"),
        initial=_("My telephone"),
        help_text=_("By which you know it again in this list."),
    )


class SystemForm(forms.Form):
    """What the system is called that may send answers."""

    name = TextField(
        of="name",
        label=_("Name of the system"),
        help_text=_("Whose it is and what it does: it stands in the log beside each form that it sends."),
    )


class SendBackForm(forms.Form):
    """Which form is sent back to its enumerator, and why."""

    number = TextField(
        of="number",
        label=_("Number of the form"),
        help_text=_("With its check digit, as it is printed: 00012-3."),
    )
    reason = TextField(
        of="reason",
        label=_("What is to be corrected"),
        help_text=_("The enumerator reads it on the telephone."),
    )

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._survey = survey

    def clean_number(self) -> FieldAssignment:
        """The form of this number in the survey."""
        number = typed_form_number(self.cleaned_data["number"])
        found = self._survey.assignments.filter(number=number).first() if number else None
        if found is None:
            raise ValidationError(no_such_form(self.cleaned_data["number"]))
        return found
