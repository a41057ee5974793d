"""A frame: the list from which a sample is drawn, column by column, and what is wrong in it.

A frame of a million rows is a few lists of texts and no million objects.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, repeat

from cchc.core.surveys.sampling.design import SurveyDesign
from cchc.core.words.messages import Fault, Message, Notice, Place
from cchc.core.words.names import spelling_key

MOST_OF_A_KIND = 500
"""How many faults of one kind are told by their rows."""
IDENTITY = ("post", "workplace", "household")


@dataclass(frozen=True)
class SamplingFrame:
    """The rows of a frame: the number of each in its file, and the columns: by field (`key`, `unit` …) where it is
    known which column that is, and all of them by heading. A cell without a text is "".
    """

    file: str
    rows: Sequence[int]
    fields: Mapping[str, Sequence[str]]
    headings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sheet: str | None = None

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def by_spelling(self) -> Mapping[str, Sequence[str]]:
        """All columns by the key of their heading; fields by their own name too."""
        return {name: one for name, one in self.fields.items()} | {
            spelling_key(heading): one for heading, one in self.headings.items()
        }

    def column(self, name: str) -> Sequence[str] | None:
        """Return a column by its heading, however it is typed, or the name of its field; None where there is none."""
        return self.by_spelling.get(name) or self.by_spelling.get(spelling_key(name))

    def of(self, field_name: str) -> Sequence[str]:
        """Return the column of a field, empty texts where the frame has none."""
        return self.fields.get(field_name) or _Empty(len(self.rows))

    def place(self, at: int | None = None) -> Place:
        """Return the place of a row, or of the frame."""
        return Place(file=self.file, sheet=self.sheet, row=None if at is None else self.rows[at])


class _Empty(Sequence[str]):
    """So many empty texts, without keeping them."""

    def __init__(self, length: int) -> None:
        self.length = length

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[str]:
        return repeat("", self.length)

    def __getitem__(self, at: int | slice) -> str:
        return ""


@dataclass(slots=True)
class FrameReport:
    """What is wrong in a frame (nothing is drawn from it), and what should be looked at."""

    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def frame_report(frame: SamplingFrame, design: SurveyDesign, units: Sequence[str] = ()) -> FrameReport:
    """Return everything that is wrong in a frame for a design: missing columns and keys, rows that stand twice, units
    and groups that are missing or unknown, gaps of the running number. `units` are those that must have rows.

    People of one name in one unit are one person where nothing tells them apart, else likely so.
    """
    report = FrameReport()
    report.faults += missing_columns(frame, design)
    report.faults += _keys(frame)
    report.faults += _places(frame, design, units)
    report.notices += _other_number(frame, design)
    _people(frame, design, report)
    report.notices += _gaps(frame)
    return report


def missing_columns(frame: SamplingFrame, design: SurveyDesign) -> Iterator[Fault]:
    """Yield a fault for each column that a design needs and a frame does not have."""
    stages = [stage for group in design.groups for stage in group.stages]
    named = [(stage.unit, *stage.strata, *stage.order, stage.size) for stage in stages]
    for name in dict.fromkeys(one for names in named for one in names if one):
        if frame.column(name) is None:
            why = Message("The design draws by this column, and the frame does not have it.")
            yield Fault(frame.place(), "", Message("the column “{column}”", column=name), why)
    if "key" not in frame.fields:
        why = Message(
            "No column holds the key of the rows: head one “Mã”, or name it in [frame] of the design."
        )
        yield Fault(frame.place(), "", Message("the column “{column}”", column="Mã"), why)
    if "unit" not in frame.fields and any(one.is_by_unit for one in design.groups) and _many_units(design):
        why = Message(
            "No column names the rated unit: head one “Đơn vị”, or name it in [frame] of the design."
        )
        yield Fault(frame.place(), "", Message("the column “{column}”", column="Đơn vị"), why)
    if "group" not in frame.fields and len(design.groups) > 1:
        why = Message("The design has several groups: say of each row to which it belongs.")
        yield Fault(frame.place(), "", Message("the column “{column}”", column="Đối tượng"), why)


def _many_units(design: SurveyDesign) -> bool:
    return sum(design.rated.kinds.values()) != 1


def _keys(frame: SamplingFrame) -> Iterator[Fault]:
    if "key" not in frame.fields:
        return
    first: dict[str, int] = {}
    told = 0
    for at, key in enumerate(frame.fields["key"]):
        before = first.setdefault(key, at) if key else at
        if (key and before == at) or told == 2 * MOST_OF_A_KIND:
            continue
        told += 1
        if not key:
            why = Message("The row has no key: give it one that stays.")
            yield Fault(frame.place(at), "", Message("a key of its own"), why)
        else:
            why = Message("This key stands in row {row} too: one row is drawn once.", row=frame.rows[before])
            yield Fault(frame.place(at), key, Message("a key of its own"), why)


def _places(frame: SamplingFrame, design: SurveyDesign, units: Sequence[str]) -> Iterator[Fault]:
    """Yield the faults of unit, kind and group of the rows."""
    if "unit" in frame.fields:
        why = Message("The row belongs to no rated unit.")
        yield from _empty(frame, frame.fields["unit"], Message("the name of a unit"), why)
        there = {spelling_key(one) for one in set(frame.fields["unit"])}
        for name in units:
            if spelling_key(name) not in there:
                expected = Message("rows of {unit}", unit=name)
                yield Fault(frame.place(), "", expected, Message("The unit has no rows in the frame."))
    kinds = set(design.rated.kinds) - {""}
    if kinds and "kind" in frame.fields:
        yield from _unknown(frame, "kind", {spelling_key(one) for one in kinds}, tuple(sorted(kinds)))
    elif kinds:
        why = Message("The design has numbers by kind of unit: say of each row which kind its unit is.")
        yield Fault(frame.place(), "", Message("the column “{column}”", column="Loại đơn vị"), why)
    if "group" in frame.fields and len(design.groups) > 1:
        known = {spelling_key(one) for group in design.groups for one in (group.code, group.name)}
        yield from _unknown(frame, "group", known, tuple(one.name for one in design.groups))


def _other_number(frame: SamplingFrame, design: SurveyDesign) -> Iterator[Notice]:
    """Yield that the frame has another number of rated units than the design, where all groups rate all of them."""
    stated = sum(design.rated.kinds.values())
    is_about_all = all(group.is_by_unit and not group.rates for group in design.groups)
    there = len({spelling_key(one) for one in set(frame.of("unit")) if one})
    if "unit" in frame.fields and stated and is_about_all and there != stated:
        what = Message(
            "The design has {stated} rated units, the frame has rows of {there}.", stated=stated, there=there
        )
        yield Notice(frame.place(), what)


def _empty(frame: SamplingFrame, column: Sequence[str], expected: Message, why: Message) -> Iterator[Fault]:
    empty = [at for at, text in enumerate(column) if not text]
    yield from (Fault(frame.place(at), "", expected, why) for at in empty[:MOST_OF_A_KIND])


def _unknown(frame: SamplingFrame, name: str, known: set[str], words: tuple[str, ...]) -> Iterator[Fault]:
    strange = {text for text in set(frame.fields[name]) if spelling_key(text) not in known}
    why = Message("This word is not one of the design.")
    found = [at for at, text in enumerate(frame.fields[name]) if text in strange] if strange else []
    for at in found[:MOST_OF_A_KIND]:
        yield Fault(frame.place(at), frame.fields[name][at], Message("one of: {words}", words=words), why)


def _people(frame: SamplingFrame, design: SurveyDesign, report: FrameReport) -> None:
    """Tell of people who stand in one unit twice: in one rated unit, and in one area where the design draws areas."""
    if "name" not in frame.fields:
        return
    stages = dict.fromkeys(stage.unit for group in design.groups for stage in group.stages if stage.unit)
    areas = [column for name in stages if (column := frame.column(name)) is not None]
    within = list(zip(frame.of("unit"), frame.of("group"), *areas, strict=True))
    folded: dict[tuple[bytes, tuple[str, ...]], list[int]] = defaultdict(list)
    for at, name in enumerate(frame.fields["name"]):
        if name:
            folded[_folded(name), within[at]].append(at)
    told = 0
    for alike in folded.values():
        for first, other in pairwise(alike) if len(alike) > 1 else ():
            told += 1
            if told <= MOST_OF_A_KIND:
                _tell_of_two(frame, first, other, report)


def _tell_of_two(frame: SamplingFrame, first: int, other: int, report: FrameReport) -> None:
    names, row = frame.fields["name"], frame.rows[first]
    is_spelled_alike = spelling_key(names[first]) == spelling_key(names[other])
    told_apart = any(_differ(frame.of(one), first, other) for one in IDENTITY)
    if is_spelled_alike and not told_apart:
        why = Message("The same person stands in row {row}: leave one of them out.", row=row)
        report.faults.append(Fault(frame.place(other), names[other], Message("each person once"), why))
    else:
        what = Message(
            "“{name}” is likely the same person as in row {row}: look at both.", name=names[other], row=row
        )
        report.notices.append(Notice(frame.place(other), what))


def _differ(column: Sequence[str], first: int, other: int) -> bool:
    return spelling_key(column[first]) != spelling_key(column[other])


def _folded(name: str) -> bytes:
    """The name in plain letters, for finding those that are alike: quick, for a million of them."""
    plain = unicodedata.normalize("NFD", name.casefold()).replace("đ", "d").encode("ascii", "ignore")
    return b" ".join(plain.split())


_WHOLE = re.compile("[0-9]{1,9}")


def _gaps(frame: SamplingFrame) -> Iterator[Notice]:
    """Yield what is missing or twice in the running number, of each unit and group where these begin anew."""
    if "number" not in frame.fields:
        return
    numbers = [int(one) if _WHOLE.fullmatch(one) else None for one in frame.fields["number"]]
    whole = [one for one in numbers if one is not None]
    runs: dict[tuple[str, str], list[int]] = defaultdict(list)
    is_one_run = len(set(whole)) == len(whole)
    units, groups = frame.of("unit"), frame.of("group")
    for at, number in enumerate(numbers):
        if number is not None:
            runs[("", "") if is_one_run else (units[at], groups[at])].append(number)
    for (unit, group), run in sorted(runs.items()):
        place = Place(
            file=frame.file, sheet=frame.sheet, unit=" · ".join(filter(None, (unit, group))) or None
        )
        there = sorted(set(run))
        holes = [(low + 1, high - 1) for low, high in pairwise([0, *there]) if high - low > 1]
        if holes:
            missing = tuple(f"{low}–{high}" if high > low else f"{low}" for low, high in holes[:20])
            yield Notice(
                place, Message("The running number lacks {missing}: were rows left out?", missing=missing)
            )
        if len(there) < len(run):
            twice = tuple(str(one) for one in there if run.count(one) > 1)[:20] if len(run) < 5_000 else ()
            yield Notice(place, Message("The running number has numbers twice: {twice}", twice=twice or "…"))
