"""What the worker does for this room: reading the files that wait to be confirmed as documents."""

from __future__ import annotations

from django_tasks import task

from cchc.core.words.messages import Faults, Message
from cchc.documents.actions.incoming import keep_reading
from cchc.documents.models import FileReading
from cchc.documents.queries import path_of
from cchc.documents.queries.library import waiting_readings
from cchc.files.kinds import kind_of
from cchc.reading.documents import PAPER_FILE, paper_of_name

AT_ONCE = 10  # files, before others who wait for the worker get their turn

NOT_READ = Message(
    "Only the name was read: a picture, or a file in an old format. Type what stands on the document."
)
FAILED = Message("Only the name was read: the platform failed while reading this file.")


@task()
def read_incoming_files(unit_id: int) -> None:
    """Read the files of a unit that wait to be confirmed, some at a time."""
    for reading in list(waiting_readings(unit_id).distinct()[:AT_ONCE]):
        read_incoming_file(reading)
    if waiting_readings(unit_id).exists():
        read_incoming_files.enqueue(unit_id)


def read_incoming_file(reading: FileReading) -> None:
    """Read what one file says of its document; where it cannot be read, what its name says, and why."""
    if kind_of(reading.name) not in PAPER_FILE.kinds:
        keep_reading(reading=reading, paper=paper_of_name(reading.name), why=NOT_READ)
        return
    try:
        paper = PAPER_FILE.read(path_of(reading.sha256), reading.name)
    except Faults as refused:
        keep_reading(reading=reading, paper=paper_of_name(reading.name), why=refused.faults[0].why)
    except (
        Exception
    ):  # a fault of ours: the clerk goes on with the name, the log of the service gets the rest
        keep_reading(reading=reading, paper=paper_of_name(reading.name), why=FAILED)
        raise
    else:
        keep_reading(reading=reading, paper=paper)
