"""What a survey found is estimated from its accepted responses: provisional until it is closed, then final for good."""

from __future__ import annotations

import json
import random

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.core.surveys.estimating.counts import counts_of
from cchc.core.surveys.questionnaires.reading import questionnaire_of
from cchc.surveys.actions.estimating import estimate_closed_surveys, make_estimate
from cchc.surveys.models import (
    EstimateFigure,
    EstimateState,
    Response,
    ResponseState,
    SampleCase,
    Survey,
    SurveyEstimate,
    SurveyState,
)
from cchc.surveys.queries.counts import counted_in, counted_questionnaires
from cchc.surveys.queries.pairs import compared_units
from cchc.surveys.queries.results import item_headings, level_shares, questions_in, result_table
from cchc.units.models import Unit
from tests.builders import an_actor
from tests.builders.answered import Answers, a_collecting_survey, answered
from tests.builders.people import a_province, a_unit
from tests.core.questionnaires import ITEMS, LAST, document, small

pytestmark = pytest.mark.django_db
LEAD = Role.COORDINATOR


def drawn_answers(chance: random.Random) -> Answers:
    answers: dict[str, list[tuple[str, str]]] = {}
    if level := chance.choice(["", "1", "2", "3", "4", "5", "5", "kb"]):
        answers["q4_1"] = [(level, "")]
    if level := chance.choice(["", "1", "3", "4", "5"]):
        answers["q4_2"] = [(level, "")]
    answers["q1"] = [(chance.choice(["co", "khong"]), "")]
    answers["q2"] = [(one, "") for one in chance.sample(["loa", "bao", "mang"], chance.randint(0, 2))]
    if chance.random() < 0.7:
        answers["q3"] = [("", chance.choice(["1", "2", "40.5"]))]
    return answers


@pytest.fixture
def units() -> list[Unit]:
    province = a_province()
    return [a_unit(name, parent=province) for name in ("Sở Nội vụ", "Sở Tài chính")]


@pytest.fixture
def survey(units) -> Survey:
    """Forty answers about two units, accepted, and some that do not count."""
    survey = a_collecting_survey(small())
    form, chance = survey.forms.get(), random.Random(7)
    for number in range(40):
        answered(form, f"p{number}", units[number % 2], drawn_answers(chance), weight="1.50")
    full = {"q4_1": [("1", "")], "q4_2": [("1", "")]}
    answered(form, "thử", units[0], full, is_test=True)
    answered(form, "chờ", units[0], full, state=ResponseState.RECEIVED)
    answered(form, "bỏ", units[0], full, state=ResponseState.VOID, reason="twice")
    return survey


def figure(estimate: SurveyEstimate, code: str, unit: Unit | None = None, group: str = "") -> EstimateFigure:
    return estimate.figures.get(code=code, unit=unit, respondent_group=group)


def test_the_database_counts_what_a_loop_over_the_responses_counts(survey):
    counted = counted_questionnaires(survey)[0].counts
    rows: dict[tuple[str, ...], int] = {}
    for response in survey.responses.filter(state="accepted", is_test=False):
        levels = {item: text.split(";") for item, text in response.answers.items()}
        who = (response.stratum, response.primary_unit, response.weight, str(response.unit_id), "Người dân")
        told = {"": ("", ""), "q3": (levels.get("q3", [""])[0], "")}
        told |= {code: (levels.get(code, [""])[0].replace("kb", ""), "") for code in ("q4_1", "q4_2")}
        told["q1"] = (levels["q1"][0], "")
        ticked = levels.get("q2")
        for option in ("loa", "bao", "mang", "kb"):
            told[f"q2_{option}"] = ("" if ticked is None else str(int(option in ticked)), "")
        valid = [told[code][0] for code in ("q4_1", "q4_2") if told[code][0]]
        told["phuc_vu"] = (str(sum(one in "45" for one in valid)), str(len(valid)))
        for item, answer in told.items():
            rows[*who, item, *answer] = rows.get((*who, item, *answer), 0) + 1
    names = ("stratum", "primary_unit", "weight", "unit", "respondent_group", "item", "level", "base")
    columns = {name: [row[at] for row in rows] for at, name in enumerate(names)}
    assert counted.digest() == counts_of({**columns, "n": list(rows.values())}).digest()


