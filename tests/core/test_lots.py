"""What would let every unit get 0, the maximum or nothing is found in the set; what is meant is left alone."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cchc.core.scoring.checks.laws import MOST_FIGURES
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.formulas.reading import parsed_formula
from cchc.core.scoring.formulas.tree import FormulaFault
from cchc.core.scoring.index import NotScorable, UnitScores, ranking
from cchc.core.scoring.ledgers import NA
from cchc.core.scoring.rules.reading import parsed_rule
from cchc.core.words.letters import composed_text
from cchc.files.limits import MOST_COLUMNS
from tests.core.documents import criteria, faults, node, one_leaf, said

WORK = 'done: count of "việc" | Số việc xong\nplanned: count of "việc", from 1 | Số việc giao'
DONE = WORK.splitlines()[0]
RATE = "rate: percent | Tỷ lệ"
AREA = 'area: one of "Đồng bằng", "Miền núi" | Vùng'


def whys(rule: str, inputs: str, maximum: str = "1", part: str = "appraised") -> list[str]:
    return [why for _, why in said(faults(node("1", maximum, rule=rule, inputs=inputs, part=part)))]


# --- forgotten percent signs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "inputs", "meant"),
    [
        ("ratio rate; zero below 80", RATE, ["80%"]),
        ("ratio done / planned; zero below 80", WORK, ["80%"]),
        ("ratio done / planned; zero below 1.5", WORK, ["1.5%"]),
        ("tiers rate { >= 90 = full, 70..<90 = 50%, < 70 = zero }", RATE, ["90%", "70%"]),
        ("tiers done / planned { > 90 = full, 70..90 = 50%, < 70 = zero }", WORK, ["90%", "70%"]),
        ("tiers 1 - done / planned { <= 5 = full, > 5 = zero }", WORK, ["5%"]),
        ("tiers max(0, rate) { >= 90 = full, < 90 = zero }", RATE, ["90%"]),
        ("tiers (rate + rate) / 2 { >= 90 = full, < 90 = zero }", RATE, ["90%"]),
        ("tiers if(planned > 5, done / planned, 100%) { >= 90 = full, < 90 = zero }", WORK, ["90%"]),
        ("all of rate >= 95", RATE, ["95%"]),
        ("all of 95 <= rate", RATE, ["95%"]),
        ("all of done / planned >= 95 or done > 100", WORK, ["95%"]),
        ("ratio done / planned; when done / planned < 50: zero", WORK, ["50%"]),
        ("points if(rate >= 80, 1, 0)", RATE, ["80%"]),
        ("points max(0, rate - 80)", RATE, ["80%"]),
        ("steps rate { from 80 = 50%, every 5 = 10% }", RATE, ["80%", "5%"]),
        ("best of { ratio rate; zero below 80 | each { done = 0.1 } }", f"{RATE}\n{DONE}", ["80%"]),
        ('ratio rate; factor area { "Đồng bằng" = 75, "Miền núi" = 100 }', f"{RATE}\n{AREA}", ["75%", "100%"]),
        ("ratio mean(done: 100, planned: 60); when done + planned = 0: zero", WORK, ["100%", "60%"]),
    ],
)  # fmt: skip
def test_a_number_above_one_against_a_share_says_where_the_percent_sign_belongs(
    rule: str, inputs: str, meant: list[str]
) -> None:
    found = whys(rule, inputs)
    assert [f"write {one}, or" in why for one, why in zip(meant, found, strict=True)] == [True] * len(meant)


@pytest.mark.parametrize(
    ("rule", "inputs"),
    [
        ("tiers done / planned { >= 0.9 = full, < 0.9 = zero }", WORK),
        ("tiers done / planned { >= 120% = full, < 120% = zero }", WORK),
        ("tiers done / planned * 100 { >= 90 = full, < 90 = zero }", WORK),
        ("tiers 100 * done / planned { >= 90 = full, < 90 = zero }", WORK),
        ("tiers done / units { >= 2 = full, < 2 = zero }", DONE + '\nunits: count of "đơn vị", from 1 | Đơn vị'),
        ("tiers done { >= 90 = full, < 90 = zero }", DONE),
        ("tiers done - planned { >= 2 = full, < 2 = zero }", WORK),
        ("points min(1, rate * 10)", RATE),
        ("points 1 - done / planned; floor 0", WORK),
        ("ratio 0.4 * done / planned + 0.6 * done / planned", WORK),
        ("all of rate = 100%", RATE),
        ('ratio rate; factor area { "Đồng bằng" = 75%, "Miền núi" = 1 }', f"{RATE}\n{AREA}"),
    ],
)  # fmt: skip
def test_numbers_that_are_meant_are_left_alone(rule: str, inputs: str) -> None:
    assert whys(rule, inputs) == []


def test_a_share_without_units_may_be_none_and_the_advice_says_so() -> None:
    (why,) = whys("tiers a / b { >= 90 = full, < 90 = zero }", "a: count | A\nb: count, from 1 | B")
    assert why == (
        "a / b is a share, and 90 beside it means 9000 %: write 90%, or 9000% where that is meant; "
        "if it is no share, declare the units of its figures"
    )


def test_a_ratio_takes_the_share_and_not_a_hundred_times_the_share() -> None:
    assert whys("ratio done / planned * 100", WORK) == [
        "done / planned * 100 is a hundred times the share, and ratio takes the share itself: leave out the 100"
    ]
    assert whys("ratio 100 * done / planned", WORK) != []


@pytest.mark.parametrize("line", ["rate: percent, to 1 | Tỷ lệ", "rate: percent, from 0.8 | Tỷ lệ"])
def test_bounds_of_a_percent_up_to_one_are_refused_in_both_readings(line: str) -> None:
    assert "percent here; write" in whys("ratio rate", line)[0]
    assert whys("points rate * 100", "rate: percent, to 1% | Tỷ lệ") == []


# --- the same for everybody ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "inputs", "why"),
    [
        ("points 1", "", "the rule asks for no figure"),
        ("all of 1 = 1", "", "the rule asks for no figure"),
        ("all of done < 0", DONE, "done < 0 can never hold: every unit would get 0 points"),
        ("all of done >= 0", DONE, "every condition always holds"),
        ("ratio rate; zero below 110%", RATE, "no share reaches 110 %: every unit would get 0 points"),
        ("ratio rate; when rate >= 0%: zero", RATE, "holds for all figures within their bounds"),
        ('choose area { "Đồng bằng" = full, "Miền núi" = full }', AREA, "the rule gives 1 points whatever"),
        ("tiers done { >= 5 = full, < 5 = full }", DONE, "the rule gives 1 points whatever"),
        ("deduct { done = 0.1 }; floor full", DONE, "the rule gives 1 points whatever"),
        (
            "relative done / planned to best; when planned = 0: zero",
            WORK.replace(", from 1", ""),
            "add: when done / planned = 0: zero",
        ),
        (
            "relative done to best",
            DONE,
            "add: when done = 0: zero (or full, or not applicable)",
        ),
    ],
)
def test_a_rule_that_gives_every_unit_the_same_is_a_fault(rule: str, inputs: str, why: str) -> None:
    found = whys(rule, inputs)
    assert [why in one for one in found] == [True]


@pytest.mark.parametrize(
    ("rule", "inputs"),
    [
        ("relative done to best; when done = 0: zero", DONE),
        ("relative done / planned to best; when done = 0: zero", WORK),
        ("relative max(0, done / planned - 1) to best; when done <= planned: zero", WORK),
        ("relative planned to best", 'planned: count of "việc", from 1 | Số việc giao'),
        ("relative done to range", DONE),
        ("relative done to best; lower is better", DONE),
        ("points 1 + 0 * done", DONE),
        ("all of done >= 0, done = 3", DONE),
        ("ratio done / planned; when planned = 0: zero", WORK),
        ('choose area { "Đồng bằng" = full, "Miền núi" = full }; when done = 0: zero', f"{AREA}\n{DONE}"),
    ],
)  # fmt: skip
def test_a_rule_that_tells_units_apart_is_none(rule: str, inputs: str) -> None:
    assert whys(rule, inputs) == []


@pytest.mark.parametrize(
    "rule",
    [
        "points b - p; floor -3; cap 5",
        "points b - p; floor none; cap 5",
        "each { b = 1, p = -1 }; floor -2",
        "tiers b - p { >= 3 = full, 0..<3 = 1, < 0 = -1 }",
        "points min(5, b + p); when p > 2: -1",
    ],
)
def test_a_bonus_that_can_take_points_is_a_fault(rule: str) -> None:
    inputs = "b: count | Số lần cộng\np: count | Số lần trừ"
    found = faults(node("1", "10"), node("2", "5", part="bonus", rule=rule, inputs=inputs))
    assert [(line, why.startswith("a bonus gives 0 or more")) for line, why in said(found)] == [(2, True)]


def test_a_bonus_that_gives_and_never_takes_is_none() -> None:
    for rule in ("points b - p; floor 0; cap 5", "each { b = 1, p = 0.5 }"):
        inputs = "b: count | Số lần cộng\np: count | Số lần trừ"
        assert faults(node("1", "10"), node("2", "5", part="bonus", rule=rule, inputs=inputs)) == []


@pytest.mark.parametrize("sinks", ["penalty", "rule"])
def test_classes_say_something_below_zero_where_an_index_can_be_there(sinks: str) -> None:
    closed = [{"name": "Đạt", "band": "50..100"}, {"name": "Chưa đạt", "band": "0..<50"}]
    opened = [{"name": "Đạt", "band": "50..100"}, {"name": "Chưa đạt", "band": "< 50"}]
    rule = {"rule": "deduct { a = 0.5 }; floor -1", "inputs": "a: count | A"}
    more = node("2", "-5", part="penalty") if sinks == "penalty" else node("2", "1", **rule)
    (fault,) = said(faults(node("1"), more, grades=closed))
    assert fault[0] == 102
    assert fault[1].startswith("nothing is said below 0, where a penalty")
    assert faults(node("1"), more, grades=opened) == []
    assert faults(node("1"), grades=closed) == []


def test_a_set_has_no_more_figures_than_a_points_form_has_columns() -> None:
    lines = "\n".join(f'a{at}: count of "việc" | Việc {at}' for at in range(90))
    rule = f"each {{ {', '.join(f'a{at} = 0.1' for at in range(90))} }}"
    leaves = [node(str(at), rule=rule, inputs=lines) for at in range(1, 23)]
    ((line, why),) = said(faults(*leaves))
    assert (line, "1980 columns" in why) == (None, True)
    assert faults(*leaves[:21]) == []
    assert MOST_FIGURES + 100 <= MOST_COLUMNS


# --- defaults --------------------------------------------------------------------------------------------------------

WITH_DEFAULTS = criteria(
    node("1", "10", rule="points 10 - 2 * v; floor 0", inputs="v: count, to 5, default 0 | Số vụ vi phạm"),
    node("2", "5", rule="ratio a / b; when none_held: zero",
         inputs="a: count, default 1 | A\nb: count, from 1, default 4 | B\nnone_held: yes or no, default no | Không"),
    node("3", "2", rule="relative n to best; when n = 0: zero", inputs="n: count, default 2 | N"),
    node("4", "1", rule="ratio c / d", inputs="c: count, default 1 | C\nd: count, from 1 | D"),
)  # fmt: skip
DEFAULTS = {number: dict(leaf.defaults) for number, leaf in WITH_DEFAULTS.leaves.items()}


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5), st.integers(0, 4), st.integers(0, 4),
            st.sets(st.sampled_from(["1", "2", "3", "4", "v", "a", "b", "none_held", "n"])),
        ),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_a_figure_left_out_and_a_whole_column_left_out_count_as_their_defaults(
    units: list[tuple[int, int, int, set[str]]],
) -> None:
    told, left_out = [], []
    for at, (v, a, n, absent) in enumerate(units):
        whole = {
            "1": {"v": Fraction(v)},
            "2": {"a": Fraction(a), "b": Fraction(4), "none_held": False},
            "3": {"n": Fraction(n)},
            "4": {"c": Fraction(1), "d": Fraction(2)},
        }
        given_ = {
            number: {name: value for name, value in figures.items() if name not in absent}
            for number, figures in whole.items()
            if number not in absent or number == "4"
        }
        left_out.append(
            UnitScores(f"Xã {at}", {number: figures for number, figures in given_.items() if figures})
        )
        told.append(UnitScores(f"Xã {at}", {n_: {**DEFAULTS[n_], **given_.get(n_, {})} for n_ in whole}))
    assert [
        (one.unit.name, one.index, one.rank, one.total) for one in ranking(WITH_DEFAULTS, left_out)[0].units
    ] == [(one.unit.name, one.index, one.rank, one.total) for one in ranking(WITH_DEFAULTS, told)[0].units]


def test_a_figure_without_a_default_stays_pending() -> None:
    (unit,) = ranking(WITH_DEFAULTS, [UnitScores("Xã", {})])[0].units
    assert (unit.total.pending, unit.nodes["1"].points, unit.index) == (1, 10, None)


# --- peer groups without a survey ------------------------------------------------------------------------------------


def surveyed(optional: str) -> CriteriaSet:
    return criteria(node("1", "70"), node("2", "30", part="survey"), survey_optional=optional)


def test_a_peer_group_without_any_survey_is_refused_by_name_unless_the_set_may_do_without() -> None:
    units = [
        UnitScores("Xã C", {"1": Fraction(60), "2": Fraction(25)}, group="Khối xã"),
        UnitScores("Sở A", {"1": Fraction(60), "2": NA}, group="Khối sở"),
        UnitScores("Sở B", {"1": Fraction(50), "2": NA}, group="Khối sở"),
    ]
    with pytest.raises(NotScorable) as refused:
        ranking(surveyed("no"), units)
    assert [(one.unit, one.number, "“Khối sở”" in str(one.why)) for one in refused.value.faults] == [
        (1, "2", True)
    ]
    assert len(ranking(surveyed("yes"), units)) == 2


# --- the order of numbers --------------------------------------------------------------------------------------------

LETTERS = "abcdđeghiklmnopqrstuvxy"
ROMANS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIV", "XIX", "XX"]


def misplaced(numbers: list[str]) -> list[str]:
    tree = [node("1", str(len(numbers))), *(node(f"1.{one}") for one in numbers)]
    return [why for _, why in said(faults(*tree))]


@given(st.sets(st.sampled_from(LETTERS), min_size=2), st.booleans())
def test_letters_stand_in_the_order_of_vietnamese_lists(chosen: set[str], upper: bool) -> None:
    numbers = [letter.upper() if upper else letter for letter in LETTERS if letter in chosen]
    assert misplaced(numbers) == []


@given(st.sets(st.sampled_from(ROMANS), min_size=2), st.booleans())
def test_roman_numbers_of_either_case_stand_by_their_size(chosen: set[str], lower: bool) -> None:
    numbers = [one.lower() if lower else one for one in ROMANS if one in chosen]
    assert misplaced(numbers) == []


@pytest.mark.parametrize(
    ("numbers", "why"),
    [
        (["a", "b", "d", "c", "đ"], "1.c stands after 1.d"),
        (["a", "b", "đ", "d"], "1.d stands after 1.đ"),
        (["G", "I", "H", "K"], "1.H stands after 1.I"),
        (["I", "III", "II"], "1.II stands after 1.III"),
    ],
)
def test_what_stands_in_no_order_is_still_told(numbers: list[str], why: str) -> None:
    assert misplaced(numbers) == [why]


# --- what word processors and Vietnamese habits write ----------------------------------------------------------------


def test_curly_quotation_marks_dashes_and_dots_of_word_processors_are_taken() -> None:
    inputs = 'o: one of “Tốt”, "Khá", «Kém» | Xếp loại'
    leaf = one_leaf(
        "choose o { “Tốt” = full, “Khá” = 50 %, “Kém” = –0.5 }",
        inputs,
        examples="o = “Kém” → –0.5\no = Tốt -> 1",
    )
    assert str(leaf.rule) == 'choose o { "Tốt" = full, "Khá" = 50%, "Kém" = -0.5 }'
    assert (
        str(parsed_rule("tiers a { >= 3 = full, 1…<3 = 1, < 1 = zero }"))
        == "tiers a { >= 3 = full, 1..<3 = 1, < 1 = zero }"
    )


@pytest.mark.parametrize("sign", ["‘", "’", "'", "`", "“", '"'])
def test_other_quotation_marks_are_told_which_to_write(sign: str) -> None:
    with pytest.raises(FormulaFault, match="straight quotation marks"):
        parsed_rule(f"choose o {{ {sign}Tốt = full }}")


def test_a_hidden_sign_is_named_with_its_place() -> None:
    with pytest.raises(FormulaFault, match=r"hidden sign \(U\+200B\) stands at character 10"):
        parsed_rule("ratio a /\u200b b")


@pytest.mark.parametrize(
    "rule",
    [
        "each {{ a = {} }}", "ratio a; zero below {}", "tiers a {{ >= {} = full }}", "deduct {{ a = {} }}; floor 0",
        "points a * {}", "points a; cap {}", "points if(a > 2, {}, 1)", "points abs({})", "ratio a; when a = {}: zero",
        "steps a {{ from {} = 1, every 2 = 1 }}", "steps a {{ from 1 = 1, every {} = 1 }}", "points a; floor {}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("number", [("0,5", "0.5"), ("12,25", "12.25"), ("0,5%", "0.5%")])
def test_a_decimal_comma_in_a_rule_says_what_to_write(rule: str, number: tuple[str, str]) -> None:
    typed, meant = number
    with pytest.raises(FormulaFault) as refused:
        parsed_rule(rule.format(typed))
    assert str(refused.value.message).endswith(f"a rule has a decimal point: write {meant}")


@pytest.mark.parametrize("line", ["a: number, to 2,5 | A", "a: number, from 0,5, to 3 | A"])
def test_a_decimal_comma_in_a_bound_says_so_too(line: str) -> None:
    assert "a rule has a decimal point: write" in whys("points a; cap 1; floor 0", line)[0]


@pytest.mark.parametrize(
    ("text", "meant"), [("15.000", "15000"), ("1.000.000", "1000000"), ("3.500", "3500")]
)
def test_points_between_thousands_are_told(text: str, meant: str) -> None:
    with pytest.raises(FormulaFault, match=f"write {meant} without it"):
        parsed_formula(f"a >= {text}")
    assert str(parsed_formula("a >= 0.125")) == "a >= 0.125"
    assert str(parsed_formula("a >= 1.125")) == "a >= 1.125"


@given(
    st.sampled_from(["Tốt", "Hoà nhập", "Có", "đạt yêu  cầu"]), st.sampled_from(["NFC", "NFD"]), st.booleans()
)
def test_one_option_has_all_its_spellings(option: str, form: str, upper: bool) -> None:
    assume(form in ("NFC", "NFD"))
    leaf = one_leaf(f'choose o {{ "{option}" = full, "khác" = zero }}', f'o: one of "{option}", "khác" | Mức')
    typed = composed_text(option, "NFD" if form == "NFD" else "NFC")
    outcome = leaf.rule and leaf.rule.apply({"o": typed.upper() if upper else typed}, leaf.terms)
    assert outcome
    assert outcome.points == 1


def test_units_of_measure_that_look_alike_are_alike() -> None:
    inputs = f'a: count of "việc" | A\nb: count of "{composed_text("việc", "NFD")}", from 1 | B'
    assert whys("ratio a / b", inputs) == []
