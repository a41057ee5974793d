"""Files with remarks in their margin, looked at beside what they were before."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from cchc.files.documents import Spot
from cchc.files.remarks import Remark, RemarkAuthor

AUTHOR = RemarkAuthor("Hệ thống <Chỉ số & CCHC>", "CCHC", datetime(2026, 11, 30, 9, 15))
MADE = re.compile(
    r"word/(?:document|comments\d*)\.xml|xl/(?:comments|worksheets|drawings)/?.*\.(?:xml|vml)|.*\.rels|\[Content_Types\]\.xml"
)
"""The parts into which something may be put."""


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def is_put_into(old: bytes, new: bytes) -> bool:
    """Whether all bytes of the old stand in the new in their order."""
    rest = iter(new)
    return all(byte in rest for byte in old)


def kept(old: bytes, new: bytes) -> None:
    """Every part is what it was but for what was put into some of them, and for new ones of remarks alone."""
    before, after = parts(old), parts(new)
    for name, content in before.items():
        assert after[name] == content or (MADE.fullmatch(name) and is_put_into(content, after[name]))
    assert [one for one in after if one not in before and not MADE.fullmatch(one)] == []


def about(
    words: str, *, table: int | None = 1, row: int | None = None, paragraph: int | None = None
) -> Remark:
    return Remark(
        Spot(paragraph=paragraph, table=table, row=row), words, (f"Về “{words}”.", "Sửa & ghi <lại>.")
    )


def texts_of(data: bytes) -> list[str]:
    """The text of every paragraph of a Word document, wherever it stands."""
    body = Document(io.BytesIO(data)).element.body
    return ["".join(one.text or "" for one in each.iter(qn("w:t"))) for each in body.iter(qn("w:p"))]


def notes_in(data: bytes) -> dict[str, tuple[str, str]]:
    found = {}
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment:
                    found[f"{sheet.title}!{cell.coordinate}"] = (cell.comment.author, cell.comment.text)
    return found
