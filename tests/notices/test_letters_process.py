"""A real process that is killed between the mail server and the mark: the letter comes twice at most."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from functools import partial

import pytest

from tests.installation import PATIENCE, Installation, until
from tests.notices.mail_server import PostOffice, post_office

pytestmark = pytest.mark.django_db
EMAIL = "can.bo@xa.example"
SOMEBODY = f"""
from cchc.notices.actions import tell
from cchc.plans.actions.enforcing import PLAN_IN_FORCE
from cchc.access.permissions import Role
from tests.builders import a_member
member = a_member(Role.UNIT_CLERK)
member.person.email = "{EMAIL}"
member.person.save()
facts = {{"plan": "Kế hoạch của xã"}}
tell(kind=PLAN_IN_FORCE, to=[member.person_id], facts=facts, href="/ke-hoach/", by=None)
"""
SEND = """
from datetime import timedelta
from django.utils import timezone
from cchc.desk.actions import send_letters
now = timezone.localtime().replace(hour=12) + timedelta(minutes={later})
print(send_letters(now=now))
"""
STATE = "from cchc.notices.models import Outgoing; print(*Outgoing.objects.values_list('state', flat=True))"


@pytest.fixture
def office(installation: Installation) -> Iterator[PostOffice]:
    """A mail server that the installation knows by its settings, and somebody to whom a letter is due."""
    with post_office() as office:
        installation.environment.update(
            SMTP_HOST="127.0.0.1",
            SMTP_PORT=str(office.port),
            SMTP_FROM="cchc@tinh.example",
            SMTP_TLS="none",
            CSRF_TRUSTED_ORIGINS="https://cchc.example",
        )
        installation.say(SOMEBODY)
        yield office


def test_a_process_killed_between_the_mail_server_and_the_mark_sends_the_letter_twice_at_most(
    installation: Installation, office: PostOffice
) -> None:
    office.keeps_waiting = True
    for later in (0, 20):
        before = len(office.taken)
        sending = installation.start("-c", f"import django; django.setup()\n{SEND.format(later=later)}")
        until(partial(office.has_taken_more_than, before))
        sending.send_signal(signal.SIGKILL)
        sending.wait(PATIENCE)
    office.keeps_waiting = False
    assert installation.say(SEND.format(later=40) + STATE).split() == ["0", "given_up"]
    assert [to for to, _mail in office.taken] == [EMAIL] * 2
    assert len({mail["Message-ID"] for _to, mail in office.taken}) == 1
