"""Questionnaires: every fault is told at once, a whole one is one text, conditions decide what is asked."""

from __future__ import annotations

import json
from itertools import product

import pytest
from hypothesis import given

from cchc.core.scoring.criteria.document import Field
from cchc.core.surveys.questionnaires.comparing import differences
from cchc.core.surveys.questionnaires.conditions import figures_of, is_certain
from cchc.core.surveys.questionnaires.content import canonical_text, hash_of, questions_of, text_of_document
from cchc.core.surveys.questionnaires.document import QuestionDocument, document_of
from cchc.core.surveys.questionnaires.reach import unreachable_items
from cchc.core.surveys.questionnaires.reading import questionnaire_of, read_questionnaire
from cchc.core.surveys.questionnaires.values import QuestionSet, SurveyItem
from cchc.core.words.comparing import Turn
from cchc.core.words.messages import Faults, Place
from tests.core.questionnaires import FACTORS, ITEMS, SCALES, SECTIONS, document, made_up, of_items, small

YES_NO = {"code": "q1", "text": "Đã đến?", "options": "co | Có\nkhong | Không"}
SCALED = {"code": "q2", "text": "Thái độ", "scale": "muc"}
TEXT = {"code": "q9", "text": "Ý kiến", "kind": "text"}


def whys(given_document: QuestionDocument) -> list[str]:
    return [str(fault.why) for fault in read_questionnaire(given_document).faults]


# --- laws ---------------------------------------------------------------------------------------------------


@given(made_up())
def test_what_is_written_is_read_back_as_the_same_questionnaire(questions: QuestionSet) -> None:
    assert questionnaire_of(document_of(questions)) == questions
    assert questions_of(canonical_text(questions)) == questions


@given(made_up())
def test_equal_questionnaires_have_one_text_and_no_difference(questions: QuestionSet) -> None:
    again = questions_of(canonical_text(questions))
    assert hash_of(canonical_text(again)) == hash_of(canonical_text(questions))
    assert differences(questions, again) == ()


@given(made_up(), made_up())
def test_two_questionnaires_differ_when_their_hashes_do(one: QuestionSet, other: QuestionSet) -> None:
    same = hash_of(canonical_text(one)) == hash_of(canonical_text(other))
    assert (differences(one, other) == ()) == same


@given(made_up())
def test_an_item_is_out_of_reach_when_no_answers_ever_lead_to_it(questions: QuestionSet) -> None:
    scaled = [item for item in questions.items if item.options][:4]
    kept = QuestionSet("x", "X", tuple(scaled), questions.sections)
    if any(item.shown_when and not names_only(item, scaled) for item in scaled):
        return
    assert set(unreachable_items(kept)) == {item.code for item in scaled} - tried(scaled)


def names_only(item: SurveyItem, items: list[SurveyItem]) -> bool:
    return any(str(item.shown_when).startswith(other.code) for other in items)


def tried(items: list[SurveyItem]) -> set[str]:
    """The items that are asked after some answers, by trying all of them."""
    reached: set[str] = set()
    for chosen in product(*([None, *item.options] for item in items)):
        figures = {}
        for item, option in zip(items, chosen, strict=True):
            if is_certain(item.shown_when, figures):
                reached.add(item.code)
                code = option.code if option else None
                figures |= figures_of(item, (code,) if code and item.kind == "multiple" else code)
    return reached


# --- what is read ---------------------------------------------------------------------------------------------


def test_a_scale_of_five_counts_its_two_highest_levels_as_satisfied_and_no_opinion_as_invalid() -> None:
    scale = small().scales[0]
    assert [one.code for one in scale.options if one.satisfied] == ["4", "5"]
    assert [one.code for one in scale.options if not one.valid] == ["kb"]


def test_a_factor_has_the_items_that_name_it_and_those_of_its_parts() -> None:
    factors = (*FACTORS, {"code": "chung_ca", "name": "Chung", "parts": "phuc_vu"})
    read = questionnaire_of(document(factors=factors))
    assert read.factor_by_code["chung_ca"].items == ("q4_1", "q4_2")
    assert read.factor_by_code["phuc_vu"].criteria == ("3.2",)


