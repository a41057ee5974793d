"""Who is proposed to lead a measure against lost points: the agency of the criterion, the units that lost, offices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.plans.leads import PlanOf, ProposedAgencies, agencies_of_province, agencies_of_unit

names = st.sampled_from(
    ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Sở Tư pháp", "Văn phòng UBND tỉnh", "Thanh tra tỉnh")
)
agencies = st.one_of(names, st.just(""), st.just("Hội đồng thẩm định"))
groups = st.sampled_from(("Các sở, ban, ngành", "Các xã", "Các phường", ""))
remedied = st.sampled_from(
    ("", "Các phòng chuyên môn", "Thanh tra tỉnh", "Đơn vị dẫn đầu khối; Văn phòng cơ quan")
)


@given(agencies, st.lists(names, min_size=1, max_size=6, unique=True), groups, remedied)
def test_nobody_goes_along_with_itself_and_no_office_of_a_unit_leads_in_a_province(
    agency: str, losers: list[str], group: str, more: str
) -> None:
    found = agencies_of_province(agency, losers, group, more)
    beside = [one for one in found.cooperating.split("; ") if one]
    assert found.lead not in beside
    assert len(set(beside)) == len(beside)
    assert not any(one.startswith(("Các phòng", "Văn phòng cơ quan", "Hội đồng")) for one in beside)
    assert not found.lead.startswith("Hội đồng")
    assert found.sure == (agency not in ("", "Hội đồng thẩm định"))
    if found.sure:
        assert found.lead == agency
    if len(losers) == 1:  # whoever lost alone is in it
        assert losers[0] in (found.lead, *beside)


@pytest.mark.parametrize(
    ("agency", "losers", "group", "expected"),
    [
        ("Sở Nội vụ", ["A", "B", "C", "D"], "Các sở, ban, ngành", ("Sở Nội vụ", "Các sở, ban, ngành")),
        ("Sở Nội vụ", ["UBND xã A"] * 5, "Các xã", ("Sở Nội vụ", "UBND các xã")),
        ("Thanh tra tỉnh", ["Thanh tra tỉnh"], "Các sở, ban, ngành", ("Thanh tra tỉnh", "")),
        ("Hội đồng thẩm định", ["Sở Y tế"], "Các sở, ban, ngành", ("Sở Y tế", "")),
        ("", ["Sở Y tế", "Sở Nội vụ"], "Các sở, ban, ngành", ("Các sở, ban, ngành", "")),
        ("", ["Sở Y tế", "Sở Nội vụ"], "", ("", "Sở Y tế; Sở Nội vụ")),
    ],
)
def test_in_a_province_the_agency_of_the_criterion_leads_with_those_who_lost(
    agency: str, losers: list[str], group: str, expected: tuple[str, str]
) -> None:
    found = agencies_of_province(agency, losers, group)
    assert (found.lead, found.cooperating) == expected


@pytest.mark.parametrize(
    ("agency", "of", "expected"),
    [
        ("Sở Nội vụ", PlanOf.COMMUNE, "Phòng Văn hóa - Xã hội"),
        ("Sở Khoa học và Công nghệ", PlanOf.WARD, "Phòng Văn hóa - Xã hội"),
        ("Sở Tài chính", PlanOf.COMMUNE, "Phòng Kinh tế"),
        ("Sở Tài chính", PlanOf.WARD, "Phòng Kinh tế, Hạ tầng và Đô thị"),
        ("Văn phòng UBND tỉnh", PlanOf.COMMUNE, "Văn phòng HĐND và UBND"),
        ("Sở Tư pháp", PlanOf.WARD, "Văn phòng HĐND và UBND"),
        ("Công an tỉnh", PlanOf.COMMUNE, "UBND xã A"),
        ("", PlanOf.COMMUNE, "UBND xã A"),
        ("Sở Tài chính", PlanOf.OTHER, "UBND xã A"),
    ],
)
def test_a_commune_gives_the_work_to_the_offices_of_the_decree(
    agency: str, of: PlanOf, expected: str
) -> None:
    found = agencies_of_unit(agency, "UBND xã A", of, [])
    assert (found.lead, found.sure) == (expected, expected == "UBND xã A")


def test_offices_that_the_unit_has_entered_come_before_those_of_the_decree() -> None:
    offices = ["Văn phòng", "Phòng Kế hoạch - Tài chính", "Phòng Tổ chức cán bộ"]
    said = {
        agency: agencies_of_unit(agency, "Sở Y tế", PlanOf.OTHER, offices, "Các phòng chuyên môn")
        for agency in ("Sở Tài chính", "Văn phòng UBND tỉnh", "Sở Tư pháp")
    }
    assert said["Sở Tài chính"].lead == "Phòng Kế hoạch - Tài chính"
    assert said["Văn phòng UBND tỉnh"].lead == "Văn phòng"
    assert said["Sở Tư pháp"] == ProposedAgencies("Sở Y tế", "Các phòng chuyên môn", sure=True)
