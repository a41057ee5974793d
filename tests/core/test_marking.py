"""Marked hits: what is marked is what was searched, wherever the search key finds it, and nothing of a text is lost."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from cchc.core.words.letters import composed_text
from cchc.core.words.marking import CUT, hit_span, pieces_of
from cchc.core.words.names import search_key

TEXTS = st.text(st.sampled_from("ăâđêôơưạỏùýĐ áa nNgh-–'’1.4,\t/ΣßİJ\u0301\u200b"), max_size=40)
PARTS = st.text(st.sampled_from("adđêòghnN -1."), min_size=1, max_size=4)


@given(text=TEXTS, searched=PARTS)
@example("Hoà Bình – Thuỷ lợi", "hòa bình thủy")
@example("ĐẮK LẮK", "đăk")
def test_a_text_has_a_hit_exactly_where_its_search_key_holds_that_of_the_searched(
    text: str, searched: str
) -> None:
    key = search_key(searched)
    found = hit_span(composed_text(text), searched)
    assert (found is not None) == (bool(key) and key in search_key(text))
    if found is not None:
        assert search_key(composed_text(text)[slice(*found)]) == key


@given(text=TEXTS, searched=PARTS)
def test_the_pieces_of_a_short_text_are_the_text(text: str, searched: str) -> None:
    pieces = pieces_of(text, searched, 400)
    assert "".join(piece.text for piece in pieces) == composed_text(text)
    assert sum(piece.is_hit for piece in pieces) == (hit_span(composed_text(text), searched) is not None)


@given(before=st.integers(0, 60), behind=st.integers(0, 60), most=st.integers(12, 60))
def test_of_a_long_text_the_hit_and_whole_words_around_it_stay(before: int, behind: int, most: int) -> None:
    text = " ".join(["trước"] * before + ["Nội vụ"] + ["sau"] * behind)
    pieces = pieces_of(text, "noi vu", most)
    shown = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.is_hit] == ["Nội vụ"]
    assert len(shown) <= most + 2 * len(CUT)
    assert shown.startswith(CUT) or text.startswith(shown.rstrip(CUT))
    assert set(shown.strip(CUT).split()) <= {"trước", "Nội", "vụ", "sau"}
