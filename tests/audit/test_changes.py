"""What an act changed, in words: whatever a record holds can be shown, and no fact of the code is left on the page."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.access.permissions import Role
from cchc.audit.changes import Change, changes_of
from cchc.audit.models import Entry
from cchc.units.actions.units import change_unit
from cchc.units.models import Kind
from tests import markup
from tests.builders import a_unit, an_actor

drawn = settings(max_examples=60)

json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=8,
)
shapes = st.sampled_from(["changes", "differences", "before", "after", "off", "on"])


def an_entry(**facts: object) -> Entry:
    return Entry(verb="units.changed", subject="Sở Y tế", facts=facts)


@drawn
@given(facts=st.dictionaries(shapes, json, max_size=4))
def test_whatever_a_record_holds_its_changes_can_be_said(facts: dict[str, object]) -> None:
    assert all(isinstance(text, str) for change in changes_of(an_entry(**facts)) for text in change)


@drawn
@given(old=st.text("abc", max_size=4), new=st.text("abc", max_size=4))
def test_a_fact_is_said_with_its_old_and_its_new_value_and_only_where_they_differ(old: str, new: str) -> None:
    said = changes_of(an_entry(changes={"name": [old, new], "unit_ids": [[1], [2]]}))
    assert said == ([Change("name", old or "–", new or "–")] if old != new else [])


def test_codes_days_lists_and_several_facts_are_said_in_words() -> None:
    changes = {"kind": ["ward", "commune"], "valid_from": ["2025-03-01", ""], "aliases": [[], ["a", "b"]]}
    assert changes_of(an_entry(changes=changes)) == [
        Change("kind", "Ward", "Commune"),
        Change("from", "01/03/2025", "–"),
        Change("other names", "–", "a, b"),
    ]
    phases = Entry(
        verb="cycles.phases_changed",
        facts={"before": {}, "after": {"plan": {"name": "KH", "starts": "2026-01-15", "ends": "2026-03-15"}}},
    )
    assert changes_of(phases) == [Change("Plan", "–", "KH · 15/01/2026 · 15/03/2026")]
    cells = Entry(verb="cycles.applicability_changed", facts={"off": {"Sở Y tế": ["1.1", "1.2"]}, "on": {}})
    assert changes_of(cells) == [Change("Sở Y tế: 1.1, 1.2", "applies", "does not apply")]


@pytest.mark.django_db
def test_the_page_shows_dates_titles_and_changes_and_is_filtered_by_kind_person_and_unit(client_of) -> None:
    client, unit = client_of(Role.COORDINATOR), a_unit("Sở Y tế", code="SYT")
    change_unit(
        by=an_actor(), unit=unit, name=unit.name, kind=Kind.DEPARTMENT, code="SYTE", parent=None,
        valid_from=unit.valid_from, valid_until=None, aliases=[],
    )  # fmt: skip
    page = markup.read(client.get(reverse("audit:log"), {"room": "units"}).content.decode())
    (row, *_rest) = page.find("tbody")[0].find("tr")
    assert re.match(r"\d\d/\d\d/\d{4} \d\d:\d\d", row.text)
    assert "SYT → SYTE" in row.text
    options = [one.get("value") for one in page.find("select", name="room")[0].find("option")]
    assert "plans" in options
    links = [one.get("href") for one in row.find("a")]
    assert len(links) == 2
    assert all("room=units" in (link or "") for link in links)
