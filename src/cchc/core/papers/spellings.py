"""The ways in which one agency's name is written: abbreviated, with or without its place, by its initials, misread."""

from __future__ import annotations

import re

from cchc.core.words.names import same

_WRITTEN_OUT = (
    (r"\bvp(?=\s*(?:ubnd|hđnd|đđbqh)|\s*$)", "văn phòng "),
    (r"\bubnd\b", " ủy ban nhân dân "),
    (r"\bhđnd\b", " hội đồng nhân dân "),
    (r"\b(?:(?:ủy ban|ub) )?(?:ub)?mttq(?: ?vn)?\b", "ủy ban mặt trận tổ quốc việt nam "),
    (r"\bttpvhcc\b|\bpvhcc\b", "trung tâm phục vụ hành chính công "),
    (r"\btt\s*&\s*tt\b|\btttt\b", "thông tin và truyền thông"),
    (r"\blđ\s*[-,]?\s*tb\s*(?:&|và)?\s*xh\b|\blđtbxh\b", "lao động thương binh và xã hội"),
    (r"\btn\s*&?\s*mt\b", "tài nguyên và môi trường"),
    (r"\bnn\s*(?:&|và)?\s*ptnt\b", "nông nghiệp và phát triển nông thôn"),
    (r"\bnn\s*&?\s*mt\b", "nông nghiệp và môi trường"),
    (r"\bkh\s*&?\s*đt\b", "kế hoạch và đầu tư"),
    (r"\bkh\s*&?\s*cn\b", "khoa học và công nghệ"),
    (r"\bgd\s*&?\s*đt\b", "giáo dục và đào tạo"),
    (r"\bvh\s*[,-]?\s*tt\s*(?:&|và)?\s*dl\b", "văn hóa thể thao và du lịch"),
    (r"\bgtvt\b", "giao thông vận tải"),
    (r"\bdt\s*(?:&|và)?\s*tg\b", "dân tộc và tôn giáo"),
    (r"\bbhxh\b", "bảo hiểm xã hội"),
    (r"\bpt\s*-?\s*th\b|\bptth\b", "phát thanh và truyền hình"),
    (r"\b(sở|phòng)\s+nv\b", r"\1 nội vụ"),
    (r"\b(sở|phòng)\s+tp\b", r"\1 tư pháp"),
    (r"\b(sở|phòng)\s+tc\b", r"\1 tài chính"),
    (r"\b(sở|phòng)\s+xd\b", r"\1 xây dựng"),
    (r"\b(sở)\s+ct\b", r"\1 công thương"),
    (r"\b(sở|phòng)\s+yt\b", r"\1 y tế"),
)  # fmt: skip
_ABBREVIATIONS = tuple((re.compile(pattern), long) for pattern, long in _WRITTEN_OUT)
_SMALL_WORDS = re.compile(r"[&,/.]|\bvà\b|\bnhà nước\b|(?<=mặt trận tổ quốc) việt nam")
_COMMITTEE = re.compile(r"(?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|ủy ban|hội đồng|ban|)")
PLACE = re.compile(r"\s+(?:tỉnh|thành phố|tp\.?|huyện|thị xã|quận)(?:\s+.*)?$")


def long_form(name: str) -> str:
    """The spelling key of a name with its abbreviations written out and without connecting words.

    >>> long_form("Sở TT&TT") == long_form("Sở Thông tin và Truyền thông")
    True
    """
    text = lowered(name)
    for pattern, long in _ABBREVIATIONS:
        text = pattern.sub(long, text)
    return same(_SMALL_WORDS.sub(" ", text))


def place_split(name: str) -> tuple[str, str]:
    """A name's long key without the place at its end, and the place: ("văn phòng …", "tỉnh").

    What would only be a committee or council without its place keeps it.
    """
    text = lowered(name)
    found = PLACE.search(text)
    rest = text[: found.start()] if found else text
    if not found or _COMMITTEE.fullmatch(rest):
        return long_form(name), ""
    return long_form(rest), found[0].strip()


def unit_places(name: str) -> tuple[str, ...]:
    """The keys under which a unit answers to its name with a longer or shorter place, or with none."""
    rest, place = place_split(name)
    if not place:
        return (f"{rest}|*",)
    kind = place.split()[0]
    return (
        f"{rest}|",
        f"{rest}|{kind}",
        f"{rest}|{place}",
        *((f"{rest}|{kind} *",) if kind == place else ()),
    )


def text_places(text: str) -> tuple[str, ...]:
    rest, place = place_split(text)
    if not place:
        return (f"{rest}|",)
    return (f"{rest}|{place}", f"{rest}|*", f"{rest}|{place.split()[0]} *")


def initials(name: str) -> str:
    """The initials of a name: Sở Nội vụ is SNV; Văn phòng UBND is VPUBND.

    >>> initials("Sở Nội vụ"), initials("Văn phòng UBND tỉnh")
    ('snv', 'vpubndt')
    """
    words = re.findall(r"[^\W\d_]+", lowered(name))
    return "".join(
        word if word in ("ubnd", "hđnd") else word[0] for word in words if word not in ("và", "của")
    )


def one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter changed, added or left out makes two texts equal; a digit is never a slip.

    >>> one_letter_apart("bru điện", "bưu điện"), one_letter_apart("phường 1", "phường 2")
    (True, False)
    """
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    shared = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rests = (
        (one[shared + 1 :], other[shared + 1 :]),
        (one[shared + 1 :], other[shared:]),
        (one[shared:], other[shared + 1 :]),
    )
    differing = one[shared : shared + 1] + other[shared : shared + 1]
    return any(a == b for a, b in rests) and not any(
        letter.isdigit() or letter == " " for letter in differing
    )


def lowered(text: str) -> str:
    """Lower case, single blanks, tone marks where the lists of this package have them: "ủy", "tòa", "hòa"."""
    plain = " ".join(text.casefold().split())
    return plain.replace("uỷ", "ủy").replace("toà", "tòa").replace("hoà", "hòa")
