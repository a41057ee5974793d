"""Standing phrases: added and removed by whoever leads, offered beside their reason."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.appraisal.actions.phrasing import add_phrase, remove_phrase
from cchc.appraisal.models import StandingPhrase
from tests.builders import (
    a_filled_sheet,
    a_whole_round,
    a_work_plan,
    an_actor,
    an_appraiser,
    to_appraise,
)

pytestmark = pytest.mark.django_db

LATE = "Báo cáo gửi sau thời hạn quy định"


def test_a_phrase_is_offered_beside_its_reason_until_it_is_removed():
    lead = an_actor(Role.APPRAISAL_LEAD)
    phrase = add_phrase(by=lead, code="late", text=f"  {LATE} ")
    assert add_phrase(by=lead, code="late", text=LATE) == phrase
    cycle, appraiser = a_whole_round(), an_appraiser()
    a_work_plan(cycle, appraiser)
    unit = to_appraise(a_filled_sheet(cycle)).participant.unit_id
    client = Client()
    client.force_login(appraiser.person)
    there = f"/tham-dinh/2026/{unit}/muc/1.1/"
    assert f'<option value="{LATE}">' in client.get(there).content.decode()
    remove_phrase(by=lead, phrase=phrase)
    assert LATE not in client.get(there).content.decode()


def test_only_whoever_leads_decides_on_phrases_and_every_fault_is_told():
    with pytest.raises(NotPermitted):
        add_phrase(by=an_actor(Role.APPRAISER), code="late", text=LATE)
    with pytest.raises(ValidationError) as refused:
        add_phrase(by=an_actor(Role.APPRAISAL_LEAD), code="survey", text=" ")
    assert sorted(refused.value.message_dict) == ["code", "text"]
    assert not StandingPhrase.objects.exists()
