"""The leaves of a set: declared figures, the rule and the worked examples that prove it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cchc.core.scoring.checks.check import Check
from cchc.core.scoring.checks.laws import (
    check_cross_check,
    check_percent_bounds,
    check_source,
    check_used,
    is_example_right,
    is_rule_lawful,
)
from cchc.core.scoring.criteria.document import Field, Fields
from cchc.core.scoring.criteria.lines import parsed_cross_check, parsed_example, parsed_variable
from cchc.core.scoring.criteria.tree import CrossCheck, Example, Node
from cchc.core.scoring.formulas.analysis import Sort, demand_one, dimension
from cchc.core.scoring.formulas.tree import Variable
from cchc.core.scoring.rules.reading import parsed_rule
from cchc.core.words.messages import Message


def read_leaf(check: Check, bare: Node, fields: Fields) -> Node:
    """The leaf with its figures, rule and worked examples."""
    variables = variables_of(check, fields)
    field = fields.get("rule")
    rule = check.value(field, Message("a rule"), parsed_rule) if field else None
    node = replace(bare, variables=variables, rule=rule)
    node = replace(node, checks=cross_checks_of(check, node, fields))
    if field is not None and rule is not None:
        fits = is_rule_lawful(check, node, rule, field)
        check_used(check, node, fields)
        if fits:
            return replace(node, examples=examples_of(check, node, fields))
    elif variables and field is None:
        check.fault(
            fields["inputs"], Message("a rule"), Message("figures are declared, but no rule uses them")
        )
    return node


def variables_of(check: Check, fields: Fields) -> tuple[Variable, ...]:
    """The declared figures of a leaf, one a line."""
    field = fields.get("inputs")
    if field is None:
        return ()
    found: dict[str, Variable] = {}
    for line in filter(None, map(str.strip, field.text.splitlines())):
        variable = check.value(Field(line, field.place), Message("name: kind | label"), parsed_variable)
        if variable is None:
            continue
        if variable.name in found:
            check.fault(
                field,
                Message("each name once"),
                Message('"{name}" is declared twice', name=variable.name),
            )
        check_percent_bounds(check, variable, Field(line, field.place))
        check_source(check, variable, Field(line, field.place))
        found[variable.name] = variable
    return tuple(found.values())


def cross_checks_of(check: Check, node: Node, fields: Fields) -> tuple[CrossCheck, ...]:
    """The cross-checks of a leaf, one a line, a fault for each that cannot be meant."""
    field = fields.get("checks")
    if field is None:
        return ()
    variables = node.declared()
    found: list[CrossCheck] = []
    for line in filter(None, map(str.strip, field.text.splitlines())):
        at = Field(line, field.place)
        expected = Message("a condition on the figures of the criterion, such as handled <= received")
        cross_check = check.value(at, expected, lambda text: fitting_cross_check(text, variables))
        if cross_check is not None:
            check_cross_check(check, cross_check, found, variables, at)
            found.append(cross_check)
    return tuple(found)


def fitting_cross_check(line: str, variables: Mapping[str, Variable]) -> CrossCheck:
    """The cross-check that a line writes; raises `FormulaFault` where it is no condition on these figures."""
    cross_check = parsed_cross_check(line)
    demand_one(cross_check.condition, Sort.CONDITION, variables)
    dimension(cross_check.condition, variables)
    return cross_check


def examples_of(check: Check, node: Node, fields: Fields) -> tuple[Example, ...]:
    """The worked examples, a fault for each that does not come out."""
    field = fields.get("examples")
    if field is None:
        return ()
    declared = node.declared()
    found = []
    for line in filter(None, map(str.strip, field.text.splitlines())):
        at = Field(line, field.place)
        example = check.value(
            at, Message("name = value; … -> points"), lambda text: parsed_example(text, declared)
        )
        if example is not None and (check.lawful or is_example_right(check, node, example, at)):
            found.append(example)
    return tuple(found)
