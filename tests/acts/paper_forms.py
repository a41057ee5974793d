"""Acts on paper forms of a survey: batches made, closed, opened again; forms keyed and decided; lists of payments."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from cchc.access.permissions import Role
from cchc.core.surveys.keying import BatchCount
from cchc.fieldwork.actions.batching import close_batch, make_batches
from cchc.fieldwork.actions.keying import key_form
from cchc.fieldwork.forms.keying import field_name
from cchc.fieldwork.models import FieldAssignment, PaperBatch
from cchc.surveys.models import Survey
from tests import builders
from tests.acts.table import Data, a_department, act, named
from tests.builders.collecting import a_collecting_survey
from tests.builders.fieldwork import an_answered_form, some_assignments

STAFF = Role.SURVEY_STAFF


def a_field(each: int = 2) -> tuple[Survey, list[FieldAssignment]]:
    """A survey of a department of its own that collects, with paper forms that are handed out."""
    unit = a_department()
    survey = a_collecting_survey([unit], name=named("Khảo sát"))
    return survey, some_assignments(survey, [unit], each=each)


def a_batch(doubled: int = 0) -> tuple[PaperBatch, list[FieldAssignment]]:
    """A batch with its forms."""
    survey, forms = a_field()
    (batch,) = make_batches(by=builders.an_actor(STAFF), survey=survey, doubled=doubled)
    return batch, forms


def a_keyed_form() -> FieldAssignment:
    """A form that two people have keyed differently."""
    _batch, (form, _other) = a_batch(doubled=100)
    for person, level in ((900_001, "5"), (900_002, "4")):
        by = replace(builders.an_actor(STAFF), person_id=person)
        key_form(by=by, assignment=form, keyed={form.unit_id: {"q1": level}}, key=str(uuid4()))
    return form


@act("fieldwork:batches_make", "fieldwork.batches_made", role=STAFF)
def _() -> tuple[list[Any], Data]:
    return [a_field()[0].pk], {"doubled": 10}


@act("fieldwork:batch_doubling", "fieldwork.doubling_set", role=STAFF)
def _() -> tuple[list[Any], Data]:
    batch, _forms = a_batch()
    return [batch.survey_id, batch.number], {"doubled": 50, "seen": batch.version}


@act("fieldwork:batch_close", "fieldwork.batch_closed", role=STAFF)
def _() -> tuple[list[Any], Data]:
    batch, _forms = a_batch()
    return [batch.survey_id, batch.number], {"returned": 0, "void": 0, "open": 2, "seen": batch.version}


@act("fieldwork:batch_reopen", "fieldwork.batch_opened_again", role=STAFF)
def _() -> tuple[list[Any], Data]:
    batch, _forms = a_batch()
    counted = BatchCount(2, 0, 0, 2)
    closed = close_batch(
        by=builders.an_actor(STAFF), batch=batch, counted=counted, seen_version=batch.version
    )
    return [batch.survey_id, batch.number], {"reason": "Phiếu nộp muộn", "seen": closed.version}


@act("fieldwork:key", "fieldwork.form_received", role=STAFF)
def _() -> tuple[list[Any], Data]:
    _batch, (form, _other) = a_batch()
    texts = {
        field_name(form.unit_id or 0, code): key for code, key in {"q1": "5", "q3": "12", "q4": "3"}.items()
    }
    return [form.survey_id, form.number], {**texts, "key": str(uuid4())}


@act("fieldwork:differing_one", "fieldwork.keying_settled", role=STAFF)
def _() -> tuple[list[Any], Data]:
    form = a_keyed_form()
    return [form.survey_id, form.number], {
        field_name(form.unit_id or 0, "q1"): "4",
        "key": str(uuid4()),
    }


@act("fieldwork:payment_make", "fieldwork.payment_listed", role=STAFF)
def _() -> tuple[list[Any], Data]:
    unit = a_department()
    survey = a_collecting_survey([unit], name=named("Khảo sát"))
    person = builders.a_member(Role.ENUMERATOR, unit=a_department())
    (form,) = some_assignments(survey, [unit], enumerator=person)
    an_answered_form(form)
    return [survey.pk], {"each": 10_000}
