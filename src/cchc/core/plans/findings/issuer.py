"""A plan whose issuer is of a province that the list of units does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cchc.core.papers.directory import Directory
from cchc.core.papers.spellings import title_and_name
from cchc.core.plans.findings.makers import NOWHERE, warning
from cchc.core.plans.plan import Finding, Plan
from cchc.core.words.messages import Message
from cchc.core.words.names import spelling_key

# "ỦY BAN NHÂN DÂN TỈNH BÌNH SƠN", "Sở Nội vụ tỉnh Bình Sơn"; "UBND tỉnh" names none
_PROVINCE = re.compile(r"(?:\btỉnh|\bTỈNH)\s+(?P<name>[A-ZĐÀ-Ỹ][^\W\d_]*(?:[ -]+[A-ZĐÀ-Ỹ][^\W\d_]*){0,3})")


def findings_of_issuer(plan: Plan, directory: Directory) -> Iterator[Finding]:
    """Yield an issuer that names a province which is none of the list of units, today's or former: somebody has to say
    whether the file belongs here."""
    own = {
        title_and_name(name)[1] for unit in directory.units if unit.kind == "province" for name in unit.names
    }
    found = _PROVINCE.search(plan.issuer or "")
    if not own or not found or spelling_key(found["name"]) in own:
        return
    why = Message(
        "the issuer is of the province {name}, which is not in the list of units", name=found["name"]
    )
    yield warning("issuer_elsewhere", NOWHERE, plan.issuer or "", Message("a document of this province"), why)
