"""Questionnaires in the database: a draft, an issued one, a file that waits to replace a draft."""

from __future__ import annotations

from cchc.access.permissions import Role
from cchc.core.surveys.questionnaires.content import canonical_text
from cchc.core.surveys.questionnaires.document import document_of
from cchc.core.surveys.questionnaires.reading import questionnaire_of
from cchc.intake.actions import stage
from cchc.intake.kinds import Brought
from cchc.intake.models import StagedFile
from cchc.surveys.actions.questionnaires import create_questionnaire, publish_questionnaire
from cchc.surveys.exchange.questionnaire_texts import write_questionnaire_toml
from cchc.surveys.models import QuestionnaireVersion
from cchc.surveys.staged import QUESTIONNAIRE
from tests.builders.people import an_actor
from tests.core.questionnaires import ITEMS, LAST, SETTINGS, document


def questionnaire_text(code: str = "mau", title: str = "Phiếu mẫu") -> str:
    """The canonical text of a small questionnaire."""
    return canonical_text(
        questionnaire_of(document((*ITEMS, LAST), settings={**SETTINGS, "code": code, "title": title}))
    )


def questionnaire_file(code: str = "mau", title: str = "Phiếu theo tệp") -> bytes:
    """A TOML file of a small questionnaire."""
    whole = questionnaire_of(document(settings={**SETTINGS, "code": code, "title": title}))
    return write_questionnaire_toml(document_of(whole)).encode()


def a_draft(code: str = "mau") -> QuestionnaireVersion:
    """The draft of a new questionnaire with this code."""
    return create_questionnaire(by=an_actor(Role.SURVEY_STAFF), text=questionnaire_text(code))


def an_issued(code: str = "mau") -> QuestionnaireVersion:
    """The issued first version of a new questionnaire with this code."""
    return publish_questionnaire(by=an_actor(Role.SURVEY_STAFF), version=a_draft(code))


def a_brought_questionnaire(draft: QuestionnaireVersion) -> StagedFile:
    """A file that waits to replace a draft."""
    by = an_actor(Role.SURVEY_STAFF)
    brought = Brought(by, "mau.toml", questionnaire_file(draft.questionnaire.code), str(draft.pk))
    return stage(by=by, kind=QUESTIONNAIRE, brought=brought, compared=QUESTIONNAIRE.compare(brought))
