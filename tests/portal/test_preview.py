"""A draft is seen by who prepares it, exactly as the public will see it, and by nobody else."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.audit.models import AccessRecord
from cchc.releases.actions.releasing import publish_release
from cchc.releases.queries.published import content_of
from tests.builders import an_actor
from tests.builders.releases import RELEASE_DAY, a_draft_release, a_final_cycle

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return a_draft_release(a_final_cycle())


BANNER = re.compile(r'<p class="banner banner-draft".*?</p>', re.DOTALL)


def seen(client, address: str) -> list[str]:
    """The lines of what a page shows, without the banner that it is a preview."""
    page = client.get(address)
    assert page.status_code == 200, address
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return [line for line in BANNER.sub("", main).splitlines() if line.strip()]


def test_what_is_looked_at_before_is_what_the_public_sees_after(client_of, draft):
    key = content_of(draft).units[0].key
    coordinator = client_of(Role.COORDINATOR)
    paths = ["", f"don-vi/{key}/", "tieu-chi/", "phuong-phap/"]
    before = [seen(coordinator, f"/cong-khai/xem-truoc/{draft.pk}/{path}") for path in paths]
    anybody = Client()
    for path in (
        "xem-truoc/1/",
        f"xem-truoc/{draft.pk}/",
        "2026/",
        f"2026/don-vi/{key}/",
        "2026/goi-du-lieu.zip",
    ):
        assert "Sở Y tế" not in anybody.get(f"/cong-khai/{path}", follow=True).content.decode(), path
    publish_release(by=an_actor(Role.COORDINATOR), release=draft, seen=draft.sha256, now=RELEASE_DAY)
    after = [seen(anybody, f"/cong-khai/2026/{path}") for path in paths]
    assert after == before
    assert coordinator.get(f"/cong-khai/xem-truoc/{draft.pk}/").status_code == 404


def test_the_bundle_of_a_draft_leaves_the_house_as_a_file_with_a_record(client_of, draft):
    client = client_of(Role.COORDINATOR)
    client.get(reverse("portal:ranking_preview", args=[draft.pk]))
    assert not AccessRecord.objects.exists()
    answer = client.get(reverse("portal:bundle_preview", args=[draft.pk]))
    assert answer.content[:2] == b"PK"
    assert answer["Cache-Control"] == "private, no-store"
    assert [one.subject for one in AccessRecord.objects.all()] == ["du-thao-goi-du-lieu.zip"]
