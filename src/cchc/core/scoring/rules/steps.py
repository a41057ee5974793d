"""Steps of a derivation: what is noted while a shape computes its points."""

from __future__ import annotations

from fractions import Fraction

from cchc.core.scoring.formulas.analysis import text_with_figures
from cchc.core.scoring.formulas.tree import Figures, Formula, Late, Name, Number
from cchc.core.scoring.rules.values import Step
from cchc.core.words.messages import Message


def note(steps: list[Step], what: Message, expression: str | None, value: Fraction) -> None:
    """One more step of the derivation."""
    steps.append(Step(what, expression, value))


def note_product(steps: list[Step], what: Message, one: Fraction, other: Fraction) -> None:
    steps.append(Step(what, f"{Number(one)} * {Number(other)}", one * other))


def note_amount(steps: list[Step], formula: Formula, figures: Figures, amount: Fraction) -> None:
    """The formula with its figures in place; a lone figure is already among the inputs."""
    if isinstance(formula, Late):
        deadline = formula.deadline(figures)
        note(steps, Message("Days after {deadline}", deadline=f"{deadline:%d/%m/%Y}"), None, amount)
    elif not isinstance(formula, (Name, Number)):
        note(steps, Message("{formula}", formula=str(formula)), text_with_figures(formula, figures), amount)


def clipped_amount(
    steps: list[Step] | None, amount: Fraction, floor: Fraction | None, cap: Fraction | None
) -> Fraction:
    """`amount` held between `floor` and `cap`, a step noted when that changed it."""
    if cap is not None and amount > cap:
        if steps is not None:
            note(steps, Message("At most {cap}", cap=cap), f"min({Number(amount)}, {Number(cap)})", cap)
        return cap
    if floor is not None and amount < floor:
        if steps is not None:
            note(
                steps,
                Message("At least {floor}", floor=floor),
                f"max({Number(amount)}, {Number(floor)})",
                floor,
            )
        return floor
    return amount
