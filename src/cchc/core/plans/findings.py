"""What is to be looked at in a plan: sums, numbers, deadlines, citations, annexes, agencies.

`findings` reads a plan and the text of its document and names every fault with its place, what was found, what was
expected and why. It corrects nothing. Headings are compared by their words, never by their numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise

from cchc.core.papers.answers import Confidence, Match, Reason
from cchc.core.papers.citations import (
    AnnexCitation,
    Citation,
    Contradicted,
    Contradiction,
    annex_heading,
    annexes_cited,
    citations,
    contradictions,
    number_key,
    symbol_key,
)
from cchc.core.papers.deadlines import DeadlineKind
from cchc.core.papers.directory import Directory
from cchc.core.papers.matching import match_agency
from cchc.core.papers.wordings import split
from cchc.core.plans.figures import StatedScore, points, stated_scores
from cchc.core.plans.plan import Finding, FindingPlace, Gap, Measure, Plan, Section, Severity
from cchc.core.words.messages import Message
from cchc.core.words.names import folded
from cchc.core.words.numbers import shown_in_full, total
from cchc.core.words.remembering import remembered

_NOWHERE = FindingPlace()
_MOST_DIGITS = 6
_TEXTS = ("objective", "task", "activity", "output")
_LAST_REPORTS = (3, 31)


def findings(plan: Plan, body: str = "", directory: Directory | None = None) -> tuple[Finding, ...]:
    """Everything to look at in `plan`; `body` is the text of its whole document, `directory` the units if known.

    >>> [finding.code for finding in findings(Plan(kind="KẾ HOẠCH", number="12/KH-UBND"))]
    ['document_date_missing']
    """
    found: list[Finding] = [*_head(plan), *_numbers(plan)]
    for section, measure in plan.measures():
        found += _of_measure(plan, section, measure)
    found += [*_stated_sums(body), *_explained(plan, stated_scores(body)), *_quotas(plan)]
    found += [*_citations(plan, body), *_annexes(body)]
    if directory is not None:
        found += _agencies(plan, directory)
    return tuple(found)


def _error(code: str, place: FindingPlace, found: str, expected: Message, why: Message) -> Finding:
    return Finding(code, Severity.ERROR, place, found, expected, why)


def _warning(code: str, place: FindingPlace, found: str, expected: Message, why: Message) -> Finding:
    return Finding(code, Severity.WARNING, place, found, expected, why)


def _information(code: str, place: FindingPlace, found: str, expected: Message, why: Message) -> Finding:
    return Finding(code, Severity.INFORMATION, place, found, expected, why)


def _place(section: Section, measure: Measure, column: str | None = None) -> FindingPlace:
    line = measure.source.lines[0] if measure.source.lines else None
    return FindingPlace(section.heading, measure.number, column, line, measure.place)


# --- the document -------------------------------------------------------------------------------------------


def _head(plan: Plan) -> Iterator[Finding]:
    if not plan.kind:
        why = Message("the document does not say what kind of document it is")
        yield _warning("document_kind_missing", _NOWHERE, "", Message("a kind, such as KẾ HOẠCH"), why)
    if not plan.number:
        why = Message("the number and symbol of the document are missing")
        yield _warning(
            "document_number_missing", _NOWHERE, "", Message("a number and symbol, such as 12/KH-UBND"), why
        )
    if not plan.date:
        why = Message(
            "the date of the document is missing: its citations and deadlines cannot be held against it"
        )
        yield _warning("document_date_missing", _NOWHERE, "", Message("a full date"), why)


def _numbers(plan: Plan) -> Iterator[Finding]:
    """STT used twice or left out, section by section; rows that share a merged cell count once."""
    last = 0
    for section in plan.sections:
        if any(row.confidence is Confidence.UNSURE or "number" in row.unsure for row in section.measures):
            continue
        rows = _own_rows(section)
        numbers = [number for row in rows if (number := _counted(row)) is not None]
        yield from _numbers_twice(section, rows)
        yield from _numbers_left_out(section, rows, numbers, last)
        last = max(numbers, default=0)


def _own_rows(section: Section) -> list[Measure]:
    """The measures that begin a row of their own: not those that go on in a merged cell with the number before."""
    rows = list(section.measures[:1])
    rows += [row for before, row in pairwise(section.measures) if not _goes_on(before, row)]
    return rows


def _goes_on(before: Measure, row: Measure) -> bool:
    if row.number not in (None, before.number):
        return False
    if row.objective or before.objective:
        return row.objective in (None, before.objective)
    return row.task is None or row.task == before.task


def _bare(number: str | None) -> str:
    return (number or "").strip(" .)")


def _numbers_twice(section: Section, rows: list[Measure]) -> Iterator[Finding]:
    seen: set[str] = set()
    for row in rows:
        number = _bare(row.number)
        if number and number in seen:
            why = Message("the number {number} stands on two rows of this section", number=number)
            yield _error(
                "number_twice", _place(section, row, "number"), number, Message("a number of its own"), why
            )
        seen.add(number)


def _numbers_left_out(
    section: Section, rows: list[Measure], numbers: list[int], last: int
) -> Iterator[Finding]:
    if not numbers or 2 * len(numbers) <= len(rows):
        return
    for row in rows:
        if not row.number:
            place = _place(section, row, "number")
            yield _warning(
                "number_missing", place, "", Message("a number"), Message("this row has no number")
            )
    begins = last + 1 if numbers[0] > last else 1
    absent = _gaps(begins, numbers)
    if absent:
        found = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in absent)
        why = Message("the numbering of this section jumps: {numbers} not used", numbers=found)
        after = next(row for row in rows if (_counted(row) or 0) > absent[0][0])
        place = FindingPlace(section.heading, None, "number", measure=after.place)
        yield _warning("number_missing", place, "", Message("rows numbered one after the other"), why)


def _counted(row: Measure) -> int | None:
    """The number of a row that counts rows; None where it is no such number."""
    number = _bare(row.number)
    return int(number) if number.isdecimal() and len(number) <= _MOST_DIGITS else None


def _gaps(begins: int, numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The first and last number of each stretch from `begins` on that `numbers` leave out.

    >>> _gaps(1, [2, 3, 6])
    [(1, 1), (4, 5)]
    """
    gaps = []
    for number in sorted({one for one in numbers if one >= begins}):
        if number > begins:
            gaps.append((begins, number - 1))
        begins = number + 1
    return gaps


