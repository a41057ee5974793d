"""Plans by hand for the tests of acts, and what the log told of them."""

from __future__ import annotations

from cchc.audit.models import Entry
from cchc.plans.models import Measure, Plan, Section
from tests.builders import (
    a_measure,
    a_plan,
)

PAPER = """\
KẾ HOẠCH
Cải cách hành chính nhà nước{year}

STT\tNhiệm vụ\tSản phẩm\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian thực hiện
I\tCẢI CÁCH THỂ CHẾ
1\tRà soát các văn bản đã ban hành\tBáo cáo kết quả rà soát\tSở Tư pháp\tCác sở liên quan\tQuý II/2026
2\tMở chuyên mục pháp luật\tChuyên mục phát sóng\tSở Tư pháp\tĐài tỉnh\tThường xuyên
"""


def told() -> list[str]:
    """What the log says of plans, act by act."""
    entries = Entry.objects.filter(verb__startswith="plans.").order_by("pk")
    return [verb.removeprefix("plans.") for verb in entries.values_list("verb", flat=True)]


def last_facts() -> dict[str, object]:
    facts: dict[str, object] = Entry.objects.order_by("-pk")[0].facts
    return facts


def order(section: Section) -> list[tuple[int, str]]:
    return list(section.measures.values_list("place", "task"))


def by_hand(*tasks: str) -> tuple[Plan, Section, list[Measure]]:
    plan = a_plan()
    measures = [a_measure(plan, task) for task in tasks]
    return plan, plan.sections.get(), measures
