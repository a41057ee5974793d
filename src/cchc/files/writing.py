"""Putting files in place: whole or not at all, and the same bytes for the same content."""

from __future__ import annotations

import datetime
import errno
import io
import os
import re
import tempfile
import zipfile
from pathlib import Path

ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MOST_TEXT = 32_767
MOMENT = datetime.datetime(2000, 1, 1)
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)
_LIKE_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def cell_text(text: str) -> str:
    """Return a text as a cell of a workbook keeps it, even when it looks like Excel's own code (_x000D_)."""
    kept = ILLEGAL.sub("", text)[:MOST_TEXT]
    return _LIKE_ESCAPED.sub("_x005F_", kept).replace("\r", "_x000D_")


def replace_file(path: str | Path, data: bytes) -> None:
    """Put `data` in place of the file at `path` in one step: readers see the old one or the new one.

    Raises `OSError` when that cannot be done; a write-protected file is not replaced either.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, _mode_of(target))
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def reproducible(data: bytes) -> bytes:
    """Return the same Office file with fixed times, so that the same content gives the same bytes."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            new.writestr(_timeless(member), _without_moment(member.filename, old.read(member)))
    return written.getvalue()


def _timeless(member: zipfile.ZipInfo) -> zipfile.ZipInfo:
    fixed = zipfile.ZipInfo(member.filename, _FIRST_DATE)
    fixed.compress_type = zipfile.ZIP_DEFLATED
    fixed.external_attr = 0o600 << 16
    return fixed


def _without_moment(name: str, data: bytes) -> bytes:
    """Return a member without the time of saving, which writers stamp into the properties in any case."""
    if name != "docProps/core.xml":
        return data
    moment = MOMENT.isoformat().encode() + b"Z"
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + moment, data)


def _mode_of(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
