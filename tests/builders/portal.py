"""What the public pages take in: rules, feedback, boundaries."""

from __future__ import annotations

from django.utils import timezone

from cchc.access.permissions import Role
from cchc.documents.models import StoredFile
from cchc.portal.actions.boundaries import put_boundaries
from cchc.portal.actions.feedback import receive_feedback, set_feedback_rules, visitor
from cchc.releases.models import UnitKey
from tests.builders import an_actor


def feedback_and_boundaries() -> None:
    """Feedback on a unit that is released, and boundaries on the map."""
    by = an_actor(Role.COORDINATOR)
    set_feedback_rules(by=by, is_open=True, live_address="", seen=0)
    key = UnitKey.objects.select_related("unit").earliest("pk")
    sent = {"text": "Cán bộ niềm nở.", "contact": "", "form": "a", "sender": "b"}
    receive_feedback(by=visitor(), key=key, year=2026, now=timezone.now(), **sent)
    put_boundaries(by=by, file=StoredFile.objects.earliest("pk"), box="0 0 1 1", outlines={"a": "M0 0z"})
