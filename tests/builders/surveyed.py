"""Builders of surveys that are held: questionnaires, final estimates, and sets whose leaves they feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.utils import timezone

from cchc.access.permissions import Role
from cchc.audit.actions import record
from cchc.audit.models import by_line
from cchc.core.surveys.questionnaires.content import canonical_text
from cchc.core.surveys.questionnaires.values import (
    AnswerScale,
    Factor,
    ItemKind,
    Option,
    QuestionSection,
    QuestionSet,
    RespondentGroup,
    SurveyItem,
)
from cchc.criteria.models import CriteriaVersion
from cchc.cycles import actions as cycle_actions
from cchc.cycles.models import Cycle, SurveyedBy
from cchc.surveys.actions.estimating import ESTIMATED
from cchc.surveys.actions.questionnaires import create_questionnaire, publish_questionnaire
from cchc.surveys.actions.taking import take_results, take_results_back
from cchc.surveys.models import (
    EstimateFigure,
    EstimateState,
    QuestionnaireState,
    QuestionnaireVersion,
    Survey,
    SurveyEstimate,
    SurveyForm,
    SurveyPurpose,
    SurveyState,
)
from cchc.surveys.queries.takings import taking_plan
from cchc.units.models import Kind, Unit
from tests.builders.cycles import a_published_set
from tests.builders.people import an_actor
from tests.builders.scores import SCORED, a_scored_cycle

SURVEYED = SCORED.replace(
    """name = "Mức độ hài lòng"
maximum = "3"
part = "survey"
""",
    """name = "Mức độ hài lòng"
maximum = "3"
part = "survey"
inputs = ["rate: percent, fed by surveys.hai_long.chung | Tỷ lệ hài lòng"]
rule = "ratio rate"
""",
).replace('id = "scored"', 'id = "surveyed"')
"""The set of `SCORED` whose survey leaf 2.2 (3 points) is fed by the factor `chung` of the questionnaire `hai_long`."""


class Found(NamedTuple):
    """What a survey found about a unit: the rate with its interval (percent), answers and base."""

    value: str
    low: str
    high: str
    answers: int
    base: int
    printed: bool = True


FOUND: Mapping[str, Found] = {
    "Sở Nội vụ": Found("90", "84.5", "93.7", 180, 200),
    "Sở Tài chính": Found("83.125", "76.25", "88.5", 160, 170),
    "Sở Y tế": Found("60", "50.5", "68.75", 100, 120),
}


def a_questionnaire(code: str = "hai_long", group: str = "Người dân") -> QuestionnaireVersion:
    """A published questionnaire with one item and one factor over it."""
    known = QuestionnaireVersion.objects.filter(
        questionnaire__code=code, state=QuestionnaireState.PUBLISHED
    ).first()
    if known is not None:
        return known
    lead = an_actor(Role.COORDINATOR)
    return publish_questionnaire(
        by=lead, version=create_questionnaire(by=lead, text=canonical_text(questions(code)))
    )


def questions(code: str) -> QuestionSet:
    """A questionnaire with one scale, one question on it and one factor over that."""
    levels = tuple(
        Option(str(at), words, satisfied=at > 2) for at, words in enumerate(("Kém", "Trung bình", "Tốt"), 1)
    )
    item = SurveyItem(
        "q1", "a", "1", "Mức độ hài lòng chung", ItemKind.SCALE, levels, "muc", factors=("chung",)
    )
    return QuestionSet(
        code,
        "Phiếu khảo sát sự hài lòng",
        (item,),
        (QuestionSection("a", "I", "Câu hỏi"),),
        (AnswerScale("muc", "Mức", levels),),
        (Factor("chung", "Hài lòng chung", ("q1",)),),
        (RespondentGroup("dan", "Người dân"),),
    )


def a_survey(year: int = 2026, *, code: str = "", questionnaire: str = "hai_long") -> Survey:
    """A closed survey of a year, in which one group of respondents filled a questionnaire."""
    survey = Survey.objects.create(
        code=code or f"sipas{year}",
        name=f"Điều tra hài lòng năm {year}",
        year=year,
        purpose=SurveyPurpose.INDEX,
        state=SurveyState.CLOSED,
        closed_at=timezone.now(),
    )
    SurveyForm.objects.create(
        survey=survey, version=a_questionnaire(questionnaire), respondent_group="Người dân"
    )
    return survey


def an_estimate(
    survey: Survey,
    found: Mapping[str, Found] = FOUND,
    *,
    code: str = "chung",
    error: str = "1.5",
    final: bool = True,
) -> SurveyEstimate:
    """What was estimated of a survey for units by their names, final unless said otherwise."""
    estimate = SurveyEstimate.objects.create(
        survey=survey,
        number=1 + survey.estimates.count(),
        sha256=f"{survey.estimates.count() + 1:064d}",
        counts="",
        **by_line(an_actor()),
    )
    questionnaire = survey.forms.get().version.questionnaire
    units = {one.name: one for one in Unit.objects.filter(name__in=list(found))}
    for name, one in found.items():
        EstimateFigure.objects.create(
            estimate=estimate,
            unit=units[name],
            questionnaire=questionnaire,
            code=code,
            kind="rate",
            value=one.value,
            standard_error=error,
            low=one.low,
            high=one.high,
            answers=one.answers,
            base=one.base,
            printed=one.printed,
        )
    if final:
        SurveyEstimate.objects.filter(pk=estimate.pk).update(state=EstimateState.FINAL)
        estimate.refresh_from_db()
    record(by=an_actor(), verb=ESTIMATED, subject=survey.name, subject_id=survey.pk, wrote=[estimate])
    return estimate


def a_surveyed_cycle(
    year: int = 2026,
    *,
    text: str = SURVEYED,
    units: Sequence[str] = tuple(FOUND),
    province: Unit | None = None,
) -> Cycle:
    """A running cycle of departments by files, whose survey leaf is scored from a survey."""
    a_questionnaire()
    version = CriteriaVersion.objects.filter(set_id="surveyed").first() or a_published_set(text)
    cycle = a_scored_cycle(units, year=year, version=version, province=province)
    cycle_actions.attach_set(
        by=an_actor(),
        cycle=cycle,
        version=version,
        kinds=[Kind.DEPARTMENT],
        peer_group="Các sở",
        survey_by=SurveyedBy.SURVEY,
    )
    return cycle


def taken_and_taken_back(year: int = 2041) -> Cycle:
    """A cycle into which the results of its survey were taken, and back."""
    cycle = a_surveyed_cycle(year)
    an_estimate(a_survey(year))
    lead = an_actor(Role.COORDINATOR)
    taking = take_results(by=lead, cycle=cycle, seen=taking_plan(cycle).seal)
    take_results_back(by=lead, taking=taking, reason="Sai một phiếu")
    return cycle
