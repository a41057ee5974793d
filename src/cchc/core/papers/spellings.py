"""The ways in which one agency's name is written: abbreviated, with or without its office, its title or its place, by
its initials, without its marks, misread by one letter. Each way turns a name into a key; equal keys, equal names."""

from __future__ import annotations

import re

from cchc.core.words.letters import composed_text
from cchc.core.words.names import search_key, spelling_key
from cchc.core.words.remembering import remember


def lower_case(text: str) -> str:
    """Lower case, single blanks, tone marks where the lists of this package have them: "ủy", "tòa", "hòa".

    >>> lower_case("UỶ BAN  nhân dân xã Hoà Bình")
    'ủy ban nhân dân xã hòa bình'
    """
    plain = " ".join(text.casefold().split())
    return plain.replace("uỷ", "ủy").replace("toà", "tòa").replace("hoà", "hòa")


# --- abbreviations ------------------------------------------------------------------------------------------

# The letters of a name, as plans and tables of points abbreviate it: "Sở LĐ-TB&XH", "Sở LĐTBXH", "Sở GD-ĐT".
_LETTERS = {
    "lđ tb xh": "lao động thương binh và xã hội",
    "nn ptnt": "nông nghiệp và phát triển nông thôn",
    "nn mt": "nông nghiệp và môi trường",
    "tn mt": "tài nguyên và môi trường",
    "kh đt": "kế hoạch và đầu tư",
    "kh cn": "khoa học và công nghệ",
    "gd đt": "giáo dục và đào tạo",
    "vh tt dl": "văn hóa thể thao và du lịch",
    "dt tg": "dân tộc và tôn giáo",
    "pt th": "phát thanh và truyền hình",
}
# What stands behind "và" in "Sở KH và CN" begins no new agency.
LAST_LETTERS = frozenset(letters.split()[-1] for letters in _LETTERS) | {"tt"}
_BETWEEN = "[ &,./-]*(?:và )?"


def _spelled(letters: str) -> str:
    """A pattern for the parts of an abbreviation with any sign, or "và", between them."""
    return rf"\b{_BETWEEN.join(letters.split())}\b"


_WRITTEN_OUT = (
    # "VP UBND tỉnh", "VP HĐND&UBND huyện"; "VP" alone at the end of a cell
    (r"\bvp(?= ?(?:ubnd|hđnd|đđbqh)| ?$)", "văn phòng "),
    (r"\bubnd\b", " ủy ban nhân dân "),
    (r"\bhđnd\b", " hội đồng nhân dân "),
    # "Ủy ban MTTQ tỉnh", "UBMTTQVN tỉnh", "MTTQ VN"
    (r"\b(?:(?:ủy ban|ub) )?(?:ub)?mttq(?: ?vn)?\b", "ủy ban mặt trận tổ quốc việt nam "),
    (r"\bttpvhcc\b|\bpvhcc\b", "trung tâm phục vụ hành chính công "),
    # "Sở TT&TT"; without a sign "TT TT" may be anything.
    (r"\btt ?[&-] ?tt\b|\btttt\b", "thông tin và truyền thông"),
    *((_spelled(letters), long) for letters, long in _LETTERS.items()),
    (r"\bptnt\b", "phát triển nông thôn"),  # "Sở Nông nghiệp và PTNT"
    (r"\bgtvt\b", "giao thông vận tải"),
    (r"\bbhxh\b", "bảo hiểm xã hội"),
    # Two letters say something only behind the word before them: "Sở TP", "Phòng TP", not "TP Yên Bái".
    (r"\b(sở|phòng) nv\b", r"\1 nội vụ"),
    (r"\b(sở|phòng) tp\b", r"\1 tư pháp"),
    (r"\b(sở|phòng) tc\b", r"\1 tài chính"),
    (r"\b(sở|phòng) xd\b", r"\1 xây dựng"),
    (r"\b(sở) ct\b", r"\1 công thương"),
    (r"\b(sở|phòng) yt\b", r"\1 y tế"),
)
_ABBREVIATIONS = tuple((re.compile(pattern), long) for pattern, long in _WRITTEN_OUT)
_ANY_ABBREVIATION = re.compile("|".join(pattern for pattern, _ in _WRITTEN_OUT))  # most names hold none
# "Sở Khoa học & Công nghệ", "Kho bạc tỉnh" for Kho bạc Nhà nước, "Mặt trận Tổ quốc tỉnh" without "Việt Nam"
_SMALL_WORDS = re.compile(r"[&,/.]|\bvà\b|\bnhà nước\b|(?<=mặt trận tổ quốc) việt nam")


