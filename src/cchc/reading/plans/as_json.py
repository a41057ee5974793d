"""A plan as plain data for `--json`: machine numbers as strings, dates as YYYY-MM-DD, null where nothing is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from cchc.core.papers.answers import Match
from cchc.core.papers.deadlines.values import Deadline
from cchc.core.plans.budgets import BudgetSum, budget_amount, budget_sum
from cchc.core.plans.columns import BUDGET, COLUMNS, COOPERATING, DEADLINE, LEAD, SHORTCOMINGS
from cchc.core.plans.plan import Finding, Gap, HeadDoubt, Measure, Plan, Quota, Section, Source, Target
from cchc.core.words.messages import Message
from cchc.core.words.numbers import plain

_PLAIN = tuple(
    column.key
    for column in COLUMNS
    if column.in_json and column.key not in (LEAD, COOPERATING, DEADLINE, SHORTCOMINGS)
)
"""The columns that are printed as they are written; what the others mean is printed beside them."""

Say = Callable[[Message], str]
Data = dict[str, Any]


def plan_data(plan: Plan, say: Say) -> Data:
    """Everything that was read and found, in the order of the document, and what became of its words; sentences as
    `say` says them."""
    account = plan.account
    return {
        "title": plan.title,
        "kind": plan.kind,
        "number": plan.number,
        "date": _day(plan.date),
        "issuer": plan.issuer,
        "year": plan.year,
        "head_doubts": [_head_doubt(doubt) for doubt in plan.head_doubts],
        "sections": [_section(section, say) for section in plan.sections],
        "budget_sum": _budget_sum([measure for section in plan.sections for measure in section.measures]),
        "targets": [_target(target) for target in plan.targets],
        "quotas": [_quota(quota) for quota in plan.quotas],
        "quota_total": plan.quota_total,
        "findings": [_finding(finding, say) for finding in plan.findings],
        "words": {
            "placed": {where.value: count for where, count in account.placed.items()},
            "set_aside": sum(one.words for one in account.aside),
            "reported": account.words_reported,
        },
        "set_aside": [
            {"kind": one.kind.value, "text": one.text, "place": _place(one.place)} for one in account.aside
        ],
    }


def _head_doubt(doubt: HeadDoubt) -> Data:
    return {"field": doubt.field, "text": doubt.text, "place": _source(doubt.place)}


def _section(section: Section, say: Say) -> Data:
    return {
        "heading": section.heading,
        "number": section.number,
        "measures": [_measure(measure, say) for measure in section.measures],
        "budget_sum": _budget_sum(section.measures),
    }


def _budget_sum(measures: Sequence[Measure]) -> Data | None:
    """The sum of what the measures cost, in đồng, with how many say an amount and how many none; None where no measure
    says anything of its budget."""
    found: BudgetSum = budget_sum(measure.other.get(BUDGET, "") for measure in measures)
    if not found.says_anything:
        return None
    return {
        "dong": plain(found.dong),
        "counted": found.counted,
        "without_amount": found.unsaid,
        "empty": found.empty,
    }


def _target(target: Target) -> Data:
    return {
        "section": target.section,
        "number": target.number,
        "name": target.name,
        "unit": target.unit,
        "value": target.value,
        "year": target.year,
        "agencies": list(target.agencies),
        "other": list(target.other),
        "source": _source(target.source),
    }


def _measure(measure: Measure, say: Say) -> Data:
    return {
        **{key: measure.other.get(key, getattr(measure, key, None)) for key in _PLAIN},
        "budget_dong": _number(budget_amount(measure.other.get(BUDGET, "")).dong),
        "lead": list(measure.lead),
        "cooperating": list(measure.cooperating),
        "lead_units": _matches(measure.lead_units, say),
        "cooperating_units": _matches(measure.cooperating_units, say),
        "deadline": _deadline(measure.deadline) if measure.deadline else None,
        "gap": _gap(measure.gap) if measure.gap else None,
        "shortcomings": [{"text": one.text, "points": _number(one.points)} for one in measure.shortcomings],
        "confidence": measure.confidence.value,
        "unsure": list(measure.unsure),
        "set_aside": list(measure.set_aside),
        "source": _source(measure.source),
    }


def _matches(matches: Sequence[Match], say: Say) -> list[Data]:
    return [
        {
            "text": match.text,
            "units": [getattr(unit, "name", unit) for unit in match.units],
            "confidence": match.confidence.value,
            "why": say(match.why),
        }
        for match in matches
    ]


def _deadline(deadline: Deadline) -> Data:
    return {
        "text": deadline.text,
        "kind": deadline.kind.value,
        "start": _day(deadline.start),
        "due": [_day(due) for due in deadline.due],
        "continues": deadline.continues,
    }


def _gap(gap: Gap) -> Data:
    return {
        "index": gap.index,
        "achieved": _number(gap.achieved),
        "maximum": _number(gap.maximum),
        "missing": _number(gap.missing),
        "rate": _number(gap.rate),
        "change": _number(gap.change),
        "year": gap.year,
        "groups": [{"year": standing.year, "group": standing.group} for standing in gap.groups],
    }


def _source(source: Source) -> Data:
    return {**_place(source), "text": list(source.text)}


def _place(source: Source) -> Data:
    return {
        "page": source.page,
        "paragraph": source.paragraph,
        "table": source.table,
        "row": source.row,
        "lines": list(source.lines) if source.lines else None,
    }


def _quota(quota: Quota) -> Data:
    return {"group": quota.group, "count": quota.count, "per": quota.per}


def _finding(finding: Finding, say: Say) -> Data:
    place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "place": {
            "section": place.section,
            "number": place.number,
            "column": place.column,
            "line": place.line,
            "page": place.page,
            "table": place.table,
            "rows": list(place.rows) if place.rows else None,
        },
        "found": finding.found,
        "expected": say(finding.expected),
        "why": say(finding.why),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(number: Fraction | None) -> str | None:
    return plain(number) if number is not None else None