def test_points_of_options_make_a_question_fit_for_a_mean() -> None:
    row = {
        "code": "q1",
        "text": "Chất lượng",
        "options": "a | Tốt | 100\nb | Khá | 60\nc | TB | 20\nd | Kém | 0",
    }
    item = questionnaire_of(of_items(row)).items[0]
    assert (item.has_points, item.has_rate) == (True, False)
    assert [str(one.points) for one in item.options] == ["100", "60", "20", "0"]


def test_an_item_without_a_code_takes_it_from_its_number_and_one_without_a_section_that_of_the_row_before() -> (
    None
):
    rows = ({"section": "hai_long", "number": "9.1", "text": "A"}, {"number": "9.2", "text": "B"})
    read = questionnaire_of(document(rows, factors=()))
    assert [(item.code, item.section) for item in read.items] == [("q9_1", "hai_long"), ("q9_2", "hai_long")]


def test_every_fault_is_told_at_once_with_its_place() -> None:
    place = Place(sheet="Câu hỏi", row=7, column="C")
    rows = [{"code": Field("Q 1", place), "text": Field("A", place), "kind": Field("sao", place)}]
    faulty = document((), SECTIONS[:1], SCALES, ())
    faulty.tables["item"].extend(rows)
    faulty.tables["scale"].append({"code": Field("muc", place), "options": Field("Một mức", place)})
    read = read_questionnaire(faulty)
    assert [str(fault.why) for fault in read.faults] == [
        "the questionnaire asks nothing",
        'the code "muc" stands twice',
        '"Q 1" is no code',
    ]
    with pytest.raises(Faults):
        questionnaire_of(faulty)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([YES_NO, YES_NO], 'the code "q1" stands twice'),
        ([{**YES_NO, "code": "if"}], '"if" is a word of conditions'),
        ([{"code": "q1", "text": "A"}], "nothing says what may be answered"),
        ([{**YES_NO, "kind": "cau"}], '"cau" is no kind of question'),
        ([{**YES_NO, "options": "co | Có"}], "a choice has at least two options"),
        ([{**YES_NO, "options": "co | Có\nco | Không"}], 'the option "co | Không" stands twice'),
        ([{**YES_NO, "options": "a | Tốt | 100\nb | Kém"}], "these have no points, and others have: Kém"),
        ([{**YES_NO, "options": "a | Tốt | 101\nb | Kém | 0"}], "101 is no share in percent, from 0 to 100"),
        ([{**YES_NO, "options": "kb | Có\nco | Không"}], 'the code "kb" means "no opinion"'),
        ([{**YES_NO, "satisfied": "z"}], '"z" is none of what may be chosen'),
        ([{**YES_NO, "low": "1"}], "least value has no meaning for a question of this kind"),
        ([{"code": "n", "text": "A", "kind": "number", "low": "5", "high": "2"}], "the bounds are the wrong way round"),
        ([{"code": "n", "text": "A", "kind": "number", "low": "năm"}], "“năm” is not in plain notation"),
        ([{**YES_NO, "factors": "f"}], 'there is no factor "f"'),
        ([{**YES_NO, "section": "z"}], '"z" is no section of the questionnaire'),
        ([{**YES_NO, "hinh": "z"}], '"hinh" has no meaning here'),
        ([{**YES_NO, "shown_when": 'q1 = "co"'}], '"q1" is shown by its own answer'),
        ([{**YES_NO, "shown_when": "q2 = 1"}, SCALED], '"q2" is asked later'),
        ([{**YES_NO, "shown_when": "q2 = 1"}, {**SCALED, "shown_when": 'q1 = "co"'}],
         '"q1" is shown by "q2", and "q2" by "q1": a circle'),
        ([YES_NO, {**SCALED, "shown_when": "q7 = 1"}], 'there is no question with the code "q7"'),
        ([YES_NO, {**SCALED, "shown_when": "q1"}], '"q1" is no condition; compare it with something'),
        ([YES_NO, {**SCALED, "shown_when": 'q1 = "ừ"'}], '"ừ" is not an option of Đã đến?; the options are: co, khong'),
        ([YES_NO, {**SCALED, "shown_when": "q1 ="}], 'found "…" at character 5, expected a number'),
        ([TEXT, {**SCALED, "shown_when": 'q9 = "a"'}], '"q9" is answered in words of one\'s own'),
        ([{**YES_NO, "kind": "multiple"}, {**SCALED, "shown_when": "q1"}],
         'of "q1" several options may be chosen: name one, such as q1_co'),
        ([SCALED, {**YES_NO, "shown_when": "q2 > 5"}], "no answers to the questions before it ever let"),
        ([YES_NO, {**SCALED, "shown_when": 'q1 = "co"'}, {**TEXT, "shown_when": 'q1 = "khong" and q2 = 1'}],
         "no answers to the questions before it ever let"),
    ],
)  # fmt: skip
def test_a_fault_says_what_is_wrong(rows: list[dict[str, str]], why: str) -> None:
    found = whys(of_items(*rows))
    assert any(one.startswith(why) for one in found), found


