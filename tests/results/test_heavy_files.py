"""The heavy files of a cycle are made once by the worker, whoever asks for them and however many at once."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from cchc.access.permissions import Role
from cchc.cycles.actions import close_cycle, open_results
from cchc.documents.actions.errands import MOST
from cchc.documents.models import Errand, PreparedFile
from cchc.documents.queries.prepared import place_of
from cchc.files.tables import read_table
from cchc.results import tasks
from cchc.results.actions import recompute
from cchc.results.models import Cause
from cchc.results.views import ranking
from cchc.scores.views import points_forms
from cchc.units.models import Unit
from tests.builders import a_member, a_scored_cycle, an_actor, imported
from tests.planting import text_of
from tests.results.test_pages import at

pytestmark = pytest.mark.django_db
IN_PLACE = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _every_file_is_large(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    """Files that take long need far more units than a test has."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(ranking, "FEW_CELLS", 0)
    monkeypatch.setattr(ranking, "FEW_UNITS", 0)
    monkeypatch.setattr(points_forms, "FEW_CELLS", 0)


@pytest.fixture
def get(queue: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """Ask for an address, and let what waits for the commit happen."""

    def get(client: Client, address: str, **rest: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return client.get(address, **rest)

    return get


def somebody(role: Role = Role.LEADER) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(a_member(role).person)
    return client


def work(queue: Any) -> int:
    """Do what the worker would do; returns how many tasks waited."""
    waiting = list(DBTaskResult.objects.ready())
    for one in waiting:
        one.claim(queue.a_worker_lives())
        one.set_successful(one.task.call(*one.args_kwargs["args"]))
    return len(waiting)


def test_sixteen_who_ask_at_once_are_each_answered_at_once_and_one_file_is_made(
    queue, get, monkeypatch: pytest.MonkeyPatch
):
    cycle = a_scored_cycle()
    imported(cycle)
    address = at(cycle, "cach-tinh-diem.xlsx")

    def never(*_rest: Any) -> bytes:
        raise AssertionError("a request made the file itself")

    monkeypatch.setattr(ranking, "ranking_content", never)
    people = [somebody() for _number in range(16)]
    answers = [get(one, address) for one in people]
    assert [one.status_code for one in answers] == [202] * 16
    assert "No background work is running" in answers[-1].text
    assert (PreparedFile.objects.count(), work(queue)) == (1, 1)
    downloads = [get(one, address) for one in people]
    assert len({b"".join(one.streaming_content) for one in downloads}) == 1
    assert {one.headers["Content-Disposition"] for one in downloads} == {
        'attachment; filename="cach-tinh-diem-2026-cac-so.xlsx"'
    }
    table = read_table(place_of(PreparedFile.objects.get()).read_bytes(), "cach-tinh-diem.xlsx")
    assert [row.values[:2] for row in table.rows[4:6]] == [(1, "Sở Nội vụ"), (2, "Sở Tài chính")]


def test_the_page_that_waits_says_how_far_it_is_and_hands_over_the_file_when_it_is_ready(queue, get):
    cycle = a_scored_cycle()
    imported(cycle)
    client, address = somebody(), at(cycle, "phu-luc.docx")
    queue.a_worker_lives()
    get(client, address)
    whole = get(client, address).text
    assert ("It is the next one." in whole, 'hx-trigger="every 2s"' in whole) == (True, True)
    assert work(queue) == 1
    part = get(client, address, headers=IN_PLACE)
    assert (part.status_code, "hx-trigger" in part.text, "data-download" in part.text) == (200, False, True)
    file = b"".join(get(client, address).streaming_content)
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert "PHỤ LỤC" in archive.read("word/document.xml").decode()


def test_when_the_scores_change_another_file_is_made_and_nothing_old_is_handed_out(queue, get):
    cycle = a_scored_cycle()
    imported(cycle)
    client, address = somebody(), at(cycle, "cach-tinh-diem.xlsx")
    get(client, address)
    recompute(cycle=cycle, cause=Cause.CYCLE)
    assert (work(queue), PreparedFile.objects.count()) == (1, 0)
    for _time in range(2):
        assert get(client, address).status_code == 202
        assert work(queue) == 1
        recompute(cycle=cycle, cause=Cause.CORRECTION)
    assert get(client, address).status_code == 202
    assert PreparedFile.objects.count() == 1


def test_an_interrupted_file_is_begun_anew_by_who_waits_for_it(
    queue, get, django_capture_on_commit_callbacks
):
    cycle = a_scored_cycle()
    client, address = somebody(Role.COORDINATOR), at(cycle, f"nhap-diem/mau/{cycle.sets.get().pk}.xlsx")
    get(client, address)
    worker = queue.a_worker_lives()
    queue.take_all(worker=worker)
    assert "It is being worked on." in get(client, address).text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    assert DBTaskResult.objects.count() == 1
    queue.a_worker_is_gone(worker)
    page = get(client, address).text
    assert ("was interrupted" in page, "Make it anew" in page) == (True, True)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address).status_code == 302
    assert work(queue) == 1
    assert read_table(b"".join(get(client, address).streaming_content), "mau.xlsx").rows


def test_a_file_of_which_the_queue_was_never_told_says_so_and_is_begun_anew(
    queue, get, django_capture_on_commit_callbacks
):
    """The web process died between the file's row and the task: a worker lives, and nothing waits for it."""
    cycle = a_scored_cycle()
    client, address = somebody(Role.COORDINATOR), at(cycle, f"nhap-diem/mau/{cycle.sets.get().pk}.xlsx")
    get(client, address)
    DBTaskResult.objects.all().delete()
    queue.a_worker_lives()
    page = get(client, address)
    said = ("was interrupted" in page.text, "Make it anew" in page.text)
    assert (page.status_code, PreparedFile.objects.get().state, said) == (202, "waiting", (True, True))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address).status_code == 302
    assert work(queue) == 1
    assert read_table(b"".join(get(client, address).streaming_content), "mau.xlsx").rows


