"""Every address of the platform, filled in with what the acts have prepared."""

from __future__ import annotations

import re
from typing import Any

from django.urls import resolve

from tests.acts.table import Act
from tests.test_permissions import addresses

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
EVERY_ADDRESS = [address for address, _view in addresses() if address != "healthz"]  # 503 is what that says
Ids = dict[str, Any]


def ids_in(world: dict[str, Act]) -> list[Ids]:
    """What stands in the addresses of the acts, such as the id of a plan with that of one of its measures."""
    return [resolve(act.address.partition("?")[0]).kwargs for act in world.values()]


def filled(address: str, known: list[Ids], **otherwise: str) -> str:
    """The address with ids that stand in the addresses of the acts: those of one act where there is one, of several
    where there is none."""
    names = PARAMETER.findall(address)
    together = [ids for ids in known if set(names) <= set(ids)]
    several = {name: value for ids in known for name, value in ids.items()}
    ids = {**several, **(together[0] if together else {}), **otherwise}
    return "/" + PARAMETER.sub(lambda found: str(ids.get(found[1], 1)), address)
