"""What is sent ten times in one instant is done once, on both databases, and nothing breaks."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.acts import MAKERS, REPEATABLE, REPEATED
from tests.installation import PATIENCE, Installation
from tests.racing import AT_ONCE, KEYED

pytestmark = pytest.mark.django_db

LOST_BEFORE = ("accounts:person_new", "cycles:new", "scores:import_give_up")  # in an attack of an hour


def raced(installation: Installation, *names: str) -> dict[str, dict[str, Any]]:
    """What came of each act: the answers, what stands in the log, what broke."""
    environment = {**installation.environment, "DJANGO_SETTINGS_MODULE": "tests.racing_settings"}
    process = replace(installation, environment=environment).start("-m", "tests.racing", *names)
    said, complaint = process.communicate(timeout=PATIENCE * 4)
    assert process.returncode == 0, complaint
    return json.loads(said)


NAMES = [name for name in MAKERS if name not in {*REPEATED, *REPEATABLE}]
NAMES += [f"{name}{KEYED}" for name in (*REPEATED, *LOST_BEFORE)]
NAMES.sort(key=lambda name: name.split(":")[0])
OF_A_PROCESS = (
    60  # acts: to begin one takes as long as ten acts, and more than 60 its patience, where others work too
)
PARTS = [NAMES[at : at + OF_A_PROCESS] for at in range(0, len(NAMES), OF_A_PROCESS)]


@pytest.mark.parametrize("names", PARTS, ids=lambda names: f"{names[0]}..{names[-1]}")
def test_whatever_is_sent_ten_times_at_once_is_done_once(installation, names):
    """Acts of which two equal ones may be wanted have their key to tell them apart; all others need none."""
    outcomes = raced(installation, *names)
    done = {name: outcome["recorded"].count(outcome["once"]) for name, outcome in outcomes.items()}
    broken = {
        name: (outcome["answers"], outcome["broken"])
        for name, outcome in outcomes.items()
        if outcome["answers"][-1] >= 500
    }
    assert (broken, {name: times for name, times in done.items() if times != 1}) == ({}, {})
    assert {name: len(outcome["answers"]) for name, outcome in outcomes.items()} == dict.fromkeys(
        names, AT_ONCE
    )


def test_nine_of_ten_with_one_key_are_led_to_what_the_first_did(installation):
    name = f"accounts:person_new{KEYED}"
    assert raced(installation, name)[name]["answers"] == [200] + [409] * (AT_ONCE - 1)
