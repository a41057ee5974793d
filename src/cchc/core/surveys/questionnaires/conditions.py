"""Conditions of questionnaires: what they may ask of the items before them, and whether answers fulfil them.

An item that has no valid answer decides nothing: a condition holds only where what is answered makes it certain.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from cchc.core.scoring.formulas.tree import (
    FigureKind,
    Figures,
    Formula,
    FormulaFault,
    Logic,
    Not,
    Undeclared,
    Value,
    Variable,
)
from cchc.core.surveys.questionnaires.values import ItemKind, SurveyItem

Answer = str | tuple[str, ...] | Fraction


def variables_of(item: SurveyItem) -> tuple[Variable, ...]:
    """What a condition may name of an item: a choice by its options, a scale by its level as a number, each option of a
    multiple choice as yes or no (``q2_radio``). Of a text nothing may be asked.

    >>> from cchc.core.surveys.questionnaires.values import Option
    >>> item = SurveyItem("q2", "a", "2", "Kênh", ItemKind.MULTIPLE, (Option("radio", "Loa"), Option("web", "Mạng")))
    >>> [variable.name for variable in variables_of(item)]
    ['q2_radio', 'q2_web']
    """
    valid = tuple(one for one in item.options if one.valid)
    match item.kind:
        case ItemKind.SINGLE:
            codes = tuple(one.code for one in item.options)
            return (Variable(item.code, item.text, FigureKind.CHOICE, options=codes),)
        case ItemKind.SCALE:
            ends = Fraction(1), Fraction(max(len(valid), 1))
            return (Variable(item.code, item.text, FigureKind.NUMBER, low=ends[0], high=ends[1]),)
        case ItemKind.NUMBER:
            return (Variable(item.code, item.text, FigureKind.NUMBER, low=item.low, high=item.high),)
        case ItemKind.MULTIPLE:
            return tuple(Variable(f"{item.code}_{one.code}", one.text, FigureKind.YES_NO) for one in valid)
    return ()


def figures_of(item: SurveyItem, answer: Answer | None) -> dict[str, Value]:
    """What an answer says to conditions, by the names of `variables_of`; nothing where there is none, or none that is
    valid: of a scale "không biết" is no level.

    >>> from cchc.core.surveys.questionnaires.values import Option
    >>> item = SurveyItem("q2", "a", "2", "Kênh", ItemKind.MULTIPLE, (Option("radio", "Loa"), Option("web", "Mạng")))
    >>> figures_of(item, ("web",)), figures_of(item, None)
    ({'q2_radio': False, 'q2_web': True}, {})
    """
    if answer is None:
        return {}
    if isinstance(answer, tuple):
        valid = [one.code for one in item.options if one.valid]
        if not set(answer) & set(valid):
            return {}
        return {f"{item.code}_{code}": code in answer for code in valid}
    if item.kind is ItemKind.SCALE:
        option = item.option(str(answer))
        return {item.code: Fraction(option.code)} if option is not None and option.valid else {}
    return {} if item.kind is ItemKind.TEXT else {item.code: answer}


def is_certain(condition: Formula | None, figures: Figures) -> bool:
    """Whether what is answered makes `condition` certain; where there is no condition, it is.

    >>> from cchc.core.scoring.formulas.reading import parsed_formula
    >>> texts = ("q1 >= 4 or q2 = 1", "q2 = 1 or q1 >= 4", "not q2 = 1")
    >>> [is_certain(parsed_formula(text), {"q1": Fraction(4)}) for text in texts]
    [True, True, False]
    """
    return condition is None or _verdict(condition, figures) is True


def _verdict(condition: Formula, figures: Figures) -> bool | None:
    """The answer of a condition; None where items without an answer leave it open, in whatever order it names them."""
    match condition:
        case Logic(word, parts):
            return _joined(word, [_verdict(part, figures) for part in parts])
        case Not(part):
            found = _verdict(part, figures)
            return None if found is None else not found
    try:
        return bool(condition.value(figures))
    except (Undeclared, FormulaFault):
        return None


def _joined(word: str, answers: Iterable[bool | None]) -> bool | None:
    found = list(answers)
    deciding = word == "or"
    if deciding in found:
        return deciding
    return None if None in found else not deciding
