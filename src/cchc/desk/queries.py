"""Reading for the desk: what waits for whom, where a unit stands, what happened lately, and what a text finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.queries import entries, sentence
from cchc.core.names import folded
from cchc.core.numbers import total
from cchc.criteria.models import CriteriaVersion
from cchc.criteria.models import State as VersionState
from cchc.criteria.queries import criteria_of, versions
from cchc.cycles.models import Cycle, Phase, State
from cchc.cycles.queries import participant_as, visible_to
from cchc.results.models import DomainIndex, IndexRun, ScoreImport, UnitIndex
from cchc.results.queries.accounts import current_run
from cchc.results.queries.address import address_of
from cchc.results.queries.unit import UnitPage, participant_of, unit_page
from cchc.units import queries as units

MOST_HITS = 20
MOST_RECENT = 8


# What waits


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for this person: in words, where it is done, and by when."""

    text: str
    href: str
    until: date | None = None
    late: bool = False


def waiting_for(actor: Actor, cycle: Cycle | None, today: date) -> list[Task]:
    """What waits for `actor`, the nearest deadline first, what has none last."""
    found = [*_of_the_cycle(actor, cycle, today), *_of_the_sets(actor)]
    return sorted(found, key=lambda task: (task.until is None, task.until or today))


def _of_the_cycle(actor: Actor, cycle: Cycle | None, today: date) -> Iterator[Task]:
    if cycle is None:
        if actor.may(Permission.CYCLE_MANAGE):
            yield Task(_("Create the cycle of the year"), reverse("cycles:new"))
        return
    if cycle.state == State.PREPARING and actor.may(Permission.CYCLE_MANAGE):
        yield Task(
            _("Finish preparing {cycle} and open it").format(cycle=cycle.name),
            reverse("cycles:detail", args=[cycle.pk]),
        )
    if cycle.state != State.OPEN:
        return
    if actor.may(Permission.SCORE_IMPORT):
        yield from _of_the_scores(cycle, today)
    yield from _of_the_own_unit(actor, cycle, today)


def _of_the_scores(cycle: Cycle, today: date) -> Iterator[Task]:
    """Imports read and not applied, and units that are not fully scored."""
    for staged in ScoreImport.objects.filter(cycle=cycle, applied_at__isnull=True).select_related("file"):
        text = _("Apply the points file {file}, or give it up").format(file=staged.file.name)
        yield Task(text, reverse("results:import", args=[*address_of(cycle), staged.pk]))
    run = current_run(cycle)
    waiting = run.units.filter(waiting__gt=0).count() if run else cycle.participants.count()
    if waiting:
        text = ngettext("{count} unit is not fully scored", "{count} units are not fully scored", waiting)
        until = last_day(cycle, today)
        href = reverse("results:imports", args=address_of(cycle))
        yield Task(text.format(count=waiting), href, until, until is not None and until < today)


def _of_the_own_unit(actor: Actor, cycle: Cycle, today: date) -> Iterator[Task]:
    """Criteria of the own unit without a score, for those who do not score themselves."""
    if actor.may(Permission.SCORE_IMPORT):
        return
    run = current_run(cycle)
    own = participant_as(cycle, actor.unit_id) if run and actor.unit_id else None
    row = run.units.filter(participant=own).first() if run and own else None
    if row is not None and row.waiting:
        text = ngettext(
            "{count} criterion of my unit has no score yet",
            "{count} criteria of my unit have no score yet",
            row.waiting,
        )
        href = reverse("results:unit", args=[*address_of(cycle), row.participant.unit_id])
        yield Task(text.format(count=row.waiting), href, last_day(cycle, today))


def last_day(cycle: Cycle, today: date) -> date | None:
    """The last day of the phase that runs, else of the last phase before `today`."""
    phases = Phase.objects.filter(cycle=cycle, starts__lte=today)
    running = phases.filter(ends__gte=today).order_by("ends").first()
    phase = running or phases.order_by("-ends").first()
    return phase.ends if phase else None


def _of_the_sets(actor: Actor) -> Iterator[Task]:
    if not actor.may(Permission.CRITERIA_PUBLISH):
        return
    for draft in CriteriaVersion.objects.filter(state=VersionState.DRAFT).defer("text"):
        text = _("Check and publish the criteria set “{title}”").format(title=draft.title)
        yield Task(text, reverse("criteria:version", args=[draft.pk]))


# Where units stand


def standing(actor: Actor, cycle: Cycle | None) -> UnitPage | None:
    """Where the unit of `actor` stands in `cycle`; None when it takes no part or nothing is scored yet."""
    if cycle is None or actor.unit_id is None or not actor.may(Permission.RESULT_READ):
        return None
    own = participant_as(cycle, actor.unit_id)
    participant = participant_of(cycle, own.unit_id) if own is not None else None
    page = unit_page(participant, cycle) if participant is not None else None
    return page if page is not None and page.row is not None else None


@dataclass(frozen=True, slots=True)
class End:
    """The first or the last unit of a peer group: rank, name, index as printed."""

    rank: int
    name: str
    index: Fraction


