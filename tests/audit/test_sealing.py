"""Sealing by several at once, each a process of its own."""

from __future__ import annotations

import subprocess
import time

import pytest

from tests.installation import PATIENCE, Installation

pytestmark = pytest.mark.django_db

FILL = """
from django.db import transaction
from cchc.accounts.actions import CLOSED
from cchc.audit.actions import record
from tests.builders import an_actor
with transaction.atomic():
    for number in range(600):
        record(by=an_actor(), verb=CLOSED, subject=str(number))
"""
HOLD = """
import django; django.setup()
from django.db import connection, transaction
with transaction.atomic(), connection.cursor() as cursor:
    if connection.vendor == "postgresql":
        cursor.execute("LOCK TABLE audit_seal IN EXCLUSIVE MODE")
    print("ready", flush=True)
    input()
"""
SEAL = """
import django; django.setup()
from cchc.audit.actions import seal
print("ready", flush=True)
input()
print(seal())
"""
LOOK = """
from cchc.audit.actions import verify
from cchc.audit.models import Seal
chained = list(Seal.objects.order_by("position").values_list("entry_id", flat=True))
print(verify().held, verify().broken, chained == sorted(chained))
"""


def ready(installation: Installation, code: str) -> subprocess.Popen[str]:
    """A process that has come to its `input()`."""
    process = installation.start("-c", code)
    assert process.stdout.readline() == "ready\n"
    return process


def go_on(process: subprocess.Popen[str]) -> None:
    print(file=process.stdin, flush=True)


def test_every_entry_is_sealed_once_and_in_order_when_two_seal_at_once(installation: Installation):
    installation.say(FILL)
    holder = ready(installation, HOLD)
    sealers = [ready(installation, SEAL) for _sealer in range(2)]
    for sealer in sealers:
        go_on(sealer)
    time.sleep(1)  # both have looked what is new, and wait to chain it
    go_on(holder)
    answers = [sealer.communicate(timeout=PATIENCE) for sealer in sealers]
    assert [complaint for _count, complaint in answers] == ["", ""]
    assert sum(int(count) for count, _complaint in answers) == 600
    assert installation.say(LOOK) == "600 None True"
    assert holder.wait(PATIENCE) == 0
