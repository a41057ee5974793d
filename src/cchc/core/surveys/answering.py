"""Filling a questionnaire a page at a time: which page follows which, for one rated unit or for many.

A page holds one question. Where a person rates many units, it asks that question about ten of them at most, so that a
page fits a telephone; which units share a page never changes, whatever is answered. A page is there while its question
is asked about at least one of its units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cchc.core.surveys.questionnaires.answers import read_answer, read_form
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.core.words.messages import Message

UNITS_ON_A_PAGE = 10

Texts = Mapping[int, Mapping[str, str]]
"""What was answered, as it was written: by the id of the rated unit and the code of the item."""


@dataclass(frozen=True, slots=True)
class AnsweringPage:
    """One page of a form: the code of its question, the number of the page among those of this question (from 1), and
    the ids of the units about which it is asked here."""

    item: str
    number: int
    units: tuple[int, ...]

    @property
    def key(self) -> str:
        """What names the page in addresses: "q1", the second of the same question "q1-2"."""
        return self.item if self.number == 1 else f"{self.item}-{self.number}"


@dataclass(frozen=True)
class AnsweringPath:
    """The pages of a form as far as its answers say, in their order."""

    questions: QuestionSet
    pages: tuple[AnsweringPage, ...]

    def page(self, key: str) -> AnsweringPage | None:
        """The page of that key; None where there is none, or its question is not asked after the answers so far."""
        return next((one for one in self.pages if one.key == key), None)

    def after(self, key: str) -> AnsweringPage | None:
        """The page that follows that of `key`, whether that is still there or not: the first page after it in the order
        of the questionnaire; None where the form is at its end. After "" comes the first."""
        place = self._place(key)
        return next((one for one in self.pages if self._place(one.key) > place), None)

    def before(self, key: str) -> AnsweringPage | None:
        """The page before that of `key`; None where that is the first. Before "" comes the last."""
        place = self._place(key) if key else (len(self.questions.items), 0)
        return next((one for one in reversed(self.pages) if self._place(one.key) < place), None)

    def _place(self, key: str) -> tuple[int, int]:
        code, _sign, number = key.partition("-")
        places = {item.code: at for at, item in enumerate(self.questions.items)}
        return places.get(code, -1), int(number) if number.isdecimal() else 1


def path_through(questions: QuestionSet, units: Sequence[int], texts: Texts) -> AnsweringPath:
    """Return the pages of a form about `units`, after what was answered so far.

    >>> from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSection, SurveyItem
    >>> items = tuple(SurveyItem(code, "a", "", "…", ItemKind.TEXT) for code in ("q1", "q2"))
    >>> questions = QuestionSet("x", "X", items, (QuestionSection("a", "", "A"),))
    >>> path = path_through(questions, range(12), {})
    >>> [page.key for page in path.pages], path.after("q1").key, path.before("q2").key
    (['q1', 'q1-2', 'q2', 'q2-2'], 'q1-2', 'q1-2')
    """
    asked = {unit: frozenset(read_form(questions, texts.get(unit, {})).shown) for unit in units}
    shares = [tuple(units[at : at + UNITS_ON_A_PAGE]) for at in range(0, len(units), UNITS_ON_A_PAGE)]
    pages = (
        AnsweringPage(item.code, number, tuple(unit for unit in share if item.code in asked[unit]))
        for item in questions.items
        for number, share in enumerate(shares, 1)
    )
    return AnsweringPath(questions, tuple(one for one in pages if one.units))


def answer_fault(questions: QuestionSet, code: str, text: str) -> Message | None:
    """Return why `text` is no answer to the item of that code, in words; None where it is one, or is empty.

    >>> from fractions import Fraction
    >>> from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSection, SurveyItem
    >>> item = SurveyItem("q1", "a", "1", "Tuổi", ItemKind.NUMBER, low=Fraction(18))
    >>> questions = QuestionSet("x", "X", (item,), (QuestionSection("a", "", "A"),))
    >>> str(answer_fault(questions, "q1", "17")), answer_fault(questions, "q1", " ")
    ('17 is below the least allowed, 18', None)
    """
    if not text.strip():
        return None
    read = read_answer(questions.by_code[code], text)
    return read if isinstance(read, Message) else None


def answers_left_open(
    questions: QuestionSet, units: Sequence[int], texts: Texts
) -> tuple[AnsweringPage, ...]:
    """Return the pages on which an answer is wanted and at least one unit has none; their units are those."""
    found = []
    for page in path_through(questions, units, texts).pages:
        if questions.by_code[page.item].required:
            without = tuple(unit for unit in page.units if not texts.get(unit, {}).get(page.item, "").strip())
            if without:
                found.append(AnsweringPage(page.item, page.number, without))
    return tuple(found)
