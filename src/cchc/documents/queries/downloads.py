"""The way in which a file leaves the platform: to be saved, or shown in the page of a viewer; never stored in between.

This is the one place that writes the header `Content-Disposition`, by which the log of access knows a download.
"""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from cchc.core.words.names import search_key

LONGEST_SLUG = 60

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "toml": "application/toml",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "txt": "text/plain; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "rtf": "application/rtf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "zip": "application/zip",
    "tif": "image/tiff",
    "geojson": "application/geo+json",
}

SHOWN = ("pdf", "jpg", "png")
_POWERLESS = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def mark_as_download(response: HttpResponseBase, name: str, type_: str) -> None:
    """Let a browser save `response`, whose body is a file of the kind `type_`, as `name`."""
    _mark(response, type_)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"


def mark_as_shown(response: HttpResponseBase, name: str, type_: str) -> None:
    """Let a viewer of ours show `response`, a file of one of the kinds `SHOWN`; opened by itself it may do nothing."""
    _mark(response, type_)
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    response.headers["Content-Security-Policy"] = _POWERLESS
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"


def _mark(response: HttpResponseBase, type_: str) -> None:
    response.headers["Content-Type"] = CONTENT_TYPES[type_]
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"


def made_file(content: bytes, name: str) -> HttpResponse:
    """Return the answer that sends a file just made; the ending of its `name` tells its kind."""
    response = HttpResponse(content)
    mark_as_download(response, name, name.rpartition(".")[2])
    return response


def slug_of(text: str) -> str:
    """Return `text` as a part of the name of a download: without diacritics, words joined by "-", at most sixty
    letters.

    >>> slug_of("Kế hoạch cải cách hành chính năm 2026 / Sở Nội vụ")
    'ke-hoach-cai-cach-hanh-chinh-nam-2026-so-noi-vu'
    """
    return slugify(search_key(text))[:LONGEST_SLUG].strip("-")
