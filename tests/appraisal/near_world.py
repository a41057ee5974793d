"""A province in which people stand near to the units that are appraised, in every way in which one can; and of each
unit words and figures that cannot be mistaken for those of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from cchc.access.permissions import Role, Scope
from cchc.accounts.models import Membership
from cchc.accounts.queries import actor_of
from cchc.appraisal.actions.appraising import accept_many, save_appraisal
from cchc.appraisal.actions.asking import answer_question, ask_question
from cchc.appraisal.actions.assigning import (
    PartGiven,
    WorkPart,
    announce_plan,
    begin_plan,
    share_out_appraisal,
)
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.actions.justifying import explain_leaf
from cchc.appraisal.models import UnitAppraisal
from cchc.appraisal.queries.content import TakenReason
from cchc.appraisal.queries.held import WITH_SET
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.core.words.numbers import plain
from cchc.council.actions.deciding import effect_of_decision, put_to_vote, record_votes
from cchc.council.actions.proposing import TypedProposal
from cchc.council.queries.effects import seal_of
from cchc.cycles.actions import add_participants
from cchc.cycles.models import Cycle, Participant
from cchc.results.actions import recompute_marked
from cchc.results.models import UnitIndex
from cchc.results.queries.accounts import current_run
from cchc.scores.actions import correct_score
from cchc.scores.models import Stage
from cchc.units.actions import NewUnit, merge_units
from cchc.units.models import Kind, Unit
from tests.builders import (
    a_filled_sheet,
    a_member,
    a_province,
    a_sitting_session,
    a_unit,
    a_whole_round,
    an_actor,
    an_item,
    closed,
    imported,
    justification_handed_in,
    of_unit,
    secretary_of,
    sent_result,
    to_appraise,
)
from tests.builders.council import NIGHT

DECEMBER = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)
ROOT, BRANCH, MIDDLE, FAR = "Sở Gốc", "Chi cục Cành", "Sở Giữa", "Sở Xa"
"""Of the units that take part: a parent and its child, one with a predecessor and a successor, one by itself."""
BEFORE, AFTER = "Sở Trước", "Sở Sau"
MARKS = {ROOT: "goc", BRANCH: "canh", MIDDLE: "giua", FAR: "xa"}
DECIDED = {ROOT: "1,9573", BRANCH: "1,2573", MIDDLE: "1,3573", FAR: "1,4573"}
"""What the council gives the leaf 1.2 of each; by it the last unit becomes the first, so that the others move."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody with a role of the appraisal, and the units that stand near by the rules as they are written."""

    member: Membership
    near: frozenset[str]

    def __str__(self) -> str:
        return f"{self.member.role} of {self.member.unit.name}"


@dataclass(frozen=True, slots=True)
class NearWorld:
    """The province: its round, who reads in it, and by unit what only the appraisal of this unit and the council say;
    of that `sent` is what a result says that the unit has: the pages of results tell it everybody."""

    cycle: Cycle
    readers: tuple[Reader, ...]
    units: Mapping[str, Unit]
    told: Mapping[str, frozenset[str]]
    sent: Mapping[str, frozenset[str]]
    main: Membership
    substitute: Membership


def near_world() -> NearWorld:
    """A round in which every unit is appraised, asked and answering; the result of one is sent, what it explains is
    appraised again."""
    province = a_province()
    for name in (ROOT, FAR, BEFORE, "Sở Phụ", "Sở Cùng"):
        a_unit(name, parent=province)
    branch = a_unit(BRANCH, parent=_unit(ROOT))
    _merged(BEFORE, "Sở Phụ", into=MIDDLE, on=date(2026, 3, 1))
    cycle = a_whole_round((ROOT, MIDDLE, FAR))
    add_participants(by=an_actor(), cycle_set=cycle.sets.get(), units=[branch])
    _merged(MIDDLE, "Sở Cùng", into=AFTER, on=date(2027, 6, 1))
    readers = tuple(_readers())
    main, substitute = readers[0].member, readers[1].member
    _plan(cycle, main, substitute)
    imported(cycle, "unit,2.2\n" + "".join(f"{name},2\n" for name in MARKS), name="khao-sat.csv")
    asking = next(one.member for one in readers if one.member.role == Role.COORDINATOR)
    told = {name: _appraised(cycle, name, substitute if name == FAR else main, asking) for name in MARKS}
    units = {one.name: one for one in Participant.objects.filter(cycle=cycle).select_related("unit")}
    sent = {BRANCH: figures_told(cycle, units[BRANCH]) | {"1.2739", "0.2261", "kinlydo-canh"}}
    _appraised_again(units[BRANCH], main)
    assert recompute_marked() == 1
    night = a_council_night(cycle, readers, units)
    found = {name: told[name] | night[name] | figures_told(cycle, one) for name, one in units.items()}
    found[BRANCH] |= {"kingiaitrinh-canh", "kinlanhai-canh", "1.4219"}
    return NearWorld(cycle, readers, {n: one.unit for n, one in units.items()}, found, sent, main, substitute)


