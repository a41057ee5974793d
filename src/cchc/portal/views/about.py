"""The pages around the figures: how they come about, what words mean, how to verify, what was corrected, search."""

from __future__ import annotations

from cchc.core.scoring.rules.values import LOSS_WORDS
from cchc.portal.queries.corrections import corrected_figures
from cchc.portal.queries.finding import LONGEST_SEARCH, found_in, units_by_letter
from cchc.portal.queries.shelf import criteria_of_set
from cchc.portal.views.frame import PublicAnswer, PublicFrame, page


def method(frame: PublicFrame) -> PublicAnswer:
    """Return how the index comes about and what the words mean."""
    sets = [(stored, criteria_of_set(stored)) for stored in frame.content.sets]
    return page(frame, "portal/method.html", {"sets": sets, "loss_codes": tuple(LOSS_WORDS)})


def verifying(frame: PublicFrame) -> PublicAnswer:
    """Return how anybody recomputes what is published."""
    return page(frame, "portal/verifying.html", {"edition": frame.here})


def corrections(frame: PublicFrame) -> PublicAnswer:
    """Return the log of corrections: every release that replaced another one, the latest first."""
    every = [(one, one.content) for one in reversed(frame.shelf.editions)]
    log = [
        (one, content.head, corrected_figures(content))
        for one, content in every
        if content.head.replaces is not None
    ]
    return page(frame, "portal/corrections.html", {"log": log, "editions": every})


def search(frame: PublicFrame) -> PublicAnswer:
    """Return the units and criteria that hold every word of what is searched; where nothing is, all units by letter."""
    text = frame.asked("q")[:LONGEST_SEARCH]
    if not text.strip():
        return page(frame, "portal/units_by_letter.html", {"letters": units_by_letter(frame.content)})
    units, criteria = found_in(frame.content, text)
    return page(frame, "portal/search.html", {"text": text, "units": units, "criteria": criteria})


def not_found(frame: PublicFrame) -> PublicAnswer:
    """Return the page for an address that leads to nothing."""
    return page(frame, "portal/not_found.html", {}, status=404)
