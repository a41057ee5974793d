"""The public keys of units, found over their lineage: a unit under a new name or in another place is the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils.text import slugify

from cchc.core.words.names import search_key
from cchc.releases.models import UnitKey
from cchc.units.models import Lineage, Unit
from cchc.units.queries import LineageStep, predecessors_of, successors_of

SAME = (Lineage.Kind.RENAME, Lineage.Kind.MOVE)
LONGEST = 80  # letters before a number is set behind
COMMITTEES = ("uy-ban-nhan-dan-", "ubnd-")  # "Ủy ban nhân dân xã An Phú" is known as "xã An Phú"


def keys_of(units: Collection[int]) -> dict[int, str]:
    """Return the public key of each of these units, by their ids, that has one: its own, else the nearest under another
    of its names or places. A few queries, one for each generation."""
    chains = _chains(units)
    wanted = {pk for chain in chains.values() for pk in chain}
    known = dict(UnitKey.objects.filter(unit__in=wanted).values_list("unit_id", "key"))
    found = {unit: [known[pk] for pk in chain if pk in known] for unit, chain in chains.items()}
    return {unit: keys[0] for unit, keys in found.items() if keys}


def new_keys(units: Iterable[Unit]) -> dict[int, str]:
    """Return a key for each of `units` that has none, not stored: of the name, with a number where another unit has
    that key. Units that are one under several names get one, by that of the first."""
    wanted = list(units)
    known = keys_of([one.pk for one in wanted])
    taken = set(UnitKey.objects.values_list("key", flat=True))
    chains = _chains([one.pk for one in wanted if one.pk not in known])
    given: dict[int, str] = {}
    for one in wanted:
        if one.pk in known or any(pk in given for pk in chains[one.pk]):
            continue
        given[one.pk] = free_key(key_from(one.name), taken)
        taken.add(given[one.pk])
    return given


def key_from(name: str) -> str:
    """Return the key that a name asks for: small letters without diacritics, words joined by "-".

    >>> key_from("Sở Nội vụ"), key_from("Ủy ban nhân dân xã An Phú"), key_from("Đặc khu Phú Quý")
    ('so-noi-vu', 'xa-an-phu', 'dac-khu-phu-quy')
    >>> key_from("…")
    'don-vi'
    """
    slug = slugify(search_key(name).replace("đ", "d"))[:LONGEST].strip("-")
    for committee in COMMITTEES:
        slug = slug.removeprefix(committee)
    return slug or "don-vi"


def free_key(key: str, taken: Collection[str]) -> str:
    """Return `key`, or the first of "key-2", "key-3" … that is not taken.

    >>> free_key("so-noi-vu", {"so-noi-vu", "so-noi-vu-2"})
    'so-noi-vu-3'
    """
    found, number = key, 1
    while found in taken:
        number += 1
        found = f"{key}-{number}"
    return found


def _chains(units: Collection[int]) -> dict[int, list[int]]:
    """Return for each unit the ids under which it is the same: its own, those before it, those after it."""
    before, after = predecessors_of(units), successors_of(units)
    return {
        unit: [unit, *_followed(unit, before, back=True), *_followed(unit, after, back=False)]
        for unit in units
    }


def _followed(unit: int, steps: Mapping[int, Sequence[LineageStep]], *, back: bool) -> list[int]:
    reached = [unit]
    for step in steps[unit]:
        near, far = (step.after.pk, step.before.pk) if back else (step.before.pk, step.after.pk)
        if step.kind in SAME and near in reached:
            reached.append(far)
    return reached[1:]
