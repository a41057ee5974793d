"""The first page of a year: the ranking of every peer group, and the same as a picture for whoever passes it on."""

from __future__ import annotations

from cchc.portal.queries.ranking import tables_of
from cchc.portal.views.frame import PublicAnswer, PublicFrame, page


def ranking(frame: PublicFrame) -> PublicAnswer:
    """Return the ranking of the year; before anything is released, the page that says so."""
    if frame.edition is None:
        return page(frame, "portal/nothing.html", {})
    tables = tables_of(frame.shelf, frame.here)
    return page(
        frame,
        "portal/ranking.html",
        {
            "tables": tables,
            "counted": sum(len(table.rows) for table in tables),
            "has_bands": any(table.has_bands for table in tables),
            "has_before": any(table.year_before for table in tables),
            "codes": list(dict.fromkeys(code for table in tables for code in table.codes)),
        },
    )
