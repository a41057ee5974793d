"""However many use one code in the same instant, one answer comes of it, on both databases."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.installation import PATIENCE, Installation
from tests.racing_codes import CLIENTS, OTHERS

pytestmark = pytest.mark.django_db


def test_three_hundred_uses_of_one_code_are_one_answer_and_the_forms_of_others_come_once(
    installation: Installation,
):
    environment = {**installation.environment, "DJANGO_SETTINGS_MODULE": "tests.racing_settings"}
    process = replace(installation, environment=environment).start("-m", "tests.racing_codes")
    said, complaint = process.communicate(timeout=PATIENCE * 4)
    assert process.returncode == 0, complaint
    outcome = json.loads(said)
    assert outcome["broken"] == []
    assert outcome["found"] == {
        "accepted": 1 + OTHERS, "there already": OTHERS, "used up": CLIENTS - 1,
    }  # fmt: skip
    assert set(outcome["counts"].values()) == {1 + OTHERS}
