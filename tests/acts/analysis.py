"""Acts of analysis: sentences of the report are written over."""

from __future__ import annotations

from typing import Any

from cchc.analysis.actions.reporting import SAVED
from tests import builders
from tests.acts.table import NUMBERS, Data, act, named


@act("analysis:report_save", once=SAVED)
def _() -> tuple[list[Any], Data]:
    """In a province of its own: the years of the other one are few."""
    cycle = builders.a_scored_cycle(year=2026, province=builders.a_province(named("Tỉnh")))
    builders.imported(cycle, name=f"diem-{next(NUMBERS)}.csv")
    return [cycle.province_id, cycle.year], {"seen": 0, "cau-chung-diem": "Câu của chúng tôi."}
