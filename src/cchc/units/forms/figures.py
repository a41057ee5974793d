"""The forms of the figures of units: those of one unit in a year, and the table file of many."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cchc.core.scoring.criteria.attributes import FIGURES, MEANINGS
from cchc.core.scoring.criteria.figures import figure_as_typed, figure_text
from cchc.core.scoring.formulas.tree import NUMERIC, FigureKind, FormulaFault, Variable
from cchc.core.words.numerals import DecimalSign, NumberFault
from cchc.ui.forms import TextField
from cchc.ui.templatetags.ui import message_text, number, plain_number
from cchc.ui.uploads import UploadField
from cchc.units.exchange.figures import FIGURES_FILE


class AttributeField(TextField):
    """A field for one attribute of a unit; its value is in machine notation, "" where nothing is known."""

    def __init__(self, variable: Variable) -> None:
        self.variable = variable
        numeric = variable.kind in NUMERIC
        widget = forms.TextInput({"autocomplete": "off", **({"inputmode": "decimal"} if numeric else {})})
        super().__init__(of="figure", required=False, widget=widget)

    def clean(self, value: Any) -> str:
        """Return the typed value in machine notation. Raises ValidationError with why it is none."""
        text = self.to_python(value)
        if not text:
            return ""
        try:
            sign: DecimalSign = "," if "," in plain_number(Fraction(1, 2)) else "."
            return figure_text(self.variable, figure_as_typed(self.variable, text, sign))
        except NumberFault as fault:
            raise ValidationError(message_text(fault.why)) from None
        except FormulaFault as fault:
            raise ValidationError(message_text(fault.message)) from None


class UnitFiguresForm(forms.Form):
    """What is known of a unit in a year, and from where. An emptied field removes what was known."""

    source = TextField(
        of="reason",
        label=_("From where these figures are known"),
        required=False,
        help_text=_("For example the statistical yearbook, with its year."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, variable in FIGURES.items():
            field = AttributeField(variable)
            field.label = attribute_label(name)
            self.fields[name] = field
        self.order_fields([*FIGURES, "source"])

    def values(self) -> dict[str, str]:
        """Return the typed values by attribute."""
        return {name: self.cleaned_data[name] for name in FIGURES}


def attribute_label(name: str) -> str:
    """Return the name of an attribute as a heading; what is measured, not counted, with its unit of measure."""
    text, variable = message_text(MEANINGS[name]), FIGURES[name]
    unit = f" ({variable.unit})" if variable.kind is FigureKind.NUMBER else ""
    return text[:1].upper() + text[1:] + unit


def printed_value(name: str, value: str) -> str:
    """Return a value in machine notation as the page prints it."""
    if FIGURES[name].kind is FigureKind.COUNT:
        return number(Fraction(value), 0)
    return plain_number(Fraction(value)) if FIGURES[name].kind in NUMERIC else value


def typed_values(values: Mapping[str, str]) -> dict[str, str]:
    """Return values in machine notation as a person types them."""
    return {
        name: plain_number(Fraction(value)) if FIGURES[name].kind in NUMERIC else value
        for name, value in values.items()
    }


class FiguresFileForm(forms.Form):
    """A table file of figures of units, to be looked at before it is applied."""

    file = UploadField(
        FIGURES_FILE,
        label=_("Table of figures"),
        help_text=_(
            "The same columns as in the downloaded table. An empty cell changes nothing; nothing is changed before "
            "you have seen every figure."
        ),
    )
