"""PDFium through its plain C interface: what a page holds, asked of all its signs at once.

    with PdfFile(data) as pdf:
        for number in range(len(pdf)):
            with pdf.page(number) as page:
                page.box, list(page.drawn(most, most_forms))

A question about one sign takes a fifth of a microsecond when `map` asks it, and several when Python does: places come
back in arrays. All calls hold the lock of the interpreter, because PDFium serves one thread at a time.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from ctypes import (
    PYFUNCTYPE,
    addressof,
    c_char_p,
    c_double,
    c_float,
    c_int,
    c_size_t,
    c_uint,
    c_ulong,
    c_void_p,
    cast,
    string_at,
)
from dataclasses import dataclass
from enum import IntEnum
from itertools import repeat
from typing import Any

import pypdfium2_raw as pdfium

from cchc.files.documents import stand_in

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]


class PdfLocked(Exception):
    """Raised for a PDF that opens with a password only."""


class PdfDamaged(Exception):
    """Raised for a PDF, or a page of it, that PDFium cannot open."""


class ObjectKind(IntEnum):
    """What an object of a page is, in the numbers of PDFium."""

    TEXT = 1
    PATH = 2
    PICTURE = 3
    SHADING = 4
    FORM = 5


def _function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return a function of PDFium that takes plain addresses, which is what makes it quick."""
    address = cast(getattr(pdfium, name), c_void_p).value
    if address is None:
        raise ImportError(name)
    function: Callable[..., Any] = PYFUNCTYPE(result, *arguments)(address)
    return function


_HANDLE = c_void_p
_open_document = _function("FPDF_LoadMemDocument64", _HANDLE, c_char_p, c_size_t, c_char_p)
_close_document = _function("FPDF_CloseDocument", None, _HANDLE)
_save = _function("FPDF_SaveAsCopy", c_int, _HANDLE, c_void_p, c_ulong)
_last_error = _function("FPDF_GetLastError", c_uint)
_count_pages = _function("FPDF_GetPageCount", c_int, _HANDLE)
_open_page = _function("FPDF_LoadPage", _HANDLE, _HANDLE, c_int)
_close_page = _function("FPDF_ClosePage", None, _HANDLE)
_page_box = _function("FPDF_GetPageBoundingBox", c_int, _HANDLE, c_void_p)
_count_annotations = _function("FPDFPage_GetAnnotCount", c_int, _HANDLE)
_open_annotation = _function("FPDFPage_GetAnnot", _HANDLE, _HANDLE, c_int)
_annotation_kind = _function("FPDFAnnot_GetSubtype", c_int, _HANDLE)
_close_annotation = _function("FPDFPage_CloseAnnot", None, _HANDLE)
_flatten = _function("FPDFPage_Flatten", c_int, _HANDLE, c_int)

_open_text = _function("FPDFText_LoadPage", _HANDLE, _HANDLE)
_close_text = _function("FPDFText_ClosePage", None, _HANDLE)
_count_letters = _function("FPDFText_CountChars", c_int, _HANDLE)
_code = _function("FPDFText_GetUnicode", c_uint, _HANDLE, c_int)
_owner = _function("FPDFText_GetTextObject", c_void_p, _HANDLE, c_int)
_origin = _function("FPDFText_GetCharOrigin", c_int, _HANDLE, c_int, c_void_p, c_void_p)
_loose_box = _function("FPDFText_GetLooseCharBox", c_int, _HANDLE, c_int, c_void_p)
_letter_matrix = _function("FPDFText_GetMatrix", c_int, _HANDLE, c_int, c_void_p)
_letter_size = _function("FPDFText_GetFontSize", c_double, _HANDLE, c_int)
_is_unmapped = _function("FPDFText_HasUnicodeMapError", c_int, _HANDLE, c_int)
_font_of = _function("FPDFTextObj_GetFont", c_void_p, c_void_p)
_font_width = _function("FPDFFont_GetGlyphWidth", c_int, c_void_p, c_uint, c_float, c_void_p)

_count_objects = _function("FPDFPage_CountObjects", c_int, _HANDLE)
_object = _function("FPDFPage_GetObject", c_void_p, _HANDLE, c_int)
_count_in_form = _function("FPDFFormObj_CountObjects", c_int, c_void_p)
_object_in_form = _function("FPDFFormObj_GetObject", c_void_p, c_void_p, c_uint)
_object_kind = _function("FPDFPageObj_GetType", c_int, c_void_p)
_object_matrix = _function("FPDFPageObj_GetMatrix", c_int, c_void_p, c_void_p)
_stroke_width = _function("FPDFPageObj_GetStrokeWidth", c_int, c_void_p, c_void_p)
_draw_mode = _function("FPDFPath_GetDrawMode", c_int, c_void_p, c_void_p, c_void_p)
_count_segments = _function("FPDFPath_CountSegments", c_int, c_void_p)
_segment = _function("FPDFPath_GetPathSegment", c_void_p, c_void_p, c_int)
_segment_kind = _function("FPDFPathSegment_GetType", c_int, c_void_p)
_segment_point = _function("FPDFPathSegment_GetPoint", c_int, c_void_p, c_void_p, c_void_p)
_segment_closes = _function("FPDFPathSegment_GetClose", c_int, c_void_p)

