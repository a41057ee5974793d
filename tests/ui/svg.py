"""What a picture shows, read back from its SVG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from hypothesis import strategies as st

SLACK = 0.06  # places are printed with one or two decimals
XML_TEXT = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
ACROSS, DOWN = ("x", "x1", "x2", "cx"), ("y", "y1", "y2", "cy")


def names() -> st.SearchStrategy[str]:
    """Names as anybody may type them, with what means something in a page."""
    plain = st.text(XML_TEXT, min_size=1, max_size=60).map(str.strip).filter(bool)
    return st.one_of(
        plain, st.sampled_from(["<b>", "a & b", "</title>", "\"'><script>", "Xã Tân Lập", "&lt;"])
    )


def parsed(svg: str) -> ElementTree.Element:
    """The picture; raises ParseError when it is not well formed."""
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    """All texts of a picture."""
    return [text for text in parsed(svg).itertext() if text]


def title(svg: str) -> str:
    """What a picture says to those who do not see it."""
    return parsed(svg).findtext("title") or ""


def of_class(svg: str, name: str) -> list[ElementTree.Element]:
    """The shapes with this class."""
    return [shape for shape in parsed(svg).iter() if name in shape.get("class", "").split()]


@dataclass(frozen=True, slots=True)
class Box:
    """How far a shape reaches to the right and down; in pixels, or in percent of a picture that is as wide as its
    place."""

    left: float
    right: float
    top: float
    bottom: float


def boxes(picture: ElementTree.Element) -> Iterator[Box]:
    """The boxes of the shapes; of a text only where it begins."""
    for shape in picture.iter():
        if shape is picture or shape.tag in ("use", "symbol"):
            continue
        across = [_number(shape.get(name)) for name in ACROSS if name in shape.attrib]
        down = [_number(shape.get(name)) for name in DOWN if name in shape.attrib]
        if shape.tag == "polyline":
            points = [tuple(map(float, point.split(","))) for point in shape.get("points", "").split()]
            across, down = [x for x, _y in points], [y for _x, y in points]
        radius = float(shape.get("r", 0))
        wide = _number(shape.get("width")) if shape.tag == "rect" else 0.0
        high = _number(shape.get("height")) if shape.tag == "rect" and "y" in shape.attrib else 0.0
        if across or down:
            across, down = across or [0.0], down or [0.0]
            yield Box(
                min(across) - radius,
                max(across) + radius + wide,
                min(down) - radius,
                max(down) + radius + high,
            )


def _number(text: str | None) -> float:
    return float((text or "0").removesuffix("%"))


def stands_inside(svg: str, width: float, height: float) -> bool:
    """Whether every shape of a picture stands inside it."""
    return all(
        box.left >= -SLACK
        and box.top >= -SLACK
        and box.right <= width + SLACK
        and box.bottom <= height + SLACK
        for box in boxes(parsed(svg))
    )
