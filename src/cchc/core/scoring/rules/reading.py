"""Reading rules: from one line of text to a `Rule`, or to the character where the text stops being one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from cchc.core.scoring.formulas.reading import Reader, arithmetic, condition, number
from cchc.core.scoring.formulas.tree import ONE, ZERO, Formula, FormulaFault, Number
from cchc.core.scoring.rules.peers import Relative
from cchc.core.scoring.rules.prices import Deduct, Each
from cchc.core.scoring.rules.rule import BestOf, Rule, When
from cchc.core.scoring.rules.shapes import AllOf, Choose, Expert, Points, Ratio, Steps, Tiers
from cchc.core.scoring.rules.values import LOSS_CODES, Band, RuleRow, Shape, Worth
from cchc.core.words.messages import Message
from cchc.core.words.numbers import ROUNDINGS

DEEPEST_BEST_OF = 5
MOST_PLACES = 6


def parsed_rule(text: str) -> Rule:
    """The rule that `text` writes; raises `FormulaFault` naming the character where it stops being one.

    >>> from fractions import Fraction
    >>> from cchc.core.scoring.rules.values import Terms
    >>> rule = parsed_rule("ratio done / total; zero below 80%; when total = 0: full")
    >>> rule.apply({"done": Fraction(9), "total": Fraction(10)}, Terms(Fraction("1.5"))).points
    Fraction(27, 20)
    """
    reader = Reader(text)
    rule = read_rule(reader)
    if reader.here.kind != "end":
        reader.refuse(Message('";" or the end of the rule'))
    return rule


def parsed_band(text: str) -> Band:
    """The band that `text` writes.

    >>> parsed_band("80..<90") == parsed_band("80 .. < 90")
    True
    """
    reader = Reader(text)
    band = read_band(reader)
    if reader.here.kind != "end":
        reader.refuse(Message("the end of the band"))
    return band


@dataclass
class Draft:
    """A rule while it is read: the shape so far, and the clauses met."""

    shape: Shape
    whens: list[When] = field(default_factory=list)
    times: Formula | None = None
    factor: Choose | None = None
    places: int | None = None
    rounding: str = "half_up"
    floor: Worth | None = None
    cap: Worth | None = None
    floorless: bool = False

    def rule(self) -> Rule:
        return Rule(
            self.shape, tuple(self.whens), self.times, self.factor, self.places, self.rounding, self.floor, self.cap,
            self.floorless,
        )  # fmt: skip


def read_rule(reader: Reader) -> Rule:
    draft = Draft(read_shape(reader))
    while reader.takes(";"):
        if reader.here.kind == "end" or reader.sees("}") or reader.sees("|"):
            break
        read_clause(reader, draft)
    return draft.rule()


def read_shape(reader: Reader) -> Shape:
    for words, read in SHAPES:
        if reader.takes(*words):
            return read(reader)
    reader.refuse(
        Message("choose, tiers, ratio, each, deduct, steps, all of, best of, expert, relative or points")
    )


def read_rows(reader: Reader, label: Callable[[Reader], Band | str]) -> tuple[RuleRow, ...]:
    def row(reader: Reader) -> RuleRow:
        found = label(reader)
        reader.expects("=")
        return RuleRow(found, read_worth(reader), read_code(reader))

    reader.expects("{")
    rows = reader.several(row)
    reader.expects("}")
    return rows


def read_worth(reader: Reader) -> Worth:
    if reader.takes("full"):
        return Worth(ONE, share=True)
    if reader.takes("zero"):
        return Worth(ZERO)
    amount = read_number(reader)
    return Worth(amount.amount, share=amount.percent)


def read_number(reader: Reader) -> Number:
    minus = reader.takes("-")
    amount = number(reader)
    return Number(-amount.amount, amount.percent) if minus else amount


def read_code(reader: Reader) -> str | None:
    if not reader.takes("as"):
        return None
    if reader.here.text not in LOSS_CODES:
        reader.refuse(Message("a loss code: {codes}", codes=LOSS_CODES))
    return reader.next().text


def read_band(reader: Reader) -> Band:
    if reader.takes("="):
        exact = read_number(reader)
        return Band(exact, True, exact, True)
    if reader.takes(">="):
        return Band(read_number(reader), True, None, False)
    if reader.takes("<="):
        return Band(None, False, read_number(reader), True)
    if reader.takes("<"):
        return Band(None, False, read_number(reader), False)
    return read_interval(reader)


def read_interval(reader: Reader) -> Band:
    """Read ``> 90``, ``70..90`` or ``>70..<90``."""
    open_below = reader.takes(">")
    low = read_number(reader)
    if not reader.takes(".."):
        if open_below:
            return Band(low, False, None, False)
        reader.refuse(Message('".." between the ends of a band'))
    open_above = reader.takes("<")
    return Band(low, not open_below, read_number(reader), not open_above)


def read_choose(reader: Reader) -> Choose:
    return Choose(reader.name(), read_rows(reader, Reader.string))


def read_tiers(reader: Reader) -> Tiers:
    return Tiers(arithmetic(reader), read_rows(reader, read_band))


def read_ratio(reader: Reader) -> Ratio:
    return Ratio(arithmetic(reader))


def read_each(reader: Reader) -> Each:
    return Each(read_rows(reader, Reader.name))


def read_deduct(reader: Reader) -> Deduct:
    return Deduct(read_rows(reader, Reader.name))


def read_all_of(reader: Reader) -> AllOf:
    return AllOf(reader.several(condition))


def read_points(reader: Reader) -> Points:
    return Points(arithmetic(reader))


def read_steps(reader: Reader) -> Steps:
    formula = arithmetic(reader)
    reader.expects("{")
    reader.expects("from")
    start = read_number(reader)
    reader.expects("=")
    base = read_worth(reader)
    reader.expects(",")
    reader.expects("every")
    place = reader.here.position
    every = read_number(reader)
    if every.amount <= 0:
        reader.refuse_decimal_comma(range(reader.at, reader.at + 1))
        raise FormulaFault(Message("a step must be above 0"), place)
    reader.expects("=")
    gain = read_worth(reader)
    reader.expects("}")
    return Steps(formula, start, base, every, gain)


def read_best(reader: Reader) -> BestOf:
    reader.expects("{")
    reader.depth += 1
    if reader.depth > DEEPEST_BEST_OF:
        reader.refuse(Message("at most {most} rules inside each other", most=DEEPEST_BEST_OF))
    rules = [read_rule(reader)]
    while reader.takes("|"):
        rules.append(read_rule(reader))
    reader.depth -= 1
    reader.expects("}")
    return BestOf(tuple(rules))


def read_expert(reader: Reader) -> Expert:
    score = reader.name()
    reader.expects("because")
    return Expert(score, reader.name())


def read_relative(reader: Reader) -> Relative:
    formula = arithmetic(reader)
    reader.expects("to")
    if not (reader.sees("best") or reader.sees("range")):
        reader.refuse(Message("best or range"))
    return Relative(formula, reader.next().text == "range")


SHAPES: tuple[tuple[tuple[str, ...], Callable[[Reader], Shape]], ...] = (
    (("choose",), read_choose),
    (("tiers",), read_tiers),
    (("ratio",), read_ratio),
    (("each",), read_each),
    (("deduct",), read_deduct),
    (("steps",), read_steps),
    (("all", "of"), read_all_of),
    (("best", "of"), read_best),
    (("expert",), read_expert),
    (("relative",), read_relative),
    (("points",), read_points),
)


def read_when(reader: Reader) -> When:
    holds = condition(reader)
    reader.expects(":")
    if reader.takes("not", "applicable"):
        return When(holds, None)
    return When(holds, read_worth(reader), read_code(reader))


def read_clause(reader: Reader, draft: Draft) -> None:
    """One clause after a ";", put into the draft; each but `when` stands once."""
    if reader.takes("when"):
        draft.whens.append(read_when(reader))
    elif not (read_of_shape(reader, draft) or read_modifier(reader, draft)):
        reader.refuse(
            Message("when, or times, factor, floor, cap, round or a modifier of this shape, each once")
        )


def read_of_shape(reader: Reader, draft: Draft) -> bool:
    """A clause that belongs to the shape itself; whether there was one."""
    shape = draft.shape
    if isinstance(shape, Ratio) and shape.zero_below is None and reader.takes("zero", "below"):
        draft.shape = replace(shape, zero_below=read_number(reader))
    elif isinstance(shape, Relative) and not shape.lower_is_better and reader.takes("lower", "is", "better"):
        draft.shape = replace(shape, lower_is_better=True)
    elif isinstance(shape, Relative) and not shape.among and reader.takes("among"):
        draft.shape = replace(shape, among=reader.several(arithmetic))
    else:
        return False
    return True


def read_modifier(reader: Reader, draft: Draft) -> bool:
    """A clause that any shape may have; whether there was one."""
    if draft.times is None and reader.takes("times"):
        draft.times = arithmetic(reader)
    elif draft.factor is None and reader.takes("factor"):
        draft.factor = read_choose(reader)
    elif draft.floor is None and not draft.floorless and reader.takes("floor", "none"):
        draft.floorless = True
    elif draft.floor is None and not draft.floorless and reader.takes("floor"):
        draft.floor = read_worth(reader)
    elif draft.cap is None and reader.takes("cap"):
        draft.cap = read_worth(reader)
    elif draft.places is None and reader.takes("round"):
        read_rounding(reader, draft)
    else:
        return False
    return True


def read_rounding(reader: Reader, draft: Draft) -> None:
    places = number(reader)
    if places.percent or places.amount.denominator != 1 or places.amount > MOST_PLACES:
        reader.refuse(Message("0 to {most} places", most=MOST_PLACES))
    draft.places = int(places.amount)
    if reader.here.kind == "name":
        if reader.here.text not in ROUNDINGS:
            reader.refuse(Message("a rounding rule: {rules}", rules=ROUNDINGS))
        draft.rounding = reader.next().text
