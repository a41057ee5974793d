"""Making a draft public: what it means, the order to do it, and how far the worker is."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.releases.actions.publishing import order_publication
from cchc.releases.exchange.content import PublicContent
from cchc.releases.models import Publication, Release
from cchc.releases.policies import may_publish_release
from cchc.releases.queries.faults import release_faults
from cchc.releases.queries.orders import PUBLISHING_WORDS, publication_of
from cchc.releases.queries.published import content_of
from cchc.releases.queries.signing import public_key
from cchc.releases.tasks import publish
from cchc.releases.views.frame import cycle_for, draft_for, release_context
from cchc.releases.views.orders import OrderPage, hand_over, lead_on, standing_of
from cchc.ui.grave import Counted, GraveAct, NotYet, answer_grave, posted


class PublishForm(forms.Form):
    """Nothing is typed: what was prepared is released as it was seen."""


@needs(Permission.RELEASE_PUBLISH)
def release_publish(request: Request, year: int) -> HttpResponse:
    """Show what releasing the draft means, then have the worker do it. 404 where nothing is prepared."""
    cycle, draft = cycle_for(year), draft_for(year)
    if not may_publish_release(request.actor, draft):
        raise Http404
    order = publication_of(draft)
    if order is not None and order.state == Publication.State.WAITING:
        return redirect("releases:publishing", year, draft.number)
    content = content_of(draft)
    form = PublishForm(posted(request))

    def act() -> HttpResponse:
        try:
            order, is_new = order_publication(by=request.actor, release=draft, seen=draft.sha256)
        except Changed:
            raise ValidationError(
                _("The points or the draft are others than you saw: prepare the release anew and look at it.")
            ) from None
        if is_new:
            hand_over(order, publish)
        return redirect("releases:publishing", year, draft.number)

    def told() -> GraveAct:
        faults = release_faults(cycle)
        if faults:
            raise NotYet(Counted(one.sentence, one.names) for one in faults)
        return releasing(draft, content)

    context = release_context(request, cycle) | {
        "title": _("Release the results of {year}").format(year=year),
        "back": reverse("releases:draft", args=[year]),
    }
    return answer_grave(request, "releases/grave.html", context, form=form, told=told, act=act)


@needs(Permission.RELEASE_PUBLISH)
def publishing(request: Request, year: int, number: int) -> HttpResponse:
    """Show how far the worker is with making a draft public, and lead on when it is; a POST has it begin anew what was
    interrupted or refused. 404 where that was not ordered."""
    cycle = cycle_for(year)
    standing = standing_of(Publication.objects.filter(release__year=year, release__number=number), publish)
    release = Release.objects.filter(year=year, number=number).first()
    if release is not None and not release.is_draft:
        said = _("The results of {year} are released: release {number}.").format(year=year, number=number)
        return lead_on(request, reverse("releases:release", args=[year, number]), said)
    order = None if release is None else publication_of(release)
    if order is None:
        raise Http404
    return OrderPage(
        request,
        release_context(request, cycle) | {"title": _("Releasing the results of {year}").format(year=year)},
        address=reverse("releases:publishing", args=[year, number]),
        task=publish,
        steps=PUBLISHING_WORDS,
        waits=_("The results wait to be released"),
        runs=_("The results are being released"),
        interrupted=_("The results are not released yet"),
        refused=_("The results were not released: nothing of the draft is public."),
        anew=_("Release them anew"),
        back=(_("Back to the draft"), reverse("releases:draft", args=[year])),
        explained=_(
            "Every public figure is computed anew, compared with the draft that you saw, sealed and signed, all in"
            " one act: the public sees the whole release or nothing of it. If the work is interrupted, nothing is"
            " public and it can begin anew."
        ),
    ).answer(order, standing)


def releasing(draft: Release, content: PublicContent) -> GraveAct:
    """Return what making this draft public means."""
    head, key = content.head, public_key()
    units = _("{group}: {count} units")
    counted = tuple(
        Counted(units.format(group=group.name, count=len(group.units))) for group in content.groups
    )
    changed = ngettext(
        "{count} public figure changes, each named on the portal with the reason: {reason}",
        "{count} public figures change, each named on the portal with the reason: {reason}",
        len(head.changes),
    )
    correction = (
        (
            _("Release {number} is put aside; it stays to be read and verified.").format(
                number=head.replaces
            ),
            changed.format(count=len(head.changes), reason=head.reason),
        )
        if head.replaces
        else (_("Every unit sees ranks, means and all units of the year; nothing is provisional any more."),)
    )
    decision = head.decision
    return GraveAct(
        verb=_("Release the results"),
        icon="world",
        happens=(
            _("Everybody reads the results of {units} units on the portal: {level}.").format(
                units=len(content.units), level=str(Release.Extent(draft.level).label).lower()
            ),
            _("Decision {number} of {day}, signed by {signer}.").format(
                number=decision.number, day=f"{decision.on:%d/%m/%Y}", signer=decision.signer
            ),
            *correction,
            _(
                "The points stay final: a single score is corrected with a second person, and by another release."
            ),
            _("The bundle is signed with the key of this installation: {key}.").format(
                key=key.fingerprint if key else _("a new one, made by this act")
            ),
            _("Mark of what is released: {seal}").format(seal=draft.sha256[:12]),
        ),
        affected=counted,
        undoing=_(
            "A release is never taken back: a mistake is mended by a correction, and both stay public."
        ),
    )
