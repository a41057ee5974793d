"""What of this room can never change, and what is played against the log."""

from __future__ import annotations

from collections.abc import Mapping

from cchc.audit.frozen import Frozen
from cchc.audit.played import Played
from cchc.core.surveys.questionnaires.content import hash_of
from cchc.core.words.messages import Message
from cchc.surveys.models import QuestionnaireVersion, SurveyEstimate, SurveyTaking, SurveyTakingUndoing
from cchc.surveys.queries.standing import figures_hash

FROZEN = (
    Frozen("surveys_questionnaireversion", when="{row}.state = 'published'"),
    Frozen("surveys_surveyestimate", when="{row}.state = 'final'"),
    Frozen(
        "surveys_estimatefigure",
        when="(SELECT state FROM surveys_surveyestimate WHERE id = {row}.estimate_id) = 'final'",
    ),
    Frozen("surveys_surveytaking"),
    Frozen("surveys_takenfigure"),
    Frozen("surveys_surveytakingundoing"),
)


def _wording(version: QuestionnaireVersion) -> Mapping[str, str]:
    """The hash of what a version asks now, beside the one that stands with it."""
    return {"wording": hash_of(version.content)}


def _standing(estimate: SurveyEstimate) -> Mapping[str, str]:
    """The hashes of what an estimate stands on now, and of its figures."""
    return {"standing": hash_of(estimate.counts), "figures": figures_hash(estimate)}


PLAYED = (
    Played(
        code="surveys.questionnaire_version",
        words=Message("Version of a questionnaire"),
        model=QuestionnaireVersion,
        fields=("questionnaire_id", "number", "state", "sha256"),
        holds=_wording,
    ),
    Played(
        code="surveys.estimate",
        words=Message("Estimate of a survey"),
        model=SurveyEstimate,
        fields=("survey_id", "number", "state", "sha256"),
        holds=_standing,
    ),
    Played(
        code="surveys.taking",
        words=Message("Results of surveys taken"),
        model=SurveyTaking,
        fields=("cycle_id", "number", "sha256"),
    ),
    Played(
        code="surveys.taking_undoing",
        words=Message("Results of surveys taken back"),
        model=SurveyTakingUndoing,
        fields=("taking_id", "reason"),
    ),
)
