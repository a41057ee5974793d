"""Acts on surveys: designed, begun, answers taken and checked, closed."""

from __future__ import annotations

from typing import Any

from cchc.access.permissions import Role
from cchc.intake.actions import apply
from cchc.intake.models import StagedFile
from cchc.surveys.actions.designing import create_after
from cchc.surveys.actions.responses import accept_all
from cchc.surveys.actions.sampling import draw_sample
from cchc.surveys.actions.states import close_survey
from cchc.surveys.actions.surveys import SurveyTexts, choose_units
from cchc.surveys.forms.surveys import cell_name
from cchc.surveys.models import SampleDraw, SampleFrame, Survey
from cchc.surveys.staged import stage_frame
from tests import builders
from tests.acts.table import Data, Upload, a_department, act, agreed, named, sent
from tests.builders.collecting import (
    PEOPLE,
    a_collecting_survey,
    a_designed_survey,
    a_published_version,
    a_survey,
    answers_csv,
    brought_answers,
    some_questions,
    taken_answers,
)

STAFF = Role.SURVEY_STAFF
LEAD = Role.COORDINATOR


def a_collecting() -> tuple[Survey, str]:
    """A survey of a department of its own that collects, and the name of the department."""
    unit = a_department()
    return a_collecting_survey([unit], name=named("Khảo sát")), unit.name


def some_answers(unit: str) -> bytes:
    """A file with a filled form about a unit."""
    return answers_csv([[named("P"), unit, "5", "4", ""]])


def an_answered() -> Survey:
    """A survey with a form that waits to be checked."""
    survey, unit = a_collecting()
    taken_answers(survey, some_answers(unit), f"{named('tra-loi')}.csv")
    return survey


def a_waiting_file() -> tuple[Survey, StagedFile]:
    """An answer file that waits to be taken."""
    survey, unit = a_collecting()
    return survey, brought_answers(survey, some_answers(unit), f"{named('tra-loi')}.csv")


@act("surveys:new", "surveys.created", role=STAFF)
def _() -> tuple[list[Any], Data]:
    return [], {
        "template": "cchc-cap-xa",
        "name": named("Điều tra"),
        "year": 2026,
        "purpose": "index",
        "collects_from": "01/11/2026",
        "collects_until": "15/12/2026",
        "minimum_answers": 30,
    }


