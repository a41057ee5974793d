"""The questionnaires of the demonstration: every model, issued; of one a new version that is being edited."""

from __future__ import annotations

from cchc.access.actor import Actor
from cchc.surveys.actions.questionnaires import (
    RowEdit,
    continue_questionnaire,
    create_questionnaire,
    edit_draft,
    publish_questionnaire,
)
from cchc.surveys.models import QuestionnaireVersion
from cchc.surveys.queries.questionnaires import model_questionnaires

EDITED = "dan_dn_so"  # the questionnaire that is being edited
ADDED = {
    "section": "lan_gan_nhat",
    "code": "tu_lam",
    "number": "1.4",
    "text": "Ông/bà tự làm hồ sơ hay nhờ người khác?",
    "kind": "single",
    "options": "tu_lam | Tự làm\nnho | Nhờ người khác\nthue | Thuê dịch vụ",
}


def load_questionnaires(*, by: Actor) -> dict[str, QuestionnaireVersion]:
    """Issue the models, and begin a new version of one with a question more; returns the issued ones by their codes."""
    issued = {
        model.code: publish_questionnaire(by=by, version=create_questionnaire(by=by, text=model.text))
        for model in model_questionnaires()
    }
    draft = continue_questionnaire(by=by, questionnaire=issued[EDITED].questionnaire)
    edit = RowEdit("item", "", ADDED, after="dung_hen")
    edit_draft(by=by, version=draft, edit=edit, seen=draft.version)
    return issued
