"""Choosing several units: by their names, one a line, and the form of an agency group."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.core.papers.answers import Match, Reason
from cchc.core.words.lengths import MOST
from cchc.core.words.messages import say
from cchc.ui.forms import TextField, TickedField
from cchc.units.models import AgencyGroup, Kind, Unit
from cchc.units.queries import DayUnits, is_valid_on

# The search for a similar name is slow; a list with more faults is a wrong list, not a slip.
MOST_GUESSES = 20
OF_ANOTHER_TIME = frozenset({Reason.SUCCEEDED, Reason.ENDED, Reason.NOT_YET})


class UnitsField(TextField):
    """Units of a day, typed or pasted by name, other name or code: one a line, or with ";" between them.

    `among` has the units of the day; a form that knows the day only later sets it in its `__init__`, and several
    fields may share one. The value is a list of units, each once, in the order typed; the initial value is units too.
    """

    widget = forms.Textarea({"rows": 3, "autocomplete": "off", "spellcheck": "false"})

    def __init__(self, *, among: DayUnits | None = None, **options: Any) -> None:
        options.setdefault(
            "help_text", _("One a line, or with “;” between them. A code or a short form will do.")
        )
        super().__init__(of="lines", **options)
        self.among = among

    def prepare_value(self, value: Any) -> Any:
        """Return names one a line for units; a typed text as it was typed."""
        if value is None or isinstance(value, str):
            return value
        return "\n".join(self._day.label(unit) for unit in value)

    def clean(self, value: Any) -> list[Unit]:
        """Return the units. Raises ValidationError that names each line with no or several units."""
        typed = [" ".join(part.split()) for part in re.split(r"[\n;]", super().clean(value))]
        answers = {text: self._day.match(text) for text in typed if text}
        meant = {text: self._day.units_of(answer) for text, answer in answers.items()}
        unclear = {text: units for text, units in meant.items() if len(units) != 1}
        if unclear:
            guess = len(unclear) <= MOST_GUESSES and max(map(len, unclear)) <= MOST["name"]
            raise ValidationError(
                [self._fault(answers[text], units, guess=guess) for text, units in unclear.items()]
            )
        units = list(dict.fromkeys(unit for units in meant.values() for unit in units))
        if self.required and not units:
            raise ValidationError(self.error_messages["required"], code="required")
        return units

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the names differ from the initial ones."""
        return super().has_changed(self.prepare_value(initial), data)

    @property
    def _day(self) -> DayUnits:
        if self.among is None:
            raise ValueError("a UnitsField must be told among which units it chooses")
        return self.among

    def _fault(self, answer: Match, units: list[Unit], *, guess: bool) -> ValidationError:
        params = {"text": answer.text, "day": date_format(self._day.on, "SHORT_DATE_FORMAT")}
        if units:
            labels = "; ".join(self._day.label(unit) for unit in units)
            several = _("“%(text)s” may mean several units. Write one of them: %(units)s.")
            return ValidationError(several, params={**params, "units": labels})
        if answer.reason in OF_ANOTHER_TIME:
            then = _("No unit is called “%(text)s” on %(day)s: %(why)s.")
            return ValidationError(then, params={**params, "why": say(answer.why, gettext)})
        near = self._day.nearest(answer.text) if guess else None
        if near is None:
            return ValidationError(_("No unit is called “%(text)s” on %(day)s."), params=params)
        almost = _("No unit is called “%(text)s” on %(day)s. Is “%(near)s” meant?")
        return ValidationError(almost, params={**params, "near": near})


@dataclass(frozen=True, slots=True)
class UnitsOfKind:
    """The units of one kind, to be ticked one by one or all at once (`kind`; empty for units that have ended)."""

    kind: str
    label: Any
    boxes: tuple[tuple[Unit, str, bool], ...]
    whole: bool

    @property
    def ticked(self) -> int:
        """The number of ticked units."""
        return sum(ticked for _unit, _name, ticked in self.boxes)

    @property
    def is_short(self) -> bool:
        """Whether all its units are seen at a glance."""
        return len(self.boxes) <= SHORT_PART


SHORT_PART = 30


class GroupForm(forms.Form):
    """The name and the units of an agency group: ticked, by whole kinds, or pasted; all three are taken together."""

    name = TextField(
        of="name",
        label=_("Name of the group"),
        help_text=_("As it stands in plans, for example “Các sở tham mưu tổng hợp”."),
    )
    typed = UnitsField(
        label=_("Add units by name"),
        required=False,
        help_text=_("Paste a list from Word or Excel: one unit a line, by name or code."),
    )
    ticked = TickedField(Unit.objects.all(), label=_("Units"), required=False)
    whole = forms.MultipleChoiceField(label=_("All units of a kind"), choices=Kind.choices, required=False)

    def __init__(self, data: Any = None, *, among: DayUnits, group: AgencyGroup | None = None) -> None:
        members = list(group.units.all()) if group else []
        initial = {"name": group.name if group else "", "ticked": [unit.pk for unit in members]}
        super().__init__(data, initial=initial)
        self.among = among
        self.ended = [unit for unit in members if not is_valid_on(unit, among.on)]
        cast(UnitsField, self.fields["typed"]).among = among

    @property
    def units(self) -> list[Unit]:
        """Return the units chosen in any of the three ways; a unit may come twice."""
        given = self.cleaned_data
        of_kinds = [unit for unit in self.among.units if unit.kind in given["whole"]]
        return [*given["ticked"], *of_kinds, *given["typed"]]

    @property
    def parts(self) -> list[tuple[UnitsOfKind, bool]]:
        """Return the units kind by kind, and whether each part is unfolded: parts with a ticked unit, or without any
        tick the short ones."""
        parts = self._every_part()
        chosen = any(part.ticked for part in parts)
        return [(part, bool(part.ticked) if chosen else part.is_short) for part in parts]

    def _every_part(self) -> list[UnitsOfKind]:
        of_kinds = [
            self._part(kind.value, kind.label, [unit for unit in self.among.units if unit.kind == kind])
            for kind in Kind
        ]
        ended = self._part("", _("Units that have ended"), self.ended)
        return [part for part in (ended, *of_kinds) if part.boxes]

    def _part(self, kind: str, label: Any, units: list[Unit]) -> UnitsOfKind:
        ticked = {str(pk) for pk in self["ticked"].value() or ()}
        boxes = tuple((unit, self.among.label(unit), str(unit.pk) in ticked) for unit in units)
        return UnitsOfKind(kind, label, boxes, kind in (self["whole"].value() or ()))
