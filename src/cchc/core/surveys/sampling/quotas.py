"""Quotas: how many answers are wanted in each cell of unit × group of respondents × channel.

A design may state cells and margins (all of a unit, of a group, the whole). They interlock: a margin is the sum of its
parts, in whichever direction it is divided. What follows is worked out, and whatever does not agree is named, all of
it at once.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import lcm
from typing import NamedTuple

from cchc.core.surveys.sampling.allocation import StratumSize, allocation
from cchc.core.surveys.sampling.design import DesignGroup, RatedUnit, SurveyDesign, number_of
from cchc.core.words.messages import Fault, Faults, Message, Place

ALL_UNITS = ""
"""The unit of a cell whose people answer about all rated units."""
NO_CHANNEL = ""


class TargetCell(NamedTuple):
    """A cell: the rated unit (`ALL_UNITS`: about all of them), the code of the group, the channel, and its target."""

    unit: str
    group: str
    channel: str
    target: int


OPEN = tuple(product((True, False), repeat=3))
ONE_OPEN = ((True, False, False), (False, True, False), (False, False, True))
Box = tuple[str | None, str | None, str | None]
"""A cell, or the margin over whatever is None."""


def quotas_of(design: SurveyDesign, units: Sequence[RatedUnit]) -> tuple[TargetCell, ...]:
    """Return the target of each cell of a design for the given rated units, by group, unit, channel.

    Where channels share a number and no quota says otherwise, they get their shares in whole numbers. Raises `Faults`
    with every contradiction, and with each cell of which nothing is said.

    >>> channels = {"giấy": Fraction(1, 3), "mạng": Fraction(2, 3)}
    >>> people = DesignGroup("nguoi_dan", "Người dân", per_unit={"": 60}, channels=channels)
    >>> quotas_of(SurveyDesign("x", "X", (people,)), [RatedUnit("Xã A")])[0]
    TargetCell(unit='Xã A', group='nguoi_dan', channel='giấy', target=20)
    """
    table = _completed(design, units)
    table.refuse()
    return tuple(TargetCell(*cell, table.known[cell]) for cell in table.cells)


def quota_report(
    design: SurveyDesign, units: Sequence[RatedUnit]
) -> tuple[tuple[TargetCell, ...], tuple[Fault, ...]]:
    """Return the cells whose target is known, as `quotas_of` has them, and every contradiction; cells of which nothing
    is said, because the frame decides, are left out.

    >>> quota_report(SurveyDesign("x", "X", (DesignGroup("a", "A", count=3),)), [])
    ((TargetCell(unit='', group='a', channel='', target=3),), ())
    """
    table = _completed(design, units)
    cells = tuple(TargetCell(*cell, table.known[cell]) for cell in table.cells if cell in table.known)
    return cells, tuple(table.faults)


def _completed(design: SurveyDesign, units: Sequence[RatedUnit]) -> _QuotaTable:
    table = _QuotaTable(design, units)
    table.state()
    table.compare()
    if not table.faults:
        table.settle()
        table.share_channels()
    return table


class _QuotaTable:
    """The boxes over all cells, what is known of them, and the sums that must hold."""

    def __init__(self, design: SurveyDesign, units: Sequence[RatedUnit]) -> None:
        self.design = design
        self.units = units
        self.cells = list(_cells(design, units))
        self.names = {group.code: group.name for group in design.groups}
        self.known: dict[Box, int] = {}
        self.line: dict[Box, int | None] = {}
        self.faults: list[Fault] = []
        self.parts: dict[tuple[Box, int], list[Box]] = defaultdict(list)
        self.sums: dict[Box, list[tuple[Box, int]]] = defaultdict(list)
        boxes = {_margin(cell, is_open): None for cell in self.cells for is_open in OPEN}
        for box in boxes:
            for axis in range(3):
                if box[axis] is not None:
                    self.parts[_margin(box, ONE_OPEN[axis]), axis].append(box)
        for (whole, axis), parts in self.parts.items():
            for box in (whole, *parts):
                self.sums[box].append((whole, axis))
        self.boxes = sorted(boxes, key=lambda box: box.count(None))
        self.told = dict.fromkeys(self.parts, 0)
        self.open = {one: len(parts) for one, parts in self.parts.items()}
        self.waiting = deque[tuple[Box, int]]()
        self.broken: set[Box] = set()

    def state(self) -> None:
        """Put in what the design says: its total, its groups, its quotas."""
        if self.design.total is not None:
            self.put((None, None, None), self.design.total, None)
        for group in self.design.groups:
            if group.count is not None:
                self.put((None, group.code, None), group.count, None)
            for unit in _units_of(group, self.units) if group.is_by_unit else ():
                number = _of_unit(group, unit)
                if number is not None:
                    self.put((unit.name, group.code, None), number, None)
        for quota in self.design.quotas:
            self.put((quota.unit, quota.group, quota.channel), quota.target, quota.line)

    def put(self, box: Box, target: int, line: int | None) -> None:
        """Take what the design says of a box, unless it said otherwise before."""
        if box not in self.sums:
            why = Message("No cell of the design lies there: the unit, or its group, is not asked.")
            self.fault(box, line, str(target), Message("a unit and a group of the design"), why)
        elif self.known.get(box, target) != target:
            expected = Message("{known}, as is said elsewhere", known=self.known[box])
            why = Message("Two numbers are stated for {place}: mend one of them.", place=self.words(box))
            self.fault(box, line, str(target), expected, why)
        else:
            self.line[box] = line
            self.learn(box, target)

    def learn(self, box: Box, target: int) -> None:
        """Take a number as known; the sums in which it stands are looked at again."""
        if box in self.known:
            return
        self.known[box] = target
        for one in self.sums[box]:
            if one[0] != box:
                self.told[one] += target
                self.open[one] -= 1
            self.waiting.append(one)

    def compare(self) -> None:
        """Hold each number that is stated against the sum of its parts, as far as these are stated themselves."""
        summed: dict[Box, int] = {}
        for box in self.boxes:
            for axis in range(3):
                parts = self.parts.get((box, axis), ()) if box[axis] is None else ()
                told = sum(summed[one] for one in parts if one in summed)
                is_whole = bool(parts) and all(one in summed for one in parts)
                known = summed.get(box, self.known.get(box))
                if known is not None and (told > known or (is_whole and told != known)):
                    self.disagree(box, axis, told, known, not is_whole)
                if is_whole:
                    summed.setdefault(box, told)
            if box in self.known:
                summed.setdefault(box, self.known[box])

    def settle(self) -> None:
        """Work out what follows: of a sum in which one number is missing, that number."""
        while self.waiting:
            whole, axis = self.waiting.popleft()
            told, is_open = self.told[whole, axis], self.open[whole, axis]
            if whole not in self.known:
                if not is_open:
                    self.learn(whole, told)
                continue
            rest = self.known[whole] - told
            if rest < 0 or (rest and not is_open):
                self.disagree(whole, axis, told, self.known[whole], bool(is_open))
            elif is_open == 1:
                self.learn(next(box for box in self.parts[whole, axis] if box not in self.known), rest)

    def disagree(self, whole: Box, axis: int, told: int, known: int, is_partly: bool) -> None:
        """Note, once for a box, that a sum does not hold."""
        if whole in self.broken:
            return
        self.broken.add(whole)
        gaps = {"place": self.words(whole), "axis": AXES[axis]}
        why = (
            Message("What is stated of {place} by {axis} is already more: mend one of them.", **gaps)
            if is_partly
            else Message("The numbers of {place} by {axis} have another sum: mend one of them.", **gaps)
        )
        self.fault(whole, self.line.get(whole), str(told), Message("{known} in all", known=known), why)

    def share_channels(self) -> None:
        """Give channels their shares of what is left of a number that is known."""
        for group in self.design.groups:
            for unit in _about(group, self.units):
                whole: Box = (unit, group.code, None)
                unknown = [box for box in self.parts[whole, 2] if box not in self.known]
                if whole in self.known and unknown:
                    rest = self.known[whole] - self.told[whole, 2]
                    shared = _shared(rest, {box[2] or "": group.channels[box[2] or ""] for box in unknown})
                    for box in unknown:
                        self.learn(box, shared[box[2] or ""])
        self.settle()

    def refuse(self) -> None:
        """Raise `Faults` with all that does not agree, and with what is not said where all agrees."""
        silent = [] if self.faults else [cell for cell in self.cells if cell not in self.known]
        for cell in silent:
            why = Message(
                "Nothing says how many are wanted of {place}: state a quota.", place=self.words(cell)
            )
            self.fault(cell, None, "", Message("a target"), why)
        if self.faults:
            raise Faults(
                sorted(self.faults, key=lambda fault: (fault.place.line is None, fault.place.line or 0))
            )

    def words(self, box: Box) -> Message:
        """Return a box in words."""
        named = tuple(one for one in (box[0], self.names.get(box[1] or ""), box[2]) if one)
        return Message("{cell}", cell=" · ".join(named)) if named else Message("the whole survey")

    def fault(self, box: Box, line: int | None, found: str, expected: Message, why: Message) -> None:
        self.faults.append(Fault(Place(line=line, unit=box[0] or None), found, expected, why))


AXES = (Message("units"), Message("groups"), Message("channels"))


def _cells(design: SurveyDesign, units: Sequence[RatedUnit]) -> Iterator[tuple[str, str, str]]:
    for group in design.groups:
        yield from product(_about(group, units), (group.code,), tuple(group.channels) or (NO_CHANNEL,))


def _units_of(group: DesignGroup, units: Sequence[RatedUnit]) -> list[RatedUnit]:
    """The units about which the people of a group answer."""
    return [one for one in units if group.is_about(one.kind)]


def _about(group: DesignGroup, units: Sequence[RatedUnit]) -> list[str]:
    """The units of the cells of a group: by name, or all of them together."""
    return [one.name for one in _units_of(group, units)] if group.is_by_unit else [ALL_UNITS]


def _margin(box: Box, open_at: Sequence[bool]) -> Box:
    unit, group, channel = (None if is_open else one for one, is_open in zip(box, open_at, strict=True))
    return unit, group, channel


def _of_unit(group: DesignGroup, unit: RatedUnit) -> int | None:
    """How many answers of a group are wanted about a unit: what is said of it, or what its stages come to."""
    if group.per_unit:
        return number_of(group.per_unit, unit.kind)
    people = 1
    for stage in group.stages:
        number = number_of(stage.number, unit.kind)
        if stage.rule.value != "take" or stage.strata or number is None:
            return None
        people *= number_of(stage.wanted, unit.kind) or number
    return people


def _shared(whole: int, shares: Mapping[str, Fraction]) -> dict[str, int]:
    """Return whole numbers by name that sum to `whole`, by shares of any sum."""
    parts = lcm(*(share.denominator for share in shares.values())) * max(whole, 1)
    strata = [StratumSize(name, int(share * parts)) for name, share in sorted(shares.items())]
    return allocation(whole, strata, least=0) if whole else dict.fromkeys(shares, 0)
