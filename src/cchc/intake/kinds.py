"""What a room says of a kind of file that is staged, and where all kinds are found.

A room declares its kinds in a module `staged` of its own, each as one `StagedKind` or `ReadKind`: how a file is read
and compared, how what it says is written, how that is recorded when it is given up. Whatever else a staged file goes
through (being kept, held against others, looked at once more, shown, read by the worker) is the same for all and
lives here. `config.staged` joins the kinds, as `config.kept` joins what is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Generic, TypeVar

from django.conf import settings

from cchc.access.actor import Actor
from cchc.intake.models import StagedFile

T = TypeVar("T")


def _untold(_done: int, _total: int) -> None:
    """Tell nobody how far a reading is."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as somebody brings it; `about` and `options` as in `StagedFile`. Whoever reads it may tell `progress` how
    many parts of how many are read."""

    by: Actor
    name: str
    data: bytes
    about: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    progress: Callable[[int, int], None] = _untold


@dataclass(frozen=True, slots=True)
class Compared:
    """What was read in a file and what it would change, as plain JSON; `seen` is the version of what it was set
    against, as the kind tells it."""

    difference: Any = field(default_factory=list)
    read: Any = field(default_factory=dict)
    counts: Mapping[str, Any] = field(default_factory=dict)
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfFile(Generic[T]):
    """What all kinds of files have that are kept here, be they applied by somebody or read by the worker.

    `code` names the kind in the table and never changes. `open` asks the policy again, holds what a file is `about`
    against others until the transaction ends, and returns it. `give_up` records that a file is forgotten (None: it is
    applied as soon as it is read). `for_good` as in `StagedFile`. `own`: the files are their units' alone, and no log
    names them.
    """

    code: str
    open: Callable[[Actor, str], T]
    give_up: Callable[[Actor, T, StagedFile], None] | None = None
    for_good: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedKind(KindOfFile[T]):
    """A kind of file of which is shown what it would change before somebody applies it.

    `compare` reads a file through the door of its room, outside any transaction, and sets it against what there is;
    it raises `Faults`. `version`, where the kind has one, tells of what was opened what `Compared.seen` is compared
    with. `apply` writes what a staged file says and records it; what the room has worked out before anything was held
    comes last. `undo` (None: it cannot be taken back) gives back what there was before. Both raise `Changed` where
    what they rest on is another by now. A file of more bytes than `large` (None: none is) is compared by the worker and
    applied by it, so that nobody waits for a page.
    """

    compare: Callable[[Brought], Compared]
    apply: Callable[[Actor, T, StagedFile, Any], Any]
    undo: Callable[[Actor, T, StagedFile], Any] | None = None
    version: Callable[[T], str] | None = None
    large: int | None = None

    def is_large(self, size: int) -> bool:
        """Whether a file of so many bytes is compared and applied by the worker."""
        return self.large is not None and size > self.large


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadKind(KindOfFile[T]):
    """A kind of file that takes long to read: the worker reads it, in the name of whoever brought it.

    `take` reads a file through the door of its room and writes what it says; it tells how far it is, and raises
    `Faults`. `refuse` records that it could not be read. Its `give_up` also removes what was made of the file.
    """

    take: Callable[[StagedFile, Callable[[int, int], None]], None]
    refuse: Callable[[Actor, StagedFile], None]


def kind_of(staged: StagedFile) -> KindOfFile[Any]:
    """The kind of a staged file. Raises StopIteration for one that no room declares."""
    kinds: tuple[KindOfFile[Any], ...] = import_module(settings.STAGED).KINDS
    return next(kind for kind in kinds if kind.code == staged.kind)


def staged_kind_of(staged: StagedFile) -> StagedKind[Any]:
    """The kind of a file that somebody applies. Raises TypeError for one that the worker reads."""
    kind = kind_of(staged)
    if not isinstance(kind, StagedKind):
        raise TypeError(f"{kind.code} is read by the worker")
    return kind


def read_kind_of(staged: StagedFile) -> ReadKind[Any]:
    """The kind of a file that the worker reads. Raises TypeError for one that somebody applies."""
    kind = kind_of(staged)
    if not isinstance(kind, ReadKind):
        raise TypeError(f"{kind.code} is applied by somebody")
    return kind
