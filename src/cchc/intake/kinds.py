"""What a room says of a kind of file that is staged, and where all kinds are found.

A room declares its kinds in a module `staged` of its own, each as one `StagedKind`: how a file is read and compared,
how what it says is written, how that is recorded when it is given up. Whatever else a staged file goes through (being
kept, held against others, looked at once more, shown, read by the worker) is the same for all and lives here.
`config.staged` joins the kinds, as `config.kept` joins what is kept.
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


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as somebody brings it; `about` and `options` as in `StagedFile`."""

    by: Actor
    name: str
    data: bytes
    about: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Compared:
    """What was read in a file and what it would change, as plain JSON; `seen` is the version of what it was set
    against, as the kind tells it."""

    difference: Any = field(default_factory=list)
    read: Any = field(default_factory=dict)
    counts: Mapping[str, Any] = field(default_factory=dict)
    seen: str = ""


@dataclass(frozen=True, slots=True)
class StagedKind(Generic[T]):
    """A kind of file that is staged.

    `code` names it in the table and never changes. `compare` reads a file through the door of its room, outside any
    transaction, and sets it against what there is; it raises `Faults`. `open` asks the policy again, holds what a
    file is `about` against others until the transaction ends, and returns it; `version`, where the kind has one,
    tells of it what `Compared.seen` is compared with. `apply` writes what a staged file says and records it, `undo`
    (None: it cannot be taken back) gives back what there was before; both raise `Changed` where what they rest on is
    another by now. `give_up` records that a file is forgotten (None: it is applied as soon as it is read). `for_good`
    as in `StagedFile`.
    """

    code: str
    compare: Callable[[Brought], Compared]
    open: Callable[[Actor, str], T]
    apply: Callable[[Actor, T, StagedFile, Any], Any]
    give_up: Callable[[Actor, T, StagedFile], None] | None = None
    undo: Callable[[Actor, T, StagedFile], Any] | None = None
    version: Callable[[T], str] | None = None
    for_good: bool = False


def staged_kinds() -> Mapping[str, StagedKind[Any]]:
    """Every kind by its code."""
    kinds: tuple[StagedKind[Any], ...] = import_module(settings.STAGED).KINDS
    return {kind.code: kind for kind in kinds}


def kind_of(staged: StagedFile) -> StagedKind[Any]:
    """The kind of a staged file. Raises KeyError for one that no room declares."""
    return staged_kinds()[staged.kind]
