"""The surveys of the demonstration: those of 2025 about the departments and about the communes, from their quotas over
files of answers to their final estimates, from which survey leaves are scored; those of 2026, whose samples are
drawn."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from django.utils import timezone

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
    """A group that fills a questionnaire: how many people are wanted, of each unit or all together, and how many came,
    of each unit another number between `fewest` and `most`."""

    questionnaire: str
    group: str
    wanted: int
    fewest: int
    most: int
    of_each: bool

    def came(self, unit: str) -> int:
        """How many came of a unit, or to rate it."""
        if not self.of_each or self.fewest == self.most:
            return self.most
        return Random(f"{self.group} {unit}").randint(self.fewest, self.most)  # noqa: S311 - repeatable


class GoneOut(NamedTuple):
    """Forms that are not accepted: their state, the reason, their questionnaire, how many."""

    state: ResponseState
    reason: ResponseReason
    questionnaire: str
    forms: int


class HeldSurvey(NamedTuple):
    """A survey that is held about the units of a criteria set: whom it is about in words, the fewest answers that are
    printed, who was asked, what goes out, and what its files are called."""

    about: str
    minimum: int
    asked: tuple[Asked, ...]
    out: tuple[GoneOut, ...]
    stem: str


HELD = {
    "mau-so": HeldSurvey(
        about="của các sở, ngành",
        minimum=10,
        asked=(
            Asked("xa_so", "Lãnh đạo UBND cấp xã", 100, 94, 94, of_each=False),
            Asked("hdnd_so", "Đại biểu Hội đồng nhân dân cấp tỉnh", 40, 36, 36, of_each=False),
            Asked("cong_chuc_so", "Công chức, viên chức của sở, ngành", 20, 20, 20, of_each=True),
            Asked("dan_dn_so", "Người dân", 40, 38, 38, of_each=True),
            Asked("dan_dn_so", "Doanh nghiệp, tổ chức", 15, 13, 13, of_each=True),
        ),
        out=(
            GoneOut(ResponseState.REJECTED, ResponseReason.INCOMPLETE, "cong_chuc_so", 3),
            GoneOut(ResponseState.VOID, ResponseReason.TWICE, "dan_dn_so", 4),
        ),
        stem="phieu",
    ),
    "mau-xa": HeldSurvey(
        about="của các xã, phường, đặc khu",
        minimum=5,
        asked=(
            Asked("so_xa", "Lãnh đạo sở, ngành", 12, 9, 9, of_each=False),
            Asked("hdnd_xa", "Đại biểu Hội đồng nhân dân cấp xã", 8, 6, 8, of_each=True),
            Asked("dan_dn_xa", "Người dân", 16, 8, 18, of_each=True),
            Asked("thon_dn_xa", "Trưởng thôn, tổ trưởng tổ dân phố", 10, 8, 10, of_each=True),
        ),
        out=(
            GoneOut(ResponseState.REJECTED, ResponseReason.INCOMPLETE, "dan_dn_xa", 5),
            GoneOut(ResponseState.VOID, ResponseReason.WRONG_UNIT, "thon_dn_xa", 3),
        ),
        stem="phieu-xa",
    ),
}
"""The surveys of a year that is over, by the criteria set whose units they are about."""
LEAST, MOST = 0.72, 0.97

# Days on which a survey is closed, estimated and taken into the index, counted from 1 January of its year.
CLOSED, ESTIMATED, TAKEN = 347, 348, 352


def load_surveys_of(cycle: Cycle, issued: Issued, *, by: Actor) -> None:
    """Hold the surveys of a year whose survey leaves are scored from them, up to their final estimates, and take what
    they found into the cycle; nothing in a year without."""
    sets = cycle.sets.select_related("version", "cycle").filter(survey_by=SurveyedBy.SURVEY).order_by("pk")
    for attached in sets:
        _hold(attached, HELD[attached.version.set_id], issued, by=by)
    if sets:
        take_results(by=by, cycle=cycle, seen=taking_plan(cycle).seal, now=day_of(cycle, TAKEN))


def _hold(attached: CycleSet, held: HeldSurvey, issued: Issued, *, by: Actor) -> None:
    """Hold a survey about the units of a set, up to its final estimate."""
    cycle = attached.cycle
    survey = _designed(attached, held, issued, by=by)
    start_collecting(by=by, survey=survey)
    qualities = _qualities(attached)
    for at, code in enumerate(dict.fromkeys(one.questionnaire for one in held.asked), 1):
        name = f"{held.stem}-{cycle.year}-{at}.csv"
        _bring(survey, issued[code], _opinions(held, code, qualities), name, by=by)
    for one in held.out:
        rows = survey.responses.filter(form__version=issued[one.questionnaire]).order_by("unit", "key")
        chosen = list(rows.values_list("pk", flat=True)[:: rows.count() // one.forms][: one.forms])
        judge_responses(by=by, survey=survey, responses=chosen, state=one.state, reason=one.reason)
    accept_all(by=by, survey=survey)
    closed = close_survey(by=by, survey=survey, now=day_of(cycle, CLOSED))
    make_estimate(by=by, survey=closed, now=day_of(cycle, ESTIMATED))


def day_of(cycle: Cycle, day: int) -> datetime:
    """Return the afternoon of a day of the year of a cycle, counted from 1 January."""
    return timezone.make_aware(datetime.combine(date(cycle.year, 1, 1) + timedelta(days=day), time(15)))


def _designed(attached: CycleSet, held: HeldSurvey, issued: Issued, *, by: Actor) -> Survey:
    year = attached.cycle.year
    texts = SurveyTexts(
        name=f"Điều tra xã hội học xác định Chỉ số CCHC {held.about} năm {year}",
        year=year,
        purpose=SurveyPurpose.INDEX,
        minimum_answers=held.minimum,
        collects_from=date(year, 11, 1),
        collects_until=date(year, 12, 12),
    )
    survey = create_survey(by=by, texts=texts)
    units = [one.unit for one in attached.participants.select_related("unit").order_by("place")]
    choose_units(by=by, survey=survey, units=units)
    for one in held.asked:
        ask_group(by=by, survey=survey, group=one.group, version=issued[one.questionnaire])
    targets = {
        CellOf(unit, one.group): one.wanted
        for one in held.asked
        for unit in ([each.pk for each in units] if one.of_each else [None])
    }
    set_quotas(by=by, survey=survey, targets=targets)
    return survey


def _qualities(attached: CycleSet) -> dict[str, float]:
    """Return how good each unit is in the eyes of all (0–1), by its name."""
    drawn = DrawnPoints(attached)
    wanted = {one.name: drawn.wanted(one, 0).share for one in drawn.participants}
    return {name: min(max(share, LEAST), MOST) for name, share in wanted.items()}


def _opinions(held: HeldSurvey, questionnaire: str, qualities: Mapping[str, float]) -> Iterator[FormToFill]:
    """Yield what the groups of a questionnaire say: people of a unit about it, all others about every unit."""
    units = list(qualities)
    for group in (one for one in held.asked if one.questionnaire == questionnaire):
        stem = "".join(word[0] for word in group.group.upper().split() if word[0].isalpha())
        for at, unit in enumerate(units, 1):
            chance = Random(f"{questionnaire} {unit}")  # noqa: S311 - repeatable
            seen = qualities[unit] + chance.gauss(0, 0.02)
            for person in range(1, group.came(unit) + 1):
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


class DesignedAfter(NamedTuple):
    """A survey that is designed after a template: its name with the year to fill in, its purpose, the fewest answers
    that are printed, and the questionnaire of each group of the design."""

    template: str
    name: str
    purpose: SurveyPurpose
    minimum: int
    filled: tuple[str, ...]


DEPARTMENTS = DesignedAfter(
    template="cchc-cap-so",
    name="Đo lường sự hài lòng đối với các sở, ngành năm {year}",
    purpose=SurveyPurpose.SIPAS,
    minimum=5,
    filled=("cong_chuc_so", "cong_chuc_so", "dan_dn_so"),
)
COMMUNES = DesignedAfter(
    template="cchc-xa-hai-cap",
    name="Điều tra xã hội học xác định Chỉ số CCHC của các xã, phường, đặc khu năm {year}",
    purpose=SurveyPurpose.INDEX,
    minimum=10,
    filled=("so_xa", "hdnd_xa", "dan_dn_xa", "thon_dn_xa"),
)
IN_FRAME = (("CC", "Công chức", 24), ("TP", "Trưởng phòng", 8), ("DN", "Doanh nghiệp", 30))
"""How the rows of the frame are called, group by group of the design, and how many each unit has."""


def design_surveys_of(cycle: Cycle, issued: Issued, *, by: Actor) -> None:
    """Design the surveys for the year of a running cycle, after templates: that of the departments up to the sample
    drawn from its frame; that of the communes up to its quotas, its frame still to come. No answer is collected yet."""
    departments, communes = cycle.sets.order_by("pk")
    survey, groups = _after_template(departments, DEPARTMENTS, issued, by=by)
    _draw(survey, groups, by=by)
    _after_template(communes, COMMUNES, issued, by=by)


def _after_template(
    attached: CycleSet, after: DesignedAfter, issued: Issued, *, by: Actor
) -> tuple[Survey, list[str]]:
    """Create a survey after a template, with units, groups and quotas; returns it and the names of its groups."""
    year = attached.cycle.year
    units = [one.unit for one in attached.participants.select_related("unit").order_by("place")]
    texts = SurveyTexts(
        name=after.name.format(year=year), year=year, purpose=after.purpose, minimum_answers=after.minimum
    )
    survey = create_after(by=by, texts=texts, template=after.template)
    choose_units(by=by, survey=survey, units=units)
    quotas_from_design(by=by, survey=survey)
    design = design_in(survey)
    assert design is not None
    groups = [one.name for one in design.groups]
    for group, code in zip(groups, after.filled, strict=True):
        ask_group(by=by, survey=survey, group=group, version=issued[code])
    return survey, groups


def _draw(survey: Survey, groups: list[str], *, by: Actor) -> None:
    """Bring the frame of a survey and draw its sample."""
    units = [one.unit for one in survey.rated.select_related("unit")]
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
        name=f"Danh sách lập tháng 10/{survey.year}",
        file="dan-mau-so-nganh.csv",
        data=text.getvalue().encode("utf-8-sig"),
    )
    draw_sample(by=by, survey=survey, frame=apply(by=by, staged=staged), seed=f"30/10/{survey.year}")
