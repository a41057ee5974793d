"""The points file of a cycle to fill in: its units, with what is scored so far."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cchc.cycles.models import CycleSet
from cchc.documents.queries.prepared import OutdatedFile
from cchc.scores.exchange.form import FormUnit, points_form
from cchc.scores.queries.basis import ScoreBasis, basis_of
from cchc.scores.queries.ways import leaves_by_file
from cchc.ui.templatetags.ui import message_text


def template_content(about: Mapping[str, Any]) -> bytes:
    """The points file of one criteria set: its units, what has to be filled in of the leaves that come by files, what
    is scored so far, KAD where a criterion does not apply.

    Raises `OutdatedFile` where its units and scores are no longer those for whom it was asked.
    """
    cycle_set = CycleSet.objects.select_related("version", "cycle").filter(pk=about["cycle_set"]).first()
    if cycle_set is None:
        raise OutdatedFile
    basis = basis_of(cycle_set, cycle_set.cycle)
    if state_of(basis) != about["units"]:
        raise OutdatedFile
    units, by_group = form_units(basis), bool(about.get("by_group"))
    return points_form(
        basis.criteria, units, message_text, by_group=by_group, leaves=leaves_by_file(cycle_set)
    )


def form_units(basis: ScoreBasis) -> list[FormUnit]:
    """The units of the points file, group by group, with what is stored for each."""
    without: dict[int, set[str]] = {}
    for participant, leaf in basis.without:
        without.setdefault(participant, set()).add(leaf)
    ordered = sorted(basis.participants, key=lambda one: (one.peer_group, one.place, one.pk))
    return [
        FormUnit(
            one.name,
            one.code or None,
            one.peer_group,
            frozenset(without.get(one.pk, ())),
            basis.unit(one, {}).given,
        )
        for one in ordered
    ]


def state_of(basis: ScoreBasis) -> str:
    """What tells the units and scores of a points file from others."""
    units = [(one.pk, one.name, one.code, one.peer_group) for one in basis.participants]
    scores = sorted((*cell, score.version) for cell, score in basis.scores.items())
    told = [units, scores, sorted(basis.without), sorted(leaves_by_file(basis.cycle_set))]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
