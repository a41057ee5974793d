"""From the wording of a plan ("Các sở, ban, ngành; UBND cấp huyện") to agencies, and from agencies to units.

`split` takes a cell apart: at semicolons and line breaks, at commas only where every part begins like an agency;
a wording for a group stays whole and names its members. `match` looks an agency up in a `Directory` of units as
they were on a day, and says how sure the answer is and why. Nothing is changed in the wording.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache

from cchc.core.words.messages import Message
from cchc.core.words.names import folded, same
from cchc.core.words.remembering import remembered

# --- wordings -----------------------------------------------------------------------------------------------

_BULLET = re.compile(r"^\s*(?:[-–—+*•]\s*|[a-zđ]\)\s+|\d{1,2}[.)]\s+)?")
_HEADS = (
    "sở", "ban", "bộ", "phòng", "văn phòng", "vp", "ubnd", "ủy ban", "hđnd", "hội đồng", "hội", "tổ", "chi cục", "cục",
    "trung tâm", "công an", "bộ chỉ huy", "bưu điện", "đài", "báo", "cổng thông tin", "mttq", "mặt trận", "thanh tra",
    "tòa án", "viện", "liên đoàn", "đoàn", "tỉnh đoàn", "tỉnh ủy", "huyện ủy", "thành ủy", "đảng ủy", "kho bạc",
    "bảo hiểm xã hội", "bhxh", "ngân hàng", "trường", "bệnh viện", "đơn vị", "cơ quan", "xã", "phường", "đặc khu",
    "thị trấn", "huyện", "thị xã", "thành phố", "quận", "tỉnh", "vnpt", "viettel", "công ty", "doanh nghiệp",
    "chủ tịch", "thành viên", "thường trực", "lãnh đạo", "ngành", "quỹ", "chính phủ", "hiệp hội", "bảo tàng",
    "thư viện",
    "trưởng ban", "bql", "ttpvhcc", "đội", "câu lạc bộ", "tổng công ty", "tập đoàn",
)  # fmt: skip
_GROUP_HEADS = (
    "các", "tất cả", "toàn bộ", "những", "sở, ban", "sở, ngành", "sở ban ngành", "ubnd cấp", "ủy ban nhân dân cấp",
    "ubnd các", "ủy ban nhân dân các", "hđnd cấp", "hđnd các", "hội đồng nhân dân các", "thành viên", "cấp",
    "cơ quan, đơn vị", "cơ quan, tổ chức", "phòng, ban", "địa phương", "đơn vị liên quan", "đơn vị có liên quan",
    "cơ quan liên quan", "cơ quan có liên quan",
)  # fmt: skip
_PLURALS = ("các", "tất cả", "toàn bộ", "những")
_ACRONYM = re.compile(r"[A-ZĐ]{2,}(?:[-&.][A-ZĐ]+)*(?: .*)?")
_LONG_HEAD = 7
_SHARED_HEAD = re.compile(
    r"^(?:các )?(sở|phòng|ban|trung tâm|chi cục|xã|phường|huyện|ubnd|hội)\b(\s*:)?", re.IGNORECASE
)
_LEVELS = re.compile(r"^(ubnd|ủy ban nhân dân|hđnd) cấp (?:tỉnh|huyện|xã)$", re.IGNORECASE)
_OPEN_END = re.compile(
    r"(?:[,&:/–-]|\b(?:và|các|của|cấp|sở|ban|phòng|văn phòng|ubnd|ủy ban|ủy ban nhân dân|nhân dân|tỉnh,))$"
)


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency of a wording; a group names its members as far as the wording does, each as it would stand alone."""

    text: str
    is_group: bool = False
    members: tuple[str, ...] = ()


@remembered(most=4096)
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
    return bool(_OPEN_END.search(_known(line))) or following[0].islower() or not begins_like_agency(following)


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
    return re.sub(r" (?:có )?liên quan$", "", _known(piece)) in _GENERIC


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
    known = _known(text)
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
_GROUP = _beginning(_GROUP_HEADS)
_ANY_HEAD = _beginning((*_GROUP_HEADS, *_HEADS))
_NO_AGENCY = _beginning(("xã hội", "cấp"))
_LONG_HEADS = tuple((head, len(head.split())) for head in _HEADS if len(head) >= _LONG_HEAD)
_MOST_WORDS = max(count for _, count in _LONG_HEADS)


