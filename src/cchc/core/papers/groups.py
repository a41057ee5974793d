"""Wordings that name no single unit: all units of a kind, an open group, an office inside the unit that speaks."""

from __future__ import annotations

import re

from cchc.core.papers.agency_words import group_word, is_group
from cchc.core.papers.separators import apart
from cchc.core.papers.spellings import lower_case

_OFFICE = r"(?:ubnd|ủy ban nhân dân)"
# "Các sở, ban, ngành tỉnh", "UBND các huyện, thị xã, thành phố", "UBND cấp xã", "UBND các xã, phường, đặc khu" (2025),
# "Các phòng chuyên môn thuộc UBND huyện" in the plan of a district
_KINDS = (
    (
        r"(?:tất cả )?(?:các )?sở(?:, ban)?(?:,? (?:và )?ngành)?(?: cấp tỉnh| của tỉnh| thuộc tỉnh| tỉnh)?",
        ("department",),
    ),
    (rf"{_OFFICE} (?:cấp huyện|(?:các )?huyện(?:, (?:thị xã|thành phố|quận))*)", ("district",)),
    (
        rf"{_OFFICE} (?:cấp xã|(?:các )?(?:xã|phường)(?:, (?:xã|phường|thị trấn|đặc khu))*)",
        ("commune", "ward", "special_zone"),
    ),
    (rf"{_OFFICE} cấp tỉnh", ("province",)),
    (r"(?:các )?(?:phòng(?:, ban)?|cơ quan) chuyên môn (?:thuộc |cấp )?(?:ubnd )?huyện", ("division",)),
)
# "UBND các huyện, thị xã và thành phố"
_AND_THE_LAST = re.compile(r"\s+và (?=(?:thị xã|thành phố|thị trấn|phường)\b)")


# "Các sở, ban, ngành, địa phương" is a group of two: the departments and the places
_LOCAL = ("district", "commune", "ward", "special_zone")
_OF_WORDS = {
    "sở": ("department",), "ban": (), "ngành": (), "ban ngành": (), "sở ban ngành": ("department",),
    "địa phương": _LOCAL, "huyện": ("district",), "thị xã": ("district",), "quận": ("district",),
    "thành phố": ("district",), "xã": ("commune",), "thị trấn": ("commune",), "phường": ("ward",),
    "đặc khu": ("special_zone",),
}  # fmt: skip
_CONCERNED = re.compile(r"liên quan|trực thuộc|chuyên môn")


def group_by_kind(wording: str) -> tuple[str, ...] | None:
    """The kinds of unit that a wording names all of, None for any other wording.

    >>> group_by_kind("UBND các xã, phường, đặc khu"), group_by_kind("Sở Nội vụ")
    (('commune', 'ward', 'special_zone'), None)
    >>> group_by_kind("Các sở, ban, ngành, địa phương")
    ('department', 'district', 'commune', 'ward', 'special_zone')
    """
    known = _AND_THE_LAST.sub(", ", lower_case(wording))
    return next((kinds for pattern, kinds in _KINDS if re.fullmatch(pattern, known)), None) or _of_words(
        wording
    )


def _of_words(wording: str) -> tuple[str, ...] | None:
    """The kinds of a group of several words, each of which names a kind; of them all one has to be named."""
    if not is_group(wording) or _CONCERNED.search(lower_case(wording)):
        return None
    words = [group_word(piece) for _, piece in apart(wording)]
    named = [_OF_WORDS.get(word) if word else None for word in words]
    if len(named) < 2 or any(kinds is None for kinds in named):
        return None
    return tuple(dict.fromkeys(kind for kinds in named for kind in kinds or ())) or None


# "Các phòng, đơn vị thuộc Sở", "Văn phòng Sở", "Phòng Tổ chức biên chế" in the plan of a department; not the "tổ" of
# "Tổ chức chính trị - xã hội"
_INNER = re.compile(
    r"(?:các )?(?:phòng|bộ phận|tổ(?! chức)|công chức|trưởng (?:các )?phòng|thanh tra sở"
    r"|văn phòng (?:sở|ban|hđnd|ubnd (?:xã|phường))"
    r"|(?:đơn vị|cơ quan|phòng, ban|phòng, đơn vị)(?: chuyên môn)? (?:trực )?thuộc"
    r" (?:sở|ban|ubnd (?:xã|phường)|xã|phường))\b"
)


def is_inner_office(wording: str) -> bool:
    """Whether a wording names an office as a unit has it inside ("Phòng Tổ chức", "Các đơn vị thuộc Sở").

    >>> is_inner_office("Văn phòng Sở"), is_inner_office("Văn phòng UBND tỉnh")
    (True, False)
    """
    return _INNER.match(lower_case(wording)) is not None


def is_open_group(wording: str) -> bool:
    """Whether a wording names agencies together without saying which: "Các cơ quan có liên quan"."""
    return is_group(wording)
