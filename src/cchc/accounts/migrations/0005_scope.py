"""A membership has a scope. Those there are get what their role meant.

A coordinator acts for the province, a unit's head and clerk for the unit. A leader or an administrator whose unit is a
province at the top acts for the province, any other for the own tree. Every administrator could do everything before;
so where no administrator of a province is left, the running one nearest to the top becomes one, of several equally
near the one who has been it longest: an installation that had an administrator still has one.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone

DESIGNED = (
    ("administrator", "province"),
    ("administrator", "own_tree"),
    ("coordinator", "province"),
    ("unit_head", "own_unit"),
    ("unit_clerk", "own_unit"),
    ("leader", "province"),
    ("leader", "own_tree"),
)


def give_scopes(apps: Any, schema_editor: Any) -> None:
    """Write the scope that the role meant; new rows have "own_unit" at first. No row is written twice: PostgreSQL would
    not add the constraint in the same transaction then."""
    memberships = apps.get_model("accounts", "Membership").objects
    memberships.filter(role="coordinator").update(scope="province")
    reaching = memberships.filter(role__in=["administrator", "leader"])
    whole = Q(unit__parent__isnull=True, unit__kind="province") | Q(pk=_nearest(apps, timezone.localdate()))
    chosen = set(reaching.filter(whole).values_list("pk", flat=True))
    reaching.exclude(pk__in=chosen).update(scope="own_tree")
    reaching.filter(pk__in=chosen).update(scope="province")


def _nearest(apps: Any, today: date) -> int | None:
    """The running administrator nearest to the top, where none stands there; None where one does, or none runs."""
    running = (
        apps.get_model("accounts", "Membership")
        .objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=today),
            role="administrator",
            valid_from__lte=today,
            person__is_active=True,
        )
        .select_related("unit")
    )
    if any(one.unit.parent_id is None and one.unit.kind == "province" for one in running):
        return None
    above = dict(apps.get_model("units", "Unit").objects.values_list("pk", "parent_id"))
    nearest = min(
        running,
        key=lambda one: (one.valid_until is not None, _depth(one.unit_id, above), one.valid_from, one.pk),
        default=None,
    )
    return nearest.pk if nearest is not None else None


def _depth(unit_id: int, above: dict[int, int | None]) -> int:
    """How many units stand above one, as they were written down."""
    seen: set[int] = set()
    up: int | None = unit_id
    while up is not None and up not in seen:
        seen.add(up)
        up = above.get(up)
    return len(seen)


def _designed() -> Q:
    pairs = Q()
    for role, scope in DESIGNED:
        pairs |= Q(role=role, scope=scope)
    return pairs


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_lengths"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="scope",
            field=models.CharField(
                choices=[
                    ("own_unit", "own unit"),
                    ("own_tree", "own unit and units below"),
                    ("province", "whole province"),
                ],
                default="own_unit",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(give_scopes, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="membership", name="membership_role_known"),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(condition=_designed(), name="membership_capacity_designed"),
        ),
    ]
