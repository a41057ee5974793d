"""What of this room can never change: results, justifications and their reopening; the appraisals of a result that was
sent; what a unit said in a justification that it handed in; all of a closed cycle. And what is played against the
log."""

from __future__ import annotations

from cchc.appraisal.models import (
    ApplicabilityOpinion,
    Appraisal,
    AppraisalQuestion,
    AppraisalResult,
    Assignment,
    DoubleCell,
    DoubleDecision,
    DoubleDraw,
    DoubleOpinion,
    Justification,
    JustificationEvidence,
    JustificationReopening,
    JustificationSubmission,
    ResultReopening,
    SecondReplacement,
)
from cchc.audit.frozen import Frozen
from cchc.audit.played import Played
from cchc.core.words.messages import Message
from cchc.cycles.kept import CLOSED, OF_A_PARTICIPANT, OF_A_REQUEST
from cchc.self_scoring.kept import SEEN

OF_A_UNIT = (
    "(SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM cycles_participant WHERE id = "
    "(SELECT participant_id FROM appraisal_unitappraisal WHERE id = {row}.of_id))) = 'closed'"
)
STATE_OF_UNIT = "(SELECT state FROM appraisal_unitappraisal WHERE id = {row}.of_id)"
NOT_OPEN = f"{STATE_OF_UNIT} <> 'open' OR {OF_A_UNIT}"
HANDED_IN = (
    "EXISTS (SELECT 1 FROM appraisal_justificationsubmission handed WHERE handed.of_id = {row}.of_id"
    " AND NOT EXISTS (SELECT 1 FROM appraisal_justificationreopening WHERE submission_id = handed.id)"
    " AND NOT EXISTS (SELECT 1 FROM appraisal_resultreopening WHERE result_id = handed.result_id))"
)
SAID = f"{HANDED_IN} OR {OF_A_UNIT}"

OF_A_DRAW = (
    "(SELECT state FROM cycles_cycle WHERE id = "
    "(SELECT cycle_id FROM appraisal_appraisalplan WHERE id = {row}.plan_id)) = 'closed'"
)
OF_A_REPLACED = (
    "(SELECT year.state FROM appraisal_doubledraw drawn JOIN appraisal_appraisalplan plan ON plan.id = drawn.plan_id "
    "JOIN cycles_cycle year ON year.id = plan.cycle_id WHERE drawn.id = {row}.draw_id) = 'closed'"
)
OF_A_DOUBLE = (
    "EXISTS (SELECT 1 FROM appraisal_doublecell two JOIN appraisal_appraisalplan plan ON plan.id = two.plan_id "
    "JOIN cycles_cycle year ON year.id = plan.cycle_id WHERE two.id = {row}.cell_id AND (year.state = 'closed' "
    "OR NOT EXISTS (SELECT 1 FROM appraisal_unitappraisal unit WHERE unit.participant_id = two.participant_id "
    "AND unit.stage = plan.stage AND unit.state = 'open')))"
)

FROZEN = (
    Frozen("appraisal_appraisalplan", when=CLOSED, insert=CLOSED),
    Frozen("appraisal_unitappraisal", when=OF_A_PARTICIPANT, insert=OF_A_PARTICIPANT),
    Frozen("appraisal_appraisal", when=f"{{row}}.verdict <> '' AND ({NOT_OPEN})", insert=NOT_OPEN),
    Frozen("appraisal_applicabilityopinion", when=OF_A_REQUEST, insert=OF_A_REQUEST),
    Frozen("appraisal_appraisalquestion", when=OF_A_UNIT, insert=OF_A_UNIT),
    Frozen("appraisal_appraisalresult", insert=OF_A_UNIT),
    Frozen("appraisal_resultreopening"),
    Frozen("appraisal_justification", when=SAID, insert=SAID),
    Frozen("appraisal_justificationevidence", when=SAID, insert=SAID, free=SEEN),
    Frozen("appraisal_justificationsubmission", insert=OF_A_UNIT),
    Frozen("appraisal_justificationreopening"),
    Frozen("appraisal_doubledraw", when=OF_A_DRAW, insert=OF_A_DRAW),
    Frozen("appraisal_secondreplacement", insert=OF_A_REPLACED),
    Frozen("appraisal_doublecell", when=OF_A_PARTICIPANT, insert=OF_A_PARTICIPANT),
    Frozen("appraisal_doubleopinion", when=f"{{row}}.stands AND {OF_A_DOUBLE}", insert=OF_A_DOUBLE),
    Frozen("appraisal_doubledecision", insert=OF_A_DOUBLE),
)

PLAYED = (
    Played(
        code="appraisal.assignment",
        words=Message("Assignment of an appraisal"),
        model=Assignment,
        fields=("plan_id", "cycle_set_id", "node", "peer_group", "person_id", "stands_in_for_id"),
    ),
    Played(
        code="appraisal.appraisal",
        words=Message("Appraisal"),
        model=Appraisal,
        fields=("verdict", "figures", "points", "reasons", "provisional", "bulk", "read", "version"),
        key=("of_id", "leaf"),
    ),
    Played(
        code="appraisal.question",
        words=Message("Question of an appraiser"),
        model=AppraisalQuestion,
        fields=("of_id", "leaf", "text", "answer"),
    ),
    Played(
        code="appraisal.opinion",
        words=Message("Opinion on a request that a criterion shall not apply"),
        model=ApplicabilityOpinion,
        fields=("request_id", "grants", "text"),
    ),
    Played(
        code="appraisal.result",
        words=Message("Result of an appraisal"),
        model=AppraisalResult,
        fields=("of_id", "number", "sha256"),
    ),
    Played(
        code="appraisal.reopening",
        words=Message("Reopening of a result"),
        model=ResultReopening,
        fields=("result_id", "reason"),
    ),
    Played(
        code="appraisal.justification",
        words=Message("Justification of a criterion"),
        model=Justification,
        fields=("kind", "text", "version"),
        key=("of_id", "leaf"),
    ),
    Played(
        code="appraisal.justification_evidence",
        words=Message("Evidence of a justification"),
        model=JustificationEvidence,
        fields=("of_id", "leaf", "document_id", "part", "page", "passage"),
    ),
    Played(
        code="appraisal.justification_submission",
        words=Message("Justification handed in"),
        model=JustificationSubmission,
        fields=("of_id", "result_id", "number", "sha256", "by_lock"),
    ),
    Played(
        code="appraisal.justification_reopening",
        words=Message("Reopening of a justification"),
        model=JustificationReopening,
        fields=("submission_id", "reason"),
    ),
    Played(
        code="appraisal.double_draw",
        words=Message("Draw of what two people appraise"),
        model=DoubleDraw,
        fields=("plan_id", "seed", "percent"),
    ),
    Played(
        code="appraisal.double_cell",
        words=Message("What two people appraise"),
        model=DoubleCell,
        fields=("draw_id", "participant_id", "leaf", "second_id", "third_id"),
    ),
    Played(
        code="appraisal.second_replacement",
        words=Message("Replacement of a second appraiser"),
        model=SecondReplacement,
        fields=("draw_id", "leaving_id", "coming_id", "cells", "reason"),
    ),
    Played(  # the log does not hold what one of two gives: it must be known to nobody before both have given
        code="appraisal.double_opinion",
        words=Message("Appraisal by one of two"),
        model=DoubleOpinion,
        fields=("stands", "read", "version"),
        key=("cell_id", "part"),
    ),
    Played(
        code="appraisal.double_decision",
        words=Message("Decision between two appraisals"),
        model=DoubleDecision,
        fields=("cell_id", "reason"),
    ),
)  # fmt: skip
