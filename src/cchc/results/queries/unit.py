"""The page of one unit: its account to the last leaf, its neighbours in rank, its years across lineage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from cchc.core.scoring.criteria.derivation import Derivation, without_peers
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.explanations import derivation_of, loss_reason
from cchc.core.scoring.formulas.tree import Value, Variable
from cchc.core.scoring.index import unit_index
from cchc.core.scoring.ledgers import NA, LeafScore, Ledger
from cchc.core.scoring.rules.values import PeerRange
from cchc.core.words import names
from cchc.core.words.messages import Message
from cchc.core.words.ties import PrintedValue, printed_values
from cchc.cycles.models import Cycle, Participant
from cchc.cycles.policies import Sight
from cchc.results.models import IndexRun, UnitIndex
from cchc.results.queries.accounts import (
    bar_of,
    bar_of_ledger,
    current_run,
    exact_index,
    populations_of,
)
from cchc.results.queries.bands import places_beside
from cchc.results.queries.last_year import IndexChange
from cchc.results.queries.stages import StageTable, stage_results, stage_table
from cchc.results.queries.told import told_rows
from cchc.results.queries.years import UnitYear, ranked_years, unit_years
from cchc.scores.consequences import untold_stages
from cchc.scores.models import Score
from cchc.scores.queries.basis import Cell, ScoreBasis, basis_of_one, basis_until
from cchc.scores.queries.stages import reached_stage
from cchc.scores.queries.untold import Untold
from cchc.surveys.queries.taken import SurveyedFigure, figures_behind
from cchc.ui.pictures.lines import RankedUnit
from cchc.ui.pictures.points import PointsBar

Behind = Mapping[Cell, tuple[SurveyedFigure, ...]]  # figures of surveys, by participant and leaf


@dataclass(frozen=True, slots=True)
class LossInWords:
    """A loss in words: its code, the amount, and why, in a sentence with the declared figures."""

    number: str
    name: str
    code: str
    points: Fraction
    why: Message


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One node below a domain: its account, and for a leaf what is scored there."""

    node: Node
    depth: int
    ledger: Ledger
    losses: tuple[LossInWords, ...]
    without: bool
    score: Score | None
    figures: tuple[tuple[Variable, Value], ...]
    surveyed: tuple[SurveyedFigure, ...]

    @property
    def scored(self) -> bool:
        """Whether it is a leaf with points."""
        return self.node.is_leaf and not self.without and not self.ledger.waiting