def test_a_table_of_questions_shares_one_scale_and_a_factor_has_items_that_can_be_reckoned_together() -> None:
    other = {
        "section": "hai_long",
        "code": "q8",
        "text": "A",
        "options": "a | A\nb | B",
        "factors": "phuc_vu",
    }
    empty = {"code": "trong", "name": "Trống"}
    assert whys(document((*ITEMS, other), factors=(*FACTORS, empty))) == [
        'the section "hai_long" is a table under one scale, and this question is answered otherwise',
        'these questions of the factor "Phục vụ" have neither satisfied levels nor points: q8',
        'no question belongs to the factor "Trống"',
    ]


def test_a_factor_that_is_a_part_of_itself_is_a_fault() -> None:
    circle = ({"code": "phuc_vu", "name": "A", "parts": "b"}, {"code": "b", "name": "B", "parts": "phuc_vu"})
    assert "a part of itself" in whys(document(factors=circle))[0]


def test_a_draft_with_faults_is_read_as_far_as_it_can_be() -> None:
    read = read_questionnaire(of_items(YES_NO, {"code": "q2", "text": "B", "scale": "khong_co"}))
    assert [item.code for item in read.questions.items] == ["q1", "q2"]
    assert len(read.faults) == 1


def test_longer_texts_than_are_kept_and_signs_of_no_text_are_faults() -> None:
    found = whys(of_items({**YES_NO, "text": "a" * 1001}, {**TEXT, "note": "a\x00b"}))
    assert found[0].startswith("The text has 1001 letters")
    assert found[1].startswith("The sign U+0000")


def test_the_canonical_text_leaves_out_what_is_at_its_default() -> None:
    data = json.loads(text_of_document(document_of(small())))
    assert data["scale"][0].keys() == {"code", "options", "invalid"}
    assert data["section"][0].keys() == {"code", "number", "title"}


# --- what differs -----------------------------------------------------------------------------------------------


def test_two_versions_are_told_apart_row_by_row() -> None:
    changed = {**ITEMS[0], "text": "Ông/bà đã đến?"}
    moved = (ITEMS[2], ITEMS[1])
    after = questionnaire_of(document((changed, *reversed(moved), *ITEMS[3:], {**TEXT, "section": "chung"})))
    found = [(row.table, row.code, row.turn, row.breaks) for row in differences(small(), after)]
    assert found == [
        ("item", "q1", Turn.CHANGED, True),
        ("item", "q9", Turn.ADDED, False),
        ("item", "q5", Turn.REMOVED, False),
    ]


def test_a_moved_question_is_told_as_moved() -> None:
    after = questionnaire_of(document((ITEMS[1], ITEMS[0], *ITEMS[2:])))
    before = questionnaire_of(document())
    assert [(row.code, row.turn) for row in differences(before, after)] in (
        [("q1", Turn.MOVED)],
        [("q2", Turn.MOVED)],
    )


@pytest.mark.parametrize(
    ("items", "factors"),
    [
        (ITEMS, (*FACTORS, {"code": "q2_loa", "name": "Nhân tố"})),
        ((*ITEMS, {"section": "chung", "code": "q1_co", "text": "Khác", "kind": "number"}), FACTORS),
        (
            (
                *ITEMS,
                {"section": "chung", "code": "q7", "text": "Bảy", "options": "a_b | Một\nc | Hai"},
                {"section": "chung", "code": "q7_a", "text": "Khác", "options": "b | Một\nc | Hai"},
            ),
            FACTORS,
        ),
    ],
)
def test_no_two_figures_of_a_questionnaire_bear_one_name(items, factors):
    with pytest.raises(Faults) as refused:
        questionnaire_of(document(items, factors=factors))
    assert any("would be called" in one.why.text for one in refused.value.faults)
