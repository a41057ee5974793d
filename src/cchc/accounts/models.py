"""People who sign in, their memberships (the unit, the role and its scope), and the recent wrong passwords."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cchc.access.permissions import GRANTS, Capacity, Role, Scope, scopes_of
from cchc.core.words.lengths import MOST

LONGEST_ADDRESS = 2000


class Person(AbstractBaseUser):
    """A person with an account. `name` is printed as typed; `name_key` and `search` order and find it in Vietnamese.

    `email` is where letters go, `telephone` where colleagues call, empty for none; nobody signs in with them, they are
    found by nothing, and the list of enumerators to be called alone shows a number.
    """

    username = models.CharField(max_length=MOST["sign_in"], unique=True)
    name = models.CharField(max_length=MOST["person"])
    name_key = models.TextField(editable=False, db_index=True)
    search = models.TextField(editable=False)
    email = models.EmailField(max_length=MOST["mail"], blank=True, default="")
    telephone = models.CharField(max_length=MOST["telephone"], blank=True, default="")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = BaseUserManager()

    class Meta:
        ordering = ("name_key", "id")

    def __str__(self) -> str:
        return self.name


def _designed() -> Q:
    """Return the condition that role and scope are a pair of `access`."""
    pairs = [Q(role=one.role.value, scope=one.scope.value) for one in GRANTS]
    return reduce(or_, pairs)


class Membership(models.Model):
    """A person acts for a unit in a role as far as its scope, from one day up to, but not on, another."""

    class Roles(models.TextChoices):
        """The roles, in the order in which forms offer them."""

        ADMINISTRATOR = Role.ADMINISTRATOR.value, _("Administrator")
        COORDINATOR = Role.COORDINATOR.value, _("Coordinator")
        UNIT_HEAD = Role.UNIT_HEAD.value, _("Unit head")
        UNIT_CLERK = Role.UNIT_CLERK.value, _("Unit clerk")
        LEADER = Role.LEADER.value, _("Leader")
        APPRAISER = Role.APPRAISER.value, _("Appraiser")
        APPRAISAL_LEAD = Role.APPRAISAL_LEAD.value, _("Appraisal lead")
        COUNCIL_MEMBER = Role.COUNCIL_MEMBER.value, _("Council member")
        COUNCIL_SECRETARY = Role.COUNCIL_SECRETARY.value, _("Council secretary")
        AUDITOR = Role.AUDITOR.value, _("Auditor")
        SURVEY_STAFF = Role.SURVEY_STAFF.value, _("Survey staff")
        ENUMERATOR = Role.ENUMERATOR.value, _("Enumerator")
        SURVEY_SUPERVISOR = Role.SURVEY_SUPERVISOR.value, _("Supervisor of a survey")
        LINK_KEEPER = Role.LINK_KEEPER.value, _("Keeper of the answer link")

    class Scopes(models.TextChoices):
        """How far a role reaches."""

        OWN_UNIT = Scope.OWN_UNIT.value, _("own unit")
        OWN_TREE = Scope.OWN_TREE.value, _("own unit and units below")
        PROVINCE = Scope.PROVINCE.value, _("whole province")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Roles.choices)
    scope = models.CharField(max_length=20, choices=Scopes.choices)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-valid_from", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=_designed(), name="membership_capacity_designed"),
            models.UniqueConstraint(
                fields=["person", "unit", "role"],
                condition=Q(valid_until__isnull=True),
                name="one_open_membership_per_person_unit_role",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.label}, {self.unit}"

    @property
    def capacity(self) -> Capacity:
        """The role with its scope."""
        return Capacity(Role(self.role), Scope(self.scope))

    @property
    def label(self) -> str:
        """The printed name of the role, with its scope where the role has several."""
        return capacity_label(self.capacity)


def capacity_label(capacity: Capacity) -> str:
    """Return the printed name of a role, with its scope where the role has several."""
    role = str(Membership.Roles(capacity.role.value).label)
    scope = Membership.Scopes(capacity.scope.value).label
    return f"{role} ({scope})" if len(scopes_of(capacity.role)) > 1 else role


class SentForm(models.Model):
    """A form that a person sent, stored for some days by its one-time key so that it is carried out only once.

    `page` is the address of the form; `led_to` the address to which its answer led, empty when the answer was a page;
    `done_at` is empty while the form is carried out, and stays empty when the process is killed meanwhile.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=22)
    page = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    led_to = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at",)
        constraints = (models.UniqueConstraint(fields=["person", "key"], name="accounts_form_sent_once"),)

    def __str__(self) -> str:
        return f"{self.page} ({self.at:%d/%m/%Y %H:%M:%S})"


class Failures(models.Model):
    """The recent wrong passwords under one name, from one place, or both; each is forgotten after a while.

    `name` and `place` are keyed hashes: a typed name may be a password in the wrong field. All failures are forgotten
    at `clears`, so the time until then tells their number; no attempt counts before `until` (None: at once). A row
    under a name without an account (`stranger`) is deleted first when there are too many.
    """

    class Kind(models.TextChoices):
        """The combinations of name and place that are counted."""

        PAIR = "pair"
        NAME = "name"
        PLACE = "place"
        BROWSER = "browser"
        OWN = "own"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=32, blank=True, db_index=True)
    place = models.CharField(max_length=32, blank=True)
    stranger = models.BooleanField(default=False)
    clears = models.DateTimeField(db_index=True)
    until = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "failures"
        constraints = (
            models.UniqueConstraint(fields=["kind", "name", "place"], name="one_row_of_failures_each"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.name} {self.place}"
