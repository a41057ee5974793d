"""Queries of stored files, and the answer that sends one."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cchc.core.words.messages import Message
from cchc.documents.models import StoredFile
from cchc.documents.queries.downloads import SHOWN, mark_as_download, mark_as_shown
from cchc.documents.queries.ranges import streamed


class FileMissing(Exception):
    """Raised when the bytes of a stored file are missing on the disk; carries the row."""

    def __init__(self, stored: StoredFile) -> None:
        super().__init__(f"stored file {stored.pk} ({stored.name}) is missing: {path_of(stored.sha256)}")
        self.stored = stored


def path_of(sha256: str) -> Path:
    """Return the path of the bytes with this hash: private storage, in folders by the first two signs."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def content(stored: StoredFile) -> bytes:
    """Return the bytes of a stored file. Raises `FileMissing`."""
    try:
        return path_of(stored.sha256).read_bytes()
    except FileNotFoundError:
        raise FileMissing(stored) from None


def missing_or_altered() -> Iterator[Message]:
    """Yield a message for each stored file whose bytes are missing or are not those that were handed in.

    Equal bytes are checked once, in pieces: the memory does not grow with the files.
    """
    rows = StoredFile.objects.order_by("sha256", "pk").values_list("sha256", "name")
    for sha256, uploads in groupby(rows.iterator(chunk_size=2000), key=itemgetter(0)):
        names = tuple(dict.fromkeys(name for _sha256, name in uploads))
        try:
            with path_of(sha256).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            yield Message("The stored file {names} is missing ({sha256}).", names=names, sha256=sha256)
        else:
            if found != sha256:
                yield Message("The stored file {names} was altered ({sha256}).", names=names, sha256=sha256)


def free_gigabytes() -> float:
    """Return the free gigabytes on the disk of the database and the files."""
    return shutil.disk_usage(settings.VAR).free / 1e9


def has_room(size: int) -> bool:
    """Whether the disk has room for a file of `size` bytes, with as much left as the setting LEAST_FREE says."""
    return free_gigabytes() - size / 1e9 >= settings.LEAST_FREE


def is_disk_low() -> bool:
    """Whether the disk has less free space than the setting LEAST_FREE."""
    return not has_room(0)


def stored_file_response(stored: StoredFile, asked: HttpRequest, *, inline: bool = False) -> HttpResponseBase:
    """Return the answer that sends the file, for the room that owns it to give after its own check.

    It is a download. `inline`, a PDF or a picture may be shown in the page of a viewer instead, and can do nothing
    there. To the request `asked` one range of bytes is answered. When the setting ACCEL_PREFIX names an internal
    location of the web server, the server sends downloads and their ranges itself; what is shown is sent from here,
    for the headers that bind it would be lost. Raises `FileMissing`.
    """
    path = path_of(stored.sha256)
    if not path.exists():
        raise FileMissing(stored)
    if inline and stored.type in SHOWN:
        response = streamed(path, stored.sha256, asked)
        mark_as_shown(response, stored.name, stored.type)
    else:
        response = response_with(path, stored.sha256, asked)
        mark_as_download(response, stored.name, stored.type)
    vars(response)["stored"] = (
        stored  # the record of access tells a stored file from one written for this answer
    )
    return response


def response_with(path: Path, tag: str, asked: HttpRequest) -> HttpResponseBase:
    """Return the answer with the bytes at `path`, a file in the folder of the files whose state is called `tag`, sent
    by the web server where it can."""
    prefix = settings.ACCEL_PREFIX
    if not prefix:
        return streamed(path, tag, asked)
    response = HttpResponse()
    inside = path.relative_to(settings.MEDIA_ROOT).as_posix()
    response.headers["X-Accel-Redirect"] = f"{prefix.rstrip('/')}/{inside}"
    return response


def unnamed(response: HttpResponseBase, words: str) -> HttpResponseBase:
    """Return an answer with a stored file that the record of access calls by these words: the names of what a unit has
    not handed in are the unit's alone."""
    vars(response)["recorded_as"] = words
    return response
