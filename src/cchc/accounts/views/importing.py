"""Pages of the table file of people: uploaded, looked at, applied or given up; the passwords of new accounts once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.accounts.actions.first_passwords import new_passwords
from cchc.accounts.actions.importing import PersonOutcome
from cchc.accounts.exchange import people_template
from cchc.accounts.forms import PeopleFileForm
from cchc.accounts.models import Person, capacity_label
from cchc.accounts.policies import capacities_for, manageable_units
from cchc.accounts.staged import PEOPLE
from cchc.accounts.views.slips import slips_page
from cchc.documents.models import Errand
from cchc.documents.queries.downloads import made_file
from cchc.documents.views import dear
from cchc.intake import actions as intake
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files
from cchc.intake.views import Addresses, Frame, file_pages

ADDRESSES = Addresses(
    list="accounts:import",
    one="accounts:import_detail",
    file="accounts:import_file",
    apply="accounts:import_apply",
    again="accounts:import_again",
    give_up="accounts:import_give_up",
)


def _frame(request: Request) -> Frame:
    """Return the frame of the pages of the files that this person may see: the own ones, or all for an actor of the
    province."""
    rows = staged_files(PEOPLE)
    return Frame(
        request=request,
        kind=PEOPLE,
        rows=rows if request.actor.everywhere else rows.filter(person_id=request.actor.person_id),
        addresses=ADDRESSES,
        title=_("Add people from a file"),
        crumbs=[(_("People"), reverse("accounts:people"))],
        template="accounts/import_detail.html",
        listing="accounts/import.html",
        difference=_difference,
        around={"back": reverse("accounts:people")},
    )


def _difference(staged: StagedFile) -> dict[str, Any]:
    rows = [PersonOutcome(**row) for row in staged.difference]
    shown = [(row, capacity_label(row.capacity)) for row in rows]
    return {"counts": staged.counts, "shown": shown, "empty": not rows}


@needs(Permission.ACCOUNT_MANAGE)
@dear(Errand.What.IMPORT)
def people_import(request: Request) -> HttpResponse:
    """Upload a table file of people, to see its effect; the page lists the earlier ones."""
    frame = _frame(request)
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    return frame.bring(form) if request.method == "POST" else frame.listed(form)


@needs(Permission.ACCOUNT_MANAGE)
@require_GET
def people_import_template(request: Request) -> HttpResponse:
    """Send the empty table, with the roles that this person may give and the units within the scope."""
    units = manageable_units(request.actor).order_by("sort_key", "pk").values_list("name", flat=True)
    content = people_template(capacities_for(request.actor), list(dict.fromkeys(units)))
    return made_file(content, "mau-danh-sach-nguoi-dung.xlsx")


@needs(Permission.ACCOUNT_MANAGE)
@require_POST
@dear(Errand.What.IMPORT)
def people_import_apply(request: Request, pk: int) -> HttpResponse:
    """Open the accounts of a file, all or none, and show their passwords once; 409 when the effect would be another."""
    frame = _frame(request)
    staged = frame.found(pk)
    new = [row["username"] for row in staged.difference if row["state"] == "new"] if staged.is_waiting else []
    passwords = new_passwords(new)

    def handed_over(opened: list[tuple[Person, str]]) -> HttpResponse:
        if not opened:
            messages.success(request, _("The roles were given; no account was new."))
            return redirect("accounts:people")
        units = {row["username"]: row["unit"] for row in reversed(staged.difference)}
        slips = [(person, units[person.username], password) for person, password in opened]
        title = ngettext("%(count)s account was opened", "%(count)s accounts were opened", len(slips))
        return slips_page(request, title % {"count": len(slips)}, slips)

    def act() -> Any:
        return intake.apply(by=request.actor, staged=staged, ready=passwords)

    return frame.apply(staged, handed_over, act)


PAGES = file_pages(Permission.ACCOUNT_MANAGE, _frame)
