"""The staged files of this room: questionnaires that replace a draft."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.core.surveys.questionnaires.comparing import TurnedRow, differences
from cchc.core.surveys.questionnaires.content import document_of_text, questions_of
from cchc.core.surveys.questionnaires.reading import read_questionnaire
from cchc.core.words.messages import data_of
from cchc.intake.kinds import Brought, Compared, StagedKind
from cchc.intake.models import StagedFile
from cchc.surveys.actions.questionnaires import record_questionnaire_file_given_up, replace_draft
from cchc.surveys.exchange.questionnaire_file import QUESTIONNAIRE_FILE
from cchc.surveys.models import QuestionnaireVersion


def _compare(brought: Brought) -> Compared:
    """Return what a file says and what it is set against: the text of the draft as it is."""
    version = get_object_or_404(QuestionnaireVersion, pk=int(brought.about))
    read = QUESTIONNAIRE_FILE.read(brought.data, brought.name)
    if read.code != version.questionnaire.code:
        raise ValidationError(
            _("The file is of the questionnaire “%(found)s”, this one is “%(code)s”.")
            % {"found": read.code, "code": version.questionnaire.code}
        )
    lost = [data_of(one.what) for one in read.lost]
    return Compared(version.content, {"text": read.text, "lost": lost}, {"items": read.items}, version.sha256)


def differences_of(staged: StagedFile) -> tuple[TurnedRow, ...]:
    """Return what a staged file changes in the draft with which it was compared."""
    before = read_questionnaire(document_of_text(staged.difference)).questions
    return differences(before, questions_of(staged.read["text"]))


def _open(by: Actor, about: str) -> QuestionnaireVersion:
    by.require(Permission.SURVEY_DESIGN)
    return QuestionnaireVersion.objects.select_for_update().get(pk=int(about))


def _apply(
    by: Actor, version: QuestionnaireVersion, staged: StagedFile, _ready: None
) -> QuestionnaireVersion:
    return replace_draft(
        by=by, version=version, text=staged.read["text"], seen=staged.seen, source=staged.file
    )


def _give_up(by: Actor, version: QuestionnaireVersion, _staged: StagedFile) -> None:
    record_questionnaire_file_given_up(by=by, version=version)


QUESTIONNAIRE: StagedKind[QuestionnaireVersion] = StagedKind(
    code="questionnaire",
    compare=_compare,
    open=_open,
    apply=_apply,
    give_up=_give_up,
    version=lambda version: version.sha256,
)
KINDS = (QUESTIONNAIRE,)
