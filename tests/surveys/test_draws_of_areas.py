"""Draws of areas on the pages: the communes first, then their rows, with exact chances and known populations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.intake.actions import apply
from cchc.surveys.actions.designing import create_after
from cchc.surveys.actions.frames import erase_frame
from cchc.surveys.actions.sampling import draw_sample, replace_case, take_back_draw
from cchc.surveys.actions.surveys import SurveyTexts, choose_units
from cchc.surveys.exchange.design_file import read_design_file
from cchc.surveys.models import SampleCase, SampleFrame, Survey
from cchc.surveys.queries.draws import drawn_populations, told_of
from cchc.surveys.staged import stage_frame
from tests import builders
from tests.builders.collecting import answers_csv
from tests.markup import source

pytestmark = pytest.mark.django_db
STAFF = builders.an_actor(Role.SURVEY_STAFF)
DESIGN = """
[design]
code = "ho-dan"
title = "Hộ dân"

[rated]
count = 1

[[group]]
code = "ho_dan"
name = "Hộ dân"

[[stage]]
unit = "Xã"
take = 3
reserve = 1

[[stage]]
take = 4
reserve = 2
"""


@pytest.fixture
def survey() -> Survey:
    texts = SurveyTexts(name="Điều tra hộ dân", year=2026, purpose="sipas", minimum_answers=5)
    survey = create_after(by=STAFF, texts=texts, template="sipas-ba-giai-doan")
    survey.design = read_design_file(DESIGN.encode(), "ho-dan.toml").content
    survey.save()
    choose_units(by=STAFF, survey=survey, units=[builders.a_unit("Tỉnh An", "province")])
    return survey


def written(survey: Survey, name: str, headings: tuple[str, ...], rows: list[list[str]]) -> SampleFrame:
    """A frame that was brought and written."""
    data = answers_csv(rows, headings)
    staged = stage_frame(by=STAFF, survey=survey, name=name, file="dan-mau.csv", data=data)
    frame: SampleFrame = apply(by=STAFF, staged=staged)
    return frame


@pytest.fixture
def communes(survey: Survey) -> SampleFrame:
    return written(survey, "Các xã", ("Mã", "Xã"), [[f"X{at}", f"Xã {at}"] for at in range(12)])


def households(survey: Survey, communes: list[str]) -> SampleFrame:
    rows = [[f"{name}-{at}", name, f"Chủ hộ {at}"] for name in communes for at in range(10)]
    return written(survey, "Các hộ", ("Mã", "Xã", "Chủ hộ"), rows)


def test_areas_are_drawn_then_their_rows_with_the_product_of_both_chances(
    survey: Survey, communes: SampleFrame
):
    areas = draw_sample(by=STAFF, survey=survey, frame=communes, seed="15/11", areas_only=True)
    assert not SampleCase.objects.exists()
    units = told_of(areas).units
    drawn = [one.name for one in units if not one.reserve]
    assert (len(drawn), {one.probability for one in units}) == (3, {Fraction(1, 4)})
    draw = draw_sample(by=STAFF, survey=survey, frame=households(survey, drawn), seed="", after=areas)
    cases = draw.cases.filter(state="drawn")
    assert Counter(cases.values_list("primary_unit", flat=True)) == dict.fromkeys(drawn, 4)
    assert set(cases.values_list("probability", "weight")) == {("1/10", "10")}
    assert draw.seed == "15/11"
    assert drawn_populations(survey) == {
        ("ho_dan",): Fraction(12),
        **{("ho_dan", name): Fraction(10) for name in drawn},
    }


def test_areas_with_which_a_draw_went_on_are_not_taken_back_before_it(survey: Survey, communes: SampleFrame):
    areas = draw_sample(by=STAFF, survey=survey, frame=communes, seed="15/11", areas_only=True)
    drawn = [one.name for one in told_of(areas).units if not one.reserve]
    draw = draw_sample(by=STAFF, survey=survey, frame=households(survey, drawn), seed="", after=areas)
    with pytest.raises(ValidationError, match="Another draw goes on"):
        take_back_draw(by=STAFF, draw=areas)
    case = draw.cases.filter(state="drawn").first()
    replace_case(by=STAFF, case=case, reason="Không gặp được")
    assert draw.cases.filter(state="drawn").count() == 12
    take_back_draw(by=STAFF, draw=draw)
    take_back_draw(by=STAFF, draw=areas)
    assert not survey.draws.exists()


def test_a_drawn_area_without_rows_and_a_list_without_its_columns_are_refused(
    survey: Survey, communes: SampleFrame
):
    areas = draw_sample(by=STAFF, survey=survey, frame=communes, seed="15/11", areas_only=True)
    drawn = [one.name for one in told_of(areas).units if not one.reserve]
    with pytest.raises(ValidationError, match="has no rows of it"):
        draw_sample(by=STAFF, survey=survey, frame=households(survey, drawn[:2]), seed="", after=areas)
    frame = survey.frames.get(name="Các hộ")
    with pytest.raises(ValidationError, match="no more areas"):
        draw_sample(by=STAFF, survey=survey, frame=frame, seed="", after=areas, areas_only=True)
    erase_frame(by=STAFF, frame=communes)
    with pytest.raises(ValidationError, match="erased"):
        draw_sample(by=STAFF, survey=survey, frame=frame, seed="", after=areas)


def test_the_page_draws_areas_shows_their_chances_and_offers_to_go_on(
    survey: Survey, communes: SampleFrame, client_of: Callable[..., Client]
):
    staff, page = client_of(Role.SURVEY_STAFF), reverse("surveys:sample", args=[survey.pk])
    address = reverse("surveys:draw", args=[survey.pk])
    staff.post(address, {"frame": communes.pk, "seed": "15/11", "areas_only": "on"})
    (areas,) = survey.draws.all()
    drawn = [one.name for one in told_of(areas).units if not one.reserve]
    shown = source(staff.get(page))
    assert f"{drawn[0]}: 1/4" in shown
    assert "draw 1 from “Các xã”" in shown
    frame = households(survey, drawn)
    staff.post(address, {"frame": frame.pk, "seed": "", "after": areas.pk})
    assert SampleCase.objects.filter(state="drawn").count() == 12
    refused = staff.post(address, {"frame": frame.pk, "seed": ""})
    assert refused.status_code == 422
