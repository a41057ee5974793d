"""Codes of respondents as they are sent: texts for messages and letters, a table for Excel. No Django here.

Everything here is written for respondents and enumerators, in Vietnamese.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import StringIO

from cchc.core.surveys.codes import numbered_form, printed_code
from cchc.fieldwork.exchange.pack import answering_address
from cchc.files.sheets import Sheet, SheetColumn
from cchc.files.workbooks import workbook_bytes

HEADINGS = (
    ("Số phiếu", 11),
    ("Đơn vị được đánh giá", 30),
    ("Đối tượng trả lời", 26),
    ("Người trả lời", 26),
    ("Điện thoại", 14),
    ("Thư điện tử", 24),
    ("Điều tra viên", 22),
    ("Cách thu", 16),
    ("Mã trả lời", 17),
    ("Địa chỉ trả lời", 40),
    ("Tin nhắn (Zalo, điện thoại)", 60),
    ("Tiêu đề thư", 40),
    ("Nội dung thư", 60),
)


@dataclass(frozen=True, slots=True)
class CodeToSend:
    """What is sent to one respondent: the number and the code of the form, which survey asks about what, until when."""

    number: int
    code: str
    survey: str
    about: str
    group: str
    home: str
    until: date | None = None
    name: str = ""
    telephone: str = ""
    mail: str = ""
    enumerator: str = ""
    mode: str = ""

    @property
    def address(self) -> str:
        """The address at which the respondent answers."""
        return answering_address(self.home, self.code)

    @property
    def message(self) -> str:
        """A short text for Zalo or a short message."""
        until = f" trước hết ngày {self.until:%d/%m/%Y}" if self.until else ""
        return (
            f"Kính mời ông/bà trả lời phiếu “{self.survey}”{until}: {self.address} "
            f"Mã trả lời: {printed_code(self.code)}. Câu trả lời được giữ kín danh tính."
        )

    @property
    def subject(self) -> str:
        """The subject of a letter."""
        return f"Mời trả lời: {self.survey}"

    @property
    def letter(self) -> str:
        """The text of a letter by e-mail."""
        until = f"Xin trả lời trước hết ngày {self.until:%d/%m/%Y}. " if self.until else ""
        greeting = f"Kính gửi ông/bà {self.name}," if self.name else "Kính gửi ông/bà,"
        about = f" về {self.about}" if self.about else ""
        return (
            f"{greeting}\n\n"
            f"Ông/bà được mời trả lời phiếu “{self.survey}”{about}.\n\n"
            f"Mở địa chỉ này trên điện thoại hoặc máy tính, không cần đăng nhập: {self.address}\n"
            f"Mã trả lời: {printed_code(self.code)}\n\n"
            f"{until}Mỗi mã trả lời được một lần. Câu trả lời chỉ dùng để tổng hợp và được giữ kín danh tính."
        )

    @property
    def cells(self) -> list[str]:
        """The cells of its row, in the order of the headings."""
        return [
            numbered_form(self.number),
            self.about,
            self.group,
            self.name,
            self.telephone,
            self.mail,
            self.enumerator,
            self.mode,
            printed_code(self.code),
            self.address,
            self.message,
            self.subject,
            self.letter,
        ]


def codes_workbook(titles: tuple[str, ...], codes: Iterable[CodeToSend]) -> bytes:
    """Return the codes as the bytes of an .xlsx file, a row for each; texts stay texts, whatever they begin with."""
    columns = [SheetColumn(heading, width, text=True) for heading, width in HEADINGS]
    return workbook_bytes(
        [Sheet("Mã trả lời", columns, [one.cells for one in codes], titles, frozen_columns=1)]
    )


def codes_csv(codes: Iterable[CodeToSend]) -> bytes:
    """Return the codes as CSV in UTF-8 with its mark, as systems that send messages read it. What a spreadsheet would
    take for a formula begins with a sign that keeps it a text."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([heading for heading, _width in HEADINGS])
    writer.writerows([[_harmless(cell) for cell in one.cells] for one in codes])
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell
