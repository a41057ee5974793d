"""What a device may know and take along: its forms with their questionnaires, in the state of this moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import Count, Q, QuerySet

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.accounts.models import Membership
from cchc.accounts.policies import granting, valid_on
from cchc.accounts.queries import today
from cchc.core.surveys.codes import numbered_form
from cchc.core.surveys.questionnaires.carrying import carried_questions
from cchc.core.surveys.questionnaires.content import questions_of
from cchc.fieldwork.exchange.protocol import ReceiptClaim
from cchc.fieldwork.models import (
    AssignmentState,
    CollectingMode,
    Device,
    DeviceKind,
    FieldAssignment,
    FormSubmission,
)
from cchc.fieldwork.queries.consent import consent_of
from cchc.surveys.models import QuestionnaireVersion, Survey, SurveyState

MOST_TOLD = 1_000  # forms in one answer: the list goes on behind the last of them


def hash_of_token(token: str) -> str:
    """The hash under which a device is found."""
    return sha256(f"cchc.fieldwork.device/{token}".encode()).hexdigest()


def devices_of_person(person: int) -> QuerySet[Device]:
    """The telephones of a person, the newest first, with how many forms each has sent (`sent`)."""
    return (
        Device.objects.filter(membership__person=person)
        .annotate(sent=Count("submissions__key", distinct=True))
        .order_by("revoked_at", "-pk")
    )


def devices_in(survey: Survey) -> QuerySet[Device]:
    """The systems that send for a survey, and the telephones of those who have forms of it."""
    people = survey.assignments.filter(mode=CollectingMode.INTERVIEW).values("enumerator__person")
    return (
        Device.objects.filter(Q(survey=survey) | Q(membership__person__in=people))
        .select_related("membership__person", "membership__unit")
        .annotate(
            sent=Count("submissions__key", filter=Q(submissions__assignment__survey=survey), distinct=True)
        )
        .order_by("kind", "revoked_at", "pk")
    )


def still_works(device: Device) -> bool:
    """Whether a device is not revoked, and whoever holds it is still an enumerator today."""
    if device.revoked_at is not None:
        return False
    member = device.membership
    if member is None:
        return True
    running = type(member).objects.filter(valid_on(today()), pk=member.pk, person__is_active=True)
    return running.exists()


def assignments_of_device(device: Device) -> QuerySet[FieldAssignment]:
    """The forms to which a device may send: of its enumerator those to be asked by telephone or in talk, of a system
    those of its survey."""
    if device.kind == DeviceKind.TOOL:
        return FieldAssignment.objects.filter(survey=device.survey_id)
    person = device.membership.person_id if device.membership else 0
    return FieldAssignment.objects.filter(enumerator__person=person, mode=CollectingMode.INTERVIEW)


@dataclass(frozen=True, slots=True)
class TakenAlong:
    """What a device takes along: surveys, forms and questionnaires as JSON holds them, and where the list goes on
    (0: nowhere)."""

    surveys: list[dict[str, Any]]
    forms: list[dict[str, Any]]
    questionnaires: dict[str, Any]
    goes_on_after: int


def taken_along(device: Device, known: frozenset[str], after: int) -> TakenAlong:
    """Everything that a device takes along of surveys that collect; of questionnaires those it has not (`known`)."""
    found = assignments_of_device(device).filter(survey__state=SurveyState.COLLECTING, pk__gt=after)
    rows = list(found.select_related("form__version", "case__row", "link").order_by("pk")[: MOST_TOLD + 1])
    told, more = rows[:MOST_TOLD], len(rows) > MOST_TOLD
    latest = _latest_sendings(told)
    return TakenAlong(
        _surveys({one.survey_id for one in told}),
        [_form(one, latest.get(one.pk), device) for one in told],
        _questionnaires({one.form.version_id for one in told}, known),
        told[-1].pk if more else 0,
    )


def _latest_sendings(forms: Iterable[FieldAssignment]) -> dict[int, FormSubmission]:
    """Of forms that were sent back, the last version that came."""
    back = [one.pk for one in forms if is_sent_back(one)]
    rows = FormSubmission.objects.filter(assignment__in=back).order_by("version")
    return {one.assignment_id: one for one in rows if one.assignment_id is not None}


def is_sent_back(assignment: FieldAssignment) -> bool:
    """Whether the answers of a form came, and it was given back to be corrected."""
    return hasattr(assignment, "link") and assignment.state == AssignmentState.SENT


def _form(assignment: FieldAssignment, latest: FormSubmission | None, device: Device) -> dict[str, Any]:
    case = assignment.case
    told: dict[str, Any] = {
        "id": assignment.pk,
        "survey": assignment.survey_id,
        "number": numbered_form(assignment.number),
        "group": assignment.form.respondent_group,
        "questionnaire": assignment.form.version.sha256,
        "unit": assignment.unit_id or (case.unit_id if case else None),
        "state": assignment.state,
        "version": assignment.version,
        "is_test": assignment.is_test,
    }
    is_out = assignment.state in (AssignmentState.PREPARED, AssignmentState.SENT)
    if case is not None and case.row is not None and is_out and device.kind == DeviceKind.APP:
        told["who"] = [[str(name), str(text)] for name, text in case.row.columns.items() if text]
    if latest is not None:
        told["back"] = {
            "key": latest.key,
            "version": latest.version,
            "reason": assignment.reason,
            "here": latest.device_id == device.pk or not _is_held(latest.device, device),
        }
    return told


def _is_held(other: Device | None, device: Device) -> bool:
    """Whether the device that sent a form still works for the same person: the form is corrected there."""
    return other is not None and other.revoked_at is None and other.membership_id == device.membership_id


def _surveys(ids: set[int]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.pk,
            "name": one.name,
            "until": one.collects_until.isoformat() if one.collects_until else None,
            "consent": consent_of(one),
            "units": [[row.unit_id, row.unit.name] for row in one.rated.all()],
        }
        for one in Survey.objects.filter(pk__in=ids).prefetch_related("rated__unit").order_by("pk")
    ]


def _questionnaires(ids: set[int], known: frozenset[str]) -> dict[str, Any]:
    rows = QuestionnaireVersion.objects.filter(pk__in=ids).exclude(sha256__in=known)
    return {one.sha256: carried_questions(questions_of(one.content)) for one in rows.order_by("pk")}


def missing_receipts(claims: Iterable[ReceiptClaim]) -> list[ReceiptClaim]:
    """Of receipts that a device holds, those of which the server knows nothing: it was restored from a backup."""
    asked = list(claims)
    there = set(
        FormSubmission.objects.filter(key__in={one.key for one in asked}).values_list(
            "key", "version", "sha256"
        )
    )
    return [one for one in asked if (one.key, one.version, one.sha256) not in there]


def membership_that_collects(actor: Actor) -> Membership | None:
    """The membership in which a person fills forms today, the one that acts now before others; None where none does."""
    found = Membership.objects.filter(
        granting(Permission.FORM_COLLECT), valid_on(today()), person=actor.person_id
    )
    return min(found, key=lambda one: (one.unit_id != actor.unit_id, one.pk), default=None)
