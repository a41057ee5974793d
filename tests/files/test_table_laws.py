"""Laws of tables as text: whatever was written is read as it was, whatever parts its cells; what is not in UTF-8 is
never read as something else; places are named as a spreadsheet names them."""

from __future__ import annotations

import csv
import io
from datetime import date
from fractions import Fraction
from itertools import product
from string import ascii_uppercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.words.messages import Faults
from cchc.files.cells import CellKind, Percent, Value, as_text, column_letters, kind
from cchc.files.tables import read_table

drawn = settings(max_examples=40)
SIGNS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\x85\ufeff")
CELLS = st.one_of(
    st.text(SIGNS, max_size=8),
    st.sampled_from(
        ["", " ", "a,b", "a;b", "a\tb", 'nói "có"', "hai\ndòng", "hai\r\ndòng", "1.234,5", "=1+1", "Đặng"]
    ),
)
SEPARATORS = st.sampled_from(",;\t")


@st.composite
def grids(draw: st.DrawFn) -> list[list[str]]:
    """A heading of names without any separator in them, and rows that are no longer."""
    width = draw(st.integers(2, 5))
    heading = [f"cột {number}" for number in range(width)]
    return [heading, *draw(st.lists(st.lists(CELLS, max_size=width), max_size=6))]


def written(grid: list[list[str]], separator: str, *, mark: bool = False, quoted: bool = False) -> bytes:
    """The grid as a spreadsheet saves it as text."""
    text = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=separator, quoting=quoting).writerows(grid)
    return (b"\xef\xbb\xbf" if mark else b"") + text.getvalue().encode()


def filled(row: list[str]) -> tuple[str | None, ...]:
    """The cells of a row up to the last one in which something stands."""
    cells = [cell if cell.strip() else None for cell in row]
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


@drawn
@given(grid=grids(), separator=SEPARATORS, mark=st.booleans(), quoted=st.booleans(), unix=st.booleans())
def test_a_table_is_read_as_it_was_written_whatever_parts_its_cells(grid, separator, mark, quoted, unix):
    data = written(grid, separator, mark=mark, quoted=quoted)
    table = read_table(data.replace(b"\r\n", b"\n") if unix else data, "bang.csv")
    grid = [[cell.replace("\r\n", "\n") if unix else cell for cell in row] for row in grid]
    expected = {number: filled(row) for number, row in enumerate(grid, start=1) if filled(row)}
    assert {row.number: row.values for row in table.rows} == expected
    assert {kind(value) for row in table.rows for value in row.values} <= {CellKind.TEXT, CellKind.EMPTY}


@drawn
@given(grid=grids(), separator=SEPARATORS, data=st.data())
def test_every_row_that_is_longer_than_the_heading_is_named(grid, separator, data):
    width = len(grid[0])
    longer = data.draw(
        st.sets(st.integers(1, len(grid) - 1), min_size=1) if len(grid) > 1 else st.just(set())
    )
    for row in longer:
        grid[row] = ["x"] * (width + 1)
    if not longer:
        return
    with pytest.raises(Faults) as refused:
        read_table(written(grid, separator), "bang.csv")
    assert [fault.place.row for fault in refused.value.faults] == [row + 1 for row in sorted(longer)]
    assert {fault.found for fault in refused.value.faults} == {str(width + 1)}


VIETNAMESE = st.text("aăâđêôơưàảãáạ ệốờữ", min_size=3, max_size=20).filter(lambda text: not text.isascii())


@drawn
@given(text=VIETNAMESE, encoding=st.sampled_from(["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1258"]))
def test_a_text_in_another_encoding_is_refused_and_never_read_as_other_letters(text: str, encoding: str):
    data = f"don vi,diem\r\n{text},1\r\n".encode(encoding, errors="replace")
    if encoding == "cp1258" and data.isascii():
        return  # all that it does not have was replaced: nothing Vietnamese is left
    with pytest.raises(Faults) as refused:
        read_table(data, "bang.csv")
    [fault] = refused.value.faults
    assert "UTF-8" in str(fault.why)


@drawn
@given(place=st.integers(0, 60), byte=st.sampled_from([b"\xff", b"\xc0", b"\x80", b"\xed\xa0\x80"]))
def test_a_byte_that_is_no_letter_is_named_with_its_line(place: int, byte: bytes):
    lines = b"don vi,diem\n" + b"so noi vu,1\n" * 5
    data = lines[:place] + byte + lines[place:]
    with pytest.raises(Faults) as refused:
        read_table(data, "bang.csv")
    [fault] = refused.value.faults
    assert fault.place.line in (None, data[:place].count(b"\n") + 1)


def test_columns_are_named_as_a_spreadsheet_names_them():
    names = [*ascii_uppercase, *map("".join, product(ascii_uppercase, repeat=2))]
    assert [column_letters(number) for number in range(len(names))] == names


values = st.one_of(
    st.none(),
    st.booleans(),
    st.text(SIGNS, max_size=9),
    st.integers(-(10**6), 10**6),
    st.integers(0, 10_000).map(lambda number: Percent(Fraction(number, 100))),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
)


@drawn
@given(value=values, other=values)
def test_a_message_names_every_value_and_two_values_of_one_kind_apart(value: Value, other: Value):
    assert isinstance(as_text(value), str)
    assert (as_text(value) == "") is (value in (None, ""))
    if kind(value) == kind(other) and value != other:
        assert as_text(value) != as_text(other)
