"""Marks of forms that should be looked at: what is strange about them, with the figures that say so.

A mark never decides. Each law is made so that an honest survey of content people, where most say "hài lòng" to
everything, raises none: what is usual among the others is what a mark is held against.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations, pairwise
from typing import TypeVar

from cchc.core.surveys.estimating.intervals import exact_limits
from cchc.core.words.messages import Message

FEWEST_LEVELS = 8  # items on a scale that a form must have for its pattern to say something
FEWEST_FORMS = 5  # forms of an enumerator from which on a share is held against that of the others
CAREFUL = 0.99  # confidence of the intervals that must not meet
ALIKE_PERCENT = 95  # of the items, for two forms to be nearly the same
PLAIN_PERCENT = 80  # of the items on one level: such a form resembles many, and says nothing
SECONDS_PER_ITEM = 2  # nobody reads a question, hears an answer and taps in less
NIGHT_FROM, NIGHT_UNTIL = 22, 5  # hours
NIGHT_BURST = 5  # forms in one night of one enumerator
FORMS_OF_DEVICE = 6  # answers of respondents themselves from one device

Key = TypeVar("Key", bound=Hashable)


class FlagKind(StrEnum):
    """What is strange."""

    STRAIGHT_LINES = "straight_lines"
    NEARLY_SAME = "nearly_same"
    TOO_FAST = "too_fast"
    AT_NIGHT = "at_night"
    ONE_DEVICE = "one_device"


@dataclass(frozen=True, slots=True)
class LookedAtForm:
    """A form as far as its quality is looked at: its number and enumerator ("" without one), the levels of its items on
    a scale, how many items were answered, when filling began and ended (None: not told), whether it was left and gone
    on with in between, on which device ("": not told), and whether the respondent filled it alone."""

    number: int
    enumerator: str
    levels: Mapping[str, str]
    answered: int = 0
    begun: datetime | None = None
    ended: datetime | None = None
    device: str = ""
    is_own: bool = False
    was_paused: bool = False

    @property
    def is_straight(self) -> bool:
        """Whether every item on a scale has the same level, of so many that this says something."""
        return len(self.levels) >= FEWEST_LEVELS and len(set(self.levels.values())) == 1

    @property
    def is_plain(self) -> bool:
        """Whether one level holds so many of the items that the form resembles many others."""
        most = max(Counter(self.levels.values()).values(), default=0)
        return 100 * most > PLAIN_PERCENT * len(self.levels)


@dataclass(frozen=True, slots=True)
class FoundFlag:
    """A mark: what is strange, about whose forms ("" where it is about none), which forms by number, in words."""

    kind: FlagKind
    enumerator: str
    forms: tuple[int, ...]
    why: Message


def flags_of(forms: Sequence[LookedAtForm]) -> list[FoundFlag]:
    """Return every mark of the forms of a survey, by kind and enumerator; the order of the forms changes nothing."""
    known = sorted(forms, key=lambda one: one.number)
    return [
        *straight_lines(known),
        *nearly_same(known),
        *too_fast(known),
        *at_night(known),
        *from_one_device(known),
    ]


def straight_lines(forms: Sequence[LookedAtForm]) -> Iterator[FoundFlag]:
    """Yield the enumerators who bring straight-lined forms more often than the others, by more than chance.

    That a form has the same level throughout is no mark by itself: content people answer so. The lower limit of the
    exact 99 % interval of an enumerator's share must lie above the upper limit of that of all others.

    >>> def form(number, who, levels): return LookedAtForm(number, who, dict(enumerate(levels)))
    >>> forms = [form(n, "a", "44444444") for n in range(9)] + [form(n, "b", "44434444") for n in range(10, 40)]
    >>> [(one.enumerator, len(one.forms)) for one in straight_lines(forms)]
    [('a', 9)]
    """
    asked = [one for one in forms if len(one.levels) >= FEWEST_LEVELS]
    whole = sum(one.is_straight for one in asked)
    for who, own in _by(asked, lambda one: one.enumerator):
        straight = tuple(one.number for one in own if one.is_straight)
        others, among = len(asked) - len(own), whole - len(straight)
        if len(own) < FEWEST_FORMS or others < FEWEST_FORMS:
            continue
        if exact_limits(len(straight), len(own), CAREFUL)[0] > exact_limits(among, others, CAREFUL)[1]:
            why = Message(
                "{straight} of {forms} forms have the same level for every question on a scale; of the other forms "
                "of this survey {among} of {others} have",
                straight=len(straight),
                forms=len(own),
                among=among,
                others=others,
            )
            yield FoundFlag(FlagKind.STRAIGHT_LINES, who, straight, why)


def nearly_same(forms: Sequence[LookedAtForm]) -> Iterator[FoundFlag]:
    """Yield pairs of one enumerator's forms that agree in nearly all of many varied answers.

    Forms with one level nearly throughout are left out, for they resemble each other in every honest survey. Two forms
    that differ in at most `d` items agree throughout in one of `d + 1` parts of them: only those are compared.
    """
    varied = [one for one in forms if len(one.levels) >= 2 * FEWEST_LEVELS and not one.is_plain]
    for who, own in _by(varied, lambda one: one.enumerator):
        for items, same in _by(own, lambda one: tuple(sorted(one.levels))):
            most = len(items) * (100 - ALIKE_PERCENT) // 100
            for first, other in sorted(_candidates(same, items, most)):
                apart = sum(first[1][item] != other[1][item] for item in range(len(items)))
                if apart <= most:
                    why = Message(
                        "forms {first} and {other} have the same answer to {same} of {items} questions on a scale, "
                        "which are not all of one level",
                        first=first[0],
                        other=other[0],
                        same=len(items) - apart,
                        items=len(items),
                    )
                    yield FoundFlag(FlagKind.NEARLY_SAME, who, (first[0], other[0]), why)


_Vector = tuple[int, tuple[str, ...]]


def _candidates(
    forms: Sequence[LookedAtForm], items: Sequence[str], most: int
) -> set[tuple[_Vector, _Vector]]:
    """The pairs that agree in one part of the items at least."""
    vectors = [(one.number, tuple(one.levels[item] for item in items)) for one in forms]
    pairs: set[tuple[_Vector, _Vector]] = set()
    for part in range(most + 1):
        alike: dict[tuple[str, ...], list[_Vector]] = defaultdict(list)
        for vector in vectors:
            alike[vector[1][part :: most + 1]].append(vector)
        for group in alike.values():
            pairs.update(combinations(group, 2))
    return pairs


def too_fast(forms: Sequence[LookedAtForm]) -> Iterator[FoundFlag]:
    """Yield forms that were filled faster than their questions can be read, by the times that the device told; and two
    forms of an enumerator that were filled at the same time. A form that was left and gone on with later is open while
    others are filled, and says nothing of them."""
    timed = [one for one in forms if one.begun is not None and one.ended is not None]
    for form in timed:
        seconds, least = _seconds(form), SECONDS_PER_ITEM * form.answered
        if 0 <= seconds < least:
            why = Message(
                "form {form} was filled in {seconds} seconds: {items} answers take {least} at least",
                form=form.number,
                seconds=int(seconds),
                items=form.answered,
                least=least,
            )
            yield FoundFlag(FlagKind.TOO_FAST, form.enumerator, (form.number,), why)
    asked = [one for one in timed if one.enumerator and not one.is_own]
    for who, own in _by(asked, lambda one: one.enumerator):
        in_order = sorted(own, key=lambda one: (str(one.begun), one.number))
        for first, other in pairwise(in_order):
            if first.was_paused or first.ended is None or other.begun is None:
                continue
            if other.begun < first.ended:
                why = Message(
                    "form {other} was begun before form {first} was ended, by the same enumerator",
                    first=first.number,
                    other=other.number,
                )
                yield FoundFlag(FlagKind.TOO_FAST, who, (first.number, other.number), why)


def _seconds(form: LookedAtForm) -> float:
    if form.begun is None or form.ended is None:
        return -1
    return (form.ended - form.begun).total_seconds()


def at_night(forms: Sequence[LookedAtForm]) -> Iterator[FoundFlag]:
    """Yield the nights in which many forms of an enumerator were ended, by local times."""
    for who, own in _by([one for one in forms if one.enumerator], lambda one: one.enumerator):
        nights: dict[str, list[LookedAtForm]] = defaultdict(list)
        for form in own:
            if form.ended is not None and not NIGHT_UNTIL <= form.ended.hour < NIGHT_FROM:
                evening = form.ended - timedelta(hours=NIGHT_UNTIL)
                nights[f"{evening:%Y-%m-%d}"].append(form)
        for night in sorted(nights):
            if len(nights[night]) >= NIGHT_BURST:
                year, month, day = night.split("-")
                why = Message(
                    "{forms} forms were ended between {evening} and {morning} o'clock in the night after {day}",
                    forms=len(nights[night]),
                    evening=NIGHT_FROM,
                    morning=NIGHT_UNTIL,
                    day=f"{day}/{month}/{year}",
                )
                numbers = tuple(one.number for one in nights[night])
                yield FoundFlag(FlagKind.AT_NIGHT, who, numbers, why)


def from_one_device(forms: Sequence[LookedAtForm]) -> Iterator[FoundFlag]:
    """Yield the devices from which many respondents answered by themselves, of which an enumerator's own telephone is
    none; and the telephones on which forms of several enumerators were filled."""
    own = [one for one in forms if one.is_own and one.device]
    for _device, same in _by(own, lambda one: one.device):
        if len(same) >= FORMS_OF_DEVICE:
            people = {one.enumerator for one in same}
            why = Message(
                "{forms} forms that respondents fill by themselves came from one device", forms=len(same)
            )
            who = people.pop() if len(people) == 1 else ""
            yield FoundFlag(FlagKind.ONE_DEVICE, who, tuple(one.number for one in same), why)
    asked = [one for one in forms if not one.is_own and one.device and one.enumerator]
    for _device, same in _by(asked, lambda one: one.device):
        hands = len({one.enumerator for one in same})
        if hands > 1:
            why = Message(
                "{forms} forms of {people} enumerators were filled on one telephone",
                forms=len(same),
                people=hands,
            )
            yield FoundFlag(FlagKind.ONE_DEVICE, "", tuple(one.number for one in same), why)


def _by(
    forms: Iterable[LookedAtForm], key: Callable[[LookedAtForm], Key]
) -> Iterator[tuple[Key, list[LookedAtForm]]]:
    """The forms in groups, each group in the order of the numbers, the groups in the order of their keys."""
    groups: dict[Key, list[LookedAtForm]] = defaultdict(list)
    for form in forms:
        groups[key(form)].append(form)
    for name in sorted(groups, key=repr):
        yield name, groups[name]