def test_an_estimate_has_a_figure_of_each_item_for_all_and_for_each_unit(survey, units):
    estimate = make_estimate(by=an_actor(LEAD), survey=survey)
    assert (estimate.state, estimate.number) == (EstimateState.PROVISIONAL, 1)
    rated = survey.responses.filter(state="accepted", is_test=False, unit=units[0], answers__has_key="q4_2")
    levels = [one.answers["q4_2"] for one in rated]
    rate = figure(estimate, "q4_2", units[0])
    assert float(rate.value) == pytest.approx(100 * sum(one in "45" for one in levels) / len(levels))
    assert (rate.kind, rate.answers, rate.base, rate.printed) == ("rate", len(levels), 20, True)
    assert float(rate.low) < float(rate.value) < float(rate.high)
    assert figure(estimate, "phuc_vu").base == 40
    assert figure(estimate, "phuc_vu", group="Người dân").value == figure(estimate, "phuc_vu").value
    codes = set(estimate.figures.values_list("code", flat=True))
    assert codes == {
        "q1_co",
        "q1_khong",
        "q2_loa",
        "q2_bao",
        "q2_mang",
        "q2_kb",
        "q3",
        "q4_1",
        "q4_2",
        "phuc_vu",
    }


def test_figures_of_fewer_answers_than_the_survey_prints_are_not_printed(survey):
    Survey.objects.filter(pk=survey.pk).update(minimum_answers=21)
    estimate = make_estimate(by=an_actor(LEAD), survey=survey)
    assert {one.printed for one in estimate.figures.filter(unit__isnull=False)} == {False}
    assert figure(estimate, "phuc_vu").printed


def test_provisional_estimates_replace_each_other_and_equal_answers_have_one_hash(survey):
    first = make_estimate(by=an_actor(LEAD), survey=survey)
    second = make_estimate(by=an_actor(LEAD), survey=survey)
    assert (second.number, second.sha256) == (2, first.sha256)
    assert list(survey.estimates.all()) == [second]
    response = survey.responses.filter(state="accepted").first()
    response.answers["q1"] = "khong"
    del response.answers["q4_1"]
    response.save()
    assert make_estimate(by=an_actor(LEAD), survey=survey).sha256 != first.sha256


