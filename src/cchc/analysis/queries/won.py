"""What each remedy won at the next result: the points of its criteria then and now, where the two may be set side by
side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.analysis.models import ProposedMeasure, PublishedResult, RemediationPlan, RemediedLoss
from cchc.analysis.queries.lost import UnitAccount, unit_accounts
from cchc.core.plans.remedies import PublishedLine, published_lines
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.words.names import spelling_key
from cchc.core.words.numbers import printed_difference, total
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Participant, in_this_world
from cchc.cycles.policies import is_provisional, sight_of
from cchc.plans.actions.plans import move_years
from cchc.scores.queries.last_year import is_same_leaf, is_same_rule, participants_in


class Apart(Enum):
    """Why points of two years are not set against each other."""

    ABOVE = _("not comparable: lost above single criteria")
    NOT_THERE = _("not comparable: not in the next result")
    OTHER_LEAF = _("not comparable: the criterion is another one")
    OTHER_RULE = _("not comparable: its points are given by another rule")
    PENDING = _("not scored yet")
    NO_POINTS = _("not comparable: no points are published")


@dataclass(frozen=True, slots=True)
class LossThenNow:
    """A loss of one unit then, and the points of its criterion then and now; `apart` says why there are none now."""

    name: str
    then: Fraction | None = None
    now: Fraction | None = None
    apart: Apart | None = None

    @property
    def won(self) -> Fraction | None:
        """The points won, below zero where more was lost; None where the two cannot be compared."""
        return None if self.then is None or self.now is None else self.now - self.then


@dataclass(frozen=True, slots=True)
class RemedyWon:
    """What a remedy won, unit by unit. The points of a criterion are one number: `shared` where several remedies are
    for different losses of it, and each shows them."""

    proposal: ProposedMeasure
    losses: tuple[LossThenNow, ...]
    shared: bool

    @property
    def won(self) -> Fraction | None:
        """What all units that can be compared won together; None where none can."""
        known = [one.won for one in self.losses if one.won is not None]
        return total(known) if known else None

    @property
    def shown(self) -> Fraction | None:
        """The same beside the points then and now, as these are printed."""
        if len(self.losses) == 1 and (one := self.losses[0]).won is not None:
            assert one.then is not None
            assert one.now is not None
            return printed_difference(one.now, one.then)
        return self.won

    @property
    def told(self) -> tuple[tuple[str, int], ...]:
        """Why some units are not counted, in words, and how many."""
        counts: dict[Apart, int] = defaultdict(int)
        for one in self.losses:
            if one.apart is not None:
                counts[one.apart] += 1
        return tuple((str(why.value), count) for why, count in counts.items())


@dataclass(frozen=True, slots=True)
class NextResult:
    """The next result beside a remediation plan: its year, the measures that were chosen, and the points won in all,
    each criterion of a unit counted once. `provisional`: it may still change."""

    year: int
    rows: tuple[RemedyWon, ...]
    won: Fraction
    compared: int
    provisional: bool


def next_result(actor: Actor, remediation: RemediationPlan) -> NextResult | None:
    """Return what the chosen remedies won at the next result that `actor` sees; None where there is none yet. A few
    queries for each criteria set."""
    chosen = list(
        remediation.proposals.filter(chosen=True).prefetch_related("losses__participant__cycle_set")
    )
    if remediation.published is not None:
        return _of_published(remediation.published, chosen)
    return _of_units(actor, remediation, chosen)


def _of_units(actor: Actor, remediation: RemediationPlan, chosen: list[ProposedMeasure]) -> NextResult | None:
    cycle = remediation.cycle
    assert cycle is not None
    followed = _later(actor, cycle.year + 1)
    accounts = _accounts(followed.values())
    if not accounts:
        return None
    rows = [
        (one, [(loss, _of_unit(one, loss, followed, accounts)) for loss in one.losses.all()])
        for one in chosen
    ]
    provisional = any(is_provisional(now.participant.cycle) for now in accounts.values())
    return _together(cycle.year + 1, rows, provisional)


def _later(actor: Actor, year: int) -> dict[int, Participant]:
    """The participants of `year` that the reader sees, by the ids of those that were the same body a year before."""
    sight = sight_of(actor)
    rows = Participant.objects.filter(in_this_world("cycle__"), cycle__year=year)
    seen = [
        row
        for row in rows.select_related("cycle", "cycle_set__version", "unit")
        if sight.has(row.cycle, row.unit_id)
    ]
    before = participants_in(year - 1, {row.unit_id for row in seen})
    return {before[row.unit_id].pk: row for row in seen if row.unit_id in before}


def _accounts(participants: Iterable[Participant]) -> dict[int, UnitAccount]:
    by_set: dict[int, list[Participant]] = defaultdict(list)
    for one in participants:
        by_set[one.cycle_set_id].append(one)
    return {
        account.participant.pk: account
        for those in by_set.values()
        for account in unit_accounts(those[0].cycle, those)
    }


def _of_unit(
    proposal: ProposedMeasure,
    loss: RemediedLoss,
    later: Mapping[int, Participant],
    accounts: Mapping[int, UnitAccount],
) -> LossThenNow:
    if not loss.leaf_points or loss.participant is None:
        return LossThenNow(loss.name, apart=Apart.ABOVE if loss.participant else Apart.NOT_THERE)
    now = later.get(loss.participant.pk)
    account = accounts.get(now.pk) if now is not None else None
    if account is None:
        return LossThenNow(loss.name, apart=Apart.NOT_THERE)
    then = criteria_of(loss.participant.cycle_set.version)
    apart = _difference(proposal.number, account.criteria, then)
    ledger = account.account.nodes.get(proposal.number)
    if apart is not None or ledger is None:
        return LossThenNow(loss.name, apart=apart or Apart.OTHER_LEAF)
    if ledger.waiting or not (
        ledger.maximum or ledger.points or account.criteria.leaves[proposal.number].in_block
    ):
        return LossThenNow(loss.name, apart=Apart.PENDING)
    return LossThenNow(loss.name, Fraction(loss.leaf_points), ledger.points)


def _difference(number: str, now: CriteriaSet, then: CriteriaSet) -> Apart | None:
    """What keeps a leaf of two sets apart; None where its points may be set against each other."""
    if number not in then.leaves or number not in now.leaves:
        return Apart.OTHER_LEAF
    if not is_same_leaf(number, now, then):
        return Apart.OTHER_LEAF
    return None if is_same_rule(now.leaves[number], then.leaves[number]) else Apart.OTHER_RULE


def _together(
    year: int, rows: list[tuple[ProposedMeasure, list[tuple[RemediedLoss, LossThenNow]]]], provisional: bool
) -> NextResult:
    counts: dict[str, int] = defaultdict(int)
    for proposal, _losses in rows:
        counts[proposal.number] += 1
    once: dict[tuple[str, int | str], Fraction] = {}
    for proposal, losses in rows:
        for loss, compared in losses:
            if compared.won is not None:
                once[proposal.number, loss.participant_id or loss.name] = compared.won
    return NextResult(
        year=year,
        rows=tuple(
            RemedyWon(proposal, tuple(one for _loss, one in losses), counts[proposal.number] > 1)
            for proposal, losses in rows
        ),
        won=total(list(once.values())) if once else Fraction(0),
        compared=len(once),
        provisional=provisional,
    )


def _of_published(result: PublishedResult, chosen: list[ProposedMeasure]) -> NextResult | None:
    wanted = move_years(result.title, result.year, result.year + 1)
    later = PublishedResult.objects.filter(
        of_unit=result.of_unit_id, year=result.year + 1, title=wanted
    ).first()
    if later is None:
        return None
    then = {one.number: one for one in published_lines(result.lines)}
    now = {one.number: one for one in published_lines(later.lines)}
    rows = [
        (
            one,
            [
                (loss, _of_line(loss.name, one, then.get(one.number), now.get(one.number)))
                for loss in one.losses.all()
            ],
        )
        for one in chosen
    ]
    return _together(result.year + 1, rows, False)


def _of_line(
    name: str, proposal: ProposedMeasure, then: PublishedLine | None, now: PublishedLine | None
) -> LossThenNow:
    if proposal.rest:
        return LossThenNow(name, apart=Apart.ABOVE)
    if then is None or now is None:
        return LossThenNow(name, apart=Apart.NOT_THERE)
    if spelling_key(then.name) != spelling_key(now.name) or then.maximum != now.maximum:
        return LossThenNow(name, apart=Apart.OTHER_LEAF)
    if then.points is None or now.points is None:
        return LossThenNow(name, apart=Apart.NO_POINTS)
    return LossThenNow(name, then.points, now.points)
