"""Forms of the changes of a unit on a day: a new name, another parent, a merger, a split, an end, and undoing them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.core.words.lengths import MOST
from cchc.ui.forms import TextField, TickedField, ask_only_sometimes, day_field, offer_choices, offer_rows
from cchc.ui.grave import BasisForm
from cchc.units.actions import NewUnit
from cchc.units.forms.typed import UnitField, kinds_for, offer_places, refuse_long
from cchc.units.models import Kind, Unit


class DayForm(BasisForm):
    """The day of a change of a unit, and the document that orders it."""

    on = day_field(_("On the day"))
    field_order: tuple[str, ...] = ("on",)


class RenameForm(DayForm):
    """A new name from a day on."""

    name = TextField(of="name", label=_("New name"))
    code = TextField(of="code", label=_("Code"), required=False)
    field_order = ("name", "code", "on")


class MoveForm(DayForm):
    """Another parent from a day on."""

    parent = UnitField(None, label=_("New superior unit"), required=False)
    field_order = ("parent", "on")

    def __init__(self, *args: Any, actor: Actor, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Unit.objects.filter(valid_until__isnull=True).exclude(pk=unit.pk)
        offer_places(self.fields["parent"], actor, places)


class MergeForm(DayForm):
    """The merging units, and what follows: a new unit, or one of them that continues."""

    units = TickedField(
        None,
        label=_("Merged with"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Units of the same level and the same superior unit."),
    )
    into = forms.ChoiceField(label=_("What follows"), widget=forms.RadioSelect)
    name = TextField(of="name", label=_("Name of the new unit, if there is one"), required=False)
    kind = forms.ChoiceField(label=_("Kind of the new unit"), choices=Kind.choices, required=False)
    code = TextField(of="code", label=_("Code of the new unit"), required=False)
    field_order = ("units", "into", "name", "kind", "code", "on")

    def __init__(self, *args: Any, actor: Actor, unit: Unit, siblings: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        choices = Unit.objects.filter(pk__in=[sibling.pk for sibling in siblings])
        offer_rows(self, "units", choices)
        lives_on = _("“%(name)s” lives on and takes the others in") % {"name": unit.name}
        offer_choices(self, "into", [("new", _("A new unit")), ("this", lives_on)])
        self.fields["into"].initial = "new"
        self.fields["kind"].initial = unit.kind
        offer_choices(self, "kind", kinds_for(actor))
        ask_only_sometimes(self, "name", "kind")

    def clean(self) -> dict[str, Any]:
        """Require a name for a new unit."""
        typed = super().clean() or {}
        if typed.get("into") == "new" and not typed.get("name", "").strip():
            self.add_error("name", _("Write the name of the new unit."))
        return typed

    @property
    def target(self) -> NewUnit | Unit:
        """Return the unit that follows, for the action."""
        typed = self.cleaned_data
        if typed["into"] == "this":
            return self.unit
        return NewUnit(typed["name"], typed["kind"] or self.unit.kind, typed["code"])


class SplitForm(DayForm):
    """The names of the units that follow, one a line, and the new parent of each unit below."""

    into = TextField(
        of="lines",
        label=_("New units"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One a line, at least two; a code may follow after “|”. The kind stays the same."),
    )
    field_order = ("into", "on")

    def __init__(self, *args: Any, unit: Unit, children: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.children = unit, list(children)
        for child in self.children:
            self.fields[f"child_{child.pk}"] = forms.IntegerField(
                label=_("%(name)s goes to line") % {"name": child.name}, min_value=1, initial=1
            )

    def clean_into(self) -> str:
        """Return the lines, after a check of the length of each name and code."""
        into: str = self.cleaned_data["into"]
        refuse_long((name for name, _code in _named(into)), MOST["name"])
        refuse_long((code for _name, code in _named(into)), MOST["code"])
        return into

    @property
    def news(self) -> list[NewUnit]:
        """Return the new units, line by line."""
        return [NewUnit(name, self.unit.kind, code) for name, code in _named(self.cleaned_data["into"])]

    @property
    def placed(self) -> dict[int, int]:
        """Return for each unit below, by its id, the position of its new parent."""
        return {child.pk: self.cleaned_data[f"child_{child.pk}"] - 1 for child in self.children}


def _named(into: str) -> list[tuple[str, str]]:
    """Name and code of each line that is not empty."""
    parts = (line.partition("|") for line in into.splitlines() if line.strip())
    return [(name.strip(), code.strip()) for name, _bar, code in parts]


class UndoForm(BasisForm):
    """The reason why a change is undone, and the document that orders it, if there is one."""

    reason = TextField(
        of="reason", label=_("Reason"), error_messages={"required": _("Say why the change is undone.")}
    )
    field_order = ("reason",)
