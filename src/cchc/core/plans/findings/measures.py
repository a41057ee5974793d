"""One measure: who leads, until when, how far its index is from where it could be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cchc.core.papers.deadlines.deadline import lacks_year
from cchc.core.papers.deadlines.impossible import impossible_part
from cchc.core.papers.deadlines.values import DeadlineKind
from cchc.core.plans.columns import DEADLINE, LEAD
from cchc.core.plans.findings.columns import AbsentColumns
from cchc.core.plans.findings.makers import (
    day_in_words,
    error,
    information,
    place_of,
    points_in_words,
    warning,
)
from cchc.core.plans.plan import Finding, FindingPlace, Gap, Measure, Plan, Section
from cchc.core.words.messages import Message
from cchc.core.words.numbers import number_in_full

_LAST_REPORTS = (3, 31)
_FIRST_PLANS = (10, 1)  # in the autumn before its year a plan may be made, and first things be due
_UNENDING = (DeadlineKind.RECURRING, DeadlineKind.CONTINUOUS)
_UNREAD = Message("the wording has no reading as a date, a period or an event, or more than one")


def findings_of_measure(
    plan: Plan, section: Section, measure: Measure, absent: AbsentColumns = frozenset()
) -> Iterator[Finding]:
    """Yield what one measure lacks or contradicts: agency, deadline, differences of points, a remedy; a cell is not
    missed in a column that is `absent` from its table, nor one that names a person alone."""
    has_lead = measure.lead or measure.set_aside or (measure.source.table, LEAD) in absent
    if not has_lead and LEAD not in measure.unsure:
        place = place_of(section, measure, "lead")
        yield warning(
            "lead_missing", place, "", Message("a lead agency"), Message("nobody is named to take the lead")
        )
    if measure.deadline or (measure.source.table, DEADLINE) not in absent:
        yield from _deadline(plan, section, measure)
    if measure.gap:
        yield from _gap(measure.gap, section, measure)
    lost = bool(measure.shortcomings) or bool(measure.gap and measure.gap.missing)
    if lost and not any((measure.task, measure.activity, measure.output)):
        why = Message("points are lost here, but nothing is planned to win them back")
        yield warning("loss_without_remedy", place_of(section, measure, "task"), "", Message("a remedy"), why)


def _deadline(plan: Plan, section: Section, measure: Measure) -> Iterator[Finding]:
    place = place_of(section, measure, "deadline")
    deadline = measure.deadline
    if deadline is None:
        if "deadline" not in measure.unsure:
            yield warning("deadline_missing", place, "", Message("a deadline"), Message("no time is named"))
    elif deadline.kind is DeadlineKind.UNPARSED:
        if plan.year is None and lacks_year(deadline.text):
            return
        part = impossible_part(deadline.text)
        why = Message("no calendar has “{part}”", part=part) if part else _UNREAD
        yield warning("deadline_unparsed", place, deadline.text, Message("a deadline"), why)
    elif deadline.due and deadline.kind not in _UNENDING:
        yield from _due(plan, place, deadline.text, max(deadline.due), deadline.continues)


def _due(plan: Plan, place: FindingPlace, text: str, due: date, continues: bool) -> Iterator[Finding]:
    if plan.date and due < plan.date:
        expected = Message("a day from {day} on", day=day_in_words(plan.date))
        why = Message("due on {due}, before the date of the document itself", due=day_in_words(due))
        yield warning("deadline_before_document", place, text, expected, why)
        return
    if plan.year is None or continues:
        return
    expected = Message("a day in {year}", year=plan.year)
    if due.year < plan.year and not plan.date and due < date(plan.year - 1, *_FIRST_PLANS):
        why = Message("due on {due}, although the plan is for {year}", due=day_in_words(due), year=plan.year)
        yield warning("deadline_before_year", place, text, expected, why)
    elif due > date(plan.year + 1, *_LAST_REPORTS):
        why = Message("due on {due}, although the plan is for {year}", due=day_in_words(due), year=plan.year)
        yield warning("deadline_after_year", place, text, expected, why)
    elif due.year > plan.year:
        why = Message("due on {due}, after the end of the plan's year", due=day_in_words(due))
        yield information("deadline_next_year", place, text, expected, why)


def _gap(gap: Gap, section: Section, measure: Measure) -> Iterator[Finding]:
    place = place_of(section, measure, "gap")
    if gap.achieved is not None and gap.maximum is not None:
        difference = gap.maximum - gap.achieved
        if gap.missing is not None and gap.missing != difference:
            why = Message("{maximum} − {achieved} is {difference}", maximum=gap.maximum, achieved=gap.achieved,
                          difference=difference)  # fmt: skip
            yield error(
                "gap_difference", place, number_in_full(gap.missing), points_in_words(difference), why
            )
        if difference == 0:
            why = Message("all points were reached, there is nothing to win back")
            yield information(
                "remedy_without_loss", place, number_in_full(gap.achieved), Message("a loss"), why
            )
    if gap.achieved is not None and gap.change is not None and gap.before is not None:
        change = gap.achieved - gap.before
        if change != gap.change:
            why = Message("{achieved} − {before} is {difference}", achieved=gap.achieved, before=gap.before,
                          difference=change)  # fmt: skip
            yield error("change_difference", place, number_in_full(gap.change), points_in_words(change), why)
