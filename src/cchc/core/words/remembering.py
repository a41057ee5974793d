"""Answers remembered for frequent texts, without storing the long texts that come only once.

A plan repeats its wordings hundreds of times, so their meanings are worth storing. A memory for every text would
store the largest texts that anybody sends, too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

LONGEST_REMEMBERED = 400

P = ParamSpec("P")
T = TypeVar("T")


def remember(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Remember the last `most` answers of a function whose first argument is a text; only for texts of at most 400
    letters.

    >>> @remember(most=2)
    ... def length(text: str) -> int:
    ...     print("worked out")
    ...     return len(text)
    >>> length("a"), length("a")
    worked out
    (1, 1)
    >>> length("a" * 401) == length("a" * 401)
    worked out
    worked out
    True
    """

    def remembering(answer: Callable[P, T]) -> Callable[P, T]:
        kept = lru_cache(maxsize=most)(answer)

        @wraps(answer)
        def asked(*args: P.args, **kwargs: P.kwargs) -> T:
            short = len(str(args[0])) <= LONGEST_REMEMBERED
            return kept(*args, **kwargs) if short else answer(*args, **kwargs)  # type: ignore[arg-type]

        return asked

    return remembering
