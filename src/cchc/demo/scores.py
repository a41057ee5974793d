"""The scores of the demonstration: points files as the offices would send them, brought by the import of the room."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from random import Random
from typing import NamedTuple

from cchc.access.actor import Actor
from cchc.core.scoring.criteria.figures import figure_text
from cchc.core.scoring.criteria.tree import Node, Part
from cchc.core.words.numbers import plain
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, CycleSet, Participant, ScoredBy, SurveyedBy, about_set
from cchc.demo.figures import DrawnValue, Pool, in_cell, is_extra, pools
from cchc.demo.sets import QUANG_BINH
from cchc.intake.actions import stage_and_apply
from cchc.intake.kinds import Brought
from cchc.scores.actions import Reference, approve, correct_score, undo_last_import
from cchc.scores.exchange.points import read_points_file
from cchc.scores.models import Correction, Score
from cchc.scores.queries.comparison import preview_of
from cchc.scores.staged import POINTS_FILES, compared_points
from cchc.units.models import Kind
from cchc.units.queries import predecessors_of

# The mean and the standard deviation of the units of a kind, as shares (0–1) of the maximum.
LEVELS = {
    Kind.DEPARTMENT: (0.89, 0.030),
    Kind.DISTRICT: (0.86, 0.030),
    Kind.WARD: (0.87, 0.030),
    Kind.COMMUNE: (0.83, 0.045),
    Kind.SPECIAL_ZONE: (0.80, 0.030),
}
GAINED_A_YEAR = 0.014
LATECOMERS = frozenset({"90547", "90250", "90331", "90154"})
TOTAL = "Tổng cộng\r\n".encode()  # as an office prints it below its units; said, and never ranked
MISTAKEN = ("Các phường",)
SATISFACTION = "8.1"
SIGNED = date(2026, 12, 18)
FOUND_LATER = "Bổ sung phiếu điều tra đến chậm sau khi rà soát"
COUNTED_AGAIN = "Đối chiếu lại phiếu điều tra của đơn vị: một phần phiếu nhập nhầm đơn vị khác"


class PointsTarget(NamedTuple):
    """The result that a unit is to reach in a year, as a share (0–1) of the maximum, and its generator of chance."""

    share: float
    chance: Random


class DrawnPoints:
    """The points file of one criteria set in one cycle, ready to be written for some or all of its units."""

    def __init__(self, attached: CycleSet) -> None:
        self.attached = attached
        self.leaves = criteria_of(attached.version).leaves
        taking = attached.participants.select_related("unit").prefetch_related("not_applicable")
        self.participants = list(taking.order_by("place"))
        self.qualities = qualities(self.participants)
        self.without = {
            (cell.participant_id, cell.leaf) for one in self.participants for cell in one.not_applicable.all()
        }

    @cached_property
    def pools(self) -> dict[str, Pool]:
        """What can be drawn for each leaf, by its number."""
        return pools(self.leaves, self.attached.cycle.year)

    def content(self, *, draft: int = 0, left_out: Collection[str] = (), survey: bool | None = None) -> bytes:
        """Return the file as CSV, of the survey leaves alone or of all others where `survey` says so; another `draft`
        gives other figures."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        leaves = [one for one in self.leaves.values() if survey in (None, one.part is Part.SURVEY)]
        headings = [heading for leaf in leaves for heading in self.headings(leaf)]
        writer.writerow(["đơn vị", "mã", "khối", *headings])
        for participant in self.participants:
            if participant.code not in left_out:
                writer.writerow(self.row(participant, draft, leaves))
        return text.getvalue().encode("utf-8-sig")

    def headings(self, leaf: Node) -> list[str]:
        """Return the headings of the columns of a leaf."""
        return [f"{leaf.number}:{one.name}" for one in leaf.variables] if leaf.rule else [leaf.number]

    def row(self, participant: Participant, draft: int, leaves: Iterable[Node]) -> list[str]:
        """Return the cells of a participant."""
        wanted = self.wanted(participant, draft)
        cells = [participant.name, participant.code, participant.peer_group]
        for leaf in leaves:
            given = drawn_for(leaf, self.pools[leaf.number], wanted)
            cells += written(leaf, given, (participant.pk, leaf.number) in self.without)
        return cells

    def wanted(self, participant: Participant, draft: int) -> PointsTarget:
        """Return the target of a participant: better units are better in every year, and all a little better than the
        year before."""
        year = self.attached.cycle.year
        chance = Random(f"{participant.code} {participant.name} {year} {draft}")  # noqa: S311 - repeatable
        level, apart = LEVELS[Kind(participant.unit.kind)]
        share = level + apart * self.qualities[participant.pk] + GAINED_A_YEAR * (year - 2025)
        return PointsTarget(share + chance.gauss(0, apart / 4), chance)


def qualities(participants: list[Participant]) -> dict[int, float]:
    """Return how good each unit is, in standard deviations: drawn for the oldest units, the mean for their
    successors."""
    steps = predecessors_of([one.unit_id for one in participants])
    found = {}
    for one in participants:
        followed = {step.after.pk for step in steps[one.unit_id]}
        oldest = {
            step.before.pk: step.before.code for step in steps[one.unit_id] if step.before.pk not in followed
        }
        drawn = [Random(code).gauss(0, 1) for code in oldest.values() or [one.code]]  # noqa: S311 - repeatable
        found[one.pk] = sum(drawn) / len(drawn) ** 0.5
    return found


