"""What one of two people gives stands in no body of any address before the other has given something: not for the
other, not for whoever leads or only reads, not for the unit. Once both have, whoever decides reads both."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role, Scope
from cchc.accounts.models import Membership
from cchc.appraisal.actions.asking import ask_question
from cchc.appraisal.actions.doubling import decide_double, save_given
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.models import Appraisal, UnitAppraisal
from cchc.appraisal.queries.content import TakenReason
from cchc.core.papers.deadlines.windows import VIETNAM
from tests.acts.everywhere import PARAMETER, missing_said_plainly
from tests.builders import (
    a_double,
    a_filled_sheet,
    a_member,
    a_whole_round,
    a_work_plan,
    actor_for,
    an_appraiser,
    to_appraise,
)
from tests.test_permissions import addresses

pytestmark = pytest.mark.django_db

ROOMS = ("tham-dinh/", "viec-cua-toi/", "nhat-ky/", "thong-bao/")
LEAF = "1.2"  # without a rule: the points are those that a person gives
MARKS = {
    "first": ("0.137", "Bảng kê thứ nhất chưa đóng dấu"),
    "second": ("0.253", "Văn bản thứ hai nộp muộn"),
}
NOW = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)


class Blind:
    """Two units whose leaf two people appraise: of the first unit one of the two has given something, of the second the
    other; and everybody who may look."""

    def __init__(self) -> None:
        self.cycle = a_whole_round()
        self.people = {"first": an_appraiser(), "second": an_appraiser("Sở Tài chính")}
        plan = a_work_plan(self.cycle, self.people["first"])
        self.draw = a_double(plan, self.people["second"], leaf=LEAF)[0].draw
        sheets = [a_filled_sheet(self.cycle, unit=name) for name in ("Sở Nội vụ", "Sở Y tế")]
        self.units: list[UnitAppraisal] = [to_appraise(one) for one in sheets]
        self.lead = an_appraiser("Sở Công Thương", Role.APPRAISAL_LEAD)
        self.auditor = a_member(Role.AUDITOR, unit=self.lead.unit, scope=Scope.PROVINCE)
        self.head = a_member(Role.UNIT_HEAD, unit=self.units[0].participant.unit)
        self.give("first", self.units[0])
        self.give("second", self.units[1])

    def give(self, part: str, unit: UnitAppraisal) -> None:
        """Let one of the two give a unit what bears the marks of that part, and ask the unit."""
        points, words = MARKS[part]
        by = actor_for(self.people[part])
        typed = TypedAppraisal(
            points=points, reasons=(TakenReason("expert", words),), note=f"{words}, xem lại", decimal=None
        )
        save_given(by=by, appraised=unit, leaf=LEAF, typed=typed, version=0, now=NOW)
        ask_question(by=by, appraised=unit, leaf=LEAF, text=f"Vì sao {points}?", now=NOW)

    def bodies(self, member: Membership) -> dict[str, str]:
        """What is answered to somebody at each address of these rooms, for both units; the panel of a leaf as well."""
        client = Client(raise_request_exception=False)
        client.force_login(member.person)
        found = {}
        for address, _view in addresses():
            if not address.startswith(ROOMS):
                continue
            for unit in self.units if "<int:unit>" in address else self.units[:1]:
                at = self.filled(address, unit)
                with missing_said_plainly():
                    found[at] = _text_of(client.get(at))
                if at.endswith(f"muc/{LEAF}/"):
                    found[f"{at}#panel"] = _text_of(client.get(at, headers={"HX-Request": "true"}))
        return found

    def filled(self, address: str, unit: UnitAppraisal) -> str:
        """An address with what stands in it for a unit."""
        participant = unit.participant
        values: dict[str, Any] = {
            "year": self.cycle.year,
            "unit": participant.unit_id,
            "cycle_set": participant.cycle_set_id,
            "leaf": LEAF,
            "draw": self.draw.pk,
            "stage": "",
        }
        return "/" + PARAMETER.sub(lambda gap: str(values.get(gap[1], 1)), address)


def _text_of(answer: Any) -> str:
    body = b"".join(answer) if answer.streaming else answer.content
    return str(body.decode("utf-8", "replace"))


def marked(body: str, part: str, *, asked: bool = False) -> bool:
    """Whether a body holds the points or the words of one of the two. `asked`: for whoever
    may read what the unit is asked, where the points are named."""
    points, words = MARKS[part]
    texts = [words] if asked else [words, points.replace(".", ","), points]
    return any(re.search(rf"(?<![\d,.]){re.escape(text)}(?!\d)", body) for text in texts)


def test_no_body_holds_what_one_of_two_gave_before_the_other_has_given_something():
    blind = Blind()
    seen = {name: blind.bodies(member) for name, member in blind.people.items()}
    assert [at for at, body in seen["second"].items() if marked(body, "first")] == []
    assert [at for at, body in seen["first"].items() if marked(body, "second")] == []
    for part, bodies in seen.items():  # each finds the own where it stands: the detector is no blind one
        assert [at for at, body in bodies.items() if marked(body, part) and "muc/1.2" in at]
    for member in (blind.lead, blind.auditor, blind.head):  # they may read the questions, and what these say
        bodies = blind.bodies(member)
        held = {at for at, body in bodies.items() for part in MARKS if marked(body, part, asked=True)}
        assert held == set(), member.role
        assert len([body for body in bodies.values() if "Sở" in body]) > 5


def test_once_both_have_given_whoever_decides_reads_both_and_the_decision_is_the_appraisal():
    blind = Blind()
    unit = blind.units[0]
    blind.give("second", unit)
    at = reverse(
        "appraisal:double_decide", args=[blind.cycle.year, "first_appraisal", unit.participant.unit_id, LEAF]
    )
    for member, status in (
        (blind.lead, 200),
        (blind.auditor, 404),
        *((one, 404) for one in blind.people.values()),
    ):
        client = Client()
        client.force_login(member.person)
        answer = client.get(at)
        assert answer.status_code == status
        assert [marked(_text_of(answer), part) for part in MARKS] == [status == 200] * 2
    row = decide_double(
        by=actor_for(blind.lead),
        appraised=unit,
        leaf=LEAF,
        typed=TypedAppraisal(points="0.5", reasons=(TakenReason("expert", ""),), decimal=None),
        reason="Theo hồ sơ gốc",
        version=0,
        now=NOW,
    )
    assert (row.points, Appraisal.objects.get().pk) == ("0.5", row.pk)
