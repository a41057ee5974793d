"""The red pen on the pages of a plan: the file that came goes back with what is open in its margin."""

from __future__ import annotations

import io
from html import unescape
from os import urandom

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from docx import Document
from openpyxl import load_workbook

from cchc.access.permissions import Role
from cchc.documents.queries import content, path_of
from cchc.documents.queries.prepared import OutdatedFile
from cchc.plans.actions.findings import accept_finding
from cchc.plans.models import Plan
from cchc.plans.queries.findings import findings_of
from cchc.plans.queries.red_pen import marked_content
from cchc.plans.views.red_pen import SMALL
from tests.builders import a_plan, a_read_plan, a_unit, an_actor
from tests.files.papers import with_members
from tests.files.remarked_files import kept, texts_of
from tests.markup import source
from tests.plans.tabled_plans import Browser, browser_of
from tests.reading.papers import SIX, table_rows, word_bytes
from tests.reading.test_told import book_of, five_rows

pytestmark = pytest.mark.django_db

HEAD = ("Số: 15/KH-UBND", "Bình Sơn, ngày 02 tháng 01 năm 2026", "KẾ HOẠCH", "Cải cách hành chính năm 2026")


def a_faulty_plan(name: str = "Kế hoạch.docx") -> Plan:
    """A draft read from a Word file with a deadline of no calendar and an empty lead."""
    rows = table_rows(SIX)
    rows[2][SIX.index("deadline")] = "Quý V/2026"
    rows[5][SIX.index("lead")] = ""
    return a_read_plan(word_bytes(rows, head=HEAD), name=name)


def marked(client: Client, plan: Plan):
    response = client.get(f"/ke-hoach/{plan.pk}/but-do/")
    assert response.status_code == 200
    return response


def comments(response) -> list[str]:
    return [one.text for one in Document(io.BytesIO(response.content)).comments]


def test_the_file_comes_back_with_each_open_finding_and_is_what_it_was(client_of: Browser) -> None:
    plan = a_faulty_plan()
    response = marked(client_of(Role.COORDINATOR), plan)
    assert "ke-hoach-but-do.docx" in response.headers["Content-Disposition"]
    before = content(plan.reading.file)
    kept(before, response.content)
    assert texts_of(response.content) == texts_of(before)
    found = findings_of(plan)
    assert len(found) == len(comments(response)) > 1
    assert sum("Quý V/2026" in text for text in comments(response)) == 1


def test_what_somebody_accepted_is_not_remarked(client_of: Browser) -> None:
    plan = a_faulty_plan()
    before = comments(marked(client_of(Role.COORDINATOR), plan))
    accepted = next(one for one in findings_of(plan) if one.finding.found == "Quý V/2026")
    accept_finding(by=an_actor(), plan=plan, fingerprint=accepted.fingerprint, reason="Theo Trung ương")
    after = comments(marked(client_of(Role.COORDINATOR), plan))
    assert after == [text for text in before if "Quý V/2026" not in text]


def test_a_workbook_comes_back_with_notes_and_a_text_as_a_list(client_of: Browser) -> None:
    rows = [list(row) for row in five_rows()]
    rows[2][3] = "Quý V/2026"
    book = a_read_plan(book_of(rows), name="a.xlsx", year=2026)
    response = marked(client_of(Role.COORDINATOR), book)
    assert "Quý V/2026" in load_workbook(io.BytesIO(response.content)).active["D3"].comment.text
    text = a_read_plan(
        "KẾ HOẠCH\nCải cách hành chính năm 2026\n\n" + "\n".join("\t".join(map(str, row)) for row in rows)
    )
    listed = marked(client_of(Role.COORDINATOR), text)
    assert "ke-hoach-but-do.docx" in listed.headers["Content-Disposition"]
    assert any("Quý V/2026" in cell.text for cell in Document(io.BytesIO(listed.content)).tables[0]._cells)


def test_the_review_and_the_findings_offer_it_by_the_kind_of_file(client_of: Browser) -> None:
    client = client_of(Role.COORDINATOR)
    offered = {
        a_faulty_plan().pk: "Red pen: download your file with remarks",
        a_read_plan("KẾ HOẠCH năm 2026\n\n1\tRà soát\n").pk: "Red pen: download the list of findings (Word)",
        a_plan(title="Bằng tay").pk: "",
    }
    for pk, said in offered.items():
        for page in ("soan", "phat-hien"):
            text = unescape(source(client.get(f"/ke-hoach/{pk}/{page}/")))
            assert (f"/ke-hoach/{pk}/but-do/" in text) is bool(said)
            assert said in text


def test_a_plan_by_hand_has_none_and_a_draft_of_others_is_not_there(client_of: Browser) -> None:
    plan, by_hand = a_faulty_plan(), a_plan(title="Bằng tay")
    assert client_of(Role.COORDINATOR).get(f"/ke-hoach/{by_hand.pk}/but-do/").status_code == 404
    other = browser_of(a_unit("Sở Y tế"))
    assert other.get(f"/ke-hoach/{plan.pk}/but-do/").status_code == 404


def test_a_file_that_cannot_be_read_any_more_is_said_on_the_findings(client_of: Browser) -> None:
    plan = a_faulty_plan()
    path = path_of(plan.reading.file.sha256)
    path.chmod(0o600)
    path.write_bytes(b"PK\x03\x04 nothing")
    response = client_of(Role.COORDINATOR).get(f"/ke-hoach/{plan.pk}/but-do/", follow=True)
    assert response.redirect_chain == [(f"/ke-hoach/{plan.pk}/phat-hien/", 302)]
    assert "The file could not be marked: The document is damaged" in unescape(source(response))


def test_a_large_file_is_marked_by_the_worker_and_comes_then(
    client_of: Browser, queue, django_capture_on_commit_callbacks
) -> None:
    rows = table_rows(SIX)
    rows[2][SIX.index("deadline")] = "Quý V/2026"
    data = with_members(word_bytes(rows, head=HEAD), {"word/media/anh.png": urandom(SMALL + 1)})
    plan, client = a_read_plan(data, name="a.docx"), client_of(Role.COORDINATOR)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.get(f"/ke-hoach/{plan.pk}/but-do/").status_code == 202
    for one in DBTaskResult.objects.ready():
        one.claim(queue.a_worker_lives())
        one.set_successful(one.task.call(*one.args_kwargs["args"]))
    made = b"".join(client.get(f"/ke-hoach/{plan.pk}/but-do/").streaming_content)
    kept(data, made)
    assert any("Quý V/2026" in one.text for one in Document(io.BytesIO(made)).comments)


def test_what_was_asked_for_before_the_plan_changed_is_not_made() -> None:
    plan = a_faulty_plan()
    with pytest.raises(OutdatedFile):
        marked_content({"plan": plan.pk, "version": plan.version + 1})
