"""Filled forms are stored with their receipts: those that come at the same time in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.statements import Statement, carry_out
from cchc.audit.verbs import verb
from cchc.core.surveys.answering import Texts
from cchc.core.surveys.questionnaires.answers import AnswerFault, FilledForm, KnownAnswers, read_form
from cchc.core.surveys.questionnaires.content import questions_of
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.fieldwork.actions import intake_statements as statements
from cchc.fieldwork.actions.intake_statements import AssignmentAtIntake, FormAtIntake, SurveyAtIntake
from cchc.fieldwork.actions.sending import (
    FormReading,
    IncomingForm,
    SubmittedForm,
    Superseded,
    UsedUp,
    WrongAnswers,
)
from cchc.fieldwork.models import AssignmentState, FormSubmission, SubmissionOutcome
from cchc.surveys.actions.collecting import (
    CollectedForm,
    checked_forms,
    mark_changed_cells,
    storing_forms,
    take_earlier_versions_out,
)
from cchc.surveys.actions.filled_cells import FilledCells, counting_cells, filled_cells, holding_cells
from cchc.surveys.models import QuestionnaireVersion, SurveyForm

RECEIVED = verb("fieldwork.form_received", _("received form no. {number} of “{subject}”"))

Receipt = tuple[FormSubmission, bool]
"""A sending that is stored, and whether it is new."""


@dataclass(frozen=True, slots=True)
class PublishedQuestions:
    """The questionnaire of a published version, and how answers to it are read."""

    questions: QuestionSet
    read: KnownAnswers


@lru_cache(maxsize=64)
def _published(version: int, sha256: str) -> PublishedQuestions:
    """The questionnaire of a version; once it is published it never changes, and `sha256` tells drafts apart."""
    content = QuestionnaireVersion.objects.values_list("content", flat=True).get(pk=version)
    questions = questions_of(content)
    return PublishedQuestions(questions, KnownAnswers(questions))


def questions_for(form: SurveyForm) -> QuestionSet:
    """Return the questionnaire that a form asks, which is read once in each process."""
    sha256 = QuestionnaireVersion.objects.values_list("sha256", flat=True).get(pk=form.version_id)
    return _published(form.version_id, sha256).questions


@dataclass
class _Known:
    """What is known of the assignments and keys of forms that come: from the database, and of those before them."""

    assignments: dict[int, AssignmentAtIntake]
    surveys: dict[int, SurveyAtIntake]
    forms: dict[int, FormAtIntake]
    submissions: dict[str, dict[int, FormSubmission]]
    keys: dict[int, str]  # of the assignments that are used up
    owners: dict[str, int]  # of the keys that are taken
    cells: dict[int, FilledCells]  # by survey
    checked: set[str]


@dataclass(frozen=True, slots=True)
class _Accepted:
    """A form that is to be stored: where it stands in what came, and what it says."""

    at: int
    incoming: IncomingForm
    assignment: AssignmentAtIntake
    collected: CollectedForm
    is_first: bool


@transaction.atomic
def store_forms(incoming: Sequence[IncomingForm]) -> list[Receipt | Exception]:
    """Store forms in one transaction; returns for each its receipt, or why it is not taken: `UsedUp`, `Superseded`,
    `WrongAnswers`, or ValidationError while its survey does not collect, its assignment is void or the form was
    checked. What is not taken leaves nothing behind."""
    found: list[Receipt | Exception] = []
    while len(found) < len(incoming):
        found += _store_turn(_without_second_versions(incoming[len(found) :]))
    return found


def _without_second_versions(incoming: Sequence[IncomingForm]) -> Sequence[IncomingForm]:
    """Those that come before another version of one of them: it is judged by what is stored then, and whatever follows
    it stands behind it."""
    keys: set[str] = set()
    for at, one in enumerate(incoming):
        if one.sent.key in keys:
            return incoming[:at]
        keys.add(one.sent.key)
    return incoming


def _store_turn(incoming: Sequence[IncomingForm]) -> list[Receipt | Exception]:
    """Judge and store forms of different keys; returns what became of each."""
    known = _known(incoming)
    found: list[Receipt | Exception] = []
    accepted: list[_Accepted] = []
    for at, one in enumerate(incoming):
        try:
            judged = _judged(at, one, known)
        except (UsedUp, Superseded, ValidationError) as refused:
            found.append(refused)
            continue
        if isinstance(judged, FormSubmission):
            found.append((judged, False))
            continue
        found.append(Superseded())  # until it is stored
        accepted.append(judged)
        known.keys[judged.assignment.pk] = one.sent.key
        known.owners[one.sent.key] = judged.assignment.pk
    if accepted:
        for taken, row in zip(accepted, _write(accepted, known), strict=True):
            found[taken.at] = row, True
    return found


def _known(incoming: Sequence[IncomingForm]) -> _Known:
    """Read and hold what forms are judged by, in one message: what is held first is read as it is then. Surveys come
    before their assignments, as whoever sends forms out or closes a survey holds them: neither waits for the other."""
    keys = {one.sent.key for one in incoming}
    ids = {one.assignment.pk for one in incoming}
    survey_ids = {one.assignment.survey_id for one in incoming}
    units = {unit for one in incoming for unit in one.sent.texts}
    assignments, surveys = statements.holding_assignments(ids), statements.holding_surveys(survey_ids)
    forms, submissions = statements.reading_forms(ids), statements.reading_submissions(keys)
    links = statements.reading_links(ids, keys)
    cells, came = holding_cells(survey_ids, units), counting_cells(survey_ids, units)
    carry_out(surveys, assignments, forms, submissions, links, cells, came)
    owners = {key: assignment for assignment, key in links.answer}
    before = submissions.answer.keys() | owners.keys()
    return _Known(
        assignments.answer,
        surveys.answer,
        forms.answer,
        submissions.answer,
        dict(links.answer),
        owners,
        filled_cells(((pk, one.has_quotas) for pk, one in surveys.answer.items()), cells.answer, came.answer),
        checked_forms(survey_ids, before) if before else set(),
    )


def _judged(at: int, one: IncomingForm, known: _Known) -> _Accepted | FormSubmission:
    """A form that is to be stored, or the sending that is there already. Raises why it is not taken."""
    sent, held = one.sent, known.assignments.get(one.assignment.pk)
    versions = known.submissions.get(sent.key)
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
    if known.surveys[held.survey].state != "collecting":
        raise ValidationError(_("The survey takes no answers now."))
    if sent.key in known.checked:
        raise ValidationError(_("This form was checked already: it does not change any more."))
    form = _LAST_KNOWN[held.form] = known.forms[held.form]
    collected = CollectedForm(
        sent.key,
        held.survey,
        held.form,
        form.group,
        held.channel,
        _read(form.version, form.sha256, sent),
        held.stratum,
        held.primary_unit,
        held.weight,
        held.is_test,
        held.is_open,
    )
    return _Accepted(at, one, held, collected, own is None)


_LAST_KNOWN: dict[int, FormAtIntake] = {}


def read_ahead(form: int, sent: SubmittedForm) -> None:
    """Read what was sent by the questionnaire that the form (by id) asked when it was last looked at in this process:
    whoever waits for a turn does it meanwhile. It is read anew where the form asks another by then."""
    known = _LAST_KNOWN.get(form)
    if known is not None and sent.sha256:
        with suppress(WrongAnswers):
            _read(known.version, known.sha256, sent)


def _read(version: int, sha256: str, sent: SubmittedForm) -> Mapping[int, FilledForm]:
    """The answers of each rated unit by this questionnaire, read once. Raises `WrongAnswers`."""
    read = sent.readings.get(sha256)
    if read is None:
        read = sent.readings[sha256] = _reading(_published(version, sha256), sent.texts)
    if isinstance(read, WrongAnswers):
        raise read
    return read


def _reading(asked: PublishedQuestions, texts: Texts) -> FormReading:
    """What was answered though it was not asked is left out, as in files."""
    read = {unit: read_form(asked.questions, told, asked.read) for unit, told in texts.items()}
    wrong = {
        unit: tuple(
            fault for fault in form.faults if fault.what in (AnswerFault.UNREADABLE, AnswerFault.UNKNOWN)
        )
        for unit, form in read.items()
        if form.faults
    }
    if any(wrong.values()):
        return WrongAnswers({unit: faults for unit, faults in wrong.items() if faults})
    return read


def _write(accepted: Sequence[_Accepted], known: _Known) -> list[FormSubmission]:
    """Use the assignments up, store answers and receipts, and say so in the log, once for who brings them: all in one
    message."""
    now = timezone.now()
    forms = [one.collected for one in accepted]
    replaced = take_earlier_versions_out([one.collected for one in accepted if not one.is_first])
    used = [one.assignment.pk for one in accepted]
    first = [(one.assignment.pk, one.collected.key) for one in accepted if one.is_first]
    numbers = statements.storing_submissions(
        [(one.assignment.pk, one.incoming.sent) for one in accepted], now
    )
    beside: list[Statement[Any]] = [
        *([statements.using_up(first)] if first else []),
        storing_forms(forms, known.cells, now),
        numbers,
        statements.forgetting_drafts(used),
        statements.giving_back(used, timezone.localdate(now)),
    ]
    _record(accepted, known.surveys, beside)
    mark_changed_cells(forms, replaced, known.cells)
    return [_receipt(one.incoming, numbers.answer) for one in accepted]


def _record(
    accepted: Iterable[_Accepted], surveys: Mapping[int, SurveyAtIntake], beside: Sequence[Statement[Any]]
) -> None:
    """One entry for what one actor brought to one survey; the statements go with the first."""
    acts: dict[tuple[Actor, int], list[_Accepted]] = defaultdict(list)
    for one in accepted:
        acts[one.incoming.by, one.assignment.survey].append(one)
    for (by, pk), together in acts.items():
        numbers = ", ".join(str(one.assignment.number) for one in together)
        facts = {"number": numbers, "version": max(one.incoming.sent.version for one in together)}
        record(by=by, verb=RECEIVED, subject=surveys[pk].name, subject_id=pk, facts=facts, beside=beside)
        beside = ()


def _receipt(one: IncomingForm, numbers: Mapping[tuple[str, int], int]) -> FormSubmission:
    """The sending as it is stored."""
    sent = one.sent
    row = FormSubmission(
        pk=numbers[sent.key, sent.version],
        key=sent.key,
        version=sent.version,
        assignment=one.assignment,
        source=sent.source,
        device=sent.device,
        sha256=sent.sha256,
        body=sent.body,
        outcome=SubmissionOutcome.ACCEPTED,
    )
    row._state.adding = False
    return row
