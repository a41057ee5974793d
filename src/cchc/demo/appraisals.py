"""The appraisal of the running year in its midst: shared out between two appraisers who stand in for each other, one
unit finished and its result sent, questions asked and answered, requests that a criterion shall not apply, two leaves
that two people appraise, something not final yet, much still to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from random import Random

from django.utils import timezone

from cchc.access.actor import Actor
from cchc.accounts.models import Membership
from cchc.accounts.queries import actor_of
from cchc.appraisal.actions.advising import give_opinion
from cchc.appraisal.actions.appraising import accept_many, save_appraisal
from cchc.appraisal.actions.asking import answer_question, ask_question
from cchc.appraisal.actions.assigning import (
    PartGiven,
    WorkPart,
    announce_plan,
    begin_plan,
    share_out_appraisal,
)
from cchc.appraisal.actions.doubling import save_given
from cchc.appraisal.actions.drawing import DrawWish, draw_doubles
from cchc.appraisal.actions.judging import TypedAppraisal, standing_as_typed
from cchc.appraisal.actions.justifying import explain_leaf
from cchc.appraisal.actions.phrasing import add_phrase
from cchc.appraisal.actions.sending import send_result
from cchc.appraisal.models import AppraisalPlan, AppraisalResult, UnitAppraisal
from cchc.appraisal.queries.content import TakenReason
from cchc.appraisal.queries.coverage import Coverage, announced_coverage
from cchc.appraisal.queries.held import WITH_SET, HeldAppraisal, held_appraisal
from cchc.appraisal.queries.justified import justification_view
from cchc.appraisal.queries.outcome import outcome_content, outcome_seal
from cchc.appraisal.queries.shares import shared_parts
from cchc.appraisal.queries.sight import sight_in
from cchc.core.scoring.criteria.figures import figure_text
from cchc.core.words.numbers import plain
from cchc.cycles.actions.requests import ask_not_applicable
from cchc.cycles.models import Cycle
from cchc.demo.scores import DrawnPoints
from cchc.demo.sheets import NOT_OURS, WHY_NOT_OURS, person_of
from cchc.scores.models import Stage
from cchc.scores.queries.interests import participants_of_interest

APPRAISER, SECOND = "tham-dinh", "tham-dinh-2"
LEAD, LEAD_ELSEWHERE = "phu-trach", "phu-trach-2"  # the second sends what stands near to the first
FINISHED = "STC"  # its result was sent
TWO_APPRAISE = "SYT"  # two people appraise two of its leaves: on one they differ, the other waits for both
SEED = "An Lạc 2026"
BEGUN = {"SCT": 0.6, "SYT": 0.35, "STP": 0.5, "SNGV": 0.3, "90001": 0.4, "90322": 0.2}
ADVISED, UNADVISED = (
    "90322",
    "90001",
)  # ask that a criterion shall not apply; with an opinion, and without one
WHY_SO = "Đã đối chiếu với Hệ thống thông tin giải quyết thủ tục hành chính: xã chưa được kết nối trong năm"
LOWERED = 0.12  # share of the leaves that an appraiser lowers
PHRASES = (
    ("missing_evidence", "Chưa có tài liệu kiểm chứng cho nội dung kê khai"),
    ("missing_evidence", "Tài liệu kiểm chứng không thuộc năm đánh giá"),
    ("late", "Văn bản ban hành sau thời hạn quy định"),
    ("ratio", "Số liệu kê khai chưa khớp với số liệu của cơ quan theo dõi"),
    ("not_done", "Nhiệm vụ chưa hoàn thành trong năm đánh giá"),
)
ASKED = "Đề nghị đơn vị cho biết số liệu này tính đến ngày nào và lấy từ hệ thống nào."
ANSWERED = "Số liệu tính đến hết ngày 30/11, lấy từ Hệ thống thông tin giải quyết thủ tục hành chính."
ASKED_AGAIN = "Đề nghị bổ sung danh mục nhiệm vụ được giao làm căn cứ tính tỷ lệ."
EXPLAINED = (
    "Đơn vị đã hoàn thành nội dung này trước ngày 15/12; số liệu có trong báo cáo năm, mục II, trang 4."
)
NOT_FINAL = "Chờ số liệu chính thức của Kho bạc Nhà nước"
TRIES = 40


def load_appraisals(cycle: Cycle, drawn: Sequence[DrawnPoints], today: date) -> None:
    """Load the appraisal of the units that have handed in, as far as it is on `today`."""
    now = timezone.make_aware(datetime.combine(today, time(10)))
    lead = acting(LEAD)
    for code, text in PHRASES:
        add_phrase(by=lead, code=code, text=text)
    coverage = shared_out(cycle, Stage.FIRST_APPRAISAL, by=lead, now=now)
    pools = {sheet.attached.pk: sheet for sheet in drawn}
    rows = UnitAppraisal.objects.filter(participant__cycle=cycle).select_related(*WITH_SET)
    found = {row.participant.code: held_appraisal(row) for row in rows}
    doubled = found[TWO_APPRAISE]
    two = given_to_two(doubled, coverage, pools[doubled.participant.cycle_set_id], now)
    for code, share in {**BEGUN, FINISHED: 1.0}.items():
        held = found[code]
        lower = drawn_lower(held, pools[held.participant.cycle_set_id])
        appraise(held, coverage, lower, now, share)
    differ(doubled, two, now)
    asking(found["SCT"], coverage, now)
    ask_not_to_apply(found[ADVISED], coverage, now, advised=True)
    ask_not_to_apply(found[UNADVISED], coverage, now, advised=False)
    send(found[FINISHED].row.pk, now)
    explain(found[FINISHED].row.pk, now)


def acting(username: str) -> Actor:
    """Return who acts when one of the accounts of the demonstration signs in."""
    return actor_of(Membership.objects.select_related("person", "unit").get(person__username=username))


def shared_out(cycle: Cycle, stage: Stage, *, by: Actor, now: datetime) -> Coverage:
    """Share the appraisal of a stage out between the two appraisers and announce it: a part goes to the one of the
    agency that the set names, else to the first; the other stands in."""
    people = [Membership.objects.get(person__username=name).person for name in (APPRAISER, SECOND)]
    plan = begin_plan(by=by, cycle=cycle, stage=stage)
    parts = []
    for part in shared_parts(cycle, plan, sight_in(by, cycle)):
        own = part.proposed is not None and part.proposed.person == people[1].pk
        first, second = reversed(people) if own else people
        where = WorkPart(part.cycle_set, part.node.number, part.peer_group)
        parts.append(PartGiven(where, first, (second,), part.agency, part.wording))
    plan = share_out_appraisal(by=by, plan=plan, parts=parts, version=plan.version)
    announce_plan(by=by, plan=plan, now=now)
    return announced_coverage(cycle, stage)


def appraise(
    held: HeldAppraisal,
    coverage: Coverage,
    lower: Mapping[str, TypedAppraisal],
    now: datetime,
    share: float = 1,
) -> None:
    """Appraise the first leaves of a unit, `share` (0–1) of them: some are lowered with their reasons (`lower`), what
    has figures and documents is accepted at once, the rest one by one."""
    people: dict[int, list[str]] = {}
    for leaf in list(held.leaves)[: round(len(held.leaves) * share)]:
        assigned = coverage.appraiser_of(held.participant, leaf)
        if assigned is not None:
            people.setdefault(assigned.person, []).append(leaf)
    for person, own in people.items():
        by = actor_of(Membership.objects.select_related("person", "unit").get(person=person))
        doubles = held.participant.doubles.filter(plan__stage=held.row.stage)
        done = set(doubles.values_list("leaf", flat=True))
        if held.row.stage == Stage.FIRST_APPRAISAL:  # what was explained is never accepted unopened
            open_ones = [leaf for leaf in own if leaf not in lower]
            done |= {one.leaf for one in accept_many(by=by, appraised=held.row, leaves=open_ones, now=now)}
        for leaf in own:
            if leaf not in done:
                given = lower.get(leaf) or accepting(held, leaf)
                save_appraisal(by=by, appraised=held.row, leaf=leaf, typed=given, version=0, now=now)


def given_to_two(
    held: HeldAppraisal, coverage: Coverage, drawn: DrawnPoints, now: datetime
) -> dict[str, TypedAppraisal]:
    """Give the first two leaves of a unit that the first appraiser has and that can be lowered to two people; returns
    what the second of them would lower, by leaf."""
    first, second = (Membership.objects.get(person__username=name).person for name in (APPRAISER, SECOND))
    chance, wanted = Random(SEED), dict[str, TypedAppraisal]()  # noqa: S311 - repeatable
    for leaf in held.leaves:
        assigned = coverage.appraiser_of(held.participant, leaf)
        lower = lowered(held, drawn, leaf, chance)
        if lower is not None and assigned is not None and assigned.person == first.pk and len(wanted) < 2:
            wanted[leaf] = lower
    plan = AppraisalPlan.objects.get(cycle=held.participant.cycle, stage=held.row.stage)
    wish = DrawWish(
        percent=100,
        seed=SEED,
        seconds=(second,),
        leaves=frozenset((held.participant.cycle_set_id, leaf) for leaf in wanted),
        units=frozenset({held.participant.pk}),
    )
    draw_doubles(by=acting(LEAD), plan=plan, wish=wish, now=now)
    return wanted


def differ(held: HeldAppraisal, two: Mapping[str, TypedAppraisal], now: datetime) -> None:
    """Let two people appraise the first of these leaves and differ; the other waits for both."""
    one, appraised = next(iter(two)), held.row
    save_given(
        by=acting(APPRAISER), appraised=appraised, leaf=one, typed=accepting(held, one), version=0, now=now
    )
    save_given(by=acting(SECOND), appraised=appraised, leaf=one, typed=two[one], version=0, now=now)


def drawn_lower(held: HeldAppraisal, drawn: DrawnPoints) -> dict[str, TypedAppraisal]:
    """Return what an appraiser lowers of a unit: some of its leaves, drawn, each with its reason."""
    participant = held.participant
    chance = Random(f"{participant.code} {participant.cycle.year} appraised")  # noqa: S311 - repeatable
    picked = [leaf for leaf in held.leaves if chance.random() < LOWERED]
    return {leaf: found for leaf in picked if (found := lowered(held, drawn, leaf, chance)) is not None}


def accepting(held: HeldAppraisal, leaf: str) -> TypedAppraisal:
    """Return what accepts the claim of a unit; where no points follow from it, it waits for what is not there yet."""
    follows = held.claim(leaf).standing(held.leaves[leaf], held.year).is_given
    return TypedAppraisal(decimal=None, provisional="" if follows else NOT_FINAL)


def lowered(held: HeldAppraisal, drawn: DrawnPoints, leaf: str, chance: Random) -> TypedAppraisal | None:
    """Return other figures or points for a leaf that give less than the unit claims, with the reason; None where none
    are found."""
    node, claim = held.leaves[leaf], held.claim(leaf)
    claimed = claim.points(node, held.year)
    if not claimed or claimed < 0:
        return None
    reason = TakenReason(*(PHRASES[3] if claim.evidence else PHRASES[0]))
    if node.rule is None:
        return TypedAppraisal(points=plain(claimed / 2), reasons=(reason,), decimal=None)
    for _try in range(TRIES):
        given = drawn.pools[leaf].near(chance.uniform(0.3, 0.8), chance)
        if not isinstance(given, Mapping):
            break
        figures = {one.name: figure_text(one, given[one.name]) for one in node.variables if one.name in given}
        typed = TypedAppraisal(figures=figures, reasons=(reason,), decimal=None)
        standing = standing_as_typed(node, typed, claim, held.year)
        points = standing.outcome.points
        if points is not None and points < claimed and not standing.broken:
            return typed
    return None


def asking(held: HeldAppraisal, coverage: Coverage, now: datetime) -> None:
    """Let an appraiser ask a unit about two of its leaves; the unit has answered one of the questions."""
    asked = []
    for leaf, text in zip(held.leaves, (ASKED, ASKED_AGAIN), strict=False):
        assigned = coverage.appraiser_of(held.participant, leaf)
        assert assigned is not None
        by = actor_of(Membership.objects.select_related("person", "unit").get(person=assigned.person))
        asked.append(ask_question(by=by, appraised=held.row, leaf=leaf, text=text, now=now))
    answer_question(by=person_of(held.participant), question=asked[0], text=ANSWERED, now=now)


def ask_not_to_apply(held: HeldAppraisal, coverage: Coverage, now: datetime, *, advised: bool) -> None:
    """Let a unit ask that a leaf shall not apply to it, and (`advised`) its appraiser advise to grant it; nobody has
    decided."""
    participant = held.participant
    leaf = next(number for number, node in held.leaves.items() if NOT_OURS in node.name)
    asked = ask_not_applicable(
        by=person_of(participant), participant=participant, leaf=leaf, reason=WHY_NOT_OURS
    )
    assigned = coverage.appraiser_of(participant, leaf)
    assert assigned is not None
    if advised:
        by = actor_of(Membership.objects.select_related("person", "unit").get(person=assigned.person))
        give_opinion(by=by, asked=asked, grants=True, text=WHY_SO, now=now)


def send(appraised: int, now: datetime) -> AppraisalResult:
    """Send the finished appraisal of a unit, by its id, as its page shows it."""
    row = UnitAppraisal.objects.select_related(*WITH_SET).get(pk=appraised)
    seen = outcome_seal(outcome_content(held_appraisal(row)))
    by = acting(LEAD)
    if row.participant_id in participants_of_interest(by, row.participant.cycle):
        by = acting(LEAD_ELSEWHERE)
    return send_result(by=by, appraised=row, seen=seen, now=now)


def explain(appraised: int, now: datetime) -> None:
    """Let the unit of an appraisal, by its id, explain the first leaf that its result lowered; it has not answered the
    others yet."""
    row = UnitAppraisal.objects.select_related(*WITH_SET).get(pk=appraised)
    view = justification_view(row)
    for one in view.leaves[:1] if view is not None else ():
        by = person_of(row.participant)
        explain_leaf(by=by, appraised=row, leaf=one.leaf.number, text=EXPLAINED, version=0, now=now)
