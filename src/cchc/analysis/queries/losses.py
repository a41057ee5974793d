"""Lost points of one peer group: by domain, criterion, code, agency and unit, with what makes most of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext

from cchc.analysis.queries.accounts import GroupAccounts, LosingUnit, group_accounts
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.lost import (
    LossAccount,
    LossSum,
    ParetoStep,
    UnitLoss,
    account_of,
    agencies_of,
    everywhere_lost,
    lost_by,
    once_lost,
    pareto,
    tops_of,
)
from cchc.core.words.names import sort_key
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle
from cchc.cycles.policies import Sight
from cchc.cycles.queries import Group
from cchc.results.models import IndexRun
from cchc.ui.pictures.points import loss_word


@dataclass(frozen=True, slots=True)
class LossFilter:
    """Which losses are asked for: of a domain (its number), a code, an agency, a unit (its id), a criterion (its
    number); what is empty asks for all. `NO_AGENCY` is the agency of the criteria for which none is named."""

    domain: str = ""
    code: str = ""
    agency: str = ""
    unit: int = 0
    criterion: str = ""

    @property
    def narrows(self) -> bool:
        """Whether it leaves some losses of the account out."""
        return bool(self.code or self.agency or self.criterion)


NO_AGENCY = "-"


def unused_filters(asked: LossFilter, known: LossFilter) -> list[str]:
    """Return in words what was asked for and occurs nowhere in the group and year: it was carried over from others."""
    labels = {
        "domain": gettext("domain {name}"),
        "code": gettext("reason {name}"),
        "agency": gettext("agency {name}"),
        "unit": gettext("a unit of another group or year"),
        "criterion": gettext("criterion {name}"),
    }
    found = []
    for name, label in labels.items():
        value = getattr(asked, name)
        if value and not getattr(known, name):
            found.append(label.format(name=loss_word(value) if name == "code" else value))
    return found


@dataclass(frozen=True, slots=True)
class LossLine:
    """One code or agency: what was lost, in percent of all that is shown, by how many units and in how many
    criteria."""

    key: str
    points: Fraction
    share: Fraction
    units: int
    criteria: int


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion in the order of what was lost there; `applies` is how many units it applies to and is scored for,
    0 where points above single criteria were lost."""

    node: Node
    agency: str
    step: ParetoStep
    applies: int

    @property
    def units(self) -> int:
        """How many units lost there."""
        return len(self.step.sum.units)

    @property
    def mean(self) -> Fraction:
        """What a unit lost there that lost something."""
        return self.step.sum.points / self.units


@dataclass(frozen=True, slots=True)
class AccountedLine:
    """A domain or a unit with its account; `filtered` is what it lost of what is asked for."""

    key: str
    name: str
    account: LossAccount
    filtered: Fraction


@dataclass(frozen=True, slots=True)
class SingleLoss:
    """One loss of one unit."""

    unit: LosingUnit
    node: Node
    agency: str
    code: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class LossesPage:
    """The losses of a peer group as far as a reader sees them, by a filter.

    `account` is that of the units and the domain that are asked for, `lost` what of its losses is asked for. Not
    `whole`: the units of the reader alone, and nothing is counted over units. `everywhere` and `once` have the criteria
    where all lose to which they apply, and where one does.
    """

    cycle: Cycle
    group: Group
    criteria: CriteriaSet
    asked: LossFilter
    account: LossAccount
    lost: Fraction
    domains: tuple[AccountedLine, ...]
    units: tuple[AccountedLine, ...]
    lines: tuple[CriterionLine, ...]
    codes: tuple[LossLine, ...]
    agencies: tuple[LossLine, ...]
    singles: tuple[SingleLoss, ...]
    everywhere: tuple[CriterionLine, ...]
    once: tuple[CriterionLine, ...]
    choices: LossChoices
    whole: bool
    stage: str
    at: datetime

    @property
    def steps(self) -> tuple[ParetoStep, ...]:
        """The criteria in the order of what was lost there."""
        return tuple(line.step for line in self.lines)

    @property
    def few(self) -> int:
        """How many criteria make most of what was lost."""
        return sum(line.step.among_few for line in self.lines)

    @property
    def few_together(self) -> Fraction | None:
        """What these make, in percent; None where nothing was lost."""
        reached = [line.step.together for line in self.lines if line.step.among_few]
        return reached[-1] if reached else None

    @property
    def cut_bonus(self) -> Fraction:
        """The bonus of the blocks that the set does not let lift an index above 100 %: in no sum."""
        return sum((one.account.bonus for one in self.domains), Fraction(0)) - self.account.bonus


@dataclass(frozen=True, slots=True)
class LossChoices:
    """What can be asked for: domains, codes, agencies and units that occur in the group."""

    domains: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]
    agencies: tuple[str, ...]
    units: tuple[tuple[int, str], ...]


def losses_page(
    sight: Sight, cycle: Cycle, group: Group, run: IndexRun, asked: LossFilter | None = None
) -> LossesPage:
    """Return the losses of `group` by `run`, as far as a reader sees them. The number of queries depends neither on the
    units nor on the leaves."""
    criteria, whole = criteria_of(group.cycle_set.version), sight.is_whole(cycle)
    accounts, wanted = group_accounts(sight, cycle, group, run), asked or LossFilter()
    known = accounts.divided.get((wanted, whole))
    if known is None:
        known = losses_of_group(cycle, group, criteria, accounts, wanted, whole=whole)
        if len(accounts.divided) < MOST_DIVISIONS:
            accounts.divided[wanted, whole] = known
    return replace(known, cycle=cycle, group=group)


