"""Parts of a file that a viewer or a broken download asks for: one range of bytes, streamed from the disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

_RANGE = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.ASCII)
_PIECE = 1 << 16
NOT_THERE = 416


@dataclass(frozen=True, slots=True)
class ByteRange:
    """The bytes from `first` to `last`, both included; none when `last` is smaller."""

    first: int
    last: int

    @property
    def count(self) -> int:
        """The number of bytes."""
        return max(0, self.last - self.first + 1)


def requested_range(header: str, size: int) -> ByteRange | None:
    """Return the range that a `Range` header asks of a file of `size` bytes, cut at its end; None when it asks for no
    single range of bytes, so that the whole file is the answer.

    >>> requested_range("bytes=2-", 10), requested_range("bytes=-3", 10), requested_range("bytes=0-1,4-5", 10)
    (ByteRange(first=2, last=9), ByteRange(first=7, last=9), None)
    """
    found = _RANGE.fullmatch(header)
    if found is None or found[1] == found[2] == "":
        return None
    if not found[1]:
        return (
            ByteRange(max(0, size - int(found[2])), size - 1) if int(found[2]) else ByteRange(size, size - 1)
        )
    first = int(found[1])
    last = int(found[2]) if found[2] else max(first, size)
    return None if last < first else ByteRange(first, min(last, size - 1))


def streamed(path: Path, tag: str, asked: HttpRequest) -> HttpResponseBase:
    """Return the answer with the bytes at `path`, or the range of them that `asked` names.

    `tag` changes with the bytes: a range of another state (`If-Range`) is answered with the whole.
    """
    size = path.stat().st_size
    mark = f'"{tag}"'
    same = asked.headers.get("If-Range", mark) == mark
    wanted = requested_range(asked.headers.get("Range", ""), size) if same and asked.method == "GET" else None
    response: HttpResponseBase
    if wanted is None:
        response = FileResponse(path.open("rb"))
        response.headers["Content-Length"] = str(size)
    elif not wanted.count:
        response = HttpResponse(status=NOT_THERE)
        response.headers["Content-Range"] = f"bytes */{size}"
    else:
        response = StreamingHttpResponse(_pieces(path, wanted), status=206)
        response.headers["Content-Length"] = str(wanted.count)
        response.headers["Content-Range"] = f"bytes {wanted.first}-{wanted.last}/{size}"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = mark
    return response


def _pieces(path: Path, wanted: ByteRange) -> Iterator[bytes]:
    left = wanted.count
    with path.open("rb") as file:
        file.seek(wanted.first)
        while left and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
