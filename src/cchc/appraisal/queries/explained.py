"""What units said to the results that were sent to them, as it was handed in: which leaves they explained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from cchc.appraisal.models import JustificationEvidence, JustificationSubmission, UnitAppraisal
from cchc.documents.queries.library import with_files
from cchc.scores.models import Stage
from cchc.self_scoring.queries.submissions import content_hash

Cell = tuple[int, str]  # the id of a participant, and the number of a leaf


@dataclass(frozen=True, slots=True)
class Explained:
    """What a unit explained of one leaf: its text, how many documents stand behind it, when it was handed in; `sha256`
    is the hash of all that was said, and of what it was said to."""

    text: str
    evidence: int
    submitted: datetime
    sha256: str


def standing_submissions() -> QuerySet[JustificationSubmission]:
    """Return the justifications that count: neither they were opened again, nor the result was taken back to which they
    say something. A unit has at most one."""
    return JustificationSubmission.objects.filter(reopened=None, result__reopened=None)


def standing_justification(row: UnitAppraisal) -> JustificationSubmission | None:
    """Return what a unit handed in to the result of its first appraisal `row`; None where nothing counts."""
    return standing_submissions().filter(of=row).first()


def explained_leaves(participants: Collection[int]) -> dict[Cell, Explained]:
    """Return the leaves that these participants, by their ids, explained in justifications that they handed in, in the
    order of their sets; one query. What was accepted, or not answered, is not among them."""
    found = {}
    for one in standing_submissions().filter(of__participant__in=participants).select_related("of"):
        for leaf, said in one.content["leaves"].items():
            if said["kind"] == "explained":
                what = Explained(said["text"], len(said["evidence"]), one.at, content_hash(said))
                found[one.of.participant_id, leaf] = what
    return found


def numbers_by_participant(cells: Iterable[Cell]) -> dict[int, frozenset[str]]:
    """Return the numbers of leaves by participant."""
    found: dict[int, set[str]] = defaultdict(set)
    for participant, leaf in cells:
        found[participant].add(leaf)
    return {participant: frozenset(leaves) for participant, leaves in found.items()}


def evidence_of(appraised: UnitAppraisal, leaf: str | None = None) -> list[JustificationEvidence]:
    """Return the documents that a unit put behind what it explains of a leaf, or (None) of all; `appraised` is its
    first appraisal. Each comes with its files."""
    links = JustificationEvidence.objects.filter(of=appraised, **({} if leaf is None else {"leaf": leaf}))
    return list(links.select_related("document").prefetch_related(with_files("document")).order_by("pk"))


def explained_by(
    participants: Collection[int], leaf: str | None = None
) -> dict[Cell, tuple[JustificationEvidence, ...]]:
    """Return the documents that these participants, by their ids, put behind what they explain, of one leaf or (None)
    of all, in the order in which they were linked; one query."""
    of_leaf = {} if leaf is None else {"leaf": leaf}
    links = JustificationEvidence.objects.filter(of__participant__in=participants, **of_leaf)
    found: dict[Cell, tuple[JustificationEvidence, ...]] = {}
    for link in links.select_related("of", "document").order_by("pk"):
        key = (link.of.participant_id, link.leaf)
        found[key] = (*found.get(key, ()), link)
    return found


def first_appraisal(participant: int) -> UnitAppraisal | None:
    """Return the first appraisal of a participant, by its id; None before it handed in."""
    return UnitAppraisal.objects.filter(participant=participant, stage=Stage.FIRST_APPRAISAL).first()
