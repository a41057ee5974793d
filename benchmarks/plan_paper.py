"""The paper of a plan of 300 measures as a Word file: seconds of a processor and memory, beside a plan of 30.

Made-up measures of eight columns with texts of usual length, in ten sections, neighbours sharing objective and task.
What ten times the measures cost beside ten times the small plan is a ratio that holds on other machines too. The file
is read back, and every measure must be in it.
Run by `make bench`, or `.venv/bin/python benchmarks/plan_paper.py`.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measuring.aims import judge

from cchc.plans.exchange.printed import PlanLayout, plan_paper
from cchc.plans.exchange.printed_table import PrintedSection
from tests.plans.printed_plans import HEAD, again, cells_of

SMALL, LARGE, SECTIONS, ROUNDS = 30, 300, 10, 5
MOST_RATIO, MOST_SECONDS, MOST_MEGABYTES = 1.5, 3.0, 200


def sections_of(count: int) -> list[PrintedSection]:
    """A plan of so many measures."""
    each = count // SECTIONS
    return [
        PrintedSection(
            str(section + 1),
            f"Lĩnh vực thứ {section + 1} của công tác cải cách hành chính",
            tuple(_measure(section * each + place + 1) for place in range(each)),
        )
        for section in range(SECTIONS)
    ]


def _measure(number: int) -> dict[str, str]:
    return {
        "number": str(number),
        "objective": f"Bảo đảm tiến độ và chất lượng của nhóm nhiệm vụ thứ {number // 3 + 1}",
        "task": f"Rà soát, sửa đổi, bổ sung các văn bản về lĩnh vực thứ {number // 3 + 1}, đúng quy trình",
        "activity": f"Xây dựng, trình ban hành văn bản thứ {number} và tổ chức triển khai tại các đơn vị",
        "output": f"Quyết định phê duyệt; báo cáo kết quả thực hiện văn bản thứ {number}",
        "lead": "Sở Nội vụ",
        "cooperating": "Các sở, ban, ngành; Ủy ban nhân dân các xã, phường",
        "deadline": "Quý III/2026",
    }


def seconds_for(count: int) -> tuple[float, bytes]:
    """The median processor time of a paper, and the paper."""
    plan, times, data = sections_of(count), [], b""
    for _round in range(ROUNDS):
        start = time.process_time()
        data = plan_paper(HEAD, plan, PlanLayout.TABLE)
        times.append(time.process_time() - start)
    return median(times), data


def main() -> None:
    """Measure and judge."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    small, _data = seconds_for(SMALL)
    large, data = seconds_for(LARGE)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    whole = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ratio = large / (small * LARGE / SMALL)
    print(
        f"{LARGE} measures: {large:.2f} s of a processor, {len(data) / 1024:.0f} kB, {grown:.0f} MB more than before"
    )
    judge(f"beside ten times {SMALL} measures ({small:.3f} s)", ratio, MOST_RATIO)
    judge("a paper of 300 measures", large, MOST_SECONDS, " s of a processor")
    judge("memory of the whole process", whole, MOST_MEGABYTES, " MB")
    found, wanted = cells_of(again(data)), cells_of(sections_of(LARGE))
    lost = sum(one not in found for one in wanted)
    judge("measures that our reader does not find again as they were", lost, 0)


if __name__ == "__main__":
    main()
