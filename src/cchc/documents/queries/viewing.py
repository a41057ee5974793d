"""How a file is shown: as pages, as a picture, as its paragraphs and tables, or only to be downloaded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse

from cchc.core.words.messages import Message, message_of
from cchc.documents.models import FileReading, StoredFile
from cchc.documents.queries.signatures import FileSignatures, signatures_of
from cchc.files.kinds import FileKind
from cchc.reading.blocks import DocumentPiece, pieces_of

TO_LOOK_AT = "xem"  # in the address of a file that a viewer asks for; without it the file is a download
FILE, PAGE = "tep", "trang"  # in the address of a document: which of its files, at which page
PICTURES = (FileKind.JPG, FileKind.PNG)  # which every browser shows; no browser shows tif


class ShownAs(StrEnum):
    """How a file is shown."""

    PAGES = "pages"
    PICTURE = "picture"
    PIECES = "pieces"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class PieceGroup:
    """Pieces that stand together: rows of one table, or paragraphs."""

    is_table: bool
    pieces: tuple[DocumentPiece, ...]


def document_address(document: int, place: int | None = None, page: int | None = None) -> str:
    """Return the address at which a document is read, with the file at this place, at this page."""
    asked = {name: number for name, number in ((FILE, place), (PAGE, page)) if number}
    address = reverse("documents:detail", args=[document])
    return f"{address}?{urlencode(asked)}" if asked else address


@dataclass(frozen=True, slots=True)
class FileSteps:
    """Where a file stands among those of its document: its place, from 1, and how many there are."""

    document: int
    place: int
    count: int

    @property
    def before(self) -> str:
        """The address of the file before; empty at the first."""
        return document_address(self.document, self.place - 1) if self.place > 1 else ""

    @property
    def after(self) -> str:
        """The address of the next file; empty at the last."""
        return document_address(self.document, self.place + 1) if self.place < self.count else ""


@dataclass(frozen=True, slots=True)
class FileView:
    """A file as a page shows it: its name, the address of its bytes, the page to begin with; the pieces of a Word or
    Excel file and whether more were left out; `why` there is nothing to show; `steps` to the files beside it; the
    signatures of a PDF."""

    name: str
    href: str
    shown_as: ShownAs
    page: int = 1
    groups: tuple[PieceGroup, ...] = ()
    cut: bool = False
    why: Message | None = None
    steps: FileSteps | None = None
    signatures: FileSignatures | None = None

    @property
    def source(self) -> str:
        """The address from which a viewer takes the bytes."""
        return f"{self.href}?{TO_LOOK_AT}=1"


def file_view(stored: StoredFile, href: str, page: int = 1, *, steps: FileSteps | None = None) -> FileView:
    """Return how `stored`, whose bytes are at `href`, is shown, beginning with `page`; at most two queries."""
    if stored.type == FileKind.PDF:
        signatures = signatures_of([stored])[stored.pk]
        return FileView(stored.name, href, ShownAs.PAGES, page, steps=steps, signatures=signatures)
    if stored.type in PICTURES:
        return FileView(stored.name, href, ShownAs.PICTURE, steps=steps)
    reading = FileReading.objects.filter(sha256=stored.sha256).order_by("state").first()
    if reading is None or not reading.pieces:
        why = message_of(reading.why) if reading and reading.why else None
        return FileView(stored.name, href, ShownAs.NOTHING, why=why, steps=steps)
    pieces = groupby(pieces_of(reading.pieces), key=lambda piece: piece.spot.table)
    groups = tuple(PieceGroup(table is not None, tuple(some)) for table, some in pieces)
    return FileView(stored.name, href, ShownAs.PIECES, groups=groups, cut=reading.cut, steps=steps)
