"""What is to be looked at in a stored plan, and what of it somebody has accepted."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from cchc.core.plans.plan import Finding
from cchc.plans.models import Acceptance, Measure, Plan
from cchc.plans.queries.texts import understood_plan


@dataclass(frozen=True, slots=True)
class Found:
    """A finding in a stored plan: the id of its measure, and its acceptance; None where there is none."""

    finding: Finding
    fingerprint: str
    measure_id: int | None = None
    acceptance: Acceptance | None = None


def findings_of(plan: Plan) -> tuple[Found, ...]:
    """What is to be looked at in `plan` as it is now, in the order of the document; the accepted ones among it.

    A plan that no document stands behind is not asked for the number and date of one.
    """
    places = list(
        Measure.objects.filter(section__plan=plan)
        .order_by("section__place", "section", "place", "id")
        .values_list("pk", flat=True)
    )
    accepted = {one.fingerprint: one for one in plan.acceptances.all()}
    return tuple(
        Found(
            finding=finding,
            fingerprint=(key := fingerprint(finding)),
            measure_id=places[finding.place.measure - 1] if finding.place.measure else None,
            acceptance=accepted.get(key),
        )
        for finding in understood_plan(plan).findings
        if plan.document is not None or not finding.code.startswith("document_")
    )


def fingerprint(finding: Finding) -> str:
    """What tells a finding from every other of its plan, as long as what was found stays the same."""
    place = finding.place
    said = [finding.code, place.section, place.number, place.column, finding.found]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
