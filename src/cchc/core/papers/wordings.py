"""From a cell of a plan ("Các sở, ban, ngành; UBND cấp huyện") to its agencies.

Names and groups that hold a separator themselves are masked first, then the cell is taken apart: at semicolons and
line breaks, and at commas, "và", full stops, dashes and strokes where another agency begins. Nothing is changed in the
wording; persons and telephones are set aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cchc.core.papers.agency_words import (
    begins_like_agency,
    ends_in_place_word,
    group_word,
    is_group,
    is_place_word,
    is_plural,
    may_end_a_name,
)
from cchc.core.papers.members import is_listing, members_of
from cchc.core.papers.people import is_addressed, is_person_beside, is_person_or_contact
from cchc.core.papers.references import is_reference
from cchc.core.papers.separators import apart, count_of_separators, together
from cchc.core.papers.spellings import LAST_LETTERS, lower_case
from cchc.core.words.names import spelling_key
from cchc.core.words.remembering import remember


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency of a wording; a group names its members as far as the wording does, each as it would stand alone."""

    text: str
    is_group: bool = False
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgencyCell:
    """The agencies of a cell in their order, and what stands among them and is none: persons, telephones."""

    agencies: tuple[Agency, ...] = ()
    set_aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JoinedNames:
    """Names that hold a separator, by their spelling, and of how many pieces the longest consists; `every` are the
    spellings of all names that are known, with a separator or without."""

    keys: frozenset[str] = frozenset()
    most: int = 0
    every: frozenset[str] = frozenset()


_MOST_PIECES = 12
_NO_NAMES = JoinedNames()


def joined_names(names: Iterable[str], every: frozenset[str] = frozenset()) -> JoinedNames:
    """Those of the names of units and groups that hold a separator themselves: `split` takes none of them apart.

    `every` are the spellings of all known names: by them two with nothing between them are told apart.

    >>> known = joined_names(["Phòng Kinh tế và Văn phòng", "Sở Nội vụ"])
    >>> [agency.text for agency in split("Phòng Kinh tế và Văn phòng, Sở Nội vụ", known)]
    ['Phòng Kinh tế và Văn phòng', 'Sở Nội vụ']
    >>> known = joined_names([], every=frozenset(map(spelling_key, ("Sở Y tế", "Sở Nội vụ"))))
    >>> [agency.text for agency in split("Sở Y tế Sở Nội vụ", known)]
    ['Sở Y tế', 'Sở Nội vụ']
    """
    counts = {name: 1 + count_of_separators(name) for name in names_with_separators(names)}
    joined = {spelling_key(name): count for name, count in counts.items() if count <= _MOST_PIECES}
    return JoinedNames(frozenset(joined), max(joined.values(), default=0), every)


