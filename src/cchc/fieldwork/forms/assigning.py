"""Forms on which what is missing is handed out, and on which is said what becomes of forms that are out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.accounts.models import Membership
from cchc.core.surveys.codes import typed_form_number
from cchc.fieldwork.actions.assigning import HandingOut
from cchc.fieldwork.models import AssignmentState, CollectingMode, FieldAssignment, VoidReason
from cchc.fieldwork.queries.handing_out import Column, HandedTo, usual_mode
from cchc.ui.forms import TextField, TickedField, day_field, offer_rows
from cchc.ui.templatetags.ui import thousands

LARGEST = 2**31 - 1
NUMBERS_PARTED = re.compile(r"[\s,;]+")
MOST_NAMED = 20  # numbers that no form bears


class EnumeratorsField(forms.ModelMultipleChoiceField[Membership]):
    """Ticked enumerators, each by name and unit."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Membership) -> str:
        """The name and the unit of an enumerator."""
        return f"{obj.person.name} ({obj.unit.name})"


class HandingOutForm(forms.Form):
    """Which groups and channels are handed out, by which way each, through whom."""

    to = forms.ChoiceField(widget=forms.HiddenInput, choices=[(one.value, one.value) for one in HandedTo])
    enumerators: EnumeratorsField

    def __init__(
        self, *args: Any, columns: Mapping[Column, int], hands: QuerySet[Membership], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns = dict(columns)
        for column, count in self.columns.items():
            words = " · ".join(filter(None, column))
            self.fields[column_name(column)] = forms.ChoiceField(
                label=gettext("{column} ({count} missing)").format(column=words, count=thousands(count)),
                choices=[("", gettext("not handed out now")), *CollectingMode.choices],
                initial=usual_mode(column[1]).value,
                required=False,
            )
        self.fields["enumerators"] = EnumeratorsField(
            hands,
            label=_("Enumerators"),
            required=False,
            help_text=_(
                "Each gets whole units: first that of the own office, the others are shared out evenly. "
                "Nobody ticked: the forms are given to enumerators later, or go to respondents without one."
            ),
        )

    @property
    def chosen(self) -> HandingOut:
        """What was chosen."""
        typed = self.cleaned_data
        modes = {
            column: CollectingMode(typed[column_name(column)])
            for column in self.columns
            if typed[column_name(column)]
        }
        return HandingOut(HandedTo(typed["to"]), modes, list(typed["enumerators"]))


def column_name(column: Column) -> str:
    """The name of the field of a group and channel, which does not move when another column comes."""
    return f"c_{sha256(chr(10).join(column).encode()).hexdigest()[:12]}"


def no_such_form(text: str) -> str:
    """Say that a typed number is that of no form."""
    words = _("The survey has no form “{number}”: look at the number and its check digit.")
    return words.format(number=text)


class SeenCountForm(forms.Form):
    """How many forms the person saw that would be handed out."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)


class TickedFormsForm(forms.Form):
    """Forms that are ticked in a list or whose numbers are typed, and what is said of them."""

    forms_ticked: TickedField
    numbers = TextField(
        of="lines",
        label=_("or numbers of forms"),
        required=False,
        help_text=_("With their check digits, parted by commas: 00012-5, 00013-0"),
    )
    act = forms.ChoiceField(
        widget=forms.HiddenInput,
        choices=[(one, one) for one in ("sent", "refused", "not_reached", "again", "void", "give")],
    )
    on = day_field(_("Sent out on"), required=False)
    reason = TextField(of="reason", label=_("Reason"), required=False)
    void_reason = forms.ChoiceField(
        label=_("Reason of a void form"),
        choices=[("", _("choose the reason")), *VoidReason.choices],
        required=False,
    )
    enumerator: forms.ModelChoiceField[Membership] = forms.ModelChoiceField(
        None, label=_("Enumerator"), required=False, empty_label=_("choose an enumerator")
    )

    def __init__(
        self,
        *args: Any,
        offered: QuerySet[FieldAssignment],
        hands: QuerySet[Membership],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offered = offered
        self.fields["forms_ticked"] = TickedField(offered, required=False)
        offer_rows(self, "enumerator", hands)

    @property
    def ids(self) -> list[int]:
        """The ids of the forms that are ticked or typed."""
        return sorted({one.pk for one in (*self.cleaned_data["forms_ticked"], *self.cleaned_data["numbers"])})

    @property
    def faults(self) -> Iterable[str]:
        """What is wrong with the form, in one list."""
        return [str(error) for errors in self.errors.values() for error in errors]

    def clean_numbers(self) -> list[FieldAssignment]:
        """The forms whose numbers were typed; every number that none of them bears is named."""
        texts = [one for one in NUMBERS_PARTED.split(self.cleaned_data["numbers"]) if one]
        numbers = {text: typed_form_number(text) for text in texts}
        found = {
            one.number: one
            for one in self._offered.filter(number__in=[one for one in numbers.values() if one])
        }
        wrong = [text for text, number in numbers.items() if number not in found]
        if wrong:
            raise ValidationError([no_such_form(text) for text in wrong[:MOST_NAMED]])
        return [found[number] for number in numbers.values() if number is not None]

    def clean(self) -> dict[str, Any]:
        """What was said. Raises ValidationError where no form is meant, a void form has no reason, or nobody gets the
        forms."""
        typed = super().clean() or {}
        if not self.errors and not typed["forms_ticked"] and not typed["numbers"]:
            self.add_error("forms_ticked", _("Tick forms, or type their numbers."))
        if typed.get("act") == "void" and not typed.get("void_reason"):
            self.add_error("void_reason", _("Choose why the forms are void."))
        if typed.get("act") == "give" and not typed.get("enumerator"):
            self.add_error("enumerator", _("Choose who gets the forms."))
        return typed


NO_ANSWER = {
    "refused": AssignmentState.REFUSED,
    "not_reached": AssignmentState.NOT_REACHED,
}


class CodeLettersForm(forms.Form):
    """How many letters are to be sent, as the person saw it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)
