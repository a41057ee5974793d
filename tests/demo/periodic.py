"""What the demonstration shows of periodic reports."""

from __future__ import annotations

from cchc.core.plans.reports.drawn import DrawnReport
from cchc.core.plans.reports.periods import ReportKind
from cchc.core.plans.reports.sending import PartState
from cchc.demo.reports import BY_ITSELF, CARRYING, DEPARTMENTS, OF_PROCEDURES
from cchc.following.models import FrozenReport, ReportRound
from cchc.following.queries.rounds import drawn_report


def drawn(key: str, kind: ReportKind, year: int) -> DrawnReport:
    """A report of the demonstration, as it is drawn together."""
    return drawn_report(ReportRound.objects.get(frame__key=key, kind=kind.value, year=year))


def as_of_two_years() -> None:
    """Figures stand beside earlier ones, and some parts are carried inside another report."""
    beside_earlier_ones()
    some_carried_inside()


def beside_earlier_ones() -> None:
    """Reports of two years: figures stand beside the period before and the same one of last year."""
    frozen = FrozenReport.objects.values_list("round__year", "round__kind")
    assert set(frozen) == {
        (2025, "six_months"), (2025, "year"), (2026, "q1"), (2026, "six_months"), (2026, "q3"),
    }  # fmt: skip
    for kind in (ReportKind.SIX_MONTHS, ReportKind.YEAR):
        received = next(one for one in drawn(DEPARTMENTS, kind, 2026).figures if one.code == "tiep_nhan")
        assert None not in (received.value, received.previous, received.last_year)
    first = next(one for one in drawn(DEPARTMENTS, ReportKind.Q1, 2026).figures if one.code == "tiep_nhan")
    assert first.previous is not None
    parts = drawn(DEPARTMENTS, ReportKind.YEAR, 2026).parts
    assert {one.values["tang_giam"] is not None for one in parts if one.has_come} == {True}


def some_carried_inside() -> None:
    """A report that some departments send inside their report of the year: their figures are read from there."""
    inner = drawn(OF_PROCEDURES, ReportKind.YEAR, 2026)
    outer = {one.unit: one for one in drawn(DEPARTMENTS, ReportKind.YEAR, 2026).parts}
    carried = [one for one in inner.parts if one.carried_in]
    assert (len(carried), len(inner.parts)) == (len(CARRYING), len(CARRYING) + len(BY_ITSELF))
    come = [one for one in carried if one.state is PartState.CARRIED]
    assert come
    assert len(come) < len(carried)  # one has not sent the report inside which it is
    for one in come:
        assert one.values["tiep_nhan"] == outer[one.unit].values["tiep_nhan"]
