"""What stands between a draft and a plan in force: its measures as rows to be looked at, and what is left to do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from cchc.core.papers.answers import Confidence
from cchc.core.plans.columns import BY_KEY, COLUMNS, NUMBER, SAYS_WHAT, ColumnGroup
from cchc.core.words.messages import Message, message_of
from cchc.plans.models import Agency, Involvement, Measure, Plan, Section
from cchc.plans.queries.columns import label_of
from cchc.plans.queries.findings import Found

SAID_ONCE = 2


class RowFilter(TextChoices):
    """Which measures of a plan are looked at."""

    UNCHECKED = "chua-duyet", _("Rows to check")
    FINDINGS = "phat-hien", _("Rows with findings")
    AGENCIES = "co-quan", _("Rows with agencies to confirm")


@dataclass(frozen=True, slots=True)
class Obstacles:
    """How many measures a plan has, and how many rows and agencies nobody has confirmed yet."""

    measures: int
    rows: int
    agencies: int

    @property
    def any(self) -> bool:
        """Whether something is left to do before the plan can be put in force."""
        return not self.measures or bool(self.rows or self.agencies)


@dataclass(frozen=True, slots=True)
class ReviewCell:
    """A cell of a measure: its text, why the reader was not sure of it, what its words were understood as.

    `said` is false where the reason is the same for several cells and said once for the row. `now` is what the plan
    holds where the text that this person typed could not be saved; `theirs`: because somebody else wrote it meanwhile.
    """

    column: str
    label: Any
    text: str
    doubt: Message | None = None
    agencies: tuple[Agency, ...] = ()
    now: str | None = None
    theirs: bool = False
    said: bool = True

    @property
    def lines(self) -> int:
        """About how many lines the text needs, for browsers that do not measure it themselves."""
        return max(2, sum(1 + len(line) // 34 for line in self.text.splitlines()))


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A measure with its cells, the reasons to doubt it as a whole or in several cells, and what was found in it.

    `name` tells it from others: its number, or where there is none its position in the plan.
    """

    measure: Measure
    name: str
    number: ReviewCell
    what: tuple[ReviewCell, ...]
    who: tuple[ReviewCell, ...]
    doubts: tuple[Message, ...]
    found: tuple[Found, ...]
    dues: tuple[date, ...]
    refused: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to look at it."""
        one = self.measure
        says_what = any(getattr(one, key) for key in SAYS_WHAT)
        return not one.checked and (one.confidence != Confidence.SURE or not says_what)

    @property
    def in_conflict(self) -> bool:
        """Whether somebody else changed a cell that this person changed too."""
        return any(cell.theirs for cell in (self.number, *self.what, *self.who))


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """A section with those of its rows that are on the page; `first` and `last` among the sections of its plan."""

    section: Section
    rows: tuple[ReviewRow, ...]
    first: bool
    last: bool

    @property
    def is_all(self) -> bool:
        """Whether it is the only section and has neither number nor heading: nothing to be told apart."""
        return self.first and self.last and not str(self.section)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed into the cells of a measure and could not be saved: refused, or changed by others too."""

    texts: Mapping[str, str]
    refused: tuple[str, ...] = ()
    conflict: bool = False


# What is left to do


def obstacles(plan: Plan) -> Obstacles:
    """What is left to do before `plan` can be put in force."""
    measures = Measure.objects.filter(section__plan=plan)
    return Obstacles(
        measures.count(), unchecked_measures(measures).count(), unconfirmed_agencies(plan).count()
    )


