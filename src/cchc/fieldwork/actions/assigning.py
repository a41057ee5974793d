"""Forms are numbered and handed out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.accounts.models import Membership
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.core.surveys.codes import respondent_code
from cchc.fieldwork.exchange.codes import CodeToSend
from cchc.fieldwork.models import CollectingMode, FieldAssignment
from cchc.fieldwork.policies import may_manage_fieldwork
from cchc.fieldwork.queries.forms import respondent_of
from cchc.fieldwork.queries.handing_out import Column, HandedTo, WantedForms, hands_of, missing_forms
from cchc.surveys.models import SampleCase, Survey, SurveyForm, SurveyState
from cchc.units.models import Unit

HANDED_OUT = verb("fieldwork.handed_out", _("prepared {count} forms of “{subject}”, no. {first} to {last}"))


@dataclass(frozen=True, slots=True)
class FormWanted:
    """One form that is wanted: which questionnaire for which group, for whom, by which way, through whom."""

    form: SurveyForm
    mode: CollectingMode
    unit: Unit | None = None
    case: SampleCase | None = None
    channel: str = ""
    enumerator: Membership | None = None
    is_test: bool = False


def code_of(assignment: FieldAssignment) -> str:
    """The code by which a respondent answers: computed anew each time, stored nowhere."""
    return _code(assignment.survey_id, assignment.number, assignment.issue)


def code_to_send(form: FieldAssignment, home: str) -> CodeToSend:
    """What is sent of a form; `home` is the address of the platform."""
    asked = respondent_of(form)
    return CodeToSend(
        number=form.number,
        code=code_of(form),
        survey=form.survey.name,
        about=form.unit.name if form.unit else "",
        group=form.form.respondent_group,
        home=home,
        until=form.survey.collects_until,
        name=asked.name,
        telephone=asked.telephone,
        mail=asked.mail,
        enumerator=form.enumerator.person.name if form.enumerator else "",
        mode=str(CollectingMode(form.mode).label),
    )


def hash_of_code(code: str) -> str:
    """The hash under which the form of a code is found."""
    return sha256(f"cchc.fieldwork/{code}".encode()).hexdigest()


def _code(survey: int, number: int, issue: int) -> str:
    return respondent_code(settings.SECRET_KEY.encode(), survey, number, issue)


@transaction.atomic
def hand_out(*, by: Actor, survey: Survey, wanted: Sequence[FormWanted]) -> list[FieldAssignment]:
    """Number forms and give each its code; returns them in the order in which they were wanted.

    Raises `NotPermitted`, and ValidationError unless the survey collects, and where a case has its form already.
    """
    if not may_manage_fieldwork(by):
        raise NotPermitted(Permission.FIELDWORK_MANAGE)
    held = hold(Survey.objects.all(), survey.pk)
    if held.state != SurveyState.COLLECTING:
        raise ValidationError(_("Forms are handed out while the survey collects answers."))
    cases = [one.case.pk for one in wanted if one.case is not None]
    there = FieldAssignment.objects.filter(case__in=cases).values_list("case__number", flat=True)
    if there or len(set(cases)) < len(cases):
        numbers = "; ".join(map(str, sorted(there)[:5]))
        raise ValidationError(_("These cases have a form already: %(numbers)s."), params={"numbers": numbers})
    last = held.assignments.aggregate(last=Max("number"))["last"] or 0
    rows = FieldAssignment.objects.bulk_create(
        FieldAssignment(
            survey=held,
            number=number,
            form=one.form,
            case=one.case,
            unit=one.unit,
            channel=one.channel,
            mode=one.mode,
            enumerator=one.enumerator,
            code_sha256=hash_of_code(_code(held.pk, number, 1)),
            is_test=one.is_test,
        )
        for number, one in enumerate(wanted, last + 1)
    )
    if rows:
        facts = {"count": len(rows), "first": rows[0].number, "last": rows[-1].number}
        record(by=by, verb=HANDED_OUT, subject=held.name, subject_id=held.pk, facts=facts)
    return rows


@dataclass(frozen=True, slots=True)
class HandingOut:
    """How what is missing is handed out: to whom, by which mode each group and channel that is chosen, through which
    enumerators."""

    to: HandedTo
    modes: Mapping[Column, CollectingMode]
    enumerators: Sequence[Membership] = ()


def forms_wanted(missing: Sequence[WantedForms], chosen: HandingOut) -> list[FormWanted]:
    """Each single form of what is missing in the chosen groups and channels, with the one who asks for it."""
    taken = [one for one in missing if one.column in chosen.modes]
    hands = hands_of(taken, chosen.enumerators)
    units = Unit.objects.in_bulk({one.unit for one in taken if one.unit is not None})
    return [
        FormWanted(
            form=one.form,
            mode=chosen.modes[one.column],
            unit=None if one.unit is None else units[one.unit],
            case=case,
            channel=one.channel,
            enumerator=hands.get(one.unit),
        )
        for one in taken
        for case in one.cases or (None,) * one.count
    ]


@transaction.atomic
def hand_out_missing(*, by: Actor, survey: Survey, chosen: HandingOut, seen: int) -> list[FieldAssignment]:
    """Hand out what cases or quotas lack, `seen` forms as the person saw it; returns the forms.

    Raises `NotPermitted`, and ValidationError where nothing is chosen or another number is missing by now.
    """
    if not may_manage_fieldwork(by):
        raise NotPermitted(Permission.FIELDWORK_MANAGE)
    held = hold(Survey.objects.all(), survey.pk)
    wanted = forms_wanted(missing_forms(held, chosen.to), chosen)
    if not wanted:
        raise ValidationError(_("Nothing is missing: no form is handed out."))
    if len(wanted) != seen:
        raise ValidationError(
            _("%(count)s forms are missing by now: look at it again, then hand them out."),
            params={"count": len(wanted)},
        )
    return hand_out(by=by, survey=held, wanted=wanted)
