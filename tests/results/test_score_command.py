"""`cchc score`: what officials' staff and scripts get from files alone."""

import io
import json
import os
import subprocess
import sys
import unicodedata
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from cchc.config.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"

SET = """
[set]
id = "thu"
title = "Bộ tiêu chí thử"
version = "1"
unit_kind = "department"
{settings}
[[node]]
number = "1"
name = "Chỉ đạo, điều hành"
maximum = "70"
[[node]]
number = "1.1"
name = "Kế hoạch"
maximum = "30"
inputs = ["done: count | Số nhiệm vụ hoàn thành", "total: count, from 1 | Số nhiệm vụ trong kế hoạch"]
rule = "ratio done / total; zero below 50%"
[[node]]
number = "1.10"
name = "Báo cáo"
maximum = "40"
[[node]]
number = "2"
name = "Điều tra xã hội học"
maximum = "30"
part = "survey"
inputs = ["rate: percent | Tỷ lệ hài lòng"]
rule = "ratio rate"
"""


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCHC_LANGUAGE", "en")


@pytest.fixture
def criteria(tmp_path: Path) -> Path:
    path = tmp_path / "set.toml"
    path.write_text(SET.format(settings=""), encoding="utf-8")
    return path


def scored(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict]:
    code = main(["score", *map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def csv(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "points.csv"
    path.write_bytes(text.encode(encoding))
    return path


def workbook(tmp_path: Path, *rows: list, name: str = "points.xlsx") -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    path = tmp_path / name
    book.save(path)
    return path


def test_an_office_of_2023_by_its_eight_domains(capsys: pytest.CaptureFixture[str]) -> None:
    code, result = scored(capsys, EXAMPLES / "vpubnd-2023/set.toml", EXAMPLES / "vpubnd-2023/points.csv")
    (unit,) = result["units"]
    assert code == 0
    assert (unit["points"], unit["maximum"], unit["index"], unit["rank"]) == ("88.09", "100", "88.09", 1)
    assert [domain["loss"] for domain in unit["domains"]] == [
        "4.92", "0.89", "0", "0.53", "0.55", "0.26", "4.15", "0.61",
    ]  # fmt: skip
    assert {loss["code"] for loss in unit["losses"]} <= {"stated", "survey"}


def test_the_departments_of_a_province_keep_their_published_ranks(capsys: pytest.CaptureFixture[str]) -> None:
    code, result = scored(
        capsys, EXAMPLES / "quang-binh-2023/set.toml", EXAMPLES / "quang-binh-2023/points.csv"
    )
    assert code == 0
    assert [unit["rank"] for unit in result["units"]] == list(range(1, 22))
    assert (result["units"][0]["unit"], result["units"][20]["unit"]) == ("Sở Tài chính", "Sở Công Thương")
    (group,) = result["groups"]
    assert (group["units"], group["mean"], group["highest"], group["lowest"]) == (
        21,
        "91.65",
        "95.23",
        "88.30",
    )


def test_the_json_has_every_figure_as_a_string_and_null_for_what_does_not_exist(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    points = csv(tmp_path, "unit,1.1:done,1.1:total,1.10,2:rate\nSở A,2,3,40,90%\nSở B,1,1,,80\n")
    code, result = scored(capsys, criteria, points)
    assert code == 0
    assert result["set"] == "thu"
    first, second = result["units"]
    assert first == {
        "unit": "Sở A", "code": None, "group": None, "points": "87", "maximum": "100", "bonus": "0", "penalty": "0",
        "pending": "0", "index": "87.00", "rank": 1, "grade": None,
        "domains": [
            {"number": "1", "name": "Chỉ đạo, điều hành", "points": "60", "maximum": "70", "loss": "10",
             "pending": "0", "index": "85.71"},
            {"number": "2", "name": "Điều tra xã hội học", "points": "27", "maximum": "30", "loss": "3",
             "pending": "0", "index": "90.00"},
        ],
        "losses": [
            {"number": "1.1", "code": "ratio", "points": "10", "why": first["losses"][0]["why"]},
            {"number": "2", "code": "survey", "points": "3", "why": first["losses"][1]["why"]},
        ],
    }  # fmt: skip
    assert (second["index"], second["rank"], second["grade"], second["pending"]) == (None, None, None, "40")
    assert second["domains"][0]["index"] is None
    assert result["groups"] == [
        {"group": None, "units": 2, "mean": "87.00", "highest": "87.00", "lowest": "87.00"}
    ]


def test_what_does_not_terminate_prints_to_twelve_places_with_its_fraction(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    points = csv(tmp_path, "unit,1.1:done,1.1:total,1.10,2:rate\nSở A,4,7,40,100\n")
    _, result = scored(capsys, criteria, points)
    (unit,) = result["units"]
    assert (unit["points"], unit["exact"]) == ("87.142857142857", {"points": "610/7"})
    assert unit["domains"][0]["exact"] == {"points": "400/7", "loss": "90/7"}
    assert unit["losses"][0]["exact"] == {"points": "90/7"}


def test_provisional_ranks_over_what_is_scored_and_says_so(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    points = csv(tmp_path, "unit;1.1;1.10;2\nSở A;30;;15\nSở B;15;40;15\n")
    _, result = scored(capsys, criteria, points, "--provisional")
    assert [(one["unit"], one["index"], one["rank"], one["provisional"]) for one in result["units"]] == [
        ("Sở A", "75.00", 1, True),
        ("Sở B", "70.00", 2, False),
    ]


def test_not_applicable_leaves_numerator_and_denominator(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    points = csv(
        tmp_path,
        "đơn vị;khối;1.1:done;1.1:total;1.10;2\nBan A;k;KAD;;không áp dụng;15\nBan B;k;1;1;n/a;KAD\n",
    )
    _, result = scored(capsys, criteria, points)
    assert [(one["unit"], one["points"], one["maximum"], one["index"]) for one in result["units"]] == [
        ("Ban B", "30", "30", "100.00"),
        ("Ban A", "15", "30", "50.00"),
    ]


def test_a_year_without_a_survey_is_scored_only_where_the_set_allows_it(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    points = csv(tmp_path, "đơn vị;1.1;1.10;2\nBan A;30;32,62;KAD\nBan B;30;40;KAD\n")
    (fault,) = faults_of(capsys, criteria, points)
    assert (fault["row"], fault["column"]) == (2, "D")
    assert "survey" in fault["why"]
    criteria.write_text(SET.format(settings='survey_optional = "yes"'), encoding="utf-8")
    _, result = scored(capsys, criteria, points)
    assert [(one["unit"], one["maximum"], one["index"]) for one in result["units"]] == [
        ("Ban B", "70", "100.00"),
        ("Ban A", "70", "89.46"),
    ]


def test_units_stand_in_rank_order_within_groups_and_names_in_vietnamese_order(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    rows = "Xã Đông;xã;30;40;30\nXã Dương;xã;30;40;30\nSở A;sở;0;0;0\nXã An;xã;30;40;0\n"
    _, result = scored(capsys, criteria, csv(tmp_path, "Đơn vị;Khối;1.1;1.10;2\n" + rows))
    assert [(one["group"], one["unit"], one["rank"]) for one in result["units"]] == [
        ("xã", "Xã Dương", 1), ("xã", "Xã Đông", 1), ("xã", "Xã An", 3), ("sở", "Sở A", 1),
    ]  # fmt: skip


def faults_of(capsys: pytest.CaptureFixture[str], criteria: Path, points: Path, *more: str) -> list[dict]:
    code, result = scored(capsys, criteria, points, *more)
    assert code == 1
    assert set(result) == {"faults"}
    return result["faults"]


@pytest.mark.parametrize(
    ("heading", "row", "found", "word"),
    [
        ("unit,1.1", "Sở A,31", "31", "above the maximum"),
        ("unit,1.1", "Sở A,-1", "-1", "below the least"),
        ("unit,1.1", "Sở A,ba mươi", "ba mươi", "not a number"),
        ("unit,1.1", 'Sở A,"12,937"', "12,937", "12937"),
        ("unit,1.1", "Sở A,1.234", "1.234", "1234"),
        ("unit,2:rate", "Sở A,0.8", "0.8", "80"),
        ("unit,2:rate", "Sở A,120", "120", "above the most allowed"),
        ("unit,1.1:done", "Sở A,2.5", "2.5", "whole number"),
        ("unit,1.1:total", "Sở A,0", "0", "below the least"),
        ("unit,9.9", "Sở A,1", "9.9", "no criterion"),
        ("unit,1", "Sở A,1", "1", "lowest level"),
        ("unit,1.1:donee", "Sở A,1", "1.1:donee", "donee"),
        ("code,1.1", "a,1", "", "unit"),
        ("unit,1.1,1.1", "Sở A,1,1", "1.1", "twice"),
        ("unit,1.1,1.1:done", "Sở A,1,1", "1.1 = 1; 1.1:done = 1", "points and figures"),
        ("unit,1.1:done,1.1:total", "Sở A,KAD,3", "1.1:done = KAD; 1.1:total = 3", "not applicable"),
        ("unit,1.1", "Sở A,80%", "80%", "percentage"),
        ("unit,1.1", "Sở A,-", "-", "not a number"),
        ("đơn vị,UNIT,1.1", "Sở A,Sở A,1", "UNIT", "twice"),
        ("Bảng điểm", "Sở A", "Bảng điểm", "no heading"),
        ("stt,unit,1.1", "1,Sở A,1", "stt", "delete the column"),
    ],
)
def test_a_faulty_cell_is_named_with_what_was_found_and_why(
    capsys: pytest.CaptureFixture[str],
    criteria: Path,
    tmp_path: Path,
    heading: str,
    row: str,
    found: str,
    word: str,
) -> None:
    (fault,) = faults_of(capsys, criteria, csv(tmp_path, f"{heading}\n{row}\n"))
    assert fault["file"] == "points.csv"
    assert fault["found"] == found
    assert word in fault["why"]
    assert fault["expected"]


def test_the_decimal_sign_is_settled_by_the_file_or_by_the_flag(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    settled = csv(tmp_path, "unit;1.1;1.10;2\nSở A;12,937;0,5;1\n")
    assert scored(capsys, criteria, settled)[1]["units"][0]["points"] == "14.437"
    flagged = csv(tmp_path, "unit;1.1;1.10;2\nSở A;12,937;1;1\n")
    assert scored(capsys, criteria, flagged, "--decimal", ",")[1]["units"][0]["points"] == "14.937"
    (fault,) = faults_of(capsys, criteria, flagged, "--decimal", ".")
    assert fault["found"] == "12,937"


def test_a_unit_repeats_by_code_or_without_code_by_its_name_in_the_group(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    twice = csv(tmp_path, "unit;code;group;1.1\nSở A;;x;1\nSỞ A;;x;2\nSở A;;y;3\nSở B;b;x;1\nSở C;B;y;1\n")
    assert [(fault["row"], fault["column"]) for fault in faults_of(capsys, criteria, twice)] == [
        (3, "A"),
        (6, "B"),
    ]


def test_headings_that_excel_turned_name_the_criteria_they_may_mean(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    path = workbook(tmp_path, ["unit", 1.1, date(2026, 10, 1)], ["Sở A", 1, 1])
    number, turned_date = faults_of(capsys, criteria, path)
    assert (number["sheet"], number["row"], number["column"], number["found"]) == ("Sheet", 1, "B", "1.1")
    assert "1.1, 1.10" in number["expected"]
    assert "1.10" in turned_date["expected"]


def test_whole_numbers_as_headings_lose_nothing_and_are_taken(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    code, result = scored(
        capsys, criteria, workbook(tmp_path, ["unit", "1.1", "1.10", 2], ["Sở A", 30, 40, 15])
    )
    assert (code, result["units"][0]["points"]) == (0, "85")


def test_a_second_column_of_the_same_number_may_have_lost_its_zero(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    (fault,) = faults_of(capsys, criteria, csv(tmp_path, "unit;1.1;1.1\nSở A;1;1\n"))
    assert (fault["column"], "1.10" in fault["why"]) == ("C", True)


def test_headings_ignore_case_and_the_form_of_their_letters(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    heading = unicodedata.normalize("NFD", "KHỐI;2:Rate;Mã;1.1 : DONE;ĐƠN VỊ;1.1:Total;1.10")
    code, result = scored(capsys, criteria, csv(tmp_path, heading + "\nxã;50%;a;1;Xã A;1;40\n"))
    (unit,) = result["units"]
    assert (code, unit["unit"], unit["code"], unit["group"], unit["points"]) == (0, "Xã A", "a", "xã", "85")


def test_one_group_in_two_spellings_is_one_group(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    _, result = scored(capsys, criteria, csv(tmp_path, "unit;group;1.1\nA;Khối Xã;1\nB;khối  xã;2\n"))
    assert [(one["group"], one["units"]) for one in result["groups"]] == [("Khối Xã", 2)]


def test_names_codes_and_groups_that_are_no_texts_any_more_are_refused(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    rows = [
        ["Sở A", 1.1, "x", 1],
        ["Sở B", date(2026, 2, 1), "x", 1],
        ['="Sở"', "b", "=B2", 1],
        ["Sở C", 12, "x", 1],
    ]
    faults = faults_of(capsys, criteria, workbook(tmp_path, ["unit", "code", "group", "1.1"], *rows))
    assert [(fault["row"], fault["column"]) for fault in faults] == [(2, "B"), (3, "B"), (4, "A"), (4, "C")]


def test_dates_errors_and_percentages_in_number_cells_are_refused(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    book = Workbook()
    book.active.append(["unit", "1.1", "1.10", "2"])
    book.active.append(["Sở A", date(2026, 5, 12), "#N/A", 0.5])
    book.active["D2"].number_format = "0%"
    book.active["C2"].data_type = "e"
    path = tmp_path / "points.xlsx"
    book.save(path)
    faults = faults_of(capsys, criteria, path)
    assert [fault["column"] for fault in faults] == ["B", "C", "D"]
    assert "date" in faults[0]["why"]
    assert "#N/A" in faults[1]["why"]
    assert "percentage" in faults[2]["why"]


def test_a_percent_formatted_cell_is_its_percentage(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    book = Workbook()
    book.active.append(["unit", "1.1", "1.10", "2:rate"])
    book.active.append(["Sở A", 30, 40, 0.8])
    book.active["D2"].number_format = "0%"
    path = tmp_path / "points.xlsx"
    book.save(path)
    assert scored(capsys, criteria, path)[1]["units"][0]["points"] == "94"


def test_other_encodings_are_refused_by_name(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    text = "đơn vị;1.1\nSở A;1\n"
    (fault,) = faults_of(capsys, criteria, csv(tmp_path, text, "utf-16"))
    assert "UTF-16" in fault["found"] + fault["why"]
    assert scored(capsys, criteria, csv(tmp_path, text, "utf-8-sig"))[0] == 0


def test_a_zip_bomb_posing_as_a_workbook_is_refused(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 600_000_000)
    path = tmp_path / "points.xlsx"
    path.write_bytes(packed.getvalue())
    assert len(faults_of(capsys, criteria, path)) == 1


def test_a_file_of_a_hundred_thousand_rows_is_refused_with_the_limit(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    path = csv(tmp_path, "unit;1.1\n" + "".join(f"Đơn vị {at};1\n" for at in range(100_000)))
    (fault,) = faults_of(capsys, criteria, path)
    assert "20000" in fault["why"].replace(",", "").replace(".", "") + fault["expected"].replace(
        ",", ""
    ).replace(".", "")


def test_scores_that_a_rule_refuses_are_faults_of_their_cells(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    criteria = tmp_path / "set.toml"
    body = SET.format(settings="").replace(
        'rule = "ratio done / total; zero below 50%"', 'rule = "points done; cap full"'
    )
    body = body.replace(', "total: count, from 1 | Số nhiệm vụ trong kế hoạch"', "").replace(
        "points done; cap full", "points done * 2"
    )
    criteria.write_text(body.replace("done: count |", "done: count, to 15 |"), encoding="utf-8")
    assert main(["criteria", "check", str(criteria)]) == 0
    capsys.readouterr()
    _, result = scored(capsys, criteria, csv(tmp_path, "unit;1.1:done;1.10;2\nSở A;15;1;1\n"))
    assert result["units"][0]["points"] == "32"


def test_nothing_is_written_when_the_input_is_faulty_and_the_workbook_is_replaced_at_once_when_it_is_not(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out.xlsx"
    output.write_bytes(b"before")
    faulty = csv(tmp_path, "unit;1.1;1.10;2\nSở A;99;1;1\n")
    assert main(["score", str(criteria), str(faulty), "--output", str(output)]) == 1
    assert output.read_bytes() == b"before"
    good = csv(tmp_path, "unit;1.1:done;1.1:total;1.10;2:rate\nSở A;9;10;20;90\n")
    assert main(["score", str(criteria), str(good), "--output", str(output)]) == 0
    assert "Sở A" in capsys.readouterr().out
    book = load_workbook(output)
    assert book.sheetnames == ["Ranking", "Groups", "Domains", "Losses", "Derivations"]
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[3][:2] == (1, "Sở A")
    assert rows[3][4] == 74


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--nonsense"],
        ["set.toml"],
        ["set.toml", "points.csv", "--output", "x.docx"],
        ["a", "b", "--decimal", "x"],
    ],
)
def test_wrong_usage_exits_with_2(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["score", *arguments])
    assert exit_.value.code == 2


def test_a_set_with_deadlines_asks_for_the_year(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    criteria = tmp_path / "set.toml"
    body = SET.format(settings="").replace(
        'rule = "ratio rate"',
        'rule = "tiers late(sent, 10/01 next year) { <= 0 = full, > 0 = zero }; when none(sent): zero"',
    )
    criteria.write_text(
        body.replace("rate: percent | Tỷ lệ hài lòng", "sent: date | Ngày gửi báo cáo"), encoding="utf-8"
    )
    points = csv(
        tmp_path, "unit;1.1;1.10;2:sent\nSở A;30;40;10/01/2026\nSở B;30;40;11/01/2026\nSở C;30;40;Không\n"
    )
    with pytest.raises(SystemExit) as exit_:
        main(["score", str(criteria), str(points)])
    assert exit_.value.code == 2
    capsys.readouterr()
    _, result = scored(capsys, criteria, points, "--year", "2025")
    assert [(one["unit"], one["points"]) for one in result["units"]] == [
        ("Sở A", "100"),
        ("Sở B", "70"),
        ("Sở C", "70"),
    ]


def test_missing_files_are_faults_not_tracebacks(capsys: pytest.CaptureFixture[str], criteria: Path) -> None:
    (fault,) = faults_of(capsys, criteria, Path("nowhere.csv"))
    assert fault["file"] == "nowhere.csv"
    code, result = scored(capsys, Path("nowhere.toml"), Path("nowhere.csv"))
    assert (code, len(result["faults"])) == (1, 1)


def test_the_output_never_replaces_an_input(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    points = workbook(tmp_path, ["unit", "1.1", "1.10", "2"], ["Sở A", 30, 40, 15])
    before = points.read_bytes()
    assert main(["score", str(criteria), str(points), "--output", str(tmp_path / "." / "points.xlsx")]) == 2
    assert (points.read_bytes(), capsys.readouterr().out) == (before, "")


def test_a_place_that_cannot_be_written_is_wrong_usage_and_says_why(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    points = csv(tmp_path, "unit;1.1;1.10;2\nSở A;1;1;1\n")
    for output, reason in (
        (tmp_path / "none" / "x.xlsx", "no such folder"),
        (tmp_path / "x.xlsx", "is a folder"),
    ):
        (tmp_path / "x.xlsx").mkdir(exist_ok=True)
        assert main(["score", str(criteria), str(points), "--output", str(output)]) == 2
        answer = capsys.readouterr()
        assert (answer.out, reason in answer.err) == ("", True)


def test_one_mistake_in_nine_thousand_cells_prints_a_page_and_counts_the_rest(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    rows = "".join(f"Đơn vị {at};99,5;99,5;15\n" for at in range(150))
    points = csv(tmp_path, "unit;1.1;1.10;2\n" + rows)
    assert main(["score", str(criteria), str(points), "--json"]) == 1
    answer = capsys.readouterr()
    assert len(json.loads(answer.out)["faults"]) == 300
    assert len(answer.err.splitlines()) < 30
    assert "of the same kind: 295 more, in rows 4–151, columns B, C" in answer.err
    assert answer.err.endswith("Faults in all: 300\n")


def test_names_that_hold_control_signs_do_not_reach_the_terminal(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    points = csv(tmp_path, 'unit;1.1;1.10;2\n"Sở\nA\x1b[2J";30;40;15\nĐơn vị;30;40;x\x1b[2J\n')
    assert main(["score", str(criteria), str(points)]) == 1
    assert "\x1b" not in capsys.readouterr().err
    assert (
        main(["score", str(criteria), str(csv(tmp_path, points.read_text().replace(";x\x1b[2J", ";1")))]) == 0
    )
    assert "Sở A�[2J" in capsys.readouterr().out


def test_a_unit_to_which_nothing_applies_has_no_index_and_the_ranking_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    criteria = tmp_path / "set.toml"
    criteria.write_text(SET.format(settings='survey_optional = "yes"'), encoding="utf-8")
    points = csv(tmp_path, "unit;1.1;1.10;2\nSở A;KAD;KAD;KAD\n")
    (unit,) = scored(capsys, criteria, points)[1]["units"]
    assert (unit["maximum"], unit["index"], unit["rank"], unit["domains"][0]["index"]) == (
        "0",
        None,
        None,
        None,
    )
    assert main(["score", str(criteria), str(points)]) == 0
    assert "none of the criteria applies" in capsys.readouterr().out


@pytest.mark.parametrize("year", ["26", "2026.0", "nay"])
def test_a_year_has_four_digits(capsys: pytest.CaptureFixture[str], year: str) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["score", "set.toml", "points.csv", "--year", year])
    assert exit_.value.code == 2
    assert "four digits" in capsys.readouterr().err


def test_reading_a_table_needs_no_library_for_writing_workbooks() -> None:
    asked = "import sys; from cchc.config.cli import main; main(['score', *sys.argv[1:], '--json']); "
    asked += "print(*sorted({'django', 'openpyxl'} & set(sys.modules)), file=sys.stderr)"
    example = EXAMPLES / "vpubnd-2023"
    answer = subprocess.run(
        [sys.executable, "-c", asked, str(example / "set.toml"), str(example / "points.csv")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert answer.stderr.strip() == ""


def test_a_reader_that_leaves_or_a_closed_output_is_no_crash() -> None:
    example = EXAMPLES / "quang-binh-2023"
    arguments = [
        sys.executable,
        "-m",
        "cchc.config.cli",
        "score",
        example / "set.toml",
        example / "points.csv",
    ]
    with open("/dev/full", "w") as full:
        answer = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (answer.returncode, answer.stderr.count("\n")) == (2, 1)
    ascii_only = {
        **os.environ,
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "CCHC_LANGUAGE": "vi",
    }
    answer = subprocess.run(arguments, capture_output=True, env=ascii_only, check=False)
    assert (answer.returncode, "Sở Tài chính" in answer.stdout.decode()) == (0, True)


def test_a_mistake_in_every_cell_is_reported_for_every_cell(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    faults = faults_of(
        capsys, criteria, csv(tmp_path, "unit;1.1;1.10\n" + "".join(f"Xã {at};x;x\n" for at in range(40)))
    )
    assert len(faults) == 80
    assert [(fault["row"], fault["column"]) for fault in faults[:3]] == [(2, "B"), (2, "C"), (3, "B")]
    assert list(faults[0]) == ["file", "sheet", "row", "column", "line", "found", "expected", "why"]


def test_a_truth_value_is_no_number_even_beside_a_one(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    (fault,) = faults_of(capsys, criteria, workbook(tmp_path, ["unit", "1.1"], ["Sở A", 1], ["Sở B", True]))
    assert (fault["row"], fault["found"]) == (3, "TRUE")


def test_points_that_never_end_are_shown_to_four_places_and_kept_exact_in_json(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    points = csv(tmp_path, "unit,1.1:done,1.1:total,1.10,2:rate\nSở A,4,7,40,100\n")
    assert main(["score", str(criteria), str(points)]) == 0
    (row,) = [line for line in capsys.readouterr().out.splitlines() if "Sở A" in line]
    assert row.split() == ["1", "Sở", "A", "87.1429", "100", "87.14"]


def test_an_empty_bonus_cell_keeps_a_unit_unranked_and_the_table_says_what_to_do(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    bonus = '[[node]]\nnumber = "3"\nname = "Điểm thưởng"\nmaximum = "2"\npart = "bonus"\n'
    criteria.write_text(criteria.read_text(encoding="utf-8") + bonus, encoding="utf-8")
    points = csv(tmp_path, "unit;1.1;1.10;2;3\nSở A;30;40;30;\nSở B;30;40;20;0\n")
    assert main(["score", str(criteria), str(points)]) == 0
    assert "only bonus or penalty cells are still empty" in capsys.readouterr().out
    _, result = scored(capsys, criteria, points)
    assert [(one["unit"], one["index"], one["pending"]) for one in result["units"]] == [
        ("Sở B", "90.00", "0"),
        ("Sở A", None, "0"),
    ]
