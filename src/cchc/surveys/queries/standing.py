"""What an estimate holds, as one hash."""

from __future__ import annotations

from cchc.core.surveys.questionnaires.content import hash_of
from cchc.surveys.models import EstimateFigure, SurveyEstimate

_FIELDS = tuple(
    field.attname for field in EstimateFigure._meta.concrete_fields if field.name not in ("id", "estimate")
)


def figures_hash(estimate: SurveyEstimate) -> str:
    """Return the SHA-256 of the figures of an estimate, every field of every row, in one order."""
    rows = estimate.figures.order_by().values_list(*_FIELDS)
    lines = ("\t".join(map(str, row)) for row in rows.iterator())
    return hash_of("\n".join(sorted(lines)))
