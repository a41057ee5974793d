"""The words that agencies and groups of agencies begin with, as issued plans and lists of units write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cchc.core.papers.spellings import lower_case, one_letter_apart

# What agencies begin with in issued plans and lists of units: "Bưu điện tỉnh", "Đài PT-TH tỉnh", "BQL khu công nghiệp"
HEADS = (
    "sở", "ban", "bộ", "phòng", "văn phòng", "vp", "ubnd", "ủy ban", "hđnd", "hội đồng", "hội", "tổ", "chi cục", "cục",
    "trung tâm", "công an", "bộ chỉ huy", "bưu điện", "đài", "báo", "cổng thông tin", "mttq", "mặt trận", "thanh tra",
    "tòa án", "viện", "liên đoàn", "đoàn", "tỉnh đoàn", "tỉnh ủy", "huyện ủy", "thành ủy", "đảng ủy", "kho bạc",
    "bảo hiểm xã hội", "bhxh", "ngân hàng", "trường", "bệnh viện", "đơn vị", "cơ quan", "xã", "phường", "đặc khu",
    "thị trấn", "huyện", "thị xã", "thành phố", "quận", "tỉnh", "vnpt", "viettel", "công ty", "doanh nghiệp",
    "chủ tịch", "thành viên", "thường trực", "lãnh đạo", "ngành", "quỹ", "chính phủ", "hiệp hội", "bảo tàng",
    "thư viện",
    "bql", "ttpvhcc", "đội", "câu lạc bộ", "tổng công ty", "tập đoàn",
    # plans of communes since July 2025: "Thuế cơ sở 3", "Trạm Y tế", "Trưởng thôn", "Bộ phận Một cửa"
    "bộ phận", "thủ trưởng", "trưởng", "phó", "giám đốc", "bí thư", "hiệu trưởng",
    "trạm", "thôn", "ubmttq", "ubmttqvn", "thuế tỉnh", "thuế thành phố", "thuế cơ sở",
    "thống kê tỉnh", "thống kê cơ sở", "hải quan", "liên minh", "liên hiệp", "điện lực", "công đoàn", "hạt kiểm lâm",
    "học viện", "đại học", "chi nhánh", "chi đoàn", "chi hội", "chi bộ", "đồn biên phòng", "cấp ủy", "địa phương",
    "viễn thông", "truyền tải điện", "bưu cục",
)  # fmt: skip
# "Các sở, ban, ngành", "UBND cấp huyện", "cơ quan, đơn vị liên quan", "Địa phương": no single agency
_GROUP_HEADS = (
    "các", "tất cả", "toàn bộ", "những", "sở, ban", "sở, ngành", "sở ban ngành", "ubnd cấp", "ủy ban nhân dân cấp",
    "ubnd các", "ủy ban nhân dân các", "hđnd cấp", "hđnd các", "hội đồng nhân dân các", "thành viên", "cấp",
    "phòng, ban", "địa phương",
)  # fmt: skip
_PLURALS = ("các", "tất cả", "toàn bộ", "những")
# "SNV, STC", "BQL khu công nghiệp"
_ACRONYM = re.compile(r"[A-ZĐ]{2,}(?:[-&.][A-ZĐ]+)*(?: .*)?")
_LONG_HEAD = 7  # letters: of a shorter head one wrong letter makes another word ("sở", "số")


def _beginning(heads: Iterable[str]) -> re.Pattern[str]:
    """Finds any of `heads` at the beginning of a text, as a word or words of their own."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, heads))})(?![^\W\d_])")


