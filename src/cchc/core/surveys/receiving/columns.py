"""What the columns of an answer file hold: proposed by their headings, confirmed by a person.

Headings come as other systems write them: the wording of the question (Google Forms: "Mức độ hài lòng [Thái độ phục
vụ]" for a row of a matrix), its code (LimeSurvey: "q5[radio]", "G01Q02. Wording"), or groups and names (KoboToolbox:
"nhom_a/q5/radio"). A heading that is not equal to a wording or code is never more than likely.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from hashlib import sha256

from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSet, SurveyItem
from cchc.core.words.messages import Message
from cchc.core.words.names import text_key


class ColumnPart(StrEnum):
    """What a column may hold besides answers."""

    ITEM = "item"
    TICK = "tick"
    KEY = "key"
    CASE = "case"
    UNIT = "unit"
    GROUP = "group"
    CHANNEL = "channel"
    TEST = "test"
    VERSION = "version"
    NOTHING = "nothing"


class Surely(StrEnum):
    """How sure a proposal is."""

    SURE = "sure"
    LIKELY = "likely"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What a column holds: the answers to an item, whether one option of it was ticked, or another part of the form."""

    part: ColumnPart
    item: str = ""
    option: str = ""

    @property
    def text(self) -> str:
        """The use as one text, which `use_of` reads."""
        return ":".join(filter(None, (self.part.value, self.item, self.option)))


def use_of(text: str) -> ColumnUse | None:
    """Return the use that `ColumnUse.text` has written; None for another text.

    >>> use_of("tick:q5:radio") == ColumnUse(ColumnPart.TICK, "q5", "radio"), use_of("item"), use_of("key").part.value
    (True, None, 'key')
    """
    part, *names = text.split(":")
    expected = {"item": 1, "tick": 2}.get(part, 0)
    if part not in set(ColumnPart) or len(names) != expected or not all(names):
        return None
    return ColumnUse(ColumnPart(part), *names)


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """What a heading seems to mean, how surely, and why."""

    use: ColumnUse
    surely: Surely
    why: Message


NOTHING = ColumnUse(ColumnPart.NOTHING)
_NEAR = 0.86
_NEAR_WITH_NUMBER = 0.6
AROUND = 300  # letters of codes and names of groups around the wordings of a question and its row; longer is no heading
_FEWEST_LETTERS = 6  # of a heading that may be near a wording

# Headings of what is no answer, as Google Forms, LimeSurvey and KoboToolbox write them and as offices call them.
_KNOWN = {
    ColumnPart.KEY: (
        "_uuid", "meta/instanceid", "instanceid", "id", "response id", "_id", "mã phiếu", "số phiếu", "số thứ tự phiếu",
        "mã số phiếu", "mã trả lời",
    ),
    ColumnPart.CASE: ("số trong mẫu", "số thứ tự trong mẫu", "mã trong mẫu"),
    ColumnPart.UNIT: (
        "đơn vị được đánh giá", "cơ quan được đánh giá", "đơn vị", "cơ quan, đơn vị", "tên đơn vị", "tên cơ quan",
        "xã, phường", "xã/phường", "xã, phường, đặc khu", "đơn vị đánh giá",
    ),
    ColumnPart.GROUP: (
        "đối tượng trả lời", "nhóm đối tượng", "đối tượng", "đối tượng khảo sát", "đối tượng điều tra",
        "nhóm đối tượng trả lời",
    ),
    ColumnPart.CHANNEL: ("hình thức", "hình thức khảo sát", "hình thức điều tra", "kênh", "hình thức trả lời"),
    ColumnPart.TEST: ("phiếu thử", "trả lời thử", "thử nghiệm"),
    ColumnPart.VERSION: ("__version__", "phiên bản", "phiên bản mẫu phiếu", "mã mẫu phiếu", "lần ban hành mẫu phiếu"),
    ColumnPart.NOTHING: (
        "dấu thời gian", "timestamp", "submitdate", "startdate", "datestamp", "lastpage", "startlanguage", "seed",
        "start", "end", "today", "deviceid", "_submission_time", "_validation_status", "_status", "_notes",
        "_submitted_by", "_tags", "_index", "formhub/uuid", "địa chỉ email", "email address", "điểm số", "score",
    ),
}  # fmt: skip
_BRACKET = re.compile(r"^(?P<before>.*?)\s*\[(?P<inside>[^\[\]]*)\]\s*(?P<after>\[[^\[\]]*\])?$", re.DOTALL)
_NUMBER = re.compile(
    r"^(?:câu(?:\s+hỏi)?\s+)?(?P<number>\d+(?:[.\-]\d+)*(?=\s)|(?:\d+|[ivx]+)(?:[.\-]\d+)*(?=\s*[.:)\-]))"
    r"\s*[.:)\-]?\s*",
    re.IGNORECASE,
)
_CODE = re.compile(r"^(?P<code>[a-z][a-z0-9_]*)\s*[.:]\s+", re.IGNORECASE)


