"""Back-checks: forms are drawn to be asked anew, what a supervisor was told is kept, forms in doubt are discarded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.accounts.models import Membership
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.surveys.back_checks import CheckableForm, CheckedForms, drawn_for_check
from cchc.core.surveys.questionnaires.answers import AnswerFault, read_form
from cchc.core.surveys.questionnaires.content import questions_of
from cchc.core.surveys.sampling.seeds import Seed
from cchc.core.words.messages import Message
from cchc.fieldwork.models import (
    AssignmentState,
    BackCheck,
    BackCheckCase,
    BackCheckState,
    FieldAssignment,
    PaperBatch,
    QualityFlag,
)
from cchc.fieldwork.policies import may_back_check, may_decide_back_checks
from cchc.fieldwork.queries.checking import (
    ASKED_OF_CASES,
    batch_checks_of,
    cases_visible_to,
    checkable_forms,
    checked_forms,
    checks_of,
    group_of,
    kept_sums,
    summed_items,
    units_answered,
)
from cchc.fieldwork.queries.quality import kept_message
from cchc.surveys.models import Response, ResponseReason, ResponseState, Survey, SurveyState
from cchc.units.models import Unit

DRAWN = verb(
    "fieldwork.back_check_drawn",
    _("drew {count} forms of “{subject}” to be asked anew by {body}, seed “{seed}”"),
)
ASKED_ANEW = verb(
    "fieldwork.asked_anew", _("said what came of asking anew about form no. {number} of “{subject}”")
)
DISCARDED = verb(
    "fieldwork.forms_discarded",
    _(
        "discarded {count} forms of “{subject}” that {enumerator} brought, {wrong} of {checked} not confirmed: {reason}"
    ),
)
BATCH_DISCARDED = verb(
    "fieldwork.batch_discarded",
    _(
        "discarded {count} forms of batch {batch} of “{subject}”, {wrong} of {checked} not confirmed: {reason}"
    ),
)


@dataclass(frozen=True, slots=True)
class CheckWanted:
    """A draw that is wanted: by which body, with which seed, which percentage of each enumerator's forms, and how many
    of them at least."""

    body: Unit
    seed: str
    share: int
    least: int


@transaction.atomic
def draw_back_check(*, by: Actor, survey: Survey, wanted: CheckWanted) -> BackCheck:
    """Draw forms that came back, to be asked anew; those of earlier draws are never drawn again.

    Raises `NotPermitted`, and ValidationError unless the survey collects, and where nothing is left to be drawn.
    """
    if not (by.everywhere and may_decide_back_checks(by)):
        raise NotPermitted(Permission.BACK_CHECK_DECIDE)
    held = _collecting(survey)
    forms = {str(one.number): one for one in checkable_forms(held)}
    before = BackCheckCase.objects.filter(back_check__survey=held)
    known = {str(number) for number in before.values_list("assignment__number", flat=True)}
    offered = [CheckableForm(key, group_of(one)) for key, one in forms.items()]
    drawn = drawn_for_check(
        Seed(wanted.seed), offered, Fraction(wanted.share, 100), wanted.least, known & forms.keys()
    )
    if not drawn:
        raise ValidationError(
            _("Of every enumerator so many forms were drawn already, or none came back yet.")
        )
    last = held.back_checks.aggregate(last=Max("number"))["last"] or 0
    row = BackCheck.objects.create(
        survey=held,
        number=last + 1,
        body=wanted.body,
        seed=wanted.seed,
        share=wanted.share,
        least=wanted.least,
        **by_line(by),
    )
    chosen = [forms[key] for key in sorted(drawn, key=int)]
    about = _asked_about(Seed(wanted.seed), chosen)
    BackCheckCase.objects.bulk_create(
        BackCheckCase(back_check=row, assignment=one, unit_id=about.get(one.pk)) for one in chosen
    )
    facts = {"count": len(drawn), "body": wanted.body.name, "seed": wanted.seed}
    record(by=by, verb=DRAWN, subject=held.name, subject_id=held.pk, facts=facts)
    return row


def _asked_about(seed: Seed, forms: Sequence[FieldAssignment]) -> dict[int, int]:
    """Of forms about several units, the one that each is asked about anew: drawn by the permanent number of the form's
    number and the unit's name."""
    found = {}
    numbers = {one.pk: one.number for one in forms}
    for form, units in units_answered(forms).items():
        keys = {f"{numbers[form]}/{name}": unit for name, unit in units}
        (first,) = seed.ordered(keys, 1)
        found[form] = keys[first]
    return found


@dataclass(frozen=True, slots=True)
class AskedAnew:
    """What came of asking a respondent anew: the answers as they were written, by the codes of items."""

    state: BackCheckState
    asked_on: date
    answers: Mapping[str, str]
    note: str = ""


