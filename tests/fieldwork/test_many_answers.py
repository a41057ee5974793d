"""Ten thousand answers from telephones on a network that loses what is sent and answered: none lost, none twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from cchc.access.permissions import Role
from cchc.fieldwork.models import AnswerLink, CollectingMode, FormSubmission
from cchc.surveys.models import Response
from tests import builders
from tests.builders.collecting import a_collecting_survey
from tests.builders.devices import a_telephone, filled_in, receipts
from tests.builders.fieldwork import some_assignments

pytestmark = pytest.mark.django_db

TELEPHONES, FORMS_OF_EACH = 20, 500
AT_A_TIME = 50
FATES = ("heard", "lost on the way", "answer lost", "sent twice")


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.VAR = tmp_path


def sendings(queue: list[dict[str, Any]], chance: Random) -> Iterator[tuple[list[dict[str, Any]], str]]:
    """What a telephone sends until its queue is empty: some of its forms in any order, each time with its fate."""
    while queue:
        chance.shuffle(queue)
        yield queue[:AT_A_TIME], chance.choice(FATES)


def test_ten_thousand_answers_are_each_there_once_whatever_the_network_loses():
    units = [builders.a_unit(f"Xã số {at}", "commune") for at in range(TELEPHONES)]
    survey = a_collecting_survey(units, target=FORMS_OF_EACH)
    chance = Random(20261130)
    told: dict[str, set[tuple[int, str]]] = {}
    answered: dict[str, dict[str, str]] = {}
    for at, unit in enumerate(units):
        enumerator = builders.a_member(Role.ENUMERATOR, unit=unit, username=f"dieu-tra-vien-{at}")
        assignments = some_assignments(
            survey, [unit], mode=CollectingMode.INTERVIEW, enumerator=enumerator, each=FORMS_OF_EACH
        )
        queue = [
            filled_in(one, {"q1": chance.choice("12345"), "q2": chance.choice("12345")})
            for one in assignments
        ]
        answered |= {one["key"]: one["answers"][str(unit.pk)] for one in queue}
        tokens = [
            a_telephone(enumerator, f"Máy {turn}")[1] for turn in range(5)
        ]  # a minute takes 120 of each
        for some, fate in sendings(queue, chance):
            if fate == "lost on the way":
                continue
            token = chance.choice(tokens)
            for _turn in range(2 if fate == "sent twice" else 1):
                heard = receipts(token, *some)
            if fate == "answer lost":
                continue
            for one in heard:
                told.setdefault(one["key"], set()).add((one["number"], one["sha256"]))
            queue[:] = [one for one in queue if one["key"] not in told]
    assert len(answered) == TELEPHONES * FORMS_OF_EACH
    assert told.keys() == answered.keys()
    assert {len(receipt) for receipt in told.values()} == {1}
    stored = {
        one.key: json.loads(one.body)
        for one in FormSubmission.objects.select_related("assignment").iterator()
    }
    assert {key: next(iter(body.values())) for key, body in stored.items()} == answered
    assert Response.objects.count() == AnswerLink.objects.count() == len(answered)
    assert not Response.objects.filter(over_quota=True).exists()