# --- one measure --------------------------------------------------------------------------------------------


def _of_measure(plan: Plan, section: Section, measure: Measure) -> Iterator[Finding]:
    if not measure.lead and "lead" not in measure.unsure:
        place = _place(section, measure, "lead")
        yield _warning(
            "lead_missing", place, "", Message("a lead agency"), Message("nobody is named to take the lead")
        )
    yield from _deadline(plan, section, measure)
    if measure.gap:
        yield from _gap(measure.gap, section, measure)
    lost = bool(measure.shortcomings) or bool(measure.gap and measure.gap.missing)
    if lost and not any((measure.task, measure.activity, measure.output)):
        why = Message("points are lost here, but nothing is planned to win them back")
        yield _warning("loss_without_remedy", _place(section, measure, "task"), "", Message("a remedy"), why)


def _deadline(plan: Plan, section: Section, measure: Measure) -> Iterator[Finding]:
    place = _place(section, measure, "deadline")
    deadline = measure.deadline
    if deadline is None:
        if "deadline" not in measure.unsure:
            yield _warning("deadline_missing", place, "", Message("a deadline"), Message("no time is named"))
    elif deadline.kind is DeadlineKind.UNPARSED:
        why = Message("the wording has no reading as a date, a period or an event, or more than one")
        yield _warning("deadline_unparsed", place, deadline.text, Message("a deadline"), why)
    elif deadline.due:
        yield from _due(plan, place, deadline.text, max(deadline.due), deadline.continues)