@remember(most=4096)
def long_form(name: str) -> str:
    """The spelling key of a name with its abbreviations written out and without connecting words.

    >>> long_form("Sở TT&TT") == long_form("Sở Thông tin và Truyền thông")
    True
    >>> long_form("Sở NN-MT") == long_form("Sở NN và MT") == long_form("Sở Nông nghiệp và Môi trường")
    True
    """
    text = lower_case(name)
    for pattern, long in _ABBREVIATIONS if _ANY_ABBREVIATION.search(text) else ():
        text = pattern.sub(long, text)
    return spelling_key(_SMALL_WORDS.sub(" ", text))


def initials(name: str) -> str:
    """The initials of a name: Sở Nội vụ is SNV; Văn phòng UBND is VPUBND.

    >>> initials("Sở Nội vụ"), initials("Văn phòng UBND tỉnh")
    ('snv', 'vpubndt')
    """
    words = re.findall(r"[^\W\d_]+", lower_case(name))
    return "".join(
        word if word in ("ubnd", "hđnd") else word[0] for word in words if word not in ("và", "của")
    )


# --- offices and titles -------------------------------------------------------------------------------------

# What stands before a name and says what the unit is, with the kinds of unit that it can say.
TITLES = {
    "tỉnh": frozenset({"province"}),
    "thành phố": frozenset({"province", "district"}),
    "huyện": frozenset({"district"}),
    "quận": frozenset({"district"}),
    "thị xã": frozenset({"district"}),
    "xã": frozenset({"commune"}),
    "thị trấn": frozenset({"commune"}),
    "phường": frozenset({"ward"}),
    "đặc khu": frozenset({"special_zone"}),
}
TITLED_KINDS = frozenset().union(*TITLES.values())
# "TP. Hồ Chí Minh", "TX Nghĩa Lộ", "TT. Yên Bình"; single letters only before a dot: "P. Tân Lập", "X. Hòa Bình".
_SHORT_TITLES = {
    "tp": "thành phố", "tx": "thị xã", "tt": "thị trấn", "đk": "đặc khu",
    "p": "phường", "x": "xã", "h": "huyện", "q": "quận",
}  # fmt: skip
_SHORT_TITLE = re.compile(r"(?:(tp|tx|tt|đk)\b\.?|([pxhq])\.) ?")
_FIRST_WORDS = {title.partition(" ")[0] for title in TITLES}
_UNMARKED_TITLES = {search_key(title): title for title in TITLES}
# The heading of most tables of communes: "UBND phường Tân Lập", "Ủy ban nhân dân xã Hòa Bình".
_OFFICE = re.compile(r"(?:ubnd|ủy ban nhân dân|uy ban nhan dan) ")
_BEHIND = re.compile(r"^(?P<name>[^()]+)\((?P<title>[^()]+)\)$")


def without_office(name: str) -> str:
    """A name in lower case, its title written out and the office before it left out.

    >>> without_office("UBND P. Tân Lập"), without_office("Ủy ban nhân dân xã Hòa Bình"), without_office("UBND tỉnh")
    ('phường tân lập', 'xã hòa bình', 'ubnd tỉnh')
    """
    text = lower_case(name)
    rest = _with_title(_OFFICE.sub("", text, count=1) if _OFFICE.match(text) else text)
    return text if rest in TITLES else rest


def _with_title(text: str) -> str:
    """A text in lower case whose title stands before the name and is written out: "Hồ Chí Minh (TP)"."""
    behind = _BEHIND.match(text)
    turned = f"{behind['title'].strip()} {behind['name'].strip()}" if behind else text
    short = _SHORT_TITLE.match(turned)
    if short and short.end() < len(turned):
        turned = f"{_SHORT_TITLES[short[1] or short[2]]} {turned[short.end() :]}"
    return turned if turned.partition(" ")[0] in _FIRST_WORDS else text


def title_and_name(name: str) -> tuple[str, str]:
    """The title of a name ("" for none) and the name without it and without the office before it, as spelling keys; two
    empty texts for a title alone.

    >>> title_and_name("Hồ Chí Minh (TP)") == title_and_name("UBND TP. Hồ Chí Minh")
    True
    >>> title_and_name("Tân Lập")[0], title_and_name("UBND tỉnh")
    ('', ('', ''))
    """
    return _apart(name, {title: title for title in TITLES})


def unmarked_title_and_name(name: str) -> tuple[str, str]:
    """`title_and_name` for a name whose title may lack its marks: "phuong Tan Lap".

    >>> unmarked_title_and_name("UBND phuong Tan Lap")
    ('phường', 'tan lap')
    """
    return _apart(name, {**_UNMARKED_TITLES, **{title: title for title in TITLES}})


def _apart(name: str, titles: dict[str, str]) -> tuple[str, str]:
    words = without_office(name).split(" ")
    for length in (2, 1):
        title = titles.get(" ".join(words[:length]))
        if title is not None:
            return (title, spelling_key(" ".join(words[length:]))) if len(words) > length else ("", "")
    rest = " ".join(words)
    return ("", "") if _OFFICE.match(f"{rest} ") else ("", spelling_key(rest))


