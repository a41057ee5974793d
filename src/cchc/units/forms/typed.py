"""Forms of one unit: its facts, and its changes on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.core.words.lengths import MOST
from cchc.ui.forms import TextField, TickedField, ask_only_sometimes, day_field, offer_choices, offer_rows
from cchc.units.actions import NewUnit
from cchc.units.actions.judging import Inner
from cchc.units.models import Kind, Unit
from cchc.units.queries import places_for


class UnitField(forms.ModelChoiceField[Unit]):
    """A choice of one unit, each with the unit it belongs to, so that equal names are told apart."""

    def label_from_instance(self, obj: Unit) -> str:
        """Return the name as it stands in the list."""
        return f"{obj.name} – {obj.parent.name}" if obj.parent else obj.name


NOTHING = _("Nothing: it stands at the top")


def kinds_for(actor: Actor) -> list[tuple[str, Any]]:
    """Return the kinds of unit that `actor` may write: below the province those that stand below the own unit."""
    kinds = set(Kind) if actor.everywhere else Inner(actor).kinds
    return [(value, label) for value, label in Kind.choices if value in kinds]


def _offer_places(field: Any, actor: Actor, places: QuerySet[Unit]) -> None:
    """Let `field` choose among those of `places` within the scope of `actor`; only the scope of the province has the
    top."""
    field.queryset = places.filter(pk__in=places_for(actor).order_by().values("pk")).select_related("parent")
    field.required = not actor.everywhere
    field.empty_label = NOTHING if actor.everywhere else None


class UnitForm(forms.Form):
    """The facts of a unit, for a new one or for a correction."""

    name = TextField(of="name", label=_("Name"), help_text=_("As it is printed in decisions and lists."))
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    code = TextField(of="code", label=_("Code"), required=False)
    parent = UnitField(None, label=_("Belongs to"), required=False)
    valid_from = day_field(_("Valid from"))
    valid_until = day_field(
        _("No longer valid from"),
        required=False,
        help_text=_("The first day on which the unit no longer exists."),
    )
    aliases = TextField(
        of="lines",
        label=_("Other names"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One a line: short forms under which the unit stands in files."),
    )

    def __init__(self, *args: Any, actor: Actor, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = Unit.objects.exclude(kind__in=[Kind.OUTSIDE, Kind.DIVISION])
        _offer_places(self.fields["parent"], actor, parents.exclude(pk=unit.pk) if unit else parents)
        offer_choices(self, "kind", kinds_for(actor))

    def clean_aliases(self) -> tuple[str, ...]:
        """Return the other names, one for each line that is not empty."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["aliases"].splitlines())
        aliases = tuple(dict.fromkeys(line for line in lines if line))
        refuse_long(aliases, MOST["name"])
        return aliases


def refuse_long(texts: Iterable[str], most: int) -> None:
    """Raise ValidationError that names each of `texts`, the lines of a field, that is longer than `most` letters."""
    why = _("“%(text)s…” has %(found)s letters, at most %(most)s are kept: shorten it.")
    long = [text for text in texts if len(text) > most]
    if long:
        raise forms.ValidationError(
            [why % {"text": text[:40], "found": len(text), "most": most} for text in long]
        )


def facts_for_form(unit: Unit) -> dict[str, Any]:
    """Return the initial values of `UnitForm` for `unit`."""
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
    """The day of a change of a unit."""

    on = day_field(_("On the day"))


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
        _offer_places(self.fields["parent"], actor, places)


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
