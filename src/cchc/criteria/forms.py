"""Forms of criteria sets: uploading a file, publishing a version, and trying a rule with figures."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.core.scoring.criteria.derivation import Derivation, derivation_from
from cchc.core.scoring.criteria.figures import figure_as_typed, figure_text
from cchc.core.scoring.criteria.tree import Example, Node
from cchc.core.scoring.formulas.tree import HUNDRED, YEAR, FigureKind, FormulaFault, Name, Value, Variable
from cchc.core.scoring.rules.peers import Relative
from cchc.core.scoring.rules.values import PeerRange
from cchc.core.words.numerals import DecimalSign, NumberFault, typed_number, typed_percent
from cchc.criteria.exchange.reading import SET_FILE
from cchc.ui.forms import TextField
from cchc.ui.templatetags.ui import message_text, plain_number
from cchc.ui.uploads import UploadField

LOWEST, HIGHEST = "group-lowest", "group-highest"  # no declared figure can be named so


class UploadForm(forms.Form):
    """The form to upload the file of a criteria set."""

    file = UploadField(
        SET_FILE,
        label=_("File of the criteria set"),
        help_text=_("In the documented form."),
    )


class TryForm(forms.Form):
    """The form in which a leaf's rule is tried: one field for each declared figure; an empty field is not declared.

    Rules that count days ask for the year of the cycle; relative rules for the ends of the peer group.
    """

    def __init__(self, *args: Any, leaf: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaf = leaf
        self.fields.update(fields_of(leaf))

    def clean(self) -> dict[str, Any]:
        """Return the given figures, with the ends of the peer group in order."""
        lowest, highest = self.cleaned_data.get(LOWEST), self.cleaned_data.get(HIGHEST)
        if lowest is not None and highest is not None and lowest > highest:
            self.add_error(HIGHEST, gettext("The highest is below the lowest."))
        return self.cleaned_data

    def derivation(self) -> Derivation | None:
        """Return the derivation of the leaf's points from these figures; None with a message when the rule has no
        result."""
        given = {name: value for name, value in self.cleaned_data.items() if self.was_given(name)}
        lowest, highest = given.pop(LOWEST, None), given.pop(HIGHEST, None)
        figures: dict[str, Value] = {(YEAR if name == "year" else name): given[name] for name in given}
        population = None if lowest is None or highest is None else PeerRange(lowest, highest)
        try:
            return derivation_from(self.leaf, figures, population)
        except FormulaFault as fault:
            self.add_error(None, message_text(fault.message))
            return None

    def was_given(self, name: str) -> bool:
        """Whether a value was typed or chosen for the field `name`."""
        return bool((self.data.get(self.add_prefix(name)) or "").strip())

    def figure_fields(self) -> Iterator[tuple[Variable, forms.BoundField]]:
        """Yield each declared figure with its field, in the order of the set."""
        return ((variable, self[variable.name]) for variable in self.leaf.variables)

    def other_fields(self) -> list[forms.BoundField]:
        """Return the fields besides the figures: the year, the ends of the peer group."""
        return [self[name] for name in ("year", LOWEST, HIGHEST) if name in self.fields]


def fields_of(leaf: Node) -> dict[str, forms.Field]:
    """Return the fields of the form in which a leaf is tried."""
    fields: dict[str, forms.Field] = {variable.name: FigureField(variable) for variable in leaf.variables}
    if leaf.rule is not None and leaf.rule.takes_deadline:
        fields["year"] = YearField()
    if leaf.rule is not None and isinstance(leaf.rule.shape, Relative):
        variable = compared_figure(leaf)
        fields[LOWEST] = NumberField(variable, label=_("Lowest of the peer group"))
        fields[HIGHEST] = NumberField(variable, label=_("Highest of the peer group"))
    return fields


def compared_figure(leaf: Node) -> Variable | None:
    """Return the one figure in which a relative rule compares units; None when it compares the result of a formula."""
    shape = leaf.rule.shape if leaf.rule else None
    if not isinstance(shape, Relative) or not isinstance(shape.formula, Name):
        return None
    return leaf.declared().get(str(shape.formula))


def sign() -> DecimalSign:
    """Return the decimal sign of the page."""
    return "," if "," in plain_number(Fraction(1, 2)) else "."


class FigureField(TextField):
    """A field for a declared figure: percentages 0–100, dates day first, choices from a list."""

    def __init__(self, variable: Variable) -> None:
        self.variable = variable
        super().__init__(of="figure", required=False, label=variable.label, widget=widget_of(variable))

    def clean(self, value: Any) -> Value:
        """Return the value in its kind and bounds; None for an empty field, and for a date that is declared as none."""
        text = self.to_python(value)
        if not text:
            return None
        try:
            return figure_as_typed(self.variable, text, sign())
        except NumberFault as fault:
            raise ValidationError(message_text(fault.why)) from None
        except FormulaFault as fault:
            raise ValidationError(message_text(fault.message)) from None


class NumberField(TextField):
    """An end of the peer group, typed like the figure that is compared; `unit` stands behind the field."""

    def __init__(self, variable: Variable | None, label: str | Promise) -> None:
        self.percent = variable is not None and variable.kind is FigureKind.PERCENT
        self.unit = "%" if self.percent else variable.unit if variable else ""
        super().__init__(of="figure", required=False, label=label, widget=number_input())

    def clean(self, value: Any) -> Fraction | None:
        """Return the number, a percentage as its ratio; None for an empty field."""
        text = self.to_python(value)
        if not text:
            return None
        try:
            return (
                typed_percent(text, decimal=sign()) / HUNDRED
                if self.percent
                else typed_number(text, decimal=sign())
            )
        except NumberFault as fault:
            raise ValidationError(message_text(fault.why)) from None


class YearField(forms.IntegerField):
    """The year of the cycle, from which deadlines count."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Year of the cycle"),
            min_value=2000,
            max_value=2100,
            initial=lambda: timezone.localdate().year,
            widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={"required": _("Give the year from which the deadline counts.")},
        )

    def clean(self, value: Any) -> Fraction:
        """Return the year as a figure."""
        return Fraction(super().clean(value))


