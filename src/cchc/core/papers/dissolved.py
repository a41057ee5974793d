"""Bodies that every province dissolved in 2025, for plans that are read without a list of units.

Departments were merged on 1 March 2025 (resolutions of the provinces under Kết luận 121-KL/TW and Nghị định
45/2025/NĐ-CP); districts ended on 1 July 2025 (Nghị quyết 203/2025/QH15).
"""

from __future__ import annotations

import re
from datetime import date

from cchc.core.papers.spellings import long_form

_MERGED, _DISTRICTS_END = date(2025, 3, 1), date(2025, 7, 1)
_DEPARTMENTS = frozenset(
    long_form(f"Sở {name}")
    for name in (
        "Kế hoạch và Đầu tư", "Thông tin và Truyền thông", "Lao động - Thương binh và Xã hội",
        "Tài nguyên và Môi trường", "Nông nghiệp và Phát triển nông thôn",
    )
)  # fmt: skip
_PLACE = re.compile(r" tỉnh(?: .*)?$")
# "UBND huyện Yên Bình", "Phòng Nội vụ thị xã", "UBND cấp huyện", "UBND các huyện, thị xã"; a city may be a province
_OF_DISTRICT = re.compile(
    r"(?:ủy ban nhân dân|hội đồng nhân dân|phòng|huyện ủy|văn phòng|đài|trung tâm|công an|thanh tra)\b.*?"
    r"\b(?:cấp huyện|(?:các )?(?:huyện|thị xã|quận))\b",
    re.IGNORECASE,
)


def dissolved_since(name: str) -> date | None:
    """The day from which on no province has a body of this name; None where that is not known.

    >>> dissolved_since("Sở TT&TT"), dissolved_since("UBND huyện Yên Bình"), dissolved_since("Sở Nội vụ")
    (datetime.date(2025, 3, 1), datetime.date(2025, 7, 1), None)
    """
    text = long_form(name)
    if _PLACE.sub("", text) in _DEPARTMENTS:
        return _MERGED
    return _DISTRICTS_END if _OF_DISTRICT.match(_spelled(name)) else None


def _spelled(name: str) -> str:
    """A name in small letters with its offices written out."""
    text = " ".join(name.casefold().split()).replace("uỷ", "ủy")
    return re.sub(r"\bubnd\b", "ủy ban nhân dân", re.sub(r"\bhđnd\b", "hội đồng nhân dân", text))
