"""Rows of a run as a reader is told them: where an appraisal is not with its unit, computed without its points.

Such a row has no rank: it was not ranked with what it shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cchc.core.scoring.index import unit_index, with_grade
from cchc.cycles.models import Cycle, Participant
from cchc.results.models import DomainIndex, IndexRun, UnitIndex
from cchc.results.queries.accounts import populations_of
from cchc.results.queries.storing import domain_rows, unit_row
from cchc.scores.models import Score
from cchc.scores.queries.basis import basis_of_some
from cchc.scores.queries.stages import reached_stage
from cchc.scores.queries.untold import Untold


@dataclass(frozen=True, slots=True)
class ToldRows:
    """The rows of units as a reader is told them, in the order of the run, those computed anew at the end; and the
    domains of these, by the id of the stored row, with the furthest stage that they count; `at` is when they were
    computed, None for those of the run itself."""

    units: tuple[UnitIndex, ...]
    domains: dict[int, list[DomainIndex]] = field(default_factory=dict)
    stage: str = ""
    at: datetime | None = None

    def with_domains(self, stored: Iterable[DomainIndex]) -> Iterator[DomainIndex]:
        """Yield stored domains, in the place of those that are not told the ones that are."""
        yield from (one for one in stored if one.unit_index_id not in self.domains)
        for row in self.units:
            yield from self.domains.get(row.pk, ())


def told_rows(untold: Untold, cycle: Cycle, run: IndexRun, rows: Sequence[UnitIndex]) -> ToldRows:
    """Return `rows` of `run`, a run of `cycle`, without what is `untold`; a few queries for each criteria set that has
    some, none where nothing is."""
    hidden = {pk: row for row in rows if (pk := row.participant_id) is not None and pk in untold}
    if not hidden:
        return ToldRows(tuple(rows))
    taking = cycle.participants.filter(pk__in=hidden).select_related("cycle_set__version", "unit")
    by_set: dict[int, list[Participant]] = defaultdict(list)
    for participant in taking:
        by_set[participant.cycle_set_id].append(participant)
    told: list[UnitIndex] = []
    domains: dict[int, list[DomainIndex]] = {}
    counted: list[Score] = []
    for participants in by_set.values():
        basis = basis_of_some(participants, cycle, untold)
        counted += basis.scores.values()
        for participant, unit in zip(participants, basis.units(), strict=True):
            stored = hidden[participant.pk]
            ends = populations_of(run.populations, participant.cycle_set_id, participant.peer_group)
            account = with_grade(
                basis.criteria, unit_index(basis.criteria, unit, 0, ends, cycle.year, False, {})
            )
            row = unit_row(run, basis, participant, stored.place, account)
            row.pk = stored.pk
            told.append(row)
            domains[stored.pk] = list(domain_rows(row, basis.criteria, account))
            for domain in domains[stored.pk]:
                domain.unit_index_id = stored.pk
    kept = [row for row in rows if row.participant_id not in untold]
    return ToldRows((*kept, *sorted(told, key=lambda row: row.name)), domains, reached_stage(counted))
