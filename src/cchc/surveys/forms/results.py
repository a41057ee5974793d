"""What is asked of results: which opinions, which units beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.surveys.queries.results import ResultRow
from cchc.ui.forms import TextField, offer_choices


class OpinionFilter(forms.Form):
    """Which question, and which words its answers hold."""

    cau = forms.ChoiceField(label=_("Question"), required=False)
    tim = TextField(of="search", label=_("Words to find"), required=False)

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "cau", items)


class CompareForm(forms.Form):
    """Two units to be compared."""

    mot = forms.ChoiceField(label=_("First unit"))
    hai = forms.ChoiceField(label=_("Second unit"))

    def __init__(self, *args: Any, rows: Sequence[ResultRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((str(row.unit), row.name) for row in rows)]
        offer_choices(self, "mot", choices)
        offer_choices(self, "hai", choices)

    def clean(self) -> dict[str, Any]:
        """Refuse one unit twice."""
        cleaned = super().clean() or {}
        if cleaned.get("mot") and cleaned.get("mot") == cleaned.get("hai"):
            self.add_error("hai", _("Choose another unit than the first."))
        return cleaned
