"""Workbooks (.xlsx) written for offices: one says what they hold (`sheets`), not how it is done.

    replace_file(path, workbook_bytes([sheet]))

The same input gives the same bytes. Texts stay texts: 1.10 is not turned into 1.1, and a text that
begins like a formula is not run.
"""

from __future__ import annotations

from collections.abc import Sequence

from cchc.files.sheets import Sheet


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Return the workbook of `sheets` as the bytes of an .xlsx file."""
    # openpyxl takes half a second to import; programs that only read tables need not wait for it.
    from cchc.files.openpyxl_pages import book_bytes

    return book_bytes(sheets)