pdfium.FPDF_InitLibrary()
stand_in.install()

_WRITE_BLOCK = dict(pdfium.FPDF_FILEWRITE._fields_)["WriteBlock"]
_PASSWORD_ERRORS = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_NO_STAMPS = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)
# PDFium keeps a hyphen at the end of a line apart from the others, under this number
_HYPHEN_AT_END = 2
_UNREADABLE = "\ufffd"


class PdfFile:
    """An opened PDF. Raises `PdfLocked` or `PdfDamaged`."""

    def __init__(self, data: bytes) -> None:
        self._data = data  # PDFium reads from these bytes as long as the document is open
        self._document = _open_document(data, len(data), None)
        if not self._document:
            raise PdfLocked if _last_error() in _PASSWORD_ERRORS else PdfDamaged

    def __enter__(self) -> PdfFile:
        return self

    def __exit__(self, *_: object) -> None:
        _close_document(self._document)

    def __len__(self) -> int:
        """The number of pages."""
        return int(_count_pages(self._document))

    def unpacked(self) -> bytes:
        """Return the document with every object by itself and nothing encrypted; its streams stay packed.

        Raises `PdfDamaged`.
        """
        pieces: list[bytes] = []

        def write(_: object, place: int, length: int) -> int:
            pieces.append(string_at(place, length))
            return 1

        writer = pdfium.FPDF_FILEWRITE(version=1, WriteBlock=_WRITE_BLOCK(write))
        if not _save(self._document, addressof(writer), pdfium.FPDF_REMOVE_SECURITY):
            raise PdfDamaged
        return b"".join(pieces)

    @contextmanager
    def page(self, at: int) -> Iterator[PdfPage]:
        """Open a page, counted from 0, on which the stamps that would be printed are drawn. Raises `PdfDamaged`."""
        handle = _open_page(self._document, at)
        if handle and _has_stamps(handle) and _flatten(handle, pdfium.FLAT_PRINT) == pdfium.FLATTEN_SUCCESS:
            _close_page(handle)
            handle = _open_page(self._document, at)
        if not handle:
            raise PdfDamaged
        try:
            yield PdfPage(handle)
        finally:
            _close_page(handle)


def _has_stamps(page: int) -> bool:
    """Whether a page has annotations that may draw: stamps, signatures, filled fields, typed remarks."""
    for at in range(_count_annotations(page)):
        annotation = _open_annotation(page, at)
        kind = _annotation_kind(annotation)
        _close_annotation(annotation)
        if kind not in _NO_STAMPS:
            return True
    return False


# --- what a page holds -------------------------------------------------------------------------------------


class TooMuch(Exception):
    """Raised when a page holds more letters, strokes or forms than its reader asked for at most."""


