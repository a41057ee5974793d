"""The agencies that one wording names together: "Các sở: Nội vụ, Tư pháp", "Sở Nội vụ, Tài chính"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cchc.core.papers.agency_words import begins_like_agency
from cchc.core.papers.separators import apart
from cchc.core.papers.spellings import lower_case

# "Các sở: Nội vụ, Tư pháp, Tài chính", "UBND các xã: Tân Lập, Hòa Bình", "Sở Nội vụ, Tài chính"
_SHARED_HEAD = re.compile(
    r"^(?:các )?(?P<head>(?:ubnd|ủy ban nhân dân) (?=các (?:xã|phường|huyện)\s*:)"
    r"|sở|phòng|ban|trung tâm|chi cục|xã|phường|huyện|ubnd|hội)\b"
    r"(?P<kind>(?<=ubnd )các (?:xã|phường|huyện)|(?<=nhân dân )các (?:xã|phường|huyện))?(?P<colon>\s*:)?",
    re.IGNORECASE,
)
# "UBND cấp tỉnh, cấp huyện, cấp xã"
_LEVELS = re.compile(r"^(ubnd|ủy ban nhân dân|hđnd) cấp (?:tỉnh|huyện|xã)$", re.IGNORECASE)
# "UBND phường Tân Lập, phường Hòa Bình", "Công an xã Tân Lập, xã Hòa Bình"
_SAME_PLACES = re.compile(r"(?P<office>\S.*?\s)(?P<title>xã|phường|đặc khu|huyện|thị trấn)\s+[A-ZĐÀ-Ỹ].*")
# "Các sở: Nội vụ, Kế hoạch và Đầu tư": the last "và" of a list joins two names unless it belongs to one of these
_NAMES_WITH_AND = (
    "kế hoạch và đầu tư", "thông tin và truyền thông", "khoa học và công nghệ", "tài nguyên và môi trường",
    "giáo dục và đào tạo", "nông nghiệp và phát triển nông thôn", "nông nghiệp và môi trường", "văn hóa và thông tin",
    "tài chính và kế hoạch", "dân tộc và tôn giáo", "văn hóa, thể thao và du lịch", "văn hóa và thể thao",
    "lao động - thương binh và xã hội", "lao động, thương binh và xã hội", "quy hoạch và kiến trúc",
    "kinh tế, hạ tầng và đô thị",
)  # fmt: skip


def is_listing(text: str) -> bool:
    """Whether a wording begins with a head and a colon, behind which names are listed.

    >>> is_listing("Các sở: Nội vụ"), is_listing("Sở Nội vụ")
    (True, False)
    """
    found = _SHARED_HEAD.match(text)
    return bool(found and found["colon"])


def members_of(text: str) -> tuple[str, ...]:
    """The agencies that a wording names together, sharing a head or "UBND cấp"; none where it names but one.

    >>> members_of("Các sở: Nội vụ, Tài chính và Tư pháp"), members_of("Sở Nội vụ")
    (('Sở Nội vụ', 'Sở Tài chính', 'Sở Tư pháp'), ())
    >>> members_of("UBND phường Tân Lập, phường Hòa Bình")
    ('UBND phường Tân Lập', 'UBND phường Hòa Bình')
    """
    listed = _SHARED_HEAD.match(text)
    if listed and listed["colon"]:
        return _with_head(_head_of(listed), text[listed.end() :])
    return _levels(text) or _places(text) or _names(text, listed)


def _head_of(listed: re.Match[str]) -> str:
    head = listed["head"].strip()
    kind = (listed["kind"] or "").removeprefix("các ").strip()
    return f"{head if head.isupper() else head[0].upper() + head[1:]} {kind}".strip()


def _levels(text: str) -> tuple[str, ...]:
    pieces = [piece for part in re.split(r",|;|\bvà(?= cấp\b)", text) if (piece := part.strip(" ."))]
    if len(pieces) < 2 or not _LEVELS.fullmatch(pieces[0]):
        return ()
    office = pieces[0].rsplit(" cấp", 1)[0]
    return tuple(piece if begins_like_agency(piece) else f"{office} {piece}" for piece in pieces)


def _places(text: str) -> tuple[str, ...]:
    """ "UBND phường Tân Lập, phường Hòa Bình": places of one kind, one beside the other; a district is an address."""
    first, *rest = [piece.strip(" .") for _, piece in apart(text)]
    found = _SAME_PLACES.fullmatch(first)
    if not found or not rest or not all(piece.startswith(f"{found['title']} ") for piece in rest):
        return ()
    return (first, *(f"{found['office'].rstrip()} {piece}" for piece in rest))


def _names(text: str, listed: re.Match[str] | None) -> tuple[str, ...]:
    rest = text[listed.end() :] if listed else ""
    if listed is None or listed["kind"] or lower_case(rest) in _NAMES_WITH_AND:
        return ()
    names = [name.strip() for separator, name in _at_commas(rest)]
    several = len(names) > 1 and all(name[:1].isupper() and not begins_like_agency(name) for name in names)
    return _with_head(_head_of(listed), rest) if several else ()


def _at_commas(text: str) -> list[tuple[str, str]]:
    """The pieces of a text at its commas and semicolons alone."""
    pieces: list[list[str]] = []
    for separator, piece in apart(text):
        if separator.strip() in (",", ";", ""):
            pieces.append([separator, piece])
        else:
            pieces[-1] += [separator, piece]
    return [(one[0], "".join(one[1:])) for one in pieces]


def _with_head(head: str, rest: str) -> tuple[str, ...]:
    """The names after a shared head, each with it; the last "và" joins two names where both are whole names."""
    names = [name for _, piece in _at_commas(rest) if (name := piece.strip(" ."))]
    if names:
        names[-1:] = _last_names(names[-1])
    named = tuple(name if begins_like_agency(name) else f"{head} {name}" for name in names)
    return named if len(named) > 1 else ()


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
    return len(parts) == 2 and lower_case(" và ".join(parts)) in _NAMES_WITH_AND
