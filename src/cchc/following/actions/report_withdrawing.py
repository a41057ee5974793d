"""A periodic report that was opened by mistake is withdrawn before its figures are frozen; what was written stays."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import change_alone
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.following.actions.report_rounds import held_round, lock_of, refuse_closed, said_reason
from cchc.following.actions.report_telling import PART_RETURNED, ROUND_WITHDRAWN, tell_units
from cchc.following.models import PartDraft, PartReturn, ReportPart, ReportRound, RoundWithdrawal
from cchc.following.queries.report_words import round_name
from cchc.following.queries.withdrawn import carried_inside, frozen_naming, units_that_began

WITHDRAWN = verb(
    "following.round_withdrawn", _("withdrew {subject}, in which {count} units had begun: {reason}")
)


@transaction.atomic
def withdraw_round(*, by: Actor, round_: ReportRound, seen_version: int, reason: str) -> RoundWithdrawal:
    """Withdraw a round that was opened by mistake, for a `reason`: nobody writes, sends or freezes in it any more, what
    was written stays to be read, and the same report can be opened anew. All its units are told; parts of other reports
    that were carried inside it are returned to their units, and count as sent if their figures had come.

    Raises `NotPermitted`, `Changed` where somebody changed the round meanwhile, and ValidationError without a reason,
    for a round that is frozen or withdrawn, and inside which parts of a frozen report are carried (lồng ghép).
    """
    together = {round_.pk, *(one.round_id for one, _has_come in carried_inside(round_))}
    for pk in sorted(together):  # in the order of whoever carries the other way round
        change_alone(lock_of(ReportRound(pk=pk)))
    held = held_round(by, round_)
    refuse_closed(held)
    kept = said_reason(reason, _("Say why the report is withdrawn."))
    carried = carried_inside(held)
    if held.version != seen_version or not {one.round_id for one, _has_come in carried} <= together:
        raise Changed(seen=round_, now=held)
    refuse_carrying_frozen(held)
    began = units_that_began(held)
    returned = _given_back(held, carried, by)
    made = RoundWithdrawal.objects.create(round=held, reason=kept, **by_line(by))
    facts = {
        "count": len(began),
        "units": [one.pk for one in began],
        "reason": kept,
        "carried": [one.part_id for one in returned],
    }
    record(
        by=by, verb=WITHDRAWN, subject=round_name(held), subject_id=held.pk, facts=facts, wrote=[made, *returned]
    )  # fmt: skip
    units = list(PartDraft.objects.filter(round=held).values_list("of_unit", flat=True))
    tell_units(ROUND_WITHDRAWN, held, units, by, reason=kept)
    return made


def refuse_carrying_frozen(round_: ReportRound) -> None:
    """Raises ValidationError where frozen reports name this one, inside which units carried their parts."""
    if names := [round_name(one) for one in frozen_naming(round_)]:
        raise ValidationError(
            _("Parts of a frozen report are carried inside this one: %(names)s.")
            % {"names": "; ".join(names)}
        )


def _given_back(
    round_: ReportRound, carried: Sequence[tuple[ReportPart, bool]], by: Actor
) -> list[PartReturn]:
    """Return the parts of other reports that are carried inside this one to their units."""
    why = gettext("The report inside which it was carried was withdrawn: {report}.").format(
        report=round_name(round_)
    )
    made = []
    for part, has_come in carried:
        made.append(PartReturn.objects.create(part=part, reason=why, incomplete=not has_come, **by_line(by)))
        tell_units(PART_RETURNED, part.round, [part.of_unit_id], by, reason=why)
    return made
