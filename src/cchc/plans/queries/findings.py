"""What is to be looked at in a stored plan, and what of it somebody has accepted."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cchc.core.plans.plan import Finding, FindingPlace, WordAccount
from cchc.core.words.messages import Message
from cchc.plans.models import Acceptance, Plan
from cchc.plans.queries.annexes import AnnexFile
from cchc.plans.queries.texts import StoredPlan, directory_for, text_of
from cchc.reading.plans import findings_of_account, findings_of_text


@dataclass(frozen=True, slots=True)
class Found:
    """A finding in a stored plan: the id of its measure, and its acceptance; None where there is none."""

    finding: Finding
    fingerprint: str
    measure_id: int | None = None
    acceptance: Acceptance | None = None


def findings_of(plan: Plan) -> tuple[Found, ...]:
    """What is to be looked at in `plan` as it is now, in the order of the document; the accepted ones among it."""
    return findings_in(StoredPlan(plan))


def findings_in(stored: StoredPlan) -> tuple[Found, ...]:
    """What is to be looked at in a plan that was read already.

    Its deadlines are judged as they are written; that due days move to working days is no fault of the document.
    """
    plan = stored.plan
    accepted = {one.fingerprint: one for one in plan.acceptances.all()}
    directory = directory_for(plan, stored.agencies.values())
    found, seen = [], Counter[str]()
    of_annexes = (one for annex in stored.annexes if annex.account for one in _of_annex(annex))
    for finding in (*findings_of_text(text_of(stored), plan.year, directory), *of_annexes):
        if not _is_asked(stored, finding):
            continue
        place = finding.place.measure
        measure = stored.measures[place - 1].pk if place else None
        key = fingerprint(finding, measure)
        seen[key] += 1
        key = key if seen[key] == 1 else fingerprint(finding, measure, seen[key])
        found.append(Found(finding, key, measure, accepted.get(key)))
    return tuple(found)


def _of_annex(annex: AnnexFile) -> Iterator[Finding]:
    """What was not read in the file of an annex, which is named: a place in it is none of the file of the plan."""
    for one in findings_of_account(annex.account or WordAccount()):
        why = Message("{file}, {why}", file=annex.staged.file.name, why=one.why)
        yield replace(one, place=FindingPlace(), why=why)


def _is_asked(stored: StoredPlan, finding: Finding) -> bool:
    """A plan by hand is not asked for the number of a document, nor told that its file holds nothing."""
    of_document = finding.code.startswith("document_") and stored.plan.document is None
    return not of_document and (finding.code != "no_measures" or stored.reading is not None)


def fingerprint(finding: Finding, measure_id: int | None, nth: int = 1) -> str:
    """What tells a finding from every other of its plan, as long as what was found stays the same.

    `nth` counts findings that say the same of the same measure.
    """
    place = finding.place
    said = [finding.code, place.section, place.number, place.column, finding.found, measure_id, nth]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
