"""From the wording of an agency to units: `match` looks it up in a `Directory` of units as they were on a day, and says
how sure the answer is and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from cchc.core.papers.answers import Confidence, Match, Reason
from cchc.core.papers.directory import TEXT_KEYS, Directory, KnownUnit
from cchc.core.papers.spellings import long_form, lowered, one_letter_apart
from cchc.core.papers.wordings import GROUP, Agency
from cchc.core.words.messages import Message
from cchc.core.words.names import same


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
        for (reason, units), keyed in zip(directory.keys, TEXT_KEYS, strict=True)
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
    >>> from cchc.core.papers.wordings import split
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


def _by_key(text: str, wording: str, directory: Directory, on: date | None) -> Match | None:
    """The unit by the surest key that any unit answers to; units of that day come before all others."""
    found = [
        (reason, units.get(key, ()))
        for (reason, units), keyed in zip(directory.keys, TEXT_KEYS, strict=True)
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
    key = long_form(wording)
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
    known = re.sub(r"\s+và (?=(?:thị xã|thành phố|thị trấn|phường)\b)", ", ", lowered(wording))
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
    if own is None or own.kind == "province" or not _INNER.match(lowered(wording)):
        return None
    why = Message("an office inside {name}, whose plan it is", name=own.name)
    return _matched(text, (own.id,), Confidence.LIKELY, Reason.INSIDE, why)


def _unspecified(text: str, wording: str) -> Match | None:
    """A group of which the wording leaves open who belongs to it, as "có liên quan" does."""
    if not GROUP.match(lowered(wording)):
        return None
    why = Message("a group: the wording does not say which units")
    return _matched(text, (), Confidence.UNSURE, Reason.UNSPECIFIED, why)
