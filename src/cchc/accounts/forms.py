"""Forms of people and memberships."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.validators import EmailValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Capacity, Role, Scope
from cchc.accounts.actions import attempts
from cchc.accounts.exchange import PEOPLE_FILE, SIGN_IN_NAME
from cchc.accounts.models import Person, capacity_label
from cchc.accounts.passwords import wait
from cchc.accounts.policies import capacities_for, manageable_units
from cchc.accounts.queries import today
from cchc.ui.forms import TextField, day_field
from cchc.ui.uploads import UploadField
from cchc.units.forms.typed import UnitField


class SignInForm(LoginForm):
    """The sign-in form, in our own words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("login", _("Sign-in name")), ("password", _("Password"))):
            field = self.fields[name]
            field.label = label
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs.update(autocapitalize="none", spellcheck="false", autofocus=True)


def _key(capacity: Capacity) -> str:
    return f"{capacity.role.value}-{capacity.scope.value}"


class MembershipForm(forms.Form):
    """A unit, a role with its scope, and the first day, out of those that the actor may give."""

    unit = UnitField(queryset=None, label=_("Unit"), empty_label=_("Choose a unit"))
    capacity = forms.ChoiceField(label=_("Role"))
    valid_from = day_field(_("From"), initial=today)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = manageable_units(actor).select_related("parent")
        self.offered = {_key(capacity): capacity for capacity in capacities_for(actor)}
        role: Any = self.fields["capacity"]
        role.choices = [(key, capacity_label(capacity)) for key, capacity in self.offered.items()]
        role.initial = _key(Capacity(Role.UNIT_CLERK, Scope.OWN_UNIT))

    def clean_capacity(self) -> Capacity:
        """The role with its scope."""
        return self.offered[self.cleaned_data["capacity"]]

    @property
    def given(self) -> dict[str, Any]:
        """Return the typed values as the keyword arguments of an action."""
        typed = dict(self.cleaned_data)
        capacity: Capacity = typed.pop("capacity")
        return {**typed, "role": capacity.role, "scope": capacity.scope}


def email_field() -> TextField:
    """Return a field for the e-mail address of a person, which may stay empty."""
    return TextField(
        of="mail",
        label=_("E-mail address"),
        required=False,
        help_text=_("Where letters go when they are wanted. May stay empty."),
        validators=[
            EmailValidator(_("This is no e-mail address: a name, the sign @, and the name of a mail server."))
        ],
        widget=forms.EmailInput({"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )


TELEPHONE_NUMBER = r"^\+?[0-9][0-9 .()-]{5,}$"


def telephone_field() -> TextField:
    """Return a field for the telephone number of a person, which may stay empty."""
    return TextField(
        of="telephone",
        label=_("Telephone number"),
        required=False,
        help_text=_("Shown to who leads a survey and calls its enumerators. May stay empty."),
        validators=[
            RegexValidator(
                TELEPHONE_NUMBER, _("This is no telephone number: digits, with blanks between them.")
            )
        ],
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
    )


class PersonForm(forms.Form):
    """The printed name, the sign-in name, the e-mail address and the telephone number."""

    name = TextField(of="person", label=_("Full name"), help_text=_("As it is printed in records and lists."))
    username = TextField(
        of="sign_in",
        label=_("Sign-in name"),
        validators=[
            RegexValidator(SIGN_IN_NAME, _("Small letters without diacritics, digits, dot, hyphen."))
        ],
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )

    email = email_field()
    telephone = telephone_field()

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        """The name with single spaces."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_username(self) -> str:
        """A sign-in name that nobody else has."""
        username: str = self.cleaned_data["username"]
        taken = Person.objects.filter(username=username)
        if self.person:
            taken = taken.exclude(pk=self.person.pk)
        if taken.exists():
            raise forms.ValidationError(_("Somebody already signs in with this name; choose another."))
        return username


class NewPersonForm(MembershipForm, PersonForm):
    """A new person with a first membership."""

    field_order = ("name", "username", "email", "telephone", "unit", "capacity", "valid_from")


class PeopleFileForm(forms.Form):
    """A table file of people, to be looked at before it is applied."""

    file = UploadField(
        PEOPLE_FILE,
        label=_("Table of people"),
        help_text=_("The columns of the empty table. Nothing is changed before you have seen every row."),
    )


class PasswordForm(forms.Form):
    """A new own password: the old one for proof, the new one twice."""

    old = TextField(
        of="password",
        as_typed=True,
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "autofocus": True}),
    )
    new = TextField(
        of="password",
        as_typed=True,
        label=_("New password"),
        strip=False,
        help_text=password_validators_help_text_html,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = TextField(
        of="password",
        as_typed=True,
        label=_("New password, once more"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, address: str, now: datetime, **kwargs: Any) -> None:
        self.person, self.address, self.now = person, address, now
        super().__init__(*args, **kwargs)

    def clean_old(self) -> str:
        """Return the present password after a check; wrong ones are counted like those at sign-in."""
        old: str = self.cleaned_data["old"]
        keys = attempts.own_password_keys(self.person.username)
        try:
            attempt = attempts.begin(keys=keys, now=self.now)
        except attempts.TooEarly as early:
            raise wait(early, self.now) from None
        if not self.person.check_password(old):
            attempts.failed(attempt=attempt, person=self.person, address=self.address, now=self.now)
            raise forms.ValidationError(_("This is not your present password."))
        attempts.succeeded(attempt=attempt)
        return old

    def clean_new(self) -> str:
        """A password that is not easily guessed."""
        new: str = self.cleaned_data["new"]
        validate_password(new, self.person)
        return new

    def clean(self) -> dict[str, Any]:
        """Require that both new passwords are equal and differ from the old one."""
        typed = super().clean() or {}
        if typed.get("new") and typed.get("again") and typed["new"] != typed["again"]:
            self.add_error("again", _("The two new passwords differ; type the second one again."))
        if typed.get("new") and typed.get("new") == typed.get("old"):
            self.add_error("new", _("The new password is the same as the present one; choose another."))
        return typed
