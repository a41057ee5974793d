"""Letters in pictures: lines of text in the letters of the product, drawn with Pillow.

The files of the letters hold the Latin and the Vietnamese letters apart, so a line is drawn piece by piece, each in the
file that has its letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL import ImageDraw, ImageFont

Font = ImageFont.FreeTypeFont


@lru_cache(maxsize=32)
def _fonts(folder: Path, weight: int, size: int) -> tuple[Font, Font]:
    """The Latin and the Vietnamese half of one weight."""
    latin, vietnamese = (
        ImageFont.truetype(str(folder / f"be-vietnam-pro-{subset}-{weight}-normal.woff"), size)
        for subset in ("latin", "vietnamese")
    )
    return latin, vietnamese


class Pen:
    """Draws and measures lines of one weight and size."""

    def __init__(self, draw: ImageDraw.ImageDraw, folder: Path, weight: int, size: int) -> None:
        self.draw, self.size = draw, size
        self.latin, self.vietnamese = _fonts(folder, weight, size)

    def pieces(self, text: str) -> Iterator[tuple[str, Font]]:
        """The text in pieces, each with the font that has its letters."""
        for is_vietnamese, letters in groupby(text, key=_is_vietnamese):
            yield "".join(letters), self.vietnamese if is_vietnamese else self.latin

    def width(self, text: str) -> float:
        """How wide the text is, in pixels."""
        return sum(font.getlength(piece) for piece, font in self.pieces(text))

    def write(self, left: float, baseline: float, text: str, colour: str) -> float:
        """Write the text from `left` on its base line; returns where it ends."""
        for piece, font in self.pieces(text):
            self.draw.text((left, baseline), piece, font=font, fill=colour, anchor="ls")
            left += font.getlength(piece)
        return left

    def fitted(self, text: str, most: float) -> str:
        """The text, cut with an ellipsis at a word where it is wider than `most` pixels."""
        words = text.split(" ")
        while len(words) > 1 and self.width(" ".join(words)) > most:
            words = [*words[:-2], f"{words[-2].rstrip('…,')}…"]
        return " ".join(words)

    def lines(self, text: str, most: float) -> list[str]:
        """The text in at most two lines."""
        first: list[str] = []
        words = text.split(" ")
        while words and (not first or self.width(" ".join([*first, words[0]])) <= most):
            first.append(words.pop(0))
        return [" ".join(first), *([self.fitted(" ".join(words), most)] if words else [])]


def _is_vietnamese(letter: str) -> bool:
    """Whether a letter is in the Vietnamese half: what the Latin half ends before."""
    return ord(letter) > 0xFF and not 0x2000 <= ord(letter) <= 0x2215
