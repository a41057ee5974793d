"""The tables of fieldwork."""

from cchc.fieldwork.models.answering import AnswerDraft, AttemptKind, DoorAttempt, LinkAbout, OpenLink
from cchc.fieldwork.models.assignments import (
    AssignmentState,
    CollectingMode,
    FieldAssignment,
    Fieldwork,
    VoidReason,
)
from cchc.fieldwork.models.checking import (
    BackCheck,
    BackCheckCase,
    BackCheckState,
    QualityFlag,
    QualityKind,
    QualityState,
)
from cchc.fieldwork.models.devices import Device, DeviceEpoch, DeviceKind
from cchc.fieldwork.models.letters import CodeLetter
from cchc.fieldwork.models.paper import BatchForm, Keying, PaperBatch, PaymentEntry
from cchc.fieldwork.models.receiving import AnswerLink, FormSubmission, SubmissionOutcome, SubmissionSource

__all__ = [
    "AnswerDraft",
    "AnswerLink",
    "AssignmentState",
    "AttemptKind",
    "BackCheck",
    "BackCheckCase",
    "BackCheckState",
    "BatchForm",
    "CodeLetter",
    "CollectingMode",
    "Device",
    "DeviceEpoch",
    "DeviceKind",
    "DoorAttempt",
    "FieldAssignment",
    "Fieldwork",
    "FormSubmission",
    "Keying",
    "LinkAbout",
    "OpenLink",
    "PaperBatch",
    "PaymentEntry",
    "QualityFlag",
    "QualityKind",
    "QualityState",
    "SubmissionOutcome",
    "SubmissionSource",
    "VoidReason",
]
