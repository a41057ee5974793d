"""The review of a plan, read once: its rows to be looked at and changed, what was found, what is left to do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.core.paginator import Page
from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cchc.core.plans.columns import COLUMNS, KEYS, NUMBER, SAYS_WHAT, ColumnGroup, MeasureColumn
from cchc.core.plans.plan import Severity, WordAccount
from cchc.core.words.messages import Message, message_of
from cchc.plans.models import Agency, Due, Involvement, Measure, Plan, PlanTarget, Section
from cchc.plans.queries.annexes import AnnexFile
from cchc.plans.queries.columns import label_of
from cchc.plans.queries.findings import Found, findings_in
from cchc.plans.queries.obstacles import Obstacles, is_open, is_unchecked
from cchc.plans.queries.paging import MOST_LETTERS, BySize
from cchc.plans.queries.source import Pane, SourceDocument, document_of, pane_of, places_of
from cchc.plans.queries.texts import StoredPlan
from cchc.reading.plans.account_json import account_of_data

SAID_ONCE = 2
ROWS = 50


class RowFilter(TextChoices):
    """Which measures of a plan are looked at."""

    UNCHECKED = "chua-duyet", _("Rows to check")
    FINDINGS = "phat-hien", _("Rows with findings")
    AGENCIES = "co-quan", _("Rows with agencies to confirm")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed into the cells of a measure and could not be saved: refused, or changed by others too.

    `lacking` says by column what is to be written there.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    refused: Sequence[str] = ()
    conflict: bool = False
    lacking: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReviewCell:
    """A cell of a measure: its text, why the reader was not sure of it, what its words were understood as.

    `said` is false where the reason is the same for several cells and said once for the row. `now` is what the plan
    holds where the text that this person typed could not be saved; `theirs`: because somebody else wrote it meanwhile;
    `lacks`: because of that.
    """

    column: str
    label: str
    text: str
    doubt: Message | None = None
    agencies: Sequence[Agency] = ()
    now: str | None = None
    theirs: bool = False
    said: bool = True
    lacks: Sequence[str] = ()

    @property
    def lines(self) -> int:
        """About how many lines the text needs, for browsers that do not measure it themselves."""
        return max(2, sum([1 + len(line) // 34 for line in self.text.splitlines()]))


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A measure with its cells, the reasons to doubt it as a whole or in several cells, and what was found in it.

    `name` tells it from others: its number, or where there is none its position in the plan. `is_open`: somebody still
    has to look at it; `in_conflict`: somebody else changed a cell that this person changed too.
    """

    measure: Measure
    name: str
    number: ReviewCell
    what: Sequence[ReviewCell]
    who: Sequence[ReviewCell]
    doubts: Sequence[Message]
    found: Sequence[Found]
    dues: Sequence[date]
    refused: Sequence[str]
    is_open: bool
    in_conflict: bool
    is_quiet: bool
    """Whether nobody has to look at the row itself, so that one line is enough of it; its agencies are confirmed on
    their own page."""

    @property
    def summary(self) -> str:
        """What is to be done, as the line of the row says it."""
        return next((text for key in SAYS_WHAT if (text := getattr(self.measure, key))), "")

    @property
    def has_open_agencies(self) -> bool:
        """Whether somebody still has to confirm an agency that it names."""
        return any(is_open(agency) for cell in self.who for agency in cell.agencies)


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """A section with those of its rows that are on the page; `first` and `last` among the sections of its plan. Its
    targets stand behind the last of its rows, where all rows are looked at."""

    section: Section
    rows: Sequence[ReviewRow]
    first: bool
    last: bool
    targets: Sequence[PlanTarget] = ()

    @property
    def is_all(self) -> bool:
        """Whether it is the only section and has neither number nor heading: nothing to be told apart."""
        return self.first and self.last and not str(self.section)


class General(NamedTuple):
    """A finding about the plan as a whole, and the place from 1 of the passage of the document where it stands."""

    one: Found
    passage: int | None


def columns_offered(stored: StoredPlan) -> list[MeasureColumn]:
    """The columns that a measure of a plan may fill: those that its measures use; a plan by hand has those of its
    kind."""
    begun = stored.plan.kind if stored.reading is None else ""
    return [
        column
        for column in COLUMNS
        if column.key == NUMBER
        or column.is_always_edited
        or begun in column.begins_in
        or any([getattr(one, column.key) for one in stored.measures])
    ]


