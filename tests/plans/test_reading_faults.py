"""When reading fails through no fault of the file, nothing hangs: the person is told, the worker's log hears of it."""

from __future__ import annotations

import pytest

from cchc.core.words.messages import message_of
from cchc.documents.queries import FileMissing, path_of
from cchc.intake.actions import read_again
from cchc.intake.models import StagedFile
from cchc.intake.tasks import read_file
from cchc.plans.models import Plan
from tests.builders import a_province, an_actor, handed_in

pytestmark = pytest.mark.django_db
TEXT = (
    "KẾ HOẠCH\nCải cách hành chính năm 2026\n\n"
    "STT\tNhiệm vụ\tChủ trì\tThời gian\n1\tRà soát văn bản\tSở Tư pháp\tQuý II\n"
)


def test_a_stored_file_that_is_gone_is_told_to_the_person_and_raised_for_the_log():
    reading = handed_in(by=an_actor(), name="ke-hoach.txt", data=TEXT.encode(), unit=a_province())
    kept = path_of(reading.file.sha256)
    data = kept.read_bytes()
    kept.unlink()
    with pytest.raises(FileMissing):
        read_file(reading)
    reading.refresh_from_db()
    (why,) = reading.faults
    assert (reading.state, message_of(why).text.split(";")[0]) == (
        StagedFile.State.REFUSED,
        "The platform failed while reading this file",
    )
    kept.write_bytes(data)
    read_file(read_again(by=an_actor(), staged=reading))
    reading.refresh_from_db()
    assert (reading.state, Plan.objects.get().title) == (
        StagedFile.State.APPLIED,
        "Cải cách hành chính năm 2026",
    )