def _due(plan: Plan, place: FindingPlace, text: str, due: date, continues: bool) -> Iterator[Finding]:
    if plan.date and due < plan.date:
        expected = Message("a day from {day} on", day=_day(plan.date))
        why = Message("due on {due}, before the date of the document itself", due=_day(due))
        yield _warning("deadline_before_document", place, text, expected, why)
    if plan.year is None or continues or due.year <= plan.year:
        return
    expected = Message("a day in {year}", year=plan.year)
    if due > date(plan.year + 1, *_LAST_REPORTS):
        why = Message("due on {due}, although the plan is for {year}", due=_day(due), year=plan.year)
        yield _warning("deadline_after_year", place, text, expected, why)
    else:
        why = Message("due on {due}, after the end of the plan's year", due=_day(due))
        yield _information("deadline_next_year", place, text, expected, why)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _gap(gap: Gap, section: Section, measure: Measure) -> Iterator[Finding]:
    place = _place(section, measure, "gap")
    if gap.achieved is not None and gap.maximum is not None:
        difference = gap.maximum - gap.achieved
        if gap.missing is not None and gap.missing != difference:
            why = Message("{maximum} − {achieved} is {difference}", maximum=gap.maximum, achieved=gap.achieved,
                          difference=difference)  # fmt: skip
            yield _error("gap_difference", place, shown_in_full(gap.missing), _points(difference), why)
        if difference == 0:
            why = Message("all points were reached, there is nothing to win back")
            yield _information(
                "remedy_without_loss", place, shown_in_full(gap.achieved), Message("a loss"), why
            )
    if gap.achieved is not None and gap.change is not None and gap.before is not None:
        change = gap.achieved - gap.before
        if change != gap.change:
            why = Message("{achieved} − {before} is {difference}", achieved=gap.achieved, before=gap.before,
                          difference=change)  # fmt: skip
            yield _error("change_difference", place, shown_in_full(gap.change), _points(change), why)


def _points(amount: Fraction) -> Message:
    return Message("{points} points", points=amount)


# --- sums ---------------------------------------------------------------------------------------------------

_NUMBER = r"(?<![\d.,/])\d+(?:[.,]\d+)?"
_WHOLE = re.compile(rf"({_NUMBER})\s*điểm\s*[,;]?\s*\(?\s*(?:trong đó|bao gồm|gồm)\b", re.IGNORECASE)
_WITHIN = re.compile(r"trong đó|bao gồm", re.IGNORECASE)
_LONGEST_SENTENCE = 600
_NO_PART = re.compile(
    r"(?:tăng|giảm|tối đa|trên|dưới|còn|thiếu|hơn|kém|trừ|thêm)(?: lại| thêm)?\s*$", re.IGNORECASE
)
_PART = re.compile(rf"({_NUMBER})\s*điểm", re.IGNORECASE)


def _stated_sums(body: str) -> Iterator[Finding]:
    """Tables of points whose rows or total do not add up, and sentences whose parts do not."""
    rows = [row for row in stated_scores(body) if not row.is_total]
    totals = [row for row in stated_scores(body) if row.is_total]
    for row in (*rows, *totals):
        if row.maximum - row.points != row.loss:
            why = Message(
                "{maximum} − {points} is not {loss}", maximum=row.maximum, points=row.points, loss=row.loss
            )
            place = FindingPlace(section=row.name, line=row.line)
            yield _error(
                "row_difference", place, shown_in_full(row.loss), _points(row.maximum - row.points), why
            )
    for row in totals:
        for column in ("maximum", "points", "loss"):
            yield from _column_sum(column, [getattr(one, column) for one in rows], getattr(row, column), row)
    yield from _parts_of_sentences(body)


def _column_sum(
    column: str, amounts: list[Fraction], stated: Fraction, row: StatedScore
) -> Iterator[Finding]:
    if amounts and total(amounts) != stated:
        why = Message("the rows add up to {sum}", sum=total(amounts))
        place = FindingPlace(section=row.name, column=column, line=row.line)
        yield _error("column_sum", place, shown_in_full(stated), _points(total(amounts)), why)


