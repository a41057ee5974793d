"""Frames and draws in the product: the same seed gives the same sample, a reserve takes a place for a reason, and who
stands in a frame can be erased."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.core.words.messages import Faults, say
from cchc.intake.actions import apply
from cchc.intake.models import StagedFile
from cchc.surveys.actions.frames import erase_frame
from cchc.surveys.actions.sampling import draw_sample, replace_case, take_back_draw
from cchc.surveys.actions.states import close_survey
from cchc.surveys.models import FrameRow, SampleCase, Survey, SurveyForm
from cchc.surveys.staged import stage_frame
from tests import builders
from tests.acts.surveys import a_drawable, a_frame_file, a_written_frame
from tests.builders.answered import answered
from tests.builders.collecting import a_published_version

pytestmark = pytest.mark.django_db
STAFF = builders.an_actor(Role.SURVEY_STAFF)


def drawn(frame, seed="30/11/2026"):
    draw = draw_sample(by=STAFF, survey=frame.survey, frame=frame, seed=seed)
    return draw, list(draw.cases.order_by("number").values_list("row__key", "state", "probability", "weight"))


def test_the_same_seed_and_frame_give_the_same_sample_with_probabilities_and_weights():
    frame = a_written_frame()
    draw, first = drawn(frame)
    take_back_draw(by=STAFF, draw=draw)
    assert not SampleCase.objects.exists()
    again, second = drawn(frame)
    assert first == second
    people = [one for one in second if one[0].startswith("HS") and one[1] == "drawn"]
    assert len(people) == 60
    assert {(one[2], one[3]) for one in people} == {("2/3", "1.5")}
    assert again.seed == "30/11/2026"


def test_a_reserve_takes_the_place_of_a_case_for_a_reason_and_the_case_stays():
    frame = a_written_frame()
    draw, _ = drawn(frame)
    case = draw.cases.filter(state="drawn", row__key__startswith="HS").first()
    reserve = draw.cases.get(state="reserve", row__key__startswith="HS", order=1)
    with pytest.raises(ValidationError):
        replace_case(by=STAFF, case=case, reason=" ")
    replace_case(by=STAFF, case=case, reason="Không gặp được")
    case.refresh_from_db()
    reserve.refresh_from_db()
    assert (case.state, reserve.state, reserve.replaces_id, reserve.reason) == (
        "replaced",
        "drawn",
        case.pk,
        "Không gặp được",
    )
    assert draw.cases.filter(state="drawn", row__key__startswith="HS").count() == 60


def test_a_frame_with_rows_that_stand_twice_or_of_an_unknown_unit_is_refused_with_all_of_it():
    survey, unit = a_drawable()
    lines = a_frame_file(unit, 3).decode("utf-8-sig").splitlines()
    bad = "\r\n".join(
        [*lines, lines[1], lines[2].replace(unit, "Sở Không Có").replace("HS002", "HS009")]
    ).encode()
    with pytest.raises(Faults) as refused:
        stage_frame(by=STAFF, survey=survey, name="Dàn mẫu", file="dan-mau.csv", data=bad)
    assert {"HS001", "Sở Không Có"} <= {one.found for one in refused.value.faults}


def test_a_frame_of_more_rows_than_are_kept_is_refused_while_it_is_read():
    survey, unit = a_drawable()
    data = a_frame_file(unit, 20_001)
    with pytest.raises(Faults) as refused:
        stage_frame(by=STAFF, survey=survey, name="Dàn mẫu", file="dan-mau.csv", data=data)
    (fault,) = refused.value.faults
    assert (fault.place.row, say(fault.expected)) == (None, "at most 20000 rows")
    assert not StagedFile.objects.exists()


def test_the_same_frame_brought_again_changes_nothing_and_no_file_of_it_is_kept():
    survey, unit = a_drawable()
    data = a_frame_file(unit)
    staged = stage_frame(by=STAFF, survey=survey, name="Dàn mẫu", file="dan-mau.csv", data=data)
    apply(by=STAFF, staged=staged)
    again = stage_frame(by=STAFF, survey=survey, name="Dàn mẫu", file="dan-mau.csv", data=data)
    assert (again.counts["new"], again.counts["changed"], again.counts["gone"]) == (0, 0, 0)
    staged.refresh_from_db()
    assert "rows" not in staged.read
    assert staged.file.size < 200


def test_who_stands_in_a_frame_is_erased_and_the_sample_stays():
    frame = a_written_frame()
    draw, before = drawn(frame)
    erase_frame(by=STAFF, frame=frame)
    assert set(map(str, FrameRow.objects.values_list("columns", flat=True))) == {"{}"}
    kept = list(draw.cases.order_by("number").values_list("row__key", "state", "probability", "weight"))
    assert kept == before


def names_kept() -> bool:
    """Whether somebody of the frame can still be told from what is kept of files."""
    return any("Người 5" in json.dumps(one.read, ensure_ascii=False) for one in StagedFile.objects.all())


def test_nobody_stands_in_a_file_that_waits_once_the_frame_is_erased_or_the_survey_is_closed():
    frame = a_written_frame()
    survey, unit = frame.survey, frame.survey.rated.get().unit
    data = a_frame_file(unit.name)
    stage_frame(by=STAFF, survey=survey, name=frame.name, file="dan-mau.csv", data=data)
    assert names_kept()
    erase_frame(by=STAFF, frame=frame)
    assert not names_kept()
    stage_frame(by=STAFF, survey=survey, name="Dàn mẫu khác", file="dan-mau.csv", data=data)
    Survey.objects.filter(pk=survey.pk).update(state="collecting")
    form = SurveyForm.objects.create(
        survey=survey, version=a_published_version(), respondent_group="Người dân"
    )
    answered(form, "P1", unit, {"q1": [("5", "")]})
    assert names_kept()
    close_survey(by=builders.an_actor(Role.COORDINATOR), survey=survey)
    assert not names_kept()


def test_who_brings_a_list_that_is_too_long_is_told_not_to_split_it(client_of):
    survey, unit = a_drawable()
    file = SimpleUploadedFile("dan-mau.csv", a_frame_file(unit, 20_001))
    address = reverse("surveys:frame_bring", args=[survey.pk])
    shown = client_of(Role.SURVEY_STAFF).post(address, {"name": "Hồ sơ", "file": file})
    assert shown.status_code == 422
    assert "One sample is drawn from one list: do not split it." in shown.content.decode()
