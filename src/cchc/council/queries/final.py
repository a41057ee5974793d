"""Final points: whether they are, what they would be, and what forbids to make them final."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.appraisal.models import Appraisal, UnitAppraisal
from cchc.appraisal.queries.sight import sight_in
from cchc.council.models import AgendaItem, CouncilDecision, CouncilSession, FinalPoints
from cchc.council.queries.standing import carried_decisions, decided_content
from cchc.criteria.queries import criteria_of
from cchc.cycles.consequences import LeftBeforeFinal, waiting_changes
from cchc.cycles.models import (
    ApplicabilityAppeal,
    ApplicabilityRequest,
    Cycle,
    NotApplicable,
    Participant,
    ScoredBy,
)
from cchc.cycles.queries.requests import appeals
from cchc.scores.consequences import FinalSince
from cchc.scores.models import Origin, Stage
from cchc.scores.queries.basis import Cell
from cchc.scores.queries.content import NOTHING, ScoreContent, score_content
from cchc.scores.queries.stages import counting_scores

MOST_LEAVES = 6  # of one unit that a fault names
MOST_UNITS = 20  # that a sentence names; a page that has room names all


def standing_final(cycle: Cycle) -> FinalPoints | None:
    """Return the act by which the points of a cycle are final; None while they are not."""
    standing = FinalPoints.objects.filter(cycle=cycle, undone=None).defer("content")  # it is long
    return standing.order_by("-number").first()


def final_points_since(*, cycle: Cycle) -> list[FinalSince]:
    """Return since when the points of a cycle are final, nothing while they are not; the answer to `final_since`."""
    final = standing_final(cycle)
    return [] if final is None else [FinalSince(final.at)]


@dataclass(frozen=True, slots=True)
class FinalCells:
    """What would be final: by participant and leaf what counts, what is `decided` there already, what the council took
    `off`, and the `missing` leaves that have nothing."""

    participants: tuple[Participant, ...]
    counts: dict[Cell, ScoreContent]
    decided: dict[Cell, ScoreContent]
    off: frozenset[Cell]
    missing: tuple[Cell, ...]

    @property
    def changed(self) -> dict[Cell, ScoreContent]:
        """What is to be written: what counts and is not decided as it stands."""
        return {cell: what for cell, what in self.counts.items() if self.decided.get(cell) is not what}


def final_cells(cycle: Cycle) -> FinalCells:
    """Return what every leaf of every unit that is scored by the round has: what the council decided, else what counts;
    six queries, however many there are."""
    rows = cycle.participants.filter(cycle_set__scored_by=ScoredBy.ROUND)
    participants = tuple(rows.select_related("cycle_set__version").order_by("cycle_set", "place", "pk"))
    own = [one.pk for one in participants]
    decisions = carried_decisions(cycle)
    without = set(NotApplicable.objects.filter(participant__in=own).values_list("participant_id", "leaf"))
    scores = {(one.participant_id, one.leaf): one for one in counting_scores().filter(participant__in=own)}
    off, missing = set(), []
    counts: dict[Cell, ScoreContent] = {}
    decided: dict[Cell, ScoreContent] = {}
    for one in participants:
        for leaf in criteria_of(one.cycle_set.version).leaves:
            cell = (one.pk, leaf)
            if cell in without:
                continue
            held = score_content(scores.get(cell))
            if held.stage == Stage.DECIDED and not held.pending:
                decided[cell] = held
            decision = decisions.get(cell)
            if decision is not None and decision.verdict == CouncilDecision.Ruling.NOT_APPLICABLE:
                off.add(cell)
                continue
            what = decided_content(decision) if decision is not None else held
            if what.pending:
                missing.append(cell)
                continue
            counts[cell] = what if what is decided.get(cell) else _as_final(what)
    return FinalCells(participants, counts, decided, frozenset(off), tuple(missing))


def _as_final(what: ScoreContent) -> ScoreContent:
    return ScoreContent(what.points, what.figures, origin=Origin.COUNCIL, reason=what.reason)


@dataclass(frozen=True, slots=True)
class FinalFault:
    """Something that forbids to make points final: what, in a sentence with its number, and where by name."""

    sentence: str
    names: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        """Return the sentence with the first units by name and the number of the others."""
        return f"{self.sentence} {_few(self.names, MOST_UNITS, '; ')}".strip()


def leaves_of_a_unit(unit: str, leaves: Sequence[str], total: int) -> str:
    """Return a unit with the leaves that something is wrong with, in words: the first of them, or that it is all that
    apply to the unit (`total`)."""
    if len(leaves) == total > MOST_LEAVES:
        return _("{unit}: all {count} criteria").format(unit=unit, count=total)
    return f"{unit}: {_few(leaves, MOST_LEAVES, ', ')}"


def _few(names: Sequence[str], most: int, sign: str) -> str:
    more = len(names) - most
    return sign.join(names[:most]) + (f" … (+{more})" if more > 0 else "")


def in_groups(count: int) -> str:
    """Return a count with its groups of three, in the reader's language: 5.962."""
    return number_format(count, use_l10n=True, force_grouping=True)


