"""Runs of a Word document in fonts of the 1990s, their letters brought to Unicode where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from xml.etree import ElementTree

from cchc.files.old_fonts import decoded, encoding_of_font, has_unicode_letters

_FONTS = ("ascii", "hAnsi", "cs")
_SYMBOLS = 0xF000  # fonts of symbols keep their 256 signs from here on
_MOST_PARENTS = 20  # styles above a style


def decode_old_fonts(root: ElementTree.Element, styles: ElementTree.Element | None) -> None:
    """Bring the letters of runs in such fonts to Unicode, in place.

    A font whose runs hold letters that only Unicode has is left alone: its name stayed when the document was converted.
    """
    known = _Styles(styles)
    runs: dict[str, list[ElementTree.Element]] = defaultdict(list)
    for paragraph in root.iter():
        if _local(paragraph) == "p":
            base = known.font_of_paragraph(paragraph)
            for run in _runs(paragraph):
                font = known.font_of_run(run) or base
                if encoding_of_font(font):
                    runs[font].append(run)
    for font, held in runs.items():
        found = encoding_of_font(font)
        if found and not any(has_unicode_letters(text.text or "") for run in held for text in _texts(run)):
            for run in held:
                for text in _texts(run):
                    text.text = decoded(_without_symbols(text.text or ""), found[0], capitals=found[1])


def _without_symbols(text: str) -> str:
    return "".join(chr(ord(one) - _SYMBOLS) if 0xF020 <= ord(one) <= 0xF0FF else one for one in text)


def _texts(run: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Yield the texts of a run; the sign of "ư" in TCVN3 is a soft hyphen, which Word keeps as an element."""
    for one in run:
        name = _local(one)
        if name == "softHyphen":
            one.tag, one.text = one.tag.replace("softHyphen", "t"), "\u00ad"
        if name in ("t", "softHyphen"):
            yield one


def _runs(paragraph: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Yield the runs of a paragraph, not those of paragraphs in its text boxes."""
    for one in paragraph:
        name = _local(one)
        if name == "r":
            yield one
        elif name not in ("p", "pPr", "txbxContent"):
            yield from _runs(one)


class _Styles:
    """The font of each style of a document, and of a text without one."""

    def __init__(self, root: ElementTree.Element | None) -> None:
        self._styles: dict[str, ElementTree.Element] = {}
        self._default = ""
        self._usual = ""
        for one in root if root is not None else ():
            name = _local(one)
            if name == "docDefaults":
                self._default = next((_font(props) for props in one.iter() if _local(props) == "rPr"), "")
            elif name == "style":
                self._styles[_value(one, "styleId")] = one
                if _value(one, "type") == "paragraph" and _value(one, "default") in ("1", "true"):
                    self._usual = _value(one, "styleId")

    def font_of_paragraph(self, paragraph: ElementTree.Element) -> str:
        """The font of a paragraph whose runs name none."""
        named = _value(_child(_child(paragraph, "pPr"), "pStyle"), "val") or self._usual
        return self._of(named) or self._default

    def font_of_run(self, run: ElementTree.Element) -> str:
        """The font that a run names, itself or by its style; empty where it names none."""
        properties = _child(run, "rPr")
        return _font(properties) or self._of(_value(_child(properties, "rStyle"), "val"))

    def _of(self, name: str) -> str:
        for _ in range(_MOST_PARENTS):
            style = self._styles.get(name)
            if style is None:
                return ""
            if font := _font(_child(style, "rPr")):
                return font
            name = _value(_child(style, "basedOn"), "val")
        return ""


def _font(properties: ElementTree.Element | None) -> str:
    fonts = _child(properties, "rFonts")
    return next((font for name in _FONTS if (font := _value(fonts, name))), "")


def _child(element: ElementTree.Element | None, name: str) -> ElementTree.Element | None:
    return None if element is None else next((one for one in element if _local(one) == name), None)


def _value(element: ElementTree.Element | None, name: str) -> str:
    found = element.attrib.items() if element is not None else ()
    return next((value for key, value in found if key.rpartition("}")[2] == name), "")


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
