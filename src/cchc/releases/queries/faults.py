"""What forbids to make points of files final, and to release the results of a year: everything at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.council.queries.final import FinalFault, in_groups, leaves_of_a_unit, standing_final
from cchc.criteria.queries import criteria_of
from cchc.cycles.consequences import waiting_changes
from cchc.cycles.models import Cycle, NotApplicable, Participant, ScoredBy, State
from cchc.releases.models import FileFinal
from cchc.releases.queries.provisional import provisional_leaves
from cchc.scores.models import Stage
from cchc.scores.queries.basis import Cell
from cchc.scores.queries.stages import HOLDS
from cchc.self_scoring.queries.submissions import content_hash

_Words = Callable[[int], str]


def standing_file_final(cycle: Cycle) -> FileFinal | None:
    """Return the act by which the points of files of a cycle are final; None while they are not."""
    return FileFinal.objects.filter(cycle=cycle, undone=None).order_by("-number").first()


def file_cells(cycle: Cycle) -> dict[Cell, list[object]]:
    """Return what is decided in the sets of a cycle that are scored by files: points and figures by participant and
    leaf; one query."""
    rows = cycle.scores.filter(
        HOLDS, stage=Stage.DECIDED, participant__cycle_set__scored_by=ScoredBy.FILE
    ).order_by("participant_id", "leaf")
    return {(one.participant_id, one.leaf): [one.points, one.figures] for one in rows}


def seal_of_cells(cells: Mapping[Cell, Sequence[object]]) -> str:
    """Return the hash (SHA-256, hexadecimal) of these scores."""
    return content_hash([[*cell, *what] for cell, what in sorted(cells.items())])


def file_final_faults(cycle: Cycle) -> list[FinalFault]:
    """Return everything that forbids to make the points of files of a cycle final."""
    return [
        *_round_not_final(cycle),
        *_pending(cycle, ScoredBy.FILE),
        *_corrections(cycle),
    ]


def release_faults(cycle: Cycle) -> list[FinalFault]:
    """Return everything that forbids to release the results of a cycle."""
    if cycle.state == State.PREPARING or not cycle.participants.exists():
        return [FinalFault(_("Nothing is scored in this cycle yet: it has no results to be released."))]
    return [
        *_round_not_final(cycle),
        *_files_not_final(cycle),
        *_pending(cycle),
        *_provisional(cycle),
        *_corrections(cycle),
    ]


def _groups(cycle: Cycle, scored_by: ScoredBy) -> tuple[str, ...]:
    rows = cycle.participants.filter(cycle_set__scored_by=scored_by).order_by("peer_group")
    return tuple(rows.values_list("peer_group", flat=True).distinct())


def _round_not_final(cycle: Cycle) -> Iterator[FinalFault]:
    groups = _groups(cycle, ScoredBy.ROUND)
    if groups and standing_final(cycle) is None:
        yield FinalFault(
            _(
                "The points of units that are scored by the round are not final: the council makes them so first:"
            ),
            groups,
        )


def _files_not_final(cycle: Cycle) -> Iterator[FinalFault]:
    """Points of files in a cycle that runs and was never released may still change."""
    groups = _groups(cycle, ScoredBy.FILE)
    settled = cycle.state == State.CLOSED or cycle.released_at is not None
    if groups and not settled and standing_file_final(cycle) is None:
        yield FinalFault(
            _("The points that came in files are not final: they are made so in one act, with the decision:"),
            groups,
        )


def _pending(cycle: Cycle, scored_by: ScoredBy | None = None) -> Iterator[FinalFault]:
    rows = cycle.participants.select_related("cycle_set__version").order_by(
        "cycle_set", "peer_group", "place", "pk"
    )
    if scored_by is not None:
        rows = rows.filter(cycle_set__scored_by=scored_by)
    taking = list(rows)
    own = [one.pk for one in taking]
    off = set(NotApplicable.objects.filter(participant__in=own).values_list("participant_id", "leaf"))
    held = cycle.scores.filter(HOLDS, stage=Stage.DECIDED, participant__in=own)
    known = off | set(held.values_list("participant_id", "leaf"))
    missing = [(one, leaf) for one in taking for leaf in _wanted(one) if (one.pk, leaf) not in known]
    totals = {one.pk: sum((one.pk, leaf) not in off for leaf in _wanted(one)) for one in taking}
    yield from _leaves(
        missing,
        totals,
        lambda count: ngettext(
            "{count} criterion has no decided points:", "{count} criteria have no decided points:", count
        ),
    )


def _wanted(participant: Participant) -> Iterator[str]:
    """Yield the leaves that a unit must have scores for: one whose figures all have defaults may have none."""
    for number, leaf in criteria_of(participant.cycle_set.version).leaves.items():
        if not (leaf.defaults and leaf.rule is not None):
            yield number


def _provisional(cycle: Cycle) -> Iterator[FinalFault]:
    cells = {cell for cell, reason in provisional_leaves(cycle).items() if not reason}
    rows = {one.pk: one for one in cycle.participants.filter(pk__in={pk for pk, _leaf in cells})}
    yield from _leaves(
        [(rows[pk], leaf) for pk, leaf in sorted(cells)],
        {},
        lambda count: ngettext(
            "{count} criterion is provisional, and the council gave no reason why it stands:",
            "{count} criteria are provisional, and the council gave no reason why they stand:",
            count,
        ),
    )


def _leaves(
    cells: Sequence[tuple[Participant, str]], totals: Mapping[int, int], words: _Words
) -> Iterator[FinalFault]:
    """Say what is wrong with these leaves, by unit; `totals` has how many leaves apply to each, by participant."""
    by_unit: dict[Participant, list[str]] = defaultdict(list)
    for participant, leaf in cells:
        by_unit[participant].append(leaf)
    if cells:
        names = tuple(
            leaves_of_a_unit(one.name, leaves, totals.get(one.pk, 0)) for one, leaves in by_unit.items()
        )
        yield FinalFault(words(len(cells)).format(count=in_groups(len(cells))), names)


def _corrections(cycle: Cycle) -> Iterator[FinalFault]:
    waiting = waiting_changes(cycle=cycle)
    if waiting:
        words = ngettext(
            "{count} change of scores waits for a second person:",
            "{count} changes of scores wait for a second person:",
            len(waiting),
        )
        names = tuple(f"{one.unit} ({one.who})" for one in waiting)
        yield FinalFault(words.format(count=in_groups(len(waiting))), names)
