"""How django-allauth is bound: nobody signs up; accounts are given by an administrator."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class ClosedAdapter(DefaultAccountAdapter):
    """Sign-in and sign-out only; silent about both, for the page itself shows who is signed in."""

    # allauth has no Vietnamese texts: what its sign-in can say is said here.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy(
            "The sign-in name or the password is not right. Check Caps Lock and the input method, then try again."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Too many wrong passwords. Wait five minutes, or ask your unit's administrator for a new one."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing."""

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Back to the sign-in page, which says why."""
        messages.error(request, _("This account is closed. Ask your unit's administrator."))
        return redirect("account_login")
