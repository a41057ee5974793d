"""Reading answers: a text against one item, the texts of a whole form against its questionnaire."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from cchc.core.scoring.formulas.tree import Value
from cchc.core.surveys.questionnaires.conditions import Answer, figures_of, is_certain
from cchc.core.surveys.questionnaires.values import NO_OPINION, ItemKind, Option, QuestionSet, SurveyItem
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.letters import without_hidden_signs
from cchc.core.words.messages import Message
from cchc.core.words.names import text_key
from cchc.core.words.numbers import decimal_places, plain
from cchc.core.words.numerals import NumberFault, typed_number

# "4. Hài lòng", "A - Tốt", "b) Khá": forms and other systems put the code before the words.
_CODE_FIRST = re.compile(r"(?P<code>[A-Za-z0-9_]{1,20})\s*[.):\-–—]\s*(?P<words>.+)", re.DOTALL)
_WHOLE = re.compile(r"([0-9]{1,6})[.,]0+")  # 4.0, as tables of other systems write a level
_PARTS = re.compile(r"[;\n|]")
SEVERAL = ";"  # between the codes of several options that are chosen, where an answer is kept

NumberReader = Callable[[str, Fraction | None, Fraction | None], Fraction]


def read_answer(item: SurveyItem, text: str, number: NumberReader = typed_number) -> Answer | Message:
    """What `text` answers to an item, or why it is no answer to it.

    Of a choice or scale the code of the option, however it is written (code, words, "4. Hài lòng"); of a multiple
    choice the codes in the order of the questionnaire; of a number a fraction, read by `number` (text, low, high); of
    an open item its text. An empty text is no answer: whoever asks looks at that first.

    >>> from cchc.core.surveys.questionnaires.values import Option
    >>> item = SurveyItem("q5", "a", "5", "…", ItemKind.SINGLE, (Option("a", "Tốt"), Option("b", "Khá")))
    >>> read_answer(item, "B. Khá"), str(read_answer(item, "Giỏi"))
    ('b', '"Giỏi" is none of what may be answered: a. Tốt, b. Khá')
    """
    try:
        kept = accepted_text(without_hidden_signs(text), MOST["explanation"]).strip()
    except RefusedText as refused:
        return refused.whys[0]
    match item.kind:
        case ItemKind.TEXT:
            return kept
        case ItemKind.NUMBER:
            return _number(item, kept, number)
        case ItemKind.MULTIPLE:
            return _several(item, kept)
    option = _option(item.options, kept)
    return option.code if option is not None else _none_of(item, kept)


def _none_of(item: SurveyItem, text: str) -> Message:
    allowed = tuple(f"{one.code}. {one.text}" for one in item.options)
    shown = text if len(text) <= 80 else f"{text[:80]}…"
    return Message('"{found}" is none of what may be answered: {options}', found=shown, options=allowed)


def _option(options: tuple[Option, ...], text: str) -> Option | None:
    """The option that a text names: by its code, its words, or its code with its words behind."""
    key = text_key(text)
    for option in options:
        if key == option.code:
            return option
    for option in options:
        if key == text_key(option.text):
            return option
    whole = _WHOLE.fullmatch(text)
    if whole:
        return next((one for one in options if one.code == whole[1]), None)
    both = _CODE_FIRST.fullmatch(text)
    if both is None:
        return None
    named = next((one for one in options if one.code == both["code"].lower()), None)
    return named if named is not None and text_key(named.text) == text_key(both["words"]) else None


def _several(item: SurveyItem, text: str) -> tuple[str, ...] | Message:
    """The options that a text names: parted by semicolons, bars or lines; by commas, which also stand inside the words
    of options; or codes by blanks."""
    found: list[Option] = []
    for part in (one.strip() for one in _PARTS.split(text)):
        if part:
            named = _listed(item.options, part)
            if named is None:
                return _none_of(item, part)
            found += named
    codes = {option.code for option in found}
    if NO_OPINION in codes and len(codes) > 1:
        return Message('"{option}" stands beside other answers', option=_words(item, NO_OPINION))
    if item.most is not None and len(codes) > item.most:
        return Message("{found} options are chosen; at most {most}", found=len(codes), most=item.most)
    return tuple(option.code for option in item.options if option.code in codes)


def _words(item: SurveyItem, code: str) -> str:
    option = item.option(code)
    return option.text if option else code


def _listed(options: tuple[Option, ...], text: str) -> list[Option] | None:
    """The options in a list parted by commas, the longest words first, or by blanks; None where one is unknown."""
    single = _option(options, text)
    if single is not None:
        return [single]
    pieces = [piece.strip() for piece in text.split(",")]
    longest = 1 + max((option.text.count(",") for option in options), default=0)
    found: list[Option] = []
    at = 0
    while at < len(pieces):
        for size in range(min(longest, len(pieces) - at), 0, -1):
            option = _option(options, ", ".join(pieces[at : at + size]))
            if option is not None:
                found.append(option)
                at += size
                break
        else:
            return _by_blanks(options, text)
    return found


def _by_blanks(options: tuple[Option, ...], text: str) -> list[Option] | None:
    by_code = {option.code: option for option in options}
    named = [by_code.get(word.casefold()) for word in text.split()]
    return [one for one in named if one is not None] if all(named) else None


def _number(item: SurveyItem, text: str, number: NumberReader) -> Fraction | Message:
    if item.unit and text_key(text).endswith(text_key(item.unit)):
        text = text[: len(text) - len(item.unit)].rstrip()
    try:
        amount = number(text, item.low, item.high)
    except NumberFault as fault:
        return fault.why
    if item.low is not None and amount < item.low:
        return Message("{found} is below the least allowed, {low}", found=amount, low=item.low)
    if item.high is not None and amount > item.high:
        return Message("{found} is above the most allowed, {high}", found=amount, high=item.high)
    places = decimal_places(amount)
    if places is None or places > item.places:
        if not item.places:
            return Message("{found} is no whole number", found=amount)
        return Message("{found} has more than {most} decimals", found=amount, most=item.places)
    return amount


class AnswerFault(StrEnum):
    """What is wrong with an answer of a form."""

    UNREADABLE = "unreadable"  # it is no answer to the item
    SKIPPED = "skipped"  # the item was not to be asked after the answers before it
    MISSING = "missing"  # the item was asked, an answer is wanted, and there is none
    UNKNOWN = "unknown"  # the questionnaire has no such item


@dataclass(frozen=True, slots=True)
class FormFault:
    """One fault of a filled form: the code of the item, what kind of fault, what stood there, and why in words."""

    item: str
    what: AnswerFault
    found: str
    why: Message


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form as it was read: the answers that count, by item in the order of the questionnaire; the items that were to
    be asked; every fault."""

    answers: Mapping[str, Answer]
    shown: tuple[str, ...]
    faults: tuple[FormFault, ...]