def _parts_of_sentences(body: str) -> Iterator[Finding]:
    """ "88,09 điểm, trong đó: 61,2 điểm; 26,89 điểm": what follows later in the sentence may be something else."""
    text = " ".join(body.split())
    lines = _lines_of_numbers(body)
    for found in _WHOLE.finditer(text):
        whole = points(found[1])
        parts = _parts(_same_depth(text[found.end() : found.end() + _LONGEST_SENTENCE]))
        if whole is None or len(parts) < 2 or max(parts) > whole or whole in [*accumulate(parts)][1:]:
            continue
        why = Message("the parts named after it add up to {sum}", sum=total(parts))
        place = FindingPlace(line=lines.get(found[1]))
        yield _warning("parts_sum", place, shown_in_full(whole), _points(total(parts)), why)


def _parts(text: str) -> list[Fraction]:
    """The points named up to the next "trong đó", without changes and limits ("giảm 2 điểm", "tối đa 70 điểm")."""
    own = _WITHIN.split(text, maxsplit=1)[0]
    found = (
        part
        for part in _PART.finditer(own)
        if not _NO_PART.search(own[max(0, part.start() - 20) : part.start()])
    )
    return [amount for part in found if (amount := points(part[1])) is not None]


def _same_depth(text: str) -> str:
    """The rest of a sentence without what stands in brackets; it ends where brackets around it close."""
    kept: list[str] = []
    depth = 0
    for sign, following in zip(text, f"{text} "[1:], strict=True):
        depth += (sign == "(") - (sign == ")")
        if depth < 0 or (sign == "." and depth == 0 and not following.isdigit()):
            break
        kept.append(sign if depth == 0 else " ")
    return "".join(kept)


def _lines_of_numbers(body: str) -> dict[str, int]:
    """The first line on which each number stands as it is written.

    >>> _lines_of_numbers("đạt 88,09.\\nđạt 61,2; 88,09")
    {'88,09': 1, '61,2': 2}
    """
    found: dict[str, int] = {}
    for at, line in enumerate(body.splitlines(), 1):
        for number in re.findall(r"[\d.,]+", line):
            if number[0].isdigit():
                found.setdefault(number.rstrip(".,"), at)
    return found


def _quotas(plan: Plan) -> Iterator[Finding]:
    place = FindingPlace(column="quotas")
    added = sum(quota.count for quota in plan.quotas)
    if plan.quotas and plan.quota_total is not None and added != plan.quota_total:
        why = Message("the quotas add up to {sum}", sum=added)
        yield _error("quota_sum", place, str(plan.quota_total), Message("{count} people", count=added), why)
    for quota in plan.quotas:
        if quota.per and quota.count % quota.per:
            why = Message(
                "{count} people cannot be shared out by {per} each", count=quota.count, per=quota.per
            )
            expected = Message("a multiple of {per}", per=quota.per)
            yield _warning("quota_per", replace(place, section=quota.group), str(quota.count), expected, why)


# --- losses and what explains them --------------------------------------------------------------------------

_FILLERS = re.compile(
    r"\b(?:cong tac|linh vuc|chi so|cai cach hanh chinh|cai cach|cchc|thanh phan|thuc hien|nang cao|va|ve|cua|den)\b"
)
_ALIKE = Fraction(3, 4)


@dataclass(frozen=True, slots=True)
class _Explained:
    """A row of the table of points and the measures that belong to it."""

    row: StatedScore
    measures: tuple[tuple[Section, Measure], ...]


