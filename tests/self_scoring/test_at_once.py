"""Clerks, head and coordinator at one sheet in the same instant, as real threads on one database."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace

import pytest

from tests.installation import PATIENCE, Installation

pytestmark = pytest.mark.django_db


def test_whatever_runs_at_once_ends_in_what_was_acknowledged_last_and_in_exact_sums(
    installation: Installation,
):
    environment = {**installation.environment, "DJANGO_SETTINGS_MODULE": "tests.racing_settings"}
    process = replace(installation, environment=environment).start("-m", "tests.racing_sheet")
    said, complaint = process.communicate(timeout=PATIENCE * 4)
    assert process.returncode == 0, complaint
    outcome = json.loads(said)
    assert (outcome["broken"], outcome["untold"], outcome["exact"]) == ([], [], True)
    last = {
        leaf: max(one for one in outcome["acknowledged"] if one[0] == leaf) for leaf in ("1.1", "1.2", "2.3")
    }
    stored = {one[0]: one for one in outcome["stored"]}
    assert {leaf: one[1] for leaf, one in stored.items()} == {leaf: one[1] for leaf, one in last.items()}
    assert all(stored[leaf] in outcome["acknowledged"] for leaf in stored)
    by_version: dict[tuple[str, int], set[str]] = defaultdict(set)
    for leaf, version, what in outcome["acknowledged"]:
        by_version[leaf, version].add(json.dumps(what))
    assert {
        key: said for key, said in by_version.items() if len(said) > 1
    } == {}  # nothing was written over unseen
