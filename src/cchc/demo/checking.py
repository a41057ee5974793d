"""The survey of the running year asked anew in part: one enumerator's forms are in doubt."""

from __future__ import annotations

from datetime import date
from random import Random

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.accounts.queries import actor_of
from cchc.core.surveys.questionnaires.values import ItemKind
from cchc.fieldwork.actions.checking import AskedAnew, CheckWanted, draw_back_check, keep_asked_anew
from cchc.fieldwork.actions.quality import look_for_marks
from cchc.fieldwork.models import BackCheckCase, BackCheckState
from cchc.fieldwork.queries.checking import first_answers
from cchc.surveys.models import Survey
from cchc.surveys.queries.comparing import questions_in

SEED = "Giải đặc biệt 30/11: 84715"
LEAST = 5
NOT_ASKED_YET = 7  # every so manyth respondent is still to be asked


def load_back_check(survey: Survey, today: date, *, by: Actor) -> None:
    """Draw forms of each enumerator, ask most of their respondents anew, and look for marks."""
    supervisors = Membership.objects.filter(role=Role.SURVEY_SUPERVISOR.value).select_related(
        "person", "unit"
    )
    supervisor = supervisors.order_by("pk").first()
    if supervisor is None:
        raise ValueError("the demonstration has no supervisor of surveys")
    wanted = CheckWanted(supervisor.unit, SEED, 10, LEAST)
    draw = draw_back_check(by=by, survey=survey, wanted=wanted)
    cases = list(draw.cases.select_related("assignment__form__version", "back_check__survey"))
    brought = sorted({one.assignment.enumerator_id for one in cases if one.assignment.enumerator_id})
    for place, case in enumerate(cases):
        in_doubt = bool(brought) and case.assignment.enumerator_id == brought[0]
        if place % NOT_ASKED_YET == NOT_ASKED_YET - 1 and not in_doubt:
            continue
        told = _told(case, today, in_doubt=in_doubt)
        keep_asked_anew(by=actor_of(supervisor), case=case, told=told, seen=case.version)
    look_for_marks(by=by, survey=survey)


def _told(case: BackCheckCase, today: date, *, in_doubt: bool) -> AskedAnew:
    """What a respondent says anew: the same but for a level here and there, or something else altogether."""
    chance = Random(f"phúc tra {case.assignment.number}")  # noqa: S311 - repeatable
    if in_doubt and chance.random() < 0.4:
        return AskedAnew(BackCheckState.DENIED, today, {}, "Cho biết không ai đến hỏi")
    first = first_answers([case]).get(case.pk, {})
    answers: dict[str, str] = {}
    for item in questions_in(case.assignment.form.version).items:
        if item.code not in first or item.kind is ItemKind.TEXT:
            continue
        answers[item.code] = first[item.code]
        if item.is_chosen_once and in_doubt:
            answers[item.code] = chance.choice(item.options).code
    return AskedAnew(BackCheckState.ASKED, today, answers)
