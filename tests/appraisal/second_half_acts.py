"""The acts that are played in the second half of a round, and what is drawn for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import combinations, permutations
from typing import Any

from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.models import Appraisal
from cchc.appraisal.queries.content import TakenReason
from cchc.scores.models import Stage

FIRST, SECOND = Stage.FIRST_APPRAISAL, Stage.SECOND_APPRAISAL
LATE, NOT_DONE = TakenReason("late", "Báo cáo nộp chậm"), TakenReason("not_done", "")
LEAVES = ("1.1", "1.2", "1.3", "2.1", "2.3")
UNIT = (0, 1)
WHO = tuple([0, 0, 1, 1, 2])
STAGE = tuple([FIRST, FIRST, SECOND])
LEAF = LEAVES
TYPED = tuple(
    [
        TypedAppraisal(),
        TypedAppraisal(),
        TypedAppraisal(figures={"done": "5"}, reasons=(LATE,)),
        TypedAppraisal(figures={"done": "3"}),  # taken without a reason
        TypedAppraisal(figures={"issued": "05/02/2026"}, reasons=(LATE,)),
        TypedAppraisal(figures={"rate": "40"}, reasons=(NOT_DONE,)),
        TypedAppraisal(points="0,75", reasons=(LATE, NOT_DONE)),
        TypedAppraisal(points="0,5", reasons=(NOT_DONE,), provisional="Chờ quyết định"),
        TypedAppraisal(takes_back=True),
    ]
)

OF_TWO = (
    TypedAppraisal(),
    TypedAppraisal(),
    TypedAppraisal(figures={"issued": "05/02/2026"}, reasons=(LATE,)),
    TypedAppraisal(takes_back=True),
)
"""What is given for the leaf that two people appraise."""
RULINGS = ("claim", "appraisal", "other", "not_applicable")
ORDERS = tuple(permutations(LEAVES))
TOGETHER = tuple({*some} for count in (1, 2, 5) for some in combinations(LEAVES, count))
ACTS: Mapping[str, tuple[int, dict[str, Sequence[Any]]]] = {
    "appraise": (
        10,
        dict(unit=UNIT, stage=STAGE, leaf=LEAF, typed=TYPED, who=WHO, stale=tuple([0] * 6 + [1])),
    ),
    "finish": (7, dict(unit=UNIT, stage=STAGE)),
    "say_to_the_result": (
        6,
        dict(unit=UNIT, leaf=LEAF, explains=(True, False), stranger=tuple([False] * 5 + [True])),
    ),
    "send": (6, dict(unit=UNIT, stage=STAGE, looked=tuple([True] * 4 + [False]))),
    "accept_together": (3, dict(unit=UNIT, stage=STAGE, who=WHO, leaves=TOGETHER)),
    "ask": (
        2,
        dict(unit=UNIT, stage=STAGE, leaf=LEAF, who=WHO, text=tuple(["Vì sao?", "Ở đâu?", ""])),
    ),
    "hand_the_justification_in": (4, dict(unit=UNIT)),
    "change_and_hand_in_again": (2, dict(unit=UNIT, points=tuple(["1,5", "1,25", "2"]))),
    "share_out": (1, dict(stage=STAGE, node=tuple(["1", "2", "1.2"]), main=WHO, substitute=WHO)),
    "take_the_result_back": (1, dict(unit=UNIT, stage=STAGE, reason=tuple(["Thiếu", ""]))),
    "give_anew_in_another_order": (1, dict(unit=UNIT, stage=STAGE, order=ORDERS)),
    "answer": (1, dict(unit=UNIT)),
    "give_the_sheet_back": (1, dict(unit=UNIT)),
    "time_passes": (1, dict(passed=tuple([timedelta(hours=3)] * 5 + [timedelta(days=2)]))),
    "the_worker_computes": (1, {}),
    "give_one_of_two": (5, dict(unit=UNIT, stage=(FIRST,), typed=OF_TWO, who=WHO)),
    "settle_two": (1, dict(unit=UNIT, typed=OF_TWO)),
    "ask_off": (2, dict(unit=UNIT, leaf=("1.2", "2.3"))),
    "advise": (3, dict(who=WHO, grants=(True, False))),
    "decide_request": (2, dict(granted=(True, False))),
    "take_the_decision_back": (1, dict(state=("granted", "refused"))),
    "appeal": (1, dict(unit=UNIT)),
    "meet": (2, {}),
    "compute": (1, {}),
    "put_on_the_agenda": (3, dict(unit=UNIT, leaf=LEAVES, who=(0, 2, 3, 3))),
    "take_off_the_agenda": (1, dict(reason=("Đã rõ", ""))),
    "propose": (4, dict(verdict=RULINGS, points=("0,5", "1", "nhiều"))),
    "vote": (2, dict(who=(0, 1, 2), choice=("yes", "no", "abstained", "absent"))),
    "count": (4, dict(yes=(0, 1, 2, 2, 3))),
    "withdraw": (1, {}),
    "rise": (1, {}),
    "bring_to_an_end": (3, {}),
    "undo_final": (5, dict(reason=("Sai sót", "Sai sót", ""))),
}
"""What is played: by the name of its method how often it comes, and from what each argument is chosen."""
WEIGHTED = [name for name, (weight, _drawn) in ACTS.items() for _time in range(weight)]


def as_typed(row: Appraisal) -> TypedAppraisal:
    """What types an appraisal as it stands."""
    reasons = tuple(TakenReason(one["code"], one["text"]) for one in row.reasons)
    return TypedAppraisal(
        figures=row.figures,
        points=row.points if not row.figures else None,
        reasons=reasons,
        provisional=row.provisional,
        note=row.note,
        decimal=None,
    )
