"""Acts on questionnaires: begun, edited, replaced by a file, issued, gone on with, deleted."""

from __future__ import annotations

from typing import Any

from cchc.access.permissions import Role
from tests.acts.table import NUMBERS, Data, Upload, act, agreed, named
from tests.builders.questionnaires import (
    a_brought_questionnaire,
    a_draft,
    an_issued,
    questionnaire_file,
)

STAFF = Role.SURVEY_STAFF


def a_code() -> str:
    """A code that no other questionnaire has."""
    return f"phieu_{next(NUMBERS)}"


@act("surveys:questionnaire_new", "surveys.questionnaire_created", role=STAFF)
def _() -> tuple[list[Any], Data]:
    return [], {"model": "", "file": Upload(f"{named('mau')}.toml", questionnaire_file(a_code()))}


@act("surveys:questionnaire_row", "surveys.questionnaire_edited", role=STAFF)
def _() -> tuple[list[Any], Data]:
    draft = a_draft(a_code())
    form = {
        "seen": draft.version,
        "section": "chung",
        "code": "q5",
        "text": "Ý kiến của ông/bà",
        "kind": "text",
        "required": "no",
        "after": "=",
    }
    return [draft.pk, "item", "q5"], form


@act("surveys:questionnaire_add", "surveys.questionnaire_edited", role=STAFF)
def _() -> tuple[list[Any], Data]:
    draft = a_draft(a_code())
    return [draft.pk, "group"], {"seen": draft.version, "code": "doanh_nghiep", "name": "Doanh nghiệp"}


@act("surveys:questionnaire_remove", "surveys.questionnaire_edited", role=STAFF)
def _() -> tuple[list[Any], Data]:
    draft = a_draft(a_code())
    return [draft.pk, "item", "q5"], {"seen": draft.version}


@act("surveys:questionnaire_publish", "surveys.questionnaire_published", role=STAFF)
def _() -> tuple[list[Any], Data]:
    return agreed("surveys:questionnaire_publish", [a_draft(a_code()).pk], {}, STAFF)


@act("surveys:questionnaire_delete", "surveys.questionnaire_deleted", role=STAFF)
def _() -> tuple[list[Any], Data]:
    return [a_draft(a_code()).pk], {}


@act("surveys:questionnaire_continue", "surveys.questionnaire_continued", role=STAFF)
def _() -> tuple[list[Any], Data]:
    return [an_issued(a_code()).questionnaire_id], {}


@act("surveys:questionnaire_files", "", role=STAFF)
def _() -> tuple[list[Any], Data]:
    code = a_code()
    return [a_draft(code).pk], {"file": Upload(f"{named('mau')}.toml", questionnaire_file(code))}


@act("surveys:questionnaire_file_apply", "surveys.questionnaire_replaced", role=STAFF)
def _() -> tuple[list[Any], Data]:
    draft = a_draft(a_code())
    return [draft.pk, a_brought_questionnaire(draft).pk], {}


@act("surveys:questionnaire_file_again", "", role=STAFF)
def _() -> tuple[list[Any], Data]:
    draft = a_draft(a_code())
    return [draft.pk, a_brought_questionnaire(draft).pk], {}


@act("surveys:questionnaire_file_give_up", "surveys.questionnaire_file_given_up", role=STAFF)
def _() -> tuple[list[Any], Data]:
    draft = a_draft(a_code())
    return [draft.pk, a_brought_questionnaire(draft).pk], {}
