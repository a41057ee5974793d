"""What the room keeps."""

from cchc.analysis.models.remedies import (
    ProposedMeasure,
    PublishedResult,
    RemediationPlan,
    RemediedLoss,
    Remedy,
)

__all__ = ["ProposedMeasure", "PublishedResult", "RemediationPlan", "RemediedLoss", "Remedy"]
