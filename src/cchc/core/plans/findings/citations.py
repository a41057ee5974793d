"""Documents and annexes that a plan cites: contradicted, later than itself, of no day, missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cchc.core.papers.citations.annexes import AnnexCitation, annex_heading, annexes_cited
from cchc.core.papers.citations.cited import Citation, citations
from cchc.core.papers.citations.contradictions import (
    Contradicted,
    Contradiction,
    contradictions,
    number_key,
    symbol_key,
)
from cchc.core.plans.findings.makers import NOWHERE, day_in_words, error, information, place_of, warning
from cchc.core.plans.plan import Finding, FindingPlace, Plan
from cchc.core.words.messages import Message
from cchc.core.words.remembering import remember

# what the chair of a committee decides bears the head of the committee: its annex says "của Chủ tịch UBND tỉnh"
_SIGNED_BY_ITS_CHAIR = re.compile(r"(?:ủy|uỷ) ban nhân dân|ubnd")
_TEXTS = ("objective", "task", "activity", "output")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A citation and where it stands."""

    citation: Citation
    place: FindingPlace


def findings_of_citations(plan: Plan, body: str) -> Iterator[Finding]:
    """Yield citations that contradict each other or the document, and those of no day or kind."""
    cited = list(_cited_by_measures(plan))
    placed = [*cited, *_not_repeated(cited, list(_cited_by(body)))]
    own = _own_citation(plan)
    compared = [*placed, _Placed(own, NOWHERE)] if own else placed
    for pair in contradictions([one.citation for one in compared]):
        yield _contradicted(pair, compared)
    yield from _later(plan, placed, own)
    yield from _impossible_days(placed)
    yield from _without_kind(placed)


def _cited_by_measures(plan: Plan) -> Iterator[_Placed]:
    for section, measure in plan.measures():
        for column in _TEXTS:
            for citation in _cited_in(getattr(measure, column) or ""):
                yield _Placed(citation, place_of(section, measure, column))


def _cited_by(body: str) -> Iterator[_Placed]:
    return (_Placed(citation, FindingPlace(line=citation.line)) for citation in _cited_in_body(body))


# A plan is looked at again after each of its cells is changed: what its other texts cite is remembered.
_cited_in = remember(most=8192)(citations)
_cited_in_body = lru_cache(maxsize=16)(citations)


def _not_repeated(cited: list[_Placed], in_body: list[_Placed]) -> list[_Placed]:
    """What the body cites without its rows of measures, which are in `cited` already: the last of what is equal."""
    waiting = Counter((_reference(one.citation), one.citation.date) for one in cited)
    issuers = {(_reference(one.citation), one.citation.date, one.citation.issuer) for one in cited}
    kept: list[_Placed] = []
    for one in reversed(in_body):
        key = (_reference(one.citation), one.citation.date)
        if waiting[key] and (one.citation.issuer is None or (*key, one.citation.issuer) in issuers):
            waiting[key] -= 1
        else:
            kept.append(one)
    return kept[::-1]


def _own_citation(plan: Plan) -> Citation | None:
    """The document as it would be cited, so that its own number and date are compared too."""
    if not plan.number or not plan.date:
        return None
    number, _, symbol = plan.number.partition("/")
    return Citation(
        plan.number,
        number.strip(),
        symbol.strip(),
        plan.kind,
        plan.date,
        day_in_words(plan.date),
        None if _SIGNED_BY_ITS_CHAIR.match((plan.issuer or "").casefold()) else plan.issuer,
    )


_CONTRADICTED = {
    Contradiction.DATE: Message("the same document has another date elsewhere: {usual}"),
    Contradiction.SYMBOL: Message("the same document has another symbol elsewhere: {usual}"),
    Contradiction.ISSUER: Message("the same document has another issuer elsewhere: {usual}"),
}


def _contradicted(pair: Contradicted, placed: list[_Placed]) -> Finding:
    odd, usual = placed[pair.odd], placed[pair.usual]
    why = Message(_CONTRADICTED[pair.what].text, usual=_cited(usual.citation))
    return error(pair.what.value, odd.place, _cited(odd.citation), _ONE_ONLY[pair.what], why)


_ONE_ONLY = {
    Contradiction.DATE: Message("one date for one document"),
    Contradiction.SYMBOL: Message("one symbol for one document"),
    Contradiction.ISSUER: Message("one issuer for one document"),
}


def _cited(citation: Citation) -> str:
    return f"{citation.text} của {citation.issuer}" if citation.issuer else citation.text


def _later(plan: Plan, placed: list[_Placed], own: Citation | None) -> Iterator[Finding]:
    """Citations of what came after the document, each document once."""
    if plan.date is None:
        return
    for one in _once(one for one in placed if one.citation.date and one.citation.date > plan.date):
        if own and _reference(one.citation) == _reference(own):
            continue
        expected = Message("a date up to {day}", day=day_in_words(plan.date))
        why = Message("the document cites what is dated after itself")
        yield error("cited_later", one.place, one.citation.text, expected, why)


def _once(placed: Iterable[_Placed]) -> Iterator[_Placed]:
    seen: set[tuple[tuple[str, str], date | None]] = set()
    for one in placed:
        key = (_reference(one.citation), one.citation.date)
        if key not in seen:
            seen.add(key)
            yield one


def _reference(citation: Citation) -> tuple[str, str]:
    return number_key(citation.number), symbol_key(citation.symbol)


def _impossible_days(placed: list[_Placed]) -> Iterator[Finding]:
    for one in _once(one for one in placed if one.citation.day and one.citation.date is None):
        why = Message("the calendar has no such day")
        yield error("day_impossible", one.place, one.citation.text, Message("a day of the calendar"), why)


def _without_kind(placed: list[_Placed]) -> Iterator[Finding]:
    without = (one for one in placed if one.citation.kind is None and not one.citation.continued)
    for one in _once(one for one in without if one.citation.text.startswith("số")):
        why = Message("the citation does not say what kind of document it is")
        yield information(
            "cited_kind_missing", one.place, one.citation.text, Message("Quyết định, Kế hoạch, …"), why
        )


def findings_of_annexes(plan: Plan, body: str) -> Iterator[Finding]:
    """Yield annexes that the text refers to and the file does not have: to be looked at where `plan` has no measures or
    the text says that its tasks stand there; else, as with forms for reports, to be known."""
    headings = Counter(number for line in body.splitlines() if (number := annex_heading(line)) is not None)
    absent: dict[str, AnnexCitation] = {}
    for annex in annexes_cited(body):
        present = annex.number in headings or "" in headings or (not annex.number and headings)
        if not present:
            known = absent.get(annex.number)
            if known is None or (annex.holds_tasks and not known.holds_tasks):
                absent[annex.number] = annex
    for annex in absent.values():
        why = Message(
            "the text refers to it, but the file has no such annex: if it holds tasks, bring it too, even by itself"
        )
        is_needed = annex.holds_tasks or not any(plan.measures())
        found = warning if is_needed else information
        yield found("annex_missing", FindingPlace(line=annex.line), annex.text, Message("the annex"), why)
