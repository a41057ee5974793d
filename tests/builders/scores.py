"""Builders of cycles that are scored, of the points files brought into them, and of a set with every kind of rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cchc.access.actor import Actor
from cchc.criteria.models import CriteriaVersion
from cchc.cycles import actions as cycle_actions
from cchc.cycles.actions import PhaseDates
from cchc.cycles.models import Cycle, CycleSet, about_set
from cchc.cycles.queries import candidates
from cchc.intake.actions import apply, stage
from cchc.intake.kinds import Brought
from cchc.intake.models import StagedFile
from cchc.scores.exchange.points import read_points_file
from cchc.scores.queries.comparison import preview_of
from cchc.scores.staged import POINTS_FILES, compared_points
from cchc.units.models import Kind, Unit
from tests.builders.cycles import a_cycle, a_published_set, candidates_of_kind
from tests.builders.people import a_unit, an_actor
from tests.builders.remembering import remembered

SCORED = """\
[set]
id = "scored"
title = "Bộ tiêu chí chấm thử"
version = "1"
unit_kind = "department"
total = "10"
survey_optional = "yes"

[[grade]]
name = "Tốt"
band = ">= 80"

[[grade]]
name = "Khá"
band = "< 80"

[[node]]
number = "1"
name = "Chỉ đạo, điều hành"
maximum = "5"

[[node]]
number = "1.1"
parent = "1"
name = "Mức độ hoàn thành kế hoạch"
maximum = "3"
inputs = ["done: count | Số nhiệm vụ hoàn thành", "total: count, from 1 | Số nhiệm vụ trong kế hoạch"]
rule = "ratio done / total"
loss = "ratio"

[[node]]
number = "1.2"
parent = "1"
name = "Báo cáo định kỳ"
maximum = "2"

[[node]]
number = "2"
name = "Hiện đại hóa hành chính"
maximum = "5"

[[node]]
number = "2.1"
parent = "2"
name = "Tỷ lệ hồ sơ trực tuyến so với đơn vị tốt nhất"
maximum = "2"
inputs = ["rate: percent | Tỷ lệ hồ sơ trực tuyến"]
rule = "relative rate to best; when rate = 0: zero"

[[node]]
number = "2.2"
parent = "2"
name = "Mức độ hài lòng"
maximum = "3"
part = "survey"
"""


@remembered
def a_scored_cycle(
    units: Sequence[str] = ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế"),
    *,
    year: int = 2026,
    province: Unit | None = None,
    text: str = SCORED,
    version: CriteriaVersion | None = None,
) -> Cycle:
    """A running cycle of departments; its set has two domains and four leaves, one by figures, one relative."""
    cycle = a_cycle(province, year)
    known = {unit.name for unit in candidates_of_kind(cycle)}
    for name in units:
        if name not in known:
            a_unit(name, parent=cycle.province)
    phase = PhaseDates("self_scoring", "Tự chấm điểm", date(year, 12, 1), date(year + 1, 1, 10))
    cycle_actions.change_phases(by=an_actor(), cycle=cycle, phases=[phase])
    version = version or CriteriaVersion.objects.filter(set_id="scored").first() or a_published_set(text)
    attached = cycle_actions.attach_set(
        by=an_actor(), cycle=cycle, version=version, kinds=[Kind.DEPARTMENT], peer_group="Các sở"
    )
    joining = [unit for unit in candidates(attached, date(year, 12, 31)) if unit.name in units]
    cycle_actions.add_participants(by=an_actor(), cycle_set=attached, units=joining)
    return cycle_actions.open_cycle(by=an_actor(), cycle=cycle)


POINTS = """\
đơn vị;1.1:done;1.1:total;1.2;2.1:rate;2.2
Sở Nội vụ;9;10;2;80%;2,4
Sở Tài chính;10;10;1,5;40%;3
Sở Y tế;1;3;;60%;2,25
"""


@remembered
def staged(cycle: Cycle, text: str = POINTS, *, name: str = "diem.csv") -> StagedFile:
    """A points file, previewed and waiting to be applied."""
    cycle_set = cycle.sets.get()
    return staged_as(an_actor(), cycle_set, text.encode(), name)


def staged_as(by: Actor, cycle_set: CycleSet, data: bytes, name: str) -> StagedFile:
    """A points file read here, for we wrote it, and staged by this person."""
    preview = preview_of(cycle_set, read_points_file(data, name, cycle_set.version.text))
    file = Brought(by, name, data, about_set(cycle_set.pk), {"sheet": "", "decimal": ""})
    return stage(by=by, kind=POINTS_FILES, brought=file, compared=compared_points(preview))


@remembered
def imported(cycle: Cycle, text: str = POINTS, *, name: str = "diem.csv") -> StagedFile:
    """A points file, previewed and applied."""
    brought = staged(cycle, text, name=name)
    apply(by=an_actor(), staged=brought)
    brought.refresh_from_db()
    return brought


RULES = """\
[set]
id = "quy-tac"
title = "Bộ tiêu chí của các quy tắc"
version = "1"
unit_kind = "commune"
first_year = "2026"
total = "10"

[[grade]]
name = "Tốt"
band = ">= 80"

[[grade]]
name = "Chưa tốt"
band = "< 80"

[[node]]
number = "1"
name = "Chỉ đạo, điều hành"
maximum = "4"

[[node]]
number = "1.1"
name = "Mức độ hoàn thành kế hoạch"
maximum = "1.5"
inputs = [
  'done: count of "nhiệm vụ" | Số nhiệm vụ hoàn thành',
  'planned: count of "nhiệm vụ", source "Kế hoạch năm" | Số nhiệm vụ trong kế hoạch',
]
rule = "ratio done / planned; zero below 80%; when planned = 0: not applicable"
examples = ["done = 9; planned = 10 -> 1.35", "done = 7; planned = 10 -> 0", "planned = 0 -> not applicable"]
evidence = "Báo cáo kết quả thực hiện kế hoạch"
appraiser = "Sở Nội vụ"

[[node]]
number = "1.2"
name = "Ban hành kế hoạch"
maximum = "1"
inputs = ["issued: date | Ngày ban hành kế hoạch"]
rule = '''tiers late(issued, 31/12 last year) { <= 0 = full, > 0 = 0.5 as late };
  when none(issued): 0 as not_done'''

[[node]]
number = "1.3"
name = "Sáng kiến"
maximum = "1.5"

[[node]]
number = "2"
name = "Chuyển đổi số"
maximum = "6"

[[node]]
number = "2.1"
name = "Hồ sơ trực tuyến"
maximum = "3"
inputs = ["online: percent | Tỷ lệ hồ sơ trực tuyến"]
rule = "tiers online { >= 80% = full, 50%..<80% = 50%, < 50% = zero }"

[[node]]
number = "2.2"
name = "So với đơn vị tốt nhất"
maximum = "2"
inputs = ["rate: percent | Tỷ lệ đúng hạn"]
rule = "relative rate to best; when rate = 0: zero"

[[node]]
number = "2.3"
name = "Mức độ hài lòng của người dân"
maximum = "1"
part = "survey"
inputs = ['level: one of "Cao", "Thấp" | Mức độ hài lòng']
rule = 'choose level { "Cao" = full, "Thấp" = zero }'
"""
