"""The functions of PDFium as quick plain calls, its library begun, and what its readers raise."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import PYFUNCTYPE, c_void_p, cast
from typing import Any

import pypdfium2_raw as pdfium

from cchc.files.documents import stand_in

HANDLE = c_void_p
"""The address by which PDFium knows a document, a page or a text."""


def function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return a function of PDFium that takes plain addresses, which is what makes it quick."""
    address = cast(getattr(pdfium, name), c_void_p).value
    if address is None:
        raise ImportError(name)
    function: Callable[..., Any] = PYFUNCTYPE(result, *arguments)(address)
    return function


class TooMuch(Exception):
    """Raised when a page holds more letters, strokes or forms than its reader asked for at most."""


pdfium.FPDF_InitLibrary()
stand_in.install()
