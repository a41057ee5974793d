"""The staged files of this room: table files of people."""

from __future__ import annotations

from collections.abc import Mapping

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.accounts.actions.first_passwords import NewPassword
from cchc.accounts.actions.importing import (
    import_people,
    people_preview,
    record_given_up,
    rows_as_json,
    rows_from_json,
)
from cchc.accounts.exchange import PEOPLE_FILE
from cchc.accounts.models import Person
from cchc.audit.changed import Changed
from cchc.audit.locks import alone_in
from cchc.core.words.messages import Faults
from cchc.intake.kinds import Brought, Compared, StagedKind
from cchc.intake.models import StagedFile


def _compare(brought: Brought) -> Compared:
    """Return the effect of each row of a file; `seen` is the fingerprint of the preview."""
    read = PEOPLE_FILE.read(brought.data, brought.name)
    preview = people_preview(brought.by, read)
    if preview.faults:
        raise Faults(preview.faults)
    return Compared(preview.difference, rows_as_json(read.rows), preview.counts, preview.fingerprint)


def _open(by: Actor, _about: str) -> None:
    by.require(Permission.ACCOUNT_MANAGE)
    alone_in(Person)


def _apply(
    by: Actor, _target: None, staged: StagedFile, ready: Mapping[str, NewPassword] | None
) -> list[tuple[Person, str]]:
    """Open the accounts of the file; returns them with the passwords to hand over, which were made before anything was
    held (`ready`). Raises `Changed` when the effect of the rows would be another by now."""
    preview = people_preview(by, rows_from_json(staged.read, staged.file.name))
    if preview.faults or preview.fingerprint != staged.seen:
        raise Changed(seen=staged.difference, now=preview.difference)
    passwords = ready or {}
    rows = [row for row in preview.rows if row.state != "unchanged"]
    opened = import_people(
        by=by, rows=rows, passwords=passwords, file=staged.file.name, sha256=staged.file.sha256
    )
    return [(person, passwords[person.username].readable) for person in opened]


def _give_up(by: Actor, _target: None, staged: StagedFile) -> None:
    record_given_up(by=by, file=staged.file.name, sha256=staged.file.sha256)


PEOPLE: StagedKind[None] = StagedKind(
    code="people", compare=_compare, open=_open, apply=_apply, give_up=_give_up
)
KINDS = (PEOPLE,)