def final_faults(cycle: Cycle, cells: FinalCells, apart: Collection[int] = ()) -> list[FinalFault]:
    """Return everything that forbids to make the points of `cycle` final. What concerns units that stand `apart` from
    the reader is not named, only that there is something."""
    looking = _Looking(cycle, cells, frozenset(apart))
    return [
        *looking.sessions(),
        *looking.leaves(
            _("{count} criterion has no points yet:"),
            _("{count} criteria have no points yet:"),
            cells.missing,
        ),
        *looking.leaves(
            _("{count} criterion has the self-score alone, and was not appraised:"),
            _("{count} criteria have the self-score alone, and were not appraised:"),
            looking.unappraised(),
        ),
        *looking.leaves(
            _("{count} criterion is appraised provisionally:"),
            _("{count} criteria are appraised provisionally:"),
            looking.provisional(),
        ),
        *looking.results(),
        *looking.requests(),
        *looking.appeals(),
        *looking.corrections(),
    ]


def left_until_final(*, by: Actor, cycle: Cycle) -> list[LeftBeforeFinal]:
    """Return that the points of a cycle are not final and what forbids to make them so, where the round gives points
    and they are not; the answer to `left_before_final`."""
    if not cycle.sets.filter(scored_by=ScoredBy.ROUND).exists() or standing_final(cycle) is not None:
        return []
    faults = final_faults(cycle, final_cells(cycle), sight_in(by, cycle).apart)
    return [
        LeftBeforeFinal(_("The points are not final: the council has not made them so.")),
        *(LeftBeforeFinal(one.sentence, one.names) for one in faults),
    ]


