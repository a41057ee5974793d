"""Report frames in the database: a draft, an issued one, Excel files of them."""

from __future__ import annotations

from cchc.access.permissions import Role
from cchc.core.plans.reports.content import frame_text
from cchc.core.plans.reports.reading import frame_of_document
from cchc.following.actions.frames import create_frame, publish_frame
from cchc.following.exchange.frame_workbook import write_frame_workbook
from cchc.following.models import FrameVersion
from tests.builders.people import an_actor
from tests.core.report_frames import ROWS, SETTINGS, Row, frame_document


def report_frame_text(code: str = "xa", *, name: str = "Báo cáo của xã", rows: tuple[Row, ...] = ROWS) -> str:
    """The canonical text of a small frame."""
    settings = {**SETTINGS, "code": code, "name": name}
    return frame_text(frame_of_document(frame_document(*rows, settings=settings)))


def report_frame_file(code: str = "xa", *rows: Row) -> bytes:
    """An Excel file of a small frame."""
    return write_frame_workbook(frame_document(*(rows or ROWS), settings={**SETTINGS, "code": code}))


def a_frame_draft(code: str = "xa") -> FrameVersion:
    """The draft of a new frame with this code."""
    return create_frame(by=an_actor(Role.COORDINATOR), text=report_frame_text(code))


def an_issued_frame(code: str = "xa") -> FrameVersion:
    """The issued first version of a new frame with this code."""
    draft = a_frame_draft(code)
    return publish_frame(by=an_actor(Role.COORDINATOR), version=draft, seen=draft.sha256)
