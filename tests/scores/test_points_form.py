"""The points file to fill in: as `cchc criteria template` writes it, as its page gives it, as it comes back."""

import io
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from cchc.access.permissions import Role
from cchc.config.cli import main
from cchc.core.scoring.ledgers import NA
from cchc.core.words.messages import data_of
from cchc.criteria.exchange.reading import read_known_set
from cchc.scores.exchange.form import FormUnit, points_form
from cchc.scores.exchange.mending import mending_file, plain_data
from cchc.scores.exchange.points import read_points_file
from tests.builders import RULES, a_draft, a_published_set

SET = """
[set]
id = "thu"
title = 'Bộ tiêu chí "thử"'
version = "1"
unit_kind = "commune"
total = "3"

[[grade]]
name = "Đạt"
band = ">= 50"
[[grade]]
name = "Chưa đạt"
band = "< 50"

[[node]]
number = "1"
name = "Kế hoạch"
maximum = "3"

[[node]]
number = "1.1"
name = "Hoàn thành kế hoạch"
maximum = "1.5"
inputs = [
  'done: count of "nhiệm vụ" | Số nhiệm vụ hoàn thành',
  'total: count of "nhiệm vụ" | Số nhiệm vụ trong kế hoạch',
]
rule = "ratio done / total; zero below 80%; when total = 0: not applicable"
examples = ["done = 9; total = 10 -> 1.35"]

[[node]]
number = "1.2"
name = "Báo cáo"
maximum = "1.5"
"""
Browser = Callable[[Role], Client]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCHC_LANGUAGE", "en")


def test_the_form_asks_for_figures_and_marks_what_does_not_apply(tmp_path: Path) -> None:
    source, units, form = tmp_path / "a.toml", tmp_path / "units.csv", tmp_path / "form.xlsx"
    source.write_text(SET, encoding="utf-8")
    units.write_text("đơn vị;mã;khối;1.1\nXã A;XA;Xã;KAD\nXã B;XB;Xã;\n", encoding="utf-8")
    assert main(["criteria", "template", str(source), "--units", str(units), "--output", str(form)]) == 0
    page = load_workbook(form).worksheets[0]
    rows = list(page.iter_rows(values_only=True))
    assert rows[0] == (None, None, None, "1. Kế hoạch", None, None)
    assert rows[1][:4] == (
        "Đơn vị",
        "Mã",
        "Khối",
        "1.1. Hoàn thành kế hoạch\nSố nhiệm vụ hoàn thành (nhiệm vụ)",
    )
    assert rows[2] == ("đơn vị", "mã", "khối", "1.1:done", "1.1:total", "1.2")
    assert rows[3:] == [("Xã A", "XA", "Xã", "KAD", "KAD", None), ("Xã B", "XB", "Xã", None, None, None)]
    assert (page.freeze_panes, page.row_dimensions[3].height < page.row_dimensions[2].height) == ("D4", True)
    assert "80" in page["D2"].comment.text
    assert main(["score", str(source), str(form), "--json"]) == 0


def test_the_verb_does_not_write_over_the_set_that_it_reads(tmp_path: Path) -> None:
    source = tmp_path / "set.toml"
    source.write_text(SET, encoding="utf-8")
    book = tmp_path / "set.xlsx"
    assert main(["criteria", "convert", str(source), "--output", str(book)]) == 0
    before = book.read_bytes()
    assert main(["criteria", "template", str(book), "--output", str(book)]) == 2
    assert book.read_bytes() == before


@pytest.mark.django_db
def test_its_page_gives_it_to_everybody_who_sees_the_set(client_of: Browser) -> None:
    published, draft = a_published_set(RULES), a_draft(RULES.replace('version = "1"', 'version = "2"'))
    client = client_of(Role.UNIT_CLERK)
    answer = client.get(reverse("scores:points_form_of_set", args=[published.pk]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mau-nhap-diem-quy-tac-1.xlsx"'
    assert answer.content[:4] == b"PK\x03\x04"
    assert client.get(reverse("scores:points_form_of_set", args=[draft.pk])).status_code == 404


# Filled in and read back

ROUND = """
[set]
id = "thu"
title = "Thử"
version = "1"
unit_kind = "commune"

[[node]]
number = "1"
name = "Điểm"
maximum = "10"
[[node]]
number = "2"
name = "Số liệu"
maximum = "10"
[[node]]
number = "2.1"
name = "Kế hoạch"
maximum = "10"
inputs = [
  "day: date | Ngày ký",
  "rate: percent | Tỷ lệ",
  "done: yes or no | Có",
  'kind: one of "Tốt", "Khá" | Loại',
  "sum: number | Số tiền",
  "many: count | Số việc",
  "words: text | Ghi chú",
]
rule = "points if(done, 10, 0); when none(day): zero"
"""
CRITERIA = read_known_set(ROUND)
days = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))
numbers = st.fractions(-(10**9), 10**9, max_denominator=1000)
figures = st.fixed_dictionaries(
    {},
    optional={
        "day": days,
        "rate": st.fractions(0, 1, max_denominator=400),
        "done": st.booleans(),
        "kind": st.sampled_from(["Tốt", "Khá"]),
        "sum": numbers,
        "many": st.integers(0, 10**12).map(Fraction),
        "words": st.text("aệĐ =+-@\u200b\n,.;", max_size=20),
    },
)
leaves = st.fixed_dictionaries(
    {}, optional={"1": st.fractions(0, 10, max_denominator=400), "2.1": figures | st.fractions(0, 10)}
)
without = st.frozensets(st.sampled_from(["1", "2.1"]))
units = st.lists(st.tuples(leaves, without, st.sampled_from(["Khối A", "Khối B/1"])), min_size=1, max_size=4)


