"""What a respondent's code opens: a form to be answered, or why there is none; and who is held off for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from cchc.fieldwork.models import (
    AnswerDraft,
    AssignmentState,
    AttemptKind,
    DoorAttempt,
    FieldAssignment,
    FormSubmission,
    LinkAbout,
    OpenLink,
)
from cchc.surveys.models import Survey, SurveyForm, SurveyState
from cchc.units.models import Unit

HOUR = timedelta(hours=1)
MOST_UNKNOWN_OF_A_SENDER = (
    20  # codes in an hour that nobody has; who mistypes a sign is told before they count
)
MOST_UNKNOWN = 1_000  # in an hour, of everybody; beyond it whoever sent one is held off
MOST_OPENED_OF_A_SENDER = 60  # forms in an hour by open links: a one-stop shop may have one device for all
MOST_OPENED = 5_000  # of everybody


class DoorState(StrEnum):
    """What a code leads to."""

    OPEN = "open"
    USED = "used"
    VOID = "void"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class RespondentDoor:
    """What stands behind a code: the form, about which units, as far as it was filled (`draft`, None before somebody
    agreed to answer). `used_on` is the day on which it came back, `receipt` what was stored then, until closing."""

    state: DoorState
    survey: Survey
    form: SurveyForm
    is_test: bool
    assignment: FieldAssignment | None = None
    draft: AnswerDraft | None = None
    used_on: date | None = None
    receipt: FormSubmission | None = None


def door_of(code_sha256: str) -> RespondentDoor | None:
    """Return what the code of this hash opens; None where nobody has it."""
    draft = (
        AnswerDraft.objects.filter(code_sha256=code_sha256)
        .select_related("link__survey", "link__form", "unit", "assignment__survey", "assignment__form")
        .first()
    )
    if draft is not None and draft.link is not None:
        link = draft.link
        return RespondentDoor(_state(link.survey), link.survey, link.form, link.is_test, draft=draft)
    assignment = draft.assignment if draft is not None else None
    if assignment is None:
        assignment = (
            FieldAssignment.objects.filter(code_sha256=code_sha256).select_related("survey", "form").first()
        )
    if assignment is None:
        return None
    survey, is_test = assignment.survey, assignment.is_test
    if assignment.state == AssignmentState.RETURNED:
        receipt = assignment.submissions.order_by("pk").last()
        return RespondentDoor(
            DoorState.USED,
            survey,
            assignment.form,
            is_test,
            assignment,
            used_on=assignment.returned_on,
            receipt=receipt,
        )
    state = DoorState.VOID if assignment.state == AssignmentState.VOID else _state(survey)
    return RespondentDoor(state, survey, assignment.form, is_test, assignment, draft)


def _state(survey: Survey) -> DoorState:
    return DoorState.OPEN if survey.state == SurveyState.COLLECTING else DoorState.CLOSED


def units_behind(door: RespondentDoor) -> list[Unit]:
    """Return the units about which the form of a code is filled, in the order of their names."""
    if door.assignment is not None and door.assignment.unit_id is not None:
        return [Unit.objects.get(pk=door.assignment.unit_id)]
    if door.draft is not None and door.draft.unit is not None:
        return [door.draft.unit]
    return rated_units(door.survey)


def rated_units(survey: Survey) -> list[Unit]:
    """Return the units that a survey asks about, in the order of their names."""
    return list(Unit.objects.filter(pk__in=survey.rated.values("unit")).order_by("sort_key", "pk"))


def usable_link(key: str) -> OpenLink | None:
    """Return the open link of that key with its survey; None where there is none. It may be closed."""
    return OpenLink.objects.select_related("survey", "form", "unit").filter(key=key).first()


def link_state(link: OpenLink) -> DoorState:
    """Return whether a link opens new forms."""
    return _state(link.survey) if link.is_open else DoorState.CLOSED


def choices_of(link: OpenLink) -> list[Unit]:
    """Return the units among which somebody who came by a link chooses; none where there is nothing to choose."""
    return rated_units(link.survey) if link.about == LinkAbout.CHOSEN else []


def is_held_off(sender: str, now: datetime) -> bool:
    """Whether a sender has tried so many codes within an hour that no code of theirs is looked up any more, right ones
    included; where very many were tried by all, one is enough."""
    tried = DoorAttempt.objects.filter(kind=AttemptKind.UNKNOWN_CODE, at__gt=now - HOUR)
    own = tried.filter(sender=sender).count()
    return own >= MOST_UNKNOWN_OF_A_SENDER or (own > 0 and tried.count() >= MOST_UNKNOWN)


def opens_too_many(sender: str, now: datetime) -> bool:
    """Whether so many forms were opened by open links within an hour, by a sender or by all, that no more is."""
    opened = DoorAttempt.objects.filter(kind=AttemptKind.OPENED, at__gt=now - HOUR)
    return opened.filter(sender=sender).count() >= MOST_OPENED_OF_A_SENDER or opened.count() >= MOST_OPENED
