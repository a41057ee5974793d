"""Criteria sets as files: TOML and Excel say the same, and every fault has its place."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cchc.config.cli import main
from cchc.core.scoring.criteria.document import document_of
from cchc.core.words.messages import Faults
from cchc.criteria.exchange.excel import write_workbook
from cchc.criteria.exchange.reading import read_set
from cchc.criteria.exchange.toml import write_toml

REPOSITORY = Path(__file__).parents[2]
FILES = sorted([*REPOSITORY.glob("content/criteria/*.toml"), *REPOSITORY.glob("examples/*/set.toml")])

SET = """# một bộ tiêu chí thử
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


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCHC_LANGUAGE", "en")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_set_goes_to_excel_and_back_without_loss(path: Path) -> None:
    criteria = read_set(path.read_bytes(), path.name)
    book = write_workbook(document_of(criteria))
    assert read_set(book, "set.xlsx") == criteria
    text = write_toml(document_of(read_set(book, "set.xlsx")))
    assert read_set(text.encode(), "set.toml") == criteria


def test_texts_keep_quotation_marks_and_line_breaks() -> None:
    text = SET.replace(
        "title = 'Bộ tiêu chí \"thử\"'", 'title = """Bộ "tiêu chí"\nkhông phải \'của ai\' \\\\ cả"""'
    )
    criteria = read_set(text.encode(), "set.toml")
    assert criteria.title == "Bộ \"tiêu chí\"\nkhông phải 'của ai' \\ cả"
    assert read_set(write_toml(document_of(criteria)).encode(), "set.toml") == criteria
    assert read_set(write_workbook(document_of(criteria)), "set.xlsx") == criteria


def faults_of(text: str | bytes, file: str = "set.toml") -> list[tuple[int | None, str]]:
    with pytest.raises(Faults) as caught:
        read_set(text.encode() if isinstance(text, str) else text, file)
    return [(fault.place.line, fault.why.text) for fault in caught.value.faults]


def line_of(text: str, start: str) -> int:
    return next(at for at, line in enumerate(text.splitlines(), start=1) if line.startswith(start))


def test_a_fault_stands_at_its_line() -> None:
    broken = SET.replace('-> 1.35"', '-> 1.34"').replace('total = "3"', 'total = "4"')
    assert [line for line, _ in faults_of(broken)] == [line_of(SET, "total"), line_of(SET, "examples")]


@pytest.mark.parametrize(
    ("old", "new", "start"),
    [
        ('total = "3"', "total = 3", "total"),
        ('version = "1"', "version = 1.0", "version"),
        ('name = "Báo cáo"', "name = []", 'name = "Báo cáo"'),
        ('name = "Báo cáo"', 'nam = "Báo cáo"', 'name = "Báo cáo"'),
        ("title = 'Bộ tiêu chí \"thử\"'", "title = ", "title"),
        ("# một bộ tiêu chí thử", "lạ = 1", "# một"),
        ("# một bộ tiêu chí thử", "note = 1", "# một"),
    ],
)
def test_numbers_without_quotation_marks_and_unknown_keys_are_refused_at_their_line(
    old: str, new: str, start: str
) -> None:
    assert line_of(SET, start) in [line for line, _ in faults_of(SET.replace(old, new))]


def test_a_number_without_quotation_marks_does_not_hide_the_other_faults() -> None:
    broken = SET.replace('total = "3"', "total = 3").replace("done / total;", "done / totl;")
    lines = [line for line, _ in faults_of(broken)]
    assert lines == [line_of(SET, "total"), line_of(SET, "rule")]


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('version = "1"', 'version = "1', "close the text"),
        ('version = "1"', 'version "1"', "key = "),
        ('version = "1"', 'version = "1"\nversion = "2"', "twice"),
        ("[[grade]]", "[set] # again", "twice"),
    ],
)
def test_what_is_no_toml_is_explained_at_its_line_in_our_words(old: str, new: str, word: str) -> None:
    ((line, why),) = faults_of(SET.replace(old, new, 1))
    start = new.splitlines()[-1]
    assert (line, word in why) == (line_of(SET.replace(old, new, 1), start), True)


def test_other_encodings_and_other_files_are_refused() -> None:
    assert len(faults_of(SET.encode("utf-16"))) == 1
    assert len(faults_of(b"x", "set.pdf")) == 1
    assert len(faults_of(b"not a zip", "set.xlsx")) == 1


def test_faults_of_a_workbook_stand_at_their_cells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "set.xlsx"
    path.write_bytes(write_workbook(document_of(read_set(SET.encode(), "set.toml"))))
    book = load_workbook(path)
    sheet = book["Tiêu chí"]
    sheet["D3"].value = "2"
    sheet["A4"].value = 1.2
    sheet["I3"].value = "ratio done / totl"
    book["Thông tin"]["A2"].value = "Mục lạ"
    book.save(path)
    assert main(["criteria", "check", str(path), "--json"]) == 1
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert {(fault["sheet"], fault["column"], fault["row"]) for fault in faults} == {
        ("Thông tin", "A", 2),
        ("Thông tin", None, 1),
        ("Tiêu chí", "A", 4),
        ("Tiêu chí", "D", 2),
        ("Tiêu chí", "G", 3),
        ("Tiêu chí", "I", 3),
    }


def test_the_check_says_what_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "set.toml"
    path.write_text(SET, encoding="utf-8")
    assert main(["criteria", "check", str(path)]) == 0
    assert "no fault" in capsys.readouterr().out
    path.write_text(SET.replace('maximum = "3"', 'maximum = "4"'), encoding="utf-8")
    assert main(["criteria", "check", str(path)]) == 1
    assert "add up to 3" in capsys.readouterr().err


def test_a_set_is_converted_by_the_ending_asked_for(tmp_path: Path) -> None:
    source, book, back = tmp_path / "a.toml", tmp_path / "b.xlsx", tmp_path / "c.toml"
    source.write_text(SET, encoding="utf-8")
    assert main(["criteria", "convert", str(source), "--output", str(book)]) == 0
    assert main(["criteria", "convert", str(book), "--output", str(back)]) == 0
    assert read_set(back.read_bytes(), "c.toml") == read_set(source.read_bytes(), "a.toml")


def test_no_verb_writes_over_what_it_reads(tmp_path: Path) -> None:
    book = tmp_path / "set.xlsx"
    book.write_bytes(write_workbook(document_of(read_set(SET.encode(), "set.toml"))))
    before = book.read_bytes()
    assert main(["criteria", "convert", str(book), "--output", str(book)]) == 2
    assert book.read_bytes() == before
