"""What verifying found: each figure that is not what follows from the others, and what could not be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from cchc.core.words.messages import Message
from cchc.releases.exchange.canonical import exact_text
from cchc.releases.exchange.content import PublicAccount


@dataclass(frozen=True, slots=True)
class FigureDifference:
    """A figure that is not what was recomputed: the unit (its name, or the document or peer group that is meant), the
    number of the criterion ("": as a whole), what it is, both values as exact texts ("": none), and what the bundle
    calls the criterion ("": it does not say)."""

    unit: str
    node: str
    what: Message
    printed: str | Message
    computed: str | Message
    criterion: str = ""


AMOUNTS = {
    "maximum": Message("maximum points"),
    "bonus": Message("bonus"),
    "points": Message("points"),
    "pending": Message("points not scored yet"),
    "penalty": Message("penalty points"),
    "survey": Message("points from surveys"),
    "waiting": Message("criteria not scored yet"),
}
LOST = Message("sum of the losses")


@dataclass
class Comparing:
    """A comparison under way: how many figures were compared, and those that differ."""

    compared: int = 0
    differences: list[FigureDifference] = field(default_factory=list)

    def figure(self, unit: str, node: str, what: Message, printed: Any, computed: Any) -> None:
        """Compare one figure."""
        self.compared += 1
        if printed != computed:
            self.differences.append(
                FigureDifference(unit, node, what, value_text(printed), value_text(computed))
            )

    def account(self, unit: str, node: str, printed: PublicAccount, computed: PublicAccount) -> None:
        """Compare each amount of an account, and its losses by code."""
        for name, words in AMOUNTS.items():
            self.figure(unit, node, words, getattr(printed, name), getattr(computed, name))
        self.losses(unit, node, printed.losses, computed.losses)

    def losses(
        self, unit: str, node: str, printed: Mapping[str, Fraction], computed: Mapping[str, Fraction]
    ) -> None:
        """Compare losses by code."""
        for code in sorted({*printed, *computed}):
            what = Message("loss “{code}”", code=code)
            self.figure(unit, node, what, printed.get(code), computed.get(code))

    def law(self, unit: str, node: str, account: PublicAccount) -> None:
        """Compare what an account lost with maximum + bonus − points − pending."""
        left = account.maximum + account.bonus - account.points - account.pending
        self.figure(unit, node, LOST, account.lost, left)


def value_text(value: Any) -> str | Message:
    """Return a value as a difference names it: numbers exact, lists by their members, words as they are."""
    if value is None or isinstance(value, Message):
        return value or ""
    if isinstance(value, Fraction):
        return exact_text(value)
    if isinstance(value, (tuple, list)):
        return " · ".join(str(value_text(one)) for one in value)
    return str(value)
