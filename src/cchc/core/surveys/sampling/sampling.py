"""The draw of a whole design from a frame: stage by stage, stratum by stratum, by permanent numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from cchc.core.surveys.sampling.allocation import StratumSize, allocation
from cchc.core.surveys.sampling.columns import order_key, sizes_in
from cchc.core.surveys.sampling.design import (
    ANY_KIND,
    DesignGroup,
    DesignStage,
    DrawMethod,
    PopulationSize,
    SizeRule,
    SurveyDesign,
    number_of,
)
from cchc.core.surveys.sampling.draws import Draw, everybody, proportional_draw, simple_draw, systematic_draw
from cchc.core.surveys.sampling.frame import SamplingFrame
from cchc.core.surveys.sampling.lists import lists_of, rows_by_unit, unit_names
from cchc.core.surveys.sampling.samples import BETWEEN, DrawnCase, DrawnSample, DrawnUnit, Replacement
from cchc.core.surveys.sampling.seeds import Seed, unit_key
from cchc.core.surveys.sampling.sizes import size_by_error, size_of_proportion
from cchc.core.words.messages import Fault, Faults, Message, Notice, Place
from cchc.core.words.names import spelling_key


def drawn_sample(
    design: SurveyDesign,
    frame: SamplingFrame,
    seed: str,
    replacements: Sequence[Replacement] = (),
    stages: int | None = None,
    areas: Sequence[SamplingFrame] = (),
) -> DrawnSample:
    """Return the sample of a design from a frame that `frame_report` found without fault; with `stages` only the first
    of them are drawn, for a frame that lists units. The first stages are drawn from lists of `areas`, one for each; the
    frame then has the rows of the areas that were drawn, and need not have others.

    The sample follows from the texts of design, frame and seed alone, not from the order of the rows. Replacements are
    made in their order. Raises `Faults` with everything that cannot be drawn.
    """
    drawing = _Drawing(design, frame, Seed(seed), replacements, areas)
    for group in design.groups:
        drawing.group(group, stages)
    for replacement in drawing.open_replacements:
        why = Message("Nothing drawn is called so: it cannot be replaced.")
        drawing.fault(BETWEEN.join(replacement.what), Message("a drawn unit or case"), why)
    if drawing.faults:
        raise Faults(drawing.faults)
    return drawing.sample


@dataclass(frozen=True, slots=True)
class _Above:
    """A unit in which a stage is drawn: the rated unit with its kind, the units above by name, their probabilities, the
    place for an estimate, and whether all above was certain, so that it is a stratum."""

    unit: str
    kind: str
    path: tuple[str, ...]
    stages: tuple[Fraction, ...]
    place: tuple[str, ...]
    is_certain: bool
    rows: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Cell:
    """One stratum in a unit above: its label, and its units or rows by the key by which they are drawn."""

    above: _Above
    stratum: str
    items: Mapping[str, Sequence[int]]
    names: Mapping[str, str]

    @property
    def label(self) -> str:
        """The cell in words: rated unit, units above, stratum."""
        return BETWEEN.join(filter(None, (self.above.unit, *self.above.path, self.stratum)))


class _Drawing:
    def __init__(
        self,
        design: SurveyDesign,
        frame: SamplingFrame,
        seed: Seed,
        replacements: Sequence[Replacement],
        areas: Sequence[SamplingFrame],
    ) -> None:
        self.design = design
        self.last, self.areas = frame, areas
        self.turn(frame)
        self.seed = seed
        self.sample = DrawnSample()
        self.faults: list[Fault] = []
        self.open_replacements = list(replacements)

    def fault(self, found: str, expected: Message, why: Message, place: Place | None = None) -> None:
        self.faults.append(Fault(place or self.frame.place(), found, expected, why))

    def turn(self, frame: SamplingFrame) -> None:
        """Draw from this list from now on."""
        self.frame, self.keys = frame, frame.of("key")

    def group(self, group: DesignGroup, most: int | None) -> None:
        """Draw a group, stage by stage, each from its list."""
        stages = group.stages[:most]
        lists = [*lists_of(group, self.areas), self.last]
        self.turn(lists[0])
        cells = list(self.domains(group))
        for at, stage in enumerate(stages, start=1):
            if 1 < at <= len(lists):
                self.turn(lists[at - 1])
                cells = list(self.listed(group, cells, at - 1))
            is_last = not stage.unit
            split = [cell for above in cells for cell in self.strata(above, stage)]
            numbers = self.numbers(group, stage, split)
            below: list[_Above] = []
            for cell, number in zip(split, numbers, strict=True):
                draw = self.draw(cell, stage, number)
                if draw is None:
                    continue
                if number > len(cell.items):
                    self.too_few(cell, number)
                called = self.called(group, cell, draw, is_last)
                population = None if stage.method is DrawMethod.PPS else len(cell.items)
                self.keep_population(cell, population, is_last or number < len(cell.items))
                if is_last:
                    self.keep_cases(group, cell, draw, called)
                else:
                    below += self.keep_units(group, at, cell, draw, called, population is not None)
            cells = below

    def rows_of(self, group: DesignGroup) -> Iterator[int]:
        """The rows of a list that a group has."""
        words = {spelling_key(group.code), spelling_key(group.name)}
        groups = self.frame.of("group")
        is_only_group = len(self.design.groups) == 1
        own = {text for text in set(groups) if spelling_key(text) in words} if not is_only_group else set()
        return (at for at in range(len(self.frame)) if is_only_group or groups[at] in own)

    def domains(self, group: DesignGroup) -> Iterator[_Above]:
        """The rated units whose rows a group has, each with them; all rows in one, where the group rates all units."""
        units, kinds = (self.frame.of(name) for name in ("unit", "kind"))
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        spelled = {spelling_key(kind): kind for kind in self.design.rated.kinds}
        for at in self.rows_of(group):
            found[(units[at], kinds[at]) if group.is_by_unit else ("", "")].append(at)
        for (unit, written), rows in sorted(found.items()):
            kind = spelled.get(spelling_key(written), ANY_KIND) if written else ANY_KIND
            if not group.is_by_unit or group.is_about(kind):
                yield _Above(
                    unit, kind, (), (), (BETWEEN.join(filter(None, (group.code, unit))),), True, rows
                )

    def listed(self, group: DesignGroup, drawn: Sequence[_Above], depth: int) -> Iterator[_Above]:
        """The units that were drawn from the list before, each with its rows in this one; a unit without any is a
        fault, and rows of other units are left out, which is told."""
        found = dict(rows_by_unit(self.frame, group, self.rows_of(group), depth))
        for one in drawn:
            rows = found.pop(unit_names((one.unit, *one.path)), [])
            if rows:
                yield replace(one, rows=rows)
            else:
                expected = Message("rows of {unit}", unit=BETWEEN.join(filter(None, (one.unit, *one.path))))
                self.fault("", expected, Message("The area was drawn, and the frame has no rows of it."))
        if found:
            what = Message(
                "{rows} rows lie in {areas} areas that were not drawn: they are left out.",
                rows=sum(map(len, found.values())), areas=len(found),
            )  # fmt: skip
            self.sample.notices.append(Notice(self.frame.place(), what))

    def strata(self, above: _Above, stage: DesignStage) -> Iterator[_Cell]:
        """The strata of a stage inside a unit above, by name."""
        columns = [self.frame.column(name) or () for name in stage.strata]
        unit_column = self.frame.column(stage.unit) or () if stage.unit else ()
        found: dict[tuple[str, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        names: dict[str, str] = {}
        top = tuple(filter(None, (above.unit, *above.path)))
        strata_of: dict[str, tuple[str, ...]] = {}
        for at in above.rows:
            stratum = tuple(column[at] for column in columns)
            if stage.unit:
                name = unit_column[at]
                key = unit_key((*top, name))
                names[key] = name
                if strata_of.setdefault(key, stratum) != stratum:
                    expected = Message("one stratum for all rows of {unit}", unit=name)
                    why = Message("The unit lies in two strata: mend one of the rows.")
                    self.fault(BETWEEN.join(stratum), expected, why, self.frame.place(at))
                    continue
                found[stratum][key].append(at)
            else:
                found[stratum][self.keys[at]] = [at]
        for stratum, items in sorted(found.items()):
            yield _Cell(above, BETWEEN.join(stratum), items, names)

    def numbers(self, group: DesignGroup, stage: DesignStage, cells: Sequence[_Cell]) -> list[int]:
        """How many are drawn of each cell."""
        sizes = [len(cell.items) for cell in cells]
        if stage.rule is SizeRule.ALL or stage.method is DrawMethod.ALL:
            return sizes
        if stage.rule is SizeRule.TAKE:
            return [number_of(stage.number, cell.above.kind) or 0 for cell in cells]
        if stage.rule is SizeRule.SHARE and stage.share is not None:
            return [ceil(size * stage.share) for size in sizes]
        if not cells:
            return []
        strata = [
            StratumSize(f"{at:09}", size, stage.spread.get(cell.stratum))
            for at, (cell, size) in enumerate(zip(cells, sizes, strict=True))
        ]
        try:
            shared = allocation(
                _in_all(stage, sum(sizes)),
                strata,
                stage.allocation,
                exponent=stage.exponent,
                least=stage.least,
            )
        except Faults as refused:
            for fault in refused.faults:
                at = fault.place.unit
                label = cells[int(at)].label if at else group.name
                self.fault(f"{label}: {fault.found}", fault.expected, fault.why)
            return [0] * len(cells)
        return list(shared.values())

    def draw(self, cell: _Cell, stage: DesignStage, number: int) -> Draw | None:
        """Draw so many of a cell; None where the sizes of its units cannot be read."""
        if stage.rule is SizeRule.ALL or stage.method is DrawMethod.ALL:
            return everybody(cell.items)
        reserve = number_of(stage.reserve, cell.above.kind) or 0
        path = tuple(filter(None, (cell.above.unit, *cell.above.path, cell.stratum)))
        if stage.method is DrawMethod.SIMPLE:
            return simple_draw(self.seed, list(cell.items), number, reserve)
        ordered = self.ordered(cell, stage)
        if stage.method is DrawMethod.SYSTEMATIC:
            return systematic_draw(self.seed, ordered, number, reserve, path)
        sizes = sizes_in(self.frame, stage.size, {key: cell.items[key] for key in ordered}, self.faults)
        return (
            None
            if sizes is None
            else proportional_draw(self.seed, sizes, number, reserve, path, in_order=True)
        )

    def ordered(self, cell: _Cell, stage: DesignStage) -> list[str]:
        """The keys of a cell in the order of the stage: by its columns, else by permanent number."""
        if not stage.order:
            return self.seed.ordered(cell.items)
        first = {
            key: rows[0] if len(rows) == 1 else min(rows, key=lambda at: self.keys[at])
            for key, rows in cell.items.items()
        }
        order: dict[str, tuple[tuple[int, int, str], ...]] = dict.fromkeys(cell.items, ())
        for column in (self.frame.column(name) or () for name in stage.order):
            known = {text: order_key(text) for text in {column[at] for at in first.values()}}
            order = {key: (*before, known[column[first[key]]]) for key, before in order.items()}
        return sorted(cell.items, key=lambda key: (order[key], key))

    def called(
        self, group: DesignGroup, cell: _Cell, draw: Draw, is_row: bool
    ) -> list[tuple[str, int, str, str]]:
        """What is called of a cell: key, place among the reserve, whom it replaces, why. What is replaced is left out,
        and the next reserve stands in its place."""
        there = [(key, "", "") for key in draw.drawn]
        reserve = list(draw.reserve)
        for one in list(self.open_replacements):
            names = {self.name(cell, key, is_row): at for at, (key, _, _) in enumerate(there)}
            what = one.what if not is_row else one.what[-1:]
            if one.group != group.code or one.is_row != is_row or what not in names:
                continue
            self.open_replacements.remove(one)
            if not reserve:
                why = Message("Its stratum has no reserve left: state a larger one, and draw again.")
                self.fault(BETWEEN.join(one.what), Message("a reserve in {cell}", cell=cell.label), why)
                continue
            there[names[what]] = (reserve.pop(0), what[-1], one.reason)
        drawn = [(key, 0, replaced, reason) for key, replaced, reason in there]
        return drawn + [(key, at, "", "") for at, key in enumerate(reserve, start=1)]

    def name(self, cell: _Cell, key: str, is_row: bool) -> tuple[str, ...]:
        return (key,) if is_row else tuple(filter(None, (cell.above.unit, *cell.above.path, cell.names[key])))

    def keep_cases(
        self, group: DesignGroup, cell: _Cell, draw: Draw, called: Sequence[tuple[str, int, str, str]]
    ) -> None:
        above = cell.above
        place = self.place(cell)
        for key, reserve, replaces, reason in called:
            (at,) = cell.items[key]
            stages = (*above.stages, draw.probability[key])
            self.sample.cases.append(
                DrawnCase(
                    at, key, group.code, above.unit, above.path, stages, place, reserve, replaces, reason
                )
            )

    def keep_units(
        self, group: DesignGroup, stage: int, cell: _Cell, draw: Draw,
        called: Sequence[tuple[str, int, str, str]], is_equal: bool,
    ) -> Iterator[_Above]:  # fmt: skip
        """Keep the units of a cell; yield those in which the next stage is drawn."""
        above = cell.above
        for key, reserve, replaces, reason in called:
            name, chance = cell.names[key], draw.probability[key]
            path = (*above.path, name)
            certain = key in draw.certain or chance == 1
            names = tuple(filter(None, (above.unit, *path)))
            self.sample.units.append(
                DrawnUnit(group.code, stage, names, cell.stratum, chance, certain, reserve, replaces, reason)
            )
            if reserve:
                continue
            place = self.place(cell)
            is_stratum = above.is_certain and certain
            place = (f"{place[0]}{BETWEEN}{name}",) if is_stratum else (*place, name)
            yield _Above(
                above.unit, above.kind, path, (*above.stages, chance), place, is_stratum, cell.items[key]
            )

    def place(self, cell: _Cell) -> tuple[str, ...]:
        """The place of a cell for an estimate: strata of the first stage that is drawn join the name of the stratum."""
        place = cell.above.place
        return (BETWEEN.join(filter(None, (place[0], cell.stratum))),) if len(place) == 1 else place

    def keep_population(self, cell: _Cell, size: int | None, is_sampled: bool) -> None:
        """Keep how many the population has in a place, where all are as likely; not where units above the rows are all
        taken, and are strata, and not where strata of a later stage divide it."""
        is_divided = len(cell.above.place) > 1 and bool(cell.stratum)
        if size is not None and is_sampled and not is_divided:
            self.sample.populations.append(PopulationSize(self.place(cell), Fraction(size)))

    def too_few(self, cell: _Cell, number: int) -> None:
        place = Place(file=self.frame.file, sheet=self.frame.sheet, unit=cell.label or None)
        what = Message(
            "The frame has {there} where {number} are wanted: all are taken, {missing} are missing.",
            there=len(cell.items), number=number, missing=number - len(cell.items),
        )  # fmt: skip
        self.sample.notices.append(Notice(place, what))


def _in_all(stage: DesignStage, there: int) -> int:
    """How many are drawn of all cells together."""
    if stage.rule is SizeRule.ERROR and stage.share is not None:
        return size_by_error(there, stage.share).answers
    if stage.rule is SizeRule.MARGIN and stage.aim is not None:
        aim = stage.aim
        size = size_of_proportion(
            aim.margin,
            aim.confidence,
            proportion=aim.proportion,
            population=there,
            design_effect=aim.design_effect,
            response=aim.response,
        )
        return size.asked
    return number_of(stage.number, ANY_KIND) or 0
