"""Pages of sign-in, of people and of one's own password."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from cchc.access.addresses import address_of
from cchc.access.decorators import needs, public, repeatable, signed_in
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.accounts import actions
from cchc.accounts.actions import attempts
from cchc.accounts.browsers import remember
from cchc.accounts.forms import MembershipForm, NewPersonForm, PasswordForm, PersonForm
from cchc.accounts.middleware import CHOSEN, PersonRequest
from cchc.accounts.models import Membership, Person
from cchc.accounts.passwords import TOO_EARLY
from cchc.accounts.policies import manageable_people, people_to_give_passwords
from cchc.accounts.queries import all_memberships, people, today
from cchc.audit.actions import record_access
from cchc.audit.models import AccessRecord
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.units.queries import served_province

ROWS = 150


class SignIn(LoginView):
    """allauth's sign-in with our page; a wrong password answers 422, one that comes too early 429."""

    template_name = "accounts/sign_in.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Return the context, with the province that this installation serves."""
        context: dict[str, Any] = super().get_context_data(**more)
        return context | {"province": served_province()}

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign the person in, and remember this browser for the person."""
        response: HttpResponse = super().form_valid(form)
        if self.request.user.is_authenticated:
            remember(self.request, response)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the page again with the reason."""
        response: HttpResponse = super().form_invalid(form)
        early = form.has_error(NON_FIELD_ERRORS, TOO_EARLY)
        response.status_code = 429 if early else 422
        return response


sign_in = public(SignIn.as_view())
sign_out = public(repeatable(LogoutView.as_view(template_name="accounts/sign_out.html")))


@signed_in
def no_membership(request: HttpRequest) -> HttpResponse:
    """Tell a person with an account but no running membership what to do."""
    return page(request, "accounts/no_membership.html", {"title": _("You have no task here yet")})


@signed_in
@repeatable
@require_POST
def choose_membership(request: PersonRequest) -> HttpResponse:
    """Act in another of one's own memberships."""
    wanted = request.POST.get("membership", "")
    if wanted in {str(membership.pk) for membership in request.memberships}:
        request.session[CHOSEN] = int(wanted)
    return redirect("/")


@signed_in
@sensitive_post_parameters()
def own_password(request: PersonRequest) -> HttpResponse:
    """Choose a new password of one's own; required of everybody who was given one."""
    form = PasswordForm(
        request.POST or None, person=request.user, address=address_of(request), now=timezone.now()
    )
    context = {"title": _("Change password"), "form": form, "must": request.user.must_change_password}
    if request.method != "POST":
        return page(request, "accounts/own_password.html", context)
    if not form.is_valid() or request.actor is None:
        return page(request, "accounts/own_password.html", context, status=422)
    actions.change_own_password(by=request.actor, person=request.user, password=form.cleaned_data["new"])
    update_session_auth_hash(request, request.user)
    record_access(
        kind=AccessRecord.Kind.PASSWORD_CHANGED,
        at=timezone.now(),
        address=address_of(request),
        by=request.actor,
    )
    messages.success(request, _("Your new password holds from now on."))
    response = redirect("/")
    remember(request, response)
    return response


@needs(Permission.ACCOUNT_MANAGE)
def people_list(request: Request) -> HttpResponse:
    """The people, found by name, unit or role."""
    text, role = request.GET.get("q", ""), request.GET.get("role", "")
    closed = request.GET.get("closed") == "1"
    found = people(request.actor, text, role if role in Membership.Roles.values else "", active=not closed)
    context = {
        "title": _("People"),
        "rows": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "text": text,
        "role": role,
        "closed": closed,
        "roles": Membership.Roles.choices,
    }
    return page(request, "accounts/people.html", context, part="rows")


@needs(Permission.ACCOUNT_MANAGE)
def person_new(request: Request) -> HttpResponse:
    """Add a person with a first membership."""
    form = NewPersonForm(request.POST or None, actor=request.actor)
    context = {"title": _("Add a person"), "form": form, "back": reverse("accounts:people")}
    if request.method != "POST":
        return page(request, "accounts/person_new.html", context)
    if not form.is_valid():
        return page(request, "accounts/person_new.html", context, status=422)
    try:
        person, password = actions.add_person(by=request.actor, **form.given)
    except ValidationError as refused:
        put_errors(form, refused)
        return page(request, "accounts/person_new.html", context, status=422)
    return _handed_over(request, person, password)


