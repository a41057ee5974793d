"""The columns of a measure are described once: a new one is one entry, and shows wherever the others do."""

from __future__ import annotations

import json

import pytest

from tests.installation import PATIENCE, Installation

EVERYWHERE = [
    "read from a table",
    "read from prose",
    "refused where it is too long",
    "review row",
    "form of a new measure",
    "table",
    "page of the measure",
    "search",
    "Excel out",
    "Excel in",
    "difference",
    "change applied",
    "cell saved",
    "copied",
]


def places(installation: Installation, how: str) -> list[str]:
    process = installation.start("-m", "tests.plans.one_more_column", how)
    said, complaint = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, complaint
    found: list[str] = json.loads(said)
    return found


@pytest.mark.django_db
def test_one_more_entry_in_the_description_is_read_edited_printed_and_given_out_and_gone_without_it(
    installation: Installation,
) -> None:
    assert places(installation, "with") == EVERYWHERE
    # the text stands in "other columns", behind the heading it has in the file
    assert set(places(installation, "without")) <= {"search", "review row", "page of the measure"}
