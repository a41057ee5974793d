"""A points file is read whole, or every fault in it is named with its cell."""

import io
import unicodedata
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from cchc.config.cli import main
from tests.points_files import SET, csv, faults_of, scored, workbook


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCHC_LANGUAGE", "en")


@pytest.fixture
def criteria(tmp_path: Path) -> Path:
    path = tmp_path / "set.toml"
    path.write_text(SET.format(settings=""), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("heading", "row", "found", "word"),
    [
        ("unit,1.1", "Sở A,31", "31", "above the maximum"),
        ("unit,1.1", "Sở A,-1", "-1", "below the least"),
        ("unit,1.1", "Sở A,ba mươi", "ba mươi", "not a number"),
        ("unit,2:rate", "Sở A,0.8", "0.8", "80"),
        ("unit,2:rate", "Sở A,120", "120", "above the most allowed"),
        ("unit,1.1:done", "Sở A,2.5", "2.5", "whole number"),
        ("unit,1.1:total", "Sở A,0", "0", "below the least"),
        ("unit,9.9", "Sở A,1", "9.9", "no criterion"),
        ("unit,1", "Sở A,1", "1", "lowest level"),
        ("unit,1.1:donee", "Sở A,1", "1.1:donee", "donee"),
        ("code,1.1", "a,1", "", "unit"),
        ("unit,1.1,1.1", "Sở A,1,1", "1.1", "twice"),
        ("unit,1.1,1.1:done", "Sở A,1,1", "1.1 = 1; Số nhiệm vụ hoàn thành = 1", "points and figures"),
        (
            "unit,1.1:done,1.1:total",
            "Sở A,KAD,3",
            "Số nhiệm vụ hoàn thành = KAD; Số nhiệm vụ trong kế hoạch = 3",
            "not applicable",
        ),
        ("unit,1.1", "Sở A,80%", "80%", "percentage"),
        ("unit,1.1", "Sở A,-", "-", "not a number"),
        ("đơn vị,UNIT,1.1", "Sở A,Sở A,1", "UNIT", "twice"),
        ("Bảng điểm", "Sở A", "Bảng điểm", "no heading"),
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


@pytest.mark.parametrize("serial", ["STT", "TT", "Số thứ tự"])
def test_the_numbers_of_the_rows_are_no_criterion(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path, serial: str
) -> None:
    file = csv(tmp_path, f"{serial},unit,1.1,1.10,2\n1,Sở A,30,40,15\n2,Sở B,20,40,15\n")
    code, result = scored(capsys, criteria, file)
    assert (code, [unit["points"] for unit in result["units"]]) == (0, ["85", "75"])


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


def test_figures_that_contradict_each_other_are_faults_of_their_cells(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    criteria = tmp_path / "set.toml"
    rule = 'rule = "ratio done / total; zero below 50%"'
    criteria.write_text(
        SET.format(settings="").replace(rule, f'checks = ["done <= total"]\n{rule}'), encoding="utf-8"
    )
    faults = faults_of(
        capsys, criteria, csv(tmp_path, "unit,1.1:done,1.1:total,1.10\nSở A,51,51,40\nSở B,60,51,41\n")
    )
    assert [(fault["row"], fault["column"], fault["found"]) for fault in faults] == [
        (3, "B", "Số nhiệm vụ hoàn thành = 60; Số nhiệm vụ trong kế hoạch = 51"),
        (3, "D", "41"),
    ]
    assert faults[0]["why"].startswith("these figures contradict each other")


def test_a_mistake_in_every_cell_is_reported_for_every_cell(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    faults = faults_of(
        capsys, criteria, csv(tmp_path, "unit;1.1;1.10\n" + "".join(f"Xã {at};x;x\n" for at in range(40)))
    )
    assert len(faults) == 80
    assert [(fault["row"], fault["column"]) for fault in faults[:3]] == [(2, "B"), (2, "C"), (3, "B")]
    place = ["file", "sheet", "row", "column", "line", "unit", "criterion"]
    assert list(faults[0]) == [*place, "found", "expected", "why"]
    assert (faults[1]["unit"], faults[1]["criterion"]) == ("Xã 0", "1.10. Báo cáo")


def test_a_truth_value_is_no_number_even_beside_a_one(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    (fault,) = faults_of(capsys, criteria, workbook(tmp_path, ["unit", "1.1"], ["Sở A", 1], ["Sở B", True]))
    assert (fault["row"], fault["found"]) == (3, "TRUE")


def test_figures_that_are_not_all_there_are_said_beside_the_ranking(
    capsys: pytest.CaptureFixture[str], criteria: Path, tmp_path: Path
) -> None:
    code, result = scored(
        capsys, criteria, csv(tmp_path, "unit;1.1:done;1.10;2\nSở A;9;40;30\nSở B;;40;30\n")
    )
    (notice,) = result["notices"]
    assert (code, result["units"][0]["rank"]) == (0, None)
    assert (notice["row"], notice["unit"], notice["criterion"][:3]) == (2, "Sở A", "1.1")
    assert "Số nhiệm vụ trong kế hoạch" in notice["what"]
