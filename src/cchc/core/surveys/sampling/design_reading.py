"""From the tables of a design file to a `SurveyDesign`; every fault at once, each with its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

from cchc.core.surveys.sampling.allocation import AllocationRule
from cchc.core.surveys.sampling.design import (
    ANY_KIND,
    DesignGroup,
    DesignStage,
    DrawMethod,
    NumberByKind,
    ProportionAim,
    RatedUnits,
    SizeRule,
    StatedQuota,
    SurveyDesign,
    people_by_kind,
)
from cchc.core.surveys.sampling.design_estimation import ESTIMATION_TABLES, estimation_plan
from cchc.core.surveys.sampling.design_tables import (
    BY_KIND,
    NO_TABLE,
    DesignTable,
    DesignTables,
    TableReader,
)
from cchc.core.words.lengths import MOST
from cchc.core.words.messages import Fault, Faults, Message, Place

METHODS = {
    DrawMethod.SIMPLE: ("đơn giản",),
    DrawMethod.SYSTEMATIC: ("hệ thống",),
    DrawMethod.PPS: ("theo quy mô",),
    DrawMethod.ALL: ("toàn bộ",),
}
ALLOCATIONS = {
    AllocationRule.PROPORTIONAL: ("theo tỷ lệ",),
    AllocationRule.EQUAL: ("đều nhau",),
    AllocationRule.NEYMAN: ("tối ưu",),
    AllocationRule.POWER: ("lũy thừa",),
}
FRAME_FIELDS = (
    "key", "unit", "kind", "group", "stratum", "name", "post", "workplace", "household", "size", "number"
)  # fmt: skip
SIZE_KEYS = ("take", "total", "share", "error", "margin")
AIM_KEYS = ("confidence", "proportion", "design_effect", "response")
STAGE_KEYS = (
    "group", "unit", *SIZE_KEYS, *AIM_KEYS, "method", "strata", "order", "size", "allocation", "exponent",
    "spread", "least", "wanted", "reserve",
)  # fmt: skip
KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "design": ("code", "title", "year", "source", "seed", "total"),
        "rated": ("word", "count", "kinds"),
        "frame": FRAME_FIELDS,
        "group": ("code", "name", "rates", "count", "per_unit", "channels", "method", "order", "reserve"),
        "stage": STAGE_KEYS,
        "quota": ("unit", "group", "channel", "target"),
        **ESTIMATION_TABLES,
    }
)
ONCE = ("design", "rated", "frame", "estimate")


def survey_design(tables: DesignTables, file: str) -> SurveyDesign:
    """Return the design that the tables of a file say. Raises `Faults` with everything that is wrong in it."""
    reading = _DesignReading(tables, file)
    design = reading.design()
    if reading.faults:
        raise Faults(sorted(reading.faults, key=lambda fault: fault.place.line or 0))
    return design


class _DesignReading:
    def __init__(self, tables: DesignTables, file: str) -> None:
        self.tables = tables
        self.file = file
        self.faults: list[Fault] = []

    def design(self) -> SurveyDesign:
        self.only_known_tables()
        head = self.one("design")
        rated = self.rated(self.one("rated"))
        groups = self.groups(rated)
        design = SurveyDesign(
            head.code("code", required=True),
            head.text("title", required=True),
            groups,
            year=head.whole("year"),
            source=head.text("source", MOST["cell"]),
            seed=head.text("seed", MOST["name"]),
            total=head.whole("total"),
            rated=rated,
            columns={field: texts for field in FRAME_FIELDS if (texts := self.one("frame").texts(field))},
            quotas=tuple(self.quotas(groups)),
            estimation=estimation_plan(self.tables, self.file, self.faults),
        )
        self.sums(head, design)
        return design

    def only_known_tables(self) -> None:
        for name, tables in self.tables.items():
            line = tables[0].line if tables else None
            if name not in KEYS:
                expected = Message("one of the tables {tables}", tables=tuple(KEYS))
                self.fault(line, f"[{name}]", expected, Message("This table is not known here."))
            elif name in ONCE and len(tables) > 1:
                expected = Message("[{table}] once", table=name)
                self.fault(tables[1].line, f"[{name}]", expected, Message("This table stands twice."))
            else:
                for table in tables:
                    self.reader(name, table).only(KEYS[name])
        if not self.tables.get("design"):
            self.fault(1, "", Message("a table [design]"), Message("The table is missing: add it."))
        if not self.tables.get("group") and not self.tables.get("estimate"):
            why = Message("Nobody is asked: say which groups of respondents there are.")
            self.fault(1, "", Message("a table [[group]]"), why)

    def fault(self, line: int | None, found: str, expected: Message, why: Message) -> None:
        self.faults.append(Fault(Place(file=self.file, line=line), found, expected, why))

    def reader(self, name: str, table: DesignTable) -> TableReader:
        return TableReader(name, table, self.file, self.faults)

    def one(self, name: str) -> TableReader:
        return self.reader(name, next(iter(self.tables.get(name, ())), NO_TABLE))

    def several(self, name: str) -> list[TableReader]:
        return [self.reader(name, table) for table in self.tables.get(name, ())]

    def rated(self, table: TableReader) -> RatedUnits:
        count, kinds = table.whole("count"), table.by_kind("kinds")
        if table.has("count") and table.has("kinds"):
            why = Message("How many units there are is said twice: keep one of the lines.")
            table.refuse("kinds", Message('"count" or "kinds"'), why)
        if table.has("kinds") and ANY_KIND in kinds:
            table.refuse("kinds", BY_KIND, Message("Without kinds the number is the line “count”."))
        return RatedUnits(
            table.text("word", MOST["name"]), kinds or ({} if count is None else {ANY_KIND: count})
        )

    def groups(self, rated: RatedUnits) -> tuple[DesignGroup, ...]:
        tables = self.several("group")
        codes = [table.code("code", required=True) for table in tables]
        for table, code in zip(tables, codes, strict=True):
            if code and Counter(codes)[code] > 1:
                table.refuse("code", Message("each code once"), Message("Two groups have this code."))
        stages = self.stages({code for code in codes if code})
        found = [
            self.group(table, code, stages.get(code, []), rated)
            for table, code in zip(tables, codes, strict=True)
        ]
        return tuple(found)

    def group(
        self, table: TableReader, code: str, stages: list[tuple[TableReader, DesignStage]], rated: RatedUnits
    ) -> DesignGroup:
        count, per_unit, rates = table.whole("count"), table.by_kind("per_unit"), table.texts("rates")
        if not set(rates) <= set(rated.kinds):
            expected = Message("kinds of [rated]: {kinds}", kinds=tuple(sorted(rated.kinds)))
            table.refuse("rates", expected, Message("Rated units of this kind are not in the design."))
        kinds = (set(rates) or set(rated.kinds)) - {ANY_KIND}
        self.kinds_are_known(table, "per_unit", per_unit, kinds)
        said = [key for key in ("count", "per_unit") if table.has(key)]
        if len(said) == 2 or (said and stages):
            why = Message("How many are asked is said twice: keep “count”, “per_unit”, or the stages.")
            table.refuse(said[-1], Message("one of them"), why)
        elif not said and not stages:
            why = Message("How many are asked is not said: state it.")
            table.refuse("count", Message("“count”, “per_unit”, or a table [[stage]] of this group"), why)
        for key in ("method", "order", "reserve"):
            if stages and table.has(key):
                why = Message("The group has stages: this line belongs to one of them.")
                table.refuse(key, Message("the line in [[stage]]"), why)
        if stages:
            self.in_order(stages, kinds)
            chosen = tuple(stage for _, stage in stages)
        else:
            number = per_unit or ({} if count is None else {ANY_KIND: count})
            one = DesignStage(
                rule=SizeRule.TAKE if number else SizeRule.ALL,
                number=number,
                method=table.choice("method", METHODS, DrawMethod.SIMPLE),
                order=table.texts("order"),
                reserve=table.by_kind("reserve", least=0),
            )
            chosen = (one,)
        return DesignGroup(
            code, table.text("name", MOST["name"], required=True), count, per_unit, table.shares("channels"),
            chosen, rates,
        )  # fmt: skip

    def stages(self, codes: set[str]) -> dict[str, list[tuple[TableReader, DesignStage]]]:
        found: dict[str, list[tuple[TableReader, DesignStage]]] = {}
        for table in self.several("stage"):
            code = table.code("group") if table.has("group") or len(codes) != 1 else next(iter(codes))
            stage = self.stage(table)
            if code not in codes:
                expected = Message("the code of a group: {codes}", codes=tuple(sorted(codes)))
                table.refuse("group", expected, Message("The stage belongs to no group: name one."))
            else:
                found.setdefault(code, []).append((table, stage))
        return found

    def stage(self, table: TableReader) -> DesignStage:
        rule, number, share, aim = self.size(table)
        method = table.choice("method", METHODS, DrawMethod.SIMPLE)
        allocation = table.choice("allocation", ALLOCATIONS, AllocationRule.PROPORTIONAL)
        exponent = table.number("exponent", from_zero=True)
        least = table.whole("least", 0)
        if rule is SizeRule.TAKE and table.has("allocation"):
            why = Message("So many are taken in each unit or stratum: nothing is left to allocate.")
            table.refuse("allocation", Message("“total”, “error” or “margin”"), why)
        if table.has("size") and method is not DrawMethod.PPS:
            table.refuse("size", Message('method = "pps"'), Message("Sizes count only in a draw by size."))
        if table.has("order") and method not in (DrawMethod.SYSTEMATIC, DrawMethod.PPS):
            why = Message("An order counts only in a systematic draw or one by size.")
            table.refuse("order", Message('method = "systematic"'), why)
        return DesignStage(
            table.text("unit", MOST["name"]),
            rule,
            number,
            share,
            aim,
            method,
            table.texts("strata"),
            table.texts("order"),
            table.text("size", MOST["name"]),
            allocation,
            Fraction(1, 2) if exponent is None else exponent,
            table.numbers("spread"),
            1 if least is None else least,
            table.by_kind("wanted"),
            table.by_kind("reserve", least=0),
        )

    def size(
        self, table: TableReader
    ) -> tuple[SizeRule, NumberByKind, Fraction | None, ProportionAim | None]:
        said = [key for key in SIZE_KEYS if table.has(key)]
        expected = Message("one of the lines {keys}", keys=SIZE_KEYS)
        if len(said) != 1:
            why = Message("How many are taken is said twice: keep one of the lines.")
            table.refuse(
                said[-1] if said else "take", expected, why if said else Message("How many are taken is not said.")
            )  # fmt: skip
            return SizeRule.ALL, {}, None, None
        rule = SizeRule(said[0])
        if rule is not SizeRule.MARGIN:
            for key in AIM_KEYS:
                if table.has(key):
                    table.refuse(key, Message("“margin”"), Message("This line belongs to a margin alone."))
        if rule is SizeRule.TAKE and table.table.fields["take"].value in ("all", "toàn bộ"):
            return SizeRule.ALL, {}, None, None
        if rule is SizeRule.TAKE:
            return rule, table.by_kind("take"), None, None
        if rule is SizeRule.TOTAL:
            whole = table.whole("total")
            return rule, {} if whole is None else {ANY_KIND: whole}, None, None
        if rule is SizeRule.MARGIN:
            return rule, {}, None, self.aim(table)
        return rule, {}, table.share(rule.value), None

    def aim(self, table: TableReader) -> ProportionAim:
        given = {key: table.share(key) for key in ("confidence", "proportion", "response")}
        given["design_effect"] = table.number("design_effect")
        margin = table.share("margin") or Fraction(5, 100)
        return ProportionAim(margin, **{key: value for key, value in given.items() if value is not None})

    def in_order(self, stages: list[tuple[TableReader, DesignStage]], kinds: set[str]) -> None:
        """Refuse stages that do not lead from units down to the rows of the frame."""
        names = Counter(stage.unit for _, stage in stages if stage.unit)
        for at, (table, stage) in enumerate(stages, start=1):
            if not stage.unit and at < len(stages):
                why = Message("Below this stage there are others: name the column of its units.")
                table.refuse("unit", Message("a column of the frame"), why)
            if names[stage.unit] > 1:
                table.refuse("unit", Message("each column once"), Message("Two stages have the same units."))
            if stage.wanted and at < len(stages):
                why = Message("Answers are wanted of the last stage alone.")
                table.refuse("wanted", Message("no such line"), why)
            for key, numbers in (
                ("take", stage.number),
                ("wanted", stage.wanted),
                ("reserve", stage.reserve),
            ):
                self.kinds_are_known(table, key, numbers, kinds)

    def kinds_are_known(self, table: TableReader, key: str, numbers: NumberByKind, kinds: set[str]) -> None:
        """Refuse numbers for kinds that the group does not rate, and kinds without a number."""
        named = set(numbers) - {ANY_KIND}
        if named and named != kinds:
            known = tuple(sorted(kinds)) or Message("none")
            expected = Message("a number for each kind of rated unit: {kinds}", kinds=known)
            table.refuse(key, expected, Message("The kinds are not those of the rated units."))

    def quotas(self, groups: tuple[DesignGroup, ...]) -> Iterator[StatedQuota]:
        channels = {one.code: one.channels for one in groups}
        for table in self.several("quota"):
            target = table.whole("target", 0)
            group, channel = table.code("group") or None, table.text("channel", MOST["name"]) or None
            if not table.has("target"):
                table.refuse("target", Message("a whole number"), Message("The target is missing: state it."))
            if group is not None and group not in channels:
                expected = Message("the code of a group: {codes}", codes=tuple(sorted(channels)))
                table.refuse("group", expected, Message("This group is not in the design."))
                continue
            among = {name for one in ([group] if group else channels) for name in channels[one]}
            if channel is not None and channel not in among:
                expected = Message("a channel of the group: {channels}", channels=tuple(sorted(among)))
                table.refuse("channel", expected, Message("This channel is not in the design."))
                continue
            if target is not None:
                unit = table.text("unit", MOST["name"]) or None
                yield StatedQuota(unit, group, channel, target, table.table.line)

    def sums(self, head: TableReader, design: SurveyDesign) -> None:
        """Refuse a total that is not the sum of the groups, where all of them are known."""
        people = {one.name: people_by_kind(design, one) for one in design.groups}
        known = {name: sum(one.values()) for name, one in people.items() if one is not None}
        if design.total is None or len(known) != len(people) or sum(known.values()) == design.total:
            return
        parts = " + ".join(f"{number}" for number in known.values())
        expected = Message("{sum} = {parts}", sum=sum(known.values()), parts=parts)
        head.refuse("total", expected, Message("The groups do not sum to the total: mend one of them."))
