"""Files handed in: taken, refused, waited for."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cchc.access.permissions import Role
from cchc.intake.models import StagedFile
from cchc.intake.tasks import read_staged_file
from cchc.plans.forms.readings import HandInForm
from cchc.plans.forms.sheets import SheetForm
from cchc.plans.models import Plan
from cchc.units.models import Unit
from tests.builders import (
    a_member,
    a_plan,
    a_province,
    a_read_plan,
    a_unit,
)
from tests.files.pdf_paper import PaperPage, pdf_bytes
from tests.markup import source
from tests.plans.reviewed_plans import IN_PLACE, a_waiting_reading, the_text
from tests.reading.papers import SIX, table_rows, word_bytes

pytestmark = pytest.mark.django_db


def a_file(name: str = "ke-hoach.txt", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, the_text().encode() if data is None else data)


# Handing in


def test_a_file_is_handed_in_read_and_leads_to_the_review(
    client_of, django_capture_on_commit_callbacks
) -> None:
    client = client_of(Role.COORDINATOR)
    unit = Unit.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/ke-hoach/doc/", {"file": a_file(), "unit": unit.pk})
    reading = StagedFile.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/ke-hoach/doc/{reading.pk}/")
    assert (reading.state, reading.plan.unit, reading.plan.year) == (StagedFile.State.APPLIED, unit, 2026)
    onward = client.get(answer.url)
    assert (onward.status_code, onward.url) == (302, f"/ke-hoach/{reading.plan.pk}/soan/")
    asked_again = client.get(answer.url, headers=IN_PLACE)
    assert asked_again.headers["HX-Redirect"] == f"/ke-hoach/{reading.plan.pk}/soan/"


def test_a_clerk_hands_in_for_the_own_unit_without_being_asked_which(client_of) -> None:
    client = client_of(Role.UNIT_CLERK)
    other = a_unit("Sở Tài chính")
    page = client.get("/ke-hoach/doc/")
    assert page.context["several_units"] is False
    refused = client.post("/ke-hoach/doc/", {"file": a_file(), "unit": other.pk})
    assert (refused.status_code, StagedFile.objects.count()) == (422, 0)


def test_the_province_is_offered_first_whoever_works_on_the_plans_of_all(client_of) -> None:
    province = a_province()
    office = a_unit("Sở An toàn", parent=province)
    client = Client()
    client.force_login(a_member(Role.COORDINATOR, unit=office).person)
    for address in ("doc/", "moi/"):
        field = client.get(f"/ke-hoach/{address}").context["form"]["unit"]
        names = [str(label) for _value, label in field.field.choices]
        assert (field.value(), names) == (province.pk, [province.name, office.name])


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (a_file("ke-hoach.docx", word_bytes(table_rows(SIX))[:3000]), "damaged"),
        (a_file("ke-hoach.doc", b"\xd0\xcf\x11\xe0" + bytes(600)), ".docx"),
        (a_file("ke-hoach.exe", b"MZ"), "Files ending in .exe are not read"),
        (a_file("ke-hoach.txt", b""), "This file is empty."),
    ],
)
def test_a_file_that_is_not_taken_answers_422_with_the_reason(client_of, file, words: str) -> None:
    file.seek(0)
    client = client_of(Role.COORDINATOR)
    answer = client.post("/ke-hoach/doc/", {"file": file, "unit": Unit.objects.get().pk})
    assert (answer.status_code, StagedFile.objects.count()) == (422, 0)
    assert words in source(answer)


def test_a_file_above_the_limit_is_refused_by_its_size(client_of, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    for form in (HandInForm, SheetForm):
        monkeypatch.setattr(form.base_fields["file"], "most_bytes", 10)
    for address, name in (("doc/", "ke-hoach.txt"), (f"{plan.pk}/excel/nhap/", "ke-hoach.xlsx")):
        answer = client.post(f"/ke-hoach/{address}", {"file": a_file(name, b"x" * 11), "unit": plan.unit_id})
        assert (answer.status_code, "The file is larger than" in source(answer)) == (422, True)
    assert StagedFile.objects.count() == 0


def test_a_table_with_tabs_is_taken(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    answer = client.post("/ke-hoach/doc/", {"file": a_file("ke-hoach.tsv"), "unit": Unit.objects.get().pk})
    assert (answer.status_code, StagedFile.objects.get().file.type) == (302, "tsv")


def test_files_on_their_way_are_listed_until_their_plan_is_in_force(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    assert "No file on its way" in source(client.get("/ke-hoach/doc/"))
    waiting = a_waiting_reading()
    draft = a_read_plan(the_text(), name="du-thao.txt")
    made = a_read_plan(the_text(), name="xong.txt")
    Plan.objects.filter(pk=made.pk).update(state=Plan.State.CURRENT)
    rows = client.get("/ke-hoach/doc/").context["rows"]
    assert [one.pk for one in rows] == [draft.reading.pk, waiting.pk]


# Reading


def test_a_file_that_waits_is_asked_about_again_and_says_when_nobody_works(client_of, queue) -> None:
    client = client_of(Role.COORDINATOR)
    reading = a_waiting_reading()
    queue.left(read_staged_file, reading.pk)
    address = f"/ke-hoach/doc/{reading.pk}/"
    part = source(client.get(address, headers=IN_PLACE))
    assert part.lstrip().startswith('<section class="sheet progress-sheet reading" id="progress"')
    assert ("No background work is running" in part, 'hx-trigger="every 2s"' in part) == (True, True)
    queue.a_worker_lives()
    part = source(client.get(address, headers=IN_PLACE))
    assert ("No background work is running" in part, "It is the next one." in part) == (False, True)
    assert "Read again" not in part


def test_a_file_behind_others_is_told_how_many(client_of, queue) -> None:
    client = client_of(Role.COORDINATOR)
    before = [a_waiting_reading(), a_waiting_reading(state=StagedFile.State.RUNNING)]
    queue.left(read_staged_file, before[0].pk)
    queue.running(read_staged_file, before[1].pk, worker=queue.a_worker_lives())
    last, later = a_waiting_reading(), a_waiting_reading()
    for one in (last, later):
        queue.left(read_staged_file, one.pk)
    page = source(client.get(f"/ke-hoach/doc/{last.pk}/"))
    assert "Waiting behind 2 other pieces of work." in page


def test_the_pages_that_are_read_are_counted_as_long_as_the_worker_lives(client_of, queue) -> None:
    client = client_of(Role.COORDINATOR)
    reading = a_waiting_reading(state=StagedFile.State.RUNNING, done=3, total=12)
    worker = queue.a_worker_lives()
    queue.running(read_staged_file, reading.pk, worker=worker)
    address = f"/ke-hoach/doc/{reading.pk}/"
    page = source(client.get(address))
    assert ('max="12" value="3"' in page, "3 of 12 pages read." in page) == (True, True)
    assert "Read again" not in page
    client.post(f"{address}lai/")
    assert StagedFile.objects.get().state == StagedFile.State.RUNNING
    queue.a_worker_is_gone(worker)
    page = source(client.get(address))
    assert ("was interrupted" in page, "Read again" in page) == (True, True)
    assert "hx-trigger" not in page.partition('id="progress"')[2].partition("</section>")[0]
    assert "interrupted" in source(client.get("/ke-hoach/doc/"))
    assert "interrupted" in source(client.get("/ke-hoach/"))


@pytest.mark.parametrize("state", [StagedFile.State.WAITING, StagedFile.State.RUNNING])
def test_a_file_of_which_the_queue_knows_nothing_is_interrupted_and_begins_anew(
    client_of, django_capture_on_commit_callbacks, state: str
) -> None:
    client = client_of(Role.COORDINATOR)
    address = f"/ke-hoach/doc/{a_waiting_reading(state=state).pk}/"
    page = source(client.get(address))
    assert ("was interrupted" in page, "Read again" in page) == (True, True)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{address}lai/")
    assert StagedFile.objects.get().state == StagedFile.State.APPLIED


def test_a_refused_file_says_why_and_is_read_again_with_the_year_it_lacks(
    client_of, django_capture_on_commit_callbacks
) -> None:
    client = client_of(Role.COORDINATOR)
    text = the_text().replace("năm 2026", "").replace("/2026", "")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            "/ke-hoach/doc/", {"file": a_file(data=text.encode()), "unit": Unit.objects.get().pk}
        )
    reading = StagedFile.objects.get()
    assert reading.state == StagedFile.State.REFUSED
    page = client.get(answer.url)
    assert [field.name for field in page.context["fields"]] == ["year"]
    assert "The document does not say which year the plan is for" in source(page)
    assert page.context["form"].fields["year"].required is True
    for year in ("26", ""):
        wrong = client.post(f"{answer.url}lai/", {"year": year})
        assert (wrong.status_code, wrong.context["form"].errors.keys()) == (422, {"year"})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{answer.url}lai/", {"year": "2026"})
    reading.refresh_from_db()
    assert (reading.state, reading.plan.year) == (StagedFile.State.APPLIED, 2026)


def test_a_scanned_pdf_is_refused_and_given_up(client_of, django_capture_on_commit_callbacks) -> None:
    client = client_of(Role.COORDINATOR)
    scanned = a_file("quet.pdf", pdf_bytes([PaperPage()]))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/ke-hoach/doc/", {"file": scanned, "unit": Unit.objects.get().pk})
    assert "The PDF has no text layer" in source(client.get(answer.url))
    client.post(f"{answer.url}bo/")
    assert StagedFile.objects.count() == 0


def test_the_same_file_handed_in_twice_is_said(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_read_plan(the_text())
    again = a_waiting_reading(the_text().encode())
    page = client.get(f"/ke-hoach/doc/{again.pk}/")
    assert page.context["earlier"].staged == plan.reading
    assert f'href="/ke-hoach/{plan.pk}/soan/"' in source(page)


def test_the_file_is_given_back_as_it_was_brought(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    reading = a_waiting_reading()
    answer = client.get(f"/ke-hoach/doc/{reading.pk}/tep/")
    assert b"".join(answer.streaming_content) == the_text().encode()
