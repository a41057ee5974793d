"""Who gets which forms: whole units are shared out evenly among those who ask."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Place = TypeVar("Place", bound=Hashable)
Hand = TypeVar("Hand", bound=Hashable)


def shared_out(
    loads: Mapping[Place, int], hands: Sequence[Hand], own: Mapping[Place, Hand] | None = None
) -> dict[Place, Hand]:
    """Return who asks in each place: one of `hands`, in whole places, because who travels to a commune asks all of it.

    A place of its `own` hand stays with it. Every other goes, the largest first, to who has least so far; equal ones
    in their order. So nobody has more than the one with least by more than the largest place. No hands: nothing.

    >>> shared_out({"Xã A": 3, "Xã B": 5, "Xã C": 2}, ["Bưu tá 1", "Bưu tá 2"])
    {'Xã A': 'Bưu tá 2', 'Xã B': 'Bưu tá 1', 'Xã C': 'Bưu tá 2'}
    """
    kept = own or {}
    has = dict.fromkeys(hands, 0)
    found: dict[Place, Hand] = {}
    for place, hand in kept.items():
        if place in loads and hand in has:
            found[place] = hand
            has[hand] += loads[place]
    if has:
        for place in sorted((one for one in loads if one not in found), key=lambda one: -loads[one]):
            hand = min(has, key=has.__getitem__)
            found[place] = hand
            has[hand] += loads[place]
    return {place: found[place] for place in loads if place in found}
