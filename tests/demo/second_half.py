"""What the demonstration shows of the second half of a round, as values to compare."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone

from cchc.access.permissions import Role
from cchc.access.practising import practising
from cchc.access.waiting import Duty
from cchc.appraisal.models import AppraisalPlan
from cchc.appraisal.policies import WHOLE_SIGHT
from cchc.appraisal.queries.agreements import doubles_view
from cchc.cycles.models import Cycle, PhaseKind
from cchc.cycles.queries.windows import window_of
from cchc.documents.models import StoredFile, TrustAnchor
from cchc.documents.queries import path_of
from cchc.files.signature_reading import signed_pdf

OFFICES = {
    Role.APPRAISER: "/tham-dinh/",
    Role.APPRAISAL_LEAD: "/tham-dinh/",
    Role.COUNCIL_MEMBER: "/hoi-dong/",
    Role.COUNCIL_SECRETARY: "/hoi-dong/",
}
"""Where what these roles do for the round stands, whatever waits for them as people of a unit."""


def lacks_own_office(role: Role, waits: Iterable[Duty]) -> bool:
    """Whether nothing of what waits for somebody in this role is of the office that the role is for."""
    place = OFFICES.get(role)
    return place is not None and not any(one.href.startswith(place) for one in waits)


def practice_on(day: date) -> tuple[str, bool]:
    """Whether units can score themselves on a day in the practice that is under way, and whether it is among the cycles
    that count."""
    with practising():
        found = Cycle.objects.get()
        window = window_of(found.participants.first(), PhaseKind.SELF_SCORING)
        assert window is not None
        standing = window.standing(timezone.make_aware(datetime.combine(day, time(10))))
    return standing.value, found in Cycle.objects.all()


def states_of_doubles(cycle: Cycle) -> list[str]:
    """How what two people appraise stands."""
    return sorted(
        one.state for one in doubles_view(AppraisalPlan.objects.get(cycle=cycle), WHOLE_SIGHT).lines
    )


def answers_of_signatures() -> list[tuple[str, ...]]:
    """The four answers about each signed report: intact, known, valid, changed after."""
    anchors = [b64decode(one.content) for one in TrustAnchor.objects.all()]
    rows = StoredFile.objects.filter(name="bao-cao-da-ky-so.pdf").order_by("pk")
    found = [signed_pdf(path_of(one.sha256).read_bytes(), anchors, 9).signatures for one in rows]
    names = ("intact", "known", "valid", "changed")
    return [tuple(getattr(one, name).answer for name in names) for of in found for one in of]
