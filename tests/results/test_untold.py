"""The points of an appraisal are not read by its unit, nor by anybody near to it, before its result is sent."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

import pytest
from django.test import Client

from cchc.access.permissions import Role
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.results.actions import recompute_marked
from tests.builders import (
    a_filled_sheet,
    a_member,
    a_whole_round,
    a_work_plan,
    an_appraiser,
    sent_result,
    to_appraise,
    wholly_appraised,
)
from tests.results.test_pages import at, unit_id

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)
UNIT = "Sở Nội vụ"
ANNEX = "phu-luc.docx"  # for who sees every unit
TOKENS = re.compile(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"|nonce="[^"]*"|csrf-?token[^>]*>', re.I)
PASSING = re.compile(  # the time of day, and what is said of the province as a whole: that the appraisal has begun
    r"\d\d:\d\d|Computed (with what was scored until|by the first appraisal|by the self-scores)[^<]*?\.(?=[\s<])"
    r"|Tính theo điểm (thẩm định lần 1|tự chấm)[^<]*?\.(?=[\s<])"
)


def bodies(client: Client, cycle, *more: str) -> dict[str, str]:
    """What every page and file of results says to this reader about the unit."""
    unit = unit_id(cycle, UNIT)
    asked = [
        "", "?xem=linh-vuc", "?linh_vuc=1", "xep-hang.xlsx", "cach-tinh-diem.xlsx", f"don-vi/{unit}/",
        f"don-vi/{unit}/1.1/vi-sao/", f"don-vi/{unit}/1.1/lich-su/", *more,
    ]  # fmt: skip
    found = {}
    for address in (*(at(cycle, one) for one in asked), "/viec-cua-toi/"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[address] = text_of_file(content) if content[:2] == b"PK" else page_text(content.decode())
    return found


def page_text(page: str) -> str:
    """A page without what is new in every answer."""
    return " ".join(PASSING.sub("", TOKENS.sub("", page)).split())


def text_of_file(content: bytes) -> str:
    parts = zipfile.ZipFile(io.BytesIO(content))
    texts = "\n".join(
        parts.read(name).decode()
        for name in parts.namelist()
        if name.endswith(".xml") and "docProps" not in name
    )
    return page_text(re.sub(r"<[^>]+>", "<>", texts))


def signed_in(member) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(member.person)
    return client


def test_nothing_that_they_read_changes_by_an_appraisal_before_it_is_sent(turn_clock):
    turn_clock(DECEMBER)
    cycle = a_whole_round()
    appraiser = an_appraiser()
    a_work_plan(cycle, appraiser)
    row = to_appraise(a_filled_sheet(cycle))
    unit = row.participant.unit
    assert unit.name == UNIT
    head, coordinator = (signed_in(a_member(role, unit=unit)) for role in (Role.UNIT_HEAD, Role.COORDINATOR))
    stranger = signed_in(an_appraiser("Sở Tài chính", role=Role.AUDITOR))
    own, near, known = bodies(head, cycle), bodies(coordinator, cycle, ANNEX), bodies(stranger, cycle)
    row = wholly_appraised(row, appraiser, now=DECEMBER)
    assert recompute_marked() == 1
    assert differing(own, bodies(head, cycle)) == set()
    # The news of who acts for the province say that somebody computed the index.
    assert differing(near, bodies(coordinator, cycle, ANNEX)) <= {"/viec-cua-toi/"}
    pages = {at(cycle, f"don-vi/{unit.pk}/{one}") for one in ("", "1.1/vi-sao/", "1.1/lich-su/")}
    assert pages <= differing(known, bodies(stranger, cycle))  # near to nobody here
    desks = {one: one.get("/viec-cua-toi/").content.decode() for one in (head, coordinator, stranger)}
    until = "Computed with what was scored until"
    assert [until in desks[one] for one in (head, coordinator, stranger)] == [False, True, True]
    sent_result(row)
    assert until in head.get("/viec-cua-toi/").content.decode()
    assert pages <= differing(own, bodies(head, cycle))
    assert pages <= differing(near, bodies(coordinator, cycle, ANNEX))


def differing(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The addresses that say something else."""
    return {address for address in after if after[address] != before[address]}
