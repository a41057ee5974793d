"""What a unit says to its result: leaf by leaf it accepts or explains, with documents."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.appraisal.models import Justification, JustificationEvidence, UnitAppraisal
from cchc.appraisal.policies import OF_A_UNIT, may_justify
from cchc.appraisal.queries.explained import standing_justification
from cchc.appraisal.queries.held import WITH_SET
from cchc.appraisal.queries.justified import JustificationView, JustifiedLeaf, justification_view
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import say
from cchc.core.words.numbers import number_in_full
from cchc.cycles.actions.locking import look_at_phase
from cchc.cycles.models import PhaseKind
from cchc.documents.models import OfficialDocument
from cchc.scores.models import Stage
from cchc.self_scoring.actions.evidence import check_in_library, checked_place

EXPLAINED = verb("appraisal.explained", _("explained {leaf} of {subject}"), about=OF_A_UNIT)
ACCEPTED = verb(
    "appraisal.result_accepted", _("accepted what the appraisal gave {subject} for {leaf}"), about=OF_A_UNIT
)
LINKED = verb(
    "appraisal.justification_linked",
    _("linked a document to the justification of {leaf} of {subject}"),
    about=OF_A_UNIT,
)
UNLINKED = verb(
    "appraisal.justification_unlinked",
    _("took a document away from the justification of {leaf} of {subject}"),
    about=OF_A_UNIT,
)

Kind = Justification.Kind


@transaction.atomic
def explain_leaf(
    *,
    by: Actor,
    appraised: UnitAppraisal,
    leaf: str,
    text: str,
    version: int,
    now: datetime | None = None,
) -> Justification:
    """Store what a unit explains of a leaf that its result lowered; it is appraised again once it is handed in.

    `version` is that of the answer that was seen (0: there was none). What stands there already is not written again.
    Raises `NotPermitted` for people of other units, `Changed` when another answer stands there, ValidationError for a
    text that is empty or too long, a leaf that was not lowered, and with the lock.
    """
    return _say(by, appraised, leaf, Kind.EXPLAINED, _explanation(text), version, now or timezone.now())


@transaction.atomic
def accept_result(
    *, by: Actor, appraised: UnitAppraisal, leaf: str, version: int, now: datetime | None = None
) -> Justification:
    """Store that a unit accepts what its result says of a leaf. Text and documents that were put there stay, and are
    not handed in. Raises what `explain_leaf` raises."""
    return _say(by, appraised, leaf, Kind.ACCEPTED, None, version, now or timezone.now())


def _say(
    by: Actor, appraised: UnitAppraisal, leaf: str, kind: Kind, text: str | None, version: int, now: datetime
) -> Justification:
    view = hold_to_justify(by, appraised, now)
    before = lowered_leaf(view, leaf)
    row = before.row or Justification(of=view.appraised, leaf=leaf, version=0)
    written = row.text if text is None else text
    if (row.kind, row.text) == (kind, written):
        return row
    if version != row.version:
        raise Changed(seen=text, now=before, who=row.person)
    row.kind, row.text, row.at, row.version = kind, written, now, row.version + 1
    for name, value in by_line(by).items():
        setattr(row, name, value)
    row.save()
    _record(by, EXPLAINED if kind == Kind.EXPLAINED else ACCEPTED, view, leaf, wrote=[row])
    return row


@transaction.atomic
def link_to_justification(
    *,
    by: Actor,
    appraised: UnitAppraisal,
    leaf: str,
    document: OfficialDocument,
    part: int | None = None,
    page: int | None = None,
    passage: str = "",
    now: datetime | None = None,
) -> JustificationEvidence:
    """Put a document of the unit's library behind what it explains of a leaf, as
    `self_scoring.actions.evidence.link_document` does for an answer; it is handed in with the explanation."""
    arrived = now or timezone.now()
    view = hold_to_justify(by, appraised, arrived)
    lowered_leaf(view, leaf)
    check_in_library(by, document)
    where = checked_place(document, part, page, passage)
    row = view.appraised
    link = JustificationEvidence.objects.filter(of=row, leaf=leaf, document=document).first()
    if link is not None and (link.part, link.page, link.passage) == where:
        return link
    if link is None:
        link = JustificationEvidence(of=row, leaf=leaf, document=document, linked_at=arrived, **by_line(by))
    link.part, link.page, link.passage = where
    link.save()
    _record(by, LINKED, view, leaf, wrote=[link])
    return link


@transaction.atomic
def unlink_from_justification(
    *, by: Actor, appraised: UnitAppraisal, link: JustificationEvidence, now: datetime | None = None
) -> None:
    """Take a document away from what a unit explains; it stays in the library. One that somebody took away already is
    not taken away again."""
    view = hold_to_justify(by, appraised, now or timezone.now())
    found = JustificationEvidence.objects.filter(pk=link.pk, of=view.appraised).first()
    if found is None:
        return
    _record(by, UNLINKED, view, found.leaf, removed=[found])
    found.delete()


def hold_to_justify(by: Actor, appraised: UnitAppraisal, now: datetime) -> JustificationView:
    """Return what a unit is asked by its result, held for `by` to answer it. The phase is looked at before the
    appraisal is held; whoever got the result early may answer before the phase begins.

    Raises `NotPermitted` for people of other units; ValidationError when the phase is locked, when nothing was lowered
    or no result stands, and once it is handed in.
    """
    if not may_justify(by, appraised.participant):
        raise NotPermitted(Permission.JUSTIFICATION_EDIT)
    look_at_phase(participant=appraised.participant, kind=PhaseKind.JUSTIFICATION, now=now, early=True)
    return held_justification(hold(UnitAppraisal.objects.select_related(*WITH_SET), appraised.pk))


def held_justification(row: UnitAppraisal) -> JustificationView:
    """Return what a unit is asked by the result of its held appraisal and may still answer. Raises ValidationError when
    nothing was lowered, no result stands, or the answer is handed in."""
    view = justification_view(row) if row.stage == Stage.FIRST_APPRAISAL else None
    if view is None:
        words = _("There is nothing to explain: no result stands, or nothing was lowered in it.")
        raise ValidationError(words, code="locked")
    if standing_justification(row) is not None:
        raise ValidationError(
            _("The justification is handed in and cannot be changed any more."), code="locked"
        )
    return view


def lowered_leaf(view: JustificationView, number: str) -> JustifiedLeaf:
    """Return a leaf that the result lowered. Raises ValidationError for any other."""
    found = view.leaf(number)
    if found is None:
        raise ValidationError(_("%(leaf)s was not lowered by the result."), params={"leaf": number})
    return found


def _explanation(text: str) -> str:
    try:
        found = accepted_text(text, MOST["explanation"]).strip()
    except RefusedText as refused:
        raise ValidationError({"text": [say(why, gettext, number_in_full) for why in refused.whys]}) from None
    if not found:
        raise ValidationError({"text": gettext("Write what you explain, or accept the result.")})
    return found


def _record(
    by: Actor,
    what: str,
    view: JustificationView,
    leaf: str,
    *,
    wrote: list[Justification | JustificationEvidence] | None = None,
    removed: list[JustificationEvidence] | None = None,
) -> None:
    """Make the one record; it says nothing of what was written, for the log is read by the province."""
    record(
        by=by,
        verb=what,
        subject=view.appraised.participant.name,
        subject_id=view.appraised.pk,
        facts={"leaf": leaf},
        wrote=wrote or (),
        removed=removed or (),
    )