def columns_shown(
    offered: Iterable[MeasureColumn], measures: Iterable[Measure], also: Collection[str]
) -> list[MeasureColumn]:
    """Those of the columns `offered` that stand in the rows: no column that is empty in every measure, unless it is
    always edited or `also` asked for."""
    used = {column.key for one in measures for column in COLUMNS if getattr(one, column.key)}
    return [
        column
        for column in offered
        if column.key == NUMBER or column.is_always_edited or column.key in used or column.key in also
    ]


class Review:
    """A plan as its review shows it; all that the page, a row and the counts say is cut from what is read here once.

    `wanted`, `number` and `part` are the filter, the page and the part of the document that are asked for; `row` is the
    id of the measure whose row alone is shown, if one is; `typed` is what could not be saved, by the id of its measure;
    `also` are columns to be shown although they are empty; `file` is the annex that is shown beside them.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        wanted: RowFilter | None = None,
        number: str | None = None,
        part: int | None = None,
        row: int | None = None,
        typed: Mapping[int, Typed] | None = None,
        also: Collection[str] = (),
        file: int | None = None,
    ) -> None:
        self.plan, self.wanted, self.typed = plan, wanted, typed or {}
        self._number, self._part, self._row_id, self._file = number, part, row, file
        self.stored = StoredPlan(plan)
        self.found = findings_in(self.stored)
        self.found_in: dict[int | None, list[Found]] = defaultdict(list)
        for one in self.found:
            self.found_in[one.measure_id].append(one)
        offered = columns_offered(self.stored)
        asked = {*also, *(key for one in self.typed.values() for key in one.texts)}
        self._columns = columns_shown(offered, self.stored.measures, asked)
        self.hidden = [column for column in offered if column not in self._columns]
        self._labels = {column.key: label_of(column) for column in self._columns}
        self.open = [one for one in self.found if one.acceptance is None]

    # what is left to do

    @cached_property
    def left(self) -> Obstacles:
        """What is left to do before the plan can be put in force."""
        agencies = self.stored.agencies.values()
        return Obstacles(
            len(self.stored.measures),
            sum(map(is_unchecked, self.stored.measures)),
            sum(map(is_open, agencies)),
        )

    @property
    def open_by_severity(self) -> list[tuple[Severity, int]]:
        """How many findings are open of each severity that occurs."""
        counts = Counter([one.finding.severity for one in self.open])
        return [(severity, counts[severity]) for severity in Severity if counts[severity]]

    @cached_property
    def account(self) -> WordAccount | None:
        """What became of the words of the file that the plan was read from; None for a plan by hand."""
        reading = self.stored.reading
        return account_of_data(reading.read["account"]) if reading and "account" in reading.read else None

    @cached_property
    def general(self) -> list[General]:
        """What was found in the plan as a whole."""
        document = self.document
        return [
            General(one, document.passage_of(one.finding) if document and not self.annex else None)
            for one in self.found_in[None]
        ]

    # which rows

    @cached_property
    def page(self) -> Page[Measure]:
        """The measures that are on the page that is asked for."""
        measures = [one for one in self.stored.measures if self._is_wanted(one)]
        letters = [sum([len(getattr(one, key)) for key in (*KEYS, "search")]) for one in measures]
        return BySize(measures, letters, ROWS, MOST_LETTERS).get_page(self._number)

    def _is_wanted(self, measure: Measure) -> bool:
        if self.wanted is RowFilter.UNCHECKED:
            return is_unchecked(measure)
        return self.wanted is None or measure.pk in self._wanted_ids

    @cached_property
    def _wanted_ids(self) -> set[int | None]:
        if self.wanted is RowFilter.FINDINGS:
            return {one.measure_id for one in self.open}
        waiting = [pk for pk, agency in self.stored.agencies.items() if is_open(agency)]
        return set(Involvement.objects.filter(agency__in=waiting).values_list("measure_id", flat=True))

    @property
    def sections(self) -> list[ReviewSection]:
        """The sections with their rows on the page, and the empty ones that stand between; before the rows of the first
        page and behind those of the last one too, where all rows are wanted."""
        held: dict[int, list[ReviewRow]] = defaultdict(list)
        for row in self.rows_of(self.page.object_list):
            held[row.measure.section_id].append(row)
        last = len(self.stored.sections) - 1
        filled = [at for at, section in enumerate(self.stored.sections) if section.pk in held]
        begin = 0 if self.page.number == 1 or not filled else filled[0]
        end = last if not self.page.has_next() or not filled else filled[-1]
        ends = {} if self.wanted else {one.section_id: one.pk for one in self.stored.measures}
        shown = {one.pk for one in self.page.object_list}

        def targets(section: Section) -> Sequence[PlanTarget]:
            is_ended = not self.wanted and (section.pk not in ends or ends[section.pk] in shown)
            return self.stored.targets.get(section.pk, ()) if is_ended else ()

        return [
            ReviewSection(section, held.get(section.pk, ()), at == 0, at == last, targets(section))
            for at, section in enumerate(self.stored.sections)
            if begin <= at <= end and (section.pk in held or not self.wanted)
        ]

    @property
    def row(self) -> ReviewRow:
        """The row that is shown alone."""
        (row,) = self.rows_of(one for one in self.stored.measures if one.pk == self._row_id)
        return row

    @property
    def beside(self) -> list[tuple[int, Sequence[Found]]]:
        """What was found in the other rows of the page: a change in one may settle what was found in another."""
        return [(one.pk, self.found_in.get(one.pk, ())) for one in self.page if one.pk != self._row_id]

    # rows

    def rows_of(self, measures: Iterable[Measure]) -> list[ReviewRow]:
        """These measures as rows; two queries, however many there are."""
        measures = list(measures)
        named: dict[tuple[int, str], list[Agency]] = defaultdict(list)
        parts = Involvement.objects.filter(measure__in=measures).order_by("measure", "place")
        for pk, role, agency in parts.values_list("measure_id", "role", "agency_id"):
            named[pk, role].append(self.stored.agencies[agency])
        dues: dict[int, list[date]] = defaultdict(list)
        for pk, day in (
            Due.objects.filter(measure__in=measures).order_by("on").values_list("measure_id", "on")
        ):
            dues[pk].append(day)
        places = {one.pk: at for at, one in enumerate(self.stored.measures, start=1)}
        return [self._row(one, str(places[one.pk]), named, dues[one.pk]) for one in measures]

    def _row(
        self,
        measure: Measure,
        place: str,
        named: Mapping[tuple[int, str], Sequence[Agency]],
        dues: list[date],
    ) -> ReviewRow:
        typed = self.typed.get(measure.pk, _NOTHING)
        doubts = {} if measure.checked else {name: message_of(why) for name, why in measure.doubts.items()}
        counts = Counter([why for name, why in doubts.items() if name])
        of_row = doubts.get("")
        once = [why for why, count in counts.items() if count >= SAID_ONCE or why == of_row]
        cells: dict[ColumnGroup, list[ReviewCell]] = {group: [] for group in ColumnGroup}
        for column in self._columns:
            kept, doubt = getattr(measure, column.key), doubts.get(column.key)
            text = typed.texts.get(column.key, kept)
            cell = ReviewCell(
                column=column.key,
                label=self._labels[column.key],
                text=text,
                doubt=doubt,
                said=doubt not in once,
                agencies=named.get((measure.pk, column.key), ()),
                now=kept if text != kept else None,
                theirs=typed.conflict and text != kept,
                lacks=typed.lacking.get(column.key, ()),
            )
            cells[column.group].append(cell)
        found = self.found_in.get(measure.pk, ())
        asked = is_unchecked(measure) or bool(typed.refused or typed.texts)
        return ReviewRow(
            measure=measure,
            name=measure.number or place,
            number=cells[ColumnGroup.NUMBER][0],
            what=cells[ColumnGroup.WHAT],
            who=cells[ColumnGroup.WHO_AND_WHEN],
            doubts=list(dict.fromkeys([of_row, *once] if of_row else once)),
            found=found,
            dues=dues,
            refused=typed.refused,
            is_open=is_unchecked(measure),
            in_conflict=typed.conflict and any([one.theirs for group in cells.values() for one in group]),
            is_quiet=bool(self.stored.reading) and not asked and all(one.acceptance for one in found),
        )

    # the document beside them

    @cached_property
    def document(self) -> SourceDocument | None:
        """The pieces of the file that the plan was read from, or of the annex that is asked for; None for a plan by
        hand."""
        reading = self.annex.staged if self.annex else self.stored.reading
        return document_of(reading) if reading else None

    @cached_property
    def annex(self) -> AnnexFile | None:
        """The annex that is asked for beside the rows; None for the file of the plan itself."""
        return next((one for one in self.stored.annexes if one.staged.pk == self._file), None)

    @cached_property
    def places(self) -> dict[int, range]:
        """Where the measures on the page were read, and the one that is shown alone."""
        if self.document is None:
            return {}
        shown = {self._row_id, *[one.pk for one in self.page]}
        of = [one for one in self.stored.measures if one.pk in shown]
        return places_of(self.document, of, self.annex.staged.pk if self.annex else None)

    @cached_property
    def pane(self) -> Pane | None:
        """What is shown of the document beside the rows."""
        return pane_of(self.document, self.places, self._part) if self.document else None


_NOTHING = Typed()