@dataclass(frozen=True)
class _Looking:
    """Looks for each kind of fault."""

    cycle: Cycle
    cells: FinalCells
    apart: frozenset[int]

    def sessions(self) -> Iterator[FinalFault]:
        rows = CouncilSession.objects.filter(cycle=self.cycle).exclude(state=CouncilSession.State.CLOSED)
        for one in rows.order_by("number"):
            waiting = one.items.filter(state=AgendaItem.State.WAITING).count()
            words = ngettext(
                "Session {number} is not closed: {count} item is not decided.",
                "Session {number} is not closed: {count} items are not decided.",
                waiting,
            )
            yield FinalFault(words.format(number=one.number, count=waiting))

    def unappraised(self) -> list[Cell]:
        """The leaves for which only the unit itself said anything, and the council did not decide."""
        rows = counting_scores().filter(
            participant__in=[one.pk for one in self.cells.participants], stage=Stage.SELF_SCORE
        )
        kept = {(one.participant_id, one.leaf) for one in rows if one.points or one.figures}
        decided = carried_decisions(self.cycle)
        return [cell for cell in self.cells.counts if cell in kept and cell not in decided]

    def provisional(self) -> list[Cell]:
        """The leaves whose appraisal, the furthest there is, is not final, and the council did not decide."""
        rows = Appraisal.objects.filter(of__participant__cycle=self.cycle).exclude(verdict="")
        rows = rows.exclude(of__state=UnitAppraisal.State.WITHDRAWN).order_by("of__stage")
        furthest: dict[Cell, str] = {}
        for participant, leaf, why in rows.values_list("of__participant_id", "leaf", "provisional"):
            furthest[participant, leaf] = why  # "first_appraisal" comes before "second_appraisal"
        decided = carried_decisions(self.cycle)
        held = {cell for cell, why in furthest.items() if why} - decided.keys() - self.cells.decided.keys()
        return [cell for cell in self.cells.counts if cell in held]

    def results(self) -> Iterator[FinalFault]:
        rows = UnitAppraisal.objects.filter(
            participant__cycle=self.cycle, state=UnitAppraisal.State.OPEN
        ).select_related("participant")
        found = list(rows.order_by("participant__place", "pk"))
        yield from self._named(
            [(one.participant_id, one.participant.name) for one in found],
            _("The result of the appraisal of {count} unit was not sent to it:"),
            _("The results of the appraisal of {count} units were not sent to them:"),
        )

    def requests(self) -> Iterator[FinalFault]:
        rows = ApplicabilityRequest.objects.filter(
            participant__cycle=self.cycle, state=ApplicabilityRequest.State.ASKED
        )
        yield from self._named(
            [
                (one.participant_id, f"{one.participant.name}: {one.leaf}")
                for one in rows.select_related("participant")
            ],
            _("{count} request that a criterion shall not apply waits for a decision:"),
            _("{count} requests that a criterion shall not apply wait for a decision:"),
        )

    def appeals(self) -> Iterator[FinalFault]:
        rows = appeals(self.cycle).filter(state=ApplicabilityAppeal.State.WAITING)
        asked = [one.request for one in rows]
        yield from self._named(
            [(one.participant_id, f"{one.participant.name}: {one.leaf}") for one in asked],
            _("{count} appeal that a criterion shall not apply waits for the council:"),
            _("{count} appeals that a criterion shall not apply wait for the council:"),
        )

    def corrections(self) -> Iterator[FinalFault]:
        waiting = waiting_changes(cycle=self.cycle)
        names = {one.name: one.pk for one in self.cells.participants}
        yield from self._named(
            [(names.get(one.unit, 0), f"{one.unit} ({one.who})") for one in waiting],
            _("{count} change of scores waits for a second person:"),
            _("{count} changes of scores wait for a second person:"),
        )

    def leaves(self, one: str, many: str, cells: Collection[Cell]) -> Iterator[FinalFault]:
        """Say what is wrong with these leaves, by unit."""
        by_unit: dict[int, list[str]] = defaultdict(list)
        for participant, leaf in cells:
            by_unit[participant].append(leaf)
        names = {unit.pk: unit.name for unit in self.cells.participants}
        totals = Counter(pk for pk, _leaf in (*self.cells.counts, *self.cells.missing))
        rows = [(pk, leaves_of_a_unit(names[pk], found, totals[pk])) for pk, found in by_unit.items()]
        count = sum(pk not in self.apart for pk, _leaf in cells)
        yield from self._named(rows, one, many, count)

    def _named(
        self, rows: list[tuple[int, str]], one: str, many: str, count: int | None = None
    ) -> Iterator[FinalFault]:
        seen = tuple(name for pk, name in rows if pk not in self.apart)
        number = len(seen) if count is None else count
        if number:
            yield FinalFault((one if number == 1 else many).format(count=in_groups(number)), seen)
        if len(seen) < len(rows):
            yield FinalFault(
                _(
                    "Something is left with a unit that stands near to you: somebody of another unit sees what."
                )
            )


STORED = ("points", "figures", "origin", "source", "reason")


def stored_cells(cells: Mapping[Cell, ScoreContent]) -> list[list[Any]]:
    """Return cells as plain JSON: participant, leaf and what the cell holds."""
    return [[*cell, *(getattr(what, name) for name in STORED)] for cell, what in cells.items()]


def cells_stored(rows: list[list[Any]]) -> dict[Cell, ScoreContent]:
    """Return cells from plain JSON."""
    return {(row[0], row[1]): ScoreContent(*row[2:]) for row in rows}


def before_final(final: FinalPoints) -> dict[Cell, ScoreContent]:
    """Return what was decided, in each cell that the act wrote, before it: nothing where nothing was."""
    before = cells_stored(final.content["before"])
    return {cell: before.get(cell, NOTHING) for cell in cells_stored(final.content["cells"])}
