"""Rooms tell people what happened; each person sees the own notices alone, and what was opened is seen."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cchc.access.permissions import Permission, Role
from cchc.accounts.models import Membership
from cchc.notices.actions import tell
from cchc.notices.kinds import notice_kind
from cchc.notices.models import PersonalNotice
from cchc.notices.queries.own import letter_text_of, text_of, unseen_for
from cchc.notices.queries.recipients import people_of_the_province, people_of_units
from cchc.units.actions import rename_unit
from tests import builders
from tests.markup import source

RETURNED = notice_kind(
    "tests.returned",
    "The sheet of {unit} was returned: {reason}",
    letter="The sheet of {unit} was returned",
)
OPENED = notice_kind("tests.opened", _("Notices"))
PHASE = notice_kind("tests.phase", "{phase}!")
HREF = "/ke-hoach/"


def told(member: Membership, *, by: Membership | None = None, href: str = HREF) -> list[PersonalNotice]:
    """The notices that `member` is given."""
    return tell(
        kind=RETURNED,
        to=[member.person_id],
        facts={"unit": "Sở Tài chính", "reason": "thiếu số liệu"},
        href=href,
        by=by and builders.actor_for(by),
    )


@pytest.mark.django_db
def test_a_notice_is_unseen_until_it_is_opened_and_leads_to_its_page() -> None:
    member = builders.a_member(Role.UNIT_CLERK)
    actor = builders.actor_for(member)
    client = Client()
    client.force_login(member.person)
    (one,) = told(member)
    told(member)
    assert unseen_for(actor) == 2
    answer = client.get(reverse("notices:open", args=[one.pk]))
    assert (answer.status_code, answer["Location"]) == (302, HREF)
    one.refresh_from_db()
    seen = one.seen_at
    assert unseen_for(actor) == 1
    client.get(reverse("notices:open", args=[one.pk]))
    one.refresh_from_db()
    assert one.seen_at == seen


@pytest.mark.django_db
def test_a_notice_of_somebody_else_is_not_there_and_stays_unseen() -> None:
    mine, other = builders.a_member(Role.UNIT_CLERK), builders.a_member(Role.UNIT_HEAD)
    (one,) = told(other)
    client = Client()
    client.force_login(mine.person)
    assert client.get(reverse("notices:open", args=[one.pk])).status_code == 404
    assert "Sở Tài chính" not in source(client.get(reverse("notices:list")))
    client.post(reverse("notices:seen"), {"last": one.pk})
    assert unseen_for(builders.actor_for(other)) == 1


@pytest.mark.django_db
def test_all_up_to_the_last_one_shown_are_marked_as_seen_and_none_that_came_later() -> None:
    member = builders.a_member(Role.UNIT_CLERK)
    client = Client()
    client.force_login(member.person)
    told(member)
    (shown,) = told(member)
    (later,) = told(member)
    client.post(reverse("notices:seen"), {"last": shown.pk})
    assert list(PersonalNotice.objects.filter(seen_at__isnull=True)) == [later]


@pytest.mark.django_db
def test_nobody_is_told_of_the_own_act_or_twice_of_the_same() -> None:
    head, clerk = builders.a_member(Role.UNIT_HEAD), builders.a_member(Role.UNIT_CLERK)
    ids = [head.person_id, clerk.person_id, clerk.person_id]
    found = tell(kind=OPENED, to=ids, facts={}, href=HREF, by=builders.actor_for(head))
    assert [one.person_id for one in found] == [clerk.person_id]


@pytest.mark.django_db
def test_a_notice_goes_with_the_act_that_failed() -> None:
    member = builders.a_member(Role.UNIT_CLERK)
    with transaction.atomic():
        told(member)
        transaction.set_rollback(True)
    assert not PersonalNotice.objects.exists()


@pytest.mark.django_db
def test_a_translated_fact_is_read_in_the_language_of_the_reader() -> None:
    member = builders.a_member(Role.UNIT_CLERK)
    (one,) = tell(kind=PHASE, to=[member.person_id], facts={"phase": _("Notices")}, href=HREF, by=None)
    one.refresh_from_db()
    assert text_of(one) == "Notices!"
    with translation.override("vi"):
        assert text_of(one) == "Thông báo!"


@pytest.mark.django_db
def test_a_letter_does_not_say_what_only_the_page_may_say() -> None:
    (one,) = told(builders.a_member(Role.UNIT_CLERK))
    assert text_of(one) == "The sheet of Sở Tài chính was returned: thiếu số liệu"
    assert letter_text_of(one) == "The sheet of Sở Tài chính was returned"


def test_a_kind_whose_letter_would_hold_free_text_or_a_name_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="person"):
        notice_kind("tests.personal", "{person} returned the sheet of {unit}")
    with pytest.raises(ValueError, match="twice"):
        notice_kind(RETURNED.code, "…")


@pytest.mark.django_db
@pytest.mark.parametrize("href", ["https://example.org/", "//example.org/", "ke-hoach/", "/" + "a" * 500])
def test_a_notice_leads_nowhere_but_to_a_page_of_ours(href: str) -> None:
    with pytest.raises(ValueError, match="address"):
        told(builders.a_member(Role.UNIT_CLERK), href=href)


@pytest.mark.django_db
def test_those_who_may_do_something_in_a_unit_are_its_people_with_an_open_account_even_after_a_renaming() -> (
    None
):
    province = builders.a_province()
    office, other = (builders.a_unit(name, parent=province) for name in ("Sở Nội vụ", "Sở Tài chính"))
    head = builders.a_member(Role.UNIT_HEAD, unit=office)
    builders.a_member(Role.UNIT_CLERK, unit=office)
    builders.a_member(Role.UNIT_HEAD, unit=other)
    closed = builders.a_member(Role.UNIT_HEAD, unit=office)
    closed.person.is_active = False
    closed.person.save()
    day = date(2026, 7, 1)
    coordinator = builders.a_member(Role.COORDINATOR, unit=office)
    assert people_of_units([office.pk], Permission.PLAN_ENFORCE, day) == {office.pk: {head.person_id}}
    assert people_of_the_province(Permission.PLAN_ENFORCE, day) == {coordinator.person_id}
    new = rename_unit(by=builders.an_actor(), unit=office, name="Sở Nội vụ và Tổ chức", on=day)
    later = date(2026, 8, 1)
    assert people_of_units([new.pk], Permission.PLAN_ENFORCE, later) == {new.pk: {head.person_id}}
