"""Published results and how far measures cover what was lost: exact, and nothing lost is left out."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.plans.remedies import coverage, published_lines, published_losses, published_total
from cchc.core.words.messages import Faults
from tests.core.documents import said

drawn = settings(max_examples=60)
POINTS = st.integers(0, 2000).map(lambda amount: Fraction(amount, 1000))
LOSSES = st.lists(st.tuples(st.sampled_from("1234"), POINTS, st.booleans()), max_size=12)

# What an office lost in 2023 by its plan of 2024: the domains, and the deductions that it names below them.
OFFICE = """TT\tNội dung\tĐiểm tối đa\tĐiểm thẩm định\tGhi chú
1\tCông tác chỉ đạo điều hành\t11,5\t6,58\t-4,92
1.1\tThực hiện kế hoạch cải cách hành chính\t\t\t01
1.2\tCông tác kiểm tra cải cách hành chính\t\t\t0,3
1.3\tSáng kiến, giải pháp mới\t\t\t02
1.4\tCông tác tuyên truyền\t\t\t0,5
1.5\tĐối thoại của người đứng đầu\t\t\t1
1.6\tSự năng động, quyết tâm của lãnh đạo\t\t\t0,11
2\tCải cách thể chế\t11\t10,11\t-0,89
3\tCải cách thủ tục hành chính\t14\t14\t0
4\tCải cách tổ chức bộ máy hành chính\t12,5\t11,97\t-0,53
4.1\tSắp xếp, kiện toàn tổ chức bộ máy\t\t\t0,09
4.2\tTác động đến quản lý cán bộ, công chức\t\t\t0,21
5\tCải cách công vụ\t12\t11,45\t-0,55
6\tCải cách tài chính công\t11,5\t11,24\t-0,26
6.1\tTổ chức thực hiện công tác tài chính - ngân sách\t\t\t0,11
7\tXây dựng chính quyền điện tử, chính quyền số\t17,5\t13,35\t-4.15
8\tTác động của cải cách hành chính\t10\t9,39\t- 0,61
Tổng cộng\t\t100\t88,09\t11,91
"""


def lines_of(losses: list[tuple[str, list[Fraction], Fraction]]) -> str:
    """Domains with what is named below them and what is left without a reason."""
    written = []
    for number, below, rest in losses:
        written.append(f"{number}|Lĩnh vực {number}|||{sum(below, rest)}".replace(".", ","))
        written += [f"{number}.{at}|Tiêu chí {at}|||{one}" for at, one in enumerate(below, start=1)]
    return "\n".join(written)


@drawn
@given(LOSSES)
def test_no_more_is_covered_than_was_lost_and_the_groups_are_together_the_whole(losses) -> None:
    whole, groups = coverage(losses)
    assert 0 <= whole.covered <= whole.lost
    assert whole.lost == sum((points for _group, points, _covered in losses), Fraction(0))
    assert sum((one.covered for one in groups.values()), Fraction(0)) == whole.covered
    assert sum((one.lost for one in groups.values()), Fraction(0)) == whole.lost
    assert all(0 <= one.left <= one.lost for one in groups.values())


@drawn
@given(st.lists(st.tuples(st.lists(st.integers(0, 999), max_size=4), st.integers(0, 999)), max_size=5))
def test_the_losses_of_a_published_result_are_together_what_its_domains_lost(domains) -> None:
    given_losses = [
        (str(at), [Fraction(one) for one in below], Fraction(rest))
        for at, (below, rest) in enumerate(domains, start=1)
    ]
    losses = published_losses(published_lines(lines_of(given_losses)))
    assert sum((one.points for one in losses), Fraction(0)) == sum(
        (sum(below, rest) for _number, below, rest in given_losses), Fraction(0)
    )
    assert all(one.points > 0 and one.domain == one.number.partition(".")[0] for one in losses)


def test_deductions_that_do_not_add_up_leave_a_loss_without_a_reason() -> None:
    lines = published_lines(OFFICE)
    losses = published_losses(lines)
    assert sum((one.points for one in losses), Fraction(0)) == Fraction("11.91")
    assert published_total(lines) == (Fraction("88.09"), Fraction(100))
    rests = {one.number: one.points for one in losses if one.rest}
    assert rests == {"1": Fraction("0.01"), "4": Fraction("0.23"), "6": Fraction("0.15")}
    whole, groups = coverage([(one.domain, one.points, not one.rest) for one in losses])
    assert (whole.covered, whole.left) == (Fraction("11.52"), Fraction("0.39"))
    assert groups["1"].covered == Fraction("4.91")


def test_a_wrong_difference_is_told_with_its_line() -> None:
    with pytest.raises(Faults) as refused:
        published_lines(
            "1|Thủ tục hành chính|13|12,937|0,027\n2|Thể chế|10|11\n2|Lại|1|1\n3|Tài chính\n4|Số||nhiều|1"
        )
    assert said(refused.value.faults) == [
        (1, "13 − 12.937 is not 0.027"),
        (2, "11 points are more than the maximum of 10."),
        (4, "Write number, name, maximum, points and points lost, parted by tabs or “|”."),
        (5, "Write numbers as 8,963 or 8.963."),
    ]


def test_a_line_stands_once_and_the_lines_below_it_lose_no_more_than_it() -> None:
    with pytest.raises(Faults) as refused:
        published_lines("1|Chỉ đạo|||1\n1.1|Kế hoạch|||0,6\n1.2|Kiểm tra|||0,5\n1|Lại|||1")
    assert said(refused.value.faults) == [
        (2, "The lines below 1 lost 1.1 points together, more than the 1 of the line itself."),
        (4, "The number stands in line 1 already."),
    ]
