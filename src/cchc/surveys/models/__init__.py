"""Surveys as they are stored."""

from cchc.surveys.models.answers import AnswerColumns, Response, ResponseReason, ResponseState
from cchc.surveys.models.designs import (
    CaseState,
    FrameRow,
    QuotaCell,
    SampleCase,
    SampleDraw,
    SampleFrame,
    Survey,
    SurveyedUnit,
    SurveyForm,
    SurveyPurpose,
    SurveyState,
)
from cchc.surveys.models.estimates import EstimateFigure, EstimateOrder, EstimateState, SurveyEstimate
from cchc.surveys.models.questionnaires import Questionnaire, QuestionnaireState, QuestionnaireVersion
from cchc.surveys.models.takings import SurveyTaking, SurveyTakingUndoing, TakenFigure

__all__ = [
    "AnswerColumns",
    "CaseState",
    "EstimateFigure",
    "EstimateOrder",
    "EstimateState",
    "FrameRow",
    "Questionnaire",
    "QuestionnaireState",
    "QuestionnaireVersion",
    "QuotaCell",
    "Response",
    "ResponseReason",
    "ResponseState",
    "SampleCase",
    "SampleDraw",
    "SampleFrame",
    "Survey",
    "SurveyEstimate",
    "SurveyForm",
    "SurveyPurpose",
    "SurveyState",
    "SurveyTaking",
    "SurveyTakingUndoing",
    "SurveyedUnit",
    "TakenFigure",
]
