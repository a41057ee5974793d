"""What somebody typed for a leaf, read into what its answer is to hold; every fault of it at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from cchc.core.scoring.criteria.feeding import FedFigure
from cchc.core.scoring.criteria.figures import figure, figure_as_typed, figure_text
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.formulas.tree import FormulaFault
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import Message, say
from cchc.core.words.numbers import decimal_places, number_in_full
from cchc.core.words.numerals import DecimalSign, NumberFault, machine_number, typed_number
from cchc.scores.queries.content import text_of
from cchc.self_scoring.queries.content import AnswerContent, standing_in

NOTHING_FED: Mapping[str, FedFigure] = {}
MOST_PLACES = (
    4  # of points that a person gives: decided points with four decimals occur, with more they do not
)
TEXTS = {"reason": "reason", "provisional": "reason", "note": "title"}
"""The texts of an answer, each with its entry in the table of lengths."""


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """What somebody typed for one leaf; a part that is None stays as it is.

    `figures` are texts by the names of the figures, the empty one takes a figure away. `overrides` are the reasons for
    figures that differ from those of their sources, by name. `decimal` is the decimal sign of the page; None for texts
    in machine notation.
    """

    figures: Mapping[str, str] | None = None
    points: str | None = None
    reason: str | None = None
    provisional: str | None = None
    note: str | None = None
    overrides: Mapping[str, str] | None = None
    done: bool | None = None
    decimal: DecimalSign | None = ","


def answer_as_typed(
    leaf: Node,
    typed: TypedAnswer,
    before: AnswerContent,
    year: int,
    proposed: Mapping[str, FedFigure] = NOTHING_FED,
) -> AnswerContent:
    """Return what an answer holds after `typed` is put over what it held `before`: the points follow from the figures,
    and each figure that was typed keeps beside it what its source `proposed`.

    Raises ValidationError with every fault, by `figure-NAME`, `override-NAME`, `points`, `reason`, `provisional` and
    `note`.
    """
    reading = _Reading(leaf, typed)
    figures = reading.figures(before)
    points = reading.points(before)
    fed = reading.fed(before, figures, proposed)
    texts = {name: reading.text(name, before) for name in TEXTS}
    if reading.faults:
        raise ValidationError(dict(reading.faults))
    changed = replace(
        before,
        figures=figures,
        fed=fed,
        points=points,
        reason=texts["reason"],
        provisional=texts["provisional"],
        note=texts["note"],
        done=before.done if typed.done is None else typed.done,
    )
    if leaf.rule is None:
        return changed
    outcome = standing_in(leaf, changed, year).outcome
    return replace(changed, points="" if outcome.points is None else text_of(outcome.points))


class _Reading:
    """Reads the parts of what was typed, and keeps every fault by its field."""

    def __init__(self, leaf: Node, typed: TypedAnswer) -> None:
        self.leaf, self.typed = leaf, typed
        self.faults: dict[str, list[str]] = defaultdict(list)

    @contextmanager
    def field(self, name: str) -> Iterator[None]:
        """Keep what is refused inside the block as a fault of this field."""
        try:
            yield
        except (FormulaFault, NumberFault, RefusedText) as refused:
            whys = _whys(refused)
            self.faults[name] += [say(why, gettext, number_in_full) for why in whys]

    def figures(self, before: AnswerContent) -> dict[str, str]:
        """Return the figures as machine texts: those of before, with what was typed."""
        found = dict(before.figures)
        variables = self.leaf.declared()
        for name, text in (self.typed.figures or {}).items():
            with self.field(f"figure-{name}"):
                if name not in variables:
                    raise FormulaFault(Message("this criterion asks for no such figure"))
                tidy = accepted_text(text, MOST["figure"], lines=False).strip()
                decimal = self.typed.decimal
                if not tidy:
                    found.pop(name, None)
                    continue
                variable = variables[name]
                value = figure_as_typed(variable, tidy, decimal) if decimal else figure(variable, tidy)
                found[name] = figure_text(variable, value)
        return {name: found[name] for name in variables if name in found}

    def fed(
        self, before: AnswerContent, figures: Mapping[str, str], proposed: Mapping[str, FedFigure]
    ) -> dict[str, Mapping[str, Any]]:
        """Return what the sources said of the figures, with the reasons for those that differ."""
        found = {name: one for name, one in before.fed.items() if name in figures}
        for name in self.typed.figures or {}:
            if name in proposed and name in figures:
                found[name] = {**proposed[name].as_data(), "reason": found.get(name, {}).get("reason", "")}
        for name, why in (self.typed.overrides or {}).items():
            if name in found:
                with self.field(f"override-{name}"):
                    found[name] = {**found[name], "reason": accepted_text(why, MOST["reason"]).strip()}
        return {
            name: {**one, "reason": ""} if figures[name] == one["value"] else one
            for name, one in found.items()
        }

    def points(self, before: AnswerContent) -> str:
        """Return the points of a leaf without a rule as exact text, those of before where none were typed."""
        if self.typed.points is None:
            return before.points
        with self.field("points"):
            text = accepted_text(self.typed.points, MOST["figure"], lines=False).strip()
            if not text:
                return ""
            if self.leaf.rule is not None:
                raise FormulaFault(Message("the points of this criterion follow from its figures"))
            low, high = self.leaf.stated_span()
            decimal = self.typed.decimal
            given = typed_number(text, low, high, decimal) if decimal else machine_number(text)
            if not low <= given <= high:
                raise FormulaFault(
                    Message("{points} points are outside {low} to {high}", points=given, low=low, high=high)
                )
            places = decimal_places(given)
            if places is None or places > MOST_PLACES:
                raise FormulaFault(Message("points have at most {places} decimals", places=MOST_PLACES))
            return text_of(given)
        return before.points

    def text(self, name: str, before: AnswerContent) -> str:
        """Return a text as it is stored, that of before where it was not typed."""
        stood: str = getattr(before, name)
        typed: str | None = getattr(self.typed, name)
        if typed is None:
            return stood
        with self.field(name):
            return accepted_text(typed, MOST[TEXTS[name]], lines=name == "note").strip()
        return stood


def _whys(refused: FormulaFault | NumberFault | RefusedText) -> tuple[Message, ...]:
    if isinstance(refused, RefusedText):
        return refused.whys
    return (refused.message,) if isinstance(refused, FormulaFault) else (refused.why,)
