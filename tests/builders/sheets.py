"""Builders of rounds in which units score themselves, of their sheets, and of what is handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from cchc.access.actor import Actor
from cchc.access.permissions import Role, Scope
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.criteria.models import CriteriaVersion
from cchc.cycles import actions as cycle_actions
from cchc.cycles.models import Cycle, ScoredBy
from cchc.documents.actions import store
from cchc.documents.models import DocumentFile, OfficialDocument
from cchc.documents.queries.library import facts_of, search_text
from cchc.self_scoring.actions.evidence import link_document
from cchc.self_scoring.actions.saving import TypedBlock, save_block
from cchc.self_scoring.actions.submitting import submit_sheet
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.models import SheetSubmission, UnitSheet
from cchc.self_scoring.queries.gaps import deadline_of, gaps_in
from cchc.self_scoring.queries.sheet import sheet_view, whole_sheets
from cchc.self_scoring.queries.submissions import seal_of
from cchc.units.models import Unit
from tests.builders.cycles import a_published_set
from tests.builders.people import an_actor
from tests.builders.remembering import remembered
from tests.builders.scores import a_scored_cycle

SELF_SCORED = """\
[set]
id = "tu-cham"
title = "Bộ tiêu chí tự chấm"
version = "1"
unit_kind = "department"
total = "12"

[[node]]
number = "1"
name = "Chỉ đạo, điều hành"
maximum = "6"

[[node]]
number = "1.1"
parent = "1"
name = "Mức độ hoàn thành kế hoạch"
maximum = "2"
inputs = ["done: count | Số nhiệm vụ hoàn thành", "planned: count | Số nhiệm vụ trong kế hoạch"]
rule = "ratio done / planned; when planned = 0: not applicable"
checks = ["done <= planned | Số nhiệm vụ hoàn thành không quá số nhiệm vụ trong kế hoạch"]
evidence = "Báo cáo kết quả thực hiện kế hoạch"

[[node]]
number = "1.2"
parent = "1"
name = "Báo cáo định kỳ"
maximum = "2"

[[node]]
number = "1.3"
parent = "1"
name = "Ban hành kế hoạch"
maximum = "2"
inputs = ["issued: date | Ngày ban hành kế hoạch"]
rule = "tiers late(issued, 31/12 last year) { <= 0 = full, > 0 = 50% as late }"

[[node]]
number = "2"
name = "Hiện đại hóa hành chính"
maximum = "6"

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

[[node]]
number = "2.3"
parent = "2"
name = "Sáng kiến"
maximum = "1"
"""


@remembered
def a_round(
    units: Sequence[str] = ("Sở Nội vụ", "Sở Y tế"),
    *,
    year: int = 2026,
    text: str = SELF_SCORED,
    version: CriteriaVersion | None = None,
) -> Cycle:
    """A running cycle of departments that score themselves, from 1 December to 10 January."""
    cycle = a_scored_cycle(units, year=year, version=version or a_published_set(text))
    attached = cycle.sets.get()
    cycle_actions.attach_set(
        by=an_actor(),
        cycle=cycle,
        version=attached.version,
        kinds=attached.kinds,
        peer_group=attached.peer_group,
        scored_by=ScoredBy.ROUND,
    )
    return cycle


@remembered
def a_sheet(cycle: Cycle | None = None, *, unit: str = "") -> UnitSheet:
    """The sheet of a unit of a cycle that scores itself: the first one, or the one with this name."""
    rows = whole_sheets().filter(participant__cycle=cycle or a_round())
    named = rows.filter(participant__name=unit) if unit else rows
    return named.order_by("participant__place")[0]


def of_unit(sheet: UnitSheet, role: Role = Role.UNIT_CLERK) -> Actor:
    """Somebody who acts for the unit of a sheet."""
    participant = sheet.participant
    return replace(an_actor(role, Scope.OWN_UNIT), unit_id=participant.unit_id, unit=participant.name)


@remembered
def a_document(unit: Unit, number: str = "12/BC-SNV", *, on: date | None = None) -> OfficialDocument:
    """A document in the library of a unit, dated within the year 2026 unless another day is given."""
    document = OfficialDocument(
        kind="BÁO CÁO",
        number=number,
        date=on or date(2026, 6, 30),
        title="Kết quả cải cách hành chính",
        unit_id=unit.pk,
        unit_name=unit.name,
        not_secret=True,
    )
    document.search = search_text(facts_of(document), ())
    document.save()
    return document


ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "1.1": {"figures": {"done": "9", "planned": "10"}},
    "1.2": {"points": "1,5", "reason": "Nộp chậm một báo cáo"},
    "1.3": {"figures": {"issued": "30/12/2025"}},
    "2.1": {"figures": {"rate": "80"}},
    "2.3": {"points": "1", "reason": "Có một sáng kiến được công nhận"},
}


def files_behind_documents() -> None:
    """Every document of the libraries gets the same file, as `cchc verify` wants them to have one."""
    behind = store(by=an_actor(), name="bao-cao.pdf", data=b"%PDF-1.4 ...")
    without = OfficialDocument.objects.filter(parts=None)
    DocumentFile.objects.bulk_create(DocumentFile(document=one, place=1, file=behind) for one in without)


@remembered
def a_filled_sheet(
    cycle: Cycle | None = None,
    answers: Mapping[str, Mapping[str, Any]] = ANSWERS,
    *,
    unit: str = "",
    now: datetime = datetime(2026, 12, 20, 9, 0, tzinfo=VIETNAM),
) -> UnitSheet:
    """A sheet on which every leaf is answered, with a document behind the one that requires it."""
    sheet = a_sheet(cycle, unit=unit)
    by = of_unit(sheet)
    block = {leaf: TypedBlock(TypedAnswer(**typed), 0) for leaf, typed in answers.items()}
    save_block(by=by, sheet=sheet, block=block, now=now)
    document = a_document(sheet.participant.unit)
    link_document(by=by, sheet=sheet, leaf="1.1", document=document, page=2, now=now)
    return whole_sheets().get(pk=sheet.pk)


@remembered
def submitted(
    sheet: UnitSheet, *, now: datetime = datetime(2026, 12, 21, 9, 0, tzinfo=VIETNAM)
) -> SheetSubmission:
    """A sheet handed in by the head of its unit as it stands."""
    whole = whole_sheets().get(pk=sheet.pk)
    view = sheet_view(whole)
    seen = seal_of(view, gaps_in(view, deadline_of(whole)))
    return submit_sheet(by=of_unit(whole, Role.UNIT_HEAD), sheet=whole, seen=seen, now=now)
