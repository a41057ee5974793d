"""The report of a survey: rates with their intervals in words, tables and pictures; nothing that too few said."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction

import pytest
from django.conf import settings
from docx import Document
from PIL import Image

from cchc.surveys.exchange.drawn import DrawnEstimate, axis_marks, drawn_intervals
from cchc.surveys.exchange.report import (
    ReportedFigure,
    SurveyReport,
    pictures_of,
    standard_survey_report,
    survey_report,
    trial_report,
)

FONTS = settings.NODE_MODULES / "@fontsource" / "be-vietnam-pro" / "files"


def texts_of(report: SurveyReport) -> list[str]:
    """What the paper says, paragraphs and cells."""
    page = Document(io.BytesIO(survey_report(report, standard_survey_report())))
    cells = [cell.text for table in page.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in page.paragraphs] + cells


def units(count: int) -> tuple[ReportedFigure, ...]:
    """So many units, each with a rate of its own."""
    return tuple(
        ReportedFigure(
            f"Xã {number}", Fraction(90 - number, 1), Fraction(80 - number), Fraction(95 - number), 60
        )
        for number in range(count)
    )


def test_the_report_says_the_whole_rate_with_its_interval_and_how_many_answered():
    said = " ".join(texts_of(trial_report()))
    assert (
        "Tỷ lệ hài lòng chung là 87,4 %, khoảng tin cậy 95 % từ 85,0 % đến 89,5 %, tính trên 1.200 phiếu."
        in said
    )


def test_what_too_few_said_stands_in_the_table_without_a_figure():
    cells = texts_of(trial_report())
    place = cells.index("Xã Bình Minh")
    assert cells[place + 1 : place + 4] == ["–", "chưa đủ phiếu", "4"]


def test_forms_are_counted_by_what_became_of_them():
    said = " ".join(texts_of(trial_report()))
    assert "thu về 1.230 phiếu, trong đó 1.200 phiếu hợp lệ, 20 phiếu không hợp lệ, 10 phiếu hủy" in said
    assert "so với chỉ tiêu: 96,2 %" in said


def test_a_report_before_closing_says_that_it_is_provisional():
    said = "Số liệu tạm tính: cuộc điều tra chưa khép lại."
    assert said not in texts_of(trial_report())
    assert said in texts_of(replace(trial_report(), is_provisional=True))


def test_the_same_report_gives_the_same_bytes():
    report = replace(trial_report(), unit_pictures=pictures_of(units(3), FONTS))
    template = standard_survey_report()
    assert survey_report(report, template) == survey_report(report, template)


def test_units_that_do_not_fit_on_one_page_make_several_pictures_on_one_axis():
    first, second = (Image.open(io.BytesIO(one)) for one in pictures_of(units(50), FONTS))
    assert (first.width, first.height > second.height) == (second.width, True)


def test_units_without_a_printed_figure_are_not_drawn():
    few = ReportedFigure("Xã A", None, None, None, 3)
    assert pictures_of([few], FONTS) == ()
    assert len(pictures_of([few, *units(2)], FONTS)) == 1


def test_a_picture_needs_something_to_draw():
    with pytest.raises(ValueError, match="needs rows"):
        drawn_intervals([], FONTS)


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [("0", "100", 6), ("91.1", "99.96", 6), ("50", "50", 2), ("97", "98", 2)],
)
def test_the_axis_holds_every_value_between_round_marks(low: str, high: str, marks: int):
    found = axis_marks(Fraction(low), Fraction(high))
    assert found[0] <= Fraction(low) <= Fraction(high) <= found[-1]
    assert len(found) == marks


def test_a_name_that_is_too_long_for_one_line_is_drawn_on_two():
    long = DrawnEstimate("Ủy ban nhân dân xã " + "Tân Thành " * 6, Fraction(90), Fraction(80), Fraction(95))
    picture = Image.open(io.BytesIO(drawn_intervals([long], FONTS)))
    rows = [y for y in range(12, 56) if picture.convert("L").crop((0, y, 560, y + 1)).getextrema()[0] < 128]
    gaps = [y for y in range(min(rows), max(rows)) if y not in rows]
    assert gaps or max(rows) - min(rows) > 30
