"""What an examination asks of followed plans: records hold what was last said, baselines what their hash says."""

from __future__ import annotations

from collections.abc import Iterator

from cchc.core.plans.following.states import ProgressState
from cchc.core.words.messages import Message
from cchc.following.models import Baseline, ProgressDecision, ProgressRecord
from cchc.following.queries.baselines import hash_of

CHUNK = 1000


def records_in_disagreement() -> Iterator[Message]:
    """Yield every record that holds something else than its last report, or the decision after it, left; those that
    follow from plans below, or were set by hand, aside."""
    reported = ProgressRecord.objects.filter(
        reports__isnull=False, carried_out_by__isnull=True, set_by_hand=""
    )
    rows = reported.distinct().select_related("measure__section__plan", "unit").order_by("pk")
    for one in rows.prefetch_related("reports", "decisions").iterator(chunk_size=CHUNK):
        if _held(one) != _left(one):
            yield Message(
                "The record of {unit} on measure {number} of “{plan}” ({period}) holds something else than what was "
                "last said of it.",
                unit=one.unit.name,
                number=one.measure.number,
                plan=one.measure.section.plan.title,
                period=one.period,
            )


def _held(record: ProgressRecord) -> tuple[str, object, bool]:
    return record.state, record.done_on, record.closed_at is not None


def _left(record: ProgressRecord) -> tuple[str, object, bool]:
    """State and day of what was said last, and whether it was closed after that."""
    report = record.reports.all()[0]
    decision = next(iter(record.decisions.all()), None)
    if decision is None or decision.at < report.at:
        return report.state, report.done_on, False
    if decision.kind == ProgressDecision.Kind.RETURNED:
        return ProgressState.UNDER_WAY.value, None, False
    return report.state, report.done_on, True


def baselines_in_disagreement() -> Iterator[Message]:
    """Yield every plan as it was put in force that holds something else than its hash says."""
    for one in Baseline.objects.select_related("plan").order_by("pk").iterator(chunk_size=50):
        if hash_of(one.content) != one.sha256:
            yield Message(
                "The plan “{plan}” as it was put in force holds something else than its hash says.",
                plan=one.plan.title,
            )
