"""Marks of forms are looked for, and people decide what each is worth."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.core.surveys.quality import flags_of
from cchc.fieldwork.models import QualityFlag, QualityState
from cchc.fieldwork.policies import may_decide_back_checks
from cchc.fieldwork.queries.quality import kept_message, looked_at_forms
from cchc.surveys.models import Survey, SurveyState

LOOKED = verb(
    "fieldwork.quality_looked_at",
    _("looked for marks in {forms} forms of “{subject}”: {found} found, {new} new"),
)
CONFIRMED = verb(
    "fieldwork.mark_confirmed", _("confirmed a mark of {forms} forms of “{subject}” ({kind}): {reason}")
)
DISMISSED = verb(
    "fieldwork.mark_dismissed", _("dismissed a mark of {forms} forms of “{subject}” ({kind}): {reason}")
)
_VERBS = {QualityState.CONFIRMED: CONFIRMED, QualityState.DISMISSED: DISMISSED}


@transaction.atomic
def look_for_marks(*, by: Actor, survey: Survey) -> int:
    """Look at all forms that came; returns how many marks are new. What was decided stays; a mark that nobody decided
    and that is not found any more goes.

    Raises `NotPermitted`, and ValidationError unless the survey collects.
    """
    _require(by)
    held = _collecting(survey)
    forms = looked_at_forms(held)
    found = flags_of(forms)
    known = {_key(one.kind, one.enumerator_id, one.forms): one for one in held.quality_flags.all()}
    met = set()
    fresh = []
    for one in found:
        enumerator = int(one.enumerator) if one.enumerator else None
        key = _key(one.kind.value, enumerator, list(one.forms))
        met.add(key)
        if key not in known:
            fresh.append(
                QualityFlag(
                    survey=held,
                    kind=one.kind.value,
                    enumerator_id=enumerator,
                    why=kept_message(one.why),
                    forms=list(one.forms),
                )
            )
    gone = [one.pk for key, one in known.items() if key not in met and one.state == QualityState.OPEN]
    QualityFlag.objects.filter(pk__in=gone).delete()
    QualityFlag.objects.bulk_create(fresh)
    facts = {"forms": len(forms), "found": len(found), "new": len(fresh)}
    record(by=by, verb=LOOKED, subject=held.name, subject_id=held.pk, facts=facts)
    return len(fresh)


def _key(kind: str, enumerator: int | None, forms: list[int]) -> tuple[str, int | None, tuple[int, ...]]:
    return kind, enumerator, tuple(forms)


@transaction.atomic
def decide_mark(*, by: Actor, flag: QualityFlag, state: QualityState, reason: str, seen: int) -> QualityFlag:
    """Confirm or dismiss a mark, for a reason; nothing becomes of its forms by this.

    Raises `NotPermitted`, `Changed` where somebody decided meanwhile, and ValidationError without a reason, and unless
    the survey collects.
    """
    _require(by)
    survey = _collecting(flag.survey)
    held = hold(QualityFlag.objects.filter(survey=survey), flag.pk)
    if held.version != seen:
        raise Changed(seen=seen, now=held.version)
    said = " ".join(reason.split())
    if not said:
        raise ValidationError({"reason": _("Say why the mark is confirmed or dismissed.")})
    held.state, held.reason, held.decided_by = state, said, by.person
    held.version += 1
    held.save(update_fields=["state", "reason", "decided_by", "version"])
    facts = {"forms": len(held.forms), "kind": str(held.get_kind_display()), "reason": said}
    record(by=by, verb=_VERBS[state], subject=survey.name, subject_id=survey.pk, facts=facts)
    return held


def _require(by: Actor) -> None:
    if not (by.everywhere and may_decide_back_checks(by)):
        raise NotPermitted(Permission.BACK_CHECK_DECIDE)


def _collecting(survey: Survey) -> Survey:
    held = hold(Survey.objects.all(), survey.pk)
    if held.state != SurveyState.COLLECTING:
        raise ValidationError(_("Forms are looked at while the survey collects answers."))
    return held
