"""Builders of releases: heads of releases, and the keys that units bear in public."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from cchc.cycles.models import Cycle
from cchc.releases.actions.keys import give_keys
from cchc.releases.exchange.content import Level, PublicContent, ReleaseDecision, ReleaseHead
from cchc.releases.queries.content import public_content

DECISION = ReleaseDecision("15/QĐ-UBND", date(2027, 2, 1), "Chủ tịch UBND tỉnh")


def a_head(cycle: Cycle, level: Level = Level.LEAVES, **more: Any) -> ReleaseHead:
    """The head of the first release of a cycle."""
    head = ReleaseHead(
        year=cycle.year,
        number=1,
        cycle=cycle.name,
        province=cycle.province.name,
        level=level,
        decision=DECISION,
        published_on=date(2027, 2, 2),
    )
    return replace(head, **more)


def the_content(cycle: Cycle, level: Level = Level.LEAVES, **more: Any) -> PublicContent:
    """What a release of a cycle would make public now; its units have their keys."""
    give_keys(cycle=cycle)
    return public_content(cycle, a_head(cycle, level, **more))
