"""The running sums of the appraisal of a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from cchc.appraisal.models import UnitAppraisal
from cchc.appraisal.queries.content import AppraisalContent, appraised_standing
from cchc.core.scoring.appraised import AppraisedPoints
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.declared import LeafStanding, sheet_ledgers
from cchc.core.words.numbers import total
from cchc.scores.queries.content import text_of

UNJUDGED = LeafStanding()
"""How a leaf stands that is not appraised yet."""

NOTHING_KEPT: Mapping[str, AppraisalContent] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class AppraisalSums:
    """The running sums as a `UnitAppraisal` keeps them."""

    points: str
    taken: str
    pending: str
    given: int
    provisional: int
    leaves: int

    def put_into(self, row: UnitAppraisal) -> list[str]:
        """Put the sums into a row; returns the names of the fields."""
        for name in self.__slots__:
            setattr(row, name, getattr(self, name))
        return list(self.__slots__)


def appraisal_sums(
    criteria: CriteriaSet,
    leaves: Mapping[str, Node],
    given: Mapping[str, AppraisalContent],
    claimed: Mapping[str, Fraction | None],
    year: int,
    kept: Mapping[str, AppraisalContent] = NOTHING_KEPT,
) -> AppraisalSums:
    """Return the sums of the `given` appraisals of `leaves`, those of one unit that are to be appraised; `claimed` are
    the points that the unit gave itself. `kept` is what an earlier stage gave other leaves, for good: it counts in the
    points."""
    counting = {number: one for number, one in given.items() if one.is_given and number in leaves}
    standings = {
        number: appraised_standing(leaf, counting[number], year) if number in counting else UNJUDGED
        for number, leaf in leaves.items()
    }
    standings |= {
        number: appraised_standing(criteria.leaves[number], one, year) for number, one in kept.items()
    }
    whole, _nodes = sheet_ledgers(criteria, {number: one.outcome for number, one in standings.items()})
    taken = [
        AppraisedPoints(claimed.get(number), standings[number].outcome.points).taken
        for number in (*counting, *kept)
    ]
    return AppraisalSums(
        points=text_of(whole.points),
        taken=text_of(total(taken)),
        pending=text_of(whole.pending),
        given=len(counting),
        provisional=sum(bool(one.provisional) for one in counting.values()),
        leaves=len(leaves),
    )
