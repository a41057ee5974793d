"""The names that offices of every province and commune bear by law, at the beginning of a sentence.

"Sở Tài chính tính toán …", "UBND các xã, phường gắn kết quả …": a sentence goes on in small letters as names do, so
that only the names themselves tell where what is done begins. They are few, and set by decrees: 45/2025/NĐ-CP and
150/2025/NĐ-CP for departments and the offices of communes, Party rules for its committees.
"""

from __future__ import annotations

import re

_DEPARTMENTS = (
    "Nội vụ", "Tài chính", "Tư pháp", "Xây dựng", "Y tế", "Công Thương", "Công thương", "Ngoại vụ", "Du lịch",
    "Giáo dục và Đào tạo", "Khoa học và Công nghệ", "Nông nghiệp và Môi trường", "Dân tộc và Tôn giáo",
    "Văn hóa, Thể thao và Du lịch", "Văn hóa và Thể thao", "An toàn thực phẩm", "Quy hoạch - Kiến trúc",
)  # fmt: skip
_OFFICES = (
    "Kinh tế, Hạ tầng và Đô thị", "Kinh tế, Hạ tầng", "Kinh tế - Hạ tầng", "Kinh tế", "Văn hóa - Xã hội",
    "Văn hóa, Xã hội", "Văn hóa và Xã hội", "Nội vụ", "Tư pháp", "Hành chính - Tổng hợp", "Tổ chức - Hành chính",
    "Tổ chức cán bộ",
    "Tài chính - Kế hoạch", "Kế hoạch - Tài chính",
)  # fmt: skip
_COMMITTEES = (
    "Tổ chức", "Tuyên giáo và Dân vận", "Nội chính", "Xây dựng Đảng", "Quản lý Khu kinh tế", "Quản lý các khu kinh tế",
    "Quản lý các khu công nghiệp", "Chỉ huy Quân sự", "Chỉ huy quân sự", "Dân tộc",
)  # fmt: skip
_BODIES = (
    "Văn phòng (?:UBND|HĐND và UBND|Ủy ban nhân dân|Đoàn ĐBQH và HĐND|Tỉnh ủy|Thành ủy|Đảng ủy|Đăng ký đất đai)",
    "Văn phòng", "UBND", "Ủy ban nhân dân", "HĐND", "Hội đồng nhân dân", "Đảng ủy", "Tỉnh ủy", "Thành ủy",
    "Thanh tra", "Công an", "Bộ Chỉ huy [Qq]uân sự", "Bảo hiểm xã hội", "Kho bạc Nhà nước", "Chi cục Thuế", "Thuế",
    "Hải quan", "Thống kê", "Bưu điện", "Báo và(?: Đài)? Phát thanh,? (?:và )?[Tt]ruyền hình", "Cổng Thông tin điện tử",
    "Ủy ban Mặt trận Tổ quốc(?: Việt Nam)?", "Hội Liên hiệp Phụ nữ", "Hội Nông dân", "Hội Cựu chiến binh",
    "Đoàn Thanh niên(?: Cộng sản Hồ Chí Minh)?", "Liên đoàn Lao động", "Trường Chính trị", "Ngân hàng Nhà nước",
    "Trung tâm Phục vụ hành chính công", "Trung tâm Chuyển đổi số", "Tổ công nghệ số cộng đồng", "Trạm Y tế",
    "Tòa án nhân dân", "Viện kiểm sát nhân dân", "Bộ phận Một cửa",
)  # fmt: skip
_PLACE = r"(?:tỉnh|thành phố|huyện|thị xã|xã|phường|đặc khu|thôn|khu phố|khu vực|cơ sở|quận)"
_GROUPS = (
    r"[Cc]ác sở, (?:ban, )?ngành", r"[Cc]ác phòng, ban", r"[Cc]ác cơ quan, đơn vị(?: trực thuộc)?",
    r"[Cc]ác đơn vị trực thuộc", r"[Cc]ác địa phương", rf"[Cc]ác {_PLACE}(?:, {_PLACE}){{0,3}}", "[Ss]ở, ban, ngành",
)  # fmt: skip
_PERSONS = (
    "Giám đốc", "Phó Giám đốc", "Chủ tịch", "Phó Chủ tịch", "Chánh", "Trưởng", "Thủ trưởng", "Hiệu trưởng", "Bí thư",
)  # fmt: skip


def _any(names: tuple[str, ...]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_NAME = (
    rf"(?:Sở (?:{_any(_DEPARTMENTS)})|Phòng (?:{_any(_OFFICES)})|Ban (?:{_any(_COMMITTEES)})|{_any(_BODIES)}"
    rf"|{_any(_GROUPS)})"
)
_CAPITALS = "A-Z" + "".join(
    chr(code) for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)) if chr(code).isupper()
)
_WORD = rf"[{_CAPITALS}]\w{{0,12}}"
# "tỉnh Bình Sơn", "khu vực XII", "cơ sở 3", "các xã, phường", "cấp xã"
_BEHIND = (
    rf"(?: (?:cấp (?:tỉnh|huyện|xã)|các {_PLACE}(?:, {_PLACE}){{0,3}}"
    rf"|{_PLACE}(?: (?:[IVX]{{1,4}}\b|\d{{1,2}}\b|{_WORD}(?: {_WORD}){{0,3}}))?)){{0,2}}"
)
_ONE = rf"(?:(?:{_any(_PERSONS)}) )?{_NAME}{_BEHIND}"
_LEADING = re.compile(rf"{_ONE}(?:(?:, | và |; ){_ONE}){{0,12}}(?!\w)")


def leading_names(text: str) -> str:
    """Return the standard names of offices that a sentence begins with; "" where it begins with none.

    >>> leading_names("Sở Tài chính tính toán kinh phí"), leading_names("UBND các xã, phường gắn kết quả")
    ('Sở Tài chính', 'UBND các xã, phường')
    >>> leading_names("Giám đốc Sở Nội vụ ký"), leading_names("Sở Nội vụ, Công an tỉnh Bình Sơn và Văn phòng rà")
    ('Giám đốc Sở Nội vụ', 'Sở Nội vụ, Công an tỉnh Bình Sơn và Văn phòng')
    >>> leading_names("Công an tỉnh đăng tin"), leading_names("Công ty Cấp nước sửa đường ống")
    ('Công an tỉnh', '')
    """
    found = _LEADING.match(text)
    return found[0] if found else ""
