"""A draft is made public by the worker: ordered once, told step by step, refused with reasons, begun anew when it was
interrupted."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.audit.models import Entry
from cchc.releases.actions.releasing import throw_away
from cchc.releases.actions.signing import installation_key
from cchc.releases.exchange.signing import SigningKey
from cchc.releases.models import Publication, Release
from cchc.releases.queries.orders import step_file
from tests.builders import a_member, an_actor
from tests.builders.releases import RELEASE_DAY, a_draft_release, a_final_cycle
from tests.markup import source

pytestmark = pytest.mark.django_db
IN_PLACE = {"HX-Request": "true"}


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
def ordered(client: Client, django_capture_on_commit_callbacks: Any) -> Release:
    """A draft that was ordered to be made public, by two presses of the same button."""
    installation_key()
    draft = a_draft_release(a_final_cycle())
    agreed = seal(client, draft)
    with django_capture_on_commit_callbacks(execute=True):
        for _press in range(2):
            answer = client.post(reverse("releases:publish", args=[draft.year]), {"agreed": agreed})
            assert answer.headers["Location"] == at(draft)
    assert client.get(at(draft)).status_code == 202
    return draft


def seal(client: Client, draft: Release) -> str:
    """What the page of the act shows, in short."""
    said = source(client.get(reverse("releases:publish", args=[draft.year])))
    found = re.search(r'name="agreed"\s+value="(\w+)"', said)
    assert found is not None
    return found[1]


def at(release: Release) -> str:
    return reverse("releases:publishing", args=[release.year, release.number])


def work(queue: Any) -> int:
    """Do what the worker would do; returns how many tasks waited."""
    waiting = list(DBTaskResult.objects.ready())
    for one in waiting:
        one.claim(queue.a_worker_lives())
        one.set_successful(one.task.call(*one.args_kwargs["args"]))
    return len(waiting)


def verbs() -> list[str]:
    found = Entry.objects.filter(verb__in=["releases.ordered", "releases.published"]).order_by("pk")
    return list(found.values_list("verb", flat=True))


def test_pressed_twice_it_is_ordered_once_and_public_once_and_the_page_leads_on(queue, client, ordered):
    assert Release.objects.get().is_draft
    assert "No background work is running" in source(client.get(at(ordered)))
    assert source(client.get(reverse("releases:publish", args=[ordered.year]), follow=True)).count(
        at(ordered)
    )
    assert work(queue) == 1
    row = Release.objects.get()
    assert (row.state, verbs()) == ("published", ["releases.ordered", "releases.published"])
    assert (row.published_by, Publication.objects.count()) == (Entry.objects.latest("pk").person, 0)
    stays = reverse("releases:release", args=[row.year, row.number])
    assert client.get(at(row), headers=IN_PLACE).headers["HX-Redirect"] == stays
    assert "The results of 2026 are released: release 1." in source(client.get(at(row), follow=True))


def test_while_the_worker_is_at_it_the_page_says_at_which_step(
    queue, client, ordered, monkeypatch: pytest.MonkeyPatch
):
    told: list[str] = []
    key = installation_key()

    def signing() -> SigningKey:
        told.append(source(client.get(at(ordered), headers=IN_PLACE)))
        return key

    monkeypatch.setattr("cchc.releases.actions.releasing._key", signing)
    assert (work(queue), Release.objects.get().state) == (1, "published")
    assert "Step 4 of 5: making and signing the bundle." in told[0]
    assert ('hx-trigger="every 2s"' in told[0], 'max="5"' in told[0], 'value="4"' in told[0]) == (True,) * 3
    assert not any(step_file(Publication(pk=1)).parent.iterdir())


def test_what_was_prepared_anew_since_is_refused_with_the_reason_and_can_be_ordered_again(
    queue, client, ordered, django_capture_on_commit_callbacks
):
    a_draft_release(ordered.cycle, signer="Phó Chủ tịch UBND tỉnh")
    assert work(queue) == 1
    refused = client.get(at(ordered))
    assert (refused.status_code, Release.objects.get().is_draft) == (200, True)
    assert "The points or the draft are others than were seen" in source(refused)
    assert "nothing of the draft is public" in source(refused)
    agreed = seal(client, ordered)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("releases:publish", args=[ordered.year]), {"agreed": agreed})
    assert (work(queue), Release.objects.get().state) == (1, "published")


def test_who_lost_the_right_meanwhile_releases_nothing(queue, client, ordered, member):
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(pk=member.pk).update(valid_from=yesterday, valid_until=yesterday)
    assert (work(queue), Release.objects.get().is_draft) == (1, True)
    assert Publication.objects.get().whys == ["Whoever ordered this may no longer do it."]


def test_what_a_dead_worker_left_is_begun_anew_and_pressed_twice_it_is_public_once(
    queue, client, ordered, django_capture_on_commit_callbacks
):
    worker = queue.a_worker_lives()
    queue.take_all(worker=worker)
    assert "Release them anew" not in source(client.get(at(ordered)))
    queue.a_worker_is_gone(worker)
    assert "Release them anew" in source(client.get(at(ordered)))
    with django_capture_on_commit_callbacks(execute=True):
        for _press in range(2):
            assert client.post(at(ordered)).status_code == 302
    assert (work(queue), Release.objects.get().state) == (2, "published")
    assert verbs() == ["releases.ordered", "releases.published"]


def test_a_draft_that_is_thrown_away_takes_its_order_with_it(queue, client, ordered):
    throw_away(by=an_actor(Role.COORDINATOR), release=ordered)
    assert (work(queue), Release.objects.count(), client.get(at(ordered)).status_code) == (1, 0, 404)
