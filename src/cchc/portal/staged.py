"""The staged files of this room: boundaries of units."""

from __future__ import annotations

from collections.abc import Sequence

from cchc.access.actor import Actor
from cchc.core.words.messages import Fault, Faults
from cchc.intake.kinds import Brought, Compared, StagedKind
from cchc.intake.models import StagedFile
from cchc.portal.actions.boundaries import open_boundaries, put_boundaries, record_given_up
from cchc.portal.exchange.boundaries import BOUNDARIES_FILE
from cchc.portal.models import BoundaryMap
from cchc.portal.queries.boundaries import MatchedUnits, known_keys, matched_units, standing_number


class RefusedBoundaries(Faults):
    """Boundaries of which some are wrong, with the units of today that the others are of."""

    def __init__(self, faults: Sequence[Fault], matched: MatchedUnits) -> None:
        super().__init__(faults)
        self.matched = matched


def _compare(brought: Brought) -> Compared:
    """Return the outlines of a file, and which units of today they are of; `seen` is the number of those that stand."""
    seen = str(standing_number())
    read = BOUNDARIES_FILE.read(brought.data, brought.name, known_keys())
    outlines = dict(read.outlines)
    matched = matched_units(outlines)
    if read.faults:
        raise RefusedBoundaries(read.faults, matched)
    return Compared(
        {"drawn": matched.drawn, "left_out": matched.left_out},
        {"box": read.box, "outlines": outlines},
        {
            "areas": len(set(outlines.values())),
            "drawn": len(matched.drawn),
            "left_out": len(matched.left_out),
        },
        seen,
    )


def _apply(by: Actor, _target: None, staged: StagedFile, _ready: None) -> BoundaryMap:
    return put_boundaries(by=by, file=staged.file, box=staged.read["box"], outlines=staged.read["outlines"])


def _give_up(by: Actor, _target: None, staged: StagedFile) -> None:
    record_given_up(by=by, file=staged.file)


BOUNDARIES: StagedKind[None] = StagedKind(
    code="boundaries",
    compare=_compare,
    open=open_boundaries,
    apply=_apply,
    give_up=_give_up,
    version=lambda _target: str(standing_number()),
)
KINDS = (BOUNDARIES,)
