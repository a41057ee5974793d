"""Back-checks (phúc tra): which forms are asked anew, what two answers to one question say, and when the forms of an
enumerator may be discarded.

A question of fact must be answered alike; an opinion may move by one level, since a person who is asked twice does not
weigh it the same to the point. What only one side answers is counted apart and is no error. Written answers are not
compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from cchc.core.surveys.estimating.intervals import exact_limits
from cchc.core.surveys.questionnaires.conditions import Answer
from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSet, SurveyItem
from cchc.core.surveys.sampling.seeds import Seed

CONFIDENCE = 0.95
NEAR = 1  # levels by which an opinion may move


@dataclass(frozen=True, slots=True)
class CheckableForm:
    """A form that came back: the key of its permanent number, and the group (its enumerator) it is drawn within."""

    key: str
    group: str


def drawn_for_check(
    seed: Seed, forms: Iterable[CheckableForm], share: Fraction, least: int, before: Collection[str] = ()
) -> list[str]:
    """Return the keys of the forms to ask anew, by group and in the order of their permanent numbers.

    In each group `share` of the forms, rounded up and at least `least`, are drawn in all; those drawn `before` count
    among them and are never drawn again, so that the same draw a week later adds what came back since.

    >>> forms = [CheckableForm(str(number), "a") for number in range(1, 11)]
    >>> first = drawn_for_check(Seed("2026"), forms, Fraction(1, 5), 1)
    >>> first, drawn_for_check(Seed("2026"), forms, Fraction(3, 10), 1, first)
    (['8', '9'], ['3'])
    """
    if not 0 <= share <= 1 or least < 0:
        raise ValueError("a share between 0 and 1, and no negative number of forms")
    known = set(before)
    groups: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        groups[form.group].append(form.key)
    found: list[str] = []
    for group in sorted(groups):
        keys = groups[group]
        fresh = [key for key in keys if key not in known]
        wanted = min(len(keys), max(least, -(-len(keys) * share // 1)))
        missing = max(0, int(wanted) - (len(keys) - len(fresh)))
        found += seed.ordered(fresh, missing)
    return found


class CheckKind(StrEnum):
    """How two answers to an item are held against each other."""

    FACT = "fact"
    OPINION = "opinion"
    NOT_COMPARED = "not_compared"


def check_kind(item: SurveyItem) -> CheckKind:
    """Return how the answers to an item are compared: an opinion is a scale, or a choice of which some options count as
    satisfied or bear points; every other choice and every number is a fact.

    >>> check_kind(SurveyItem("q4", "a", "4", "Số lần đi lại", ItemKind.NUMBER)).value
    'fact'
    """
    if item.kind is ItemKind.TEXT:
        return CheckKind.NOT_COMPARED
    if item.kind is ItemKind.SCALE or item.has_rate or item.has_points:
        return CheckKind.OPINION
    return CheckKind.FACT


class CheckOutcome(StrEnum):
    """What two answers to one item say."""

    SAME = "same"
    NEAR = "near"
    DIFFERENT = "different"
    ONE_SIDED = "one_sided"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True, slots=True)
class ItemCheck:
    """The two answers to an item (None: none was given), how they are compared and what they say."""

    item: SurveyItem
    kind: CheckKind
    outcome: CheckOutcome
    first: Answer | None
    again: Answer | None


@dataclass(frozen=True, slots=True)
class FormCheck:
    """What a form and the answers given anew say of each other, item by item in the order of the questionnaire."""

    items: tuple[ItemCheck, ...]

    @property
    def compared(self) -> int:
        """How many items both sides answered and can be compared."""
        return sum(one.outcome in _COMPARED for one in self.items)

    @property
    def different(self) -> int:
        """How many of them differ: facts at all, opinions by more than one level."""
        return sum(one.outcome is CheckOutcome.DIFFERENT for one in self.items)


_COMPARED = (CheckOutcome.SAME, CheckOutcome.NEAR, CheckOutcome.DIFFERENT)


def compared_form(
    questions: QuestionSet, first: Mapping[str, Answer], again: Mapping[str, Answer]
) -> FormCheck:
    """Return what two sets of answers (by codes of items) to one questionnaire say of each other."""
    return FormCheck(
        tuple(
            _compared(item, first.get(item.code), again.get(item.code))
            for item in questions.items
            if item.code in first or item.code in again
        )
    )


def _compared(item: SurveyItem, first: Answer | None, again: Answer | None) -> ItemCheck:
    kind = check_kind(item)
    if kind is CheckKind.NOT_COMPARED:
        outcome = CheckOutcome.NOT_COMPARED
    elif not (_is_valid(item, first) and _is_valid(item, again)):
        outcome = CheckOutcome.NOT_COMPARED if first == again else CheckOutcome.ONE_SIDED
    elif first == again:
        outcome = CheckOutcome.SAME
    elif kind is CheckKind.OPINION and _apart(item, first, again) <= NEAR:
        outcome = CheckOutcome.NEAR
    else:
        outcome = CheckOutcome.DIFFERENT
    return ItemCheck(item, kind, outcome, first, again)


def _is_valid(item: SurveyItem, answer: Answer | None) -> bool:
    """Whether an answer says something: “không biết” does not."""
    if answer is None:
        return False
    codes = answer if isinstance(answer, tuple) else (answer,)
    options = [item.option(code) for code in codes if isinstance(code, str)]
    return all(one is None or one.valid for one in options)


def _apart(item: SurveyItem, first: Answer | None, again: Answer | None) -> int:
    """By how many levels two answers differ: places among the valid options, as they are printed."""
    places = {one.code: place for place, one in enumerate(option for option in item.options if option.valid)}
    if not (isinstance(first, str) and isinstance(again, str) and first in places and again in places):
        return len(places) + NEAR
    return abs(places[first] - places[again])


@dataclass(frozen=True, slots=True)
class BackCheckRule:
    """When a form is not confirmed, and when forms may be discarded.

    A form is not confirmed where the respondent says that nobody asked, or where more than `items_percent` of the
    compared items differ. The forms of an enumerator may be discarded where the lower limit of the exact 95 % interval
    of the rate of forms that are not confirmed lies above `forms_percent`: the checks then show, by more than chance,
    that more than so many are wrong. It is people who decide.
    """

    items_percent: int = 20
    forms_percent: int = 10

    def confirms(self, compared: int, different: int) -> bool | None:
        """Whether a form with so many compared and different items is confirmed; None where nothing was compared.

        >>> BackCheckRule().confirms(40, 8), BackCheckRule().confirms(40, 9), BackCheckRule().confirms(0, 0)
        (True, False, None)
        """
        return 100 * different <= self.items_percent * compared if compared else None


class CheckVerdict(StrEnum):
    """What the checks of an enumerator's forms say by the rule."""

    NOTHING_YET = "nothing_yet"
    HOLDS = "holds"
    MORE_NEEDED = "more_needed"
    MAY_BE_DISCARDED = "may_be_discarded"


