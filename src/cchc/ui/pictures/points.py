"""The points bar: obtained solid, each loss hatched by its code, pending pale, bonus beyond the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext

from cchc.core.scoring.rules.values import LOSS_CODES, LOSS_WORDS
from cchc.core.words.numbers import printed_number

SOLID = frozenset({"solid", "pending", "outside", "bonus"})


@dataclass(frozen=True, slots=True)
class PointsBar:
    """The amounts of one node's points bar, in points.

    `appraised`, `survey`, the `losses` (code, amount) and `pending` must sum to `maximum`, which is the applicable
    maximum; `not_applicable` and `bonus` stand outside it.
    """

    maximum: Fraction
    appraised: Fraction = Fraction(0)
    survey: Fraction = Fraction(0)
    losses: tuple[tuple[str, Fraction], ...] = ()
    pending: Fraction = Fraction(0)
    not_applicable: Fraction = Fraction(0)
    bonus: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        parts = (
            self.appraised
            + self.survey
            + self.pending
            + sum((amount for _code, amount in self.losses), Fraction(0))
        )
        if parts != self.maximum:
            raise ValueError(f"the parts sum to {parts}, the maximum is {self.maximum}")


def loss_word(code: str) -> str:
    """Return the name of a loss code in the reader's language."""
    return gettext(LOSS_WORDS.get(code, LOSS_WORDS["stated"]).text)


def points_bar(
    bar: PointsBar, width: int = 320, height: int = 14, scale: Fraction | None = None
) -> SafeString:
    """Return one bar: obtained solid, each loss hatched by its code, pending pale, not applicable an empty outline,
    bonus beyond the end.

    `scale` is the number of points that `width` stands for (bars of one table share it); by default all that is drawn
    of this bar: where a penalty takes more than was obtained, that is more than the maximum.
    """
    parts = _segments(bar)
    whole = scale if scale is not None else _drawn_amount(parts)
    return _drawn(parts, whole, points_in_words(bar), width, height)


def losses_bar(bar: PointsBar, scale: Fraction, width: int = 320, height: int = 14) -> SafeString:
    """Return the lost part of a bar alone, each loss hatched by its code.

    `scale` is the number of points that `width` stands for, the same for all rows of a table.
    """
    return _drawn(_losses(bar), scale, losses_in_words(bar), width, height)


def _drawn_amount(parts: Sequence[tuple[str, Fraction]]) -> Fraction:
    return sum((amount for _kind, amount in parts if amount > 0), Fraction(0))


def _drawn(
    parts: Sequence[tuple[str, Fraction]], whole: Fraction, title: str, width: int, height: int
) -> SafeString:
    unit = (width - 2) / float(whole) if whole > 0 else 0.0
    at, drawn = 1.0, []
    for kind, amount in parts:
        size = float(amount) * unit
        if size > 0:
            drawn.append(f'<rect {_look(kind)} x="{at:.2f}" y="1" width="{size:.2f}" height="{height - 2}"/>')
            at += size
    return mark_safe(  # noqa: S308 - the title is escaped, the rest is our own
        f'<svg class="pb" role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<title>{escape(title)}</title>{''.join(drawn)}</svg>"
    )


def _segments(bar: PointsBar) -> list[tuple[str, Fraction]]:
    """Return the parts from left to right: obtained, lost and pending points up to the maximum, then the parts
    outside it."""
    inside = [("solid", bar.appraised), ("asked", bar.survey), *_losses(bar), ("pending", bar.pending)]
    return [*inside, ("outside", bar.not_applicable), ("bonus", bar.bonus)]


def _losses(bar: PointsBar) -> list[tuple[str, Fraction]]:
    """Return the losses of a bar in its order, under codes that have a hatch."""
    return [(code if code in LOSS_CODES else "stated", amount) for code, amount in bar.losses]


def _look(kind: str) -> str:
    """Return the class of a part; the hatches are in the page itself, where a style sheet could not find them."""
    if kind in SOLID:
        return f'class="pb-{kind}"'
    return f'class="pb-{"asked" if kind == "asked" else "loss"}" fill="url(#h-{kind})"'


def points_key(bar: PointsBar) -> SafeString:
    """Return the legend of a points bar and of those of its parts: what occurs in it, and nothing else."""
    occurring = dict.fromkeys(kind for kind, amount in _segments(bar) if amount)
    return _key((kind, _WORDS_OF_PARTS.get(kind, kind)) for kind in occurring)


def losses_key(codes: Iterable[str] = LOSS_CODES) -> SafeString:
    """Return the legend of bars of the lost part alone, of the losses in `codes`."""
    return _key((code, code) for code in codes if code in LOSS_CODES)


_WORDS_OF_PARTS = {"solid": "appraised", "asked": "survey part"}
"""The parts of a bar that are called otherwise than they look."""


def _key(parts: Iterable[tuple[str, str]]) -> SafeString:
    words = _words(get_language() or "vi")
    items = "".join(
        f'<li><svg class="pb" aria-hidden="true" width="22" height="12"><rect {_look(kind)} '
        f'x="1" y="1" width="20" height="10"/></svg>{escape(words[word])}</li>'
        for kind, word in parts
    )
    return mark_safe(f'<ul class="key">{items}</ul>')  # noqa: S308 - escaped above


def points_in_words(bar: PointsBar) -> str:
    """Return the numbers of a points bar as one sentence; parts that are zero are left out."""
    words = _words(get_language() or "vi")
    sign, group = tuple(words["signs"])
    parts = [
        ("appraised", bar.appraised),
        ("survey part", bar.survey),
        *_losses(bar),
        ("pending", bar.pending),
        ("outside", bar.not_applicable),
        ("bonus", bar.bonus),
    ]
    said = [f"{words[name]} {printed_number(amount, 2, sign, group)}" for name, amount in parts if amount]
    head = words["head"] % {
        "points": printed_number(bar.appraised + bar.survey + bar.bonus, 2, sign, group),
        "maximum": printed_number(bar.maximum, 2, sign, group),
    }
    return f"{head}: {'; '.join(said)}" if said else head


def losses_in_words(bar: PointsBar) -> str:
    """Return the losses of a points bar as one sentence."""
    words = _words(get_language() or "vi")
    sign, group = tuple(words["signs"])
    said = [
        f"{words[name]} {printed_number(amount, 2, sign, group)}" for name, amount in _losses(bar) if amount
    ]
    return "; ".join(said) if said else words["nothing lost"]


@lru_cache(maxsize=8)
def _words(language: str) -> dict[str, str]:
    """Return the words of the points bar in one language, looked up once: a ranking draws 150 bars."""
    return {
        "signs": ",." if language.startswith("vi") else ".,",
        "head": gettext("%(points)s of %(maximum)s points"),
        "appraised": pgettext("points", "appraised"),
        "survey part": pgettext("points", "survey"),
        "pending": pgettext("points", "pending"),
        "outside": pgettext("points", "not applicable"),
        "bonus": pgettext("points", "bonus"),
        "nothing lost": gettext("Nothing lost."),
        **{code: loss_word(code) for code in LOSS_CODES},
    }
