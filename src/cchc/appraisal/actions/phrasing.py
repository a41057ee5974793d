"""Standing phrases: sentences that appraisers offer themselves again for a coded reason."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.appraisal.models import StandingPhrase
from cchc.appraisal.policies import may_keep_phrases
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.core.scoring.appraised import TAKEN_CODES
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import say
from cchc.core.words.numbers import number_in_full

ADDED = verb("appraisal.phrase_added", _("added the standing phrase “{subject}”"))
REMOVED = verb("appraisal.phrase_removed", _("removed the standing phrase “{subject}”"))


@transaction.atomic
def add_phrase(*, by: Actor, code: str, text: str) -> StandingPhrase:
    """Offer a sentence to all appraisers for a coded reason; one that stands there already is not added again. Raises
    ValidationError for an unknown code and an empty sentence."""
    if not may_keep_phrases(by):
        raise NotPermitted(Permission.APPRAISAL_ASSIGN)
    faults: dict[str, list[str]] = {}
    if code not in TAKEN_CODES:
        faults["code"] = [gettext("Choose the reason for which it is offered.")]
    sentence = ""
    try:
        sentence = " ".join(accepted_text(text, MOST["reason"]).split())
    except RefusedText as refused:
        faults["text"] = [say(why, gettext, number_in_full) for why in refused.whys]
    else:
        if not sentence:
            faults["text"] = [gettext("Write the sentence.")]
    if faults:
        raise ValidationError(faults)
    phrase, made = StandingPhrase.objects.get_or_create(code=code, text=sentence)
    if made:
        record(by=by, verb=ADDED, subject=sentence, subject_id=phrase.pk, facts={"code": code})
    return phrase


@transaction.atomic
def remove_phrase(*, by: Actor, phrase: StandingPhrase) -> None:
    """Offer a sentence no more; where it was used it stays. Raises ValidationError for one that is gone already."""
    if not may_keep_phrases(by):
        raise NotPermitted(Permission.APPRAISAL_ASSIGN)
    found = hold(StandingPhrase.objects.all(), phrase.pk)
    record(by=by, verb=REMOVED, subject=found.text, subject_id=found.pk, facts={"code": found.code})
    found.delete()
