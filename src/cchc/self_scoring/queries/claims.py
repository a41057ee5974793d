"""What units handed in, leaf by leaf: read by whoever appraises it. The rows of a submitted sheet never change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import F

from cchc.audit.statements import Columns, Found, Statement
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.declared import LeafStanding
from cchc.self_scoring.models import Answer, EvidenceLink, UnitSheet
from cchc.self_scoring.queries.content import (
    HELD,
    UNANSWERED,
    AnswerContent,
    content_from,
    standing_in,
)
from cchc.self_scoring.queries.submissions import content_hash

Cell = tuple[int, str]  # the id of a participant, and the number of a leaf

OF_CLAIM, OF_LINK = Columns(Answer, "answer", "leaf", *HELD), Columns(EvidenceLink, "link")
CLAIMED = f"""
SELECT {OF_CLAIM} FROM self_scoring_answer answer JOIN self_scoring_unitsheet sheet ON sheet.id = answer.sheet_id
WHERE sheet.participant_id = %s AND sheet.state = 'submitted'
"""  # noqa: S608 - our own columns
"""The answers that a unit handed in."""

LINKED = f"""
SELECT {OF_LINK} FROM self_scoring_evidencelink link JOIN self_scoring_unitsheet sheet ON sheet.id = link.sheet_id
WHERE sheet.participant_id = %s AND sheet.state = 'submitted' ORDER BY link.id
"""  # noqa: S608 - our own columns
"""The links to the documents behind them."""

HASHED = ("figures", "points", "reason", "provisional")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a unit handed in for one leaf: its answer, and the documents behind it in the order in which they were
    linked."""

    content: AnswerContent = UNANSWERED
    evidence: tuple[EvidenceLink, ...] = ()

    @property
    def sha256(self) -> str:
        """The hash (hexadecimal) of what an appraiser judges: the answer, and the documents with their places."""
        answer = {name: getattr(self.content, name) for name in HASHED}
        answer["figures"] = dict(self.content.figures)
        places = ((link.document_id, link.part or 0, link.page or 0, link.passage) for link in self.evidence)
        return content_hash({**answer, "evidence": sorted(places)})

    def standing(self, leaf: Node, year: int) -> LeafStanding:
        """Return what follows from the answer to `leaf` in the cycle of `year`."""
        return standing_in(leaf, self.content, year)

    def points(self, leaf: Node, year: int) -> Fraction | None:
        """Return the points that the unit gives itself, as the answer keeps them; None where none follow."""
        if self.content.points:
            return Fraction(self.content.points)
        return self.standing(leaf, year).outcome.points


UNCLAIMED = Claim()
"""What a unit handed in for a leaf that it left empty."""


def claims_of(participants: Collection[int], leaves: Collection[str] | None = None) -> dict[Cell, Claim]:
    """Return what these participants, by their ids, handed in for `leaves` or (None) for all of them; nothing of sheets
    that are not submitted. Two queries; a leaf that was left empty is not in it."""
    submitted = {"sheet__participant__in": participants, "sheet__state": UnitSheet.State.SUBMITTED}
    if leaves is not None:
        submitted["leaf__in"] = leaves
    answers = Answer.objects.filter(**submitted).order_by().values_list("sheet__participant", "leaf", *HELD)
    links = EvidenceLink.objects.filter(**submitted).annotate(participant=F("sheet__participant"))
    behind = _by_cell(links.select_related("document").order_by("pk"))
    contents = {(pk, leaf): content_from(held) for pk, leaf, *held in answers}
    return {
        cell: Claim(contents.get(cell, UNANSWERED), tuple(behind.get(cell, ())))
        for cell in contents.keys() | behind.keys()
    }


class AskedClaims:
    """What one participant handed in, asked by `statements`, which are carried out by whoever asks; the documents are
    fetched where they are looked at."""

    def __init__(self, participant: int) -> None:
        self._answers = Statement(CLAIMED, [participant], _answers_in)
        self._links = Statement(LINKED, [participant], _links_in)
        self.statements = (self._answers, self._links)

    def answer(self) -> dict[str, Claim]:
        """Return what it handed in, by leaf, as `claims_of` does."""
        behind: dict[str, list[EvidenceLink]] = defaultdict(list)
        for link in self._links.answer:
            behind[link.leaf].append(link)
        contents = self._answers.answer
        return {
            leaf: Claim(contents.get(leaf, UNANSWERED), tuple(behind.get(leaf, ())))
            for leaf in contents.keys() | behind.keys()
        }


def _answers_in(rows: Found) -> dict[str, AnswerContent]:
    found = (OF_CLAIM.named(iter(one)) for one in rows)
    return {one["leaf"]: content_from([one[name] for name in HELD]) for one in found}


def _links_in(rows: Found) -> list[EvidenceLink]:
    return [OF_LINK.row(iter(one)) for one in rows]


def _by_cell(links: Iterable[EvidenceLink]) -> dict[Cell, list[EvidenceLink]]:
    found: dict[Cell, list[EvidenceLink]] = defaultdict(list)
    for link in links:
        found[vars(link)["participant"], link.leaf].append(link)
    return found
