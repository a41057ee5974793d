"""Pages and files of what a survey found: who may see them, what they show, and that scripts in answers stay texts."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from cchc.access.permissions import Role
from cchc.surveys.actions.estimating import make_estimate
from cchc.surveys.actions.responses import accept_all
from cchc.surveys.models import EstimateFigure, QuestionnaireVersion, Response, Survey
from cchc.surveys.queries.designs import design_templates, not_followed_in
from cchc.units.models import Kind, Unit
from tests.builders import a_province, a_unit, an_actor
from tests.builders.collecting import a_collecting_survey, answers_csv, taken_answers
from tests.builders.surveyed import Found, a_survey, an_estimate

pytestmark = pytest.mark.django_db
PAGES = ("results", "result_compare", "result_opinions")
FILES = ("results_xlsx", "results_csv", "result_report")
ClientOf = Callable[..., Client]


@pytest.fixture
def reader(client_of: ClientOf) -> ClientOf:
    """A browser in which somebody of a role is signed in, in Vietnamese."""

    def reader(role: Role) -> Client:
        client = client_of(role)
        client.cookies["django_language"] = "vi"
        return client

    return reader


@pytest.fixture
def survey() -> Survey:
    """A survey about two units, with a figure that too few gave about a third."""
    return a_survey_about("Xã An", "Xã Bình", few="Xã Cao")


def a_survey_about(*names: str, few: str = "") -> Survey:
    """A survey with figures of these units, and one of too few answers."""
    province = a_province()
    for name in (*names, few) if few else names:
        a_unit(name, parent=province)
    survey = a_survey()
    found = {
        name: Found(str(90 - at), str(80 - at), str(95 - at / 2), 60, 60) for at, name in enumerate(names)
    }
    if few:
        found[few] = Found("75", "20", "95", 3, 4, printed=False)
    estimate = an_estimate(survey, found, final=False)
    EstimateFigure.objects.filter(estimate=estimate).update(degrees=59)
    return survey


def shown(client: Client, survey: Survey, name: str, *args: object, **asked: str) -> str:
    """The page as its reader sees it."""
    answer = client.get(reverse(f"surveys:{name}", args=[survey.pk, *args]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", [*PAGES, *FILES])
def test_who_may_not_read_surveys_finds_nothing(reader: ClientOf, survey: Survey, name: str):
    address = reverse(f"surveys:{name}", args=[survey.pk])
    assert reader(Role.UNIT_CLERK).get(address).status_code == 404
    assert reader(Role.COORDINATOR).get(address).status_code == 200


def test_rates_stand_with_their_intervals_and_too_few_is_said(reader: ClientOf, survey: Survey):
    page = shown(reader(Role.COORDINATOR), survey, "results")
    assert "90,0" in page
    assert "80,0–95,0" in page
    assert "75,0" not in page
    assert "chưa đủ phiếu" in page
    assert "Tạm tính" in page


def test_a_survey_without_an_estimate_says_what_comes_here(reader: ClientOf):
    a_province()
    for name in PAGES:
        assert "Chưa tính kết quả" in shown(
            reader(Role.COORDINATOR), a_survey(2030 + PAGES.index(name)), name
        )


def test_an_unknown_questionnaire_or_figure_is_not_found(reader: ClientOf, survey: Survey):
    client = reader(Role.COORDINATOR)
    results = reverse("surveys:results", args=[survey.pk])
    assert client.get(results, {"phieu": "khong-co"}).status_code == 404
    assert client.get(reverse("surveys:result_figure", args=[survey.pk, "khong-co"])).status_code == 404


def test_one_figure_shows_its_units_from_the_highest_down_and_names_who_is_not_printed(
    reader: ClientOf, survey: Survey
):
    page = shown(reader(Role.COORDINATOR), survey, "result_figure", "chung")
    assert page.index("Xã An") < page.index("Xã Bình") < page.index("Chưa đủ phiếu để in: Xã Cao")


def test_the_table_asks_as_often_for_many_units_as_for_few(reader: ClientOf, survey: Survey):
    client = reader(Role.COORDINATOR)
    shown(client, survey, "results")
    with CaptureQueriesContext(connection) as few:
        shown(client, survey, "results")
    many = a_survey_about_more(survey, 40)
    with CaptureQueriesContext(connection) as more:
        page = shown(client, many, "results")
    assert page.count('<th scope="row">') > 40
    assert len(more) == len(few)


def a_survey_about_more(survey: Survey, units: int) -> Survey:
    """The same survey with a later estimate about so many more units."""
    province = Unit.objects.get(kind=Kind.PROVINCE)
    names = [f"Phường {number}" for number in range(units)]
    for name in names:
        a_unit(name, parent=province)
    an_estimate(survey, dict.fromkeys(names, Found("80", "70", "90", 60, 60)), final=False)
    return survey


def test_one_unit_is_not_compared_with_itself(reader: ClientOf, survey: Survey):
    unit = str(EstimateFigure.objects.filter(unit__name="Xã An").values_list("unit", flat=True)[0])
    page = shown(reader(Role.COORDINATOR), survey, "result_compare", mot=unit, hai=unit)
    assert "Chọn một đơn vị khác đơn vị thứ nhất." in page


def with_an_opinion(survey: Survey, text: str) -> None:
    """The questionnaire asks for an opinion, and one form has it."""
    form = survey.forms.get()
    version = QuestionnaireVersion.objects.get(pk=form.version_id)
    content = version.content.replace(
        '"item":[', '"item":[{"section":"a","code":"y_kien","number":"9","text":"Ý kiến khác","kind":"text"},'
    )
    later = QuestionnaireVersion.objects.create(
        questionnaire=version.questionnaire, number=2, content=content, sha256="1" * 64
    )
    survey.forms.update(version=later)
    unit = EstimateFigure.objects.filter(unit__name="Xã An").values_list("unit", flat=True)[0]
    kept = {"survey": survey, "form": form, "unit_id": unit, "state": "accepted"}
    Response.objects.create(key="P1", answers={"y_kien": text}, **kept)


def test_an_opinion_with_a_script_or_a_formula_is_a_text(reader: ClientOf, survey: Survey):
    with_an_opinion(survey, "<script>alert(1)</script> chờ lâu")
    page = shown(reader(Role.COORDINATOR), survey, "result_opinions")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


def test_a_search_among_opinions_marks_what_it_found(reader: ClientOf, survey: Survey):
    with_an_opinion(survey, "Phải chờ lâu quá")
    client = reader(Role.COORDINATOR)
    assert "<mark>chờ lâu</mark>" in shown(client, survey, "result_opinions", tim="cho lau")
    assert "Không có ý kiến nào chứa từ này." in shown(client, survey, "result_opinions", tim="thái độ")


def test_the_workbook_has_every_unit_and_leaves_out_what_too_few_gave(reader: ClientOf, survey: Survey):
    answer = reader(Role.COORDINATOR).get(reverse("surveys:results_xlsx", args=[survey.pk]))
    sheet = load_workbook(io.BytesIO(answer.content))["Nhân tố"]
    rows = {row[0]: row[3] for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert rows == {"Xã An": 90, "Xã Bình": 89, "Xã Cao": None}


NUMBERS = ("Mã phiếu", "Đơn vị được đánh giá", "Ông/bà biết dịch vụ qua kênh nào?", "Số lần đi lại")


def a_survey_with_numbers() -> Survey:
    """A provisional estimate of a number and of a question with several choices, about three units; of one too few
    answered."""
    survey = a_collecting_survey([a_unit(name, "commune") for name in ("Xã An", "Xã Bình", "Xã Cao")])
    rows = [
        [f"P{at}", ("Xã An", "Xã Bình")[at % 2], ("loa", "loa; web")[at > 5], str(at)] for at in range(12)
    ]
    rows += [["P12", "Xã Cao", "web", "40"]]
    taken_answers(survey, answers_csv(rows, NUMBERS))
    accept_all(by=an_actor(Role.SURVEY_STAFF), survey=survey)
    make_estimate(by=an_actor(Role.COORDINATOR), survey=survey)
    return survey


def test_means_of_numbers_and_shares_of_choices_stand_below_the_rates(reader: ClientOf):
    survey = a_survey_with_numbers()
    page = shown(reader(Role.COORDINATOR), survey, "results")
    assert "Trung bình các câu trả lời" in page
    assert "Ông/bà biết dịch vụ qua kênh nào? – Trang thông tin" in page
    mean = EstimateFigure.objects.get(code="q4", unit=None, respondent_group="")
    assert f"{float(mean.value):.2f}".replace(".", ",") in page


def asking(survey: Survey, **tables: object) -> Survey:
    """The survey with a design that asks for figures besides those of its questions."""
    content = json.loads(design_templates()["cchc-cap-xa"].content)
    Survey.objects.filter(pk=survey.pk).update(design=json.dumps({**content, **tables}))
    return Survey.objects.get(pk=survey.pk)


def test_a_design_may_ask_for_means_totals_and_ratios_of_questions(reader: ClientOf):
    survey = asking(
        a_survey_with_numbers(),
        mean=[{"code": "tb", "name": "Số lần đi lại trung bình", "item": "q4"}],
        total=[{"code": "tong", "name": "Tổng số lần đi lại", "item": "q4"}],
        ratio=[{"code": "ty_so", "name": "Tỷ số hai số", "above": "q4", "below": "q4"}],
    )
    estimate = make_estimate(by=an_actor(Role.COORDINATOR), survey=survey)
    told = dict(
        EstimateFigure.objects.filter(estimate=estimate, unit=None, respondent_group="").values_list(
            "code", "value"
        )
    )
    assert (told["tong"], told["ty_so"], told["tb"]) == ("106", "1", told["q4"])
    page = shown(reader(Role.COORDINATOR), survey, "results")
    assert "Tổng trong tổng thể" in page
    assert "106,00" in page
    answer = reader(Role.COORDINATOR).get(reverse("surveys:results_csv", args=[survey.pk]))
    assert "Tổng số lần đi lại (tổng)" in answer.content.decode("utf-8-sig")


def test_what_a_design_asks_of_no_question_is_named(reader: ClientOf):
    survey = a_survey_with_numbers()
    asking(
        survey,
        total=[
            {"code": "khac", "name": "Tổng của câu không có", "item": "q99"},
            {"code": "q1", "name": "Tổng có mã trùng câu hỏi", "item": "q4"},
            {"code": "tong", "name": "Tổng số lần đi lại", "item": "q4"},
        ],
    )
    (why,) = not_followed_in(Survey.objects.get(pk=survey.pk))
    assert "Tổng của câu không có; Tổng có mã trùng câu hỏi)" in why


def test_files_hide_of_numbers_what_would_tell_the_few(reader: ClientOf):
    survey = a_survey_with_numbers()
    answer = reader(Role.COORDINATOR).get(reverse("surveys:results_xlsx", args=[survey.pk]))
    sheet = load_workbook(io.BytesIO(answer.content))["Điền số và lựa chọn"]
    rows = {(row[0], row[2]): row[3] for row in sheet.iter_rows(min_row=4, values_only=True)}
    means = {unit: value for (unit, name), value in rows.items() if name == "Số lần đi lại (trung bình)"}
    assert len(means) == 4
    assert means["Xã Cao"] is None
    assert means["Tất cả các đơn vị"] is not None
    assert [means["Xã An"], means["Xã Bình"]].count(None) == 1  # else the few follow from the total


def test_the_text_table_is_safe_from_formulas(reader: ClientOf):
    survey = a_survey_about("=HYPERLINK(1)", "Xã Bình")
    answer = reader(Role.COORDINATOR).get(reverse("surveys:results_csv", args=[survey.pk]))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert any(line.startswith("'=HYPERLINK(1),") for line in lines)
    assert not any(line.startswith("=") for line in lines)


def test_the_report_is_a_word_file_of_the_unit_that_sends_it(reader: ClientOf, survey: Survey):
    answer = reader(Role.COORDINATOR).get(reverse("surveys:result_report", args=[survey.pk]))
    page = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in page.tables for row in table.rows for cell in row.cells]
    assert "Xã An" in cells
    assert "Số liệu tạm tính: cuộc điều tra chưa khép lại." in [one.text for one in page.paragraphs]
