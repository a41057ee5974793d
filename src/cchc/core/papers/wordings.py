"""From a cell of a plan ("Các sở, ban, ngành; UBND cấp huyện") to its agencies.

`split` takes a cell apart: at semicolons and line breaks, at commas only where every part begins like an agency;
a wording for a group stays whole and names its members. Nothing is changed in the wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cchc.core.papers.spellings import LAST_LETTERS, lower_case, one_letter_apart
from cchc.core.words.remembering import remember

# "- Sở Nội vụ;", "a) Sở Tài chính", "1. UBND huyện": lists inside a cell
_BULLET = re.compile(r"^\s*(?:[-–—+*•]\s*|[a-zđ]\)\s+|\d{1,2}[.)]\s+)?")
# What agencies begin with in issued plans and lists of units: "Bưu điện tỉnh", "Đài PT-TH tỉnh", "BQL khu công nghiệp"
HEADS = (
    "sở", "ban", "bộ", "phòng", "văn phòng", "vp", "ubnd", "ủy ban", "hđnd", "hội đồng", "hội", "tổ", "chi cục", "cục",
    "trung tâm", "công an", "bộ chỉ huy", "bưu điện", "đài", "báo", "cổng thông tin", "mttq", "mặt trận", "thanh tra",
    "tòa án", "viện", "liên đoàn", "đoàn", "tỉnh đoàn", "tỉnh ủy", "huyện ủy", "thành ủy", "đảng ủy", "kho bạc",
    "bảo hiểm xã hội", "bhxh", "ngân hàng", "trường", "bệnh viện", "đơn vị", "cơ quan", "xã", "phường", "đặc khu",
    "thị trấn", "huyện", "thị xã", "thành phố", "quận", "tỉnh", "vnpt", "viettel", "công ty", "doanh nghiệp",
    "chủ tịch", "thành viên", "thường trực", "lãnh đạo", "ngành", "quỹ", "chính phủ", "hiệp hội", "bảo tàng",
    "thư viện",
    "trưởng ban", "bql", "ttpvhcc", "đội", "câu lạc bộ", "tổng công ty", "tập đoàn",
)  # fmt: skip
# "Các sở, ban, ngành", "UBND cấp huyện", "cơ quan, đơn vị liên quan", "Địa phương": no single agency
_GROUP_HEADS = (
    "các", "tất cả", "toàn bộ", "những", "sở, ban", "sở, ngành", "sở ban ngành", "ubnd cấp", "ủy ban nhân dân cấp",
    "ubnd các", "ủy ban nhân dân các", "hđnd cấp", "hđnd các", "hội đồng nhân dân các", "thành viên", "cấp",
    "cơ quan, đơn vị", "cơ quan, tổ chức", "phòng, ban", "địa phương", "đơn vị liên quan", "đơn vị có liên quan",
    "cơ quan liên quan", "cơ quan có liên quan",
)  # fmt: skip
_PLURALS = ("các", "tất cả", "toàn bộ", "những")
# "SNV, STC", "BQL khu công nghiệp"
_ACRONYM = re.compile(r"[A-ZĐ]{2,}(?:[-&.][A-ZĐ]+)*(?: .*)?")
_LONG_HEAD = 7  # letters: of a shorter head one wrong letter makes another word ("sở", "số")
# "Các sở: Nội vụ, Tư pháp, Tài chính", "Sở Nội vụ, Tài chính"
_SHARED_HEAD = re.compile(
    r"^(?:các )?(sở|phòng|ban|trung tâm|chi cục|xã|phường|huyện|ubnd|hội)\b(\s*:)?", re.IGNORECASE
)
# "UBND cấp tỉnh, cấp huyện, cấp xã"
_LEVELS = re.compile(r"^(ubnd|ủy ban nhân dân|hđnd) cấp (?:tỉnh|huyện|xã)$", re.IGNORECASE)
# narrow cells of Word tables: "Sở Thông tin và\nTruyền thông", "Văn phòng\nUBND tỉnh"
_OPEN_END = re.compile(
    r"(?:[,&:/–-]|\b(?:và|các|của|cấp|sở|ban|phòng|văn phòng|ubnd|ủy ban|ủy ban nhân dân|nhân dân|tỉnh,))$"
)


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency of a wording; a group names its members as far as the wording does, each as it would stand alone."""

    text: str
    is_group: bool = False
    members: tuple[str, ...] = ()


@remember(most=4096)
def split(wording: str) -> tuple[Agency, ...]:
    """The agencies of a cell, in their order; remembered, since plans repeat the same cells.

    >>> [agency.text for agency in split("Các sở, ban, ngành; UBND cấp huyện")]
    ['Các sở, ban, ngành', 'UBND cấp huyện']
    >>> [agency.text for agency in split("Sở Nội vụ, Sở Tài chính")]
    ['Sở Nội vụ', 'Sở Tài chính']
    >>> split("Các sở: Nội vụ, Tư pháp")[0].members
    ('Sở Nội vụ', 'Sở Tư pháp')
    """
    parts = [part for line in _lines(_with_inner_commas(wording)) for part in _at_commas(line)]
    return tuple(_agency(part) for part in parts)


