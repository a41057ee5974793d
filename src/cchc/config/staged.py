"""The kinds of staged files of the whole platform: joined from the rooms."""

from cchc.accounts import staged as accounts
from cchc.appraisal import staged as appraisal
from cchc.cycles import staged as cycles
from cchc.following import staged as following
from cchc.plans import staged as plans
from cchc.portal import staged as portal
from cchc.scores import staged as scores
from cchc.self_scoring import staged as self_scoring
from cchc.surveys import staged as surveys
from cchc.units import staged as units

KINDS = (
    *units.KINDS,
    *accounts.KINDS,
    *cycles.KINDS,
    *plans.KINDS,
    *surveys.KINDS,
    *following.KINDS,
    *scores.KINDS,
    *self_scoring.KINDS,
    *appraisal.KINDS,
    *portal.KINDS,
)
