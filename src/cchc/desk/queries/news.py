"""What others have changed since a person was here last, as far as that person may see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.access.practising import PRACTICE, is_practising
from cchc.audit.consequences import unconcealed
from cchc.audit.models import AccessRecord, Entry
from cchc.audit.queries import sentence
from cchc.criteria.queries import versions
from cchc.cycles.models import Participant
from cchc.cycles.policies import sight_of
from cchc.cycles.queries import address_of
from cchc.cycles.queries import visible_to as visible_cycles
from cchc.plans.models import Plan
from cchc.plans.queries.plans import visible_to as visible_plans
from cchc.plans.queries.table import unit_ids_of

MOST = 8
MOST_LOOKED_AT = 200  # entries of the log; who stays away longer reads the log itself
AT_MOST_BEFORE = timedelta(days=30)
FIRST_TIME = timedelta(days=7)

# For readers without the log: the verbs of which they are told, each in words that hold for everybody. The sentences of
# the log itself may name figures of others.
PLANS = {
    "plans.plan_made": _("The plan “{subject}” is in force"),
}
OWN_PLANS = {
    "plans.plan_submitted": _("The plan “{subject}” was submitted to the head"),
    "plans.plan_withdrawn": _("The plan “{subject}” was taken back to be changed"),
    "plans.plan_given_back": _("The plan “{subject}” was given back: {reason}"),
    "plans.plan_taken_back": _("The plan “{subject}” is a draft again: {reason}"),
    "plans.sheet_applied": _("The plan “{subject}” was changed by an Excel file"),
    "plans.measure_added": _("A measure was added to the plan “{subject}”"),
    "plans.measure_changed": _("A measure of the plan “{subject}” was changed"),
    "plans.measure_deleted": _("A measure of the plan “{subject}” was deleted"),
}
CYCLES = {
    "cycles.opened": _("{subject} has been opened"),
    "cycles.closed": _("{subject} has been closed"),
    "cycles.reopened": _("{subject} has been opened again"),
    "cycles.phases_changed": _("The dates of {subject} have changed"),
    "cycles.opened_to_units": _("The results of {subject} are open to units"),
    "results.import_applied": _("Scores were imported into {subject}"),
    "results.import_undone": _("An import of scores into {subject} was taken back"),
}
SETS = {"criteria.published": _("The criteria set {subject} is in force")}
SCORES = {
    "results.score_corrected": _("The score of my unit for {leaf} was corrected: {old} → {new}"),
    "results.correction_taken_back": _("A correction of my unit for {leaf} was taken back: {old} → {new}"),
    "results.correction_approved": _("The change of {leaves} of my unit was approved"),
    "results.correction_refused": _("The change of {leaves} of my unit was refused: {reason}"),
}
NEWS: dict[str, Any] = {**PLANS, **OWN_PLANS, **CYCLES, **SETS, **SCORES}


@dataclass(frozen=True, slots=True)
class NewsItem:
    """Something that others have changed: when, what, and the page where it is seen; `times` where it happened to the
    same thing more than once, the last time at `at`. `person` for readers of the log only."""

    at: datetime
    text: str
    href: str = ""
    person: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True)
class News:
    """What has changed since a moment, the latest first; the moment is `last_visit`, or else none is known."""

    since: datetime
    last_visit: bool
    items: tuple[NewsItem, ...]
    more: bool


def news_for(actor: Actor, now: datetime) -> News:
    """Return what others have changed since `actor` signed in the time before this one, of the last 30 days at most; a
    few queries, however long the log is."""
    visit = _visit_before(actor)
    since = max(visit or now - FIRST_TIME, now - AT_MOST_BEFORE)
    reads_all = actor.may(Permission.AUDIT_READ)
    told = Entry.objects.all() if reads_all else Entry.objects.filter(verb__in=NEWS)
    entries = (
        unconcealed(actor, told)
        .filter(at__gt=since)
        .filter(**{f"facts__{PRACTICE}__isnull": not is_practising()})
        .exclude(person_id=actor.person_id)
        .defer("wrote", "search")
    )
    entries = entries.order_by("-pk")
    known = entries[:MOST_LOOKED_AT]
    of_log = (NewsItem(one.at, sentence(one), person=one.person) for one in known if reads_all)
    found = list(_merged(of_log if reads_all else _visible(actor, known)))
    return News(since, visit is not None, tuple(found[:MOST]), len(found) > MOST)


def _visit_before(actor: Actor) -> datetime | None:
    """Return when the person of `actor` signed in the time before this one; None for the first time."""
    came = AccessRecord.objects.filter(person_id=actor.person_id, kind=AccessRecord.Kind.SIGNED_IN)
    return came.order_by("-pk").values_list("at", flat=True)[1:2].first()


def _visible(actor: Actor, entries: QuerySet[Entry]) -> Iterator[NewsItem]:
    """Yield the entries about things that `actor` may see, with the page of each."""
    known = list(entries)
    pages = {**_plans(actor, known), **_cycles(actor, known), **_sets(actor, known), **_scores(actor, known)}
    for one in known:
        page = pages.get((one.verb, one.subject_id))
        if page is not None:
            text = str(NEWS[one.verb]).format_map(_Facts(one.facts, subject=one.subject))
            yield NewsItem(one.at, text, page)


class _Facts(dict[str, Any]):
    """The facts of an entry; what an old entry does not hold prints as an ellipsis."""

    def __missing__(self, name: str) -> str:
        return "…"


Pages = dict[tuple[str, str], str]


def _ids(entries: Iterable[Entry], verbs: Iterable[str]) -> set[int]:
    """Return the ids of the things with which these verbs were done."""
    asked = set(verbs)
    return {int(one.subject_id) for one in entries if one.verb in asked and one.subject_id.isdigit()}


def _plans(actor: Actor, entries: list[Entry]) -> Pages:
    """Return the pages of plans: those in force for all readers, their making for those of the plan's unit."""
    ids = _ids(entries, {**PLANS, **OWN_PLANS})
    own = unit_ids_of(actor) if ids else frozenset()
    seen = visible_plans(actor).filter(pk__in=ids)
    return {
        (verb, str(pk)): reverse("plans:detail", args=[pk])
        for pk, unit, state in seen.values_list("pk", "unit", "state")
        for verb in (*(PLANS if state == Plan.State.CURRENT else ()), *(OWN_PLANS if unit in own else ()))
    }