_PLURAL = _beginning(_PLURALS)
_GROUP = _beginning(_GROUP_HEADS)
_ANY_HEAD = _beginning((*_GROUP_HEADS, *HEADS))
# "xã hội" is no commune, "cấp xã" behind "UBND cấp huyện" no agency of its own, "Tổ chức cuộc thi" no team
_NO_AGENCY = re.compile(
    r"(?:xã hội|cấp|trường hợp|ban hành|bộ (?:máy|chỉ số|tiêu chí|thủ tục|câu hỏi)|tổ chức(?! chính trị| xã hội| đoàn)"
    r"|hội (?:nghị|thảo|thi|họp)|báo cáo|đội ngũ|quỹ đất|ngành nghề|phòng,? chống|lãnh đạo, chỉ đạo|thanh tra, kiểm tra"
    r"|trưởng thành|viện dẫn|tỉnh thành)(?![^\W\d_])"
)
_LONG_HEADS = tuple((head, len(head.split())) for head in HEADS if len(head) >= _LONG_HEAD)
_MOST_WORDS = max(count for _, count in _LONG_HEADS)
# "Sở Y tế, phòng Kinh tế": a small letter, and then a name
_NAMED = re.compile(r"(?:sở|ban|phòng|văn phòng|chi cục|hội|đoàn|trung tâm|công an|trạm|trường)\s+[A-ZĐ]")
# "Phòng Kinh tế, công an xã, trạm y tế xã": a small letter throughout
_UNNAMED = _beginning((
    "công an xã", "công an phường", "trạm y tế", "mặt trận tổ quốc", "ban chỉ huy quân sự", "đoàn thanh niên",
    "hội phụ nữ", "hội nông dân", "hội cựu chiến binh", "đài truyền thanh", "văn phòng hđnd", "ubnd", "trường học",
    "trung tâm phục vụ hành chính công", "trưởng thôn", "trưởng các", "thủ trưởng các",
))  # fmt: skip


def begins_like_agency(text: str) -> bool:
    """Whether `text` begins with the word of an agency or of a group of agencies, capitals where a name has them.

    >>> begins_like_agency("Sở Y tế"), begins_like_agency("ngành"), begins_like_agency("Tư pháp")
    (True, False, False)
    >>> begins_like_agency("phòng Kinh tế"), begins_like_agency("huyện Yên Bình")
    (True, False)
    """
    known = lower_case(text)
    if not text[:1].isupper():
        return any(
            one is not None for one in (_PLURAL.match(known), _NAMED.match(text), _UNNAMED.match(known))
        )
    if _NO_AGENCY.match(known):
        return False
    return bool(_ANY_HEAD.match(known) or _ACRONYM.fullmatch(text)) or _misread_head(known)


def _misread_head(known: str) -> bool:
    """Whether a head of some length stands at the beginning with one wrong letter: "Bru điện tỉnh"."""
    words = known.split(maxsplit=_MOST_WORDS)
    return any(one_letter_apart(" ".join(words[:count]), head) for head, count in _LONG_HEADS)


# --- words of groups ----------------------------------------------------------------------------------------

# "Các sở, ban, ngành, địa phương": words of one group, not four agencies
_OF_AGENCIES = (
    "sở", "ban", "ngành", "phòng", "cơ quan", "đơn vị", "tổ chức", "đoàn thể", "hội", "địa phương", "phòng ban",
    "phòng chuyên môn", "bộ phận", "chi cục", "trung tâm", "đơn vị sự nghiệp", "hội đoàn thể", "doanh nghiệp",
    "hợp tác xã", "trường học", "trường", "cơ sở giáo dục", "cơ quan báo chí", "lực lượng vũ trang",
    "tổ chức chính trị - xã hội", "tổ chức chính trị xã hội", "tổ chức xã hội", "cá nhân", "người dân", "hộ dân",
    "ban ngành", "ban đảng", "ban xây dựng đảng", "mặt trận", "tổ chức đoàn thể", "sở ban ngành", "cơ quan chuyên môn",
    "chủ đầu tư",
)  # fmt: skip
_OF_PLACES = (
    "tỉnh", "huyện", "thành phố", "thị xã", "quận", "xã", "phường", "thị trấn", "đặc khu", "thôn", "bản", "ấp",
    "khu phố", "tổ dân phố", "khu dân cư", "xóm", "buôn", "làng", "khối", "khối phố",
)  # fmt: skip
# Behind "và" these may end a name: "Chi cục Quản lý doanh nghiệp và hợp tác xã".
_ENDS_OF_NAMES = frozenset(
    {"tổ chức", "doanh nghiệp", "hợp tác xã", "cá nhân", "người dân", "đoàn thể", "hội", "bản"}
)
# "… có liên quan", "… trực thuộc Văn phòng", "… cấp xã", "… trên địa bàn tỉnh"
_TAIL = re.compile(
    r"\s+(?:(?:(?:có )?liên quan|trực thuộc|thuộc|cấp|của|trên địa bàn|toàn|chuyên môn|khác|trong|nhà nước"
    r"|hành chính|trung ương|ngành dọc)(?:\s.*)?|tỉnh|xã|phường|thành phố)$"
)
_PLURAL_WORDS = re.compile(r"(?:(?:tất cả|toàn bộ) )?(?:(?:các|những) )?")
_AGENCIES, _PLACES = frozenset(_OF_AGENCIES), frozenset(_OF_PLACES)
_BY_LENGTH = sorted((*_OF_AGENCIES, *_OF_PLACES), key=len, reverse=True)
_BARE = _beginning(_BY_LENGTH)
_ENDS_IN_PLACE = re.compile(rf"(?:^|\s)(?:{'|'.join(map(re.escape, _OF_PLACES))})$")
# "cơ quan, địa phương có liên quan", "sở, ban, ngành": two words of a group, or one with who is concerned
_SMALL_GROUP = re.compile(
    rf"(?:{'|'.join(map(re.escape, _BY_LENGTH))})"
    rf"(?:\s*,\s*(?:{'|'.join(map(re.escape, _BY_LENGTH))})(?![^\W\d_])|\s+(?:có )?liên quan)"
)


