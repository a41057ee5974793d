"""The request of a unit that a leaf shall not apply to it, as entries of the thread of that leaf: what it asked, what
its appraiser advised, what was decided, and what it laid before the council."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cchc.appraisal.models import ApplicabilityOpinion
from cchc.appraisal.policies import AppraisalSight
from cchc.appraisal.queries.requests import opinions_on
from cchc.cycles.models import ApplicabilityAppeal, ApplicabilityRequest, Participant
from cchc.scores.models import Stage
from cchc.scores.queries.threads import ThreadEntry, ThreadKind

State = ApplicabilityRequest.State
Appealed = ApplicabilityAppeal.State


def asked_off_entries(sight: AppraisalSight, participant: Participant, leaf: str) -> list[ThreadEntry]:
    """Return what was asked and decided about whether a leaf applies to a participant, for a reader who sees its
    appraisals or is of its own people; the opinion of the appraiser is never told to these. Two queries, one where
    nothing was asked. What the council decides on an appeal is told by the council."""
    rows = ApplicabilityRequest.objects.filter(participant=participant, leaf=leaf)
    requests = list(rows.select_related("appeal").order_by("pk"))
    sees_advice = sight.has(participant.pk) and participant.unit_id not in sight.own
    advice = opinions_on([one.pk for one in requests]) if requests and sees_advice else {}
    return [entry for one in requests for entry in _of(one, participant, advice.get(one.pk))]


def _of(
    one: ApplicabilityRequest, participant: Participant, advice: ApplicabilityOpinion | None
) -> Iterator[ThreadEntry]:
    first, unit = Stage.FIRST_APPRAISAL, participant.name
    yield ThreadEntry(Stage.SELF_SCORE, one.at, unit, ThreadKind.ASKED_OFF, text=_reason(one))
    if advice is not None:
        words = _("Grant it. {text}") if advice.grants else _("Refuse it. {text}")
        text, who = words.format(text=advice.text), _("the appraising agency")
        yield ThreadEntry(first, advice.at, who, ThreadKind.ADVICE, text=text)
    if one.decided_at is not None and one.state in (State.GRANTED, State.REFUSED):
        text = " ".join(filter(None, (f"{one.get_state_display()}.", one.answer)))
        who = one.decided_unit or _("the province")
        yield ThreadEntry(first, one.decided_at, who, ThreadKind.RULING, text=text)
    appeal = getattr(one, "appeal", None)
    if appeal is not None:
        yield ThreadEntry(first, appeal.at, unit, ThreadKind.APPEAL, text=_reason(appeal))


def _reason(one: ApplicabilityRequest | ApplicabilityAppeal) -> str:
    """The reason, and on a line of its own that it was withdrawn."""
    is_withdrawn = one.state in (State.WITHDRAWN, Appealed.WITHDRAWN)
    return f"{one.reason}\n{one.get_state_display()}" if is_withdrawn else one.reason