@transaction.atomic
def keep_asked_anew(*, by: Actor, case: BackCheckCase, told: AskedAnew, seen: int) -> BackCheckCase:
    """Keep what a supervisor was told, and how far it agrees with what was said first; it can be said anew until the
    survey is closed.

    Raises `NotPermitted` for who is not of the supervising body, `Changed` where somebody has said it meanwhile, and
    ValidationError for answers that cannot be read, by the codes of items, and unless the survey collects.
    """
    own = cases_visible_to(by).filter(pk=case.pk, back_check__body=by.unit_id or 0)
    if not may_back_check(by) or not own.exists():
        raise NotPermitted(Permission.BACK_CHECK_GIVE)
    survey = _collecting(case.back_check.survey)
    held = hold(BackCheckCase.objects.select_related("assignment__form__version"), case.pk)
    if held.version != seen:
        raise Changed(seen=seen, now=held.version)
    asked = told.state == BackCheckState.ASKED
    read = read_form(questions_of(held.assignment.form.version.content), told.answers if asked else {})
    wrong = {one.item: str(one.why) for one in read.faults if one.what is AnswerFault.UNREADABLE}
    if wrong:
        raise ValidationError({item: [why] for item, why in wrong.items()})
    if asked and not read.answers:
        raise ValidationError(_("Say at least one answer that was given anew."))
    held.state, held.asked_on, held.note = told.state, told.asked_on, told.note
    held.answers = {code: text for code, text in told.answers.items() if code in read.answers}
    ((_version, checked),) = checked_forms([held])
    held.compared, held.different = checked.compared, checked.different
    held.version += 1
    held.save()
    facts = {"number": held.assignment.number}
    record(by=by, verb=ASKED_ANEW, subject=survey.name, subject_id=survey.pk, facts=facts)
    return held


@transaction.atomic
def discard_forms(*, by: Actor, survey: Survey, of: Membership | PaperBatch, reason: str, seen: int) -> int:
    """Make the forms that an enumerator brought, or those of a batch, void for a reason; returns how many, `seen` as
    the person saw it. They stay, and leave quotas and estimates; the survey's staff can take each back to be checked.

    Raises `NotPermitted`, `Changed` where another number is there by now, and ValidationError without a reason, and
    unless the survey collects.
    """
    if not (by.everywhere and may_decide_back_checks(by)):
        raise NotPermitted(Permission.BACK_CHECK_DECIDE)
    held = _collecting(survey)
    said = " ".join(reason.split())
    if not said:
        raise ValidationError({"reason": _("Say why these forms are discarded.")})
    rows = discardable(held, of)
    count = rows.count()
    if count != seen:
        raise Changed(seen=seen, now=count)
    if not count:
        raise ValidationError(_("None of these forms counts."))
    Response.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        state=ResponseState.VOID, reason=ResponseReason.BACK_CHECK
    )
    counts = counts_of(held, of)
    facts = {"count": count, "wrong": counts.wrong, "checked": counts.checked, "reason": said}
    if isinstance(of, PaperBatch):
        facts |= {"batch": of.number}
        record(by=by, verb=BATCH_DISCARDED, subject=held.name, subject_id=held.pk, facts=facts)
    else:
        facts |= {"enumerator": of.person.name}
        record(by=by, verb=DISCARDED, subject=held.name, subject_id=held.pk, facts=facts)
    return count


def counts_of(survey: Survey, of: Membership | PaperBatch) -> CheckedForms:
    """What the back-checks of the forms of an enumerator or of a batch came to."""
    if isinstance(of, PaperBatch):
        found = (one.counts for one in batch_checks_of(survey) if one.batch == of.number)
    else:
        found = (one.counts for one in checks_of(survey) if one.enumerator == of.pk)
    return next(found, CheckedForms(0, 0, 0, 0))


def discardable(survey: Survey, of: Membership | PaperBatch) -> QuerySet[Response]:
    """The answers that an enumerator brought, or those of a batch, that count."""
    own = FieldAssignment.objects.filter(survey=survey, state=AssignmentState.RETURNED, is_test=False)
    own = own.filter(in_batch__batch=of) if isinstance(of, PaperBatch) else own.filter(enumerator=of)
    return survey.responses.filter(
        form_key__in=own.values("link__form_key"),
        state__in=[ResponseState.RECEIVED, ResponseState.ACCEPTED],
    )


def sum_up_checks(survey: Survey) -> None:
    """Keep what back-checks came to by enumerator and batch, and of marks how many forms they are about; the cases and
    the numbers of forms go. Part of the act that closes a survey."""
    for draw in BackCheck.objects.filter(survey=survey):
        cases = list(draw.cases.select_related(*ASKED_OF_CASES))
        if cases:
            draw.summary = [*draw.summary, *kept_sums(cases), *summed_items(cases)]
            draw.save(update_fields=["summary"])
    for flag in QualityFlag.objects.filter(survey=survey).exclude(forms=[]):
        flag.why = kept_message(Message(FORMS_MARKED.text, forms=len(flag.forms)))
        flag.forms = []
        flag.save(update_fields=["why", "forms"])


FORMS_MARKED = Message("{forms} forms were marked; which, is not kept after closing")


def _collecting(survey: Survey) -> Survey:
    held = hold(Survey.objects.all(), survey.pk)
    if held.state != SurveyState.COLLECTING:
        raise ValidationError(_("Back-checks are held while the survey collects answers."))
    return held
