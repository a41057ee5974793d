"""The frozen tables and the played kinds of row of the whole platform: joined from the rooms."""

from cchc.accounts import kept as accounts
from cchc.analysis import kept as analysis
from cchc.appraisal import kept as appraisal
from cchc.audit import kept as audit
from cchc.council import kept as council
from cchc.criteria import kept as criteria
from cchc.cycles import kept as cycles
from cchc.documents import kept as documents
from cchc.following import kept as following
from cchc.intake import kept as intake
from cchc.plans import kept as plans
from cchc.portal import kept as portal
from cchc.releases import kept as releases
from cchc.results import kept as results
from cchc.scores import kept as scores
from cchc.self_scoring import kept as self_scoring
from cchc.surveys import kept as surveys
from cchc.units import kept as units

FROZEN = (
    *audit.FROZEN,
    *documents.FROZEN,
    *intake.FROZEN,
    *criteria.FROZEN,
    *cycles.FROZEN,
    *scores.FROZEN,
    *surveys.FROZEN,
    *following.FROZEN,
    *self_scoring.FROZEN,
    *appraisal.FROZEN,
    *results.FROZEN,
    *council.FROZEN,
    *releases.FROZEN,
    *analysis.FROZEN,
    *portal.FROZEN,
)

CHECKS = (*documents.CHECKS, *following.CHECKS, *self_scoring.CHECKS)

NIGHTLY = (*documents.NIGHTLY, *self_scoring.NIGHTLY)
"""Quick looks for what does not belong together: each yields what must not be."""

PLAYED = (
    *units.PLAYED,
    *documents.PLAYED,
    *accounts.PLAYED,
    *criteria.PLAYED,
    *cycles.PLAYED,
    *plans.PLAYED,
    *following.PLAYED,
    *results.PLAYED,
    *scores.PLAYED,
    *surveys.PLAYED,
    *self_scoring.PLAYED,
    *appraisal.PLAYED,
    *council.PLAYED,
    *releases.PLAYED,
    *analysis.PLAYED,
    *portal.PLAYED,
)