def number_input() -> forms.TextInput:
    """Return a short field for a number."""
    return forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})


def widget_of(variable: Variable) -> forms.Widget:
    """Return the widget in which a figure of this kind is typed or chosen."""
    if variable.kind is FigureKind.YES_NO:
        return forms.Select(choices=[("", "–"), ("yes", _("Yes")), ("no", _("No"))])
    if variable.kind is FigureKind.CHOICE:
        return forms.Select(choices=[("", "–"), *((option, option) for option in variable.options)])
    if variable.kind in (FigureKind.DATE, FigureKind.TEXT):
        return forms.TextInput({"autocomplete": "off"})
    return number_input()


def typed_example(example: Example, leaf: Node) -> dict[str, str]:
    """Return a worked example as it would be typed into the form: texts by field names."""
    variables = leaf.declared()
    found = {
        "year" if name == YEAR else name: str(value) if name == YEAR else typed_figure(variables[name], value)
        for name, value in example.figures.items()
    }
    if example.peer_range is not None:
        variable = compared_figure(leaf)
        scale = HUNDRED if variable is not None and variable.kind is FigureKind.PERCENT else 1
        lowest, highest = example.peer_range
        found |= {LOWEST: plain_number(lowest * scale), HIGHEST: plain_number(highest * scale)}
    return found


def typed_figure(variable: Variable, value: Value) -> str:
    """Return a declared value as a person types it."""
    if variable.kind is FigureKind.DATE:
        return gettext("none") if value is None else f"{value:%d/%m/%Y}"
    text = figure_text(variable, value)
    return text.replace(".", sign()) if isinstance(value, Fraction) else text
