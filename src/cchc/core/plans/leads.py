"""Who leads a measure against lost points, and with whom: what a remediation plan proposes before anybody looks at it.

The agency that a criteria set names for a criterion answers for it, but it did not lose the points: in the plan of a
province it leads and the units that lost go along. A unit that mends its own losses gives the work to its own offices.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cchc.core.words.names import search_key

MOST_NAMED = 3  # units that are named; more are their group
MANY = "; "


class PlanOf(StrEnum):
    """Whose plan it is."""

    PROVINCE = "province"
    COMMUNE = "commune"
    WARD = "ward"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ProposedAgencies:
    """Who leads and who goes along, as a plan writes them; "" where nobody is known. `sure`: the criteria set names the
    agency, or the unit itself leads; anything else is to be looked at."""

    lead: str
    cooperating: str
    sure: bool


# "Hội đồng thẩm định" stands in the model sets where a council judges false evidence: it decides, and leads no work
_DECIDES = re.compile(r"(?:hội đồng|tổ thư ký|tổ thẩm định)\b", re.IGNORECASE)
# "Các phòng chuyên môn", "Văn phòng cơ quan", "Trung tâm Phục vụ hành chính công": offices inside a unit
_INSIDE = re.compile(
    r"(?:các )?(?:phòng\b|bộ phận\b|đơn vị trực thuộc|văn phòng (?:cơ quan|sở)\b|trung tâm phục vụ)",
    re.IGNORECASE,
)
_OF_COMMUNES = re.compile(r"các (?:xã|phường|đặc khu|huyện)\b", re.IGNORECASE)


def agencies_of_province(
    agency: str, losers: Sequence[str], group: str, remedied_with: str = ""
) -> ProposedAgencies:
    """Return who leads in the plan of a province against what `losers` of the peer `group` lost at a criterion for
    which `agency` answers; `remedied_with` is whom the remedy itself names.

    Where the set names no agency, or a council, the only unit that lost leads, else their group.

    >>> agencies_of_province("Sở Tư pháp", ["Sở Y tế", "Sở Tư pháp"], "Các sở, ban, ngành", "Các phòng chuyên môn")
    ProposedAgencies(lead='Sở Tư pháp', cooperating='Sở Y tế', sure=True)
    >>> agencies_of_province("", ["UBND xã A", "UBND xã B"], "Các xã")
    ProposedAgencies(lead='UBND các xã', cooperating='', sure=False)
    """
    together = _group_words(group)
    known = bool(agency) and not _DECIDES.match(agency)
    lead = agency if known else losers[0] if len(losers) == 1 else together
    others = [one for one in losers if one != lead]
    beside = others if len(others) <= MOST_NAMED else [together]
    if lead and lead == together:
        beside = []
    more = [one for one in _parts(remedied_with) if not _INSIDE.match(one) and not _DECIDES.match(one)]
    return ProposedAgencies(lead, _joined([*beside, *more], lead), known)


def agencies_of_unit(
    agency: str, own: str, of: PlanOf, offices: Sequence[str], remedied_with: str = ""
) -> ProposedAgencies:
    """Return who leads in the plan of the unit `own`: the one of its `offices` whose name says the field of the agency;
    a commune whose offices nobody has entered has those of the decree; else the unit itself.

    >>> agencies_of_unit("Sở Tài chính", "Sở Y tế", PlanOf.OTHER, ["Văn phòng", "Phòng Kế hoạch - Tài chính"]).lead
    'Phòng Kế hoạch - Tài chính'
    >>> agencies_of_unit("Sở Nội vụ", "UBND xã A", PlanOf.COMMUNE, [])
    ProposedAgencies(lead='Phòng Văn hóa - Xã hội', cooperating='', sure=False)
    >>> agencies_of_unit("Sở Nội vụ", "Sở Y tế", PlanOf.OTHER, [], "Các phòng chuyên môn")
    ProposedAgencies(lead='Sở Y tế', cooperating='Các phòng chuyên môn', sure=True)
    """
    office = _office_for(agency, offices) or ("" if offices else _decreed_office(agency, of))
    lead = office or own
    return ProposedAgencies(lead, _joined(_parts(remedied_with), lead), not office)


# Offices of communes by Decree 150/2025/NĐ-CP; wards and special zones have the longer name of the second
_DECREED = {
    "Phòng Văn hóa - Xã hội": ("noi vu", "khoa hoc", "giao duc", "van hoa", "y te", "dan toc"),
    "Phòng Kinh tế": ("tai chinh", "xay dung", "cong thuong", "nong nghiep", "moi truong"),
    "Văn phòng HĐND và UBND": ("tu phap", "van phong", "thanh tra", "ngoai vu"),
}
_ECONOMY, _ECONOMY_OF_WARDS = "Phòng Kinh tế", "Phòng Kinh tế, Hạ tầng và Đô thị"
_PLAIN = frozenset(["so", "phong", "ban", "van", "va", "tinh", "ubnd", "hdnd", "trung", "tam", "cong", "tac"])


def _decreed_office(agency: str, of: PlanOf) -> str:
    if of not in (PlanOf.COMMUNE, PlanOf.WARD):
        return ""
    key = search_key(agency)
    found = next((name for name, fields in _DECREED.items() if any(one in key for one in fields)), "")
    return _ECONOMY_OF_WARDS if found == _ECONOMY and of is PlanOf.WARD else found


def _office_for(agency: str, offices: Iterable[str]) -> str:
    """The office whose name shares most words with that of the agency, two at least: "Tài chính"; the office of a
    leader ("Văn phòng") for "Văn phòng UBND tỉnh"."""
    wanted, found, most = _telling(agency), "", 1
    for one in offices:
        shared = len(wanted & _telling(one))
        if shared > most:
            found, most = one, shared
    if found or not search_key(agency).startswith("van phong"):
        return found
    return next((one for one in offices if search_key(one).startswith("van phong")), "")


def _telling(name: str) -> set[str]:
    return set(re.findall(r"\w+", search_key(name))) - _PLAIN


def _group_words(group: str) -> str:
    """How a plan writes a peer group: "Các xã" are their people's committees."""
    return f"UBND {group[0].lower()}{group[1:]}" if _OF_COMMUNES.match(group) else group


def _parts(names: str) -> list[str]:
    return [one.strip() for one in re.split(r"[;\n]", names) if one.strip()]


def _joined(names: Iterable[str], lead: str) -> str:
    return MANY.join(dict.fromkeys(one for one in names if one and one != lead))
