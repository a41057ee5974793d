"""No save lands after the days of its phase were shortened, and none that was acknowledged is lost."""

from __future__ import annotations

import json

import pytest

from tests.cycles.racing_clock import CLERKS, ENOUGH
from tests.installation import PATIENCE, Installation

pytestmark = pytest.mark.django_db


def test_after_a_phase_was_shortened_no_save_lands_that_was_under_way(installation: Installation) -> None:
    """Whoever saves looks at the phase until the save is done, so that its days do not change under it."""
    process = installation.start("-m", "tests.cycles.racing_clock")
    said, complaint = process.communicate(timeout=PATIENCE * 2)
    assert process.returncode == 0, complaint
    outcome = json.loads(said)
    assert outcome["kept then"] == outcome["kept in the end"] == outcome["acknowledged"]
    assert outcome["acknowledged"] >= CLERKS * ENOUGH
