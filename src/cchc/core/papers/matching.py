"""From the wording of an agency to units: `match` looks it up in a `Directory` as its units were on a day, and says how
sure the answer is and why. Every door asks here and gets the same answer; a door only decides what it takes over
without asking (`Match.unasked`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from cchc.core.papers.agency_words import is_group
from cchc.core.papers.answers import Confidence, Match, Reason
from cchc.core.papers.directory import Directory, KnownUnit, unmarked_keys
from cchc.core.papers.groups import group_by_kind, is_inner_office, is_open_group
from cchc.core.papers.references import is_reference
from cchc.core.papers.separators import apart
from cchc.core.papers.spellings import has_lost_marks, misread_key, one_letter_apart
from cchc.core.papers.wordings import Agency
from cchc.core.words.messages import Message
from cchc.core.words.names import search_key, spelling_key


def match(
    text: str,
    directory: Directory,
    on: date | None = None,
    *,
    within: Collection[str] | None = None,
    code: str = "",
) -> Match:
    """The units that an agency's wording means in `directory` on a day (without one: among units that go on).

    `within` holds the ids of those that may be meant, as the units of a cycle: these are taken whatever the day, others
    only named in the reason. A `code` beside the wording decides, unless the two mean different units.

    >>> names = {"bd": "Bưu điện tỉnh", "nv": "Sở Nội vụ", "tl": "Xã Tân Lập"}
    >>> units = Directory(tuple(KnownUnit(*unit) for unit in names.items()))
    >>> match("Sở Nội Vụ", units).units, match("Bru điện tỉnh", units).confidence.value
    (('nv',), 'likely')
    >>> match("UBND xã Tân Lập", units).units, match("Sở Y tế", units).reason.value
    (('tl',), 'unknown')
    """
    asked = _Asked(text, _plain(text), directory, on, within)
    return _with_code(asked, code.strip()) if code.strip() else _answer(asked)


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(" .;,")


def means_somebody(text: str, directory: Directory) -> bool:
    """Whether a wording is surely understood without asking: the name, code, other name or abbreviation of a unit of
    any period, a group, a choice made before, or all units of a kind. Who bore it would be taken for these.

    >>> units = Directory((KnownUnit("nv", "Sở Nội vụ", "SNV"),))
    >>> [means_somebody(text, units) for text in ("sở nội vụ", "SNV", "Các sở, ban, ngành", "Phòng Kinh tế")]
    [True, True, True, False]
    """
    asked = _Asked(text, _plain(text), directory)
    named = any(way.found(asked.wording) for way in directory.ways if way.reason in _SURE)
    return named or any((_remembered(asked), _known_group(asked), _of_kind(asked)))


def match_agency(agency: Agency, directory: Directory, on: date | None = None) -> Match:
    """The units of an agency that may be a group: all units of all its members, as sure as the least sure.

    >>> from cchc.core.papers.wordings import split
    >>> units = Directory((KnownUnit("tp", "Sở Tư pháp"), KnownUnit("nv", "Sở Nội vụ")))
    >>> match_agency(split("Các sở: Nội vụ, Tư pháp")[0], units).units
    ('nv', 'tp')
    """
    whole = match(agency.text, directory, on)
    if not agency.members or whole.confidence is Confidence.SURE or whole.reason is Reason.REMEMBERED:
        return whole
    parts = [match(member, directory, on) for member in agency.members]
    units = tuple(dict.fromkeys(unit for part in parts for unit in part.units))
    weakest = max((part.confidence for part in parts), key=list(Confidence).index)
    unknown = tuple(part.text for part in parts if not part.units)
    if unknown:
        why = Message("no unit found for {names}", names=unknown)
        return Match(agency.text, units, Confidence.UNSURE, Reason.PART_OF_GROUP, why)
    why = Message("a group whose members are named: {count}", count=len(parts))
    return Match(agency.text, units, weakest, Reason.GROUP, why)


# --- one question -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Asked:
    """A wording as it was given and without what stands around it, and what it is looked up in."""

    text: str
    wording: str
    directory: Directory
    on: date | None = None
    within: Collection[str] | None = None

    def may_be(self, unit: KnownUnit) -> bool:
        """Whether a unit may be meant: it is among those asked for, else it exists on the day."""
        return unit.is_valid(self.on) if self.within is None else unit.id in self.within

    def answer(self, units: Iterable[str], confidence: Confidence, reason: Reason, why: Message) -> Match:
        return Match(self.text, tuple(units), confidence, reason, why)


def _answer(asked: _Asked) -> Match:
    return (
        _remembered(asked)
        or _known_group(asked)
        or _named(asked)
        or _referred(asked)
        or _of_kind(asked)
        or _of_groups(asked)
        or _outside_its_time(asked)
        or _misread(asked)
        or _inside(asked)
        or _elsewhere(asked)
        or _unspecified(asked)
        or asked.answer((), Confidence.UNSURE, Reason.UNKNOWN, Message("no unit has this name"))
    )


def _with_code(asked: _Asked, code: str) -> Match:
    """The unit of a code, unless the wording beside it means another; a wording beside a code that nobody has means no
    unit that has one."""
    known = asked.directory
    (coded,) = (way for way in known.ways if way.reason is Reason.CODE)
    bearers = [unit for units in coded.found(code) for unit in units if asked.may_be(unit)]
    named = _answer(asked)
    if not bearers:
        if any(known.by_id[unit].code for unit in named.units):
            why = Message("no unit has the code {code}", code=code)
            return asked.answer((), Confidence.UNSURE, Reason.UNKNOWN, why)
        return named
    if len(bearers) == 1 and (not named.units or bearers[0].id in named.units):
        return asked.answer((bearers[0].id,), Confidence.SURE, Reason.CODE, _WHYS[Reason.CODE])
    return _several(asked, [*bearers, *(known.by_id[unit] for unit in named.units)])


# --- choices and groups -------------------------------------------------------------------------------------


def _remembered(asked: _Asked) -> Match | None:
    """What was chosen for a wording before, as it is on the day; the one unit that bears the name comes before it."""
    chosen = asked.directory.chosen.get(spelling_key(asked.wording))
    by_name = asked.directory.ways[0]
    named = [unit for units in by_name.found(asked.wording) for unit in units if _is_meant(asked, unit)]
    if chosen is None or len(named) == 1:
        return None
    units = _on_day(asked, chosen)
    if units == chosen:
        why = Message("chosen for this wording before")
        return asked.answer(units, Confidence.SURE, Reason.REMEMBERED, why)
    if not units:
        return None
    names = tuple(asked.directory.by_id[unit].name for unit in units)
    why = Message("chosen for this wording before; on that day it is {names}", names=names)
    return asked.answer(units, Confidence.LIKELY, Reason.REMEMBERED, why)


def _known_group(asked: _Asked) -> Match | None:
    """The group of this name with its units of the day; none of them there yet: the group is not meant."""
    key = spelling_key(asked.wording)
    group = next((group for group in asked.directory.groups if spelling_key(group.name) == key), None)
    units = _on_day(asked, group.units) if group else ()
    if group is None or not units:
        return None
    if units == group.units:
        why = Message("the group “{name}”", name=group.name)
        return asked.answer(units, Confidence.SURE, Reason.GROUP, why)
    why = Message("the group “{name}” as it is on that day: {count} units", name=group.name, count=len(units))
    return asked.answer(units, Confidence.LIKELY, Reason.GROUP, why)


def _on_day(asked: _Asked, units: tuple[str, ...]) -> tuple[str, ...]:
    """What units are on a day: themselves, what they became when they ended, nothing before they begin."""
    known = asked.directory.by_id
    living = (
        unit
        for each in units
        for unit in (
            (each,) if each not in known or asked.may_be(known[each]) else _heirs(asked, each, asked.may_be)
        )
    )
    return tuple(dict.fromkeys(living))


def _of_kind(asked: _Asked) -> Match | None:
    """A group named by the kind of its units."""
    kinds = group_by_kind(asked.wording)
    if kinds is None:
        return None
    units = [unit.id for unit in asked.directory.units if unit.kind in kinds and asked.may_be(unit)]
    why = Message("all units of this kind: {count}", count=len(units))
    return asked.answer(units, Confidence.LIKELY if units else Confidence.UNSURE, Reason.KIND, why)


def _of_groups(asked: _Asked) -> Match | None:
    """A group of which every part is a group that is known: all of their units."""
    parts = [_plain(piece) for _, piece in apart(asked.wording)]
    if not 1 < len(parts) <= _MOST_GROUPS:
        return None
    found: list[Match] = []
    while parts:
        named = ((end, _group_of(asked, ", ".join(parts[:end]))) for end in range(len(parts), 0, -1))
        end, group = next(((end, one) for end, one in named if one), (0, None))
        if group is None:
            return None
        found.append(group)
        del parts[:end]
    units = dict.fromkeys(unit for one in found for unit in one.units)
    why = Message("the groups that it names: {names}", names=tuple(one.text for one in found))
    return asked.answer(units, Confidence.LIKELY, Reason.GROUP, why)


_MOST_GROUPS = 8  # parts of a wording: no group that offices name has more


def _group_of(asked: _Asked, text: str) -> Match | None:
    """The known group of this name, with or without "các", or all units of the kind that it names."""
    for name in (text, f"các {text}"):
        part = replace(asked, text=text, wording=name)
        found = _known_group(part) or (_remembered(part) if is_group(name) else None) or _of_kind(part)
        if found and found.units:
            return found
    return None


def _referred(asked: _Asked) -> Match | None:
    """A document that says who it is: no agency, and nothing to be asked."""
    if not is_reference(asked.wording):
        return None
    why = Message("not an agency: a document that says who it is")
    return asked.answer((), Confidence.SURE, Reason.REFERENCE, why)


def _unspecified(asked: _Asked) -> Match | None:
    """A group of which the wording leaves open who belongs to it, as "có liên quan" does."""
    if not is_open_group(asked.wording):
        return None
    why = Message("a group: the wording does not say which units")
    return asked.answer((), Confidence.UNSURE, Reason.UNSPECIFIED, why)


# --- one unit -----------------------------------------------------------------------------------------------

_SURE = frozenset({Reason.NAME, Reason.CODE, Reason.ALIAS, Reason.PARENT, Reason.TITLE, Reason.ABBREVIATION})
_WHYS = {
    Reason.NAME: Message("the same name as the unit"),
    Reason.CODE: Message("the code of the unit"),
    Reason.ALIAS: Message("another name of the unit"),
    Reason.PARENT: Message("the name of the unit with the one it belongs to"),
    Reason.TITLE: Message("the name of the unit; UBND, xã, phường before it written otherwise or left out"),
    Reason.ABBREVIATION: Message("the name of the unit, abbreviated"),
    Reason.PLACE: Message("the name of the unit with or without its place"),
    Reason.UNACCENTED: Message("the name of the unit without its marks"),
}


def _is_meant(asked: _Asked, unit: KnownUnit, reason: Reason = Reason.NAME) -> bool:
    """Whether a unit that answers to a wording is one that the reader may mean: an office of a commune may be called
    like any body of the province ("Sở Y tế" where the list has none), and is meant only from inside its commune or
    with the name of it."""
    return asked.may_be(unit) and (reason is Reason.PARENT or not asked.directory.is_elsewhere(unit))


def _named(asked: _Asked) -> Match | None:
    """The unit by the surest way in which any answers."""
    for way in asked.directory.ways:
        for units in way.found(asked.wording):
            meant = [unit for unit in units if _is_meant(asked, unit, way.reason)]
            if meant:
                return _one_of(asked, meant, way.reason)
    unmarked = [unit for unit in _unmarked(asked) if _is_meant(asked, unit)]
    return _one_of(asked, unmarked, Reason.UNACCENTED) if unmarked else None


def _unmarked(asked: _Asked) -> list[KnownUnit]:
    """The units whose name is that of a wording that has lost its marks: "So Noi vu"."""
    found = {
        unit: None
        for typed in unmarked_keys(asked.wording)
        for name, unit in asked.directory.unmarked.get(search_key(typed), ())
        if has_lost_marks(typed, name)
    }
    return list(found)


def _one_of(asked: _Asked, units: list[KnownUnit], reason: Reason) -> Match:
    if len(units) > 1:
        return _several(asked, units)
    confidence = Confidence.SURE if reason in _SURE else Confidence.LIKELY
    return asked.answer((units[0].id,), confidence, reason, _WHYS[reason])


def _several(asked: _Asked, units: Iterable[KnownUnit]) -> Match:
    distinct = tuple(dict.fromkeys(units))
    names = tuple(unit.name for unit in distinct)
    why = Message("several units answer to it: {names}", names=names)
    return asked.answer((unit.id for unit in distinct), Confidence.UNSURE, Reason.SEVERAL, why)


def _outside_its_time(asked: _Asked) -> Match | None:
    """A unit that has ended leads to what it became; one that comes later, or is not asked for, is named as such."""
    directory = asked.directory
    found = [units for way in directory.ways for units in way.found(asked.wording)]
    bearers = next(
        (near for units in found if (near := [one for one in units if not directory.is_elsewhere(one)])), []
    )
    if not bearers:
        return None
    there = [unit for unit in bearers if unit.is_valid(asked.on)]
    if there:
        why = Message("{name} is a unit of the list, but not one of those asked for here", name=there[0].name)
        return asked.answer((), Confidence.UNSURE, Reason.NOT_AMONG, why)
    ended = [
        unit for unit in bearers if unit.valid_until and (asked.on is None or unit.valid_until <= asked.on)
    ]
    if not ended:
        why = Message("this unit exists from {day} only", day=f"{bearers[0].valid_from:%d/%m/%Y}")
        return asked.answer((bearers[0].id,), Confidence.UNSURE, Reason.NOT_YET, why)
    # Other provinces may stand in the list: of bodies of one name that whose heir may be meant is asked about.
    became = {unit.id: _heirs(asked, unit.id, asked.may_be) for unit in ended}
    last = max(ended, key=lambda unit: (bool(became[unit.id]), unit.valid_until or date.min))
    day = f"{last.valid_until:%d/%m/%Y}"
    heirs = became[last.id]
    if not heirs:
        why = Message("this unit ended on {day}", day=day)
        others = _heirs(asked, last.id, lambda unit: unit.is_valid(asked.on))
        if others:
            names = tuple(directory.by_id[heir].name for heir in others)
            why = Message(
                "this unit ended on {day} and became {names}, not asked for here", day=day, names=names
            )
        return asked.answer((last.id,), Confidence.UNSURE, Reason.ENDED, why)
    names = tuple(directory.by_id[heir].name for heir in heirs)
    confidence = Confidence.LIKELY if len(heirs) == 1 else Confidence.UNSURE
    why = Message("this unit ended on {day} and became {names}", day=day, names=names)
    return asked.answer(heirs, confidence, Reason.SUCCEEDED, why)


def _heirs(asked: _Asked, unit: str, may_be: Callable[[KnownUnit], bool]) -> tuple[str, ...]:
    """What a unit became, over any number of steps, as far as it `may_be` meant."""
    waiting, seen, heirs = [unit], {unit}, []
    while waiting:
        for successor in asked.directory.successors.get(waiting.pop(0), ()):
            if successor not in seen:
                seen.add(successor)
                waiting.append(successor)
                if may_be(asked.directory.by_id[successor]):
                    heirs.append(successor)
    return tuple(heirs)


_SHORTEST_MISREAD = 6  # letters: of a shorter name one wrong letter makes another name


def _misread(asked: _Asked) -> Match | None:
    """The one unit whose name differs in a single letter."""
    key = misread_key(asked.wording)
    if len(key) < _SHORTEST_MISREAD:
        return None
    near = {
        unit: None
        for length in range(len(key) - 1, len(key) + 2)
        for letters, unit in asked.directory.letters.get(length, ())
        if _is_meant(asked, unit) and one_letter_apart(key, letters)
    }
    if len(near) > 1:
        return _several(asked, near)
    for unit in near:
        why = Message("one letter differs from “{name}”", name=unit.name)
        return asked.answer((unit.id,), Confidence.LIKELY, Reason.MISREAD, why)
    return None


def _inside(asked: _Asked) -> Match | None:
    """An office inside the unit whose plan it is, which has no name in the list of units: that unit itself."""
    own = asked.directory.by_id.get(asked.directory.own or "")
    if own is None or own.kind == "province" or not is_inner_office(asked.wording):
        return None
    why = Message("an office inside {name}, whose plan it is", name=own.name)
    return asked.answer((own.id,), Confidence.LIKELY, Reason.INSIDE, why)


def _elsewhere(asked: _Asked) -> Match | None:
    """An office inside another body that surely bears the name: a suggestion that somebody looks at by itself, for the
    reader may mean it, but seldom does."""
    known = asked.directory
    for way in known.ways:
        for units in way.found(asked.wording) if way.reason in _SURE else ():
            there = [unit for unit in units if asked.may_be(unit)]
            if len(there) > 1:
                return _several(asked, there)
            for unit in there:
                why = Message("an office of this name inside {name}", name=known.by_id[unit.parent].name)
                return asked.answer((unit.id,), Confidence.UNSURE, Reason.ELSEWHERE, why)
    return None
