"""What a survey found, as its pages read it: figures that too few gave are not shown, shares sum to the whole,
sentences claim no more than the errors bear."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.utils.translation import override

from cchc.core.surveys.questionnaires.values import ItemKind, SurveyItem
from cchc.surveys.models import EstimateFigure, Response, ResponseState, Survey, SurveyEstimate
from cchc.surveys.queries.counts import counted_questionnaires
from cchc.surveys.queries.figures import standing_text
from cchc.surveys.queries.opinions import opinions_on
from cchc.surveys.queries.results import (
    factor_headings,
    figure_over_years,
    item_headings,
    level_shares,
    questions_in,
    result_table,
    standing_estimate,
)
from cchc.surveys.queries.unit_standings import standing_sentences, units_beside_whole
from cchc.units.models import Unit
from tests.builders import a_province, a_unit
from tests.builders.surveyed import Found, a_survey, an_estimate

pytestmark = pytest.mark.django_db

FEW = Found("75", "20", "95", 3, 4, printed=False)
ABOVE = Found("96", "93", "98", 300, 300)
LEVEL = Found("80", "74", "85", 300, 300)
BELOW = Found("61", "56", "66", 300, 300)


def estimated(found: dict[str, Found], whole: Found | None = None) -> Survey:
    """A survey with figures of units, and of all of them."""
    province = a_province()
    for name in found:
        a_unit(name, parent=province)
    survey = a_survey()
    estimate = an_estimate(survey, found, final=False)
    for one in EstimateFigure.objects.filter(estimate=estimate):
        EstimateFigure.objects.filter(pk=one.pk).update(degrees=max(one.answers - 1, 0))
    if whole:
        EstimateFigure.objects.create(
            estimate=estimate,
            questionnaire=survey.forms.get().version.questionnaire,
            code="chung",
            kind="rate",
            value=whole.value,
            standard_error="1",
            low=whole.low,
            high=whole.high,
            answers=whole.answers,
            base=whole.base,
            degrees=whole.answers - 1,
            printed=True,
        )
    return survey


def table_of(survey: Survey):
    """The table of the factor of the questionnaire."""
    questionnaire = survey.forms.get().version.questionnaire
    headings = factor_headings(questions_in(survey, questionnaire))
    estimate = standing_estimate(survey)
    assert estimate is not None
    return result_table(estimate, questionnaire, headings)


def test_units_stand_in_the_order_of_their_names_with_their_figures():
    table = table_of(estimated({"Xã Bình": LEVEL, "Xã An": ABOVE}))
    assert [row.name for row in table.rows] == ["Xã An", "Xã Bình"]
    assert [row.cells[0].value for row in table.rows if row.cells[0]] == [Fraction(96), Fraction(80)]


def test_a_figure_of_too_few_answers_has_no_value_and_says_how_many_there_were():
    (row,) = table_of(estimated({"Xã An": FEW})).rows
    assert row.cells[0] is not None
    assert (row.cells[0].value, row.cells[0].low, row.cells[0].answers) == (None, None, 3)


def test_the_standing_estimate_is_the_last_one():
    survey = estimated({"Xã An": ABOVE})
    second = an_estimate(survey, {"Xã An": LEVEL})
    assert standing_estimate(survey) == second


def test_who_is_above_and_below_is_named_and_of_the_others_nothing_is_claimed():
    found = {"Xã An": ABOVE, "Xã Bình": LEVEL, "Xã Cao": BELOW}
    table = table_of(estimated(found, LEVEL))
    with override("vi"):
        said = " ".join(standing_sentences(table))
    assert "Đủ căn cứ nói cao hơn mức chung: Xã An." in said
    assert "Đủ căn cứ nói thấp hơn mức chung: Xã Cao." in said
    assert "Có 1 đơn vị chưa đủ căn cứ để nói cao hơn hay thấp hơn mức chung." in said
    assert said.endswith("Đã tính việc so 3 đơn vị cùng một lúc (hiệu chỉnh Holm, 5 % cho tất cả).")


def test_the_highest_rate_is_not_called_higher_where_the_errors_do_not_bear_it():
    found = {
        "Xã An": Found("98.3", "91.06", "99.96", 60, 60),
        "Xã Bình": Found("93.3", "83.8", "98.2", 60, 60),
    }
    table = table_of(estimated(found, Found("95", "90", "98", 120, 120)))
    with override("vi"):
        said = standing_sentences(table)
    assert "chưa đủ căn cứ nói cao hơn Xã Bình" in said[0]
    assert "98,3 % (91,1–99,96)" in said[0]


def test_units_without_a_printed_figure_are_not_compared():
    found = {"Xã An": ABOVE, "Xã Bình": FEW}
    assert [one.name for one in units_beside_whole(table_of(estimated(found, LEVEL)))] == ["Xã An"]


def answers(
    survey: Survey, unit: str, levels: str, weight: str = "1", state: str = ResponseState.ACCEPTED
) -> None:
    """Forms about a unit, each with one level for the question; "-" leaves it out."""
    form = survey.forms.get()
    of = Unit.objects.filter(name=unit).first() or a_unit(unit)
    for level in levels:
        reason = "" if state in (ResponseState.RECEIVED, ResponseState.ACCEPTED) else "sai_mau"
        kept = {
            "survey": survey,
            "form": form,
            "unit": of,
            "weight": weight,
            "state": state,
            "reason": reason,
        }
        answers = (
            {"y_kien": f"Chờ lâu {level}"} if level == "-" else {"q1": level, "y_kien": f"Chờ lâu {level}"}
        )
        Response.objects.create(key=f"{unit}{Response.objects.count()}", answers=answers, **kept)


def shares_of(survey: Survey):
    """How the answers fall on the three levels of the question."""
    questionnaire = survey.forms.get().version.questionnaire
    item = questions_in(survey, questionnaire).by_code["q1"]
    estimate = SurveyEstimate(survey=survey, counts=standing_text(counted_questionnaires(survey)))
    return level_shares(estimate, questionnaire, item)


def test_shares_of_levels_sum_to_one_by_unit_and_for_all_with_weights():
    a_province()
    survey = a_survey()
    answers(survey, "Xã An", "1233")
    answers(survey, "Xã Bình", "33", weight="2.5")
    found = shares_of(survey)
    assert {sum(one.shares) for one in found.values()} == {Fraction(1)}
    assert found[None].shares == (Fraction(1, 9), Fraction(1, 9), Fraction(7, 9))
    assert found[None].answers == 6


def test_rejected_void_and_waiting_forms_and_missing_answers_fall_on_no_level():
    a_province()
    survey = a_survey()
    answers(survey, "Xã An", "3-")
    for state in (ResponseState.RECEIVED, ResponseState.REJECTED, ResponseState.VOID):
        answers(survey, "Xã An", "1", state=state)
    assert shares_of(survey)[None].shares == (0, 0, 1)
    assert shares_of(survey)[None].answers == 1


def test_questions_without_a_rate_have_no_column():
    survey = a_survey()
    questions = questions_in(survey, survey.forms.get().version.questionnaire)
    assert [one.code for one in item_headings(questions)] == ["q1"]


def test_a_figure_has_its_course_over_closed_surveys_of_the_same_purpose_alone():
    province = a_province()
    a_unit("Xã An", parent=province)
    before, other, now = a_survey(2024), a_survey(2025), a_survey(2026)
    Survey.objects.filter(pk=other.pk).update(purpose="other")
    for survey in (before, other, now):
        an_estimate(survey, {"Xã An": LEVEL})
    questionnaire = now.forms.get().version.questionnaire
    unit = EstimateFigure.objects.filter(unit__isnull=False).values_list("unit", flat=True)[0]
    found = figure_over_years(now, questionnaire, "chung", unit)
    assert [one.year for one in found] == [2024, 2026]


def test_opinions_are_found_whatever_their_diacritics_and_grouped_by_shared_words():
    a_province()
    survey = a_survey()
    answers(survey, "Xã An", "123")
    questionnaire = survey.forms.get().version.questionnaire
    item = SurveyItem("y_kien", "a", "2", "Ý kiến khác", ItemKind.TEXT)
    found = opinions_on(survey, questionnaire, item, "cho LAU")
    assert (len(found.opinions), found.total) == (3, 3)
    assert [one.words for one in found.groups.groups] == ["chờ lâu"]
    assert opinions_on(survey, questionnaire, item, "thái độ").opinions == ()