def headings_key(headings: Sequence[str]) -> str:
    """Return the hash under which what was said of these headings is remembered: however they are typed, in their
    order.

    >>> headings_key(["Mã  phiếu", "Q1"]) == headings_key(["mã phiếu", "q1"]) != headings_key(["q1", "mã phiếu"])
    True
    """
    return sha256("\n".join(text_key(one) for one in headings).encode()).hexdigest()


def proposed_columns(headings: Sequence[str], questions: QuestionSet) -> tuple[ColumnProposal, ...]:
    """Return what each heading seems to mean. No two columns get the same item: the second is unknown."""
    known = _Wordings(questions)
    found = [known.proposal(heading) for heading in headings]
    return tuple(_each_once(found))


def _each_once(found: Sequence[ColumnProposal]) -> Iterator[ColumnProposal]:
    """Yield proposals; of those with the same use the surest stays (of equals the first), for the others nothing is
    proposed. Where options of an item have columns of their own, the column of the whole item goes unread."""
    ticked = {one.use.item for one in found if one.use.part is ColumnPart.TICK}
    best: dict[ColumnUse, int] = {}
    for at, one in enumerate(found):
        held = best.get(one.use)
        if held is None or (one.surely is Surely.SURE and found[held].surely is not Surely.SURE):
            best[one.use] = at
    for at, one in enumerate(found):
        if one.use.part is ColumnPart.ITEM and one.use.item in ticked:
            yield ColumnProposal(NOTHING, Surely.LIKELY, TICKED)
        elif one.use.part is ColumnPart.NOTHING or best[one.use] == at:
            yield one
        else:
            yield ColumnProposal(NOTHING, Surely.UNKNOWN, TWICE)


