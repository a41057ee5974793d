"""What a plan says twice: the same task in two rows, one agency in both roles."""

from __future__ import annotations

from collections.abc import Iterator

from cchc.core.plans.columns import COOPERATING, TASK
from cchc.core.plans.findings.document import goes_on
from cchc.core.plans.findings.makers import place_of, warning
from cchc.core.plans.findings.visits import is_visit
from cchc.core.plans.plan import Finding, Measure, Plan
from cchc.core.words.messages import Message
from cchc.core.words.names import search_key, spelling_key

_SHORTEST_TASK = 4  # words; of fewer two tasks may consist alike: "Báo cáo kết quả"


def findings_of_repeated_tasks(plan: Plan) -> Iterator[Finding]:
    """Yield each row that says word by word what an earlier one says, with the same agency in the lead; a row that goes
    on beside a merged cell is none, and neither is a unit that is visited twice."""
    seen: dict[tuple[str, ...], Measure] = {}
    before: Measure | None = None
    for section, measure in plan.measures():
        what = tuple(
            search_key(text or "")
            for text in (measure.objective, measure.task, measure.activity, measure.output)
        )
        long = any(len(text.split()) >= _SHORTEST_TASK for text in what[1:3]) and not is_visit(measure)
        key = (*what, *sorted(map(spelling_key, measure.lead)))
        first = seen.setdefault(key, measure) if long else measure
        if first is not measure and not (before is not None and goes_on(before, measure)):
            number = first.number or str(first.place or "")
            why = Message("the same task stands in row {number} of the plan", number=number)
            found = measure.task or measure.activity or ""
            yield warning(
                "task_twice", place_of(section, measure, TASK), found, Message("each task once"), why
            )
        before = measure


def findings_of_both_roles(plan: Plan) -> Iterator[Finding]:
    """Yield each agency that a measure names as its lead and as cooperating with itself; a group may hold it."""
    for section, measure in plan.measures():
        leading = {spelling_key(text) for text in measure.lead}
        for text in dict.fromkeys(measure.cooperating):
            if spelling_key(text) in leading:
                why = Message("the agency leads this measure and cooperates with itself")
                place = place_of(section, measure, COOPERATING)
                yield warning("agency_twice", place, text, Message("another agency than the lead"), why)
