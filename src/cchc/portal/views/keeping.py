"""Public answers that are kept: in the memory of this process, and on the disk for the others and those to come.

Web processes are replaced every few thousand requests; what the next one finds on the disk it need not compute anew.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, get_ident

from cchc.portal.views.frame import PublicAnswer

MOST_KEPT = 32_000_000  # bytes in the memory of each process
MOST_STORED = 40_000  # answers on the disk: five years of 170 units are half of it
COMPRESSED = ("text/", "application/atom+xml", "application/xml", "application/json", "application/ld+json")


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it is sent: plain and, where that is shorter, compressed."""

    answer: PublicAnswer
    zipped: bytes | None

    @classmethod
    def of(cls, answer: PublicAnswer) -> KeptAnswer:
        """Return an answer as it is sent; the compression names no time, so that it is the same each time."""
        if not answer.kind.startswith(COMPRESSED):
            return cls(answer, None)
        zipped = gzip.compress(answer.body, 6, mtime=0)
        return cls(answer, zipped if len(zipped) < len(answer.body) else None)

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return len(self.answer.body) + len(self.zipped or b"")


class Shelter:
    """Answers by the state of all that is public and their address: at most `most` bytes in memory, those that were
    asked for least lately given up first; in `folder` those of the present state, at most `stored`. Whoever asks for
    pages under ever other names of the host takes up no more of the disk than that."""

    def __init__(self, folder: Path, most: int = MOST_KEPT, stored: int = MOST_STORED) -> None:
        self.folder, self.most, self.stored, self.size = folder, most, stored, 0
        self._kept: OrderedDict[tuple[str, str], KeptAnswer] = OrderedDict()
        self._lock, self._making = Lock(), Lock()

    def once(self, state: str, address: str, make: Callable[[], KeptAnswer]) -> KeptAnswer:
        """Return what is kept of an address in a state, else what `make` makes of it, which is kept then.

        One thread makes at a time, and those that waited find what it made: when a release has just become public,
        everybody asks for the same page at once. Making is work of the interpreter, of which a process has one.
        """
        with self._making:
            found = self.get(state, address)
            if found is None:
                found = make()
                self.put(state, address, found)
            return found

    def get(self, state: str, address: str) -> KeptAnswer | None:
        """Return what is kept of an address in a state."""
        with self._lock:
            found = self._kept.get((state, address))
            if found is not None:
                self._kept.move_to_end((state, address))
                return found
        stored = self._stored(state, address)
        if stored is not None:
            self._remember(state, address, stored)
        return stored

    def put(self, state: str, address: str, kept: KeptAnswer) -> None:
        """Keep an answer; of another state nothing stays on the disk."""
        self._remember(state, address, kept)
        with suppress(OSError):  # a disk that is full or refuses costs the time of a page, never the page
            self._store(self._path(state, address), kept.answer)

    def _remember(self, state: str, address: str, kept: KeptAnswer) -> None:
        with self._lock:
            before = self._kept.pop((state, address), None)
            self.size += kept.size - (before.size if before else 0)
            self._kept[state, address] = kept
            while self.size > self.most and self._kept:
                self.size -= self._kept.popitem(last=False)[1].size

    def _path(self, state: str, address: str) -> Path:
        return self.folder / state / hashlib.sha256(address.encode()).hexdigest()

    def _stored(self, state: str, address: str) -> KeptAnswer | None:
        try:
            kind, _line, body = self._path(state, address).read_bytes().partition(b"\n")
        except OSError:
            return None
        return KeptAnswer.of(PublicAnswer(body, kind.decode()))

    def _store(self, path: Path, answer: PublicAnswer) -> None:
        if not path.parent.exists():
            path.parent.mkdir(parents=True)
            for other in self.folder.iterdir():
                if other != path.parent:
                    shutil.rmtree(other, ignore_errors=True)
        if len(os.listdir(path.parent)) >= self.stored:
            return
        begun = path.with_name(f"{path.name}.{os.getpid()}-{get_ident()}")
        begun.write_bytes(answer.kind.encode() + b"\n" + answer.body)
        begun.replace(path)
