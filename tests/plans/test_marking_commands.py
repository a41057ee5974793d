"""`cchc plan mark` writes a plan anew with what is wrong in it in its margin."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from cchc.config.cli import main
from tests.files.remarked_files import kept
from tests.plans.test_red_pen_pages import HEAD
from tests.reading.papers import SIX, table_rows, word_bytes


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    rows = table_rows(SIX)
    rows[2][SIX.index("deadline")] = "Quý V/2026"
    path = tmp_path / "ke-hoach.docx"
    path.write_bytes(word_bytes(rows, head=HEAD))
    return path


def test_the_file_with_remarks_stands_beside_the_plan_which_stays(plan: Path, capsys) -> None:
    before = plan.read_bytes()
    assert main(["plan", "mark", str(plan)]) == 0
    made = plan.with_name("ke-hoach-but-do.docx")
    assert capsys.readouterr().out == f"Đã ghi 1 chú thích vào {made}\n"
    assert plan.read_bytes() == before
    kept(before, made.read_bytes())
    (comment,) = Document(str(made)).comments
    assert "Quý V/2026" in comment.text


def test_units_let_agencies_be_checked_and_a_text_becomes_a_list(plan: Path, tmp_path: Path, capsys) -> None:
    units = tmp_path / "don-vi.csv"
    units.write_text("Tên đơn vị,Loại,Có hiệu lực từ\nSở Tư pháp,Sở,01/01/2020\n", encoding="utf-8")
    output = tmp_path / "ra.docx"
    assert main(["plan", "mark", str(plan), "--units", str(units), "--output", str(output)]) == 0
    assert any("Văn phòng UBND tỉnh" in one.text for one in Document(str(output)).comments)
    text = tmp_path / "than.txt"
    text.write_text("KẾ HOẠCH\nCải cách hành chính năm 2026\nI. MỤC ĐÍCH\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["plan", "mark", str(text)]) == 0
    assert "thành danh sách" in capsys.readouterr().out
    assert len(Document(str(tmp_path / "than-but-do.docx")).tables) == 1


def test_an_output_of_another_kind_or_the_plan_itself_is_wrong_usage(plan: Path, capsys) -> None:
    assert main(["plan", "mark", str(plan), "--output", str(plan.with_suffix(".xlsx"))]) == 2
    assert "phải có đuôi .docx" in capsys.readouterr().err
    before = plan.read_bytes()
    assert main(["plan", "mark", str(plan), "--output", str(plan)]) == 2
    assert plan.read_bytes() == before


def test_a_file_that_cannot_be_read_is_told_with_its_part_and_nothing_is_written(
    tmp_path: Path, capsys
) -> None:
    broken = tmp_path / "hong.docx"
    broken.write_bytes(b"PK\x03\x04 broken")
    assert main(["plan", "mark", str(broken)]) == 1
    assert "hong.docx" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [broken]