@dataclass(frozen=True, slots=True)
class DomainAccount:
    """A domain (or a block of bonus or penalty) with its points bar and everything below it."""

    node: Node
    ledger: Ledger
    index: Fraction | None
    bar: PointsBar
    lines: tuple[AccountLine, ...]
    block: bool
    waiting: int
    without: int


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Everything the page of one unit shows; `row` is None while nothing was scored in the cycle.

    `beside` is its index as it prints beside the others of its group.

    Not `whole`: the reader sees no rank and no other unit; `row` has no rank, `of` is 0, `line` is empty. `stage` is
    the furthest of what the reader is told; `awaits_result`: some appraisal is not with the unit, and not in it.
    `table` has the points of every stage side by side.
    """

    participant: Participant
    criteria: CriteriaSet
    run: IndexRun | None
    row: UnitIndex | None
    printed: Fraction | None
    beside: PrintedValue | None
    so_far: Fraction | None
    bar: PointsBar
    of: int
    index: Fraction | None
    change: IndexChange | None
    line: tuple[RankedUnit, ...]
    years: tuple[UnitYear, ...]
    branches: tuple[DomainAccount, ...]
    to_win: tuple[LossInWords, ...]
    ledger: Ledger
    stage: str
    awaits_result: bool
    table: StageTable | None
    whole: bool
    at: datetime | None


def unit_page(
    sight: Sight, participant: Participant, cycle: Cycle, stage: str = "", bands: str = ""
) -> UnitPage:
    """The page of a participant as far as a reader sees it, by a `stage` as if the later ones were not there yet; with
    the rank bands by some sources (`bands.SOURCES`) as the ranking has them. The number of queries depends neither on
    the leaves nor on the group."""
    run, untold = current_run(cycle), untold_stages(sight, cycle)
    populations = _populations(run, participant)
    at: datetime | None = None
    ends: Mapping[str, PeerRange] = populations
    if stage and run is not None:
        results = stage_results(participant.cycle_set, cycle, stage, untold, run)
        basis = basis_until(participant.cycle_set, cycle, stage, untold, only=participant)
        at, ends = results.at, results.peer_ranges[participant.peer_group]
        told = results.of_group(participant.peer_group).units
        peers = _own_peers(told, participant, sight.is_whole(cycle))
    else:
        basis = basis_of_one(participant, cycle, untold)
        peers = _peers(untold, cycle, run, participant, sight.is_whole(cycle))
    scores = basis.units()[0]
    account = unit_index(basis.criteria, scores, 0, ends, cycle.year, False, {})
    row = next((peer for peer in peers if peer.participant_id == participant.pk), None)
    years = unit_years(ranked_years(sight, participant.unit))
    is_plain = sight.is_whole(cycle) and not stage and not untold
    places = places_beside(participant, run, bands) if bands and is_plain else {}
    losses = tuple(_losses(basis, account.total, account.unit.given))
    return UnitPage(
        participant=participant,
        criteria=basis.criteria,
        run=run,
        row=row,
        printed=Fraction(row.printed) if row and row.printed else None,
        beside=_beside(row, peers, basis.criteria),
        so_far=account.total.percent(provisional=True) if account.total.waiting else None,
        bar=bar_of(row, basis.criteria.total) if row else bar_of_ledger(account.total, basis.criteria.total),
        of=sum(peer.rank is not None for peer in peers),
        index=exact_index(row) if row else None,
        change=next((one.change for one in years if one.year == cycle.year), None),
        line=_line(peers, participant, places) if row and row.rank else (),
        years=years,
        branches=tuple(
            _branches(basis, account.nodes, scores.given, figures_behind(cycle, [participant.pk]))
        ),
        to_win=tuple(sorted((one for one in losses if one.code != "penalty"), key=lambda one: -one.points)),
        ledger=account.total,
        stage=reached_stage(basis.scores.values())
        if stage or participant.pk in untold
        else run.stage
        if run
        else "",
        awaits_result=participant.pk in untold,
        table=stage_table(participant, cycle, basis.criteria, populations, untold),
        whole=sight.is_whole(cycle),
        at=at,
    )


def line_of_peers(sight: Sight, participant: Participant) -> tuple[RankedUnit, ...]:
    """Return the ranked units of a participant's peer group in rank order, that one marked; nothing where it has no
    rank or the reader does not see it."""
    cycle = participant.cycle
    peers = _peers(untold_stages(sight, cycle), cycle, current_run(cycle), participant, sight.is_whole(cycle))
    ranked = any(peer.participant_id == participant.pk and peer.rank is not None for peer in peers)
    return _line(peers, participant, {}) if ranked else ()


def _populations(run: IndexRun | None, participant: Participant) -> dict[str, PeerRange]:
    if run is None:
        return {}
    return populations_of(run.populations, participant.cycle_set_id, participant.peer_group)


def _own_peers(told: Sequence[UnitIndex], participant: Participant, whole: bool) -> Sequence[UnitIndex]:
    """The same of accounts by a stage, which are not stored."""
    if whole:
        return told
    own = [copy(row) for row in told if row.participant_id == participant.pk]
    for row in own:
        row.rank = None
    return own


def _peers(
    untold: Untold, cycle: Cycle, run: IndexRun | None, participant: Participant, whole: bool
) -> Sequence[UnitIndex]:
    """The accounts of the unit's peer group, in rank order; its own alone, without its rank, where the reader does not
    see the `whole`."""
    if run is None:
        return []
    if not whole:
        own = told_rows(untold, cycle, run, list(UnitIndex.objects.filter(run=run, participant=participant)))
        for row in own.units:
            row.rank = None
        return own.units
    rows = UnitIndex.objects.filter(
        run=run, cycle_set=participant.cycle_set_id, peer_group=participant.peer_group
    )
    return told_rows(untold, cycle, run, list(rows.order_by("place"))).units


def _beside(row: UnitIndex | None, peers: Sequence[UnitIndex], criteria: CriteriaSet) -> PrintedValue | None:
    """How the index of `row` prints beside those of its peers."""
    index = exact_index(row) if row is not None else None
    if index is None:
        return None
    known = [one for one in map(exact_index, peers) if one is not None]
    return printed_values(known, criteria.places, criteria.rounding)[index]


def _line(
    peers: Sequence[UnitIndex], participant: Participant, places: Mapping[int, str]
) -> tuple[RankedUnit, ...]:
    return tuple(
        RankedUnit(
            peer.name,
            Fraction(peer.exact),
            peer.rank,
            peer.participant_id == participant.pk,
            places.get(peer.participant_id or 0, ""),
        )
        for peer in peers
        if peer.rank is not None
    )


# The account


def _losses(basis: ScoreBasis, ledger: Ledger, given: Mapping[str, LeafScore]) -> Iterator[LossInWords]:
    titles = basis.criteria.names
    for loss in ledger.losses:
        why = loss_reason(basis.criteria, loss, given.get(loss.number), basis.year)
        yield LossInWords(loss.number, titles[loss.number], loss.code, loss.points, why)


def _branches(
    basis: ScoreBasis, nodes: Mapping[str, Ledger], given: Mapping[str, LeafScore], behind: Behind
) -> Iterator[DomainAccount]:
    for node in basis.criteria.nodes:
        ledger = nodes[node.number]
        lines = tuple(_lines(basis, node, nodes, given, behind))
        block = node not in basis.criteria.domains
        yield DomainAccount(
            node=node,
            ledger=ledger,
            index=None if block else ledger.percent(),
            bar=bar_of_ledger(ledger, ledger.maximum if block else node.maximum),
            lines=lines,
            block=block,
            waiting=ledger.waiting,
            without=sum(line.without for line in lines),
        )


def matching_branches(branches: Sequence[DomainAccount], text: str) -> tuple[DomainAccount, ...]:
    """The branches with those leaves alone whose number begins with `text` or whose name contains it, whatever its
    diacritics, and what stands above them; all branches without a text."""
    key = names.search_key(text)
    if not key:
        return tuple(branches)
    kept = []
    for branch in branches:
        found = {line.node.number for line in branch.lines if _is_found(line.node, key, text)}
        lines = tuple(
            line for line in branch.lines if any(leaf.number in found for leaf in line.node.leaves())
        )
        if lines:
            kept.append(replace(branch, lines=lines))
    return tuple(kept)


def _is_found(leaf: Node, key: str, text: str) -> bool:
    return leaf.is_leaf and (key in names.search_key(leaf.name) or leaf.number.startswith(text))


def _lines(
    basis: ScoreBasis,
    node: Node,
    nodes: Mapping[str, Ledger],
    given: Mapping[str, LeafScore],
    behind: Behind,
    depth: int = 0,
) -> Iterator[AccountLine]:
    """Everything below a domain; the domain itself where it is a leaf."""
    for child in node.children if depth or node.children else (node,):
        cell = (basis.participants[0].pk, child.number)
        what = given.get(child.number)
        figures = _figures(child, what)
        ledger = nodes[child.number]
        losses = tuple(_losses(basis, ledger, given)) if child.is_leaf else ()
        score, surveyed = basis.scores.get(cell), behind.get(cell, ())
        yield AccountLine(child, depth, ledger, losses, what is NA, score, figures, surveyed)
        if child.children:
            yield from _lines(basis, child, nodes, given, behind, depth + 1)


def _figures(leaf: Node, what: LeafScore | None) -> tuple[tuple[Variable, Value], ...]:
    """The declared figures of a leaf in the order of the set; nothing where it was scored otherwise."""
    if not isinstance(what, Mapping):
        return ()
    return tuple((one, what[one.name]) for one in leaf.variables if one.name in what)


# One leaf


@dataclass(frozen=True, slots=True)
class LeafPage:
    """One leaf of one unit: what is scored, how it came to its points, and what holds around it."""

    participant: Participant
    leaf: Node
    score: Score | None
    given: LeafScore | None
    without: bool
    reason: str
    derivation: Derivation | None
    ledger: Ledger
    losses: tuple[LossInWords, ...]
    surveyed: tuple[SurveyedFigure, ...]


def leaf_page(sight: Sight, participant: Participant, cycle: Cycle, number: str) -> LeafPage | None:
    """The page of one leaf as far as a reader sees it; None where the set has no such leaf."""
    run = current_run(cycle)
    basis = basis_of_one(participant, cycle, untold_stages(sight, cycle))
    leaf = basis.criteria.leaves.get(number)
    if leaf is None:
        return None
    scores = basis.units()[0]
    populations = _populations(run, participant)
    account = unit_index(basis.criteria, scores, 0, populations, cycle.year, False, {})
    given, score = scores.given.get(number), basis.scores.get((participant.pk, number))
    derivation = derivation_of(leaf, given, populations.get(number), cycle.year)
    if derivation is not None and not sight.is_whole(cycle):
        derivation = without_peers(derivation)
    return LeafPage(
        participant=participant,
        leaf=leaf,
        score=score,
        given=None if given is NA else given,
        without=given is NA,
        reason=_reason(participant, number) if given is NA else "",
        derivation=derivation,
        ledger=account.nodes[number],
        losses=tuple(_losses(basis, account.nodes[number], scores.given)),
        surveyed=figures_behind(cycle, [participant.pk], number).get((participant.pk, number), ()),
    )


def _reason(participant: Participant, number: str) -> str:
    """Why a leaf does not apply, as the cycle says."""
    return participant.not_applicable.filter(leaf=number).values_list("reason", flat=True).first() or ""
