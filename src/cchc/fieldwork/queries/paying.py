"""For how many forms enumerators are to be paid, and what was paid: counts of forms, no form by its number."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from cchc.accounts.models import Membership
from cchc.fieldwork.models import AssignmentState
from cchc.surveys.models import Survey


@dataclass(frozen=True, slots=True)
class PaymentDue:
    """An enumerator with how many of his or her forms came back, how many of them were paid, and how many are due."""

    enumerator: Membership
    returned: int
    paid: int

    @property
    def due(self) -> int:
        """How many forms are still to be paid."""
        return max(self.returned - self.paid, 0)


def payments_due(survey: Survey) -> list[PaymentDue]:
    """What is due to each enumerator of a survey that had forms come back, by name; tests are left aside."""
    returned = dict(
        survey.assignments.filter(enumerator__isnull=False, state=AssignmentState.RETURNED, is_test=False)
        .order_by()
        .values_list("enumerator")
        .annotate(count=Count("pk"))
    )
    paid = dict(survey.payments.order_by().values_list("enumerator").annotate(count=Sum("forms")))
    people = Membership.objects.select_related("person", "unit").in_bulk({*returned, *paid})
    rows = [PaymentDue(people[pk], returned.get(pk, 0), paid.get(pk, 0)) for pk in people]
    return sorted(
        rows, key=lambda row: (row.enumerator.unit.name, str(row.enumerator.person), row.enumerator.pk)
    )