AnswerReader = Callable[[SurveyItem, str], Answer | Message]


class KnownAnswers:
    """Reads answers as `read_answer` does, for a questionnaire that many forms fill: what the code of an option answers
    is read once, which is what nearly every form of a page or telephone holds."""

    def __init__(self, questions: QuestionSet) -> None:
        read = (
            (item.code, one.code, read_answer(item, one.code))
            for item in questions.items
            for one in item.options
        )
        self._known = {(item, code): answer for item, code, answer in read if not isinstance(answer, Message)}

    def __call__(self, item: SurveyItem, text: str) -> Answer | Message:
        return self._known.get((item.code, text)) or read_answer(item, text)


def read_form(
    questions: QuestionSet, texts: Mapping[str, str], read: AnswerReader = read_answer
) -> FilledForm:
    """What the texts of a form (by codes of items) answer, and everything that is wrong with it.

    `read` says what one text answers, where many forms are read by one that remembers.

    Empty texts are no answers. What was answered though it was not to be asked is a fault and counts for nothing; so is
    what cannot be read. A wanted answer that is missing is a fault, and the form stands without it.

    >>> from cchc.core.surveys.questionnaires.values import QuestionSection
    >>> one = SurveyItem("q1", "a", "1", "Tuổi", ItemKind.NUMBER, low=Fraction(18))
    >>> read = read_form(QuestionSet("x", "X", (one,), (QuestionSection("a", "", "A"),)), {"q1": "17", "q2": "1"})
    >>> [(fault.item, str(fault.what)) for fault in read.faults]
    [('q1', 'unreadable'), ('q2', 'unknown')]
    """
    answers: dict[str, Answer] = {}
    figures: dict[str, Value] = {}
    shown: list[str] = []
    faults: list[FormFault] = []
    for item, gate in questions.gates:
        text = texts.get(item.code, "").strip()
        if gate and not all(is_certain(one, figures) for one in gate):
            if text:
                why = Message("after the answers before it this question is not asked")
                faults.append(FormFault(item.code, AnswerFault.SKIPPED, text, why))
            continue
        shown.append(item.code)
        if not text:
            if item.required:
                why = Message("there is no answer to this question")
                faults.append(FormFault(item.code, AnswerFault.MISSING, "", why))
            continue
        answer = read(item, text)
        if isinstance(answer, Message):
            faults.append(FormFault(item.code, AnswerFault.UNREADABLE, text, answer))
        else:
            answers[item.code] = answer
            if questions.has_conditions:
                figures |= figures_of(item, answer)
    for code, text in texts.items():
        if code not in questions.by_code and text.strip():
            why = Message("the questionnaire has no such question")
            faults.append(FormFault(code, AnswerFault.UNKNOWN, text.strip(), why))
    return FilledForm(answers, tuple(shown), tuple(faults))


def stored_answers(answers: Mapping[str, Answer]) -> dict[str, str]:
    """Answers as a form keeps them, one text for each item: the code of the chosen option, of several in the order of
    the questionnaire parted by `;`, a number in plain notation, an open answer as it is. What says nothing is left out.

    >>> stored_answers({"q1": "5", "q2": ("a", "b"), "q3": Fraction(81, 2), "q4": ()})
    {'q1': '5', 'q2': 'a;b', 'q3': '40.5'}
    """
    told = {code: answer if isinstance(answer, str) else _stored(answer) for code, answer in answers.items()}
    return told if all(told.values()) else {code: text for code, text in told.items() if text}


def _stored(answer: tuple[str, ...] | Fraction) -> str:
    return plain(answer) if isinstance(answer, Fraction) else SEVERAL.join(answer)


def kept_answer(item: SurveyItem, text: str) -> Answer:
    """The answer that a text of `stored_answers` keeps.

    >>> one = SurveyItem("q1", "a", "1", "Kênh", ItemKind.MULTIPLE, (Option("a", "Loa"), Option("b", "Mạng")))
    >>> kept_answer(one, "b;a"), kept_answer(SurveyItem("q2", "a", "2", "Tuổi", ItemKind.NUMBER), "40.5")
    (('a', 'b'), Fraction(81, 2))
    """
    if item.kind is ItemKind.MULTIPLE:
        codes = text.split(SEVERAL)
        return tuple(option.code for option in item.options if option.code in codes)
    return Fraction(text) if item.kind is ItemKind.NUMBER else text
