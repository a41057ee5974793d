"""The pages of the criteria: what is asked, by which rule points are given, how the units did."""

from __future__ import annotations

from django.http import Http404

from cchc.criteria.queries import wording
from cchc.portal.queries.criteria import groups_at, path_to, shares_of
from cchc.portal.queries.shelf import criteria_of_set, set_of
from cchc.portal.views.frame import PublicAnswer, PublicFrame, page
from cchc.ui.pictures.histogram import histogram


def criteria(frame: PublicFrame) -> PublicAnswer:
    """Return the list of all criteria of the year, set by set."""
    sets = [(stored, criteria_of_set(stored)) for stored in frame.content.sets]
    return page(frame, "portal/criteria.html", {"sets": sets})


def criterion(frame: PublicFrame, code: str, number: str) -> PublicAnswer:
    """Return the page of one criterion."""
    stored = set_of(frame.content, code)
    path = () if stored is None else path_to(criteria_of_set(stored), number)
    if stored is None or not path:
        raise Http404
    node = path[-1]
    groups = groups_at(frame.content, code, node)
    rule = wording(node.rule, node.terms, node.declared()) if node.rule is not None else None
    return page(
        frame,
        "portal/criterion.html",
        {
            "stored": stored,
            "criteria": criteria_of_set(stored),
            "node": node,
            "above": path[:-1],
            "wording": rule,
            "groups": [(group, histogram(shares_of(group))) for group in groups],
        },
    )
