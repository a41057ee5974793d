"""The names of a measure's columns in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext

from cchc.core.plans.columns import MeasureColumn
from cchc.plans.models import Measure


def label_of(column: MeasureColumn) -> str:
    """Return the name of a column as it stands over its cells."""
    return str(capfirst(gettext(column.label.text)))


def texts_of(measure: Measure, columns: Iterable[MeasureColumn]) -> list[tuple[str, str]]:
    """Return the texts of a measure in these columns, each behind the name of its column; the empty ones left out."""
    return [(label_of(column), text) for column in columns if (text := getattr(measure, column.key))]
