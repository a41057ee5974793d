"""The laws of a good set: lengths, order, sums, blocks, bands, rules that fit, worked examples that come out.

They are asked of every set that is taken in, and not again of one that was: laws may grow stricter, old sets stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from cchc.core.scoring.checks.check import Check
from cchc.core.scoring.criteria.derivation import derivation_from
from cchc.core.scoring.criteria.document import Document, Field, Fields
from cchc.core.scoring.criteria.lines import written_number
from cchc.core.scoring.criteria.tree import Aggregation, CriteriaSet, CrossCheck, Example, Grade, Node, Part
from cchc.core.scoring.formulas.analysis import names
from cchc.core.scoring.formulas.shares import bare_beside_shares
from cchc.core.scoring.formulas.tree import HUNDRED, ZERO, FigureKind, FormulaFault, Variable, amount_text
from cchc.core.scoring.formulas.truth import certain_answer
from cchc.core.scoring.rules.analysis import faults_of
from cchc.core.scoring.rules.bands import faults_above, faults_below, inner_faults, ordered_bands
from cchc.core.scoring.rules.rule import Rule
from cchc.core.scoring.rules.values import number_words
from cchc.core.scoring.sources import DIMENSION_WORDS, Dimension, KnownSource, kind_of, source_in_catalogue
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import Message
from cchc.core.words.names import sort_key

LENGTHS_OF_SET = {"id": "set_id", "version": "set_version", "title": "set_title"}
LENGTHS_OF_GRADE = {"name": "grade"}
LENGTHS_OF_NODE = {"number": "leaf", "name": "node"}


def check_lengths(check: Check, document: Document) -> None:
    """Refuse texts that are longer than they are kept, or hold signs that no text holds."""
    parts = (
        (LENGTHS_OF_SET, [document.settings]),
        (LENGTHS_OF_GRADE, document.grades),
        (LENGTHS_OF_NODE, document.nodes),
    )
    for kinds, many in parts:
        for name, field in (one for fields in many for one in fields.items()):
            try:
                accepted_text(field.text, MOST[kinds.get(name, "cell")])
            except RefusedText as untaken:
                for why in untaken.whys:
                    check.breach(Field(untaken.found, field.place), untaken.expected, why)


def check_total(check: Check, document: Document, criteria: CriteriaSet) -> None:
    """The stated total against the sum of the domains."""
    field = document.settings.get("total")
    if field is None or not criteria.nodes:
        return
    total = check.value(field, Message("points"), written_number)
    if total is not None and total != criteria.total:
        check.breach(
            field,
            Message("{total}", total=criteria.total),
            Message(
                "the domains add up to {sum}, not to the stated total of {total}",
                sum=criteria.total,
                total=total,
            ),
        )


# Columns of a points form: one for each figure, or for the points of a leaf without figures. A table file is read up to
# 2,000 columns, of which the form needs a few for the unit.
MOST_FIGURES = 1_900


def check_figures(check: Check, document: Document, criteria: CriteriaSet) -> None:
    """No more figures than a points form can hold in its columns."""
    columns = sum(len(leaf.variables) or 1 for leaf in criteria.leaves.values())
    if columns > MOST_FIGURES:
        check.breach(
            document.place,
            Message("at most {most} figures in all criteria together", most=MOST_FIGURES),
            Message(
                "the points form of this set would have {columns} columns, and no table of more than {most} is read; "
                "ask for fewer figures, or divide the set",
                columns=columns, most=MOST_FIGURES,
            ),
        )  # fmt: skip


def check_percent_bounds(check: Check, variable: Variable, field: Field) -> None:
    """Bounds and defaults of a percent up to 1 say with a percent sign which of two readings is meant."""
    if variable.kind is not FigureKind.PERCENT:
        return
    ends = (variable.low, variable.high, variable.default)
    for end in dict.fromkeys(
        one for one in ends if isinstance(one, Fraction) and 0 < one <= Fraction(1, 100)
    ):
        text = amount_text(end * HUNDRED)
        if f"{text}%" not in field.text.replace(" ", ""):
            why = Message(
                "{text} means {text} percent here; write {text}%, or {other}% where that is meant",
                text=text, other=amount_text(end * HUNDRED * HUNDRED),
            )  # fmt: skip
            check.breach(field, Message("bounds of a percent in percent"), why)


FITTING = {
    Dimension.COUNT: frozenset({FigureKind.COUNT, FigureKind.NUMBER}),
    Dimension.AMOUNT: frozenset({FigureKind.NUMBER}),
    Dimension.SHARE: frozenset({FigureKind.PERCENT}),
    Dimension.OPTION: frozenset({FigureKind.CHOICE, FigureKind.TEXT}),
    Dimension.SAME: frozenset(FigureKind),
    Dimension.OWN: frozenset(FigureKind),
}


def check_source(check: Check, variable: Variable, field: Field) -> None:
    """The source that feeds a figure is one of its kind, and gives what the figure holds."""
    if variable.fed_by is None:
        return
    source, kind = source_in_catalogue(variable.fed_by), kind_of(variable.fed_by)
    if source is None:
        names = tuple(f"{kind.name}.{item.name}" for item in kind.items)
        check.breach(
            field,
            Message("one of: {allowed}", allowed=names),
            Message('"{found}" is not among the sources of its kind', found=str(variable.fed_by)),
        )
    elif (why := why_unfit(variable, source)) is not None:
        check.breach(field, Message("a figure that this source can feed"), why)


def why_unfit(variable: Variable, source: KnownSource) -> Message | None:
    """Why `source` cannot feed `variable`: another kind of figure or another unit of measure; None where it can.

    What is counted may be called otherwise ("người", "nhân khẩu"), what is measured may not (km², ha).
    """
    if variable.kind not in FITTING[source.dimension]:
        return Message(
            '{source} gives {dimension}, and "{name}" holds something else; '
            "declare another kind of figure, or feed it from elsewhere",
            source=str(source.name), dimension=DIMENSION_WORDS[source.dimension], name=variable.name,
        )  # fmt: skip
    if source.dimension is Dimension.AMOUNT and source.unit and variable.unit != source.unit:
        return Message(
            '{source} is measured in {unit}; write of "{unit}" for "{name}"',
            source=str(source.name), unit=source.unit, name=variable.name,
        )  # fmt: skip
    return None


def check_grades(
    check: Check, grades: Sequence[tuple[Grade, Field]], nodes: tuple[Node, ...], bonus_above_total: bool
) -> None:
    """Grades cover every index that can be, each once: a bonus may lift it above 100, a penalty take it below 0."""
    expected = Message("bands that cover every index that can be, once")
    bands = [grade.band for grade, _field in grades]
    fields = {grade.band: field for grade, field in grades}
    for why in inner_faults(bands, whole=False):
        check.breach(grades[0][1], expected, why)
    ordered = ordered_bands(bands)
    if not ordered:
        return
    first, last = ordered[0], ordered[-1]
    leaves = [leaf for node in nodes for leaf in node.leaves()]
    lifted = bonus_above_total and any(leaf.part is Part.BONUS for leaf in leaves)
    for why in faults_below(first, ZERO):
        check.breach(fields[first], expected, why)
    for why in faults_above(last, None if lifted else HUNDRED):
        check.breach(fields[last], expected, why)
    if first.low is not None and first.starts_below(ZERO) and any(sinks_below_zero(leaf) for leaf in leaves):
        why = Message(
            "nothing is said below {edge}, where a penalty or points below 0 can lead; "
            "let the lowest class have no lower end",
            edge=number_words(first.low),
        )
        check.breach(fields[first], expected, why)


def sinks_below_zero(leaf: Node) -> bool:
    """Whether a leaf can take points from the others: a penalty, or a rule with points below 0."""
    return leaf.stated_span()[0] < ZERO


def check_order(check: Check, siblings: list[Field]) -> None:
    """Siblings in ascending order of their numbers, I, V and X read as Roman numbers or as letters, as fits better."""
    pieces = [piece for field in siblings for piece in re.findall(r"[^\W\d_]+", field.text)]
    roman = all(ROMAN.fullmatch(piece.upper()) for piece in pieces)
    readings = (
        [pair for pair in pairwise(siblings) if is_descending(pair, reading)]
        for reading in (roman, not roman)
    )
    misplaced = min(readings, key=len)
    for one, other in misplaced:
        check.breach(
            other,
            Message("ascending numbers"),
            Message("{number} stands after {before}", number=other.text, before=one.text),
        )


def is_descending(pair: tuple[Field, Field], roman: bool) -> bool:
    """Whether the second number of a pair belongs before the first."""
    one, other = (number_order(field.text, roman) for field in pair)
    return other < one


def check_blocks(check: Check, node: Node, fields: Fields) -> None:
    """Bonus and penalty stand in blocks of their own, or beside criteria that are added."""
    blocks = [leaf for leaf in node.leaves() if leaf.in_block]
    if node.in_block or not blocks:
        return
    if len(blocks) == len(list(node.leaves())) and node.maximum:
        check.breach(
            fields.get("maximum", fields["number"]),
            Message("0"),
            Message(
                "everything below {number} is bonus or penalty and stands outside the maximum",
                number=node.number,
            ),
        )
    if node.aggregation is not Aggregation.SUM:
        check.breach(
            fields.get("children", fields["number"]),
            Message("children that are added"),
            Message("{leaf} is a bonus or penalty and cannot stand below {number}, whose children are not added",
                    leaf=blocks[0].number, number=node.number),
        )  # fmt: skip


def check_sum(check: Check, node: Node, fields: Fields) -> None:
    """The maxima of the children against the parent's: equal if added, not less if capped, the best if best-of."""
    field = fields.get("maximum")
    counted = [child for child in node.children if child.in_block == node.in_block]
    if field is None or not counted:
        return
    maxima = [abs(child.maximum) for child in counted]
    whole = max(maxima) if node.aggregation is Aggregation.BEST else sum(maxima, ZERO)
    fits = (
        whole >= abs(node.maximum) if node.aggregation is Aggregation.CAPPED else whole == abs(node.maximum)
    )
    if fits:
        return
    found = whole if node.maximum >= 0 else -whole
    if node.aggregation is Aggregation.BEST:
        why = Message("the best child of {number} has {sum}, the criterion itself {maximum}",
                      number=node.number, sum=found, maximum=node.maximum)  # fmt: skip
    else:
        why = Message("the children of {number} add up to {sum}, not to its maximum of {maximum}",
                      number=node.number, sum=found, maximum=node.maximum)  # fmt: skip
    check.breach(field, Message("{sum}", sum=found), why)


