"""Estimates beside answers that changed since, designs that the product cannot follow, figures that are not printed."""

from __future__ import annotations

import json
import random
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.audit.models import by_line
from cchc.core.surveys.questionnaires.content import questions_of
from cchc.core.surveys.questionnaires.reading import questionnaire_of
from cchc.surveys.actions.estimating import estimate_closed_surveys, make_estimate
from cchc.surveys.actions.states import close_survey, open_again, take_back_to_design
from cchc.surveys.actions.surveys import SurveyTexts, change_survey, leave_group
from cchc.surveys.models import SampleDraw, SampleFrame, Survey, SurveyEstimate
from cchc.surveys.queries.counts import counted_questionnaires
from cchc.surveys.queries.designs import design_templates
from cchc.surveys.queries.estimated import last_final_estimates
from cchc.surveys.queries.results import item_headings, result_table
from tests.builders import an_actor
from tests.builders.answered import a_collecting_survey, answered
from tests.builders.people import a_province, a_unit
from tests.core.questionnaires import of_items, small
from tests.surveys.test_actions_of_estimates import drawn_answers

pytestmark = pytest.mark.django_db
LEAD = an_actor(Role.COORDINATOR)
STAFF = an_actor(Role.SURVEY_STAFF)


@pytest.fixture
def units():
    province = a_province()
    return [a_unit(name, parent=province) for name in ("Sở Nội vụ", "Sở Tài chính")]


@pytest.fixture
def survey(units) -> Survey:
    survey = a_collecting_survey(small())
    form, chance = survey.forms.get(), random.Random(7)
    for number in range(40):
        answered(form, f"p{number}", units[number % 2], drawn_answers(chance))
    return survey


def with_tables(**tables: object) -> str:
    content = json.loads(design_templates()["cchc-cap-xa"].content)
    return json.dumps({**content, **tables}, ensure_ascii=False)


def test_a_design_with_margins_is_not_estimated_as_if_it_had_none(survey):
    margins = [{"column": "gioi", "totals": {"nam": 10, "nu": 10}}]
    Survey.objects.filter(pk=survey.pk).update(design=with_tables(margin=margins))
    with pytest.raises(ValidationError):
        make_estimate(by=LEAD, survey=survey)


def test_a_design_that_asks_for_a_ratio_is_not_estimated_as_if_it_did_not(survey):
    ratio = [{"code": "lan", "name": "Số lần mỗi hồ sơ", "above": "c1", "below": "c2"}]
    Survey.objects.filter(pk=survey.pk).update(design=with_tables(ratio=ratio))
    with pytest.raises(ValidationError, match="Số lần mỗi hồ sơ"):
        make_estimate(by=LEAD, survey=survey)


def test_a_survey_that_goes_back_to_its_design_has_no_estimate_any_more(survey):
    make_estimate(by=LEAD, survey=survey)
    survey.responses.all().delete()
    back = take_back_to_design(by=LEAD, survey=survey)
    leave_group(by=LEAD, form=back.forms.get())
    assert not back.estimates.exists()


def test_a_survey_whose_figures_were_final_does_not_go_back_to_its_design(survey):
    SurveyEstimate.objects.create(survey=survey, number=1, sha256="0", state="final", **by_line(LEAD))
    survey.responses.all().delete()
    with pytest.raises(ValidationError):
        take_back_to_design(by=LEAD, survey=survey)


def test_places_of_the_design_in_which_nobody_answered_stay_in_the_sample(survey):
    silent = [
        {"stratum": "Sở Nội vụ", "primary_unit": "Thôn 9"},
        {"stratum": "Tầng khác", "primary_unit": "1"},
    ]
    Survey.objects.filter(pk=survey.pk).update(design=with_tables(silent=silent))
    survey.responses.update(primary_unit="Thôn 1")
    places = [one.place for one in counted_questionnaires(Survey.objects.get())[0].design.places]
    assert ("Sở Nội vụ", "Thôn 9") in places
    assert "Tầng khác" not in {place[0] for place in places}


ONE, SEVERAL = {"options": "1 | Một\n2 | Hai\n3 | Ba"}, {"options": "1 | Một\n2 | Hai", "kind": "multiple"}
NUMBER, SCALE = {"kind": "number"}, {"kind": "scale", "scale": "muc"}


@pytest.mark.parametrize(
    ("before", "told", "now", "figure"),
    [
        (ONE, "3", NUMBER, "q1"),  # the code of an option is no number
        ({"options": "a | Một\nb | Hai"}, "a", NUMBER, "q1"),
        (SEVERAL, "1;2", ONE, "q1_1"),
        (NUMBER, "1", SEVERAL, "q1_1"),
    ],
)
def test_what_an_earlier_version_asked_in_another_way_is_no_answer_to_the_one_that_is_counted(
    units, before, told, now, figure
):
    sets = [
        questionnaire_of(of_items({"section": "chung", "code": "q1", "text": "?", **one}))
        for one in (before, now)
    ]
    survey = a_collecting_survey(*sets)
    old, new = survey.forms.order_by("version__number")
    for at in range(10):
        answered(old, f"a{at}", units[at % 2], {"q1": [("", told)]})
        answered(new, f"b{at}", units[at % 2], {"q1": [("", "1")]})
    every = make_estimate(by=LEAD, survey=survey).figures.get(code=figure, unit=None, respondent_group="")
    assert (float(every.value), every.answers) == ((1 if now is NUMBER else 100), 10)


