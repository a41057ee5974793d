"""Laws of words: messages are kept and said with all their gaps, letters have one spelling however they were made,
numbers mean one thing by each door, and a memory changes no answer."""

from __future__ import annotations

import json
import re
import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.words.letters import MOST_MARKS, composed_text, without_towers
from cchc.core.words.messages import Fault, Faults, Message, Place, data_of, message_of, say
from cchc.core.words.names import search_key
from cchc.core.words.numbers import plain, printed_number
from cchc.core.words.numerals import NumberFault, machine_number, settle, typed_number, typed_percent
from cchc.core.words.remembering import LONGEST_REMEMBERED, remember

drawn = settings(max_examples=30)
gap_names = st.sampled_from(["found", "most", "names", "place"])
numbers = st.fractions(-9999, 9999, max_denominator=500)
plain_values = st.one_of(st.text(max_size=12), st.integers(-999, 999), numbers)
values = st.recursive(
    plain_values,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.builds(
            lambda gaps: Message(sentence(gaps), **gaps), st.dictionaries(gap_names, inner, max_size=2)
        ),
    ),
    max_leaves=5,
)


def sentence(gaps: dict) -> str:
    """A sentence that has these gaps."""
    return "; ".join(["said", *(f"{name}: {{{name}}}" for name in gaps)])


messages = st.dictionaries(gap_names, values, max_size=4).map(lambda gaps: Message(sentence(gaps), **gaps))


# --- messages ------------------------------------------------------------------------------------------------


@drawn
@given(message=messages)
def test_a_message_that_was_kept_is_the_message(message: Message) -> None:
    kept = json.loads(json.dumps(data_of(message)))
    assert message_of(kept) == message
    assert str(message_of(kept)) == str(message)


@drawn
@given(gaps=st.dictionaries(gap_names, plain_values, max_size=4))
def test_every_gap_is_said_once_and_numbers_as_the_page_writes_them(gaps: dict) -> None:
    told = say(Message(sentence(gaps), **gaps), number=lambda value: f"<{value}>")
    words = [
        f"{name}: <{value}>" if isinstance(value, Fraction) else f"{name}: {value}"
        for name, value in gaps.items()
    ]
    assert told == "; ".join(["said", *words])


@drawn
@given(inner=messages)
def test_a_message_in_a_message_is_said_in_the_same_language(inner: Message) -> None:
    outer = Message("{place}", place=(inner, Message("said")))
    told = say(outer, translate=lambda text: text.replace("said", "nói"))
    assert told == f"{say(inner, lambda text: text.replace('said', 'nói'))}, nói"


@drawn
@given(whys=st.lists(messages, min_size=1, max_size=4))
def test_all_faults_of_an_input_are_told_at_once_and_in_their_order(whys: list[Message]) -> None:
    found = Faults([Fault(Place(line=line), "x", Message("y"), why) for line, why in enumerate(whys)])
    assert [fault.why for fault in found.faults] == whys
    assert str(found) == "; ".join(map(str, whys))


# --- letters -------------------------------------------------------------------------------------------------

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = "\u0300\u0301\u0303\u0309\u0323"


@st.composite
def syllables(draw: st.DrawFn) -> str:
    """Letters with tones as some keyboard may have made them."""
    return "".join(
        draw(st.sampled_from(VIETNAMESE + VIETNAMESE.upper())) + draw(st.sampled_from(["", "", *TONES]))
        for _letter in range(draw(st.integers(1, 8)))
    )


@drawn
@given(word=syllables())
def test_a_word_is_one_word_however_its_letters_were_made(word: str) -> None:
    ways = {unicodedata.normalize(form, word) for form in ("NFC", "NFD", "NFKC", "NFKD")} | {word}
    assert len({composed_text(way) for way in ways}) == 1
    assert len({search_key(way) for way in ways | {word.upper(), word.lower(), word.swapcase()}}) == 1


@drawn
@given(word=syllables())
def test_a_folded_name_holds_no_mark_no_capital_and_is_folded(word: str) -> None:
    key = search_key(word)
    assert key.isascii()
    assert key == key.lower() == search_key(key)


