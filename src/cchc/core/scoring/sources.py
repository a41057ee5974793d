"""Sources: from where an input of a leaf may be fed, as a criteria set names it and as the catalogue lists it.

A fed figure is a proposal: the unit confirms it or declares another one with a reason. Whether a source that is named
here exists in an installation is asked of the rooms that own it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from cchc.core.words.messages import Message


class Dimension(StrEnum):
    """What the figure of a source measures, and so which declared figures it can feed."""

    COUNT = "count"
    AMOUNT = "amount"
    SHARE = "share"
    OPTION = "option"
    SAME = "same"
    OWN = "own"


DIMENSION_WORDS = {
    Dimension.COUNT: Message("a whole number"),
    Dimension.AMOUNT: Message("a number, with decimals"),
    Dimension.SHARE: Message("a percentage"),
    Dimension.OPTION: Message("one of several options, in words"),
    Dimension.SAME: Message("what the figure is that it feeds"),
    Dimension.OWN: Message("each figure its own"),
}


class SourcePeriod(StrEnum):
    """The time for which the figure of a source holds."""

    LAST_CYCLE = "last_cycle"
    LATEST = "latest"
    YEAR = "year"


PERIOD_WORDS = {
    SourcePeriod.LAST_CYCLE: Message("the cycle of the year before"),
    SourcePeriod.LATEST: Message("the year of the cycle, or the latest year before it that is known"),
    SourcePeriod.YEAR: Message("the year of the cycle"),
}


@dataclass(frozen=True, slots=True)
class SourceItem:
    """One figure of a kind of source whose figures are the same everywhere: its name, meaning, dimension and unit of
    measure."""

    name: str
    meaning: Message
    dimension: Dimension
    unit: str = ""


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A kind of source: its first word, how it is written, its meaning, dimension and period.

    `items` are its figures where they are the same everywhere; where an installation makes them (a questionnaire, a
    register), it is empty and only the room that owns them knows.
    """

    name: str
    form: Message
    meaning: Message
    dimension: Dimension
    period: SourcePeriod
    items: tuple[SourceItem, ...] = ()

    @property
    def parts(self) -> int:
        """How many names stand behind the first word."""
        return self.form.text.count(".")

    def item(self, name: str) -> SourceItem | None:
        """Return its figure with this name; None where there is none."""
        return next((one for one in self.items if one.name == name), None)


# Units of measure and options are data of Vietnamese offices and printed as they stand.
ATTRIBUTES = (
    SourceItem("population", Message("population"), Dimension.COUNT, "người"),
    SourceItem("households", Message("number of households"), Dimension.COUNT, "hộ"),
    SourceItem("area", Message("natural area"), Dimension.AMOUNT, "km²"),
    SourceItem("hamlets", Message("number of hamlets and residential groups"), Dimension.COUNT, "thôn, tổ dân phố"),
    SourceItem("officials", Message("number of officials and civil servants present"), Dimension.COUNT, "người"),
    SourceItem("posts", Message("number of posts allotted"), Dimension.COUNT, "biên chế"),
    SourceItem("subordinates", Message("number of subordinate agencies"), Dimension.COUNT, "đơn vị"),
    SourceItem("region", Message("region by terrain"), Dimension.OPTION),
)  # fmt: skip

PLAN_FIGURES = (
    SourceItem("planned", Message("number of measures the unit leads that were due"), Dimension.COUNT, "nhiệm vụ"),
    SourceItem("done", Message("number of these measures that are done"), Dimension.COUNT, "nhiệm vụ"),
    SourceItem("late", Message("number of those done that were done late"), Dimension.COUNT, "nhiệm vụ"),
)  # fmt: skip

REPORT_FIGURES = (
    SourceItem("due", Message("number of periodic reports the unit had to send"), Dimension.COUNT, "báo cáo"),
    SourceItem("late", Message("number of these reports that were sent late"), Dimension.COUNT, "báo cáo"),
    SourceItem("missing", Message("number of these reports that were not sent"), Dimension.COUNT, "báo cáo"),
)  # fmt: skip

