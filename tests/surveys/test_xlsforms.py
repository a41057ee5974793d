"""XLSForms: what both formats can say goes both ways; what is lost is said, and without pyxform there is an advice."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest

from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSet
from cchc.core.words.messages import Faults
from cchc.files.sheets import Sheet, SheetColumn
from cchc.files.workbooks import workbook_bytes
from cchc.surveys.exchange import xlsform_in
from cchc.surveys.exchange.questionnaire_file import (
    QUESTIONNAIRE_FILE,
    QuestionnaireFile,
    read_questionnaire_file,
)
from cchc.surveys.exchange.xlsform_conditions import condition_from_xlsform
from cchc.surveys.exchange.xlsform_out import lost_in_xlsform, write_xlsform
from tests.core.questionnaires import small

HEADS = ("type", "name", "label", "required", "relevant", "constraint", "appearance")
CHOICES = (
    ("co_khong", "co", "Có"),
    ("co_khong", "khong", "Không"),
    ("muc", "1", "Kém"),
    ("muc", "2", "Tốt"),
)


def form(*rows: Sequence[str], choices: Sequence[Sequence[str]] = CHOICES) -> bytes:
    """An XLSForm of these rows."""
    heads = [SheetColumn(head) for head in HEADS]
    return workbook_bytes(
        [
            Sheet("survey", heads, [[*row, *[None] * (len(HEADS) - len(row))] for row in rows]),
            Sheet(
                "choices",
                [SheetColumn(head) for head in ("list_name", "name", "label")],
                [[*row] for row in choices],
            ),
            Sheet(
                "settings",
                [SheetColumn("form_title"), SheetColumn("form_id")],
                [["Phiếu một cửa", "mot_cua"]],
            ),
        ]
    )


def read(*rows: Sequence[str]) -> QuestionnaireFile:
    return read_questionnaire_file(form(*rows), "kobo.xlsx")


def test_what_both_can_say_is_read_back_from_the_form_that_we_write() -> None:
    ours = small()
    theirs = read_questionnaire_file(write_xlsform(ours), "kobo.xlsx")
    assert theirs.lost == ()

    def said(questions: QuestionSet) -> list[object]:
        return [
            (
                item.code,
                item.kind,
                item.required,
                item.low,
                item.high,
                str(item.shown_when),
                [one.text for one in item.options],
            )
            for item in questions.items
        ]

    assert said(theirs.questions) == said(ours)
    assert [section.title for section in theirs.questions.sections] == [
        "I. Thông tin chung",
        "II. Mức độ hài lòng",
    ]


def test_a_form_of_another_system_is_read_and_what_has_no_place_is_named_with_its_row() -> None:
    found = read(
        ("begin_group", "Chung", "Chung"),
        ("note", "chao", "Xin chào"),
        ("select_one co_khong", "Q-1", "Đã đến?", "yes"),
        ("integer", "tuoi", "Tuổi", "", "${Q-1} = 'co'", ". >= 18 and . <= 99"),
        ("geopoint", "vi_tri", "Vị trí"),
        ("text", "y_kien", "Ý kiến", "", "string-length(${Q-1}) > 2"),
        ("end_group",),
        ("begin_repeat", "lap", "Lặp"),
        ("text", "z", "Z"),
        ("end_repeat",),
        ("select_one muc", "cham", "Chấm", "", "", "", "likert"),
    )
    items = found.questions.items
    assert [(item.code, item.kind) for item in items] == [
        ("q_1", ItemKind.SINGLE),
        ("tuoi", ItemKind.NUMBER),
        ("y_kien", ItemKind.TEXT),
        ("cham", ItemKind.SCALE),
    ]
    assert (str(items[1].shown_when), str(items[1].low), str(items[1].high)) == ('q_1 = "co"', "18", "99")
    assert found.questions.sections[0].note == "Xin chào"
    assert [(one.place.row, str(one.what)[:20]) for one in found.lost] == [
        (6, '"vi_tri" is of the k'),
        (7, 'the condition of "y_'),
        (9, '"lap" repeats its qu'),
    ]


def test_a_form_that_breaks_the_rules_is_refused_with_the_row() -> None:
    with pytest.raises(Faults) as refused:
        read(("select_one khong_co", "q1", "A"))
    [fault] = refused.value.faults
    assert (fault.place.sheet, fault.place.row) == ("survey", 2)
    assert "the rules of XLSForm are not kept" in str(fault.why)


def test_a_form_is_read_in_the_enclosure() -> None:
    assert QUESTIONNAIRE_FILE.read(form(("text", "q1", "A")), "kobo.xlsx").items == 1


def test_without_the_package_a_form_is_refused_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyxform", None)
    monkeypatch.setattr(xlsform_in, "find_spec", lambda name: None)
    with pytest.raises(Faults) as refused:
        read(("text", "q1", "A"))
    assert "requirements/xlsform.txt" in str(refused.value.faults[0].why)


def test_what_a_form_cannot_keep_is_said() -> None:
    assert [str(one).split(",")[0].split(":")[0] for one in lost_in_xlsform(small())] == [
        "Which levels count as satisfied is not kept",
        "Factors are not kept",
        "Which criteria use the results is not kept.",
        "Who is asked and which units are rated is not kept.",
    ]


@pytest.mark.parametrize(
    ("expression", "condition"),
    [
        ("${a} = 'x'", 'a = "x"'),
        ("${a}>=3 and not(selected(${b},'loa'))", "a >= 3 and not ( b_loa)"),
        ("(${a} = 1) or ${b} != 'y'", '(a = 1) or b != "y"'),
        ("today() > ${a}", None),
        ("${c} = 1", None),
        ("${a} div 2 = 1", None),
    ],
)
def test_conditions_are_taken_as_far_as_both_say_them(expression: str, condition: str | None) -> None:
    said = condition_from_xlsform(expression, {"a": "a", "b": "b"})
    assert (said or "").replace(" ", "") == (condition or "").replace(" ", "")
