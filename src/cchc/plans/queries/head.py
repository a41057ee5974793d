"""What was seen in a document of the fields that its head does not say for sure, until somebody has filled them in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cchc.core.plans.plan import HeadDoubt
from cchc.plans.models import Plan

_LABELS = {"number": _("Number and symbol"), "date": pgettext_lazy("of a document", "Date")}


@dataclass(frozen=True, slots=True)
class SeenOfHead:
    """One line of the document that may say a field: its label, the line, and its page; None where pages are not
    counted."""

    label: Any
    text: str
    page: int | None


def head_doubts_data(doubts: Iterable[HeadDoubt]) -> list[dict[str, Any]]:
    """Return the doubts of a head as plain data, to be kept with what was read."""
    return [{"field": one.field, "text": one.text, "page": one.place.page} for one in doubts]


def seen_of_head(plan: Plan) -> list[SeenOfHead]:
    """Return what was seen of the number and the date that the document of `plan` lacks; nothing for a plan by hand."""
    kept = plan.reading.read.get("head_doubts", ()) if plan.reading else ()
    document = plan.document
    known = {"number": document.number, "date": document.date} if document else {}
    lacking = [one for one in kept if one["field"] in _LABELS and not known.get(one["field"])]
    return [SeenOfHead(_LABELS[one["field"]], one["text"], one.get("page")) for one in lacking]
