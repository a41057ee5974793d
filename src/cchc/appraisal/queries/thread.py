"""The appraisals of a leaf as entries of its thread: only what was sent to the unit, which names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _

from cchc.access.actor import Actor
from cchc.appraisal.models import (
    Appraisal,
    AppraisalQuestion,
    AppraisalResult,
    DoubleCell,
    JustificationSubmission,
)
from cchc.appraisal.policies import AppraisalSight
from cchc.appraisal.queries.asked_off_thread import asked_off_entries
from cchc.appraisal.queries.explained import standing_submissions
from cchc.appraisal.queries.outcome import leaves_in
from cchc.appraisal.queries.sight import sight_in
from cchc.cycles.models import Participant
from cchc.scores.models import Stage
from cchc.scores.queries.threads import ThreadEntry, ThreadKind
from cchc.self_scoring.queries.thread import documents_in
from cchc.ui.pictures.points import loss_word


def appraisals_in_thread(*, actor: Actor, participant: Participant, leaf: str) -> list[ThreadEntry]:
    """Return of a leaf what the appraisal asked, what it gave as it was sent, and what the unit said to that, where
    `actor` may see it; the answer to `leaf_thread`."""
    return list(thread_of(sight_in(actor, participant.cycle), participant, leaf))


def thread_of(sight: AppraisalSight, participant: Participant, leaf: str) -> tuple[ThreadEntry, ...]:
    """Return of a leaf what was asked and decided about whether it applies, each question and answer, the appraisals as
    they were sent, and what the unit said to the first one, by stage and time; nothing of a unit that the reader does
    not see. Seven queries at most."""
    if not sight.reads_result(participant):
        return ()
    questions = AppraisalQuestion.objects.filter(of__participant=participant, leaf=leaf).select_related("of")
    if participant.unit_id not in sight.own:
        questions = questions.exclude(of__stage__in=_stages_being_doubled(participant, leaf))
    results = AppraisalResult.objects.filter(of__participant=participant, reopened=None).select_related("of")
    found = [
        *asked_off_entries(sight, participant, leaf),
        *(entry for one in questions for entry in _asked(one, participant)),
        *(entry for one in results for entry in _sent(one, leaf)),
        *(entry for one in _submissions(participant) for entry in _said(one, participant, leaf)),
    ]
    return tuple(sorted(found, key=lambda one: one.order))


def _stages_being_doubled(participant: Participant, leaf: str) -> set[str]:
    """The stages in which two appraise a leaf, neither knowing what the other asks, and nothing of it counts yet."""
    doubled = DoubleCell.objects.filter(participant=participant, leaf=leaf).order_by()
    stages = set(doubled.values_list("plan__stage", flat=True))
    given = Appraisal.objects.filter(of__participant=participant, of__stage__in=stages, leaf=leaf)
    return (
        stages - set(given.exclude(verdict="").order_by().values_list("of__stage", flat=True))
        if stages
        else stages
    )


def _submissions(participant: Participant) -> Iterator[JustificationSubmission]:
    return standing_submissions().filter(of__participant=participant).iterator()


def _asked(one: AppraisalQuestion, participant: Participant) -> Iterator[ThreadEntry]:
    stage = Stage(one.of.stage)
    yield ThreadEntry(stage, one.at, _("the appraising agency"), ThreadKind.QUESTION, text=one.text)
    if one.answered_at is not None:
        yield ThreadEntry(stage, one.answered_at, participant.name, ThreadKind.ANSWER, text=one.answer)


def _sent(one: AppraisalResult, leaf: str) -> Iterator[ThreadEntry]:
    for sent in leaves_in(one.content):
        if sent.number == leaf:
            figures = sent.said_by_appraiser if sent.figures_differ else ()
            yield ThreadEntry(
                Stage(one.of.stage),
                one.at,
                _("the appraising agency"),
                ThreadKind.APPRAISAL,
                points=sent.given,
                text="\n".join(f"{label}: {words}" for label, words in figures if words),
                reasons=tuple(
                    f"{loss_word(why.code)}: {why.text}" if why.text else loss_word(why.code)
                    for why in sent.reasons
                ),
            )


def _said(one: JustificationSubmission, participant: Participant, leaf: str) -> Iterator[ThreadEntry]:
    said = one.content["leaves"].get(leaf)
    if said is not None:
        is_explained = said["kind"] == "explained"
        yield ThreadEntry(
            Stage.FIRST_APPRAISAL,
            one.at,
            participant.name,
            ThreadKind.EXPLAINED if is_explained else ThreadKind.ACCEPTED,
            points=None if is_explained else _given(said["sent"]["given"]["points"]),
            text=said["text"],
            evidence=documents_in(said["evidence"]),
        )


def _given(points: str) -> Fraction | None:
    return Fraction(points) if points else None
