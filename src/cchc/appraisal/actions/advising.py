"""Opinions on requests that a leaf shall not apply: given by who appraises the leaf, for the lead who decides."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.appraisal.models import ApplicabilityOpinion, UnitAppraisal
from cchc.appraisal.policies import OF_A_UNIT, may_propose
from cchc.appraisal.queries.requests import appraisers_of, asked_off
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import say
from cchc.core.words.numbers import number_in_full
from cchc.cycles.actions.applicability import check_not_near
from cchc.cycles.models import ApplicabilityRequest
from cchc.notices.actions import tell
from cchc.notices.kinds import notice_kind
from cchc.notices.queries.recipients import people_of_the_province

FOR = verb(
    "appraisal.advised_granting", _("advised that {leaf} shall not apply to {subject}"), about=OF_A_UNIT
)
AGAINST = verb("appraisal.advised_refusing", _("advised that {leaf} applies to {subject}"), about=OF_A_UNIT)

TOLD_WANTED = notice_kind(
    "appraisal.opinion_wanted",
    _("{unit} asks that {leaf} shall not apply to it: your opinion is needed before it is decided."),
)
TOLD_GIVEN = notice_kind(
    "appraisal.opinion_given",
    _("There is an opinion on the request of {unit} that {leaf} shall not apply to it: decide."),
)


@transaction.atomic
def give_opinion(
    *, by: Actor, asked: ApplicabilityRequest, grants: bool, text: str, now: datetime | None = None
) -> ApplicabilityOpinion:
    """Advise to grant or to refuse a request, with the reason; another opinion takes the place of the first until it is
    decided. Whoever decides is told. What stands there already is not written again.

    Raises `NotPermitted` for whoever does not appraise this leaf of this unit, ValidationError without a text, where
    the request does not wait any more or its unit is not appraised, and where the unit stands near to the person.
    """
    rows = ApplicabilityRequest.objects.select_related(
        "participant__cycle", "participant__cycle_set__version", "participant__unit"
    )
    held = hold(rows, asked.pk)
    participant = held.participant
    if not may_propose(by, participant.cycle) or by.person_id not in appraisers_of(held):
        raise NotPermitted(Permission.APPLICABILITY_PROPOSE)
    check_not_near(by, participant.cycle, {participant.pk}, Permission.APPLICABILITY_PROPOSE)
    said = _text(text)
    if held.state != ApplicabilityRequest.State.ASKED:
        raise ValidationError(_("This request does not wait any more: it was decided or withdrawn."))
    appraised = participant.appraisals.exclude(state=UnitAppraisal.State.WITHDRAWN).order_by("pk").first()
    if appraised is None:
        raise ValidationError(_("The unit has its sheet: whoever prepares the cycle decides on this."))
    row = ApplicabilityOpinion.objects.filter(request=held).first() or ApplicabilityOpinion(request=held)
    if row.pk is not None and (row.grants, row.text, row.person_id) == (grants, said, by.person_id):
        return row
    row.grants, row.text, row.at = grants, said, now or timezone.now()
    for name, value in by_line(by).items():
        setattr(row, name, value)
    row.save()
    record(
        by=by,
        verb=FOR if grants else AGAINST,
        subject=participant.name,
        subject_id=appraised.pk,
        facts={"leaf": held.leaf},
        wrote=[row],
    )
    tell(
        kind=TOLD_GIVEN,
        to=people_of_the_province(Permission.APPLICABILITY_SETTLE, timezone.localdate()),
        facts={"unit": participant.name, "leaf": held.leaf},
        href=reverse("cycles:request", args=[participant.cycle_id, held.pk]),
        by=by,
    )
    return row


def want_opinion(*, by: Actor, asked: ApplicabilityRequest) -> list[Model]:
    """Tell who appraises the leaf of a new request that an opinion is needed, where the unit is appraised; the answer
    to `not_applicable_asked`."""
    taken = UnitAppraisal.objects.filter(participant=asked.participant)
    if taken.exclude(state=UnitAppraisal.State.WITHDRAWN).exists():
        tell_appraisers([asked])
    return []


def tell_appraisers(requests: Collection[ApplicabilityRequest]) -> None:
    """Tell who appraises the leaves of these requests that opinions are needed. Part of an act."""
    for one in requests:
        participant = one.participant
        tell(
            kind=TOLD_WANTED,
            to=appraisers_of(one),
            facts={"unit": participant.name, "leaf": one.leaf},
            href=reverse("appraisal:opinion", args=[participant.cycle.year, one.pk]),
            by=None,
        )


def check_not_asked_off(participant: int, leaf: str) -> None:
    """Raise ValidationError where the unit asked that a leaf shall not apply to it, nobody has decided, and its
    appraiser has not said that it applies: it is not appraised until then."""
    found = asked_off([participant]).get((participant, leaf))
    if found is None or found.may_be_appraised:
        return
    if found.opinion is None:
        words = _("The unit asks that %(leaf)s shall not apply to it: give your opinion on that first.")
    else:
        words = _(
            "The unit asks that %(leaf)s shall not apply to it; you advise so, and the lead has not decided."
        )
    raise ValidationError(words, params={"leaf": leaf}, code="asked_off")


def _text(text: str) -> str:
    try:
        found = " ".join(accepted_text(text, MOST["reason"]).split())
    except RefusedText as refused:
        raise ValidationError({"text": [say(why, gettext, number_in_full) for why in refused.whys]}) from None
    if not found:
        raise ValidationError({"text": gettext("Write the reason of the opinion.")})
    return found