def drawn_for(leaf: Node, pool: Pool, wanted: PointsTarget) -> DrawnValue:
    """Return the figures or points of a unit for one leaf."""
    chance = wanted.chance
    if is_extra(leaf):
        lucky = chance.random() < (0.3 if leaf.part is Part.BONUS else 0.06)
        return pool.near(chance.uniform(0.2, 0.8) if lucky else 0, chance)
    hard = Random(leaf.number).gauss(0, 0.05)  # noqa: S311 - repeatable
    share = wanted.share + hard + chance.gauss(0, 0.05)
    if leaf.part is Part.SURVEY:
        return pool.near(min(max(share, 0.75), 0.98), chance)
    return pool.near(min(max(share + 0.03, 0.02), 1), chance)


def written(leaf: Node, given: DrawnValue, without: bool) -> list[str]:
    """Return the cells of one leaf: figures, points or KAD."""
    if without:
        return ["KAD"] + [""] * (len(leaf.variables) - 1 if leaf.rule else 0)
    if isinstance(given, Mapping):
        return [in_cell(one, given[one.name]) if one.name in given else "" for one in leaf.variables]
    return [plain(given)]


class Hands(NamedTuple):
    """Who brings the scores, and who of another unit approves those of the own unit."""

    by: Actor
    second: Actor


def bring(hands: Hands, attached: CycleSet, content: bytes, name: str) -> None:
    """Preview a points file and apply it; the second person approves the rows of the first one's unit."""
    points = read_points_file(content, name, attached.version.text, decimal=".")
    preview = preview_of(attached, points)
    brought = Brought(hands.by, name, content, about_set(attached.pk), {"sheet": "", "decimal": "."})
    compared = compared_points(preview)
    staged = stage_and_apply(by=hands.by, kind=POINTS_FILES, brought=brought, compared=compared)
    for asked in Correction.objects.filter(source=staged, state=Correction.State.WAITING):
        approve(by=hands.second, correction=asked)


def load_past(cycle: Cycle, hands: Hands) -> None:
    """Load every score of a year that is over, but of the sets that went through a round, and of what a survey
    found."""
    for attached in cycle.sets.filter(scored_by=ScoredBy.FILE).order_by("pk"):
        parts = False if attached.survey_by == SurveyedBy.SURVEY else None
        bring(hands, attached, DrawnPoints(attached).content(survey=parts), file_name(attached))


def load_survey(cycle: Cycle, hands: Hands) -> list[DrawnPoints]:
    """Load the scores of the survey of the running year: units that come late, a wrong file taken back. Returns what
    is drawn for each set, from which its units score themselves."""
    drawn = [DrawnPoints(attached) for attached in cycle.sets.order_by("pk")]
    for sheet in drawn:
        content = sheet.content(left_out=LATECOMERS, survey=True)
        bring(hands, sheet.attached, content, file_name(sheet.attached))
    wards = {one.code for one in sheet.participants if one.peer_group in MISTAKEN}
    others = {one.code for one in sheet.participants} - wards
    wrong = sheet.content(draft=1, left_out=others, survey=True)
    bring(hands, sheet.attached, wrong, "diem-dieu-tra-phuong-2026-ban-nhap.csv")
    undo_last_import(by=hands.by, cycle=cycle)
    early = {one.code for one in sheet.participants} - LATECOMERS
    printed = sheet.content(left_out=early, survey=True) + TOTAL
    bring(hands, sheet.attached, printed, "diem-dieu-tra-xa-2026-bo-sung.csv")
    return drawn


def correct(cycle: Cycle, hands: Hands) -> None:
    """Give the first department that lost points in the survey what was counted afterwards; and let the own department
    of whoever brings the scores ask for the same, which waits for the second person."""
    rows = Score.objects.filter(cycle=cycle, leaf=SATISFACTION, participant__unit__kind=Kind.DEPARTMENT)
    others = rows.exclude(participant__unit=hands.by.unit_id)
    taken = others.select_related("participant__cycle_set__version").order_by("participant__place")
    next(one for one in taken if is_corrected_to_best(one, COUNTED_AGAIN, hands.by))
    own = Score.objects.filter(cycle=cycle, participant__unit=hands.by.unit_id).exclude(figures=None)
    lost = own.select_related("participant__cycle_set__version").order_by("leaf")
    next(
        one
        for one in lost
        if is_corrected_to_best(one, FOUND_LATER, hands.by, Reference("215/BC-SNV", SIGNED))
    )


def is_corrected_to_best(score: Score, reason: str, by: Actor, reference: Reference | None = None) -> bool:
    """Whether a score was not the best one, and is corrected to it or asked to be."""
    leaf = criteria_of(score.participant.cycle_set.version).leaves[score.leaf]
    best = Pool(leaf, score.cycle.year).near(1, Random(score.cycle.year))  # noqa: S311 - repeatable
    if not score.figures or written_alike(leaf, best, score.figures) or not isinstance(best, Mapping):
        return False
    correct_score(
        by=by,
        participant=score.participant,
        leaf=score.leaf,
        given=best,
        reason=reason,
        version=score.version,
        reference=reference,
    )
    return True


def written_alike(leaf: Node, given: DrawnValue, figures: Mapping[str, str]) -> bool:
    """Whether a score has the figures or points `given`."""
    return isinstance(given, Mapping) and all(
        figure_text(one, given[one.name]) == figures.get(one.name)
        for one in leaf.variables
        if one.name in given
    )


def load_quang_binh(root: Path, attached: CycleSet, hands: Hands) -> None:
    """Load the published totals of Quảng Bình."""
    bring(hands, attached, (root / QUANG_BINH / "points.csv").read_bytes(), "quang-binh-2023.csv")


def file_name(attached: CycleSet) -> str:
    """Return the name under which the office sent its points."""
    return f"diem-{attached.version.set_id}-{attached.cycle.year}.csv"
