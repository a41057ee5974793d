"""Rows of a schedule of inspections: who is visited stands where a plan says what is done, and nobody leads."""

from __future__ import annotations

from cchc.core.papers.agency_words import begins_like_agency
from cchc.core.papers.wordings import split
from cchc.core.plans.plan import Measure


def is_visit(measure: Measure) -> bool:
    """Whether a measure names no more than whom somebody visits, and when.

    >>> is_visit(Measure(task="UBND xã Tân Lập")), is_visit(Measure(task="Ban hành kế hoạch kiểm tra"))
    (True, False)
    """
    if measure.lead or not measure.task:
        return False
    return all(one.is_group or begins_like_agency(one.text) for one in split(measure.task))