MOST_DIVISIONS = 12  # filters of one peer group that are remembered with its accounts


def losses_of_group(
    cycle: Cycle,
    group: Group,
    criteria: CriteriaSet,
    accounts: GroupAccounts,
    asked: LossFilter,
    *,
    whole: bool,
) -> LossesPage:
    """Return the same from accounts that are known; no query. What is asked for and occurs nowhere asks for all."""
    agencies, tops = agencies_of(criteria), tops_of(criteria)
    everything = [loss for one in accounts.units for loss in one.losses]
    choices = _choices(criteria, accounts, everything, agencies)
    asked = _known(asked, choices, tops)
    units = [one for one in accounts.units if not asked.unit or one.unit_id == asked.unit]
    known = {one.participant_id: one for one in units}

    def is_asked(loss: UnitLoss) -> bool:
        return (
            loss.unit in known
            and (not asked.domain or tops[loss.number].number == asked.domain)
            and (not asked.code or loss.code == asked.code)
            and (not asked.agency or (agencies[loss.number] or NO_AGENCY) == asked.agency)
            and (not asked.criterion or loss.number == asked.criterion)
        )

    losses = [loss for loss in everything if is_asked(loss)]
    nodes = {node.number: node for node in criteria.walk()}
    sums = lost_by(losses, lambda loss: loss.number)
    lines = tuple(
        CriterionLine(
            nodes[step.sum.key], agencies[step.sum.key], step, accounts.applies.get(step.sum.key, 0)
        )
        for step in pareto(sums)
    )
    of_domains = {one.key: one.points for one in lost_by(losses, lambda loss: tops[loss.number].number)}
    of_units = {one.key: one.points for one in lost_by(losses, lambda loss: str(loss.unit))}
    shown = [top for top in criteria.nodes if not asked.domain or top.number == asked.domain]
    domains = tuple(
        AccountedLine(
            top.number,
            top.name,
            account_of([one.tops[top.number] for one in units]),
            of_domains.get(top.number, Fraction(0)),
        )
        for top in shown
    )
    rows = [
        AccountedLine(
            str(one.unit_id),
            one.name,
            account_of([one.tops.get(asked.domain, one.ledger)]),
            of_units.get(str(one.participant_id), Fraction(0)),
        )
        for one in units
    ]
    return LossesPage(
        cycle=cycle,
        group=group,
        criteria=criteria,
        asked=asked,
        account=account_of([one.tops.get(asked.domain, one.ledger) for one in units]),
        lost=sum((one.points for one in sums), Fraction(0)),
        domains=domains,
        units=tuple(sorted(rows, key=lambda row: (-row.filtered, sort_key(row.name)))),
        lines=lines,
        codes=_lines(losses, lambda loss: loss.code),
        agencies=_lines(losses, lambda loss: agencies[loss.number] or NO_AGENCY),
        singles=tuple(
            SingleLoss(known[loss.unit], nodes[loss.number], agencies[loss.number], loss.code, loss.points)
            for loss in sorted(losses, key=lambda loss: -loss.points)
        ),
        everywhere=_chosen(lines, everywhere_lost(sums, accounts.applies)) if whole else (),
        once=_chosen(lines, once_lost(sums, accounts.applies)) if whole else (),
        choices=choices,
        whole=whole,
        stage=accounts.stage,
        at=accounts.at,
    )


def _known(asked: LossFilter, choices: LossChoices, tops: Mapping[str, Node]) -> LossFilter:
    return LossFilter(
        domain=asked.domain if asked.domain in dict(choices.domains) else "",
        code=asked.code if asked.code in choices.codes else "",
        agency=asked.agency if asked.agency in choices.agencies else "",
        unit=asked.unit if asked.unit in dict(choices.units) else 0,
        criterion=asked.criterion if asked.criterion in tops else "",
    )


def _lines(losses: Iterable[UnitLoss], key: Callable[[UnitLoss], str]) -> tuple[LossLine, ...]:
    some = list(losses)
    criteria: dict[str, set[str]] = {}
    for loss in some:
        criteria.setdefault(key(loss), set()).add(loss.number)
    return tuple(
        LossLine(
            step.sum.key,
            step.sum.points,
            step.share,
            len(step.sum.units),
            len(criteria[step.sum.key]),
        )
        for step in pareto(lost_by(some, key))
    )


def _chosen(lines: Iterable[CriterionLine], sums: Iterable[LossSum]) -> tuple[CriterionLine, ...]:
    keys = {one.key for one in sums}
    return tuple(line for line in lines if line.node.number in keys)


def _choices(
    criteria: CriteriaSet, accounts: GroupAccounts, losses: Iterable[UnitLoss], agencies: Mapping[str, str]
) -> LossChoices:
    some = list(losses)
    named = {agencies[number] or NO_AGENCY for number in criteria.leaves}
    return LossChoices(
        domains=tuple((top.number, top.name) for top in criteria.nodes),
        codes=tuple(dict.fromkeys(one.key for one in lost_by(some, lambda loss: loss.code))),
        agencies=tuple(sorted(named, key=lambda name: (name == NO_AGENCY, sort_key(name)))),
        units=tuple(
            (one.unit_id, one.name) for one in sorted(accounts.units, key=lambda one: sort_key(one.name))
        ),
    )
