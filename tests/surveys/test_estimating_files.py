"""Estimates from files of answers: the same figures from every kind of file, faults all at once, domains by digits."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook

from cchc.config.cli import main
from cchc.core.words.messages import Faults
from cchc.surveys.exchange.answers_file import MOST_SMALL
from cchc.surveys.exchange.design_file import read_design_file
from cchc.surveys.exchange.estimating import estimate_of_file

DESIGN = """
[design]
code = "hai-long"
title = "Điều tra hài lòng"

[[group]]
code = "nguoi_dan"
name = "Người dân"
count = 200

[estimate]
stratum = "Vùng"
primary_unit = "Thôn"
weight = "Trọng số"
unit = "Xã"
units = ["Xã Ấm", "Xã Đá"]
items = ["c1", "c2"]
missing = ["9"]
minimum_n = 5

[[factor]]
code = "tiep_can"
name = "Tiếp cận dịch vụ"
items = ["c1", "c2"]

[[population]]
stratum = "Núi"
size = 40

[[population]]
stratum = "Biển"
size = 30
"""
MARGINS = """
[[margin]]
column = "Giới tính"
totals = { "Nam" = 900, "Nữ" = 1100 }

[[margin]]
column = "Tuổi"
totals = { "18–49" = 1200, "50+" = 800 }
"""
HEADINGS = ("Số phiếu", "Vùng", "Thôn", "Xã", "Trọng số", "Giới tính", "Tuổi", "c1", "c2")


def drawn_rows(persons: int = 160) -> list[list[str]]:
    chance = random.Random(5)
    rows = []
    for number in range(persons):
        stratum = chance.choice(["Núi", "Biển"])
        answers = [chance.choice(["", "9", "1", "2", "3", "4", "4", "5"]) for _item in range(2)]
        who = [f"{stratum} {chance.randint(1, 5)}", chance.choice(["Xã Ấm", "Xã Đá"])]
        beside = [chance.choice(["1", "2.5"]), chance.choice(["Nam", "Nữ"]), chance.choice(["18–49", "50+"])]
        rows.append([str(number), stratum, *who, *beside, *answers])
    return rows


def as_csv(folder: Path, rows: list[list[str]], name: str = "phieu.csv", headings=HEADINGS) -> Path:
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(headings)
        writer.writerows(rows)
    return path


def as_xlsx(folder: Path, rows: list[list[str]]) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append(list(HEADINGS))
    for row in rows:
        numbers = [float(text) if at in (4, 7, 8) and text else text or None for at, text in enumerate(row)]
        sheet.append(numbers)
    book.save(folder / "phieu.xlsx")
    return folder / "phieu.xlsx"


def as_parquet(folder: Path, rows: list[list[str]], change: str = "") -> Path:
    text, path = as_csv(folder, rows, "nguon.csv"), folder / "phieu.parquet"
    numbers = (
        'CAST(c1 AS DOUBLE) AS c1, CAST(c2 AS TINYINT) AS c2, CAST("Trọng số" AS DECIMAL(9,3)) AS "Trọng số"'
    )
    duckdb.execute(
        f"COPY (SELECT * REPLACE ({change or numbers}) FROM read_csv('{text}', all_varchar = true)) TO '{path}'"
    )
    return path


def plan_of(text: str = DESIGN):
    return read_design_file(text.encode(), "thiet-ke.toml").design.estimation


def found_in(path: Path, text: str = DESIGN, by: str = "", where=()):
    found = estimate_of_file(path, plan_of(text), "thiet-ke.toml", by, where)
    return {(one.asked.code, one.of): one.estimated for one in found.figures}


def faults_of(path: Path, text: str = DESIGN) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(Faults) as refused:
        estimate_of_file(path, plan_of(text), "thiet-ke.toml", "unit")
    return [(one.found, one.place.row, one.place.column) for one in refused.value.faults]


@pytest.mark.parametrize("design", [DESIGN, DESIGN + MARGINS])
def test_a_workbook_a_text_table_and_parquet_give_the_same_digits(tmp_path, design):
    rows = drawn_rows()
    of_text = found_in(as_csv(tmp_path, rows), design, "unit")
    assert {of for _code, of in of_text} == {"Xã Ấm", "Xã Đá"}
    assert found_in(as_xlsx(tmp_path, rows), design, "unit") == of_text
    assert found_in(as_parquet(tmp_path, rows), design, "unit") == of_text


def test_where_and_by_agree_to_the_last_digit(tmp_path):
    path = as_csv(tmp_path, drawn_rows())
    for heading, value in (("Xã", "Xã Đá"), ("Giới tính", "Nữ"), ("Tuổi", "50+")):
        by = found_in(path, by=heading)
        alone = found_in(path, where=[(heading, (value,))])
        for code in ("c1", "c2", "tiep_can"):
            assert alone[code, ""]._replace(domain=()) == by[code, value]._replace(domain=())


def test_a_sampled_unit_in_which_nobody_answered_changes_the_error_and_not_the_rate(tmp_path):
    path = as_csv(tmp_path, drawn_rows())
    silent = '\n[[silent]]\nstratum = "Núi"\nprimary_unit = "Núi 9"\n'
    with_it, without = found_in(path, DESIGN + silent), found_in(path)
    assert with_it["c1", ""].value == without["c1", ""].value
    assert with_it["c1", ""].se != without["c1", ""].se


def test_every_wrong_value_is_named_at_once_with_its_first_row(tmp_path):
    rows = drawn_rows()
    rows[3][1] = "Đồng bằng"
    rows[4][3] = "Xã Lạ"
    rows[5][4] = "-1"
    rows[6][4] = "1,5,0"
    rows[7][7] = rows[9][7] = "6"
    rows[8][8] = "<script>"
    rows[10][2] = ""
    told = [
        ("-1", 7, "E"), ("1,5,0", 8, "E"), ("Đồng bằng", 5, "B"), ("–", 12, "C"), ("Xã Lạ", 6, "D"),
        ("6", 9, "H"), ("<script>", 10, "I"),
    ]  # fmt: skip
    assert faults_of(as_csv(tmp_path, rows)) == told
    text = '"Trọng số" AS "Trọng số"'
    in_parquet = faults_of(as_parquet(tmp_path, rows, text))
    assert in_parquet == [(value, row - 1, None) for value, row, _column in told]


def test_missing_and_doubled_headings_are_named_together(tmp_path):
    headings = ["Số phiếu", "Vùng", "Vùng", "Xã", "Trọng số", "Giới tính", "Tuổi", "C1", "c2"]
    assert faults_of(as_csv(tmp_path, drawn_rows(), headings=headings)) == [
        ("Thôn", 1, None),
        ("c1", 1, None),
        ("Vùng", 1, None),
    ]


def test_columns_that_are_shifted_by_one_are_all_named(tmp_path):
    rows = [[*row[:4], "", *row[4:-1]] for row in drawn_rows(6)]
    columns = {column for _value, _row, column in faults_of(as_csv(tmp_path, rows))}
    assert columns >= {"E", "H"}


def test_more_drawn_than_there_is_and_a_category_without_anybody_are_faults_of_the_design(tmp_path):
    text = (
        (DESIGN + MARGINS).replace("size = 40", "size = 3").replace('"50+" = 800', '"50+" = 700, "70+" = 100')
    )
    path = as_csv(tmp_path, drawn_rows())
    assert [found for found, _row, _column in faults_of(path, text)] == ["Núi: 3", "Tuổi: 70+"]


def test_a_long_text_table_is_read_by_duckdb_with_the_same_digits(tmp_path):
    rows = drawn_rows()
    short = found_in(as_csv(tmp_path, rows), by="unit")
    long = [[*row, "ý kiến " * 4000] for row in rows]
    path = as_csv(tmp_path, long, "dai.csv", [*HEADINGS, "Ý kiến"])
    assert path.stat().st_size > MOST_SMALL
    assert found_in(path, by="unit") == short


@pytest.mark.parametrize(
    "content", [b"", b"PAR1", b"PAR1" + b"\x00" * 5000 + b"PAR1", b"PK\x03\x04 no parquet"]
)
def test_a_broken_parquet_file_is_refused_in_words(tmp_path, content):
    path = tmp_path / "hong.parquet"
    path.write_bytes(content)
    assert faults_of(path) == [("hong.parquet", None, None)]


def test_a_name_that_means_many_files_to_duckdb_opens_none_of_them(tmp_path):
    as_parquet(tmp_path, drawn_rows())
    path = tmp_path / "*.parquet"
    path.write_bytes(b"")
    assert faults_of(path) == [("*.parquet", None, None)]


def test_the_command_prints_a_table_and_the_same_as_json(tmp_path, capsys):
    design = tmp_path / "thiet-ke.toml"
    design.write_text(DESIGN, "utf-8")
    path = as_csv(tmp_path, drawn_rows())
    assert main(["survey", "estimate", str(path), "--design", str(design), "--by", "unit"]) == 0
    table = capsys.readouterr().out.splitlines()
    assert main(["survey", "estimate", str(path), "--design", str(design), "--by", "unit", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [(one["code"], one["of"]) for one in data["figures"]] == list(found_in(path, by="unit"))
    first = data["figures"][0]
    assert f"{first['rate'] * 100:.2f}".replace(".", ",") in table[1]
    assert data["counts_sha256"] in table[-1]


def test_the_command_ends_with_one_and_every_fault_where_answers_are_wrong(tmp_path, capsys):
    design = tmp_path / "thiet-ke.toml"
    design.write_text(DESIGN, "utf-8")
    rows = drawn_rows()
    rows[0][7] = rows[0][8] = "8"
    path = as_csv(tmp_path, rows)
    assert main(["survey", "estimate", str(path), "--design", str(design), "--json"]) == 1
    assert [one["found"] for one in json.loads(capsys.readouterr().out)["faults"]] == ["8", "8"]


def test_figures_of_too_few_answers_are_told_as_such(tmp_path, capsys):
    design = tmp_path / "thiet-ke.toml"
    design.write_text(DESIGN.replace("minimum_n = 5", "minimum_n = 1000"), "utf-8")
    path = as_csv(tmp_path, drawn_rows())
    assert main(["survey", "estimate", str(path), "--design", str(design), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert {(one["printed"], one["rate"], one["low"]) for one in figures} == {(False, None, None)}


@pytest.mark.parametrize("more", [[], ["--by", "unit"], ["--by", "Giới tính", "--where", "Xã=Xã Nà Đá"]])
def test_the_example_runs(capsys, more):
    folder = Path(__file__).parents[2] / "examples" / "dieu-tra-2026"
    command = [
        "survey",
        "estimate",
        str(folder / "phieu.csv"),
        "--design",
        str(folder / "thiet-ke.toml"),
        *more,
    ]
    assert main(command) == 0
    assert "Kết quả giải quyết" in capsys.readouterr().out


def with_weights(rows: list[list[str]], *weights: str) -> list[list[str]]:
    """The rows with these weights in turn."""
    return [[*row[:4], weights[at % len(weights)], *row[5:]] for at, row in enumerate(rows)]


@pytest.mark.parametrize("persons", [160, 90_000])
def test_weights_with_the_comma_of_a_vietnamese_excel_give_the_digits_of_those_with_a_point(
    tmp_path, persons
):
    rows = drawn_rows(persons)
    path = tmp_path / "phieu.csv"
    lines = [HEADINGS, *with_weights(rows, "1,25", "12,250", "3")]
    path.write_text("\n".join(";".join(one) for one in lines), encoding="utf-8-sig")
    assert (path.stat().st_size > MOST_SMALL) is (persons > 160)
    whole = DESIGN.replace("size = 40", "size = 40000").replace("size = 30", "size = 40000")
    with_points = as_csv(tmp_path, with_weights(rows, "1.25", "12.25", "3"), "diem.csv")
    assert found_in(path, whole) == found_in(with_points, whole)


def test_a_weight_that_may_be_two_numbers_is_named_with_both(tmp_path):
    path = as_csv(tmp_path, with_weights(drawn_rows(), "1,250", "2"))
    with pytest.raises(Faults) as refused:
        estimate_of_file(path, plan_of(), "thiet-ke.toml")
    (fault,) = refused.value.faults
    assert (fault.found, fault.place.row) == ("1,250", 2)
    assert "1.250 or 1250" in str(fault.expected)
    mixed = as_csv(tmp_path, with_weights(drawn_rows(), "1,25", "2.500", "2.5"))
    assert faults_of(mixed) == [("2.500", 3, "E")]


AMOUNTS = """
[[mean]]
code = "diem"
name = "Điểm trung bình"
item = "c1"
points = { "1" = 0, "2" = 20, "3" = 60, "4" = 80, "5" = 100 }

