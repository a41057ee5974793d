"""The surveys of the demonstration: that of 2025 about the departments, from its quotas over files of answers to its
final estimate, from which their survey leaves are scored; that of 2026, whose sample is drawn."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from random import Random
from typing import NamedTuple

from cchc.access.actor import Actor
from cchc.core.surveys.receiving.columns import proposed_columns
from cchc.cycles.models import Cycle, CycleSet, SurveyedBy
from cchc.demo.answering import FormToFill, answers_file
from cchc.demo.scores import DrawnPoints
from cchc.intake.actions import apply, stage_and_apply
from cchc.intake.kinds import Brought
from cchc.surveys.actions.answers import say_columns
from cchc.surveys.actions.designing import create_after, quotas_from_design
from cchc.surveys.actions.estimating import make_estimate
from cchc.surveys.actions.responses import accept_all, judge_responses
from cchc.surveys.actions.sampling import draw_sample
from cchc.surveys.actions.states import close_survey, start_collecting
from cchc.surveys.actions.surveys import (
    CellOf,
    SurveyTexts,
    ask_group,
    choose_units,
    create_survey,
    set_quotas,
)
from cchc.surveys.actions.taking import take_results
from cchc.surveys.exchange.answers import read_answer_tables
from cchc.surveys.models import QuestionnaireVersion, ResponseReason, ResponseState, Survey, SurveyPurpose
from cchc.surveys.queries.comparing import questions_in
from cchc.surveys.queries.designs import design_in
from cchc.surveys.queries.takings import taking_plan
from cchc.surveys.staged import SURVEY_ANSWERS, stage_frame

Issued = Mapping[str, QuestionnaireVersion]


class Asked(NamedTuple):
    """A group that fills a questionnaire: how many people are wanted, of each unit or all together, and how many
    came."""

    questionnaire: str
    group: str
    wanted: int
    came: int
    of_each: bool


ASKED = (
    Asked("xa_so", "Lãnh đạo UBND cấp xã", 100, 94, of_each=False),
    Asked("hdnd_so", "Đại biểu Hội đồng nhân dân cấp tỉnh", 40, 36, of_each=False),
    Asked("cong_chuc_so", "Công chức, viên chức của sở, ngành", 20, 20, of_each=True),
    Asked("dan_dn_so", "Người dân", 40, 38, of_each=True),
    Asked("dan_dn_so", "Doanh nghiệp, tổ chức", 15, 13, of_each=True),
)
OUT = (
    (ResponseState.REJECTED, ResponseReason.INCOMPLETE, "cong_chuc_so", 3),
    (ResponseState.VOID, ResponseReason.TWICE, "dan_dn_so", 4),
)
"""What was not accepted: the state, the reason, the questionnaire, how many forms."""
LEAST, MOST = 0.72, 0.97


def load_survey_of(cycle: Cycle, issued: Issued, *, by: Actor) -> None:
    """Hold the survey of a year whose survey leaves are scored from it, up to its final estimate, and take what it
    found into the cycle."""
    attached = cycle.sets.select_related("version", "cycle").get(survey_by=SurveyedBy.SURVEY)
    survey = _designed(attached, issued, by=by)
    start_collecting(by=by, survey=survey)
    qualities = _qualities(attached)
    for at, code in enumerate(dict.fromkeys(one.questionnaire for one in ASKED), 1):
        _bring(survey, issued[code], _opinions(code, qualities), f"phieu-{cycle.year}-{at}.csv", by=by)
    for state, reason, code, count in OUT:
        rows = survey.responses.filter(form__version=issued[code]).order_by("unit", "key")
        chosen = list(rows.values_list("pk", flat=True)[:: rows.count() // count][:count])
        judge_responses(by=by, survey=survey, responses=chosen, state=state, reason=reason)
    accept_all(by=by, survey=survey)
    make_estimate(by=by, survey=close_survey(by=by, survey=survey))
    take_results(by=by, cycle=cycle, seen=taking_plan(cycle).seal)


def _designed(attached: CycleSet, issued: Issued, *, by: Actor) -> Survey:
    year = attached.cycle.year
    texts = SurveyTexts(
        name=f"Điều tra xã hội học xác định Chỉ số CCHC của các sở, ngành năm {year}",
        year=year,
        purpose=SurveyPurpose.INDEX,
        minimum_answers=10,
        collects_from=date(year, 11, 1),
        collects_until=date(year, 12, 12),
    )
    survey = create_survey(by=by, texts=texts)
    units = [one.unit for one in attached.participants.select_related("unit").order_by("place")]
    choose_units(by=by, survey=survey, units=units)
    for one in ASKED:
        ask_group(by=by, survey=survey, group=one.group, version=issued[one.questionnaire])
    targets = {
        CellOf(unit, one.group): one.wanted
        for one in ASKED
        for unit in ([each.pk for each in units] if one.of_each else [None])
    }
    set_quotas(by=by, survey=survey, targets=targets)
    return survey


def _qualities(attached: CycleSet) -> dict[str, float]:
    """Return how good each unit is in the eyes of all (0–1), by its name."""
    drawn = DrawnPoints(attached)
    wanted = {one.name: drawn.wanted(one, 0).share for one in drawn.participants}
    return {name: min(max(share, LEAST), MOST) for name, share in wanted.items()}


def _opinions(questionnaire: str, qualities: Mapping[str, float]) -> Iterator[FormToFill]:
    """Yield what the groups of a questionnaire say: people of a unit about it, all others about every unit."""
    units = list(qualities)
    for group in (one for one in ASKED if one.questionnaire == questionnaire):
        stem = "".join(word[0] for word in group.group.upper().split() if word[0].isalpha())
        for at, unit in enumerate(units, 1):
            chance = Random(f"{questionnaire} {unit}")  # noqa: S311 - repeatable
            seen = qualities[unit] + chance.gauss(0, 0.02)
            for person in range(1, group.came + 1):
                key = f"{stem}-{at:02}-{person:03}" if group.of_each else f"{stem}-{person:03}"
                yield FormToFill(key, group.group, unit, seen)


def _bring(
    survey: Survey, version: QuestionnaireVersion, opinions: Iterator[FormToFill], name: str, *, by: Actor
) -> None:
    """Bring a file of answers: what its columns hold is said once, then its forms are taken."""
    questions = questions_in(version)
    data = answers_file(questions, opinions)
    headings = read_answer_tables(data, name)[0].headings
    uses = [one.use for one in proposed_columns(headings, questions)]
    say_columns(by=by, survey=survey, version=version, headings=headings, uses=uses)
    options = {"version": version.pk, "unit": 0, "channel": "", "is_test": False}
    brought = Brought(by, name, data, str(survey.pk), options)
    stage_and_apply(by=by, kind=SURVEY_ANSWERS, brought=brought, compared=SURVEY_ANSWERS.compare(brought))


DESIGN = "cchc-cap-so"
IN_FRAME = (("CC", "Công chức", 24), ("TP", "Trưởng phòng", 8), ("DN", "Doanh nghiệp", 30))
"""How the rows of the frame are called, group by group of the design, and how many each unit has."""
FILLED = ("cong_chuc_so", "cong_chuc_so", "dan_dn_so")


def design_survey_of(cycle: Cycle, issued: Issued, *, by: Actor) -> Survey:
    """Design a survey for the year of a running cycle, after a template: units, groups, quotas, a frame and the sample
    drawn from it; no answer is collected yet."""
    attached = cycle.sets.order_by("pk")[0]
    units = [one.unit for one in attached.participants.select_related("unit").order_by("place")]
    texts = SurveyTexts(
        name=f"Đo lường sự hài lòng đối với các sở, ngành năm {cycle.year}",
        year=cycle.year,
        purpose=SurveyPurpose.SIPAS,
        minimum_answers=5,
    )
    survey = create_after(by=by, texts=texts, template=DESIGN)
    choose_units(by=by, survey=survey, units=units)
    quotas_from_design(by=by, survey=survey)
    design = design_in(survey)
    assert design is not None
    groups = [one.name for one in design.groups]
    for group, code in zip(groups, FILLED, strict=True):
        ask_group(by=by, survey=survey, group=group, version=issued[code])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["Mã", "Đơn vị", "Đối tượng trả lời", "Họ và tên"])
    for at, unit in enumerate(units, 1):
        for group, (stem, word, count) in zip(groups, IN_FRAME, strict=True):
            for number in range(1, count + 1):
                code = f"{stem}{at:02}-{number:02}"
                writer.writerow([code, unit.name, group, f"{word} số {number}"])
    staged = stage_frame(
        by=by,
        survey=survey,
        name=f"Danh sách lập tháng 10/{cycle.year}",
        file="dan-mau-so-nganh.csv",
        data=text.getvalue().encode("utf-8-sig"),
    )
    draw_sample(by=by, survey=survey, frame=apply(by=by, staged=staged), seed=f"30/10/{cycle.year}")
    return survey
