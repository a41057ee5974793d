"""The text of a page of a PDF: all its signs with their places, and what each says.

Letters of the fonts of the 1990s (.VnTime, VNI) are brought to Unicode by the name of the font.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import addressof, c_double, c_float, c_int, c_size_t, c_uint, c_void_p, create_string_buffer
from dataclasses import dataclass
from itertools import repeat

from cchc.files.documents.pdfium_calls import HANDLE, TooMuch, function
from cchc.files.old_fonts import OldEncoding, decoded_letter, encoding_of_font, has_unicode_letters

_open_text = function("FPDFText_LoadPage", HANDLE, HANDLE)
_close_text = function("FPDFText_ClosePage", None, HANDLE)
_count_letters = function("FPDFText_CountChars", c_int, HANDLE)
_code = function("FPDFText_GetUnicode", c_uint, HANDLE, c_int)
_owner = function("FPDFText_GetTextObject", c_void_p, HANDLE, c_int)
_origin = function("FPDFText_GetCharOrigin", c_int, HANDLE, c_int, c_void_p, c_void_p)
_loose_box = function("FPDFText_GetLooseCharBox", c_int, HANDLE, c_int, c_void_p)
_letter_matrix = function("FPDFText_GetMatrix", c_int, HANDLE, c_int, c_void_p)
_letter_size = function("FPDFText_GetFontSize", c_double, HANDLE, c_int)
_is_unmapped = function("FPDFText_HasUnicodeMapError", c_int, HANDLE, c_int)
_font_of = function("FPDFTextObj_GetFont", c_void_p, c_void_p)
_font_name = function("FPDFFont_GetBaseFontName", c_size_t, c_void_p, c_void_p, c_size_t)
_font_width = function("FPDFFont_GetGlyphWidth", c_int, c_void_p, c_uint, c_float, c_void_p)

# PDFium keeps a hyphen at the end of a line apart from the others, under this number
_HYPHEN_AT_END = 2
_SOFT_HYPHEN = "\u00ad"
_UNREADABLE = "\ufffd"
_MOST_NAME = 200  # bytes of the name of a font


@dataclass(slots=True)
class Script:
    """How one drawn text lies on its page: the matrix and the size of its letters, and its font.

    `letters` are those of the font by their codes: what each says, and how far it leads on, in letter sizes.
    `old`: the table of a font of the 1990s that draws Vietnamese letters in the places of others, and whether it draws
    capitals.
    """

    matrix: tuple[float, float, float, float]
    size: float
    letters: dict[int, tuple[str, float]]
    font: int | None
    old: tuple[OldEncoding, bool] | None = None


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of a page in the order in which they are drawn: for each its code, the text that it belongs to (None
    for a blank that PDFium has added), and the point where it begins."""

    codes: Sequence[int]
    owners: Sequence[int | None]
    across: Sequence[float]
    up: Sequence[float]


@contextmanager
def text_of_page(page: int, most: int) -> Iterator[PageText]:
    """Open the text of a page. Raises `TooMuch` where it has more than `most` signs."""
    handle = _open_text(page)
    try:
        if (count := _count_letters(handle)) > 2 * most:  # PDFium adds blanks and ends of lines
            raise TooMuch
        yield PageText(handle, count)
    finally:
        _close_text(handle)


class PageText:
    """The opened text of a page."""

    def __init__(self, handle: int, count: int) -> None:
        self._handle = handle
        self._count = count
        self._fonts: dict[int | None, dict[int, tuple[str, float]]] = {}
        self._old: dict[int | None, tuple[OldEncoding, bool] | None] = {}

    def signs(self) -> Signs:
        """Return all signs."""
        handle, count = repeat(self._handle), self._count
        places = array("d", bytes(16 * count))
        begin = places.buffer_info()[0]
        across, up = range(begin, begin + 16 * count, 16), range(begin + 8, begin + 8 + 16 * count, 16)
        deque(map(_origin, handle, range(count), across, up), maxlen=0)
        codes = [*map(_code, handle, range(count))]
        owners = [*map(_owner, handle, range(count))]
        return Signs(codes, owners, places[::2], places[1::2])

    def script(self, at: int, owner: int) -> Script:
        """Return how the text `owner` lies on the page, of which the sign `at` is one."""
        matrix = array("f", bytes(24))
        _letter_matrix(self._handle, at, matrix.buffer_info()[0])
        font = _font_of(owner)
        a, b, c, d = matrix[:4]
        if font not in self._fonts:
            self._fonts[font], self._old[font] = {}, self._old_letters(font)
        return Script((a, b, c, d), _letter_size(self._handle, at), self._fonts[font], font, self._old[font])

    def _old_letters(self, font: int | None) -> tuple[OldEncoding, bool] | None:
        """Return the table of a font of the 1990s, by its name. A font that writes letters which only Unicode has bears
        its name from before the document was converted."""
        name = create_string_buffer(_MOST_NAME)
        _font_name(font, addressof(name), _MOST_NAME)
        found = encoding_of_font(name.value.decode("utf-8", "replace"))
        if found is None:
            return None
        by_owner = {
            owner: _font_of(owner)
            for owner in {*map(_owner, repeat(self._handle), range(self._count))}
            if owner
        }
        codes = (
            _code(self._handle, at)
            for at in range(self._count)
            if by_owner.get(_owner(self._handle, at)) == font
        )
        return None if has_unicode_letters("".join(map(chr, codes))) else found

    def letter(self, at: int, code: int, script: Script) -> tuple[str, float]:
        """Return what a code of a font says and how far it leads on, and keep it in the letters of its script."""
        says = "-" if code == _HYPHEN_AT_END else chr(code)
        if not code or (script.old is None and _is_unmapped(self._handle, at) == 1):
            says = _UNREADABLE
        width = array("f", (0.0, 0.0, 0.0, 0.0))
        place = width.buffer_info()[0]
        if _font_width(script.font, ord(says), 1.0, place) and width[0] > 0:
            ahead = width[0]
        else:
            _loose_box(self._handle, at, place)
            ahead = abs(width[2] - width[0]) / ((script.size * abs(script.matrix[0])) or 1.0)
        if script.old and code:
            encoding, capitals = script.old
            # a soft hyphen is the "ư" of TCVN3; fonts of symbols keep their signs from U+F000 on
            sign = (
                _SOFT_HYPHEN
                if code == _HYPHEN_AT_END
                else chr(code - 0xF000 if 0xF020 <= code <= 0xF0FF else code)
            )
            says = decoded_letter(sign, encoding, capitals=capitals)
        script.letters[code] = says, ahead
        return says, ahead
