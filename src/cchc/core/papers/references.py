"""A document that says who it is, where an agency is expected: "Theo phân công tại Quyết định số 7/QĐ-UBND"."""

from __future__ import annotations

import re

from cchc.core.papers.spellings import lower_case

_REFERENCE = re.compile(
    r"(?:(?:thực hiện )?theo (?:sự )?(?:phân công|phân cấp|chức năng|nhiệm vụ được giao|lĩnh vực|quyết định|kế hoạch"
    r"|phụ lục|danh mục|công văn|văn bản|thông báo|quy chế|quy định|chương trình|nghị quyết|biểu|nội dung|từng)"
    r"|(?:như|nêu|được nêu|quy định) tại|(?:có|chi tiết) (?:tại )?(?:phụ lục|danh mục|biểu)|chi tiết tại)(?![^\W\d_])"
)


def is_reference(text: str) -> bool:
    """Whether a wording sends the reader to another place instead of naming an agency.

    >>> is_reference("Theo phân công tại Quyết định số 7/QĐ-UBND ngày 05/01/2026"), is_reference("Phòng Kinh tế")
    (True, False)
    """
    return _REFERENCE.match(lower_case(text)) is not None