class _Wordings:
    """The wordings and codes of a questionnaire, by their keys."""

    def __init__(self, questions: QuestionSet) -> None:
        self.items = questions.items
        self.codes = {one.code: one for one in questions.items}
        self.times = Counter(text_key(one.text) for one in questions.items)
        self.texts = {text_key(one.text): one for one in questions.items}
        self.longest = 2 * max((len(one.text) for one in questions.items), default=0) + AROUND
        self.parts = {text_key(name): part for part, names in _KNOWN.items() for name in names}

    def proposal(self, heading: str) -> ColumnProposal:
        """What one heading seems to mean."""
        text = " ".join(heading.split())
        if not text:
            return ColumnProposal(NOTHING, Surely.UNKNOWN, NO_HEADING)
        if len(text) > self.longest:
            return ColumnProposal(NOTHING, Surely.UNKNOWN, NOT_KNOWN)
        return (
            self._coded(text)
            or self._worded(text)
            or self._known_part(text)
            or self._in_brackets(text)
            or self._near(text)
            or ColumnProposal(NOTHING, Surely.UNKNOWN, NOT_KNOWN)
        )

    def _coded(self, text: str) -> ColumnProposal | None:
        """By a code alone: q5, nhom/q5, q5[radio], nhom/q5/radio."""
        bracket = _BRACKET.match(text)
        names = [part.strip().casefold() for part in text.split("/")]
        if bracket and not bracket["after"]:
            names = [bracket["before"].casefold().split("/")[-1], bracket["inside"].strip().casefold()]
        if names[-1] in self.codes and not bracket:
            return ColumnProposal(ColumnUse(ColumnPart.ITEM, names[-1]), Surely.SURE, BY_CODE)
        if len(names) > 1 and names[-2] in self.codes:
            item = self.codes[names[-2]]
            if item.kind is ItemKind.MULTIPLE and item.option(names[-1]):
                return ColumnProposal(ColumnUse(ColumnPart.TICK, item.code, names[-1]), Surely.SURE, BY_CODE)
        return None

    def _worded(self, text: str) -> ColumnProposal | None:
        """By a wording that is equal, with or without the number or code before it."""
        for words in dict.fromkeys((text, _NUMBER.sub("", text), _CODE.sub("", text))):
            item = self.texts.get(text_key(words))
            if item is not None:
                return self._unless_twice(item, text)
        return None

    def _unless_twice(self, item: SurveyItem, text: str) -> ColumnProposal:
        use = ColumnUse(ColumnPart.ITEM, item.code)
        if self.times[text_key(item.text)] == 1:
            return ColumnProposal(use, Surely.SURE, BY_WORDING)
        numbered = self._numbered(
            text, [one for one in self.items if text_key(one.text) == text_key(item.text)]
        )
        if numbered is None:
            return ColumnProposal(NOTHING, Surely.UNKNOWN, SAME_WORDING)
        return ColumnProposal(ColumnUse(ColumnPart.ITEM, numbered.code), Surely.LIKELY, BY_NUMBER)

    def _known_part(self, text: str) -> ColumnProposal | None:
        part = self.parts.get(text_key(text)) or self.parts.get(text_key(text.split("/")[-1]))
        if part is None:
            return None
        return ColumnProposal(
            ColumnUse(part), Surely.SURE if part is not ColumnPart.UNIT else Surely.LIKELY, BY_NAME
        )

    def _in_brackets(self, text: str) -> ColumnProposal | None:
        """By what stands in brackets: the row of a matrix, or an option of a question that takes several."""
        found = _BRACKET.match(text)
        if found is None:
            return None
        row = self._worded(found["inside"])
        if row is not None:
            return row
        before = _NUMBER.sub("", _CODE.sub("", found["before"]))
        item = self.texts.get(text_key(before)) or self.texts.get(text_key(found["before"]))
        if item is None or item.kind is not ItemKind.MULTIPLE:
            return None
        option = next((one for one in item.options if text_key(one.text) == text_key(found["inside"])), None)
        if option is None:
            return None
        return ColumnProposal(ColumnUse(ColumnPart.TICK, item.code, option.code), Surely.SURE, BY_WORDING)

    def _near(self, text: str) -> ColumnProposal | None:
        """By a wording that is near, or by its number where the wording is not far; never sure."""
        bracket = _BRACKET.match(text)
        words = text_key(_NUMBER.sub("", _CODE.sub("", bracket["inside"] if bracket else text)))
        if len(words) < _FEWEST_LETTERS:
            return None
        rated = sorted(((_likeness(words, key), key) for key in self.texts), reverse=True)
        if rated and rated[0][0] >= _NEAR and (len(rated) == 1 or rated[1][0] < rated[0][0]):
            item = self.texts[rated[0][1]]
            if self.times[text_key(item.text)] == 1:
                return ColumnProposal(ColumnUse(ColumnPart.ITEM, item.code), Surely.LIKELY, BY_NEAR_WORDING)
        numbered = self._numbered(text, self.items)
        if numbered is not None and _likeness(words, text_key(numbered.text)) >= _NEAR_WITH_NUMBER:
            return ColumnProposal(ColumnUse(ColumnPart.ITEM, numbered.code), Surely.LIKELY, BY_NUMBER)
        return None

    def _numbered(self, text: str, items: Sequence[SurveyItem]) -> SurveyItem | None:
        """The one item whose printed number stands before a heading."""
        found = _NUMBER.match(text)
        if found is None:
            return None
        meant = [one for one in items if one.number.strip(". ").casefold() == found["number"].casefold()]
        return meant[0] if len(meant) == 1 else None


def _likeness(words: str, other: str) -> float:
    """How alike two texts are, from 0 to 1; what cannot reach what is asked for is not compared letter by letter."""
    compared = SequenceMatcher(None, words, other, autojunk=False)
    if compared.real_quick_ratio() < _NEAR_WITH_NUMBER or compared.quick_ratio() < _NEAR_WITH_NUMBER:
        return 0.0
    return compared.ratio()


BY_CODE = Message("the code of the question")
BY_WORDING = Message("the wording of the question")
BY_NAME = Message("a heading that is known")
BY_NUMBER = Message("the number of the question; the wording is another")
BY_NEAR_WORDING = Message("nearly the wording of the question")
NO_HEADING = Message("the column has no heading")
NOT_KNOWN = Message("no question is worded so")
SAME_WORDING = Message("several questions are worded so: choose which one is meant")
TWICE = Message("another column is this already")
TICKED = Message("each choice has a column of its own")
