"""A release is prepared, thrown away, made public, corrected: whoever acts in whatever order, numbers have no gaps, one
release stands for a year, and what is public never changes."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.cycles.actions import close_cycle, reopen_cycle
from cchc.cycles.models import Cycle
from cchc.cycles.policies import Sight, is_provisional
from cchc.notices.models import PersonalNotice
from cchc.releases.actions.files import undo_files_final
from cchc.releases.actions.releasing import prepare_release, publish_release, throw_away
from cchc.releases.actions.signing import installation_key
from cchc.releases.exchange.content import FigureChange, Level
from cchc.releases.models import Release
from cchc.releases.queries.drafts import ReleaseTerms
from cchc.releases.queries.faults import release_faults
from cchc.releases.queries.published import all_years, bundle_of, content_of, published, releases_of
from cchc.releases.queries.signing import key_file
from cchc.scores.actions import approve, correct_score
from cchc.scores.models import Correction, Score
from tests.builders import a_member, a_scored_cycle, a_unit, actor_for, an_actor, imported
from tests.builders.releases import (
    COMPLETE,
    RELEASE_DAY,
    TERMS,
    a_draft_release,
    a_final_cycle,
    a_release,
    files_final,
    the_content,
)

pytestmark = pytest.mark.django_db
State = Release.State


@pytest.fixture
def cycle():
    return a_final_cycle()


def coordinator():
    return an_actor(Role.COORDINATOR)


def again(cycle) -> Cycle:
    return Cycle.objects.select_related("province").get(pk=cycle.pk)


def corrected(cycle, unit: str, leaf: str, points: str) -> Correction:
    """A score that a person asked to be corrected, and another of another unit approved."""
    participant = cycle.participants.select_related("cycle__province", "cycle_set__version").get(name=unit)
    first, second = (
        actor_for(a_member(Role.COORDINATOR, unit=a_unit(f"Cơ quan {number}"))) for number in range(2)
    )
    version = Score.objects.get(participant=participant, leaf=leaf).version
    asked = correct_score(
        by=first,
        participant=participant,
        leaf=leaf,
        given=Fraction(points),
        reason="Nhập sai",
        version=version,
    )
    assert asked.state == Correction.State.WAITING
    assert Score.objects.get(participant=participant, leaf=leaf).version == version
    return approve(by=second, correction=asked)


def test_what_is_released_is_what_the_draft_showed_signed_by_the_installation(cycle):
    draft = a_draft_release(cycle)
    shown = content_of(draft)
    assert (published(2026), all_years(), releases_of(2026)) == (None, [], [])
    assert bundle_of(draft).key != installation_key().public
    row = publish_release(by=coordinator(), release=draft, seen=draft.sha256, now=RELEASE_DAY)
    assert content_of(row) == shown == the_content(cycle, head=shown.head)
    bundle = bundle_of(row)
    assert (bundle.key, bundle.manifest.root) == (installation_key().public, row.root)
    assert (published(2026), all_years(), releases_of(2026)) == (row, [2026], [row])
    assert (row.number, row.released_on, row.state) == (1, RELEASE_DAY.date(), State.PUBLISHED)
    assert key_file().stat().st_mode & 0o777 == 0o600
    assert not play().differences


def test_before_the_release_it_is_provisional_and_shut_and_then_neither(cycle):
    unit = Sight(everywhere=False)
    clerk = a_member(Role.UNIT_CLERK, unit=cycle.participants.order_by("place")[0].unit)
    a_draft_release(cycle)
    before = again(cycle)
    assert (is_provisional(before), unit.is_whole(before)) == (True, False)
    a_release(cycle)
    after = again(cycle)
    assert (is_provisional(after), unit.is_whole(after), after.released_at) == (False, True, RELEASE_DAY)
    assert PersonalNotice.objects.filter(person=clerk.person).count() == 1


def test_everything_that_forbids_a_release_is_said_at_once():
    cycle = a_scored_cycle()
    imported(cycle)  # one leaf of one unit has no points
    terms = ReleaseTerms("all", "", date(2028, 1, 1), " ", date(2027, 1, 1))
    with pytest.raises(ValidationError) as refused:
        prepare_release(by=coordinator(), cycle=cycle, terms=terms, now=RELEASE_DAY)
    said = refused.value.message_dict
    assert set(said) == {"level", "decision_number", "decision_on", "signer", "released_on", "__all__"}
    assert said["__all__"] == [
        "The points that came in files are not final: they are made so in one act, with the decision: Các sở",
        "1 criterion has no decided points: Sở Y tế: 1.2",
    ]
    assert not Release.objects.exists()


def test_only_who_may_prepares_and_publishes(cycle):
    draft = a_draft_release(cycle)
    for role in (Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR, Role.COUNCIL_SECRETARY):
        with pytest.raises(NotPermitted):
            prepare_release(by=an_actor(role), cycle=cycle, terms=TERMS, now=RELEASE_DAY)
        with pytest.raises(NotPermitted):
            publish_release(by=an_actor(role), release=draft, seen=draft.sha256, now=RELEASE_DAY)
        with pytest.raises(NotPermitted):
            throw_away(by=an_actor(role), release=draft)


def test_a_draft_prepared_anew_or_thrown_away_leaves_no_gap(cycle):
    first = a_draft_release(cycle)
    seen = first.sha256
    second = a_draft_release(cycle, level="index")
    assert (first.pk, second.number, Release.objects.count()) == (second.pk, 1, 1)
    with pytest.raises(Changed):
        publish_release(by=coordinator(), release=first, seen=seen, now=RELEASE_DAY)
    throw_away(by=coordinator(), release=second)
    row = a_release(cycle)
    with pytest.raises(ValidationError, match="it stays"):
        throw_away(by=coordinator(), release=row)
    with pytest.raises(ValidationError, match="public already"):
        publish_release(by=coordinator(), release=row, seen=row.sha256, now=RELEASE_DAY)
    assert (row.number, Release.objects.count()) == (1, 1)
    assert not play().differences


def test_a_draft_is_not_released_when_the_points_are_others_by_now(cycle):
    draft = a_draft_release(cycle)
    undo_files_final(by=coordinator(), cycle=cycle, reason="Sai một điểm")
    imported(cycle, COMPLETE.replace(";1;60%", ";1,5;60%"), name="lai.csv")
    with pytest.raises(ValidationError, match="not final"):
        publish_release(by=coordinator(), release=draft, seen=draft.sha256, now=RELEASE_DAY)
    files_final(cycle)
    with pytest.raises(Changed):
        publish_release(by=coordinator(), release=draft, seen=draft.sha256, now=RELEASE_DAY)
    assert published(2026) is None
    assert a_release(cycle).number == 1


def test_released_on_another_day_than_it_was_prepared_says_that_day(cycle):
    draft = a_draft_release(cycle)
    row = publish_release(
        by=coordinator(), release=draft, seen=draft.sha256, now=RELEASE_DAY + timedelta(days=3)
    )
    assert (row.released_on, content_of(row).head.published_on) == (date(2027, 2, 13), date(2027, 2, 13))


def test_released_points_are_changed_by_a_correction_with_a_second_person_and_nothing_else(cycle):
    a_release(cycle)
    with pytest.raises(ValidationError, match="released"):
        undo_files_final(by=coordinator(), cycle=cycle, reason="Sai")
    with pytest.raises(ValidationError, match="released"):
        imported(cycle, COMPLETE.replace(";1;60%", ";1,5;60%"), name="lai.csv")
    corrected(cycle, "Sở Y tế", "1.2", "1.5")
    assert not play().differences


def test_a_correction_is_the_next_release_and_says_what_changed(cycle):
    first = a_release(cycle)
    bytes_before, shown = first.sha256, content_of(first)
    corrected(cycle, "Sở Y tế", "1.2", "1.5")
    with pytest.raises(ValidationError) as refused:
        a_draft_release(again(cycle))
    assert set(refused.value.message_dict) == {"reason"}
    reason = "Sở Y tế: nhập sai điểm tiêu chí 1.2"
    second = a_release(again(cycle), reason=reason)
    head = content_of(second).head
    assert (second.number, head.replaces, head.reason, head.level) == (2, 1, reason, Level.LEAVES)
    key = next(one.key for one in shown.units if one.name == "Sở Y tế")
    old, new = (
        next(one for one in content_of(row).units if one.key == key)
        for row in (Release.objects.get(pk=first.pk), second)
    )
    assert FigureChange(key, "1.2", "points", "1", "1.5") in head.changes
    assert {one.node for one in head.changes if one.unit == key} == {"", "1", "1.2"}
    assert new.account.points - old.account.points == Fraction(1, 2)
    first.refresh_from_db()
    assert (first.state, first.sha256, content_of(first)) == (State.SUPERSEDED, bytes_before, shown)
    assert (published(2026), releases_of(2026)) == (second, [first, second])
    assert Entry.objects.filter(verb="releases.corrected").count() == 1
    assert not play().differences


def test_a_closed_year_is_released_by_the_decision_of_then_and_stays_so_when_it_is_opened_again():
    cycle = a_scored_cycle()
    imported(cycle, COMPLETE)
    close_cycle(by=coordinator(), cycle=cycle)
    row = a_release(again(cycle), decision_on=date(2027, 1, 5), released_on=date(2027, 1, 6))
    assert (row.released_on, content_of(row).head.published_on) == (date(2027, 1, 6), date(2027, 1, 6))
    reopen_cycle(by=coordinator(), cycle=again(cycle), reason="Kết luận thanh tra")
    assert not is_provisional(again(cycle))
    assert not release_faults(again(cycle))
    corrected(again(cycle), "Sở Y tế", "1.2", "1.5")
    assert a_release(again(cycle), reason="Theo kết luận thanh tra").number == 2


def test_the_database_refuses_two_that_stand_a_gap_and_a_changed_release(cycle):
    row = a_release(cycle)
    attacks = [
        lambda: Release.objects.filter(pk=row.pk).update(decision_number="9/QĐ"),
        lambda: Release.objects.filter(pk=row.pk).update(state="draft"),
        lambda: Release.objects.filter(pk=row.pk).delete(),
        lambda: _copy(row, number=2, replaces_id=row.pk, reason="x", state="published"),
        lambda: _copy(row, number=2, state="superseded"),
        lambda: _copy(row, number=0, state="superseded"),
    ]
    for attack in attacks:
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()


def _copy(row, **other):
    copy = Release.objects.get(pk=row.pk)
    copy.pk = None
    copy._state.adding = True
    for name, value in other.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)


def test_an_act_that_fails_on_the_way_leaves_everything_as_it_was(cycle, settings, tmp_path):
    first = a_release(cycle)
    corrected(cycle, "Sở Y tế", "1.2", "1.5")
    draft = a_draft_release(again(cycle), reason="Nhập nhầm")
    settings.VAR = tmp_path
    key_file().write_text("không phải khóa", encoding="utf-8")
    entries = Entry.objects.count()
    with pytest.raises(ValidationError, match="holds no key"):
        publish_release(by=coordinator(), release=draft, seen=draft.sha256, now=RELEASE_DAY)
    draft.refresh_from_db()
    assert (draft.state, draft.published_at, Entry.objects.count()) == (State.DRAFT, None, entries)
    assert published(2026) == first
    key_file().unlink()
    row = publish_release(by=coordinator(), release=draft, seen=draft.sha256, now=RELEASE_DAY)
    assert bundle_of(row).key != bundle_of(Release.objects.get(pk=first.pk)).key  # a new key, made once
    assert bundle_of(row).key == installation_key().public