@settings(max_examples=40)
@given(units, st.booleans(), st.booleans())
def test_what_is_filled_in_reads_back_as_no_change(drawn: list, by_group: bool, backwards: bool) -> None:
    listed = [
        FormUnit(
            f"Xã {at}",
            f"X{at}",
            group,
            off,
            {number: what for number, what in given.items() if number not in off},
        )
        for at, (given, off, group) in enumerate(drawn)
    ]
    form = points_form(CRITERIA, listed, str, by_group=by_group)
    if backwards:
        book = load_workbook(io.BytesIO(form))
        book._sheets.reverse()
        kept = io.BytesIO()
        book.save(kept)
        form = kept.getvalue()
    read = read_points_file(form, "diem.xlsx", ROUND)
    assert read.faults == ()
    known = {one.name: one for one in listed}
    assert {one.name for one in read.units} == known.keys()
    for unit in read.units:
        for number, what in unit.given.items():
            given = known[unit.name].given.get(number)
            assert what == NA if number in known[unit.name].without else _is_part_of(what, given)


def _is_part_of(what: object, given: object) -> bool:
    """Whether what was read is what was filled in; what no cell can hold was left empty."""
    if isinstance(what, dict) and isinstance(given, dict):
        return all(given[name] == value for name, value in what.items())
    return what == given


def test_what_a_cell_holds_exactly_is_filled_in_and_what_none_can_hold_is_noted() -> None:
    given = {
        "1": Fraction(1, 3),
        "2.1": {"rate": Fraction(9117, 10000), "sum": Fraction(5, 2), "day": date(2026, 3, 5)},
    }
    page = load_workbook(io.BytesIO(points_form(CRITERIA, [FormUnit("Xã A", given=given)], str))).worksheets[
        0
    ]
    assert [cell.value for cell in page[4]] == [
        "Xã A",
        None,
        None,
        None,
        "05/03/2026",
        0.9117,
        None,
        None,
        2.5,
        None,
        None,
    ]
    assert page["D4"].comment.text == "points stated: 1/3"
    stated = points_form(CRITERIA, [FormUnit("Xã A", given={"2.1": Fraction(5)})], str)
    assert load_workbook(io.BytesIO(stated)).worksheets[0]["E4"].comment.text == "points stated: 5"


@pytest.mark.parametrize("gone", [2, 3])
def test_the_form_is_read_with_either_of_its_heading_rows_alone(gone: int) -> None:
    form = points_form(
        CRITERIA, [FormUnit("Xã A", given={"1": Fraction(5), "2.1": {"many": Fraction(3)}})], str
    )
    book = load_workbook(io.BytesIO(form))
    page = book.worksheets[0]
    for merged in list(page.merged_cells.ranges):
        page.unmerge_cells(str(merged))
    page.delete_rows(gone)
    kept = io.BytesIO()
    book.save(kept)
    read = read_points_file(kept.getvalue(), "diem.xlsx", ROUND).checked()
    assert [one.given for one in read.units] == [{"1": Fraction(5), "2.1": {"many": Fraction(3)}}]


def test_each_peer_group_has_a_sheet_by_choice() -> None:
    listed = [
        FormUnit("Xã A", group="Khối xã"),
        FormUnit("Sở B", group="Khối sở"),
        FormUnit("Xã C", group="Khối xã"),
    ]
    book = load_workbook(io.BytesIO(points_form(CRITERIA, listed, str, by_group=True)))
    assert book.sheetnames == ["Khối xã", "Khối sở", "Guidance"]
    assert [row[0].value for row in book["Khối xã"].iter_rows(min_row=4)] == ["Xã A", "Xã C"]


def test_the_rows_left_out_come_back_in_the_shape_of_the_form_with_their_faults() -> None:
    text = "đơn vị;mã;1;2.1:rate;2.1:sum\nXã A;XA;11;0.8;2.5\n"
    points = read_points_file(text.encode(), "diem.csv", ROUND)
    cells = {heading: plain_data(value) for heading, value in points.cells(0).items()}
    faults = [
        {"at": f"{one.place.column}{one.place.row}", "heading": points.heading_at(one.place), "found": one.found,
         "criterion": one.place.criterion, "why": data_of(one.why), "expected": data_of(one.expected)}
        for one in points.faults
    ]  # fmt: skip
    row = {"at": "A2", "unit": "Xã A", "code": "XA", "group": "", "cells": cells, "faults": faults}
    again = mending_file(CRITERIA, [row], str)
    read = read_points_file(again, "sua.xlsx", ROUND)
    assert [one.found for one in read.faults] == [one.found for one in points.faults]
    assert [one.place.criterion for one in read.faults] == [one.place.criterion for one in points.faults]
    book = load_workbook(io.BytesIO(again))
    assert "above the maximum" in book.worksheets[0]["D4"].comment.text
    assert [row[0].value for row in book.worksheets[1].iter_rows(min_row=4)] == ["C2", "D2"]