def _known(text: str) -> str:
    """Lower case, tone marks where the lists above have them."""
    lowered = " ".join(text.casefold().split())
    return lowered.replace("uỷ", "ủy").replace("toà", "tòa").replace("hoà", "hòa")


def _agency(text: str) -> Agency:
    members = _members(text)
    is_group = len(members) > 1 or _GROUP.match(_known(text)) is not None
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
    generic = _is_generic(piece) and not ("và" in separator and _SEVERAL.match(_known(piece)))
    return begins_like_agency(piece) and not generic and not _ends_in_head(before)


_SEVERAL = _beginning(("các",))


def _ends_in_head(text: str) -> bool:
    return bool(re.search(r"(?:^|\s)(?:sở|các)$", _known(text)))


def _names_follow(rest: str) -> bool:
    """Whether "Sở" is followed by several names: "Nội vụ, Tài chính"; every one begins with a capital."""
    if _known(rest) in _NAMES_WITH_AND:
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
    return len(parts) == 2 and _with_usual_commas(_known(" và ".join(parts))) in _NAMES_WITH_AND


# --- units --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit as a list of units has it; valid from a day and up to, but not on, another."""

    id: str
    name: str
    code: str = ""
    kind: str = ""
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None

    def is_valid(self, on: date | None) -> bool:
        """Whether the unit exists on a day; without a day, whether it has not ended.

        >>> KnownUnit("1", "Sở Nội vụ", valid_until=date(2025, 3, 1)).is_valid(date(2025, 3, 1))
        False
        """
        if on is None:
            return self.valid_until is None
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on < self.valid_until
        )


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """A group of agencies under a name, with the ids of its units."""

    name: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Succession:
    """One unit became another on a day, by merger, split or change of name."""

    predecessor: str
    successor: str
    on: date


class Confidence(StrEnum):
    """How sure something is: certain, probably right and worth a glance, only a suggestion."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


class Reason(StrEnum):
    """Why an agency was matched to its units, or was not."""

    REMEMBERED = "remembered"
    NAME = "name"
    CODE = "code"
    ALIAS = "alias"
    ABBREVIATION = "abbreviation"
    PLACE = "place"
    UNACCENTED = "unaccented"
    MISREAD = "misread"
    SUCCEEDED = "succeeded"
    ENDED = "ended"
    NOT_YET = "not_yet"
    GROUP = "group"
    KIND = "kind"
    PART_OF_GROUP = "part_of_group"
    UNSPECIFIED = "unspecified"
    INSIDE = "inside"
    SEVERAL = "several"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Match:
    """An agency's wording and the units it means, by their ids; none where nobody but the clerk can say."""

    text: str
    units: tuple[str, ...]
    confidence: Confidence
    reason: Reason
    why: Message


