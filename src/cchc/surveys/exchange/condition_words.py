"""When a question is asked, in words: on a form that is filled by hand, and wherever a questionnaire is looked at."""

from __future__ import annotations

from cchc.core.scoring.formulas.tree import Comparison, Formula, Logic, Name, Not, Number, Text
from cchc.core.surveys.keying import keys_of
from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSet, SurveyItem

_BETWEEN = {"and": " và ", "or": " hoặc "}
_SIGNS = {"<=": "không quá", ">=": "từ {amount} trở lên", "<": "dưới", ">": "trên", "=": "là", "!=": "khác"}


def asked_when(questions: QuestionSet, condition: Formula | None) -> str:
    """Return the condition in Vietnamese, by the numbers and boxes that are printed; "" where there is none.

    >>> from cchc.core.scoring.formulas.reading import parsed_formula
    >>> from cchc.core.surveys.questionnaires.values import Option, QuestionSection
    >>> options = (Option("dung", "Đúng hẹn"), Option("cham", "Chậm hẹn"))
    >>> one = SurveyItem("hen", "a", "5", "…", ItemKind.SINGLE, options)
    >>> questions = QuestionSet("x", "X", (one,), (QuestionSection("a", "", "A"),))
    >>> asked_when(questions, parsed_formula('hen = "cham"'))
    'câu 5 chọn ô 2 (Chậm hẹn)'
    """
    if condition is None:
        return ""
    said = _said(questions, condition)
    if said is not None:
        return said
    named = [one.number or one.code for one in questions.items if one.code in str(condition)]
    return f"tùy câu trả lời ở câu {', '.join(named)}"


def _said(questions: QuestionSet, condition: Formula) -> str | None:
    match condition:
        case Logic(word, parts):
            said = [_said(questions, part) for part in parts]
            known = [one for one in said if one is not None]
            return _BETWEEN[word].join(known) if len(known) == len(said) and word in _BETWEEN else None
        case Not(part):
            inner = _said(questions, part)
            return None if inner is None else f"không phải ({inner})"
        case Name(name):
            return _ticked(questions, name)
        case Comparison(sign, Name(name), Text(text)) if sign in ("=", "!="):
            item = questions.by_code.get(name)
            verb = "chọn" if sign == "=" else "không chọn"
            return None if item is None else _box(item, text, verb)
        case Comparison(sign, Name(name), Number() as number) if sign in _SIGNS:
            item = questions.by_code.get(name)
            return None if item is None else _compared(item, sign, str(number))
    return None


def _ticked(questions: QuestionSet, name: str) -> str | None:
    """What the name of an option of a multiple choice says, ``q2_khac``."""
    for item in questions.items:
        code = name.removeprefix(f"{item.code}_")
        if item.kind is ItemKind.MULTIPLE and code != name and item.option(code) is not None:
            return _box(item, code, "có chọn")
    return None


def _box(item: SurveyItem, code: str, verb: str) -> str | None:
    option = item.option(code)
    key = dict((one, key) for key, one in keys_of(item)).get(code)
    return (
        None
        if option is None or key is None
        else f"câu {item.number or item.code} {verb} ô {key} ({option.text})"
    )


def _compared(item: SurveyItem, sign: str, amount: str) -> str:
    words = _SIGNS[sign]
    told = words.format(amount=amount) if "{amount}" in words else f"{words} {amount}"
    level = "mức " if item.kind is ItemKind.SCALE else ""
    return f"câu {item.number or item.code} {level}{told}"
