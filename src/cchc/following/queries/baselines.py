"""A plan as it is put in force, as plain values in one canonical text with its hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from cchc.core.plans.columns import KEYS
from cchc.plans.models import Plan
from cchc.plans.queries.texts import StoredPlan, targets_of


def plan_content(plan: Plan) -> dict[str, Any]:
    """Return what a plan says: its head, and its sections with measures (each with its id and texts) and targets, and
    the units that its agencies mean, by wording."""
    stored = StoredPlan(plan)
    targets = list(targets_of(plan))
    return {
        "title": plan.title,
        "kind": plan.kind,
        "year": plan.year,
        "working_days": plan.working_days,
        "sections": [
            {
                "id": section.pk,
                "number": section.number,
                "heading": section.heading,
                "measures": [
                    {"id": one.pk, **{key: getattr(one, key) for key in KEYS}, "withdrawn": one.withdrawn}
                    for one in stored.measures
                    if one.section_id == section.pk
                ],
                "targets": [
                    {"id": one.pk, "name": one.name, "value": one.value, "year": one.year}
                    for one in targets
                    if one.section_id == section.pk
                ],
            }
            for section in stored.sections
        ],
        "agencies": {
            one.text: sorted(unit.pk for unit in one.units.all()) for one in stored.agencies.values()
        },
    }


def canonical_json(content: Any) -> str:
    """Return plain values in their one canonical form: keys in order, no blanks, letters as they are.

    >>> canonical_json({"b": 1, "a": "Sở"})
    '{"a":"Sở","b":1}'
    """
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(text: str) -> str:
    """Return the SHA-256 of `text`, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
