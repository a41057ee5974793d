"""Letters: worked out when they are sent, for whoever wants them, at most twice, past a mail server that is dead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.access.waiting import Duty
from cchc.accounts.models import Membership
from cchc.config.cli import main
from cchc.desk.actions import remind_everybody, send_letters
from cchc.notices.actions import tell
from cchc.notices.actions.letters import queue_letters
from cchc.notices.actions.posting import KEPT_TRYING, claim_letters, take_up_left_behind
from cchc.notices.actions.preferences import change_preference
from cchc.notices.kinds import notice_kind
from cchc.notices.models import ByMail, Outgoing, PersonalNotice
from cchc.notices.queries.letters import letter_to, queue_standing
from tests import builders
from tests.notices.mail_server import PostOffice, post_office

pytestmark = pytest.mark.django_db
GIVEN_BACK = notice_kind(
    "tests.given_back",
    "{who} returned the sheet of {unit}: {reason}",
    letter="The sheet of {unit} was returned",
)
UNTIL = date(2026, 12, 31)
EMAIL = "can.bo@xa.example"
State = Outgoing.State
LETTERS = Outgoing.objects.all()


def at(day: int, hour: int = 7) -> datetime:
    """An hour of a day of December 2026 in Vietnam."""
    return timezone.make_aware(datetime.combine(date(2026, 12, day), time(hour)))


class Room:
    """A room in which one task waits, until it is done."""

    def __init__(self, member: Membership) -> None:
        self.member = member
        self.until: date | None = UNTIL

    def __call__(self, actor: Actor, today: date) -> Iterator[Duty]:
        """What waits for the person."""
        if self.until and actor.person_id == self.member.person_id:
            text = "Trả lời Nguyễn Văn Bí: vì sao?"
            yield Duty(text, "/ke-hoach/", self.until, letter="Trả lời một câu hỏi")


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    """A mail server that the installation knows."""
    with post_office() as office:
        settings.MAIL_SERVER, settings.ADDRESS = office.settings, "https://cchc.example"
        yield office


@pytest.fixture
def member() -> Membership:
    """Somebody with an address."""
    member = builders.a_member(Role.UNIT_CLERK)
    member.person.email = EMAIL
    member.person.save()
    return member


def told(member: Membership, when: datetime) -> PersonalNotice:
    """Tell somebody that a sheet was returned, at a time."""
    facts = {"who": "Nguyễn Văn Bí", "unit": "Xã Hoà Bình", "reason": "bí mật"}
    (one,) = tell(kind=GIVEN_BACK, to=[member.person_id], facts=facts, href="/ke-hoach/", by=None)
    PersonalNotice.objects.filter(pk=one.pk).update(at=when)
    return one


def sent(now: datetime, *rooms: Room) -> int:
    """How many letters go out at a time."""
    return send_letters(now=now, rooms=rooms)


def test_a_letter_says_what_waits_and_what_is_new_and_names_nobody_else(
    office: PostOffice, member: Membership
) -> None:
    room = Room(member)
    one = told(member, at(28))
    remind_everybody(now=at(28), rooms=[room])
    assert sent(at(28), room) == 1
    ((to, mail),) = office.taken
    plain, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert (to, mail["From"], mail["Auto-Submitted"]) == (EMAIL, "cchc@tinh.example", "auto-generated")
    assert mail["Subject"].strip() == "Chỉ số CCHC: 1 việc gần đến hạn, 1 thông báo mới"
    for body in (plain, html):
        assert f"{member.person.name}" in body
        assert "Trả lời một câu hỏi" in body
        assert "hạn 31/12/2026, còn 3 ngày làm việc" in body
        assert "The sheet of Xã Hoà Bình was returned" in body
        assert "https://cchc.example/ke-hoach/" in body
        assert "https://cchc.example" + reverse("notices:open", args=[one.pk]) in body
        assert "https://cchc.example" + reverse("notices:preferences") in body
        assert "Nguyễn Văn Bí" not in body
        assert "bí mật" not in body


def test_a_reminder_of_what_was_done_while_the_mail_server_was_dead_is_not_sent(
    office: PostOffice, member: Membership
) -> None:
    room = Room(member)
    office.is_silent = True
    remind_everybody(now=at(28), rooms=[room])
    assert sent(at(28), room) == 0
    assert Outgoing.objects.get().state == State.WAITING
    office.is_silent, room.until = False, None
    assert sent(at(29), room) == 0
    assert (office.taken, Outgoing.objects.get().state) == ([], State.DROPPED)


def test_what_was_seen_meanwhile_is_not_sent(office: PostOffice, member: Membership) -> None:
    one = told(member, at(28))
    assert queue_letters(now=at(28)) == 1
    PersonalNotice.objects.filter(pk=one.pk).update(seen_at=at(28))
    assert sent(at(28, 8)) == 0
    assert office.taken == []


def test_a_dead_mail_server_is_asked_ever_more_rarely_and_gets_every_letter_once_when_it_lives(
    office: PostOffice, member: Membership
) -> None:
    office.is_silent = True
    told(member, at(28))
    now, pauses = at(28), []
    for tries in range(1, 12):
        sent(now)
        letter = Outgoing.objects.get()
        assert letter.tries == tries
        sent(letter.next_try - timedelta(seconds=1))
        assert Outgoing.objects.get().tries == tries
        pauses.append(letter.next_try - now)
        now = letter.next_try
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(minutes=2), timedelta(hours=4))
    office.is_silent = False
    assert sent(at(30)) == 1
    assert sent(at(30, 8)) == 0
    assert len(office.taken) == 1


def test_after_three_days_a_letter_is_given_up_loudly_and_what_is_still_new_is_in_the_next_one(
    office: PostOffice, member: Membership, caplog: pytest.LogCaptureFixture
) -> None:
    office.is_silent = True
    told(member, at(20))
    sent(at(20))
    assert not queue_standing(at(20)).is_in_trouble
    assert queue_standing(at(20, 9)).silent_since == at(20)
    later = at(20) + KEPT_TRYING
    sent(later)
    assert Outgoing.objects.get().state == State.GIVEN_UP
    assert "given_up" in caplog.text
    standing = queue_standing(later)
    assert (standing.given_up, standing.is_in_trouble, bool(standing.fault)) == (1, True, True)
    office.is_silent = False
    assert sent(later + timedelta(days=1)) == 1
    assert len(office.taken) == 1


def test_an_address_that_the_server_refuses_holds_up_nobody_else_and_its_person_is_shown_why(
    office: PostOffice, member: Membership
) -> None:
    other = builders.a_member(Role.UNIT_HEAD)
    other.person.email = "thu.truong@xa.example"
    other.person.save()
    office.answers = {EMAIL: "550 nobody of that name"}
    for one in (member, other):
        told(one, at(28))
    assert sent(at(28)) == 1
    assert [to for to, _mail in office.taken] == [other.person.email]
    assert not queue_standing(at(28)).is_in_trouble
    client = Client()
    client.force_login(member.person)
    assert "550 nobody of that name" in client.get(reverse("notices:preferences")).content.decode()


def test_a_full_mailbox_is_tried_again_while_others_get_their_letters(
    office: PostOffice, member: Membership
) -> None:
    other = builders.a_member(Role.UNIT_HEAD)
    other.person.email = "thu.truong@xa.example"
    other.person.save()
    office.answers = {EMAIL: "452 mailbox full"}
    for one in (member, other):
        told(one, at(28))
    assert sent(at(28)) == 1
    office.answers = {}
    assert sent(at(28, 8)) == 1
    assert [to for to, _mail in office.taken] == [other.person.email, EMAIL]


def test_a_sender_killed_before_it_could_mark_a_letter_sends_it_twice_at_most(
    office: PostOffice, member: Membership
) -> None:
    """As the process leaves it that is killed between the mail server and the mark: claimed, and nothing else."""
    told(member, at(28))
    queue_letters(now=at(28))
    claimed = 0
    for hour in (7, 8, 9, 10):
        take_up_left_behind(letters=LETTERS, now=at(28, hour))
        claimed += len(list(claim_letters(letters=LETTERS, now=at(28, hour))))  # and then the sender dies
        assert sent(at(28, hour)) == 0
    assert claimed == 2
    letter = Outgoing.objects.get()
    assert (letter.state, letter.doubtful) == (State.GIVEN_UP, True)
    assert queue_standing(at(28, 10)).given_up == 1


def test_a_letter_left_behind_once_is_sent_once_more_under_the_same_name(
    office: PostOffice, member: Membership
) -> None:
    told(member, at(28))
    queue_letters(now=at(28))
    (letter,) = claim_letters(letters=LETTERS, now=at(28))
    assert sent(at(28)) == 0  # it may be on its way
    assert sent(at(28, 8)) == 1
    assert f"<cchc-{letter.pk}." in office.taken[0][1]["Message-ID"]


def test_no_letter_is_claimed_by_two_senders(member: Membership) -> None:
    told(member, at(28))
    queue_letters(now=at(28))
    one, other = (
        claim_letters(letters=LETTERS, now=at(28)),
        claim_letters(letters=LETTERS, now=at(28)),
    )
    assert len([*one, *other]) == 1


@pytest.mark.parametrize(
    ("how", "hours"), [(ByMail.DAILY, [7]), (ByMail.AT_ONCE, [7, 9, 11]), (ByMail.NEVER, [])]
)
def test_letters_come_as_often_as_the_person_chose_and_never_in_the_night(
    office: PostOffice, member: Membership, how: ByMail, hours: list[int]
) -> None:
    change_preference(by=builders.actor_for(member), person=member.person, email=EMAIL, how=how)
    got = []
    for hour in range(3, 13):
        if hour in (3, 9, 11):
            told(member, at(28, hour))
        got += [hour] * sent(at(28, hour))
    assert [hour if hour != 6 else 7 for hour in got] == hours


def test_without_an_address_or_with_a_closed_account_no_letter_is_queued(
    office: PostOffice, member: Membership
) -> None:
    bare, closed = builders.a_member(Role.UNIT_HEAD), member
    for one in (bare, closed):
        told(one, at(28))
    closed.person.is_active = False
    closed.person.save()
    assert sent(at(28)) == 0
    assert not Outgoing.objects.exists()


def test_without_a_mail_server_everything_works_and_nothing_is_queued(member: Membership) -> None:
    room = Room(member)
    told(member, at(28))
    assert remind_everybody(now=at(28), rooms=[room]) == 1
    assert sent(at(28), room) == 0
    assert not Outgoing.objects.exists()


def test_a_letter_holds_twenty_lines_and_says_how_many_more_there_are(member: Membership) -> None:
    for _time in range(23):
        told(member, at(28))
    text = letter_to(member.person, [], at(28))
    assert text is not None
    assert text.plain.count("The sheet of") == 20
    assert "and 3 more" in text.plain
    assert len(text.notices) == 23


def test_the_verb_sends_a_letter_to_try_the_mail_server_and_says_when_it_takes_none(
    office: PostOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["letters", "--test", EMAIL]) == 0
    assert [to for to, _mail in office.taken] == [EMAIL]
    assert f"Máy chủ thư đã nhận thư gửi {EMAIL}." in capsys.readouterr().out
    office.is_silent = True
    assert main(["letters", "--test", EMAIL]) == 1
    assert "Máy chủ thư không nhận thư" in capsys.readouterr().err


def test_the_verb_says_that_no_mail_server_is_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["letters"]) == 0
    assert "Chưa đặt máy chủ thư" in capsys.readouterr().out
