"""Texts that are programs, in every place of a round into which somebody types: every page, every answer in JSON and
every file shows them as the texts that they are."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone
from openpyxl import load_workbook

import cchc
from cchc.access.permissions import Role
from cchc.accounts.models import Person
from cchc.cycles import actions as cycle_actions
from cchc.documents.tasks import read_incoming_file
from cchc.self_scoring.actions.evidence import link_document
from cchc.self_scoring.actions.returning import return_sheet
from cchc.self_scoring.actions.saving import TypedBlock, save_block
from cchc.self_scoring.actions.sharing import share_out
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.models import UnitSheet
from cchc.self_scoring.queries.files import sheet_content
from cchc.units.models import Kind
from tests import builders, libraries, markup
from tests.acts.everywhere import EVERY_ADDRESS, Ids, filled
from tests.acts.sheets import a_staged_file, an_open_sheet, at
from tests.acts.table import the_province

pytestmark = pytest.mark.django_db

SIGN = "data-xau"
HOSTILE = f"""'"><i {SIGN}>"""
LINK = "javascript:alert(1)"
ROOMS = {"self_scoring", "documents", "notices", "cycles", "audit"}
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1+1", "\r=1+1")


@pytest.fixture
def round_of_a_villain(settings: Any, tmp_path: Path) -> tuple[list[Ids], Client, Client, list[Any]]:
    """The ids of what stands in a round in which everybody types such texts, the browsers of a clerk and of the
    coordinator, and where the sheet is."""
    settings.MEDIA_ROOT = tmp_path
    now, day = timezone.now(), timezone.localdate()
    builders.a_published_set(builders.SELF_SCORED.replace("Báo cáo định kỳ", "Báo cáo '\\\"><i data-xau>"))
    unit = builders.a_unit(f"Sở {HOSTILE}", Kind.DEPARTMENT, parent=the_province())
    sheet = an_open_sheet(unit)
    participant, cycle = sheet.participant, sheet.participant.cycle
    clerk = builders.a_member(Role.UNIT_CLERK, unit=unit)
    desk = builders.a_member(Role.COORDINATOR, unit=the_province())
    by, coordinator = builders.actor_for(clerk), builders.actor_for(desk)
    typed = TypedAnswer(points="1", reason=HOSTILE, provisional=HOSTILE, note=f"{HOSTILE} {LINK}")
    save_block(by=by, sheet=sheet, block={"1.2": TypedBlock(typed, 0)}, now=now)
    stored = libraries.a_stored_file(by, f"{HOSTILE}.docx")
    facts = {"title": HOSTILE, "issuer": HOSTILE, "kind": HOSTILE}
    document = libraries.a_document(by, LINK, file=stored, **facts)
    libraries.a_document(by, HOSTILE, **facts)
    waiting = libraries.incoming(by, f"a {HOSTILE}.docx", libraries.a_paper(title=HOSTILE))
    read_incoming_file(waiting.reading)
    link_document(by=by, sheet=sheet, leaf="1.1", document=document, page=1, passage=HOSTILE, now=now)
    share_out(by=by, sheet=sheet, shares={"1": clerk.person_id})
    cycle_actions.ask_not_applicable(by=by, participant=participant, leaf="2.3", reason=HOSTILE)
    request = builders.a_request(participant, "1.3")
    cycle_actions.extend_phase(
        by=coordinator, participants=[participant], kind="self_scoring",
        until=day + timedelta(days=60), reason=HOSTILE, document=HOSTILE[:20], now=now,
    )  # fmt: skip
    for _time in range(2):
        submission = builders.submitted(builders.a_sheet(cycle), now=now)
        if submission.number == 1:
            return_sheet(by=coordinator, sheet=builders.a_sheet(cycle), reason=HOSTILE, now=now)
            staged = a_staged_file(builders.a_sheet(cycle))
    places = [
        reverse("self_scoring:leaf", args=[*at(sheet), "1.2"]),
        reverse("self_scoring:submission", args=[*at(sheet), 1]),
        reverse("self_scoring:excel_one", args=[*at(sheet), staged.pk]),
        reverse("documents:detail", args=[document.pk]),
        reverse("documents:incoming", args=[waiting.pk]),
        reverse("cycles:phase_extend", args=[cycle.pk, "tu-cham-diem"]),
        reverse("cycles:request_refuse", args=[cycle.pk, request.pk]),
    ]
    known = [Ids(match.route, match.kwargs) for match in map(resolve, places)]
    return known, browser_of(clerk.person), browser_of(desk.person), at(sheet)


def browser_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def pieces_of(answer: Any) -> Iterator[str]:
    """What of an answer is read as HTML: a page, or every text of a JSON that begins with an element."""
    if answer["Content-Type"].startswith("text/html"):
        yield answer.content.decode()
    elif answer["Content-Type"].startswith("application/json"):
        found: list[Any] = [json.loads(answer.content)]
        while found:
            one = found.pop()
            if isinstance(one, str) and one.lstrip().startswith("<"):
                yield one
            found += [*one.values()] if isinstance(one, dict) else one if isinstance(one, list) else []


