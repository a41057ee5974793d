"""Whole numbers counted anew from 0 on, in their order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

ROOM = 16
"""Up to how many possible numbers for each number that is there a table of all of them is quicker than sorting."""


class DenseCodes(NamedTuple):
    """The different `codes` in their order, the `first` place of each, and at each place `which` of them it has."""

    codes: NDArray[np.int64]
    first: NDArray[np.int64]
    which: NDArray[np.int64]


def numbered(codes: NDArray[np.integer], size: int) -> DenseCodes:
    """Return the numbering of codes from 0 up to below `size`: what `numpy.unique` says of them, in one pass without
    sorting where `size` allows it.

    >>> numbering = numbered(np.array([7, 2, 7]), 9)
    >>> [part.tolist() for part in numbering]
    [[2, 7], [1, 0], [1, 0, 1]]
    """
    if size > ROOM * len(codes):
        if np.all(codes[1:] >= codes[:-1]):  # in order already, as the rows of people are
            begins = np.append(True, codes[1:] != codes[:-1])[: len(codes)]
            first = np.flatnonzero(begins)
            return DenseCodes(codes[first].astype(np.int64), first, np.cumsum(begins) - 1)
        found, first, which = np.unique(codes, return_index=True, return_inverse=True)
        return DenseCodes(found.astype(np.int64), first, which)
    first_of = _places_of(codes[::-1], size)  # of equal ones the last that is written stays
    found = np.flatnonzero(first_of >= 0)
    first = len(codes) - 1 - first_of[found].astype(np.int64)
    first_of[found] = np.arange(len(found))
    return DenseCodes(found, first, first_of[codes].astype(np.int64))


def _places_of(codes: NDArray[np.integer], size: int) -> NDArray[np.int32]:
    """By number below `size` the last place at which it stands, -1 for none; short numbers: the table is long."""
    table = np.full(size, -1, dtype=np.int32)
    table[codes] = np.arange(len(codes), dtype=np.int32)
    return table


class AddedUp(NamedTuple):
    """A place at which each of the different numbers stands, in their order, and the sums of what stands at them."""

    place: NDArray[np.int64]
    sums: NDArray[np.int64]


def added_up(codes: NDArray[np.integer], amounts: NDArray[np.int64], size: int) -> AddedUp:
    """Return the sums of whole amounts above 0 of each code from 0 up to below `size`.

    >>> added = added_up(np.array([7, 2, 7]), np.array([1, 5, 3]), 9)
    >>> added.place[0].item(), added.sums.tolist()
    (1, [5, 4])
    """
    many = len(codes)
    if size <= ROOM * many:
        place_of = _places_of(codes, size)
        place = place_of[np.flatnonzero(place_of >= 0)].astype(np.int64)
        if len(place) == many:
            return AddedUp(place, amounts[place])
        sums = np.zeros(size, dtype=np.int64)
        np.add.at(sums, codes, amounts)
        return AddedUp(place, sums[codes[place]])
    order = np.argsort(codes)
    ordered = codes[order]
    first = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[:many])
    sums = np.add.reduceat(amounts[order], first) if many else amounts
    return AddedUp(order[first], sums)


def used(codes: NDArray[np.integer], size: int) -> NDArray[np.int64]:
    """Return which codes below `size` are there, in their order.

    >>> used(np.array([7, 2, 7]), 9).tolist()
    [2, 7]
    """
    there = np.zeros(size, dtype=bool)
    there[codes] = True
    return np.flatnonzero(there)
