"""The page of one's own notices, and the one on which a person says how to hear by e-mail."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.access.decorators import needs, repeatable
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.accounts.models import Person
from cchc.notices.actions import telling as actions
from cchc.notices.actions.preferences import change_preference
from cchc.notices.forms import PreferenceForm
from cchc.notices.models import ByMail, PersonalNotice
from cchc.notices.queries.letters import refusal_of, wish_of
from cchc.notices.queries.own import notices_of, text_of
from cchc.ui.pages import page
from cchc.ui.requests import requested_number

ROWS = 150


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice with its sentence in the words of the reader."""

    notice: PersonalNotice
    text: str


@needs(Permission.HOME_READ)
def notice_list(request: Request) -> HttpResponse:
    """Show the notices of this person, the latest first, those not opened yet marked."""
    own = notices_of(request.actor)
    rows = Paginator(own, ROWS).get_page(request.GET.get("page"))
    context = {
        "title": _("Notices"),
        "preferences_url": reverse("notices:preferences"),
        "pages": rows,
        "rows": [NoticeRow(one, text_of(one)) for one in rows],
        "last": max((one.pk for one in rows), default=0),
        "has_unseen": own.filter(seen_at__isnull=True).exists(),
    }
    return page(request, "notices/list.html", context)


@needs(Permission.HOME_READ)
def notice_open(request: Request, pk: int) -> HttpResponse:
    """Mark a notice as seen and lead to the page that it is about; opening it again makes no difference."""
    notice = actions.mark_seen(by=request.actor, notice=pk, now=timezone.now())
    if notice is None:
        raise Http404
    return redirect(notice.href)


@needs(Permission.HOME_READ)
@repeatable
@require_POST
def notices_seen(request: Request) -> HttpResponse:
    """Mark all notices that the page showed, and those before them, as seen."""
    last = requested_number(request.POST.get("last", "")) or 0
    actions.mark_all_seen(by=request.actor, last=last, now=timezone.now())
    return redirect("notices:list")


@needs(Permission.HOME_READ)
def preferences(request: Request) -> HttpResponse:
    """Choose how to hear by e-mail, and where."""
    person = get_object_or_404(Person, pk=request.actor.person_id)
    start = {"email": person.email, "how": wish_of(person)}
    form = PreferenceForm(request.POST or None, initial=start)
    context = {
        "title": _("Letters"),
        "form": form,
        "back": reverse("notices:list"),
        "are_sent": settings.MAIL_SERVER is not None,
        "refusal": refusal_of(person),
    }
    if request.method != "POST":
        return page(request, "notices/preferences.html", context)
    if not form.is_valid():
        return page(request, "notices/preferences.html", context, status=422)
    how = ByMail(form.cleaned_data["how"])
    change_preference(by=request.actor, person=person, email=form.cleaned_data["email"], how=how)
    messages.success(request, _("Saved: {how}.").format(how=how.label))
    return redirect("notices:list")