def is_rule_lawful(check: Check, node: Node, rule: Rule, field: Field) -> bool:
    """Whether the rule fits its figures and its maximum, each fault noted."""
    found = [] if check.lawful else list(faults_of(rule, node.terms, node.declared()))
    if not check.lawful and not found and node.part is Part.BONUS:
        found = list(bonus_faults(rule, node))
    for why in found:
        check.breach(field, Message("a rule that fits its figures and its maximum"), why)
    return not found


def bonus_faults(rule: Rule, node: Node) -> Iterator[Message]:
    """A bonus that can take points: what it took would be no loss of anybody's account."""
    low = rule.span(node.terms, node.declared())[0]
    if low is None or low < 0:
        yield Message(
            "a bonus gives 0 or more, and this rule can give less; write floor 0, "
            "and let what is taken be a penalty of its own"
        )


def check_used(check: Check, node: Node, fields: Fields) -> None:
    """Every declared figure used by the rule, or by a cross-check."""
    used = set(node.rule.names()) if node.rule else set()
    used |= {name for one in node.checks for name in names(one.condition)}
    for variable in node.variables:
        if variable.name not in used:
            check.breach(
                fields["inputs"],
                Message("a figure that the rule uses"),
                Message('"{name}" is declared and the rule does not use it', name=variable.name),
            )