KINDS = (
    SourceKind(
        "last_year",
        Message("last_year"),
        Message("what the unit declared for the same figure in the last cycle"),
        Dimension.SAME,
        SourcePeriod.LAST_CYCLE,
    ),
    SourceKind(
        "unit",
        Message("unit.<attribute>"),
        Message("an attribute of the unit, kept per year in the list of units"),
        Dimension.OWN,
        SourcePeriod.LATEST,
        ATTRIBUTES,
    ),
    SourceKind(
        "plans",
        Message("plans.<figure>"),
        Message("a figure of the unit's measures in the plans in force"),
        Dimension.OWN,
        SourcePeriod.YEAR,
        PLAN_FIGURES,
    ),
    SourceKind(
        "reports",
        Message("reports.<figure>"),
        Message("a figure of the unit's periodic reports"),
        Dimension.OWN,
        SourcePeriod.YEAR,
        REPORT_FIGURES,
    ),
    SourceKind(
        "surveys",
        Message("surveys.<questionnaire>.<item>"),
        Message("what a survey found about the unit, for an item or factor of its questionnaire"),
        Dimension.OWN,
        SourcePeriod.YEAR,
    ),
    SourceKind(
        "registers",
        Message("registers.<type>.<figure>"),
        Message("a figure counted in a register of this type"),
        Dimension.OWN,
        SourcePeriod.YEAR,
    ),
    SourceKind(
        "outside",
        Message("outside.<index>.<dimension>"),
        Message("the value of an index that others publish, whole or for a dimension"),
        Dimension.OWN,
        SourcePeriod.LATEST,
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}


class SourceFault(ValueError):
    """A text that names no source; `message` says what was found and what was expected."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class SourceName:
    """A source as a criteria set names it: its kind, and what stands behind the kind."""

    kind: str
    parts: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ".".join((self.kind, *self.parts))


NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*")


def read_source(text: str) -> SourceName:
    """Return the source that `text` names; raises `SourceFault` for a kind that is not known or has other parts.

    >>> read_source("surveys.sipas.item3")
    SourceName(kind='surveys', parts=('sipas', 'item3'))
    >>> str(read_source("last_year"))
    'last_year'
    """
    kind_name, *parts = text.split(".")
    kind = BY_NAME.get(kind_name)
    if kind is None or not NAME.fullmatch(text):
        forms = tuple(one.form for one in KINDS)
        raise SourceFault(
            Message('"{found}" is no source; a source is one of: {forms}', found=text, forms=forms)
        )
    if len(parts) != kind.parts:
        raise SourceFault(
            Message('"{found}" is no source of this kind; it is written {form}', found=text, form=kind.form)
        )
    return SourceName(kind_name, tuple(parts))


def kind_of(name: SourceName) -> SourceKind:
    """Return the kind of a source.

    >>> kind_of(read_source("unit.area")).form.text
    'unit.<attribute>'
    """
    return BY_NAME[name.kind]


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source that exists: its name, meaning, dimension, unit of measure and period."""

    name: SourceName
    meaning: Message
    dimension: Dimension
    unit: str
    period: SourcePeriod


def source_in_catalogue(name: SourceName) -> KnownSource | None:
    """Return the source as the catalogue has it; None where its kind has no such figure.

    Of a kind whose figures each installation makes, the meaning is that of the kind.

    >>> source_in_catalogue(read_source("unit.area")).unit
    'km²'
    >>> source_in_catalogue(read_source("unit.weather")) is None
    True
    """
    kind = kind_of(name)
    if not kind.items:
        return KnownSource(name, kind.meaning, kind.dimension, "", kind.period)
    item = kind.item(name.parts[0])
    return None if item is None else KnownSource(name, item.meaning, item.dimension, item.unit, kind.period)


def feeding_words(name: SourceName) -> Message:
    """Return in words what a source gives and for which time; its written name where the catalogue has no such figure.

    >>> str(feeding_words(read_source("unit.area")))
    'natural area (the year of the cycle, or the latest year before it that is known)'
    """
    source = source_in_catalogue(name)
    if source is None:
        return Message("{text}", text=str(name))
    own = Message("{source}: {meaning}", source=str(name), meaning=source.meaning)
    meaning = own if source.dimension is Dimension.OWN else source.meaning
    return Message("{meaning} ({period})", meaning=meaning, period=PERIOD_WORDS[source.period])


def closed_sources(kind: SourceKind) -> tuple[KnownSource, ...]:
    """Return every source of a kind whose figures are the same everywhere; none of a kind that installations fill.

    >>> [str(one.name) for one in closed_sources(BY_NAME["last_year"])]
    ['last_year']
    >>> [str(one.name) for one in closed_sources(BY_NAME["plans"])]
    ['plans.planned', 'plans.done', 'plans.late']
    """
    names = [SourceName(kind.name, (item.name,)) for item in kind.items]
    if not kind.parts:
        names = [SourceName(kind.name)]
    return tuple(one for one in map(source_in_catalogue, names) if one is not None)
