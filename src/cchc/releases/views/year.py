"""The releases of a year: what stands, what is prepared, what is left to do; and one release with its bundle."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.documents.queries import stored_file_response
from cchc.releases.models import Release
from cchc.releases.policies import (
    may_manage_templates,
    may_prepare_release,
    may_publish_release,
    may_settle_files,
    may_unsettle_files,
)
from cchc.releases.queries.drafts import corrections_since, drafted
from cchc.releases.queries.faults import release_faults, standing_file_final
from cchc.releases.queries.orders import preparation_of
from cchc.releases.queries.published import bundle_of, releases_of
from cchc.releases.queries.showing import change_lines
from cchc.releases.queries.signing import public_key
from cchc.releases.views.frame import (
    cycle_for,
    draft_for,
    latest_cycle,
    release_context,
    release_for,
)
from cchc.ui.grave import Counted
from cchc.ui.pages import page


@needs(Permission.RELEASE_READ)
@require_GET
def year_page(request: Request, year: int | None = None) -> HttpResponse:
    """Show the releases of a year, the draft, and what is left to do before the next."""
    cycle = latest_cycle(request) if year is None else cycle_for(year)
    title = (
        _("Release of results") if cycle is None else _("Release of results {year}").format(year=cycle.year)
    )
    context = release_context(request, cycle) | {
        "title": title,
        "may_manage_templates": may_manage_templates(request.actor),
        "may_manage_portal": request.actor.may(Permission.PORTAL_MANAGE),
    }
    if cycle is not None:
        rows, draft = releases_of(cycle.year), drafted(cycle.year)
        may_prepare = may_prepare_release(request.actor, cycle)
        context |= {
            "releases": rows[::-1],
            "draft": draft,
            "faults": [] if rows else [Counted(one.sentence, one.names) for one in release_faults(cycle)],
            "file_final": standing_file_final(cycle),
            "may_prepare": may_prepare,
            "order": preparation_of(cycle) if may_prepare else None,
            "may_settle": may_settle_files(request.actor, cycle),
            "may_unsettle": may_unsettle_files(request.actor, cycle),
            "key": public_key(),
            "corrected": corrections_since(rows[-1]) if rows and draft is None else 0,
        }
    return page(request, "releases/year.html", context)


@needs(Permission.RELEASE_READ)
@require_GET
def release_page(request: Request, year: int, number: int) -> HttpResponse:
    """Show one release: its decision, its bundle, what it changed."""
    return _release(request, release_for(year, number))


@needs(Permission.RELEASE_READ)
@require_GET
def draft_page(request: Request, year: int) -> HttpResponse:
    """Show the draft of a year: what the public would see by it."""
    return _release(request, draft_for(cycle_for(year).year))


def _release(request: Request, release: Release) -> HttpResponse:
    cycle = cycle_for(release.year)
    bundle = bundle_of(release)
    content = bundle.content
    title = _("Draft of release {number}") if release.is_draft else _("Release {number}")
    return page(
        request,
        "releases/release.html",
        release_context(request, cycle)
        | {
            "title": title.format(number=release.number),
            "release": release,
            "head": content.head,
            "root": bundle.short_root,
            "fingerprint": bundle.key.fingerprint,
            "groups": content.groups,
            "unit_count": len(content.units),
            "changes": change_lines(content),
            "may_publish": may_publish_release(request.actor, release),
            "may_prepare": may_prepare_release(request.actor, cycle),
        },
    )


@needs(Permission.RELEASE_READ)
@require_GET
def bundle_file(request: Request, year: int, number: int) -> HttpResponseBase:
    """Send the bundle of a release."""
    return stored_file_response(release_for(year, number).bundle, request)
