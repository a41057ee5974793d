"""What is asked of nobody: items whose conditions no answers can fulfil, those of the items before them included.

A condition is tried with every answer that makes a difference. Where that would be too many, or arithmetic joins
numbers, the bounds of the items decide, which are true and not always tight: what is said to be out of reach is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from cchc.core.scoring.formulas.analysis import names, walk
from cchc.core.scoring.formulas.tree import Comparison, FigureKind, Formula, Name, Number, Value, Variable
from cchc.core.scoring.formulas.truth import certain_answer
from cchc.core.surveys.questionnaires.conditions import is_certain, variables_of
from cchc.core.surveys.questionnaires.values import QuestionSet, SurveyItem

MOST_TRIES = 200_000  # for all items of a questionnaire together
MOST_ITEMS = 60  # on which the conditions of one item hang

Gates = tuple[Formula, ...]


def unreachable_items(questions: QuestionSet) -> tuple[str, ...]:
    """The codes of the items that nobody can be asked, in their order."""
    search = _Search(questions)
    return tuple(item.code for item in questions.items if not search.is_reachable(item))


class _Search:
    """The search through the answers of one questionnaire, with an end to its tries."""

    def __init__(self, questions: QuestionSet) -> None:
        self.questions = questions
        self.tries = 0
        self.owner = {one.name: item for item in questions.items for one in variables_of(item)}
        self.variables = {one.name: one for item in questions.items for one in variables_of(item)}
        self.known: dict[Gates, bool] = {}

    def gates(self, item: SurveyItem) -> Gates:
        section = self.questions.section_by_code.get(item.section)
        both = (section.shown_when if section else None, item.shown_when)
        return tuple(gate for gate in both if gate is not None)

    def is_reachable(self, item: SurveyItem) -> bool:
        gates = self.gates(item)
        if gates not in self.known:
            self.known[gates] = not gates or self.can_be_fulfilled(gates)
        return self.known[gates]

    def can_be_fulfilled(self, gates: Gates) -> bool:
        if any(certain_answer(gate, self.variables) is False for gate in gates):
            return False
        asked = self.asked_by(gates)
        if len(asked) > MOST_ITEMS:
            return True
        formulas = [*gates, *(gate for item in asked for gate in self.gates(item))]
        candidates = {
            name: _candidates(self.variables[name], self.owner[name], formulas)
            for gate in formulas
            for name in names(gate)
        }
        if any(found is None for found in candidates.values()):
            return True
        named = {name: found for name, found in candidates.items() if found is not None}
        try:
            return self.is_found(asked, 0, {}, gates, named)
        except _TooMany:
            return True

    def asked_by(self, gates: Gates) -> list[SurveyItem]:
        """The items that the gates name, and those that the gates of these name, in the order of the questionnaire."""
        found: set[str] = set()
        waiting = [self.owner[name] for gate in gates for name in names(gate)]
        while waiting:
            item = waiting.pop()
            if item.code not in found:
                found.add(item.code)
                waiting += [self.owner[name] for gate in self.gates(item) for name in names(gate)]
        return [item for item in self.questions.items if item.code in found]

    def is_found(
        self,
        asked: Sequence[SurveyItem],
        at: int,
        figures: Mapping[str, Value],
        gates: Gates,
        candidates: Mapping[str, Sequence[Value]],
    ) -> bool:
        """Whether some answers to the items from `at` on let the gates hold."""
        self.tries += 1
        if self.tries > MOST_TRIES:
            raise _TooMany
        if at == len(asked):
            return all(is_certain(gate, figures) for gate in gates)
        item = asked[at]
        open_to = all(is_certain(gate, figures) for gate in self.gates(item))
        if open_to:
            mentioned = [one.name for one in variables_of(item) if one.name in candidates]
            for answer in _answers(mentioned, candidates):
                if self.is_found(asked, at + 1, {**figures, **answer}, gates, candidates):
                    return True
        return self.is_found(asked, at + 1, figures, gates, candidates)


class _TooMany(Exception):
    """Raised where there are more answers than are tried."""


def _answers(
    mentioned: Sequence[str], candidates: Mapping[str, Sequence[Value]]
) -> Iterator[dict[str, Value]]:
    """Every way to answer what conditions name of one item."""
    if not mentioned:
        yield {}
        return
    for rest in _answers(mentioned[1:], candidates):
        for value in candidates[mentioned[0]]:
            yield {mentioned[0]: value, **rest}


def _candidates(
    variable: Variable, item: SurveyItem, formulas: Sequence[Formula]
) -> tuple[Value, ...] | None:
    """The values of an item that make a difference to the formulas; None where they cannot be told one by one."""
    if variable.kind is FigureKind.YES_NO:
        return (True, False)
    if variable.kind is FigureKind.CHOICE:
        return variable.options
    if item.options:
        return tuple(Fraction(at) for at in range(1, len([one for one in item.options if one.valid]) + 1))
    if not all(_is_compared_only(variable.name, formula) for formula in formulas):
        return None
    return _beside([*_bounds(variable.name, formulas)], item)


def _is_compared_only(name: str, formula: Formula) -> bool:
    """Whether the item stands in the formula only where it is compared with a written number."""
    within = sum(
        _number_beside(name, part) is not None for part in walk(formula) if isinstance(part, Comparison)
    )
    return within == sum(part == Name(name) for part in walk(formula))


def _number_beside(name: str, part: Comparison) -> Fraction | None:
    for one, other in ((part.left, part.right), (part.right, part.left)):
        if one == Name(name) and isinstance(other, Number):
            return other.amount
    return None


def _bounds(name: str, formulas: Sequence[Formula]) -> Iterator[Fraction]:
    for formula in formulas:
        for part in walk(formula):
            if isinstance(part, Comparison) and (number := _number_beside(name, part)) is not None:
                yield number


def _beside(numbers: Sequence[Fraction], item: SurveyItem) -> tuple[Value, ...]:
    """The numbers that the item may hold at and on both sides of `numbers`, and at its own bounds."""
    step = Fraction(1, 10**item.places)
    ends = [end for end in (item.low, item.high) if end is not None]
    near = {
        Fraction(whole) * step + side
        for number in [*numbers, *ends]
        for whole in (floor(number / step), ceil(number / step))
        for side in (-step, Fraction(0), step)
    }
    return tuple(
        number
        for number in sorted(near)
        if (item.low is None or number >= item.low) and (item.high is None or number <= item.high)
    )
