"""What the columns of a plan's table hold, whatever their order: by the words of their headings and by their cells.

Every column is scored for everything that it may hold, by its heading (`heading_scores`) and by what its cells are
(`cells.votes_of`); then all columns of the table are assigned together, so that the sum is the highest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cchc.core.plans.columns import (
    ACTIVITY,
    BUDGET,
    BUDGET_SOURCE,
    COOPERATING,
    DEADLINE,
    EXTRA,
    KEYS,
    LEAD,
    NUMBER,
    OBJECTIVE,
    OUTPUT,
    SHORTCOMINGS,
    TASK,
    VISIT,
    WHO,
)
from cchc.core.words.messages import Message
from cchc.reading.plans.cells import CellSort, day_of_serial, kind_of_cell, votes_of
from cchc.reading.plans.heading_words import PERIOD, START, UNIT, heading_scores, names_both_roles, period_of

WHAT = (TASK, ACTIVITY, OBJECTIVE, OUTPUT)
WHO_AND_WHEN = (LEAD, COOPERATING, DEADLINE)

_TASK_IS_NEEDED = 3.0
_NOT_SAID = 4.0  # what cells must speak with where the heading says nothing that is known
_NO_HEADING = 3.0
_CONTRADICTED = 0.5
_AGAINST = -4.0
_SECOND = 7.0
_CLEAR = 0.5
_MOST_MARKS = 200

# "(1) (2) (3)", "A B 1 2" below the headings
_ORDINALS = re.compile(r"\(?\s*(?:\d{1,2}|[A-ZĐ])\s*\)?\.?")

_REFUSES = -8.0
_VOTES: Mapping[str, Mapping[CellSort, float]] = {
    NUMBER: {CellSort.ORDINAL: 6, CellSort.NUMBER: 2, CellSort.TEXT: -6, CellSort.AGENCY: -6, CellSort.TIME: -6},
    TASK: {CellSort.TEXT: 3, CellSort.AGENCY: -2, CellSort.UNIT: -1},
    ACTIVITY: {CellSort.TEXT: 2, CellSort.AGENCY: -2, CellSort.UNIT: -1},
    OBJECTIVE: {CellSort.TEXT: 2, CellSort.UNIT: 0, CellSort.NUMBER: 2, CellSort.ORDINAL: 0, CellSort.AGENCY: -4},
    OUTPUT: {CellSort.TEXT: 2, CellSort.UNIT: 1, CellSort.NUMBER: -3, CellSort.ORDINAL: -3, CellSort.AGENCY: -5},
    SHORTCOMINGS: {CellSort.TEXT: 2, CellSort.UNIT: 0, CellSort.AGENCY: -4, CellSort.NUMBER: -3},
    LEAD: {CellSort.AGENCY: 6, CellSort.TEXT: 0, CellSort.PERSON: -5},
    COOPERATING: {CellSort.AGENCY: 6, CellSort.TEXT: 0, CellSort.PERSON: -5},
    DEADLINE: {CellSort.TIME: 6, CellSort.TEXT: -1, CellSort.ORDINAL: -2, CellSort.CROSS: -2},
    BUDGET: {CellSort.NUMBER: 3, CellSort.ORDINAL: 0, CellSort.TEXT: 0, CellSort.UNIT: 0, CellSort.TIME: 0},
    BUDGET_SOURCE: {CellSort.TEXT: 1, CellSort.AGENCY: 0, CellSort.CODE: 0, CellSort.UNIT: 0, CellSort.TIME: 0},
    START: {CellSort.TIME: 6, CellSort.TEXT: -1, CellSort.ORDINAL: -2},
    UNIT: {CellSort.UNIT: 6, CellSort.TEXT: -2, CellSort.ORDINAL: -4},
}  # fmt: skip
"""How much cells of a kind speak for a column; a kind that is not named speaks as much against it as any can. Of a
column that is not named here they say nothing."""
_ONCE = (*(key for key in KEYS if key != EXTRA), START, UNIT)


@dataclass(frozen=True, slots=True)
class NamedColumn:
    """What a column holds: the `key` of a measure's column, or one of `START`, `PERIOD` and `UNIT`.

    `names_both`: its cells name who leads and who cooperates. `period` is the quarter or month as a deadline words it.
    `doubt` says why it is not sure; then nothing that is read from the column is.
    """

    key: str
    heading: str = ""
    names_both: bool = False
    period: str = ""
    doubt: Message | None = None
    is_second: bool = False


def named_columns(
    headings: Sequence[str],
    cells: Sequence[Sequence[str]] = (),
    above: Sequence[str] = (),
) -> dict[int, NamedColumn]:
    """Return what the columns hold, by their positions; a column without heading and cells is not among them.

    `headings` are the headings, equal ones side by side are one heading over several columns; `cells` the texts of some
    rows below them, by column, and `above` the headings one level higher. The order of the columns does not matter,
    but for columns with equal headings.
    """
    groups = _groups(headings)
    periods = _periods(groups, headings, cells, above)
    asked = [_Asked.of(at, headings[at], cells[at] if at < len(cells) else (), periods) for at in groups]
    chosen = _assigned(asked)
    found: dict[int, NamedColumn] = {}
    for one, key in zip(asked, chosen, strict=True):
        if one.heading or one.votes:
            named = _named(one, key)
            found |= dict.fromkeys(groups[one.at], named)
    return _with_who_does_it(found, cells)


def _with_who_does_it(
    columns: dict[int, NamedColumn], cells: Sequence[Sequence[str]]
) -> dict[int, NamedColumn]:
    """Where no column names who leads, "Người thực hiện" does, unless persons stand in it: plans of schools and
    offices name "Ban giám hiệu", "Kế toán" there."""
    if any(one.key in (LEAD, COOPERATING) for one in columns.values()):
        return columns
    for at, one in columns.items():
        votes = votes_of(cells[at]) if at < len(cells) else {}
        if _WHO_DOES_IT.match(one.heading) and _share(votes, CellSort.PERSON, CellSort.TELEPHONE) < _CLEAR:
            return columns | {at: NamedColumn(LEAD, one.heading, doubt=_not_in_heading(one.heading))}
    return columns


_WHO_DOES_IT = re.compile(
    r"(?:người|cán bộ|công chức|cá nhân) (?:thực hiện|phụ trách|chủ trì)", re.IGNORECASE
)


def columns_of(headings: Sequence[str]) -> dict[int, str]:
    """Return the keys of a row of headings by their positions; the unknown is extra."""
    return {at: named.key for at, named in named_columns(headings).items()}


def names_a_plan(columns: Mapping[int, str]) -> bool:
    """Return whether the columns are those of a plan: what is to be done, and who does it or when.

    A single period is the deadline of a row ("Tháng 8/2026"), no heading.
    """
    kinds = set(columns.values())
    if list(columns.values()).count(PERIOD) == 1:
        kinds.discard(PERIOD)
    return (
        len(kinds - {EXTRA, UNIT}) >= 3
        and bool(kinds & set(WHAT))
        and bool(kinds & {LEAD, DEADLINE, PERIOD, START})
    )


def of_a_schedule(
    columns: Mapping[int, NamedColumn], cells: Sequence[Sequence[str]]
) -> dict[int, NamedColumn] | None:
    """Return the columns of a schedule of inspections, whom it goes to as what is done; None where they are of none.

    It says whom and when, and one of the two headings speaks of the inspection: "Đơn vị được kiểm tra · Thời gian",
    "Tên đơn vị · Ngày kiểm tra".
    """
    visited = {
        at: one for at, one in columns.items()
        if _VISITED.fullmatch(one.heading) and _share(votes_of(cells[at]), CellSort.AGENCY) >= _CLEAR
    }  # fmt: skip
    timed = [one.heading for one in columns.values() if one.key in (DEADLINE, START, PERIOD)]
    headings = {one.heading for one in visited.values()}
    if len(headings) != 1 or not timed or not any(map(_VISIT.search, (*headings, *timed))):
        return None
    (heading,) = headings
    # "Đơn vị kiểm tra" may be who comes
    doubt = _not_in_heading(heading) if _VISITS.fullmatch(heading) else None
    others = {
        at: replace(one, key=EXTRA) if one.key == TASK else one
        for at, one in columns.items() if at not in visited
    }  # fmt: skip
    return others | {at: NamedColumn(TASK, one.heading, doubt=doubt) for at, one in visited.items()}


_VISIT = re.compile(VISIT, re.IGNORECASE)
_VISITS = re.compile(rf"{WHO}\s+{VISIT}", re.IGNORECASE)
_VISITED = re.compile(
    rf"(?:tên\s+)?(?:{WHO}|đối tượng)(?:\s+(?:(?:được|chịu sự)\s+)?{VISIT})?", re.IGNORECASE
)


def is_ordinals(texts: Sequence[str]) -> bool:
    """Return whether a row only numbers its columns: (1) (2) (3), or A B 1 2."""
    filled = [text for text in texts if text]
    plain = [text.strip("(). ") for text in filled]
    return (
        len(filled) >= 3
        and all(_ORDINALS.fullmatch(text) for text in filled)
        and len(set(plain)) == len(plain)
        and sum(text.isdigit() for text in plain) * 2 >= len(plain)
    )


def heading_in_doubt(why: Message) -> str | None:
    """Return the heading of the column that a doubt is about; None for a doubt about a single cell or row."""
    said = {_not_in_heading("").text, _contradicts("").text}
    return str(dict(why.gaps)["heading"]) if why.text in said else None


def _not_in_heading(heading: str) -> Message:
    return Message(
        "The heading “{heading}” does not say this: it was taken from what the cells hold.", heading=heading
    )


def _contradicts(heading: str) -> Message:
    return Message("The cells under “{heading}” hold something else than the heading says.", heading=heading)


# --- all columns together ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Asked:
    """One heading: where its columns begin, its words, what it and its cells speak for, what is scored without it."""

    at: int
    heading: str
    votes: Mapping[CellSort, float]
    said: Mapping[str, float]
    period: str
    scores: Mapping[str, float]
    without: float

    @staticmethod
    def of(at: int, text: str, cells: Sequence[str], periods: Mapping[int, str]) -> _Asked:
        heading = " ".join(text.split())
        said = heading_scores(heading)
        if said.get(DEADLINE):  # a date that has lost its format in a workbook is a day
            cells = [day_of_serial(text) or text for text in cells]
        votes = votes_of(cells)
        period = periods.get(at, "")
        if at in periods and not period:
            return _Asked(at, heading, votes, {}, "", {}, 0.0)
        without = said.get(EXTRA, 0.0 if said else _NOT_SAID if heading else _NO_HEADING)
        scores = {} if period else {key: _score(key, said, votes) for key in _ONCE}
        wanted = {key: score for key, score in scores.items() if score > without}
        return _Asked(at, heading, votes, said, period, wanted, without)


def _score(key: str, said: Mapping[str, float], votes: Mapping[CellSort, float]) -> float:
    spoken = sum(share * _weight(key, kind) for kind, share in votes.items())
    heading = said.get(key, 0.0)
    if not heading and key not in (NUMBER, LEAD, COOPERATING, DEADLINE):
        return -1.0  # sentences look alike: only a heading tells a task from an output
    needed = _TASK_IS_NEEDED if key == TASK and heading else 0.0
    return heading + spoken + needed


def _weight(key: str, kind: CellSort) -> float:
    return _VOTES[key].get(kind, _REFUSES) if key in _VOTES else 0.0


def _periods(
    groups: Iterable[int], headings: Sequence[str], cells: Sequence[Sequence[str]], above: Sequence[str]
) -> dict[int, str]:
    """The quarters and months that headings name, by position; empty texts where the cells below all of them are
    amounts rather than crosses and days."""
    named = {at: period_of(headings[at], above[at] if at < len(above) else "") for at in groups}
    found = {at: period for at, period in named.items() if period}
    texts = [text for at in found if at < len(cells) for text in cells[at]]
    kinds = [kind_of_cell(text) for text in texts[:_MOST_MARKS] if text.strip()]
    marks = sum(kind in (CellSort.CROSS, CellSort.TIME) for kind in kinds)
    return found if not kinds or marks >= _CLEAR * len(kinds) else dict.fromkeys(found, "")


def _groups(headings: Sequence[str]) -> dict[int, list[int]]:
    """The positions under each heading, by the first of them: equal headings side by side are one."""
    groups: dict[int, list[int]] = {}
    first = 0
    for at, heading in enumerate(headings):
        if not at or not heading or heading != headings[at - 1]:
            first = at
        groups.setdefault(first, []).append(at)
    return groups


def _assigned(asked: Sequence[_Asked]) -> list[str]:
    """What each heading names, each thing once, so that the sum of the scores is the highest."""
    keys = [EXTRA] * len(asked)
    order = sorted(_candidates(asked), key=lambda at: (asked[at].heading, at))
    best: dict[int, tuple[float, tuple[tuple[int, str], ...]]] = {0: (0.0, ())}
    for at in order:
        found = dict(best)
        for taken, (total, choices) in best.items():
            for key, score in asked[at].scores.items():
                bit = 1 << _ONCE.index(key)
                sum_with = total + score - asked[at].without
                if not taken & bit and sum_with > found.get(taken | bit, (0.0, ()))[0]:
                    found[taken | bit] = (sum_with, (*choices, (at, key)))
        best = found
    for at, key in max(best.values(), key=lambda one: one[0])[1]:
        keys[at] = key
    return keys


def _candidates(asked: Sequence[_Asked]) -> set[int]:
    """The headings that may name anything once: for each thing no more than there are things."""
    chosen: set[int] = set()
    for key in _ONCE:
        wanting = [at for at, one in enumerate(asked) if key in one.scores]
        wanting.sort(key=lambda at: (asked[at].without - asked[at].scores[key], asked[at].heading, at))
        chosen.update(wanting[: len(_ONCE)])
    return chosen


def _named(one: _Asked, key: str) -> NamedColumn:
    if one.period:
        return NamedColumn(PERIOD, one.heading, period=one.period)
    names_both = key == LEAD and names_both_roles(one.heading)
    if key != EXTRA:
        return NamedColumn(key, one.heading, names_both, doubt=_doubt(one, key))
    for second, kind in (
        (DEADLINE, CellSort.TIME),
        (LEAD, CellSort.AGENCY),
        (COOPERATING, CellSort.AGENCY),
    ):
        says = one.said.get(second, 0.0)
        if says >= _SECOND and says > one.said.get(EXTRA, 0.0) and _share(one.votes, kind) >= _CLEAR:
            return NamedColumn(second, one.heading, is_second=True)
    return NamedColumn(EXTRA, one.heading)


def _share(votes: Mapping[CellSort, float], *kinds: CellSort) -> float:
    return sum(votes.get(kind, 0.0) for kind in kinds)


def _doubt(one: _Asked, key: str) -> Message | None:
    if key == NUMBER:
        return None
    if not one.said.get(key):
        return _not_in_heading(one.heading)
    against = sum(share for kind, share in one.votes.items() if _weight(key, kind) <= _AGAINST)
    if against >= _CONTRADICTED:
        return _contradicts(one.heading)
    return None
