"""The signed-in home, the search over everything, and the guide."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.access.actor import Actor
from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.cycles.models import Cycle
from cchc.cycles.policies import Sight, is_provisional, sight_of
from cchc.cycles.queries import address_of, current_cycle, opening_phase
from cchc.desk.queries.guide import guides
from cchc.desk.queries.news import news_for
from cchc.desk.queries.overdue import past_measures
from cchc.desk.queries.plans import plans_of_the_year, works_in_sight
from cchc.desk.queries.round import round_standing
from cchc.desk.queries.search import search_hits, suggestions
from cchc.desk.queries.standing import peer_groups, place_of_own_unit, standing_of_own_unit
from cchc.desk.queries.waiting import waiting_for
from cchc.desk.queries.weeks import weekly_index
from cchc.documents.queries import free_gigabytes, is_disk_low
from cchc.documents.queries.astray import found_last_night
from cchc.notices.queries.letters import queue_standing
from cchc.results.queries.accounts import behind_since, stage_note
from cchc.ui.pages import page

NAMED_ASTRAY = (
    5  # things that do not belong together, named on the home page of who looks after the installation
)


@needs(Permission.HOME_READ)
def home(request: Request) -> HttpResponse:
    """Show the duties of this person, the standing of the own unit or of all groups, and what others have changed."""
    actor, today = request.actor, timezone.localdate()
    cycle, sight = current_cycle(), sight_of(actor)
    works = works_in_sight(actor, today) if actor.everywhere else None
    plans = plans_of_the_year(actor, today, works)
    groups = peer_groups(actor, sight, cycle, today)
    context = {
        "title": _("My work"),
        "cycle": cycle,
        "province": address_of(cycle)[0] if cycle is not None else "",
        "everywhere": actor.everywhere,
        "tasks": waiting_for(actor, today),
        "plans": plans,
        "past": [one for one in plans if one.past],
        "past_measures": past_measures(actor, today, works),
        "unreleased": cycle is not None and is_provisional(cycle),
        **_withheld(actor, sight, cycle),
        "round": round_standing(actor, cycle, timezone.now()),
        "groups": groups,
        "has_weeks": any(group.weeks for group in groups),
        "news": news_for(actor, timezone.now()),
        "reads_log": actor.may(Permission.AUDIT_READ),
        **_troubles(actor),
        **_standing(actor, sight, cycle, today),
    }
    return page(request, "desk/home.html", context)


def _troubles(actor: Actor) -> dict[str, Any]:
    """Return what is wrong with the installation, for those who look after all of it: the gigabytes that are left on a
    disk that is nearly full, the letters that do not go out, what does not belong together."""
    if not (actor.everywhere and actor.may(Permission.ACCOUNT_MANAGE)):
        return {"disk_left": None}
    astray = found_last_night()
    letters = queue_standing(timezone.now()) if settings.MAIL_SERVER is not None else None
    return {
        "disk_left": free_gigabytes() if is_disk_low() else None,
        "letters": letters if letters is not None and letters.is_in_trouble else None,
        "astray": astray[:NAMED_ASTRAY],
        "astray_more": len(astray) - NAMED_ASTRAY,
    }


def _withheld(actor: Actor, sight: Sight, cycle: Cycle | None) -> dict[str, Any]:
    """Return whether this reader of results sees all of `cycle`, and else when that is planned."""
    if cycle is None or not actor.may(Permission.RESULT_READ) or sight.is_whole(cycle):
        return {"whole": True}
    return {"whole": False, "opening": opening_phase(cycle)}


def _standing(actor: Actor, sight: Sight, cycle: Cycle | None, today: date) -> dict[str, Any]:
    """Return the standing of the own unit, its place among its peers and its last weeks, where it takes part."""
    standing = standing_of_own_unit(actor, sight, cycle)
    if cycle is None or standing is None:
        return {}
    return {
        "standing": standing,
        "by_stage": stage_note(standing.stage),
        "behind_since": None if standing.awaits_result else behind_since(cycle, standing.run),
        "place": place_of_own_unit(sight, cycle, standing),
        "own_weeks": () if standing.awaits_result else weekly_index(cycle, standing.participant.pk, today),
    }


@needs(Permission.HOME_READ)
def search(request: Request) -> HttpResponse:
    """Show the hits of a text among everything that this person may see, whatever its diacritics."""
    text = request.GET.get("q", "").strip()
    hits = search_hits(request.actor, text, timezone.localdate()) if text else []
    context = {"title": _("Search"), "search_text": text, "found": hits}
    return page(request, "desk/search.html", context, part="hits")


@needs(Permission.HOME_READ)
def suggest(request: Request) -> HttpResponse:
    """Answer a text that is being typed with the first hits of each kind; a browser that asks for the address itself
    gets the page of results."""
    if request.headers.get("HX-Request") != "true":
        return redirect(f"{reverse('desk:search')}?{request.GET.urlencode()}")
    text = request.GET.get("q", "").strip()
    hits = suggestions(request.actor, text, timezone.localdate())
    context = {"search_text": text, "found": hits, "suggested": sum(len(kind.hits) for kind in hits)}
    return page(request, "desk/suggestions.html", context)


@needs(Permission.HOME_READ)
def guide(request: Request, name: str) -> HttpResponse:
    """Show one guide with the list of all."""
    known = guides()
    if name not in known:
        raise Http404
    context = {"title": known[name].title, "guide": known[name], "guides": known.values()}
    return page(request, "desk/guide.html", context)
