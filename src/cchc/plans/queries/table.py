"""The table of a plan: its measures as filters ask for them, each with its agencies and where its deadline stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cchc.access.actor import Actor
from cchc.core.papers.deadlines.values import DeadlineKind
from cchc.core.plans.budgets import BudgetSum
from cchc.core.plans.columns import COLUMNS, SAYS_WHAT
from cchc.core.plans.figures import gap, index_of
from cchc.core.plans.plan import Gap
from cchc.core.words.names import search_key
from cchc.plans.models import Agency, Due, Involvement, Measure, Plan, Section
from cchc.plans.queries.columns import texts_of
from cchc.plans.queries.obstacles import is_open
from cchc.plans.queries.standing import (
    NOT_FOLLOWED,
    DueStanding,
    Followed,
    rank_of,
    standing_of_measure,
    standings,
    stands_as,
)
from cchc.ui.pictures.points import PointsBar
from cchc.ui.pictures.timeline import Course, Months
from cchc.units.models import Unit
from cchc.units.queries import predecessors_of

FURTHEST = 2


@dataclass(frozen=True, slots=True)
class MeasureFilter:
    """Which measures of a plan are asked for. `units` None: whoever they name; `role` only with `units`."""

    text: str = ""
    section: int | None = None
    units: frozenset[int] | None = None
    role: str = ""
    standing: DueStanding | None = None
    by_day: bool = False


def unit_ids_of(actor: Actor) -> frozenset[int]:
    """The unit of `actor` and all that it was before: plans of earlier years name those."""
    if actor.unit_id is None:
        return frozenset()
    steps = predecessors_of([actor.unit_id])[actor.unit_id]
    return frozenset({actor.unit_id, *(step.before.pk for step in steps)})


# Which measures


def measures_of(plan: Plan, today: date, units: frozenset[int] | None = None) -> QuerySet[Measure]:
    """The measures of `plan`, of those that name one of `units`, with their next and last due day (or None)."""
    return naming_units(with_due_days(Measure.objects.filter(section__plan=plan), today), plan, units)


def with_due_days(measures: QuerySet[Measure], today: date) -> QuerySet[Measure]:
    """`measures` with `next_due`, the first due day from `today` on, and `last_due`; None where there is none."""
    dues = Due.objects.filter(measure=OuterRef("pk"))
    return measures.annotate(
        next_due=Subquery(dues.filter(on__gte=today).order_by("on").values("on")[:1]),
        last_due=Subquery(dues.order_by("-on").values("on")[:1]),
    )


def naming_units(
    measures: QuerySet[Measure], plan: Plan | None, units: frozenset[int] | None, role: str = ""
) -> QuerySet[Measure]:
    """Those of `measures`, of one `plan` or of many, in which one of `units` leads or cooperates, or has the `role`; a
    unit that leads does not cooperate with itself through a group of which it is one."""
    if units is None:
        return measures
    named = plan.agencies.all() if plan is not None else Agency.objects.order_by()
    agencies = named.filter(units__in=units)
    parts = Involvement.objects.filter(agency__in=agencies.values("pk"))
    if role == Involvement.Kind.COOPERATING and len(units) == 1:
        measures = measures.exclude(pk__in=parts.filter(role=Involvement.Kind.LEAD).values("measure"))
    parts = parts.filter(role=role) if role else parts
    return measures.filter(pk__in=parts.values("measure"))


def matching(
    plan: Plan, measures: QuerySet[Measure], asked: MeasureFilter, today: date, followed: Followed
) -> QuerySet[Measure]:
    """Those of `measures` that are `asked` for, in the order of the document or of their due days, the past ones first
    and, where they are `followed`, those that have ended last.

    A search finds the words of every column and the numbers of sections, whatever their diacritics.
    """
    chosen = naming_units(measures, plan, asked.units, asked.role)
    if key := search_key(asked.text):
        chosen = chosen.filter(search__contains=key)
    if asked.section is not None:
        chosen = chosen.filter(section=asked.section)
    if asked.standing is not None:
        chosen = chosen.filter(stands_as(asked.standing, today, followed))
    document = ("section__place", "section", "place", "pk")
    if not asked.by_day:
        return chosen.order_by(*document)
    by_day = Coalesce("next_due", "last_due").asc(nulls_last=True)
    return chosen.order_by(*([rank_of(followed)] if followed else []), by_day, *document)


# What surrounds them


@dataclass(frozen=True, slots=True)
class TableColumns:
    """Which columns of the table anything stands in, beside those that every plan has."""

    output: bool
    cooperating: bool

    @property
    def count(self) -> int:
        """How many columns the table has."""
        return 4 + self.output + self.cooperating


def columns_in_use(plan: Plan) -> TableColumns:
    """Return the columns of the table of `plan` that are not empty in every measure; two queries."""
    measures = Measure.objects.filter(section__plan=plan)
    cooperating = Involvement.objects.filter(measure__in=measures, role=Involvement.Kind.COOPERATING)
    return TableColumns(measures.exclude(output="").exists(), cooperating.exists())


def sections_of(plan: Plan) -> QuerySet[Section]:
    """The sections of `plan` in its order, each with its `count` of measures."""
    return plan.sections.annotate(count=Count("measures"))


def units_named(plan: Plan) -> dict[int, str]:
    """The units that the agencies of `plan` mean, by their ids, in the order of their names."""
    links = Agency.units.through.objects.filter(agency__plan=plan, agency__parts__isnull=False)
    named = Unit.objects.filter(pk__in=links.values("unit"))
    return dict(named.order_by("sort_key", "pk").values_list("pk", "name"))


def months_of(plan: Plan) -> Months:
    """The months in which to show the course of `plan`: its year and the three months after it, in which its last
    reports fall; more where its days reach further, up to `FURTHEST` years."""
    measures = Measure.objects.filter(section__plan=plan)
    days = measures.aggregate(start=Min("start"), first=Min("dues__on"), last=Max("dues__on"))
    year = plan.year
    first = min(filter(None, (date(year, 1, 1), days["start"], days["first"])))
    last = max(filter(None, (date(year + 1, 3, 31), days["last"])))
    return Months.around(max(first, date(year - FURTHEST, 1, 1)), min(last, date(year + FURTHEST, 12, 31)))


# Rows


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows that stand together, under their section or, by deadline, under where they stand; `count` on all pages, and
    what those of a section cost, where they say anything of it."""

    of: Section | DueStanding
    count: int
    rows: list[MeasureRow]
    budget: BudgetSum | None = None

    @property
    def heading(self) -> str:
        """What stands above the rows; nothing above a section without a heading."""
        return str(self.of.label if isinstance(self.of, DueStanding) else self.of)