def _cycles(actor: Actor, entries: list[Entry]) -> Pages:
    seen = visible_cycles(actor).filter(pk__in=_ids(entries, CYCLES)).values_list("pk", flat=True)
    return {(verb, str(pk)): reverse("cycles:detail", args=[pk]) for pk in seen for verb in CYCLES}


def _sets(actor: Actor, entries: list[Entry]) -> Pages:
    seen = versions(actor).filter(pk__in=_ids(entries, SETS)).values_list("pk", flat=True)
    return {(verb, str(pk)): reverse("criteria:version", args=[pk]) for pk in seen for verb in SETS}


def _scores(actor: Actor, entries: list[Entry]) -> Pages:
    """Return the pages of units whose scores were corrected: those of the reader alone, whatever else may be seen."""
    ids = _ids(entries, SCORES)
    if not ids or not actor.may(Permission.RESULT_READ):
        return {}
    taking = Participant.objects.filter(pk__in=ids, unit__in=sight_of(actor).units)
    return {
        (verb, str(one.pk)): reverse("results:unit", args=[*address_of(one.cycle), one.unit_id])
        for one in taking.select_related("cycle__province")
        for verb in SCORES
    }


def _merged(items: Iterable[NewsItem]) -> Iterator[NewsItem]:
    """Yield what was done to the same thing more than once as one item, at the place of the last time."""
    kept: dict[tuple[str, str, str], NewsItem] = {}
    for one in items:
        key = (one.person, one.text, one.href)
        kept[key] = replace(kept[key], times=kept[key].times + 1) if key in kept else one
    yield from kept.values()
