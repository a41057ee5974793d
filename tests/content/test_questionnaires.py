"""The models of questionnaires and the page on their format are true: every one of them reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cchc.core.scoring.checks.building import UNIT_KINDS
from cchc.core.surveys.questionnaires.document import SETTINGS, TABLES
from cchc.core.surveys.questionnaires.rows import MOST_ROWS
from cchc.core.surveys.questionnaires.values import ItemKind, Layout, QuestionSet
from cchc.surveys.exchange.questionnaire_file import questionnaire_at, read_questionnaire_file
from cchc.surveys.exchange.questionnaire_workbook import BOOK

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "questionnaire-format.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
MODELS = sorted((ROOT / "content" / "surveys" / "questionnaires").glob("*.toml"))
HEAD = '[questionnaire]\ncode = "vi_du"\ntitle = "Ví dụ"\n\n'


def model(name: str) -> QuestionSet:
    return questionnaire_at(ROOT / "content" / "surveys" / "questionnaires" / f"{name}.toml").questions


@pytest.mark.parametrize("block", BLOCKS)
def test_every_example_of_the_page_reads_without_fault(block: str) -> None:
    whole = block if "[questionnaire]" in block else HEAD + block
    assert read_questionnaire_file(whole.encode(), "page.toml").items > 0


def test_the_page_names_every_key_kind_and_limit() -> None:
    keys = {*SETTINGS, *(key for names in TABLES.values() for key in names), *ItemKind, *Layout, *UNIT_KINDS}
    assert sorted(key for key in keys if f"`{key}`" not in PAGE) == []
    limits = (
        "At most {item} questions, {section} sections, {scale} scales, {factor} factors and {group} groups"
    )
    assert limits.format(**MOST_ROWS) in PAGE


def test_the_page_names_every_sheet_heading_and_word_of_the_workbook() -> None:
    excel = PAGE.partition("## 8.")[2].partition("## 9.")[0]
    words = {
        *(BOOK.title, BOOK.label, BOOK.value),
        *BOOK.sheets.values(),
        *BOOK.headings.values(),
        *(one for words in BOOK.words.values() for one in words.values()),
    }
    assert sorted(word for word in words if word not in excel) == []


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_every_model_reads_without_fault_and_has_an_overall_factor_of_all_that_is_rated(path: Path) -> None:
    questions = questionnaire_at(path).questions
    rated = {item.code for item in questions.items if item.factors}
    assert set(questions.factor_by_code["chung"].items) == rated
    assert questions.groups
    assert questions.rated in ("commune", "department")


def test_codes_of_models_are_different() -> None:
    codes = [questionnaire_at(path).code for path in MODELS]
    assert len(codes) == len(set(codes)) == 9


def test_the_model_of_satisfaction_has_the_nine_factors_with_their_39_items_on_five_levels() -> None:
    questions = model("sipas")
    sizes = {factor.name.split()[0]: len(factor.items) for factor in questions.factors}
    assert sizes == {
        "I.A": 2, "I.B": 2, "I.C": 9, "I.D": 10, "II.A": 3, "II.B": 4, "II.C": 3, "II.D": 3, "II.E": 3,
        "I": 23, "II": 16, "Hài": 39,
    }  # fmt: skip
    rated = [questions.by_code[code] for code in questions.factor_by_code["chung"].items]
    assert [item.number for item in rated] == [f"9.{at}" for at in range(1, 40)]
    assert all([one.code for one in item.options if one.satisfied] == ["4", "5"] for item in rated)
    assert len([item for item in questions.items if item.code.startswith("q10_")]) == 10


def test_the_forms_of_raters_have_options_with_the_usual_points() -> None:
    for name in ("dai-bieu-hdnd-xa", "dai-bieu-hdnd-so", "lanh-dao-so-xa", "lanh-dao-xa-so", "cong-chuc-so"):
        for item in model(name).items:
            if item.factors:
                assert [str(one.points) for one in item.options] == ["100", "60", "20", "0", "None"]
                assert item.has_points
