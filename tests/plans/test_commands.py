"""`cchc plan read` prints what a plan says and what is wrong in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cchc.config.cli import main
from tests.reading.papers import table_rows, word_bytes
from tests.reading.test_prose import SURVEY

HEAD = ("Số: 15/KH-UBND", "Bình Sơn, ngày 02 tháng 01 năm 2026", "KẾ HOẠCH", "Cải cách hành chính năm 2026")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.docx"
    path.write_bytes(word_bytes(table_rows(), head=HEAD))
    return path


def read(capsys, *arguments: object) -> tuple[int, dict]:
    code = main(["plan", "read", *map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_plan_is_printed_as_data(plan: Path, capsys):
    code, data = read(capsys, plan)
    assert code == 0
    assert {name: data[name] for name in ("title", "kind", "number", "date", "issuer", "year")} == {
        "title": "Cải cách hành chính năm 2026",
        "kind": "KẾ HOẠCH",
        "number": "15/KH-UBND",
        "date": "2026-01-02",
        "issuer": None,
        "year": 2026,
    }
    first = data["sections"][0]["measures"][0]
    assert first == {
        "number": "1",
        "objective": "Bảo đảm tiến độ xây dựng văn bản quy phạm pháp luật",
        "task": "Rà soát các văn bản đã ban hành",
        "activity": "Lập danh mục văn bản hết hiệu lực",
        "output": "Báo cáo kết quả rà soát",
        "budget": None,
        "budget_dong": None,
        "budget_source": None,
        "lead": ["Sở Tư pháp"],
        "cooperating": ["Các sở, ban, ngành", "UBND cấp xã"],
        "lead_units": [],
        "cooperating_units": [],
        "deadline": {
            "text": "Quý II/2026",
            "kind": "fixed",
            "start": first["deadline"]["start"],
            "due": ["2026-06-30"],
            "continues": False,
        },
        "gap": None,
        "shortcomings": [],
        "confidence": "sure",
        "unsure": [],
        "set_aside": [],
        "source": first["source"],
    }
    assert data["head_doubts"] == []
    assert (first["source"]["table"], first["source"]["row"]) == (1, 3)


def test_a_clean_plan_has_no_findings(plan: Path, capsys):
    assert read(capsys, plan)[1]["findings"] == []


def test_agencies_become_units_of_a_table(plan: Path, tmp_path: Path, capsys):
    units = tmp_path / "don-vi.csv"
    units.write_text("Tên đơn vị,Loại,Có hiệu lực từ\nSở Tư pháp,Sở,01/01/2020\n", encoding="utf-8")
    _, data = read(capsys, plan, "--units", units)
    (match,) = data["sections"][0]["measures"][0]["lead_units"]
    assert (match["text"], match["units"], match["confidence"]) == ("Sở Tư pháp", ["Sở Tư pháp"], "sure")


def test_the_year_given_is_the_year_of_the_plan(plan: Path, capsys):
    assert read(capsys, plan, "--year", "2027")[1]["year"] == 2027


def test_quotas_are_printed_with_their_sum(tmp_path: Path, capsys):
    path = tmp_path / "dieu-tra.txt"
    path.write_text(SURVEY, encoding="utf-8")
    _, data = read(capsys, path)
    assert data["quota_total"] == 530
    assert [(one["group"], one["count"], one["per"]) for one in data["quotas"]] == [
        ("Đại biểu Hội đồng nhân dân tỉnh", 30, None),
        ("Người dân", 500, 50),
    ]


def test_findings_are_no_failure_and_an_unreadable_file_is(tmp_path: Path, capsys):
    body = tmp_path / "than.txt"
    body.write_text("KẾ HOẠCH\nCải cách hành chính năm 2026\nI. MỤC ĐÍCH\n", encoding="utf-8")
    code, data = read(capsys, body)
    assert (code, data["findings"][0]["code"], data["sections"]) == (0, "no_measures", [])
    broken = tmp_path / "hong.docx"
    broken.write_bytes(b"PK\x03\x04 broken")
    code, data = read(capsys, broken)
    assert (code, [fault["file"] for fault in data["faults"]]) == (1, ["hong.docx"])
    assert main(["plan", "read", str(tmp_path / "khong-co.pdf")]) == 1


def test_wrong_usage_exits_with_2(plan: Path):
    for arguments in (["plan", "read"], ["plan", "read", str(plan), "--year", "mười"]):
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert stop.value.code == 2


def test_without_json_the_plan_is_told_in_short(plan: Path, capsys):
    assert main(["plan", "read", str(plan)]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "KẾ HOẠCH 15/KH-UBND Cải cách hành chính năm 2026"
