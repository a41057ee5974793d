"""What of this room is staged: questionnaires that replace a draft, files of answers, frames of samples."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.core.surveys.questionnaires.comparing import TurnedRow, differences
from cchc.core.surveys.questionnaires.content import document_of_text, questions_of
from cchc.core.surveys.questionnaires.reading import read_questionnaire
from cchc.core.surveys.receiving.columns import headings_key
from cchc.core.words.messages import Fault, Faults, Message, Place, data_of
from cchc.intake.actions import stage
from cchc.intake.kinds import Brought, Compared, KindOfFile, StagedKind
from cchc.intake.models import StagedFile
from cchc.surveys.actions.answers import (
    ANSWERS,
    open_survey,
    record_given_up,
    take_back_answers,
    write_answers,
)
from cchc.surveys.actions.frames import FRAME, open_for_frame, record_frame_given_up, write_frame
from cchc.surveys.actions.questionnaires import record_questionnaire_file_given_up, replace_draft
from cchc.surveys.exchange.answers import ANSWERS_FILE
from cchc.surveys.exchange.frames import FRAME_FILE, KEPT_LIMITS, MOST_KEPT_ROWS
from cchc.surveys.exchange.questionnaire_file import QUESTIONNAIRE_FILE
from cchc.surveys.models import QuestionnaireVersion, Survey
from cchc.surveys.queries.answer_rows import AnswerOptions
from cchc.surveys.queries.comparing import (
    columns_to_say,
    compared_answers,
    questions_in,
    remembered_columns,
)
from cchc.surveys.queries.designs import design_in
from cchc.surveys.queries.frames import compared_frame


def _compare(brought: Brought) -> Compared:
    """Return what a file says and what it is set against: the text of the draft as it is."""
    version = get_object_or_404(QuestionnaireVersion, pk=int(brought.about))
    read = QUESTIONNAIRE_FILE.read(brought.data, brought.name)
    if read.code != version.questionnaire.code:
        raise ValidationError(
            _("The file is of the questionnaire “%(found)s”, this one is “%(code)s”.")
            % {"found": read.code, "code": version.questionnaire.code}
        )
    lost = [data_of(one.what) for one in read.lost]
    return Compared(version.content, {"text": read.text, "lost": lost}, {"items": read.items}, version.sha256)


def differences_of(staged: StagedFile) -> tuple[TurnedRow, ...]:
    """Return what a staged file changes in the draft with which it was compared."""
    before = read_questionnaire(document_of_text(staged.difference)).questions
    return differences(before, questions_of(staged.read["text"]))


def _open(by: Actor, about: str) -> QuestionnaireVersion:
    by.require(Permission.SURVEY_DESIGN)
    return QuestionnaireVersion.objects.select_for_update().get(pk=int(about))


def _apply(
    by: Actor, version: QuestionnaireVersion, staged: StagedFile, _ready: None
) -> QuestionnaireVersion:
    return replace_draft(
        by=by, version=version, text=staged.read["text"], seen=staged.seen, source=staged.file
    )


def _give_up(by: Actor, version: QuestionnaireVersion, _staged: StagedFile) -> None:
    record_questionnaire_file_given_up(by=by, version=version)


QUESTIONNAIRE: StagedKind[QuestionnaireVersion] = StagedKind(
    code="questionnaire",
    compare=_compare,
    open=_open,
    apply=_apply,
    give_up=_give_up,
    version=lambda version: version.sha256,
)


MOST_NAMED = 100
LARGE_ANSWERS = 300_000
"""Bytes of a file of answers above which the worker compares it: 1,800 forms of 39 answers in a workbook, 430 in a
.csv, which take one second; 20,000 forms take a quarter of a minute and 370 megabytes."""


def _compare_answers(brought: Brought) -> Compared:
    """What a file would add; as long as nobody has said what its columns hold, these with what is proposed."""
    survey = Survey.objects.get(pk=int(brought.about))
    options = AnswerOptions(**brought.options)
    version = QuestionnaireVersion.objects.get(pk=options.version)
    tables = ANSWERS_FILE.read(brought.data, brought.name)
    first = tables[0]
    alike = [one for one in tables if headings_key(one.headings) == headings_key(first.headings)]
    unread = [one.sheet or "" for one in tables if one not in alike]
    uses = remembered_columns(survey, version, first.headings)
    if uses is None:
        said = columns_to_say(first, questions_in(version))
        return Compared(
            read={"columns": said, "headings": list(first.headings), "unread": unread},
            counts={"columns": len(said), "rows": sum(len(one.rows) for one in alike)},
        )
    found = compared_answers(survey, options, alike, uses, brought.progress)
    if found.faults:
        raise Faults(found.faults)
    cells = Counter((one["unit"], one["form"]) for one in found.new)
    return Compared(
        difference=[[unit, form, count] for (unit, form), count in sorted(cells.items())],
        read={
            "forms": found.new,
            "headings": list(first.headings),
            "unread": unread,
            "hidden": sum(one.hidden for one in alike),
            "other": found.other[:MOST_NAMED],
        },
        counts={
            "new": len(found.new),
            "same": found.same,
            "other": len(found.other),
            "empty": found.empty,
            "not_asked": found.not_asked,
            "missing": found.missing,
        },
    )


SURVEY_ANSWERS: StagedKind[Survey] = StagedKind(
    code=ANSWERS,
    own=True,
    compare=_compare_answers,
    open=open_survey,
    apply=write_answers,
    give_up=record_given_up,
    undo=take_back_answers,
    large=LARGE_ANSWERS,
)


def _compare_frame(brought: Brought) -> Compared:
    """What a frame brings; who stands in it is in `read` until it is written or given up."""
    survey = Survey.objects.get(pk=int(brought.about))
    design = design_in(survey)
    if design is None:
        raise Faults([Fault(Place(file=brought.name), "", Message("a survey with a design"), NO_DESIGN)])
    named = (design.columns, None, MOST_KEPT_ROWS)
    frame = FRAME_FILE.read(brought.data, brought.name, *named, limits=KEPT_LIMITS)
    found = compared_frame(survey, design, frame, brought.options["name"])
    if found.faults:
        raise Faults(found.faults)
    return Compared(
        read={"rows": found.rows, "sha256": found.sha256, "notices": found.notices},
        counts=found.counts,
        seen=found.seen,
    )


SURVEY_FRAMES: StagedKind[Survey] = StagedKind(
    code=FRAME,
    own=True,
    compare=_compare_frame,
    open=open_for_frame,
    apply=write_frame,
    give_up=record_frame_given_up,
)


def stage_frame(*, by: Actor, survey: Survey, name: str, file: str, data: bytes) -> StagedFile:
    """Read a frame and keep what it brings, to be written or given up. The file itself is not kept: in its place stand
    its name and hash, so that who stands in it can be erased. Raises `Faults`, and what `open_for_frame` raises."""
    brought = Brought(by, file, data, str(survey.pk), {"name": name})
    compared = SURVEY_FRAMES.compare(brought)
    note = f"{file}\nSHA-256 {sha256(data).hexdigest()}\n".encode()
    kept = replace(brought, name=f"{Path(file).stem}.txt", data=note)
    return stage(by=by, kind=SURVEY_FRAMES, brought=kept, compared=compared)


NO_DESIGN = Message("The survey has no design: create it after a template, which says how a sample is drawn.")
KINDS: tuple[KindOfFile[Any], ...] = (QUESTIONNAIRE, SURVEY_ANSWERS, SURVEY_FRAMES)
