"""The look of forms everywhere: label above, help below it, fault under the field, never by colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.ui.requests import requested_number
from cchc.ui.templatetags.ui import message_text

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)


class Renderer(TemplatesSetting):
    """Django's form renderer with the platform's own templates for forms and fields."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


def put_errors(form: forms.Form, refused: ValidationError) -> None:
    """Show the reasons of a refused action, each beside the field it names or above the form."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for name, errors in refused.error_dict.items():
        form.add_error(name if name in form.fields else None, ValidationError(errors))


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Let the field `name` of `form` choose among `rows`."""
    field = cast("forms.ModelChoiceField[Any]", form.fields[name])
    field.queryset = rows


def offer_choices(form: forms.BaseForm, name: str, choices: Iterable[Any]) -> None:
    """Let the field `name` of `form` choose among `choices`, pairs of a value and its label or groups of them."""
    field = cast(forms.ChoiceField, form.fields[name])
    field.choices = list(choices)


def ask_only_sometimes(form: forms.BaseForm, *names: str) -> None:
    """Mark the fields `names`, which the answer to another field may require, or the act itself: the form takes them
    empty, and does not call them optional."""
    for name in names:
        vars(form.fields[name])["sometimes"] = True


class TextField(forms.CharField):
    """A typed text with composed letters, no forbidden signs, and at most as many letters as `of`, an entry of
    `core.words.lengths.MOST`.

    Every typed text comes through this field. The browser does not know the length: it would cut a pasted text
    without a word. `as_typed`: checked, but stored as it was typed, as a password is.
    """

    def __init__(self, *, of: str, as_typed: bool = False, **options: Any) -> None:
        self.of, self.as_typed = of, as_typed
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        """Return the text. Raises ValidationError with every reason why it is refused."""
        text = super().to_python(value) or ""
        try:
            kept = accepted_text(text, MOST[self.of], lines=isinstance(self.widget, forms.Textarea))
        except RefusedText as refused:
            raise ValidationError([message_text(why) for why in refused.whys], code="untaken") from None
        return text if self.as_typed else kept


class DayInput(forms.DateInput):
    """A day typed as day/month/year. The browser's own calendar is not used: it follows the language of the
    browser, and an English one shows the month first."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        shown = {
            "inputmode": "numeric",
            "autocomplete": "off",
            "placeholder": _("dd/mm/yyyy"),
            "class": "day",
        }
        super().__init__({**shown, **(attrs or {})}, format="%d/%m/%Y")


def typed_day(text: str, otherwise: date) -> date:
    """Return the day of a filter; `otherwise` when it is empty or cannot be read."""
    try:
        day: date | None = day_field("", required=False).clean(text)
    except ValidationError:
        day = None
    return day or otherwise


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day between `FIRST_DAY` and `LAST_DAY`; it also takes 2026-01-31, as other systems write
    it."""
    outside = _("Type a day of the years 1900 to 2100.")
    return forms.DateField(
        label=label,
        widget=DayInput(),
        input_formats=["%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%Y-%m-%d"],
        error_messages={"invalid": _("This is no day. Type it as day/month/year, for example 31/01/2026.")},
        validators=[MinValueValidator(FIRST_DAY, outside), MaxValueValidator(LAST_DAY, outside)],
        **options,
    )


class TickedField(forms.ModelMultipleChoiceField[Any]):
    """Rows ticked in a list. A number that no row can have is refused before it reaches the database, which fails on
    it."""

    def _check_values(self, value: Any) -> Any:
        for one in value:
            if not requested_number(str(one)):
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": one}
                )
        return super()._check_values(value)  # type: ignore[misc]  # django-stubs leaves it out
