"""What is worth a look in the appraisals of a stage: shown to whoever leads or only reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from cchc.appraisal.models import Appraisal, DoubleCell
from cchc.appraisal.policies import AppraisalSight
from cchc.appraisal.queries.content import AppraisalContent, appraisal_content
from cchc.appraisal.queries.doubles import both_of, opinions_by_cell
from cchc.appraisal.queries.explained import explained_by, explained_leaves
from cchc.core.scoring.agreement import LARGE_DOMINANCE, dominance
from cchc.core.scoring.criteria.tree import Node
from cchc.core.words.names import text_key
from cchc.core.words.numbers import total
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, CycleSet, Participant, ScoredBy
from cchc.documents.models import DocumentFile
from cchc.scores.models import Stage
from cchc.self_scoring.queries.claims import UNCLAIMED, Claim, claims_of

NEARLY_ALL = Fraction(95, 100)
"""From which share of the units on nearly all get the maximum."""
FEWEST_UNITS = 10
"""Of how many units at least a criterion must be appraised before that is said."""


FEW = 12
"""How many leaves of units are named of one thing; the criterion across all units shows the others."""


class AlarmKind(StrEnum):
    """What was found: like evidence and different points, one appraiser unlike the others, nearly all at the maximum,
    the words of the unit as the reason."""

    LIKE = "like"
    FAR = "far"
    MAXIMUM = "maximum"
    COPIED = "copied"


@dataclass(frozen=True, slots=True)
class JudgedCell:
    """A leaf of a unit with what somebody gave it; `person` is the id of whoever did. `points` is None while they
    follow from the peers. In the second stage `explained` is what the unit said to its result, and `documents` hold
    those behind that as well."""

    participant: Participant
    leaf: Node
    person: int
    content: AppraisalContent
    claim: Claim
    claimed: Fraction | None
    explained: str = ""
    documents: tuple[int, ...] = ()

    @property
    def points(self) -> Fraction | None:
        """The points that are given."""
        return Fraction(self.content.points) if self.content.points else None

    @property
    def taken_share(self) -> Fraction | None:
        """The share of what the unit gave itself that was taken; None where there was nothing to take."""
        if not self.claimed or self.points is None:
            return None
        return max(self.claimed - self.points, Fraction(0)) / self.claimed


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something worth a look: on which criterion of which set, in which leaves of units.

    `bases` are "figures" or "files" for like evidence. `who` is the appraiser who judges unlike the others, `own` and
    `others` the shares taken on the average by that person and by the others, `among` how many judgements these others
    gave, or of how many units nearly all got the maximum.
    """

    kind: AlarmKind
    cycle_set: CycleSet
    leaf: Node
    cells: tuple[JudgedCell, ...]
    bases: tuple[str, ...] = ()
    who: str = ""
    own: Fraction = Fraction(0)
    others: Fraction = Fraction(0)
    among: int = 0

    @property
    def shown(self) -> tuple[JudgedCell, ...]:
        """Those of its leaves of units that a list names."""
        return self.cells[:FEW]

    def is_about(self, participant: int) -> bool:
        """Whether a participant, by its id, is among its leaves of units."""
        return any(one.participant.pk == participant for one in self.cells)


def alarms_in(
    cycle: Cycle, stage: str, sight: AppraisalSight, *, cycle_set: int | None = None, leaf: str | None = None
) -> list[Alarm]:
    """Return what is worth a look in a stage, or in one leaf of one set, as a reader may see it: by kind, set and leaf.

    Only what counts is looked at, and what two people gave once both have; nothing of units that stand near to the
    reader. A constant number of queries.
    """
    if not sight.sees:
        return []
    rows = Participant.objects.filter(cycle=cycle, cycle_set__scored_by=ScoredBy.ROUND)
    if cycle_set is not None:
        rows = rows.filter(cycle_set=cycle_set)
    found = rows.select_related("cycle_set__version", "cycle", "unit").order_by("place", "pk")
    participants = {one.pk: one for one in found if sight.has(one.pk)}
    given = _given(participants, stage, leaf)
    claims = claims_of(list(participants), None if leaf is None else [leaf])
    doubles = _doubles(participants, stage, leaf)
    said = explained_leaves(list(participants)) if stage == Stage.SECOND_APPRAISAL else {}
    behind = _behind(claims, list(participants), stage)
    hashes = _hashes({document for own in behind.values() for document in own})
    by_leaf: dict[tuple[int, str], list[JudgedCell]] = defaultdict(list)
    twice: dict[tuple[int, str], list[JudgedCell]] = defaultdict(list)
    for (pk, number), row in given.items():
        participant = participants[pk]
        node = criteria_of(participant.cycle_set.version).leaves[number]
        claim = claims.get((pk, number), UNCLAIMED)
        key = (participant.cycle_set_id, number)
        explained = said.get((pk, number))
        cell = JudgedCell(
            participant,
            node,
            row.person_id,
            appraisal_content(row),
            claim,
            claim.points(node, cycle.year),
            explained=explained.text if explained is not None else "",
            documents=tuple(behind.get((pk, number), ())),
        )
        by_leaf[key].append(cell)
        people = doubles.get((pk, number)) or [(row.person_id, cell.content)]
        twice[key] += [replace(cell, person=person, content=content) for person, content in people]
    order = {
        (one.pk, number): place
        for one in {one.cycle_set.pk: one.cycle_set for one in participants.values()}.values()
        for place, number in enumerate(criteria_of(one.version).leaves)
    }
    alarms = [
        alarm
        for key in sorted(by_leaf, key=lambda one: (one[0], order[one]))
        for alarm in _of_leaf(by_leaf[key], twice[key], hashes)
    ]
    return sorted(alarms, key=lambda one: list(AlarmKind).index(one.kind))


