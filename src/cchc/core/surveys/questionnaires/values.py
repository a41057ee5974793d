"""A questionnaire as values: its sections, items, scales, factors, and who is asked about which kind of unit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from cchc.core.scoring.formulas.tree import Formula

NO_OPINION = "kb"  # the code of "không biết, không trả lời", which is an answer and no valid one


class ItemKind(StrEnum):
    """How an item is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    NUMBER = "number"
    TEXT = "text"


class Layout(StrEnum):
    """How a section is shown: its items one below the other, or as the rows of one table under a common scale."""

    LIST = "list"
    MATRIX = "matrix"


@dataclass(frozen=True, slots=True)
class Option:
    """What may be chosen: its code, its words, its points in percent (0–100, None where it has none).

    `satisfied` marks what counts as satisfied; an option that is not `valid` (không biết) is left out of every rate.
    """

    code: str
    text: str
    points: Fraction | None = None
    satisfied: bool = False
    valid: bool = True


@dataclass(frozen=True, slots=True)
class AnswerScale:
    """Levels that several items share, from the lowest (code "1") to the highest; perhaps an invalid option behind."""

    code: str
    name: str
    options: tuple[Option, ...]

    @property
    def levels(self) -> tuple[Option, ...]:
        """The levels, without the invalid option."""
        return tuple(one for one in self.options if one.valid)


@dataclass(frozen=True, slots=True)
class RespondentGroup:
    """A group of people who are asked."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class QuestionSection:
    """A part of a questionnaire: its printed number, title, what to say before it, how it is shown and to whom."""

    code: str
    number: str
    title: str
    note: str = ""
    layout: Layout = Layout.LIST
    scale: str = ""
    shown_when: Formula | None = None


@dataclass(frozen=True, slots=True)
class SurveyItem:
    """One question: its code in files and sources, the number that is printed, its wording, how it is answered.

    `options` are what may be chosen: its own, or the levels of its `scale`. `low`, `high`, `places` and `unit` belong
    to numbers, `most` to how many options may be chosen. `factors` and `criteria` are what it feeds.
    """

    code: str
    section: str
    number: str
    text: str
    kind: ItemKind
    options: tuple[Option, ...] = ()
    scale: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    places: int = 0
    unit: str = ""
    most: int | None = None
    required: bool = True
    shown_when: Formula | None = None
    factors: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    note: str = ""

    def option(self, code: str) -> Option | None:
        """The option of that code; None where there is none."""
        return next((one for one in self.options if one.code == code), None)

    @property
    def has_rate(self) -> bool:
        """Whether a satisfaction rate can be reckoned from it: some option counts as satisfied."""
        return self.is_chosen_once and any(one.satisfied for one in self.options)

    @property
    def has_points(self) -> bool:
        """Whether a mean of points can be reckoned from it: every valid option has points."""
        valid = [one for one in self.options if one.valid]
        return self.is_chosen_once and bool(valid) and all(one.points is not None for one in valid)

    @property
    def is_chosen_once(self) -> bool:
        """Whether one option is chosen, no more: a single choice or a scale."""
        return self.kind in (ItemKind.SINGLE, ItemKind.SCALE)


@dataclass(frozen=True, slots=True)
class Factor:
    """Items that are reckoned together: all `items` of its own and of its parts (other factors), in their order."""

    code: str
    name: str
    items: tuple[str, ...]
    parts: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionSet:
    """A questionnaire: `code` names it in sources of figures, `rated` is the kind of unit that is rated, "" for none.

    `items` stand in the order in which they are asked: by sections, and inside a section as in the file.
    """

    code: str
    title: str
    items: tuple[SurveyItem, ...]
    sections: tuple[QuestionSection, ...]
    scales: tuple[AnswerScale, ...] = ()
    factors: tuple[Factor, ...] = ()
    groups: tuple[RespondentGroup, ...] = ()
    rated: str = ""
    note: str = ""

    @cached_property
    def by_code(self) -> dict[str, SurveyItem]:
        """The items by their codes."""
        return {item.code: item for item in self.items}

    @cached_property
    def gates(self) -> tuple[tuple[SurveyItem, tuple[Formula, ...]], ...]:
        """The items in their order, each with the conditions under which it is asked: of its section, and its own."""
        of_section = {one.code: one.shown_when for one in self.sections}
        both = ((item, (of_section.get(item.section), item.shown_when)) for item in self.items)
        return tuple((item, tuple(one for one in gate if one is not None)) for item, gate in both)

    @cached_property
    def has_conditions(self) -> bool:
        """Whether some item is asked after certain answers alone."""
        return any(gate for _item, gate in self.gates)

    @cached_property
    def factor_by_code(self) -> dict[str, Factor]:
        """The factors by their codes."""
        return {factor.code: factor for factor in self.factors}

    @cached_property
    def section_by_code(self) -> dict[str, QuestionSection]:
        """The sections by their codes."""
        return {section.code: section for section in self.sections}

    @cached_property
    def scale_by_code(self) -> dict[str, AnswerScale]:
        """The scales by their codes."""
        return {scale.code: scale for scale in self.scales}

    def items_of(self, section: QuestionSection) -> tuple[SurveyItem, ...]:
        """The items of a section, in their order."""
        return tuple(item for item in self.items if item.section == section.code)
