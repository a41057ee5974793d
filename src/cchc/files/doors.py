"""What a room takes from outside: which kinds of file, how large, by which reader, within which limits.

    SET_FILE = Door(read_set_file, (FileKind.TOML, FileKind.XLSX), most_bytes=5_000_000, limits=Limits(...))
    read = SET_FILE.read(data, "bo-tieu-chi.toml")

A room states its doors beside their readers in `exchange`. Views, tasks and commands read through them, outside any
transaction; what was read goes to an action. What a page offers to choose and says of it comes from the same door.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.converting import converted, office, refusal
from cchc.files.kinds import FileKind, endings_of, is_of_kind, kind_of
from cchc.files.sandbox import LIMITS, Limits, run

T = TypeVar("T")

_OTHER = Message(
    "The file is of another kind, or its content is not what its ending says: save it as one of these."
)


@dataclass(frozen=True, slots=True)
class Door(Generic[T]):
    """The door for one kind of content; `reader(data, name, *more, progress=...)` is a function of a module.

    Files of the kinds that it `converts` become one of its `kinds` first, where LibreOffice is installed.
    """

    reader: Callable[..., T]
    kinds: tuple[FileKind, ...]
    most_bytes: int
    limits: Limits = LIMITS
    converts: tuple[FileKind, ...] = ()

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of the accepted files: (".xlsx", ".csv")."""
        return tuple(ending for kind in (*self.kinds, *self.converts) for ending in endings_of(kind))

    def read(
        self,
        data: bytes | Path,
        name: str,
        *more: object,
        progress: Callable[[int, int], None] | None = None,
        limits: Limits | None = None,
    ) -> T:
        """Return the reader's result for a file: its bytes, or its path, whose content only the reader opens. Raises
        `Faults`.

        A file of another kind goes to the reader too, which knows better why it cannot be read: locked by a password,
        an old format, damaged.
        """
        if isinstance(data, bytes) and len(data) > self.most_bytes:
            why = Message("The file is larger than {most} MB.", most=self.most_bytes // 1_000_000)
            raise self._refused(name, why)
        if kind_of(name) in self.converts:
            if not self.takes(data, name):
                raise self._refused(name, _OTHER)
            data, name = converted(data, name)
        read = run(self.reader, data, name, *more, progress=progress, limits=limits or self.limits)
        if not self.takes(data, name):
            raise self._refused(name, _OTHER)
        return read

    def admit(self, data: bytes, name: str, limits: Limits) -> None:
        """Raise `Faults` unless the file is of an accepted kind; for files that another process reads later."""
        kind = kind_of(name)
        if kind is not None and kind in self.converts and self.takes(data, name):
            if office() is None:
                raise refusal(name, kind)
        elif not self.takes(data, name):
            self.read(data, name, limits=limits)

    def takes(self, data: bytes | Path, name: str) -> bool:
        """Whether the file is of an accepted kind, by its ending and its content."""
        kind = kind_of(name)
        return (
            kind is not None
            and kind in (*self.kinds, *self.converts)
            and (isinstance(data, Path) or is_of_kind(kind, data))
        )

    def _refused(self, name: str, why: Message) -> Faults:
        expected = Message("a file of one of these kinds: {endings}", endings=self.endings)
        return Faults([Fault(Place(file=name), name, expected, why)])
