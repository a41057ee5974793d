"""Questionnaires in the room: a draft is edited row by row and issued once; an issued version never changes."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.core.surveys.questionnaires.content import document_of_text, hash_of
from cchc.core.words.names import search_key
from cchc.intake.actions import apply
from cchc.surveys.actions.questionnaires import (
    FaultyRow,
    RowEdit,
    continue_questionnaire,
    create_questionnaire,
    delete_questionnaire_draft,
    edit_draft,
    publish_questionnaire,
)
from cchc.surveys.models import Questionnaire, QuestionnaireVersion
from cchc.surveys.queries.questionnaires import (
    drafted,
    lines_with,
    model_questionnaires,
    questions_in,
    tree_of,
)
from tests import builders
from tests.builders.questionnaires import a_brought_questionnaire, a_draft, an_issued, questionnaire_text

pytestmark = pytest.mark.django_db
LIST = "/dieu-tra/mau-phieu/"


def by() -> object:
    return builders.an_actor(Role.SURVEY_STAFF)


def asked(code: str, **texts: str) -> RowEdit:
    return RowEdit("item", code, {"section": "chung", "code": code, "text": "A", "kind": "text", **texts})


# --- acts -----------------------------------------------------------------------------------------------------


def test_a_draft_is_edited_row_by_row_and_its_hash_is_that_of_what_it_says() -> None:
    draft = a_draft()
    edited = edit_draft(by=by(), version=draft, edit=asked("q5", text="Mong muốn"), seen=1)
    assert questions_in(edited).by_code["q5"].text == "Mong muốn"
    assert (edited.version, edited.sha256) == (2, hash_of(edited.content))


def test_rows_are_added_where_they_shall_stand_and_taken_out() -> None:
    new = RowEdit("item", "", {"section": "chung", "code": "q0", "text": "Đầu", "kind": "text"}, after="")
    draft = edit_draft(by=by(), version=a_draft(), edit=new, seen=1)
    assert [item.code for item in questions_in(draft).items] == ["q0", "q1", "q2", "q3", "q5", "q4_1", "q4_2"]
    moved = RowEdit("item", "q0", new.texts, after="q2")
    draft = edit_draft(by=by(), version=draft, edit=moved, seen=2)
    assert [item.code for item in questions_in(draft).items][:4] == ["q1", "q2", "q0", "q3"]
    draft = edit_draft(by=by(), version=draft, edit=RowEdit("item", "q0", None), seen=3)
    assert "q0" not in questions_in(draft).by_code


def test_what_is_wrong_in_the_row_is_refused_with_its_field_and_what_is_wrong_elsewhere_waits() -> None:
    draft = a_draft()
    with pytest.raises(FaultyRow) as refused:
        edit_draft(by=by(), version=draft, edit=asked("q5", shown_when="q9 = 1"), seen=1)
    assert [fault.place.column for fault in refused.value.faults] == ["shown_when"]
    draft = edit_draft(by=by(), version=draft, edit=RowEdit("item", "q1", None), seen=1)
    assert [fault.place.column for fault in drafted(draft).faults] == ["shown_when", "shown_when"]
    with pytest.raises(ValidationError, match="2"):
        publish_questionnaire(by=by(), version=draft)


def test_who_saves_what_is_not_any_more_as_it_was_seen_is_told() -> None:
    draft = a_draft()
    edit_draft(by=by(), version=draft, edit=asked("q5", text="Một"), seen=1)
    with pytest.raises(Changed):
        edit_draft(by=by(), version=draft, edit=asked("q5", text="Hai"), seen=1)
    draft.refresh_from_db()
    assert questions_in(draft).by_code["q5"].text == "Một"


def test_an_issued_version_never_changes_and_a_new_one_begins_with_what_it_says() -> None:
    issued = an_issued()
    with pytest.raises(ValidationError, match="never changes"):
        edit_draft(by=by(), version=issued, edit=asked("q5"), seen=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        QuestionnaireVersion.objects.filter(pk=issued.pk).update(content="{}")
    draft = continue_questionnaire(by=by(), questionnaire=issued.questionnaire)
    assert (draft.number, draft.content) == (2, issued.content)
    with pytest.raises(ValidationError, match="draft already"):
        continue_questionnaire(by=by(), questionnaire=issued.questionnaire)
    delete_questionnaire_draft(by=by(), version=draft)
    assert Questionnaire.objects.get().versions.get() == issued


def test_a_draft_that_is_deleted_takes_a_questionnaire_along_that_never_had_another() -> None:
    delete_questionnaire_draft(by=by(), version=a_draft())
    assert not Questionnaire.objects.exists()


def test_a_code_names_one_questionnaire_and_does_not_change() -> None:
    draft = a_draft()
    with pytest.raises(ValidationError, match="already"):
        create_questionnaire(by=by(), text=questionnaire_text())
    edit = RowEdit("questionnaire", "", {"code": "khac", "title": "Phiếu"})
    with pytest.raises(ValidationError, match="does not change"):
        edit_draft(by=by(), version=draft, edit=edit, seen=1)


def test_only_who_designs_surveys_changes_questionnaires() -> None:
    draft = a_draft()
    with pytest.raises(NotPermitted):
        edit_draft(by=builders.an_actor(Role.LEADER), version=draft, edit=asked("q5"), seen=1)


def test_a_file_replaces_the_draft_with_which_it_was_compared_and_no_other() -> None:
    draft = a_draft()
    first, second = a_brought_questionnaire(draft), a_brought_questionnaire(draft)
    replaced = apply(by=by(), staged=first)
    assert questions_in(replaced).title == "Phiếu theo tệp"
    with pytest.raises(Changed):
        apply(by=by(), staged=second)


def test_every_model_can_be_begun_with() -> None:
    for model in model_questionnaires():
        assert create_questionnaire(by=by(), text=model.text).number == 1


# --- pages ----------------------------------------------------------------------------------------------------


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(builders.a_member(Role.SURVEY_STAFF, unit=builders.a_province()).person)
    return client


def test_a_page_shows_what_others_saved_meanwhile_and_keeps_what_was_typed(staff: Client) -> None:
    draft = a_draft()
    edit_draft(by=by(), version=draft, edit=asked("q5", text="Của người khác"), seen=1)
    form = {
        "seen": 1,
        "section": "chung",
        "code": "q5",
        "text": "Của tôi",
        "kind": "text",
        "required": "yes",
        "after": "=",
    }
    answer = staff.post(f"{LIST}{draft.pk}/dong/item/q5/", form)
    body = answer.content.decode()
    assert (answer.status_code, "Của người khác" in body, "Của tôi" in body) == (409, True, True)


def test_the_phone_asks_one_question_after_the_other_and_leaves_out_what_is_not_asked(staff: Client) -> None:
    phone = f"{LIST}{an_issued().pk}/dien-thoai/"
    assert "Đã đến?" in staff.get(phone).content.decode()
    assert 'role="alert"' in staff.get(phone, {"q": "q1", "next": "1"}).content.decode()
    skipped = staff.get(
        phone, {"q": "q2", "next": "1", "a-q1": "khong", "a-q2": ["loa", "mang"]}
    ).content.decode()
    assert ("Số lần" in skipped, "Ý kiến khác" in skipped) == (False, True)


def test_drafts_are_for_those_alone_who_design_surveys(client: Client) -> None:
    client.force_login(builders.a_member(Role.LEADER, unit=builders.a_province()).person)
    draft, issued = a_draft("mot"), an_issued("hai")
    found = [client.get(f"{LIST}{version.pk}/").status_code for version in (draft, issued)]
    assert found == [404, 200]


def test_the_tree_is_searched_by_words_without_diacritics_and_by_number() -> None:
    version = a_draft()
    tree = tree_of(document_of_text(version.content), ())
    everything = [item.code for section in tree["section"] for item in section.below]

    def codes(text: str) -> list[str]:
        return [one.code for section in lines_with(tree, text)["section"] for one in section.below]

    assert codes("") == everything
    wanted = tree["section"][0].below[0]
    assert wanted.code in codes(search_key(wanted.words))
    assert codes("không câu nào như thế") == []
    assert lines_with(tree, "không câu nào như thế") == {table: [] for table in tree}
