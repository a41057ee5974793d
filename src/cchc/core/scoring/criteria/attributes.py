"""The attributes of units as figures: how each is read, bounded and said."""

from __future__ import annotations

from cchc.core.scoring.formulas.tree import ZERO, FigureKind, Variable
from cchc.core.scoring.sources import ATTRIBUTES, Dimension
from cchc.core.words.messages import say

KINDS = {
    Dimension.COUNT: FigureKind.COUNT,
    Dimension.AMOUNT: FigureKind.NUMBER,
    Dimension.SHARE: FigureKind.PERCENT,
    Dimension.OPTION: FigureKind.TEXT,
}

FIGURES = {
    one.name: Variable(
        one.name,
        say(one.meaning),
        KINDS[one.dimension],
        one.unit,
        ZERO if one.dimension in (Dimension.COUNT, Dimension.AMOUNT) else None,
    )
    for one in ATTRIBUTES
}
MEANINGS = {one.name: one.meaning for one in ATTRIBUTES}
