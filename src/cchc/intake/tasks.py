"""Work of the worker: files that take too long for a request are read, compared and applied, of whatever kind."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from django.core.exceptions import ValidationError
from django_tasks import task

from cchc.access.actor import NotPermitted
from cchc.audit.changed import Changed
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.documents.queries import content
from cchc.intake.actions import (
    actor_of,
    begin_reading,
    brought_again,
    end_comparing,
    note_progress,
    obey_apply_order,
    refuse_reading,
)
from cchc.intake.kinds import ReadKind, kind_of, staged_kind_of
from cchc.intake.models import ApplyOrder, StagedFile

SECONDS_BETWEEN_NOTES = 1.0


@task()
def read_staged_file(staged_id: int) -> None:
    """Read a file that was brought; one that was given up meanwhile is let be."""
    staged = StagedFile.objects.select_related("file").filter(pk=staged_id).first()
    if staged is not None:
        read_file(staged)


@task()
def apply_staged_file(staged_id: int) -> None:
    """Apply a large file as somebody has asked; one that was given up or refused meanwhile is let be."""
    order = ApplyOrder.objects.select_related("staged__file").filter(staged=staged_id).first()
    if order is not None and not order.is_refused:
        obey_apply_order(order=order)


def read_file(staged: StagedFile) -> None:
    """Read a waiting file, or keep the reasons why it cannot be read; nothing half.

    How far it is read is noted as it goes on. A file that waits no longer is left as it is.
    """
    if not begin_reading(staged=staged):
        return
    kind = kind_of(staged)
    try:
        if isinstance(kind, ReadKind):
            kind.take(staged, _noting(staged))
        else:
            _compare(staged)
    except Faults as refused:
        refuse_reading(staged=staged, faults=refused)
    except Exception:  # a fault of ours, not of the file: the person is told, the service's log gets the rest
        place = Place(file=staged.file.name)
        refuse_reading(staged=staged, faults=Faults([Fault(place, "", _EXPECTED, _OURS)]))
        raise


def _compare(staged: StagedFile) -> None:
    """Set a file against what there is, in the name of whoever brought it."""
    brought = brought_again(actor_of(staged), staged, content(staged.file))
    compared = staged_kind_of(staged).compare(replace(brought, progress=_noting(staged)))
    try:
        end_comparing(staged=staged, compared=compared)
    except (Changed, NotPermitted, ValidationError):
        place = Place(file=staged.file.name)
        raise Faults([Fault(place, "", _STANDING, _CHANGED)]) from None


_STANDING = Message("what the file is about, as it stood when the file was brought")
_CHANGED = Message("Others changed this while the file was read: bring it again.")
_EXPECTED = Message("a file that can be read")
_OURS = Message(
    "The platform failed while reading this file; tell the administrator, who finds the cause in its log."
)


def _noting(staged: StagedFile) -> Callable[[int, int], None]:
    """Write down how much is read, at most once a second."""
    last = -SECONDS_BETWEEN_NOTES

    def note(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_BETWEEN_NOTES or done == total:
            note_progress(staged=staged, done=done, total=total)
            last = time.monotonic()

    return note
