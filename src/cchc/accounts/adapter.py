"""How django-allauth is bound: nobody signs up; accounts are given by an administrator."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


class ClosedAdapter(DefaultAccountAdapter):
    """Sign-in and sign-out only; silent about both, for the page itself shows who is signed in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing."""

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Back to the sign-in page, which says why."""
        messages.error(request, _("This account is closed. Ask your unit's administrator."))
        return redirect("account_login")
