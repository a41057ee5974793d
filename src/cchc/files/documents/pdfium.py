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
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import addressof, c_char_p, c_int, c_size_t, c_uint, c_ulong, c_void_p, string_at
from dataclasses import dataclass
from enum import IntEnum

import pypdfium2_raw as pdfium

from cchc.files.documents.pdf_text import PageText, text_of_page
from cchc.files.documents.pdfium_calls import HANDLE, TooMuch, function

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


_open_document = function("FPDF_LoadMemDocument64", HANDLE, c_char_p, c_size_t, c_char_p)
_close_document = function("FPDF_CloseDocument", None, HANDLE)
_save = function("FPDF_SaveAsCopy", c_int, HANDLE, c_void_p, c_ulong)
_last_error = function("FPDF_GetLastError", c_uint)
_count_pages = function("FPDF_GetPageCount", c_int, HANDLE)
_open_page = function("FPDF_LoadPage", HANDLE, HANDLE, c_int)
_close_page = function("FPDF_ClosePage", None, HANDLE)
_page_box = function("FPDF_GetPageBoundingBox", c_int, HANDLE, c_void_p)
_count_annotations = function("FPDFPage_GetAnnotCount", c_int, HANDLE)
_open_annotation = function("FPDFPage_GetAnnot", HANDLE, HANDLE, c_int)
_annotation_kind = function("FPDFAnnot_GetSubtype", c_int, HANDLE)
_close_annotation = function("FPDFPage_CloseAnnot", None, HANDLE)
_flatten = function("FPDFPage_Flatten", c_int, HANDLE, c_int)

_count_objects = function("FPDFPage_CountObjects", c_int, HANDLE)
_object = function("FPDFPage_GetObject", c_void_p, HANDLE, c_int)
_count_in_form = function("FPDFFormObj_CountObjects", c_int, c_void_p)
_object_in_form = function("FPDFFormObj_GetObject", c_void_p, c_void_p, c_uint)
_object_kind = function("FPDFPageObj_GetType", c_int, c_void_p)
_object_matrix = function("FPDFPageObj_GetMatrix", c_int, c_void_p, c_void_p)
_stroke_width = function("FPDFPageObj_GetStrokeWidth", c_int, c_void_p, c_void_p)
_draw_mode = function("FPDFPath_GetDrawMode", c_int, c_void_p, c_void_p, c_void_p)
_count_segments = function("FPDFPath_CountSegments", c_int, c_void_p)
_segment = function("FPDFPath_GetPathSegment", c_void_p, c_void_p, c_int)
_segment_kind = function("FPDFPathSegment_GetType", c_int, c_void_p)
_segment_point = function("FPDFPathSegment_GetPoint", c_int, c_void_p, c_void_p, c_void_p)
_segment_closes = function("FPDFPathSegment_GetClose", c_int, c_void_p)

_WRITE_BLOCK = dict(pdfium.FPDF_FILEWRITE._fields_)["WriteBlock"]
_PASSWORD_ERRORS = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_NO_STAMPS = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)


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
        with text_of_page(self._handle, most) as text:
            yield text

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