def harmed(html: str) -> list[str]:
    """The elements that a text made, and the addresses that would run one."""
    tree = markup.read(html)
    found = [str(one.tag) for one in tree.walk() if one.get(SIGN) is not None]
    return found + [
        f"{name}={one.get(name)}"
        for one in tree.walk()
        for name in ("href", "src", "action", "formaction", "hx-get", "hx-post")
        if re.match(r"\s*(javascript|data|vbscript):", one.get(name) or "")
    ]


def test_texts_of_a_round_are_texts_on_every_page_and_in_json(round_of_a_villain: Any) -> None:
    known, clerk, coordinator, (year, unit) = round_of_a_villain
    assert harmed(f"<p>{HOSTILE}</i></p>")
    assert harmed(f'<a href="{LINK}">a</a>')
    asked = {filled(address, known) for address in EVERY_ADDRESS if "<" in address}
    asked = {address for address in asked if resolve(address).app_name in ROOMS}
    asked |= {
        "/",
        "/tai-lieu/",
        "/tai-lieu/moi/",
        "/thong-bao/",
        "/nhat-ky/",
        "/tim/?q=%3Ci",
        f"/tai-lieu/chon/?q={LINK}",
    }
    asked.add(f"/tu-cham/{year}/{unit}/muc/1.1/")
    faults, shown = [], []
    for address in sorted(asked):
        by_whom = (clerk, coordinator) if address.startswith("/tu-cham/") else (clerk,)
        by_whom = (coordinator,) if address.startswith(("/ky-danh-gia/", "/nhat-ky/")) else by_whom
        for browser in by_whom:
            answer = browser.get(address)
            pieces = [] if answer.streaming else list(pieces_of(answer))
            faults += [f"{address}: {found}" for html in pieces for found in harmed(html)]
            shown += [address] if any(f"&lt;i {SIGN}&gt;" in html for html in pieces) else []
    assert faults == []
    assert len(set(shown)) >= 20, sorted(set(shown))


def test_what_is_typed_into_a_cell_comes_back_in_json_as_a_text_or_inside_html_escaped(
    round_of_a_villain: Any,
) -> None:
    _known, clerk, _coordinator, (year, unit) = round_of_a_villain
    sheet = UnitSheet.objects.get(participant__unit=unit)
    return_sheet(by=builders.an_actor(Role.COORDINATOR), sheet=sheet, reason="Thiếu")
    version = sheet.answers.get(leaf="1.2").version
    address = f"/tu-cham/{year}/{unit}/"
    cell = {"field": "note", "value": f"khác {HOSTILE}", "version": version, "age": 0}
    figure = {"leaf": "1.1", "field": "figure-done", "value": HOSTILE}
    block = json.dumps({"cells": [figure], "versions": {"1.1": 0}})
    for path, sent, status in (
        ("muc/1.2/luu/", cell, 200),
        ("muc/1.2/luu/", {**cell, "version": 0, "value": HOSTILE}, 409),
        ("muc/1.1/luu/", {**figure, "version": 0, "age": 0}, 422),
        ("dan/", {"cells": block, "age": 0}, 422),
    ):
        answer = clerk.post(address + path, sent)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/json"), path
        assert SIGN in answer.content.decode(), path
        assert [found for html in pieces_of(answer) for found in harmed(html)] == []


def test_texts_of_a_sheet_stay_texts_in_excel_whatever_they_begin_with(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    unit = builders.a_unit("Sở Hiểm", Kind.DEPARTMENT, parent=the_province())
    sheet = an_open_sheet(unit)
    by = builders.of_unit(sheet)
    for formula in FORMULAS:
        document = libraries.a_document(
            replace(libraries.a_clerk(unit), unit_id=unit.pk), formula, title=formula
        )
        link_document(by=by, sheet=sheet, leaf="1.2", document=document, passage=formula)
    typed = TypedAnswer(reason=FORMULAS[0], provisional=FORMULAS[4], note="\n".join(FORMULAS))
    save_block(by=by, sheet=sheet, block={"1.2": TypedBlock(typed, 0)}, now=timezone.now())
    data = sheet_content(builders.a_sheet(sheet.participant.cycle))
    cells = [cell for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows() for cell in row]
    texts = [cell for cell in cells if "1+1" in str(cell.value)]
    assert len(texts) >= 3
    assert {cell.data_type for cell in texts} == {"s"}
    assert all(cell.quotePrefix for cell in texts if str(cell.value)[:1] in "=+-@")


WRITES_HTML = re.compile(
    r"(innerHTML\s*\+?=(?!=)|insertAdjacentHTML|outerHTML\s*=|document\.write|\beval\(|new Function|srcdoc)(.*)"
)
FROM_THE_PLATFORM = {"await answer.text();", "html;", "found;", "told.row;", "told.tally;", "part.innerHTML;"}


def test_no_script_makes_html_of_a_text() -> None:
    """What a script puts into a page as HTML came as HTML from the platform; texts go in as texts."""
    scripts = [path for path in Path(cchc.__file__).parent.glob("*/static/*/*.js")]
    found = [
        (path.name, match[1].split()[0], match[2].partition("//")[0].strip())
        for path in scripts
        for match in WRITES_HTML.finditer(path.read_text(encoding="utf-8"))
    ]
    assert len(found) >= 6
    assert [
        one for one in found if one[1] not in ("innerHTML", "outerHTML") or one[2] not in FROM_THE_PLATFORM
    ] == []