def groups_of(
    rows: Iterable[MeasureRow],
    counts: Mapping[Any, int],
    by_day: bool,
    budgets: Mapping[int, BudgetSum] = {},
) -> list[RowGroup]:
    """`rows` in groups; `counts` is what `counts_by_group` says of all of them, `budgets` what sections cost."""
    kept: dict[Any, RowGroup] = {}
    for row in rows:
        of = row.standing if by_day else row.section
        budget = None if by_day else budgets.get(row.section.pk)
        group = RowGroup(of, counts[of if by_day else row.section.pk], [], budget)
        kept.setdefault(of, group).rows.append(row)
    return list(kept.values())


def counts_by_group(
    measures: QuerySet[Measure], today: date, by_day: bool, followed: Followed
) -> Mapping[Any, int]:
    """How many of `measures` each section (by its id) holds, or how many stand where; together all of them."""
    if by_day:
        return standings(measures, today, followed)
    counted = measures.order_by().values("section").annotate(count=Count("pk"))
    return dict(counted.values_list("section", "count"))


@dataclass(frozen=True, slots=True)
class Chip:
    """An agency as a chip: its wording, the units it means by id and name, whether the reader's is among them.

    `waits`: nobody has confirmed those units yet.
    """

    pk: int
    text: str
    units: tuple[tuple[int, str], ...]
    mine: bool
    waits: bool

    @property
    def unit(self) -> int | None:
        """The one unit that is meant; None for a group and for what is no unit of the list."""
        return self.units[0][0] if len(self.units) == 1 else None


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure with what its page shows beside its texts.

    `dues` are its due days, `days` how many are left until the next one. `gap` comes from its texts. `followed`: the
    days on which its periods are due as it is followed, and those on which they were done; None where nobody asked.
    """

    measure: Measure
    section: Section
    lead: list[Chip]
    cooperating: list[Chip]
    dues: list[date]
    standing: DueStanding
    days: int | None
    gap: Gap | None
    followed: tuple[tuple[date, ...], tuple[date, ...]] | None = None

    @property
    def first(self) -> str:
        """The text that says what the measure is; the others stand below it."""
        return next(filter(None, (getattr(self.measure, key) for key in SAYS_WHAT)), "")

    @property
    def below(self) -> list[tuple[str, str]]:
        """The texts that have no column of their own in the table, with their names, but for the first."""
        texts = texts_of(self.measure, (column for column in COLUMNS if column.in_table))
        return [(name, text) for name, text in texts if text != self.first]

    @property
    def needs_attention(self) -> bool:
        """Whether it is shown whole among rows that are kept short: its work is overdue or due soon, or
        agencies wait to be
        confirmed."""
        waits = any(chip.waits for chip in (*self.lead, *self.cooperating))
        return waits or self.standing in (DueStanding.OVERDUE, DueStanding.SOON)

    @property
    def worked_out(self) -> list[date]:
        """Its due days, where the wording is not that very day already."""
        written = [f"{day:%d/%m/%Y}" for day in self.dues]
        return [] if written == [self.measure.deadline] else self.dues

    @property
    def course(self) -> Course:
        """Its days as the timeline draws them."""
        one = self.measure
        steady = one.deadline_kind == DeadlineKind.CONTINUOUS
        due, done = self.followed or (tuple(self.dues), ())
        return Course(due, one.start, steady, one.continues, done)

    @property
    def is_drawn(self) -> bool:
        """Whether the timeline has anything to draw."""
        course = self.course
        return course.steady or bool(course.due or course.done)

    @property
    def bar(self) -> PointsBar | None:
        """The points reached of those that could be, as the text of the measure says; None where it does not."""
        said = self.gap
        if said is None or said.achieved is None or said.maximum is None or said.achieved > said.maximum:
            return None
        lost = said.maximum - said.achieved
        return PointsBar(said.maximum, said.achieved, losses=(("stated", lost),))


def rows_of(
    plan: Plan,
    measures: Sequence[Any],
    today: date,
    *,
    sections: Mapping[int, Section],
    names: Mapping[int, str],
    mine: frozenset[int] = frozenset(),
    followed: Followed = NOT_FOLLOWED,
) -> list[MeasureRow]:
    """`measures` as rows; four queries, however many there are. `sections` and `names` (of units) by their ids."""
    dues = _gathered(Due.objects.filter(measure__in=measures).values_list("measure_id", "on"))
    parts = Involvement.objects.filter(measure__in=measures).order_by("measure", "role", "place")
    told = list(parts.values_list("measure_id", "role", "agency_id"))
    chips = _chips(plan, {agency for _measure, _role, agency in told}, names, mine)
    led = _gathered(
        (measure, chips[agency]) for measure, role, agency in told if role == Involvement.Kind.LEAD
    )
    joined = _gathered(
        (measure, chips[agency]) for measure, role, agency in told if role != Involvement.Kind.LEAD
    )
    return [
        MeasureRow(
            measure=one,
            section=sections[one.section_id],
            lead=led[one.pk],
            cooperating=joined[one.pk],
            dues=dues[one.pk],
            standing=standing_of_measure(one, today, followed),
            days=(day - today).days if (day := _next_day(one, followed)) and day >= today else None,
            gap=gap(one.task or one.activity, index_of(sections[one.section_id].heading)),
        )
        for one in measures
    ]


def groups_of_units(rows: Iterable[MeasureRow]) -> list[Chip]:
    """The agencies of `rows` that mean several units, each once."""
    chips = {chip.pk: chip for row in rows for chip in (*row.lead, *row.cooperating) if len(chip.units) > 1}
    return list(chips.values())


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a measure stands in the document, from 0, and the ids of its neighbours."""

    at: int
    before: int | None
    after: int | None


def place_of(plan: Plan, measure: Measure) -> Neighbours:
    """Where `measure` stands among the measures of `plan`."""
    order = Measure.objects.filter(section__plan=plan).order_by("section__place", "section", "place", "pk")
    ids = [None, *order.values_list("pk", flat=True), None]
    at = ids.index(measure.pk)
    return Neighbours(at - 1, ids[at - 1], ids[at + 1])


def _chips(plan: Plan, agencies: set[int], names: Mapping[int, str], mine: frozenset[int]) -> dict[int, Chip]:
    links = Agency.units.through.objects.filter(agency__in=agencies).values_list("agency_id", "unit_id")
    meant = _gathered(links)
    place = {pk: at for at, pk in enumerate(names)}
    return {
        one.pk: Chip(
            one.pk,
            one.text,
            tuple((unit, names[unit]) for unit in sorted(meant[one.pk], key=place.__getitem__)),
            not mine.isdisjoint(meant[one.pk]),
            is_open(one),
        )
        for one in plan.agencies.filter(pk__in=agencies)
    }


def _next_day(measure: Any, followed: Followed) -> date | None:
    one = followed.get(measure.pk)
    return measure.next_due if one is None else one.day


def _gathered(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    kept: dict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        kept[key].append(value)
    return kept
