"""Two texts compared word by word: nothing is lost, and a text of many letters takes no longer than it must."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cchc.core.words.comparing import changed_words, longest_rising

TEXTS = st.lists(st.sampled_from(["Sở ", "Nội", " vụ", "; ", "1", "12/2026", "\n", "Quý II", ". "])).map(
    "".join
)


@given(TEXTS, TEXTS)
def test_the_parts_are_both_texts_and_no_two_neighbours_are_of_one_kind(old: str, new: str) -> None:
    parts = changed_words(old, new)
    assert "".join(text for kind, text in parts if kind != "new") == old
    assert "".join(text for kind, text in parts if kind != "old") == new
    kinds = [kind for kind, _text in parts]
    assert all(one != other for one, other in pairwise(kinds))
    assert old != new or set(kinds) <= {"same"}


@given(TEXTS, TEXTS, TEXTS)
def test_what_both_begin_with_stays(head: str, old: str, new: str) -> None:
    beginning = f"{head}| "
    kind, text = changed_words(f"{beginning}{old}", f"{beginning}{new}")[0]
    assert (kind, text.startswith(beginning.rstrip())) == ("same", True)


@given(st.permutations(range(8)))
def test_what_keeps_its_order_rises(places: list[int]) -> None:
    kept = [one for one in places if one in longest_rising(places)]
    assert kept == sorted(kept)


def test_a_word_in_the_middle_of_a_long_text_is_the_only_change() -> None:
    text = "Rà soát, sửa đổi các văn bản. " * 600
    middle = len(text) // 2
    kinds = [kind for kind, _text in changed_words(text, f"{text[:middle]} MỚI {text[middle:]}")]
    assert kinds == ["same", "new", "same"]
