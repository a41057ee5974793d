"""Builders of back-checks: enumerators whose forms came back, supervising bodies, draws, answers given anew."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.accounts.queries import actor_of
from cchc.fieldwork.actions.checking import AskedAnew, CheckWanted, draw_back_check, keep_asked_anew
from cchc.fieldwork.models import BackCheck, BackCheckCase, BackCheckState, CollectingMode
from cchc.surveys.models import Survey
from cchc.units.models import Unit
from tests.builders.fieldwork import SATISFIED, an_answered_form, some_assignments
from tests.builders.people import a_member, a_unit, an_actor

FRONT = "Ủy ban Mặt trận Tổ quốc tỉnh"


def an_enumerator(name: str) -> Membership:
    """Somebody of a post office who brings forms."""
    return a_member(Role.ENUMERATOR, unit=a_unit(name))


def some_brought_forms(
    survey: Survey, enumerator: Membership, count: int, texts: Mapping[str, str] = SATISFIED
) -> None:
    """Forms about the first rated unit that an enumerator brought, all with the same answers."""
    units = [one.unit for one in survey.rated.order_by("unit")][:1]
    given = some_assignments(survey, units, mode=CollectingMode.INTERVIEW, enumerator=enumerator, each=count)
    for one in given:
        an_answered_form(one, texts)


def a_supervisor(unit: Unit) -> Actor:
    """Somebody who asks anew for a supervising body."""
    return actor_of(a_member(Role.SURVEY_SUPERVISOR, unit=unit))


def a_drawn_check(
    survey: Survey, body: Unit, *, seed: str = "30/11/2026", share: int = 0, least: int = 5
) -> BackCheck:
    """Forms that are drawn to be asked anew."""
    wanted = CheckWanted(body, seed, share, least)
    return draw_back_check(by=an_actor(Role.COORDINATOR), survey=survey, wanted=wanted)


def asked_anew(
    by: Actor,
    case: BackCheckCase,
    answers: Mapping[str, str] = SATISFIED,
    state: BackCheckState = BackCheckState.ASKED,
) -> BackCheckCase:
    """A respondent who was asked anew."""
    told = AskedAnew(state, timezone.localdate(), answers)
    return keep_asked_anew(by=by, case=case, told=told, seen=case.version)
