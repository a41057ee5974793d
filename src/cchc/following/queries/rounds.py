"""Rounds of periodic reports: who sees which, how the parts stand, and the whole drawn together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from cchc.access.actor import Actor
from cchc.core.plans.reports.content import frame_of
from cchc.core.plans.reports.drawn import (
    DrawnReport,
    ReportHead,
    UnitPart,
    Values,
    comparable_report,
    draw_together,
    origins_of,
    read_report,
    values_of,
)
from cchc.core.plans.reports.figures import row_values
from cchc.core.plans.reports.frame import ReportFrame
from cchc.core.plans.reports.periods import ReportKind, ReportPeriod, previous_period, same_last_year
from cchc.core.plans.reports.sending import PartState, Sending, counted_day, state_of
from cchc.following.models import FrozenReport, PartDraft, ReportPart, ReportRound
from cchc.following.policies import may_read_following
from cchc.units.queries import served_province
from cchc.units.queries.lineage import continuities


def rounds_for(actor: Actor) -> QuerySet[ReportRound]:
    """Return the rounds that `actor` may see, the latest first: who acts for the province all, a unit those that it
    draws together or in which it reports."""
    beside = ("frame", "collector", "frozen__archived__document", "withdrawal")
    rounds = ReportRound.objects.select_related(*beside)
    rounds = rounds.defer("frozen__content", "texts", "frame__content")  # megabytes that a list does not show
    if not may_read_following(actor):
        return rounds.none()
    if actor.everywhere:
        return rounds
    own = PartDraft.objects.filter(of_unit=actor.unit_id).values("round")
    return rounds.filter(Q(collector=actor.unit_id) | Q(pk__in=own))


def is_frozen(round_: ReportRound) -> bool:
    """Whether the figures of a round are frozen; no query for a round of `rounds_for`."""
    return hasattr(round_, "frozen")


def is_withdrawn(round_: ReportRound) -> bool:
    """Whether a round was withdrawn; no query for a round of `rounds_for`."""
    return hasattr(round_, "withdrawal")


def is_closed(round_: ReportRound) -> bool:
    """Whether nothing is written in a round any more: it is frozen or withdrawn."""
    return is_frozen(round_) or is_withdrawn(round_)


def period_of(round_: ReportRound) -> ReportPeriod:
    """Return which report of which year a round is."""
    return ReportPeriod(ReportKind(round_.kind), round_.year)


# --- how parts stand ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sendings:
    """The sendings of the part of one unit in one round, in their order: days and returns, the id and number of the
    last, and the id of the round inside which it is carried."""

    course: tuple[Sending, ...] = ()
    last: int = 0
    number: int = 0
    carried_in: int | None = None

    @property
    def state(self) -> PartState:
        """Where the part stands."""
        state = state_of(self.course)
        return PartState.CARRIED if self.carried_in and state is PartState.SENT else state

    @property
    def day(self) -> date | None:
        """The day that counts."""
        return counted_day(self.course)


NOTHING_SENT = Sendings()


def sendings_of(parts: QuerySet[ReportPart]) -> dict[tuple[int, int], Sendings]:
    """Return the sendings among `parts` by round and unit; one query, without their figures."""
    rows = parts.order_by("round", "of_unit", "number").values_list(
        "round_id", "of_unit_id", "at", "returned__pk", "returned__incomplete", "pk", "number", "carried_in_id"
    )  # fmt: skip
    found: dict[tuple[int, int], Sendings] = {}
    for round_id, unit, at, returned, incomplete, pk, number, carried in rows:
        before = found.get((round_id, unit), NOTHING_SENT)
        one = Sending(timezone.localdate(at), returned is not None, bool(incomplete))
        found[round_id, unit] = Sendings((*before.course, one), pk, number, carried)
    return found


def parts_of(
    round_: ReportRound,
    frame: ReportFrame,
    units: Collection[int] | None = None,
    before: ReportsBefore | None = None,
) -> list[UnitPart]:
    """Return how the part of each unit of a round stands, with its figures and those of its earlier reports (`before`,
    read where it is not given), in the order of the units; of these `units` or of all. A constant number of queries."""
    drafts = PartDraft.objects.filter(round=round_).select_related("of_unit")
    drafts = drafts if units is None else drafts.filter(of_unit__in=units)
    members = [
        one.of_unit for one in drafts.defer("values", "whys", "texts").order_by("of_unit__sort_key", "pk")
    ]
    sent = sendings_of(ReportPart.objects.filter(round=round_, of_unit__in=[one.pk for one in members]))
    carriers = {one.carried_in for one in sent.values() if one.carried_in and one.state is PartState.CARRIED}
    carried = [unit for (_round, unit), one in sent.items() if one.state is PartState.CARRIED]
    carrying = sendings_of(ReportPart.objects.filter(round__in=carriers, of_unit__in=carried))
    names = {
        one.pk: one.frame.name for one in ReportRound.objects.filter(pk__in=carriers).select_related("frame")
    }
    rows = ReportPart.objects.in_bulk([one.last for one in (*sent.values(), *carrying.values())])
    earlier = _earlier_figures(before or reports_before(round_), [one.pk for one in members])
    found = []
    for unit in members:
        previous, last_year = earlier[unit.pk]
        one = sent.get((round_.pk, unit.pk), NOTHING_SENT)
        if one.state is PartState.CARRIED and one.carried_in is not None:
            inside = carrying.get((one.carried_in, unit.pk), NOTHING_SENT)
            carrier = rows.get(inside.last)
            part = _carried(
                unit.pk, unit.name, names[one.carried_in], inside, carrier, frame, earlier[unit.pk]
            )
            found.append(part)
            continue
        row = rows.get(one.last)
        found.append(
            UnitPart(
                unit.pk,
                unit.name,
                one.state,
                one.number,
                one.day,
                late=one.day is not None and one.day > round_.due,
                sending=one.last,
                values=values_of(row.values) if row else {},
                origins=origins_of(row.origins) if row else {},
                texts=row.texts if row else {},
                previous=previous,
                last_year=last_year,
            )
        )
    return found


def _carried(
    unit: int,
    name: str,
    report: str,
    inside: Sendings,
    carrier: ReportPart | None,
    frame: ReportFrame,
    earlier: tuple[Values, Values],
) -> UnitPart:
    """The part of a unit that is carried inside another report: figures with the same codes, once that was sent."""
    if carrier is None or inside.state is not PartState.SENT:
        previous, last_year = earlier
        return UnitPart(
            unit, name, PartState.UNSENT, carried_in=report, previous=previous, last_year=last_year
        )
    there = values_of(carrier.values)
    given = {row.code: there.get(row.code) for row in frame.rows if not row.formula}
    previous, last_year = earlier
    values = row_values(frame, given, previous=previous, last_year=last_year)
    origins = {code: one for code, one in origins_of(carrier.origins).items() if code in given}
    return UnitPart(
        unit, name, PartState.CARRIED, inside.number, inside.day, carried_in=report, sending=inside.last,
        values=values, origins=origins, previous=previous, last_year=last_year,
    )  # fmt: skip


# --- the whole ----------------------------------------------------------------------------------------------


def head_of(round_: ReportRound) -> ReportHead:
    """Return what a round says of itself."""
    return ReportHead(
        frame_key=round_.frame.key,
        frame_number=round_.frame.number,
        frame_name=round_.frame.name,
        unit=round_.collector.name,
        kind=ReportKind(round_.kind),
        year=round_.year,
        data_from=round_.data_from,
        data_to=round_.data_to,
        due=round_.due,
        cut_off=round_.cut_off,
        province=province.name if (province := served_province()) else "",
    )


def drawn_report(round_: ReportRound) -> DrawnReport:
    """Return a report drawn together: as it was frozen, else from the parts as they stand now. A constant number of
    queries, however many units and rows."""
    frozen = FrozenReport.objects.filter(round=round_).first()
    return read_report(frozen.content) if frozen else drawn_now(round_)


def drawn_now(round_: ReportRound) -> DrawnReport:
    """Return the whole of the parts as they stand now, beside the figures of earlier reports that are frozen."""
    frame = frame_of(round_.frame.content)
    before = reports_before(round_)
    return draw_together(
        head_of(round_),
        frame,
        parts_of(round_, frame, before=before),
        previous=before.previous,
        last_year=before.last_year,
        texts=round_.texts,
    )


@dataclass(frozen=True, slots=True)
class ReportsBefore:
    """The frozen reports beside which a report stands: of the period before, and of the same one of last year; None
    where there is none that is frozen."""

    previous: DrawnReport | None
    last_year: DrawnReport | None


def reports_before(round_: ReportRound) -> ReportsBefore:
    """Return the frozen reports of the same frame, in whatever version, that the same unit drew together before, with
    the figures that mean the same in the version of this one."""
    frame = frame_of(round_.frame.content)
    previous, last_year = previous_period(period_of(round_)), same_last_year(period_of(round_))
    collectors = continuities([round_.collector_id])[round_.collector_id].ids
    wanted = Q(round__kind=previous.kind, round__year=previous.year) | Q(
        round__kind=last_year.kind, round__year=last_year.year
    )
    rows = FrozenReport.objects.filter(
        wanted, round__collector__in=collectors, round__frame__key=round_.frame.key
    )
    found = {
        period_of(one.round): comparable_report(
            read_report(one.content), frame_of(one.round.frame.content), frame
        )
        for one in rows.select_related("round__frame").order_by("round__frame__number")
    }
    return ReportsBefore(found.get(previous), found.get(last_year))


def figures_before(round_: ReportRound, unit: int) -> tuple[Values, Values]:
    """Return what a unit, under whatever name, reported in the frozen reports of the period before and of the same
    period of last year, by code; empty where there is none."""
    return _earlier_figures(reports_before(round_), [unit])[unit]


def _earlier_figures(before: ReportsBefore, units: Collection[int]) -> dict[int, tuple[Values, Values]]:
    chains = continuities(units)

    def of(report: DrawnReport | None, unit: int) -> Values:
        part = report.part_of(chains[unit].ids) if report else None
        return part.values if part and part.has_come else {}

    return {unit: (of(before.previous, unit), of(before.last_year, unit)) for unit in units}


# --- lists --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in a list: how many units report, whose parts have come, and how the own part stands (None: none)."""

    round: ReportRound
    units: int
    come: int
    own: Sendings | None

    @property
    def withdrawn(self) -> bool:
        """Whether the round was withdrawn."""
        return is_withdrawn(self.round)

    @property
    def missing(self) -> int:
        """How many parts have not come, or were returned."""
        return self.units - self.come


def round_lines(rounds: Iterable[ReportRound], unit: int | None) -> list[RoundLine]:
    """Return these rounds as lines of a list, with the part of `unit` in each; two queries."""
    listed = list(rounds)
    members: Mapping[int, set[int]] = defaultdict(set)
    for pk, of_unit in PartDraft.objects.filter(round__in=listed).values_list("round_id", "of_unit_id"):
        members[pk].add(of_unit)
    sent = sendings_of(ReportPart.objects.filter(round__in=listed))
    lines = []
    for one in listed:
        states = [sent.get((one.pk, other), NOTHING_SENT).state for other in members[one.pk]]
        come = sum(state in (PartState.SENT, PartState.CARRIED) for state in states)
        own = sent.get((one.pk, unit), NOTHING_SENT) if unit in members[one.pk] else None
        lines.append(RoundLine(one, len(states), come, own))
    return lines
