"""A stored plan as the texts that the core understands, and what they mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from cchc.core.papers.answers import Confidence
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.directory import Directory
from cchc.core.plans.columns import KEYS, NUMBER
from cchc.core.plans.plan import Plan as PlanValue
from cchc.core.plans.plan import Source
from cchc.core.words.messages import message_of
from cchc.cycles.queries import holidays
from cchc.plans.models import Agency, Measure, Plan, Section
from cchc.reading.plans import plan_of
from cchc.reading.plans.head import DocumentHead
from cchc.reading.plans.texts import MeasureText, PlanText, SectionText
from cchc.units.queries import directory, elsewhere


def text_of(plan: Plan) -> PlanText:
    """The head, the measures by section, and the words of the document a plan was read from."""
    reading = getattr(plan, "reading", None)
    sections = tuple(
        _section(section, list(section.measures.all()))
        for section in plan.sections.prefetch_related("measures")
    )
    return PlanText(
        head=_head(plan),
        sections=sections,
        quotas=tuple(reading.quotas) if reading else (),
        drawn=bool(reading and reading.drawn),
        body=reading.body if reading else "",
    )


def plan_value(plan: Plan) -> PlanValue:
    """What a stored plan means and what is to be looked at in it, with the units chosen for its agencies.

    Its deadlines are judged as they are written; that due days move to working days is no fault of the document.
    """
    return plan_of(text_of(plan), plan.year, directory_for(plan))


def directory_for(plan: Plan) -> Directory:
    """The units of the plan's province, as agencies are looked up among them; what was confirmed in this plan comes
    first.
    """
    known = directory(elsewhere(plan.unit_id, day_of(plan)))
    confirmed = {
        agency.text: tuple(str(unit.pk) for unit in agency.units.all())
        for agency in Agency.objects.filter(plan=plan.pk, confirmed=True).prefetch_related("units")
    }
    return replace(known, remembered={**known.remembered, **confirmed}, own=str(plan.unit_id))


def day_of(plan: Plan) -> date:
    """The day on which the units of `plan` are looked for: that of its document, else the last one of its year that
    has come."""
    if plan.document and plan.document.date:
        return plan.document.date
    return min(timezone.localdate(), date(plan.year, 12, 31))


def holidays_for(plan: Plan) -> Holidays | None:
    """The days off by which the due days of a plan move; None when they stay as written."""
    return holidays() if plan.working_days else None


def source_of(measure: Measure) -> Source:
    """Where a measure was read."""
    kept: dict[str, Any] = measure.source
    lines = kept.get("lines")
    return Source(
        page=kept.get("page"),
        paragraph=kept.get("paragraph"),
        table=kept.get("table"),
        row=kept.get("row"),
        lines=(lines[0], lines[1]) if lines else None,
        text=tuple(kept.get("text", ())),
    )


def source_data(source: Source) -> dict[str, Any]:
    """A source as plain JSON; see `source_of`."""
    return {
        "page": source.page,
        "paragraph": source.paragraph,
        "table": source.table,
        "row": source.row,
        "lines": list(source.lines) if source.lines else None,
        "text": list(source.text),
    }


def _head(plan: Plan) -> DocumentHead:
    document = plan.document
    if document is None:
        return DocumentHead(title=plan.title, year=plan.year)
    return DocumentHead(
        kind=document.kind or None,
        title=plan.title,
        number=document.number or None,
        date=document.date,
        issuer=document.issuer or None,
        year=plan.year,
    )


def _section(section: Section, measures: list[Measure]) -> SectionText:
    return SectionText(section.heading or None, section.number or None, [_measure(one) for one in measures])


def _measure(measure: Measure) -> MeasureText:
    cells = {key: getattr(measure, key).splitlines() for key in KEYS if key != NUMBER}
    open_doubts = {} if measure.checked else measure.doubts
    return MeasureText(
        number=measure.number or None,
        cells={column: lines for column, lines in cells.items() if lines},
        source=source_of(measure),
        confidence=Confidence.SURE if measure.checked else Confidence(measure.confidence),
        doubts={name or None: message_of(why) for name, why in open_doubts.items()},
    )
