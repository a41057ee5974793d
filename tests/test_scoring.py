"""The front door for scripts: the command line gives the same, nothing heavy is started, what is asked for is found."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from cchc.config.cli import main
from cchc.core.scoring.index import NotScorable, UnitScores
from cchc.core.scoring.ledgers import NA
from cchc.core.words.messages import Faults
from cchc.core.words.numbers import plain
from cchc.scoring import YearMissing, read_points, read_set, score
from cchc.texts.speaking import speaking_in

EXAMPLES = Path(__file__).parents[1] / "examples"
HEAD = '[set]\nid = "thu"\ntitle = "Bộ thử"\nversion = "1"\nunit_kind = "department"\n'
LEAVES = """
[[node]]
number = "1"
name = "Kế hoạch"
maximum = "3"
inputs = ["done: count | Số xong", "total: count, from 1 | Tổng số"]
rule = "ratio done / total"
[[node]]
number = "2"
name = "Báo cáo"
maximum = "7"
"""
DATED = """
[[node]]
number = "1"
name = "Kế hoạch"
maximum = "1"
inputs = ["issued: date | Ngày ký"]
rule = "tiers late(issued, 15/01) { <= 0 = full, > 0 = zero }"
"""


@pytest.fixture
def criteria(tmp_path: Path) -> Path:
    return written(tmp_path / "set.toml", HEAD + LEAVES)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("example", ["quang-binh-2023", "vpubnd-2023"])
def test_the_command_line_prints_what_the_front_door_gives(
    example: str, capsys: pytest.CaptureFixture[str]
) -> None:
    files = (EXAMPLES / example / "set.toml", EXAMPLES / example / "points.csv")
    assert main(["score", *map(str, files), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)["units"]
    rows = list(score(*files).rows())
    assert [(row.unit, row.group, row.rank, plain(row.points)) for row in rows] == [
        (unit["unit"], unit["group"], unit["rank"], unit["points"]) for unit in printed
    ]
    assert [row.printed for row in rows] == [Fraction(unit["index"]) for unit in printed]


def test_the_front_door_starts_no_django_and_opens_no_workbook_library() -> None:
    asked = (
        "import sys, cchc.scoring; print(*sorted({'django', 'openpyxl', 'cchc.cycles'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == ""


def test_files_and_what_was_read_of_them_rank_alike(criteria: Path, tmp_path: Path) -> None:
    points = written(tmp_path / "points.csv", "unit,1:done,1:total,2\nSở A,1,3,7\nSở B,3,3,6\n")
    read = read_set(criteria)
    by_path, by_value = score(criteria, points), score(read, read_points(read, points))
    assert list(by_path.rows()) == list(by_value.rows())
    assert [(row.rank, row.unit, row.points) for row in by_path.rows()] == [
        (1, "Sở B", Fraction(9)),
        (2, "Sở A", Fraction(8)),
    ]


def test_what_is_pending_has_no_index_unless_it_is_asked_for_provisionally(criteria: Path) -> None:
    units = [UnitScores("Sở A", {"1": {"done": Fraction(1), "total": Fraction(3)}})]
    (row,) = score(criteria, units).rows()
    assert (row.index, row.printed, row.rank, row.pending) == (None, None, None, 7)
    (row,) = score(criteria, units, provisional=True).rows()
    assert (row.index, row.printed, row.rank) == (Fraction(100, 3), Fraction("33.33"), 1)


def test_a_leaf_is_explained_by_the_name_or_the_code_of_its_unit(criteria: Path) -> None:
    units = [UnitScores("Sở Nội vụ", {"1": {"done": Fraction(1), "total": Fraction(3)}, "2": NA}, "SNV")]
    ranking = score(criteria, units)
    leaf = ranking.explain("SNV", "1")
    assert leaf == ranking.explain("sở nội vụ", "1")
    assert (leaf.unit, leaf.value.state, leaf.value.points) == ("Sở Nội vụ", "computed", 1)
    assert leaf.text("en").splitlines()[-2:] == [
        "1 of 3 points",
        "Lost 2: 1/3 xong, 33.3 %",
    ]
    assert leaf.text("vi").splitlines()[-2:] == [
        "1 trên 3 điểm",
        "Mất 2: 1/3 xong, 33,3 %",
    ]
    assert ranking.explain("SNV", "2").value.state == "not_applicable"


def test_an_explanation_speaks_vietnamese_unless_it_is_asked_for_another_language(criteria: Path) -> None:
    leaf = score(criteria, [UnitScores("Sở A", {})]).explain("Sở A", "2")
    assert leaf.text() == leaf.text("vi") == "2. Báo cáo\nchưa chấm"
    assert leaf.text("en") == "2. Báo cáo\nnot scored yet"
    with speaking_in("en"):
        assert leaf.text() == leaf.text("en")


def test_units_of_one_name_are_told_apart_by_group(criteria: Path) -> None:
    units = [UnitScores("Xã A", {"2": Fraction(points)}, group=f"Khối {points}") for points in (3, 5)]
    ranking = score(criteria, units)
    with pytest.raises(LookupError, match="2 units are called “Xã A”: name the group"):
        ranking.explain("Xã A", "2")
    assert ranking.explain("Xã A", "2", group="Khối 5").value.points == 5


@pytest.mark.parametrize(
    ("unit", "leaf", "said"),
    [("Sở Nội vu", "2", "no unit .* near it: Sở Nội vụ"), ("Sở Nội vụ", "2.", "no leaf .* near it: 2")],
)
def test_what_is_not_there_is_refused_with_what_is_near_it(
    criteria: Path, unit: str, leaf: str, said: str
) -> None:
    with pytest.raises(LookupError, match=said):
        score(criteria, [UnitScores("Sở Nội vụ", {})]).explain(unit, leaf)


def test_scores_that_a_rule_refuses_are_faults_of_their_cells_or_named_by_unit(
    criteria: Path, tmp_path: Path
) -> None:
    points = written(tmp_path / "points.csv", "unit,1:done,1:total,2\nSở A,1,3,7\nSở B,3,3,8\n")
    with pytest.raises(Faults) as of_file:
        score(criteria, points)
    assert [(fault.place.row, fault.place.column) for fault in of_file.value.faults] == [(3, "D")]
    with pytest.raises(NotScorable) as of_units:
        score(criteria, [UnitScores("Sở B", {"2": Fraction(8)})])
    assert [(fault.unit, fault.number) for fault in of_units.value.faults] == [(0, "2")]


def test_a_set_with_deadlines_needs_the_year_unless_it_is_for_one_year(tmp_path: Path) -> None:
    units = [UnitScores("Sở A", {})]
    any_year = written(tmp_path / "set.toml", HEAD + DATED)
    with pytest.raises(YearMissing):
        score(any_year, units)
    assert score(any_year, units, year=2026).year == 2026
    one_year = written(tmp_path / "one.toml", HEAD + 'first_year = "2025"\nlast_year = "2025"\n' + DATED)
    assert score(one_year, units).year == 2025
