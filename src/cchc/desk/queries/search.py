"""Search over everything that a person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from cchc.access.actor import Actor
from cchc.core.words.names import search_key
from cchc.criteria.queries import criteria_of, versions
from cchc.cycles.queries import visible_to
from cchc.plans.models import Measure
from cchc.plans.queries.plans import visible_to as visible_plans
from cchc.units import queries as units

MOST_HITS = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of a search: its name, a remark beside it, its address."""

    text: str
    href: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of one kind: the first of them, and the number of all."""

    label: str
    hits: tuple[Hit, ...]
    count: int

    @property
    def more(self) -> bool:
        """Whether there are more hits than those listed."""
        return self.count > len(self.hits)


def search_hits(actor: Actor, text: str, today: date) -> list[Hits]:
    """Return the hits of `text` among everything that `actor` may see; kinds without a hit are left out."""
    kinds = (
        _units(actor, text, today),
        _criteria(actor, text),
        _cycles(actor, text),
        _plans(actor, text),
        _measures(actor, text),
    )
    return [hits for hits in kinds if hits.count]


def _units(actor: Actor, text: str, today: date) -> Hits:
    rows = (
        units.units_matching(text, units.visible_to(actor))
        .select_related("parent")
        .order_by(F("valid_until").desc(nulls_first=True), "sort_key")
    )
    hits = []
    for unit in rows[:MOST_HITS]:
        ended = (
            ""
            if units.is_valid_on(unit, today)
            else _("until {day}").format(day=f"{unit.valid_until:%d/%m/%Y}")
        )
        beside = ", ".join(
            part for part in (unit.get_kind_display(), unit.parent.name if unit.parent else "", ended) if part
        )
        hits.append(Hit(unit.name, reverse("units:detail", args=[unit.pk]), beside))
    return Hits(_("Units"), tuple(hits), rows.count())


def _criteria(actor: Actor, text: str) -> Hits:
    key = search_key(text)
    hits = [
        Hit(
            f"{leaf.number} {leaf.name}",
            f"{reverse('criteria:version', args=[version.pk])}?leaf={leaf.number}",
            version.title,
        )
        for version in versions(actor).defer(None)
        for leaf in criteria_of(version).leaves.values()
        if key in search_key(leaf.name) or text == leaf.number
    ]
    return Hits(_("Criteria"), tuple(hits[:MOST_HITS]), len(hits))


def _cycles(actor: Actor, text: str) -> Hits:
    key = search_key(text)
    rows = [
        cycle
        for cycle in visible_to(actor).select_related("province")
        if key in search_key(cycle.name) or text == str(cycle.year)
    ]
    hits = tuple(
        Hit(cycle.name, reverse("cycles:detail", args=[cycle.pk]), cycle.province.name)
        for cycle in rows[:MOST_HITS]
    )
    return Hits(_("Cycles"), hits, len(rows))


def _plans(actor: Actor, text: str) -> Hits:
    """Return the plans found by their title, or by the number and symbol of their document."""
    key = search_key(text)
    rows = [
        plan
        for plan in visible_plans(actor).select_related("document", "unit").order_by("-year", "-pk")
        if key in search_key(f"{plan.title} {plan.document or ''}")
    ]
    hits = tuple(
        Hit(
            plan.title,
            reverse("plans:detail", args=[plan.pk]),
            f"{plan.unit.name}, {plan.document or plan.year}",
        )
        for plan in rows[:MOST_HITS]
    )
    return Hits(_("Plans"), hits, len(rows))


def _measures(actor: Actor, text: str) -> Hits:
    rows = Measure.objects.filter(section__plan__in=visible_plans(actor), search__contains=search_key(text))
    rows = rows.select_related("section__plan").order_by(
        "-section__plan__year", "section__place", "place", "pk"
    )
    hits = tuple(
        Hit(
            measure.task or measure.activity or measure.objective,
            reverse("plans:measure", args=[measure.section.plan_id, measure.pk]),
            measure.section.plan.title,
        )
        for measure in rows[:MOST_HITS]
    )
    return Hits(_("Measures"), hits, rows.count())
