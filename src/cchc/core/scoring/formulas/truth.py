"""Whether a condition is decided before any figure is declared: by the bounds of its figures alone."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from cchc.core.scoring.formulas.analysis import Span, joined_span, span
from cchc.core.scoring.formulas.tree import Comparison, Formula, Logic, Not, Variable

TURNED = {">": "<", ">=": "<="}


def certain_answer(condition: Formula, variables: Mapping[str, Variable]) -> bool | None:
    """The answer of `condition` for all figures that may be declared; None where some give yes and some no.

    Bounds are true but not always tight: what is decided here is decided, the reverse does not hold.

    >>> from cchc.core.scoring.formulas.reading import parsed_formula
    >>> from cchc.core.scoring.formulas.tree import FigureKind
    >>> figures = {name: Variable(name, name, FigureKind.COUNT) for name in ("a", "b")}
    >>> [certain_answer(parsed_formula(text), figures) for text in ("a >= 0", "a + b < 0", "a <= b", "a <= a")]
    [True, False, None, True]
    """
    match condition:
        case Comparison(sign, left, right):
            if left == right:
                return sign in ("=", "<=", ">=")
            difference = joined_span("-", span(left, variables), span(right, variables))
            return answer_by_span(sign, difference)
        case Logic(word, members):
            answers = [certain_answer(one, variables) for one in members]
            deciding = word == "or"
            if deciding in answers:
                return deciding
            return None if None in answers else not deciding
        case Not(part):
            answer = certain_answer(part, variables)
            return None if answer is None else not answer
    return None


def answer_by_span(sign: str, difference: Span) -> bool | None:
    """The answer of ``left sign right`` where left − right lies inside `difference`."""
    low, high = difference
    if sign in TURNED:
        return answer_by_span(TURNED[sign], (negative(high), negative(low)))
    if sign in ("=", "!="):
        apart = (low is not None and low > 0) or (high is not None and high < 0)
        alike = low == high == 0
        return (apart if sign == "!=" else alike) if apart or alike else None
    if high is not None and (high < 0 or (high == 0 and sign == "<=")):
        return True
    if low is not None and (low > 0 or (low == 0 and sign == "<")):
        return False
    return None


def negative(end: Fraction | None) -> Fraction | None:
    return None if end is None else -end
