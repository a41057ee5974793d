"""A stored plan as the texts that the core understands, and what they mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from cchc.core.papers.answers import Confidence
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.directory import Directory
from cchc.core.plans.columns import KEYS, NUMBER
from cchc.core.plans.plan import Source
from cchc.core.words.messages import message_of
from cchc.cycles.queries import holidays
from cchc.intake.models import StagedFile
from cchc.plans.models import Agency, Measure, Plan, PlanTarget
from cchc.plans.queries.annexes import AnnexFile, read_annexes
from cchc.reading.head import DocumentHead
from cchc.reading.plans.account_json import account_of_data
from cchc.reading.plans.texts import MeasureText, PlanText, SectionText
from cchc.units.queries import directory, ids_elsewhere


def measures_of(plan: Plan) -> QuerySet[Measure]:
    """The measures of `plan` in the order of the document."""
    return Measure.objects.filter(section__plan=plan).order_by("section__place", "section", "place", "id")


def targets_of(plan: Plan) -> QuerySet[PlanTarget]:
    """The targets of `plan` in the order of the document, with their sections."""
    return PlanTarget.objects.filter(section__plan=plan).select_related("section")


class StoredPlan:
    """A plan with its sections and measures, both in the order of the document, and its agencies: each read once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        with_targets = PlanTarget.objects.filter(section=OuterRef("pk"))
        self.sections = list(plan.sections.annotate(has_targets=Exists(with_targets)))
        by_id = {section.pk: section for section in self.sections}
        self.measures = list(measures_of(plan).filter(section__in=by_id))
        for measure in self.measures:
            measure.section = by_id[measure.section_id]

    @cached_property
    def agencies(self) -> dict[int, Agency]:
        """The agencies of the plan by their ids, with their units."""
        return {agency.pk: agency for agency in self.plan.agencies.prefetch_related("units")}

    @cached_property
    def targets(self) -> dict[int, list[PlanTarget]]:
        """The targets of the plan by the ids of their sections, those of a section in their order."""
        found: dict[int, list[PlanTarget]] = defaultdict(list)
        for target in targets_of(self.plan) if any(one.has_targets for one in self.sections) else ():
            found[target.section_id].append(target)
        return dict(found)

    @cached_property
    def reading(self) -> StagedFile | None:
        """The file that the plan was read from; None for one made by hand."""
        return self.plan.reading

    @cached_property
    def annexes(self) -> list[AnnexFile]:
        """The annexes in files of their own that were read into it."""
        return read_annexes(self.plan)


def text_of(stored: StoredPlan) -> PlanText:
    """The head, the measures by section, and the words of the document a plan was read from."""
    read: dict[str, Any] = stored.reading.read if stored.reading else {}
    measures = defaultdict(list)
    for measure in stored.measures:
        measures[measure.section_id].append(_measure(measure))
    return PlanText(
        head=_head(stored.plan),
        sections=tuple(
            SectionText(one.heading or None, one.number or None, measures[one.pk]) for one in stored.sections
        ),
        quotas=tuple(read.get("quotas", ())),
        drawn=read.get("drawn", False),
        body=read.get("body", ""),
        account=account_of_data(read.get("account", {})),
    )


def directory_for(plan: Plan, agencies: Iterable[Agency] | None = None) -> Directory:
    """The units of the plan's province, as agencies are looked up among them; what was confirmed in this plan comes
    first. `agencies` are those of the plan, where they are known already with their units.
    """
    known = directory(ids_elsewhere(plan.unit_id, day_of(plan)))
    if agencies is None:
        agencies = Agency.objects.filter(plan=plan.pk, confirmed=True).prefetch_related("units")
    confirmed = {
        agency.text: tuple(str(unit.pk) for unit in agency.units.all())
        for agency in agencies
        if agency.confirmed
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
