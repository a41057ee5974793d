"""The heavy files of a cycle: the ranking as a workbook, the annex of the decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cchc.core.scoring.index import GroupIndex
from cchc.core.words.messages import Message
from cchc.core.words.names import name_inside_a_sentence
from cchc.cycles.models import CycleSet
from cchc.cycles.policies import SIGHT_OF_ALL, Sight, is_provisional
from cchc.cycles.queries import Group
from cchc.documents.queries.prepared import OutdatedFile
from cchc.results.exchange.annex import DRAFT, AnnexRow, annex
from cchc.results.exchange.printing import NOT_OPEN, marks_of, ranking_workbook
from cchc.results.exchange.report import PENDING, TIE_RULES, close_index
from cchc.results.exchange.table import RankingTable, RankingTableRow, table_workbook
from cchc.results.models import IndexRun, UnitIndex
from cchc.results.queries.accounts import current_run
from cchc.results.queries.ranking import RankingPage, ranking_of
from cchc.results.queries.rows import RankingRow
from cchc.scores.queries.basis import ScoreBasis, SetRanking, basis_of, basis_until, set_ranking
from cchc.scores.queries.stages import reached_stage
from cchc.scores.queries.untold import from_plain
from cchc.texts.speaking import speaker
from cchc.ui.templatetags.ui import message_text


def table_content(ranking: RankingPage, rows: Sequence[RankingRow], titles: Sequence[str]) -> bytes:
    """The workbook of `rows` of a ranking, read with its heat map; `titles` say what stands in it."""
    cycle = ranking.cycle
    notes = [TIE_RULES[ranking.criteria.ties] if ranking.whole else NOT_OPEN]
    notes += [PENDING] if ranking.pending else []
    marks = [
        message_text(mark)
        for mark in marks_of(ranking.stage, unreleased=is_provisional(cycle), practice=cycle.practice)
    ]
    return table_workbook(
        RankingTable(
            titles=(*titles, *marks),
            notes=tuple(message_text(note) for note in notes),
            rows=tuple(_table_row(row) for row in rows),
            domains=tuple(f"{one.number}. {one.name}" for one in ranking.domains),
            places=ranking.criteria.places,
            last_year=cycle.year - 1 if ranking.has_before else None,
            has_ranks=ranking.whole,
            has_changes=ranking.has_changes,
            has_grades=ranking.has_grades,
        ),
        message_text,
    )


def _table_row(row: RankingRow) -> RankingTableRow:
    bar = row.bar
    return RankingTableRow(
        rank=row.rank,
        ranks_before=tuple(one.rank for one in row.before.ranks if one.rank) if row.before else (),
        unit=row.name,
        code=row.code,
        exact=row.index,
        printed=row.printed,
        points=bar.appraised + bar.survey + bar.bonus,
        maximum=bar.maximum,
        lost=row.lost,
        pending=bar.pending,
        change=row.change.amount if row.change else None,
        derived=row.change is not None and row.change.derived,
        grade=row.grade,
        domains=tuple(cell.index for cell in row.cells),
    )


def ranking_content(about: Mapping[str, Any]) -> bytes:
    """The ranking of all groups of a criteria set as a workbook: ranks, domains, losses, derivations. For a reader who
    does not see all, their units alone (`about["units"]`), without ranks and figures of the groups; computed without
    what is not told to the reader (`about["untold"]`).

    Raises `OutdatedFile` where the scores, or what is released, are no longer as when the file was asked for.
    """
    cycle_set = _cycle_set(about)
    untold, stage = from_plain(about["untold"]), about["stage"]
    basis = (
        basis_until(cycle_set, cycle_set.cycle, stage, untold)
        if stage
        else basis_of(cycle_set, cycle_set.cycle, untold)
    )
    run = _still_current(cycle_set, about)
    ranking, units = set_ranking(basis), about["units"]
    groups = ranking.groups if units is None else tuple(_groups_of(basis, ranking, frozenset(units)))
    return ranking_workbook(
        basis.criteria,
        groups,
        cycle_set.cycle.year,
        False,
        message_text,
        marks=marks_of(
            _stage_told(basis, run, about),
            unreleased=about["provisional"],
            practice=cycle_set.cycle.practice,
        ),
        whole=units is None,
    )


def _stage_told(basis: ScoreBasis, run: IndexRun, about: Mapping[str, Any]) -> str:
    """By which stage a file is computed: the furthest of what its readers are told."""
    units = about["units"]
    if about["stage"]:
        return reached_stage(basis.scores.values())
    if not about["untold"] or units is None:
        return run.stage
    own = {one.pk for one in basis.participants if one.unit_id in units}
    return reached_stage(score for (pk, _leaf), score in basis.scores.items() if pk in own)


def _groups_of(basis: ScoreBasis, ranking: SetRanking, units: frozenset[int]) -> Iterator[GroupIndex]:
    """The peer groups as far as these units make them up, without ranks and without their figures."""
    seen = {id(ranking.accounts[one.pk]) for one in basis.participants if one.unit_id in units}
    for group in ranking.groups:
        own = [one for one in group.units if id(one) in seen]
        if own:
            yield GroupIndex(
                group=group.group,
                units=tuple(replace(one, rank=None) for one in own),
                mean=None,
                highest=None,
                lowest=None,
                peer_ranges=group.peer_ranges,
            )


def annex_content(about: Mapping[str, Any]) -> bytes:
    """The annex of the decision that announces the ranking of one peer group; always in Vietnamese.

    Raises `OutdatedFile` where the ranking, or what is released, is no longer as when the file was asked for.
    """
    cycle_set = _cycle_set(about)
    cycle = cycle_set.cycle
    person, unit = about["reader"] or (None, None)
    sight = SIGHT_OF_ALL if person is None else Sight(everywhere=True, unit_id=unit, person_id=person)
    ranking = ranking_of(sight, cycle, Group(cycle_set, about["group"], 0), stage=about["stage"])
    if ranking is None:
        raise OutdatedFile
    _still_current(cycle_set, about)
    marks = marks_of(ranking.stage, unreleased=about["provisional"], practice=cycle_set.cycle.practice)
    return annex(
        province=name_inside_a_sentence(cycle.province.name),
        year=cycle.year,
        group=about["group"],
        rows=[annex_row(row) for row in ranking.rows],
        places=ranking.criteria.places,
        notes=annex_notes(ranking),
        above=[*([DRAFT] if about["provisional"] else []), *marks],
        say=speaker("results", "access", language_code="vi"),
    )


def units_in(cycle_set: CycleSet, run_id: int, group: str | None = None) -> int:
    """How many units a run has in a criteria set, or in one of its peer groups."""
    rows = UnitIndex.objects.filter(run=run_id, cycle_set=cycle_set)
    return (rows if group is None else rows.filter(peer_group=group)).count()


def _cycle_set(about: Mapping[str, Any]) -> CycleSet:
    rows = CycleSet.objects.select_related("version", "cycle__province")
    found = rows.filter(pk=about["cycle_set"]).first()
    if found is None:
        raise OutdatedFile
    return found


def _still_current(cycle_set: CycleSet, about: Mapping[str, Any]) -> IndexRun:
    """Return the run that was asked for, which still holds: whatever changes scores makes a new run in the same
    transaction, so while the run is the same, the scores are. Raises `OutdatedFile` where another holds by now."""
    run = current_run(cycle_set.cycle)
    if run is None or run.pk != about["run"] or is_provisional(cycle_set.cycle) != about["provisional"]:
        raise OutdatedFile
    return run


def annex_row(row: RankingRow) -> AnnexRow:
    """Return the row of a unit in the annex, from its row in the ranking."""
    bar = row.bar
    points = bar.appraised + bar.survey + bar.bonus
    return AnnexRow(
        row.rank, row.name, points, bar.maximum, row.index, row.printed, row.grade, bool(row.waiting)
    )


def annex_notes(ranking: RankingPage) -> list[Message]:
    """The tie rule, what a unit without an index means, and the exact indices that no print tells apart."""
    close = [row for row in ranking.rows if row.printed is not None and row.printed.about]
    exact = [close_index(row.name, row.index) for row in close if row.index is not None]
    return [TIE_RULES[ranking.criteria.ties], *([PENDING] if ranking.pending else []), *exact]
