"""A whole rule: what holds first (`when`), the shape, its modifiers, and the losses they add up to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from cchc.core.scoring.formulas.analysis import Span, names, product_span, span, walk
from cchc.core.scoring.formulas.tree import (
    ONE,
    YEAR,
    ZERO,
    Figures,
    Formula,
    FormulaFault,
    Late,
    Name,
    Undeclared,
    Variable,
    amount_of,
)
from cchc.core.scoring.rules.peers import Relative
from cchc.core.scoring.rules.shapes import AllOf, Choose, Expert, Points, Ratio
from cchc.core.scoring.rules.steps import clipped_amount, note, note_product
from cchc.core.scoring.rules.values import (
    NOT_APPLICABLE,
    PENDING,
    Deduction,
    Loss,
    Outcome,
    PeerRange,
    RuleLine,
    Shape,
    ShapeResult,
    Step,
    Terms,
    Worth,
    code_suffix,
    difference,
)
from cchc.core.words.messages import Message
from cchc.core.words.numbers import rounded_number


@dataclass(frozen=True)
class When(RuleLine):
    """A condition that decides before the shape: nothing occurred, something was never done."""

    condition: Formula
    worth: Worth | None  # None: not applicable
    code: str | None = None

    def __str__(self) -> str:
        return f"when {self.condition}: {self.worth or 'not applicable'}{code_suffix(self.code)}"


@dataclass(frozen=True)
class Multiplier(RuleLine):
    """The line of a multiplier (`times`, `factor`): its loss stands beside those of the shape."""

    formula: Formula


@dataclass(frozen=True)
class Rule:
    """A shape with its modifiers; `apply` is the one way from figures to points."""

    shape: Shape
    whens: tuple[When, ...] = ()
    times: Formula | None = None
    factor: Choose | None = None
    places: int | None = None
    rounding: str = "half_up"
    floor: Worth | None = None
    cap: Worth | None = None
    floorless: bool = False

    def formulas(self) -> tuple[Formula, ...]:
        """Every formula of the rule, conditions and modifiers included."""
        more = [when.condition for when in self.whens]
        if self.times is not None:
            more.append(self.times)
        if self.factor is not None:
            more.append(Name(self.factor.name))
        return (*self.shape.formulas(), *more)

    def names(self) -> tuple[str, ...]:
        """The declared figures that the rule uses, each once."""
        return tuple(dict.fromkeys(name for formula in self.formulas() for name in names(formula)))

    @cached_property
    def unmodified(self) -> bool:
        """Whether the shape alone gives the points, and keeps them between 0 and the maximum."""
        modifiers = (self.times, self.factor, self.floor, self.cap, self.places)
        return isinstance(self.shape, (Ratio, Relative, AllOf)) and all(one is None for one in modifiers)

    @cached_property
    def takes_deadline(self) -> bool:
        """Whether the rule counts days from a deadline, and so needs the cycle's year among the figures."""
        return any(isinstance(part, Late) for formula in self.formulas() for part in walk(formula))

    def holding_when(self, figures: Figures) -> When | None:
        """The first `when` whose condition holds; raises `Undeclared` where that cannot be told yet."""
        for when in self.whens:
            if when.condition.value(figures):
                return when
        return None

    def compared_values(self, figures: Figures) -> list[Fraction]:
        """The values that a unit brings into its peer group: none where a `when` holds, or while it is pending."""
        if not isinstance(self.shape, Relative):
            return []
        try:
            return self.shape.compared_values(figures) if self.holding_when(figures) is None else []
        except Undeclared:
            return []

    def apply(
        self,
        figures: Figures,
        terms: Terms,
        peer_range: PeerRange | None = None,
        steps: list[Step] | None = None,
    ) -> Outcome:
        """Points and coded losses for `figures` (percents as ratios); `steps`, when given, receives the derivation.

        Pending as soon as a figure is asked for that is not declared. Raises `FormulaFault` where the rule does not say
        what to do: a divisor of 0, points above the maximum.
        """
        try:
            when = self.holding_when(figures)
            if when is not None:
                return self.outcome_of_when(when, terms, steps)
            given = self.shape.apply(figures, terms, peer_range, steps)
            if given is None:
                return NOT_APPLICABLE
            points, taken = given
            if not self.unmodified:
                points, taken = self.modify(points, taken, figures, terms, steps)
                within(points, terms, self)
        except Undeclared:
            return PENDING
        return Outcome(points, losses_of(points, taken, self, terms))

    def outcome_of_when(self, when: When, terms: Terms, steps: list[Step] | None) -> Outcome:
        """The outcome of a `when` that holds, whatever the shape would give."""
        if when.worth is None:
            return NOT_APPLICABLE
        points = when.worth.points(terms.maximum)
        if steps is not None:
            note(steps, Message("{condition}", condition=str(when.condition)), None, points)
        within(points, terms, self)
        return Outcome(points, losses_of(points, (Deduction(when.code, None, when),), self, terms))

    def modify(
        self,
        points: Fraction,
        taken: Sequence[Deduction],
        figures: Figures,
        terms: Terms,
        steps: list[Step] | None,
    ) -> ShapeResult:
        """`points` after times, factor, floor, cap and rounding, in this order, with what the multipliers take."""
        for formula, share in self.multipliers(figures):
            if steps is not None:
                note_product(steps, Message("× {formula}", formula=str(formula)), points, share)
            if points * share < points:
                taken = [*self.amounts_of(taken, points, terms), lost_to(formula, points - points * share)]
            points *= share
        points = clipped_amount(steps, points, *self.limits(terms))
        if self.places is not None:
            points = rounded_number(points, self.places, self.rounding)
            if steps is not None:
                note(steps, Message("Rounded to {places} places", places=self.places), None, points)
        return points, taken

    def multipliers(self, figures: Figures) -> Iterator[tuple[Formula, Fraction]]:
        """By what the points of the shape are multiplied, and how much that is here."""
        if self.times is not None:
            yield self.times, amount_of(self.times, figures)
        if self.factor is not None:
            yield Name(self.factor.name), self.factor.chosen_row(figures).worth.points(ONE)

    def amounts_of(self, taken: Sequence[Deduction], points: Fraction, terms: Terms) -> Iterator[Deduction]:
        """The deductions of the shape so far, in amounts, so that a multiplier's can stand beside them."""
        for one in taken or [Deduction(None, None, self.shape)]:
            amount = one.points if one.points is not None else terms.ceiling - points
            if amount > 0:
                yield one._replace(points=amount)

    def limits(self, terms: Terms) -> Span:
        """The stated floor and cap; where none is stated, those of the leaf for shapes that clip.

        A multiplier (`times`) never lifts points above the maximum, and takes nothing from a stated negative worth.
        """
        floor = self.floor.points(terms.maximum) if self.floor else None
        cap = self.cap.points(terms.maximum) if self.cap else None
        if floor is None and self.shape.clips and not self.floorless:
            floor = terms.bottom
        if cap is None and (self.shape.clips or self.times is not None):
            cap = terms.ceiling
        return floor, cap

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        """Bounds of the points that the rule can give (true, not always tight); None where it cannot be decided."""
        bounds = self.shape.span(terms, variables)
        if self.times is not None:
            bounds = product_span(bounds, span(self.times, variables))
        if self.factor is not None:
            bounds = product_span(bounds, self.factor.span(Terms(ONE), variables))
        floor, cap = self.limits(terms)
        low, high = narrowed(bounds[0], floor, cap, floor), narrowed(bounds[1], floor, cap, cap)
        worths = [when.worth.points(terms.maximum) for when in self.whens if when.worth is not None]
        return (
            None if low is None else min([low, *worths]),
            None if high is None else max([high, *worths]),
        )

    def __str__(self) -> str:
        clauses = [str(self.shape), *map(str, self.whens)]
        if self.times is not None:
            clauses.append(f"times {self.times}")
        if self.factor is not None:
            clauses.append(str(self.factor).replace("choose", "factor", 1))
        if self.floorless:
            clauses.append("floor none")
        if self.floor is not None:
            clauses.append(f"floor {self.floor}")
        if self.cap is not None:
            clauses.append(f"cap {self.cap}")
        if self.places is not None:
            clauses.append(f"round {self.places}{'' if self.rounding == 'half_up' else f' {self.rounding}'}")
        return "; ".join(clauses)


