"""What comes together is stored the same as what comes alone, one after the other, whatever mix of forms it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.fieldwork.actions.assigning import FormWanted, hand_out
from cchc.fieldwork.actions.intake_statements import LINK, SUBMISSION
from cchc.fieldwork.actions.outcomes import make_void
from cchc.fieldwork.actions.sending import IncomingForm, SubmittedForm
from cchc.fieldwork.actions.storing import store_forms
from cchc.fieldwork.models import (
    AnswerDraft,
    AnswerLink,
    CollectingMode,
    FieldAssignment,
    FormSubmission,
    SubmissionSource,
    VoidReason,
)
from cchc.surveys.actions.collecting import RESPONSE
from cchc.surveys.actions.overflow import mark_overflow
from cchc.surveys.actions.responses import accept_all
from cchc.surveys.actions.states import start_collecting
from cchc.surveys.actions.surveys import CellOf, ask_group, choose_units, set_quotas
from cchc.surveys.models import Response, Survey
from tests import builders
from tests.builders.collecting import PEOPLE, a_collecting_survey, a_published_version, a_survey
from tests.builders.fieldwork import some_assignments

pytestmark = pytest.mark.django_db

BY = builders.an_actor(Role.SURVEY_STAFF)
DELEGATES = "Đại biểu Hội đồng nhân dân"
ANSWERS = (
    {"q1": "5", "q2": "4"},
    {"q1": "1", "q2": "Hài lòng", "q3": "loa; web", "q4": "12", "q5": " tốt "},
    {"q1": "2"},
    {},
    {"q1": "9", "q2": "4"},  # no level of the scale
    {"q1": "5", "q9": "1"},  # no such question
)


@dataclass(frozen=True)
class Drawn:
    """One sending: by whom, of which form, under which key and version, with which answers."""

    by: int
    form: int
    key: str
    version: int
    answers: int


SENDINGS = st.lists(
    st.builds(
        Drawn,
        st.integers(0, 1),
        st.integers(0, 12),
        st.sampled_from([f"phieu-{at}" for at in range(8)]),
        st.integers(1, 2),
        st.integers(0, len(ANSWERS) - 1),
    ),
    max_size=12,
)


@dataclass(frozen=True)
class World:
    """Forms of a survey with quotas (of a unit, of all units, of a test, void), of one without, and of a closed one."""

    surveys: tuple[Survey, ...]
    forms: tuple[FieldAssignment, ...]
    units: tuple[int, ...]
    actors: tuple[Any, ...]


@pytest.fixture
def world() -> World:
    units = [builders.a_unit(f"Xã số {at}", "commune") for at in range(2)]
    survey = a_survey()
    choose_units(by=BY, survey=survey, units=units)
    version = a_published_version()
    people = ask_group(by=BY, survey=survey, group=PEOPLE, version=version)
    delegates = ask_group(by=BY, survey=survey, group=DELEGATES, version=version)
    targets = {CellOf(one.pk, PEOPLE): 1 for one in units} | {CellOf(None, DELEGATES): 1}
    targets[CellOf(units[0].pk, PEOPLE, "Bưu điện")] = 1
    set_quotas(by=BY, survey=survey, targets=targets)
    survey = start_collecting(by=BY, survey=survey)
    own = {"mode": CollectingMode.ONLINE}
    wanted = [
        *(FormWanted(people, unit=units[0], **own) for _form in range(3)),
        *(FormWanted(people, unit=units[1], **own) for _form in range(2)),
        FormWanted(people, unit=units[0], channel="Bưu điện", **own),
        FormWanted(people, unit=units[0], is_test=True, **own),
        *(FormWanted(delegates, **own) for _form in range(2)),
        FormWanted(people, unit=units[1], **own),
    ]
    forms = hand_out(by=BY, survey=survey, wanted=wanted)
    make_void(by=BY, survey=survey, forms=[forms[-1].pk], reason=VoidReason.LOST)
    free, closed = (
        a_collecting_survey(units[:1], name="Điều tra khác"),
        a_collecting_survey(units[:1], name="Đã xong"),
    )
    free.quota_cells.all().delete()
    forms += [*some_assignments(free, units[:1], each=2), *some_assignments(closed, units[:1])]
    Survey.objects.filter(pk=closed.pk).update(state="closed", closed_at=timezone.now())
    actors = (BY, builders.an_actor(Role.COORDINATOR))
    return World((survey, free, closed), tuple(forms), tuple(one.pk for one in units), actors)


def incoming(world: World, drawn: Drawn) -> IncomingForm:
    form = world.forms[drawn.form]
    about = world.units if form.unit_id is None else (form.unit_id,)
    texts = {unit: ANSWERS[drawn.answers] for unit in about}
    sent = SubmittedForm(drawn.key, drawn.version, texts, SubmissionSource.ONLINE)
    return IncomingForm(world.actors[drawn.by], form, sent)


def said(outcomes: list[Any]) -> list[Any]:
    """What each was answered, without the numbers of rows."""
    return [
        (type(one), getattr(one, "messages", None), getattr(one, "faults", None))
        if isinstance(one, Exception)
        else (one[0].key, one[0].version, one[0].sha256, one[0].assignment_id, one[1])
        for one in outcomes
    ]


def stands(before: int) -> dict[str, Any]:
    """Everything that is stored, in the order of the rows, and what the log says of it since."""
    entries = Entry.objects.filter(pk__gt=before, verb="fieldwork.form_received")
    told = Counter(
        (one.person_id, one.subject, number) for one in entries for number in one.facts["number"].split(", ")
    )
    responses = [name for name in RESPONSE if name != "received_at"]
    return {
        "responses": list(Response.objects.order_by("pk").values_list(*responses)),
        "sent": list(FormSubmission.objects.order_by("pk").values_list(*(set(SUBMISSION) - {"at"}))),
        "links": sorted(AnswerLink.objects.values_list(*LINK)),
        "forms": list(
            FieldAssignment.objects.order_by("pk").values_list("state", "version", "returned_on", "reason")
        ),
        "drafts": AnswerDraft.objects.count(),
        "log": told,
    }


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=SENDINGS, are_checked=st.booleans(), drawn=SENDINGS)
def test_what_comes_together_is_stored_as_what_comes_alone(world: World, before, are_checked, drawn):
    found = []
    for together in (True, False):
        with transaction.atomic():
            for one in before:
                store_forms([incoming(world, one)])
            if are_checked:
                accept_all(by=BY, survey=world.surveys[0])
            entry = Entry.objects.order_by("-pk").values_list("pk", flat=True)[0]
            forms = [incoming(world, one) for one in drawn]
            outcomes = store_forms(forms) if together else [store_forms([one])[0] for one in forms]
            found.append((said(outcomes), stands(entry)))
            marks = list(Response.objects.order_by("pk").values_list("key", "over_quota"))
            for survey in world.surveys:
                mark_overflow(survey, {PEOPLE, DELEGATES}, world.units)
            assert list(Response.objects.order_by("pk").values_list("key", "over_quota")) == marks
            transaction.set_rollback(True)
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("model", "names"), [(Response, RESPONSE), (FormSubmission, SUBMISSION), (AnswerLink, LINK)]
)
def test_the_statements_of_intake_name_every_column_of_their_tables(model, names):
    assert {one.attname for one in model._meta.concrete_fields} - {"id"} == set(names)
