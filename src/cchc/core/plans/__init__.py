"""Plans: what they say as values, deadlines and gaps as types, and what is to be looked at in them."""

from cchc.core.plans.deadlines import Holidays, deadline
from cchc.core.plans.figures import StatedScore, gap, index_of, points, quotas, shortcomings, stated_scores
from cchc.core.plans.findings import findings
from cchc.core.plans.plan import (
    Deadline,
    DeadlineKind,
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
    "Deadline",
    "DeadlineKind",
    "Finding",
    "FindingPlace",
    "Gap",
    "Holidays",
    "Measure",
    "Plan",
    "Quota",
    "Section",
    "Severity",
    "Shortcoming",
    "Source",
    "Standing",
    "StatedScore",
    "deadline",
    "findings",
    "gap",
    "index_of",
    "points",
    "quotas",
    "shortcomings",
    "stated_scores",
]