# "Sở Văn hóa, Thể thao và Du lịch, Sở Y tế"; "Sở Lao động, Thương binh và Xã hội"
_INNER_COMMA = re.compile(r"\b(văn h(?:óa|oá)|lao động),(?=\s+(?:thể thao|thương binh)\b)", re.IGNORECASE)
_COMMA_INSIDE = "\u201a"


def _with_inner_commas(text: str) -> str:
    """The commas inside one name ("Văn hóa, Thể thao và Du lịch") replaced by a sign that separates nothing."""
    return _INNER_COMMA.sub(rf"\1{_COMMA_INSIDE}", text)


def _with_usual_commas(text: str) -> str:
    return text.replace(_COMMA_INSIDE, ",")


def _lines(wording: str) -> list[str]:
    """The wording at line breaks and semicolons; a line that goes on is joined to the one before it."""
    lines: list[list[str]] = []
    for raw in wording.splitlines():
        line = " ".join(_BULLET.sub("", raw, count=1).split())
        if not line:
            continue
        if lines and not _bulleted(raw) and _goes_on(_end_of(lines[-1]), line):
            lines[-1].append(line)
        else:
            lines.append([line])
    return [part for line in lines for part in _at_semicolons(" ".join(line))]


_LONGEST_END = 40  # letters: "ủy ban nhân dân" is the longest that tells whether a line goes on


def _end_of(pieces: Sequence[str]) -> str:
    """The last letters of pieces with blanks between them: all that tells what may follow."""
    end: list[str] = []
    length = 0
    for piece in reversed(pieces):
        end.append(piece[-_LONGEST_END:])
        length += len(piece) + 1
        if length > _LONGEST_END:
            break
    return " ".join(reversed(end))[-_LONGEST_END:]


def _bulleted(raw: str) -> bool:
    return bool(re.match(r"^\s*(?:[-–—+*•]\s*\S|\d{1,2}[.)]\s)", raw))


def _goes_on(line: str, following: str) -> bool:
    if line.endswith(";"):
        return False
    return (
        bool(_OPEN_END.search(lower_case(line)))
        or following[0].islower()
        or not begins_like_agency(following)
    )


def _at_semicolons(line: str) -> list[str]:
    """Parts at semicolons; after "Các sở:" a part without a head still belongs to that list."""
    parts: list[list[str]] = []
    for part in (part.strip(" .,;") for part in line.split(";")):
        if not part:
            continue
        if parts and _listing(parts[-1][0]) and not begins_like_agency(part):
            parts[-1].append(part)
        else:
            parts.append([part])
    return ["; ".join(pieces) for pieces in parts]


def _listing(part: str) -> bool:
    found = _SHARED_HEAD.match(part)
    return bool(found and found[2])


def _at_commas(part: str) -> list[str]:
    """The part at its commas, if each of several pieces begins like an agency of its own; else whole."""
    pieces = [piece.strip() for piece in part.split(",")]
    if _listing(part) or not all(begins_like_agency(piece) and not _is_generic(piece) for piece in pieces):
        return [part]
    return pieces


def _is_generic(piece: str) -> bool:
    """Whether a piece is only a word of a group: "ban", "đơn vị có liên quan"."""
    return re.sub(r" (?:có )?liên quan$", "", lower_case(piece)) in _GENERIC


# "Các sở, ban, ngành, địa phương": words of one group, not four agencies
_GENERIC = {
    "các sở", "sở", "các ban", "ban", "các ngành", "ngành", "các phòng", "phòng", "các cơ quan", "cơ quan", "đơn vị",
    "tổ chức", "đoàn thể", "địa phương", "tỉnh", "các huyện", "huyện", "thành phố", "thị xã", "các xã", "xã", "phường",
    "thị trấn",
}  # fmt: skip


def begins_like_agency(text: str) -> bool:
    """Whether `text` begins with the word of an agency or of a group of agencies, capitals where a name has them.

    >>> begins_like_agency("Sở Y tế"), begins_like_agency("ngành"), begins_like_agency("Tư pháp")
    (True, False, False)
    """
    known = lower_case(text)
    if not text[:1].isupper():
        return _PLURAL.match(known) is not None
    if _NO_AGENCY.match(known):
        return False
    return bool(_ANY_HEAD.match(known) or _ACRONYM.fullmatch(text)) or _misread_head(known)


def _misread_head(known: str) -> bool:
    """Whether a head of some length stands at the beginning with one wrong letter: "Bru điện tỉnh"."""
    words = known.split(maxsplit=_MOST_WORDS)
    return any(one_letter_apart(" ".join(words[:count]), head) for head, count in _LONG_HEADS)


