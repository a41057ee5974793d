"""A questionnaire as a device carries it along: plain data that JSON holds, its conditions as trees that the device
evaluates without a parser. `static/fieldwork/app/conditions.js` is the other half, compared with `is_certain` by tests.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from cchc.core.scoring.formulas.tree import (
    Arithmetic,
    Call,
    Comparison,
    Formula,
    Logic,
    Mean,
    Name,
    Not,
    Number,
    Text,
)
from cchc.core.surveys.questionnaires.values import QuestionSet, SurveyItem
from cchc.core.words.names import text_key

Carried = dict[str, Any]
NEVER = ["never"]  # of dates, which no question of a questionnaire has: nothing makes it certain


def carried_questions(questions: QuestionSet) -> Carried:
    """What a device needs of a questionnaire to ask it: title, note, sections and items in their order.

    Numbers are texts "dividend/divisor", conditions those of `carried_condition`, options [code, words, valid].

    >>> from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSection
    >>> one = SurveyItem("q1", "a", "1", "Tuổi", ItemKind.NUMBER, low=Fraction(18))
    >>> carried = carried_questions(QuestionSet("x", "X", (one,), (QuestionSection("a", "", "A"),)))
    >>> carried["items"][0]["low"], carried["sections"][0]["when"]
    ('18/1', None)
    """
    return {
        "title": questions.title,
        "note": questions.note,
        "sections": [
            {
                "code": one.code,
                "number": one.number,
                "title": one.title,
                "note": one.note,
                "when": _condition(one.shown_when),
            }
            for one in questions.sections
        ],
        "items": [_item(one) for one in questions.items],
    }


def _item(item: SurveyItem) -> Carried:
    return {
        "code": item.code,
        "section": item.section,
        "number": item.number,
        "text": item.text,
        "note": item.note,
        "kind": item.kind.value,
        "options": [[one.code, one.text, one.valid] for one in item.options],
        "low": _bound(item.low),
        "high": _bound(item.high),
        "places": item.places,
        "unit": item.unit,
        "most": item.most,
        "required": item.required,
        "when": _condition(item.shown_when),
    }


def _bound(amount: Fraction | None) -> str | None:
    return None if amount is None else ratio_text(Fraction(amount))


def ratio_text(amount: Fraction) -> str:
    """A number as dividend and divisor, exactly.

    >>> ratio_text(Fraction(27, 20))
    '27/20'
    """
    return f"{amount.numerator}/{amount.denominator}"


def _condition(condition: Formula | None) -> list[Any] | None:
    return None if condition is None else carried_condition(condition)


def carried_condition(condition: Formula) -> list[Any]:
    """A condition as a list: the word or sign first, then its parts.

    >>> from cchc.core.scoring.formulas.reading import parsed_formula
    >>> carried_condition(parsed_formula('q1 >= 4 or not q2 = "co"'))
    ['or', ['>=#', ['name', 'q1'], ['number', '4/1']], ['not', ['=', ['name', 'q2'], ['text', 'co']]]]
    """
    match condition:
        case Number(amount):
            return ["number", ratio_text(amount)]
        case Text(text):
            return ["text", text_key(text)]
        case Name(name):
            return ["name", name]
        case Arithmetic(sign, left, right):
            return [sign, carried_condition(left), carried_condition(right)]
        case Comparison(sign, left, right):
            word = f"{sign}#" if right.numeric else sign  # which asks for a number on the left too
            return [word, carried_condition(left), carried_condition(right)]
        case Logic(word, parts):
            return [word, *map(carried_condition, parts)]
        case Not(part):
            return ["not", carried_condition(part)]
        case Call(function, arguments):
            return [function, *map(carried_condition, arguments)]
        case Mean(weighted):
            return [
                "mean",
                *([carried_condition(part), ratio_text(worth.amount)] for part, worth in weighted),
            ]
    return NEVER
