"""Acts of the public pages: rules for feedback, feedback that is sent and settled."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cchc.access.permissions import Role
from cchc.intake.models import StagedFile
from cchc.portal.actions.boundaries import GIVEN_UP, PUT
from cchc.portal.actions.feedback import OPENED, READ, set_feedback_rules
from cchc.portal.models import Feedback
from cchc.portal.queries.feedback import standing_rules
from cchc.releases.models import UnitKey
from tests import builders
from tests.acts.table import Data, Upload, a_department, act, named, sent


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


def a_boundaries_file() -> Upload:
    """The boundaries of one department."""
    corners = [[105.0, 21.0], [105.1, 21.0], [105.1, 21.1], [105.0, 21.0]]
    shape = {"type": "Polygon", "coordinates": [corners]}
    area = {"type": "Feature", "properties": {"ten": a_department().name}, "geometry": shape}
    return Upload("ranh-gioi.geojson", json.dumps({"type": "FeatureCollection", "features": [area]}).encode())


def a_waiting_file() -> int:
    """The number of such a file that waits to be put on the map."""
    sent("portal_office:boundaries", [], {"file": a_boundaries_file()})
    return StagedFile.objects.filter(kind="boundaries").latest("pk").pk


@act("portal_office:boundaries")
def _() -> tuple[list[Any], Data]:
    return [], {"file": a_boundaries_file()}


@act("portal_office:boundaries_apply", PUT)
def _() -> tuple[list[Any], Data]:
    return [a_waiting_file()], {}


@act("portal_office:boundaries_again", GIVEN_UP)
def _() -> tuple[list[Any], Data]:
    return [a_waiting_file()], {}


@act("portal_office:boundaries_give_up", GIVEN_UP)
def _() -> tuple[list[Any], Data]:
    return [a_waiting_file()], {}
