"""Votes: they add up to the members, more agreement never loses a question, and both bases are counted as stated."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.scoring.votes import USUAL_VOTING, Ballot, MajorityBase, Tally, VotingRules, tally

COUNCILS = st.lists(st.none() | st.sampled_from(Ballot), min_size=1, max_size=13)
RULES = st.builds(
    VotingRules,
    st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(2, 3), Fraction(3, 4), Fraction(1)]),
    st.sampled_from(MajorityBase),
)


def counted(council: list[Ballot | None], rules: VotingRules = USUAL_VOTING) -> Tally:
    votes = {member: ballot for member, ballot in enumerate(council) if ballot is not None}
    return tally(range(len(council)), votes, rules)


@given(council=COUNCILS, rules=RULES)
def test_yes_no_abstained_and_absent_are_all_members(council, rules):
    found = counted(council, rules)
    assert found.yes + found.no + found.abstained + found.absent == found.members == len(council)
    assert found.present == len([one for one in council if one is not None])


@given(council=COUNCILS, rules=RULES)
def test_a_question_is_carried_by_more_than_half_of_the_base_where_the_quorum_is_there(council, rules):
    found = counted(council, rules)
    base = found.present if rules.base is MajorityBase.PRESENT else len(council)
    enough = Fraction(found.present, len(council)) >= rules.quorum and found.present > 0
    assert found.has_quorum is enough
    assert found.passed is (enough and 2 * council.count(Ballot.YES) > base)


@given(council=COUNCILS, rules=RULES, data=st.data())
def test_whoever_turns_to_yes_never_loses_the_question(council, rules, data):
    member = data.draw(st.integers(0, len(council) - 1))
    turned = [*council[:member], Ballot.YES, *council[member + 1 :]]
    assert counted(turned, rules).passed >= counted(council, rules).passed


@given(council=COUNCILS, rules=RULES, data=st.data())
def test_neither_order_nor_names_of_the_members_matter(council, rules, data):
    assert counted(data.draw(st.permutations(council)), rules) == counted(council, rules)


Y, N, A = Ballot.YES, Ballot.NO, Ballot.ABSTAINED


@pytest.mark.parametrize(
    ("council", "base", "has_quorum", "passed"),
    [
        (
            [Y, Y, Y, N, None, None, None],
            MajorityBase.PRESENT,
            False,
            False,
        ),  # 4 of 7 are fewer than two thirds
        ([Y, Y, Y, N, N, None, None], MajorityBase.PRESENT, True, True),  # 3 of the 5 who are there
        ([Y, Y, Y, N, N, None, None], MajorityBase.MEMBERS, True, False),  # 3 of 7 members
        ([Y, Y, Y, N, N, N, None], MajorityBase.PRESENT, True, False),  # half is no majority
        ([Y, Y, A, A, N], MajorityBase.PRESENT, True, False),  # who abstains is there and counts in the base
        ([Y, Y, Y, Y, None, None], MajorityBase.MEMBERS, True, True),
    ],
)
def test_worked_examples_of_a_night_with_the_usual_quorum(council, base, has_quorum, passed):
    found = counted(council, VotingRules(base=base))
    assert (found.has_quorum, found.passed) == (has_quorum, passed)


def test_a_vote_of_nobody_in_the_council_is_refused():
    with pytest.raises(ValueError, match="1 votes"):
        tally([1, 2], {3: Ballot.YES})
