"""A copy of the portal in a folder: written beside and moved, and compared with what it should be.

`SHA256SUMS` lists every file of the copy with its sum, so that `sha256sum --check` verifies it where no software of
ours is. Only what stands there is ever replaced or removed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from cchc.core.words.messages import Message
from cchc.files.writing import replace_file

SUMS = "SHA256SUMS"
FORMAT = "# cchc-copy/1"
ADDRESS = "# address: "
BESIDE = ".cchc-copy-"
LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")

CopiedFile = tuple[str, bytes]
"""The path of a file below the folder of the copy, its folders divided by "/", and its bytes."""


class NoCopy(Exception):
    """What cannot be taken as a folder of a copy; `why` says it in words."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


@dataclass(frozen=True, slots=True)
class CopySums:
    """What the list of a copy says: the address for which it was made (empty: none), and the SHA-256 of each file."""

    address: str
    sums: Mapping[str, str]

    def written(self) -> bytes:
        """The list as a file that `sha256sum --check` reads."""
        lines = [
            FORMAT,
            f"{ADDRESS}{self.address}",
            *(f"{self.sums[path]}  {path}" for path in sorted(self.sums)),
        ]
        return "".join(f"{line}\n" for line in lines).encode()


@dataclass(frozen=True, slots=True)
class WrittenCopy:
    """How many files a copy has, how many bytes these are, how many of them are new or changed, and how many of an
    older copy went."""

    files: int
    size: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class CopyDifferences:
    """The paths by which a folder differs from the copy that it should be, each in order."""

    missing: tuple[str, ...]
    added: tuple[str, ...]
    different: tuple[str, ...]


def sums_in(folder: Path) -> CopySums | None:
    """Return the list of the copy in a folder; None where there is no folder, or nothing in it. Raises `NoCopy`
    for any other folder, and OSError."""
    if not folder.exists() or (folder.is_dir() and _is_empty(folder)):
        return None
    if not (folder / SUMS).is_file():
        raise NoCopy(Message("{folder} holds something else than a copy of the portal.", folder=str(folder)))
    text = (folder / SUMS).read_text(encoding="utf-8", errors="replace")
    head, address, *lines = f"{text}\n".split("\n")
    rows = [LINE.fullmatch(line) for line in lines if line]
    sums = {row[2]: row[1] for row in rows if row is not None and is_inside(row[2])}
    if head != FORMAT or not address.startswith(ADDRESS) or len(sums) != len(rows):
        raise NoCopy(Message("{file} is no list of a copy of the portal.", file=str(folder / SUMS)))
    return CopySums(address.removeprefix(ADDRESS), sums)


def _is_empty(folder: Path) -> bool:
    """Whether a folder holds nothing, or what is left of a copy that was cut off."""
    return all(one.name.startswith(BESIDE) for one in folder.iterdir())


def is_inside(path: str) -> bool:
    """Whether a path stays below the folder to which it is added, on every system, and is one line.

    >>> [is_inside(path) for path in ("2025/index.html", "../etc", "/etc", "a//b", "a\\\\..\\\\b", "SHA256SUMS")]
    [True, False, False, False, False, False]
    """
    is_plain = path.isprintable() and not set(path) & set('\\:*?"<>|')
    return is_plain and path != SUMS and not {"", ".", ".."} & set(path.split("/"))


