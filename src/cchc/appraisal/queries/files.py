"""What one person appraises as the lines of an Excel file, and what a cell of it holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cchc.access.actor import Actor
from cchc.access.practising import MARK, year_in_files
from cchc.accounts.models import Person
from cchc.appraisal.exchange.work_file import GivenOut, WorkCells
from cchc.appraisal.exchange.work_out import WorkLine, work_workbook
from cchc.appraisal.models import Appraisal
from cchc.appraisal.queries.cells import AppraisedCell, cells_in
from cchc.appraisal.queries.content import AppraisalContent
from cchc.appraisal.queries.sight import sight_in
from cchc.core.scoring.appraised import TAKEN_CODES
from cchc.core.scoring.rules.values import LOSS_WORDS
from cchc.core.words.messages import Message
from cchc.core.words.numbers import exact, plain
from cchc.cycles.models import Cycle, Participant, ScoredBy
from cchc.scores.exchange.form import in_cell
from cchc.scores.models import Stage
from cchc.scores.queries.last_year import last_year_cells, last_year_points
from cchc.self_scoring.queries.claims import Claim
from cchc.texts.speaking import speaker

Cell = tuple[str, str]  # the printed name of a unit, and the number of a leaf


@dataclass(frozen=True, slots=True)
class FilePart:
    """What of a person's work is given out: one unit, one leaf of one set across its units, or (empty) all."""

    unit: int | None = None
    cycle_set: int | None = None
    leaf: str | None = None


def own_cells(actor: Actor, cycle: Cycle, stage: str, part: FilePart | None = None) -> list[AppraisedCell]:
    """Return what `actor` can appraise now in a stage, or of one part of it: nothing of units that stand near, nothing
    that two people appraise, nothing that waits for a decision whether it applies."""
    rows = Participant.objects.filter(cycle=cycle, cycle_set__scored_by=ScoredBy.ROUND)
    if part is not None and part.unit is not None:
        rows = rows.filter(unit=part.unit)
    if part is not None and part.cycle_set is not None:
        rows = rows.filter(cycle_set=part.cycle_set)
    related = rows.select_related("cycle", "cycle_set__version", "unit")
    found = cells_in(
        actor,
        sight_in(actor, cycle),
        cycle=cycle,
        stage=stage,
        participants=list(related.order_by("cycle_set", "place", "pk")),
        leaf=part.leaf if part is not None else None,
    )
    return [one for one in found if one.may_give and one.double is None and not one.waits_for_applicability]


def work_content(actor: Actor, cycle: Cycle, stage: str, part: FilePart) -> bytes:
    """Return the Excel file of a part of what `actor` appraises; its words are always Vietnamese."""
    say = speaker("appraisal", "self_scoring", "scores", "access", language_code="vi")
    cells = own_cells(actor, cycle, stage, part)
    last = _last_year(cells, by_leaf=part.leaf is not None)
    lines = [_line(one, last.get((one.participant.pk, one.leaf.number))) for one in cells]
    again, year = stage == Stage.SECOND_APPRAISAL, str(cycle.year)
    title = (
        Message("SECOND APPRAISAL, {year}", year=year) if again else Message("APPRAISAL, {year}", year=year)
    )
    titles = (
        say(title),
        say(Message("Appraised by {person}", person=actor.person)),
        *([say(MARK)] if cycle.practice else []),
    )
    return work_workbook(titles, owner_of(actor, cycle, stage), lines, reason_words(), say, again=again)


def owner_of(actor: Actor, cycle: Cycle, stage: str) -> tuple[str, str, str]:
    """Return whose work in which stage a file holds, as it says itself: the sign-in name tells two people apart who
    bear the same name."""
    person = Person.objects.filter(pk=actor.person_id).values_list("username", flat=True).first()
    return year_in_files(cycle.year, practice=cycle.practice), str(Stage(stage).value), person or actor.person


def reason_words() -> dict[str, str]:
    """Return the names of the coded reasons, in Vietnamese, by code."""
    say = speaker("core", language_code="vi")
    words = {code: say(LOSS_WORDS[code]) for code in TAKEN_CODES}
    return {code: word[:1].upper() + word[1:] for code, word in words.items()}


def cells_of_content(content: AppraisalContent, claim: Claim) -> WorkCells:
    """Return what the cells of a file hold for an appraisal: figures only where they are not those of the unit; nothing
    where nothing is given."""
    if not content.is_given:
        return WorkCells()
    is_set = content.verdict == Appraisal.Verdict.SET
    declared = claim.content.figures
    return WorkCells(
        content.verdict,
        {name: text for name, text in content.figures.items() if text != declared.get(name)},
        _points(content.points) if is_set else "",
        tuple((one.code, one.text) for one in content.reasons),
        content.provisional,
        content.note,
    )


def _points(text: str) -> str:
    """Points as a cell keeps them: nothing where a spreadsheet cannot hold them exactly."""
    held = in_cell(Fraction(text)) if text else None
    return "" if held is None else exact(held) or plain(held)


def _line(cell: AppraisedCell, last: Fraction | None) -> WorkLine:
    return WorkLine(
        cell.participant.name,
        cell.leaf,
        cell.claim.content.figures,
        len(cell.claim.evidence),
        last,
        cell.claimed.outcome.points,
        given_out(cell),
        explained=cell.explained.text if cell.explained is not None else "",
        first=cell.first_standing.outcome.points,
    )


def given_out(cell: AppraisedCell) -> GivenOut:
    """Return what a file keeps of a cell when it is given out."""
    return GivenOut(cell.read, cell.content.version, cells_of_content(cell.content, cell.claim))


def _last_year(cells: Sequence[AppraisedCell], *, by_leaf: bool) -> Mapping[tuple[int, str], Fraction | None]:
    """The points of last year by participant and leaf: asked leaf by leaf or unit by unit, whichever are fewer."""
    participants = {one.participant.pk: one.participant for one in cells}
    if by_leaf and cells:
        leaf = cells[0].leaf.number
        return {
            (pk, leaf): then.points
            for pk, then in last_year_points(list(participants.values()), leaf).items()
        }
    return {
        (pk, number): then.points
        for pk, participant in participants.items()
        for number, then in last_year_cells(participant).items()
    }


def by_name(cells: Collection[AppraisedCell]) -> dict[Cell, AppraisedCell]:
    """Return cells by the printed name of their unit and the number of their leaf, as a file names them."""
    return {(one.participant.name, one.leaf.number): one for one in cells}


def set_texts(cells: Collection[AppraisedCell]) -> tuple[list[str], dict[str, int]]:
    """Return the texts of the sets of cells, and for each printed unit the place of its own."""
    texts: dict[int, str] = {}
    units: dict[str, Any] = {}
    for one in cells:
        texts.setdefault(one.participant.cycle_set_id, one.participant.cycle_set.version.text)
        units[one.participant.name] = list(texts).index(one.participant.cycle_set_id)
    return list(texts.values()), units
