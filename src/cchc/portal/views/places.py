"""The map of the units, or their tiles."""

from __future__ import annotations

from cchc.portal.queries.places import tiles_of
from cchc.portal.queries.ranking import tables_of
from cchc.portal.views.frame import PublicAnswer, PublicFrame, page


def places(frame: PublicFrame) -> PublicAnswer:
    """Return the units of every group shaded by their index: on the map those that have boundaries, else as tiles."""
    groups = [tiles_of(table, frame.outlines) for table in tables_of(frame.shelf, frame.here)]
    outlined = [(group, tile) for group in groups for tile in group.tiles if tile.outline]
    return page(
        frame,
        "portal/places.html",
        {"groups": groups, "outlined": outlined, "box": frame.outlines.get("", "")},
    )
