"""Pages that are not too large, however long the texts of a plan are."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.db.models.functions import Length

from cchc.core.plans.columns import KEYS

MOST_LETTERS = 150_000  # of the texts on a page, which print most of them more than once
LETTERS = sum(map(Length, KEYS), start=Length("search"))


def letters_of(measures: QuerySet[Any]) -> Iterable[int]:
    """How long the texts of each of `measures` are together."""
    counted: QuerySet[Any, int] = measures.annotate(letters=LETTERS).values_list("letters", flat=True)
    return counted


class BySize(Paginator[Any]):
    """Pages of at most `per_page` rows and at most about `most` letters; a longer row has a page of its own."""

    def __init__(self, rows: Any, letters: Iterable[int], per_page: int, most: int) -> None:
        super().__init__(rows, per_page)
        self.bounds = _bounds(letters, per_page, most)
        self.count = self.bounds[-1]
        self.num_pages = len(self.bounds) - 1

    def page(self, number: Any) -> Page[Any]:
        """The page with this number."""
        number = self.validate_number(number)
        begin, end = self.bounds[number - 1], self.bounds[number]
        return _Sized(self.object_list[begin:end], number, self)

    def page_of(self, place: int) -> int:
        """The number of the page on which the row at `place`, counted from 0, stands."""
        return next(
            at for at, (begin, end) in enumerate(pairwise(self.bounds), start=1) if begin <= place < end
        )


class _Sized(Page[Any]):
    """A page that knows which of all rows are on it."""

    paginator: BySize

    def start_index(self) -> int:
        """The place of its first row, counted from 1; 0 without any."""
        return self.paginator.bounds[self.number - 1] + 1 if self.paginator.count else 0

    def end_index(self) -> int:
        """The place of its last row, counted from 1."""
        return self.paginator.bounds[self.number]


def _bounds(letters: Iterable[int], per_page: int, most: int) -> list[int]:
    """Where pages begin, and behind them where the last one ends.

    >>> _bounds([5, 5, 20, 5, 5], per_page=2, most=10)
    [0, 2, 3, 5]
    """
    bounds, held, count = [0], 0, 0
    for count, more in enumerate(letters, start=1):
        here = count - 1 - bounds[-1]
        if here and (here == per_page or held + more > most):
            bounds.append(count - 1)
            held = 0
        held += more
    return [*bounds, count]
