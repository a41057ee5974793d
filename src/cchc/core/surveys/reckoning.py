"""What a questionnaire makes of its answers: what is counted of each item and factor, and which figures follow."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from cchc.core.surveys.estimating.estimands import (
    Estimand,
    factor_share,
    mean_of,
    ratio_of,
    share_of,
    total_of,
)
from cchc.core.surveys.estimating.questions import (
    CountedFactor,
    CountedItem,
    CountedRatio,
    Question,
    SummedItem,
)
from cchc.core.surveys.questionnaires.values import Factor, ItemKind, Option, QuestionSet, SurveyItem
from cchc.core.surveys.sampling.design import AskedAmount, EstimationPlan

COLUMN = "a_"
"""Before the code of an item in the name of its column, so that no item is taken for a column of the sample."""
NOT_IN_FORM = "~"
"""The answer of who filled a form that does not have the item."""


class FigureUse(StrEnum):
    """What a figure says: the rate of satisfied answers, the share that chose an option, a mean, or what a design asks
    besides: a ratio of two numbers, a sum over the population."""

    RATE = "rate"
    SHARE = "share"
    MEAN = "mean"
    RATIO = "ratio"
    TOTAL = "total"


class ReckonedFigure(NamedTuple):
    """A figure of a questionnaire: the code of its item, factor or ticked option, what it says, how it is estimated.

    Rates, shares and means of points are percentages; the mean of a number is the number, and what a design asks
    besides is as it asks (`is_percent` False).
    """

    code: str
    use: FigureUse
    estimand: Estimand
    is_percent: bool = True

    def told(self, value: float) -> float:
        """Return a value as it is told: a share as a percentage."""
        return value * 100 if self.estimand.kind == "share" else value


@dataclass(frozen=True, slots=True)
class ReckonedQuestions:
    """What is counted of a questionnaire and the figures that follow. `columns` say which answer stands in each column
    of the relation: the item, and of several ticks the option ("" for the answer itself)."""

    questions: tuple[Question, ...]
    figures: tuple[ReckonedFigure, ...]
    columns: Mapping[str, tuple[SurveyItem, str]] = field(default_factory=dict)


def reckoned(sets: Sequence[QuestionSet], asked: EstimationPlan | None = None) -> ReckonedQuestions:
    """Return what is counted of a questionnaire that is filled in one version or several, the last of which decides how
    an item is reckoned; levels that only an earlier one has are counted as well. What a design has `asked` besides
    comes last.

    >>> from cchc.core.surveys.questionnaires.values import Option
    >>> yes_no = (Option("1", "Không", satisfied=False), Option("2", "Có", satisfied=True))
    >>> item = SurveyItem("q1", "a", "1", "Hài lòng?", ItemKind.SCALE, yes_no)
    >>> found = reckoned([QuestionSet("x", "X", (item,), (), factors=(Factor("f", "F", ("q1",)),))])
    >>> [(figure.code, figure.use.value) for figure in found.figures], list(found.columns)
    ([('q1', 'rate'), ('f', 'rate')], ['a_q1'])
    """
    items = {item.code: item for questions in sets for item in questions.items}
    factors = {factor.code: factor for questions in sets for factor in questions.factors}
    absent = {code for code in items if any(code not in one.by_code for one in sets)}
    options = {
        code: tuple({one.code: one for questions in sets for one in _options(questions, code)}.values())
        for code in items
    }
    questions: list[Question] = []
    figures: list[ReckonedFigure] = []
    columns: dict[str, tuple[SurveyItem, str]] = {}
    for item in items.values():
        for column, option, question, figure in _of_item(item, options[item.code], item.code in absent):
            columns[column] = (item, option)
            if question is not None and question.code not in {one.code for one in questions}:
                questions.append(question)
            figures += [figure] if figure is not None else []
    for factor in factors.values():
        found = _of_factor(factor, items, options, absent)
        if found is not None:
            questions.append(found[0])
            figures.append(found[1])
    for figure, question in asked_figures(sets, asked):
        figures.append(figure)
        questions += [question] if question is not None else []
    return ReckonedQuestions(tuple(questions), tuple(figures), columns)


def asked_figures(
    sets: Sequence[QuestionSet], asked: EstimationPlan | None
) -> Iterator[tuple[ReckonedFigure, CountedRatio | None]]:
    """Yield the means, totals and ratios that a design asks of the items of a questionnaire, by their codes, with what
    is counted besides the items: a mean or total of a number, or of the points that it gives to answers of a choice; a
    ratio of two numbers that every version asks for. Others are left out, and those whose code has another meaning.

    >>> from cchc.core.surveys.sampling.design import AskedAmount, EstimationPlan
    >>> visits = SurveyItem("q4", "a", "4", "Số lần đi lại", ItemKind.NUMBER)
    >>> plan = EstimationPlan(totals=(AskedAmount("tong", "Tổng", "q4"), AskedAmount("khac", "Khác", "q9")))
    >>> [(figure.code, figure.use.value) for figure, _ in asked_figures([QuestionSet("x", "X", (visits,), ())], plan)]
    [('tong', 'total')]
    """
    if asked is None:
        return
    items = {item.code: item for questions in sets for item in questions.items}
    taken = {*items, *(one.code for questions in sets for one in questions.factors)}
    taken |= {f"{item.code}_{one.code}" for item in items.values() for one in item.options}
    for use, amounts in ((FigureUse.MEAN, asked.means), (FigureUse.TOTAL, asked.totals)):
        for one in amounts:
            if one.code not in taken and one.item in items and _gives(items[one.item], one):
                points = one.points or None
                estimand = mean_of(one.item, points) if use is FigureUse.MEAN else total_of(one.item, points)
                yield ReckonedFigure(one.code, use, estimand, is_percent=False), None
    for ratio in asked.ratios:
        sides = (ratio.above, ratio.below)
        numbers = all(code in items and items[code].kind is ItemKind.NUMBER for code in sides)
        if ratio.code not in taken and numbers and all(code in one.by_code for one in sets for code in sides):
            above, below = (f"{COLUMN}{code}" for code in sides)
            figure = ReckonedFigure(ratio.code, FigureUse.RATIO, ratio_of(ratio.code), is_percent=False)
            yield figure, CountedRatio(ratio.code, above, below)


def _gives(item: SurveyItem, asked: AskedAmount) -> bool:
    """Whether an item is a number, or a choice with all the answers to which points are given."""
    if not asked.points:
        return item.kind is ItemKind.NUMBER
    valid = {one.code for one in item.options if one.valid}
    return item.kind in (ItemKind.SINGLE, ItemKind.SCALE) and set(asked.points) <= valid


def _options(questions: QuestionSet, code: str) -> tuple[Option, ...]:
    item = questions.by_code.get(code)
    return item.options if item else ()


Reckoned = tuple[str, str, Question | None, ReckonedFigure | None]


def _of_item(item: SurveyItem, options: tuple[Option, ...], absent: bool) -> Iterator[Reckoned]:
    """The columns of an item with what is counted in them and the figure that follows."""
    not_asked = (NOT_IN_FORM,) if absent else ()
    column = f"{COLUMN}{item.code}"
    if item.kind is ItemKind.NUMBER:
        counted = CountedItem(item.code, column, None, not_asked=not_asked)
        yield (
            column,
            "",
            counted,
            ReckonedFigure(item.code, FigureUse.MEAN, mean_of(item.code), is_percent=False),
        )
    elif item.kind is ItemKind.MULTIPLE:
        for one in options:
            code = f"{item.code}_{one.code}"
            counted = CountedItem(code, f"{COLUMN}{code}", ("0", "1"), not_asked=not_asked)
            yield (
                f"{COLUMN}{code}",
                one.code,
                counted,
                ReckonedFigure(code, FigureUse.SHARE, share_of(code, ["1"], ["0", "1"])),
            )
    elif item.kind in (ItemKind.SINGLE, ItemKind.SCALE):
        valid = [one.code for one in options if one.valid]
        missing = tuple(one.code for one in options if not one.valid)
        counted = CountedItem(item.code, column, tuple(valid), missing, not_asked)
        if item.has_rate:
            satisfied = [one.code for one in options if one.satisfied]
            rate = ReckonedFigure(item.code, FigureUse.RATE, share_of(item.code, satisfied, valid))
            yield column, "", counted, rate
        elif item.has_points:
            points = {one.code: one.points for one in options if one.valid and one.points is not None}
            yield column, "", counted, ReckonedFigure(item.code, FigureUse.MEAN, mean_of(item.code, points))
        else:
            for code in valid:
                share = ReckonedFigure(
                    f"{item.code}_{code}", FigureUse.SHARE, share_of(item.code, [code], valid)
                )
                yield column, "", counted, share


def _of_factor(
    factor: Factor,
    items: Mapping[str, SurveyItem],
    options: Mapping[str, tuple[Option, ...]],
    absent: Collection[str],
) -> tuple[CountedFactor, ReckonedFigure] | None:
    """What is counted of a factor: satisfied and valid answers of its items, or points and valid ones; None where its
    items have neither."""
    own = [items[code] for code in factor.items if code in items]
    by_rate = bool(own) and all(item.has_rate for item in own)
    if not by_rate and not (own and all(item.has_points for item in own)):
        return None
    summed = []
    for item in own:
        amounts = {
            one.code: (Fraction(one.satisfied) if by_rate else one.points or Fraction(0), Fraction(1))
            for one in options[item.code]
            if one.valid
        }
        missing = tuple(one.code for one in options[item.code] if not one.valid)
        not_asked = (NOT_IN_FORM,) if item.code in absent else ()
        summed.append(SummedItem(f"{COLUMN}{item.code}", amounts, missing, not_asked))
    counted = CountedFactor(factor.code, tuple(summed))
    if by_rate:
        return counted, ReckonedFigure(factor.code, FigureUse.RATE, factor_share(factor.code))
    return counted, ReckonedFigure(factor.code, FigureUse.MEAN, ratio_of(factor.code))
