"""The sentences of the report that analyses the results, to be written over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.results.exchange.analysed import SentenceWay, ShownSentence
from cchc.ui.forms import TextField, ask_only_sometimes

TEXT, WAY = "cau-", "cach-"


class SentencesForm(forms.Form):
    """A field for each sentence, and for one that was written over also what becomes of it; the version that the page
    showed."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput())

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, shown: Sequence[ShownSentence], seen: int
    ) -> None:
        super().__init__(data, initial={"seen": seen})
        self.shown = tuple(shown)
        for one in self.shown:
            self.fields[f"{TEXT}{one.key}"] = TextField(
                of="explanation",
                label=one.name,
                required=False,
                initial=one.text,
                widget=forms.Textarea(attrs={"rows": 1 + len(one.text) // 110}),
            )
            if one.is_edited:
                self.fields[f"{WAY}{one.key}"] = forms.ChoiceField(
                    label=_("What becomes of what was written: %(name)s") % {"name": one.name},
                    required=False,
                    choices=[
                        (SentenceWay.KEEP, _("Stays as it was written")),
                        (SentenceWay.CHECKED, _("Looked at with the figures of now: it stands")),
                        (SentenceWay.AGAIN, _("Follow the figures again")),
                    ],
                )

        ask_only_sometimes(self, *(name for name in self.fields if name != "seen"))

    def sentences(self) -> list[tuple[ShownSentence, forms.BoundField, forms.BoundField | None]]:
        """Return each sentence with its field, and the field of what becomes of it."""
        return [
            (one, self[f"{TEXT}{one.key}"], self[f"{WAY}{one.key}"] if one.is_edited else None)
            for one in self.shown
        ]

    def texts(self) -> dict[str, str]:
        """Return what was typed, by the keys of the sentences."""
        return {one.key: self.cleaned_data[f"{TEXT}{one.key}"] for one in self.shown}

    def ways(self) -> dict[str, str]:
        """Return what becomes of those that were written over, by their keys."""
        return {
            one.key: self.cleaned_data[f"{WAY}{one.key}"] or SentenceWay.KEEP
            for one in self.shown
            if one.is_edited
        }
