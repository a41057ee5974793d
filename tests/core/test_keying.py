"""What a key says to an item of a paper form, which form is meant, what two people keyed differently."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cchc.core.surveys.codes import numbered_form
from cchc.core.surveys.keying import (
    BatchCount,
    batch_faults,
    doubled_forms,
    end_of_numbers,
    ends_by_itself,
    form_meant,
    keyed_differences,
    keyed_text,
    keys_of,
    shown_keys,
)
from cchc.core.surveys.questionnaires.answers import read_answer
from cchc.core.surveys.questionnaires.values import (
    ItemKind,
    Option,
    QuestionSection,
    QuestionSet,
    SurveyItem,
)
from cchc.core.words.messages import Message


@st.composite
def choices(draw: st.DrawFn) -> SurveyItem:
    """An item with options, the last of them perhaps no valid answer."""
    count = draw(st.integers(2, 14))
    options = [Option(f"o{at}", f"Phương án {at}") for at in range(1, count + 1)]
    if draw(st.booleans()):
        options.append(Option("kb", "Không biết", valid=False))
    kind = draw(st.sampled_from([ItemKind.SINGLE, ItemKind.SCALE, ItemKind.MULTIPLE]))
    return SurveyItem("q1", "a", "1", "Câu hỏi", kind, tuple(options))


@given(choices())
def test_every_box_has_one_key_and_every_key_answers_its_item(item: SurveyItem):
    keys = [key for key, _code in keys_of(item)]
    assert len(set(keys)) == len(keys) == len(item.options)
    for key, code in keys_of(item):
        text = keyed_text(item, key)
        assert text == code
        assert read_answer(item, text) == ((code,) if item.kind is ItemKind.MULTIPLE else code)


@given(choices(), st.data())
def test_what_is_shown_of_an_answer_keys_it_again(item: SurveyItem, data: st.DataObject):
    codes = [option.code for option in item.options if option.valid]
    most = len(codes) if item.kind is ItemKind.MULTIPLE else 1
    chosen = data.draw(st.lists(st.sampled_from(codes), min_size=1, max_size=most, unique=True))
    text = ";".join(sorted(chosen, key=codes.index))
    assert keyed_text(item, shown_keys(item, text)) == text


@given(choices())
def test_where_one_key_answers_no_key_begins_another(item: SurveyItem):
    keys = [key for key, _code in keys_of(item)]
    if ends_by_itself(item):
        assert all(len(key) == 1 for key in keys)


@given(st.integers(1, 900_000), st.integers(1, 100), st.data())
def test_the_end_of_a_number_with_its_check_digit_means_one_form_of_a_batch(
    first: int, count: int, data: st.DataObject
):
    numbers = range(first, first + count)
    number = data.draw(st.sampled_from(numbers))
    digits = numbered_form(number).replace("-", "")
    assert form_meant(digits, numbers) == number
    assert form_meant(digits[-end_of_numbers(numbers) :], numbers) == number


@given(st.integers(100, 90_000), st.data())
def test_a_mistyped_or_swapped_digit_of_the_end_means_no_form_of_the_batch(first: int, data: st.DataObject):
    numbers = range(first, first + 60)
    number = data.draw(st.sampled_from(numbers))
    end = numbered_form(number).replace("-", "")[-end_of_numbers(numbers) :]
    at = data.draw(st.integers(0, len(end) - 1))
    other = data.draw(st.sampled_from([sign for sign in "0123456789" if sign != end[at]]))
    wrong = end[:at] + other + end[at + 1 :]
    pair = data.draw(st.integers(0, len(end) - 2))
    swapped = end[:pair] + end[pair + 1] + end[pair] + end[pair + 2 :]
    assert form_meant(wrong, numbers) is None
    assert form_meant(swapped, numbers) == (number if swapped == end else None)


@given(st.sets(st.integers(1, 5000), max_size=80), st.integers(0, 100), st.integers(0, 100))
def test_more_percent_doubles_the_same_forms_and_more(numbers: set[int], percent: int, more: int):
    fewer, most = sorted((percent, more))
    assert doubled_forms("lô 1", numbers, fewer) <= doubled_forms("lô 1", numbers, most) <= numbers
    assert doubled_forms("lô 1", numbers, 100) == numbers
    assert len(doubled_forms("lô 1", numbers, percent)) * 100 >= len(numbers) * percent


LEVELS = tuple(Option(str(at), f"Mức {at}") for at in range(1, 6))
ITEMS = (
    SurveyItem("q1", "a", "1", "Thái độ", ItemKind.SCALE, LEVELS, "muc"),
    SurveyItem("q2", "a", "2", "Kênh", ItemKind.MULTIPLE, (Option("loa", "Loa, đài"), Option("web", "Mạng"))),
    SurveyItem("q3", "a", "3", "Số lần", ItemKind.NUMBER, places=1),
    SurveyItem("q4", "a", "4", "Góp ý", ItemKind.TEXT),
)
QUESTIONS = QuestionSet("sipas", "Phiếu", ITEMS, (QuestionSection("a", "", "Phục vụ"),))
filled = st.fixed_dictionaries(
    {},
    optional={
        "q1": st.sampled_from(["", "1", "5"]),
        "q2": st.sampled_from(["loa", "loa;web", "web"]),
        "q3": st.sampled_from(["1", "2", "12,5"]),
        "q4": st.sampled_from(["tốt", "chậm"]),
    },
)


@given(filled, filled)
def test_two_keyings_differ_where_their_answers_do_and_in_nothing_else(first, second):
    told = {one.item for one in keyed_differences(QUESTIONS, {7: first}, {7: second})}
    assert told == {item.code for item in ITEMS if first.get(item.code, "") != second.get(item.code, "")}
    assert keyed_differences(QUESTIONS, {7: first}, {7: first}) == ()


def test_another_way_to_write_the_same_is_no_difference():
    first = {7: {"q2": "loa;web", "q3": "2", "q4": "rất  tốt "}}
    second = {7: {"q2": "web;loa", "q3": "2,0", "q4": "rất tốt", "q1": " "}}
    assert keyed_differences(QUESTIONS, first, second) == ()


def test_a_key_that_no_box_bears_is_refused_with_the_keys_there_are():
    wrong = keyed_text(ITEMS[0], "6")
    assert isinstance(wrong, Message)
    assert str(wrong) == "no box of this question bears the key 6; it has 1, 2, 3, 4, 5"
    assert keyed_text(ITEMS[0], "0") == keyed_text(ITEMS[0], " ") == ""


counts = st.integers(0, 40)


@given(counts, counts, counts)
def test_a_batch_closes_just_when_what_was_counted_is_whole_and_is_what_is_known(returned, void, left):
    known = BatchCount(returned + void + left, returned, void, left)
    assert known.is_whole
    assert not batch_faults(known, known)
    moved = BatchCount(known.printed, returned + 1, void, left)
    assert batch_faults(known, moved)
    assert batch_faults(known, BatchCount(known.printed, returned + 1, void - 1, left))
