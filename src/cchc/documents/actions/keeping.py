"""Writing bytes into the private storage."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Protocol

if sys.platform != "win32":
    import fcntl

PIECE = 1 << 18


class Stream(Protocol):
    """What bytes can be read from: a file, or the body of a request."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` further bytes; none at the end."""


def keep(path: Path, data: bytes) -> None:
    """Write the bytes to the disk, whole or not at all; only this user may read them."""
    make_folder(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            to_the_disk(file)
        os.replace(temporary, path)
        settle(path.parent)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


@contextmanager
def written_aside(folder: Path) -> Iterator[BinaryIO]:
    """Open a new file in `folder` for writing and reading; it is deleted in the end, whether or not it was linked to
    another place meanwhile."""
    make_folder(folder)
    handle, temporary = tempfile.mkstemp(dir=folder)
    os.close(handle)
    try:
        with open(temporary, "w+b") as file:
            yield file
    finally:
        Path(temporary).unlink(missing_ok=True)


@contextmanager
def held(path: Path, *, alone: bool) -> Iterator[BinaryIO]:
    """Open the file at `path` for reading and writing, and keep it from others meanwhile: `alone` from all of them,
    else only from who wants it alone, and then it is made where it is not there.

    Raises FileNotFoundError for a file that is gone, also when it went while this waited for it.
    """
    handle = os.open(path, os.O_RDWR | (0 if alone else os.O_CREAT), 0o600)
    with os.fdopen(handle, "r+b") as file:
        if sys.platform != "win32":
            fcntl.flock(file, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        if not os.path.samestat(os.fstat(handle), path.stat()):
            raise FileNotFoundError(path)
        yield file


def hash_of(file: BinaryIO, size: int) -> str:
    """Return the SHA-256 of the first `size` bytes of `file`, read piece by piece."""
    digest, left = hashlib.sha256(), size
    file.seek(0)
    while piece := file.read(min(PIECE, left)):
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest()


def copy_hashed(content: Stream, file: BinaryIO, most: int) -> tuple[str, int]:
    """Write at most `most` bytes of `content` to `file`, piece by piece; returns their SHA-256 and their number."""
    digest, count = hashlib.sha256(), 0
    while piece := content.read(min(PIECE, most - count)):
        digest.update(piece)
        file.write(piece)
        count += len(piece)
    file.flush()
    return digest.hexdigest(), count


def link_into_place(file: BinaryIO, name: Path, path: Path) -> None:
    """Let the written `file`, called `name`, stand at `path` too, both its bytes and that name on the disk; bytes that
    stand there already are kept."""
    to_the_disk(file)
    make_folder(path.parent)
    with suppress(FileExistsError):  # put there a moment ago, perhaps not settled yet
        try:
            os.link(name, path)
        except PermissionError:  # a disk without links
            os.replace(name, path)
    settle(path.parent)


def to_the_disk(file: BinaryIO) -> None:
    """Return once the bytes of `file` are on the disk."""
    file.flush()
    os.fsync(file.fileno())


def make_folder(folder: Path) -> None:
    """Make a folder that only this user may open, its name on the disk."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        settle(folder.parent)


def settle(folder: Path) -> None:
    """Write the names of a folder to the disk too: a power cut loses a file whose name was not written yet."""
    if os.name == "posix":  # on Windows a folder cannot be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
