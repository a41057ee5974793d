"""Orders to the worker: left by a person, obeyed in the name of that person as the capacity is then, or refused with
the reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.accounts.queries import actor_now
from cchc.audit.changed import Changed
from cchc.audit.models import by_line
from cchc.files.writing import replace_file
from cchc.releases.models import WorkOrder
from cchc.releases.queries.orders import step_file

OTHERS = _("The points or the draft are others than were seen: prepare the release anew and look at it.")
NO_LONGER = _("Whoever ordered this may no longer do it.")
OURS = _(
    "The platform failed at it; tell the administrator, who finds the cause in its log. Nothing was changed."
)

State = WorkOrder.State


def order_of(by: Actor, at: datetime) -> dict[str, Any]:
    """Return the fields of a `WorkOrder` that `by` leaves now."""
    return {
        **by_line(by),
        "state": State.WAITING,
        "unit_id": by.unit_id,
        "role": by.role.value,
        "scope": by.scope.value,
        "language": translation.get_language() or "vi",
        "whys": [],
        "at": at,
    }


@transaction.atomic
def order_again(*, order: WorkOrder) -> bool:
    """Let an order that was interrupted, or refused, wait once more; returns whether there still is one. Nothing is
    recorded: the order was."""
    return bool(_same(order).update(state=State.WAITING, whys=[]))


def obey(order: WorkOrder, permission: Permission, act: Callable[[Actor], object]) -> None:
    """Do what was ordered in the name of who ordered it; where `act` is refused, its reasons are kept.

    An error of ours is raised for the log of the service, and the person is told that there was one.
    """
    try:
        with translation.override(order.language):
            act(_actor_now(order, permission))
    except ValidationError as refused:
        _refuse(order, refused.messages)
    except Changed:
        _refuse(order, [OTHERS])
    except NotPermitted:
        _refuse(order, [NO_LONGER])
    except Exception:
        _refuse(order, [OURS])
        raise
    finally:
        step_file(order).unlink(missing_ok=True)


def noting(order: WorkOrder) -> Callable[[int], None]:
    """Return what keeps the number of the step at which the worker is with an order."""
    file = step_file(order)

    def note(step: int) -> None:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(file, str(int(step)).encode())

    return note


def done(order: WorkOrder) -> None:
    """Take an order away that was obeyed, in the transaction that did so; one that took its place stays."""
    _same(order).delete()


def _actor_now(order: WorkOrder, permission: Permission) -> Actor:
    """Return who ordered it, in the same capacity, as that is now. Raises `NotPermitted` for one who has it no more."""
    by = actor_now(order)
    if by is None:
        raise NotPermitted(permission)
    return by


@transaction.atomic
def _refuse(order: WorkOrder, whys: Iterable[str | Promise]) -> None:
    """Keep why an order is not obeyed, for its page; nothing where it went, or another took its place meanwhile."""
    with translation.override(order.language):
        said = [str(why) for why in whys]
    _same(order).update(state=State.REFUSED, whys=said)


def _same(order: WorkOrder) -> Any:
    """Return the order as it was read, or nothing."""
    return type(order)._default_manager.filter(pk=order.pk, at=order.at)
