"""Filled forms are stored with their receipts: those that come at the same time in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.statements import Columns, Statement, among, answer_of
from cchc.audit.verbs import verb
from cchc.core.surveys.answering import Texts
from cchc.core.surveys.questionnaires.answers import AnswerFault, FilledForm, read_form
from cchc.core.surveys.questionnaires.content import questions_of
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.fieldwork.actions.sending import IncomingForm, SubmittedForm, Superseded, UsedUp, WrongAnswers
from cchc.fieldwork.models import (
    AnswerDraft,
    AnswerLink,
    AssignmentState,
    FieldAssignment,
    FormSubmission,
    SubmissionOutcome,
)
from cchc.surveys.actions.collecting import CollectedForm, checked_forms, write_collected_forms
from cchc.surveys.models import QuestionnaireVersion, Survey, SurveyForm

RECEIVED = verb("fieldwork.form_received", _("received form no. {number} of “{subject}”"))

Receipt = tuple[FormSubmission, bool]
"""A sending that is stored, and whether it is new."""


@lru_cache(maxsize=64)
def _published(version: int, sha256: str) -> QuestionSet:
    """The questionnaire of a version; once it is published it never changes, and `sha256` tells drafts apart."""
    return questions_of(QuestionnaireVersion.objects.values_list("content", flat=True).get(pk=version))


def questions_for(form: SurveyForm) -> QuestionSet:
    """Return the questionnaire that a form asks, which is read once in each process."""
    sha256 = QuestionnaireVersion.objects.values_list("sha256", flat=True).get(pk=form.version_id)
    return _published(form.version_id, sha256)


@dataclass
class _Known:
    """What is known of the assignments and keys of forms that come: from the database, and of those before them."""

    assignments: dict[int, FieldAssignment]
    surveys: dict[int, Survey]
    forms: dict[int, tuple[SurveyForm, QuestionSet]]
    submissions: dict[str, dict[int, FormSubmission]]
    keys: dict[int, str]  # of the assignments that are used up
    owners: dict[str, int]  # of the keys that are taken
    checked: set[str] = field(default_factory=set)

    @property
    def came_before(self) -> set[str]:
        """The keys of forms of which something was stored before: nothing is asked about the answers of others."""
        return self.submissions.keys() | self.owners.keys()


@dataclass(frozen=True, slots=True)
class _Accepted:
    """A form that is to be stored: where it stands in what came, and what it says."""

    at: int
    incoming: IncomingForm
    assignment: FieldAssignment
    collected: CollectedForm
    is_first: bool


@transaction.atomic
def store_forms(incoming: Sequence[IncomingForm]) -> list[Receipt | Exception]:
    """Store forms in one transaction; returns for each its receipt, or why it is not taken: `UsedUp`, `Superseded`,
    `WrongAnswers`, or ValidationError while its survey does not collect, its assignment is void or the form was
    checked. What is not taken leaves nothing behind."""
    found: list[Receipt | Exception] = [Superseded() for _one in incoming]
    known = _known(incoming)
    accepted: list[_Accepted] = []
    again: list[int] = []  # another version of a form that is stored in this very turn
    turn: set[str] = set()
    for at, one in enumerate(incoming):
        if one.sent.key in turn:
            again.append(at)
            continue
        try:
            judged = _judged(at, one, known)
        except (UsedUp, Superseded, ValidationError) as refused:
            found[at] = refused
            continue
        if isinstance(judged, FormSubmission):
            found[at] = judged, False
            continue
        accepted.append(judged)
        turn.add(one.sent.key)
        known.keys[judged.assignment.pk] = one.sent.key
        known.owners[one.sent.key] = judged.assignment.pk
    if accepted:
        for taken, row in zip(accepted, _write(accepted, known), strict=True):
            found[taken.at] = row, True
    if again:
        for at, outcome in zip(again, store_forms([incoming[at] for at in again]), strict=True):
            found[at] = outcome
    return found


def _known(incoming: Sequence[IncomingForm]) -> _Known:
    keys = {one.sent.key for one in incoming}
    held = _held({one.assignment.pk for one in incoming})
    forms = {
        one.form_id: (one.form, _published(one.form.version_id, one.form.version.sha256))
        for one in held.values()
    }
    submissions: dict[str, dict[int, FormSubmission]] = defaultdict(dict)
    for row in FormSubmission.objects.filter(key__in=keys).order_by():
        submissions[row.key][row.version] = row
    links = list(AnswerLink.objects.filter(Q(assignment__in=held) | Q(form_key__in=keys)).order_by())
    surveys = _collecting({one.survey_id for one in held.values()})
    known = _Known(
        held,
        surveys,
        forms,
        submissions,
        {one.assignment_id: one.form_key for one in links},
        {one.form_key: one.assignment_id for one in links},
    )
    before = known.came_before
    if before:
        for survey in surveys.values():
            known.checked |= checked_forms(survey, before)
    return known


def _held(assignments: Collection[int]) -> dict[int, FieldAssignment]:
    """The assignments as they are now, locked in one order, so that two that store at once do not wait for each other
    for ever."""
    rows = FieldAssignment.objects.select_related("case", "form__version").defer("form__version__content")
    held = rows.select_for_update(of=("self",), no_key=True)
    return {one.pk: one for one in held.filter(pk__in=assignments).order_by("pk")}


def _collecting(surveys: Collection[int]) -> dict[int, Survey]:
    """The surveys as they are now; none of them is closed before these forms are stored."""
    columns = Columns(Survey, "held")
    where, ids = among(surveys)
    lock = " FOR SHARE" if connection.vendor == "postgresql" else ""
    words = f'SELECT {columns} FROM "surveys_survey" held WHERE held.id {where} ORDER BY held.id{lock}'  # noqa: S608 - ours
    rows = answer_of(Statement(words, [ids], lambda rows: [columns.row(iter(row)) for row in rows]))
    return {one.pk: one for one in rows}


def _judged(at: int, one: IncomingForm, known: _Known) -> _Accepted | FormSubmission:
    """A form that is to be stored, or the sending that is there already. Raises why it is not taken."""
    sent, held = one.sent, known.assignments.get(one.assignment.pk)
    versions = known.submissions.get(sent.key, {})
    if versions and max(versions) >= sent.version:
        there = versions.get(sent.version)
        if there is not None and there.sha256 == sent.sha256:
            return there
        raise Superseded
    if held is None:
        raise ValidationError(_("What you are working on was deleted meanwhile."))
    own = known.keys.get(held.pk)
    if own not in (None, sent.key) or known.owners.get(sent.key, held.pk) != held.pk:
        raise UsedUp
    if held.state == AssignmentState.VOID:
        raise ValidationError(_("This form was made void: it takes no answers."))
    if known.surveys[held.survey_id].state != "collecting":
        raise ValidationError(_("The survey takes no answers now."))
    if sent.key in known.checked:
        raise ValidationError(_("This form was checked already: it does not change any more."))
    form, questions = known.forms[held.form_id]
    collected = CollectedForm(
        sent.key,
        form,
        questions,
        held.channel,
        _read(questions, sent.texts),
        held.case,
        held.is_test,
        held.open_link_id is not None,
    )
    return _Accepted(at, one, held, collected, own is None)


def _read(questions: QuestionSet, texts: Texts) -> dict[int, FilledForm]:
    """The answers of each rated unit. What was answered though it was not asked is left out, as in files."""
    read = {unit: read_form(questions, told) for unit, told in texts.items()}
    wrong = {
        unit: tuple(
            fault for fault in form.faults if fault.what in (AnswerFault.UNREADABLE, AnswerFault.UNKNOWN)
        )
        for unit, form in read.items()
    }
    if any(wrong.values()):
        raise WrongAnswers({unit: faults for unit, faults in wrong.items() if faults})
    return read


def _write(accepted: Sequence[_Accepted], known: _Known) -> list[FormSubmission]:
    """Use the assignments up, store answers and receipts, and say so in the log, once for who brings them."""
    AnswerLink.objects.bulk_create(
        AnswerLink(assignment=one.assignment, form_key=one.collected.key) for one in accepted if one.is_first
    )
    again = {one.collected.key for one in accepted if not one.is_first}
    acts: dict[tuple[Actor, int], list[_Accepted]] = defaultdict(list)
    for one in accepted:
        acts[one.incoming.by, one.assignment.survey_id].append(one)
    for pk, survey in known.surveys.items():
        own = [one.collected for one in accepted if one.assignment.survey_id == pk]
        if own:
            write_collected_forms(survey=survey, forms=own, replaced=again)
    rows = FormSubmission.objects.bulk_create(
        _submission(one.assignment, one.incoming.sent) for one in accepted
    )
    used = [one.assignment.pk for one in accepted]
    AnswerDraft.objects.filter(assignment__in=used).delete()
    back = FieldAssignment.objects.filter(pk__in=used)
    back.exclude(state=AssignmentState.RETURNED).update(
        state=AssignmentState.RETURNED, returned_on=timezone.localdate(), reason="", version=F("version") + 1
    )
    for (by, pk), together in acts.items():
        numbers = ", ".join(str(one.assignment.number) for one in together)
        survey = known.surveys[pk]
        facts = {"number": numbers, "version": max(one.incoming.sent.version for one in together)}
        record(by=by, verb=RECEIVED, subject=survey.name, subject_id=survey.pk, facts=facts)
    return rows


def _submission(assignment: FieldAssignment, sent: SubmittedForm) -> FormSubmission:
    return FormSubmission(
        key=sent.key,
        version=sent.version,
        assignment=assignment,
        source=sent.source,
        device=sent.device,
        sha256=sent.sha256,
        body=sent.body,
        outcome=SubmissionOutcome.ACCEPTED,
        begun_at=sent.filling.begun,
        ended_at=sent.filling.ended,
        was_paused=sent.filling.was_paused,
        machine=sent.filling.machine,
    )
