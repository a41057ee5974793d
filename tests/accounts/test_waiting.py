"""How long wrong passwords make wait, with the time given, and how many rows they leave."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.accounts.actions import attempts
from cchc.accounts.actions.attempts import LIMITS, Kind, TooEarly, begin, digest_of, sign_in_keys
from cchc.accounts.models import Failures
from tests.accounts.guessing import MINUTE, NOON, OFFICE, fail

pytestmark = pytest.mark.django_db

RECORD = Path(__file__).resolve().parents[2] / "docs" / "decisions" / "030-wrong-passwords.md"


def test_each_failure_after_the_wait_doubles_the_next_one():
    keys, now, waits = sign_in_keys("cv", OFFICE), NOON, []
    for _guess in range(9):
        assert fail(keys, now)
        until = attempts.waits_until(name="cv", now=now)
        waits.append((until - now) // MINUTE if until else 0)
        now = until or now
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16]


def test_coming_too_early_prolongs_nothing():
    keys = sign_in_keys("cv", OFFICE)
    for _guess in range(5):
        fail(keys, NOON)
    assert not any(fail(keys, NOON + timedelta(seconds=second)) for second in range(60))
    assert fail(keys, NOON + MINUTE)


def test_failures_are_forgotten():
    keys = sign_in_keys("cv", OFFICE)
    for _guess in range(5):
        fail(keys, NOON)
    later = NOON + timedelta(hours=5)
    assert [fail(keys, later) for _guess in range(6)] == [*[True] * 5, False]


def test_success_clears_the_own_mistakes_but_not_those_counted_against_an_attacker():
    keys = sign_in_keys("cv", OFFICE)
    for _guess in range(4):
        fail(keys, NOON)
    attempts.succeeded(attempt=begin(keys=keys, now=NOON))
    left = {row.kind: (row.clears - NOON) / LIMITS[Kind(row.kind)].forgets for row in Failures.objects.all()}
    assert left == {Kind.NAME: 4, Kind.PLACE: 4}


def test_success_in_between_gives_an_attacker_with_an_account_no_more_guesses():
    own, others = sign_in_keys("attacker", OFFICE), [sign_in_keys(f"cv-{n}", OFFICE) for n in range(60)]
    looked_at = 0
    for keys in others:
        looked_at += fail(keys, NOON)
        try:
            attempts.succeeded(attempt=begin(keys=own, now=NOON))
        except TooEarly:
            continue
    assert looked_at == LIMITS[Kind.PLACE].free


@pytest.mark.parametrize("kind", list(LIMITS))
@settings(max_examples=15, deadline=None)
@given(pauses=st.lists(st.integers(0, 7200), min_size=1, max_size=60))
def test_the_wait_never_exceeds_the_longest_and_ends_when_everything_is_forgotten(kind, pauses):
    Failures.objects.all().delete()
    key, now, limit = attempts.Key(kind, digest_of("cv"), ""), NOON, LIMITS[kind]
    for pause in pauses:
        now += timedelta(seconds=pause)
        fail((key,), now)
        row = Failures.objects.get()
        if row.until:
            assert row.until - now <= limit.longest
            assert row.until <= max(row.clears, now)


def guesses(keys, days: int) -> list[int]:
    """How many passwords somebody has looked at on each day who tries again as soon as it may be."""
    found, now = [0] * days, NOON
    while now < NOON + timedelta(days=days):
        try:
            begin(keys=keys, now=now)
            found[(now - NOON).days] += 1
        except TooEarly as early:
            now = early.until
    return found


@pytest.mark.parametrize("kind", list(LIMITS))
def test_the_decision_record_says_how_many_guesses_a_day_remain(kind):
    printed = dict(
        re.findall(r"^\| `(\w+)` \|.*\| (\d+, then \d+) \|$", RECORD.read_text(encoding="utf-8"), re.M)
    )
    first, second = guesses((attempts.Key(kind, digest_of("cv"), ""),), 2)
    assert printed[kind.value] == f"{first}, then {second}"


# many rows


def test_what_counts_no_more_is_thrown_away():
    fail(sign_in_keys("cv", OFFICE), NOON)
    assert attempts.forget(now=NOON + timedelta(minutes=59)) == 2
    assert [row.kind for row in Failures.objects.all()] == [Kind.PAIR]
    assert attempts.forget(now=NOON + timedelta(hours=1)) == 1


def test_a_flood_of_made_up_names_pushes_out_itself_and_no_wait_of_a_person():
    keys = sign_in_keys("cv", OFFICE)
    for _guess in range(5):
        fail(keys, NOON)
    for number in range(40):
        begin(
            keys=sign_in_keys(f"random-{number}", f"192.0.2.{number}"), stranger=True, now=NOON + MINUTE / 2
        )
    attempts.forget(now=NOON + MINUTE / 2, most=10)
    assert Failures.objects.count() == 10
    assert not fail(keys, NOON + MINUTE / 2)
