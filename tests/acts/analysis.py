"""Acts of analysis: sentences of the report are written over."""

from __future__ import annotations

from typing import Any

from cchc.analysis.actions.reporting import SAVED
from tests.acts.releasing import a_year_of_files
from tests.acts.table import Data, act


@act("analysis:report_save", once=SAVED)
def _() -> tuple[list[Any], Data]:
    cycle = a_year_of_files()
    return [cycle.province_id, cycle.year], {"seen": 0, "cau-chung-diem": "Câu của chúng tôi."}