def names_with_separators(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that would be taken apart if nobody knew them."""
    return tuple(name for name in names if count_of_separators(name))


def split(wording: str, known: JoinedNames = _NO_NAMES) -> tuple[Agency, ...]:
    """The agencies of a cell, in their order.

    >>> [agency.text for agency in split("Các sở, ban, ngành; UBND cấp huyện")]
    ['Các sở, ban, ngành', 'UBND cấp huyện']
    >>> [agency.text for agency in split("Sở Y tế, Sở Tài chính, UBND các xã, phường và các đơn vị có liên quan")]
    ['Sở Y tế', 'Sở Tài chính', 'UBND các xã, phường', 'các đơn vị có liên quan']
    >>> [agency.text for agency in split("Các sở, ban, ngành UBND cấp huyện")]
    ['Các sở, ban, ngành', 'UBND cấp huyện']
    >>> split("Các sở: Nội vụ, Tư pháp")[0].members
    ('Sở Nội vụ', 'Sở Tư pháp')
    """
    return agency_cell(wording, known).agencies


@remember(most=4096)
def agency_cell(wording: str, known: JoinedNames = _NO_NAMES) -> AgencyCell:
    """The agencies of a cell and what is set aside; remembered, since plans repeat the same cells.

    >>> agency_cell("Tổ Hộ tịch: CV Trần B; SĐT: 0900000002").set_aside
    ('CV Trần B', 'SĐT: 0900000002')
    >>> found = agency_cell("Sở Nội vụ (đ/c Phó Giám đốc)")
    >>> found.agencies[0].text, found.set_aside
    ('Sở Nội vụ', ('đ/c Phó Giám đốc',))
    """
    agencies: list[Agency] = []
    aside: list[str] = []
    for line in _lines(wording):
        for part in _parts(line, known):
            text, person = _without_person(part)
            for whole in _known_side_by_side(text, known) if text else ():
                groups = _groups_side_by_side(whole, known)
                if len(groups) == 1:
                    agencies.append(_agency(whole))
                    continue
                for cell in (agency_cell(one, known) for one in groups):  # which may be several by themselves
                    agencies += cell.agencies
                    aside += cell.set_aside
            aside += [person] if person else []
    return AgencyCell(tuple(agencies), tuple(aside))


def _agency(text: str) -> Agency:
    members = members_of(text)
    return Agency(text, bool(members) or is_group(text), members)


# "Không", "Không có" in the column of who cooperates
_NOBODY = re.compile(r"không(?: có)?|không phát sinh|x|0|…+")
# "Tổ Hộ tịch: CV Trần B", "Phòng Kinh tế (SĐT: 0900000001)"
_LABEL = re.compile(r"([^:()]+?)\s*(?::\s*(\S.*)|\(([^()]*)\))", re.DOTALL)


def _without_person(part: str) -> tuple[str, str]:
    """The agency of a part, and the person or telephone that it names alone, behind a colon or in brackets."""
    if is_person_or_contact(part) or _NOBODY.fullmatch(lower_case(part)):
        return "", part
    found = _LABEL.fullmatch(part)
    if found:
        beside = (found[2] or found[3] or "").strip()
        if is_person_beside(beside, in_brackets=found[2] is None):
            return found[1], beside
    return part, ""


# an office inside another, or its head, has the name of that other behind its own: "Văn phòng Sở Y tế", "Phòng Kinh tế
# UBND xã", "Trạm Y tế Phường Tân Lập"
_INSIDE = re.compile(
    r"(?:UBND|HĐND|Ủy ban|Uỷ ban|Hội đồng|Đảng ủy|Phường|Xã|Thị trấn|Đặc khu|Huyện|Thành phố|Tỉnh)\b"
)
# "Các sở, ban, ngành UBND cấp huyện, UBND cấp xã", "UBND cấp huyện UBND cấp xã": the annex of Ninh Bình (2023), whose
# narrow cells end a line without its comma. "Các ban, ngành UBND huyện" may be those of the district: no department is
_GROUPS_SIDE_BY_SIDE = re.compile(
    r"(\bsở(?:\s*,)?(?:\s+ban(?:\s*,)?)?(?:\s+và)?\s+ngành|\b(?:ubnd|(?:ủy|uỷ) ban nhân dân)\s+cấp\s+(?:tỉnh|huyện))"
    r"\s+(?=(?:ubnd|(?:ủy|uỷ) ban nhân dân)\s+(?:cấp|các)\s)",
    re.IGNORECASE,
)
_LEAST_WORDS = 3  # of a name that ends before another: "Văn phòng" and "Thanh tra" go on


def _known_side_by_side(text: str, known: JoinedNames) -> list[str]:
    """The agencies of a part in which known names stand with nothing between them, as a full line of a PDF has them."""
    if not known.every or spelling_key(text) in known.every:
        return [text]
    for blank in re.finditer(r"\s+", text):
        first, rest = text[: blank.start()], text[blank.end() :]
        if len(first.split()) < _LEAST_WORDS or not rest[0].isupper() or _INSIDE.match(rest):
            continue
        if spelling_key(first) in known.every:
            others = _known_side_by_side(rest, known)
            if all(spelling_key(one) in known.every for one in others):
                return [first, *others]
    return [text]


def _groups_side_by_side(text: str, known: JoinedNames) -> list[str]:
    """The groups of a part in which they stand with nothing between them."""
    if spelling_key(text) in known.every:
        return [text]
    begin, groups = 0, []
    for gap in _GROUPS_SIDE_BY_SIDE.finditer(text):
        groups.append(text[begin : gap.end(1)])
        begin = gap.end()
    return [*groups, text[begin:]]


# --- lines --------------------------------------------------------------------------------------------------

# "- Sở Nội vụ;", "a) Sở Tài chính", "1. UBND huyện": lists inside a cell
_BULLET = re.compile(r"^\s*(?:[-–—+*•]\s*|[a-zđ]\)\s+|\d{1,2}[.)]\s+)?")
_BULLETED = re.compile(r"\s*(?:[-–—+*•]\s*\S|[a-zđ]\)\s|\d{1,2}[.)]\s)")
# narrow cells of Word tables: "Sở Thông tin và\nTruyền thông", "Lãnh đạo\nPhòng Kinh tế"
_OPEN_END = re.compile(
    r"(?:[,&:/–-]|\b(?:và|các|của|cấp|(?<!, )(?:sở|ban|phòng)|ubnd|ủy ban|ủy ban nhân dân|nhân dân|tỉnh,|lãnh đạo"
    r"|thủ trưởng|trưởng|phó trưởng|giám đốc|chủ tịch|đại diện|thuộc|với))$"
)
# "Giám đốc các sở" above "Chủ tịch UBND các xã"
_ENDS_IN_SEVERAL = re.compile(r"(?:(?:các|,)\s|^)(?:sở|ban|phòng)$")
# "Văn phòng" is an agency of a commune, too: only an office or its first word goes on with it
_OF_OFFICE = re.compile(
    r"(?:ubnd|hđnd|ủy ban|uỷ ban|hội đồng|đoàn đ|đảng ủy|tỉnh ủy|đăng ký|sở$|sở[;,.])", re.IGNORECASE
)
_LONGEST_END = 40  # letters: "ủy ban nhân dân" is the longest that tells whether a line goes on


def _lines(wording: str) -> list[str]:
    """The wording at its line breaks; a line that goes on is joined to the one before it."""
    lines: list[list[str]] = []
    for raw in wording.splitlines():
        line = " ".join(_BULLET.sub("", raw, count=1).split())
        if not line:
            continue
        if lines and not _BULLETED.match(raw) and _goes_on(_end_of(lines[-1]), line):
            lines[-1].append(line)
        else:
            lines.append([line])
    return [" ".join(line) for line in lines]


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


def _goes_on(line: str, following: str) -> bool:
    if line.endswith(";") or is_person_or_contact(following):
        return False
    if line.rfind("(") > line.rfind(")"):  # "Văn phòng HĐND và UBND xã (đ/c" | "Phó Giám đốc)"
        return True
    known = lower_case(line)
    if known.endswith("văn phòng") and following[0].isupper():
        return _OF_OFFICE.match(following) is not None or not begins_like_agency(following)
    if _ENDS_IN_SEVERAL.search(known) and _NEVER_OPEN.match(lower_case(following)):
        return False
    if _OPEN_END.search(known):
        return True
    if is_plural(following) and group_word(next(apart(following))[1]):
        return False
    return following[0].islower() or not begins_like_agency(following)


# --- parts of a line ----------------------------------------------------------------------------------------


class _Part:
    """An agency in the making: its pieces, and what its beginning says about those that may follow."""

    def __init__(self, separator: str, piece: str) -> None:
        self.pieces = [(separator, piece)]
        self.is_reference = is_reference(piece)
        self.is_listing = is_listing(piece)
        self.is_agency = begins_like_agency(piece)
        self.is_person = is_person_or_contact(piece)
        word = group_word(piece)
        heads = _HEADS_OF_GROUP.match(lower_case(piece)) is not None
        self.is_group = word is not None or heads or is_group(piece)
        self.of_places = is_place_word(word) if word else self.is_group and ends_in_place_word(piece)
        self.is_whole = False

    @property
    def last(self) -> str:
        """The end of the piece that came last."""
        return _end_of((self.pieces[-1][1],))

    @property
    def text(self) -> str:
        """The text as it was written."""
        return together(self.pieces)


def _parts(line: str, known: JoinedNames) -> list[str]:
    """The line where an agency ends and another begins, without the signs between."""
    parts: list[_Part] = []
    for separator, piece, is_known in _pieces(_bare(line), known):
        bare = piece.lstrip("-–+•* ")
        if parts and not bare:
            parts[-1].pieces.append((separator, piece))
        elif not parts or is_known or parts[-1].is_whole or _begins_anew(_mark(separator), bare, parts[-1]):
            parts.append(_Part(separator, bare))
            parts[-1].is_whole = is_known
        else:
            parts[-1].pieces.append((separator, piece))
    return [text for part in parts if (text := _bare(part.text))]


def _mark(separator: str) -> str:
    """The sign that counts of a separator: "," and "và" together are "và"."""
    mark = separator.strip().replace("&", "và")
    return ";" if mark[:1] == ";" else "và" if mark.endswith("và") else mark


# separators and bullets before a part: "và Sở Nội vụ", ", - Sở Tài chính"
_BEFORE = re.compile(r"(?:[\s.,;:&/–+•*-]|và(?=\s|$))*")
_BEHIND = frozenset(" \t.,;:&/–-")


def _bare(text: str) -> str:
    """A part without the separators that stand around it."""
    before = _BEFORE.match(text)
    begin, end = before.end() if before else 0, len(text)
    while end > begin:
        if text[end - 1] in _BEHIND:
            end -= 1
        elif text.endswith(" và", begin, end):
            end -= len(" và")
        else:
            break
    return text[begin:end]


def _pieces(line: str, known: JoinedNames) -> list[tuple[str, str, bool]]:
    """The pieces of a line with the separator before each; those that make a known name are one piece."""
    pieces = list(apart(line))
    if not known.most:
        return [(separator, piece, False) for separator, piece in pieces]
    found: list[tuple[str, str, bool]] = []
    at = 0
    while at < len(pieces):
        count = next((n for n in range(known.most, 1, -1) if _is_known(pieces[at : at + n], n, known)), 1)
        found.append((pieces[at][0], together(pieces[at : at + count]), count > 1))
        at += count
    return found


def _is_known(pieces: Sequence[tuple[str, str]], count: int, known: JoinedNames) -> bool:
    return len(pieces) == count and spelling_key(together(pieces).strip(" .;,")) in known.keys


# "UBND TP. Hồ Chí Minh", "UBND P. Tân Lập", "ThS. Nguyễn A"
_SHORT_WORD = re.compile(
    r"(?:^|[\s.])(?:tp|tx|tt|p|x|h|q|đk|ths|ts|pgs|gs|bs|ks|cn|đ/c|st|vp)$", re.IGNORECASE
)
# "Sở Nội vụ - Sở Tài chính", not "Phòng Pháp chế - Thanh tra"
_BEHIND_DASH = re.compile(
    r"(?:sở|ubnd|ủy ban|công an|phòng|văn phòng|ban|chi cục|cục|trung tâm|các|ubmttq|mặt trận|trưởng|phó|chủ tịch"
    r"|giám đốc|lãnh đạo|đài|trường|hội|đoàn|liên đoàn|tỉnh đoàn|bưu điện|thuế|kho bạc|bảo hiểm xã hội"
    r"|thanh tra (?:tỉnh|sở|thành phố))(?![^\W\d_])"
)
# "Trung tâm Văn hóa và Thư viện", "Lãnh đạo và …": an agency that another word ends or begins
_ENDS_A_NAME = re.compile(r"(?:thư viện|bảo tàng)(?![^\W\d_])")
_UNFINISHED = re.compile(r"(?:^|\s)(?:sở|các|hđnd|hội đồng nhân dân)$")
_OPEN_HEAD = re.compile(r"(?:^|\s)(?:sở|các)$")
# "Các sở, UBND các xã", "Giám đốc các sở, Chủ tịch UBND xã": behind "sở" none of these goes on with it
_NEVER_OPEN = re.compile(
    r"(?:ubnd|(?:ủy|uỷ) ban nhân dân|văn phòng|công an|chủ tịch|giám đốc|thủ trưởng|trưởng|trung tâm|ban quản lý"
    r"|(?:ủy ban )?mặt trận|bộ chỉ huy|thanh tra tỉnh|hđnd|hội đồng nhân dân)\s"
)
# "Thủ trưởng các sở, ban, ngành": whose heads are named is a group
_HEADS_OF_GROUP = re.compile(
    r"(?:thủ trưởng|người đứng đầu|giám đốc|lãnh đạo|trưởng|chủ tịch|bí thư|đại diện)\s(?:[^,;]{0,30}\s)?các\s"
)
_TITLE_ALONE = re.compile(
    r"(?:lãnh đạo|chủ tịch|thủ trưởng|trưởng|giám đốc|bí thư|cấp ủy|ban|bộ|hội|tổ|đoàn)$"
)


def _begins_anew(mark: str, piece: str, part: _Part) -> bool:
    """Whether an agency begins at `piece`, behind a separator and the agency that is in the making."""
    known = lower_case(piece)
    if part.is_reference or known in LAST_LETTERS:
        return mark == ";"
    if is_addressed(_bare(piece)) and not (mark == "." and _SHORT_WORD.search(part.last)):
        return True
    begins = begins_like_agency(piece)
    if mark == ";":
        return begins or not part.is_listing
    if mark == ".":
        return begins and not _SHORT_WORD.search(part.last)
    word, before = group_word(piece), lower_case(part.last)
    if mark in ("-", "–", "/"):
        is_open = _UNFINISHED.search(before) or word is not None or not (part.is_agency or part.is_person)
        return begins and not is_open and (mark == "/" or _BEHIND_DASH.match(known) is not None)
    if word is not None:
        return not part.is_listing and _group_begins(mark, piece, word, part)
    if mark == "và" and not part.is_group and (_TITLE_ALONE.match(before) or _ENDS_A_NAME.match(known)):
        return False
    return begins and (_NEVER_OPEN.match(known) is not None or not _OPEN_HEAD.search(before))


def _group_begins(mark: str, piece: str, word: str, part: _Part) -> bool:
    """Whether a word of a group begins another group ("các đơn vị") or belongs to what stands before it ("ban")."""
    plural = is_plural(piece)
    if plural and (mark == "và" or not part.is_group):
        return True
    if is_place_word(word):
        return not part.is_group and not ends_in_place_word(part.last) if not plural else not part.of_places
    if part.is_group:
        return part.of_places
    return mark == "," or not may_end_a_name(word)
