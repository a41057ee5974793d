"""Agencies that a plan names and no unit answers to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cchc.core.papers.answers import Reason
from cchc.core.papers.directory import Directory
from cchc.core.papers.dissolved import dissolved_since
from cchc.core.papers.matching import match_agency
from cchc.core.papers.wordings import Agency, JoinedNames, split
from cchc.core.plans.findings.makers import day_in_words, place_of, warning
from cchc.core.plans.plan import Finding, FindingPlace, Plan
from cchc.core.words.messages import Message


def findings_of_agencies(plan: Plan, directory: Directory) -> Iterator[Finding]:
    """Agencies that no unit answers to, or that had ended on the day of the document; each wording once."""
    on = _day(plan)
    known = directory.joined_names
    for agency, place in _named(plan, known):
        match = match_agency(agency, directory, on)
        since = None if match.units else dissolved_since(match.text)
        if since and on and since <= on:
            yield _dissolved(match.text, since, place)
        elif match.reason in (Reason.UNKNOWN, Reason.PART_OF_GROUP):
            expected = Message("an agency of the list of units")
            yield warning("agency_unknown", place, match.text, expected, match.why)
        elif match.reason in (Reason.SUCCEEDED, Reason.ENDED, Reason.NOT_YET):
            yield warning("agency_ended", place, match.text, _EXISTING, match.why)


def findings_of_dissolved(plan: Plan) -> Iterator[Finding]:
    """Bodies that every province had dissolved on the day of the document, known without a list of units."""
    on = _day(plan)
    for agency, place in _named(plan, JoinedNames()) if on else ():
        since = dissolved_since(agency.text)
        if since and on and since <= on:
            yield _dissolved(agency.text, since, place)


def _day(plan: Plan) -> date | None:
    return plan.date or (date(plan.year, 1, 1) if plan.year else None)


def _named(plan: Plan, known: JoinedNames) -> Iterator[tuple[Agency, FindingPlace]]:
    """Each agency of the measures once, and where it stands first."""
    seen: set[str] = set()
    for section, measure in plan.measures():
        for column, wordings in (("lead", measure.lead), ("cooperating", measure.cooperating)):
            for agency in (one for wording in wordings for one in split(wording, known)):
                if agency.text not in seen:
                    seen.add(agency.text)
                    yield agency, place_of(section, measure, column)


_EXISTING = Message("an agency that existed on that day")


def _dissolved(text: str, since: date, place: FindingPlace) -> Finding:
    why = Message("bodies of this name were dissolved on {day}", day=day_in_words(since))
    return warning("agency_ended", place, text, _EXISTING, why)