def _explained(plan: Plan, rows: tuple[StatedScore, ...]) -> Iterator[Finding]:
    """Losses of the plan's own table that its shortcomings do not add up to, or that have no remedy."""
    for explained in _by_row(plan, [row for row in rows if not row.is_total]):
        row, measures = explained.row, explained.measures
        if not measures and row.loss:
            why = Message("{loss} points were lost, but no measure belongs to it", loss=row.loss)
            place = FindingPlace(section=row.name, line=row.line)
            yield _warning("loss_without_remedy", place, shown_in_full(row.loss), Message("a remedy"), why)
        if measures and not row.loss:
            section, measure = measures[0]
            why = Message("the table of points shows no loss for it")
            yield _information(
                "remedy_without_loss", _place(section, measure), row.name, Message("a loss"), why
            )
        elif measures:
            yield from _unexplained(explained)


def _unexplained(explained: _Explained) -> Iterator[Finding]:
    shortcomings = [one for _, measure in explained.measures for one in measure.shortcomings]
    amounts = [one.points for one in shortcomings if one.points is not None]
    difference = explained.row.loss - total(amounts) if amounts else Fraction(0)
    if not difference:
        return
    place = _place(*explained.measures[0], "shortcomings")
    place = replace(place, line=place.line or explained.row.line)
    loss = explained.row.loss
    if difference > 0:
        why = Message(
            "{difference} of the {loss} points lost are not explained", difference=difference, loss=loss
        )
        yield _error("unexplained_points", place, shown_in_full(total(amounts)), _points(loss), why)
    else:
        why = Message("{difference} points more than the {loss} lost", difference=-difference, loss=loss)
        yield _error("too_many_points", place, shown_in_full(total(amounts)), _points(loss), why)


def _by_row(plan: Plan, rows: list[StatedScore]) -> list[_Explained]:
    belonging: dict[int, list[tuple[Section, Measure]]] = {at: [] for at in range(len(rows))}
    for section, measure in plan.measures():
        at = _row_of(section, measure, rows)
        if at is not None:
            belonging[at].append((section, measure))
    return [_Explained(row, tuple(belonging[at])) for at, row in enumerate(rows)]


def _row_of(section: Section, measure: Measure, rows: list[StatedScore]) -> int | None:
    """The row that the heading names; else the objective; else, where points are named, the task."""
    named = [section.heading, measure.objective]
    if any(one.points is not None for one in measure.shortcomings):
        named += [measure.task, measure.activity]
    return next((at for text in named if text and (at := _most_alike(text, rows)) is not None), None)


def _most_alike(text: str, rows: list[StatedScore]) -> int | None:
    words = _telling_words(text)
    likeness = [_alike(words, _telling_words(row.name)) for row in rows]
    best = max(likeness, default=Fraction(0))
    return likeness.index(best) if best >= _ALIKE and likeness.count(best) == 1 else None


def alike(one: str, other: str) -> Fraction:
    """How much two headings are about the same, from 0 to 1, by the words that tell domains apart.

    >>> alike("1.2.3. Tổ chức bộ máy hành chính", "Cải cách tổ chức bộ máy hành chính") >= Fraction(3, 4)
    True
    >>> alike("Cải cách thể chế", "Cải cách công vụ")
    Fraction(0, 1)
    """
    return _alike(_telling_words(one), _telling_words(other))


def _alike(first: frozenset[str], second: frozenset[str]) -> Fraction:
    if not first or not second:
        return Fraction(0)
    shared = len(first & second)
    inside, overlap = Fraction(shared, min(len(first), len(second))), Fraction(shared, len(first | second))
    return (3 * inside + overlap) / 4


@remembered(most=4096)
def _telling_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]{2,}", _FILLERS.sub(" ", folded(text))))


# --- citations and annexes ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Placed:
    """A citation and where it stands."""

    citation: Citation
    place: FindingPlace


def _citations(plan: Plan, body: str) -> Iterator[Finding]:
    cited = list(_cited_by_measures(plan))
    placed = [*cited, *_not_repeated(cited, list(_cited_by(body)))]
    own = _own_citation(plan)
    compared = [*placed, _Placed(own, _NOWHERE)] if own else placed
    for pair in contradictions([one.citation for one in compared]):
        yield _contradicted(pair, compared)
    yield from _later(plan, placed, own)
    yield from _impossible_days(placed)
    yield from _without_kind(placed)


