"""Preparing a release, throwing its draft away, and making it public."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.releases.actions.releasing import prepare_release, publish_release, throw_away
from cchc.releases.exchange.content import PublicContent
from cchc.releases.forms.releasing import ReleaseForm, typed_terms
from cchc.releases.models import Release
from cchc.releases.policies import may_publish_release
from cchc.releases.queries.drafts import drafted, terms_of
from cchc.releases.queries.faults import fault_sentences, release_faults
from cchc.releases.queries.published import content_of, published
from cchc.releases.queries.signing import public_key
from cchc.releases.views.frame import cycle_for, cycle_to_prepare, draft_for, release_context
from cchc.ui.forms import put_errors
from cchc.ui.grave import Counted, GraveAct, answer_grave, posted
from cchc.ui.pages import page


@needs(Permission.RELEASE_PREPARE)
def release_prepare(request: Request, year: int) -> HttpResponse:
    """Prepare the next release of a year, or its draft anew, with everything that is left to do first."""
    cycle = cycle_to_prepare(request, year)
    standing, draft = published(year), drafted(year)
    begun = draft or standing
    initial = {} if begun is None else typed_terms(terms_of(begun))
    if draft is None:
        initial = {name: initial[name] for name in ("level", "signer") if name in initial}
    form = ReleaseForm(
        posted(request), request.FILES or None, correction=standing is not None, initial=initial
    )
    status, faults = 200, release_faults(cycle)
    if request.method == "POST":
        status = 422
        file = form.cleaned_data.get("file") if form.is_valid() else None
        try:
            if form.is_valid():
                prepare_release(by=request.actor, cycle=cycle, terms=form.terms(), file=file)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            if form.is_valid():
                messages.success(request, _("The draft is prepared: look at it as the public will see it."))
                return redirect("releases:draft", year)
    context = release_context(request, cycle) | {
        "title": _("Prepare the release of {year}").format(year=year),
        "form": form,
        "faults": [Counted(one.sentence, one.names) for one in faults] if status == 200 else [],
        "standing": standing,
        "back": reverse("releases:year", args=[year]),
    }
    return page(request, "releases/prepare.html", context, status=status)


@needs(Permission.RELEASE_PREPARE)
@require_POST
def draft_throw_away(request: Request, year: int) -> HttpResponse:
    """Throw the draft of a year away."""
    cycle_to_prepare(request, year)
    draft = draft_for(year)
    try:
        throw_away(by=request.actor, release=draft)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The draft was thrown away; nothing of it was public."))
    return redirect("releases:year", year)


class PublishForm(forms.Form):
    """Nothing is typed: what was prepared is released as it was seen."""


@needs(Permission.RELEASE_PUBLISH)
def release_publish(request: Request, year: int) -> HttpResponse:
    """Show what releasing the draft means, then do it. 404 where nothing is prepared."""
    cycle, draft = cycle_for(year), draft_for(year)
    if not may_publish_release(request.actor, draft):
        raise Http404
    content = content_of(draft)
    form = PublishForm(posted(request))

    def act() -> HttpResponse:
        try:
            row = publish_release(by=request.actor, release=draft, seen=draft.sha256)
        except Changed:
            raise ValidationError(
                _("The points or the draft are others than you saw: prepare the release anew and look at it.")
            ) from None
        words = _("The results of {year} are released: release {number}.")
        messages.success(request, words.format(year=year, number=row.number))
        return redirect("releases:release", year, row.number)

    def told() -> GraveAct:
        faults = release_faults(cycle)
        if faults:
            raise ValidationError(fault_sentences(faults))
        return releasing(draft, content)

    context = release_context(request, cycle) | {
        "title": _("Release the results of {year}").format(year=year),
        "back": reverse("releases:draft", args=[year]),
    }
    return answer_grave(request, "releases/grave.html", context, form=form, told=told, act=act)


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
