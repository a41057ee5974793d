"""Finding staged files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from cchc.intake.kinds import StagedKind
from cchc.intake.models import ApplyOrder, StagedFile


def staged_files(kind: StagedKind[Any], about: str | None = None) -> QuerySet[StagedFile]:
    """Return the staged files of a kind, the latest first, all or those about one thing. Its room says who may see
    them."""
    rows = StagedFile.objects.filter(kind=kind.code).select_related("file")
    return rows if about is None else rows.filter(about=about)


def staged_files_about(code: str, about: Iterable[str] | None) -> QuerySet[StagedFile]:
    """Return the staged files of the kind with this code about any of these things (None: about whatever), the latest
    first."""
    rows = StagedFile.objects.filter(kind=code).select_related("file")
    return rows if about is None else rows.filter(about__in=about)


def without_contents(rows: QuerySet[StagedFile]) -> QuerySet[StagedFile]:
    """Return the same rows for a list of them: what was read and what it would change is left out, and may be
    long."""
    return rows.defer("read", "difference", "faults")


def apply_order_of(staged: StagedFile) -> ApplyOrder | None:
    """Return what was asked of the worker for a file that waits to be applied; None: nothing."""
    return ApplyOrder.objects.filter(staged=staged).first()
