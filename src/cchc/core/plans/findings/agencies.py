"""Agencies that a plan names and no unit answers to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cchc.core.papers.answers import Match, Reason
from cchc.core.papers.directory import Directory
from cchc.core.papers.matching import match_agency
from cchc.core.papers.wordings import split
from cchc.core.plans.findings.makers import place_of, warning
from cchc.core.plans.plan import Finding, FindingPlace, Plan
from cchc.core.words.messages import Message


def findings_of_agencies(plan: Plan, directory: Directory) -> Iterator[Finding]:
    """Agencies that no unit answers to, or that had ended on the day of the document; each wording once."""
    on = plan.date or (date(plan.year, 1, 1) if plan.year else None)
    seen: set[str] = set()
    known = directory.joined_names
    for section, measure in plan.measures():
        for column, wordings in (("lead", measure.lead), ("cooperating", measure.cooperating)):
            for agency in (one for wording in wordings for one in split(wording, known)):
                if agency.text not in seen:
                    seen.add(agency.text)
                    match = match_agency(agency, directory, on)
                    yield from _agency(match, place_of(section, measure, column))


def _agency(match: Match, place: FindingPlace) -> Iterator[Finding]:
    if match.reason in (Reason.UNKNOWN, Reason.PART_OF_GROUP):
        yield warning(
            "agency_unknown", place, match.text, Message("an agency of the list of units"), match.why
        )
    if match.reason in (Reason.SUCCEEDED, Reason.ENDED, Reason.NOT_YET):
        yield warning(
            "agency_ended", place, match.text, Message("an agency that existed on that day"), match.why
        )