def _beginning(heads: Iterable[str]) -> re.Pattern[str]:
    """Finds any of `heads` at the beginning of a text, as a word or words of their own."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, heads))})(?![^\W\d_])")


_PLURAL = _beginning(_PLURALS)
GROUP = _beginning(_GROUP_HEADS)
_ANY_HEAD = _beginning((*_GROUP_HEADS, *HEADS))
# "xã hội" is no commune, "cấp xã" behind "UBND cấp huyện" no agency of its own
_NO_AGENCY = _beginning(("xã hội", "cấp"))
_LONG_HEADS = tuple((head, len(head.split())) for head in HEADS if len(head) >= _LONG_HEAD)
_MOST_WORDS = max(count for _, count in _LONG_HEADS)


def _agency(text: str) -> Agency:
    members = _members(text)
    is_group = len(members) > 1 or GROUP.match(lower_case(text)) is not None
    named = tuple(_with_usual_commas(member) for member in members) if len(members) > 1 else ()
    return Agency(_with_usual_commas(text), is_group, named)


def _members(text: str) -> tuple[str, ...]:
    """The agencies that a wording names together: sharing a head, sharing "UBND cấp", or joined by "và các"."""
    listed = _SHARED_HEAD.match(text)
    if listed and listed[2]:
        return _with_head(listed[1], text[listed.end() :])
    pieces = _pieces(text)
    if len(pieces) > 1 and _LEVELS.fullmatch(pieces[0]):
        levels = (
            piece if begins_like_agency(piece) else f"{pieces[0].rsplit(' cấp', 1)[0]} {piece}"
            for piece in pieces
        )
        return tuple(levels)
    joined = _joined(text)
    if len(joined) > 1:
        return joined
    if listed and _names_follow(text[listed.end() :]):
        return _with_head(listed[1], text[listed.end() :])
    return ()


def _pieces(text: str) -> list[str]:
    return [
        piece for piece in (piece.strip(" .") for piece in re.split(r",|;|\bvà(?= cấp\b)", text)) if piece
    ]


def _joined(text: str) -> tuple[str, ...]:
    """Parts before and after a comma or "và" where a new agency begins; the words of a group stay together."""
    first, *rest = re.split(r"(,\s*|\s+và\s+)", " ".join(text.split()))
    parts = [[first]]
    for separator, piece in zip(rest[::2], rest[1::2], strict=True):
        if _begins_anew(piece, _end_of(parts[-1][-1:]), separator):
            parts.append([piece])
        else:
            parts[-1] += [separator, piece]
    agencies = ("".join(pieces) for pieces in parts)
    return tuple(agency.strip(" .") for agency in agencies if agency.strip(" .,"))


def _begins_anew(piece: str, before: str, separator: str) -> bool:
    """Whether an agency begins at `piece`: after a finished one, and itself more than a word of a group."""
    if lower_case(piece) in LAST_LETTERS:
        return False
    generic = _is_generic(piece) and not ("và" in separator and _SEVERAL.match(lower_case(piece)))
    return begins_like_agency(piece) and not generic and not _ends_in_head(before)


# "Sở Tư pháp và các cơ quan": behind "và" a group begins anew, too
_SEVERAL = _beginning(("các",))


def _ends_in_head(text: str) -> bool:
    return bool(re.search(r"(?:^|\s)(?:sở|các)$", lower_case(text)))


def _names_follow(rest: str) -> bool:
    """Whether "Sở" is followed by several names: "Nội vụ, Tài chính"; every one begins with a capital."""
    if lower_case(rest) in _NAMES_WITH_AND:
        return False
    names = [name.strip() for name in rest.split(",")]
    return len(names) > 1 and all(name[:1].isupper() and not begins_like_agency(name) for name in names)


def _with_head(head: str, rest: str) -> tuple[str, ...]:
    """The names after a shared head, each with it; the last "và" joins two names where both are whole names."""
    head = head[0].upper() + head[1:] if not head.isupper() else head
    names = [name.strip(" .") for name in re.split(r"[,;]", rest) if name.strip(" .")]
    if names:
        names[-1:] = _last_names(names[-1])
    return tuple(name if begins_like_agency(name) else f"{head} {name}" for name in names)


# "Các sở: Nội vụ, Kế hoạch và Đầu tư": the last "và" of a list joins two names unless it belongs to one of these
_NAMES_WITH_AND = (
    "kế hoạch và đầu tư", "thông tin và truyền thông", "khoa học và công nghệ", "tài nguyên và môi trường",
    "giáo dục và đào tạo", "nông nghiệp và phát triển nông thôn", "nông nghiệp và môi trường", "văn hóa và thông tin",
    "tài chính và kế hoạch", "dân tộc và tôn giáo", "văn hóa, thể thao và du lịch", "văn hóa và thể thao",
    "lao động - thương binh và xã hội", "lao động, thương binh và xã hội", "quy hoạch và kiến trúc",
)  # fmt: skip


def _last_names(text: str) -> list[str]:
    """ "Tài chính và Tư pháp" are two names, "Kế hoạch và Đầu tư" is one."""
    first, *rest = " ".join(text.split()).split(" và ")
    names = [[first]]
    for part in rest:
        if _is_one_name([*names[-1], part]) or (part[:1].islower() and not begins_like_agency(part)):
            names[-1].append(part)
        else:
            names.append([part])
    return [" và ".join(parts) for parts in names]


def _is_one_name(parts: Sequence[str]) -> bool:
    return len(parts) == 2 and _with_usual_commas(lower_case(" và ".join(parts))) in _NAMES_WITH_AND
