"""Back-checks: whom they ask anew, what two answers say, and when forms may be discarded."""

from __future__ import annotations

from fractions import Fraction
from math import comb

from hypothesis import given
from hypothesis import strategies as st

from cchc.core.surveys.back_checks import (
    BackCheckRule,
    CheckableForm,
    CheckedForms,
    CheckKind,
    CheckOutcome,
    CheckVerdict,
    check_kind,
    compared_form,
    drawn_for_check,
    together,
)
from cchc.core.surveys.questionnaires.values import ItemKind, Option, QuestionSet, SurveyItem
from cchc.core.surveys.sampling.seeds import Seed

LEVELS = tuple(Option(str(at), f"Mức {at}", satisfied=at > 3) for at in range(1, 6))
DONT_KNOW = Option("kb", "Không biết", valid=False)
SCALE = SurveyItem("q1", "a", "1", "Thái độ", ItemKind.SCALE, (*LEVELS, DONT_KNOW))
PLACE = SurveyItem("q2", "a", "2", "Nơi nộp", ItemKind.SINGLE, (Option("xa", "Xã"), Option("tinh", "Tỉnh")))
TIMES = SurveyItem("q3", "a", "3", "Số lần", ItemKind.NUMBER)
WAYS = SurveyItem("q4", "a", "4", "Kênh", ItemKind.MULTIPLE, (Option("loa", "Loa"), Option("web", "Mạng")))
WORDS = SurveyItem("q5", "a", "5", "Góp ý", ItemKind.TEXT)
ASKED = QuestionSet("x", "X", (SCALE, PLACE, TIMES, WAYS, WORDS), ())

groups = st.sampled_from(["", "Bưu điện A", "Bưu điện B"])
form_lists = st.dictionaries(st.integers(1, 500).map(str), groups, max_size=60).map(
    lambda told: [CheckableForm(key, group) for key, group in told.items()]
)
shares = st.fractions(0, 1)
answer_sets = st.fixed_dictionaries(
    {},
    optional={
        "q1": st.sampled_from(["1", "2", "3", "4", "5", "kb"]),
        "q2": st.sampled_from(["xa", "tinh"]),
        "q3": st.integers(0, 5).map(Fraction),
        "q4": st.sampled_from([("loa",), ("web",), ("loa", "web")]),
        "q5": st.text(min_size=1, max_size=5),
    },
)


@given(form_lists, shares, st.integers(0, 5), st.randoms())
def test_every_enumerator_gets_the_share_asked_whatever_the_order(forms, share, least, chance):
    shuffled = list(forms)
    chance.shuffle(shuffled)
    drawn = drawn_for_check(Seed("2026"), forms, share, least)
    assert drawn == drawn_for_check(Seed("2026"), shuffled, share, least)
    of_group = {one.key: one.group for one in forms}
    for group in set(of_group.values()):
        there = sum(one == group for one in of_group.values())
        wanted = min(there, max(least, -int(-there * share // 1)))
        assert sum(of_group[key] == group for key in drawn) == wanted


@given(form_lists, form_lists, shares, shares, st.text(max_size=4))
def test_a_later_draw_adds_and_never_draws_the_same_again(early, late, share, later, seed):
    first = drawn_for_check(Seed(seed), early, share, 1)
    known = {one.key for one in early}
    forms = [*early, *(one for one in late if one.key not in known)]
    again = drawn_for_check(Seed(seed), forms, later, 1, first)
    assert not set(first) & set(again)
    assert len(set(again)) == len(again)


def test_kinds_of_questions_say_how_answers_are_compared():
    kinds = [check_kind(item) for item in ASKED.items]
    assert kinds == [
        CheckKind.OPINION,
        CheckKind.FACT,
        CheckKind.FACT,
        CheckKind.FACT,
        CheckKind.NOT_COMPARED,
    ]


def test_opinions_may_move_by_one_level_and_facts_not_at_all():
    first = {"q1": "4", "q2": "xa", "q3": Fraction(2), "q4": ("loa",), "q5": "Tốt"}
    again = {"q1": "5", "q2": "tinh", "q3": Fraction(3), "q4": ("loa", "web"), "q5": "Khá"}
    outcomes = [one.outcome.value for one in compared_form(ASKED, first, again).items]
    assert outcomes == ["near", "different", "different", "different", "not_compared"]
    (far,) = compared_form(ASKED, {"q1": "3"}, {"q1": "5"}).items
    assert far.outcome is CheckOutcome.DIFFERENT


def test_what_one_side_leaves_open_or_does_not_know_is_no_error():
    checked = compared_form(ASKED, {"q1": "4", "q2": "xa"}, {"q1": "kb", "q3": Fraction(1)})
    assert [one.outcome.value for one in checked.items] == ["one_sided"] * 3
    assert (checked.compared, checked.different) == (0, 0)


@given(answer_sets, answer_sets)
def test_two_answers_say_the_same_of_each_other_both_ways(first, again):
    one, other = compared_form(ASKED, first, again), compared_form(ASKED, again, first)
    assert [item.outcome for item in one.items] == [item.outcome for item in other.items]
    assert 0 <= one.different <= one.compared <= len(ASKED.items)


@given(answer_sets)
def test_the_same_answers_never_differ(answers):
    assert compared_form(ASKED, answers, answers).different == 0


@given(st.integers(1, 25).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))))
def test_the_interval_is_the_exact_one(counts):
    checked, wrong = counts
    low, high = CheckedForms(checked, wrong).interval
    if wrong:
        assert abs(_tail(checked, float(low) / 100, range(wrong, checked + 1)) - 0.025) < 1e-9
    else:
        assert low == 0
    if wrong < checked:
        assert abs(_tail(checked, float(high) / 100, range(wrong + 1)) - 0.025) < 1e-9
    else:
        assert high == 100


def _tail(n: int, p: float, found: range) -> float:
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in found)


@given(st.integers(0, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))))
def test_forms_may_be_discarded_only_where_chance_does_not_explain_the_errors(counts):
    checked, wrong = counts
    of, rule = CheckedForms(checked, wrong), BackCheckRule()
    verdict = of.verdict(rule)
    if verdict is CheckVerdict.MAY_BE_DISCARDED:
        assert _tail(checked, rule.forms_percent / 100, range(wrong, checked + 1)) < 0.025
    assert (verdict is CheckVerdict.NOTHING_YET) == (checked == 0)
    assert (verdict is CheckVerdict.HOLDS) == (checked > 0 and 100 * wrong <= rule.forms_percent * checked)


@given(st.lists(st.builds(lambda a, b: CheckedForms(a + b, a), st.integers(0, 9), st.integers(0, 9))))
def test_counts_add_up(counts):
    whole = together(counts)
    assert (whole.checked, whole.wrong) == (sum(c.checked for c in counts), sum(c.wrong for c in counts))
