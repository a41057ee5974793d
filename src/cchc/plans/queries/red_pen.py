"""The file that a plan was read from, with what is open in it in its margin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max
from django.utils import timezone

from cchc.documents.models import StoredFile
from cchc.documents.queries import content
from cchc.documents.queries.prepared import OutdatedFile
from cchc.plans.exchange.marking import with_findings
from cchc.plans.exchange.red_pen import CheckedFile
from cchc.plans.models import Plan
from cchc.plans.queries.findings import findings_in
from cchc.plans.queries.texts import StoredPlan, source_of
from cchc.reading.blocks import pieces_of


def file_read_of(plan: Plan) -> StoredFile | None:
    """Return the file that `plan` was read from, which the red pen writes into; None for a plan by hand."""
    return plan.reading.file if plan.reading else None


def version_of_marks(plan: Plan) -> str:
    """Return what tells the marks in the file of `plan` from those of another time: its version, what was accepted in
    it, the day of the check."""
    accepted = plan.acceptances.aggregate(last=Max("pk"))["last"] or 0
    return f"{plan.version}.{plan.acceptances.count()}.{accepted}.{timezone.localdate():%Y%m%d}"


def marked_content(about: Mapping[str, Any]) -> bytes:
    """Return the file of a plan with every finding that nobody has accepted in its margin, or the list of them where
    its kind holds no remarks. What stands in the file of an annex is gathered at the title, with its place in words.

    Raises `OutdatedFile` where the plan is gone or has changed since it was asked for, `Faults` where the file cannot
    be read any more.
    """
    plan = Plan.objects.filter(pk=about["plan"], version=about["version"]).first()
    file = file_read_of(plan) if plan else None
    if plan is None or plan.reading is None or file is None:
        raise OutdatedFile
    stored = StoredPlan(plan)
    findings = [one.finding for one in findings_in(stored) if one.acceptance is None]
    sources = {
        at: source_of(measure)
        for at, measure in enumerate(stored.measures, start=1)
        if measure.source.get("annex") is None
    }
    pieces = tuple(pieces_of(plan.reading.read["blocks"]))
    kind = plan.document.kind if plan.document else ""
    checked = CheckedFile(pieces, sources, kind, plan.title)
    return with_findings(content(file), file.name, findings, checked, timezone.localtime())
