"""Whole numbers counted anew from 0 on, in their order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

ROOM = 8
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
        found, first, which = np.unique(codes, return_index=True, return_inverse=True)
        return DenseCodes(found.astype(np.int64), first, which)
    first_of = np.full(size, -1, dtype=np.int64)
    first_of[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)  # of equal ones the last that is written stays
    found = np.flatnonzero(first_of >= 0)
    place = np.empty(size, dtype=np.int64)
    place[found] = np.arange(len(found))
    return DenseCodes(found, first_of[found], place[codes])


def used(codes: NDArray[np.integer], size: int) -> NDArray[np.int64]:
    """Return which codes below `size` are there, in their order.

    >>> used(np.array([7, 2, 7]), 9).tolist()
    [2, 7]
    """
    return np.flatnonzero(np.bincount(codes, minlength=size)) if len(codes) else np.zeros(0, dtype=np.int64)
