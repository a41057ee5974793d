"""People who sign in, the memberships that say for which unit and in which role they act, and the wrong passwords of
late."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cchc.access.permissions import Role
from cchc.core.lengths import MOST

LONGEST_ADDRESS = 2000


class Person(AbstractBaseUser):
    """Somebody with an account. `name` is printed as typed; `name_key` and `search` order and find it in
    Vietnamese."""

    username = models.CharField(max_length=MOST["sign_in"], unique=True)
    name = models.CharField(max_length=MOST["person"])
    name_key = models.TextField(editable=False, db_index=True)
    search = models.TextField(editable=False)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects: BaseUserManager[Person] = BaseUserManager()

    class Meta:
        ordering = ("name_key", "id")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person acts for a unit in a role, from one day up to, but not on, another."""

    class Roles(models.TextChoices):
        """The roles, in the order in which forms offer them."""

        ADMINISTRATOR = Role.ADMINISTRATOR.value, _("Administrator")
        COORDINATOR = Role.COORDINATOR.value, _("Coordinator")
        UNIT_HEAD = Role.UNIT_HEAD.value, _("Unit head")
        UNIT_CLERK = Role.UNIT_CLERK.value, _("Unit clerk")
        LEADER = Role.LEADER.value, _("Leader")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Roles.choices)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-valid_from", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="membership_role_known"
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "role"],
                condition=Q(valid_until__isnull=True),
                name="one_open_membership_per_person_unit_role",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}, {self.unit}"


class SentForm(models.Model):
    """A form that somebody sent, by the one-time key that it bore, kept for some days so that it is done only once.

    `page` is where it stood; `led_to` where its answer led, empty when that was a page; `done_at` is empty while it is
    being done, and stays so when the process that did it was killed.
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
    """The wrong passwords of late under one name, from one place, or both; each is forgotten after a while.

    `name` and `place` are keyed hashes: what was typed may be a password in the wrong field. All of them are forgotten
    at `clears`, so what remains until then says how many there are; nobody tries again before `until` (None: at once).
    A row under a name that nobody has (`stranger`) is the first to go when there are too many.
    """

    class Kind(models.TextChoices):
        """What is counted together."""

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