def _given(
    participants: Mapping[int, Participant], stage: str, leaf: str | None
) -> dict[tuple[int, str], Appraisal]:
    of_leaf = {} if leaf is None else {"leaf": leaf}
    rows = Appraisal.objects.filter(of__participant__in=participants, of__stage=stage, **of_leaf)
    counting = rows.exclude(verdict="").exclude(of__state="withdrawn").select_related("of").order_by("pk")
    return {
        (one.of.participant_id, one.leaf): one
        for one in counting
        if one.leaf in criteria_of(participants[one.of.participant_id].cycle_set.version).leaves
    }


def _doubles(
    participants: Mapping[int, Participant], stage: str, leaf: str | None
) -> dict[tuple[int, str], list[tuple[int, AppraisalContent]]]:
    """What two people gave, where both have, by the ids of the people."""
    of_leaf = {} if leaf is None else {"leaf": leaf}
    cells = list(DoubleCell.objects.filter(participant__in=participants, plan__stage=stage, **of_leaf))
    opinions = opinions_by_cell(cells)
    found = {}
    for one in cells:
        own = opinions.get(one.pk, {})
        both = both_of(own)
        if both is not None:
            people = [own[part].person_id for part in ("first", "second")]
            found[one.participant_id, one.leaf] = list(zip(people, both, strict=True))
    return found


def _behind(
    claims: Mapping[tuple[int, str], Claim], participants: Collection[int], stage: str
) -> dict[tuple[int, str], list[int]]:
    """The documents, by their ids, behind what each participant declared for a leaf, and in the second stage behind
    what it explained."""
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for key, claim in claims.items():
        found[key] += [link.document_id for link in claim.evidence]
    if stage == Stage.SECOND_APPRAISAL:
        for key, links in explained_by(participants).items():
            found[key] += [link.document_id for link in links]
    return found


def _hashes(documents: Collection[int]) -> dict[int, set[str]]:
    """The hashes of the files behind each document, by its id."""
    found: dict[int, set[str]] = defaultdict(set)
    files = DocumentFile.objects.filter(document__in=documents).order_by()
    for document, sha256 in files.values_list("document_id", "file__sha256"):
        found[document].add(sha256)
    return found


def _of_leaf(
    cells: list[JudgedCell], twice: list[JudgedCell], hashes: Mapping[int, Collection[str]]
) -> Iterator[Alarm]:
    cycle_set, leaf = cells[0].participant.cycle_set, cells[0].leaf
    for group, bases in _like(cells, hashes):
        yield Alarm(AlarmKind.LIKE, cycle_set, leaf, group, bases=bases)
    yield from _far(cycle_set, leaf, twice)
    full = [one for one in cells if one.points is not None and one.points == leaf.maximum]
    if leaf.maximum and len(cells) >= FEWEST_UNITS and len(full) >= NEARLY_ALL * len(cells):
        yield Alarm(AlarmKind.MAXIMUM, cycle_set, leaf, tuple(full), among=len(cells))
    copied = tuple(one for one in cells if _is_copied(one))
    if copied:
        yield Alarm(AlarmKind.COPIED, cycle_set, leaf, copied)


def _like(
    cells: Iterable[JudgedCell], hashes: Mapping[int, Collection[str]]
) -> list[tuple[tuple[JudgedCell, ...], tuple[str, ...]]]:
    """The groups of units with the same figures, or with a file of the same bytes, that were given different points."""
    groups: dict[tuple[str, object], list[JudgedCell]] = defaultdict(list)
    for one in cells:
        if one.points is None:
            continue
        figures = one.claim.content.figures
        if figures:
            groups["figures", tuple(sorted(figures.items()))].append(one)
        files = {sha256 for document in one.documents for sha256 in hashes.get(document, ())}
        for sha256 in files:
            groups["files", sha256].append(one)
    found: dict[tuple[int, ...], tuple[tuple[JudgedCell, ...], set[str]]] = {}
    for (basis, _key), group in groups.items():
        if len({one.points for one in group}) > 1:
            same = tuple(one.participant.pk for one in group)
            found.setdefault(same, (tuple(group), set()))[1].add(basis)
    return [(group, tuple(sorted(bases))) for group, bases in found.values()]


def _far(cycle_set: CycleSet, leaf: Node, cells: Iterable[JudgedCell]) -> Iterator[Alarm]:
    """Whoever takes a much larger or smaller share than the others on this criterion, where enough is judged."""
    shares: dict[int, list[Fraction]] = defaultdict(list)
    own_cells: dict[int, list[JudgedCell]] = defaultdict(list)
    for one in cells:
        if one.taken_share is not None:
            shares[one.person].append(one.taken_share)
            own_cells[one.person].append(one)
    for person, own in shares.items():
        others = [share for other, theirs in shares.items() if other != person for share in theirs]
        apart = dominance(own, others)
        if apart is not None and abs(apart) >= LARGE_DOMINANCE:
            yield Alarm(
                AlarmKind.FAR,
                cycle_set,
                leaf,
                tuple(own_cells[person]),
                who=own_cells[person][0].content.who,
                own=total(own) / len(own),
                others=total(others) / len(others),
                among=len(others),
            )


def _is_copied(cell: JudgedCell) -> bool:
    """Whether a sentence by which points were taken is what the unit itself wrote, in its sheet or to its result."""
    said = cell.claim.content
    texts = (said.reason, said.note, said.provisional, cell.explained)
    own = {text_key(text) for text in texts if text.strip()}
    return any(text_key(one.text) in own for one in cell.content.reasons if one.text.strip())
