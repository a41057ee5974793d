"""Persons, telephones and addresses that stand among agencies: whom to ask, no agency."""

from __future__ import annotations

import re

from cchc.core.papers.agency_words import begins_like_agency
from cchc.core.papers.spellings import lower_case

# "Ông Nguyễn A", "Đ/c Trần B", "CV Trần B", "Chuyên viên Lê C"
_ADDRESSED = re.compile(
    r"(?:ông|bà|anh|chị|cô|đồng chí|đ/c|đ\.c|cv|cvc|chuyên viên(?: chính)?|cán bộ|công chức|người liên hệ|đầu mối)"
    r"[\s:]+(?P<name>\S.*)",
    re.IGNORECASE,
)
# "Sở Nội vụ (đ/c Phó Giám đốc)", "Văn phòng (ông Trần B, 0900000001)": who it is there, by name or by office
_BESIDE = re.compile(
    r"(?:ông|bà|đồng chí|đ/c|đ\.c|cv|cvc|chuyên viên(?: chính)?|cán bộ|công chức)[\s:]+\S.*", re.IGNORECASE
)
_OFFICE = re.compile(
    r"(?:phó\s+)?(?:giám đốc|chủ tịch|trưởng (?:phòng|ban)|chánh (?:văn phòng|thanh tra)|bí thư|hiệu trưởng"
    r"|(?:chi )?cục trưởng|trưởng công an)(?![^\W\d_])",
    re.IGNORECASE,
)
# "SĐT: 0900000001", "ĐT 0912.345.678", "0900000001", "Email: a@b.vn"
_REACHED = re.compile(
    r"(?:(?:sđt|đt|đtdđ|điện thoại|số điện thoại|tel|zalo|di động|email|e-mail|hộp thư)\b[\s.:]*\S.*"
    r"|\(?\+?\d[\d .\-()]{7,18}|\S+@\S+\.\S+)",
    re.IGNORECASE,
)
# The names of families that most Vietnamese bear, without those that are also words of agencies ("Đoàn")
_FAMILIES = frozenset((
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô", "dương",
    "lý", "đinh", "trịnh", "mai", "lương", "trương", "tô", "hà", "cao", "lâm", "chu", "tạ", "phùng", "lò", "triệu",
    "nông", "sùng", "giàng", "vàng", "lù", "thào", "quàng", "cà", "bàn", "tăng", "châu", "quách", "thái", "từ", "đàm",
    "nghiêm", "lưu",
))  # fmt: skip
_WORD_OF_NAME = re.compile(r"[A-ZĐÀ-Ỹ][^\W\d_]*\.?")
_LONGEST_NAME = 6  # words


def is_person_or_contact(text: str) -> bool:
    """Whether a piece of a wording only names a person, or how to reach one.

    >>> [is_person_or_contact(text) for text in ("Ông Nguyễn A", "SĐT: 0900000001", "Trần Thị B", "0912 345 678")]
    [True, True, True, True]
    >>> [is_person_or_contact(text) for text in ("Đồng chí Chủ tịch UBND xã", "Tổ Hộ tịch", "Hội Cựu chiến binh")]
    [False, False, False]
    """
    return is_addressed(text) or (lower_case(text).partition(" ")[0] in _FAMILIES and _is_name(text, least=2))


def is_addressed(text: str) -> bool:
    """Whether a piece of a wording is a person with "Ông" or "Đồng chí" before the name, or how to reach one: no
    commune that bears the name of a person.

    >>> is_addressed("Ông Nguyễn A"), is_addressed("Trần Phú")
    (True, False)
    """
    addressed = _ADDRESSED.match(text)
    return bool(_REACHED.fullmatch(text)) or bool(addressed and _is_name(addressed["name"], least=1))


def is_person_beside(text: str, *, in_brackets: bool) -> bool:
    """Whether what stands behind the colon or in the brackets of an agency says which person it is there, by name or by
    office; an office alone only in brackets: "Tổ trưởng: Chủ tịch UBND xã" names who leads.

    >>> is_person_beside("đ/c Phó Giám đốc", in_brackets=True), is_person_beside("Phòng Nội vụ", in_brackets=True)
    (True, False)
    >>> [is_person_beside("Chủ tịch UBND xã", in_brackets=within) for within in (True, False)]
    [True, False]
    """
    return (
        is_person_or_contact(text)
        or _BESIDE.match(text) is not None
        or (in_brackets and _OFFICE.match(text) is not None)
    )


def _is_name(text: str, least: int) -> bool:
    """Whether a text consists of words with capitals, as the name of a person does."""
    words = text.split(maxsplit=_LONGEST_NAME)
    return (
        least <= len(words) <= _LONGEST_NAME
        and all(_WORD_OF_NAME.fullmatch(word) for word in words)
        and not begins_like_agency(text)
    )
