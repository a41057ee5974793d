"""What a staged file goes through, whatever its kind: kept, applied, given up, read again, taken back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, AskedOfTheWorker, NotPermitted
from cchc.access.permissions import Role, Scope
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.core.words.messages import Faults, data_of, fault_data
from cchc.documents.actions import store
from cchc.intake.kinds import (
    Brought,
    Compared,
    KindOfFile,
    ReadKind,
    StagedKind,
    kind_of,
    staged_kind_of,
)
from cchc.intake.models import ApplyOrder, StagedFile

State = StagedFile.State
MOST_FAULTS = 500  # of a file that are told
NO_LONGER = _("Whoever asked for it may not do this any more.")


@transaction.atomic
def stage(*, by: Actor, kind: StagedKind[Any], brought: Brought, compared: Compared) -> StagedFile:
    """Keep a file and what it would change, to be applied or given up.

    The one record is that of the stored file: nothing changes yet. Raises what the kind's `open` raises, and
    `Changed` when what the file was compared with is of another version by now.
    """
    _look_again(kind, kind.open(by, brought.about), compared.seen)
    return _kept(
        by,
        kind,
        brought,
        read=compared.read,
        difference=compared.difference,
        counts=dict(compared.counts),
        seen=compared.seen,
    )


def _kept(by: Actor, kind: KindOfFile[Any], brought: Brought, **more: Any) -> StagedFile:
    return StagedFile.objects.create(
        kind=kind.code,
        about=brought.about,
        file=store(by=by, name=brought.name, data=brought.data, own=kind.own),
        options=dict(brought.options),
        for_good=kind.for_good,
        unit_id=by.unit_id,
        role=by.role.value,
        scope=by.scope.value,
        **by_line(by),
        **more,
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
    kind = staged_kind_of(staged)
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


@transaction.atomic
def order_applying(*, by: Actor, staged: StagedFile) -> ApplyOrder:
    """Have a large file applied by the worker, in the name of `by`. Nothing is recorded: what comes of it will be.

    Raises as `apply` does before it writes.
    """
    kind = staged_kind_of(staged)
    target = kind.open(by, staged.about)
    waiting = hold_waiting(staged)
    _look_again(kind, target, waiting.seen)
    line = {**by_line(by), "unit_id": by.unit_id, "role": by.role.value, "scope": by.scope.value}
    order, _new = ApplyOrder.objects.update_or_create(
        staged=waiting, defaults={**line, "whys": [], "is_changed": False}
    )
    return order


def obey_apply_order(*, order: ApplyOrder) -> None:
    """Apply the file, all of it or nothing, or keep why it cannot be; an error of ours is raised besides."""
    try:
        with transaction.atomic():
            apply(by=asking_still(order), staged=order.staged)
            order.delete()
    except Changed:
        _refuse_order(order, [], is_changed=True)
    except ValidationError as refused:
        _refuse_order(order, refused.messages)
    except NotPermitted:
        _refuse_order(order, [str(NO_LONGER)])
    except Exception:
        told = gettext("The platform failed at it; tell the administrator, who finds the cause in its log.")
        _refuse_order(order, [told])
        raise


def asking_still(order: AskedOfTheWorker) -> Actor:
    """Who asked for work that is done now, as a page would know that person today. Raises ValidationError for one who
    does not act in that capacity any more: roles end while orders wait."""
    by: Actor | None = import_string(settings.ACTOR_NOW)(order)
    if by is None:
        raise ValidationError(NO_LONGER)
    return by


def _refuse_order(order: ApplyOrder, whys: list[str], *, is_changed: bool = False) -> None:
    ApplyOrder.objects.filter(staged=order.staged_id).update(whys=whys, is_changed=is_changed)


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
    """Forget a file that waits; the stored file stays. Raises ValidationError once it is applied.

    Of a kind that the worker reads, what was made of the file goes with it, as long as its room lets it go.
    """
    kind = kind_of(staged)
    target = kind.open(by, staged.about)
    held = _held(staged)
    if isinstance(kind, StagedKind) and held.state in (State.APPLIED, State.UNDONE):
        raise ValidationError(_("This file was applied already."))
    if kind.give_up:
        kind.give_up(by, target, held)
    held.delete()


@transaction.atomic
def stage_again(*, by: Actor, staged: StagedFile, brought: Brought, compared: Compared) -> StagedFile:
    """Put the difference between the same file and what there is now in the place of the one that waits."""
    give_up(by=by, staged=staged)
    return stage(by=by, kind=staged_kind_of(staged), brought=brought, compared=compared)


def brought_again(by: Actor, staged: StagedFile, data: bytes) -> Brought:
    """The file of `staged`, whose bytes are `data`, as if `by` brought it once more."""
    return Brought(by, staged.file.name, data, staged.about, staged.options)


@transaction.atomic
def undo(*, by: Actor, staged: StagedFile) -> Any:
    """Give back what there was before a file was applied; returns what its kind returns.

    Raises `Changed` when something of it was changed since, ValidationError when there is nothing to take back.
    """
    kind = staged_kind_of(staged)
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


def forget_waiting(*, code: str, about: str, **options: str) -> int:
    """Forget the files about a thing that wait to be applied, those brought with these options; returns how many. What
    was read of them goes, the stored files stay. Part of the action of the room, which records it."""
    waiting = StagedFile.objects.filter(kind=code, about=about, state=State.READ)
    rows = waiting.filter(**{f"options__{name}": value for name, value in options.items()})
    count = rows.count()
    rows.delete()
    return count


# Reading by the worker


@transaction.atomic
def leave_to_read(*, by: Actor, kind: KindOfFile[Any], brought: Brought) -> StagedFile:
    """Keep a file that the worker is to read, or to compare with what there is; the one record is that of the stored
    file.

    Raises what the kind's `open` raises, and ValidationError when the file is of a kind that is not kept.
    """
    kind.open(by, brought.about)
    return _kept(by, kind, brought, state=State.WAITING)


@transaction.atomic
def read_again(*, by: Actor, staged: StagedFile, **options: Any) -> StagedFile:
    """Let a file that could not be read, or whose reading was interrupted, wait to be read once more; `options` that
    are given take the place of those of before.

    No record: its outcome will be recorded. Raises ValidationError when it was read already.
    """
    kind_of(staged).open(by, staged.about)
    held = _held(staged)
    if held.state in (State.APPLIED, State.UNDONE):
        raise ValidationError(_("This file has been read already."))
    ApplyOrder.objects.filter(staged=held).delete()
    given = {name: value for name, value in options.items() if value is not None}
    held.state, held.faults, held.options = State.WAITING, [], {**held.options, **given}
    held.started_at = timezone.now()
    held.save(update_fields=["state", "faults", "options", "started_at"])
    return held


def begin_reading(*, staged: StagedFile) -> bool:
    """Whether a file waits to be read, and is being read from now on: the first who asks gets it."""
    waiting = StagedFile.objects.filter(pk=staged.pk, state=State.WAITING)
    return bool(waiting.update(state=State.RUNNING, started_at=timezone.now(), done=0, total=0))


def note_progress(*, staged: StagedFile, done: int, total: int) -> None:
    """Write down how much of a file is read."""
    StagedFile.objects.filter(pk=staged.pk).update(done=done, total=total)


def hold_being_read(staged: StagedFile) -> StagedFile | None:
    """The file, locked; None when it was given up meanwhile, or read again and ended by that."""
    rows = StagedFile.objects.select_for_update(of=("self",)).select_related("file")
    return rows.filter(pk=staged.pk, state=State.RUNNING).first()


def end_reading(*, held: StagedFile, read: Any) -> None:
    """Keep what was read in a file of which its room has made something. Part of that room's action, with the file
    held."""
    held.state, held.applied_at, held.read = State.APPLIED, timezone.now(), read
    held.save(update_fields=["state", "applied_at", "read"])


@transaction.atomic
def end_comparing(*, staged: StagedFile, compared: Compared) -> None:
    """Keep what a file would change that the worker has compared, to be applied or given up; nothing when it was given
    up meanwhile. Raises what the kind's `open` raises, and `Changed` as `stage` does."""
    kind = staged_kind_of(staged)
    _look_again(kind, kind.open(actor_of(staged), staged.about), compared.seen)
    held = hold_being_read(staged)
    if held is None:
        return
    held.state, held.read, held.difference = State.READ, compared.read, compared.difference
    held.counts, held.seen, held.faults = dict(compared.counts), compared.seen, []
    held.save(update_fields=["state", "read", "difference", "counts", "seen", "faults"])


@transaction.atomic
def refuse_reading(*, staged: StagedFile, faults: Faults) -> None:
    """Keep the reasons why a file that is being read cannot be read; nothing when it was given up meanwhile. Of a file
    that would be applied each is kept with its place, at most `MOST_FAULTS` of them."""
    held = hold_being_read(staged)
    if held is None:
        return
    kind = kind_of(held)
    held.state, held.faults = State.REFUSED, [data_of(fault.why) for fault in faults.faults]
    if isinstance(kind, StagedKind):
        held.faults = [fault_data(fault) for fault in faults.faults[:MOST_FAULTS]]
        held.read, held.difference, held.counts = {}, [], {"faults": len(faults.faults)}
    held.save(update_fields=["state", "faults", "read", "difference", "counts"])
    if isinstance(kind, ReadKind):
        kind.refuse(actor_of(held), held)


def actor_of(asked: StagedFile) -> Actor:
    """Who brought the file: its reading goes on in that person's name."""
    return Actor(
        person_id=asked.person_id,
        person=asked.person,
        unit_id=asked.unit_id,
        unit=asked.unit,
        role=Role(asked.role),
        scope=Scope(asked.scope),
    )
