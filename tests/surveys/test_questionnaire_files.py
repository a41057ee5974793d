"""Files of questionnaires: what is written is read back as the same; what is wrong is told with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from cchc.config.cli import main
from cchc.core.surveys.questionnaires.content import canonical_text
from cchc.core.surveys.questionnaires.document import document_of
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.core.words.messages import Faults
from cchc.files.sheets import Sheet, SheetColumn
from cchc.files.workbooks import workbook_bytes
from cchc.surveys.exchange.questionnaire_file import QUESTIONNAIRE_FILE, read_questionnaire_file
from cchc.surveys.exchange.questionnaire_texts import write_questionnaire_toml
from cchc.surveys.exchange.questionnaire_workbook import write_questionnaire_workbook
from tests.core.questionnaires import made_up, small

FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
ROOT = Path(__file__).parents[2]
FAULTY = """
[questionnaire]
code = "Mẫu 1"
title = "Phiếu"

[[section]]
code = "a"
title = "A"

[[item]]
code = "q1"
text = "Đã đến?"
options = ["co | Có"]
shown_when = "q9 = 1"
hinh = "x"

[[nhom]]
code = "b"
"""


@FEW
@given(made_up())
def test_a_questionnaire_written_to_a_file_is_read_back_as_the_same(questions: QuestionSet) -> None:
    document, text = document_of(questions), canonical_text(questions)
    written = {
        "a.toml": write_questionnaire_toml(document).encode(),
        "a.xlsx": write_questionnaire_workbook(document),
    }
    assert {
        name: read_questionnaire_file(data, name).text for name, data in written.items()
    } == dict.fromkeys(written, text)


def test_the_workbook_says_no_word_of_code_but_codes_and_conditions() -> None:
    data = write_questionnaire_workbook(document_of(small()))
    assert data == write_questionnaire_workbook(document_of(small()))
    assert read_questionnaire_file(data, "mau.xlsx").items == 6


def test_a_file_tells_all_its_faults_at_once_each_with_its_line() -> None:
    with pytest.raises(Faults) as refused:
        read_questionnaire_file(FAULTY.encode(), "mau.toml")
    assert sorted((fault.place.line or 0, str(fault.why)[:45]) for fault in refused.value.faults) == [
        (3, '"Mẫu 1" is no code'),
        (13, "a choice has at least two options"),
        (14, 'there is no question with the code "q9"'),
        (15, '"hinh" has no meaning here'),
        (17, '"nhom" has no meaning in this file'),
    ]


def test_a_cell_that_the_spreadsheet_turned_into_something_else_is_told_with_its_place() -> None:
    sheets = [
        Sheet(
            "Thông tin",
            [SheetColumn("Mục"), SheetColumn("Nội dung")],
            [["Mã", "a"], ["Ten", "A"], ["Mã", "b"]],
        )
    ]
    sheets += [
        Sheet("Câu hỏi", [SheetColumn("Mã"), SheetColumn("Kieu"), SheetColumn("Mã")], [["q1", "x", None]]),
        *(
            Sheet(name, [SheetColumn("Mã")], [])
            for name in ("Phần", "Thang đo", "Nhân tố", "Đối tượng trả lời")
        ),
    ]
    with pytest.raises(Faults) as refused:
        read_questionnaire_file(workbook_bytes(sheets), "mau.xlsx")
    told = {
        (fault.place.sheet, fault.place.row, fault.place.column): str(fault.why)
        for fault in refused.value.faults
    }
    assert told[("Thông tin", 3, "A")] == '"Ten" says nothing here'
    assert told[("Thông tin", 4, "A")] == '"Mã" stands twice'
    assert told[("Câu hỏi", 1, "B")] == '"Kieu" says nothing here'
    assert told[("Câu hỏi", 1, "C")] == '"Mã" stands twice'


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"PK\x03\x04", b"[questionnaire\n", b"a = 1\n" * 9])
@pytest.mark.parametrize("name", ["a.toml", "a.xlsx", "a.csv", "a"])
def test_what_is_no_questionnaire_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(Faults):
        read_questionnaire_file(data, name)


def test_a_file_comes_in_by_its_door() -> None:
    read = QUESTIONNAIRE_FILE.read(write_questionnaire_workbook(document_of(small())), "mau.xlsx")
    assert read.text == canonical_text(small())


# --- the command line ---------------------------------------------------------------------------------------------


def test_the_verb_says_how_much_a_questionnaire_asks(capsys: pytest.CaptureFixture[str]) -> None:
    model = ROOT / "content" / "surveys" / "questionnaires" / "sipas.toml"
    assert main(["survey", "questionnaire", "check", str(model)]) == 0
    assert "83" in capsys.readouterr().out
    assert main(["survey", "questionnaire", "check", "--json", str(model)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["questionnaire"], len(told["factors"]["chung"]), told["faults"]) == ("sipas", 39, [])


def test_the_verb_says_every_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mau.toml"
    file.write_text(FAULTY, encoding="utf-8")
    assert main(["survey", "questionnaire", "check", "--json", str(file)]) == 1
    told = capsys.readouterr()
    assert [fault["line"] for fault in json.loads(told.out)["faults"]] == [3, 13, 14, 15, 17]
    assert "mau.toml" in told.err
