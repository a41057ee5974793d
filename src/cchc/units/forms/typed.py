"""Forms of one unit: its facts, and what happens to it on a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.ui.forms import TickedField, day_field
from cchc.units.actions import NewUnit
from cchc.units.models import Kind, Unit


class UnitField(forms.ModelChoiceField):
    """A choice of one unit, each with the unit it belongs to, so that equal names are told apart."""

    def label_from_instance(self, obj: Unit) -> str:
        """The name as it stands in the list."""
        return f"{obj.name} – {obj.parent.name}" if obj.parent else obj.name


def open_units(**chosen: Any) -> Any:
    """The units without an end, with their parents."""
    return Unit.objects.filter(valid_until__isnull=True, **chosen).select_related("parent")


class UnitForm(forms.Form):
    """The facts of a unit, for a new one or for a correction."""

    name = forms.CharField(
        label=_("Name"), max_length=250, help_text=_("As it is printed in decisions and lists.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    code = forms.CharField(label=_("Code"), max_length=50, required=False)
    parent = UnitField(
        None, label=_("Belongs to"), required=False, empty_label=_("Nothing: it stands at the top")
    )
    valid_from = day_field(_("Valid from"))
    valid_until = day_field(
        _("No longer valid from"),
        required=False,
        help_text=_("The first day on which the unit no longer exists."),
    )
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One a line: short forms under which the unit stands in files."),
    )

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = Unit.objects.exclude(kind__in=[Kind.OUTSIDE, Kind.DIVISION]).select_related("parent")
        self.fields["parent"].queryset = parents.exclude(pk=unit.pk) if unit else parents

    def clean_aliases(self) -> tuple[str, ...]:
        """The other names, one for each line that is not empty."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["aliases"].splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))


def facts_for_form(unit: Unit) -> dict[str, Any]:
    """What `UnitForm` shows of `unit` at first."""
    return {
        "name": unit.name,
        "kind": unit.kind,
        "code": unit.code,
        "parent": unit.parent_id,
        "valid_from": unit.valid_from,
        "valid_until": unit.valid_until,
        "aliases": "\n".join(alias.name for alias in unit.aliases.all()),
    }


class DayForm(forms.Form):
    """The day on which something happens to a unit."""

    on = day_field(_("On the day"))


class RenameForm(DayForm):
    """A new name from a day on."""

    name = forms.CharField(label=_("New name"), max_length=250)
    code = forms.CharField(label=_("Code"), max_length=50, required=False)
    field_order = ("name", "code", "on")


class MoveForm(DayForm):
    """Another parent from a day on."""

    parent = UnitField(
        None, label=_("New superior unit"), required=False, empty_label=_("Nothing: it stands at the top")
    )
    field_order = ("parent", "on")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = open_units().exclude(pk=unit.pk)


class MergeForm(DayForm):
    """Which units merge, and into what: a new unit, or one of them that lives on."""

    units = TickedField(
        None,
        label=_("Merged with"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Units of the same level and the same superior unit."),
    )
    into = forms.ChoiceField(label=_("What follows"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name of the new unit, if there is one"), max_length=250, required=False)
    kind = forms.ChoiceField(label=_("Kind of the new unit"), choices=Kind.choices, required=False)
    code = forms.CharField(label=_("Code of the new unit"), max_length=50, required=False)
    field_order = ("units", "into", "name", "kind", "code", "on")

    def __init__(self, *args: Any, unit: Unit, siblings: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        choices = Unit.objects.filter(pk__in=[sibling.pk for sibling in siblings])
        self.fields["units"].queryset = choices
        self.fields["into"].choices = [
            ("new", _("A new unit")),
            ("this", _("“%(name)s” lives on and takes the others in") % {"name": unit.name}),
        ]
        self.fields["into"].initial = "new"
        self.fields["kind"].initial = unit.kind
        for name in ("name", "kind"):
            self.fields[name].sometimes = True

    def clean(self) -> dict[str, Any]:
        """A new unit needs its name."""
        typed = super().clean() or {}
        if typed.get("into") == "new" and not typed.get("name", "").strip():
            self.add_error("name", _("Write the name of the new unit."))
        return typed

    @property
    def target(self) -> NewUnit | Unit:
        """What follows, as the action wants it."""
        typed = self.cleaned_data
        if typed["into"] == "this":
            return self.unit
        return NewUnit(typed["name"], typed["kind"] or self.unit.kind, typed["code"])


class SplitForm(DayForm):
    """The names of the units that follow, one a line, and where each unit below goes."""

    into = forms.CharField(
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

    @property
    def news(self) -> list[NewUnit]:
        """The new units, line by line."""
        lines = [line.strip() for line in self.cleaned_data["into"].splitlines() if line.strip()]
        parts = [line.partition("|") for line in lines]
        return [NewUnit(name.strip(), self.unit.kind, code.strip()) for name, _bar, code in parts]

    @property
    def placed(self) -> dict[int, int]:
        """For each unit below, the position of the new unit it goes to."""
        return {child.pk: self.cleaned_data[f"child_{child.pk}"] - 1 for child in self.children}
