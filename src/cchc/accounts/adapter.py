"""How django-allauth is bound: nobody signs up; accounts are given by an administrator."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.access.addresses import address_of
from cchc.accounts.actions import attempts
from cchc.accounts.browsers import name_of_browser
from cchc.accounts.models import Person
from cchc.accounts.passwords import wait
from cchc.accounts.queries import actor_of, memberships_of, today
from cchc.audit.actions import record_access
from cchc.audit.models import AccessRecord


class ClosedAdapter(DefaultAccountAdapter):
    """Sign-in and sign-out only, without messages: the page itself shows who is signed in."""

    # allauth has no Vietnamese texts: the messages of its sign-in are replaced here.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy(
            "The sign-in name or the password is not right. Check Caps Lock and the input method, then try again."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts come from an administrator."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return the person with this sign-in name and password, else None.

        Raises ValidationError during a wait, without checking the password. An unknown name is counted and answered
        like a known one.
        """
        name, now, address = credentials["username"], timezone.now(), address_of(request)
        person = Person.objects.filter(username__iexact=name).first()
        keys = attempts.sign_in_keys(name, address, name_of_browser(request, person))
        try:
            attempt = attempts.begin(keys=keys, stranger=person is None, now=now)
        except attempts.TooEarly as early:
            raise wait(early, now) from None
        user = super().authenticate(request, **credentials)
        if user is not None and user.is_active:
            attempts.succeeded(attempt=attempt)
        else:
            attempts.failed(attempt=attempt, person=person, address=address, now=now)
        return user

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in, and record it in the log of access."""
        super().login(request, user)
        _came_or_left(request, user, AccessRecord.Kind.SIGNED_IN)

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and record it in the log of access."""
        _came_or_left(request, request.user, AccessRecord.Kind.SIGNED_OUT)
        super().logout(request)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Return to the sign-in page, which gives the reason."""
        messages.error(request, _("This account is closed. Ask your unit's administrator."))
        return redirect("account_login")


def _came_or_left(request: HttpRequest, person: Any, kind: AccessRecord.Kind) -> None:
    memberships = memberships_of(person, today())
    record_access(
        kind=kind,
        at=timezone.now(),
        address=address_of(request),
        by=actor_of(memberships[0]) if memberships else None,
        person_id=person.pk,
        person=person.name,
    )
