"""Points that came in files are final by one act of the coordinator, with the decision; or no longer, for a reason,
before the release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.core.papers.basis import LegalBasis
from cchc.cycles.models import Cycle, State
from cchc.releases.models import FileFinal, FileFinalUndoing
from cchc.releases.policies import may_settle_files
from cchc.releases.queries.faults import (
    file_cells,
    file_final_faults,
    seal_of_cells,
    standing_file_final,
)
from cchc.scores.consequences import FinalSince

FINAL = verb(
    "releases.file_final",
    _("made the points of {subject} final that came in files: {leaves} criteria of {units} units"),
)
UNDONE = verb(
    "releases.file_final_undone",
    _("made the points of {subject} that came in files no longer final: {reason}"),
)
say_facts("releases", leaves=FactWords(_("criteria")), units=FactWords(_("units")))

RELEASED = _(
    "The results are released since %(day)s: their points stay final. A single score is corrected with a second"
    " person, and another release says what changed."
)
STANDING = _("The points of “%(name)s” are final since %(day)s: that is undone first, with a reason.")


@transaction.atomic
def make_files_final(
    *, by: Actor, cycle: Cycle, seen: str, basis: LegalBasis, now: datetime | None = None
) -> FileFinal:
    """Make the points of all sets of a cycle final that are scored by files, by a decision: nothing writes to the
    scores of the cycle from then on.

    `seen` is the seal of the scores that the page showed. Raises `NotPermitted`, `Changed` when they are others now,
    ValidationError with everything that is left to do, without a decision, and where the points are final already.
    """
    held = _held(by, cycle)
    if standing_file_final(held) is not None:
        raise ValidationError(_("The points are final already."))
    whys: dict[str, list[str]] = {}
    if not basis.number or basis.on is None:
        whys["basis_number"] = [
            gettext("Give number and date of the decision by which the points are final.")
        ]
    faults = [str(one) for one in file_final_faults(held)]
    if faults:
        whys["__all__"] = faults
    if whys or basis.on is None:
        raise ValidationError(whys)
    cells = file_cells(held)
    seal = seal_of_cells(cells)
    if seal != seen:
        raise Changed(seen=seen, now=seal)
    row = FileFinal.objects.create(
        cycle=held,
        number=1 + held.file_finals.count(),
        units=len({participant for participant, _leaf in cells}),
        leaves=len(cells),
        basis_number=basis.number,
        basis_date=basis.on,
        sha256=seal,
        at=now or timezone.now(),
        **by_line(by),
    )
    facts = {
        "number": row.number,
        "units": row.units,
        "leaves": row.leaves,
        "sha256": row.sha256,
        **basis.facts(),
    }
    record(by=by, verb=FINAL, subject=held.name, subject_id=held.pk, facts=facts, wrote=[row])
    return row


@transaction.atomic
def undo_files_final(
    *, by: Actor, cycle: Cycle, reason: str, now: datetime | None = None
) -> FileFinalUndoing:
    """Let the points of files be final no longer, for a reason, before the release; the act itself stays to be seen.

    Raises `NotPermitted`, and ValidationError without a reason, where they are not final, and once they are released.
    """
    held = _held(by, cycle)
    if held.released_at is not None:
        raise ValidationError(RELEASED, params={"day": f"{localtime(held.released_at):%d/%m/%Y}"})
    final = standing_file_final(held)
    if final is None:
        raise ValidationError(_("The points are not final."))
    said = " ".join(reason.split())
    if not said:
        raise ValidationError({"reason": _("Say why the points are final no longer.")})
    undone = FileFinalUndoing.objects.create(
        final=final, reason=said, at=now or timezone.now(), **by_line(by)
    )
    facts = {"number": final.number, "reason": said}
    record(by=by, verb=UNDONE, subject=held.name, subject_id=held.pk, facts=facts, wrote=[undone])
    return undone


def files_final_since(*, cycle: Cycle) -> list[FinalSince]:
    """Return since when the points of files of a cycle are final, nothing while they are not; the answer to
    `final_since`."""
    final = standing_file_final(cycle)
    return [] if final is None else [FinalSince(final.at)]


def refuse_when_settled(*, cycle: Cycle) -> Sequence[Model]:
    """Refuse that who takes part in `cycle`, or what applies to whom, changes while its points of files are final and
    once its results are released; the answer to `participation_changed`."""
    if cycle.released_at is not None:
        raise ValidationError(RELEASED, params={"day": f"{localtime(cycle.released_at):%d/%m/%Y}"})
    final = standing_file_final(cycle)
    if final is not None:
        day: date = localtime(final.at)
        raise ValidationError(STANDING, params={"name": cycle.name, "day": f"{day:%d/%m/%Y}"})
    return []


def _held(by: Actor, cycle: Cycle) -> Cycle:
    by.require(Permission.RELEASE_PREPARE)
    held = hold(Cycle.objects.all(), cycle.pk)
    if held.state != State.OPEN:
        raise ValidationError(
            _("“%(name)s” does not run: nothing in it is open."), params={"name": held.name}
        )
    if not may_settle_files(by, held):
        raise ValidationError(_("No unit of this cycle is scored by files."))
    return held
