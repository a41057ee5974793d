"""Units are shared out among enumerators: whole, and evenly."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from cchc.core.surveys.sharing import shared_out

LOADS = st.dictionaries(st.integers(1, 60), st.integers(0, 80), max_size=40)
HANDS = st.lists(st.integers(1, 9), unique=True, min_size=1)


@given(LOADS, HANDS)
def test_every_place_has_one_hand_and_nobody_has_more_than_another_by_more_than_the_largest_place(
    loads, hands
):
    shared = shared_out(loads, hands)
    assert list(shared) == list(loads)
    has = Counter(dict.fromkeys(hands, 0))
    for place, hand in shared.items():
        has[hand] += loads[place]
    assert max(has.values()) - min(has.values()) <= max(loads.values(), default=0)


@given(LOADS, HANDS, st.data())
def test_a_place_stays_with_its_own_hand(loads, hands, data):
    places = data.draw(st.sets(st.sampled_from(sorted(loads)))) if loads else set()
    own = {place: data.draw(st.sampled_from(hands)) for place in places}
    shared = shared_out(loads, hands, own)
    assert set(shared) == set(loads)
    assert {place: shared[place] for place in own} == own


def test_without_hands_nothing_is_shared_out():
    assert shared_out({"Xã A": 3}, []) == {}
