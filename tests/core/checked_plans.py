"""Plans for the tests of what is found in them, and the codes of what was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.directory import Directory
from cchc.core.plans.findings import findings
from cchc.core.plans.plan import Measure, Plan, Section

HEAD = Plan(
    title="Khắc phục tồn tại",
    kind="KẾ HOẠCH",
    number="10/KH-UBND",
    date=date(2023, 3, 1),
    issuer="UBND tỉnh",
    year=2023,
)


def measure(number: str | None, when: str = "Quý III/2023", **fields: object) -> Measure:
    """A measure without fault, but for the `fields` given."""
    clean = Measure(
        number=number,
        task=f"Nhiệm vụ {number}",
        output="Báo cáo",
        lead=("Sở Nội vụ",),
        deadline=deadline(when, 2023),
    )
    return replace(clean, **fields)


def plan(*measures: Measure, heading: str | None = "CHỈ SỐ PAR INDEX", **fields: object) -> Plan:
    return replace(HEAD, sections=(Section(heading, measures),), **fields)


def codes(found: Plan, body: str = "", directory: Directory | None = None) -> list[str]:
    return [finding.code for finding in findings(found, body, directory)]
