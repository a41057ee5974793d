"""A draft is prepared by the worker: ordered once, told step by step, refused with reasons, begun anew when it was
interrupted; other terms take the place of those that wait."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.audit.models import Entry
from cchc.cycles.models import Cycle
from cchc.documents.models import DocumentFile
from cchc.releases.actions import releasing
from cchc.releases.actions.files import undo_files_final
from cchc.releases.models import Preparation, Release
from cchc.releases.queries.orders import step_file
from cchc.releases.waiting import waiting_for
from tests.builders import a_member, an_actor
from tests.builders.releases import RELEASE_DAY, a_final_cycle
from tests.files.papers import pdf
from tests.markup import source

pytestmark = pytest.mark.django_db
IN_PLACE = {"HX-Request": "true"}
TYPED = {
    "level": "leaves",
    "decision_number": "15/QĐ-UBND",
    "decision_on": "01/02/2027",
    "signer": "Chủ tịch UBND tỉnh",
    "released_on": "",
}


@pytest.fixture(autouse=True)
def _files(queue: Any, settings: Any, tmp_path: Any, turn_clock: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    turn_clock(RELEASE_DAY)


@pytest.fixture
def member() -> Membership:
    return a_member(Role.COORDINATOR)


@pytest.fixture
def client(member: Membership) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(member.person)
    return client


@pytest.fixture
def send(client: Client, django_capture_on_commit_callbacks: Any) -> Any:
    """Sends the form of a release, or a POST to the page of progress, as the worker hears of it."""

    def sent(address: str, **typed: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, typed)

    return sent


@pytest.fixture
def ordered(send: Any) -> Cycle:
    """A cycle of which a release was ordered to be prepared, by two presses of the same button."""
    cycle = a_final_cycle()
    for _press in range(2):
        assert send(form(cycle), **TYPED).headers["Location"] == at(cycle)
    return cycle


def form(cycle: Cycle) -> str:
    return reverse("releases:prepare", args=[cycle.year])


def at(cycle: Cycle) -> str:
    return reverse("releases:preparing", args=[cycle.year])


def year(cycle: Cycle) -> str:
    return reverse("releases:year", args=[cycle.year])


def work(queue: Any) -> int:
    """Do what the worker would do; returns how many tasks waited."""
    waiting = list(DBTaskResult.objects.ready())
    for one in waiting:
        one.claim(queue.a_worker_lives())
        one.set_successful(one.task.call(*one.args_kwargs["args"]))
    return len(waiting)


def verbs() -> list[str]:
    return list(
        Entry.objects.filter(verb__in=["releases.preparing", "releases.prepared"])
        .order_by("pk")
        .values_list("verb", flat=True)
    )


def test_pressed_twice_it_is_ordered_once_and_prepared_once_and_the_page_leads_on(queue, client, ordered):
    assert (client.get(at(ordered)).status_code, Release.objects.count()) == (202, 0)
    assert "No background work is running" in source(client.get(at(ordered)))
    assert client.get(form(ordered)).headers["Location"] == at(ordered)
    assert "A draft is being prepared: look how far it is." in source(client.get(year(ordered)))
    assert work(queue) == 1
    assert (Release.objects.get().is_draft, verbs()) == (True, ["releases.preparing", "releases.prepared"])
    assert Preparation.objects.count() == 0
    draft = reverse("releases:draft", args=[ordered.year])
    assert client.get(at(ordered), headers=IN_PLACE).headers["HX-Redirect"] == draft
    assert "The draft is prepared: look at it" in source(client.get(at(ordered), follow=True))


def test_while_the_worker_is_at_it_the_page_says_at_which_step(
    queue, client, ordered, monkeypatch: pytest.MonkeyPatch
):
    told: list[str] = []
    real = releasing.members_of

    def making(content: Any) -> Any:
        told.append(source(client.get(at(ordered), headers=IN_PLACE)))
        return real(content)

    monkeypatch.setattr(releasing, "members_of", making)
    assert (work(queue), Release.objects.get().is_draft) == (1, True)
    assert "Step 3 of 4: making the bundle." in told[0]
    assert ('hx-trigger="every 2s"' in told[0], 'max="4"' in told[0], 'value="3"' in told[0]) == (True,) * 3
    assert not any(step_file(Preparation(pk=1)).parent.iterdir())


def test_what_is_missing_is_said_by_the_form_and_nothing_is_ordered(send):
    cycle = a_final_cycle()
    refused = send(form(cycle), **TYPED | {"signer": ""})
    assert (refused.status_code, Preparation.objects.count()) == (422, 0)
    assert "Say who signed the decision" in source(refused)


def test_other_terms_take_the_place_of_those_that_wait_and_the_file_of_the_decision_is_kept(
    queue, send, ordered
):
    send(form(ordered), **TYPED, file=SimpleUploadedFile("quyet-dinh.pdf", pdf()))
    send(form(ordered), **TYPED | {"signer": "Phó Chủ tịch UBND tỉnh"})
    assert work(queue) == 3
    row = Release.objects.get()
    assert (row.signer, row.document.number) == ("Phó Chủ tịch UBND tỉnh", "15/QĐ-UBND")
    assert [one.file.name for one in DocumentFile.objects.all()] == ["quyet-dinh.pdf"]
    assert verbs() == ["releases.preparing"] * 3 + ["releases.prepared"]


def test_what_is_undone_since_is_refused_with_the_reason_and_what_was_typed_is_not_lost(
    queue, client, send, ordered
):
    undo_files_final(by=an_actor(Role.COORDINATOR), cycle=ordered, reason="Sai một điểm")
    assert (work(queue), Release.objects.count()) == (1, 0)
    refused = client.get(at(ordered))
    assert (refused.status_code, Preparation.objects.get().state) == (200, "refused")
    assert "The draft was not prepared." in source(refused)
    assert Preparation.objects.get().whys[0] in source(refused)
    assert "The draft was not prepared: look why." in source(client.get(year(ordered)))
    duties = waiting_for(an_actor(Role.COORDINATOR), RELEASE_DAY.date())
    assert at(ordered) in [one.href for one in duties]
    assert 'value="15/QĐ-UBND"' in source(client.get(form(ordered)))


def test_who_lost_the_right_meanwhile_prepares_nothing(queue, ordered, member):
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(pk=member.pk).update(valid_from=yesterday, valid_until=yesterday)
    assert (work(queue), Release.objects.count()) == (1, 0)
    assert Preparation.objects.get().whys == ["Whoever ordered this may no longer do it."]


def test_what_a_dead_worker_left_is_begun_anew_and_pressed_twice_there_is_one_draft(
    queue, client, send, ordered
):
    worker = queue.a_worker_lives()
    queue.take_all(worker=worker)
    assert "Prepare it anew" not in source(client.get(at(ordered)))
    queue.a_worker_is_gone(worker)
    assert "Prepare it anew" in source(client.get(at(ordered)))
    for _press in range(2):
        assert send(at(ordered)).status_code == 302
    assert (work(queue), Release.objects.count()) == (1, 1)
    assert verbs() == ["releases.preparing", "releases.prepared"]


def test_where_nothing_was_ordered_and_nothing_is_prepared_there_is_no_such_page(client):
    assert client.get(at(a_final_cycle())).status_code == 404
