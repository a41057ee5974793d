"""Plans of our own wording, of the shapes that real ones have, from a Word file to the end of what they ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from cchc.core.plans.following.states import RecordStanding
from cchc.following.actions.settling import settle_plans
from cchc.following.models import ProgressRecord
from cchc.following.queries.files import figures_wanted
from cchc.intake.models import StagedFile
from cchc.intake.tasks import read_file
from cchc.plans.models import Measure, Plan
from cchc.units.models import Unit
from tests.builders import an_actor, handed_in
from tests.builders.following import moment
from tests.following.confirming import (
    a_province_of,
    count_of,
    done_with,
    extended,
    happened,
    kinds_of,
    led_by,
    overdue,
    put_in_force,
    the_one,
    whole_of,
)
from tests.reading.papers import EIGHT, HEADINGS, SIX, word_bytes

pytestmark = pytest.mark.django_db

HOME, LAW, HEALTH, OFFICE = "Sở Nội vụ", "Sở Tư pháp", "Sở Y tế", "Văn phòng Ủy ban nhân dân tỉnh"
DEPARTMENTS = (HOME, LAW, HEALTH, OFFICE)
REPORTS = "Quý I, 6 tháng, Quý III, cả năm"
GUIDED = "Khi có văn bản hướng dẫn của bộ quản lý ngành"
REFORM = (
    ("I", "", "CẢI CÁCH THỂ CHẾ", "", "", "", "", ""),
    ("1", "Văn bản của tỉnh được ban hành kịp thời", "Soạn thảo văn bản", "Lấy ý kiến người dân", "Các văn bản",
     "Các sở, ban, ngành và UBND các huyện, thành phố", "Sở Tư pháp", "Theo Danh mục văn bản năm 2026"),
    ("2", "Văn bản trái luật được xử lý", "Kiểm tra văn bản", "Lập kế hoạch kiểm tra", "Kế hoạch kiểm tra",
     "Sở Tư pháp", "Các sở, ban, ngành", "Quý I năm 2026"),
    ("", "", "", "", "Báo cáo kết quả kiểm tra", "Sở Tư pháp", "Các sở, ban, ngành", "Quý I, III năm 2026"),
    ("", "", "", "", "Báo cáo rà soát", "Các sở, ban, ngành; UBND cấp huyện", "Sở Tư pháp", "Thường xuyên"),
    ("II", "", "CHỈ ĐẠO, ĐIỀU HÀNH", "", "", "", "", ""),
    ("1", "Tuyên truyền rộng khắp", "Đưa tin về cải cách", "Mở chuyên mục", "Chuyên mục", "Báo và Đài của tỉnh",
     "Sở Nội vụ", "Thường xuyên"),
    ("2", "Báo cáo đúng hạn", "Báo cáo định kỳ", "Tổng hợp số liệu", "Báo cáo của tỉnh", "Sở Nội vụ", "", REPORTS),
    ("3", "Bộ máy tinh gọn", "Sửa chức năng, nhiệm vụ", "Rà soát", "Quyết định", "Các sở, ban, ngành", "Sở Nội vụ",
     GUIDED),
    ("4", "Sáng kiến được phổ biến", "Công nhận sáng kiến", "Chấm sáng kiến", "Quyết định công nhận",
     "Các sở: Nội vụ, Y tế", "", "Quý II, III năm 2026"),
    ("5", "Cấp xã làm tốt", "Đánh giá cấp xã", "Chấm điểm", "Kết quả chấm", "UBND cấp huyện UBND cấp xã", "Sở Nội vụ",
     "Quý IV năm 2026"),
)  # fmt: skip
REMEDIATION = (
    ("I", "CHỈ SỐ CẢI CÁCH HÀNH CHÍNH", "", "", "", ""),
    ("1", "Chỉ đạo, điều hành (năm 2025 đạt 8,5/9,5 điểm, còn lại 1 điểm chưa đạt)", "Hoàn thành 100% nhiệm vụ",
     "Sở Nội vụ", "Các sở, ban, ngành", "6 tháng cuối năm 2026"),
    ("2", "Bồi dưỡng công chức cấp xã", "Mở 04 lớp bồi dưỡng nghiệp vụ", "Sở Nội vụ", "UBND cấp xã", "Quý III/2026"),
    ("3", "Kiểm tra không báo trước", "Chấn chỉnh kỷ luật", "Sở Nội vụ", "", "Tháng 7, 8/2026"),
    ("4", "Công khai thủ tục", "Văn bản chỉ đạo", "Văn phòng UBND tỉnh", "", "Tháng 7/2026"),
    ("5", "Điều tra xã hội học", "Đủ số phiếu", "Sở Nội vụ", "", "Tháng 12/2026 đến quý I/2027"),
    ("II", "CHỈ SỐ HÀI LÒNG", "", "", "", ""),
    ("1", "Tiếp cận dịch vụ", "Nơi tiếp nhận dễ thấy", "Văn phòng UBND tỉnh; UBND cấp huyện", "",
     "6 tháng cuối năm 2026"),
    ("2", "Công khai, minh bạch", "Người dân được biết", "Các sở, ngành, địa phương", "", "6 tháng cuối năm 2026"),
    ("3", "Chất lượng dịch vụ y tế", "Giảm chờ đợi", "Sở Y tế; UBND cấp huyện, cấp xã", "", "6 tháng cuối năm 2026"),
    ("4", "Lắng nghe người dân", "Trả lời đúng hạn", "UBND cấp tỉnh, cấp huyện, cấp xã", "", "6 tháng cuối năm 2026"),
)  # fmt: skip

At = Callable[[date], None]


@pytest.fixture
def at(turn_clock: Callable[[datetime], None]) -> At:
    """Turns the clock to the morning of a day, and has the worker settle what is followed."""

    def turn(day: date) -> None:
        turn_clock(moment(day))
        settle_plans()

    return turn


def read_from_word(
    province: Unit, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], title: str
) -> Plan:
    """The draft that a Word file with this table becomes."""
    head = ("Số: 15/KH-UBND", "Bình Sơn, ngày 05 tháng 01 năm 2026", "KẾ HOẠCH", title)
    data = word_bytes([[HEADINGS[one] for one in columns], *map(list, rows)], head=head)
    staged = handed_in(by=an_actor(), name="ke-hoach.docx", data=data, unit=province)
    read_file(staged)
    staged.refresh_from_db()
    assert staged.state == StagedFile.State.APPLIED, staged.faults
    return staged.plan


def test_a_reform_plan_of_eight_columns_is_followed_over_its_year(at: At) -> None:
    at(date(2026, 1, 8))
    province = a_province_of(DEPARTMENTS, 1, 2)
    draft = read_from_word(province, EIGHT, REFORM, "Cải cách hành chính nhà nước tỉnh Bình Sơn năm 2026")
    plan = put_in_force(draft, {})
    assert (plan.state, plan.year, Measure.objects.count()) == (Plan.State.CURRENT, 2026, 9)
    assert kinds_of(plan, HOME) == {"on_event": 2, "continuous": 4, "recurring": 4, "range": 1}
    assert kinds_of(plan, LAW) == {"on_event": 2, "continuous": 4, "fixed": 1, "several": 2}
    assert kinds_of(plan, "Huyện Thử 1") == {"on_event": 1, "continuous": 4, "fixed": 1}
    assert kinds_of(plan, "Xã Thử 2") == {"fixed": 1}
    records = ProgressRecord.objects.all()
    kept = records.filter(kept_by_owner=True)
    assert [one.unit for one in kept] == [province] * 4
    assert sorted(one.period for one in kept) == ["2026", "2026-H1", "2026-Q1", "2026-Q3"]
    whole = whole_of(date(2026, 1, 8))
    assert (whole.total, whole.counts[RecordStanding.WAITING]) == (5 + 1 + 2 + 20 + 4 + 4 + 4 + 2 + 3, 9)

    at(date(2026, 4, 1))
    assert overdue(date(2026, 4, 1)) == 3
    done_with(the_one(plan, LAW, deadline="Quý I năm 2026"), date(2026, 4, 2))
    done_with(the_one(plan, LAW, deadline="Quý I, III năm 2026"), date(2026, 3, 31))
    done_with(the_one(plan, HOME, period="2026-Q1", deadline=REPORTS), date(2026, 3, 20))
    happened(plan, GUIDED, date(2026, 3, 30), date(2026, 6, 30))
    assert whole_of(date(2026, 4, 1)).counts[RecordStanding.WAITING] == 5
    shared = the_one(plan, HEALTH, deadline="Quý II, III năm 2026")
    assert extended(plan, shared.measure, "Quý II, III, IV năm 2026", date(2026, 4, 1)) == ["extended"]
    shared.refresh_from_db()
    assert (shared.period, shared.due) == ("lần 1", date(2026, 12, 31))
    at(date(2026, 12, 15))
    first, cut_off = date(2026, 1, 1), date(2026, 12, 15)
    assert count_of(LAW, first, cut_off) == (3, 1, 1)  # of the two times one is done, the event is not
    assert count_of(HOME, first, cut_off) == (2, 0, 0)
    assert count_of(HEALTH, first, cut_off) == (1, 0, 0)
    assert count_of("Xã Thử 1", first, cut_off) == (0, 0, 0)
    at(date(2027, 1, 1))
    begun = {"2027-Q1", "2027-H1", "2027"}
    assert {one.period for one in kept.all()} == {"2026-Q1", "2026-H1", "2026-Q3", "2026", *begun}
    assert whole_of(date(2027, 1, 1)).overdue == 1 + 3 + 4 + 2 + 3


def test_a_remediation_plan_of_six_columns_is_followed_to_its_last_deadline(at: At) -> None:
    at(date(2026, 7, 6))
    province = a_province_of(DEPARTMENTS, 1, 2)
    title = "Khắc phục những tồn tại, hạn chế để nâng cao Chỉ số cải cách hành chính tỉnh Bình Sơn năm 2026"
    plan = put_in_force(read_from_word(province, SIX, REMEDIATION, title), {})
    assert (plan.kind, plan.year) == (Plan.Kind.REMEDIATION, 2026)
    assert led_by(plan) == {
        HOME: 5, LAW: 1, HEALTH: 2, OFFICE: 3, "Huyện Thử 1": 4, "Xã Thử 1": 3, "Xã Thử 2": 3, province.name: 1,
    }  # fmt: skip
    records = ProgressRecord.objects.all()
    assert {(one.period, one.kept_by_owner) for one in records} == {("lần 1", False)}
    classes = the_one(plan, HOME, task="Bồi dưỡng công chức cấp xã")
    assert list(figures_wanted(classes.measure).values()) == ["4"]

    at(date(2026, 8, 3))
    assert overdue(date(2026, 8, 3)) == 1
    done_with(the_one(plan, OFFICE, task="Công khai thủ tục"), date(2026, 8, 3))
    done_with(the_one(plan, HOME, task="Kiểm tra không báo trước"), date(2026, 8, 31))
    assert extended(plan, classes.measure, "Quý IV/2026", date(2026, 8, 3)) == ["extended"]
    at(date(2026, 12, 15))
    first = date(2026, 1, 1)
    assert count_of(HOME, first, date(2026, 12, 15)) == (1, 1, 0)
    assert count_of(OFFICE, first, date(2026, 12, 15)) == (1, 1, 1)
    assert count_of(HOME, first, date(2026, 12, 31)) == (4, 1, 0)
    at(date(2027, 1, 1))
    whole = whole_of(date(2027, 1, 1))
    assert (whole.total, whole.overdue, whole.counts[RecordStanding.DONE_LATE]) == (22, 19, 1)
    at(date(2027, 4, 1))
    assert overdue(date(2027, 4, 1)) == 20
