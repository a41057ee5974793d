"""Surveys as they are stored."""

from cchc.surveys.models.answers import ItemAnswer, Response, ResponseState
from cchc.surveys.models.designs import (
    CaseState,
    FrameRow,
    QuotaCell,
    SampleCase,
    SampleFrame,
    Survey,
    SurveyForm,
    SurveyPurpose,
    SurveyState,
)
from cchc.surveys.models.estimates import EstimateFigure, EstimateState, SurveyEstimate
from cchc.surveys.models.questionnaires import Questionnaire, QuestionnaireState, QuestionnaireVersion
from cchc.surveys.models.takings import SurveyTaking, SurveyTakingUndoing, TakenFigure

__all__ = [
    "CaseState",
    "EstimateFigure",
    "EstimateState",
    "FrameRow",
    "ItemAnswer",
    "Questionnaire",
    "QuestionnaireState",
    "QuestionnaireVersion",
    "QuotaCell",
    "Response",
    "ResponseState",
    "SampleCase",
    "SampleFrame",
    "Survey",
    "SurveyEstimate",
    "SurveyForm",
    "SurveyPurpose",
    "SurveyState",
    "SurveyTaking",
    "SurveyTakingUndoing",
    "TakenFigure",
]
