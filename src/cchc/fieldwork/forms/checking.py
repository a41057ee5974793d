"""Forms of back-checks, of marks of quality and of the keeping of personal data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cchc.core.surveys.questionnaires.content import questions_of
from cchc.core.surveys.questionnaires.values import ItemKind, SurveyItem
from cchc.fieldwork.actions.checking import AskedAnew, CheckWanted
from cchc.fieldwork.models import BackCheckCase, BackCheckState, QualityState
from cchc.ui.forms import TextField, day_field, offer_rows
from cchc.units.models import Unit

LARGEST = 2**31 - 1
MOST_EACH = 200
ITEM = "item-"  # before the code of an item in the name of its field


class BackCheckDrawForm(forms.Form):
    """A draw of forms to be asked anew."""

    body: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        None, label=_("Supervising body"), empty_label=None
    )
    share = forms.IntegerField(
        label=_("Percentage of the forms of each enumerator"), min_value=0, max_value=100, initial=10
    )
    least = forms.IntegerField(
        label=_("Forms of each enumerator at least"), min_value=0, max_value=MOST_EACH, initial=5
    )
    seed = TextField(
        of="name",
        label=_("Seed"),
        help_text=_(
            "A word or number that enumerators do not know beforehand, for example a lottery number."
        ),
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "body", bodies)

    @property
    def wanted(self) -> CheckWanted:
        """The draw that is wanted."""
        told = self.cleaned_data
        return CheckWanted(told["body"], told["seed"], told["share"], told["least"])


class AskedAnewForm(forms.Form):
    """What came of asking a respondent anew: the outcome, then a field for each question but the written ones."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST)
    state = forms.ChoiceField(
        label=_("What came of it"),
        choices=[one for one in BackCheckState.choices if one[0] != BackCheckState.WAITING],
        widget=forms.RadioSelect,
    )
    asked_on = day_field(_("Day of asking anew"))
    note = TextField(of="reason", label=_("Remark"), required=False)

    def __init__(self, *args: Any, case: BackCheckCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = [
            item
            for item in questions_of(case.assignment.form.version.content).items
            if item.kind is not ItemKind.TEXT
        ]
        for item in self.items:
            self.fields[f"{ITEM}{item.code}"] = _field_of(item)
            self.initial.setdefault(f"{ITEM}{item.code}", _initial(item, case.answers.get(item.code, "")))

    @property
    def told(self) -> AskedAnew:
        """What was told."""
        told = self.cleaned_data
        answers = {item.code: _written(told[f"{ITEM}{item.code}"]) for item in self.items}
        known = {code: text for code, text in answers.items() if text}
        return AskedAnew(BackCheckState(told["state"]), told["asked_on"], known, told["note"])


def _field_of(item: SurveyItem) -> forms.Field:
    label = f"{item.number}. {item.text}" if item.number else item.text
    options = [(one.code, one.text) for one in item.options]
    if item.kind is ItemKind.MULTIPLE:
        return forms.MultipleChoiceField(
            label=label, choices=options, required=False, widget=forms.CheckboxSelectMultiple
        )
    if item.kind is ItemKind.NUMBER:
        return TextField(of="number", label=label, required=False)
    return forms.ChoiceField(
        label=label, choices=[("", _("Not asked anew")), *options], required=False, widget=forms.RadioSelect
    )


def _initial(item: SurveyItem, text: str) -> str | list[str]:
    return text.split(";") if item.kind is ItemKind.MULTIPLE and text else text


def _written(value: Any) -> str:
    return ";".join(value) if isinstance(value, list) else str(value)


class DiscardForm(forms.Form):
    """Why the forms of an enumerator are discarded."""

    reason = TextField(
        of="reason",
        label=_("Reason"),
        help_text=_("For example “Phúc tra 5 phiếu, 4 người trả lời cho biết chưa từng được hỏi”."),
    )


class DecideMarkForm(forms.Form):
    """What a mark is worth, and why."""

    flag = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST)
    state = forms.ChoiceField(
        choices=[one for one in QualityState.choices if one[0] != QualityState.OPEN],
        label=pgettext_lazy("mark", "Decision"),
    )
    reason = TextField(of="reason", label=_("Reason"))


class KeptUntilForm(forms.Form):
    """Until when what names people is kept."""

    kept_until = day_field(
        _("Personal data kept until"),
        required=False,
        help_text=_("After this day the platform deletes them by itself. Without a day they stay."),
    )


class LinkLookForm(forms.Form):
    """Which form is looked up, and why."""

    number = forms.IntegerField(label=_("Number of the form"), min_value=1, max_value=LARGEST)
    reason = TextField(of="reason", label=_("Reason"), help_text=_("It is kept in the log with your name."))
