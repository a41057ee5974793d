"""The losses of two real plans drafted into remediation tables: all that was lost is covered, and read back as such."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cchc.analysis.actions.remediation import draft_remediation, write_proposal
from cchc.analysis.models import RemediationPlan
from cchc.analysis.queries.remediation import remediation_page
from cchc.core.plans.figures import shortcomings
from cchc.plans.models import Plan
from cchc.plans.queries.texts import measures_of
from cchc.units.models import Kind
from tests.analysis.remedied_plans import OF_DOMAINS, OFFICE, PROVINCE, REMEDIES
from tests.builders import a_province, a_published_remediation, a_published_result, a_unit, an_actor

pytestmark = pytest.mark.django_db


def of_the_office() -> RemediationPlan:
    office = a_unit("Văn phòng UBND tỉnh", Kind.DEPARTMENT, parent=a_province())
    result = a_published_result(office, title="Chỉ số cải cách hành chính năm 2023", year=2023, lines=OFFICE)
    made = a_published_remediation(result)
    for one in made.proposals.all():
        task, lead = OF_DOMAINS[one.domain]
        texts = {
            "task": task,
            "lead": lead,
            "cooperating": "Các phòng, ban, đơn vị",
            "deadline": "Thường xuyên",
        }
        write_proposal(by=an_actor(), proposal=one, version=one.version, texts=texts)
    return draft_remediation(by=an_actor(), remediation=made)


def of_the_province() -> RemediationPlan:
    result = a_published_result(title="Chỉ số PAR INDEX năm 2022", year=2022, lines=PROVINCE)
    made = a_published_remediation(result)
    for one in made.proposals.all():
        task, output, lead, cooperating = REMEDIES[one.criterion]
        texts = {"task": task, "output": output, "lead": lead, "cooperating": cooperating}
        write_proposal(by=an_actor(), proposal=one, version=one.version, texts=texts)
    return draft_remediation(by=an_actor(), remediation=made)


def lost_in(plan: Plan) -> Fraction:
    """What the shortcomings of a plan cost, as the reader of plans reads them."""
    read = [one.points for measure in measures_of(plan) for one in shortcomings(measure.shortcomings)]
    assert None not in read
    return sum((points for points in read if points is not None), Fraction(0))


def test_the_office_covers_all_that_it_lost_what_was_published_without_a_reason_included() -> None:
    made = of_the_office()
    shown = remediation_page(made)
    assert (shown.covered.covered, shown.covered.lost) == (Fraction("11.91"), Fraction("11.91"))
    assert {domain.number: domain.covered.lost for domain in shown.domains} == {
        "1": Fraction("4.92"),
        "2": Fraction("0.89"),
        "4": Fraction("0.53"),
        "5": Fraction("0.55"),
        "6": Fraction("0.26"),
        "7": Fraction("4.15"),
        "8": Fraction("0.61"),
    }
    rests = {
        row.proposal.number: row.points
        for domain in shown.domains
        for row in domain.rows
        if row.proposal.rest
    }
    assert rests == {"1": Fraction("0.01"), "4": Fraction("0.23"), "6": Fraction("0.15")}
    assert shown.gains.published is not None
    assert (shown.gains.published.index_before, shown.gains.published.index_after) == (Fraction("88.09"), 100)
    assert lost_in(made.plan) == Fraction("11.91")
    assert [str(section) for section in made.plan.sections.all()] == [
        "I Công tác chỉ đạo điều hành",
        "II Cải cách thể chế",
        "III Cải cách tổ chức bộ máy hành chính",
        "IV Cải cách công vụ",
        "V Cải cách tài chính công",
        "VI Xây dựng chính quyền điện tử, chính quyền số",
        "VII Tác động của CCHC đến người dân, tổ chức",
    ]


def test_the_province_covers_what_each_domain_lost_as_it_is_and_not_as_it_was_printed() -> None:
    made = of_the_province()
    shown = remediation_page(made)
    points = {row.proposal.criterion: row.points for domain in shown.domains for row in domain.rows}
    assert points["Cải cách thủ tục hành chính"] == Fraction("0.063")  # the plan printed 0,027
    assert points["Các chỉ tiêu về phát triển kinh tế - xã hội"] == Fraction("0.2656")
    assert shown.covered.covered == shown.covered.lost == Fraction("10.9326")
    assert lost_in(made.plan) == Fraction("10.9326")
    first = measures_of(made.plan)[0]
    assert first.shortcomings == "Công tác chỉ đạo điều hành (trừ 0,537 điểm)"
    assert (first.lead, first.cooperating) == ("Sở Nội vụ", "Các sở, ban, ngành; UBND cấp huyện")
    assert [str(due) for due in first.dues.all()] == ["31/12/2023"]
