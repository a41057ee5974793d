"""The package of an Office file with parts put into it or in place of others; all others keep their bytes."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from cchc.files.archives import Archive
from cchc.files.documents.word_parts import broken_part, xml_bytes
from cchc.files.remarks.spliced import SplicedXml

TYPES = "[Content_Types].xml"
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATION_NUMBER = re.compile(r"rId(\d{1,9})")


@dataclass(slots=True)
class Relations:
    """The relations of one part to others."""

    part: str
    xml: SplicedXml

    def target(self, kind: str) -> tuple[str, str] | None:
        """Return the number and the name of the part of this kind, the last word of its type; None without one."""
        for one in self.xml.root:
            is_inside = one.get("TargetMode") != "External"
            if is_inside and posixpath.basename(one.get("Type", "")) == kind:
                folder = posixpath.dirname(self.part)
                target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
                return one.get("Id", ""), target
        return None

    def add(self, type_: str, target: str) -> str:
        """Relate the part to `target`, seen from its folder, and return the number of the relation."""
        numbers = [
            int(found[1]) for one in self.xml.root if (found := _RELATION_NUMBER.fullmatch(one.get("Id", "")))
        ]
        taken = {one.get("Id") for one in self.xml.root}
        number = next(
            free
            for at in range(max(numbers, default=0) + 1, 2_000_000_000)
            if (free := f"rId{at}") not in taken
        )
        name = self.xml.prefixed(self.xml.root, "Relationship")
        piece = f'<{name} Id="{number}" Type="{type_}" Target={quoteattr(target)}/>'
        self.xml.put_last(self.xml.root, piece.encode())
        self.xml = SplicedXml(self.xml.whole)
        return number


@dataclass(slots=True)
class OfficePackage:
    """An archive, and the parts that are to stand in it instead of its own or beside them."""

    archive: Archive
    file: str
    changed: dict[str, bytes] = field(default_factory=dict)

    def xml(self, part: str) -> SplicedXml:
        """Return the XML of a part as it is by now. Raises `Faults` when it is broken."""
        data = self.changed.get(part)
        try:
            return SplicedXml(xml_bytes(self.archive, part, self.file) if data is None else data)
        except (ValueError, LookupError) as error:
            raise broken_part(self.file, part) from error

    def holds(self, part: str) -> bool:
        """Return whether the package has such a part."""
        return part in self.changed or part in self.archive.names

    def free(self, pattern: str) -> str:
        """Return the first name of this pattern that no part has: "word/comments{}.xml" with nothing or a number."""
        numbers = ("", *map(str, range(1, 100_000)))
        return next(name for at in numbers if not self.holds(name := pattern.format(at)))

    def relations(self, part: str) -> Relations:
        """Return the relations of a part, empty where it has none; `keep_relations` puts them back."""
        held = _relations_of(part)
        if self.holds(held):
            return Relations(part, self.xml(held))
        return Relations(part, SplicedXml(HEAD + f'<Relationships xmlns="{RELATED}"/>'.encode()))

    def keep_relations(self, relations: Relations) -> None:
        """Put relations back into the package."""
        self.changed[_relations_of(relations.part)] = relations.xml.whole

    def declare(
        self, *, parts: Mapping[str, str] | None = None, endings: Mapping[str, str] | None = None
    ) -> None:
        """State the types of new parts, by their names or by the endings of them, where they are not stated yet."""
        xml = self.xml(TYPES)
        known = {one.get("PartName", "").lower() for one in xml.root}
        known_endings = {one.get("Extension", "").lower() for one in xml.root}
        for part, type_ in (parts or {}).items():
            if f"/{part}".lower() not in known:
                name = xml.prefixed(xml.root, "Override")
                xml.put_last(
                    xml.root, f'<{name} PartName={quoteattr(f"/{part}")} ContentType="{type_}"/>'.encode()
                )
        for ending, type_ in (endings or {}).items():
            if ending not in known_endings:
                name = xml.prefixed(xml.root, "Default")
                xml.put(
                    xml.inside(xml.root), f'<{name} Extension="{ending}" ContentType="{type_}"/>'.encode()
                )
        self.changed[TYPES] = xml.whole

    @property
    def bytes(self) -> bytes:
        """The file: the parts in their order, with the changed ones in their places and the new ones behind."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
            for member in self.archive.members:
                data = self.changed.get(member.filename)
                if data is None:
                    data = b"".join(self.archive.stream(member.filename))
                kept = zipfile.ZipInfo(member.filename, member.date_time)
                kept.compress_type, kept.external_attr = member.compress_type, member.external_attr
                new.writestr(kept, data)
            for name, data in self.changed.items():
                if name not in self.archive.names:
                    added = zipfile.ZipInfo(name)
                    added.compress_type = zipfile.ZIP_DEFLATED
                    new.writestr(added, data)
        return written.getvalue()


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