def test_a_file_that_fails_says_so_and_is_tried_again(queue, get, django_capture_on_commit_callbacks):
    cycle = a_scored_cycle()
    imported(cycle)
    client, address = somebody(), at(cycle, "cach-tinh-diem.xlsx")
    get(client, address)
    PreparedFile.objects.update(state=PreparedFile.State.FAILED)
    DBTaskResult.objects.all().delete()
    page = get(client, address)
    assert (page.status_code, "could not be made" in page.text) == (200, True)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    assert work(queue) == 1
    assert get(client, address).status_code == 200


def test_the_file_is_handed_out_only_to_those_who_may_have_it(queue, get):
    cycle = a_scored_cycle()
    address = at(cycle, f"nhap-diem/mau/{cycle.sets.get().pk}.xlsx")
    get(somebody(Role.COORDINATOR), address)
    work(queue)
    assert get(somebody(Role.UNIT_CLERK), address).status_code == 404


def of_unit(name: str, role: Role = Role.UNIT_CLERK) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(a_member(role, unit=Unit.objects.get(name=name), username=f"{role}-{name}").person)
    return client


def units_in_file(answer: Any) -> set[str]:
    """The units that the sheets of a workbook name."""
    text = text_of(answer)
    return {name for name in ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế") if name in text}


def test_a_file_made_for_who_sees_all_is_not_handed_to_units_nor_that_of_one_unit_to_another(queue, get):
    cycle = a_scored_cycle()
    imported(cycle)
    address = at(cycle, "cach-tinh-diem.xlsx")
    readers = [
        somebody(),
        of_unit("Sở Nội vụ"),
        of_unit("Sở Tài chính"),
        of_unit("Sở Nội vụ", Role.UNIT_HEAD),
    ]
    for one in readers:
        assert get(one, address).status_code == 202
    assert (work(queue), PreparedFile.objects.count()) == (3, 3)
    everything = {"Sở Nội vụ", "Sở Tài chính", "Sở Y tế"}
    found = [units_in_file(get(one, address)) for one in readers]
    assert found == [everything, {"Sở Nội vụ"}, {"Sở Tài chính"}, {"Sở Nội vụ"}]
    open_results(by=an_actor(), cycle=cycle, to_units=True)
    assert units_in_file(get(readers[1], address)) == everything
    open_results(by=an_actor(), cycle=cycle, to_units=False)
    assert units_in_file(get(readers[1], address)) == {"Sở Nội vụ"}


def test_a_file_that_was_marked_as_provisional_is_made_anew_when_the_year_is_released(queue, get):
    cycle = a_scored_cycle()
    imported(cycle)
    client, address = somebody(), at(cycle, "phu-luc.docx")
    get(client, address)
    work(queue)
    draft = word(get(client, address))
    assert [one in draft for one in ("DỰ THẢO", "TẠM TÍNH", "chưa chấm đủ", ">0,00<")] == [
        True,
        True,
        True,
        False,
    ]
    close_cycle(by=an_actor(), cycle=cycle)
    assert get(client, address).status_code == 202
    work(queue)
    released = word(get(client, address))
    assert [one in released for one in ("DỰ THẢO", "TẠM TÍNH", "chưa chấm đủ")] == [False, False, True]


def word(answer: Any) -> str:
    """The text of a Word file."""
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as file:
        return file.read("word/document.xml").decode()


def test_who_asks_for_more_than_a_few_at_once_is_told_what_waits_and_how_long(queue, get):
    cycle = a_scored_cycle()
    imported(cycle)
    client = somebody()
    person = int(client.session["_auth_user_id"])
    for number in range(MOST):
        task = queue.left(tasks.make_ranking, 1000 + number)
        Errand.objects.create(person_id=person, what=Errand.What.FILE, task=str(task.pk))
    refused = get(client, at(cycle, "cach-tinh-diem.xlsx"))
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
    assert f"{MOST} files being made" in refused.text
    assert "ends in about 30 seconds" in refused.text
    assert PreparedFile.objects.count() == 0
    assert get(somebody(), at(cycle, "cach-tinh-diem.xlsx")).status_code == 202


def test_what_is_small_is_handed_out_at_once(get, monkeypatch: pytest.MonkeyPatch):
    cycle = a_scored_cycle()
    imported(cycle)
    monkeypatch.setattr(ranking, "FEW_CELLS", 300)
    answer = get(somebody(), at(cycle, "cach-tinh-diem.xlsx"))
    assert (answer.status_code, PreparedFile.objects.count()) == (200, 0)
