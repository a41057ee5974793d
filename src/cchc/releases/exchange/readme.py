"""What a bundle says to who opens it, in Vietnamese whatever language the installation speaks."""

from __future__ import annotations

from cchc.releases.exchange.content import Level, PublicContent

LEVELS = {
    Level.INDEX: "điểm, chỉ số, xếp hạng và xếp loại của từng đơn vị",
    Level.CRITERIA: "điểm, chỉ số, xếp hạng và xếp loại của từng đơn vị; điểm từng lĩnh vực, tiêu chí",
    Level.LEAVES: (
        "điểm, chỉ số, xếp hạng và xếp loại của từng đơn vị; điểm từng lĩnh vực, tiêu chí, tiêu chí thành phần "
        "cùng số liệu kê khai và cách tính điểm"
    ),
}


def readme_text(content: PublicContent) -> str:
    """Return README.txt: what this is, what is in it, how anyone verifies it."""
    head = content.head
    correction = (
        f"\nBản này đính chính, thay bản công bố số {head.replaces}. Lý do: {head.reason}\n"
        if head.replaces
        else ""
    )
    return f"""CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {head.year}, {head.province}
Bản công bố số {head.number}, {head.published_on:%d/%m/%Y}
Quyết định số {head.decision.number} ngày {head.decision.on:%d/%m/%Y}, {head.decision.signer}
{correction}
Gói này chứa những gì được công khai: {LEVELS[head.level]}.
Mọi số liệu có ở hai dạng như nhau: JSON (tệp .json) và bảng CSV (thư mục csv, UTF-8).
Bộ tiêu chí đã áp dụng nằm trong thư mục sets.

Ai cũng kiểm chứng được, không cần hỏi cơ quan công bố:
  1. Bằng Python có sẵn trên máy:  python3 verify.py
     Tính lại mã băm, điểm, chỉ số, xếp hạng, xếp loại; không kiểm tra chữ ký.
  2. Bằng phần mềm cchc:  cchc release verify GÓI.zip
     Kiểm tra thêm chữ ký và chấm lại từng tiêu chí thành phần theo quy tắc của bộ tiêu chí.

Cả hai cách đều in ra mã gốc của gói: hãy so với mã in trong phụ lục của quyết định công bố.
Khóa công khai trong tệp key.txt chỉ để tiện dùng: hãy so dấu vân tay của khóa với khóa đăng trên trang công khai.
"""
