"""The duties of this room: drafts of criteria sets that wait for their publication."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.access.waiting import Duty
from cchc.criteria.models import CriteriaVersion, VersionState


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield the drafts that are to be checked and published, for those who publish criteria sets; one query."""
    if not actor.may(Permission.CRITERIA_PUBLISH):
        return
    for draft in CriteriaVersion.objects.filter(state=VersionState.DRAFT).defer("text"):
        text = _("Check and publish the criteria set “{title}”").format(title=draft.title)
        yield Duty(text, reverse("criteria:version", args=[draft.pk]))
