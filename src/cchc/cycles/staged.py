"""The staged files of this room: pasted holidays of a year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.locks import alone_in
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.cycles.actions import add_holidays, check_holidays
from cchc.cycles.exchange import PASTED_HOLIDAYS, HolidayRow
from cchc.cycles.models import Holiday
from cchc.intake.kinds import Brought, Compared, StagedKind
from cchc.intake.models import StagedFile


def _compare(brought: Brought) -> Compared:
    """Return the difference that the lines make: the days that are new in the table, and the number of known ones."""
    read, faults = PASTED_HOLIDAYS.read(brought.data, brought.name, int(brought.about))
    rows = [row for _line, row in read]
    try:
        there = check_holidays(rows)
    except ValidationError as refused:
        line_of = {row.on.isoformat(): line for line, row in read}
        wrong = [(line_of[day], why) for day, whys in refused.message_dict.items() for why in whys]
        faults = [*faults, *(_refused(line, why) for line, why in wrong)]
    if faults:
        raise Faults(sorted(faults, key=lambda fault: fault.place.line or 0))
    new = [_row_as_json(row) for row in rows if row.on not in there]
    counts = {"added": len(new), "kept": len(rows) - len(new)}
    return Compared(new, [_row_as_json(row) for row in rows], counts)


def _refused(line: int, why: str) -> Fault:
    return Fault(Place(line=line), "", Message("a day that the table can hold"), Message("{why}", why=why))


def _row_as_json(row: HolidayRow) -> dict[str, Any]:
    return {"on": row.on.isoformat(), "name": row.name, "worked": row.worked}


def row_from_json(row: Mapping[str, Any]) -> HolidayRow:
    """Return the day whose plain values a staged file keeps."""
    return HolidayRow(date.fromisoformat(row["on"]), row["name"], row["worked"])


def _open(by: Actor, about: str) -> int:
    by.require(Permission.CYCLE_MANAGE)
    alone_in(Holiday)
    return int(about)


def _apply(by: Actor, _year: int, staged: StagedFile, _ready: None) -> list[Holiday]:
    return add_holidays(by=by, rows=[row_from_json(row) for row in staged.read])


HOLIDAYS: StagedKind[int] = StagedKind(code="holidays", compare=_compare, open=_open, apply=_apply)
KINDS = (HOLIDAYS,)
