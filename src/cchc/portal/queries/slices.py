"""The content of a release in slices on the disk: all but the leaves in one file, the leaves of each unit in its own,
and each leaf of all units in its own.

A release of 170 units with 100 leaves takes 3 seconds to read from its bundle and 120 MB in memory; a page needs the
leaves of one unit, or one leaf of all units. The bundle is read once for all processes, and cut both ways.
"""

from __future__ import annotations

import pickle
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock
from typing import Any

from django.conf import settings

from cchc.documents.queries import content as bytes_of
from cchc.portal.queries.software import SOFTWARE
from cchc.releases.exchange.bundle import read_bundle
from cchc.releases.exchange.content import PublicContent, PublicLeaf, PublicUnit
from cchc.releases.models import Release

if sys.platform != "win32":
    import fcntl

WHOLE, CRITERIA = "whole", "criteria"
FOLDER = settings.VAR / "portal-slices"


class SlicedLeaves(Mapping[str, PublicLeaf]):
    """The leaves of one unit by number, read when they are asked for; of a few units they stay in memory."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def beside(self, set_code: str, number: str) -> Mapping[str, PublicLeaf]:
        """Return one leaf of every unit of the release by key; none for a criterion that is no leaf."""
        path = _of_criterion(self._path.parent, set_code, number)
        leaves: Mapping[str, PublicLeaf] = _unpickled(path) if path.exists() else {}
        return leaves

    def __getitem__(self, number: str) -> PublicLeaf:
        return _leaves(self._path)[number]

    def __iter__(self) -> Iterator[str]:
        return iter(_leaves(self._path))

    def __len__(self) -> int:
        return len(_leaves(self._path))


def leaves_at(units: Iterable[PublicUnit], set_code: str, number: str) -> Mapping[str, PublicLeaf]:
    """Return one leaf of units of a set by their keys, without reading their other leaves."""
    every = tuple(units)
    sliced = next((one.leaves for one in every if isinstance(one.leaves, SlicedLeaves)), None)
    if sliced is not None:
        return sliced.beside(set_code, number)
    return {one.key: one.leaves[number] for one in every if number in one.leaves}


@lru_cache(maxsize=12)
def _leaves(path: Path) -> Mapping[str, PublicLeaf]:
    leaves: Mapping[str, PublicLeaf] = _unpickled(path)
    return leaves


_lock = Lock()


def sliced_content(release: Release) -> PublicContent:
    """Return all that a release makes public, its leaves read when they are asked for. Raises `FileMissing` and
    `Faults` as its bundle does."""
    folder = FOLDER / SOFTWARE / release.sha256
    if not folder.exists():
        with _lock, _alone_on_the_machine():
            if not folder.exists():
                _cut(read_bundle(bytes_of(release.bundle)).content, folder)
    return _content(folder)


@contextmanager
def _alone_on_the_machine() -> Iterator[None]:
    """Wait until no other process cuts a bundle: each would take the time and the memory for the same slices."""
    FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (FOLDER / "cutting.lock").open("wb") as file:
        if sys.platform != "win32":
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@lru_cache(maxsize=16)
def _content(folder: Path) -> PublicContent:
    content: PublicContent = _unpickled(folder / WHOLE)
    return replace(content, units=tuple(_with_leaves(unit, folder) for unit in content.units))


def _with_leaves(unit: PublicUnit, folder: Path) -> PublicUnit:
    path = folder / unit.key
    return replace(unit, leaves=SlicedLeaves(path)) if path.exists() else unit


def _cut(content: PublicContent, folder: Path) -> None:
    """Write the slices of a release, whole or not at all; those of other software, and of what is no release any more,
    go."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    begun = Path(mkdtemp(dir=folder.parent))
    (begun / CRITERIA).mkdir()
    beside: dict[Path, dict[str, PublicLeaf]] = defaultdict(dict)
    for unit in content.units:
        if unit.leaves:
            _pickled(begun / unit.key, dict(unit.leaves))
        for number, leaf in unit.leaves.items():
            beside[_of_criterion(begun, unit.set_code, number)][unit.key] = leaf
    for path, leaves in beside.items():
        _pickled(path, leaves)
    bare = tuple(replace(unit, leaves={}) for unit in content.units)
    _pickled(begun / WHOLE, replace(content, units=bare, surveys=()))
    with suppress(OSError):  # another process was first, with the same
        begun.rename(folder)
    shutil.rmtree(begun, ignore_errors=True)
    known = set(Release.objects.values_list("sha256", flat=True))
    for other in [*FOLDER.iterdir(), *folder.parent.iterdir()]:
        is_kept = other == folder.parent or other.name in known or other.name.startswith("tmp")
        if not is_kept:
            shutil.rmtree(other, ignore_errors=True)


def _of_criterion(folder: Path, set_code: str, number: str) -> Path:
    """Where one leaf of all units is kept; a number may hold what no name of a file does."""
    return folder / CRITERIA / sha256(f"{set_code} {number}".encode()).hexdigest()


def _pickled(path: Path, value: Any) -> None:
    path.write_bytes(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


def _unpickled(path: Path) -> Any:
    """A slice; it was written by this installation, into the folder in which its secret key lies too."""
    return pickle.loads(path.read_bytes())  # noqa: S301 - see above