def _handed_over(request: HttpRequest, person: Person, password: str) -> HttpResponse:
    """Return the page that shows the password once; no browser or proxy stores it.

    A repetition of the form leads to the page of the person, where a new password can be given.
    """
    context = {"title": person.name, "person": person, "password": password}
    response = page(request, "accounts/password_given.html", context)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Location"] = reverse("accounts:person", args=[person.pk])
    return response


def _person(request: Request, pk: int) -> Person:
    return get_object_or_404(manageable_people(request.actor), pk=pk)


def _why_no_password(request: Request, person: Person) -> str:
    """Return why this reader gives `person` no new password, with what to do; empty where nothing forbids it."""
    if people_to_give_passwords(request.actor).filter(pk=person.pk).exists():
        return ""
    if person.pk == request.actor.person_id:
        return _("Your own password you change yourself, in the menu under your name.")
    return _("This person looks after the same people as you do: an administrator gives the new password.")


@needs(Permission.ACCOUNT_MANAGE)
def person_detail(request: Request, pk: int) -> HttpResponse:
    """One person: names, memberships, password."""
    return _person_page(request, _person(request, pk))


def _person_page(request: Request, person: Person, **forms: Any) -> HttpResponse:
    context = {
        "title": person.name,
        "person": person,
        "today": today(),
        "why_no_password": _why_no_password(request, person),
        "waits_until": attempts.waits_until(name=person.username, now=timezone.now()),
        "memberships_of": all_memberships(person),
        "person_form": forms.get("person_form")
        or PersonForm(
            person=person,
            initial={
                "name": person.name,
                "username": person.username,
                "email": person.email,
                "telephone": person.telephone,
            },
        ),
        "membership_form": forms.get("membership_form") or MembershipForm(actor=request.actor),
    }
    return page(request, "accounts/person.html", context, status=422 if forms else 200)


@needs(Permission.ACCOUNT_MANAGE)
@require_POST
def person_change(request: Request, pk: int) -> HttpResponse:
    """Correct the names."""
    person = _person(request, pk)
    form = PersonForm(request.POST, person=person)
    if not form.is_valid():
        return _person_page(request, person, person_form=form)
    try:
        actions.change_person(by=request.actor, person=person, **form.cleaned_data)
    except ValidationError as refused:
        put_errors(form, refused)
        return _person_page(request, person, person_form=form)
    return redirect("accounts:person", pk=pk)


@needs(Permission.ACCOUNT_MANAGE)
@require_POST
def person_password(request: Request, pk: int) -> HttpResponse:
    """Give a new password, unless the person manages the same people."""
    person = _person(request, pk)
    why = _why_no_password(request, person)
    if why:
        messages.error(request, why)
        return redirect("accounts:person", pk=pk)
    return _handed_over(request, person, actions.give_password(by=request.actor, person=person))


@needs(Permission.ACCOUNT_MANAGE)
@require_POST
def person_close(request: Request, pk: int) -> HttpResponse:
    """Close or reopen the account, as the button of the form says, even after a change by another administrator."""
    person = _person(request, pk)
    turn = actions.reopen_person if request.POST.get("active") == "1" else actions.close_person
    try:
        turn(by=request.actor, person=person)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("accounts:person", pk=pk)


@needs(Permission.ACCOUNT_MANAGE)
@require_POST
def membership_new(request: Request, pk: int) -> HttpResponse:
    """Give a membership."""
    person = _person(request, pk)
    form = MembershipForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return _person_page(request, person, membership_form=form)
    try:
        actions.give_membership(by=request.actor, person=person, **form.given)
    except ValidationError as refused:
        put_errors(form, refused)
        return _person_page(request, person, membership_form=form)
    return redirect("accounts:person", pk=pk)


@needs(Permission.ACCOUNT_MANAGE)
@require_POST
def membership_end(request: Request, pk: int, membership: int) -> HttpResponse:
    """End a membership today."""
    ended = get_object_or_404(
        _person(request, pk).memberships.select_related("unit", "person"), pk=membership
    )
    try:
        actions.end_membership(by=request.actor, membership=ended, day=today())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("accounts:person", pk=pk)
