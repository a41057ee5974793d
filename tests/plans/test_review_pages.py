"""Pages from a file to a plan: handing in, how far the reading is, the review with its rows, agencies and findings."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cchc.access.permissions import Role
from cchc.core.words.messages import Message, data_of
from cchc.documents.models import StoredFile
from cchc.intake.models import StagedFile
from cchc.intake.tasks import read_staged_file
from cchc.plans.actions import measures as measure_actions
from cchc.plans.actions.plans import change_head, head_of
from cchc.plans.forms.readings import HandInForm
from cchc.plans.forms.sheets import SheetForm
from cchc.plans.models import Acceptance, Agency, Measure, Plan, Section
from cchc.plans.queries.obstacles import Obstacles
from cchc.plans.views.addressing import refusal_as_message
from cchc.units.models import Kind, Unit, Wording
from tests.builders import (
    a_measure,
    a_member,
    a_plan,
    a_province,
    a_read_plan,
    a_unit,
    an_actor,
    handed_in,
)
from tests.files.pdf_paper import PaperPage, pdf_bytes
from tests.markup import source
from tests.reading.papers import HEAD, SIX, table_rows, word_bytes

pytestmark = pytest.mark.django_db

IN_PLACE = {"HX-Request": "true"}


def the_text(rows: list[list[str]] | None = None) -> str:
    """A plan of six columns as text, its cells apart by tabs."""
    return "\n".join([*HEAD, "", *("\t".join(row).replace("\n", " ") for row in rows or table_rows(SIX))])


def a_doubtful_text() -> str:
    """The same with a row that a page has cut in two, and a number that stands twice."""
    rows = table_rows(SIX)
    rows[3] = ["1", "Mở chuyên mục", *rows[3][2:]]
    rows.insert(4, ["", "pháp luật", "", "", "", ""])
    return the_text(rows)


def a_file(name: str = "ke-hoach.txt", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, the_text().encode() if data is None else data)


def a_waiting_reading(data: bytes | None = None, **changes: Any) -> StagedFile:
    """A file that was handed in and that nobody has read yet."""
    unit = Unit.objects.filter(kind=Kind.PROVINCE).first() or a_province()
    reading = handed_in(by=an_actor(), name="ke-hoach.txt", data=data or the_text().encode(), unit=unit)
    StagedFile.objects.filter(pk=reading.pk).update(**changes)
    reading.refresh_from_db()
    return reading


def only(plan: Plan) -> Measure:
    return Measure.objects.get(section__plan=plan)


def posted(client: Client, address: str, data: dict[str, Any], *, in_place: bool = False) -> Any:
    return client.post(address, data, headers=IN_PLACE if in_place else {})


def sent_by(form: Any) -> dict[str, Any]:
    """What a browser sends of a form as it is shown."""
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


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


# The review page


def test_the_review_shows_the_document_beside_the_rows(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_read_plan(a_doubtful_text())
    page = client.get(f"/ke-hoach/{plan.pk}/soan/")
    assert [len(chapter.rows) for chapter in page.context["chapters"]] == [2, 1]
    whole, cut, last = (row for chapter in page.context["chapters"] for row in chapter.rows)
    assert (whole.is_open, cut.is_open, last.is_open) == (False, True, False)
    assert [one.finding.code for one in cut.found if one.finding.code == "number_twice"] == ["number_twice"]
    passages = [one for stretch in page.context["pane"].stretches for one in stretch.passages]
    read = {
        pk: [one.piece.cells[1].text for one in passages if pk in one.measures] for pk in (cut.measure.pk,)
    }
    assert read == {cut.measure.pk: ["Mở chuyên mục", "pháp luật"]}
    text = source(page)
    assert f'href="#m{cut.measure.pk}"' in text
    assert page.context["left"] == Obstacles(measures=3, rows=1, agencies=5)
    assert "Still to do: 1 row to check, 5 agencies to confirm." in " ".join(text.split())


def test_a_long_document_is_shown_around_the_rows_of_the_page(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    rows = table_rows(SIX, sections=False)
    many = [rows[0], *([str(at), *rows[1][1:]] for at in range(1, 502))]
    plan = a_read_plan(the_text(many))
    address = f"/ke-hoach/{plan.pk}/soan/"
    page = client.get(address, {"page": 5})
    assert (page.context["rows"].number, len(page.context["chapters"][0].rows)) == (5, 50)
    shown = [one.place for stretch in page.context["pane"].stretches for one in stretch.passages]
    first = page.context["passages"][page.context["chapters"][0].rows[0].measure.pk]
    assert shown == list(range(first - 8, first + 58))
    assert page.context["pane"].stretches[0].after_gap is True


def test_the_rows_left_to_do_are_found_by_the_counts(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_read_plan(a_doubtful_text())
    address = f"/ke-hoach/{plan.pk}/soan/"
    places = list(Measure.objects.values_list("pk", flat=True))

    def shown(wanted: str) -> list[int]:
        chapters = client.get(address, {"xem": wanted}).context["chapters"]
        return [row.measure.pk for chapter in chapters for row in chapter.rows]

    assert shown("chua-duyet") == places[1:2]
    assert shown("co-quan") == places
    assert places[1] in shown("phat-hien")
    second = Measure.objects.get(pk=places[1])
    measure_actions.check_measure(by=an_actor(), measure=second, version=second.version)
    assert "Nothing left here" in source(client.get(address, {"xem": "chua-duyet"}))


def test_a_plan_by_hand_is_edited_without_a_document(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    page = client.get(f"/ke-hoach/{plan.pk}/soan/")
    assert (page.context["pane"], page.context["chapters"]) == (None, [])
    assert "Begin with a section" in source(page)
    measure = a_measure(plan)
    row = client.get(f"/ke-hoach/{plan.pk}/soan/").context["chapters"][0].rows[0]
    assert [cell.column for cell in row.what] == ["task"]
    assert [cell.column for cell in row.who] == ["lead", "cooperating", "deadline"]
    form = client.get(f"/ke-hoach/{plan.pk}/soan/nhiem-vu/them/?phan={measure.section_id}").context["form"]
    assert [*form.fields][:5] == ["number", "objective", "task", "activity", "output"]


def test_a_column_that_is_empty_in_every_measure_is_shown_when_it_is_asked_for_and_stays_so(
    client_of,
) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    measure = a_measure(plan)

    def columns(query: str = "") -> list[str]:
        page = client.get(f"/ke-hoach/{plan.pk}/soan/{query}")
        return [cell.column for cell in page.context["chapters"][0].rows[0].what]

    offered = client.get(f"/ke-hoach/{plan.pk}/soan/").context["hidden_columns"]
    assert [one["label"] for one in offered] == ["Objective", "Activity", "Output"]
    assert columns(offered[0]["href"]) == ["objective", "task"]
    row = f"/ke-hoach/{plan.pk}/soan/nhiem-vu/{measure.pk}/?cot=objective"
    answer = client.post(row, {"version": measure.version, "objective": "Giảm thời gian"})
    assert answer.url == f"/ke-hoach/{plan.pk}/soan/?cot=objective#m{measure.pk}"
    assert columns() == ["objective", "task"]


def test_the_review_asks_the_database_as_often_for_many_rows(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    rows = table_rows(SIX, sections=False)
    few, many = (
        a_read_plan(the_text([rows[0], *([str(at), *rows[1][1:]] for at in range(1, count))]))
        for count in (4, 60)
    )
    asked = []
    for plan in (few, many):
        client.get(f"/ke-hoach/{plan.pk}/soan/")
        with CaptureQueriesContext(connection) as counted:
            client.get(f"/ke-hoach/{plan.pk}/soan/")
        asked.append(len(counted))
    assert asked[0] == asked[1]


# Rows


def test_a_cell_saved_in_place_answers_with_the_row_the_counts_and_the_findings_beside_it(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    one, other = a_measure(plan, number="1"), a_measure(plan, "Rà soát", number="1")
    data = {"version": one.version, "number": "2"}
    answer = posted(client, f"/ke-hoach/{plan.pk}/soan/nhiem-vu/{one.pk}/", data, in_place=True)
    one.refresh_from_db()
    assert (answer.status_code, one.number) == (200, "2")
    text = source(answer)
    assert text.lstrip().startswith("<article")
    assert [text.count(f'id="{part}"') for part in ("counts", "findings", "make")] == [1, 1, 1]
    assert answer.context["beside"][0][0] == other.pk
    assert "number_twice" not in [found.finding.code for found in answer.context["beside"][0][1]]
    assert "saved " in text


def test_a_row_without_htmx_is_saved_checked_and_led_back_to(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_read_plan(a_doubtful_text())
    cut = Measure.objects.exclude(confidence="sure").get()
    data = {"version": cut.version, "task": "Mở chuyên mục mới", "check": "1"}
    address = f"/ke-hoach/{plan.pk}/soan/nhiem-vu/{cut.pk}/"
    answer = posted(client, f"{address}?xem=chua-duyet", data)
    cut.refresh_from_db()
    assert answer.url == f"/ke-hoach/{plan.pk}/soan/?xem=chua-duyet#m{cut.pk}"
    assert (cut.task, cut.checked) == ("Mở chuyên mục mới", True)
    posted(client, address, {"version": cut.version, "check": "0"})
    cut.refresh_from_db()
    assert cut.checked is False


@pytest.mark.parametrize("in_place", [True, False])
def test_two_who_change_the_same_cell_see_both_texts_and_choose(client_of, in_place: bool) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    measure = a_measure(plan)
    seen = measure.version
    measure_actions.change_measure(
        by=an_actor(), measure=measure, version=seen, texts={"task": "Chữ của người khác", "lead": "Sở Y tế"}
    )
    address = f"/ke-hoach/{plan.pk}/soan/nhiem-vu/{measure.pk}/"
    answer = posted(client, address, {"version": seen, "task": "Chữ của tôi"}, in_place=in_place)
    text = source(answer)
    assert answer.status_code == 409
    assert "Chữ của tôi</textarea>" in text
    assert "<q>Chữ của người khác</q>" in text
    assert 'name="version" value="0"' in text
    assert only(plan).task == "Chữ của người khác"
    again = posted(client, address, {"version": "0", "task": "Chữ của tôi"}, in_place=in_place)
    assert again.status_code == 409
    mine = {"version": "0", "mine": only(plan).version, "task": "Chữ của tôi"}
    assert posted(client, address, mine, in_place=in_place).status_code == (200 if in_place else 302)
    assert (only(plan).task, only(plan).lead) == ("Chữ của tôi", "Sở Y tế")


@pytest.mark.parametrize("in_place", [True, False])
def test_a_row_that_changed_meanwhile_is_shown_instead_of_checked(client_of, in_place: bool) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_read_plan(a_doubtful_text())
    cut = Measure.objects.exclude(confidence="sure").get()
    measure_actions.change_measure(by=an_actor(), measure=cut, version=cut.version, texts={"lead": "Sở Y tế"})
    address = f"/ke-hoach/{plan.pk}/soan/nhiem-vu/{cut.pk}/"
    seen = {"version": cut.version, "check": "1"}
    answer = posted(client, address, seen, in_place=in_place)
    text = source(answer)
    assert answer.status_code == 409
    assert "Somebody else changed this row meanwhile: look at it once more." in text
    assert "Sở Y tế</textarea>" in text
    assert f'name="version" value="{cut.version + 1}"' in text
    same = posted(client, address, {**seen, "lead": "Sở Y tế"}, in_place=in_place)
    cut.refresh_from_db()
    assert (same.status_code, cut.checked) == (409, False)
    now = {"version": cut.version, "check": "1"}
    assert posted(client, address, now, in_place=in_place).status_code == (200 if in_place else 302)
    cut.refresh_from_db()
    assert cut.checked is True


@pytest.mark.parametrize("in_place", [True, False])
def test_a_row_without_a_task_is_mended_cell_by_cell_and_checked_only_with_one(
    client_of, in_place: bool
) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    measure = a_measure(plan)
    Measure.objects.update(task="", confidence="likely")
    address = f"/ke-hoach/{plan.pk}/soan/nhiem-vu/{measure.pk}/"
    done = 200 if in_place else 302
    numbered = {"version": measure.version, "number": "7"}
    assert posted(client, address, numbered, in_place=in_place).status_code == done
    answer = posted(client, address, {"version": only(plan).version, "check": "1"}, in_place=in_place)
    cell = source(answer).partition('<div class="cell cell-task')[2].partition("</div>")[0]
    assert answer.status_code == 422
    assert ('aria-invalid="true"' in cell, "Say what is to be done." in cell) == (True, True)
    typed = {"version": only(plan).version, "task": "Rà soát", "check": "1"}
    assert posted(client, address, typed, in_place=in_place).status_code == done
    assert (only(plan).number, only(plan).task, only(plan).checked) == ("7", "Rà soát", True)


@pytest.mark.parametrize("version", ["9" * 5000, "9" * 19, "-1", "1.5", "\x00", "²", ""])
def test_a_version_that_is_none_is_one_that_nobody_saw(client_of, version: str) -> None:
    plan = a_plan()
    measure = a_measure(plan)
    data = {"version": version, "task": "Chữ của tôi"}
    address = f"/ke-hoach/{plan.pk}/soan/nhiem-vu/{measure.pk}/"
    answer = posted(client_of(Role.COORDINATOR), address, data, in_place=True)
    assert (answer.status_code, only(plan).task) == (409, "Ban hành kế hoạch")


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5000])
def test_ids_that_no_database_holds_do_not_exist(client_of, number: str) -> None:
    plan = a_plan()
    section = a_measure(plan).section_id
    client = client_of(Role.COORDINATOR)
    rows = f"{plan.pk}/soan/nhiem-vu"
    addresses = (number, f"{rows}/{number}", f"{plan.pk}/soan/co-quan/{number}", f"doc/{number}")
    assert [client.get(f"/ke-hoach/{one}/").status_code for one in addresses] == [404] * 4
    assert client.get(f"/ke-hoach/{rows}/them/?phan={number}").status_code == 404
    assert client.get(f"/ke-hoach/{rows}/them/?phan={section}&sau={number}").status_code == 200


def test_what_is_done_to_a_row_that_went_meanwhile_is_told(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    measure = a_measure(plan)

    @refusal_as_message
    def late(request: Any, pk: int) -> Any:
        measure_actions.delete_measure(by=an_actor(), measure=measure)
        return measure_actions.delete_measure(by=an_actor(), measure=measure)

    request = client.get(f"/ke-hoach/{plan.pk}/soan/").wsgi_request
    answer = late(request, pk=plan.pk)
    assert (answer.status_code, answer.url) == (302, f"/ke-hoach/{plan.pk}/soan/")
    assert [str(one) for one in get_messages(request)] == ["What you are working on was deleted meanwhile."]


def test_a_row_that_says_nothing_is_refused_and_keeps_what_was_typed(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    measure = a_measure(plan)
    address = f"/ke-hoach/{plan.pk}/soan/nhiem-vu/{measure.pk}/"
    data = {"version": measure.version, "task": " ", "lead": "Sở Y tế"}
    answer = posted(client, address, data, in_place=True)
    assert answer.status_code == 422
    assert "Say what is to be done." in source(answer)
    assert "Sở Y tế</textarea>" in source(answer)
    assert only(plan).task == "Ban hành kế hoạch"


def test_the_meaning_of_a_deadline_stands_below_it(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    a_measure(plan, deadline="Quý II, III năm 2026")
    a_measure(plan, "Rà soát", deadline="sớm nhất có thể")
    a_measure(plan, "Báo cáo", deadline="31/02/2026")
    text = " ".join(source(client.get(f"/ke-hoach/{plan.pk}/soan/")).split())
    assert "01/04/2026 – 30/09/2026" in text
    assert "this deadline is not understood" in text
    assert "this deadline is not understood: no calendar has “31/02/2026”" in text


def test_measures_are_added_moved_and_deleted(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    first = a_measure(plan, "Một")
    section = first.section
    other = a_measure(plan, "Ba", heading="Thủ tục").section
    base = f"/ke-hoach/{plan.pk}/soan/nhiem-vu"
    form = f"{base}/them/?phan={section.pk}&sau={first.pk}"
    assert client.get(form).status_code == 200
    assert client.post(form, {"task": ""}).status_code == 422
    client.post(form, {"task": "Hai"})

    def order() -> list[str]:
        return list(Measure.objects.order_by("section__place", "place").values_list("task", flat=True))

    assert order() == ["Một", "Hai", "Ba"]
    client.post(f"{base}/{first.pk}/chuyen/", {"to": "down"})
    assert order() == ["Hai", "Một", "Ba"]
    client.post(f"{base}/{first.pk}/chuyen/", {"to": "down"})
    first.refresh_from_db()
    assert (order(), first.section) == (["Hai", "Một", "Ba"], other)
    client.post(f"{base}/{first.pk}/chuyen/", {"to": "up"})
    assert client.get(f"{base}/{first.pk}/chuyen/").status_code == 200
    client.post(f"{base}/{first.pk}/chuyen/", {"section": other.pk})
    assert order() == ["Hai", "Ba", "Một"]
    client.post(f"{base}/{first.pk}/xoa/")
    assert order() == ["Hai", "Ba"]


def test_sections_are_added_renamed_moved_and_deleted(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    base = f"/ke-hoach/{plan.pk}/soan/phan"
    assert client.post(f"{base}/them/", {"heading": " "}).status_code == 422
    client.post(f"{base}/them/", {"number": "I", "heading": "Thể chế"})
    client.post(f"{base}/them/", {"heading": "Thủ tục"})
    first, second = Section.objects.all()
    client.post(f"{base}/{first.pk}/", {"number": "1", "heading": "Cải cách thể chế"})
    client.post(f"{base}/{second.pk}/chuyen/", {"to": "up"})
    assert [str(one) for one in Section.objects.all()] == ["Thủ tục", "1 Cải cách thể chế"]
    client.post(f"{base}/{second.pk}/xoa/")
    assert Section.objects.get() == first


# Agencies


def test_agencies_are_confirmed_chosen_or_kept_as_texts(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    province = Unit.objects.get()
    justice = a_unit("Sở Tư pháp", parent=province)
    a_unit("Sở Y tế", parent=province)
    plan = a_plan()
    a_measure(plan, lead="Sở Tư phap", cooperating="Các sở, ban, ngành; Tổ công tác liên ngành")
    address = f"/ke-hoach/{plan.pk}/soan/co-quan/"
    page = client.get(address)
    waiting = {agency.text: agency for agency in page.context["waiting"]}
    assert set(waiting) == {"Sở Tư phap", "Các sở, ban, ngành", "Tổ công tác liên ngành"}

    client.post(f"{address}dong-y/")
    left = Agency.objects.filter(confirmed=False)
    assert [agency.text for agency in left] == ["Tổ công tác liên ngành"]
    assert Wording.objects.count() == 0

    one = f"{address}{waiting['Sở Tư phap'].pk}/"
    assert client.get(one).status_code == 200
    part = source(client.get(one, headers=IN_PLACE))
    assert part.lstrip().startswith("<form")
    refused = client.post(one, {"units": "Sở Không Có"})
    assert (refused.status_code, refused.context["form"].errors.keys()) == (422, {"units"})
    said = source(refused)
    assert ('<option value="Sở Tư pháp">' in said, said.count('class="choose-units"')) == (True, 1)
    empty = client.post(one, {"units": "", "more": ""})
    assert (empty.status_code, empty.context["form"].errors.keys()) == (422, {"units"})
    client.post(one, {"units": "Sở Tư pháp", "remember": "on"})
    assert list(Wording.objects.get().units.all()) == [justice]

    client.post(f"{address}{waiting['Tổ công tác liên ngành'].pk}/", {"choice": "text"})
    assert not client.get(address).context["waiting"]


def test_a_unit_that_was_found_by_its_name_joins_those_of_the_list(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    units = [a_unit(name, parent=Unit.objects.get(kind=Kind.PROVINCE)) for name in ("Sở Tư pháp", "Sở Y tế")]
    plan = a_plan()
    a_measure(plan, lead="Hai sở")
    address = f"/ke-hoach/{plan.pk}/soan/co-quan/{Agency.objects.get().pk}/"
    client.post(address, {"units": "Sở Tư pháp", "more": "Sở Y tế"})
    assert list(Agency.objects.get().units.order_by("name")) == units


def test_agreeing_to_a_rule_is_not_remembered_but_a_spelling_is(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    a_unit("Sở Tư pháp", parent=Unit.objects.get())
    plan = a_plan()
    a_measure(plan, lead="Sở Tư phap", cooperating="Các sở, ban, ngành")
    for agency in Agency.objects.all():
        client.post(f"/ke-hoach/{plan.pk}/soan/co-quan/{agency.pk}/", {"choice": "agree"})
    assert [wording.text for wording in Wording.objects.all()] == ["Sở Tư phap"]


def test_an_office_of_another_body_is_proposed_confirmed_once_and_then_remembered(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    commune = a_unit("Xã Hòa Bình", Kind.COMMUNE, parent=Unit.objects.get())
    office = a_unit("Sở Ngoại vụ", Kind.DIVISION, parent=commune)
    plan, next_plan = a_plan(), a_plan(title="Kế hoạch khác")
    a_measure(plan, lead="Sở Ngoại vụ")
    agency = Agency.objects.get()
    assert (agency.confidence, agency.reason, agency.confirmed) == ("unsure", "elsewhere", False)
    assert list(agency.units.all()) == [office]
    address = f"/ke-hoach/{plan.pk}/soan/co-quan/"
    page = client.get(address)
    assert (page.context["proposals"], "an office of this name inside Xã Hòa Bình" in source(page)) == (
        0,
        True,
    )
    client.post(f"{address}{agency.pk}/", {"choice": "agree"})
    a_measure(next_plan, lead="Sở Ngoại vụ")
    known = Agency.objects.get(plan=next_plan)
    assert (known.confidence, known.reason, list(known.units.all())) == ("sure", "remembered", [office])


def test_the_plan_of_a_commune_means_its_own_office(client_of) -> None:
    client_of(Role.COORDINATOR)
    commune = a_unit("Xã Hòa Bình", Kind.COMMUNE, parent=Unit.objects.get())
    office = a_unit("Sở Ngoại vụ", Kind.DIVISION, parent=commune)
    a_measure(a_plan(commune), lead="Sở Ngoại vụ")
    agency = Agency.objects.get()
    assert (agency.confidence, agency.reason, list(agency.units.all())) == ("sure", "name", [office])


# Findings, the head, the plan


def test_a_finding_is_accepted_with_a_reason_and_taken_back(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    measure = a_measure(plan, deadline="Quý I/2026")
    page = client.get(f"/ke-hoach/{plan.pk}/soan/")
    found = page.context["chapters"][0].rows[0].found[0]
    assert (found.finding.code, page.context["open"]) == ("lead_missing", 1)
    address = f"/ke-hoach/{plan.pk}/soan/phat-hien/"
    assert client.post(address, {"fingerprint": found.fingerprint, "reason": ""}).status_code == 422
    gone = client.post(address, {"fingerprint": "0" * 64, "reason": "Không rõ"})
    assert gone.status_code == 422
    answer = client.post(address, {"fingerprint": found.fingerprint, "reason": "Cả tỉnh cùng làm"})
    assert answer.url == f"/ke-hoach/{plan.pk}/soan/#m{measure.pk}"
    page = client.get(f"/ke-hoach/{plan.pk}/soan/")
    assert (page.context["open"], page.context["accepted"]) == (0, 1)
    assert "Cả tỉnh cùng làm" in source(page)
    again = {"fingerprint": found.fingerprint, "reopen": "1"}
    assert client.post(address, again).url == f"/ke-hoach/{plan.pk}/soan/#m{measure.pk}"
    assert Acceptance.objects.count() == 0
    assert client.post(address, {**again, "fingerprint": "\x00"}).status_code == 422


def test_the_head_of_the_plan_is_changed(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_read_plan(the_text())
    address = f"/ke-hoach/{plan.pk}/soan/van-ban/"
    typed = sent_by(client.get(address).context["form"])
    wrong = client.post(address, {**typed, "year": "26"})
    assert (wrong.status_code, wrong.context["form"].errors.keys()) == (422, {"year"})
    client.post(address, {**typed, "number": "15/KH-UBND", "date": "20/01/2026", "working_days": "on"})
    plan.refresh_from_db()
    assert (plan.document.number, str(plan.document.date)) == ("15/KH-UBND", "2026-01-20")
    assert plan.working_days is True


def test_whose_plan_it_is_is_mended_by_those_who_work_on_the_plans_of_all(client_of) -> None:
    plan = a_read_plan(the_text())
    province, office = plan.unit, a_unit("Sở An toàn", parent=plan.unit)
    change_head(by=an_actor(), plan=plan, head=replace(head_of(plan), unit_id=office.pk))
    address = f"/ke-hoach/{plan.pk}/soan/van-ban/"
    clerk = Client()
    clerk.force_login(a_member(Role.UNIT_CLERK, unit=office).person)
    assert "unit_id" not in clerk.get(address).context["form"].fields
    client = client_of(Role.COORDINATOR)
    typed = sent_by(client.get(address).context["form"])
    assert typed["unit_id"] == office.pk
    assert client.post(address, {**typed, "unit_id": province.pk}).status_code == 302
    plan.refresh_from_db()
    assert plan.unit == province
    again = client.post(address, {**typed, "unit_id": a_unit("Sở Xây dựng").pk})
    assert [(str(one.label), one.theirs, one.mine) for one in again.context["changes"]] == [
        ("Plan of", province.name, "Sở Xây dựng")
    ]
    mine = sent_by(clerk.get(f"/ke-hoach/{a_plan(office).pk}/soan/van-ban/").context["form"])
    assert clerk.post(f"/ke-hoach/{Plan.objects.get(unit=office).pk}/soan/van-ban/", mine).status_code == 302
    assert Plan.objects.filter(unit=office).count() == 1


def test_two_who_change_the_head_see_both_wordings_and_choose(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_read_plan(the_text())
    address = f"/ke-hoach/{plan.pk}/soan/van-ban/"
    typed = sent_by(client.get(address).context["form"])
    now = replace(head_of(plan), number="16/KH-UBND", issuer="Sở Nội vụ", date=date(2026, 1, 21))
    change_head(by=an_actor(), plan=plan, head=now)
    answer = client.post(address, {**typed, "number": "15/KH-UBND", "title": "Tên của tôi"})
    assert answer.status_code == 409
    assert [(str(one.label), one.theirs, one.mine) for one in answer.context["changes"]] == [
        ("Number and symbol", "16/KH-UBND", "15/KH-UBND"),
        ("Date", "21/01/2026", None),
        ("Issued by", "Sở Nội vụ", None),
    ]
    assert head_of(Plan.objects.get()) == now
    again = sent_by(answer.context["form"])
    shown = {name: str(again[name]) for name in ("title", "number", "issuer")}
    assert shown == {"title": "Tên của tôi", "number": "15/KH-UBND", "issuer": "Sở Nội vụ"}
    assert client.post(address, again).status_code == 302
    mine = replace(now, title="Tên của tôi", number="15/KH-UBND")
    assert head_of(Plan.objects.get()) == mine


@pytest.mark.parametrize("seen", ["", "bịa:đặt", "1:2:3"])
def test_a_head_saved_without_having_been_seen_replaces_nothing_yet(client_of, seen: str) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan(title="Kế hoạch đang có")
    typed = {"seen": seen, "title": "Khác", "kind": "reform", "year": plan.year}
    answer = client.post(f"/ke-hoach/{plan.pk}/soan/van-ban/", typed)
    assert (answer.status_code, Plan.objects.get().title) == (409, "Kế hoạch đang có")
    (change,) = answer.context["changes"]
    assert (change.theirs, change.mine) == ("Kế hoạch đang có", "Khác")


def test_a_draft_is_given_up_from_its_review_with_a_word_of_what_goes(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_read_plan(the_text())
    page = source(client.get(f"/ke-hoach/{plan.pk}/soan/"))
    assert f"with {Measure.objects.count()} measure" in page.partition("Give up the draft “")[2]
    give_up = f"/ke-hoach/doc/{plan.reading.pk}/bo/"
    assert f'action="{give_up}"' in page
    assert client.post(give_up).url == "/ke-hoach/doc/"
    assert (Plan.objects.count(), StagedFile.objects.count(), StoredFile.objects.count()) == (0, 0, 1)
    by_hand = a_plan()
    assert "Give this draft up" not in source(client.get(f"/ke-hoach/{by_hand.pk}/soan/"))


def test_every_finding_on_the_page_has_its_own_place(client_of) -> None:
    plan = a_plan()
    for _time in range(3):
        a_measure(plan, "Rà soát", deadline="Quý I/2026")
    page = source(client_of(Role.COORDINATOR).get(f"/ke-hoach/{plan.pk}/soan/"))
    places = re.findall(r'id="(f-[0-9a-f]{64})"', page)
    assert len(places) == len(set(places)) >= 3


def test_a_draft_is_put_in_force_only_when_nothing_is_left_to_do(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_read_plan(a_doubtful_text())
    address = f"/ke-hoach/{plan.pk}/soan/thuc-hien/"
    refused = client.post(address)
    assert refused.status_code == 422
    assert "1 row is still to be checked." in source(refused)
    Measure.objects.update(checked=True)
    Agency.objects.update(confirmed=True)
    made = client.post(address, {"agreed": client.get(address).context["grave"].seal})
    plan.refresh_from_db()
    assert (made.url, plan.state) == (f"/ke-hoach/{plan.pk}/", Plan.State.CURRENT)
    editor = client.get(f"/ke-hoach/{plan.pk}/soan/")
    assert (editor.status_code, editor.context["draft"]) == (200, False)


def test_putting_in_force_says_first_what_it_means_and_names_the_open_findings(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    measure = a_measure(plan, deadline="Quý I/2026")
    make = f"/ke-hoach/{plan.pk}/soan/thuc-hien/"
    data = {"version": only(plan).version, "number": "1"}
    row = f"/ke-hoach/{plan.pk}/soan/nhiem-vu/{measure.pk}/"
    for answer in (client.get(f"/ke-hoach/{plan.pk}/soan/"), posted(client, row, data, in_place=True)):
        assert re.findall(r'id="make".*?href="([^"]*)"', source(answer), re.DOTALL) == [make]
    grave = client.get(make).context["grave"]
    assert grave.happens[0] == (
        "1 measure of “Kế hoạch cải cách hành chính” is in force from now on, and everybody sees it."
    )
    assert [(one.sentence, len(one.names)) for one in grave.unfinished] == [
        ("1 finding of the check is open.", 1)
    ]
    (found,) = (one for one in client.get(f"/ke-hoach/{plan.pk}/soan/").context["chapters"][0].rows[0].found)
    accepted = {"fingerprint": found.fingerprint, "reason": "Cả tỉnh cùng làm"}
    client.post(f"/ke-hoach/{plan.pk}/soan/phat-hien/", accepted)
    assert client.get(make).context["grave"].unfinished == ()


def test_a_plan_in_force_becomes_a_draft_again_for_a_reason(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    address = f"/ke-hoach/{plan.pk}/soan/ve-du-thao/"
    assert client.get(address).status_code == 404
    Plan.objects.update(state=Plan.State.CURRENT)
    assert f'href="{address}"' in source(client.get(f"/ke-hoach/{plan.pk}/"))
    assert f'href="{address}"' in source(client.get(f"/ke-hoach/{plan.pk}/soan/"))
    assert client.get(address).status_code == 200
    refused = client.post(address, {"reason": " "})
    assert (refused.status_code, refused.context["form"].errors.keys()) == (422, {"reason"})
    done = client.post(address, {"reason": "Ban hành nhầm bản"})
    plan.refresh_from_db()
    assert (done.url, plan.state) == (f"/ke-hoach/{plan.pk}/soan/", Plan.State.DRAFT)
    late = client.post(address, {"reason": "Ban hành nhầm bản"})
    assert (late.status_code, "The plan is a draft already." in source(late)) == (422, True)


def test_a_draft_says_that_the_same_document_is_there_already(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    first = a_read_plan(the_text())
    assert list(client.get(f"/ke-hoach/{first.pk}/soan/").context["twins"]) == []
    again = a_read_plan(the_text())
    page = client.get(f"/ke-hoach/{again.pk}/soan/")
    assert list(page.context["twins"]) == [first]
    assert "The same document is there already:" in source(page)
    change_head(by=an_actor(), plan=again, head=replace(head_of(again), number="9/KH", date=date(2026, 1, 9)))
    typed = a_plan()
    change_head(by=an_actor(), plan=typed, head=replace(head_of(typed), number="9/KH", date=date(2026, 1, 9)))
    assert list(client.get(f"/ke-hoach/{typed.pk}/soan/").context["twins"]) == [again]


def test_only_a_row_as_it_was_read_and_without_an_open_finding_need_not_be_checked(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    a_unit("Sở Tư pháp", parent=Unit.objects.get())
    columns = tuple(column for column in SIX if column != "cooperating")
    rows = [
        [text.replace("Văn phòng UBND tỉnh", "Sở Tư pháp") for text in row] for row in table_rows(columns)
    ]
    rows[3][-1] = "sớm nhất có thể"
    plan = a_read_plan(the_text(rows))

    def said() -> list[bool]:
        text = source(client.get(f"/ke-hoach/{plan.pk}/soan/"))
        return ["need not be checked" in row for row in text.split("<article")[1:]]

    assert said() == [True, False, True]
    first = Measure.objects.order_by("pk")[0]
    measure_actions.change_measure(
        by=an_actor(), measure=first, version=first.version, texts={"output": "Biên bản"}
    )
    assert said() == [False, False, True]


def test_a_reason_that_several_cells_share_is_said_once_for_the_row(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_read_plan(the_text())
    why = data_of(Message("The number {number} is missing.", number=1))
    Measure.objects.update(confidence="likely", doubts={"lead": why, "deadline": why})
    row = client.get(f"/ke-hoach/{plan.pk}/soan/").context["chapters"][0].rows[0]
    assert (len(row.doubts), [cell.said for cell in row.who if cell.doubt]) == (1, [False, False])
    Measure.objects.update(doubts={"": why, "lead": why})
    row = client.get(f"/ke-hoach/{plan.pk}/soan/").context["chapters"][0].rows[0]
    assert (len(row.doubts), [cell.said for cell in row.who if cell.doubt]) == (1, [False])


def test_a_plan_without_any_heading_gets_none_in_the_editor(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    a_measure(plan)
    Section.objects.update(heading="")
    address = f"/ke-hoach/{plan.pk}/soan/"
    assert "Measures before the first heading" not in source(client.get(address))
    a_measure(plan, heading="Thể chế")
    assert "Measures before the first heading" in source(client.get(address))


# Who may


def test_a_draft_of_another_unit_and_what_belongs_to_another_plan_do_not_exist(client_of) -> None:
    plan = a_plan(a_province())
    measure = a_measure(plan, lead="Sở Y tế")
    reading = a_waiting_reading()
    stranger = Client()
    department = a_unit("Sở Tài chính", parent=plan.unit)
    stranger.force_login(a_member(Role.UNIT_CLERK, unit=department).person)
    inside = [
        "soan/", "soan/van-ban/", "soan/co-quan/", f"soan/nhiem-vu/{measure.pk}/",
        f"soan/co-quan/{Agency.objects.get().pk}/", f"soan/nhiem-vu/them/?phan={measure.section_id}",
    ]  # fmt: skip
    for address in inside:
        assert stranger.get(f"/ke-hoach/{plan.pk}/{address}").status_code == 404
    for address in ("soan/thuc-hien/", "soan/phat-hien/", f"soan/nhiem-vu/{measure.pk}/xoa/"):
        assert stranger.post(f"/ke-hoach/{plan.pk}/{address}").status_code == 404
    assert stranger.get(f"/ke-hoach/doc/{reading.pk}/").status_code == 404
    assert stranger.get(f"/ke-hoach/doc/{reading.pk}/tep/").status_code == 404
    own = a_plan(department)
    assert stranger.get(f"/ke-hoach/{own.pk}/soan/").status_code == 200
    assert stranger.get(f"/ke-hoach/{own.pk}/soan/nhiem-vu/{measure.pk}/").status_code == 404
    assert only(plan).task == "Ban hành kế hoạch"


def test_a_plan_in_force_is_edited_by_its_own_people_only(client_of) -> None:
    plan = a_plan(a_province())
    Plan.objects.update(state=Plan.State.CURRENT)
    assert client_of(Role.COORDINATOR).get(f"/ke-hoach/{plan.pk}/soan/").status_code == 200
    assert client_of(Role.LEADER).get(f"/ke-hoach/{plan.pk}/soan/").status_code == 404
    assert client_of(Role.LEADER).get("/ke-hoach/doc/").status_code == 404
    department = a_unit("Sở Tài chính", parent=plan.unit)
    stranger = Client()
    stranger.force_login(a_member(Role.UNIT_HEAD, unit=department).person)
    assert stranger.get(f"/ke-hoach/{plan.pk}/soan/").status_code == 404
