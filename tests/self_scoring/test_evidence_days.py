"""What was handed in keeps its documents in the words of that day; the four dates of a document, and its two ways of
being late; where in a document of several files to look."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from cchc.access.actor import Actor
from cchc.access.permissions import GRANTS, Permission, Role
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.documents.actions.library import change_document, replace_files
from cchc.documents.actions.looking import look_at_document
from cchc.documents.consequences import unused_by_anything, uses_with_former, visible_to
from cchc.documents.models import OfficialDocument
from cchc.documents.queries.library import DocumentFacts, facts_of, found_documents
from cchc.self_scoring.actions.evidence import link_document
from cchc.self_scoring.actions.returning import return_sheet
from cchc.self_scoring.models import EvidenceLink, SheetSubmission, UnitSheet
from cchc.self_scoring.queries.files import printed_content
from cchc.self_scoring.queries.submissions import content_hash, differences, is_intact
from cchc.units.models import Unit
from tests.builders import a_member, a_round, a_sheet, an_actor, of_unit, submitted
from tests.libraries import a_document, a_stored_file
from tests.markup import source
from tests.self_scoring.test_documents import DECEMBER, linked

pytestmark = pytest.mark.django_db
NUMBERS = count(1)
NEW = DocumentFacts("Báo cáo", "99/BC-SNV", date(2026, 2, 2), "Sở Y tế", "Lời mới của văn bản")


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def browser_of(actor: Actor) -> Client:
    """The browser of somebody who acts as `actor` does."""
    unit = Unit.objects.filter(pk=actor.unit_id).first()
    member = a_member(actor.role, unit=unit, scope=actor.scope, username=f"nguoi-{next(NUMBERS)}")
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(member.person)
    return client


def page_of(submission: SheetSubmission, actor: Actor) -> str:
    participant = submission.sheet.participant
    place = (participant.cycle.year, participant.unit_id, submission.number)
    whole = source(browser_of(actor).get(reverse("self_scoring:submission", args=place)))
    return whole[whole.index("<h1") : whole.index("</main>")]


# --- after Chốt -----------------------------------------------------------------------------------------------------


def test_a_correction_after_chot_changes_no_frozen_hash_and_no_page_of_a_submission():
    cycle = a_round()
    first, second = [UnitSheet.objects.get(participant=one) for one in cycle.participants.all()[:2]]
    document, by = linked(first), of_unit(first)
    submission = submitted(first)
    was = (content_hash(submission.content), page_of(submission, by), printed_content(submission))
    new = change_document(by=by, document=document, facts=NEW, version=1, now=DECEMBER)
    assert (new.replaces, facts_of(new), new.files) == (document, NEW, document.files)
    assert new.received_at == document.received_at
    submission.refresh_from_db()
    assert (content_hash(submission.content), page_of(submission, by), printed_content(submission)) == was
    link = EvidenceLink.objects.get(sheet=first)
    assert (link.document, facts_of(link.document), is_intact(submission)) == (
        document,
        facts_of(document),
        True,
    )
    assert list(found_documents(visible_to(by))) == [new]
    assert list(visible_to(an_actor(Role.APPRAISER))) == [document]
    (use,) = uses_with_former(actor=by, documents=[new.pk])
    assert (use.document, use.frozen) == (new.pk, True)
    assert not unused_by_anything(by, found_documents(visible_to(by)))
    with pytest.raises(ValidationError, match="stands in the place"), transaction.atomic():
        change_document(by=by, document=document, facts=NEW, version=1, now=DECEMBER)
    assert play().differences == []
    assert not EvidenceLink.objects.filter(sheet=second).exists()


def test_a_correction_changes_the_document_itself_where_nothing_keeps_it_and_moves_open_sheets_where_one_does():
    sheet = a_sheet()
    document, by = linked(sheet), of_unit(sheet)
    assert change_document(by=by, document=document, facts=NEW, version=1, now=DECEMBER) == document
    locked = DECEMBER + timedelta(days=60)
    old = facts_of(OfficialDocument.objects.get())
    new = change_document(by=by, document=document, facts=replace(NEW, number="1"), version=2, now=locked)
    assert (new.replaces, facts_of(EvidenceLink.objects.get().document)) == (document, old)


def test_a_returned_sheet_shows_the_corrected_words_and_its_submission_the_old_ones():
    sheet = a_sheet()
    document, by = linked(sheet), of_unit(sheet)
    submission = submitted(sheet)
    was = page_of(submission, by)
    return_sheet(by=an_actor(Role.COORDINATOR), sheet=sheet, reason="Thiếu phụ lục", now=DECEMBER)
    change_document(by=by, document=document, facts=NEW, version=1, now=DECEMBER)
    assert facts_of(EvidenceLink.objects.get().document) == NEW
    now = page_of(submission, by)
    assert ("45/BC-SNV" in now, "99/BC-SNV" in now, "45/BC-SNV" in was) == (True, False, True)


def test_the_page_says_before_a_correction_that_what_was_handed_in_keeps_the_old_words():
    sheet = a_sheet()
    document, by = linked(sheet), of_unit(sheet)
    address = reverse("documents:change", args=[document.pk])
    submitted(sheet)
    browser = browser_of(by)
    body = source(browser.get(address))
    assert ("This document was handed in" in body, sheet.participant.name in body) == (True, True)
    sent = {"number": "99/BC-SNV", "title": "Lời mới", "version": "1"}
    body = source(browser.post(address, sent, follow=True))
    assert ("goes on showing this document in its old words" in body, "99/BC-SNV" in body) == (True, True)
    old = source(browser.get(reverse("documents:detail", args=[document.pk])))
    assert ("Another document stands in its place" in old, ">Correct<" in old) == (True, False)
    assert browser.get(address).status_code == 404


# --- the four dates -------------------------------------------------------------------------------------------------


def test_an_appraiser_s_first_look_is_kept_once_and_nobody_else_s():
    sheet = a_sheet()
    document = linked(sheet)
    own = of_unit(sheet)
    appraiser, second = an_actor(Role.APPRAISER), an_actor(Role.APPRAISAL_LEAD)
    look_at_document(by=appraiser, document=document, now=DECEMBER)
    assert EvidenceLink.objects.get().seen_at is None, "nothing is seen before Chốt"
    submitted(sheet)
    at = DECEMBER + timedelta(days=20)
    near = replace(appraiser, unit_id=own.unit_id, unit=own.unit)
    others = [an_actor(one.role, one.scope) for one in GRANTS if Permission.APPRAISAL_GIVE not in GRANTS[one]]
    for actor in (own, near, *others):
        look_at_document(by=actor, document=document, now=at)
    assert EvidenceLink.objects.get().seen_at is None
    for actor, day in ((appraiser, 0), (second, 1), (appraiser, 2)):
        look_at_document(by=actor, document=document, now=at + timedelta(days=day))
    link = EvidenceLink.objects.get()
    assert (link.seen_at, link.seen_by_id, link.seen_by) == (at, appraiser.person_id, appraiser.person)
    (entry,) = Entry.objects.filter(verb="self_scoring.evidence_seen")
    assert (entry.subject, entry.facts["leaves"]) == (sheet.participant.name, "1.1")
    with pytest.raises(DatabaseError), transaction.atomic():
        EvidenceLink.objects.update(linked_at=at)


def test_a_later_look_costs_an_appraiser_a_query_for_sheets_and_one_for_justifications_everybody_else_none(
    django_assert_num_queries: Any,
):
    sheet = a_sheet()
    document, appraiser = linked(sheet), an_actor(Role.APPRAISER)
    submitted(sheet)
    look_at_document(by=appraiser, document=document)
    with django_assert_num_queries(2):
        look_at_document(by=appraiser, document=document)
    with django_assert_num_queries(0):
        look_at_document(by=of_unit(sheet), document=document)


def test_the_viewer_and_the_file_itself_count_as_a_look():
    places = (("detail", []), ("file", [1]))
    for sheet, (name, args) in zip(
        UnitSheet.objects.filter(participant__cycle=a_round()), places, strict=True
    ):
        document = linked(sheet)
        submitted(sheet)
        browser = browser_of(an_actor(Role.APPRAISER))
        assert browser.get(reverse(f"documents:{name}", args=[document.pk, *args])).status_code == 200
        assert EvidenceLink.objects.get(sheet=sheet).seen_at is not None


def test_each_date_stands_beside_the_evidence_with_both_ways_of_being_late_in_words():
    sheet = a_sheet()
    by = of_unit(sheet)
    late = a_document(by, "1/BC", on=date(2027, 1, 2))
    OfficialDocument.objects.filter(pk=late.pk).update(received_at=datetime(2027, 3, 1, 9, 0, tzinfo=VIETNAM))
    early = a_document(by, "2/BC", on=date(2025, 12, 31))
    OfficialDocument.objects.filter(pk=early.pk).update(
        received_at=datetime(2026, 12, 1, 9, 0, tzinfo=VIETNAM)
    )
    for document in (late, early):
        link_document(by=by, sheet=sheet, leaf="1.1", document=document, now=DECEMBER)
    participant = sheet.participant
    address = reverse("self_scoring:leaf", args=(participant.cycle.year, participant.unit_id, "1.1"))
    body = source(browser_of(by).get(address))
    by_date = "The date on the document is after the period that is scored."
    by_receipt = "The document was received after the deadline."
    before = "The date on the document is before the period that is scored."
    assert [body.count(words) for words in (by_date, by_receipt, before)] == [1, 1, 1]
    dates = ("02/01/2027", "received 01/03/2027", "linked 20/12/2026", "no appraiser has seen it yet")
    assert [words for words in dates if words not in body] == []
    submission = submitted(sheet)
    held = submission.content["leaves"]["1.1"]["evidence"]
    assert [one["faults"] for one in held] == [["late_by_date", "late_by_receipt"], ["before_period"]]
    shown = page_of(submission, by)
    assert [shown.count(words) for words in (by_date, by_receipt, before)] == [1, 1, 1]


# --- several files --------------------------------------------------------------------------------------------------


def three_files(by: Actor) -> OfficialDocument:
    files = [a_stored_file(by, name) for name in ("công văn.docx", "phụ lục 1.docx", "phụ lục 2.docx")]
    return a_document(by, "45/BC-SNV", files=files)


def test_a_submission_names_each_file_of_a_document_by_its_hash_and_says_where_to_look():
    sheet = a_sheet()
    by = of_unit(sheet)
    document = three_files(by)
    link_document(by=by, sheet=sheet, leaf="1.1", document=document, part=2, page=7, now=DECEMBER)
    submission = submitted(sheet)
    (held,) = submission.content["leaves"]["1.1"]["evidence"]
    assert held["files"] == [{"name": file.name, "sha256": file.sha256} for file in document.files]
    assert (held["part"], held["page"]) == (2, 7)
    assert "file 2 of 3, page 7" in page_of(submission, by)
    participant = sheet.participant
    leaf = reverse("self_scoring:leaf", args=(participant.cycle.year, participant.unit_id, "1.1"))
    address = f"{reverse('documents:detail', args=[document.pk])}?tep=2&amp;trang=7"
    assert address in source(browser_of(by).get(leaf))


def test_a_place_that_the_document_does_not_have_is_refused_and_one_file_needs_none():
    sheet = a_sheet()
    by = of_unit(sheet)
    document, single = three_files(by), a_document(by, "46/BC")
    with pytest.raises(ValidationError, match="has 3 files"), transaction.atomic():
        link_document(by=by, sheet=sheet, leaf="1.1", document=document, part=4, now=DECEMBER)
    link = link_document(by=by, sheet=sheet, leaf="1.1", document=single, part=1, now=DECEMBER)
    assert link.part is None


def test_a_link_follows_its_file_to_the_place_that_it_has_in_the_replaced_document():
    sheet = a_sheet()
    by = of_unit(sheet)
    document = three_files(by)
    for leaf, part in (("1.1", 3), ("1.2", 1), ("2.1", None)):
        link_document(by=by, sheet=sheet, leaf=leaf, document=document, part=part, page=4, now=DECEMBER)
    new = replace_files(by=by, document=document, files=document.files[1:], not_secret=True, now=DECEMBER)
    places = {link.leaf: (link.document, link.part, link.page) for link in EvidenceLink.objects.all()}
    assert places == {"1.1": (new, 2, 4), "1.2": (new, 1, 4), "2.1": (new, None, 4)}
    assert play().differences == []


def test_a_submission_of_the_form_before_is_compared_by_its_hashes():
    sheet = a_sheet()
    linked(sheet)
    after = submitted(sheet)
    older = SheetSubmission(
        sheet=sheet, number=0, content={**after.content, "leaves": {**after.content["leaves"]}}
    )
    leaf = dict(after.content["leaves"]["1.1"])
    (link,) = leaf["evidence"]
    leaf["evidence"] = [
        {key: link[key] for key in ("document", "number", "page", "passage")}
        | {"sha256": link["files"][0]["sha256"]}
    ]
    older.content["leaves"]["1.1"] = leaf
    assert differences(older, after) == []
