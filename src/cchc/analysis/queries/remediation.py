"""Remediation plans in the making as a reader sees them: how much is covered, and what is won at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from django.db.models import Q, QuerySet

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.analysis.models import ProposedMeasure, PublishedResult, RemediationPlan, RemediedLoss
from cchc.analysis.queries.lost import UnitAccount, unit_accounts
from cchc.core.plans.remedies import LossCoverage, coverage, published_lines, published_total
from cchc.core.scoring.winning import LossKey, MostWon, counted_losses, most_won
from cchc.core.words.numbers import total
from cchc.cycles.models import Cycle, Participant
from cchc.cycles.policies import sight_of
from cchc.plans.models import Plan

ZERO = Fraction(0)
FEW_UNITS = 12  # that are named at a measure; of 150 communes the page would name thousands


def visible_remediations(actor: Actor) -> QuerySet[RemediationPlan]:
    """Return the remediation plans of the units that `actor` makes plans for; those in force also to whoever reads
    plans and results there."""
    rows = RemediationPlan.objects.select_related("of_unit", "cycle__province", "published", "plan")
    if not actor.may(Permission.PLAN_READ) or not actor.may(Permission.LOSS_READ):
        return rows.none()
    own = rows if actor.everywhere else rows.filter(of_unit=actor.unit_id or 0)
    return own if actor.may(Permission.PLAN_EDIT) else own.filter(plan__state=Plan.State.CURRENT)


def visible_published(actor: Actor) -> QuerySet[PublishedResult]:
    """Return the published results of the units that `actor` makes plans for."""
    rows = PublishedResult.objects.select_related("of_unit")
    if not actor.may(Permission.PLAN_EDIT):
        return rows.none()
    return rows if actor.everywhere else rows.filter(of_unit=actor.unit_id or 0)


def participants_to_remedy(actor: Actor, cycle: Cycle) -> QuerySet[Participant]:
    """Return the participants of `cycle` whose losses `actor` may take up: all for the province, else the own units
    alone, before the release and after it."""
    rows = cycle.participants.select_related("cycle_set__version", "cycle", "unit").order_by("place", "pk")
    sight = sight_of(actor)
    return rows if sight.everywhere else rows.filter(unit__in=sight.units)


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposed measure with its points, and of how many units; `most` are those that lost most, a few of them."""

    proposal: ProposedMeasure
    points: Fraction
    units: int
    most: tuple[RemediedLoss, ...]

    @property
    def others(self) -> int:
        """How many units lost less than those that are named."""
        return self.units - len(self.most)

    @property
    def lacks(self) -> bool:
        """Whether it is chosen and nothing says yet what is to be done."""
        return self.proposal.chosen and not self.proposal.task

    @property
    def unsure(self) -> bool:
        """Whether some of its texts were proposed and wait for somebody to agree."""
        return bool(self.proposal.suggested)


@dataclass(frozen=True, slots=True)
class DomainRows:
    """The proposed measures of a domain, and how much of its loss the chosen ones cover."""

    number: str
    name: str
    covered: LossCoverage
    rows: tuple[ProposalRow, ...]


@dataclass(frozen=True, slots=True)
class UnitGain:
    """What a unit wins at most by the chosen measures: its account recomputed by the rules of its set, and the class
    before and after. `changed`: its losses are no longer those that the proposals were made of."""

    name: str
    won: MostWon
    before: str | None
    after: str | None
    changed: bool


@dataclass(frozen=True, slots=True)
class PublishedGain:
    """What is won at most of a published result, whose rules are not known: a plain sum; None where neither points nor
    maximum are published."""

    points: Fraction
    index_before: Fraction | None
    index_after: Fraction | None


@dataclass(frozen=True, slots=True)
class Gains:
    """What the chosen measures win at most: unit by unit, or of a published result."""

    units: tuple[UnitGain, ...] = ()
    published: PublishedGain | None = None

    @property
    def won(self) -> Fraction:
        """The points won at most by all units together."""
        if self.published is not None:
            return self.published.points
        return total([one.won.points for one in self.units]) if self.units else ZERO

    @property
    def counted(self) -> Fraction:
        """The plain sum of the losses taken up."""
        if self.published is not None:
            return self.published.points
        return total([one.won.counted for one in self.units]) if self.units else ZERO

    @property
    def parts(self) -> bool:
        """Whether the rules give otherwise than the plain sum."""
        return any(one.won.partings for one in self.units)


