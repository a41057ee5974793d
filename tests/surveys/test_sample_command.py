"""`cchc survey sample`: design and frame in, sample out, without a database; every fault at once."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from cchc.config.cli import main
from cchc.files.tables import read_table
from cchc.texts.speaking import language

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "rut-mau-2026"
DESIGN, FRAME = EXAMPLE / "thiet-ke.toml", EXAMPLE / "dan-mau.csv"
TEMPLATE = ROOT / "content" / "surveys" / "designs" / "cchc-cap-xa.toml"


def run(*words: object) -> int:
    return main(["survey", "sample", *map(str, words)])


def sample_of(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, object]:
    assert run(*words, "--json") == 0
    return json.loads(capsys.readouterr().out)


def frame_of(tmp_path: Path, rows: list[list[str]], name: str = "dan-mau.csv") -> Path:
    path = tmp_path / name
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def test_the_example_is_drawn_and_said_in_vietnamese(capsys):
    keys = "\n".join(f"HS-{at:03}" for at in range(1, 201))
    assert run(DESIGN, FRAME) == 0
    assert language() == "vi"
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.splitlines() == [
        "Người dân, tổ chức đã giải quyết thủ tục hành chính: chọn 60, dự phòng 20",
        "Tổng cộng: 60 trong 200 dòng",
        "Mã rút: Kết quả quay số 15/11/2026",
        f"Mã băm của dàn mẫu: {sha256(keys.encode()).hexdigest()}",
    ]


def test_the_same_seed_draws_the_same_from_rows_in_any_order_and_another_seed_another(capsys, tmp_path):
    head, *rows = list(csv.reader(FRAME.read_text(encoding="utf-8").splitlines()))
    turned = frame_of(tmp_path, [head, *reversed(rows)])
    one, other = sample_of(capsys, DESIGN, FRAME), sample_of(capsys, DESIGN, turned)
    assert {key: one[key] for key in ("cases", "units", "population", "seed")} == {
        key: other[key] for key in ("cases", "units", "population", "seed")
    }
    assert one["frame"]["sha256"] == other["frame"]["sha256"]
    assert sample_of(capsys, DESIGN, FRAME, "--seed", "khác")["cases"] != one["cases"]


def test_seed_003_is_drawn_from_its_template_in_one_command(capsys, tmp_path):
    groups = ("dai_bieu_hdnd", "lanh_dao_ubnd", "lanh_dao_mttq", "lanh_dao_phong")
    rows = [["Mã", "Đơn vị", "Đối tượng"]]
    rows += [[f"{group}-{at}", "–", group] for group in groups for at in range(40)]
    rows += [[f"HS-{unit}-{at}", f"Xã {unit}", "nguoi_dan"] for unit in range(20) for at in range(95)]
    found = sample_of(capsys, TEMPLATE, frame_of(tmp_path, rows), "--seed", "15/12/2023")
    drawn = [case for case in found["cases"] if not case["reserve"]]
    assert len(drawn) == 1248
    assert {group: sum(case["group"] == group for case in drawn) for group in groups} == dict(
        zip(groups, (30, 3, 3, 12), strict=True)
    )
    people = [case for case in found["cases"] if case["group"] == "nguoi_dan"]
    assert {case["weight"] for case in people} == {"1.583333333333"}  # 95/60
    assert {(case["probability"], tuple(case["place"])[:1]) for case in people} == {
        ("12/19", (f"nguoi_dan · Xã {unit}",)) for unit in range(20)
    }
    assert len(people) == 20 * (60 + 30)


def test_a_workbook_holds_cases_reserve_population_and_how_they_were_drawn(capsys, tmp_path):
    out = tmp_path / "mau.xlsx"
    assert run(DESIGN, FRAME, "--out", out) == 0
    assert "mau.xlsx" in capsys.readouterr().out
    cases = read_table(out, sheet="Mẫu").rows
    assert len(cases) == 61
    heading = [str(value) for value in cases[0].values]
    assert heading[:4] == ["Số phiếu", "Đối tượng trả lời", "Đơn vị được đánh giá", "Mã"]
    assert heading[-6:] == ["Xác suất", "Trọng số", "Tầng", "Dự phòng thứ", "Thay cho", "Lý do thay"]
    assert len(read_table(out, sheet="Dự phòng").rows) == 21
    weights = [Fraction(str(row.at(heading.index("Trọng số")))) for row in cases[1:]]
    assert abs(sum(weights) - 200) < Fraction(1, 10**9)
    size = read_table(out, sheet="Tổng thể").rows[1].values
    assert (size[0], size[-1]) == ("nguoi_dan · Xã An Bình", "40")
    facts = dict(row.values[:2] for row in read_table(out, sheet="Cách rút mẫu").rows)
    assert facts["Mã rút"] == "Kết quả quay số 15/11/2026"


def test_quotas_that_contradict_each_other_are_named_with_their_lines_and_others_give_the_channels(
    capsys, tmp_path
):
    design = tmp_path / "thiet-ke.toml"
    text = DESIGN.read_text(encoding="utf-8") + 'channels = { "giấy" = "50 %", "mạng" = "50 %" }\n'
    quota = '[[quota]]\nunit = "Xã An Bình"\nchannel = "giấy"\ntarget = {}\n'
    design.write_text(text + quota.format(9), encoding="utf-8")
    cases = [case for case in sample_of(capsys, design, FRAME)["cases"] if not case["reserve"]]
    counted = Counter((case["unit"], case["channel"]) for case in cases)
    assert (counted["Xã An Bình", "giấy"], counted["Xã An Bình", "mạng"], counted["Xã Đông Hà", "mạng"]) == (
        9,
        3,
        6,
    )
    design.write_text(text + quota.format(13), encoding="utf-8")
    assert run(design, FRAME, "--json") == 1
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert (fault["file"], fault["unit"], fault["found"]) == ("thiet-ke.toml", "Xã An Bình", "13")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_text_that_looks_like_a_formula_is_not_run(ending, capsys, tmp_path):
    rows = [["Mã", "Đơn vị", "Ghi chú"]] + [
        [f"K{at}", f"Xã {at % 5}", '=HYPERLINK("http://a")'] for at in range(80)
    ]
    out = tmp_path / f"mau.{ending}"
    assert run(DESIGN, frame_of(tmp_path, rows), "--out", out) == 0
    if ending == "csv":
        assert all(";=" not in line for line in out.read_text(encoding="utf-8-sig").splitlines())
        assert "\"'=HYPERLINK" in out.read_text(encoding="utf-8-sig")
    else:
        row = read_table(out, sheet="Mẫu").rows[1].values
        assert '=HYPERLINK("http://a")' in row  # a text: the reader gives formulas as their values


def test_everything_that_is_wrong_in_design_seed_and_frame_is_said_at_once(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")  # names of files are not broken into lines
    design = tmp_path / "thiet-ke.toml"
    text = DESIGN.read_text(encoding="utf-8").replace('seed = "Kết quả quay số 15/11/2026"\n', "")
    design.write_text(text, encoding="utf-8")
    rows = [["Mã", "Đơn vị"], ["K1", "Xã A"], ["K1", "Xã A"], ["", "Xã A"], ["K4", ""]]
    assert run(design, frame_of(tmp_path, rows), "--json") == 1
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert [(fault["file"], fault["row"], fault["found"]) for fault in faults] == [
        ("thiet-ke.toml", None, ""), ("dan-mau.csv", 3, "K1"), ("dan-mau.csv", 4, ""), ("dan-mau.csv", 5, ""),
    ]  # fmt: skip
    design.write_text("[design]\n", encoding="utf-8")
    assert run(design, frame_of(tmp_path, [["Mã", "Mã"], ["1", "2"]])) == 1
    said = capsys.readouterr().err
    assert "thiet-ke.toml" in said
    assert "dan-mau.csv" in said


def test_an_area_is_replaced_on_the_command_line_and_its_weight_is_explained(capsys, tmp_path):
    design = tmp_path / "thiet-ke.toml"
    design.write_text(
        '[design]\ncode = "a"\ntitle = "A"\nseed = "1"\n[rated]\ncount = 1\n[[group]]\ncode = "g"\nname = "G"\n'
        '[[stage]]\nunit = "Xã"\ntake = 2\nreserve = 1\n[[stage]]\ntake = 3\nreserve = 1\n',
        encoding="utf-8",
    )
    frame = frame_of(tmp_path, [["Mã", "Xã"], *([f"{x}-{at}", f"Xã {x}"] for x in "ABCD" for at in range(9))])
    before = sample_of(capsys, design, frame)
    lost = before["units"][0]["path"][0]
    case = next(one["key"] for one in before["cases"] if one["path"] != [lost])
    words = ("--replace-unit", f"{lost}=Bão số 3", "--replace-case", f"g:{case}=Từ chối trả lời")
    after = sample_of(capsys, design, frame, *words)
    assert [(one["replaces"], one["reason"]) for one in after["units"] if one["replaces"]] == [
        (lost, "Bão số 3")
    ]
    assert [(one["replaces"], one["reason"]) for one in after["cases"] if one["replaces"]] == [
        (case, "Từ chối trả lời")
    ]
    assert run(design, frame, *words) == 0
    assert "theo xác suất của chính nó" in capsys.readouterr().out
    assert run(design, frame, "--replace-unit", "Xã Z=Bão") == 1


@pytest.mark.parametrize(
    "words", [("--stages", "0"), ("--replace-unit", "Xã A"), ("--out", "mau.docx"), ("--out", "mau.toml")]
)
def test_wrong_usage_exits_with_two(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        run(DESIGN, FRAME, *words)
    assert stopped.value.code == 2


def test_what_is_read_is_not_written_over(capsys, tmp_path):
    frame = tmp_path / "dan-mau.csv"
    shutil.copy(FRAME, frame)
    assert run(DESIGN, frame, "--out", frame) == 2
    assert frame.read_bytes() == FRAME.read_bytes()


def test_it_starts_without_django():
    program = (
        "import sys; from cchc.config.cli import main;"
        f"main(['survey', 'sample', {str(DESIGN)!r}, {str(FRAME)!r}]);"
        "sys.exit('django' in sys.modules or 'openpyxl' in sys.modules or 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


STAGED = """
[design]
code = "ba-giai-doan"
title = "Ba giai đoạn"
seed = "15/11/2026"

