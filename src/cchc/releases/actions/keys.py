"""Giving units their public keys: part of the act that prepares a release, which records it."""

from __future__ import annotations

from django.db import transaction

from cchc.audit.locks import alone_in
from cchc.cycles.models import Cycle
from cchc.releases.models import UnitKey
from cchc.releases.queries.content import units_to_name
from cchc.releases.queries.keys import new_keys
from cchc.units.models import Unit


@transaction.atomic
def give_keys(*, cycle: Cycle) -> list[UnitKey]:
    """Give a public key to every unit that a release of `cycle` names and that has none; returns the rows that were
    written. What has a key keeps it."""
    alone_in(UnitKey)
    wanted = list(dict.fromkeys(units_to_name(cycle)))
    units = Unit.objects.in_bulk(wanted)
    keys = new_keys(units[pk] for pk in wanted)
    return [UnitKey.objects.create(unit_id=pk, key=key) for pk, key in keys.items()]