@dataclass(frozen=True)
class Directory:
    """What agencies are looked up in: units, groups, successions, and choices that a clerk has made before.

    `remembered` leads from a wording to unit ids. `own` is the unit whose plan it is: its inner offices are itself.
    """

    units: tuple[KnownUnit, ...]
    groups: tuple[KnownGroup, ...] = ()
    successions: tuple[Succession, ...] = ()
    remembered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own: str | None = None

    @cached_property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """Remembered choices by the spelling of their wording."""
        return {same(wording): units for wording, units in self.remembered.items()}

    @cached_property
    def by_id(self) -> dict[str, KnownUnit]:
        """Units by their id."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def keys(self) -> tuple[tuple[Reason, dict[str, tuple[KnownUnit, ...]]], ...]:
        """For each way to recognise a unit, surest first, its units by their key."""
        return _keys_of(self.units)

    @cached_property
    def letters(self) -> tuple[tuple[str, KnownUnit], ...]:
        """The long names of all units, to compare letter by letter."""
        return _letters_of(self.units)


def match(text: str, directory: Directory, on: date | None = None) -> Match:
    """The units that an agency's wording means in `directory` on a day (without one: among units that go on).

    >>> units = Directory((KnownUnit("bd", "Bưu điện tỉnh"), KnownUnit("nv", "Sở Nội vụ")))
    >>> match("Sở Nội Vụ", units).units, match("Bru điện tỉnh", units).confidence.value
    (('nv',), 'likely')
    >>> match("Sở Y tế", units).reason.value
    'unknown'
    """
    wording = " ".join(text.split()).strip(" .;,")
    return (
        _remembered(text, wording, directory, on)
        or _known_group(text, wording, directory, on)
        or _by_key(text, wording, directory, on)
        or _of_kind(text, wording, directory, on)
        or _inside(text, wording, directory)
        or _unspecified(text, wording)
        or _unknown(text)
    )


def means_somebody(text: str, directory: Directory) -> bool:
    """Whether a wording is surely understood without asking: the name, code, other name or abbreviation of a unit of
    any period, a group, a choice made before, or all units of a kind. Who bore it would be taken for these.

    >>> units = Directory((KnownUnit("nv", "Sở Nội vụ", "SNV"),))
    >>> [means_somebody(text, units) for text in ("sở nội vụ", "SNV", "Các sở, ban, ngành", "Phòng Kinh tế")]
    [True, True, True, False]
    """
    wording = " ".join(text.split()).strip(" .;,")
    named = any(
        key in units
        for (reason, units), keyed in zip(directory.keys, _TEXT_KEYS, strict=True)
        if reason in _SURENESS
        for key in keyed(wording)
    )
    return named or any(
        (
            _remembered(text, wording, directory, None),
            _known_group(text, wording, directory, None),
            _of_kind(text, wording, directory, None),
        )
    )


def match_agency(agency: Agency, directory: Directory, on: date | None = None) -> Match:
    """The units of an agency that may be a group: all units of all its members, as sure as the least sure.

    >>> units = Directory((KnownUnit("tp", "Sở Tư pháp"), KnownUnit("nv", "Sở Nội vụ")))
    >>> match_agency(split("Các sở: Nội vụ, Tư pháp")[0], units).units
    ('nv', 'tp')
    """
    whole = match(agency.text, directory, on)
    if not agency.members or whole.reason in (Reason.REMEMBERED, Reason.GROUP, Reason.NAME, Reason.ALIAS):
        return whole
    parts = [match(member, directory, on) for member in agency.members]
    units = tuple(dict.fromkeys(unit for part in parts for unit in part.units))
    weakest = max((part.confidence for part in parts), key=list(Confidence).index)
    unknown = tuple(part.text for part in parts if not part.units)
    if unknown:
        why = Message("no unit found for {names}", names=unknown)
        return _matched(agency.text, units, Confidence.UNSURE, Reason.PART_OF_GROUP, why)
    why = Message("a group whose members are named: {count}", count=len(parts))
    return _matched(agency.text, units, weakest, Reason.GROUP, why)


def _matched(text: str, units: Iterable[str], confidence: Confidence, reason: Reason, why: Message) -> Match:
    return Match(text, tuple(units), confidence, reason, why)


def _unknown(text: str) -> Match:
    return _matched(text, (), Confidence.UNSURE, Reason.UNKNOWN, Message("no unit has this name"))


def _known_group(text: str, wording: str, directory: Directory, on: date | None) -> Match | None:
    """The group of this name with its units of the day; none of them there yet: the group is not meant."""
    key = same(wording)
    group = next((group for group in directory.groups if same(group.name) == key), None)
    units = _on_day(group.units, directory, on) if group else ()
    if group is None or not units:
        return None
    if units == group.units:
        why = Message("the group “{name}”", name=group.name)
        return _matched(text, units, Confidence.SURE, Reason.GROUP, why)
    why = Message("the group “{name}” as it is on that day: {count} units", name=group.name, count=len(units))
    return _matched(text, units, Confidence.LIKELY, Reason.GROUP, why)


def _on_day(units: tuple[str, ...], directory: Directory, on: date | None) -> tuple[str, ...]:
    """What units are on a day: themselves, what they became when they ended, nothing before they begin."""
    known = directory.by_id
    living = (
        unit
        for each in units
        for unit in (
            (each,) if each not in known or known[each].is_valid(on) else _heirs(each, directory, on)
        )
    )
    return tuple(dict.fromkeys(living))


def _remembered(text: str, wording: str, directory: Directory, on: date | None) -> Match | None:
    """What was chosen for a wording before, as it is on the day; the one unit that bears the name comes before it."""
    key = same(wording)
    chosen = directory.chosen.get(key)
    named = [unit for unit in directory.keys[0][1].get(key, ()) if unit.is_valid(on)]
    if chosen is None or len(named) == 1:
        return None
    units = _on_day(chosen, directory, on)
    if units == chosen:
        why = Message("chosen for this wording before")
        return _matched(text, units, Confidence.SURE, Reason.REMEMBERED, why)
    if not units:
        return None
    names = tuple(directory.by_id[unit].name for unit in units)
    why = Message("chosen for this wording before; on that day it is {names}", names=names)
    return _matched(text, units, Confidence.LIKELY, Reason.REMEMBERED, why)


# --- one unit -----------------------------------------------------------------------------------------------

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
_PLACE = re.compile(r"\s+(?:tỉnh|thành phố|tp\.?|huyện|thị xã|quận)(?:\s+.*)?$")


def _long(name: str) -> str:
    """The spelling key of a name with its abbreviations written out and without connecting words.

    >>> _long("Sở TT&TT") == _long("Sở Thông tin và Truyền thông")
    True
    """
    text = _known(name)
    for pattern, long in _ABBREVIATIONS:
        text = pattern.sub(long, text)
    return same(_SMALL_WORDS.sub(" ", text))


def _place_split(name: str) -> tuple[str, str]:
    """A name's long key without the place at its end, and the place: ("văn phòng …", "tỉnh").

    What would only be a committee or council without its place keeps it.
    """
    text = _known(name)
    found = _PLACE.search(text)
    rest = text[: found.start()] if found else text
    if not found or _COMMITTEE.fullmatch(rest):
        return _long(name), ""
    return _long(rest), found[0].strip()


def _unit_places(name: str) -> tuple[str, ...]:
    """The keys under which a unit answers to its name with a longer or shorter place, or with none."""
    rest, place = _place_split(name)
    if not place:
        return (f"{rest}|*",)
    kind = place.split()[0]
    return (
        f"{rest}|",
        f"{rest}|{kind}",
        f"{rest}|{place}",
        *((f"{rest}|{kind} *",) if kind == place else ()),
    )


def _text_places(text: str) -> tuple[str, ...]:
    rest, place = _place_split(text)
    if not place:
        return (f"{rest}|",)
    return (f"{rest}|{place}", f"{rest}|*", f"{rest}|{place.split()[0]} *")


def _initials(name: str) -> str:
    """The initials of a name: Sở Nội vụ is SNV; Văn phòng UBND is VPUBND.

    >>> _initials("Sở Nội vụ"), _initials("Văn phòng UBND tỉnh")
    ('snv', 'vpubndt')
    """
    words = re.findall(r"[^\W\d_]+", _known(name))
    return "".join(
        word if word in ("ubnd", "hđnd") else word[0] for word in words if word not in ("và", "của")
    )


def _names(unit: KnownUnit) -> tuple[str, ...]:
    return (unit.name, *unit.aliases)


def _long_keys(unit: KnownUnit) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_long(name) for name in _names(unit)))


def _short_keys(unit: KnownUnit) -> tuple[str, ...]:
    """Initials, also without the place: "SNV", "VPUBND"."""
    return tuple(dict.fromkeys(_initials(name) for name in (unit.name, _PLACE.sub("", _known(unit.name)))))


_UNIT_KEYS: tuple[tuple[Reason, Callable[[KnownUnit], tuple[str, ...]]], ...] = (
    (Reason.NAME, lambda unit: (same(unit.name),)),
    (Reason.CODE, lambda unit: (unit.code.casefold(),) if unit.code else ()),
    (Reason.ALIAS, lambda unit: tuple(same(alias) for alias in unit.aliases)),
    (Reason.ABBREVIATION, _long_keys),
    (Reason.ABBREVIATION, _short_keys),
    (Reason.PLACE, lambda unit: tuple(key for name in _names(unit) for key in _unit_places(name))),
    (Reason.UNACCENTED, lambda unit: tuple(folded(name) for name in _names(unit))),
)
_TEXT_KEYS: tuple[Callable[[str], tuple[str, ...]], ...] = (
    lambda text: (same(text),),
    lambda text: (text.casefold(),),
    lambda text: (same(text),),
    lambda text: (_long(text),),
    lambda text: (re.sub(r"[-\s.]", "", text.casefold()),) if text.isupper() else (),
    _text_places,
    lambda text: (folded(text),) if text.isascii() else (),
)
_SURENESS = {
    Reason.NAME: Confidence.SURE, Reason.CODE: Confidence.SURE, Reason.ALIAS: Confidence.SURE,
    Reason.ABBREVIATION: Confidence.SURE,
}  # fmt: skip
_WHYS = {
    Reason.NAME: Message("the same name as the unit"),
    Reason.CODE: Message("the code of the unit"),
    Reason.ALIAS: Message("another name of the unit"),
    Reason.ABBREVIATION: Message("the name of the unit, abbreviated"),
    Reason.PLACE: Message("the name of the unit with or without its place"),
    Reason.UNACCENTED: Message("the name of the unit without its marks"),
    Reason.MISREAD: Message("one letter differs from “{name}”"),
}


# The units change seldom and every page asks for them anew: the work on their names is kept for the same units.


@lru_cache(maxsize=4)
def _keys_of(units: tuple[KnownUnit, ...]) -> tuple[tuple[Reason, dict[str, tuple[KnownUnit, ...]]], ...]:
    return tuple(
        (reason, _grouped((key, unit) for unit in units for key in keys(unit))) for reason, keys in _UNIT_KEYS
    )


@lru_cache(maxsize=4)
def _letters_of(units: tuple[KnownUnit, ...]) -> tuple[tuple[str, KnownUnit], ...]:
    return tuple((key, unit) for unit in units for key in _long_keys(unit))


def _grouped(pairs: Iterable[tuple[str, KnownUnit]]) -> dict[str, tuple[KnownUnit, ...]]:
    found: dict[str, dict[KnownUnit, None]] = {}
    for key, unit in pairs:
        found.setdefault(key, {})[unit] = None
    return {key: tuple(units) for key, units in found.items()}


def _by_key(text: str, wording: str, directory: Directory, on: date | None) -> Match | None:
    """The unit by the surest key that any unit answers to; units of that day come before all others."""
    found = [
        (reason, units.get(key, ()))
        for (reason, units), keyed in zip(directory.keys, _TEXT_KEYS, strict=True)
        for key in keyed(wording)
    ]
    for reason, units in found:
        valid = [unit for unit in units if unit.is_valid(on)]
        if valid:
            return _one_of(text, valid, reason)
    for _, units in found:
        if units:
            return _outside_its_time(text, units, directory, on)
    return _misread(text, wording, directory, on)


def _one_of(text: str, units: list[KnownUnit], reason: Reason) -> Match:
    if len(units) > 1:
        names = tuple(unit.name for unit in units)
        why = Message("several units answer to it: {names}", names=names)
        return _matched(text, (unit.id for unit in units), Confidence.UNSURE, Reason.SEVERAL, why)
    sureness = _SURENESS.get(reason, Confidence.LIKELY)
    return _matched(text, (units[0].id,), sureness, reason, _WHYS[reason])


def _outside_its_time(
    text: str, units: tuple[KnownUnit, ...], directory: Directory, on: date | None
) -> Match:
    """A unit that has ended leads to what it became; one that comes later is named as such."""
    ended = [unit for unit in units if unit.valid_until and (on is None or unit.valid_until <= on)]
    if not ended:
        why = Message("this unit exists from {day} only", day=f"{units[0].valid_from:%d/%m/%Y}")
        return _matched(text, (units[0].id,), Confidence.UNSURE, Reason.NOT_YET, why)
    last = max(ended, key=lambda unit: unit.valid_until or date.min)
    day = f"{last.valid_until:%d/%m/%Y}"
    heirs = _heirs(last.id, directory, on)
    names = tuple(directory.by_id[heir].name for heir in heirs)
    if not heirs:
        return _matched(
            text, (last.id,), Confidence.UNSURE, Reason.ENDED, Message("this unit ended on {day}", day=day)
        )
    sureness = Confidence.LIKELY if len(heirs) == 1 else Confidence.UNSURE
    why = Message("this unit ended on {day} and became {names}", day=day, names=names)
    return _matched(text, heirs, sureness, Reason.SUCCEEDED, why)


def _heirs(unit: str, directory: Directory, on: date | None) -> tuple[str, ...]:
    """What a unit became, over any number of steps, as far as it exists on the day."""
    waiting, seen, heirs = [unit], {unit}, []
    while waiting:
        predecessor = waiting.pop(0)
        for step in directory.successions:
            if (
                step.predecessor == predecessor
                and step.successor not in seen
                and step.successor in directory.by_id
            ):
                seen.add(step.successor)
                waiting.append(step.successor)
                if directory.by_id[step.successor].is_valid(on):
                    heirs.append(step.successor)
    return tuple(heirs)


def _misread(text: str, wording: str, directory: Directory, on: date | None) -> Match | None:
    """The one unit whose name differs in a single letter, as scanning leaves it ("Bru điện")."""
    key = _long(wording)
    if len(key) < 6:
        return None
    near = [
        unit for letters, unit in directory.letters if unit.is_valid(on) and one_letter_apart(key, letters)
    ]
    units = list(dict.fromkeys(near))
    if len(units) != 1:
        return _one_of(text, units, Reason.MISREAD) if units else None
    why = Message("one letter differs from “{name}”", name=units[0].name)
    return _matched(text, (units[0].id,), Confidence.LIKELY, Reason.MISREAD, why)


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


# --- groups by kind -----------------------------------------------------------------------------------------

_OFFICE = r"(?:ubnd|ủy ban nhân dân)"
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


def _of_kind(text: str, wording: str, directory: Directory, on: date | None) -> Match | None:
    """A group named by the kind of its units."""
    known = re.sub(r"\s+và (?=(?:thị xã|thành phố|thị trấn|phường)\b)", ", ", _known(wording))
    for pattern, kinds in _KINDS:
        if re.fullmatch(pattern, known):
            units = tuple(unit.id for unit in directory.units if unit.kind in kinds and unit.is_valid(on))
            why = Message("all units of this kind: {count}", count=len(units))
            return _matched(text, units, Confidence.LIKELY if units else Confidence.UNSURE, Reason.KIND, why)
    return None


_INNER = re.compile(
    r"(?:các )?(?:phòng|bộ phận|tổ(?! chức)|công chức|trưởng (?:các )?phòng|thanh tra sở"
    r"|văn phòng (?:sở|ban|hđnd|ubnd (?:xã|phường))"
    r"|(?:đơn vị|cơ quan|phòng, ban|phòng, đơn vị)(?: chuyên môn)? (?:trực )?thuộc"
    r" (?:sở|ban|ubnd (?:xã|phường)|xã|phường))\b"
)


def _inside(text: str, wording: str, directory: Directory) -> Match | None:
    """An office inside the unit whose plan it is, which has no name in the list of units: that unit itself."""
    own = directory.by_id.get(directory.own or "")
    if own is None or own.kind == "province" or not _INNER.match(_known(wording)):
        return None
    why = Message("an office inside {name}, whose plan it is", name=own.name)
    return _matched(text, (own.id,), Confidence.LIKELY, Reason.INSIDE, why)


def _unspecified(text: str, wording: str) -> Match | None:
    """A group of which the wording leaves open who belongs to it, as "có liên quan" does."""
    if not _GROUP.match(_known(wording)):
        return None
    why = Message("a group: the wording does not say which units")
    return _matched(text, (), Confidence.UNSURE, Reason.UNSPECIFIED, why)
