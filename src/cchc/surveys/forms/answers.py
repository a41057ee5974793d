"""Forms on which files of answers are brought and their columns said, and answers are checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSet
from cchc.core.surveys.receiving.columns import ColumnPart, ColumnUse, Surely, use_of
from cchc.surveys.exchange.answers import ANSWERS_FILE
from cchc.surveys.models import QuestionnaireVersion, ResponseReason, ResponseState
from cchc.ui.forms import TextField, TickedField, offer_rows
from cchc.ui.uploads import UploadField
from cchc.units.models import Unit

PART_WORDS = {
    ColumnPart.NOTHING: _("is not read"),
    ColumnPart.KEY: _("key of the form"),
    ColumnPart.CASE: _("number of the case in the sample"),
    ColumnPart.UNIT: _("rated unit"),
    ColumnPart.GROUP: _("group of respondents"),
    ColumnPart.CHANNEL: _("channel"),
    ColumnPart.TEST: _("whether it is a test"),
    ColumnPart.VERSION: _("version of the questionnaire"),
}


class AnswerFileForm(forms.Form):
    """A file of answers, and what holds for all of its rows."""

    file = UploadField(
        ANSWERS_FILE,
        label=_("File of answers"),
        help_text=_(
            "As another system of surveys gives it out, or a table of your own: a row for each form. "
            "Nothing is taken before you have seen what the file holds."
        ),
    )
    version: forms.ModelChoiceField[QuestionnaireVersion] = forms.ModelChoiceField(
        None, label=_("Questionnaire that was filled"), empty_label=None
    )
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        None,
        label=_("The whole file is about"),
        required=False,
        empty_label=_("a column of the file says it"),
    )
    channel = TextField(
        of="name", label=_("Channel"), required=False, help_text=_("Where no column of the file says it.")
    )
    is_test = forms.BooleanField(
        label=_("These are test answers"),
        required=False,
        help_text=_("They stand apart: no quota and no estimate counts them."),
    )

    def __init__(self, *args: Any, versions: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "version", versions)
        offer_rows(self, "unit", units)

    @property
    def options(self) -> dict[str, Any]:
        """How the file is to be read, as a staged file keeps it."""
        typed = self.cleaned_data
        return {
            "version": typed["version"].pk,
            "unit": typed["unit"].pk if typed["unit"] else 0,
            "channel": typed["channel"],
            "is_test": typed["is_test"],
        }


AT_ONCE = 40
"""Columns that can be changed on one page: a list of choices for each of 500 columns is eight megabytes of page."""


class ColumnsForm(forms.Form):
    """What each column of a file holds. Those of a window can be changed, all others are sent along as they are:
    without a window the first that are not sure, in a window by its number the next so many in their order."""

    def __init__(
        self,
        *args: Any,
        columns: Sequence[dict[str, Any]],
        questions: QuestionSet,
        window: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns = list(columns)
        choices = use_choices(questions)
        self.words = dict(_flat(choices))
        self.open = set(self._window(window))
        for at, one in enumerate(self.columns):
            self.fields[f"cot_{at}"] = forms.ChoiceField(
                label=gettext("What column {letters} holds").format(letters=one["letters"]),
                choices=choices,
                initial=one["use"],
                widget=forms.Select if at in self.open else forms.HiddenInput,
            )

    def _window(self, window: int | None) -> Iterable[int]:
        if window is not None:
            return range(window * AT_ONCE, min((window + 1) * AT_ONCE, len(self.columns)))
        doubtful = [at for at, one in enumerate(self.columns) if one["surely"] != Surely.SURE.value]
        return doubtful[:AT_ONCE]

    @property
    def windows(self) -> list[tuple[int, str, str]]:
        """Which windows there are: the number, and the letters of the first and last column."""
        starts = range(0, len(self.columns), AT_ONCE)
        return [
            (
                number,
                self.columns[start]["letters"],
                self.columns[min(start + AT_ONCE, len(self.columns)) - 1]["letters"],
            )
            for number, start in enumerate(starts)
        ]

    def said_of(self, at: int) -> str:
        """Return in words what a column was said to hold."""
        return str(self.words.get(str(self[f"cot_{at}"].value()), "–"))

    @property
    def uses(self) -> list[ColumnUse]:
        """What was said of each column."""
        said = [use_of(self.cleaned_data[f"cot_{at}"]) for at in range(len(self.columns))]
        return [one or ColumnUse(ColumnPart.NOTHING) for one in said]


def _flat(choices: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    for value, words in choices:
        if isinstance(words, list):
            yield from words
        else:
            yield value, words


class WindowForm(forms.Form):
    """Which window of columns is asked for; none is."""

    xem = forms.IntegerField(min_value=0, max_value=10_000, required=False)


def use_choices(questions: QuestionSet) -> list[tuple[str, Any]]:
    """What a column may hold, in words: the parts of a form, its questions, their options one by one."""
    parts = [(ColumnUse(part).text, words) for part, words in PART_WORDS.items()]
    items = [
        (ColumnUse(ColumnPart.ITEM, one.code).text, _short(f"{one.number}. {one.text}"))
        for one in questions.items
    ]
    ticks = [
        (
            ColumnUse(ColumnPart.TICK, one.code, option.code).text,
            _short(f"{one.number}. {one.text}: {option.text}"),
        )
        for one in questions.items
        if one.kind is ItemKind.MULTIPLE
        for option in one.options
    ]
    groups: list[tuple[str, Any]] = [*parts, (str(_("Questions")), items)]
    return [*groups, (str(_("Single choices of a question")), ticks)] if ticks else groups


def _short(words: str) -> str:
    return words if len(words) <= 110 else f"{words[:110]}…"


class JudgeForm(forms.Form):
    """What becomes of ticked forms."""

    responses: TickedField
    state = forms.ChoiceField(choices=ResponseState.choices, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("choose the reason")), *ResponseReason.choices],
        required=False,
    )

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responses"] = TickedField(offered)

    @property
    def faults(self) -> Iterable[str]:
        """What is wrong with the form, in one list."""
        return [str(error) for errors in self.errors.values() for error in errors]
