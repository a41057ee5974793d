"""A worker is killed in the middle of a reading: the page that waits says so within ten seconds and offers to begin
anew; the next worker finds what was left behind, and reads the file when it is asked to."""

from __future__ import annotations

from tests.installation import PATIENCE, Installation

SOONEST = 10  # seconds, within which the page must say so

WATCH = """
import django; django.setup()
import sys, time
from django.test import Client
from django_tasks_db.models import DBTaskResult
from cchc.intake.models import StagedFile
from cchc.access.permissions import Role
from cchc.intake.tasks import read_staged_file
from tests.builders import handed_in, a_member, an_actor

member = a_member(Role.COORDINATOR)
row = "{0}\\tRà soát văn bản số {0}\\tSở Tư pháp\\tQuý II\\n"
text = "KẾ HOẠCH\\nCải cách hành chính năm 2026\\n\\nSTT\\tNhiệm vụ\\tChủ trì\\tThời gian\\n"
data = (text + "".join(row.format(number) for number in range(1, 2000))).encode()
reading = handed_in(by=an_actor(), name="ke-hoach.txt", data=data, unit=member.unit)
read_staged_file.enqueue(reading.pk)
client = Client(SERVER_NAME="localhost")
client.force_login(member.person)
address = f"/ke-hoach/doc/{reading.pk}/"

deadline = time.monotonic() + 60

def until(happened):
    while not happened():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)

def state():
    return StagedFile.objects.values_list("state", flat=True).get()

until(lambda: state() == "running")
print("running", flush=True)
sys.stdin.readline()
began = time.monotonic()
until(lambda: "Việc này bị ngắt giữa chừng" in client.get(address, headers={"HX-Request": "true"}).content.decode())
print(time.monotonic() - began, flush=True)
sys.stdin.readline()
until(lambda: DBTaskResult.objects.filter(status="FAILED").exists())
client.post(address + "lai/")
until(lambda: state() == "applied")
until(lambda: not DBTaskResult.objects.filter(status="RUNNING").exists())
print(*DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True))
"""


def test_the_page_says_within_ten_seconds_that_the_worker_was_killed_and_the_next_one_reads_the_file(
    installation: Installation,
):
    watch = installation.start("-c", WATCH)
    worker = installation.cchc("work")
    try:
        said = watch.stdout.readline()
        worker.kill()
        worker.communicate()
        assert said == "running\n", watch.stderr.read()
        watch.stdin.write("\n")
        watch.stdin.flush()
        assert float(watch.stdout.readline()) < SOONEST
        worker = installation.cchc("work")
        said, _warnings = watch.communicate("\n", timeout=PATIENCE)
        assert said == "FAILED SUCCESSFUL\n"
    finally:
        for process in (watch, worker):
            process.kill()
            process.communicate()
