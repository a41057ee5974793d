"""What the room keeps."""

from cchc.analysis.models.remedies import (
    ProposedMeasure,
    PublishedResult,
    RemediationPlan,
    RemediedLoss,
    Remedy,
)
from cchc.analysis.models.reports import AnalysisDraft

__all__ = ["AnalysisDraft", "ProposedMeasure", "PublishedResult", "RemediationPlan", "RemediedLoss", "Remedy"]
