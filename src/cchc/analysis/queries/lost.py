"""The losses that a remediation plan is to take up: of units in a cycle, or of a result that others published.

What a unit was not sent of its appraisal is in none of them, whoever asks: a plan is read by many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from cchc.analysis.models import PublishedResult
from cchc.core.plans.remedies import published_lines, published_losses
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.explanations import loss_reason
from cchc.core.scoring.index import UnitIndex, unit_index
from cchc.core.scoring.lost import agencies_of, tops_of
from cchc.core.scoring.winning import counted_losses
from cchc.core.words.messages import Message
from cchc.core.words.numbers import total
from cchc.cycles.models import Cycle, Participant
from cchc.results.queries.accounts import current_run, populations_of
from cchc.scores.queries.basis import basis_of_some
from cchc.scores.queries.untold import unsent_in


@dataclass(frozen=True, slots=True)
class LossShare:
    """What one unit lost: the points as they count in its account, and those it had for the criterion, None above
    single criteria and where they are not published. Without a participant the result is a published one."""

    participant: Participant | None
    name: str
    points: Fraction
    leaf_points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class LossFound:
    """One loss, of one unit or of several: where it stands, its code, the agency that answers for the criterion, and
    why it came where a single unit lost, `of_several` that were looked at; `rest`: published without a reason."""

    domain: str
    domain_name: str
    number: str
    criterion: str
    code: str
    agency: str = ""
    reason: Message | None = None
    of_several: bool = False
    rest: bool = False
    maximum: Fraction | None = None
    shares: tuple[LossShare, ...] = field(default=())

    @property
    def points(self) -> Fraction:
        """What all units together lost."""
        return total([one.points for one in self.shares])


@dataclass(frozen=True, slots=True)
class UnitAccount:
    """A participant, its set, and its account without what it was not sent."""

    participant: Participant
    criteria: CriteriaSet
    account: UnitIndex


def unit_accounts(cycle: Cycle, participants: Sequence[Participant]) -> list[UnitAccount]:
    """Return the accounts of participants of one set of `cycle`, their set and version fetched; a few queries. None
    while nothing of the cycle was ever computed."""
    run = current_run(cycle)
    if run is None or not participants:
        return []
    basis = basis_of_some(participants, cycle, unsent_in(cycle))
    accounts = []
    for participant, unit in zip(participants, basis.units(), strict=True):
        ends = populations_of(run.populations, participant.cycle_set_id, participant.peer_group)
        account = unit_index(basis.criteria, unit, 0, ends, cycle.year, False, {})
        accounts.append(UnitAccount(participant, basis.criteria, account))
    return accounts


def losses_of_units(accounts: Sequence[UnitAccount]) -> list[LossFound]:
    """Return the losses of units of one set, each criterion and code once, in the order of the set."""
    if not accounts:
        return []
    criteria = accounts[0].criteria
    agencies, tops, names = agencies_of(criteria), tops_of(criteria), criteria.names
    shares: dict[tuple[str, str], list[LossShare]] = {}
    for one in accounts:
        for key, points in counted_losses(one.account).items():
            had = one.account.nodes[key.number].points if key.number in criteria.leaves else None
            share = LossShare(one.participant, one.participant.name, points, had)
            shares.setdefault((key.number, key.code), []).append(share)
    by_id = {one.participant.pk: one for one in accounts}
    order = {node.number: place for place, node in enumerate(criteria.walk())}
    return [
        LossFound(
            domain=tops[number].number,
            domain_name=tops[number].name,
            number=number,
            criterion=names[number],
            code=code,
            agency=agencies[number],
            reason=_reason_of(those, by_id, number, code),
            of_several=len(accounts) > 1,
            maximum=criteria.leaves[number].maximum if number in criteria.leaves else None,
            shares=tuple(those),
        )
        for (number, code), those in sorted(shares.items(), key=lambda item: (order[item[0][0]], item[0][1]))
    ]


def _reason_of(
    shares: Sequence[LossShare], accounts: Mapping[int, UnitAccount], number: str, code: str
) -> Message | None:
    """Why the only unit lost that did; None where several did, and where its points were stated without figures."""
    only = shares[0].participant
    if len(shares) > 1 or only is None:
        return None
    one = accounts[only.pk]
    given, year = one.account.unit.given.get(number), one.participant.cycle.year
    losses = [loss for loss in one.account.total.losses if (loss.number, loss.code) == (number, code)]
    if not losses or losses[0].line is None:
        return None
    return loss_reason(one.criteria, losses[0], given, year)


def losses_of_published(result: PublishedResult) -> list[LossFound]:
    """Return the losses of a published result in its order."""
    lines = published_lines(result.lines)
    known = {one.number: one for one in lines}
    return [
        LossFound(
            domain=loss.domain,
            domain_name=loss.domain_name,
            number=loss.number,
            criterion=loss.name,
            code="stated",
            rest=loss.rest,
            maximum=None if loss.rest else known[loss.number].maximum,
            shares=(
                LossShare(
                    None,
                    result.of_unit.name,
                    loss.points,
                    None if loss.rest else known[loss.number].points,
                ),
            ),
        )
        for loss in published_losses(lines)
    ]
