"""The pages of one unit, of one of its domains, and of several units side by side."""

from __future__ import annotations

from django.http import Http404

from cchc.portal.queries import units
from cchc.portal.queries.comparing import MOST_BESIDE, side_by_side, units_meant
from cchc.portal.queries.ranking import bar_of_account, prints_beside
from cchc.portal.queries.shelf import criteria_of_set, unit_of
from cchc.portal.queries.years import years_of
from cchc.portal.views.frame import PublicAnswer, PublicFrame, page
from cchc.releases.exchange.content import PublicUnit
from cchc.ui.pictures.lines import rank_line, sparkline

NEIGHBOURS = 3


def unit(frame: PublicFrame, key: str) -> PublicAnswer:
    """Return the page of a unit: what it got, where it lost points, its years, its neighbours in rank."""
    found = _unit(frame, key)
    content = frame.content
    years = years_of(frame.shelf, frame.here, key)
    ranked = units.ranked_beside(frame.here, found)
    group = units.group_of(content, found)
    criteria = units.criteria_of_unit(content, found)
    breaks = {str(year.year) for year in years if not year.is_joined}
    return page(
        frame,
        "portal/unit.html",
        {
            "unit": found,
            "group": group,
            "of": len(ranked),
            "criteria": criteria,
            "beside": prints_beside(content, group).get(found.index) if found.index is not None else None,
            "bar": bar_of_account(found.account, criteria.total),
            "losses": units.greatest_losses(found.account),
            "years": years,
            "now": years[-1],
            "line": rank_line(ranked, NEIGHBOURS) if any(one.mine for one in ranked) else "",
            "has_bands": any(one.band for one in ranked),
            "trend": sparkline(
                [(str(year.year), year.index) for year in years], 260, 64, criteria.places, breaks
            ),
            "domains": units.domain_lines(content, found),
            "most_lost": units.most_lost(content, found),
        },
    )


def domain(frame: PublicFrame, key: str, number: str) -> PublicAnswer:
    """Return one domain of a unit with all below it that is public."""
    found = _unit(frame, key)
    lines = units.lines_below(frame.content, found, number)
    if not lines:
        raise Http404
    return page(frame, "portal/domain.html", {"unit": found, "top": lines[0], "lines": lines[1:] or lines})


def comparison(frame: PublicFrame) -> PublicAnswer:
    """Return two to four units side by side, and the form that chooses them; in a copy, which answers no form, where
    all units stand side by side."""
    if frame.is_copy:
        sets = [(stored, criteria_of_set(stored)) for stored in frame.content.sets]
        return page(frame, "portal/comparison_of_copy.html", {"sets": sets})
    chosen, unknown = units_meant(frame.content, frame.query.get("don-vi", ()))
    rows = side_by_side(frame.content, chosen) if len(chosen) > 1 else ()
    heads = [
        (one, years_of(frame.shelf, frame.here, one.key)[-1], bar_of_account(one.account)) for one in chosen
    ]
    blanks = MOST_BESIDE - len(chosen) - len(unknown)
    return page(
        frame,
        "portal/comparison.html",
        {
            "head_units": frame.content.units,
            "heads": heads,
            "unknown": unknown,
            "fields": [*(one.name for one in chosen), *unknown, *[""] * max(blanks, 0)],
            "rows": rows,
            "other_sets": len({one.set_code for one in chosen}) > 1,
        },
    )


def _unit(frame: PublicFrame, key: str) -> PublicUnit:
    found = unit_of(frame.content, key)
    if found is None:
        raise Http404
    return found
