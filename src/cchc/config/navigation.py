"""What the shell shows on every page: the main pages that this person may open, and in which role the person
acts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import Any, cast

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.access.practising import MOUNT, is_practising, practising
from cchc.accounts.middleware import PersonRequest
from cchc.cycles.models import Cycle
from cchc.cycles.queries import address_of, current_cycle, visible_to
from cchc.cycles.queries.strip import year_strip
from cchc.desk.queries.guide import help_address
from cchc.desk.queries.nearest import nearest_day
from cchc.notices.queries.own import unseen_for

Entry = tuple[Permission, str, Promise | str]

# What people work at in the course of a year, in the order of its stages, as the strip shows them.
OF_THE_YEAR: tuple[Entry, ...] = (
    (Permission.HOME_READ, "desk:home", _("My work")),
    (Permission.PLAN_READ, "plans:list", _("Plans")),
    (Permission.FOLLOWING_READ, "following:mine", _("Following")),
    (Permission.FOLLOWING_READ, "following:periodic", _("Periodic reports")),
    (Permission.SURVEY_READ, "surveys:list", _("Surveys")),
    (Permission.FIELDWORK_READ, "fieldwork:home", _("Fieldwork")),
    (Permission.SHEET_READ, "self_scoring:own", _("Scoring oneself")),
    (Permission.APPRAISAL_READ, "appraisal:current", _("Appraisal")),
    (Permission.COUNCIL_READ, "council:current", _("Council")),
    (Permission.RESULT_READ, "results:ranking", _("Ranking")),
    (Permission.RELEASE_READ, "releases:current", _("Releases")),
    (Permission.LOSS_READ, "analysis:current", _("Analysis")),
    (Permission.DOCUMENT_READ, "documents:list", _("Library")),
)
# What the year stands on: prepared once, looked up now and then.
SELDOM: tuple[Entry, ...] = (
    (Permission.CYCLE_READ, "cycles:list", _("Cycles")),
    (Permission.CRITERIA_READ, "criteria:list", _("Criteria sets")),
    (Permission.UNIT_READ, "units:list", _("Units")),
    (Permission.ACCOUNT_MANAGE, "accounts:people", _("People")),
    (Permission.AUDIT_READ, "audit:log", _("Log")),
)
MOST_PLAIN = 6  # main pages that stand side by side without a fold
MOST_SHOWN = 9  # main pages beside the fold: a tenth leaves the search no room on a screen of 1366 pixels


@dataclass(frozen=True, slots=True)
class Item:
    """One main page in the navigation."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """The main pages that stand in the bar, and those that are folded into its last entry."""

    shown: list[Item]
    folded: list[Item]

    def is_within(self) -> bool:
        """Whether the page belongs to one of the main pages that are folded."""
        return any(item.current for item in self.folded)


def items(entries: tuple[Entry, ...], actor: Actor, path: str) -> list[Item]:
    """Return the main pages that `actor` may open, with a mark on the one to which `path` belongs."""
    addresses = [(label, reverse(name)) for permission, name, label in entries if actor.may(permission)]
    within = [href for _label, href in addresses if path.startswith(href)]
    nearest = max(within, key=len, default="")  # a main page may stand below another one
    return [Item(str(label), href, href == nearest) for label, href in addresses]


def navigation(actor: Actor, path: str) -> Navigation:
    """Return the main pages of `actor`: those of the year, and behind them what is opened seldom, folded unless all
    are few."""
    shown, seldom = items(OF_THE_YEAR, actor, path), items(SELDOM, actor, path)
    if len(shown) + len(seldom) <= MOST_PLAIN:
        return Navigation([*shown, *seldom], [])
    return Navigation(shown[:MOST_SHOWN], [*shown[MOST_SHOWN:], *seldom])


def strip(actor: Actor) -> dict[str, Any]:
    """Return the year strip of the current cycle, and the years to choose from, for pages that choose no cycle; each is
    asked for where it is shown.

    A view that shows another cycle gives `strip_cycle` and `year_strip` in its own context.
    """
    if not actor.may(Permission.CYCLE_READ):
        return {}
    cycle = cache(current_cycle)

    def phases() -> str:
        found = cycle()
        return "" if found is None else year_strip(found, timezone.localdate(), actor)

    return {"strip_cycle": cycle, "year_strip": phases, "strip_years": partial(years, actor)}


@dataclass(frozen=True, slots=True)
class YearLink:
    """A year to choose in the strip: its cycle, and the address of its ranking."""

    cycle: Cycle
    href: str


def years(actor: Actor) -> list[YearLink]:
    """Return the years that `actor` may open, the latest first."""
    cycles = visible_to(actor).select_related("province").order_by("-year", "province__sort_key")
    return [YearLink(cycle, reverse("results:cycle_ranking", args=address_of(cycle))) for cycle in cycles]


def practice_entry(actor: Actor) -> dict[str, str]:
    """Return the way into the practice that is under way, or out of the one in which the request is: its own entry
    beside the years."""
    if not actor.may(Permission.CYCLE_READ):
        return {}
    if is_practising():
        return {"leave": get_script_prefix().removesuffix(f"{MOUNT}/".lstrip("/"))}
    with practising():
        cycle = current_cycle()
    return {"enter": f"{MOUNT}/", "name": cycle.name} if cycle else {}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every template: `actor`, `nav`, the role in words, the memberships to choose from."""
    known = cast("PersonRequest", request)
    actor = getattr(known, "actor", None)
    if actor is None or known.membership is None:
        return {"actor": None, "nav": None}
    return {
        **strip(actor),
        "practice": practice_entry(actor),
        "search_url": reverse("desk:search"),
        "help_url": help_address(request.resolver_match.view_name if request.resolver_match else ""),
        "suggestions_url": reverse("desk:suggestions"),
        "actor": actor,
        "nav": navigation(actor, request.path),
        "notices_url": reverse("notices:list") if actor.may(Permission.HOME_READ) else "",
        "home_url": reverse("desk:home"),
        "nearest": partial(nearest_day, actor, timezone.localdate()),
        "unseen": partial(
            unseen_for, actor
        ),  # as the nearest day, asked by whole pages alone, not by their parts
        "role_label": known.membership.label,
        "memberships": known.memberships,
        "membership_id": known.membership.pk,
    }
