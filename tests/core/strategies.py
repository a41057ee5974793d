"""Made-up criteria sets, rules and scores for properties: sound, small, and odd wherever the law allows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st

from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.formulas.tree import FigureKind, Value, Variable
from cchc.core.scoring.index import UnitScores
from cchc.core.scoring.ledgers import NA, LeafScore
from cchc.core.words.numbers import plain
from tests.core.documents import criteria, node

YEAR = 2026
Texts = dict[str, str]

# A strategy that is made anew for each draw is looked through anew each time, which took longer than what it drew.
TOSS = st.booleans()


def among(options: Iterable[Any]) -> st.SearchStrategy[Any]:
    """One of these."""
    return _among(tuple(options))


@cache
def _among(options: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.sampled_from(options)


@cache
def between(low: int, high: int) -> st.SearchStrategy[int]:
    """A whole number from `low` to `high`."""
    return st.integers(low, high)


COUNTS = "a: count, to 20 | Số a\nb: count, to 20 | Số b"


@cache
def hundredths(low: int, high: int) -> st.SearchStrategy[Fraction]:
    """Numbers of two decimal places; the bounds are in hundredths."""
    return st.integers(low, high).map(lambda amount: Fraction(amount, 100))


@cache
def counts(low: int, high: int) -> st.SearchStrategy[Fraction]:
    """Whole numbers, as they are declared."""
    return st.integers(low, high).map(Fraction)


SHARES = st.integers(0, 1000).map(lambda amount: Fraction(amount, 1000))
DAYS = st.none() | st.integers(-800, 800).map(lambda days: date(YEAR, 1, 1) + timedelta(days))


# --- rules -------------------------------------------------------------------------------------------------------


@st.composite
def ratios(draw: st.DrawFn, maximum: Fraction) -> tuple[str, str]:
    below = draw(among(["", "; zero below 80%", "; zero below 33.3%"]))
    empty = draw(among(["full", "zero as not_done", "not applicable", "50%"]))
    places = draw(among(["", "; round 2", "; round 3 half_even", "; round 2 down"]))
    return f"ratio a / b{below}; when b = 0: {empty}{places}", COUNTS


@st.composite
def tiers(draw: st.DrawFn, maximum: Fraction) -> tuple[str, str]:
    shares = sorted(draw(st.lists(st.integers(0, 99), min_size=2, max_size=2, unique=True)))
    low = draw(among(["zero", "-0.25 as late", "-10%"]))
    rows = f"< 20% = {low}, 20%..<60.5% = {shares[0]}% as ratio, 60.5%..90% = {shares[1]}%, > 90% = full"
    return f"tiers a / (a + b) {{ {rows} }}; when a + b = 0: zero", COUNTS


@st.composite
def deadlines(draw: st.DrawFn, maximum: Fraction) -> tuple[str, str]:
    late = draw(among(["50% as late", "zero", "-0.5 as late"]))
    day = draw(among(["10/01 next year", "31/12 last year", "29/02", "05/06"]))
    rule = f"tiers late(d, {day}, extra) {{ <= 0 = full, 1..5 = {late}, > 5 = zero }}; when none(d): zero as not_done"
    return rule, "d: date | Ngày\nextra: count, to 9, default 1 | Gia hạn"


@st.composite
def choices(draw: st.DrawFn, maximum: Fraction) -> tuple[str, str]:
    share = draw(between(0, 99))
    worst = draw(among(["zero", "-0.5 as wrong_authority", "-20%"]))
    modifier = draw(among(["", "; times r", "; times r; floor -0.3", "; times r; floor 0; round 2"]))
    inputs = 'level: one of "Tốt", "Khá", "Kém" | Mức' + (
        "\nr: percent, fed by surveys.q1.3 | Tỷ lệ" if modifier else ""
    )
    return f'choose level {{ "Tốt" = full, "Khá" = {share}%, "Kém" = {worst} }}{modifier}', inputs


@st.composite
def prices(draw: st.DrawFn, maximum: Fraction) -> tuple[str, str]:
    one, other = draw(between(5, 60)), draw(between(1, 99))
    floor = draw(among(["", "; floor none", "; floor -0.5"]))
    bad = ", bad = -15%" if floor else ""
    inputs = COUNTS + ("\nbad: count, to 9, fed by last_year | Số xấu" if floor else "")
    return f"each {{ a = {one}%, b = {plain(Fraction(other, 100))}{bad} }}{floor}", inputs


@st.composite
def deductions(draw: st.DrawFn, maximum: Fraction) -> tuple[str, str]:
    floor = draw(among(["floor 0", "floor none", "floor -0.75"]))
    code = draw(among(["", " as missing_evidence"]))
    return f"deduct {{ a = 12.5% as late, b = {draw(between(1, 70))}%{code} }}; {floor}", COUNTS


@st.composite
def stairs(draw: st.DrawFn, maximum: Fraction) -> tuple[str, str]:
    start, every = draw(between(0, 9)), draw(among(["1", "2", "0.5", "3"]))
    return f"steps a + b {{ from {start} = 10%, every {every} = 9% }}", COUNTS


@st.composite
def conditions(draw: st.DrawFn, maximum: Fraction) -> tuple[str, str]:
    inputs = "ok: yes or no | Đủ\nfunded: yes or no, default yes | Có kinh phí\na: count, to 20 | Số a"
    return draw(among(["all of ok, funded, a = 0", "all of ok and (funded or a > 3)"])), inputs.replace(
        "XX", ""
    )


@st.composite
def experts(draw: st.DrawFn, maximum: Fraction) -> tuple[str, str]:
    floor = draw(among(["", "; floor -0.5"]))
    low = "-0.5" if floor else "0"
    return (
        f"expert s because why{floor}",
        f"s: number, from {low}, to {plain(maximum)} | Điểm\nwhy: text | Lý do",
    )


@st.composite
def comparisons(draw: st.DrawFn, maximum: Fraction) -> tuple[str, str]:
    end = draw(among(["best", "range"]))
    modifier = draw(among(["", "; lower is better", "; among a, b", "; when b = 0: zero as not_done"]))
    inputs = COUNTS if "b" in modifier.replace("better", "") else "a: count, to 20 | Số a"
    nothing = "" if end == "range" or "lower" in modifier else "; when a = 0: zero"
    return f"relative a to {end}{modifier}{nothing}", inputs


@st.composite
def free_formulas(draw: st.DrawFn, maximum: Fraction) -> tuple[str, str]:
    formula = draw(
        among(
            [
                "if(a > b, 1, a / 20)",
                "(a + 1) / (a + b + 1)",
                "min(1, a * 0.1)",
                "max(0, a - b) / 20",
                "floor(a / 5) / 4",
            ]
        )
    )
    inputs = COUNTS if "b" in formula else "a: count, to 20 | Số a"
    return f"points ({formula}) * {plain(maximum)}; cap full", inputs


def surveys(maximum: Fraction) -> st.SearchStrategy[tuple[str, str]]:
    rule = "ratio mean(a: 100%, b: 60%, c: 12.5%); when a + b + c = 0: not applicable"
    return st.just((rule, f"{COUNTS}\nc: count, to 20, fed by unit.population | Số c"))


@st.composite
def best_cases(draw: st.DrawFn, maximum: Fraction) -> tuple[str, str]:
    outer = draw(among(["", "; times r", "; when b = 7: zero as not_done", "; round 2"]))
    cases = "ratio a / b; when b = 0: not applicable | each { c = 30% } | deduct { c = 10%, a = 5% as late }; floor 0"
    inputs = f"{COUNTS}\nc: count, to 20 | Số c" + ("\nr: percent | Tỷ lệ" if "times" in outer else "")
    return f"best of {{ {cases} }}{outer}", inputs


RULES = (
    ratios, tiers, deadlines, choices, prices, deductions, stairs, conditions, experts, comparisons, free_formulas,
    surveys, best_cases,
)  # fmt: skip


@cache
def _of_rule(rules: Any, maximum: Fraction) -> st.SearchStrategy[tuple[str, str]]:
    return rules(maximum)


@cache
@st.composite
def rule_texts(draw: st.DrawFn, maximum: Fraction) -> Texts:
    """The fields of a sound leaf: its rule and the figures it declares."""
    rule, inputs = draw(_of_rule(draw(among(RULES)), maximum))
    return {"rule": rule, "inputs": inputs}


# --- trees -------------------------------------------------------------------------------------------------------


@cache
@st.composite
def branches(draw: st.DrawFn, number: str, depth: int) -> list[Texts]:
    """A criterion and everything below it, its maximum made from its children's."""
    if depth == 0 or draw(between(0, 2)) == 0:
        return [draw(leaves(number))]
    below = [draw(branches(f"{number}.{one}", depth - 1)) for one in range(1, draw(between(1, 3)) + 1)]
    maxima = [Fraction(children[0]["maximum"]) for children in below]
    joins = draw(among(["sum", "sum", "capped", "best"]))
    whole = max(maxima) if joins == "best" else sum(maxima, Fraction(0))
    if joins == "capped":
        whole *= draw(among([Fraction(1), Fraction(1, 2), Fraction(3, 4)]))
    return [node(number, plain(whole), children=joins), *(one for children in below for one in children)]


