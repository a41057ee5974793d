"""The review of a draft: rows, cells and what two change at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cchc.access.permissions import Role
from cchc.plans.actions import measures as measure_actions
from cchc.plans.models import Measure, Section
from cchc.plans.queries.obstacles import Obstacles
from cchc.plans.views.addressing import refusal_as_message
from tests.builders import (
    a_measure,
    a_plan,
    a_read_plan,
    an_actor,
)
from tests.markup import source
from tests.plans.reviewed_plans import a_doubtful_text, only, posted, the_text
from tests.reading.papers import SIX, table_rows

pytestmark = pytest.mark.django_db

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
