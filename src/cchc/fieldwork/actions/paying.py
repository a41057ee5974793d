"""Enumerators are paid per form, by a list that they sign."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.fieldwork.models import PaymentEntry
from cchc.fieldwork.policies import may_manage_fieldwork
from cchc.fieldwork.queries.paying import payments_due
from cchc.surveys.models import Survey

LISTED = verb("fieldwork.payment_listed", _("made payment list {list} of “{subject}”: {count} forms"))

MOST_FOR_A_FORM = 10_000_000
"""Dong. More for one form is a slip of the keys."""


@transaction.atomic
def list_payments(*, by: Actor, survey: Survey, each: int) -> list[PaymentEntry]:
    """Make the next list: every enumerator whose forms came back is paid `each` dong for those that no list paid yet;
    returns its entries.

    Raises `NotPermitted`, and ValidationError where nothing is due or the amount makes no sense.
    """
    if not may_manage_fieldwork(by):
        raise NotPermitted(Permission.FIELDWORK_MANAGE)
    held = hold(Survey.objects.all(), survey.pk)
    if not 0 < each <= MOST_FOR_A_FORM:
        raise ValidationError({"each": _("An amount for one form is from 1 to 10,000,000 dong.")})
    due = [one for one in payments_due(held) if one.due]
    if not due:
        raise ValidationError(_("Nothing is due: every form that came back was paid."))
    number = (held.payments.aggregate(last=Max("list_number"))["last"] or 0) + 1
    entries = PaymentEntry.objects.bulk_create(
        PaymentEntry(
            survey=held,
            list_number=number,
            enumerator=one.enumerator,
            name=str(one.enumerator.person),
            forms=one.due,
            each=each,
            at=timezone.localdate(),
            **by_line(by),
        )
        for one in due
    )
    facts = {"list": number, "count": sum(one.forms for one in entries)}
    record(by=by, verb=LISTED, subject=held.name, subject_id=held.pk, facts=facts)
    return entries
