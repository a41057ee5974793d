"""Marks of forms: an honest survey of content people raises none, what is made up does."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.surveys.quality import (
    FlagKind,
    LookedAtForm,
    at_night,
    flags_of,
    from_one_device,
    nearly_same,
    straight_lines,
    too_fast,
)

ITEMS = [f"q{at}" for at in range(39)]
NOON = datetime(2026, 11, 20, 9, 0)


def a_form(number, levels, enumerator="a", **more):
    return LookedAtForm(number, enumerator, dict(zip(ITEMS, levels, strict=False)), len(levels), **more)


def honest_forms(chance: Random, count: int, enumerators: int = 6) -> list[LookedAtForm]:
    """Content people: six of ten say the same level throughout, the others waver about their own."""
    forms = []
    for number in range(1, count + 1):
        own = chance.choices("345", (1, 7, 2))[0]
        levels = [own] * 39
        if chance.random() > 0.6:
            levels = [chance.choices((own, *"2345"), (5, 1, 2, 3, 2))[0] for _item in ITEMS]
        forms.append(a_form(number, levels, f"b{number % enumerators}"))
    return forms


@settings(max_examples=10)
@given(st.integers(0, 10_000))
def test_an_honest_survey_raises_no_mark_of_answers(seed):
    forms = honest_forms(Random(seed), 240)
    assert list(nearly_same(forms)) == []


def test_honest_surveys_raise_a_mark_of_straight_lines_less_than_once_in_twenty():
    raised = sum(bool(list(straight_lines(honest_forms(Random(seed), 90, 4)))) for seed in range(60))
    assert raised <= 3


def test_an_enumerator_who_always_ticks_one_column_stands_out():
    forms = honest_forms(Random(7), 240)
    lazy = [a_form(number, "4" * 39, "z") for number in range(1_000, 1_040)]
    (mark,) = straight_lines([*forms, *lazy])
    assert (mark.kind, mark.enumerator, len(mark.forms)) == (FlagKind.STRAIGHT_LINES, "z", 40)
    assert str(mark.why).startswith("40 of 40 forms have the same level")


@given(st.integers(0, 10_000), st.integers(0, 38), st.sampled_from("12345"))
def test_a_copied_form_is_found_with_one_item_changed(seed, at, level):
    chance = Random(seed)
    levels = [chance.choice("12345") for _item in ITEMS]
    copied = [*levels[:at], level, *levels[at + 1 :]]
    others = [a_form(number, [chance.choice("12345") for _item in ITEMS]) for number in range(3, 30)]
    found = list(nearly_same([a_form(1, levels), a_form(2, copied), *others]))
    assert [one.forms for one in found] == [(1, 2)]


@given(st.lists(st.lists(st.sampled_from("12"), min_size=20, max_size=20), max_size=12))
def test_pairs_are_those_that_a_comparison_of_all_with_all_finds(vectors):
    forms = [a_form(number, levels) for number, levels in enumerate(vectors)]
    varied = [one for one in forms if not one.is_plain]
    expected = {
        (one.number, other.number)
        for one in varied
        for other in varied
        if one.number < other.number
        and sum(one.levels[item] != other.levels[item] for item in one.levels) <= 1
    }
    assert {mark.forms for mark in nearly_same(forms)} == expected


def test_a_form_filled_faster_than_it_can_be_read_is_marked_with_the_figures():
    quick = a_form(5, "4" * 39, begun=NOON, ended=NOON + timedelta(seconds=40))
    slow = a_form(6, "4" * 39, begun=NOON + timedelta(hours=1), ended=NOON + timedelta(hours=1, seconds=78))
    (mark,) = too_fast([quick, slow])
    assert str(mark.why) == "form 5 was filled in 40 seconds: 39 answers take 78 at least"


def test_a_clock_that_was_set_back_marks_nothing():
    odd = a_form(5, "4" * 39, begun=NOON, ended=NOON - timedelta(days=1))
    assert list(too_fast([odd])) == []


def test_two_forms_at_once_are_marked():
    first = a_form(1, "4" * 39, begun=NOON, ended=NOON + timedelta(minutes=10))
    other = a_form(2, "5" * 39, begun=NOON + timedelta(minutes=5), ended=NOON + timedelta(minutes=20))
    assert [mark.forms for mark in too_fast([first, other])] == [(1, 2)]


def test_a_night_goes_on_after_midnight():
    evening = datetime(2026, 11, 20, 23, 30)
    forms = [a_form(n, "4", ended=evening + timedelta(minutes=20 * n)) for n in range(1, 6)]
    (mark,) = at_night(forms)
    assert mark.forms == (1, 2, 3, 4, 5)
    assert "20/11/2026" in str(mark.why)
    assert list(at_night(forms[:4])) == []


def test_many_respondents_on_one_device_are_marked_and_an_enumerators_telephone_is_not():
    own = [a_form(n, "4", device="d1", is_own=True) for n in range(6)]
    brought = [a_form(n, "4", device="d2") for n in range(10, 30)]
    assert [mark.kind for mark in from_one_device([*own, *brought])] == [FlagKind.ONE_DEVICE]


@settings(max_examples=20)
@given(st.integers(0, 1000), st.randoms())
def test_the_order_of_forms_changes_nothing(seed, chance):
    forms = honest_forms(Random(seed), 30)
    shuffled = list(forms)
    chance.shuffle(shuffled)
    assert flags_of(forms) == flags_of(shuffled)


def test_a_form_that_was_left_and_gone_on_with_says_nothing_of_those_filled_meanwhile():
    long = {"begun": NOON, "ended": NOON + timedelta(hours=3)}
    short = {"begun": NOON + timedelta(hours=1), "ended": NOON + timedelta(hours=2)}
    left = a_form(1, "4" * 39, was_paused=True, **long)
    assert list(too_fast([left, a_form(2, "4" * 39, **short)])) == []
    (mark,) = too_fast([a_form(1, "4" * 39, **long), a_form(2, "4" * 39, **short)])
    assert mark.forms == (1, 2)


def test_a_telephone_on_which_several_enumerators_fill_forms_is_marked_and_an_own_one_is_not():
    own = [a_form(number, "4" * 39, "a", device="x") for number in range(1, 30)]
    assert list(from_one_device(own)) == []
    (mark,) = from_one_device([*own, a_form(40, "4" * 39, "b", device="x")])
    assert (mark.kind, mark.enumerator, len(mark.forms)) == (FlagKind.ONE_DEVICE, "", 30)
