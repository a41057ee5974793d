"""The file of a document on which a correction rests: it is kept as it came, and never read."""

from __future__ import annotations

from dataclasses import dataclass

from cchc.files.kinds import FileKind, is_of_kind, kind_of


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """The kinds of files that are kept, and their greatest size in bytes."""

    kinds: tuple[FileKind, ...]
    most_bytes: int

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of the accepted files."""
        return tuple(f".{kind}" for kind in self.kinds)

    def takes(self, data: bytes, name: str) -> bool:
        """Whether a file is of an accepted kind, by its ending and its content."""
        kind = kind_of(name)
        return kind in self.kinds and is_of_kind(kind, data)


CORRECTION_DOCUMENT = KeptFiles((FileKind.PDF, FileKind.DOCX, FileKind.XLSX), most_bytes=20_000_000)
