"""Forms on which what is missing is handed out, and on which is said what becomes of forms that are out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.accounts.models import Membership
from cchc.fieldwork.actions.assigning import HandingOut
from cchc.fieldwork.models import AssignmentState, CollectingMode, FieldAssignment, VoidReason
from cchc.fieldwork.queries.handing_out import Column, HandedTo, usual_mode
from cchc.ui.forms import TextField, TickedField, day_field, offer_rows
from cchc.ui.templatetags.ui import thousands

LARGEST = 2**31 - 1


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


class SeenCountForm(forms.Form):
    """How many forms the person saw that would be handed out."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)


class TickedFormsForm(forms.Form):
    """Forms that are ticked in a list, and what is said of them."""

    forms_ticked: TickedField
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
        self.fields["forms_ticked"] = TickedField(offered)
        offer_rows(self, "enumerator", hands)

    @property
    def ids(self) -> list[int]:
        """The ids of the ticked forms."""
        return [one.pk for one in self.cleaned_data["forms_ticked"]]

    @property
    def faults(self) -> Iterable[str]:
        """What is wrong with the form, in one list."""
        return [str(error) for errors in self.errors.values() for error in errors]

    def clean(self) -> dict[str, Any]:
        """What was said. Raises ValidationError where a void form has no reason, or nobody gets the forms."""
        typed = super().clean() or {}
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
