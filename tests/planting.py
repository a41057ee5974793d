"""A province in which the results of other units cannot be mistaken for anything else: their names as printed in the
cycle, every figure, their ranks; and what finds these in the body of an answer, whatever its kind."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import openpyxl
from django.http.response import HttpResponseBase

from cchc.core.words.numbers import plain, total
from cchc.cycles import actions as cycle_actions
from cchc.cycles.models import Cycle, Participant
from cchc.plans.models import Plan
from cchc.results.models import DomainIndex, IndexRun, UnitIndex
from cchc.results.queries.accounts import current_run
from cchc.units.models import Unit
from tests import builders

OWN, CHILD = "Sở Nội vụ", "Chi cục Văn thư"
PRINTED = {
    "Sở Tài chính": "Sở Mật danh Thứ nhất",
    "Sở Y tế": "Sở Mật danh Thứ hai",
    "Sở Tư pháp": "Sở Mật danh Thứ ba",
}
SECOND_GROUP = "Khối thứ hai"
RANKS = 7000  # added to every rank of the planted cycle
POINTS = f"""\
đơn vị;1.1:done;1.1:total;1.2;2.1:rate;2.2
{OWN};9;11;1,75;52%;2,25
{CHILD};8;11;1,25;51%;2
{PRINTED["Sở Tài chính"]};7919;8999;1,2357;97,31%;2,3719
{PRINTED["Sở Y tế"]};6841;9463;1,8713;41,17%;2,6173
{PRINTED["Sở Tư pháp"]};5417;9949;1,6451;83,53%;2,7191
"""
DRAWN = "d|points|transform|viewBox|width|height|[xy][12]?|c[xy]|r"
CURVES = re.compile(rf'\s(?:{DRAWN})="[^"]*"')  # of drawings: their numbers are places
INLINE = re.compile(r"</?(?:span|small|b|strong|i|mark)\b[^>]*>")
OTHER_YEARS = """\
đơn vị;1.1:done;1.1:total;1.2;2.1:rate;2.2
Sở Nội vụ;9;10;2;80%;2,4
Sở Tài chính;10;10;1,5;40%;3
Sở Y tế;1;3;1;60%;2,25
Sở Tư pháp;2;3;1;50%;2,5
"""


@dataclass(frozen=True, slots=True)
class Planted:
    """The planted cycle between a closed year before it and one after it, the unit of the reader, and the others."""

    cycle: Cycle
    before: Cycle
    after: Cycle
    own: Unit
    child: Unit
    others: tuple[Unit, ...]
    plan: Plan
    names: frozenset[str]
    indices: frozenset[Fraction]
    figures: frozenset[Fraction]
    ranks: frozenset[int]
    own_figures: frozenset[Fraction]


def planted_province() -> Planted:
    """Three years of which the second is running and not open to units."""
    units = (OWN, *PRINTED)
    before = _closed(_scored(builders.a_scored_cycle(units, year=2025), OTHER_YEARS))
    cycle = builders.a_scored_cycle(units, year=2026)
    own = Unit.objects.get(name=OWN)
    child = builders.a_unit(CHILD, parent=own)
    cycle_actions.add_participants(by=builders.an_actor(), cycle_set=cycle.sets.get(), units=[child])
    others = tuple(Unit.objects.filter(name__in=PRINTED).order_by("pk"))
    for unit in others:
        Participant.objects.filter(cycle=cycle, unit=unit).update(name=PRINTED[unit.name])
    last = Participant.objects.filter(cycle=cycle, unit=others[-1])
    cycle_actions.set_peer_group(
        by=builders.an_actor(), cycle=cycle, participants=last, peer_group=SECOND_GROUP
    )
    _scored(cycle, POINTS)
    run = _with_unmistakable_ranks(cycle)
    after = _closed(_scored(builders.a_scored_cycle(units, year=2027), OTHER_YEARS))
    plan = builders.a_plan(own)
    builders.a_measure(plan)
    rows = list(run.units.select_related("participant"))
    theirs = [row for row in rows if row.participant and row.participant.unit_id not in (own.pk, child.pk)]
    mine = [row for row in rows if row not in theirs]
    return Planted(
        cycle=cycle,
        before=before,
        after=after,
        own=own,
        child=child,
        others=others,
        plan=plan,
        names=frozenset(PRINTED.values()),
        indices=frozenset({*(Fraction(row.exact) for row in theirs), *_of_the_group(rows)}),
        figures=frozenset({*_figures_of(theirs), *_given(), *_of_the_group(rows), *_changes(theirs, after)}),
        ranks=frozenset(row.rank for row in rows if row.rank),
        own_figures=frozenset(Fraction(row.exact) for row in mine),
    )


def _scored(cycle: Cycle, points: str) -> Cycle:
    builders.imported(cycle, points)
    return cycle


def _closed(cycle: Cycle) -> Cycle:
    return cycle_actions.close_cycle(by=builders.an_actor(), cycle=cycle)


def _with_unmistakable_ranks(cycle: Cycle) -> IndexRun:
    """Another run of the same figures in which every rank has four digits."""
    last = current_run(cycle)
    assert last is not None
    run = IndexRun.objects.create(cycle=cycle, cause=last.cause, populations=last.populations)
    for row in list(last.units.order_by("place")):
        domains = list(row.domains.order_by("place"))
        row.pk, row.run, row.rank = None, run, row.rank and RANKS + row.rank
        row._state.adding = True
        row.save(force_insert=True)
        for domain in domains:
            domain.pk, domain.unit_index = None, row
            domain._state.adding = True
        DomainIndex.objects.bulk_create(domains)
    return run


def _figures_of(rows: Iterable[UnitIndex]) -> Iterator[Fraction]:
    for row in rows:
        yield from (Fraction(row.exact), Fraction(row.points))
        for domain in row.domains.all():
            yield from (Fraction(domain.points), Fraction(domain.points) / Fraction(domain.maximum) * 100)


def _given() -> Iterator[Fraction]:
    """The figures and points of the others as they were brought."""
    for line in POINTS.splitlines()[3:]:
        for text in line.split(";")[1:]:
            figure = Fraction(text.rstrip("%").replace(",", "."))
            yield figure
            if text.endswith("%"):
                yield figure / 100  # as a derivation has it


def _of_the_group(rows: Iterable[UnitIndex]) -> Iterator[Fraction]:
    """The means of the peer groups."""
    groups: dict[str, list[Fraction]] = {}
    for row in rows:
        groups.setdefault(row.peer_group, []).append(Fraction(row.exact))
    for indices in groups.values():
        yield total(indices) / len(indices)


def _changes(rows: Iterable[UnitIndex], after: Cycle) -> Iterator[Fraction]:
    """By how much the index of the others changes in the open year behind: with it the hidden one is known."""
    run = current_run(after)
    assert run is not None
    in_it = run.units.select_related("participant")
    later = {row.participant.unit_id: Fraction(row.exact) for row in in_it if row.participant}
    for row in rows:
        assert row.participant is not None
        yield abs(later[row.participant.unit_id] - Fraction(row.exact))


def text_of(answer: HttpResponseBase) -> str:
    """Everything that an answer says, headers too: HTML with its attributes, the cells of a workbook, a Word file."""
    raw = b"".join(answer) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "")
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as file:
            raw = b"\n".join(file.read(name) for name in file.namelist())
    body = CURVES.sub("", raw.decode(errors="replace"))
    if "html" in kind:
        body += INLINE.sub("", body)  # decimals may have an element of their own
    return (
        f"{headers}\n{html.unescape(body) if 'json' not in kind else body.encode().decode('unicode_escape')}"
    )


def sheets_of(answer: Any) -> dict[str, str]:
    """The text of each sheet of a workbook by its title."""
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer) if answer.streaming else answer.content))
    return {
        sheet.title: "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
        for sheet in book
    }


class Detector:
    """Finds names, figures and ranks in a text, in any notation with two decimals or more."""

    def __init__(self, names: Iterable[str], figures: Iterable[Fraction], ranks: Iterable[int]) -> None:
        self.names = tuple(names)
        numbers = {text for figure in figures for text in _notations(figure)} | {str(rank) for rank in ranks}
        ordered = "|".join(sorted(map(_either_sign, numbers))) or "(?!)"
        # The seconds of a time (07:25:17.545385, until when a desk was seen) are nobody's index of 17,54.
        self.number = re.compile(rf"(?<![\w.,/])(?<!\d:)(?:{ordered})(?![\w/])")

    def found_in(self, text: str) -> set[str]:
        """What of these the text says."""
        return {name for name in self.names if name in text} | set(self.number.findall(text))


def detector_of(planted: Planted) -> Detector:
    """The detector of everything that a unit may not see of others."""
    return Detector(planted.names, planted.figures, planted.ranks)


def _notations(figure: Fraction) -> Iterator[str]:
    """A figure as it may be printed: to two decimals and on, or as a fraction."""
    if figure.denominator == 1:
        yield str(figure.numerator)
        return
    if abs(figure) < 1:
        yield plain(figure)  # two decimals of a share could be anybody's
        return
    whole, rest = divmod(abs(figure.numerator), figure.denominator)
    for hundredths in {rest * 100 // figure.denominator, round(Fraction(rest, figure.denominator) * 100)}:
        yield rf"{whole + hundredths // 100}.{hundredths % 100:02d}\d*"
    if figure.denominator > 10_000:
        yield f"{figure.numerator}/{figure.denominator}"


def _either_sign(text: str) -> str:
    """The pattern of a number with a comma or a full stop for its decimals."""
    return re.sub(r"\.", "[.,]", text, count=1)