@drawn
@given(text=st.text("ađộ 1.", max_size=20), marks=st.integers(0, 80), place=st.integers(0, 20))
def test_a_tower_of_marks_is_lowered_and_nothing_else_is_touched(text: str, marks: int, place: int) -> None:
    lowered = without_towers(text[:place] + "a" + "\u0301" * marks + text[place:])
    assert lowered == text[:place] + "a" + "\u0301" * min(marks, MOST_MARKS) + text[place:]
    assert without_towers(lowered) == lowered


# --- numbers -------------------------------------------------------------------------------------------------

ended = st.builds(Fraction, st.integers(-(10**9), 10**9), st.sampled_from([1, 10, 100, 1000, 10**6]))


@drawn
@given(value=ended, sign=st.sampled_from([",", "."]))
def test_a_number_that_was_typed_means_what_it_meant_by_machine(value: Fraction, sign: str) -> None:
    assert machine_number(plain(value)) == value
    assert typed_number(plain(value).replace(".", sign), decimal=sign) == value


@drawn
@given(value=ended)
def test_the_other_sign_is_taken_unless_it_may_mean_thousands(value: Fraction) -> None:
    if not re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", plain(value)):
        assert typed_number(plain(value), decimal=",") == value
        return
    with pytest.raises(NumberFault, match="may mean"):
        typed_number(plain(value), decimal=",")


@drawn
@given(value=ended, other=ended)
def test_bounds_settle_what_has_two_meanings_and_change_nothing_else(
    value: Fraction, other: Fraction
) -> None:
    text = plain(value).replace(".", ",")
    low, high = sorted((value, other))
    try:
        freely = typed_number(text)
    except NumberFault:
        assert typed_number(text, low=value, high=value) == value
        return
    assert typed_number(text, low=low, high=high) == freely


@drawn
@given(hundredths=st.integers(0, 10_000), blank=st.sampled_from(["", " ", "\u00a0"]))
def test_a_percentage_is_the_same_with_and_without_its_sign(hundredths: int, blank: str) -> None:
    text = printed_number(Fraction(hundredths, 100), 2, ",", ".")
    assert typed_percent(text) == typed_percent(f"{text}{blank}%") == Fraction(hundredths, 100)


@drawn
@given(values=st.lists(ended, min_size=1, max_size=6), sign=st.sampled_from([",", "."]))
def test_a_file_written_with_one_sign_is_never_settled_for_the_other(
    values: list[Fraction], sign: str
) -> None:
    texts = [plain(value).replace(".", sign) for value in values]
    assert settle(texts) in (sign, None)
    assert settle([*texts, f"0{sign}5"]) == sign
    assert settle(texts, flag=sign) == sign


# --- remembering ---------------------------------------------------------------------------------------------


LONG = "a" * (LONGEST_REMEMBERED + 1)


@drawn
@given(asked=st.lists(st.sampled_from(["a", "b", "c", LONG]), max_size=12), most=st.integers(1, 3))
def test_a_memory_gives_the_same_answers_and_works_none_out_twice_in_a_row(
    asked: list[str], most: int
) -> None:
    worked_out: list[str] = []

    @remember(most=most)
    def length(text: str) -> int:
        worked_out.append(text)
        return len(text)

    assert [length(text) for text in asked] == [len(text) for text in asked]
    again = [
        text for text, before in zip(asked[1:], asked, strict=False) if text == before and len(text) == 1
    ]
    assert len(worked_out) <= len(asked) - len(again)
    assert worked_out.count(LONG) == asked.count(LONG)


@pytest.mark.parametrize("raises", [ValueError, KeyError])
def test_a_memory_keeps_no_failure(raises: type[Exception]) -> None:
    tries: list[str] = []

    @remember(most=2)
    def fails_once(text: str) -> str:
        tries.append(text)
        if len(tries) == 1:
            raise raises(text)
        return text

    with pytest.raises(raises):
        fails_once("a")
    assert (fails_once("a"), fails_once("a"), tries) == ("a", "a", ["a", "a"])