@dataclass(frozen=True, slots=True)
class RemediationPage:
    """A remediation plan in the making, domain by domain."""

    remediation: RemediationPlan
    domains: tuple[DomainRows, ...]
    covered: LossCoverage
    gains: Gains

    @property
    def chosen(self) -> int:
        """How many measures are chosen."""
        return sum(row.proposal.chosen for domain in self.domains for row in domain.rows)

    @property
    def lacking(self) -> int:
        """How many chosen measures do not say yet what is to be done."""
        return sum(row.lacks for domain in self.domains for row in domain.rows)

    @property
    def unsure(self) -> int:
        """How many chosen measures have texts that nobody has agreed to."""
        return sum(row.proposal.chosen and row.unsure for domain in self.domains for row in domain.rows)


def remediation_page(remediation: RemediationPlan) -> RemediationPage:
    """Return a remediation plan with all that its page says; a few queries, however many units it takes up."""
    proposals = list(remediation.proposals.prefetch_related("losses"))
    rows = [_row(one) for one in proposals]
    whole, groups = coverage((row.proposal.domain, row.points, row.proposal.chosen) for row in rows)
    domains = tuple(
        DomainRows(number, those[0].proposal.domain_name, groups[number], tuple(those))
        for number, some in groupby(rows, key=lambda row: row.proposal.domain)
        if (those := list(some))
    )
    return RemediationPage(remediation, domains, whole, gains_of(remediation, proposals))


def _row(proposal: ProposedMeasure) -> ProposalRow:
    losses = sorted(proposal.losses.all(), key=lambda one: -one.amount)
    return ProposalRow(proposal, Fraction(proposal.points), len(losses), tuple(losses[:FEW_UNITS]))


def gains_of(remediation: RemediationPlan, proposals: Sequence[ProposedMeasure]) -> Gains:
    """Return what the chosen ones of `proposals`, their losses fetched, win at most."""
    if remediation.published is not None:
        return Gains(published=_of_published(remediation.published, proposals))
    keys: dict[int, set[LossKey]] = {}
    stored: dict[int, dict[LossKey, Fraction]] = {}
    for one in proposals:
        for loss in one.losses.all():
            if loss.participant_id is None:
                continue
            key = LossKey(one.number, one.code)
            stored.setdefault(loss.participant_id, {})[key] = Fraction(loss.points)
            chosen = keys.setdefault(loss.participant_id, set())
            if one.chosen:
                chosen.add(key)
    return Gains(
        tuple(
            _gain(one, keys[one.participant.pk], stored[one.participant.pk])
            for one in _accounts(remediation, list(stored))
        )
    )


def _accounts(remediation: RemediationPlan, participants: Sequence[int]) -> list[UnitAccount]:
    cycle = remediation.cycle
    if cycle is None:
        return []
    rows = cycle.participants.filter(pk__in=participants).select_related(
        "cycle_set__version", "cycle", "unit"
    )
    return unit_accounts(cycle, list(rows.order_by("place", "pk")))


def _gain(one: UnitAccount, keys: set[LossKey], stored: dict[LossKey, Fraction]) -> UnitGain:
    won = most_won(one.criteria, one.account, keys)
    before, after = won.grades(one.criteria)
    now = counted_losses(one.account)
    return UnitGain(one.participant.name, won, before, after, now != stored)


def _of_published(result: PublishedResult, proposals: Sequence[ProposedMeasure]) -> PublishedGain:
    amounts = [Fraction(one.points) for one in proposals if one.chosen]
    won = total(amounts) if amounts else ZERO
    whole = published_total(published_lines(result.lines))
    if whole is None or not whole[1]:
        return PublishedGain(won, None, None)
    points, maximum = whole
    return PublishedGain(won, points / maximum * 100, (points + won) / maximum * 100)


def open_remediations(actor: Actor) -> QuerySet[RemediationPlan]:
    """Return the remediation plans that `actor` has begun to make and not drafted yet: those of the own unit, of the
    province for who acts for it."""
    rows = RemediationPlan.objects.filter(plan__isnull=True).select_related("of_unit")
    if not actor.may(Permission.PLAN_EDIT):
        return rows.none()
    own = Q(of_unit__kind="province") if actor.everywhere else Q(of_unit=actor.unit_id or 0)
    return rows.filter(own).order_by("-pk")
