"""Plans: what they say as values, deadlines and gaps as types, and what is to be looked at in them."""

from cchc.core.plans.figures import StatedScore, gap, index_of, points, quotas, shortcomings, stated_scores
from cchc.core.plans.findings import findings
from cchc.core.plans.plan import (
    Finding,
    FindingPlace,
    Gap,
    Measure,
    Plan,
    Quota,
    Section,
    Severity,
    Shortcoming,
    Source,
    Standing,
)

__all__ = [
    "Finding",
    "FindingPlace",
    "Gap",
    "Measure",
    "Plan",
    "Quota",
    "Section",
    "Severity",
    "Shortcoming",
    "Source",
    "Standing",
    "StatedScore",
    "findings",
    "gap",
    "index_of",
    "points",
    "quotas",
    "shortcomings",
    "stated_scores",
]
