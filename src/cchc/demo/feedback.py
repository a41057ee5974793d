"""Feedback of citizens in the demonstration: the public pages take it, some is new, some was forwarded and answered."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cchc.access.actor import Actor
from cchc.portal.actions.feedback import receive_feedback, set_feedback_rules, settle_feedback, visitor
from cchc.portal.policies import State
from cchc.releases.models import UnitKey
from cchc.releases.queries.published import content_of, published

# Days before the day of loading, the unit, what was written, the contact, what became of it, what was answered.
WRITTEN = (
    (
        12, "Sở Xây dựng",
        "Tôi nộp hồ sơ cấp phép xây dựng qua mạng, được trả đúng hẹn. Tuy vậy phần mềm bắt nhập lại số căn cước "
        "ở ba chỗ khác nhau, nên sửa để người lớn tuổi tự làm được.",
        "", State.ANSWERED, "Đã gọi điện cảm ơn; Sở tiếp thu, sẽ bỏ hai chỗ nhập lại trong bản cập nhật tháng tới.",
    ),
    (
        6, "Sở Tài chính",
        "Hồ sơ đăng ký hộ kinh doanh của tôi hẹn 3 ngày, nay đã 10 ngày chưa có kết quả và chưa nhận được thư xin lỗi. "
        "Đề nghị Sở trả lời rõ lý do.",
        "0912 000 111", State.FORWARDED, "",
    ),
    (2, "Sở Y tế", "Nhận làm bằng cấp, giá rẻ, liên hệ ngay.", "", State.SPAM, ""),
    (
        1, "Sở Xây dựng",
        "Bảng chỉ số cho thấy đơn vị mất nhiều điểm vì trễ hạn. Xin công khai số hồ sơ trễ hạn hằng tháng.",
        "nguoidan@thu.example", State.NEW, "",
    ),
    (
        1, "Sở Giáo dục và Đào tạo",
        "Cán bộ ở bộ phận một cửa hướng dẫn tận tình, tôi chỉ phải đi một lần.",
        "", State.NEW, "",
    ),
)  # fmt: skip


def load_feedback(*, by: Actor, year: int, today: date) -> None:
    """Let feedback in, and load what came in the days before `today`, as settled by `by`."""
    set_feedback_rules(by=by, is_open=True, live_address="", seen=0)
    release = published(year)
    released = {one.name: one.key for one in content_of(release).units} if release else {}
    for days, unit, text, contact, became, answer in WRITTEN:
        at = timezone.make_aware(datetime.combine(today - timedelta(days=days), time(9, 30)))
        form = hashlib.sha256(text.encode()).hexdigest()
        row = receive_feedback(
            by=visitor(),
            key=UnitKey.objects.select_related("unit").get(key=released[unit]),
            year=year,
            text=text,
            contact=contact,
            form=form,
            sender=form,
            now=at,
        )
        for state in (State.FORWARDED, State.ANSWERED) if became is State.ANSWERED else (became,):
            if state is not State.NEW:
                settle_feedback(
                    by=by,
                    feedback=row,
                    to=state,
                    seen=row.state,
                    answer=answer if state is State.ANSWERED else "",
                    now=at,
                )
                row.refresh_from_db()
