"""The print pack: every form bears its number, check digit and code; wordings are printed, never obeyed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pypdfium2
import pytest

from cchc.core.scoring.formulas.reading import parsed_formula
from cchc.core.surveys.codes import numbered_form, printed_code, respondent_code
from cchc.core.surveys.questionnaires.values import (
    ItemKind,
    Layout,
    Option,
    QuestionSection,
    QuestionSet,
    SurveyItem,
)
from cchc.fieldwork.exchange.pack import PaperPack, PrintedForm, pack_pdf
from cchc.fieldwork.exchange.setting import unpacked_font
from cchc.surveys.exchange.condition_words import asked_when

FONTS = Path(__file__).parents[2] / "node_modules/@fontsource/be-vietnam-pro/files"
LEVELS = tuple(
    Option(str(at), words) for at, words in enumerate(("Rất kém", "Kém", "Bình thường", "Tốt", "Rất tốt"), 1)
)
CHANNELS = (Option("loa", "Loa truyền thanh"), Option("web", "Mạng"), Option("khac", "Cách khác"))
ITEMS = (
    SurveyItem("q1", "a", "1", "Thái độ phục vụ của công chức", ItemKind.SCALE, LEVELS, "muc"),
    SurveyItem("q2", "a", "2", "Thời gian giải quyết", ItemKind.SCALE, LEVELS, "muc"),
    SurveyItem("q3", "b", "3", "Ông/bà biết qua đâu?", ItemKind.MULTIPLE, CHANNELS, most=2),
    SurveyItem("q4", "b", "4", "Cách nào?", ItemKind.TEXT, shown_when=parsed_formula("q3_khac")),
    SurveyItem(
        "q5", "b", "5", "Số lần đi lại", ItemKind.NUMBER, low=Fraction(0), high=Fraction(50), unit="lần"
    ),
)
QUESTIONS = QuestionSet(
    "sipas",
    "Phiếu hỏi sự hài lòng",
    ITEMS,
    (
        QuestionSection("a", "I", "Phục vụ", layout=Layout.MATRIX, scale="muc"),
        QuestionSection("b", "II", "Khác"),
    ),
)


def a_form(number: int, *units: str) -> PrintedForm:
    code = respondent_code(b"secret", 1, number)
    return PrintedForm(
        number, code, f"https://cchc.vn/tra-loi/{code}/", units or ("Xã Tân Lập",), "Người dân"
    )


def a_pack(forms: Sequence[PrintedForm], asked: QuestionSet = QUESTIONS) -> PaperPack:
    return PaperPack(
        "Đo lường sự hài lòng", 2026, 7, "Xã Tân Lập", "Bưu điện tỉnh", date(2026, 12, 15), "",
        {"Người dân": asked}, tuple(forms),
    )  # fmt: skip


def pages(pack: PaperPack) -> list[str]:
    """The texts of the pages, each on one line."""
    document = pypdfium2.PdfDocument(pack_pdf(pack, FONTS))
    try:
        return [" ".join(one.get_textpage().get_text_bounded().split()) for one in document]
    finally:
        document.close()


def test_every_page_of_a_form_bears_its_number_and_its_first_page_the_code():
    forms = [a_form(number) for number in (1, 2, 123)]
    read = pages(a_pack(forms))
    for one in forms:
        own = [text for text in read if f"Phiếu số {numbered_form(one.number)}" in text]
        assert [f"trang {at}/{len(own)}" in text for at, text in enumerate(own, 1)] == [True] * len(own)
        assert printed_code(one.code) in own[0]
        assert "Thái độ phục vụ của công chức" in own[0]


def test_sheets_and_forms_begin_on_front_pages_and_the_payment_list_names_no_form():
    forms = [a_form(number) for number in (21, 22)]
    read = pages(a_pack(forms))
    begins = [
        at
        for at, text in enumerate(read)
        if any(
            word in text for word in ("PHIẾU THEO DÕI LÔ", "SỔ THU PHIẾU", "DANH SÁCH KÝ NHẬN", "trang 1/")
        )
    ]
    assert [at % 2 for at in begins] == [0] * 5
    (batch, ledger, payments), numbers = (
        [read[at] for at in begins[:3]],
        [numbered_form(21), numbered_form(22)],
    )
    assert all(number in batch and number in ledger for number in numbers)
    assert not any(number in payments for number in numbers)


def test_what_a_wording_says_is_printed_and_never_obeyed():
    hostile = '#panic("x") $a$ *b* [c] \\ @d <e> #image("/etc/passwd")'
    asked = replace(QUESTIONS, items=(replace(ITEMS[0], text=hostile), *ITEMS[1:]))
    (form,) = [text for text in pages(a_pack([a_form(1, hostile)], asked)) if "trang 1/" in text]
    assert form.count('#panic("x") $a$ *b* [c] \\ @d <e>') == 2


@pytest.mark.parametrize("times", [1, 40])
def test_long_wordings_break_and_none_is_cut(times):
    items = tuple(
        replace(one, text=" ".join([one.text, *["rất dài"] * 12 * times, "hết câu"])) for one in ITEMS
    )
    whole = " ".join(pages(a_pack([a_form(1)], replace(QUESTIONS, items=items))))
    assert whole.count("hết câu") == len(ITEMS)
    assert whole.count("dài") == 12 * times * len(ITEMS)


def test_a_form_about_several_units_names_each_at_every_question():
    units = tuple(f"Sở thứ {at}" for at in range(1, 21))
    forms = [text for text in pages(a_pack([a_form(1, *units)])) if "Phiếu số" in text]
    assert [" ".join(forms).count(f"{unit} ") for unit in units[:9]] == [len(ITEMS)] * 9


def test_the_same_pack_is_the_same_bytes():
    pack = a_pack([a_form(1)])
    assert pack_pdf(pack, FONTS) == pack_pdf(pack, FONTS)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("q3_khac", "câu 3 có chọn ô 3 (Cách khác)"),
        ("q1 <= 2", "câu 1 mức không quá 2"),
        ("q5 >= 3 and not q3_loa", "câu 5 từ 3 trở lên và không phải (câu 3 có chọn ô 1 (Loa truyền thanh))"),
        ("q5 + q1 > 3", "tùy câu trả lời ở câu 1, 5"),
    ],
)
def test_conditions_are_said_by_the_numbers_that_are_printed(condition, said):
    assert asked_when(QUESTIONS, parsed_formula(condition)) == said


def test_what_is_no_font_is_refused():
    with pytest.raises(ValueError, match="no WOFF font"):
        unpacked_font(bytes(100))
