"""The page on which a paper form is keyed: a small field for each question, in the order of the paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from cchc.core.surveys.keying import NOTHING_TICKED, Keyed, ends_by_itself, keyed_text, keys_of
from cchc.core.surveys.questionnaires.answers import FormFault
from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSection, QuestionSet, SurveyItem
from cchc.core.words.messages import Message
from cchc.ui.forms import TextField
from cchc.ui.templatetags.ui import message_text
from cchc.units.models import Unit


class FormNumberForm(forms.Form):
    """The number of a form as it is printed, or its end in a batch."""

    so = TextField(
        of="code",
        label=_("Number of the form"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}),
    )


@dataclass(frozen=True, slots=True)
class KeyedRow:
    """One field of the page: the item, the unit it is about (None on a form about one), what its keys say, and what
    two people keyed differently."""

    item: SurveyItem
    unit: Unit | None
    field: BoundField
    keys: tuple[tuple[str, str], ...]
    beside: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class KeyedSection:
    """A section with its rows; `keys` are said once where all its questions have the same boxes."""

    section: QuestionSection
    rows: tuple[KeyedRow, ...]
    keys: tuple[tuple[str, str], ...] = ()


def field_name(unit: int, code: str) -> str:
    """Return the name of the field of an item about a unit."""
    return f"u{unit}-{code}"


class KeyingForm(forms.Form):
    """What stands on a paper form, by the keys of its boxes. Where `beside` has what two people keyed differently, by
    unit and code, just that is asked for. `key` names the form, so that what is sent twice is there once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        questions: QuestionSet,
        units: Sequence[Unit],
        beside: Mapping[tuple[int, str], tuple[str, str]] | None = None,
    ) -> None:
        super().__init__(data, initial={"key": uuid4()})
        self.questions, self.units, self.beside = questions, units, beside
        for item, unit in self._asked():
            self.fields[field_name(unit.pk, item.code)] = _field(item)
        self._begin_somewhere()

    def _asked(self) -> list[tuple[SurveyItem, Unit]]:
        every = ((item, unit) for item in self.questions.items for unit in self.units)
        return [
            (item, unit) for item, unit in every if self.beside is None or (unit.pk, item.code) in self.beside
        ]

    def _begin_somewhere(self) -> None:
        """The first field has the keys, or the first that was refused."""
        names = [field_name(unit.pk, item.code) for item, unit in self._asked()]
        wrong = self.errors if self.is_bound else {}
        first = next((name for name in names if name in wrong), names[0] if names else "")
        if first:
            self.fields[first].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        """Read each key as the option whose box bears it; every one that no box bears is named."""
        typed = super().clean() or {}
        for item, unit in self._asked():
            name = field_name(unit.pk, item.code)
            text = typed.get(name, "")
            if self.beside is not None and not text and item.options:
                self.add_error(name, _("Key the box that is ticked on the paper; 0 where none is."))
                continue
            read = keyed_text(item, text)
            if isinstance(read, Message):
                self.add_error(name, message_text(read))
        return typed

    @property
    def keyed(self) -> Keyed:
        """What was keyed, as texts of answers; what was left empty is not there."""
        read: dict[int, dict[str, str]] = {}
        for item, unit in self._asked():
            text = keyed_text(item, self.cleaned_data[field_name(unit.pk, item.code)])
            if isinstance(text, str) and text:
                read.setdefault(unit.pk, {})[item.code] = text
        return read

    @property
    def chosen(self) -> dict[tuple[int, str], str]:
        """What was keyed of each item that was asked for, also where nothing is on the paper."""
        read = self.keyed
        return {
            (unit.pk, item.code): read.get(unit.pk, {}).get(item.code, "") for item, unit in self._asked()
        }

    def put_faults(self, faults: Mapping[int, Sequence[FormFault]]) -> None:
        """Show what cannot be read beside its field."""
        for unit, told in faults.items():
            for fault in told:
                name = field_name(unit, fault.item)
                self.add_error(name if name in self.fields else None, message_text(fault.why))

    @property
    def sections(self) -> list[KeyedSection]:
        """The rows by section, in the order of the paper."""
        asked = self._asked()
        several = len(self.units) > 1
        found = []
        for section in self.questions.sections:
            rows = tuple(
                KeyedRow(
                    item,
                    unit if several else None,
                    self[field_name(unit.pk, item.code)],
                    _legend(item),
                    (self.beside or {}).get((unit.pk, item.code)),
                )
                for item, unit in asked
                if item.section == section.code
            )
            legends = {row.keys for row in rows}
            common = next(iter(legends)) if len(legends) == 1 and len(rows) > 1 else ()
            if rows:
                found.append(KeyedSection(section, rows, common))
        return found


def _legend(item: SurveyItem) -> tuple[tuple[str, str], ...]:
    texts = {option.code: option.text for option in item.options}
    return tuple((key, texts[code]) for key, code in keys_of(item))


def _field(item: SurveyItem) -> TextField:
    attrs: dict[str, Any] = {"autocomplete": "off", "data-key-field": True}
    if item.kind is ItemKind.TEXT:
        return TextField(of="explanation", required=False, widget=forms.TextInput(attrs=attrs))
    attrs |= {"inputmode": "numeric", "class": "key-field"}
    if item.options:
        attrs["data-keys"] = " ".join((*dict(keys_of(item)), NOTHING_TICKED))
    if ends_by_itself(item):
        attrs["data-ends"] = True
    return TextField(of="code", required=False, widget=forms.TextInput(attrs=attrs))
