"""What of this room can never change."""

from __future__ import annotations

from cchc.audit.frozen import Frozen

FROZEN = (
    Frozen("surveys_questionnaireversion", when="{row}.state = 'published'"),
    Frozen("surveys_surveyestimate", when="{row}.state = 'final'"),
    Frozen(
        "surveys_estimatefigure",
        when="(SELECT state FROM surveys_surveyestimate WHERE id = {row}.estimate_id) = 'final'",
    ),
)
