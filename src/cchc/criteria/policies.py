"""Rules of criteria sets: who may see and who may change them."""

from django.db.models import Q

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.criteria.models import VersionState


def visible_versions(actor: Actor) -> Q:
    """Return the condition that `actor` may see a version: drafts are for people who edit sets."""
    if actor.may(Permission.CRITERIA_EDIT):
        return Q()
    return Q(state=VersionState.PUBLISHED) if actor.may(Permission.CRITERIA_READ) else Q(pk__in=[])
