"""Remarks as comments of Word, at the words they are about; beside the text as it was.

Of the text of a document nothing is written anew: the marks of a comment are put between its bytes, directly in a
paragraph, never inside a field, a link, a content control or a tracked change, which are held as one. Where words stand
inside a run, the run is closed before them and opened again as it was.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from cchc.files.archives import WORD
from cchc.files.documents.from_docx import walked
from cchc.files.documents.word_parts import DOCUMENT, broken_part, opened_word, refused_word
from cchc.files.documents.word_xml import attribute, local
from cchc.files.remarks.package import HEAD, OfficePackage
from cchc.files.remarks.remark import Remark, RemarkAuthor
from cchc.files.remarks.spliced import SplicedXml
from cchc.files.remarks.word_places import PlacingReader, Stretch, WordPlaces, units_of
from cchc.files.writing import ILLEGAL

_STRICT = "http://purl.oclc.org/ooxml/"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_ENDS, _BEGINS = 0, 1  # what ends at a place stands before what begins there
_LONGEST_CUT = 50_000  # letters of a text that is parted; a longer one is marked as a whole
_CHANGED = frozenset(("rPrChange", "ins", "del", "moveFrom", "moveTo"))


def remarked_word(data: bytes, file: str, remarks: Sequence[Remark], author: RemarkAuthor) -> bytes:
    """Return the bytes of a Word document with a comment for each remark, in their order; existing ones stay. Raises
    `Faults` when the document cannot be read."""
    package = OfficePackage(opened_word(data, file), file)
    if not package.holds(DOCUMENT):
        raise refused_word(file, WORD.other)
    if not package.holds("[Content_Types].xml"):
        raise broken_part(file, "[Content_Types].xml")
    if not remarks:
        return data
    xml = package.xml(DOCUMENT)
    marks = _Marks(xml, {one: one.text or "" for one in xml.root.iter() if local(one.tag) == "t"})
    reader, _ = walked(package.archive, file, xml.root, PlacingReader)
    places = WordPlaces(xml.root, reader)
    part, comments = _comments(package, xml)
    number = _first_number(xml, comments)
    for at, remark in enumerate(remarks, start=number):
        stretch = places.stretch(remark)
        if stretch is None:
            raise refused_word(file, WORD.damaged)
        marks.add(stretch, at)
        comments.put_last(comments.root, _comment(_namespace(xml), at, remark, author))
    marks.put()
    package.changed[DOCUMENT] = xml.whole
    package.changed[part] = comments.whole
    package.declare(parts={part: _TYPE})
    return package.bytes


def _comments(package: OfficePackage, xml: SplicedXml) -> tuple[str, SplicedXml]:
    """The part with the comments of the document, and what it says; a new one where there is none."""
    relations = package.relations(DOCUMENT)
    held = relations.target("comments")
    if held is not None and package.holds(held[1]):
        return held[1], package.xml(held[1])
    part = package.free("word/comments{}.xml")
    namespace = _namespace(xml)
    relations.add(_STRICT_RELATION if namespace.startswith(_STRICT) else _RELATION, posixpath.basename(part))
    package.keep_relations(relations)
    return part, SplicedXml(HEAD + f'<w:comments xmlns:w="{namespace}"/>'.encode())


def _namespace(xml: SplicedXml) -> str:
    return xml.root.tag.rpartition("}")[0].removeprefix("{")


def _first_number(xml: SplicedXml, comments: SplicedXml) -> int:
    """The first number that no comment of the document has."""
    named = (one for one in xml.root.iter() if local(one.tag).startswith("comment"))
    numbers = [attribute(one, "id") or "" for one in (*named, *comments.root)]
    return max((int(one) for one in numbers if one.isdecimal() and len(one) < 9), default=-1) + 1


def _comment(namespace: str, number: int, remark: Remark, author: RemarkAuthor) -> bytes:
    about = f'w:id="{number}" w:author={quoteattr(author.name)} w:date="{author.at:%Y-%m-%dT%H:%M:%SZ}"'
    begins, lines = "<w:r><w:annotationRef/></w:r>", []
    for line in remark.lines:
        text = escape(" ".join(ILLEGAL.sub("", line).split()))
        lines.append(f'<w:p>{begins}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>')
        begins = ""
    opened = f'<w:comment xmlns:w="{namespace}" {about} w:initials={quoteattr(author.initials)}>'
    return f"{opened}{''.join(lines) or '<w:p/>'}</w:comment>".encode()


class _Cut(NamedTuple):
    """A place inside the text of a run, behind so many of its letters."""

    run: Element
    text: Element
    letters: int


@dataclass(slots=True)
class _Marks:
    """The marks that are put into a document; `texts` are those of its elements before a letter was changed."""

    xml: SplicedXml
    texts: dict[Element, str]
    _named: str = field(default="", init=False)
    """The prefix w in the tag of a mark, where the document does not give it this meaning everywhere."""
    _cuts: dict[_Cut, list[tuple[int, bytes]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        said = f' xmlns:w="{_namespace(self.xml)}"'
        is_known = (
            said.encode() in self.xml.start_tag(self.xml.root) and self.xml.data.count(b"xmlns:w=") == 1
        )
        self._named = "" if is_known else said

    def add(self, stretch: Stretch, number: int) -> None:
        """Mark a stretch with the comment of this number."""
        first, last = self._outermost(stretch.first), self._outermost(stretch.last)
        end: tuple[Element, int] | None = stretch.end
        if self.xml.parents.get(first) is not self.xml.parents.get(
            last
        ):  # a table inside the cell begins between
            last, end = first, None
        begins = f'<w:commentRangeStart{self._named} w:id="{number}"/>'.encode()
        ends = f'<w:commentRangeEnd{self._named} w:id="{number}"/>'.encode()
        ends += f'<w:r{self._named}><w:commentReference w:id="{number}"/></w:r>'.encode()
        self._put(begins, first, *stretch.begin, _BEGINS)
        if end is None:
            units = units_of(last)
            self.xml.put(self.xml.behind(units[-1][1]), ends, _ENDS)
        else:
            self._put(ends, last, *end, _ENDS)

    def _outermost(self, element: Element) -> Element:
        """The paragraph of the page in which an element stands: a text box in it may hold others."""
        found = element
        while (above := self.xml.parents.get(element)) is not None:
            element = above
            found = element if local(element.tag) == "p" else found
        return found

    def _put(self, mark: bytes, paragraph: Element, holder: Element, letters: int, order: int) -> None:
        """Put a mark before or behind so many letters of `holder`, or before or behind the piece around it."""
        begin, end = self._unit(paragraph, holder)
        cut = self._cut(paragraph, holder, letters) if begin is end else None
        if cut is not None:
            self._cuts[cut].append((order, mark))
        elif order == _BEGINS:
            self.xml.put(self.xml.begin(begin), mark, order)
        else:
            self.xml.put(self.xml.behind(end), mark, order)

    def _unit(self, paragraph: Element, holder: Element) -> tuple[Element, Element]:
        above = {holder}
        while holder is not paragraph:
            holder = self.xml.parents[holder]
            above.add(holder)
        units = units_of(paragraph)
        children = {one: at for at, (first, last) in enumerate(units) for one in (first, last)}
        inside = [one for one in paragraph if one in above]
        if inside and inside[0] not in children:  # in the middle of a field
            order = list(paragraph)
            place = order.index(inside[0])
            return next(pair for pair in units if order.index(pair[0]) <= place <= order.index(pair[1]))
        return units[children[inside[0]]] if inside else (units[0][0], units[-1][1])

    def _cut(self, paragraph: Element, holder: Element, letters: int) -> _Cut | None:
        """The place in a run that may be parted: directly in the paragraph, no change of its format tracked, in a text
        whose bytes are its letters."""
        text, run = self.texts.get(holder), self.xml.parents[holder]
        if not text or text != holder.text or self.xml.parents.get(run) is not paragraph:
            return None
        if not text[:letters].strip() and self._is_first(run, holder):
            return None
        if not text[letters:].strip() and run[-1] is holder:
            return None
        if any(local(one.tag) in _CHANGED for one in run.iter()):
            return None
        is_letters = len(text) <= _LONGEST_CUT and self.xml.offset_of(holder, letters) is not None
        return _Cut(run, holder, letters) if is_letters else None

    def _is_first(self, run: Element, holder: Element) -> bool:
        return next(one for one in run if local(one.tag) != "rPr") is holder

    def put(self) -> None:
        """Put the marks of all cuts into the document."""
        for cut, marks in self._cuts.items():
            between = b"".join(mark for _, mark in sorted(marks, key=lambda one: one[0]))
            self._part_run(cut, between)

    def _part_run(self, cut: _Cut, between: bytes) -> None:
        """Close a run at a cut and open it anew behind what stands between. Word leaves out blanks at either end of a
        text that does not say it keeps them: those beside the cut get a text that does."""
        xml, text = self.xml, self.texts[cut.text]
        closes, opens = xml.end_tag(cut.text), xml.start_tag(cut.text)
        keeps = opens if b"xml:space" in opens else opens[:-1] + b' xml:space="preserve">'
        before, behind = text[: cut.letters], text[cut.letters :]
        if before != (bare := before.rstrip()) and opens != keeps:
            self._put_inside(cut.text, len(bare), closes + keeps)
        kept = opens
        if behind != (bare := behind.lstrip()) and opens != keeps:
            self._put_inside(cut.text, len(text) - len(bare), closes + opens)
            kept = keeps
        look = next((xml.written(one) for one in cut.run if local(one.tag) == "rPr"), b"")
        whole = closes + xml.end_tag(cut.run) + between + xml.start_tag(cut.run) + look + kept
        self._put_inside(cut.text, cut.letters, whole)

    def _put_inside(self, text: Element, letters: int, piece: bytes) -> None:
        at = self.xml.offset_of(text, letters)
        if at is not None:
            self.xml.put(at, piece)
