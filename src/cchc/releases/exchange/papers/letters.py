"""All letters of a release in one archive: a folder for each peer group, files by the names of their units."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from cchc.releases.exchange.papers.kinds import paper_of
from cchc.releases.exchange.papers.naming import PaperKind
from cchc.releases.exchange.papers.source import PaperSource

_ODD = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_LONGEST = 100
_MOMENT = (1980, 1, 1, 0, 0, 0)


def letters_of(source: PaperSource, template: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the letter to each unit with its place in the archive, group by group in rank order."""
    taken: set[str] = set()
    for group in source.content.groups:
        for key in group.units:
            unit = source.units[key]
            yield (
                _free_name(group.name, unit.name, taken),
                paper_of(PaperKind.LETTER, source, template, unit),
            )


def letters_archive(source: PaperSource, template: bytes) -> bytes:
    """Return the letters to all units as a .zip; the same release and template give the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:  # what it holds is packed already
        for name, data in letters_of(source, template):
            member = zipfile.ZipInfo(name, _MOMENT)
            member.external_attr = 0o600 << 16
            archive.writestr(member, data)
    return written.getvalue()


def file_name(text: str) -> str:
    """Return a text as the name of a file that any office computer takes: its letters stay, odd signs go.

    >>> file_name('Sở Văn hóa, Thể thao và Du lịch / "Phòng A"')
    'Sở Văn hóa, Thể thao và Du lịch Phòng A'
    """
    return " ".join(_ODD.sub(" ", text).split())[:_LONGEST].strip(". ") or "_"


def _free_name(group: str, unit: str, taken: set[str]) -> str:
    """Return the place of a letter in the archive; two units of one name get numbers, letters of either case alike."""
    stem = f"{file_name(group)}/Thông báo kết quả - {file_name(unit)}"
    name, number = f"{stem}.docx", 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem} ({number}).docx"
    taken.add(name.casefold())
    return name
