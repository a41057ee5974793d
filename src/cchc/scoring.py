"""The front door for scripts: a criteria set and a points file in, an exact ranking out; no database, no Django.

    ranking = score("set.toml", "points.xlsx")
    for row in ranking.rows():
        print(row.rank, row.unit, row.printed)
    print(ranking.explain("Sở Nội vụ", "1.1").text("en"))

`cchc score` is this and a table around it. `docs/python.md` shows more; the tests run what it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from cchc.core.papers.answers import Reason
from cchc.core.papers.directory import Directory, KnownUnit
from cchc.core.papers.matching import match
from cchc.core.scoring.criteria.document import document_of
from cchc.core.scoring.criteria.tree import CriteriaSet, outside_span
from cchc.core.scoring.explanations import Explanation, explanation_of
from cchc.core.scoring.index import GroupIndex, NotScorable, UnitIndex, UnitScores, printed_index
from cchc.core.scoring.index import ranking as ranked_groups
from cchc.core.words.messages import Faults, Notice, Place
from cchc.core.words.numerals import DecimalSign
from cchc.criteria.exchange.reading import set_at
from cchc.criteria.exchange.toml import write_toml
from cchc.files.limits import MOST_ROWS
from cchc.files.sandbox import Limits
from cchc.scores.exchange.points import POINTS_FILE, PointsFile
from cchc.texts.speaking import speaker

# A table of a whole country is read here, by who has the machine to himself.
WHOLE_COUNTRY = Limits(memory=4_000_000_000, computing=600, clock=1200, answer=1_000_000_000)


class YearMissing(ValueError):
    """Raised where a set counts days from deadlines and nobody says of which year."""


@dataclass(frozen=True, slots=True)
class RankedRow:
    """One unit of a ranking: points out of the applicable maximum, index (percent, exact and as printed), rank, class.

    Without an index, because something is pending or nothing applies, `index`, `printed` and `rank` are None.
    """

    group: str | None
    rank: int | None
    unit: str
    code: str | None
    points: Fraction
    maximum: Fraction
    pending: Fraction
    index: Fraction | None
    printed: Fraction | None
    grade: str | None


@dataclass(frozen=True, slots=True)
class ExplainedLeaf:
    """How one leaf of one unit came to its points: the value, and its words in the language asked for."""

    unit: str
    value: Explanation

    def text(self, language: str | None = None) -> str:
        """The explanation a line for each sentence, in `language` ("vi" or "en"); without one in Vietnamese,
        or what `cchc.texts.speaking.speaking_in` says."""
        say = speaker("scores", "criteria", language_code=language)
        return "\n".join(say(line) for line in self.value.lines())


@dataclass(frozen=True)
class Ranking:
    """Every peer group of a points file, ranked on exact values by one criteria set; `notices` are remarks on it."""

    criteria: CriteriaSet
    groups: tuple[GroupIndex, ...]
    year: int | None
    provisional: bool
    notices: tuple[Notice, ...] = ()

    def rows(self) -> Iterator[RankedRow]:
        """A row for each unit: the groups in the order of the file, the units of each in the order of their ranks."""
        for group, unit in self._members:
            total, index = unit.total, unit.index
            yield RankedRow(
                group.group, unit.rank, unit.unit.name, unit.unit.code, total.points, total.maximum, total.pending,
                index, None if index is None else printed_index(self.criteria, index), unit.grade,
            )  # fmt: skip

    def explain(self, unit: str, leaf: str, group: str | None = None) -> ExplainedLeaf:
        """How the `leaf` (its number) of a `unit` (its code or name) came to its points.

        `group` tells apart units of one name. Raises `LookupError` where there is no such unit or leaf, or more than
        one such unit.
        """
        if leaf not in self.criteria.leaves:
            raise LookupError(f"no leaf “{leaf}” in the set{_nearest(leaf, self.criteria.leaves)}")
        peers, account = self._member(unit, group)
        explanation = explanation_of(self.criteria.leaves[leaf], account, peers, self.year)
        return ExplainedLeaf(account.unit.name, explanation)

    @cached_property
    def _members(self) -> tuple[tuple[GroupIndex, UnitIndex], ...]:
        return tuple((group, unit) for group in self.groups for unit in group.units)

    def _member(self, unit: str, group: str | None) -> tuple[GroupIndex, UnitIndex]:
        """The one unit of this code or name, and its peer group."""
        among = {str(at): one for at, one in enumerate(self._members) if group in (None, one[0].group)}
        answer = match(unit, self._directory, within=among.keys())
        found = answer.unasked()
        if found is not None:
            return among[found]
        if answer.reason is Reason.SEVERAL:
            raise LookupError(
                f"{len(answer.units)} units are called “{unit}”: name the group, or ask by code"
            )
        names = [one[1].unit.name for one in among.values()]
        raise LookupError(f"no unit “{unit}” in the ranking{_nearest(unit, names)}")

    @cached_property
    def _directory(self) -> Directory:
        units = (one.unit for _, one in self._members)
        return Directory(
            tuple(KnownUnit(str(at), unit.name, unit.code or "") for at, unit in enumerate(units))
        )


def score(
    set: str | Path | CriteriaSet,
    points: str | Path | PointsFile | Sequence[UnitScores],
    *,
    year: int | None = None,
    provisional: bool = False,
) -> Ranking:
    """The ranking of the units in `points` by the criteria `set`, each a file or what was read of one.

    `year` is the cycle's, from which deadlines count; a set of one year needs none. `provisional` ranks also units
    with something pending, over what is scored. Raises `Faults` with everything wrong in a file and where, in the
    scores of a file also what the rules refuse; `NotScorable` for refused scores that come from no file; `YearMissing`.
    """
    criteria = set if isinstance(set, CriteriaSet) else set_at(Path(set))
    asked, year = year, year_of(criteria, year)
    if isinstance(points, (str, Path)):
        points = read_points(criteria, points)
    units = points.units if isinstance(points, PointsFile) else points
    try:
        groups = ranked_groups(criteria, units, year, provisional)
    except NotScorable as refused:
        if isinstance(points, PointsFile):
            raise Faults([*points.faults, *points.refusals(refused.faults)]) from None
        raise
    if isinstance(points, PointsFile):
        points.checked()
    notices = (*points.notices, *points.incomplete(groups)) if isinstance(points, PointsFile) else ()
    return Ranking(criteria, groups, year, provisional, (*year_notices(criteria, asked), *notices))


def read_set(path: str | Path) -> CriteriaSet:
    """The criteria set of a .toml or .xlsx file; raises `Faults` with everything wrong in it."""
    return set_at(Path(path))


def read_points(
    set: CriteriaSet, path: str | Path, *, sheet: str = "", decimal: DecimalSign | None = None
) -> PointsFile:
    """The content of a points file (.xlsx or .csv), with everything wrong in it in `faults`: `score` raises them.

    `sheet` names the sheet, "" every visible one with units and criteria; `decimal` is the decimal sign of text cells
    where the file's unambiguous cells do not show it. Raises `Faults` where there is no table to read.
    """
    path = Path(path)
    more = (write_toml(document_of(set)), sheet, decimal, MOST_ROWS)
    return POINTS_FILE.read(path, path.name, *more, limits=WHOLE_COUNTRY)


def year_of(set: CriteriaSet, year: int | None = None) -> int | None:
    """The year from which deadlines of `set` count: the one given, or the set's only year; None where none counts.

    Raises `YearMissing`.
    """
    if not set.needs_year:
        return None
    if year is not None:
        return year
    if set.first_year is not None and set.first_year == set.last_year:
        return set.first_year
    raise YearMissing("this set counts days from deadlines of the year: give the year")


def year_notices(set: CriteriaSet, year: int | None) -> tuple[Notice, ...]:
    """What is to be said where a set is asked for a `year` that it is not meant for."""
    outside = None if year is None else outside_span(set, year)
    return () if outside is None else (Notice(Place(), outside),)


def _nearest(asked: str, names: Iterable[str]) -> str:
    near = get_close_matches(asked, list(names), n=3)
    return f"; near it: {', '.join(near)}" if near else ""
