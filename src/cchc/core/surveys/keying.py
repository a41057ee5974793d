"""Keying forms that were filled on paper: what a key says to an item, which form is meant, what two people keyed
differently, when a batch of paper is whole.

Every box of a printed form bears its key: options are counted from 1 in the order in which they are printed, and 9 is
what is no valid answer (không biết) where there are fewer than nine others. 0 says that nothing was ticked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cchc.core.surveys.codes import numbered_form, typed_form_number
from cchc.core.surveys.questionnaires.answers import read_answer
from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSet, SurveyItem
from cchc.core.surveys.sampling.seeds import Seed
from cchc.core.words.messages import Message

NOTHING_TICKED = "0"
_NO_VALID_KEY = "9"
LEAST_END = 3  # digits: two of the number, and the one that checks
ALL = 100  # percent


def keys_of(item: SurveyItem) -> tuple[tuple[str, str], ...]:
    """Return the key of each option of an item and the code of the option, in the order in which they are printed;
    empty for numbers and open questions.

    >>> from cchc.core.surveys.questionnaires.values import Option
    >>> levels = (Option("a", "Tốt"), Option("b", "Kém"), Option("kb", "Không biết", valid=False))
    >>> keys_of(SurveyItem("q1", "a", "1", "Thái độ", ItemKind.SINGLE, levels))
    (('1', 'a'), ('2', 'b'), ('9', 'kb'))
    """
    if item.kind in (ItemKind.NUMBER, ItemKind.TEXT):
        return ()
    last = len(item.options)
    keys = []
    for place, option in enumerate(item.options, 1):
        is_apart = not option.valid and place == last < int(_NO_VALID_KEY)
        keys.append((_NO_VALID_KEY if is_apart else str(place), option.code))
    return tuple(keys)


def ends_by_itself(item: SurveyItem) -> bool:
    """Whether one key answers the item, so that the next field is due: one option of at most nine is chosen."""
    return item.is_chosen_once and len(item.options) <= int(_NO_VALID_KEY)


def keyed_text(item: SurveyItem, typed: str) -> str | Message:
    """Return what was keyed as the text of an answer, with codes of options; "" where nothing was ticked; why not,
    where no box of the item bears such a key.

    Several options are keyed one behind the other ("134"), parted by points, commas or blanks where there are more
    than nine ("1.12"). Numbers and open answers are keyed as they stand on the paper.

    >>> from cchc.core.surveys.questionnaires.values import Option
    >>> item = SurveyItem("q1", "a", "1", "…", ItemKind.MULTIPLE, (Option("a", "Loa"), Option("b", "Mạng")))
    >>> keyed_text(item, "21"), keyed_text(item, "0"), str(keyed_text(item, "3"))
    ('b;a', '', 'no box of this question bears the key 3; it has 1, 2')
    """
    text = typed.strip()
    if item.kind in (ItemKind.NUMBER, ItemKind.TEXT):
        return text
    if text in ("", NOTHING_TICKED):
        return ""
    codes = dict(keys_of(item))
    keys = [text] if item.is_chosen_once else _several(text, len(item.options))
    unknown = next((one for one in keys if one not in codes), None)
    if unknown is None:
        return ";".join(codes[one] for one in keys)
    return Message(
        "no box of this question bears the key {key}; it has {keys}", key=unknown[:20], keys=", ".join(codes)
    )


def _several(text: str, options: int) -> list[str]:
    parted = text.replace(".", " ").replace(",", " ").replace(";", " ").split()
    if len(parted) > 1 or options > int(_NO_VALID_KEY):
        return parted
    return list("".join(parted))


def shown_keys(item: SurveyItem, text: str) -> str:
    """Return an answer as it is keyed: the opposite of `keyed_text`.

    >>> from cchc.core.surveys.questionnaires.values import Option
    >>> item = SurveyItem("q1", "a", "1", "…", ItemKind.MULTIPLE, (Option("a", "Loa"), Option("b", "Mạng")))
    >>> shown_keys(item, "b;a"), shown_keys(item, "")
    ('12', '')
    """
    if item.kind in (ItemKind.NUMBER, ItemKind.TEXT):
        return text
    chosen = set(text.split(";"))
    between = "." if len(item.options) > int(_NO_VALID_KEY) else ""
    return between.join(key for key, code in keys_of(item) if code in chosen)


def end_of_numbers(numbers: Iterable[int]) -> int:
    """Return how many digits at the end of the printed numbers of a batch tell its forms apart, the check digit among
    them: those behind what all of them begin with, at least three.

    >>> end_of_numbers(range(101, 161)), end_of_numbers(range(2441, 2501)), end_of_numbers([7])
    (3, 4, 3)
    """
    printed = [numbered_form(one).replace("-", "") for one in numbers]
    if len({len(one) for one in printed}) != 1:
        return max(map(len, printed), default=LEAST_END)
    same = next((at for at, signs in enumerate(zip(*printed, strict=True)) if len(set(signs)) > 1), LEAST_END)
    return max(LEAST_END, len(printed[0]) - same)


def form_meant(typed: str, numbers: Iterable[int]) -> int | None:
    """Return the number of the form among `numbers` (those of a batch) that was typed, with its check digit: the whole
    of it, or its end as long as `end_of_numbers` says.

    All that is left out is the same on every form of the batch, so a mistyped or swapped digit is found by the check
    digit as it is in the whole number.

    >>> form_meant("123-4", range(101, 161)), form_meant("234", range(101, 161)), form_meant("324", range(101, 161))
    (123, 123, None)
    """
    known = set(numbers)
    whole = typed_form_number(typed)
    if whole in known:
        return whole
    digits = "".join(sign for sign in typed if sign in "0123456789")
    if not known or len(digits) < end_of_numbers(known):
        return None
    return next((one for one in known if numbered_form(one).replace("-", "").endswith(digits)), None)


def doubled_forms(seed: str, numbers: Iterable[int], percent: int) -> frozenset[int]:
    """Return which forms of a batch are keyed twice: `percent` of them, rounded up, those with the lowest permanent
    numbers of the seed; who raises the percentage keys the same ones and more.

    >>> len(doubled_forms("batch 1", range(1, 61), 10)), doubled_forms("batch 1", [1, 2], 0)
    (6, frozenset())
    """
    keys = {str(one): one for one in numbers}
    wanted = -(-len(keys) * percent // ALL)
    return frozenset(keys[key] for key in Seed(seed).ordered(keys, wanted)) if wanted else frozenset()


Keyed = Mapping[int, Mapping[str, str]]
"""What was keyed of a form, as texts of answers: by the id of the rated unit and the code of the item."""


@dataclass(frozen=True, slots=True)
class KeyedDifference:
    """An item that two people keyed differently, about one unit: what the first and the second keyed ("": nothing)."""

    unit: int
    item: str
    first: str
    second: str


def keyed_differences(questions: QuestionSet, first: Keyed, second: Keyed) -> tuple[KeyedDifference, ...]:
    """Return where two keyings of one form say different things, in the order of units and items: other spaces, other
    ways to write a number and another order of options are no difference.

    >>> from cchc.core.surveys.questionnaires.values import QuestionSection
    >>> one = SurveyItem("q1", "a", "1", "Số lần", ItemKind.NUMBER, places=1)
    >>> questions = QuestionSet("x", "X", (one,), (QuestionSection("a", "", "A"),))
    >>> keyed_differences(questions, {1: {"q1": "2,0"}}, {1: {"q1": "2"}})
    ()
    """
    found = []
    for unit in sorted({*first, *second}):
        mine, other = first.get(unit, {}), second.get(unit, {})
        for item in questions.items:
            texts = mine.get(item.code, ""), other.get(item.code, "")
            if _meaning(item, texts[0]) != _meaning(item, texts[1]):
                found.append(KeyedDifference(unit, item.code, *texts))
    return tuple(found)


def _meaning(item: SurveyItem, text: str) -> object:
    told = " ".join(text.split())
    read = read_answer(item, told) if told else ""
    return told if isinstance(read, Message) else read


@dataclass(frozen=True, slots=True)
class BatchCount:
    """How the forms of a batch of paper stand: printed, of those returned and keyed, void, and open: neither (lost, not
    filled, still out)."""

    printed: int
    returned: int
    void: int
    open: int

    @property
    def is_whole(self) -> bool:
        """Whether every printed form is told of: printed = returned + void + open."""
        return min(self.returned, self.void, self.open) >= 0 and self.printed == (
            self.returned + self.void + self.open
        )


def batch_faults(known: BatchCount, counted: BatchCount) -> Sequence[Message]:
    """Return why a batch cannot be closed with what was counted on the table beside what is `known`; empty: it can.

    >>> [str(one) for one in batch_faults(BatchCount(60, 57, 1, 2), BatchCount(60, 58, 1, 1))]
    ['returned: 58 counted on the table, 57 keyed here', 'not returned: 1 counted on the table, 2 open here']
    """
    if not counted.is_whole:
        return (
            Message(
                "{returned} returned, {void} void and {open} not returned are not the {printed} forms printed",
                returned=counted.returned,
                void=counted.void,
                open=counted.open,
                printed=known.printed,
            ),
        )
    faults = []
    if counted.returned != known.returned:
        gaps = {"counted": counted.returned, "known": known.returned}
        faults.append(Message("returned: {counted} counted on the table, {known} keyed here", **gaps))
    if counted.void != known.void:
        gaps = {"counted": counted.void, "known": known.void}
        faults.append(Message("void: {counted} counted on the table, {known} void here", **gaps))
    if counted.open != known.open:
        gaps = {"counted": counted.open, "known": known.open}
        faults.append(Message("not returned: {counted} counted on the table, {known} open here", **gaps))
    return faults