def test_a_choice_that_became_a_scale_is_counted_with_it(units):
    sets = [
        questionnaire_of(of_items({"section": "chung", "code": "q1", "text": "?", **one}))
        for one in (ONE, SCALE)
    ]
    survey = a_collecting_survey(*sets)
    for form in survey.forms.all():
        for at in range(10):
            answered(form, f"{form.pk}-{at}", units[at % 2], {"q1": [("", "1")]})
    (counted,) = counted_questionnaires(survey)
    assert counted.counts.people.sum() == 20


def a_draw_that_knows(survey: Survey, populations: list[list[str]]) -> None:
    """A draw that keeps how many the population has in its places."""
    frame = SampleFrame.objects.create(survey=survey, name="Dàn mẫu", sha256="0")
    told = {"replacements": [], "populations": populations}
    SampleDraw.objects.create(
        survey=survey,
        number=1,
        frame=frame,
        frame_sha256="0",
        seed="1",
        method=json.dumps(told),
        **by_line(STAFF),
    )


def test_what_a_draw_knows_of_the_population_corrects_the_error_without_being_typed(survey):
    before = make_estimate(by=LEAD, survey=survey).figures.filter(unit=None, respondent_group="").first()
    a_draw_that_knows(survey, [["Sở Nội vụ", "40"], ["Sở Tài chính", "40"]])
    (counted,) = counted_questionnaires(survey)
    assert {one.sizes for one in counted.design.places} == {(Fraction(40),)}
    after = make_estimate(by=LEAD, survey=survey).figures.get(
        code=before.code, unit=None, respondent_group=""
    )
    assert after.value == before.value
    assert float(after.standard_error) == pytest.approx(float(before.standard_error) * 0.5**0.5, rel=1e-12)


def test_a_population_smaller_than_what_answered_corrects_nothing_and_the_design_counts_before_a_draw(survey):
    a_draw_that_knows(survey, [["Sở Nội vụ", "19"], ["Sở Tài chính", "40"]])
    population = [{"stratum": "Sở Tài chính", "size": 80}]
    Survey.objects.filter(pk=survey.pk).update(design=with_tables(population=population))
    (counted,) = counted_questionnaires(Survey.objects.get())
    sizes = {one.place[0]: one.sizes for one in counted.design.places}
    assert sizes == {"Sở Nội vụ": (), "Sở Tài chính": (Fraction(80),)}


def test_units_are_compared_though_the_answers_about_one_are_void_by_now(survey, units, client_of):
    make_estimate(by=LEAD, survey=survey)
    survey.responses.filter(unit=units[0]).update(state="void", reason="twice")
    asked = {"mot": str(units[0].pk), "hai": str(units[1].pk)}
    answer = client_of(Role.LEADER).get(reverse("surveys:result_compare", args=[survey.pk]), asked)
    assert answer.status_code == 200
    survey.responses.all().update(state="void", reason="twice")
    answer = client_of(Role.LEADER).get(reverse("surveys:result_compare", args=[survey.pk]), asked)
    assert answer.status_code == 200


def test_a_figure_of_fewer_answers_than_are_printed_by_now_is_not_shown(survey, units):
    estimate = make_estimate(by=LEAD, survey=survey)
    survey.refresh_from_db()
    texts = SurveyTexts(name=survey.name, year=survey.year, purpose=survey.purpose, minimum_answers=30)
    change_survey(by=STAFF, survey=survey, seen_version=survey.version, texts=texts)
    form = survey.forms.get()
    questions = questions_of(form.version.content)
    table = result_table(
        SurveyEstimate.objects.get(pk=estimate.pk), form.version.questionnaire, item_headings(questions)
    )
    assert {cell.value for row in table.rows for cell in row.cells if cell} == {None}
    assert any(cell.value is not None for cell in table.whole.cells if cell)


def test_a_survey_that_was_closed_anew_with_the_same_answers_has_a_final_estimate_of_this_closing(survey):
    close_survey(by=LEAD, survey=survey)
    assert estimate_closed_surveys() == 1
    open_again(by=LEAD, survey=survey, reason="Kiểm tra lại")
    close_survey(by=LEAD, survey=survey)
    assert not last_final_estimates(survey.year)
    assert (estimate_closed_surveys(), estimate_closed_surveys()) == (1, 0)
    first, second = survey.estimates.order_by("number")
    assert first.sha256 == second.sha256
    assert last_final_estimates(survey.year)[survey.pk] == second
