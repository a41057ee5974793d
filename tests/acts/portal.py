"""Acts of the public pages: rules for feedback, feedback that is sent and settled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cchc.access.permissions import Role
from cchc.portal.actions.feedback import OPENED, READ, set_feedback_rules
from cchc.portal.models import Feedback
from cchc.portal.queries.feedback import standing_rules
from cchc.releases.models import UnitKey
from tests import builders
from tests.acts.table import Data, a_department, act, named


def rules_number() -> int:
    """The number of the rules that stand."""
    standing = standing_rules()
    return standing.number if standing else 0


def a_key() -> UnitKey:
    """A unit that can be found on the public pages."""
    return UnitKey.objects.create(unit=a_department(), key=named("don-vi").replace(" ", "-"))


@act("portal_office:settings", once=OPENED)
def _() -> tuple[list[Any], Data]:
    by = builders.an_actor(Role.COORDINATOR)
    set_feedback_rules(
        by=by,
        is_open=False,
        live_address=named("https://a.example/").replace(" ", "") + "/",
        seen=rules_number(),
    )
    return [], {"is_open": "on", "live_address": "", "seen": rules_number()}


@act("portal_office:feedback_one", once=READ, role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    key = a_key()
    row = Feedback.objects.create(
        key=key, year=2025, text="Cán bộ niềm nở.", form=key.key, at=timezone.now() - timedelta(hours=1)
    )
    return [row.pk], {"to": "read", "answer": "", "seen": "new"}
