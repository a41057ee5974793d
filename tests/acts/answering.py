"""Acts around the door of respondents: what they agree to, links by which anybody may answer."""

from __future__ import annotations

from typing import Any

from cchc.access.permissions import Role
from cchc.fieldwork.actions.opening import (
    CONSENT_WRITTEN,
    LINK_CLOSED,
    LINK_OPENED,
    LinkWanted,
    open_link,
)
from cchc.fieldwork.models import LinkAbout
from tests import builders
from tests.acts.surveys import a_collecting
from tests.acts.table import Data, act

STAFF = Role.SURVEY_STAFF


@act("fieldwork:consent", CONSENT_WRITTEN, role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, _unit = a_collecting()
    return [survey.pk], {"text": "Kính mời ông/bà trả lời.\nTrả lời là tự nguyện.", "seen": 1}


@act("fieldwork:links", LINK_OPENED, repeats=True, role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, _unit = a_collecting()
    described = {"about": "all", "unit": "", "channel": "Áp phích ở bộ phận một cửa", "is_test": "on"}
    return [survey.pk], {"form": survey.forms.get().pk, **described}


@act("fieldwork:link_turn", LINK_CLOSED, role=STAFF)
def _() -> tuple[list[Any], Data]:
    survey, _unit = a_collecting()
    wanted = LinkWanted(survey.forms.get(), LinkAbout.ALL, "Áp phích")
    link = open_link(by=builders.an_actor(STAFF), survey=survey, wanted=wanted)
    return [survey.pk, link.pk], {"is_open": "no"}
