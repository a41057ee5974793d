"""What is printed of a batch of paper forms."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cchc.fieldwork.exchange.pack import CONSENT
from cchc.fieldwork.models import AssignmentState, FieldAssignment, Fieldwork, PaperBatch
from cchc.fieldwork.queries.consent import with_last_day


@dataclass(frozen=True, slots=True)
class PrintedNames:
    """What the forms of a batch say alike: the enumerator ("": none), the words of consent and the names of all rated
    units in the order in which they are printed."""

    enumerator: str
    consent: str
    rated: tuple[str, ...]


def forms_printed(batch: PaperBatch) -> list[FieldAssignment]:
    """The forms of a batch in order, void ones left out: nobody fills them any more."""
    rows = FieldAssignment.objects.filter(in_batch__batch=batch).exclude(state=AssignmentState.VOID)
    return list(rows.select_related("unit", "form__version").order_by("number"))


def printed_names(batch: PaperBatch) -> PrintedNames:
    """What the forms of a batch say alike."""
    enumerator = batch.enumerator
    told = Fieldwork.objects.filter(survey=batch.survey_id).values_list("consent", flat=True).first()
    rated = batch.survey.rated.order_by("unit__name", "unit_id").values_list("unit__name", flat=True)
    return PrintedNames(
        f"{enumerator.person} ({enumerator.unit.name})" if enumerator else "",
        with_last_day(told or CONSENT, batch.survey),
        tuple(rated),
    )


def pack_state(batch: PaperBatch) -> str:
    """A text that is another as soon as something else would be printed of the batch."""
    forms = [
        (one.number, one.issue, one.unit.name if one.unit else "", one.form.version.sha256)
        for one in forms_printed(batch)
    ]
    survey = batch.survey
    said = [survey.name, survey.year, survey.collects_until, batch.number, printed_names(batch), forms]
    return hashlib.sha256(repr(said).encode()).hexdigest()
