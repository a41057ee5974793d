"""What the worker does for plans."""

from __future__ import annotations

import time
from collections.abc import Callable

from django_tasks import task

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.documents.actions.prepared import make_file
from cchc.documents.queries import content
from cchc.plans.actions.readings import begin_reading, keep_reading, note_pages, refuse_reading
from cchc.plans.models import Reading
from cchc.plans.queries.sheets import sheet_content
from cchc.reading.plans import PLAN_FILE

SECONDS_BETWEEN_NOTES = 1.0


@task()
def read_plan_file(reading_id: int) -> None:
    """Read a file that was handed in; one that was given up meanwhile is let be."""
    reading = Reading.objects.select_related("file").filter(pk=reading_id).first()
    if reading is not None:
        read_file(reading)


def read_file(reading: Reading) -> None:
    """Read a waiting file into a draft plan, or keep the reasons why it cannot be read; nothing half.

    The pages that are read are noted as they come. A reading that waits no longer is left as it is.
    """
    if not begin_reading(reading=reading):
        return
    try:
        text = PLAN_FILE.read(content(reading.file), reading.file.name, progress=_noting(reading))
        keep_reading(reading=reading, text=text)
    except Faults as refused:
        refuse_reading(reading=reading, faults=refused)
    except Exception:  # a fault of ours, not of the file: the person is told, the service's log gets the rest
        place = Place(file=reading.file.name)
        refuse_reading(reading=reading, faults=Faults([Fault(place, "", _EXPECTED, _OURS)]))
        raise


_EXPECTED = Message("a file with a plan")
_OURS = Message(
    "The platform failed while reading this file; tell the administrator, who finds the cause in its log."
)


def _noting(reading: Reading) -> Callable[[int, int], None]:
    """Write down how many pages are read, at most once a second."""
    last = -SECONDS_BETWEEN_NOTES

    def note(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_BETWEEN_NOTES or done == total:
            note_pages(reading=reading, done=done, total=total)
            last = time.monotonic()

    return note


@task()
def make_sheet(prepared_id: int) -> None:
    """Make the Excel table of a plan that was asked for."""
    make_file(prepared_id=prepared_id, maker=sheet_content)
