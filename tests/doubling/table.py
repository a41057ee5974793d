"""The table of readers for the law of doubling: `case` and its short forms put a reader into `CASES` under the name of
its function."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from cchc.core.papers.directory import Directory, KnownGroup, KnownUnit

Reader = Callable[[str], object]

DIRECTORY = Directory(
    (
        KnownUnit("1", "Sở Nội vụ", code="SNV", kind="department"),
        KnownUnit("2", "Văn phòng UBND tỉnh Hải Dương", kind="department"),
        KnownUnit("3", "UBND xã Tân An", kind="commune", aliases=("Tân An",)),
        KnownUnit("4", "Bưu điện tỉnh", kind="outside"),
    ),
    groups=(KnownGroup("Các sở, ban, ngành", ("1", "2")),),
    remembered={"Công an tỉnh": ("2",)},
    own="1",
)


@dataclass(frozen=True)
class Case:
    """A reader of texts, the words that its grammar likes, and texts that were costly once: a beginning, and what
    comes again and again behind it."""

    read: Reader
    words: tuple[str, ...]
    costly: tuple[tuple[str, str], ...] = ()


CASES: dict[str, Case] = {}


def case(name: str, read: Reader, words: tuple[str, ...], *costly: tuple[str, str]) -> None:
    """Put a reader under its name into the table."""
    CASES[name] = Case(read, words, costly)


def function_of(name: str) -> Callable[..., object]:
    """The function with this name below the package."""
    module, _, function = name.rpartition(".")
    return getattr(importlib.import_module(f"cchc.{module}"), function)


def plain(name: str, words: tuple[str, ...], *costly: tuple[str, str], more: tuple[object, ...] = ()) -> None:
    """A reader that takes the text first and `more` behind it."""
    read = function_of(name)
    case(name, lambda text: read(text, *more), words, *costly)


def of_file(
    name: str, file: str, words: tuple[str, ...], *costly: tuple[str, str], more: tuple[object, ...] = ()
) -> None:
    """A reader of the bytes of a file of this name."""
    read = function_of(name)
    case(name, lambda text: read(text.encode(), file, *more), words, *costly)
