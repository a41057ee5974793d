"""Builders of telephones: an enumerator with forms to ask, a token, what the telephone sends."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.test import Client

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.accounts.queries import actor_of
from cchc.fieldwork.actions.devices import connect_telephone
from cchc.fieldwork.models import CollectingMode, Device, FieldAssignment
from cchc.surveys.models import Survey
from cchc.units.models import Unit
from tests.builders.collecting import a_collecting_survey
from tests.builders.fieldwork import SATISFIED, some_assignments
from tests.builders.people import a_member, a_unit

ADDRESS = "/thuc-dia/giao-thuc"


@dataclass(frozen=True, slots=True)
class InTheField:
    """A survey of one commune, its enumerator, and the forms that he or she is to ask."""

    survey: Survey
    unit: Unit
    enumerator: Membership
    forms: list[FieldAssignment]


def a_field(each: int = 3, *, commune: str = "Xã Tân Lập", username: str = "dieu-tra-vien") -> InTheField:
    """A survey that collects about a commune, with `each` forms for its enumerator."""
    unit = a_unit(commune, "commune")
    survey = a_collecting_survey([unit], target=each, name=f"Đo lường sự hài lòng {commune}")
    enumerator = a_member(Role.ENUMERATOR, unit=unit, username=username)
    forms = some_assignments(survey, [unit], mode=CollectingMode.INTERVIEW, enumerator=enumerator, each=each)
    return InTheField(survey, unit, enumerator, forms)


def a_telephone(enumerator: Membership, name: str = "Điện thoại") -> tuple[Device, str]:
    """A connected telephone with its token."""
    return connect_telephone(by=actor_of(enumerator), membership=enumerator, name=name)


def filled_in(
    assignment: FieldAssignment,
    texts: Mapping[str, str] = SATISFIED,
    *,
    key: str = "",
    version: int = 1,
    unit: int | None = None,
) -> dict[str, Any]:
    """A filled form as a telephone sends it."""
    return {
        "form": assignment.pk,
        "key": key or str(uuid4()),
        "version": version,
        "answers": {str(unit or assignment.unit_id): dict(texts)},
    }


def sent(token: str, what: str, data: Any, client: Client | None = None) -> Any:
    """What the server answers to a telephone: the response."""
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    return (client or Client()).post(
        f"{ADDRESS}/{what}/",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )


def receipts(token: str, *forms: dict[str, Any]) -> list[dict[str, Any]]:
    """The receipts for filled forms."""
    answer = sent(token, "gui", {"forms": forms})
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["receipts"]
    return found


def exchanged(token: str, **told: Any) -> dict[str, Any]:
    """What a telephone takes along."""
    answer = sent(token, "trao-doi", {"epoch": "", "event": 0, **told})
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found
