"""Every page of a plan that is followed reads aloud and fits, on an office computer and on a telephone."""

from __future__ import annotations

import pytest

from cchc.access.permissions import Role
from cchc.core.plans.following.states import ProgressState
from cchc.following.models import ProgressRecord
from cchc.units.models import Unit
from tests import builders
from tests.e2e.fitting import faults_of
from tests.e2e.test_following_journey import a_plan_of_two_departments

LONG = "Ban Quản lý Khu kinh tế cửa khẩu và các khu công nghiệp, cụm công nghiệp tập trung của tỉnh"
OF_THE_OWNER = (
    "",
    "danh-sach/?qua_han=1",
    "danh-sach/?cho_xac_nhan=1",
    "nhiem-vu/",
    "ca-nam/",
    "chi-tieu/",
    "don-doc/",
    "sua-doi/",
    "sua-doi/chon/",
    "sua-doi/moi/?them=1&nv={measure}",
    "ket-thuc/",
    "cay/",
)
OF_A_UNIT = (
    "",
    "?vai_tro=phoi-hop",
    "nhieu/",
    "excel/",
    "lich/",
    "su-kien/",
    "ban-ghi/{record}/",
    "hoan-thanh/{unit}/",
    "ke-hoach/{plan}/cay/",
    "ke-hoach/{plan}/nhan-viec/",
)


@pytest.fixture
def followed(database: None) -> ProgressRecord:
    """A record of a unit with a long name, reported as done; the plan has a late measure and one that waits."""
    plan = a_plan_of_two_departments()
    Unit.objects.filter(name="Sở Y tế").update(name=LONG)
    late = ProgressRecord.objects.get(measure__section__plan=plan, measure__number="1")
    builders.reported(
        ProgressRecord.objects.get(measure__section__plan=plan, measure__number="3"),
        ProgressState.NOT_DONE,
        reason="Không còn phù hợp với tổ chức bộ máy mới",
    )
    return late


def test_the_pages_of_the_owner_of_a_plan_read_aloud_and_fit(followed, window, axe):
    plan = followed.measure.section.plan
    page = window(builders.a_member(Role.COORDINATOR, unit=plan.unit))
    found = {}
    for part in OF_THE_OWNER:
        page.goto(f"/theo-doi/ke-hoach/{plan.pk}/{part.format(measure=followed.measure_id)}")
        found[part] = [*axe(page), *faults_of(page, (1366, 390)), *axe(page)]
    assert {part: faults for part, faults in found.items() if faults} == {}


def test_the_pages_of_a_unit_read_aloud_and_fit(followed, window, axe):
    unit, plan = followed.unit, followed.measure.section.plan
    page = window(builders.a_member(Role.UNIT_HEAD, unit=unit))
    found = {}
    for part in OF_A_UNIT:
        page.goto(f"/theo-doi/{part.format(record=followed.pk, unit=unit.pk, plan=plan.pk)}")
        found[part] = [*axe(page), *faults_of(page, (1366, 390)), *axe(page)]
    assert {part: faults for part, faults in found.items() if faults} == {}