@dataclass(frozen=True, slots=True)
class CheckedForms:
    """What the checked forms of an enumerator came to: how many were `checked`, how many not confirmed (`wrong`), and
    how many items were compared and differ."""

    checked: int
    wrong: int
    compared: int = 0
    different: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.wrong <= self.checked and 0 <= self.different <= self.compared):
            raise ValueError("no more can be wrong than was checked")

    @property
    def rate(self) -> Fraction | None:
        """The percentage of checked forms that are not confirmed (0–100); None where none was checked."""
        return Fraction(100 * self.wrong, self.checked) if self.checked else None

    @property
    def item_rate(self) -> Fraction | None:
        """The percentage of compared items that differ (0–100); None where none was compared."""
        return Fraction(100 * self.different, self.compared) if self.compared else None

    @property
    def interval(self) -> tuple[Fraction, Fraction] | None:
        """The exact 95 % interval of `rate` in percent (Clopper and Pearson); None where none was checked.

        It is wider than it need be where most forms of an enumerator were checked: that many forms are few, and to err
        on this side discards none for nothing.

        >>> [round(float(limit), 2) for limit in CheckedForms(5, 3).interval]
        [14.66, 94.73]
        """
        if not self.checked:
            return None
        low, high = exact_limits(self.wrong, self.checked, CONFIDENCE)
        return 100 * Fraction(low), 100 * Fraction(high)

    def verdict(self, rule: BackCheckRule) -> CheckVerdict:
        """What the rule says of these checks.

        >>> [CheckedForms(5, wrong).verdict(BackCheckRule()).value for wrong in (0, 1, 2, 3)]
        ['holds', 'more_needed', 'more_needed', 'may_be_discarded']
        """
        rate, interval = self.rate, self.interval
        if rate is None or interval is None:
            return CheckVerdict.NOTHING_YET
        if interval[0] > rule.forms_percent:
            return CheckVerdict.MAY_BE_DISCARDED
        return CheckVerdict.MORE_NEEDED if rate > rule.forms_percent else CheckVerdict.HOLDS


def together(counts: Sequence[CheckedForms]) -> CheckedForms:
    """Return several counts as one.

    >>> together([CheckedForms(5, 3), CheckedForms(4, 0)])
    CheckedForms(checked=9, wrong=3, compared=0, different=0)
    """
    return CheckedForms(
        sum(one.checked for one in counts),
        sum(one.wrong for one in counts),
        sum(one.compared for one in counts),
        sum(one.different for one in counts),
    )