@cache
@st.composite
def leaves(draw: st.DrawFn, number: str) -> Texts:
    maximum = draw(among([Fraction(1), Fraction(3, 2), Fraction(2), Fraction(10), Fraction(5, 4)]))
    part = draw(among(["appraised", "appraised", "survey"]))
    rule = draw(rule_texts(maximum)) if draw(TOSS) else {}
    loss = {"loss": "missing_evidence"} if draw(between(0, 2)) == 2 else {}
    return node(number, plain(maximum), part=part, **rule, **loss)


@cache
@st.composite
def blocks(draw: st.DrawFn, number: str, part: str) -> list[Texts]:
    """A block of bonus or penalty, capped or added; a bonus may also take the best."""
    sign = -1 if part == "penalty" else 1
    maxima = draw(st.lists(among([Fraction(1, 2), Fraction(1), Fraction(2)]), min_size=1, max_size=3))
    joins = draw(among(["capped", "sum"] if part == "penalty" else ["capped", "sum", "best"]))
    whole = max(maxima) if joins == "best" else sum(maxima, Fraction(0))
    if joins == "capped":
        whole = draw(among([whole, min(maxima), whole / 2]))
    children = [
        node(f"{number}.{place}", plain(sign * amount), **draw(block_rules(part)))
        for place, amount in enumerate(maxima, start=1)
    ]
    return [node(number, plain(sign * whole), part=part, children=joins), *children]


