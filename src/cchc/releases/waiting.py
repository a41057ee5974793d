"""What waits for a person in this room: to make points of files final, to prepare a release, to make its draft public,
and to release what was corrected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.access.waiting import Duty
from cchc.council.queries.final import standing_final
from cchc.cycles.models import Cycle, PhaseKind, ScoredBy, State
from cchc.cycles.queries import current_cycle
from cchc.releases.models import Preparation, Release, WorkOrder
from cchc.releases.queries.drafts import corrections_since
from cchc.releases.queries.faults import standing_file_final


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield, for whoever prepares releases, what is to be done in the phases of approval and publication, and after a
    release what was corrected since."""
    if not actor.may(Permission.RELEASE_PREPARE):
        return
    for draft in Release.objects.filter(state=Release.State.DRAFT):
        text = _("Release the results of {year}: the draft is prepared").format(year=draft.year)
        yield Duty(text, reverse("releases:draft", args=[draft.year]))
    for order in Preparation.objects.filter(state=WorkOrder.State.REFUSED).select_related("cycle"):
        text = _("Look why the draft of {year} was not prepared").format(year=order.cycle.year)
        yield Duty(text, reverse("releases:preparing", args=[order.cycle.year]))
    drafted = set(Release.objects.filter(state=Release.State.DRAFT).values_list("year", flat=True))
    for one in Release.objects.filter(state=Release.State.PUBLISHED).exclude(year__in=drafted):
        count = corrections_since(one)
        if count:
            words = ngettext(
                "{count} score of {year} was corrected since the release: prepare another",
                "{count} scores of {year} were corrected since the release: prepare another",
                count,
            )
            href = reverse("releases:prepare", args=[one.year])
            yield Duty(words.format(count=count, year=one.year), href)
    cycle = current_cycle()
    if cycle is not None and cycle.state == State.OPEN and cycle.released_at is None and not cycle.practice:
        yield from _to_release(cycle, today, is_drafted=cycle.year in drafted)


def _to_release(cycle: Cycle, today: date, *, is_drafted: bool) -> Iterator[Duty]:
    phases = {
        one.kind: one for one in cycle.phases.filter(kind__in=(PhaseKind.APPROVAL, PhaseKind.PUBLICATION))
    }
    approval, publication = phases.get(PhaseKind.APPROVAL), phases.get(PhaseKind.PUBLICATION)
    kinds = set(cycle.sets.values_list("scored_by", flat=True))
    by_council = ScoredBy.ROUND not in kinds or standing_final(cycle) is not None
    by_files = ScoredBy.FILE not in kinds or standing_file_final(cycle) is not None
    if approval and today >= approval.starts and by_council and not by_files:
        text = _("Make the points of files of {year} final").format(year=cycle.year)
        href = reverse("releases:files", args=[cycle.year])
        yield Duty(text, href, approval.ends, approval.ends < today)
    if publication and today >= publication.starts and by_council and by_files and not is_drafted:
        text = _("Prepare the release of {year}").format(year=cycle.year)
        href = reverse("releases:prepare", args=[cycle.year])
        yield Duty(text, href, publication.ends, publication.ends < today)
