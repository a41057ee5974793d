"""Acts on files that are brought."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import Any

from cchc.access.permissions import Role
from cchc.documents.actions.signatures import LOADED, REMOVED
from cchc.documents.actions.uploading import begin_upload, take_part
from cchc.documents.models import Upload as UploadRow
from tests import builders
from tests.acts.table import NUMBERS, Data, Upload, act, agreed, the_province
from tests.files.signed_papers import a_holder
from tests.libraries import a_loaded_anchor


def a_paper() -> bytes:
    """A document that nobody has brought yet."""
    return rb"{\rtf1 Ke hoach so %d}" % next(NUMBERS)


def a_begun_upload(*, whole: bool) -> UploadRow:
    """An upload of the province; all of it has come, or nothing."""
    paper = a_paper()
    by = replace(builders.an_actor(Role.UNIT_CLERK), unit_id=the_province().pk)
    sha256 = hashlib.sha256(paper).hexdigest()
    upload = begin_upload(by=by, name="ke-hoach.rtf", size=len(paper), sha256=sha256)
    if whole:
        take_part(by=by, upload=upload, number=0, content=io.BytesIO(paper))
    return upload


@act("documents:upload", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    return [], {
        "file": Upload("kế hoạch.rtf", a_paper()),
        "unit": the_province().pk,
        "document": "",
        "next": "/",
    }


@act("documents:upload_begin", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    paper = a_paper()
    sha256 = hashlib.sha256(paper).hexdigest()
    return [], {"name": "a.rtf", "size": len(paper), "sha256": sha256, "unit": the_province().pk}


@act("documents:upload_finish", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    return [], {"id": a_begun_upload(whole=True).pk}


@act("documents:upload_give_up", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    return [a_begun_upload(whole=False).pk], {}


@act("documents:anchors", once=LOADED)
def _() -> tuple[list[Any], Data]:
    return [], {"file": Upload("ca.cer", a_holder(f"CA {next(NUMBERS)}", authority=True).pem)}


@act("documents:anchor_remove", once=REMOVED)
def _() -> tuple[list[Any], Data]:
    return agreed("documents:anchor_remove", [a_loaded_anchor().pk], {"reason": "Không còn dùng"})