def _cited_by_measures(plan: Plan) -> Iterator[_Placed]:
    for section, measure in plan.measures():
        for column in _TEXTS:
            for citation in _cited_in(getattr(measure, column) or ""):
                yield _Placed(citation, _place(section, measure, column))


def _cited_by(body: str) -> Iterator[_Placed]:
    return (_Placed(citation, FindingPlace(line=citation.line)) for citation in _cited_in_body(body))


# A plan is looked at again after each of its cells is changed: what its other texts cite is remembered.
_cited_in = remembered(most=8192)(citations)
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
        plan.number, number.strip(), symbol.strip(), plan.kind, plan.date, _day(plan.date), plan.issuer
    )


_CONTRADICTED = {
    Contradiction.DATE: Message("the same document has another date elsewhere: {usual}"),
    Contradiction.SYMBOL: Message("the same document has another symbol elsewhere: {usual}"),
    Contradiction.ISSUER: Message("the same document has another issuer elsewhere: {usual}"),
}


def _contradicted(pair: Contradicted, placed: list[_Placed]) -> Finding:
    odd, usual = placed[pair.odd], placed[pair.usual]
    why = Message(_CONTRADICTED[pair.what].text, usual=_cited(usual.citation))
    return _error(pair.what.value, odd.place, _cited(odd.citation), _ONE_ONLY[pair.what], why)


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
        expected = Message("a date up to {day}", day=_day(plan.date))
        why = Message("the document cites what is dated after itself")
        yield _error("cited_later", one.place, one.citation.text, expected, why)


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
        yield _error("day_impossible", one.place, one.citation.text, Message("a day of the calendar"), why)


def _without_kind(placed: list[_Placed]) -> Iterator[Finding]:
    without = (one for one in placed if one.citation.kind is None and not one.citation.continued)
    for one in _once(one for one in without if one.citation.text.startswith("số")):
        why = Message("the citation does not say what kind of document it is")
        yield _information(
            "cited_kind_missing", one.place, one.citation.text, Message("Quyết định, Kế hoạch, …"), why
        )


def _annexes(body: str) -> Iterator[Finding]:
    headings = Counter(number for line in body.splitlines() if (number := annex_heading(line)) is not None)
    absent: dict[str, AnnexCitation] = {}
    for annex in annexes_cited(body):
        present = annex.number in headings or "" in headings or (not annex.number and headings)
        if not present:
            absent.setdefault(annex.number, annex)
    for annex in absent.values():
        why = Message("the text refers to it, but the file has no such annex: give the whole document")
        yield _warning("annex_missing", FindingPlace(line=annex.line), annex.text, Message("the annex"), why)


# --- agencies -----------------------------------------------------------------------------------------------


def _agencies(plan: Plan, directory: Directory) -> Iterator[Finding]:
    """Agencies that no unit answers to, or that had ended on the day of the document; each wording once."""
    on = plan.date or (date(plan.year, 1, 1) if plan.year else None)
    seen: set[str] = set()
    for section, measure in plan.measures():
        for column, wordings in (("lead", measure.lead), ("cooperating", measure.cooperating)):
            for agency in (one for wording in wordings for one in split(wording)):
                if agency.text not in seen:
                    seen.add(agency.text)
                    match = match_agency(agency, directory, on)
                    yield from _agency(match, _place(section, measure, column))


def _agency(match: Match, place: FindingPlace) -> Iterator[Finding]:
    if match.reason in (Reason.UNKNOWN, Reason.PART_OF_GROUP):
        yield _warning(
            "agency_unknown", place, match.text, Message("an agency of the list of units"), match.why
        )
    if match.reason in (Reason.SUCCEEDED, Reason.ENDED, Reason.NOT_YET):
        yield _warning(
            "agency_ended", place, match.text, Message("an agency that existed on that day"), match.why
        )
