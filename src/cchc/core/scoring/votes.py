"""Votes of a council: when enough members are there to decide, and when a question is carried.

The set states both (`quorum`, `majority`); where it is silent two thirds of the members must be there, and more than
half of those who are there must agree.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import NamedTuple, TypeVar

Member = TypeVar("Member", bound=Hashable)


class Ballot(StrEnum):
    """What a member who is there says."""

    YES = "yes"
    NO = "no"
    ABSTAINED = "abstained"


class MajorityBase(StrEnum):
    """Of whom more than half must agree: of the members who are there, or of all members."""

    PRESENT = "present"
    MEMBERS = "members"


class VotingRules(NamedTuple):
    """The share of the members (0–1) who must be there, and of whom the majority is counted."""

    quorum: Fraction = Fraction(2, 3)
    base: MajorityBase = MajorityBase.PRESENT


USUAL_VOTING = VotingRules()


class Tally(NamedTuple):
    """A question put to the vote: how many members said what, and what that makes.

    Always yes + no + abstained + absent = members. `needed_present` members make a quorum; `needed_yes` carry.
    """

    members: int
    yes: int
    no: int
    abstained: int
    absent: int
    needed_present: int
    needed_yes: int

    @property
    def present(self) -> int:
        """The members who are there: those who said anything."""
        return self.yes + self.no + self.abstained

    @property
    def has_quorum(self) -> bool:
        """Whether enough members are there for the council to decide."""
        return self.present >= self.needed_present

    @property
    def passed(self) -> bool:
        """Whether the question is carried: with a quorum, by the majority that the set asks for."""
        return self.has_quorum and self.yes >= self.needed_yes


def needed_members(members: int, quorum: Fraction) -> int:
    """Return how many of `members` must be there for a `quorum` (share of them, 0–1); at least one.

    >>> needed_members(7, Fraction(2, 3)), needed_members(9, Fraction(2, 3)), needed_members(1, Fraction(0))
    (5, 6, 1)
    """
    return max(1, ceil(members * quorum))


def tally(
    members: Collection[Member], votes: Mapping[Member, Ballot], rules: VotingRules = USUAL_VOTING
) -> Tally:
    """Return the tally of `votes`; a member without a vote is absent. Raises `ValueError` for votes of others.

    >>> votes = {1: Ballot.YES, 2: Ballot.YES, 3: Ballot.NO, 4: Ballot.ABSTAINED}
    >>> found = tally(range(1, 7), votes)
    >>> found.present, found.absent, found.has_quorum, found.needed_yes, found.passed
    (4, 2, True, 3, False)
    >>> tally(range(1, 7), {**votes, 4: Ballot.YES}).passed
    True
    """
    everybody = set(members)
    strangers = votes.keys() - everybody
    if strangers:
        raise ValueError(f"{len(strangers)} votes are of nobody in the council")
    count = {ballot: 0 for ballot in Ballot}
    for vote in votes.values():
        count[vote] += 1
    base = len(votes) if rules.base is MajorityBase.PRESENT else len(everybody)
    return Tally(
        members=len(everybody),
        yes=count[Ballot.YES],
        no=count[Ballot.NO],
        abstained=count[Ballot.ABSTAINED],
        absent=len(everybody) - len(votes),
        needed_present=needed_members(len(everybody), rules.quorum),
        needed_yes=base // 2 + 1,
    )
