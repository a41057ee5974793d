"""Open answers are grouped by words that they share; nothing is lost and the order of answers changes nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cchc.core.surveys.open_answers import MOST_READ, grouped_answers

WORDS = "cán bộ thái độ chờ lâu hồ sơ phí lệ mạng chậm và của xã rất tốt".split()  # noqa: SIM905 - as they are said
ANSWERS = st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), max_size=30)


@given(ANSWERS, st.integers(1, 4))
def test_every_answer_lies_in_one_group_or_alone(texts: list[str], smallest: int):
    found = grouped_answers(texts, smallest)
    places = [place for group in found.groups for place in group.answers] + list(found.alone)
    assert sorted(places) == list(range(len(texts)))


@given(ANSWERS, st.integers(1, 4))
def test_no_group_is_smaller_than_asked_and_the_largest_stands_first(texts: list[str], smallest: int):
    sizes = [len(group.answers) for group in grouped_answers(texts, smallest).groups]
    assert sizes == sorted(sizes, reverse=True)
    assert all(size >= smallest for size in sizes)


@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_change_which_stand_together(texts: list[str], order):
    moved = list(texts)
    order.shuffle(moved)
    assert told(texts) == told(moved)


def told(texts: list[str]) -> list[tuple[str, list[str]]]:
    """The groups with their answers as texts."""
    found = grouped_answers(texts, 2)
    return [(group.words, sorted(texts[place] for place in group.answers)) for group in found.groups]


def test_the_old_and_the_new_place_of_a_tone_mark_are_one_word():
    found = grouped_answers(["Thủ tục hoà giải chậm", "Tổ hòa giải", "Việc hoà giải"], 3)
    assert [(one.words, one.answers) for one in found.groups] == [("hoà giải", (0, 1, 2))]


def test_words_that_only_join_others_make_no_group():
    found = grouped_answers(["của xã", "của xã", "của xã"], 2)
    assert found.groups == ()


def test_scripts_in_an_answer_are_words_like_others():
    found = grouped_answers(["<script>alert(1)</script>"] * 3, 3)
    assert [len(one.answers) for one in found.groups] == [3]


def test_a_long_answer_is_grouped_by_what_stands_at_its_beginning():
    told = [" ".join(f"{person}{word}" for word in range(MOST_READ)) for person in "abc"]
    assert [one.words for one in grouped_answers([f"chờ lâu {one}" for one in told]).groups] == ["chờ lâu"]
    assert not grouped_answers([f"{one} chờ lâu" for one in told]).groups
