"""Criteria versions: drafts come and go, published ones stay as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.core.papers.basis import LegalBasis
from cchc.core.scoring.criteria.document import document_of
from cchc.core.words.messages import Faults
from cchc.criteria import actions
from cchc.criteria.exchange.excel import write_workbook
from cchc.criteria.exchange.reading import read_set, read_set_file
from cchc.criteria.models import CriteriaVersion, VersionState
from cchc.criteria.queries import criteria_of
from cchc.documents.models import StoredFile
from cchc.documents.queries import content
from tests.builders import CRITERIA, RULES, a_draft, a_published_set, an_actor

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    """What the log says was done to criteria, in order."""
    return list(
        Entry.objects.filter(verb__startswith="criteria.").order_by("pk").values_list("verb", flat=True)
    )


def test_an_uploaded_set_is_a_draft_with_what_lists_show_of_it() -> None:
    draft = a_draft(RULES)
    shown = (draft.set_id, draft.version, draft.title, draft.unit_kind, draft.first_year, draft.last_year)
    assert shown == ("quy-tac", "1", "Bộ tiêu chí của các quy tắc", "commune", 2026, None)
    assert (draft.state, draft.leaves, draft.total, draft.published_at) == (VersionState.DRAFT, 6, "10", None)
    assert draft.sha256 == hashlib.sha256(draft.text.encode()).hexdigest()
    assert verbs() == ["criteria.uploaded"]


def test_the_stored_text_is_the_set_and_the_file_is_kept_as_it_came() -> None:
    draft = a_draft(RULES)
    assert criteria_of(draft) == read_set(RULES.encode(), "a.toml")
    assert draft.source is not None
    assert (draft.source.name, content(draft.source)) == ("bo-tieu-chi.toml", RULES.encode())


def test_the_same_set_as_excel_becomes_the_same_text() -> None:
    text = a_draft(RULES).text
    workbook = write_workbook(document_of(read_set(RULES.encode(), "a.toml")))
    file = "bo-tieu-chi.xlsx"
    read = read_set_file(workbook, file)
    draft = actions.upload_version(by=an_actor(), read=read, data=workbook, file=file)
    assert draft.text == text


def test_a_faulty_file_stores_nothing() -> None:
    faulty = RULES.replace('total = "10"', 'total = "11"').replace("-> 1.35", "-> 1.34")
    with pytest.raises(Faults) as refusal:
        a_draft(faulty)
    assert len(refusal.value.faults) == 2
    assert (CriteriaVersion.objects.count(), StoredFile.objects.count(), Entry.objects.count()) == (0, 0, 0)


def test_a_draft_is_replaced_by_the_same_version_of_its_set() -> None:
    first = a_draft(CRITERIA)
    second = a_draft(CRITERIA.replace("Bộ tiêu chí mẫu", "Bộ tiêu chí sửa đổi"))
    assert (second.pk, CriteriaVersion.objects.get().title) == (first.pk, "Bộ tiêu chí sửa đổi")
    assert verbs() == ["criteria.uploaded", "criteria.replaced"]


def test_another_version_stands_beside_the_first() -> None:
    a_published_set(CRITERIA)
    a_draft(CRITERIA.replace('version = "1"', 'version = "2"'))
    assert list(CriteriaVersion.objects.values_list("version", "state")) == [
        ("1", "published"),
        ("2", "draft"),
    ]


def test_a_published_version_is_not_replaced() -> None:
    published = a_published_set(CRITERIA)
    with pytest.raises(ValidationError, match="is published and never changes"):
        a_draft(CRITERIA.replace("Bộ tiêu chí mẫu", "Bộ tiêu chí sửa đổi"))
    published.refresh_from_db()
    assert (published.title, StoredFile.objects.count()) == ("Bộ tiêu chí mẫu", 1)


BASIS = LegalBasis("1/QĐ-UBND", date(2026, 1, 5))


def test_publishing_says_who_when_and_on_what_it_rests() -> None:
    version = actions.publish_version(by=an_actor(), version=a_draft(), basis=BASIS)
    version.refresh_from_db()
    assert (version.state, version.basis) == (VersionState.PUBLISHED, "1/QĐ-UBND, 05/01/2026")
    told = {"person_id": an_actor().person_id, "person": "Chuyên viên Sở Nội vụ", "unit": "Sở Nội vụ"}
    assert (version.published_by, version.published_at is not None) == (told, True)
    entry = Entry.objects.get(verb="criteria.published")
    assert (entry.subject, entry.facts["basis"]) == (
        "Bộ tiêu chí mẫu (1)",
        {"number": "1/QĐ-UBND", "on": "2026-01-05"},
    )


def test_a_version_is_published_once() -> None:
    version = a_published_set()
    with pytest.raises(ValidationError, match="published and never changes"):
        actions.publish_version(by=an_actor(), version=version)


def rewrite(version: CriteriaVersion) -> None:
    CriteriaVersion.objects.filter(pk=version.pk).update(title="Khác")


def reopen(version: CriteriaVersion) -> None:
    CriteriaVersion.objects.filter(pk=version.pk).update(state=VersionState.DRAFT)


def remove(version: CriteriaVersion) -> None:
    CriteriaVersion.objects.filter(pk=version.pk).delete()


@pytest.mark.parametrize("change", [rewrite, reopen, remove])
def test_the_database_refuses_to_change_a_published_version(
    change: Callable[[CriteriaVersion], None],
) -> None:
    version = a_published_set()
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        change(version)
    version.refresh_from_db()
    assert (version.title, version.state) == ("Bộ tiêu chí mẫu", VersionState.PUBLISHED)


def test_the_same_bytes_brought_again_change_nothing_and_are_not_told_twice() -> None:
    draft = a_draft(CRITERIA)
    with pytest.raises(actions.SameFile) as same:
        a_draft(CRITERIA)
    assert (same.value.version.pk, CriteriaVersion.objects.count()) == (draft.pk, 1)
    assert (verbs(), StoredFile.objects.count()) == (["criteria.uploaded"], 1)


def test_a_draft_is_deleted_and_the_log_remembers_it() -> None:
    draft = a_draft()
    actions.delete_draft(by=an_actor(), version=draft)
    assert (CriteriaVersion.objects.count(), verbs()) == (0, ["criteria.uploaded", "criteria.deleted"])


def test_a_published_version_is_not_deleted() -> None:
    with pytest.raises(ValidationError, match="published and never changes"):
        actions.delete_draft(by=an_actor(), version=a_published_set())


def test_a_draft_that_is_gone_can_neither_be_published_nor_deleted() -> None:
    draft = a_draft()
    actions.delete_draft(by=an_actor(), version=CriteriaVersion.objects.get())
    for action in (actions.publish_version, actions.delete_draft):
        with pytest.raises(ValidationError, match="no longer exists"):
            action(by=an_actor(), version=draft)


def test_only_those_who_edit_sets_upload_publish_and_delete() -> None:
    draft, clerk, data = a_draft(), an_actor(Role.UNIT_CLERK), CRITERIA.encode()
    with pytest.raises(NotPermitted):
        actions.upload_version(by=clerk, read=read_set_file(data, "a.toml"), data=data, file="a.toml")
    with pytest.raises(NotPermitted):
        actions.publish_version(by=clerk, version=draft)
    with pytest.raises(NotPermitted):
        actions.delete_draft(by=clerk, version=draft)
    assert CriteriaVersion.objects.get().state == VersionState.DRAFT
