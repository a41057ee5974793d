"""Which template stands for a kind of paper, and which stood before."""

from __future__ import annotations

from cchc.documents.consequences import BroughtTemplate
from cchc.documents.queries import content as bytes_of
from cchc.releases.exchange.papers.kinds import standard_template
from cchc.releases.exchange.papers.naming import PaperKind
from cchc.releases.models import PaperTemplate


def templates_of(kind: PaperKind) -> list[PaperTemplate]:
    """Return every template and every return to the standard one of a kind, the last first."""
    return list(PaperTemplate.objects.filter(kind=kind).select_related("file").order_by("-number"))


def standing_template(kind: PaperKind) -> PaperTemplate | None:
    """Return the last act on the templates of a kind; None where the standard one always stood."""
    return PaperTemplate.objects.filter(kind=kind).select_related("file").order_by("-number").first()


def standing_number(kind: PaperKind) -> int:
    """Return the number of that act, nought without one: what a page shows, and what changes when anybody acts."""
    standing = standing_template(kind)
    return 0 if standing is None else standing.number


def template_bytes(kind: PaperKind) -> bytes:
    """Return the template that stands for a kind. Raises `FileMissing`."""
    standing = standing_template(kind)
    if standing is None or standing.file is None:
        return standard_template(kind)
    return bytes_of(standing.file)


def brought_templates(*, kind: str) -> list[BroughtTemplate]:
    """Return the template that an office brought for a kind of paper; none where the standard one stands. The answer to
    `brought_template`. Raises `FileMissing`."""
    standing = standing_template(PaperKind(kind))
    if standing is None or standing.file is None:
        return []
    return [BroughtTemplate(bytes_of(standing.file))]
