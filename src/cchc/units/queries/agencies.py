"""Agency groups and remembered wordings."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cchc.access.actor import Actor
from cchc.core.words import names
from cchc.units.models import AgencyGroup, Wording
from cchc.units.policies import may_read_units


def groups_visible_to(actor: Actor) -> QuerySet[AgencyGroup]:
    """Return the agency groups that `actor` may see, with their units."""
    groups = AgencyGroup.objects.prefetch_related("units")
    return groups if may_read_units(actor) else groups.none()


def wordings_visible_to(actor: Actor) -> QuerySet[Wording]:
    """Return the remembered wordings that `actor` may see, with their units; the last chosen first."""
    wordings = Wording.objects.prefetch_related("units")
    return wordings if may_read_units(actor) else wordings.none()


def wordings_matching(text: str, wordings: QuerySet[Wording]) -> QuerySet[Wording]:
    """Return those of `wordings` whose text, or the name of one of whose units, contains `text`, whatever its
    diacritics."""
    key = names.search_key(text)
    if not key:
        return wordings
    return wordings.filter(Q(search_key__contains=key) | Q(units__search_key__contains=key)).distinct()