def figures_told(cycle: Cycle, participant: Participant) -> frozenset[str]:
    """The points and the index of a unit as results print them now."""
    recompute_marked()
    row = UnitIndex.objects.filter(run=current_run(cycle), participant=participant).get()
    assert row.rank is not None
    return frozenset({plain(Fraction(row.points)), f"{float(Fraction(row.exact)):.2f}"})


def a_council_night(
    cycle: Cycle, readers: Sequence[Reader], units: Mapping[str, Participant]
) -> dict[str, frozenset[str]]:
    """A session that is closed, with its minutes, and one that sits and votes: on a leaf of every unit, in words and
    points of its own; returns them."""
    members = [one.member for one in readers if one.member.role == Role.COUNCIL_MEMBER]
    secretary = next(one.member for one in readers if one.member.role == Role.COUNCIL_SECRETARY)
    for leaf, ends in (("1.2", True), ("1.1", False)):
        session = a_sitting_session(cycle, [members[1], members[0], secretary])
        for name, participant in units.items():
            mark = MARKS[name]
            item = an_item(session, participant, leaf, reason=f"kinmuc{leaf}-{mark}")
            said = TypedProposal("other", f"kindenghi{leaf}-{mark}", points=DECIDED[name])
            made = put_to_vote(by=secretary_of(session), item=item, typed=said, now=NIGHT)
            if ends:
                votes = {one.pk: "yes" for one in session.members.exclude(role="secretary")}
                seen = seal_of(effect_of_decision(made), made.pk)
                record_votes(by=secretary_of(session), decision=made, votes=votes, seen=seen, now=NIGHT)
        if ends:
            closed(session)
    words = ("muc1.2", "denghi1.2", "muc1.1", "denghi1.1")
    return {
        name: frozenset([*(f"kin{word}-{mark}" for word in words), DECIDED[name].replace(",", ".")])
        for name, mark in MARKS.items()
    }


def _unit(name: str) -> Unit:
    return Unit.objects.filter(name=name).first() or a_unit(name)


def _merged(*names: str, into: str, on: date) -> None:
    units = [_unit(name) for name in names]
    merge_units(by=an_actor(), units=units, into=NewUnit(into, Kind.DEPARTMENT), on=on)


def _readers() -> list[Reader]:
    """The main appraiser and the substitute first; everybody's unit, and memberships that ended."""
    kinds = [
        (Role.APPRAISER, FAR, "", {FAR}),
        (Role.APPRAISER, ROOT, "", {ROOT}),
        (Role.COORDINATOR, ROOT, "", {ROOT}),
        (Role.APPRAISAL_LEAD, BRANCH, "", {BRANCH, ROOT}),
        (Role.AUDITOR, "Thanh tra", BEFORE, {MIDDLE}),
        (Role.COUNCIL_MEMBER, AFTER, "", {MIDDLE}),
        (Role.COUNCIL_MEMBER, "Văn phòng", "", set()),
        (Role.LEADER, FAR, "", {FAR}),
        (Role.COUNCIL_SECRETARY, "Văn phòng", FAR, set()),
        (Role.ADMINISTRATOR, FAR, "", {FAR}),
        (Role.APPRAISAL_LEAD, "Văn phòng", "", set()),
        (Role.AUDITOR, "Văn phòng", "", set()),
    ]
    found = []
    for role, unit, former, near in kinds:
        member = a_member(role, unit=_unit(unit), scope=Scope.PROVINCE)
        if former:  # until a day of the year of the cycle, or until the last one before it
            until = date(2026, 3, 1) if near else date(2025, 12, 31)
            Membership.objects.create(
                person=member.person,
                unit=_unit(former),
                role=Role.UNIT_CLERK,
                scope=Scope.OWN_UNIT,
                valid_from=date(2022, 1, 1),
                valid_until=until,
            )
        found.append(Reader(member, frozenset(near)))
    return found