@cache
@st.composite
def block_rules(draw: st.DrawFn, part: str) -> Texts:
    if draw(TOSS):
        return {}
    rules = (
        ["each { a = -10% }", "all of a > 3"] if part == "penalty" else ["each { a = 20% }", "ratio a / 20"]
    )
    rule = draw(among(rules)).replace("-10%", "-0.3")
    return {"rule": rule, "inputs": "a: count | Số a" if "each" in rule else "a: count, to 20 | Số a"}


@st.composite
def criteria_sets(draw: st.DrawFn) -> CriteriaSet:
    """A sound set: some domains, perhaps bonus and penalty, any of the settings."""
    domains = [draw(branches(str(one), 2)) for one in range(1, draw(between(1, 3)) + 1)]
    parts = draw(st.lists(among(["bonus", "penalty"]), unique=True, max_size=2))
    extra = [draw(blocks(str(len(domains) + place), part)) for place, part in enumerate(parts, start=1)]
    return criteria(
        *(one for domain in (*domains, *extra) for one in domain),
        survey_optional="yes",
        ties=draw(among(["competition", "dense", "ordinal"])),
        bonus_above_total=draw(among(["yes", "no"])),
        places=draw(among(["0", "2", "4"])),
        quorum=draw(among(["2/3", "75%", "1/1"])),
        majority=draw(among(["present", "members"])),
    )


# --- scores ------------------------------------------------------------------------------------------------------


def figures_of(variable: Variable) -> st.SearchStrategy[Value]:
    """Values that a unit may declare."""
    low = variable.low if variable.low is not None else Fraction(0)
    high = variable.high if variable.high is not None else Fraction(30)
    match variable.kind:
        case FigureKind.COUNT:
            return counts(int(low), int(high))
        case FigureKind.NUMBER:
            return hundredths(int(low * 100), int(high * 100))
        case FigureKind.PERCENT:
            return SHARES
        case FigureKind.DATE:
            return DAYS
        case FigureKind.YES_NO:
            return TOSS
        case FigureKind.CHOICE:
            return among(variable.options)
    return among(["Có biên bản", "Theo báo cáo"])


@st.composite
def declared(draw: st.DrawFn, leaf: Node, whole: bool = False) -> dict[str, Value]:
    """The figures of one leaf; unless `whole`, some may be missing."""
    return {
        variable.name: draw(figures_of(variable))
        for variable in leaf.variables
        if whole or draw(between(0, 9)) > 0
    }


@st.composite
def givens(draw: st.DrawFn, leaf: Node) -> LeafScore | None:
    """What is known of a leaf: points, figures, not applicable, or nothing yet."""
    ways = ["stated", "stated", "na", "pending"] + (["figures"] * 6 if leaf.rule is not None else [])
    way = draw(among(ways))
    if way == "stated":
        low, high = leaf.stated_span()
        return low + (high - low) * draw(among([Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(1)]))
    if way == "figures":
        return draw(declared(leaf))
    return NA if way == "na" else None


@st.composite
def units_of(draw: st.DrawFn, tree: CriteriaSet, most: int = 4) -> list[UnitScores]:
    """Units of one or two peer groups with anything that the rules of `tree` allow."""
    units = []
    for place in range(draw(between(1, most))):
        known = {number: draw(givens(leaf)) for number, leaf in tree.leaves.items()}
        given = {number: one for number, one in known.items() if one is not None}
        units.append(UnitScores(f"Sở {place}", given, group=draw(among(["A", "A", "B"]))))
    return units