def unchecked_measures(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Those of `measures` that nobody has looked at though the reader was not sure, or nothing says what is to do."""
    says_nothing = Q(**dict.fromkeys(SAYS_WHAT, ""))
    return measures.filter(~Q(confidence=Confidence.SURE) | says_nothing, checked=False)


def unconfirmed_agencies(plan: Plan) -> QuerySet[Agency]:
    """The agencies of `plan` that were not found for sure and nobody has confirmed."""
    return plan.agencies.exclude(confidence=Confidence.SURE).filter(confirmed=False)


def agencies_of(plan: Plan) -> list[Agency]:
    """The agencies of `plan` with `count`, how many measures name them, and `meant`, how many units they mean; the
    unconfirmed ones first."""
    named = list(plan.agencies.annotate(count=Count("parts__measure", distinct=True)).filter(count__gt=0))
    means = (
        Agency.units.through.objects.filter(agency__plan=plan).values("agency").annotate(units=Count("pk"))
    )
    meant = dict(means.values_list("agency", "units"))
    for one in named:
        one.meant = meant.get(one.pk, 0)
    return sorted(named, key=is_open, reverse=True)


def is_open(agency: Agency) -> bool:
    """Whether nobody has confirmed an agency that was not found for sure."""
    return agency.confidence != Confidence.SURE and not agency.confirmed


# Rows


def measures_of(plan: Plan, wanted: RowFilter | None, found: Sequence[Found]) -> QuerySet[Measure]:
    """The measures of `plan` that are wanted, in the order of the document."""
    measures = Measure.objects.filter(section__plan=plan)
    if wanted is RowFilter.UNCHECKED:
        measures = unchecked_measures(measures)
    if wanted is RowFilter.FINDINGS:
        measures = measures.filter(pk__in={one.measure_id for one in found if one.acceptance is None})
    if wanted is RowFilter.AGENCIES:
        measures = measures.filter(
            pk__in=Involvement.objects.filter(agency__in=unconfirmed_agencies(plan)).values("measure")
        )
    return measures.order_by("section__place", "section", "place", "id")


def columns_of(plan: Plan) -> frozenset[str]:
    """The columns that the measures of `plan` use; a plan by hand has those of its kind."""
    optional = [column.key for column in COLUMNS if not column.is_always_edited and column.key != NUMBER]
    texts = {key: Count("pk", filter=~Q(**{key: ""})) for key in optional}
    used = Measure.objects.filter(section__plan=plan).aggregate(**texts)
    begun = () if hasattr(plan, "reading") else (one.key for one in COLUMNS if plan.kind in one.begins_in)
    always = (column.key for column in COLUMNS if column.is_always_edited)
    return frozenset({*always, *begun, *(key for key, count in used.items() if count)})


def rows_of(
    plan: Plan,
    measures: Sequence[Measure],
    found: Sequence[Found],
    typed: Mapping[int, Typed] | None = None,
) -> dict[int, ReviewRow]:
    """The rows of `measures` by their ids; five queries, however many there are.

    `found` is what was found in the whole plan, `typed` what could not be saved, by the id of its measure.
    """
    columns = columns_of(plan)
    agencies = {agency.pk: agency for agency in plan.agencies.prefetch_related("units")}
    named: dict[tuple[int, str], list[Agency]] = defaultdict(list)
    parts = Involvement.objects.filter(measure__in=measures).order_by("measure", "place")
    for measure, role, agency in parts.values_list("measure_id", "role", "agency_id"):
        named[measure, role].append(agencies[agency])
    order = Measure.objects.filter(section__plan=plan).order_by("section__place", "section", "place", "id")
    positions = {pk: at for at, pk in enumerate(order.values_list("pk", flat=True), start=1)}
    by_measure: dict[int | None, list[Found]] = defaultdict(list)
    for one in found:
        by_measure[one.measure_id].append(one)
    prepared = _Prepared(columns, named, positions, by_measure, typed or {})
    return {measure.pk: _row(measure, prepared) for measure in measures}


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What all rows of a page share, fetched once."""

    columns: frozenset[str]
    named: Mapping[tuple[int, str], Sequence[Agency]]
    positions: Mapping[int, int]
    found: Mapping[int | None, Sequence[Found]]
    typed: Mapping[int, Typed]


def _row(measure: Measure, prepared: _Prepared) -> ReviewRow:
    typed = prepared.typed.get(measure.pk, Typed({}))
    doubts = {} if measure.checked else {name: message_of(why) for name, why in measure.doubts.items()}
    of_cells = Counter(why for name, why in doubts.items() if name)
    of_row = doubts.get("")
    once = tuple(why for why, count in of_cells.items() if count >= SAID_ONCE or why == of_row)

    def cell(key: str) -> ReviewCell:
        kept = getattr(measure, key)
        text = typed.texts.get(key, kept)
        return ReviewCell(
            column=key,
            label=label_of(BY_KEY[key]),
            text=text,
            doubt=doubts.get(key),
            said=doubts.get(key) not in once,
            agencies=tuple(prepared.named[measure.pk, key]),
            now=kept if text != kept else None,
            theirs=typed.conflict and text != kept,
        )

    def cells(group: ColumnGroup) -> tuple[ReviewCell, ...]:
        keys = (column.key for column in COLUMNS if column.group is group)
        return tuple(cell(key) for key in keys if key in prepared.columns or getattr(measure, key))

    return ReviewRow(
        measure=measure,
        name=measure.number or str(prepared.positions[measure.pk]),
        number=cell(NUMBER),
        what=cells(ColumnGroup.WHAT),
        who=cells(ColumnGroup.WHO_AND_WHEN),
        doubts=tuple(dict.fromkeys([of_row, *once] if of_row else once)),
        found=tuple(prepared.found[measure.pk]),
        dues=tuple(due.on for due in measure.dues.all()),
        refused=typed.refused,
    )


def sections_of(
    plan: Plan, rows: Mapping[int, ReviewRow], *, begins: bool, ends: bool
) -> list[ReviewSection]:
    """The sections of `plan` with `rows` in them, and the empty ones that stand between.

    `begins` and `ends`: the rows are those of the first, of the last page; empty sections before and behind belong to
    them.
    """
    sections = list(plan.sections.all())
    held: dict[int, list[ReviewRow]] = defaultdict(list)
    for row in rows.values():
        held[row.measure.section_id].append(row)
    filled = [at for at, section in enumerate(sections) if held[section.pk]]
    first = 0 if begins or not filled else filled[0]
    last = len(sections) - 1 if ends or not filled else filled[-1]
    return [
        ReviewSection(section, tuple(held[section.pk]), at == 0, at == len(sections) - 1)
        for at, section in enumerate(sections)
        if first <= at <= last
    ]
