"""Acts on report frames: begun, edited, replaced by a file, issued, gone on with, deleted."""

from __future__ import annotations

from typing import Any

from cchc.access.permissions import Role
from cchc.following.models import FrameVersion
from cchc.following.staged import FRAMES
from cchc.intake.actions import apply, stage
from cchc.intake.kinds import Brought
from cchc.intake.models import StagedFile
from tests.acts.table import NUMBERS, Data, Upload, act, agreed, named
from tests.builders.frames import a_frame_draft, an_issued_frame, report_frame_file
from tests.builders.people import an_actor
from tests.core.report_frames import ROWS, counted

OFFICE = Role.COORDINATOR


def a_code() -> str:
    """A code that no other report frame has."""
    return f"khung_{next(NUMBERS)}"


def a_brought_frame(draft: FrameVersion) -> StagedFile:
    """A file that waits to replace a draft."""
    by = an_actor(OFFICE)
    data = report_frame_file(draft.key, *ROWS, counted("moi", "7"))
    brought = Brought(by, "khung.xlsx", data, str(draft.pk))
    return stage(by=by, kind=FRAMES, brought=brought, compared=FRAMES.compare(brought))


@act("following:frame_models", "", role=OFFICE)  # records each model that it takes over
def _() -> tuple[list[Any], Data]:
    return [], {}


@act("following:frame_new", "following.frame_created", role=OFFICE)
def _() -> tuple[list[Any], Data]:
    return [], {"model": "", "file": Upload(f"{named('khung')}.xlsx", report_frame_file(a_code()))}


@act("following:frame_row", "following.frame_edited", role=OFFICE)
def _() -> tuple[list[Any], Data]:
    draft = a_frame_draft(a_code())
    return [draft.pk, "row", "nhan"], {
        "seen": draft.version,
        **counted("nhan"),
        "wording": "Khác",
        "after": "=",
    }


@act("following:frame_add", "following.frame_edited", role=OFFICE)
def _() -> tuple[list[Any], Data]:
    draft = a_frame_draft(a_code())
    return [draft.pk, "section"], {"seen": draft.version, "number": "II", "title": "Kết quả", "after": "="}


@act("following:frame_remove", "following.frame_edited", role=OFFICE)
def _() -> tuple[list[Any], Data]:
    draft = a_frame_draft(a_code())
    return [draft.pk, "row", "dan_so"], {"seen": draft.version}


@act("following:frame_publish", "following.frame_published", role=OFFICE)
def _() -> tuple[list[Any], Data]:
    return agreed("following:frame_publish", [a_frame_draft(a_code()).pk], {}, OFFICE)


@act("following:frame_delete", "following.frame_deleted", role=OFFICE)
def _() -> tuple[list[Any], Data]:
    return [a_frame_draft(a_code()).pk], {}


@act("following:frame_continue", "following.frame_continued", role=OFFICE)
def _() -> tuple[list[Any], Data]:
    return [an_issued_frame(a_code()).pk], {}


@act("following:frame_files", "", role=OFFICE)
def _() -> tuple[list[Any], Data]:
    code = a_code()
    return [a_frame_draft(code).pk], {"file": Upload(f"{named('khung')}.xlsx", report_frame_file(code))}


@act("following:frame_file_apply", "following.frame_replaced", role=OFFICE)
def _() -> tuple[list[Any], Data]:
    draft = a_frame_draft(a_code())
    return [draft.pk, a_brought_frame(draft).pk], {}


@act("following:frame_file_again", "", role=OFFICE)
def _() -> tuple[list[Any], Data]:
    draft = a_frame_draft(a_code())
    return [draft.pk, a_brought_frame(draft).pk], {}


@act("following:frame_file_give_up", "following.frame_file_given_up", role=OFFICE)
def _() -> tuple[list[Any], Data]:
    draft = a_frame_draft(a_code())
    return [draft.pk, a_brought_frame(draft).pk], {}


@act("following:frame_file_undo", "following.frame_put_back", role=OFFICE)
def _() -> tuple[list[Any], Data]:
    draft = a_frame_draft(a_code())
    staged = a_brought_frame(draft)
    apply(by=an_actor(OFFICE), staged=staged)
    return [draft.pk, staged.pk], {}
