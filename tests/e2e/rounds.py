"""Sheets of self-scoring in journeys: a round made by the actions, and what is asked of a sheet in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from cchc.cycles import actions as cycle_actions
from cchc.cycles.models import Cycle, ScoredBy
from cchc.self_scoring.models import UnitSheet
from cchc.units.models import Kind
from tests import builders

MONTH = timedelta(days=30)
PASTE = """text => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def a_prepared_round(names: Sequence[str], kind: Kind = Kind.DEPARTMENT, year: int = 2026) -> Cycle:
    """A cycle in preparation in which these units, of one kind, are to score themselves; nothing has its days yet."""
    by, cycle = builders.an_actor(), builders.a_cycle(year=year)
    units = [builders.a_unit(name, kind, parent=cycle.province) for name in names]
    text = builders.SELF_SCORED.replace('"department"', f'"{kind}"')
    attached = cycle_actions.attach_set(
        by=by,
        cycle=cycle,
        version=builders.a_published_set(text),
        kinds=[kind],
        peer_group="Các xã" if kind == Kind.COMMUNE else "Các sở",
        scored_by=ScoredBy.ROUND,
    )
    cycle_actions.add_participants(by=by, cycle_set=attached, units=units)
    return cycle


def an_open_round(names: Sequence[str]) -> Cycle:
    """A round of departments that is open from a month ago until in a month."""
    by, cycle, today = builders.an_actor(), a_prepared_round(names), timezone.localdate()
    phase = cycle_actions.PhaseDates("self_scoring", "Tự chấm điểm", today - MONTH, today + MONTH)
    cycle_actions.change_phases(by=by, cycle=cycle, phases=[phase])
    return cycle_actions.open_cycle(by=by, cycle=cycle)


def an_open_sheet() -> UnitSheet:
    """The sheet of Sở Nội vụ in a round that is open."""
    return builders.a_sheet(an_open_round(["Sở Nội vụ"]))


def cell(page: Page, leaf: str, field: str) -> Locator:
    """A cell of the sheet."""
    return page.locator(f'tr[data-leaf="{leaf}"] [data-field="{field}"]')


def points(page: Page, leaf: str) -> Locator:
    """The points of a leaf."""
    return page.locator(f'tr[data-leaf="{leaf}"] [data-part=points]')


def saved(page: Page) -> None:
    """Wait until what was typed is saved."""
    expect(page.locator("[data-saved]")).to_contain_text("đã lưu")
    expect(page.locator(".is-unsaved, .is-typed")).to_have_count(0)


def a_file(name: str, content: bytes) -> Any:
    """A file that somebody chooses."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}
