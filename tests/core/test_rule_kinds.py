"""Every kind of rule met in real criteria sets, with points as the decisions and tables state them."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import pytest

from cchc.core.scoring.criteria.derivation import derivation_from, recomputed_outcome
from cchc.core.scoring.criteria.tree import Part
from cchc.core.scoring.index import UnitScores, ranking
from cchc.core.scoring.ledgers import NA, Ledger
from tests.core.documents import criteria, node, one_leaf


class Case(NamedTuple):
    """A leaf of one kind: where the wording comes from, its maximum, figures, rule and worked examples."""

    kind: str
    wording: str
    maximum: str
    inputs: str
    rule: str
    examples: str
    part: str = "appraised"


CASES = [
    Case(
        "yes_no", "Kế hoạch đầy đủ nhiệm vụ và kinh phí: 1/0", "1",
        "complete: yes or no | Kế hoạch đầy đủ nhiệm vụ và kinh phí",
        "all of complete",
        "complete = có -> 1\ncomplete = không -> 0",
    ),
    Case(
        "yes_no", "Có / không / không áp dụng", "0.5",
        'answer: one of "Có", "Không", "Không áp dụng" | Có văn bản triển khai',
        'choose answer { "Có" = full, "Không" = zero, "Không áp dụng" = zero }; '
        'when answer = "Không áp dụng": not applicable',
        "answer = Có -> 0.5\nanswer = Không -> 0\nanswer = Không áp dụng -> not applicable",
    ),
    Case(
        "on_time_states", "đúng hạn 1; chậm 0,5; không ban hành 0", "1",
        "issued: date | Ngày ban hành kế hoạch",
        "tiers late(issued, 31/12 last year) { <= 0 = full, > 0 = 0.5 as late }; when none(issued): zero as not_done",
        "year = 2026; issued = 31/12/2025 -> 1\nyear = 2026; issued = 2026-01-01 -> 0.5\n"
        "year = 2026; issued = không -> 0",
    ),
    Case(
        "on_time_states", "đúng hạn 1; chậm 0; không ban hành −1, có gia hạn riêng", "1",
        "issued: date | Ngày ban hành\nextra: count of \"ngày\", default 0 | Số ngày gia hạn",
        "tiers late(issued, 10/01 next year, extra) { <= 0 = 1, > 0 = 0 as late }; when none(issued): -1 as not_done",
        "year = 2025; issued = 2026-01-10 -> 1\nyear = 2025; issued = 2026-01-11 -> 0\n"
        "year = 2025; issued = 2026-01-11; extra = 1 -> 1\nyear = 2025; issued = none -> -1",
    ),
    Case(
        "tier_table", ">90%: 2; 70–90%: 1; <70%: 0", "2",
        "done: count | Số nhiệm vụ hoàn thành\ntotal: count, from 1 | Số nhiệm vụ được giao",
        "tiers done / total { > 90% = 2, 70%..90% = 1, < 70% = 0 }",
        "done = 91; total = 100 -> 2\ndone = 90; total = 100 -> 1\ndone = 70; total = 100 -> 1\n"
        "done = 69; total = 100 -> 0",
    ),
    Case(
        "tier_table", ">=30%: 1; 20–<30%: 0,5; <20%: 0", "1",
        "rate: percent | Tỷ lệ đơn vị được kiểm tra",
        "tiers rate { >= 30% = full, 20%..<30% = 50%, < 20% = zero }",
        "rate = 30 -> 1\nrate = 29.99% -> 0.5\nrate = 20 -> 0.5\nrate = 19.99 -> 0",
    ),
    Case(
        "proportional", "đúng hạn → tối đa 20/20", "20",
        "on_time: count | Số hồ sơ đúng hạn\nall: count | Tổng số hồ sơ",
        "ratio on_time / all; when all = 0: full",
        "on_time = 9; all = 10 -> 18\non_time = 11; all = 10 -> 20\non_time = 0; all = 0 -> 20",
    ),
    Case(
        "proportional", "hoàn thành chỉ tiêu 86,72 % của 2 điểm, bốn số lẻ", "2",
        "rate: percent | Tỷ lệ hoàn thành chỉ tiêu kinh tế – xã hội",
        "ratio rate",
        "rate = 86.72 -> 1.7344",
    ),
    Case(
        "proportional_with_floor", "80–100%: % × tối đa; <80%: 0", "1.5",
        "done: count | Số nhiệm vụ hoàn thành\ntotal: count | Số nhiệm vụ trong kế hoạch",
        "ratio done / total; zero below 80%; when total = 0: not applicable",
        "done = 9; total = 10 -> 1.35\ndone = 8; total = 10 -> 1.2\ndone = 7; total = 10 -> 0\n"
        "done = 0; total = 0 -> not applicable",
    ),
    Case(
        "weighted_status_formula", "(b/a)×1 + (c/a)×0,5", "1",
        "a: count | Số nhiệm vụ được giao\nb: count | Số đúng hạn\nc: count | Số quá hạn",
        "points b / a * 1 + c / a * 0.5; cap full; when a = 0: full",
        "a = 4; b = 2; c = 1 -> 0.625\na = 3; b = 3; c = 0 -> 1\na = 0; b = 0; c = 0 -> 1",
    ),
    Case(
        "count_times_unit_capped", "mỗi nội quy 0,5, trần 2", "2",
        "rules: count | Số nội quy, quy chế đã ban hành",
        "each { rules = 0.5 }; cap 2",
        "rules = 3 -> 1.5\nrules = 5 -> 2\nrules = 0 -> 0",
    ),
    Case(
        "count_times_unit_capped", "đơn giá khác nhau theo cấp công nhận", "2",
        "ministry: count | Sáng kiến cấp bộ\nprovince: count | Sáng kiến cấp tỉnh",
        "each { ministry = 1, province = 25% }",
        "ministry = 1; province = 1 -> 1.5\nministry = 2; province = 1 -> 2",
    ),
    Case(
        "step_increment_capped", "≤3.500 dân: 10; mỗi +100 dân: +0,5, trần 35", "35",
        'people: count of "người" | Dân số',
        "steps people { from 3500 = 10, every 100 = 0.5 }; cap 35",
        "people = 3500 -> 10\npeople = 3599 -> 10\npeople = 3600 -> 10.5\npeople = 100000 -> 35",
    ),
    Case(
        "step_increment_capped", "diện tích ≤10 km²: 10; mỗi 0,5 km² +0,5, trần 30, hệ số 75 % theo vùng", "30",
        'area: number of "km²", from 0 | Diện tích\nzone: one of "Miền núi", "Đồng bằng" | Vùng',
        'steps area { from 10 = 10, every 0.5 = 0.5 }; factor zone { "Miền núi" = 75%, "Đồng bằng" = 100% }; cap 30',
        "area = 12.4; zone = Đồng bằng -> 12\narea = 12.4; zone = Miền núi -> 9\narea = 900; zone = Đồng bằng -> 30",
    ),
    Case(
        "deduction_per_occurrence", "−0,25/báo cáo trễ; −0,5/thiếu quý; −1/thiếu năm; sàn 0", "2",
        "late_reports: count | Báo cáo trễ\nquarter: count | Thiếu báo cáo quý\nyear_report: count | Thiếu báo cáo năm",
        "deduct { late_reports = 0.25 as late, quarter = 0.5 as not_done, year_report = 1 as not_done }; floor 0",
        "late_reports = 1; quarter = 1; year_report = 0 -> 1.25\nlate_reports = 0; quarter = 0; year_report = 0 -> 2\n"
        "late_reports = 2; quarter = 2; year_report = 1 -> 0",
    ),
    Case(
        "deduction_per_occurrence", "0 điểm và trừ thêm 0,25", "1",
        "overdue: count | Số hồ sơ quá hạn",
        "tiers overdue { = 0 = full, = 1 = zero as late, >= 2 = -0.25 as late }",
        "overdue = 0 -> 1\noverdue = 1 -> 0\noverdue = 2 -> -0.25",
    ),
    Case(
        "deduction_per_occurrence", "vi phạm nhẹ trừ 50 %, nặng 0", "3",
        "light: count | Vi phạm nhẹ\nheavy: count | Vi phạm nặng",
        "deduct { light = 50%, heavy = 100% }; floor 0",
        "light = 1; heavy = 0 -> 1.5\nlight = 0; heavy = 1 -> 0\nlight = 1; heavy = 1 -> 0",
    ),
    Case(
        "all_or_nothing", "không có việc nào chưa xong: đủ điểm; ≥1: 0", "1",
        "unfinished: count | Số việc chưa xong",
        "all of unfinished = 0",
        "unfinished = 0 -> 1\nunfinished = 1 -> 0",
    ),
    Case(
        "all_or_nothing", "đủ nhiệm vụ VÀ kinh phí", "1",
        "tasks: yes or no | Có nhiệm vụ\nfunds: yes or no | Có kinh phí",
        "all of tasks, funds",
        "tasks = có; funds = có -> 1\ntasks = có; funds = không -> 0",
    ),
    Case(
        "default_full_if_no_occurrence", "không có phản ánh, kiến nghị thì được tính 02 điểm", "2",
        "answered: count | Số đã trả lời\nreceived: count | Số đã tiếp nhận",
        "ratio answered / received; when received = 0: full",
        "answered = 0; received = 0 -> 2\nanswered = 1; received = 2 -> 1",
    ),
    Case(
        "normalise_to_best", "chia cho giá trị tốt nhất", "2",
        "value: number, from 0 | Giá trị",
        "relative value to best; when value = 0: zero",
        "value = 6; population = 3, 8 -> 1.5\nvalue = 8; population = 3, 8 -> 2\nvalue = 0; population = 0, 0 -> 0",
    ),
    Case(
        "normalise_to_best", "min–max trong ba năm, thang 10, càng thấp càng tốt", "10",
        "now: number, from 0 | Năm nay\nbefore: number, from 0 | Năm trước\nearlier: number, from 0 | Hai năm trước",
        "relative now to range; lower is better; among now, before, earlier",
        "now = 4; before = 5; earlier = 6; population = 2, 10 -> 7.5",
    ),
    Case(
        "normalise_to_best", "càng thấp càng tốt, so với đơn vị tốt nhất", "1",
        "days: number, from 0 | Số ngày",
        "relative days to best; lower is better",
        "days = 4; population = 2, 8 -> 0.5\ndays = 2; population = 2, 8 -> 1",
    ),
    Case(
        "survey_option_percent", "A 100, B 60, C 20, D 0", "4",
        "a: count | Chọn A\nb: count | Chọn B\nc: count | Chọn C\nd: count | Chọn D",
        "ratio mean(a: 100%, b: 60%, c: 20%, d: 0%); when a + b + c + d = 0: not applicable",
        "a = 5; b = 5; c = 0; d = 0 -> 3.2\na = 0; b = 0; c = 0; d = 0 -> not applicable",
        "survey",
    ),
    Case(
        "satisfaction_rate", "(mức 4 + mức 5) / tổng số trả lời", "10",
        "level4: count | Mức 4\nlevel5: count | Mức 5\nvalid: count, from 1 | Phiếu hợp lệ",
        "ratio (level4 + level5) / valid",
        "level4 = 500; level5 = 439; valid = 1000 -> 9.39",
        "survey",
    ),
    Case(
        "satisfaction_rate", "91,17 % của 10 điểm", "10",
        "rate: percent | Tỷ lệ hài lòng",
        "ratio rate",
        "rate = 91.17 -> 9.117",
        "survey",
    ),
    Case(
        "percent_to_points", "SIPAS 91,17 % × 10 = 9,117 → 9,12", "10",
        'rate: percent, source "SIPAS" | Chỉ số hài lòng',
        "ratio rate; round 2",
        "rate = 91.17 -> 9.12\nrate = 91.14 -> 9.11",
        "survey",
    ),
    Case(
        "multichoice", "xuất sắc 100 %, tốt 75 %, hoàn thành 50 %", "2",
        'level: one of "Xuất sắc", "Tốt", "Hoàn thành", "Không hoàn thành" | Mức hoàn thành',
        'choose level { "Xuất sắc" = full, "Tốt" = 75%, "Hoàn thành" = 50%, "Không hoàn thành" = zero as not_done }',
        "level = Xuất sắc -> 2\nlevel = tốt -> 1.5\nlevel = Hoàn thành -> 1\nlevel = Không hoàn thành -> 0",
    ),
    Case(
        "multichoice_scaled", "chọn phương án và nhập tỷ lệ", "2",
        'level: one of "Toàn trình", "Một phần" | Mức độ\nrate: percent | Tỷ lệ thực hiện',
        'choose level { "Toàn trình" = full, "Một phần" = 50% }; times rate',
        "level = Toàn trình; rate = 80 -> 1.6\nlevel = Một phần; rate = 80 -> 0.8",
    ),
    Case(
        "manual_score", "lãnh đạo, hội đồng cho điểm trong [0; tối đa], ghi lý do", "5",
        "score: number, from 0, to 5 | Điểm kết luận\nreason: text | Lý do",
        "expert score because reason",
        "score = 4.25; reason = Đạt yêu cầu, còn chậm một nội dung -> 4.25",
    ),
    Case(
        "formula_variables", "biến số liệu và điều kiện", "2",
        "total: count | Tổng số\ndone: count | Đã làm",
        "points if(total > 10, 2 * done / total, min(2, done * 0.2)); cap 2",
        "total = 20; done = 10 -> 1\ntotal = 4; done = 4 -> 0.8\ntotal = 0; done = 0 -> 0",
    ),
    Case(
        "max_of_cases", "chọn trường hợp tốt nhất", "2",
        'award: one of "Bộ", "Tỉnh", "Không" | Giải cao nhất\nideas: count | Số sáng kiến',
        'best of { choose award { "Bộ" = 2, "Tỉnh" = 1, "Không" = 0 } | each { ideas = 0.5 } }',
        "award = Tỉnh; ideas = 1 -> 1\naward = Không; ideas = 3 -> 1.5\naward = Bộ -> 2\nideas = 9 -> 2",
    ),
    Case(
        "external_index_import", "chỉ số 766 lấy từ Cổng Dịch vụ công quốc gia, thang 100", "5",
        'index766: number, from 0, to 100, source "Cổng Dịch vụ công quốc gia, 31/12" | Chỉ số phục vụ',
        "ratio index766 / 100",
        "index766 = 87.5 -> 4.375",
    ),
]  # fmt: skip


def in_blocks_and_cycles() -> set[str]:
    """The kinds that are no rule of a leaf: they belong to blocks of the tree and to the units of the cycle."""
    return {"penalty_item", "bonus_capped", "not_applicable", "rescale_if_no_survey"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.wording}")
def test_a_kind_of_rule_gives_the_points_of_its_real_examples(case: Case) -> None:
    leaf = one_leaf(case.rule, case.inputs, case.maximum, examples=case.examples, part=case.part)
    assert len(leaf.examples) == len(case.examples.splitlines())
    for example in leaf.examples:
        derivation = derivation_from(leaf, example.figures, example.peer_range)
        assert derivation.outcome.points == example.points
        assert recomputed_outcome(derivation) == derivation.outcome


BLOCKS = [
    node("1", "10"),
    node("2", "5", part="bonus"),
    node("2.1", "4"),
    node("2.2", "3"),
    node("3", "-5", part="penalty"),
    node("3.1", "-3"),
    node("3.2", "-4"),
]


def test_bonus_points_stop_at_the_cap_of_their_block() -> None:
    total = total_of({"1": "8", "2.1": "4", "2.2": "3", "3.1": "0", "3.2": "0"})
    assert (total.maximum, total.bonus, total.points) == (10, 5, 13)


def test_penalty_points_stop_at_the_cap_of_their_block() -> None:
    total = total_of({"1": "8", "2.1": "0", "2.2": "0", "3.1": "-3", "3.2": "-3"})
    assert (total.maximum, total.penalty, total.points) == (10, 5, 3)
    assert {loss.number: loss.points for loss in total.losses} == {
        "1": 2, "3.1": Fraction(5, 2), "3.2": Fraction(5, 2),
    }  # fmt: skip


def test_points_not_applicable_leave_the_maximum() -> None:
    tree = criteria(node("1", "84"), node("2", "16"))
    unit = UnitScores("Ban Dân tộc", {"1": Fraction("68.32"), "2": NA})
    (group,) = ranking(tree, [unit])
    assert group.units[0].total.maximum == 84
    assert group.units[0].index == Fraction("68.32") / 84 * 100


def test_without_a_survey_the_appraised_part_is_the_whole() -> None:
    tree = criteria(node("1", "70"), node("2", "30", part="survey"), survey_optional="yes")
    (group,) = ranking(tree, [UnitScores("Sở", {"1": Fraction("62.62"), "2": NA})])
    assert group.units[0].index == Fraction("62.62") / 70 * 100


def total_of(points: dict[str, str]) -> Ledger:
    tree = criteria(*BLOCKS)
    assert {leaf.part for leaf in tree.leaves.values()} == {Part.APPRAISED, Part.BONUS, Part.PENALTY}
    (group,) = ranking(tree, [UnitScores("Sở", {number: Fraction(text) for number, text in points.items()})])
    return group.units[0].total


# The 25 kinds of rules that decisions of provinces were found to use.
KINDS = {
    "yes_no", "on_time_states", "tier_table", "proportional", "proportional_with_floor",
    "weighted_status_formula", "count_times_unit_capped", "step_increment_capped",
    "deduction_per_occurrence", "penalty_item", "bonus_capped", "all_or_nothing",
    "default_full_if_no_occurrence", "not_applicable", "rescale_if_no_survey", "normalise_to_best",
    "survey_option_percent", "satisfaction_rate", "percent_to_points", "multichoice",
    "multichoice_scaled", "manual_score", "formula_variables", "max_of_cases", "external_index_import",
}  # fmt: skip


def test_every_kind_met_in_practice_is_covered() -> None:
    assert {case.kind for case in CASES} | in_blocks_and_cycles() == KINDS
