"""Builders of appraisals: who appraises what, and units that are appraised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.accounts.queries import actor_of
from cchc.appraisal.actions.appraising import accept_many, save_appraisal
from cchc.appraisal.actions.assigning import (
    PartGiven,
    WorkPart,
    announce_plan,
    begin_plan,
    share_out_appraisal,
)
from cchc.appraisal.actions.doubling import save_given
from cchc.appraisal.actions.drawing import DrawWish, draw_doubles
from cchc.appraisal.actions.handing_in import hand_in_justification
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.actions.sending import send_result
from cchc.appraisal.models import (
    AppraisalPlan,
    AppraisalResult,
    DoubleCell,
    JustificationSubmission,
    UnitAppraisal,
)
from cchc.appraisal.queries.content import TakenReason
from cchc.appraisal.queries.held import WITH_SET, held_appraisal
from cchc.appraisal.queries.justified import justification_seal, justification_view
from cchc.appraisal.queries.outcome import outcome_content, outcome_seal
from cchc.audit.models import by_line
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.criteria.queries import criteria_of
from cchc.cycles.actions import change_phases
from cchc.cycles.actions.phases import PhaseDates
from cchc.cycles.models import Cycle
from cchc.documents.models import OfficialDocument
from cchc.scores.models import Stage
from cchc.self_scoring.actions.typing import TypedAnswer, answer_as_typed
from cchc.self_scoring.models import Answer, EvidenceLink, UnitSheet
from cchc.self_scoring.queries.content import UNANSWERED
from tests.builders.people import a_member, a_unit, an_actor
from tests.builders.remembering import remembered
from tests.builders.sheets import ANSWERS, SELF_SCORED, a_filled_sheet, a_round, a_sheet, of_unit, submitted

PHASES = (
    PhaseDates("self_scoring", "Tự chấm điểm", date(2026, 12, 1), date(2027, 1, 10)),
    PhaseDates("appraisal", "Thẩm định", date(2027, 1, 4), date(2027, 1, 20)),
    PhaseDates("justification", "Giải trình", date(2027, 1, 12), date(2027, 1, 24)),
    PhaseDates("second_appraisal", "Thẩm định lần hai", date(2027, 1, 18), date(2027, 1, 28)),
    PhaseDates("council", "Hội đồng", date(2027, 1, 25), date(2027, 2, 5)),
)

MONTH = timedelta(days=30)


@remembered
def a_whole_round(
    units: Sequence[str] = ("Sở Nội vụ", "Sở Y tế"),
    *,
    text: str = SELF_SCORED,
    around: date | None = None,
) -> Cycle:
    """A running cycle of departments with every phase of the round, from self-scoring to the council; all of them have
    begun a month before the day `around` and end a month after it, where one is given."""
    cycle = a_round(units, text=text)
    phases = PHASES
    if around is not None:
        days = around - MONTH, around + MONTH
        phases = tuple(PhaseDates(one.kind, one.name, *days) for one in PHASES)
    change_phases(by=an_actor(), cycle=cycle, phases=phases, reason="Đủ các bước")
    return cycle


@remembered
def an_appraiser(unit: str = "Sở Tư pháp", role: Role = Role.APPRAISER) -> Membership:
    """Somebody of a department that scores nobody here, with the role of an appraiser."""
    return a_member(role, unit=a_unit(unit))


@remembered
def a_work_plan(
    cycle: Cycle,
    *people: Membership,
    nodes: tuple[str, ...] = ("1", "2"),
    announced: bool = True,
    stage: Stage = Stage.FIRST_APPRAISAL,
) -> AppraisalPlan:
    """The plan of an appraisal of a cycle, the first or the second: the people share the domains in turn."""
    lead = an_actor(Role.APPRAISAL_LEAD)
    plan = begin_plan(by=lead, cycle=cycle, stage=stage)
    attached = cycle.sets.get()
    parts = [
        PartGiven(WorkPart(attached, node), people[place % len(people)].person)
        for place, node in enumerate(nodes)
    ]
    plan = share_out_appraisal(by=lead, plan=plan, parts=parts, version=plan.version)
    return announce_plan(by=lead, plan=plan) if announced else plan


@remembered
def a_double(
    plan: AppraisalPlan, *seconds: Membership, leaf: str = "1.1", third: Membership | None = None
) -> list[DoubleCell]:
    """A leaf of every unit of a plan, given to two people: whom the plan names, and these in turn."""
    wish = DrawWish(
        percent=100,
        seed="2026",
        seconds=tuple(one.person for one in seconds),
        third=third.person if third else None,
        leaves=frozenset({(plan.cycle.sets.get().pk, leaf)}),
    )
    draw = draw_doubles(by=an_actor(Role.APPRAISAL_LEAD), plan=plan, wish=wish)
    return list(draw.cells.select_related("participant"))


@remembered
def two_who_differ(
    cycle: Cycle, *, now: datetime = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)
) -> UnitAppraisal:
    """The appraisal of the first unit of a cycle, whose leaf 1.2 two people have appraised and differ on."""
    if not cycle.phases.filter(kind="appraisal").exists():
        change_phases(by=an_actor(), cycle=cycle, phases=_from_now_on(cycle), reason="Đủ các bước")
    first, second = (an_appraiser(f"Sở thẩm định {part} {cycle.year}") for part in ("một", "hai"))
    a_double(a_work_plan(cycle, first), second, leaf="1.2")
    row = to_appraise(a_filled_sheet(cycle, now=now), now=now)
    for person, typed in ((first, TypedAppraisal()), (second, TypedAppraisal(provisional="Chờ báo cáo năm"))):
        save_given(by=actor_of(person), appraised=row, leaf="1.2", typed=typed, version=0, now=now)
    return row


@remembered
def to_appraise(
    sheet: UnitSheet, *, now: datetime = datetime(2026, 12, 21, 9, 0, tzinfo=VIETNAM)
) -> UnitAppraisal:
    """The appraisal of a unit, opened by handing in its sheet as it stands."""
    submitted(sheet, now=now)
    return UnitAppraisal.objects.select_related("participant__cycle").get(participant=sheet.participant)


@remembered
def all_handed_in(cycle: Cycle, answers: Mapping[str, Mapping[str, Any]] = ANSWERS) -> list[UnitAppraisal]:
    """The appraisals of every unit of a cycle, all of which handed in the same answers, with a document behind 1.1:
    rows in bulk, for lists of many units."""
    participants = list(cycle.participants.select_related("unit", "cycle_set__version").order_by("place"))
    line = by_line(an_actor(Role.UNIT_HEAD))
    at = datetime(2026, 12, 21, 9, 0, tzinfo=VIETNAM)
    UnitSheet.objects.filter(participant__in=participants).delete()
    sheets = UnitSheet.objects.bulk_create(
        UnitSheet(participant=one, leaves=5, given=5) for one in participants
    )
    stored = {leaf: _stored(cycle, leaf, typed) for leaf, typed in answers.items()}
    Answer.objects.bulk_create(
        Answer(sheet=sheet, leaf=leaf, at=at, **what, **line)
        for sheet in sheets
        for leaf, what in stored.items()
    )
    documents = OfficialDocument.objects.bulk_create(
        OfficialDocument(
            kind="BÁO CÁO",
            number=f"{one.place + 1}/BC",
            date=date(2026, 6, 30),
            title="Kết quả cải cách hành chính",
            unit_id=one.unit_id,
            unit_name=one.name,
            not_secret=True,
        )
        for one in participants
    )
    EvidenceLink.objects.bulk_create(
        EvidenceLink(sheet=sheet, leaf="1.1", document=document, page=2, linked_at=at, **line)
        for sheet, document in zip(sheets, documents, strict=True)
    )
    UnitSheet.objects.filter(pk__in=[one.pk for one in sheets]).update(state=UnitSheet.State.SUBMITTED)
    return UnitAppraisal.objects.bulk_create(
        UnitAppraisal(participant=one, stage=Stage.FIRST_APPRAISAL, submission=1, leaves=5)
        for one in participants
    )


def _stored(cycle: Cycle, leaf: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    node = criteria_of(cycle.sets.get().version).leaves[leaf]
    content = answer_as_typed(node, TypedAnswer(**typed), UNANSWERED, cycle.year)
    return {"figures": dict(content.figures) or None, "points": content.points, "reason": content.reason}


LOWERED = TypedAppraisal(figures={"done": "5"}, reasons=(TakenReason("late", "Báo cáo quý III nộp chậm"),))
"""What lowers the first leaf of a filled sheet, with its reason."""


@remembered
def an_appraised_unit(
    sheet: UnitSheet | None = None,
    appraiser: Membership | None = None,
    *,
    now: datetime = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM),
) -> UnitAppraisal:
    """A unit whose every leaf is appraised, the first one lowered; its cycle has every phase of the round."""
    sheet = sheet or a_sheet(a_whole_round())
    cycle = sheet.participant.cycle
    if not cycle.phases.filter(kind="appraisal").exists():
        change_phases(by=an_actor(), cycle=cycle, phases=_from_now_on(cycle), reason="Đủ các bước")
    person = appraiser or an_appraiser(f"Sở thẩm định {cycle.year}")
    a_work_plan(cycle, person)
    return wholly_appraised(to_appraise(a_filled_sheet(cycle, now=now), now=now), person, now=now)


@remembered
def wholly_appraised(row: UnitAppraisal, appraiser: Membership, *, now: datetime) -> UnitAppraisal:
    """A unit whose every leaf is appraised by this person, the first one lowered."""
    by = actor_of(appraiser)
    accept_many(by=by, appraised=row, leaves=["1.3", "2.1"], now=now)
    for leaf, typed in {"1.1": LOWERED, "1.2": TypedAppraisal(), "2.3": TypedAppraisal()}.items():
        save_appraisal(by=by, appraised=row, leaf=leaf, typed=typed, version=0, now=now)
    return UnitAppraisal.objects.select_related(*WITH_SET).get(pk=row.pk)


def _from_now_on(cycle: Cycle) -> list[PhaseDates]:
    there = [PhaseDates(one.kind, one.name, one.starts, one.ends) for one in cycle.phases.all()]
    days = there[0].starts, there[0].ends
    return [
        *there,
        PhaseDates("appraisal", "Thẩm định", *days),
        PhaseDates("justification", "Giải trình", *days),
        PhaseDates("second_appraisal", "Thẩm định lần hai", *days),
    ]


@remembered
def sent_result(
    row: UnitAppraisal,
    by: Actor | None = None,
    *,
    now: datetime = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM),
) -> AppraisalResult:
    """The result of a finished appraisal, sent to its unit as it stands."""
    seen = outcome_seal(outcome_content(held_appraisal(row)))
    return send_result(by=by or an_actor(Role.APPRAISAL_LEAD), appraised=row, seen=seen, now=now)


@remembered
def justification_handed_in(
    row: UnitAppraisal, *, now: datetime = datetime(2027, 1, 13, 9, 0, tzinfo=VIETNAM)
) -> JustificationSubmission:
    """What a unit said to its result, handed in by its head as it stands."""
    view = justification_view(UnitAppraisal.objects.select_related(*WITH_SET).get(pk=row.pk))
    assert view is not None
    by = of_unit(row.participant.sheet, Role.UNIT_HEAD)
    return hand_in_justification(by=by, appraised=row, seen=justification_seal(view), now=now)