def write_copy(folder: Path, files: Iterable[CopiedFile], address: str) -> WrittenCopy:
    """Write a copy: all of it beside the folder, then moved, so that a copy that cannot be made whole changes nothing.

    A file that is the same stays untouched; those of the older copy that are no part any more go; what never was part
    of a copy stays. A move that is cut off is taken up by the next one. Raises `NoCopy` where the folder holds
    something else, and OSError.
    """
    before = sums_in(folder)
    is_new = not folder.exists()
    beside = Path(mkdtemp(prefix=BESIDE, dir=folder.parent if is_new else folder))
    try:
        made = _written(beside, files, address)
        size = sum(one.stat().st_size for one in beside.rglob("*") if one.is_file())
        if is_new:
            (beside / SUMS).write_bytes(made.written())
            (beside / SUMS).chmod(0o644)
            beside.chmod(0o755)
            beside.rename(folder)
            return WrittenCopy(len(made.sums), size, len(made.sums), 0)
        known = {} if before is None else before.sums
        _refuse_others(folder, made, known)
        replace_file(folder / SUMS, CopySums(address, {**known, **made.sums}).written())
        changed = _moved(beside, folder, made)
        gone = known.keys() - made.sums.keys()
        _removed(folder, gone)
        replace_file(folder / SUMS, made.written())
        return WrittenCopy(len(made.sums), size, changed, len(gone))
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _written(folder: Path, files: Iterable[CopiedFile], address: str) -> CopySums:
    """Write files for everybody to read, whatever mask the service has."""
    sums = {}
    for path, body in files:
        if not is_inside(path):
            raise NoCopy(Message("The address {path} cannot be the name of a file.", path=path))
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
        target.chmod(0o644)
        sums[path] = hashlib.sha256(body).hexdigest()
    for inner in folder.rglob("*"):
        if inner.is_dir():
            inner.chmod(0o755)
    return CopySums(address, sums)


def _refuse_others(folder: Path, made: CopySums, known: Mapping[str, str]) -> None:
    """Raise `NoCopy` naming every file of somebody else's that stands where the copy wants to write."""
    others = [
        path
        for path, digest in made.sums.items()
        if path not in known and _sum_at(folder / path) not in (None, digest)
    ]
    others += [path for path in made.sums if any((folder / up).is_symlink() for up in _above(path))]
    if others:
        raise NoCopy(
            Message("These files are no part of the copy and stand in its way: {files}.", files=tuple(others))
        )


def _above(path: str) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[:count]) for count in range(1, len(parts)))


def _sum_at(path: Path) -> str | None:
    """The SHA-256 of a file; empty for what is no file, None for what is not there."""
    if path.is_file() and not path.is_symlink():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return "" if os.path.lexists(path) else None


def _moved(beside: Path, folder: Path, made: CopySums) -> int:
    """Move what differs, pages after what they show, the first page last; returns how many files these were."""
    order = sorted(made.sums, key=lambda path: (path.endswith(".html"), -path.count("/"), path))
    changed = [path for path in order if _sum_at(folder / path) != made.sums[path]]
    for path in changed:
        (folder / path).parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        (beside / path).replace(folder / path)
    return len(changed)


def _removed(folder: Path, paths: Iterable[str]) -> None:
    """Remove files, and folders in which nothing is left."""
    for path in paths:
        (folder / path).unlink(missing_ok=True)
    above = {up for path in paths for up in _above(path)}
    for up in sorted(above, key=len, reverse=True):
        if (folder / up).is_dir() and not any((folder / up).iterdir()):
            (folder / up).rmdir()


def differences(folder: Path, files: Iterable[CopiedFile], address: str) -> CopyDifferences:
    """Return by which files a folder differs from a copy with these. Raises `NoCopy` where there is no copy at all, and
    OSError."""
    if sums_in(folder) is None:
        raise NoCopy(Message("There is no copy of the portal in {folder}.", folder=str(folder)))
    sums = {path: hashlib.sha256(body).hexdigest() for path, body in files}
    wanted = {**sums, SUMS: hashlib.sha256(CopySums(address, sums).written()).hexdigest()}
    there = {
        one.relative_to(folder).as_posix()
        for one in folder.rglob("*")
        if one.is_symlink() or not one.is_dir()
    }
    return CopyDifferences(
        missing=tuple(sorted(wanted.keys() - there)),
        added=tuple(sorted(there - wanted.keys())),
        different=tuple(
            path for path in sorted(wanted.keys() & there) if _sum_at(folder / path) != wanted[path]
        ),
    )
