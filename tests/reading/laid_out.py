"""A plan of eight columns with known truth, for tests of its layouts."""

from __future__ import annotations

from cchc.core.plans.plan import Measure, Plan
from tests.reading.papers import (
    EIGHT,
    MEASURES,
)

TITLE = "Cải cách hành chính nhà nước tỉnh Bình Sơn năm 2026"


AGENCIES = {
    "Các sở, ban, ngành; UBND cấp xã": ("Các sở, ban, ngành", "UBND cấp xã"),
    "Báo và Phát thanh, truyền hình tỉnh": ("Báo và Phát thanh, truyền hình tỉnh",),
}


def said(measure: Measure, columns=EIGHT) -> dict[str, object]:
    """What a measure says in `columns`."""
    facts = {
        "number": measure.number,
        "objective": measure.objective,
        "task": measure.task,
        "activity": measure.activity,
        "output": measure.output,
        "lead": measure.lead,
        "cooperating": measure.cooperating,
        "deadline": measure.deadline and measure.deadline.text,
    }
    return {name: facts[name] for name in columns}


def truth(columns=EIGHT) -> list[tuple[str, dict[str, object]]]:
    """The measures as they are meant, with their sections."""
    meant = []
    for measure in MEASURES:
        facts: dict[str, object] = {name: measure[name] for name in columns}
        facts["lead"] = (measure["lead"],)
        facts["cooperating"] = AGENCIES.get(measure["cooperating"], (measure["cooperating"],))
        meant.append((measure["section"], facts))
    return meant


def read(plan: Plan, columns=EIGHT) -> list[tuple[str | None, dict[str, object]]]:
    return [(section.heading, said(measure, columns)) for section, measure in plan.measures()]