def check_cross_check(
    check: Check,
    cross_check: CrossCheck,
    before: Sequence[CrossCheck],
    variables: Mapping[str, Variable],
    field: Field,
) -> None:
    """A cross-check asks for figures, finds something, lets something through, and stands once."""
    condition = cross_check.condition
    expected = Message("a condition that some figures keep and others break")
    answer = certain_answer(condition, variables)
    faults = list(dict.fromkeys(bare_beside_shares(condition, variables)))
    if not names(condition):
        faults = [Message("the cross-check asks for no figure")]
    elif not faults and answer is not None:
        faults = [ALWAYS_HOLDS if answer else NEVER_HOLDS]
    if any(condition == one.condition for one in before):
        faults.append(Message("the same cross-check stands twice"))
    for why in faults:
        check.breach(field, expected, why)


ALWAYS_HOLDS = Message("every figure within its bounds keeps this cross-check: it finds nothing")
NEVER_HOLDS = Message("no figure within its bounds keeps this cross-check: nothing could be declared")


def is_example_right(check: Check, node: Node, example: Example, field: Field) -> bool:
    """Whether the rule gives what the worked example states; the fault noted where it does not."""
    try:
        outcome = derivation_from(node, example.figures, example.peer_range).outcome
    except FormulaFault as fault:
        check.fault(field, Message("points"), fault.message)
        return False
    if outcome.without == "pending":
        check.fault(
            field, Message("every figure that the rule needs"), Message("the example leaves figures out")
        )
        return False
    if outcome.points != example.points:
        expected = result_words(example.points)
        check.fault(
            field, expected, Message("the rule gives {found}, the example says {expected}",
                                     found=result_words(outcome.points), expected=expected)
        )  # fmt: skip
        return False
    return True


def result_words(points: Fraction | None) -> Message:
    return Message("not applicable") if points is None else Message("{points} points", points=points)


def number_order(number: str, roman: bool = True) -> tuple[tuple[int, int, str], ...]:
    """The order of criterion numbers: 1.9 before 1.10, đ behind d; with `roman` also II before III and I before IV.

    >>> sorted(["1.10", "1.9", "1.2"], key=number_order)
    ['1.2', '1.9', '1.10']
    """
    return tuple(
        piece_order(piece, roman)
        for part in number.split(".")
        for piece in re.findall(r"\d+|[^\W\d_]+", part)
    )


ROMAN = re.compile(r"(?=.)X{0,3}(IX|IV|V?I{0,3})")
ROMAN_VALUE = {"I": 1, "V": 5, "X": 10}


def piece_order(piece: str, roman: bool = True) -> tuple[int, int, str]:
    if piece.isdigit():
        return (0, int(piece), "")
    if roman and ROMAN.fullmatch(piece.upper()):
        values = [ROMAN_VALUE[letter] for letter in piece.upper()]
        signed = [-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True)]
        return (1, sum(signed), "")
    return (2, len(piece), sort_key(piece))