def test_the_estimate_of_a_closed_survey_is_final_and_cannot_change(survey):
    Survey.objects.filter(pk=survey.pk).update(state=SurveyState.CLOSED, closed_at=timezone.now())
    estimate = make_estimate(by=an_actor(LEAD), survey=survey)
    assert estimate.state == EstimateState.FINAL
    for rows, change in (
        (SurveyEstimate.objects.all(), {"sha256": "0"}),
        (estimate.figures.all(), {"value": "99"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(ValidationError):
        make_estimate(by=an_actor(LEAD), survey=survey)
    entry = Entry.objects.get(verb="surveys.estimated")
    assert (entry.facts["responses"], entry.facts["final"], entry.facts["sha256"]) == (
        40,
        True,
        estimate.sha256,
    )


def test_the_worker_estimates_what_was_closed_once(survey):
    assert estimate_closed_surveys() == 0
    Survey.objects.filter(pk=survey.pk).update(state=SurveyState.CLOSED, closed_at=timezone.now())
    assert estimate_closed_surveys() == 1
    assert estimate_closed_surveys() == 0
    assert survey.estimates.get().state == EstimateState.FINAL


def test_who_may_not_close_a_survey_estimates_nothing(survey):
    with pytest.raises(NotPermitted):
        make_estimate(by=an_actor(Role.UNIT_CLERK), survey=survey)
    assert not survey.estimates.exists()


def test_a_survey_without_an_accepted_answer_has_nothing_to_estimate(units):
    with pytest.raises(ValidationError):
        make_estimate(by=an_actor(LEAD), survey=a_collecting_survey(small()))


def test_a_drawn_primary_unit_in_which_nobody_answered_stays_in_the_design(survey, units):
    survey.responses.update(stratum="Vùng", primary_unit="Thôn 1")
    for at, response in enumerate(survey.responses.all()):
        Response.objects.filter(pk=response.pk).update(primary_unit=f"Thôn {at % 4}")
    estimate = make_estimate(by=an_actor(LEAD), survey=survey)
    sha256, before = estimate.sha256, figure(estimate, "phuc_vu")
    case = {"stratum": "Vùng", "respondent_group": "Người dân", "probability": "1/10", "weight": "10"}
    SampleCase.objects.create(survey=survey, number=1, unit=units[0], primary_unit="Thôn lặng", **case)
    after = make_estimate(by=an_actor(LEAD), survey=survey)
    assert figure(after, "phuc_vu").value == before.value
    assert figure(after, "phuc_vu").standard_error != before.standard_error
    assert after.sha256 != sha256


def test_who_fills_a_version_without_an_item_was_not_asked_it(units):
    older = questionnaire_of(document([one for one in ITEMS if one["code"] != "q4_2"] + [LAST]))
    survey = a_collecting_survey(older, small())
    first, second = survey.forms.order_by("version__number")
    for number in range(6):
        answered(first, f"a{number}", units[0], {"q1": [("co", "")]})
        answered(second, f"b{number}", units[0], {"q1": [("co", "")], "q4_2": [("4", "")]})
    estimate = make_estimate(by=an_actor(LEAD), survey=survey)
    assert (figure(estimate, "q4_2").answers, figure(estimate, "q4_2").base) == (6, 6)
    assert (figure(estimate, "q1_co").answers, figure(estimate, "q1_co").base) == (12, 12)


def test_what_an_estimate_stands_on_is_kept_with_it(survey):
    estimate = make_estimate(by=an_actor(LEAD), survey=survey)
    kept = json.loads(estimate.counts)
    assert kept["mau"]["counts"]["weights"] == ["1.5"]
    assert sum(kept["mau"]["counts"]["people"]["people"]) == 40


def test_what_a_person_says_of_several_units_hangs_together(units):
    survey, apart = a_collecting_survey(small()), []
    form, chance = survey.forms.get(), random.Random(3)
    for number in range(20):
        level = chance.choice("15")
        for unit in units:
            answers = {"q4_1": [(level, "")], "q4_2": [(level, "")]}
            apart.append(answered(form, f"{number}/{unit.pk}", unit, answers, form_key=f"p{number}"))
    together = figure(make_estimate(by=an_actor(LEAD), survey=survey), "phuc_vu")
    for one in apart:
        Response.objects.filter(pk=one.pk).update(form_key=one.key)
    alone = figure(make_estimate(by=an_actor(LEAD), survey=survey), "phuc_vu")
    assert (together.value, together.degrees, alone.degrees) == (alone.value, 19, 38)
    assert float(together.standard_error) > 1.3 * float(alone.standard_error)


def test_comparisons_and_levels_are_of_the_answers_that_were_counted_whatever_comes_later(survey, units):
    live = counted_questionnaires(survey)[0]
    estimate = make_estimate(by=an_actor(LEAD), survey=survey)
    questionnaire = live.questionnaire
    item = questions_in(survey, questionnaire).by_code["q4_2"]
    table = result_table(estimate, questionnaire, item_headings(questions_in(survey, questionnaire)))

    def shown() -> tuple[object, ...]:
        pair = compared_units(estimate, questionnaire, table, units[0].pk, units[1].pk)
        return level_shares(estimate, questionnaire, item), pair

    before = shown()
    stood = counted_in(estimate, questionnaire)
    assert stood is not None
    assert (stood.counts.digest(), stood.design) == (live.counts.digest(), live.design)
    for one in survey.responses.filter(answers__has_key="q4_2"):
        one.answers["q4_2"] = "1"
        one.save()
    assert shown() == before
    assert counted_questionnaires(survey)[0].counts.digest() != stood.counts.digest()
    rates = {unit: shares.shares for unit, shares in level_shares(estimate, questionnaire, item).items()}
    for unit in units:
        satisfied = sum(rates[unit.pk][3:]) * 100
        assert float(figure(estimate, "q4_2", unit).value) == pytest.approx(float(satisfied))
