"""In which order the rows of a ranking stand: laws over drawn rows."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cchc.core.words.ties import PrintedValue
from cchc.results.queries.last_year import EarlierUnit, IndexChange, LastYear
from cchc.results.queries.ordering import (
    FALLING,
    FIRST,
    KEYS,
    Order,
    matching_rows,
    next_order,
    ordered_rows,
    requested_order,
)
from cchc.results.queries.rows import RankingRow, heat_cell
from cchc.ui.pictures.points import PointsBar

GRADES = ("Tốt", "Khá", "Yếu")
COLUMNS = (*KEYS, "xep-loai", "lv-1")
amounts = st.fractions(0, 100, max_denominator=100)


@st.composite
def rows(draw: st.DrawFn) -> list[RankingRow]:
    """Rows of a ranking, some without an index, a last year or a class."""
    found = []
    for place in range(draw(st.integers(0, 8))):
        index = draw(st.none() | amounts)
        lost = draw(amounts)
        before = draw(st.none() | st.integers(1, 9))
        found.append(
            RankingRow(
                unit_id=place,
                name=draw(st.sampled_from(["Sở Y tế", "Sở Nội vụ", "Xã Đạ Kbang", "Xã Ân Hữu"]))
                + f" {place}",
                code="",
                rank=None if index is None else place + 1,
                index=index,
                printed=None if index is None else PrintedValue(index, 2),
                grade="" if index is None else draw(st.sampled_from(GRADES)),
                bar=PointsBar(lost, losses=(("late", lost),)),
                waiting=index is None,
                change=draw(st.none() | st.builds(IndexChange, amounts, amounts, st.just(("A",)))),
                before=LastYear((EarlierUnit("A", "Các sở", before, None),), True) if before else None,
                mine=False,
                cells=(heat_cell("1", index, index is None),),
            )
        )
    return found


orders = st.builds(Order, st.sampled_from(COLUMNS), st.booleans())


@given(rows(), orders)
def test_no_row_is_lost_or_doubled_by_putting_them_in_order(found, order):
    assert sorted(row.unit_id for row in ordered_rows(found, order, GRADES)) == [row.unit_id for row in found]


@given(rows(), orders)
def test_rows_without_a_value_stand_last_whichever_way_the_others_go(found, order):
    up = ordered_rows(found, Order(order.column), GRADES)
    down = ordered_rows(found, Order(order.column, down=True), GRADES)
    if order.column in ("chi-so", "lv-1", "hang", "xep-loai"):
        known = [row.index is not None for row in up]
        assert known == sorted(known, reverse=True) == [row.index is not None for row in down]


@given(rows())
def test_by_index_the_order_is_that_of_the_exact_values(found):
    shown = [
        row.index for row in ordered_rows(found, Order("chi-so", down=True), GRADES) if row.index is not None
    ]
    assert shown == sorted(shown, reverse=True)


@given(orders)
def test_an_order_is_read_back_from_its_address(order):
    assert requested_order(str(order), ["1"]) == order


@given(st.text(max_size=12))
def test_an_address_that_names_no_column_means_the_ranks(text):
    assert requested_order(text).column in KEYS or requested_order(text) in (FIRST, Order("xep-loai"))


@given(st.sampled_from(COLUMNS), orders)
def test_a_heading_turns_its_own_column_round_and_begins_another_as_it_is_read(column, now):
    following = next_order(column, now)
    if now.column == column:
        assert following == Order(column, not now.down)
    else:
        assert following.down == (column in FALLING or column.startswith("lv-"))


def test_a_long_list_is_searched_without_diacritics():
    found = [row for row in (_named("Xã Đạ Kbang"), _named("Xã Ân Hữu"))]
    assert [row.name for row in matching_rows(found, "da kbang")] == ["Xã Đạ Kbang"]


def _named(name: str) -> RankingRow:
    nothing = PointsBar(Fraction(0))
    return RankingRow(1, name, "", None, None, None, "", nothing, 1, None, None, False)
