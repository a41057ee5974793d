"""The tables of fieldwork."""

from cchc.fieldwork.models.assignments import (
    AssignmentState,
    CollectingMode,
    FieldAssignment,
    Fieldwork,
    VoidReason,
)
from cchc.fieldwork.models.receiving import AnswerLink, FormSubmission, SubmissionOutcome, SubmissionSource

__all__ = [
    "AnswerLink",
    "AssignmentState",
    "CollectingMode",
    "FieldAssignment",
    "Fieldwork",
    "FormSubmission",
    "SubmissionOutcome",
    "SubmissionSource",
    "VoidReason",
]