def title_key(title: str, bare: str) -> str:
    """One key of a title and a name; empty for a title alone."""
    return f"{title} | {bare}" if bare else ""


def unit_titles(name: str, kind: str) -> tuple[str, ...]:
    """The keys under which a unit of a kind ("" unknown) answers to its title and name, or to its name alone.

    >>> unit_titles("Xã Tân An", "commune"), unit_titles("Tân An", "ward"), unit_titles("Sở Nội vụ", "department")
    (('xã | tân an', ' | tân an'), ('phường | tân an', ' | tân an'), ())
    """
    title, bare = title_and_name(name)
    if not bare or not (title or kind in TITLED_KINDS or not kind):
        return ()
    borne = (title,) if title else tuple(one for one, kinds in TITLES.items() if not kind or kind in kinds)
    return tuple(title_key(one, bare) for one in dict.fromkeys((*borne, "")))


# --- places -------------------------------------------------------------------------------------------------

# What would only be a committee or a council without its place keeps it: "UBND tỉnh", "Hội đồng nhân dân huyện".
_COMMITTEE = re.compile(r"(?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|ủy ban|hội đồng|ban|)")
# "Sở Nội vụ tỉnh Yên Bái" in a plan of that province, whose list of units says "Sở Nội vụ".
_PLACE = re.compile(r"\s+(?:tỉnh|thành phố|tp\.?|huyện|thị xã|quận)(?:\s+.*)?$")


def without_place(name: str) -> str:
    """A name in lower case without the place at its end.

    >>> without_place("Văn phòng UBND tỉnh")
    'văn phòng ubnd'
    """
    return _PLACE.sub("", lower_case(name))


def place_split(name: str) -> tuple[str, str]:
    """A name's long key without the place at its end, and the place: ("văn phòng …", "tỉnh").

    >>> place_split("Bưu điện tỉnh") == (long_form("bưu điện"), "tỉnh"), place_split("UBND tỉnh")[1]
    (True, '')
    """
    text = without_office(name)
    found = _PLACE.search(text)
    rest = text[: found.start()] if found else text
    if not found or _COMMITTEE.fullmatch(rest):
        return long_form(text), ""
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
    """The keys under which a wording with or without a place looks for such a unit."""
    rest, place = place_split(text)
    if not place:
        return (f"{rest}|",)
    return (f"{rest}|{place}", f"{rest}|*", f"{rest}|{place.split()[0]} *")


# --- slips --------------------------------------------------------------------------------------------------


def has_lost_marks(typed: str, name: str) -> bool:
    """Whether two spelling keys are one name of which `typed` has lost the marks of some words, and no other.

    >>> has_lost_marks("sở noi vụ", spelling_key("Sở Nội vụ")), has_lost_marks("hòa", spelling_key("Hóa"))
    (True, False)
    """
    words, whole = typed.split(" "), name.split(" ")
    return len(words) == len(whole) and all(
        one == other or one == search_key(other) for one, other in zip(words, whole, strict=True)
    )


_TONES = str.maketrans({"\u0300": "ˋ", "\u0309": "ˀ", "\u0303": "˜", "\u0301": "ˊ", "\u0323": "˙"})


def misread_key(name: str) -> str:
    """What is compared letter by letter: the long form without the office before it, each tone a sign of its own, so
    that a tone read wrongly is one sign, too.

    >>> one_letter_apart(misread_key("UBND phuờng Tân Lập"), misread_key("Phường Tân Lập"))
    True
    >>> one_letter_apart(misread_key("Sở Tư phạp"), misread_key("Sở Tư pháp"))
    True
    """
    return " ".join(_tone_apart(word) for word in long_form(without_office(name)).split(" "))


def _tone_apart(word: str) -> str:
    marks = composed_text(word, "NFD")
    tones = "".join(mark for mark in marks if ord(mark) in _TONES)
    return composed_text("".join(mark for mark in marks if ord(mark) not in _TONES)) + tones.translate(_TONES)


def one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter changed, added or left out makes two texts equal, as scanning leaves it ("Bru điện tỉnh" in
    an issued plan); a digit is never a slip.

    >>> one_letter_apart("bru điện", "bưu điện"), one_letter_apart("phường 1", "phường 2")
    (True, False)
    """
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    shared = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    slips = (
        (one[shared + 1 :] == other[shared + 1 :], one[shared : shared + 1] + other[shared : shared + 1]),
        (one[shared + 1 :] == other[shared:], one[shared : shared + 1]),
        (one[shared:] == other[shared + 1 :], other[shared : shared + 1]),
    )
    return any(
        equal and not any(letter.isdigit() or letter == " " for letter in letters) for equal, letters in slips
    )
