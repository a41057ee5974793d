"""Counts of the accepted answers of a survey: the one counting statement, over the tables of the product."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db import connection
from django.db.models import Count

from cchc.core.surveys.estimating.canonical import read_estimate
from cchc.core.surveys.estimating.counted import CountedRows, counts_of_rows
from cchc.core.surveys.estimating.counts import AnswerCounts, PlaceKey
from cchc.core.surveys.estimating.designs import EstimationDesign, LonelyRule, SampledPlace
from cchc.core.surveys.estimating.questions import CountingPlan
from cchc.core.surveys.estimating.statement import statement
from cchc.core.surveys.questionnaires.answers import SEVERAL
from cchc.core.surveys.questionnaires.content import questions_of
from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSet, SurveyItem
from cchc.core.surveys.reckoning import NOT_IN_FORM, ReckonedFigure, ReckonedQuestions, reckoned
from cchc.core.surveys.sampling.design import EstimationPlan
from cchc.surveys.models import (
    CaseState,
    Questionnaire,
    ResponseState,
    Survey,
    SurveyEstimate,
    SurveyForm,
)
from cchc.surveys.queries.designs import asked_estimation
from cchc.surveys.queries.draws import drawn_populations

COLUMNS = ("stratum", "primary_unit", "weight", "unit", "respondent_group")


@dataclass(frozen=True, slots=True)
class CountedQuestionnaire:
    """What was counted of a questionnaire in a survey, in the design of its sample; the figures that follow. Units are
    named by their ids."""

    questionnaire: Questionnaire
    counts: AnswerCounts
    design: EstimationDesign
    figures: tuple[ReckonedFigure, ...]


def counted_questionnaires(survey: Survey) -> list[CountedQuestionnaire]:
    """Return the counts of the accepted responses of a survey, those of a test left out, by questionnaire in the order
    of their codes; of those alone that somebody filled.

    Raises ValueError for stored answers that are not on the scale of their item.
    """
    forms: dict[Questionnaire, list[SurveyForm]] = defaultdict(list)
    rows = survey.forms.select_related("version__questionnaire").order_by("version__number", "pk")
    for form in rows:
        forms[form.version.questionnaire].append(form)
    plan = asked_estimation(survey)
    sampled = _sampled_places(survey)
    several = _of_several_units(survey)
    drawn = drawn_populations(survey)
    found = []
    for questionnaire in sorted(forms, key=lambda one: one.code):
        own = forms[questionnaire]
        sets = {form.version_id: questions_of(form.version.content) for form in own}
        what = reckoned(list(sets.values()), plan)
        counts = _counted(survey, own, sets, what, several)
        if counts is not None:
            design = _design(
                plan,
                counts,
                [place for form in own if form.pk not in several for place in sampled[form.respondent_group]],
                drawn,
            )
            found.append(CountedQuestionnaire(questionnaire, counts, design, what.figures))
    return found


def counted_in(estimate: SurveyEstimate, questionnaire: Questionnaire) -> CountedQuestionnaire | None:
    """Return what an estimate stands on of a questionnaire, as it was counted then, whatever was answered since; None
    where it counted nothing of it."""
    stood = read_estimate(estimate.counts).get(questionnaire.code)
    if stood is None:
        return None
    forms = estimate.survey.forms.filter(version__questionnaire=questionnaire).select_related("version")
    sets = {
        form.version_id: questions_of(form.version.content)
        for form in forms.order_by("version__number", "pk")
    }
    what = reckoned(list(sets.values()), asked_estimation(estimate.survey))
    return CountedQuestionnaire(questionnaire, *stood, what.figures)


def _counted(
    survey: Survey,
    forms: Sequence[SurveyForm],
    sets: Mapping[int, QuestionSet],
    what: ReckonedQuestions,
    several: Collection[int],
) -> AnswerCounts | None:
    """The counts of a questionnaire; None where nobody filled it."""
    plan = CountingPlan(COLUMNS, what.questions)
    relation = _relation(survey, forms, sets, what, several)
    with connection.cursor() as cursor:
        cursor.execute(statement(plan, relation))
        rows = cursor.fetchall()
    return counts_of_rows(plan, CountedRows.of(plan, rows)) if rows else None


def _relation(
    survey: Survey,
    forms: Sequence[SurveyForm],
    sets: Mapping[int, QuestionSet],
    what: ReckonedQuestions,
    several: Collection[int],
) -> str:
    """The query that gives each accepted response as one row: the columns of the sample, and its answers. What is set
    into it are numbers of rows, and codes of items and options, which hold letters, digits and `_` alone."""
    given = []
    for column, (item, option) in what.columns.items():
        asked = _answer_to(item.code)
        if option:
            among = f"'{SEVERAL}' || {asked} || '{SEVERAL}'"
            without_it = f"REPLACE({among}, '{SEVERAL}{option}{SEVERAL}', '')"
            asked = f"CASE WHEN {asked} IS NULL THEN NULL WHEN {among} = {without_it} THEN '0' ELSE '1' END"
        without = [str(form.pk) for form in forms if item.code not in sets[form.version_id].by_code]
        otherwise = [str(form.pk) for form in forms if _is_asked_otherwise(item, sets[form.version_id])]
        for some, instead in ((otherwise, "NULL"), (without, f"'{NOT_IN_FORM}'")):
            if some:
                asked = f"CASE WHEN response.form_id IN ({', '.join(some)}) THEN {instead} ELSE {asked} END"
        given.append(f"{asked} AS {column}")
    of_forms = ", ".join(str(form.pk) for form in forms)
    place = "response.stratum, response.primary_unit"
    if several:
        crosswise = f"response.form_id IN ({', '.join(map(str, sorted(several)))})"
        place = (
            f"CASE WHEN {crosswise} THEN form.respondent_group ELSE response.stratum END AS stratum, "
            f"CASE WHEN {crosswise} THEN response.form_key ELSE response.primary_unit END AS primary_unit"
        )
    return (
        f"SELECT {place}, response.weight, "  # noqa: S608 - codes of items alone
        "CAST(response.unit_id AS VARCHAR(20)) AS unit, form.respondent_group"
        f"{''.join(f', {one}' for one in given)} FROM surveys_response response "
        "JOIN surveys_surveyform form ON form.id = response.form_id "
        f"WHERE response.survey_id = {survey.pk} AND response.form_id IN ({of_forms}) "
        f"AND response.state = '{ResponseState.ACCEPTED.value}' AND NOT response.is_test AND NOT response.is_open"
    )


def _is_asked_otherwise(item: SurveyItem, questions: QuestionSet) -> bool:
    """Whether a questionnaire has an item whose answers are of another kind than those that are counted: a code of an
    option is no number, and several codes are no choice. One option is one, on a scale or not."""
    own = questions.by_code.get(item.code)
    return own is not None and _KEPT_AS.get(own.kind, own.kind) != _KEPT_AS.get(item.kind, item.kind)


_KEPT_AS = {ItemKind.SCALE: ItemKind.SINGLE}


def _answer_to(item: str) -> str:
    """What a form keeps as its answer to an item; NULL where there is none."""
    if connection.vendor == "postgresql":
        return f"(response.answers ->> '{item}')"
    return f"json_extract(response.answers, '$.{item}')"


def _of_several_units(survey: Survey) -> set[int]:
    """The groups' forms on which a person rates several units: what one person says of them hangs together, so that the
    group is the stratum and the filled form, which they share, the primary unit."""
    counted = survey.responses.filter(state=ResponseState.ACCEPTED, is_test=False, is_open=False)
    shared = (
        counted.exclude(form_key="")
        .order_by()
        .values("form", "form_key")
        .annotate(units=Count("pk"))
        .filter(units__gt=1)
    )
    return set(shared.values_list("form", flat=True).distinct())


def _sampled_places(survey: Survey) -> Mapping[str, set[PlaceKey]]:
    """By group of respondents the places in which cases were drawn, whether anybody answered there or not."""
    found: dict[str, set[PlaceKey]] = defaultdict(set)
    drawn = survey.cases.filter(state=CaseState.DRAWN).order_by()
    for group, stratum, primary in drawn.values_list(
        "respondent_group", "stratum", "primary_unit"
    ).distinct():
        found[group].add((stratum, primary) if primary else (stratum,))
    return found


def _design(
    plan: EstimationPlan,
    counts: AnswerCounts,
    sampled: Collection[PlaceKey],
    drawn: Mapping[PlaceKey, Fraction],
) -> EstimationDesign:
    known = {*counts.places, *sampled}
    strata = {place[0] for place in known}
    known |= {place[:2] for place in plan.silent if place[0] in strata}
    there = _there(counts, known)
    sizes = {place: size for place, size in drawn.items() if there[place] <= size}
    sizes |= {one.place: one.size for one in plan.populations}
    places = [SampledPlace(place, _sizes(place, sizes)) for place in sorted(known)]
    return EstimationDesign(tuple(places), LonelyRule(plan.lonely))


def _there(counts: AnswerCounts, known: Collection[PlaceKey]) -> Mapping[PlaceKey, int]:
    """How many units of the next stage the sample has in a place: primary units in a stratum, forms where the person is
    that unit. Where forms came without their cases there may be more than the draw knew."""
    there: Counter[PlaceKey] = Counter({place[:1]: 0 for place in known})
    for place in known:
        if len(place) > 1:
            there[place[:1]] += 1
    for code, people in zip(counts.place.tolist(), counts.people.tolist(), strict=True):
        there[counts.places[code]] += people
    return there


def _sizes(place: PlaceKey, sizes: Mapping[PlaceKey, Fraction]) -> tuple[Fraction | None, ...]:
    found = [sizes.get(place[:depth]) for depth in range(1, len(place) + 1)]
    while found and found[-1] is None:
        found.pop()
    return tuple(found)
