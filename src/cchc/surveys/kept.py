"""What of this room can never change, and what is played against the log."""

from __future__ import annotations

from cchc.audit.frozen import Frozen
from cchc.audit.played import Played
from cchc.core.words.messages import Message
from cchc.surveys.models import SurveyTaking, SurveyTakingUndoing

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

PLAYED = (
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
