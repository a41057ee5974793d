"""Lost points of a peer group over the years: those that are computed by the formula of the year that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc.analysis.queries.accounts import GroupAccounts, group_accounts
from cchc.core.scoring.criteria.sameness import is_same_formula
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.lost import LossAccount, account_of, lost_by
from cchc.core.words.numbers import printed_difference
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle
from cchc.cycles.policies import Sight, is_provisional
from cchc.cycles.queries import Group, address_of, peer_groups
from cchc.results.queries.accounts import current_run
from cchc.results.queries.last_year import may_not_stand_beside
from cchc.scores.consequences import untold_stages

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class LossYear:
    """One year: how many units, their account, and what a unit lost in the mean, together and by domain and criterion
    (by number; of those to which the criterion applies)."""

    year: int
    address: tuple[str, int]
    units: int
    account: LossAccount
    domains: Mapping[str, Fraction]
    criteria: Mapping[str, Fraction]
    provisional: bool

    @property
    def mean(self) -> Fraction:
        """What a unit lost in the mean, points."""
        return self.account.lost / self.units


@dataclass(frozen=True, slots=True)
class YearLine:
    """A domain or criterion over the years: what a unit lost there in the mean, in the order of the years; `change` is
    the last year's on the one before, as the two are printed, None where that one is missing."""

    node: Node
    means: tuple[Fraction, ...]
    change: Fraction | None


@dataclass(frozen=True, slots=True)
class YearsOfLosses:
    """The years of one formula up to the one that is shown, and the years `apart`, whose formula is another one: no
    figure of these is set beside them."""

    years: tuple[LossYear, ...]
    domains: tuple[YearLine, ...]
    criteria: tuple[YearLine, ...]
    apart: tuple[int, ...]


def years_of_losses(sight: Sight, cycle: Cycle, group: Group, cycles: Iterable[Cycle]) -> YearsOfLosses:
    """Return the losses of a peer group in those of `cycles` that are not after `cycle`: its units of each year, by
    the group's name and the same formula. Left out are years that this reader does not see whole, and those that
    `may_not_stand_beside` the one that is shown. A few queries for each year."""
    criteria = criteria_of(group.cycle_set.version)
    found, apart = [], []
    for other in cycles:
        if other.year > cycle.year or not _may_stand(sight, cycle, other):
            continue
        same = group if other.pk == cycle.pk else _same_group(other, group, criteria)
        run = current_run(other)
        if same is None or run is None:
            apart += [other.year] if run is not None else []
            continue
        accounts = group_accounts(sight, other, same, run)
        if accounts.units:
            found.append(_year(other, criteria, accounts))
    years = tuple(sorted(found, key=lambda one: one.year))
    return YearsOfLosses(
        years=years,
        domains=tuple(_line(top, years, [one.domains for one in years]) for top in criteria.nodes),
        criteria=_lines(criteria, years),
        apart=tuple(sorted(apart)),
    )


def _may_stand(sight: Sight, cycle: Cycle, other: Cycle) -> bool:
    if not sight.is_whole(other):
        return False
    return other.pk == cycle.pk or (
        not may_not_stand_beside(cycle, other) and not untold_stages(sight, other)
    )


def _same_group(other: Cycle, group: Group, criteria: CriteriaSet) -> Group | None:
    """The peer group of that name in another year, where its set computes alike."""
    return next(
        (
            one
            for one in peer_groups(other)
            if one.name == group.name and is_same_formula(criteria, criteria_of(one.cycle_set.version))
        ),
        None,
    )


@dataclass(frozen=True, slots=True)
class _Means:
    """What the accounts of a year say of it, by the numbers of a set."""

    account: LossAccount
    domains: Mapping[str, Fraction]
    criteria: Mapping[str, Fraction]


def _year(cycle: Cycle, criteria: CriteriaSet, accounts: GroupAccounts) -> LossYear:
    means = _means(criteria, accounts)
    return LossYear(
        year=cycle.year,
        address=address_of(cycle),
        units=len(accounts.units),
        account=means.account,
        domains=means.domains,
        criteria=means.criteria,
        provisional=is_provisional(cycle),
    )


def _means(criteria: CriteriaSet, accounts: GroupAccounts) -> _Means:
    """Summed once and remembered with the accounts: years before are the same on every look."""
    key = ("year", tuple(top.number for top in criteria.nodes))
    known: _Means | None = accounts.divided.get(key)
    if known is None:
        units = len(accounts.units)
        losses = [loss for one in accounts.units for loss in one.losses]
        known = accounts.divided[key] = _Means(
            account=account_of([one.ledger for one in accounts.units]),
            domains={
                top.number: account_of([one.tops[top.number] for one in accounts.units]).lost / units
                for top in criteria.nodes
            },
            criteria={
                one.key: one.points / (accounts.applies.get(one.key) or units)
                for one in lost_by(losses, lambda loss: loss.number)
            },
        )
    return known


def _line(node: Node, years: Sequence[LossYear], lost: Sequence[Mapping[str, Fraction]]) -> YearLine:
    means = tuple(one.get(node.number, ZERO) for one in lost)
    joined = len(years) > 1 and years[-2].year == years[-1].year - 1
    return YearLine(node, means, printed_difference(means[-1], means[-2]) if joined else None)


def _lines(criteria: CriteriaSet, years: tuple[LossYear, ...]) -> tuple[YearLine, ...]:
    """The criteria where some year lost points, those first where the last year lost most."""
    lines = [
        _line(node, years, [one.criteria for one in years])
        for node in criteria.walk()
        if any(node.number in one.criteria for one in years)
    ]
    return tuple(sorted(lines, key=lambda line: -line.means[-1]))
