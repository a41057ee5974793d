"""Limits on wrong passwords: how many attempts are free, and how long the wait before the next one is.

Each attempt is counted in the database as a failure before the password is checked, and the count is taken back when
the password is right. So simultaneous attempts count like consecutive ones, and neither a restart nor a full cache
loses the count. No person is locked out for good: an attempt during the wait is neither counted nor does it prolong
the wait, and a browser in which the person has signed in before is counted apart from all strangers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from unicodedata import normalize

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from cchc.access.addresses import neighbourhood
from cchc.accounts.models import Failures, Person
from cchc.audit.actions import record_access, record_failure
from cchc.audit.models import AccessRecord

Kind = Failures.Kind
Seen = AccessRecord.Kind
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MOST_ROWS = 200_000  # about 40 megabytes


class Limit(NamedTuple):
    """The first `free` failures cost no wait, the next one a minute, each further one twice the wait before, at most
    `longest`. One failure is forgotten in each period of length `forgets`."""

    free: int
    longest: timedelta
    forgets: timedelta

    def failures(self, left: timedelta) -> int:
        """Return the number of failures still counted when the last of them will be forgotten after the time `left`.

        A remainder of a tenth counts as none: of two simultaneous attempts, the later may be counted first.
        """
        return max(0, math.ceil(left / self.forgets - 0.1))

    def wait(self, failures: int) -> timedelta:
        """Return the wait after that many failures.

        >>> [LIMITS[Kind.PAIR].wait(failures).seconds // 60 for failures in (4, 5, 6, 7, 99)]
        [0, 1, 2, 4, 60]
        """
        beyond = failures - self.free
        return min(self.longest, MINUTE * 2 ** min(beyond, 20)) if beyond >= 0 else timedelta(0)


# docs/decisions/030-wrong-passwords.md says how many guesses a patient attacker has left; a test compares the numbers.
LIMITS = {
    Kind.PAIR: Limit(5, HOUR, HOUR),
    Kind.NAME: Limit(20, 15 * MINUTE, 15 * MINUTE),
    Kind.PLACE: Limit(50, 5 * MINUTE, 2 * MINUTE),
    Kind.BROWSER: Limit(10, 15 * MINUTE, 15 * MINUTE),
    Kind.OWN: Limit(5, 15 * MINUTE, 15 * MINUTE),
}


class Key(NamedTuple):
    """The key of one count: a kind, with the hashes of a name and of a place; either hash may be empty."""

    kind: Kind
    name: str
    place: str


class TooEarly(Exception):
    """Raised during a wait, before the password is checked: attempts count again at `until`; failures of `kind` cause
    the wait."""

    def __init__(self, until: datetime, kind: Kind) -> None:
        super().__init__(until.isoformat())
        self.until = until
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that counts as a failure for now: its rows, each with the end of the wait before and after it, and
    the kinds in which it caused the first wait."""

    rows: tuple[tuple[int, Kind, datetime | None, datetime | None], ...]
    locks: tuple[Kind, ...]


def digest_of(text: str) -> str:
    """Return the keyed hash of a name or place that the table stores; all spellings of one sign-in name have the same
    hash."""
    folded = normalize("NFKC", text.strip()).casefold()
    return salted_hmac("cchc.accounts.attempts", folded, algorithm="sha256").hexdigest()[:32]


def sign_in_keys(name: str, address: str, browser: str = "") -> tuple[Key, ...]:
    """Return the keys that count an attempt to sign in as `name` from `address`.

    When this person has signed in with this `browser` before, that is the only key.
    """
    who, where = digest_of(name), digest_of(neighbourhood(address))
    if browser:
        return (Key(Kind.BROWSER, who, digest_of(browser)),)
    return Key(Kind.NAME, who, ""), Key(Kind.PAIR, who, where), Key(Kind.PLACE, "", where)


def own_password_keys(name: str) -> tuple[Key, ...]:
    """Return the keys that count a wrong present password of the person signed in."""
    return (Key(Kind.OWN, digest_of(name), ""),)


def begin(*, keys: Sequence[Key], stranger: bool = False, now: datetime) -> Attempt:
    """Count an attempt as a failure before the password is checked; `succeeded` takes the count back. Raises
    `TooEarly` during a wait.

    An attempt during a wait only reads, so that hammering at the sign-in page does not keep others from writing.
    """
    _refuse_early(list(Failures.objects.filter(_any(keys), until__gt=now)))
    with transaction.atomic():
        new = [Failures(**key._asdict(), stranger=stranger, clears=now) for key in sorted(keys)]
        Failures.objects.bulk_create(new, ignore_conflicts=True)
        rows = list(Failures.objects.select_for_update().filter(_any(keys)).order_by("kind", "name", "place"))
        _refuse_early([row for row in rows if row.until and row.until > now])
        counted, locks = [], []
        for row in rows:
            limit, before = LIMITS[Kind(row.kind)], row.until
            row.clears = max(row.clears, now) + limit.forgets
            failures = limit.failures(row.clears - now)
            row.until = now + limit.wait(failures) if failures >= limit.free else before
            counted.append((row.pk, Kind(row.kind), before, row.until))
            if failures == limit.free:
                locks.append(Kind(row.kind))
        Failures.objects.bulk_update(rows, ["clears", "until"])
    return Attempt(tuple(counted), tuple(locks))


def _any(keys: Sequence[Key]) -> Q:
    wanted = Q(pk__in=[])
    for key in keys:
        wanted |= Q(**key._asdict())
    return wanted


def _refuse_early(waiting: list[Failures]) -> None:
    """Raise `TooEarly` with the longest of the waits, if there is any."""
    waits = [(row.until, Kind(row.kind)) for row in waiting if row.until]
    if waits:
        raise TooEarly(*max(waits))


@transaction.atomic
def succeeded(*, attempt: Attempt) -> None:
    """Take the count of `attempt` back after a right password, and forget this person's own failures in this place.

    The counts by name alone and by place alone stay: they include failures of other people, and an attacker with an
    account of his own must not clear them.
    """
    kinds = {pk: (kind, before, until) for pk, kind, before, until in attempt.rows}
    for row in Failures.objects.select_for_update().filter(pk__in=kinds).order_by("kind", "name", "place"):
        kind, before, until = kinds[row.pk]
        if kind not in (Kind.NAME, Kind.PLACE):
            row.delete()
            continue
        row.clears -= LIMITS[kind].forgets
        row.until = before if row.until == until else row.until
        row.save(update_fields=["clears", "until"])


def failed(*, attempt: Attempt, person: Person | None, address: str, now: datetime) -> None:
    """Keep the count of `attempt` after a wrong password, and record it in the log of access. `person` has the typed
    name."""
    whose: dict[str, Any] = {
        "person_id": person.pk if person else None,
        "person": person.name if person else "",
    }
    if any(kind == Kind.OWN for _pk, kind, _before, _until in attempt.rows):
        record_access(kind=Seen.WRONG_OWN, at=now, address=address, **whose)
    else:
        record_failure(at=now, address=address, **whose)
    if Kind.PLACE in attempt.locks:
        record_access(kind=Seen.LOCKED, at=now, address=address)
    if person is not None and set(attempt.locks) - {Kind.PLACE}:
        record_access(kind=Seen.LOCKED, at=now, address=address, **whose)


def lift(*, name: str) -> None:
    """Forget every failure under the sign-in name `name`, after the account got this name or a new password.

    Attempts count again at once, except from a place that waits because of failures under other names.
    """
    Failures.objects.filter(name=digest_of(name)).delete()


def waits_until(*, name: str, now: datetime) -> datetime | None:
    """Return the end of the longest wait for the sign-in name `name`, in any place; None when there is no wait."""
    waiting = Failures.objects.filter(name=digest_of(name), until__gt=now).order_by("-until").first()
    return waiting.until if waiting else None


def forget(*, now: datetime, most: int = MOST_ROWS) -> int:
    """Delete expired counts, and the oldest counts of places and of names without an account until `most` rows
    remain; returns the number deleted.

    Random names cannot fill the disk: a flood of them pushes out its own rows, never the wait of a person's name.
    """
    gone = Failures.objects.filter(clears__lte=now).delete()[0]
    surplus = Failures.objects.count() - most
    if surplus > 0:
        of_nobody = Failures.objects.filter(Q(stranger=True) | Q(kind=Kind.PLACE)).order_by("clears", "pk")
        oldest = list(of_nobody.values_list("pk", flat=True)[:surplus])
        for start in range(0, len(oldest), 500):
            gone += Failures.objects.filter(pk__in=oldest[start : start + 500]).delete()[0]
    return gone
