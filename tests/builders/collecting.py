"""Builders of surveys that are designed and collect answers: a published questionnaire, units, quotas, files."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from django.utils import timezone

from cchc.access.permissions import Role
from cchc.core.surveys.questionnaires.content import canonical_text, hash_of
from cchc.core.surveys.questionnaires.values import (
    AnswerScale,
    Factor,
    ItemKind,
    Option,
    QuestionSection,
    QuestionSet,
    SurveyItem,
)
from cchc.core.surveys.receiving.columns import proposed_columns
from cchc.intake.actions import apply, stage
from cchc.intake.kinds import Brought
from cchc.intake.models import StagedFile
from cchc.surveys.actions.answers import say_columns
from cchc.surveys.actions.states import start_collecting
from cchc.surveys.actions.surveys import (
    CellOf,
    SurveyTexts,
    ask_group,
    choose_units,
    create_survey,
    set_quotas,
)
from cchc.surveys.exchange.answers import read_answer_tables
from cchc.surveys.models import (
    Questionnaire,
    QuestionnaireState,
    QuestionnaireVersion,
    Survey,
)
from cchc.surveys.queries.comparing import questions_in
from cchc.surveys.staged import SURVEY_ANSWERS
from cchc.units.models import Unit
from tests.builders.people import an_actor

PEOPLE = "Người dân, tổ chức"
LEVELS = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")


def some_questions(code: str = "sipas") -> QuestionSet:
    """Two scales, a question with several choices, a number and an open one."""
    levels = tuple(Option(str(at), words, satisfied=at > 3) for at, words in enumerate(LEVELS, 1))
    items = (
        SurveyItem(
            "q1",
            "a",
            "1",
            "Thái độ phục vụ của công chức",
            ItemKind.SCALE,
            levels,
            "hai_long",
            factors=("f1",),
        ),
        SurveyItem(
            "q2", "a", "2", "Thời gian giải quyết hồ sơ", ItemKind.SCALE, levels, "hai_long", factors=("f1",)
        ),
        SurveyItem(
            "q3",
            "a",
            "3",
            "Ông/bà biết dịch vụ qua kênh nào?",
            ItemKind.MULTIPLE,
            (Option("loa", "Loa, đài"), Option("web", "Trang thông tin")),
            required=False,
        ),
        SurveyItem("q4", "a", "4", "Số lần đi lại", ItemKind.NUMBER, low=0, high=50, required=False),
        SurveyItem("q5", "a", "5", "Góp ý", ItemKind.TEXT, required=False),
    )
    return QuestionSet(
        code,
        "Phiếu hỏi sự hài lòng",
        items,
        (QuestionSection("a", "I", "Phục vụ"),),
        (AnswerScale("hai_long", "Mức độ hài lòng", levels),),
        (Factor("f1", "Phục vụ", ("q1", "q2")),),
    )


def a_published_version(questions: QuestionSet | None = None) -> QuestionnaireVersion:
    """A published version of a questionnaire."""
    asked = questions or some_questions()
    content = canonical_text(asked)
    questionnaire, _new = Questionnaire.objects.get_or_create(code=asked.code, defaults={"name": asked.title})
    return QuestionnaireVersion.objects.create(
        questionnaire=questionnaire,
        number=questionnaire.versions.count() + 1,
        state=QuestionnaireState.PUBLISHED,
        content=content,
        sha256=hash_of(content),
        published_at=timezone.now(),
    )


def a_survey(name: str = "Đo lường sự hài lòng", year: int = 2026, minimum: int = 5) -> Survey:
    """A survey that is being designed and rates nothing yet."""
    texts = SurveyTexts(name=name, year=year, purpose="sipas", minimum_answers=minimum)
    return create_survey(by=an_actor(Role.SURVEY_STAFF), texts=texts)


def a_designed_survey(
    units: Sequence[Unit], *, target: int = 3, group: str = PEOPLE, name: str = "Đo lường sự hài lòng"
) -> Survey:
    """A survey of `units` in which a group fills the questionnaire, with the same quota everywhere."""
    by, survey = an_actor(Role.SURVEY_STAFF), a_survey(name)
    choose_units(by=by, survey=survey, units=units)
    ask_group(by=by, survey=survey, group=group, version=a_published_version())
    set_quotas(by=by, survey=survey, targets={CellOf(one.pk, group): target for one in units})
    survey.refresh_from_db()
    return survey


def a_collecting_survey(units: Sequence[Unit], **design: object) -> Survey:
    """A survey that collects answers."""
    survey = a_designed_survey(units, **design)  # type: ignore[arg-type]
    return start_collecting(by=an_actor(Role.SURVEY_STAFF), survey=survey)


HEADINGS = (
    "Mã phiếu",
    "Đơn vị được đánh giá",
    "Thái độ phục vụ của công chức",
    "Thời gian giải quyết hồ sơ",
    "Góp ý",
)


def answers_csv(rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> bytes:
    """A file of answers as Google Forms gives it out."""
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode("utf-8-sig")


def brought_answers(survey: Survey, data: bytes, name: str = "tra-loi.csv") -> StagedFile:
    """A file of answers whose columns were said, which waits to be taken."""
    by = an_actor(Role.SURVEY_STAFF)
    (version,) = QuestionnaireVersion.objects.filter(forms__survey=survey).distinct()
    headings = read_answer_tables(data, name)[0].headings
    uses = [one.use for one in proposed_columns(headings, questions_in(version))]
    say_columns(by=by, survey=survey, version=version, headings=headings, uses=uses)
    options = {"version": version.pk, "unit": 0, "channel": "", "is_test": False}
    brought = Brought(by, name, data, str(survey.pk), options)
    return stage(by=by, kind=SURVEY_ANSWERS, brought=brought, compared=SURVEY_ANSWERS.compare(brought))


def taken_answers(survey: Survey, data: bytes, name: str = "tra-loi.csv") -> int:
    """Take the forms of a file; returns how many."""
    count: int = apply(by=an_actor(Role.SURVEY_STAFF), staged=brought_answers(survey, data, name))
    return count
