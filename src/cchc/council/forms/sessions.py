"""Forms of a session: its day, place and people; who is there; what comes on its agenda and what goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.council.actions.preparing import SessionPlan
from cchc.council.models import CouncilMember
from cchc.council.queries.sessions import Candidate
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Participant
from cchc.ui.forms import TextField, day_field

Seat = CouncilMember.Seat


class SessionForm(forms.Form):
    """The day and the place of a session, and what everybody with an account for the council does in it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    on = day_field(_("Day of the session"))
    place = TextField(of="name", label=_("Where it is held"))

    def __init__(self, *args: Any, people: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for one in people:
            roles = (Seat.CHAIR, Seat.MEMBER) if one.votes else (Seat.SECRETARY,)
            self.fields[f"role-{one.person}"] = forms.ChoiceField(
                choices=[("", _("not in this session")), *((role.value, role.label) for role in roles)],
                required=False,
                label=one.name,
            )

    def rows(self) -> Iterator[tuple[Candidate, forms.BoundField]]:
        """Yield everybody with the field of the role."""
        for one in self.people:
            yield one, self[f"role-{one.person}"]

    def plan(self) -> SessionPlan:
        """Return what was chosen."""
        typed = self.cleaned_data
        roles = {one.person: typed[f"role-{one.person}"] for one in self.people}
        return SessionPlan(typed["on"], typed["place"], {pk: role for pk, role in roles.items() if role})


class PresenceForm(forms.Form):
    """Who of a session is there."""

    def __init__(self, *args: Any, members: Sequence[CouncilMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"] = forms.TypedMultipleChoiceField(
            choices=[(one.pk, f"{one.name} – {one.unit} ({one.get_role_display()})") for one in members],
            coerce=int,
            required=False,
            label=_("Who is there"),
            widget=forms.CheckboxSelectMultiple,
            initial=[one.pk for one in members if one.present],
        )


class AddItemForm(forms.Form):
    """A leaf of a unit that is to come on the agenda, and why."""

    unit = forms.ChoiceField(label=_("Unit"))
    leaf = TextField(of="leaf", label=_("Number of the criterion"), help_text=_("For example 1.2"))
    reason = TextField(of="reason", label=_("Why the council should decide on it"))

    def __init__(self, *args: Any, participants: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participants = {str(one.pk): one for one in participants}
        field = self.fields["unit"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "–"), *((str(one.pk), one.name) for one in participants)]

    def clean(self) -> dict[str, Any]:
        """Require a number of the set of the unit, said with the numbers that there are."""
        typed = super().clean() or {}
        unit, leaf = self.participants.get(typed.get("unit", "")), typed.get("leaf", "").strip()
        if unit is not None and leaf and leaf not in criteria_of(unit.cycle_set.version).leaves:
            self.add_error("leaf", _("This criterion is not in the set of the unit."))
        return typed

    @property
    def chosen(self) -> Participant:
        """The unit that was chosen."""
        return self.participants[self.cleaned_data["unit"]]


class DropForm(forms.Form):
    """Why an item is taken off the agenda."""

    reason = TextField(of="reason", label=_("Why it is taken off the agenda"))
