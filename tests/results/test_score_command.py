"""`cchc score`: what officials' staff and scripts get from files alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cchc.config.cli import main
from tests.points_files import SET, csv, faults_of, scored, workbook

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCHC_LANGUAGE", "en")


@pytest.fixture
def criteria(tmp_path: Path) -> Path:
    path = tmp_path / "set.toml"
    path.write_text(SET.format(settings=""), encoding="utf-8")
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
    points = csv(tmp_path, 'unit;1.1;1.10;2\n"Sở\nA\x1b[2J";30;40;15\nSở B;30;40;x\x1b[2J\n')
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
