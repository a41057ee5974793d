"""Whoever prepares, throws away, publishes and corrects in whatever order: numbers have no gaps, one release stands,
and what was public once says the same for ever."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from django.core.exceptions import ValidationError

from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.audit.played import play
from cchc.cycles.models import Cycle
from cchc.releases.actions.releasing import publish_release, throw_away
from cchc.releases.exchange.changes import changes_between
from cchc.releases.models import Release
from cchc.releases.queries.drafts import drafted
from cchc.releases.queries.published import content_of, published, releases_of
from cchc.scores.models import Score
from tests.builders import an_actor
from tests.builders.releases import RELEASE_DAY, a_draft_release, a_final_cycle

pytestmark = pytest.mark.django_db
LEVELS = ("index", "criteria", "leaves")


class Office:
    """Somebody who does anything at any time, and remembers what was public."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.cycle = a_final_cycle()
        self.by = an_actor(Role.COORDINATOR)
        self.public: dict[int, tuple[str, object]] = {}

    def step(self) -> None:
        """One act, allowed or refused."""
        draft = drafted(self.cycle.year)
        acts = [self.prepare, self.prepare, self.drop, self.change]
        if draft is not None:
            acts = [*acts[1:], self.publish, self.publish, self.publish]
        act = self.chance.choice(acts)
        with suppress(ValidationError, Changed):
            act(draft)

    def prepare(self, draft: Release | None) -> None:
        is_right = self.chance.random() < 0.8
        reason = "Nhập nhầm" if bool(self.public) is is_right else ""
        cycle = Cycle.objects.select_related("province").get(pk=self.cycle.pk)
        a_draft_release(cycle, level=self.chance.choice(LEVELS), reason=reason)

    def publish(self, draft: Release | None) -> None:
        if draft is not None:
            seen = self.chance.choice([draft.sha256, draft.sha256, "0" * 64])
            row = publish_release(by=self.by, release=draft, seen=seen, now=RELEASE_DAY)
            self.public[row.number] = (row.sha256, content_of(row))

    def drop(self, draft: Release | None) -> None:
        found = draft or published(self.cycle.year)
        if found is not None:
            throw_away(by=self.by, release=found)

    def change(self, draft: Release | None) -> None:
        """A score becomes another, as by a correction."""
        points = str(Fraction(self.chance.randrange(9), 4))
        first = Score.objects.filter(cycle=self.cycle, leaf="1.2").order_by("pk")[0]
        Score.objects.filter(pk=first.pk).update(points=points)

    def laws(self) -> None:
        """What holds after every act."""
        rows = releases_of(self.cycle.year)
        assert [one.number for one in rows] == list(range(1, len(rows) + 1)) == list(self.public)
        assert [one.state for one in rows] == ["superseded"] * (len(rows) - 1) + ["published"] * bool(rows)
        assert {one.number: one.sha256 for one in rows} == {n: sha for n, (sha, _c) in self.public.items()}

    def told(self) -> None:
        """What was public says what it said, and each correction what it changed."""
        rows = releases_of(self.cycle.year)
        assert [content_of(one) for one in rows] == [content for _sha, content in self.public.values()]
        for before, after in pairwise(rows):
            head = content_of(after).head
            assert (head.replaces, head.changes) == (
                before.number,
                changes_between(content_of(before), content_of(after)),
            )


def test_numbers_have_no_gaps_one_stands_and_nothing_public_changes() -> None:
    office = Office(2025)
    for _act in range(24):
        office.step()
        office.laws()
    office.told()
    assert len(office.public) >= 3
    assert not [one for one in play().differences if "releases" in str(one)]