def _plan(cycle: Cycle, main: Membership, substitute: Membership) -> None:
    lead = an_actor(Role.APPRAISAL_LEAD)
    parts = [
        PartGiven(WorkPart(cycle.sets.get(), node), main.person, (substitute.person,)) for node in ("1", "2")
    ]
    for stage in (Stage.FIRST_APPRAISAL, Stage.SECOND_APPRAISAL):
        plan = begin_plan(by=lead, cycle=cycle, stage=stage)
        announce_plan(
            by=lead, plan=share_out_appraisal(by=lead, plan=plan, parts=parts, version=plan.version)
        )


def _appraised(cycle: Cycle, name: str, appraiser: Membership, asking: Membership) -> frozenset[str]:
    """Appraise a unit whole, in words of its own; returns them with the figures that follow. Who appraises it bears
    another name than on the plan, which gives a criterion to a person and tells of no unit."""
    mark, number = MARKS[name], list(MARKS).index(name) + 1
    by = replace(actor_of(appraiser), person=f"kinten-{mark}")
    row = to_appraise(a_filled_sheet(cycle, unit=name))
    if name == ROOT:  # a change that waits for a second person, asked for before anything was appraised
        said = {"given": Fraction("0.5"), "reason": "Chấm nhầm", "version": 1}
        correct_score(by=actor_of(asking), participant=row.participant, leaf="1.2", **said)
    question = ask_question(by=by, appraised=row, leaf="1.2", text=f"kincauhoi-{mark}", now=DECEMBER)
    answering = replace(of_unit(row.participant.sheet), person=f"kinnguoidap-{mark}")
    answer_question(by=answering, question=question, text=f"kintraloi-{mark}", now=DECEMBER)
    ask_question(by=by, appraised=row, leaf="1.2", text=f"kinhoithem-{mark}", now=DECEMBER)
    accept_many(by=by, appraised=row, leaves=["1.3", "2.1"], now=DECEMBER)
    given = Fraction(f"1.{number}739")
    lowered = TypedAppraisal(
        points=f"1,{number}739",
        reasons=(TakenReason("late", f"kinlydo-{mark}"),),
        provisional=f"kintamtinh-{mark}",
        note=f"kinghichu-{mark}",
    )
    for leaf, typed in {"1.1": TypedAppraisal(), "1.2": lowered, "2.3": TypedAppraisal()}.items():
        save_appraisal(by=by, appraised=row, leaf=leaf, typed=typed, version=0, now=DECEMBER)
    row = UnitAppraisal.objects.select_related(*WITH_SET).get(pk=row.pk)
    if name == BRANCH:
        sent_result(row, now=DECEMBER)
    figures = (given, Fraction(3, 2) - given, Fraction(row.points))
    words = ("ten", "cauhoi", "traloi", "nguoidap", "hoithem", "lydo", "tamtinh", "ghichu")
    return frozenset([f"kin{word}-{mark}" for word in words] + [plain(one) for one in figures])


def _appraised_again(participant: Participant, appraiser: Membership) -> None:
    """Let a unit explain what was lowered, and appraise that, in words of its own."""
    mark = MARKS[participant.name]
    row = UnitAppraisal.objects.select_related(*WITH_SET, "participant__sheet").get(participant=participant)
    clerk = of_unit(row.participant.sheet)
    explained = f"kingiaitrinh-{mark}"
    explain_leaf(by=clerk, appraised=row, leaf="1.2", text=explained, version=0, now=DECEMBER)
    justification_handed_in(row, now=DECEMBER)
    second = UnitAppraisal.objects.select_related(*WITH_SET).get(
        participant=row.participant, stage=Stage.SECOND_APPRAISAL
    )
    typed = TypedAppraisal(points="1,4219", reasons=(TakenReason("not_done", f"kinlanhai-{mark}"),))
    by = replace(actor_of(appraiser), person=f"kinten-{mark}")
    save_appraisal(by=by, appraised=second, leaf="1.2", typed=typed, version=0, now=DECEMBER)


def found_in(text: str, told: Mapping[str, frozenset[str]]) -> dict[str, set[str]]:
    """Return, by unit, which of its words and figures a text says."""
    plainly = text.replace(",", ".")
    found = {name: {mark for mark in marks if mark in plainly} for name, marks in told.items()}
    return {name: marks for name, marks in found.items() if marks}
