"""The records of a unit as the lines of an Excel file, what their cells hold now, and the figures that a plan asks
for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from cchc.access.actor import Actor
from cchc.core.plans.following.quantities import Bound, Quantity, quantities_of, unmet
from cchc.core.plans.following.states import ProgressState
from cchc.core.words.messages import Message
from cchc.core.words.numbers import number_in_full
from cchc.following.exchange.progress_file import STATES, figures_text
from cchc.following.exchange.progress_out import ProgressLine, progress_workbook
from cchc.following.models import ProgressRecord, ProgressReport
from cchc.following.queries.links import follows_below
from cchc.following.queries.mine import led_records
from cchc.following.queries.words import period_words, words_of_measure
from cchc.plans.models import Measure
from cchc.texts.speaking import speaker

DONE_STATES = (ProgressState.DONE.value, ProgressState.DONE_WITHOUT_PRODUCT.value)
BOUND_WORDS = {Bound.AT_LEAST: "ít nhất ", Bound.AT_MOST: "tối đa ", Bound.EXACTLY: ""}


def quantities_in(measure: Measure) -> tuple[Quantity, ...]:
    """Return the figures that a measure asks for, in its output and its objective."""
    return quantities_of([measure.output, measure.objective])


def wanted_words(one: Quantity) -> str:
    """Return how much of a figure is wanted, as the plan words it: "ít nhất 3"."""
    return f"{BOUND_WORDS[one.bound]}{number_in_full(one.value)}"


def figures_wanted(measure: Measure) -> dict[str, str]:
    """Return the figures that a measure asks for, by their names, each with how much is wanted."""
    return {one.name: wanted_words(one) for one in quantities_in(measure)}


def figure_rows(wanted: Mapping[str, str], achieved: Mapping[str, str]) -> list[dict[str, str]]:
    """Return figures as a report keeps them: name, target, and what was achieved; those alone that somebody gave."""
    return [
        {"name": name, "target": target, "achieved": achieved[name]}
        for name, target in wanted.items()
        if achieved.get(name)
    ]


def unmet_words(report: ProgressReport) -> list[str]:
    """Return the figures of work that was reported as done which are not what the plan asks for, in words."""
    if report.state not in DONE_STATES:
        return []
    reported = {row["name"]: row["achieved"] for row in report.figures}
    return [
        _("{name}: {achieved}, the plan asks for {target}").format(
            name=one.name, achieved=reported[one.name], target=wanted_words(one)
        )
        for one in unmet(quantities_in(report.record.measure), reported)
    ]


def open_records(actor: Actor) -> QuerySet[ProgressRecord]:
    """Return the records that `actor` may report now for the own unit, those that are due first in front, without those
    that follow from a plan of the unit."""
    rows = led_records(actor).filter(unit=actor.unit_id, closed_at__isnull=True, kept_by_owner=False)
    return (
        rows.exclude(follows_below())
        .select_related("measure__section__plan")
        .order_by(F("due").asc(nulls_last=True), "measure", "ends", "pk")
    )


def last_reports(records: Iterable[ProgressRecord]) -> dict[int, list[dict[str, str]]]:
    """Return the figures that were reported last, by record, as the report keeps them; one query."""
    reports = ProgressReport.objects.filter(record__in=[one.pk for one in records])
    return dict(reports.order_by("record", "number").values_list("record", "figures"))


def last_figures(records: Iterable[ProgressRecord]) -> dict[int, dict[str, str]]:
    """Return what was last achieved of each figure, by record; one query."""
    return {
        record: {row["name"]: row["achieved"] for row in figures}
        for record, figures in last_reports(records).items()
    }


def cells_of(records: Iterable[ProgressRecord]) -> dict[int, dict[str, str]]:
    """Return the cells of records as machine texts, by record and part; one query."""
    rows = list(records)
    achieved = last_figures(rows)
    return {one.pk: _cells(one, achieved.get(one.pk, {})) for one in rows}


def _cells(one: ProgressRecord, achieved: Mapping[str, str]) -> dict[str, str]:
    names = figures_wanted(one.measure)
    is_under_way = one.state == ProgressState.UNDER_WAY.value
    return {
        "state": one.state,
        "percent": str(one.percent) if is_under_way else "",
        "text": one.text,
        "figures": figures_text({name: achieved.get(name, "") for name in names}),
        "reason": one.reason,
        "document_number": one.document_number,
    }


def progress_content(actor: Actor) -> bytes:
    """Return the Excel file of the records that `actor` may report; its headings are always Vietnamese."""
    say = speaker("following", "access", language_code="vi")
    records = list(open_records(actor))
    cells = cells_of(records)
    titles = (say(Message("PROGRESS OF MEASURES")), actor.unit)
    with override("vi"):
        lines = [_line(one, cells[one.pk]) for one in records]
    return progress_workbook(
        titles, actor.unit, lines, {str(code): word for code, word in STATES.items()}, say
    )


def _line(one: ProgressRecord, cells: Mapping[str, str]) -> ProgressLine:
    measure = one.measure
    return ProgressLine(
        record=one.pk,
        plan=measure.section.plan.title,
        number=measure.number,
        what=words_of_measure(measure),
        output=measure.output,
        period=period_words(one.period),
        due=one.due,
        done_on=one.done_on,
        cells=cells,
    )