@dataclass(frozen=True, slots=True)
class Weakness:
    """A domain and the mean of its index (percent) in a peer group."""

    name: str
    mean: Fraction


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """A peer group in the run that holds: how many are ranked, their mean, first and last, and its weakest domains."""

    name: str
    ranked: int
    units: int
    mean: Fraction | None
    places: int
    ends: tuple[End, ...]
    weakest: tuple[Weakness, ...]


def groups(actor: Actor, cycle: Cycle | None) -> list[PeerGroup]:
    """The peer groups of `cycle` with their first and last unit, in the order of the ranking; three queries."""
    run = current_run(cycle) if cycle is not None else None
    if cycle is None or run is None or not actor.may(Permission.RESULT_READ):
        return []
    places = {one.pk: criteria_of(one.version).places for one in cycle.sets.select_related("version")}
    found: dict[str, list[UnitIndex]] = {}
    for row in run.units.order_by("cycle_set", "place"):
        found.setdefault(row.peer_group, []).append(row)
    weakest = _weakest_domains(run)
    return [
        _peer_group(name, rows, places.get(rows[0].cycle_set_id, 2), weakest.get(name, ()))
        for name, rows in found.items()
    ]


def _weakest_domains(run: IndexRun) -> dict[str, tuple[Weakness, ...]]:
    """The domains in which the ranked units of each peer group reach least on average."""
    shares: dict[str, dict[str, list[Fraction]]] = defaultdict(lambda: defaultdict(list))
    rows = DomainIndex.objects.filter(unit_index__run=run, unit_index__rank__isnull=False, block=False)
    for group, name, points, maximum in rows.values_list(
        "unit_index__peer_group", "name", "points", "maximum"
    ):
        if Fraction(maximum) > 0:
            shares[group][name].append(Fraction(points) / Fraction(maximum) * 100)
    return {
        group: tuple(
            sorted((Weakness(name, mean(of)) for name, of in domains.items()), key=lambda one: one.mean)[:3]
        )
        for group, domains in shares.items()
    }


def _peer_group(
    name: str, rows: Sequence[UnitIndex], places: int, weakest: tuple[Weakness, ...]
) -> PeerGroup:
    ranked = [row for row in rows if row.rank is not None]
    ends = (ranked[0], ranked[-1]) if len(ranked) > 1 else tuple(ranked)
    average = mean([Fraction(row.exact) for row in ranked]) if ranked else None
    return PeerGroup(name, len(ranked), len(rows), average, places, tuple(_end(row) for row in ends), weakest)


def mean(amounts: Sequence[Fraction]) -> Fraction:
    return total(amounts) / len(amounts)


def _end(row: UnitIndex) -> End:
    assert row.rank is not None, "only ranked units stand at an end"
    return End(row.rank, row.name, Fraction(row.printed))


# What happened


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the log as the desk tells it."""

    at: object
    person: str
    sentence: str


def recent(actor: Actor) -> list[Event]:
    """The latest entries of the log, for those who may read it."""
    return [Event(entry.at, entry.person, sentence(entry)) for entry in entries(actor)[:MOST_RECENT]]


# Search


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that a text means: its name, what stands beside it, where it is."""

    text: str
    href: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of one kind: the first of them, and how many there are."""

    label: str
    hits: tuple[Hit, ...]
    count: int

    @property
    def more(self) -> bool:
        return self.count > len(self.hits)


def found(actor: Actor, text: str, today: date) -> list[Hits]:
    """What `text` means among units, criteria and cycles that `actor` may see; kinds without a hit are left out."""
    kinds = (_units(actor, text, today), _criteria(actor, text), _cycles(actor, text))
    return [hits for hits in kinds if hits.count]


def _units(actor: Actor, text: str, today: date) -> Hits:
    rows = (
        units.found(text, units.visible_to(actor))
        .select_related("parent")
        .order_by(F("valid_until").desc(nulls_first=True), "sort_key")
    )
    hits = []
    for unit in rows[:MOST_HITS]:
        ended = (
            ""
            if units.exists_on(unit, today)
            else _("until {day}").format(day=f"{unit.valid_until:%d/%m/%Y}")
        )
        beside = ", ".join(
            part for part in (unit.get_kind_display(), unit.parent.name if unit.parent else "", ended) if part
        )
        hits.append(Hit(unit.name, reverse("units:detail", args=[unit.pk]), beside))
    return Hits(_("Units"), tuple(hits), rows.count())


def _criteria(actor: Actor, text: str) -> Hits:
    key = folded(text)
    hits = [
        Hit(
            f"{leaf.number} {leaf.name}",
            f"{reverse('criteria:version', args=[version.pk])}?leaf={leaf.number}",
            version.title,
        )
        for version in versions(actor).defer(None)
        for leaf in criteria_of(version).leaves.values()
        if key in folded(leaf.name) or text == leaf.number
    ]
    return Hits(_("Criteria"), tuple(hits[:MOST_HITS]), len(hits))


def _cycles(actor: Actor, text: str) -> Hits:
    key = folded(text)
    rows = [
        cycle
        for cycle in visible_to(actor).select_related("province")
        if key in folded(cycle.name) or text == str(cycle.year)
    ]
    hits = tuple(
        Hit(cycle.name, reverse("cycles:detail", args=[cycle.pk]), cycle.province.name)
        for cycle in rows[:MOST_HITS]
    )
    return Hits(_("Cycles"), hits, len(rows))
