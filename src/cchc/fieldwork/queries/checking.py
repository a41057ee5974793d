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
from cchc.surveys.models import ItemAnswer, QuestionnaireVersion, Response, ResponseState, Survey

RULE = BackCheckRule()
COUNTED = (BackCheckState.ASKED, BackCheckState.DENIED)


def cases_visible_to(actor: Actor) -> QuerySet[BackCheckCase]:
    """The forms to be asked anew that `actor` may see: all for who decides, those of the own body for who asks."""
    cases = BackCheckCase.objects.select_related("back_check__survey", "assignment__unit", "assignment__form")
    if actor.everywhere and may_decide_back_checks(actor):
        return cases
    if may_back_check(actor) and actor.unit_id is not None:
        return cases.filter(back_check__body=actor.unit_id)
    return cases.none()


def checkable_forms(survey: Survey) -> QuerySet[FieldAssignment]:
    """The forms that may be drawn: they came back about one unit, are no test, count, and were never drawn."""
    counting = Response.objects.filter(
        survey=survey,
        form_key=OuterRef("link__form_key"),
        state__in=[ResponseState.RECEIVED, ResponseState.ACCEPTED],
    )
    returned = FieldAssignment.objects.filter(
        survey=survey, state=AssignmentState.RETURNED, unit__isnull=False, is_test=False
    )
    return returned.filter(Exists(counting)).order_by("number")


def group_of(assignment: FieldAssignment) -> str:
    """The name of the group within which a form is drawn: its enumerator, "" where a respondent answered alone."""
    return str(assignment.enumerator_id or "")


def first_answers(
    assignments: Iterable[FieldAssignment],
) -> dict[int, dict[str, list[tuple[str, str]]]]:
    """The rows of what forms said first, by assignment and item; none where nothing joins them any more."""
    links = AnswerLink.objects.filter(assignment__in=list(assignments))
    by_key = {key: assignment for assignment, key in links.values_list("assignment", "form_key")}
    found: dict[int, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    rows = ItemAnswer.objects.filter(response__form_key__in=list(by_key)).order_by("pk")
    for key, item, level, text in rows.values_list("response__form_key", "item", "level", "text"):
        found[by_key[key]][item].append((level, text))
    return found


def checked_forms(cases: Iterable[BackCheckCase]) -> list[tuple[QuestionnaireVersion, FormCheck]]:
    """What forms and the answers given anew say of each other, each with its questionnaire; three queries."""
    asked = list(cases)
    first = first_answers(case.assignment for case in asked)
    found = []
    for case in asked:
        version = case.assignment.form.version
        questions = questions_of(version.content)
        again = read_form(questions, case.answers).answers
        rows = first[case.assignment_id]
        read = {
            item.code: kept_answer(item, rows[item.code]) for item in questions.items if item.code in rows
        }
        known = {code: answer for code, answer in read.items() if answer is not None}
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
    return BackCheckCase.objects.filter(back_check__in=draws).select_related("assignment__form__version")


@dataclass(frozen=True, slots=True)
class EnumeratorCheck:
    """What back-checks say of the forms of an enumerator (None: respondents who answered alone): how many came back,
    are drawn, wait, could not be asked; what those asked came to, and what the rule says of it."""

    enumerator: int | None
    name: str
    unit: str
    returned: int
    drawn: int
    waiting: int
    not_asked: int
    counts: CheckedForms

    @property
    def verdict(self) -> CheckVerdict:
        """What the rule says."""
        return self.counts.verdict(RULE)


def checks_of(survey: Survey, body: int | None = None) -> list[EnumeratorCheck]:
    """What all back-checks of a survey, or those by one supervising body, came to by enumerator; the worst first.
    After closing as it was summed up then."""
    draws = _draws(survey, body)
    summaries = draws.values_list("summary", flat=True)
    told = [row for summary in summaries for row in summary if "enumerator" in row]
    told += [_row_of(case) for case in _cases(draws)]
    returned: dict[int | None, int] = defaultdict(int)
    forms = FieldAssignment.objects.filter(survey=survey, state=AssignmentState.RETURNED, is_test=False)
    for enumerator in forms.order_by().values_list("enumerator", flat=True):
        returned[enumerator] += 1
    by_person: dict[int | None, list[Mapping[str, int | None]]] = defaultdict(list)
    for one in told:
        by_person[one["enumerator"]].append(one)
    people = Membership.objects.select_related("person", "unit").in_bulk([one for one in by_person if one])
    found = [
        _summed(who, people.get(who) if who else None, returned[who], rows) for who, rows in by_person.items()
    ]
    return sorted(found, key=lambda one: (-(one.counts.rate or 0), one.unit, one.name))


def _row_of(case: BackCheckCase) -> dict[str, int | None]:
    """A case as it is summed up: counts of one form."""
    asked = case.state in COUNTED
    denied = case.state == BackCheckState.DENIED
    confirmed = not denied and RULE.confirms(case.compared, case.different) is not False
    return {
        "enumerator": case.assignment.enumerator_id,
        "drawn": 1,
        "waiting": int(case.state == BackCheckState.WAITING),
        "not_asked": int(not asked and case.state != BackCheckState.WAITING),
        "checked": int(asked),
        "wrong": int(asked and not confirmed),
        "compared": case.compared if asked else 0,
        "different": case.different if asked else 0,
    }


COUNTS = ("drawn", "waiting", "not_asked", "checked", "wrong", "compared", "different")


def summed_rows(cases: Iterable[BackCheckCase]) -> list[dict[str, int | None]]:
    """What cases came to by enumerator, as it is kept when they go."""
    sums: dict[int | None, dict[str, int | None]] = {}
    for case in cases:
        row = _row_of(case)
        kept = sums.setdefault(
            row["enumerator"], {"enumerator": row["enumerator"], **dict.fromkeys(COUNTS, 0)}
        )
        for name in COUNTS:
            kept[name] = (kept[name] or 0) + (row[name] or 0)
    return sorted(sums.values(), key=lambda one: one["enumerator"] or 0)


def _summed(
    who: int | None, member: Membership | None, returned: int, rows: Iterable[Mapping[str, int | None]]
) -> EnumeratorCheck:
    sums = {name: sum(row[name] or 0 for row in rows) for name in COUNTS}
    counts = CheckedForms(sums["checked"], sums["wrong"], sums["compared"], sums["different"])
    name = member.person.name if member else ""
    unit = member.unit.name if member else ""
    return EnumeratorCheck(
        who, name, unit, returned, sums["drawn"], sums["waiting"], sums["not_asked"], counts
    )
