"""The cycles of the demonstration: 2024 before the reform, 2025 after it, 2026 running, and Quảng Bình 2023."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from cchc.access.actor import Actor
from cchc.criteria.models import CriteriaVersion
from cchc.criteria.queries import criteria_of
from cchc.cycles.actions import (
    PhaseDates,
    add_participants,
    attach_set,
    change_applicability,
    change_phases,
    create_cycle,
    open_cycle,
)
from cchc.cycles.actions.practice import begin_practice
from cchc.cycles.models import Cycle, CycleSet, PhaseKind, ScoredBy, SurveyedBy
from cchc.cycles.queries import candidates
from cchc.demo.places import TWO_TIERS, table
from cchc.demo.sets import QUANG_BINH, Sets
from cchc.units.actions import UnitChange, import_units
from cchc.units.models import Kind, Unit

DEPARTMENTS = "Các sở, ban, ngành"
DISTRICTS = "Các huyện, thị xã, thành phố"
OLD_COMMUNES = "Các xã, phường, thị trấn"
GROUPS = {Kind.COMMUNE: "Các xã", Kind.WARD: "Các phường", Kind.SPECIAL_ZONE: "Các đặc khu"}

# The phases of a cycle, with their first and last day counted from 1 January of the year of the cycle.
PHASES = (
    (PhaseKind.PLAN, "Kế hoạch", 14, 73),
    (PhaseKind.SURVEY, "Điều tra xã hội học", 304, 345),
    (PhaseKind.SELF_SCORING, "Tự chấm điểm", 346, 374),
    (PhaseKind.APPRAISAL, "Thẩm định", 375, 404),
    (PhaseKind.JUSTIFICATION, "Giải trình", 405, 418),
    (PhaseKind.SECOND_APPRAISAL, "Thẩm định lần 2", 419, 435),
    (PhaseKind.COUNCIL, "Hội đồng", 436, 446),
    (PhaseKind.APPROVAL, "Phê duyệt", 447, 456),
    (PhaseKind.PUBLICATION, "Công bố", 457, 470),
)
MIDST_OF_SELF_SCORING = 362  # the day on which the demonstration is loaded
LAST_DAY_FOR_ALL = 358  # of self-scoring in the running year: the communes were given more days beforehand
MORE_DAYS_OF_COMMUNES = 16
DAYS_OF_PRACTICE = 5  # of each phase of the practice
APPRAISED_SINCE = 359  # the appraisal of who has handed in begins while the communes score themselves


class Exempt(NamedTuple):
    """Exempt units by their codes, with the words in the names of the nodes whose leaves do not apply, and the
    reason."""

    codes: frozenset[str]
    words: tuple[str, ...]
    reason: str


PROCEDURES = ("Cải cách thủ tục hành chính", "Cung cấp dịch vụ công trực tuyến", "Số hóa hồ sơ")
EXEMPT = (
    Exempt(frozenset({"TTR"}), PROCEDURES, "Không có thủ tục hành chính phải tiếp nhận, giải quyết"),
    Exempt(
        frozenset({"TTR", "SNGV", "BDT", "SDTTG", "BQLKKT"}),
        ("đơn vị sự nghiệp công lập trực thuộc",),
        "Không có đơn vị sự nghiệp công lập trực thuộc",
    ),
    Exempt(
        frozenset({"TTR", "SNGV"}), ("vốn đầu tư công",), "Không được giao kế hoạch vốn đầu tư công trong năm"
    ),
    Exempt(
        frozenset({"90115", "90637"}),
        ("không phụ thuộc địa giới",),
        "Đặc khu hải đảo, chưa tiếp nhận hồ sơ không phụ thuộc địa giới hành chính",
    ),
)


def unmerged() -> Exempt:
    """Return the exemption of the communes that were not merged, and so have nothing left over from a merger."""
    rows = table("communes.csv")
    names = [row["became"] for row in rows]
    codes = frozenset(row["code"] for row in rows if names.count(row["became"]) == 1)
    words = ("dôi dư sau sắp xếp", "trước sắp xếp")
    return Exempt(
        codes, words, "Giữ nguyên đơn vị hành chính, không có trụ sở, văn bản phải xử lý sau sắp xếp"
    )


def phases(year: int, shift: timedelta = timedelta()) -> list[PhaseDates]:
    """Return the phases of a year, all moved by `shift`."""
    first = date(year, 1, 1) + shift
    return [
        PhaseDates(kind, name, first + timedelta(days=starts), first + timedelta(days=ends))
        for kind, name, starts, ends in PHASES
    ]


def running_phases(year: int, today: date) -> list[PhaseDates]:
    """Return the phases of a running cycle, moved so that on `today` the departments have handed in, or are late, and
    the communes are in the midst of self-scoring; the plan keeps its days."""
    usual = phases(year)
    shifted = phases(year, today - date(year, 1, 1) - timedelta(days=MIDST_OF_SELF_SCORING))
    last = today - timedelta(days=MIDST_OF_SELF_SCORING - LAST_DAY_FOR_ALL)
    since = today - timedelta(days=MIDST_OF_SELF_SCORING - APPRAISED_SINCE)
    ended = [replace(one, ends=last) if one.kind == PhaseKind.SELF_SCORING else one for one in shifted]
    moved = [replace(one, starts=since) if one.kind == PhaseKind.APPRAISAL else one for one in ended]
    return [*usual[:1], *moved[1:]] if usual[0].ends < moved[1].starts else moved


def year_2024(province: Unit, sets: Sets, *, by: Actor) -> Cycle:
    """Load the cycle before the reform: the departments of then, the districts, the communes of the districts."""
    cycle = _prepared(by, province, 2024)
    on = date(2024, 12, 31)
    _join(by, cycle, sets.departments, [Kind.DEPARTMENT], DEPARTMENTS, on)
    _join(by, cycle, sets.districts, [Kind.DISTRICT], DISTRICTS, on)
    _join(by, cycle, sets.old_communes, [Kind.COMMUNE, Kind.WARD], OLD_COMMUNES, on)
    return _opened(by, cycle)


def year_2025(province: Unit, sets: Sets, *, by: Actor) -> Cycle:
    """Load the cycle after the reform: 15 departments, which score themselves, and the communes, wards and special
    zones in groups of their own; about all of them people were asked."""
    cycle = _prepared(by, province, 2025)
    on = date(2025, 12, 31)
    _join(by, cycle, sets.departments, [Kind.DEPARTMENT], DEPARTMENTS, on, ScoredBy.ROUND, SurveyedBy.SURVEY)
    attached = attach_set(
        by=by,
        cycle=cycle,
        version=sets.communes,
        kinds=list(GROUPS),
        peer_group="Các xã",
        survey_by=SurveyedBy.SURVEY,
    )
    joining = candidates(attached, on)
    for kind, group in GROUPS.items():
        units = [unit for unit in joining if unit.kind == kind]
        add_participants(by=by, cycle_set=attached, units=units, peer_group=group)
    return _opened(by, cycle)


def year_2026(last: Cycle, today: date, *, by: Actor) -> Cycle:
    """Load the running cycle, copied from the last one, its phases around `today`; its units score themselves."""
    cycle = create_cycle(
        by=by, province=last.province, year=2026, name="Kỳ đánh giá năm 2026", copy_from=last
    )
    change_phases(by=by, cycle=cycle, phases=running_phases(2026, today))
    for one in cycle.sets.select_related("version"):
        attach_set(
            by=by,
            cycle=cycle,
            version=one.version,
            kinds=one.kinds,
            peer_group=one.peer_group,
            scored_by=ScoredBy.ROUND,
            survey_by=SurveyedBy.FILE,
        )
    return _opened(by, cycle)


def quang_binh(root: Path, sets: Sets, *, by: Actor) -> CycleSet:
    """Load the province of the published example with its units and its cycle of 2023, open for its points."""
    with (root / QUANG_BINH / "points.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    since = date(1989, 7, 1)
    place = UnitChange(
        None, "Tỉnh Quảng Bình", Kind.PROVINCE, since, TWO_TIERS, "QB", aliases=("Quảng Bình",)
    )
    departments = [UnitChange(None, row["unit"], Kind.DEPARTMENT, since, TWO_TIERS, parent=0) for row in rows]
    digest = hashlib.sha256(repr(rows).encode()).hexdigest()
    units = import_units(by=by, changes=[place, *departments], file="don-vi-quang-binh.xlsx", sha256=digest)
    cycle = _prepared(by, units[0], 2023, "Kỳ đánh giá năm 2023 (Quảng Bình, kết quả đã công bố)")
    attached = attach_set(
        by=by, cycle=cycle, version=sets.quang_binh, kinds=[Kind.DEPARTMENT], peer_group=rows[0]["group"]
    )
    add_participants(by=by, cycle_set=attached, units=units[1:])
    open_cycle(by=by, cycle=cycle)
    return attached


def _prepared(by: Actor, province: Unit, year: int, name: str = "") -> Cycle:
    cycle = create_cycle(by=by, province=province, year=year, name=name or f"Kỳ đánh giá năm {year}")
    change_phases(by=by, cycle=cycle, phases=phases(year))
    return cycle


def _join(
    by: Actor,
    cycle: Cycle,
    version: CriteriaVersion,
    kinds: Collection[Kind],
    group: str,
    on: date,
    scored_by: ScoredBy = ScoredBy.FILE,
    survey_by: SurveyedBy = SurveyedBy.FILE,
) -> None:
    attached = attach_set(
        by=by,
        cycle=cycle,
        version=version,
        kinds=kinds,
        peer_group=group,
        scored_by=scored_by,
        survey_by=survey_by,
    )
    add_participants(by=by, cycle_set=attached, units=candidates(attached, on))


def _opened(by: Actor, cycle: Cycle) -> Cycle:
    """Open the cycle, after the exemptions are set, before any score comes."""
    for exempt in (*EXEMPT, unmerged()):
        cells = list(_cells(cycle, exempt))
        change_applicability(by=by, cycle=cycle, off=cells, reason=exempt.reason)
    return open_cycle(by=by, cycle=cycle)


def _cells(cycle: Cycle, exempt: Exempt) -> Iterator[tuple[int, str]]:
    for attached in cycle.sets.select_related("version"):
        leaves = _under(attached.version, exempt.words)
        for participant in attached.participants.filter(code__in=exempt.codes):
            yield from ((participant.pk, leaf) for leaf in leaves)


def _under(version: CriteriaVersion, words: tuple[str, ...]) -> list[str]:
    """Return the leaves below the nodes whose names contain one of `words`; a whole shallow domain is left out."""
    nodes = [node for node in criteria_of(version).walk() if any(word in node.name for word in words)]
    below = [leaf.number for node in nodes for leaf in node.leaves() if "." in leaf.number]
    return list(dict.fromkeys(below))


def practice_of(running: Cycle, today: date, *, by: Actor) -> Cycle:
    """Let everybody practise a round of the running cycle that began some days ago: its units score themselves now."""
    before = [one.kind for one in running.phases.order_by("place")].index(PhaseKind.SELF_SCORING)
    first = today - timedelta(days=before * DAYS_OF_PRACTICE)
    return begin_practice(by=by, source=running, days=DAYS_OF_PRACTICE, today=first)
