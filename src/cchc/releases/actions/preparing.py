"""Having a draft prepared by the worker: ordered, done as one act in the name of who ordered it, or refused."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.core.papers.basis import LegalBasis
from cchc.cycles.models import Cycle
from cchc.documents.actions import store
from cchc.releases.actions.orders import done, noting, obey, order_of
from cchc.releases.actions.releasing import preparable_release, prepare_release
from cchc.releases.models import Preparation, WorkOrder
from cchc.releases.queries.drafts import ReleaseTerms, terms_of
from cchc.releases.queries.orders import preparation_of
from cchc.scores.actions.corrections import Attached

ORDERED = verb(
    "releases.preparing",
    _("had release {number} of {subject} prepared: decision {decision}, level {level}"),
)


@transaction.atomic
def order_preparation(
    *,
    by: Actor,
    cycle: Cycle,
    terms: ReleaseTerms,
    file: Attached | None = None,
    now: datetime | None = None,
) -> tuple[Preparation, bool]:
    """Order that the next release of a cycle is prepared by these terms, and return the order with whether the worker
    must be told of it: who orders the same twice is obeyed once, other terms take the place of those that wait.

    Without a `file` the one of an order that waits or was refused is kept. Raises what `preparable_release` raises.
    """
    at = now or timezone.now()
    asked = preparable_release(by=by, cycle=cycle, terms=terms, at=at)
    before = preparation_of(asked.cycle)
    waits = before is not None and before.state == WorkOrder.State.WAITING and file is None
    if before is not None and waits and terms_of(before) == asked.terms:
        return before, False
    kept = before.file if before is not None else None
    stored = kept if file is None else store(by=by, name=file.name, data=file.data)
    fields = {**order_of(by, at), **asdict(asked.terms), "file": stored}
    ordered, _is_new = Preparation.objects.update_or_create(cycle=asked.cycle, defaults=fields)
    facts = {
        "number": asked.number,
        "decision": str(LegalBasis(asked.terms.decision_number, asked.terms.decision_on)),
        "level": asked.terms.level,
    }
    record(by=by, verb=ORDERED, subject=asked.cycle.name, subject_id=asked.cycle.pk, facts=facts)
    return ordered, True


def prepare_ordered(*, preparation: Preparation) -> None:
    """Prepare the release of an order in the name of who ordered it; where that is refused, keep the reasons."""

    @transaction.atomic
    def act(by: Actor) -> None:
        prepare_release(
            by=by,
            cycle=preparation.cycle,
            terms=terms_of(preparation),
            file=preparation.file,
            note=noting(preparation),
        )
        done(preparation)

    obey(preparation, Permission.RELEASE_PREPARE, act)
