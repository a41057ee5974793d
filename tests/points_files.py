"""Points files for a small set, and what `cchc score` answers to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from cchc.config.cli import main

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


def faults_of(capsys: pytest.CaptureFixture[str], criteria: Path, points: Path, *more: str) -> list[dict]:
    code, result = scored(capsys, criteria, points, *more)
    assert code == 1
    assert set(result) == {"faults"}
    return result["faults"]
