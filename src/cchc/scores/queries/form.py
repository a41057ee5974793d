"""The empty points file of a cycle."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cchc.criteria.queries import criteria_of
from cchc.cycles.models import CycleSet
from cchc.cycles.queries import participants
from cchc.documents.queries.prepared import OutdatedFile
from cchc.scores.exchange.form import FormUnit, points_form
from cchc.ui.templatetags.ui import message_text


def template_content(about: Mapping[str, Any]) -> bytes:
    """The empty points file of one criteria set: its units, what has to be filled in, KAD where it does not apply.

    Raises `OutdatedFile` where its units are no longer those for whom it was asked.
    """
    cycle_set = CycleSet.objects.select_related("version", "cycle").filter(pk=about["cycle_set"]).first()
    if cycle_set is None:
        raise OutdatedFile
    units = form_units(cycle_set)
    if state_of(units) != about["units"]:
        raise OutdatedFile
    return points_form(criteria_of(cycle_set.version), units, message_text)


def form_units(cycle_set: CycleSet) -> list[FormUnit]:
    """The units of the empty points file."""
    return [
        FormUnit(one.name, one.code or None, one.peer_group, one.not_applicable)
        for one in participants(cycle_set.cycle)
        if one.cycle_set_id == cycle_set.pk
    ]


def state_of(units: list[FormUnit]) -> str:
    """What tells these units of an empty points file from others."""
    told = [(one.name, one.code, one.group, sorted(one.without)) for one in units]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
