"""What is asked about back-checks: which forms may be drawn, what a form said first, what the checks came to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from cchc.access.actor import Actor
from cchc.accounts.models import Membership
from cchc.core.surveys.back_checks import (
    BackCheckRule,
    CheckedForms,
    CheckKind,
    CheckVerdict,
    FormCheck,
    check_kind,
    compared_form,
)
from cchc.core.surveys.questionnaires.answers import kept_answer, read_form
from cchc.core.surveys.questionnaires.content import questions_of
from cchc.core.surveys.questionnaires.values import SurveyItem
from cchc.fieldwork.models import (
    AnswerLink,
    AssignmentState,
    BackCheck,
    BackCheckCase,
    BackCheckState,
    FieldAssignment,
)
from cchc.fieldwork.policies import may_back_check, may_decide_back_checks
from cchc.surveys.models import QuestionnaireVersion, Response, ResponseState, Survey

RULE = BackCheckRule()
COUNTED = (BackCheckState.ASKED, BackCheckState.DENIED)


def cases_visible_to(actor: Actor) -> QuerySet[BackCheckCase]:
    """The forms to be asked anew that `actor` may see: all for who decides, those of the own body for who asks."""
    cases = BackCheckCase.objects.select_related(
        "back_check__survey", "unit", "assignment__unit", "assignment__form"
    )
    if actor.everywhere and may_decide_back_checks(actor):
        return cases
    if may_back_check(actor) and actor.unit_id is not None:
        return cases.filter(back_check__body=actor.unit_id)
    return cases.none()


def checkable_forms(survey: Survey) -> QuerySet[FieldAssignment]:
    """The forms that may be drawn: they came back, are no test, and count."""
    counting = Response.objects.filter(
        survey=survey,
        form_key=OuterRef("link__form_key"),
        state__in=[ResponseState.RECEIVED, ResponseState.ACCEPTED],
    )
    returned = FieldAssignment.objects.filter(survey=survey, state=AssignmentState.RETURNED, is_test=False)
    return returned.filter(Exists(counting)).order_by("number")


def group_of(assignment: FieldAssignment) -> str:
    """The name of the group within which a form is drawn: its enumerator, "" where a respondent answered alone."""
    return str(assignment.enumerator_id or "")


def units_answered(forms: Iterable[FieldAssignment]) -> dict[int, list[tuple[str, int]]]:
    """Of forms about several rated units, the names and ids of those about which each says something that counts."""
    links = AnswerLink.objects.filter(assignment__in=[one for one in forms if one.unit_id is None])
    by_key = {key: assignment for assignment, key in links.values_list("assignment", "form_key")}
    counting = Response.objects.filter(
        form_key__in=list(by_key), state__in=[ResponseState.RECEIVED, ResponseState.ACCEPTED]
    )
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for key, name, unit in counting.order_by("pk").values_list("form_key", "unit__name", "unit"):
        found[by_key[key]].append((name, unit))
    return found


def first_answers(cases: Iterable[BackCheckCase]) -> dict[int, dict[str, str]]:
    """What forms said first about the unit that is asked about anew, as it is kept, by case and item; nothing where
    nothing joins them any more."""
    about = {one.assignment_id: (one.pk, one.unit_id or one.assignment.unit_id) for one in cases}
    links = AnswerLink.objects.filter(assignment__in=list(about))
    by_key = {key: about[assignment] for assignment, key in links.values_list("assignment", "form_key")}
    found: dict[int, dict[str, str]] = {}
    rows = Response.objects.filter(form_key__in=list(by_key)).order_by("pk")
    for key, unit, answers in rows.values_list("form_key", "unit", "answers"):
        case, asked_about = by_key[key]
        if unit == asked_about:
            found[case] = answers
    return found


def checked_forms(cases: Iterable[BackCheckCase]) -> list[tuple[QuestionnaireVersion, FormCheck]]:
    """What forms and the answers given anew say of each other, each with its questionnaire; three queries."""
    asked = list(cases)
    first = first_answers(asked)
    found = []
    for case in asked:
        version = case.assignment.form.version
        questions = questions_of(version.content)
        again = read_form(questions, case.answers).answers
        kept = first.get(case.pk, {})
        known = {
            item.code: kept_answer(item, kept[item.code]) for item in questions.items if item.code in kept
        }
        found.append((version, compared_form(questions, known, again)))
    return found


@dataclass(frozen=True, slots=True)
class ItemChecks:
    """What back-checks say of one item: how often both sides answered alike, near, otherwise, and only one did."""

    item: SurveyItem
    kind: CheckKind
    same: int
    near: int
    different: int
    one_sided: int

    @property
    def compared(self) -> int:
        """How often both sides answered."""
        return self.same + self.near + self.different

    @property
    def rate(self) -> Fraction | None:
        """The percentage of compared answers that differ; None where none was compared."""
        return Fraction(100 * self.different, self.compared) if self.compared else None


def items_checked(survey: Survey, body: int | None = None) -> list[ItemChecks]:
    """What all back-checks of a survey, or those by one supervising body, say of each item, in the order of the
    questionnaires. After closing as it was summed up then."""
    draws = _draws(survey, body)
    rows = [row for summary in draws.values_list("summary", flat=True) for row in summary if "item" in row]
    rows += summed_items(_cases(draws))
    sums: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        sums[row["version"], row["item"]].update({name: row[name] for name in OUTCOMES})
    versions = QuestionnaireVersion.objects.in_bulk({version for version, _code in sums})
    found = []
    for version in sorted(versions.values(), key=lambda one: one.pk):
        for item in questions_of(version.content).items:
            told = sums.get((version.pk, item.code))
            if told is not None and check_kind(item) is not CheckKind.NOT_COMPARED:
                found.append(ItemChecks(item, check_kind(item), *(told[name] for name in OUTCOMES)))
    return found


ASKED_OF_CASES = ("assignment__form__version", "assignment__in_batch__batch")
OUTCOMES = ("same", "near", "different", "one_sided")


def summed_items(cases: Iterable[BackCheckCase]) -> list[dict[str, Any]]:
    """What cases say of each item, as it is kept when they go."""
    sums: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for version, check in checked_forms(case for case in cases if case.state == BackCheckState.ASKED):
        for one in check.items:
            sums[version.pk, one.item.code][one.outcome.value] += 1
    return [
        {"version": version, "item": code, **{name: told[name] for name in OUTCOMES}}
        for (version, code), told in sorted(sums.items())
    ]


def _draws(survey: Survey, body: int | None) -> QuerySet[BackCheck]:
    draws = BackCheck.objects.filter(survey=survey)
    return draws if body is None else draws.filter(body=body)


def _cases(draws: QuerySet[BackCheck]) -> QuerySet[BackCheckCase]:
    return BackCheckCase.objects.filter(back_check__in=draws).select_related(*ASKED_OF_CASES)


@dataclass(frozen=True, slots=True, kw_only=True)
class SummedChecks:
    """What back-checks say of forms that belong together: how many came back, are drawn, wait, could not be asked; what
    those asked came to, and what the rule says of it."""

    returned: int
    drawn: int
    waiting: int
    not_asked: int
    counts: CheckedForms

    @property
    def verdict(self) -> CheckVerdict:
        """What the rule says."""
        return self.counts.verdict(RULE)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumeratorCheck(SummedChecks):
    """What back-checks say of the forms of an enumerator (None: respondents who answered alone)."""

    enumerator: int | None
    name: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCheck(SummedChecks):
    """What back-checks say of a batch of paper forms, its forms about `unit` ("": about several)."""

    batch: int
    unit: str


def checks_of(survey: Survey, body: int | None = None) -> list[EnumeratorCheck]:
    """What all back-checks of a survey, or those by one supervising body, came to by enumerator; the worst first.
    After closing as it was summed up then."""
    sums = _summed(survey, body, "enumerator", "enumerator")
    people = Membership.objects.select_related("person", "unit").in_bulk([one for one in sums if one])
    found = [
        EnumeratorCheck(
            enumerator=who,
            name=people[who].person.name if who in people else "",
            unit=people[who].unit.name if who in people else "",
            **told,
        )
        for who, told in sums.items()
    ]
    return sorted(found, key=lambda one: (-(one.counts.rate or 0), one.unit, one.name))


def batch_checks_of(survey: Survey, body: int | None = None) -> list[BatchCheck]:
    """The same by batch of paper forms, those of which none is drawn left out; the worst first."""
    sums = _summed(survey, body, "batch", "in_batch__batch__number")
    units = dict(
        survey.batches.filter(number__in=[one for one in sums if one]).values_list("number", "unit__name")
    )
    found = [
        BatchCheck(batch=number, unit=units.get(number) or "", **told)
        for number, told in sums.items()
        if number is not None
    ]
    return sorted(found, key=lambda one: (-(one.counts.rate or 0), one.batch))


def _summed(survey: Survey, body: int | None, name: str, path: str) -> dict[int | None, dict[str, Any]]:
    """The values of `SummedChecks` by enumerator or batch, as `name` says, to which a form belongs by `path`."""
    draws = _draws(survey, body)
    told = [row for summary in draws.values_list("summary", flat=True) for row in summary if name in row]
    told += [_row_of(case) for case in _cases(draws)]
    forms = FieldAssignment.objects.filter(survey=survey, state=AssignmentState.RETURNED, is_test=False)
    returned: Counter[int | None] = Counter(forms.order_by().values_list(path, flat=True))
    return {
        one[name]: {
            "returned": returned[one[name]],
            **{count: one[count] for count in ("drawn", "waiting", "not_asked")},
            "counts": CheckedForms(one["checked"], one["wrong"], one["compared"], one["different"]),
        }
        for one in summed_rows(told, name)
    }


CheckRow = Mapping[str, Any]
"""Counts of one form, or of several, with their enumerator, their batch, or both."""
COUNTS = ("drawn", "waiting", "not_asked", "checked", "wrong", "compared", "different")


def _row_of(case: BackCheckCase) -> CheckRow:
    """A case as it is summed up: counts of one form."""
    asked = case.state in COUNTED
    denied = case.state == BackCheckState.DENIED
    confirmed = not denied and RULE.confirms(case.compared, case.different) is not False
    batched = getattr(case.assignment, "in_batch", None)
    return {
        "enumerator": case.assignment.enumerator_id,
        "batch": batched.batch.number if batched is not None else None,
        "drawn": 1,
        "waiting": int(case.state == BackCheckState.WAITING),
        "not_asked": int(not asked and case.state != BackCheckState.WAITING),
        "checked": int(asked),
        "wrong": int(asked and not confirmed),
        "compared": case.compared if asked else 0,
        "different": case.different if asked else 0,
    }


def summed_rows(rows: Iterable[CheckRow], name: str) -> list[dict[str, Any]]:
    """Rows summed by enumerator or batch, as `name` says."""
    sums: dict[int | None, Counter[str]] = {}
    for row in rows:
        sums.setdefault(row[name], Counter()).update({count: row[count] for count in COUNTS})
    return [
        {name: one, **{count: sums[one][count] for count in COUNTS}}
        for one in sorted(sums, key=lambda one: one or 0)
    ]


def kept_sums(cases: Iterable[BackCheckCase]) -> list[dict[str, Any]]:
    """What cases came to by enumerator and by batch, as it is kept when they go."""
    rows = [_row_of(case) for case in cases]
    batched = [row for row in rows if row["batch"] is not None]
    return [*summed_rows(rows, "enumerator"), *summed_rows(batched, "batch")]
