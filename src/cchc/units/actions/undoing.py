"""Undoing a change of units on which nothing was built: the units that it opened go, those that it ended live on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.models import Entry
from cchc.audit.verbs import verb
from cchc.core.papers.basis import NO_BASIS, LegalBasis
from cchc.units.actions.judging import changing_units
from cchc.units.actions.lineage import CLOSED, MERGED, MOVED, RENAMED, SPLIT
from cchc.units.actions.units import check_unit
from cchc.units.models import Lineage, Unit
from cchc.units.queries import heirs
from cchc.units.queries.bound import bound_since, counts_in_words, enumerated

UNDONE = verb("units.change_undone", _("undid the change of {old} on {on}: {reason}"))
CHANGES = (CLOSED, RENAMED, MERGED, SPLIT, MOVED)


@changing_units
def undo_change(*, by: Actor, entry: Entry, reason: str, basis: LegalBasis = NO_BASIS) -> list[Unit]:
    """Undo the change of units that `entry` recorded, for a `reason`; returns the units that live on.

    Raises ValidationError without a reason, when it was undone before, when it was made before changes could be
    undone, when something was built on the units that it opened, and when a unit above one that it ended has ended
    since.
    """
    said = " ".join(reason.split())
    if not said:
        raise ValidationError({"reason": _("Say why the change is undone.")})
    check_undoable(entry)
    facts = entry.facts
    opened, following = facts["opened"], [*facts["opened"], *facts["joined"]]
    gone = list(Unit.objects.filter(pk__in=opened))
    Lineage.objects.filter(predecessor__in=facts["ended"], successor__in=following).delete()
    _delete(opened)
    living = [_let_live_on(pk) for pk in facts["ended"]]
    told = {
        "of": entry.pk,
        "on": facts["on"],
        "old": ", ".join(unit.name for unit in living),
        "reason": said,
        **basis.facts(),
    }
    first = living[0]
    record(
        by=by, verb=UNDONE, subject=first.name, subject_id=first.pk, facts=told, wrote=living, removed=gone
    )
    return living


def check_undoable(entry: Entry) -> None:
    """Return when the change that `entry` recorded can be undone. Raises ValidationError as `undo_change` does."""
    facts: dict[str, Any] = entry.facts
    if "ended" not in facts:
        raise ValidationError(
            _("This change was made before changes could be undone; correct the units instead.")
        )
    if _is_undone(entry):
        raise ValidationError(_("This change was undone already."))
    built = bound_since([*facts["opened"], *facts["joined"]], facts["there"])
    if built:
        raise ValidationError(
            _("It cannot be undone any more: %(built)s were built on it since. Take them back first."),
            params={"built": enumerated(counts_in_words(built))},
        )
    _check_above(facts["ended"])


def _check_above(ended: Collection[int]) -> None:
    """Raise ValidationError where a unit that would live on belonged to one that ended since: nothing follows that one
    alone, and so the unit would have no place."""
    for unit in Unit.objects.filter(pk__in=ended).select_related("parent"):
        parent = unit.parent
        if parent is None or parent.pk in ended:
            continue
        if len(heirs([parent.pk], date.max)[parent.pk]) != 1:
            raise ValidationError(
                _("It cannot be undone any more: “%(parent)s”, to which “%(unit)s” belonged, ended since."),
                params={"parent": parent.name, "unit": unit.name},
            )


def _delete(opened: Collection[int]) -> None:
    """Delete the units that a change opened, those below others first."""
    left = set(opened)
    while left:
        above = set(Unit.objects.filter(parent__in=left, pk__in=left).values_list("parent_id", flat=True))
        Unit.objects.filter(pk__in=left - above).delete()
        left = above


def _let_live_on(pk: int) -> Unit:
    unit = hold(Unit.objects.all(), pk)
    unit.valid_until = None
    check_unit(unit)
    unit.save(update_fields=["valid_until"])
    return unit


def latest_change(unit: Unit) -> Entry | None:
    """Return the entry of the latest change that opened or ended `unit`, or by which it took others in, and that was
    not undone; None when there is none."""
    steps = Lineage.objects.filter(Q(predecessor=unit) | Q(successor=unit))
    related = {unit.pk, *(pk for pair in steps.values_list("predecessor_id", "successor_id") for pk in pair)}
    parents = Unit.objects.filter(pk__in=related).values_list("parent_id", flat=True)
    subjects = [
        str(pk) for pk in {*related, *parents} if pk
    ]  # a unit below moves with the split of its parent
    for entry in Entry.objects.filter(verb__in=CHANGES, subject_id__in=subjects).order_by("-pk"):
        facts = entry.facts
        changed = (*facts.get("ended", ()), *facts.get("opened", ()), *facts.get("joined", ()))
        if unit.pk in changed and not _is_undone(entry):
            return entry
    return None


def _is_undone(entry: Entry) -> bool:
    return Entry.objects.filter(verb=UNDONE, facts__of=entry.pk).exists()
