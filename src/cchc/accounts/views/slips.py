"""The slips with first passwords: printed once, unit by unit, and cut apart."""

from __future__ import annotations

from operator import itemgetter

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.accounts.actions.first_passwords import give_first_passwords, new_passwords
from cchc.accounts.exchange import MOST_PEOPLE
from cchc.accounts.models import Person
from cchc.accounts.queries import units_without_passwords
from cchc.ui.pages import page

Slip = tuple[Person, str, str]  # a person, the printed name of the unit, and the password


@needs(Permission.ACCOUNT_MANAGE)
def first_passwords(request: Request) -> HttpResponse:
    """The people who have not chosen a password yet, unit by unit; a POST gives those of one unit new first ones."""
    units = units_without_passwords(request.actor)
    if request.method != "POST":
        context = {"title": _("First passwords"), "units": units, "most": MOST_PEOPLE}
        return page(request, "accounts/first_passwords.html", context)
    chosen = next((one for one in units if str(one.unit.pk) == request.POST.get("unit")), None)
    if chosen is None:
        raise Http404
    people = chosen.people[:MOST_PEOPLE]
    passwords = new_passwords(person.username for person in people)
    given = give_first_passwords(by=request.actor, unit=chosen.unit, people=people, passwords=passwords)
    if not given:
        messages.success(request, _("Everybody there has chosen a password meanwhile."))
        return redirect("accounts:first_passwords")
    title = ngettext("%(count)s new first password", "%(count)s new first passwords", len(given))
    slips = [(person, chosen.unit.name, password) for person, password in given]
    return slips_page(request, title % {"count": len(given)}, slips)


def slips_page(request: Request, title: str, slips: list[Slip]) -> HttpResponse:
    """Return the page that shows passwords once, unit by unit; no browser or proxy stores it."""
    context = {
        "title": title,
        "slips": sorted(slips, key=itemgetter(1)),
        "sign_in": request.build_absolute_uri(reverse("account_login")),
    }
    response = page(request, "accounts/passwords_given.html", context)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Location"] = reverse("accounts:people")
    return response
