"""What is to be looked at in a stored plan, and what of it somebody has accepted."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass

from cchc.core.plans.plan import Finding
from cchc.plans.models import Acceptance, Measure, Plan
from cchc.plans.queries.texts import plan_value


@dataclass(frozen=True, slots=True)
class Found:
    """A finding in a stored plan: the id of its measure, and its acceptance; None where there is none."""

    finding: Finding
    fingerprint: str
    measure_id: int | None = None
    acceptance: Acceptance | None = None


def findings_of(plan: Plan) -> tuple[Found, ...]:
    """What is to be looked at in `plan` as it is now, in the order of the document; the accepted ones among it."""
    places = list(
        Measure.objects.filter(section__plan=plan)
        .order_by("section__place", "section", "place", "id")
        .values_list("pk", flat=True)
    )
    accepted = {one.fingerprint: one for one in plan.acceptances.all()}
    found, seen = [], Counter[str]()
    for finding in plan_value(plan).findings:
        if not _is_asked(plan, finding):
            continue
        measure = places[finding.place.measure - 1] if finding.place.measure else None
        key = fingerprint(finding, measure)
        seen[key] += 1
        key = key if seen[key] == 1 else fingerprint(finding, measure, seen[key])
        found.append(Found(finding, key, measure, accepted.get(key)))
    return tuple(found)


def _is_asked(plan: Plan, finding: Finding) -> bool:
    """A plan by hand is not asked for the number of a document, nor told that its file holds nothing."""
    of_document = finding.code.startswith("document_") and plan.document is None
    return not of_document and (finding.code != "no_measures" or hasattr(plan, "reading"))


def fingerprint(finding: Finding, measure_id: int | None, nth: int = 1) -> str:
    """What tells a finding from every other of its plan, as long as what was found stays the same.

    `nth` counts findings that say the same of the same measure.
    """
    place = finding.place
    said = [finding.code, place.section, place.number, place.column, finding.found, measure_id, nth]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
