"""Cross-checks of declared figures: what must hold between the figures of one leaf, whatever its rule makes of them.

Every door asks `broken_checks`: points files, the form of a correction, the place where a rule is tried, scripts.
"""

from __future__ import annotations

from cchc.core.scoring.criteria.figures import figure_words
from cchc.core.scoring.criteria.tree import CrossCheck, Node
from cchc.core.scoring.formulas.analysis import names
from cchc.core.scoring.formulas.tree import Figures, FormulaFault, Undeclared
from cchc.core.scoring.rules.words import formula_words, listed
from cchc.core.words.messages import Message


def broken_checks(leaf: Node, figures: Figures) -> tuple[Message, ...]:
    """The cross-checks of `leaf` that its declared `figures` break, each in words with the figures; none: all hold.

    Defaults count as declared. A check that needs a figure which is not declared yet, a day that is declared as none,
    or a quotient by 0 is not decided, and not broken.
    """
    if not leaf.checks:
        return ()
    whole = {**leaf.defaults, **figures}
    return tuple(broken_words(leaf, check, whole) for check in leaf.checks if is_broken(check, whole))


def refuse_broken(leaf: Node, figures: Figures) -> None:
    """Raise `FormulaFault` with every cross-check of `leaf` that `figures` break."""
    broken = broken_checks(leaf, figures)
    if broken:
        raise FormulaFault(Message("{broken}", broken=listed(broken)))


def is_broken(check: CrossCheck, figures: Figures) -> bool:
    """Whether the condition is decided by `figures`, and does not hold."""
    try:
        return not check.condition.value(figures)
    except (Undeclared, FormulaFault):
        return False


def broken_words(leaf: Node, check: CrossCheck, figures: Figures) -> Message:
    """The sentence of a broken cross-check: what should hold, and what is declared instead."""
    variables = leaf.declared()
    declared = listed(
        [
            Message(
                "{label}: {value}",
                label=variables[name].label,
                value=figure_words(variables[name], figures[name]),
            )
            for name in names(check.condition)
            if name in figures
        ]
    )
    if check.message:
        return Message("{message} (declared: {figures})", message=check.message, figures=declared)
    return Message(
        "these figures contradict each other; it must hold that {condition}; declared: {figures}",
        condition=formula_words(check.condition, variables), figures=declared,
    )  # fmt: skip


def check_words(check: CrossCheck, leaf: Node) -> Message:
    """A cross-check as an official reads it: its own message, or its condition in words."""
    if check.message:
        return Message("{message}", message=check.message)
    return Message("{condition}", condition=formula_words(check.condition, leaf.declared()))