def narrowed(
    end: Fraction | None, floor: Fraction | None, cap: Fraction | None, open_end: Fraction | None
) -> Fraction | None:
    """One end of a span after a floor and a cap; an end without bound becomes the `open_end`."""
    if end is None:
        return open_end
    if floor is not None:
        end = max(end, floor)
    return end if cap is None else min(end, cap)


@dataclass(frozen=True, slots=True)
class BestOf(Shape):
    """The highest of several rules; cases whose figures are not declared stay out, so do cases not applicable."""

    rules: tuple[Rule, ...]

    def code(self) -> str:
        return self.rules[0].shape.code()

    def formulas(self) -> tuple[Formula, ...]:
        return tuple(formula for rule in self.rules for formula in rule.formulas())

    def apply(
        self, figures: Figures, terms: Terms, peer_range: PeerRange | None, steps: list[Step] | None
    ) -> ShapeResult | None:
        best: tuple[Fraction, tuple[Loss, ...], list[Step]] | None = None
        pending = False
        for rule in self.rules:
            trace: list[Step] = []
            outcome = rule.apply(figures, terms, peer_range, None if steps is None else trace)
            pending = pending or outcome is PENDING
            if outcome.points is not None and (best is None or outcome.points > best[0]):
                best = (outcome.points, outcome.losses, trace)
        if best is None:
            if pending:
                raise Undeclared
            return None
        points, losses, trace = best
        if steps is not None:
            steps += trace
            note(steps, Message("The best of {count} cases", count=len(self.rules)), None, points)
        return points, [Deduction(loss.code, loss.points, loss.line or self) for loss in losses]

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        lows, highs = zip(*(rule.span(terms, variables) for rule in self.rules), strict=True)
        return (
            None if None in lows else min(lows),
            None if None in highs else max(highs),
        )

    def __str__(self) -> str:
        return f"best of {{ {' | '.join(map(str, self.rules))} }}"