@dataclass(slots=True)
class Script:
    """How one drawn text lies on its page: the matrix and the size of its letters, and its font.

    `letters` are those of the font by their codes: what each says, and how far it leads on, in letter sizes.
    """

    matrix: tuple[float, float, float, float]
    size: float
    letters: dict[int, tuple[str, float]]
    font: int | None


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of a page in the order in which they are drawn: for each its code, the text that it belongs to (None
    for a blank that PDFium has added), and the point where it begins."""

    codes: Sequence[int]
    owners: Sequence[int | None]
    across: Sequence[float]
    up: Sequence[float]


@dataclass(frozen=True, slots=True)
class DrawnPath:
    """A path: its straight runs of points, the width of its stroke, and whether it is filled instead of stroked."""

    runs: list[list[Point]]
    width: float
    filled: bool


@dataclass(frozen=True, slots=True)
class DrawnPicture:
    """A picture, by the area of the page that it takes, in square points."""

    area: float


class PdfPage:
    """An opened page; its points are counted from the bottom left of the paper, never turned."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        box = array("f", bytes(16))
        _page_box(handle, box.buffer_info()[0])
        left, top, right, bottom = box
        self.box = left, bottom, right, top

    @property
    def objects(self) -> int:
        """The number of texts, paths, pictures and forms, those inside forms not counted."""
        return int(_count_objects(self._handle))

    @contextmanager
    def text(self, most: int) -> Iterator[PageText]:
        """Open the text of the page. Raises `TooMuch` where it has more than `most` signs."""
        handle = _open_text(self._handle)
        try:
            if (count := _count_letters(handle)) > 2 * most:  # PDFium adds blanks and ends of lines
                raise TooMuch
            yield PageText(handle, count)
        finally:
            _close_text(handle)

    def drawn(self, most: int, most_forms: int) -> Iterator[DrawnPath | DrawnPicture]:
        """Yield paths and pictures, also those inside forms; `most` bounds their points. Raises `TooMuch`."""
        waiting = [(self._handle, _count_objects, _object, _UNMOVED)]
        points = forms = 0
        while waiting:
            holder, count, one, matrix = waiting.pop()
            for at in range(count(holder)):
                drawn = one(holder, at)
                kind = _object_kind(drawn)
                if kind == ObjectKind.PATH:
                    points += _count_segments(drawn)
                    if points > most:
                        raise TooMuch
                    yield _path(drawn, matrix)
                elif kind == ObjectKind.PICTURE:
                    yield _picture(drawn, matrix)
                elif kind == ObjectKind.FORM:
                    forms += 1
                    if forms > most_forms:
                        raise TooMuch
                    waiting.append((drawn, _count_in_form, _object_in_form, _times(_matrix(drawn), matrix)))


class PageText:
    """The opened text of a page."""

    def __init__(self, handle: int, count: int) -> None:
        self._handle = handle
        self._count = count
        self._fonts: dict[int | None, dict[int, tuple[str, float]]] = {}

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
        return Script((a, b, c, d), _letter_size(self._handle, at), self._fonts.setdefault(font, {}), font)

    def letter(self, at: int, code: int, script: Script) -> tuple[str, float]:
        """Return what a code of a font says and how far it leads on, and keep it in the letters of its script."""
        says = "-" if code == _HYPHEN_AT_END else chr(code)
        if not code or _is_unmapped(self._handle, at) == 1:
            says = _UNREADABLE
        width = array("f", (0.0, 0.0, 0.0, 0.0))
        place = width.buffer_info()[0]
        if _font_width(script.font, ord(says), 1.0, place) and width[0] > 0:
            ahead = width[0]
        else:
            _loose_box(self._handle, at, place)
            ahead = abs(width[2] - width[0]) / ((script.size * abs(script.matrix[0])) or 1.0)
        script.letters[code] = says, ahead
        return says, ahead


# --- paths -------------------------------------------------------------------------------------------------

_UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_LINE, _BEZIER = pdfium.FPDF_SEGMENT_LINETO, pdfium.FPDF_SEGMENT_BEZIERTO


def _matrix(drawn: int) -> Matrix:
    matrix = array("f", bytes(24))
    _object_matrix(drawn, matrix.buffer_info()[0])
    a, b, c, d, e, f = matrix
    return a, b, c, d, e, f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the matrix that does what `inner` does, and then what `outer` does."""
    a, b, c, d, e, f = inner
    across, up = _moved((e, f), outer)
    p, q, r, s = outer[:4]
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, across, up


def _moved(point: Point, matrix: Matrix) -> Point:
    x, y = point
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _path(drawn: int, outer: Matrix) -> DrawnPath:
    matrix = _matrix(drawn)
    matrix = matrix if outer is _UNMOVED else _times(matrix, outer)
    numbers, how = array("f", (0.0, 0.0)), array("i", (0, 0))
    x, mode = numbers.buffer_info()[0], how.buffer_info()[0]
    runs: list[list[Point]] = []
    for at in range(_count_segments(drawn)):
        segment = _segment(drawn, at)
        _segment_point(segment, x, x + 4)
        point = _moved((numbers[0], numbers[1]), matrix)
        if _segment_kind(segment) == _LINE and runs:
            runs[-1].append(point)
        else:  # a curve is no straight stroke: what follows it begins where it ends
            runs.append([point])
        if _segment_closes(segment):
            runs[-1].append(runs[-1][0])
    _draw_mode(drawn, mode, mode + 4)
    if not how[1]:
        return DrawnPath(runs, 0.0, bool(how[0]))
    _stroke_width(drawn, x)
    breadth = max(abs(matrix[0]) + abs(matrix[1]), abs(matrix[2]) + abs(matrix[3]))
    return DrawnPath(runs, numbers[0] * breadth, False)


def _picture(drawn: int, outer: Matrix) -> DrawnPicture:
    """A picture is the unit square under its matrix."""
    a, b, c, d, _, _ = _times(_matrix(drawn), outer)
    return DrawnPicture(abs(a * d - b * c))
