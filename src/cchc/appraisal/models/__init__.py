"""The tables of appraisals, each in the file of its subject."""

from cchc.appraisal.models.appraising import (
    STAGES,
    ApplicabilityOpinion,
    Appraisal,
    AppraisalPlan,
    AppraisalQuestion,
    AppraisalResult,
    Assignment,
    Justification,
    JustificationEvidence,
    JustificationReopening,
    JustificationSubmission,
    ResultReopening,
    StandingPhrase,
    UnitAppraisal,
)
from cchc.appraisal.models.doubling import (
    DoubleCell,
    DoubleDecision,
    DoubleDraw,
    DoubleOpinion,
    DoublePart,
    SecondReplacement,
)

__all__ = [
    "STAGES",
    "ApplicabilityOpinion",
    "Appraisal",
    "AppraisalPlan",
    "AppraisalQuestion",
    "AppraisalResult",
    "Assignment",
    "DoubleCell",
    "DoubleDecision",
    "DoubleDraw",
    "DoubleOpinion",
    "DoublePart",
    "Justification",
    "JustificationEvidence",
    "JustificationReopening",
    "JustificationSubmission",
    "ResultReopening",
    "SecondReplacement",
    "StandingPhrase",
    "UnitAppraisal",
]