def lost_to(multiplier: Formula, points: Fraction) -> Deduction:
    return Deduction("ratio", points, Multiplier(multiplier))


def within(points: Fraction, terms: Terms, rule: Rule) -> None:
    """Refuse points above the maximum, or below what a leaf may take; the rule must then state its cap or floor."""
    if points > terms.ceiling:
        raise FormulaFault(
            Message("the rule gives {points} points, above the maximum of {maximum}; it needs a cap",
                    points=points, maximum=terms.ceiling)
        )  # fmt: skip
    if points < terms.bottom and (terms.maximum < 0 or needs_floor(rule)):
        raise FormulaFault(
            Message("the rule gives {points} points, below {lowest}; it needs a floor",
                    points=points, lowest=terms.bottom)
        )  # fmt: skip


def needs_floor(rule: Rule) -> bool:
    """Whether points below 0 come from a free figure, and no floor allows them."""
    return isinstance(rule.shape, (Points, Expert)) and rule.floor is None and not rule.floorless


def losses_of(points: Fraction, taken: Sequence[Deduction], rule: Rule, terms: Terms) -> tuple[Loss, ...]:
    """The losses by code: together always maximum − points, in the proportions of `taken`."""
    lost = difference(terms.ceiling, points)
    if not lost:
        return ()
    default = terms.code or rule.shape.code()
    if not taken:
        return (Loss(terms.number, default, lost, rule.shape),)
    if len(taken) == 1:
        only = taken[0]
        return (Loss(terms.number, only.code or default, lost, only.line),)
    whole = sum((one.points for one in taken if one.points is not None), ZERO)
    return tuple(
        Loss(terms.number, one.code or default, one.points * lost / whole, one.line)
        for one in taken
        if one.points
    )


def with_year(figures: Figures, year: int) -> Figures:
    """`figures` and the year of the cycle, from which deadlines count."""
    return {**figures, YEAR: Fraction(year)}
