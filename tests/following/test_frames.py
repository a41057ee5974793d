"""Report frames in the database: edited row by row and by files, issued for good, gone on with as new versions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.core.papers.basis import LegalBasis
from cchc.core.plans.reports.content import frame_document_of, hash_of_frame
from cchc.core.plans.reports.laws import UNFINISHED
from cchc.following.actions.frames import (
    FaultyFrameRow,
    FrameEdit,
    adopt_model_frames,
    continue_frame,
    create_frame,
    delete_frame_draft,
    edit_frame,
    publish_frame,
    replace_frame,
)
from cchc.following.models import FrameState, FrameVersion
from cchc.following.queries.frames import (
    drafted_frame,
    frame_in,
    frame_lines,
    model_frames,
    models_left,
    published_frame_before,
    visible_frames,
)
from tests.builders.frames import a_frame_draft, an_issued_frame, report_frame_text
from tests.builders.people import an_actor
from tests.core.report_frames import ANNEXES, ROWS, counted

pytestmark = pytest.mark.django_db
OFFICE = an_actor(Role.COORDINATOR)


def edited(
    version: FrameVersion, table: str, key: str, texts: Mapping[str, str] | None, after: str | None = None
):
    version.refresh_from_db()
    edit = FrameEdit(table, key, texts, after)
    return edit_frame(by=OFFICE, version=version, edit=edit, seen=version.version)


def codes(version: FrameVersion) -> list[str]:
    version.refresh_from_db()
    return [row.code for row in frame_in(version).rows]


# --- versions -------------------------------------------------------------------------------------------------


def test_an_issued_version_never_changes():
    version = an_issued_frame()
    assert (version.state, version.number, version.sha256) == (
        FrameState.PUBLISHED,
        1,
        hash_of_frame(version.content),
    )
    with pytest.raises(ValidationError, match="never changes"):
        edited(version, "row", "nhan", counted("nhan"))
    with pytest.raises(ValidationError, match="never changes"):
        delete_frame_draft(by=OFFICE, version=version)
    with pytest.raises(DatabaseError), transaction.atomic():
        FrameVersion.objects.filter(pk=version.pk).update(content="{}")


def test_a_new_circular_is_a_new_version_and_the_old_one_stays():
    first = an_issued_frame()
    second = continue_frame(by=OFFICE, version=first)
    second = edited(second, "row", "", counted("moi", "7"))
    basis = LegalBasis("18/2025/TT-BNV", date(2025, 9, 30))
    second = publish_frame(by=OFFICE, version=second, seen=second.sha256, basis=basis)
    assert (second.number, second.basis) == (2, "18/2025/TT-BNV, 30/09/2025")
    assert codes(second)[-1] == "moi"
    assert "moi" not in codes(first)
    assert published_frame_before(second) == first


def test_a_frame_has_one_draft_at_a_time():
    first = an_issued_frame()
    continue_frame(by=OFFICE, version=first)
    with pytest.raises(ValidationError, match="has a draft already"):
        continue_frame(by=OFFICE, version=first)


def test_a_code_is_of_one_frame():
    an_issued_frame()
    with pytest.raises(ValidationError, match="with the code “xa” already"):
        create_frame(by=OFFICE, text=report_frame_text())


def test_a_deleted_draft_leaves_the_issued_version_alone():
    first = an_issued_frame()
    delete_frame_draft(by=OFFICE, version=continue_frame(by=OFFICE, version=first))
    assert list(FrameVersion.objects.all()) == [first]


def test_only_who_edits_frames_changes_them_and_sees_drafts():
    draft = a_frame_draft()
    clerk = an_actor(Role.UNIT_CLERK)
    with pytest.raises(NotPermitted):
        publish_frame(by=clerk, version=draft, seen=draft.sha256)
    assert list(visible_frames(clerk)) == []
    issued = publish_frame(by=OFFICE, version=draft, seen=draft.sha256)
    assert list(visible_frames(clerk)) == [issued]


# --- rows -----------------------------------------------------------------------------------------------------


def test_rows_are_added_changed_moved_and_taken_out():
    draft = a_frame_draft()
    edited(draft, "row", "", counted("moi", "7"), after="nhan")
    assert codes(draft)[:2] == ["nhan", "moi"]
    edited(draft, "row", "moi", {**counted("moi"), "wording": "Khác"}, after="")
    draft.refresh_from_db()
    assert (codes(draft)[0], frame_in(draft).row("moi").wording) == ("moi", "Khác")
    edited(draft, "row", "moi", None)
    assert codes(draft) == [row["code"] for row in ROWS]


def test_rows_follow_an_annex_that_gets_another_number():
    draft = a_frame_draft()
    edited(draft, "annex", "1", {**ANNEXES[0], "number": "2"})
    draft.refresh_from_db()
    assert [annex.number for annex in frame_in(draft).annexes] == ["2"]
    assert codes(draft) == [row["code"] for row in ROWS]


def test_an_annex_with_rows_is_not_taken_out():
    draft = a_frame_draft()
    with pytest.raises(ValidationError, match="The annex has 6 rows"):
        edited(draft, "annex", "1", None)


def test_a_row_with_a_fault_is_refused_and_faults_elsewhere_wait():
    draft = a_frame_draft()
    with pytest.raises(FaultyFrameRow) as refused:
        edited(draft, "row", "", counted("x", formula="nhan +"))
    assert [fault.place.column for fault in refused.value.faults] == ["formula"]
    edited(draft, "annex", "", {"number": "2", "title": "Biểu chưa có dòng"})
    draft.refresh_from_db()
    faults = drafted_frame(draft).faults
    assert {fault.why.text for fault in faults} <= UNFINISHED
    with pytest.raises(ValidationError, match="There are 1 faults"):
        publish_frame(by=OFFICE, version=draft, seen=draft.sha256)


def test_the_unfinished_faults_are_faults_that_are_told():
    draft = a_frame_draft()
    edited(draft, "annex", "", {"number": "2", "title": "Biểu chưa có dòng"})
    edited(draft, "row", "", counted("phu", ""))
    draft.refresh_from_db()
    assert {fault.why.text for fault in drafted_frame(draft).faults} == UNFINISHED


def test_a_source_that_nobody_here_answers_is_a_fault_of_the_draft():
    draft = a_frame_draft()
    edited(draft, "row", "", counted("x", "7", source="registers.kiem_tra.so_cuoc"))
    draft.refresh_from_db()
    assert [fault.place.column for fault in drafted_frame(draft).faults] == ["source"]


def test_who_saves_over_another_is_told():
    draft = a_frame_draft()
    edited(draft, "row", "nhan", counted("nhan"))
    with pytest.raises(Changed):
        edit_frame(by=OFFICE, version=draft, edit=FrameEdit("row", "nhan", counted("nhan")), seen=1)


def test_a_row_that_is_gone_is_not_changed():
    draft = a_frame_draft()
    edited(draft, "row", "dan_so", None)
    with pytest.raises(ValidationError, match="deleted meanwhile"):
        edited(draft, "row", "dan_so", counted("dan_so"))


def test_the_code_of_a_frame_stays():
    draft = a_frame_draft()
    settings = {name: field.text for name, field in frame_document_of(draft.content).settings.items()}
    with pytest.raises(ValidationError, match="it stays “xa”"):
        edited(draft, "frame", "", {**settings, "code": "khac"})
    edited(draft, "frame", "", {**settings, "name": "Báo cáo quý của xã"})
    draft.refresh_from_db()
    assert draft.name == "Báo cáo quý của xã"


def test_a_file_of_another_frame_replaces_nothing():
    draft = a_frame_draft()
    with pytest.raises(ValidationError, match="it stays “xa”"):
        replace_frame(
            by=OFFICE, version=draft, text=report_frame_text("so"), seen=draft.sha256, source=draft.source
        )


# --- models ---------------------------------------------------------------------------------------------------


def test_an_empty_installation_takes_the_models_over_as_issued_first_versions():
    taken = adopt_model_frames(by=OFFICE)
    assert {(one.key, one.number, one.state) for one in taken} == {
        (model.code, 1, "published") for model in model_frames()
    }
    assert models_left() == []
    with pytest.raises(ValidationError, match="here already"):
        adopt_model_frames(by=OFFICE)


def test_frames_are_listed_with_their_versions_the_newest_first():
    first = an_issued_frame()
    second = continue_frame(by=OFFICE, version=first)
    (line,) = frame_lines(visible_frames(OFFICE))
    assert (line.key, line.versions) == ("xa", (second, first))