def is_group(text: str) -> bool:
    """Whether a wording names agencies together: "Các cơ quan có liên quan", "Cơ quan, địa phương liên quan".

    >>> is_group("UBND các xã, phường"), is_group("Cơ quan, địa phương có liên quan"), is_group("Phòng Kinh tế")
    (True, True, False)
    """
    known = lower_case(text)
    return _GROUP.match(known) is not None or _SMALL_GROUP.match(known) is not None


def is_plural(text: str) -> bool:
    """Whether a text begins with the word for several: "các", "tất cả"."""
    return _PLURAL.match(lower_case(text)) is not None


def group_word(text: str) -> str | None:
    """The word of a group that a piece of a wording is no more than, without "các" and "có liên quan"; else None.

    >>> group_word("đơn vị có liên quan"), group_word("các ban"), group_word("Ban Dân tộc")
    ('đơn vị', 'ban', None)
    """
    known = _PLURAL_WORDS.sub("", lower_case(text), count=1)
    found = _BARE.match(known)
    if found is None:
        return None
    rest = known[found.end() :]
    return found[0] if not rest.strip(" .") or _TAIL.match(rest) else None


def is_place_word(word: str) -> bool:
    """Whether a word of a group is that of places: "xã", "tổ dân phố"."""
    return word in _PLACES


def ends_in_place_word(text: str) -> bool:
    """Whether a text ends in the word for a place, without its name: "UBND các xã", "Công an xã"."""
    return _ENDS_IN_PLACE.search(lower_case(text)) is not None


def may_end_a_name(word: str) -> bool:
    """Whether a word of a group may stand at the end of a name behind "và"."""
    return word in _ENDS_OF_NAMES


# "Công an tỉnh Thanh tra tỉnh", "Sở Tư pháp Sở Y tế": two lines of a cell that a PDF does not tell apart; "Công an xã
# Trường Sơn" is one agency, and so is "Văn phòng Sở Y tế"
_BEHIND_A_PLACE = re.compile(rf"(?<!\w)(?:{'|'.join(_OF_PLACES)}|ngành)\s+(?=[A-ZĐỦ]|các\s)")
_BEHIND_A_NAME = re.compile(
    r"(?<!văn phòng)(?<!lãnh đạo)(?<!thanh tra)(?<!giám đốc)(?<!đảng ủy)(?<!chi bộ)(?<!các)"
    r"(?<=[a-zà-ỹ])\s(?=Sở [A-ZĐ])",
    re.IGNORECASE,
)
_MOST_WORDS_OF_HEAD = 6


def runs_into_another(text: str) -> bool:
    """Whether a second agency seems to stand in a wording with nothing between the two.

    >>> runs_into_another("Công an tỉnh Thanh tra tỉnh"), runs_into_another("Công an xã Trường Sơn")
    (True, False)
    >>> runs_into_another("Văn phòng UBND tỉnh các sở"), runs_into_another("Ban Quản lý các khu công nghiệp")
    (True, False)
    >>> runs_into_another("Sở Tư pháp Sở Y tế"), runs_into_another("Văn phòng Sở Y tế")
    (True, False)
    """
    for found in _BEHIND_A_PLACE.finditer(text):
        words = text[found.end() :].split(maxsplit=_MOST_WORDS_OF_HEAD)[:_MOST_WORDS_OF_HEAD]
        if begins_like_agency(" ".join(words)) and any(word[0].islower() for word in words[1:]):
            return True
    return any(text[found.end() :].startswith("Sở ") for found in _BEHIND_A_NAME.finditer(text))
