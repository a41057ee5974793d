"""The form of one unit's facts, and the choice of units."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.core.words.lengths import MOST
from cchc.ui.forms import TextField, day_field, offer_choices
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


def offer_places(field: Any, actor: Actor, places: QuerySet[Unit]) -> None:
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
        offer_places(self.fields["parent"], actor, parents.exclude(pk=unit.pk) if unit else parents)
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
