"""What a staged file goes through, whatever its kind: kept, applied, given up, read again, taken back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.documents.actions import store
from cchc.intake.changed import Changed
from cchc.intake.kinds import Brought, Compared, StagedKind, kind_of
from cchc.intake.models import StagedFile

State = StagedFile.State


@transaction.atomic
def stage(*, by: Actor, kind: StagedKind[Any], brought: Brought, compared: Compared) -> StagedFile:
    """Keep a file and what it would change, to be applied or given up.

    The one record is that of the stored file: nothing changes yet. Raises what the kind's `open` raises, and
    `Changed` when what the file was compared with is of another version by now.
    """
    _look_again(kind, kind.open(by, brought.about), compared.seen)
    return StagedFile.objects.create(
        kind=kind.code,
        about=brought.about,
        file=store(by=by, name=brought.name, data=brought.data),
        options=dict(brought.options),
        read=compared.read,
        difference=compared.difference,
        counts=dict(compared.counts),
        seen=compared.seen,
        for_good=kind.for_good,
        unit_id=by.unit_id,
        role=by.role.value,
        scope=by.scope.value,
        **by_line(by),
    )


def _look_again(kind: StagedKind[Any], target: Any, seen: str) -> None:
    now = kind.version(target) if kind.version else seen
    if now != seen:
        raise Changed(seen=seen, now=now)


@transaction.atomic
def apply(*, by: Actor, staged: StagedFile, ready: Any = None) -> Any:
    """Write what a staged file says, all of it or nothing; returns what its kind returns.

    `ready` is what the room has worked out before anything was held, for a kind that asks for it.
    Raises `Changed` when what it was compared with is another by now, ValidationError when it does not wait any more.
    """
    kind = kind_of(staged)
    target = kind.open(by, staged.about)
    waiting = hold_waiting(staged)
    _look_again(kind, target, waiting.seen)
    waiting.state, waiting.applied_at = State.APPLIED, timezone.now()
    waiting.save(update_fields=["state", "applied_at"])
    return kind.apply(by, target, waiting, ready)


@transaction.atomic
def stage_and_apply(*, by: Actor, kind: StagedKind[Any], brought: Brought, compared: Compared) -> Any:
    """Keep a file and do at once what it says, for a kind of which nobody wants to see the difference first."""
    return apply(by=by, staged=stage(by=by, kind=kind, brought=brought, compared=compared))


def hold_waiting(staged: StagedFile) -> StagedFile:
    """The staged file as it is now, held. Raises ValidationError when it was given up or does not wait any more."""
    held = _held(staged)
    if not held.is_waiting:
        raise ValidationError(_("This file was applied already."))
    return held


def _held(staged: StagedFile) -> StagedFile:
    return hold(StagedFile.objects.select_related("file"), staged.pk)


@transaction.atomic
def give_up(*, by: Actor, staged: StagedFile) -> None:
    """Forget a file that waits; the stored file stays. Raises ValidationError once it is applied."""
    kind = kind_of(staged)
    target = kind.open(by, staged.about)
    waiting = hold_waiting(staged)
    if kind.give_up:
        kind.give_up(by, target, waiting)
    waiting.delete()


@transaction.atomic
def stage_again(*, by: Actor, staged: StagedFile, brought: Brought, compared: Compared) -> StagedFile:
    """Put the difference between the same file and what there is now in the place of the one that waits."""
    give_up(by=by, staged=staged)
    return stage(by=by, kind=kind_of(staged), brought=brought, compared=compared)


def brought_again(by: Actor, staged: StagedFile, data: bytes) -> Brought:
    """The file of `staged`, whose bytes are `data`, as if `by` brought it once more."""
    return Brought(by, staged.file.name, data, staged.about, staged.options)


@transaction.atomic
def undo(*, by: Actor, staged: StagedFile) -> Any:
    """Give back what there was before a file was applied; returns what its kind returns.

    Raises `Changed` when something of it was changed since, ValidationError when there is nothing to take back.
    """
    kind = kind_of(staged)
    target = kind.open(by, staged.about)
    applied = _held(staged)
    if kind.undo is None or applied.state != State.APPLIED:
        raise ValidationError(_("There is nothing to take back."))
    applied.state, applied.undone_at, applied.undone_by = State.UNDONE, timezone.now(), by.person
    applied.save(update_fields=["state", "undone_at", "undone_by"])
    return kind.undo(by, target, applied)


def forget_about(*, code: str, about: str) -> None:
    """Forget the staged files about a thing that its room deletes; the stored files stay. Part of that room's
    action."""
    StagedFile.objects.filter(kind=code, about=about).delete()
