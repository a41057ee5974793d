"""The library of a unit: files become documents all or none, are found, corrected by two, replaced and kept; and who
sees which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.accounts.models import Person
from cchc.audit.changed import Changed
from cchc.audit.models import AccessRecord, Entry
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.core.words.messages import message_of
from cchc.documents.actions import store
from cchc.documents.actions.incoming import bring_files
from cchc.documents.actions.library import (
    DocumentDraft,
    change_document,
    register_documents,
    replace_files,
)
from cchc.documents.consequences import (
    may_see,
    twins_of,
    visible_to,
)
from cchc.documents.models import FileReading, IncomingFile, OfficialDocument
from cchc.documents.queries.library import (
    DocumentFacts,
    facts_of,
    former_files,
    found_documents,
)
from cchc.documents.tasks import read_incoming_files
from cchc.self_scoring.queries.documents import key_of
from cchc.units.models import Unit
from tests import builders
from tests.files.papers import PIXEL
from tests.files.pdf_paper import PaperPage, pdf_bytes
from tests.libraries import a_clerk, a_document, a_paper, a_stored_file, incoming

pytestmark = pytest.mark.django_db
PLAN = """KẾ HOẠCH
Cải cách hành chính nhà nước tỉnh Bình Sơn năm 2026
STT\tNhiệm vụ\tSản phẩm\tCơ quan chủ trì\tThời gian
1\tRà soát văn bản\tBáo cáo\tSở Tư pháp\tQuý II/2026
"""


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def browser_of(actor: Any) -> Client:
    from cchc.accounts.models import Person

    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


# --- confirming --------------------------------------------------------------------------------------------------


def test_files_become_documents_all_or_none_and_every_fault_is_said_at_once():
    by = a_clerk()
    good, nameless, taken = a_stored_file(by), a_stored_file(by), a_document(by)
    facts = DocumentFacts(number="1/BC-SNV")
    drafts = [
        DocumentDraft((good,), facts),
        DocumentDraft((nameless,), DocumentFacts(kind="Báo cáo")),
        DocumentDraft(tuple(taken.files), facts),
    ]
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        register_documents(by=by, drafts=drafts, not_secret=False)
    assert refused.value.error_dict.keys() == {"__all__", str(nameless.pk), str(taken.files[0].pk)}
    assert OfficialDocument.objects.count() == 1
    (made,) = register_documents(by=by, drafts=drafts[:1], not_secret=True)
    assert (made.received_at, made.unit_id, made.not_secret) == (good.at, by.unit_id, True)
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.facts["documents"]) == ("documents.registered", [made.pk])


def test_the_record_of_access_does_not_name_what_a_unit_has_not_handed_in():
    by = a_clerk()
    document = a_document(by, file=a_stored_file(by, "kin-dao.docx"))
    office = Client()
    office.force_login(Person.objects.get(pk=by.person_id))
    waiting = incoming(by, "kin-hon.docx")
    for name, args in (("documents:file", [document.pk, 1]), ("documents:incoming_file", [waiting.pk])):
        assert office.get(reverse(name, args=args)).status_code == 200
    told = AccessRecord.objects.filter(kind=AccessRecord.Kind.DOWNLOADED)
    assert told.count() == 2
    assert [one.subject for one in told if "kin-" in f"{one.subject} {one.search}"] == []


def test_what_a_unit_s_people_stored_for_the_province_is_not_taken_into_its_library():
    """A points file of a coordinator bears the unit in which the coordinator sits."""
    by = a_clerk()
    desk = replace(builders.an_actor(Role.COORDINATOR), unit_id=by.unit_id, unit=by.unit)
    points = store(by=desk, name="diem.csv", data=b"a;b\n1;2\n")
    assert points.unit_id == by.unit_id
    with pytest.raises(NotPermitted):
        bring_files(by=by, files=[points])
    office = Client()
    office.force_login(Person.objects.get(pk=by.person_id))
    page = office.get(reverse("documents:bring"), {"tep": points.pk})
    assert (page.status_code, "diem.csv" in page.content.decode()) == (200, False)
    office.post(reverse("documents:bring"), {"file": points.pk})
    assert not IncomingFile.objects.filter(file=points).exists()


def test_nobody_makes_documents_of_files_of_another_unit_or_acts_for_the_province_in_a_library():
    by, other, province = a_clerk(), a_clerk(), builders.an_actor(Role.COORDINATOR)
    file = a_stored_file(by)
    for actor in (other, province, builders.an_actor()):
        with pytest.raises(NotPermitted):
            bring_files(by=actor, files=[file])
        with pytest.raises(NotPermitted):
            register_documents(
                by=actor, drafts=[DocumentDraft((file,), DocumentFacts(number="1"))], not_secret=True
            )
    document = a_document(by)
    for actor in (other, province):
        with pytest.raises(NotPermitted):
            change_document(by=actor, document=document, facts=DocumentFacts(number="2"), version=1)


def test_what_is_read_of_a_file_says_where_it_was_read_and_a_scan_is_known_by_its_name_only():
    by = a_clerk()
    word = incoming(by, "45_BC-SNV.docx", a_paper())
    other = incoming(by, "46-BC-SNV.docx", a_paper())
    scan = incoming(by, "12-QD-UBND 01.02.2026.pdf", pdf_bytes([PaperPage(strokes=[(0, 0, 9, 9)])]))
    read_incoming_files.func(by.unit_id)
    readings = FileReading.objects.in_bulk([one.reading_id for one in (word, other, scan)])
    assert readings[word.reading_id].facts["number"] == ["45/BC-SNV", "both", ""]
    assert readings[other.reading_id].facts["number"] == ["45/BC-SNV", "page", "46/BC-SNV"]
    assert readings[word.reading_id].facts["date"] == ["2026-01-05", "page", ""]
    assert readings[word.reading_id].facts["title"][0] == "Kết quả rà soát văn bản quy phạm pháp luật"
    assert (readings[scan.reading_id].state, readings[scan.reading_id].facts) == (
        "unread",
        {"number": ["12/QĐ-UBND", "name", ""], "date": ["2026-02-01", "name", ""]},
    )
    assert "no text layer" in str(message_of(readings[scan.reading_id].why))


def in_rich_text(*lines: str) -> bytes:
    """A .rtf file of paragraphs, as old programs write it."""
    letters = ("".join(one if one.isascii() else f"\\u{ord(one)}?" for one in line) for line in lines)
    return ("{\\rtf1\\ansi " + " ".join(f"{line}\\par" for line in letters) + "}").encode()


LETTER = in_rich_text(
    "SỞ NỘI VỤ",
    "Số: 45/BC-SNV",
    "Bình Sơn, ngày 05 tháng 01 năm 2026",
    "BÁO CÁO",
    "Kết quả rà soát văn bản quy phạm pháp luật",
)


def test_a_file_in_an_old_format_is_read_where_the_server_can_open_it():
    by = a_clerk()
    old = incoming(by, "bao-cao.rtf", LETTER)
    read_incoming_files.func(by.unit_id)
    reading = FileReading.objects.get(pk=old.reading_id)
    assert reading.facts["number"] == ["45/BC-SNV", "page", ""]
    assert (reading.state, next(piece["text"] for piece in reading.pieces)) == ("read", "SỞ NỘI VỤ")
    assert old.file.name == "bao-cao.rtf"


def test_without_the_program_for_it_only_the_name_of_an_old_file_is_read_and_the_page_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    by = a_clerk()
    old = incoming(by, "46-BC-SNV.rtf", LETTER)
    monkeypatch.setenv("PATH", str(tmp_path))
    read_incoming_files.func(by.unit_id)
    reading = FileReading.objects.get(pk=old.reading_id)
    assert reading.facts == {"number": ["46/BC-SNV", "name", ""]}
    assert "a file in an old format" in browser_of(by).get(reverse("documents:new")).content.decode()


def test_files_are_confirmed_together_on_one_page_and_nothing_unticked_becomes_a_document():
    by = a_clerk()
    first, second = incoming(by, data=a_paper("45/BC-SNV")), incoming(by, "45.docx", a_paper("46/BC-SNV"))
    read_incoming_files.func(by.unit_id)
    browser, address = browser_of(by), reverse("documents:new")
    body = browser.get(address).content.decode()
    assert all(text in body for text in ("45/BC-SNV", "46/BC-SNV", "read from: first page"))
    sent = {
        f"f{first.pk}-number": "45/BC-SNV",
        f"f{first.pk}-title": "Báo cáo",
        f"f{first.pk}-date": "05/01/2026",
    }
    nothing = browser.post(address, sent)
    secret = browser.post(address, {**sent, f"f{first.pk}-ticked": "on"})
    assert (nothing.status_code, secret.status_code, OfficialDocument.objects.count()) == (422, 422, 0)
    assert "state secret" in secret.content.decode()
    done = browser.post(address, {**sent, f"f{first.pk}-ticked": "on", "not_secret": "on"})
    made = OfficialDocument.objects.get()
    assert (done.status_code, made.date, made.files) == (302, date(2026, 1, 5), [first.file])
    assert [one.pk for one in IncomingFile.objects.all()] == [second.pk]


def test_a_document_that_is_known_already_is_said_before_it_is_saved_and_the_other_unit_is_not_named():
    by, paper = a_clerk(), a_paper()
    sheet = builders.a_sheet()
    other = builders.of_unit(sheet)
    a_document(
        other,
        file=a_stored_file(other, data=paper),
        wanted=[key_of(sheet, "1.1")],
        now=datetime(2026, 12, 20, tzinfo=VIETNAM),
    )
    one = incoming(by, data=paper)
    read_incoming_files.func(by.unit_id)
    browser, address = browser_of(by), reverse("documents:new")
    assert "Another unit has handed in" not in browser.get(address).content.decode()
    builders.submitted(sheet)
    body = browser.get(address).content.decode()
    assert ("Another unit has handed in the same document" in body, other.unit in body) == (True, False)
    sent = {f"f{one.pk}-number": "1/BC", f"f{one.pk}-ticked": "on", "not_secret": "on"}
    assert browser.post(address, sent).status_code == 422
    assert browser.post(address, {**sent, f"f{one.pk}-twins": "+"}).status_code == 302
    own = browser.get(reverse("desk:search"), {"q": "1/bc"}).content.decode()
    assert reverse("documents:detail", args=[OfficialDocument.objects.get(unit_id=by.unit_id).pk]) in own


def test_twins_have_equal_bytes_or_the_same_number_date_and_issuer():
    by = a_clerk()
    document = a_document(by, "45/BC-SNV", on=date(2026, 1, 5), issuer="Sở Nội vụ")
    facts = facts_of(document)
    sought = {
        "bytes": ({"y", document.files[0].sha256}, DocumentFacts()),
        "number": ({"x"}, facts),
        "capitals": ({"x"}, DocumentFacts(number="45/BC-SNV", date=date(2026, 1, 5), issuer="SỞ NỘI VỤ")),
        "other day": ({"x"}, DocumentFacts(number="45/BC-SNV", date=date(2026, 1, 6))),
        "other issuer": (
            {"x"},
            DocumentFacts(number="45/BC-SNV", date=date(2026, 1, 5), issuer="Sở Tư pháp"),
        ),
        "no number": ({"x"}, DocumentFacts(date=date(2026, 1, 5))),
    }
    found = dict(zip(sought, twins_of(by, sought.values()), strict=True))
    assert [name for name, twins in found.items() if twins.own] == ["bytes", "number", "capitals"]


def test_what_somebody_else_has_confirmed_meanwhile_or_stands_in_the_library_is_said():
    by = a_clerk()
    one, other = incoming(by), incoming(by)
    read_incoming_files.func(by.unit_id)
    browser = browser_of(by)
    a_document(by, file=one.file)
    sent = {f"f{row.pk}-{name}": "1/BC" for row in (one, other) for name in ("number", "ticked")}
    answer = browser.post(reverse("documents:new"), {**sent, "not_secret": "on"})
    assert (answer.status_code, "put aside 1 of these" in answer.content.decode()) == (422, True)
    assert OfficialDocument.objects.count() == 1
    again = browser.post(reverse("documents:bring"), {"file": [one.file_id, other.file_id]}, follow=True)
    assert f"stand in the library already: {one.file.name}." in again.content.decode()
    assert browser.get(reverse("documents:choose")).status_code == 302


def test_a_leaf_whose_phase_is_locked_takes_no_document_and_the_page_says_why():
    by = a_clerk()
    one = incoming(by)
    read_incoming_files.func(by.unit_id)
    with pytest.raises(ValidationError), transaction.atomic():
        register_documents(
            by=by, drafts=[DocumentDraft((one.file,), DocumentFacts(number="1"), ("7:1.1",))], not_secret=True
        )
    assert not OfficialDocument.objects.exists()


# --- correcting and replacing --------------------------------------------------------------------------------------


def test_who_corrects_what_somebody_else_has_corrected_meanwhile_is_shown_both():
    by = a_clerk()
    document = a_document(by)
    changed = change_document(by=by, document=document, facts=DocumentFacts(number="46/BC-SNV"), version=1)
    with pytest.raises(Changed) as refused:
        change_document(by=by, document=document, facts=DocumentFacts(number="47/BC-SNV"), version=1)
    assert (refused.value.now, refused.value.who) == (changed, by.person)
    answer = browser_of(by).post(
        reverse("documents:change", args=[document.pk]), {"number": "47/BC-SNV", "version": "1"}
    )
    body = answer.content.decode()
    assert (answer.status_code, "46/BC-SNV" in body, 'value="47/BC-SNV"' in body) == (409, True, True)
    assert changed == change_document(by=by, document=document, facts=facts_of(changed), version=1)


def test_a_replaced_file_is_kept_and_the_list_shows_the_new_one_alone():
    by = a_clerk()
    old = a_document(by)
    middle = replace_files(by=by, document=old, files=[a_stored_file(by, "b.docx")], not_secret=True)
    new = replace_files(by=by, document=middle, files=[a_stored_file(by, "c.docx")], not_secret=True)
    assert former_files(new) == [middle, old]
    assert list(found_documents(visible_to(by))) == [new]
    assert facts_of(new) == facts_of(old)
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        replace_files(by=by, document=old, files=new.files, not_secret=False)
    assert len(refused.value.messages) == 3


def test_documents_are_found_without_marks_by_whatever_stands_on_them():
    by = a_clerk()
    document = a_document(by, "45/BC-SNV", title="Đánh giá rà soát văn bản", issuer="Ủy ban nhân dân")
    a_document(by, "46/KH-SNV", title="Kế hoạch", kind="Kế hoạch")
    for text in ("danh gia", "45/bc-snv", "UỶ BAN", "05/01/2026 rà", "ra soat danh"):
        assert list(found_documents(visible_to(by), text=text, kind="Báo cáo", year=2026)) == [document]
    assert not found_documents(visible_to(by), text="danh gia", year=2025)


def test_a_file_is_shown_as_pages_a_picture_or_its_pieces_and_else_offered_to_be_taken_away():
    by = a_clerk()
    browser = browser_of(by)
    files = {
        "a.pdf": (pdf_bytes([PaperPage()]), ("<pdf-pages", 'data-page="3"')),
        "a.png": (PIXEL, ("<img", "xem=1")),
        "a.docx": (a_paper(title="Kết quả kiểm tra"), ("Kết quả kiểm tra", "viewer-pieces")),
        "a.rtf": (rb"{\rtf1 Ke hoach}", ("is not shown here",)),
    }
    for name, (data, expected) in files.items():
        document = a_document(by, name, file=a_stored_file(by, name, data))
        address = reverse("documents:detail", args=[document.pk])
        body = browser.get(address, {"trang": "3"}, headers={"HX-Request": "true"}).content.decode()
        assert [text for text in expected if text not in body] == []
        assert "<html" not in body
        assert b"".join(browser.get(reverse("documents:file", args=[document.pk, 1]))) == data


def test_the_document_of_a_plan_is_found_by_whoever_may_see_the_plan():
    plan = builders.a_read_plan(PLAN)
    actor = builders.an_actor()
    assert list(found_documents(visible_to(actor), text="cai cach tinh")) == [plan.document]
    assert not found_documents(visible_to(builders.an_actor(Role.AUDITOR)), text="cai cach tinh")


# --- who sees what -------------------------------------------------------------------------------------------------


def test_a_document_is_seen_by_its_unit_and_by_whoever_may_see_what_uses_it():
    own, other = a_clerk(), a_clerk()
    plan = builders.a_plan(builders.a_unit("Sở Y tế"))
    plan.document = of_plan = OfficialDocument.objects.create(number="12/KH-UBND")
    plan.save()
    document = a_document(own, title="Tài liệu kín")
    actors = {
        "clerk": own,
        "head": a_clerk(Unit.objects.get(pk=own.unit_id), Role.UNIT_HEAD),
        "other": other,
        **{
            role.value: builders.an_actor(role)
            for role in Role
            if role not in (Role.UNIT_CLERK, Role.UNIT_HEAD)
        },
    }
    seen = {
        (name, one.pk): may_see(actor, one) for name, actor in actors.items() for one in (document, of_plan)
    }
    assert {name for (name, pk), yes in seen.items() if yes and pk == document.pk} == {"clerk", "head"}
    in_force = {name for (name, pk), yes in seen.items() if yes and pk == of_plan.pk}
    assert in_force == {"administrator", "coordinator"}


def test_what_one_may_not_see_is_on_no_page_and_under_no_address():
    own, other = a_clerk(), a_clerk()
    hidden = a_document(own, title="Tài liệu kín")
    waiting = incoming(own, "tep-kin.docx")
    coordinator = builders.a_member(Role.COORDINATOR, unit=Unit.objects.get(pk=own.unit_id))
    for actor in (other, builders.actor_for(coordinator)):
        browser = browser_of(actor)
        listed = browser.get(reverse("documents:list"), {"cua": "tat-ca", "q": "kin"}).content.decode()
        found = browser.get(reverse("desk:search"), {"q": "tai lieu kin"}).content.decode()
        assert ("Tài liệu kín" in listed + found, "wait to be confirmed" in listed) == (False, False)
        addresses = [
            *(reverse(f"documents:{name}", args=[hidden.pk]) for name in ("detail", "change", "replace")),
            reverse("documents:file", args=[hidden.pk, 1]),
            *(reverse(f"documents:{name}", args=[waiting.pk]) for name in ("incoming", "incoming_file")),
        ]
        assert [browser.get(address).status_code for address in addresses] == [404] * 6
        assert browser.post(reverse("documents:put_aside", args=[waiting.pk])).status_code == 404