@act("surveys:change", "surveys.changed", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey = a_survey(named("Khảo sát"))
    return [survey.pk], {
        "name": named("Khảo sát"),
        "year": survey.year,
        "purpose": survey.purpose,
        "collects_from": "02/11/2026",
        "collects_until": "20/12/2026",
        "minimum_answers": 20,
        "seen": survey.version,
    }


@act("surveys:units_choose", "surveys.units_chosen", role=STAFF)
def _() -> tuple[list[Any], Data]:
    return [a_survey(named("Khảo sát")).pk], {"kind": "department", "units": str(a_department().pk)}


@act("surveys:group_ask", "surveys.group_asked", role=STAFF)
def _() -> tuple[list[Any], Data]:
    version = a_published_version(some_questions(f"mau_{named('').strip()}"))
    return [a_survey(named("Khảo sát")).pk], {"group": "Đại biểu", "version": str(version.pk)}


@act("surveys:group_leave", "surveys.group_left", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey = a_designed_survey([a_department()], name=named("Khảo sát"))
    return [survey.pk, survey.forms.get().pk], {}


@act("surveys:quotas", "surveys.quotas_set", role=STAFF)
def _() -> tuple[list[Any], Data]:
    unit = a_department()
    survey = a_designed_survey([unit], name=named("Khảo sát"))
    return [survey.pk], {cell_name(unit, (PEOPLE, "")): "7", "seen": survey.version}


@act("surveys:quotas_fill", "surveys.quotas_set", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey = a_designed_survey([a_department()], name=named("Khảo sát"))
    return [survey.pk], {"group": PEOPLE, "channel": "Bưu điện", "target": "9", "about": "each"}


@act("surveys:quotas_design", "surveys.quotas_set", role=STAFF)
def _() -> tuple[list[Any], Data]:
    by = builders.an_actor(STAFF)
    texts = SurveyTexts(name=named("Điều tra"), year=2026, purpose="index", minimum_answers=5)
    survey = create_after(by=by, texts=texts, template="cchc-cap-xa")
    choose_units(by=by, survey=survey, units=[a_department()])
    return [survey.pk], {}


@act("surveys:start", "surveys.started", role=STAFF)
def _() -> tuple[list[Any], Data]:
    return agreed(
        "surveys:start", [a_designed_survey([a_department()], name=named("Khảo sát")).pk], {}, STAFF
    )


@act("surveys:back_to_design", "surveys.taken_back_to_design", role=STAFF)
def _() -> tuple[list[Any], Data]:
    return agreed("surveys:back_to_design", [a_collecting()[0].pk], {}, STAFF)


@act("surveys:close", "surveys.closed", role=LEAD)
def _() -> tuple[list[Any], Data]:
    survey = an_answered()
    accept_all(by=builders.an_actor(STAFF), survey=survey)
    return agreed("surveys:close", [survey.pk], {}, LEAD)


@act("surveys:reopen", "surveys.opened_again", role=LEAD)
def _() -> tuple[list[Any], Data]:
    survey = an_answered()
    accept_all(by=builders.an_actor(STAFF), survey=survey)
    close_survey(by=builders.an_actor(LEAD), survey=survey)
    return agreed("surveys:reopen", [survey.pk], {"reason": "Bổ sung phiếu"}, LEAD)


@act("surveys:responses_judge", "surveys.responses_rejected", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey = an_answered()
    one = survey.responses.get()
    return [survey.pk], {"responses": str(one.pk), "state": "rejected", "reason": "incomplete"}


@act("surveys:responses_judge", "surveys.responses_voided", also="void", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey = an_answered()
    one = survey.responses.get()
    return [survey.pk], {"responses": str(one.pk), "state": "void", "reason": "withdrawn"}


@act("surveys:responses_judge", "surveys.responses_given_back", also="back", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey = an_answered()
    accept_all(by=builders.an_actor(STAFF), survey=survey)
    return [survey.pk], {"responses": str(survey.responses.get().pk), "state": "received", "reason": ""}


@act("surveys:responses_accept", "surveys.responses_accepted", role=STAFF)
def _() -> tuple[list[Any], Data]:
    return [an_answered().pk], {}


@act("surveys:answers", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, unit = a_collecting()
    file = Upload(f"{named('tra-loi')}.csv", some_answers(unit))
    said = {"unit": str(survey.rated.get().unit_id), "channel": "Bưu điện", "is_test": "on"}
    return [survey.pk], {"file": file, "version": str(survey.forms.get().version_id), **said}


@act("surveys:answers_columns", "surveys.columns_said", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, unit = a_collecting()
    file = Upload(f"{named('tra-loi')}.csv", some_answers(unit))
    data = {"file": file, "version": str(survey.forms.get().version_id)}
    sent("surveys:answers", [survey.pk], data, STAFF)
    staged = StagedFile.objects.filter(kind="survey_answers").latest("pk")
    columns = {f"cot_{at}": one["use"] for at, one in enumerate(staged.read["columns"])}
    return [survey.pk, staged.pk], {**columns}


@act("surveys:answers_apply", "surveys.answers_taken", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, staged = a_waiting_file()
    return [survey.pk, staged.pk], {}


@act("surveys:answers_again", "surveys.answers_given_up", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, staged = a_waiting_file()
    return [survey.pk, staged.pk], {}


@act("surveys:answers_give_up", "surveys.answers_given_up", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, staged = a_waiting_file()
    return [survey.pk, staged.pk], {}


@act("surveys:answers_undo", "surveys.answers_taken_back", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, staged = a_waiting_file()
    apply(by=builders.an_actor(STAFF), staged=staged)
    return [survey.pk, staged.pk], {}


def a_drawable() -> tuple[Survey, str]:
    """A survey with a design that rates one unit, and the name of the unit."""
    by = builders.an_actor(STAFF)
    texts = SurveyTexts(name=named("Điều tra"), year=2026, purpose="sipas", minimum_answers=5)
    survey = create_after(by=by, texts=texts, template="cchc-cap-xa")
    unit = a_department()
    choose_units(by=by, survey=survey, units=[unit])
    return survey, unit.name


def a_frame_file(unit: str, rows: int = 90) -> bytes:
    """A frame of people who were served by a unit."""
    people = "Cá nhân, tổ chức đã giải quyết thủ tục hành chính tại Bộ phận một cửa cấp xã"
    told = [[f"HS{at:03}", unit, people, f"Người {at}"] for at in range(1, rows + 1)]
    others = ("Đại biểu HĐND huyện", 40), ("Lãnh đạo UBND huyện", 3), ("Lãnh đạo Ủy ban MTTQ huyện", 3)
    others = (*others, ("Lãnh đạo các cơ quan chuyên môn thuộc huyện", 12))
    told += [
        [f"{group[:12]}{at}", unit, group, f"Ông bà {at}"] for group, count in others for at in range(count)
    ]
    return answers_csv(told, ("Mã", "Đơn vị", "Đối tượng trả lời", "Họ và tên"))


def a_staged_frame() -> tuple[Survey, StagedFile]:
    """A frame that waits to be written."""
    survey, unit = a_drawable()
    by = builders.an_actor(STAFF)
    name = named("Dàn mẫu")
    return survey, stage_frame(by=by, survey=survey, name=name, file="dan-mau.csv", data=a_frame_file(unit))


def a_written_frame() -> SampleFrame:
    """A frame from which nothing was drawn yet."""
    _survey, staged = a_staged_frame()
    frame: SampleFrame = apply(by=builders.an_actor(STAFF), staged=staged)
    return frame


def a_draw() -> SampleDraw:
    """A draw from a frame."""
    frame = a_written_frame()
    return draw_sample(by=builders.an_actor(STAFF), survey=frame.survey, frame=frame, seed="30/11/2026")


@act("surveys:estimate", role=LEAD)
def _() -> tuple[list[Any], Data]:
    survey = an_answered()
    accept_all(by=builders.an_actor(STAFF), survey=survey)
    return [survey.pk], {}


@act("surveys:frame_bring", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, unit = a_drawable()
    return [survey.pk], {"name": named("Dàn mẫu"), "file": Upload("dan-mau.csv", a_frame_file(unit))}


@act("surveys:frame_write", "surveys.frame_written", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, staged = a_staged_frame()
    return [survey.pk, staged.pk], {}


@act("surveys:frame_give_up", "surveys.frame_given_up", role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, staged = a_staged_frame()
    return [survey.pk, staged.pk], {}


@act("surveys:frame_erase", "surveys.frame_erased", role=STAFF)
def _() -> tuple[list[Any], Data]:
    frame = a_written_frame()
    return [frame.survey_id, frame.pk], {}


@act("surveys:draw", "surveys.sample_drawn", role=STAFF)
def _() -> tuple[list[Any], Data]:
    frame = a_written_frame()
    return [frame.survey_id], {"frame": str(frame.pk), "seed": "30/11/2026"}


@act("surveys:draw_take_back", "surveys.sample_taken_back", role=STAFF)
def _() -> tuple[list[Any], Data]:
    draw = a_draw()
    return [draw.survey_id, draw.number], {}


@act("surveys:case_replace", "surveys.case_replaced", role=STAFF)
def _() -> tuple[list[Any], Data]:
    draw = a_draw()
    case = draw.cases.filter(state="drawn", row__key__startswith="HS").first()
    assert case is not None
    return [draw.survey_id, case.number], {"reason": "Không gặp được sau ba lần", "whole_unit": ""}