[[mean]]
code = "tuoi"
name = "Số lần đi lại"
item = "c3"

[[ratio]]
code = "lan_moi_ho_so"
name = "Số lần đi lại mỗi hồ sơ"
above = "c3"
below = "c4"

[[total]]
code = "tong"
name = "Tổng số lần đi lại"
item = "c3"
"""


def with_amounts(folder: Path) -> Path:
    chance = random.Random(3)
    rows = [[*row, str(chance.randint(0, 9)), str(chance.randint(1, 4))] for row in drawn_rows()]
    return as_csv(folder, rows, "so-lieu.csv", (*HEADINGS, "c3", "c4"))


def test_means_ratios_and_totals_are_estimated_as_the_design_asks(tmp_path):
    path = with_amounts(tmp_path)
    found = found_in(path, DESIGN + AMOUNTS)
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    weights = [float(row["Trọng số"]) for row in rows]
    total = sum(weight * int(row["c3"]) for weight, row in zip(weights, rows, strict=True))
    below = sum(weight * int(row["c4"]) for weight, row in zip(weights, rows, strict=True))
    points = {"1": 0, "2": 20, "3": 60, "4": 80, "5": 100}
    valid = [
        (weight, points[row["c1"]]) for weight, row in zip(weights, rows, strict=True) if row["c1"] in points
    ]
    assert found["tong", ""].value == pytest.approx(total, rel=1e-12)
    assert found["tuoi", ""].value == pytest.approx(total / sum(weights), rel=1e-12)
    assert found["lan_moi_ho_so", ""].value == pytest.approx(total / below, rel=1e-12)
    mean = sum(weight * point for weight, point in valid) / sum(weight for weight, _point in valid)
    assert found["diem", ""].value == pytest.approx(mean, rel=1e-12)
    assert found["c1", ""] == found_in(path)["c1", ""]


def test_the_command_prints_means_and_totals_as_numbers_and_names_them_in_json(tmp_path, capsys):
    design, path = tmp_path / "thiet-ke.toml", with_amounts(tmp_path)
    design.write_text(DESIGN + AMOUNTS, "utf-8")
    assert main(["survey", "estimate", str(path), "--design", str(design), "--json"]) == 0
    figures = {one["code"]: one for one in json.loads(capsys.readouterr().out)["figures"]}
    assert {code: one["kind"] for code, one in figures.items() if code not in ("c1", "c2")} == {
        "tiep_can": "share", "diem": "mean", "tuoi": "mean", "lan_moi_ho_so": "ratio", "tong": "total",
    }  # fmt: skip
    assert figures["tong"]["total"] > 1000
    assert main(["survey", "estimate", str(path), "--design", str(design)]) == 0
    line = next(
        line for line in capsys.readouterr().out.splitlines() if line.startswith("Tổng số lần đi lại")
    )
    assert f"{figures['tong']['total']:,.2f}".translate(str.maketrans(",.", ".,")) in line


def with_numbers(folder: Path, *numbers: str) -> Path:
    """Answers in whose column c3 these numbers stand in turn; c4 is 2 for each."""
    rows = [[*row, numbers[at % len(numbers)], "2"] for at, row in enumerate(drawn_rows(40))]
    return as_csv(folder, rows, f"{len(numbers)}-{numbers[0]}.csv", (*HEADINGS, "c3", "c4"))


def test_numbers_with_a_decimal_comma_give_the_digits_of_those_with_a_point(tmp_path):
    commas = found_in(with_numbers(tmp_path, "1,5", "-2,125", "1.250,5", "3", ""), DESIGN + AMOUNTS)
    points = found_in(with_numbers(tmp_path, "1.5", "-2.125", "1250.5", "3", ""), DESIGN + AMOUNTS)
    assert commas == points
    assert commas["tuoi", ""].n == 32


def test_a_number_that_may_be_two_is_named_with_both_and_words_are_no_numbers(tmp_path):
    path = with_numbers(tmp_path, "2,5", "1.500", "hai lần")
    with pytest.raises(Faults) as refused:
        estimate_of_file(path, plan_of(DESIGN + AMOUNTS), "thiet-ke.toml")
    told = [(one.found, one.place.row, str(one.expected).split(": ", 1)[1]) for one in refused.value.faults]
    assert told == [
        ("1.500", 3, "a number that can be read in one way: 1.500 or 1500"),
        ("hai lần", 4, "a number, or nothing"),
    ]


def test_a_figure_of_fewer_than_three_answers_is_asked_for_in_vain_and_codes_stand_once():
    text = DESIGN.replace("minimum_n = 5", "minimum_n = 2") + AMOUNTS.replace(
        'code = "tong"', 'code = "tiep_can"'
    )
    with pytest.raises(Faults) as refused:
        read_design_file(text.encode(), "thiet-ke.toml")
    assert [one.found for one in refused.value.faults] == ["minimum_n = 2", 'code = "tiep_can"']
