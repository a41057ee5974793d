"""What the worker does for this room: reading the files that wait to be confirmed as documents, and checking the
signatures of files."""

from __future__ import annotations

from collections.abc import Callable

from django_tasks import task

from cchc.core.words.messages import Faults, Message
from cchc.documents.actions.incoming import keep_reading
from cchc.documents.actions.signatures import keep_signatures
from cchc.documents.models import FileReading
from cchc.documents.queries import path_of
from cchc.documents.queries.library import waiting_readings
from cchc.documents.queries.signatures import anchors_in_force, mark_of, unchecked_files
from cchc.files.converting import office
from cchc.files.kinds import kind_of
from cchc.files.signatures import SignedPdf
from cchc.files.signed_pdf import SIGNED_PDF, may_be_signed
from cchc.reading.documents import PAPER_FILE, paper_of_name

AT_ONCE = 10  # files, before others who wait for the worker get their turn

NOT_READ = Message(
    "Only the name was read: a picture, or a file in an old format. Type what stands on the document."
)
GONE = Message("The file is no longer on the disk: its signatures cannot be checked.")
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
    kind = kind_of(reading.name)
    if kind not in PAPER_FILE.kinds and (kind not in PAPER_FILE.converts or office() is None):
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


def check_waiting_signatures(*, is_ended: Callable[[], bool] = lambda: False) -> int:
    """Check the signatures of some files that wait for it, each once by the certificates that are loaded, until
    `is_ended`; returns how many were checked."""
    anchors = anchors_in_force()
    mark = mark_of(one.sha256 for one in anchors)
    authorities = tuple(one.der for one in anchors)
    checked = 0
    for sha256 in unchecked_files(mark, AT_ONCE):
        if is_ended():
            break
        keep_signatures(sha256=sha256, mark=mark, found=_signed_pdf(sha256, authorities))
        checked += 1
    return checked


def _signed_pdf(sha256: str, anchors: tuple[bytes, ...]) -> SignedPdf:
    path = path_of(sha256)
    try:
        if not may_be_signed(path):
            return SignedPdf(())
        return SIGNED_PDF.read(path, f"{sha256}.pdf", anchors)
    except FileNotFoundError:
        return SignedPdf((), GONE)
    except Faults as refused:
        return SignedPdf((), refused.faults[0].why)
