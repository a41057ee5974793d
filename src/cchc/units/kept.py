"""The rows of this room that the log can play."""

from __future__ import annotations

from collections.abc import Iterator

from cchc.audit.models import Entry
from cchc.audit.played import Played
from cchc.core.words.messages import Message
from cchc.units.actions.importing import IMPORTED
from cchc.units.actions.lineage import SPLIT
from cchc.units.actions.units import ADDED
from cchc.units.models import Lineage, Unit, UnitFigure


def _opened(entry: Entry) -> Iterator[str]:
    """Yield the keys of the units that an early entry opened.

    Units that moved with a split are known by their lineage only.
    """
    if entry.verb == ADDED:
        yield entry.subject_id
    elif entry.verb == IMPORTED:
        yield from (str(one["unit"]) for one in entry.facts["differences"])
    new = entry.facts.get("new_ids", []) if entry.verb.startswith("units.") else []
    yield from (str(unit) for unit in new)
    if entry.verb == SPLIT:
        moved = Lineage.objects.filter(
            kind=Lineage.Kind.MOVE, on=entry.facts["on"], successor__parent__in=new
        )
        yield from (str(unit) for unit in moved.values_list("successor", flat=True))


PLAYED = (
    Played(
        code="units.unit",
        words=Message("Unit"),
        model=Unit,
        fields=("name", "kind", "code", "parent_id", "valid_from", "valid_until"),
        made_by=_opened,
    ),
    Played(
        code="units.figure",
        words=Message("Figure of a unit"),
        model=UnitFigure,
        fields=("of_unit_id", "year", "attribute", "value", "source"),
    ),
)