[rated]
count = 1

[[group]]
code = "dan"
name = "Người dân"

[[stage]]
unit = "Xã"
total = 3
method = "pps"
size = "Dân số"
reserve = 1

[[stage]]
take = 5
reserve = 2
"""


def test_a_list_of_areas_is_drawn_from_and_gone_on_with_once_its_rows_are_listed(capsys, tmp_path):
    design = tmp_path / "thiet-ke.toml"
    design.write_text(STAGED, encoding="utf-8")
    areas = frame_of(
        tmp_path,
        [["Mã", "Xã", "Dân số"], *([f"X{at}", f"Xã {at}", str(900 + 90 * at)] for at in range(10))],
        "xa.csv",
    )
    first = sample_of(capsys, design, areas, "--stages", 1)
    drawn = {one["path"][0]: Fraction(one["probability"]) for one in first["units"] if not one["reserve"]}
    rows = [[f"{name}-{at}", name] for name in drawn for at in range(20)]
    frame = frame_of(tmp_path, [["Mã", "Xã"], *rows], "ho.csv")
    found = sample_of(capsys, design, frame, "--areas", areas)
    cases = [one for one in found["cases"] if not one["reserve"]]
    assert Counter(one["path"][0] for one in cases) == dict.fromkeys(drawn, 5)
    assert {Fraction(one["probability"]) for one in cases} == {chance / 4 for chance in drawn.values()}
    assert [one["file"] for one in found["areas"]] == ["xa.csv"]
    assert run(design, areas, "--stages", 1, "--out", tmp_path / "dia-ban.csv") == 0
    listed = read_table(tmp_path / "dia-ban.csv")
    assert [row.at(2) for row in listed.rows[1:]] == [one["path"][0] for one in first["units"]]


def test_faults_of_design_lists_of_areas_and_frame_are_told_together(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")  # names of files stand in one line
    design = tmp_path / "thiet-ke.toml"
    design.write_text(STAGED, encoding="utf-8")
    areas = frame_of(tmp_path, [["Mã", "Xã"], ["X1", "Xã 1"]], "xa.csv")
    frame = frame_of(tmp_path, [["Mã"], ["1"]], "ho.csv")
    assert run(design, frame, "--areas", areas) == 1
    said = [line.split()[0] for line in capsys.readouterr().err.splitlines() if "cột" in line]
    assert said == ["xa.csv", "ho.csv"]
    assert run(design, frame, "--areas", areas, "--areas", areas) == 1
    assert "thiet-ke.toml" in capsys.readouterr().err
