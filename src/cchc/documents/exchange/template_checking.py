"""Templates of official papers as they come from an office: read with suspicion, and checked as a whole at once.

A template that passed the check makes its paper: a trial paper was made of it, opened by the library and read by our
own reader of Word files, in the process that reads files from outside.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as Page
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateError, nodes

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.documents.exchange.template_parts import looked_over
from cchc.documents.exchange.templates import (
    MARK,
    TAG,
    PaperContent,
    PlainEnvironment,
    filled_template,
    text_of,
)
from cchc.files.archives import WORD
from cchc.files.documents.from_docx import read_docx
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits

MOST_BYTES = 2_000_000
_EXCERPT = 60
_PLAIN_NODES = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name)
_BRACES = re.compile(r"\{[{%#]?[^{}]*[}%#]?\}?|\}+")
_BRACKETS = re.compile(r"\[\[[^\[\]]*\]?\]?|\]\]")
# fields of Word that start a program, or bring in what stands elsewhere when the document is opened
_FETCHES = re.compile(
    r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|MACROBUTTON|RD)\s[^\\]{0,60}"
)
_LINKS = {RELATIONSHIP_TYPE.HYPERLINK}


@dataclass(frozen=True, slots=True)
class ReadTemplate:
    """A template that can be used: the names of the tags and marks that stand in it, in alphabetical order."""

    tags: tuple[str, ...]
    marks: tuple[str, ...]


def read_template(
    data: bytes,
    name: str,
    trial: PaperContent,
    needed: tuple[str, ...],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> ReadTemplate:
    """Return what stands in a template that makes a paper of the `trial` content. Raises `Faults` with everything that
    is wrong: unknown tags and marks, each with its paragraph; what is neither tag nor mark; tags and marks that are
    `needed` and missing; content from outside; a trial paper that cannot be opened."""
    note = progress or (lambda _done, _all: None)
    page = _opened(data, name, note)
    check = _Check(page, name, trial)
    faults = [*check.outside(), *check.texts(), *check.missing(needed)]
    if not faults:
        faults = list(check.beside_the_text(data)) or list(check.trial_faults(data, note))
    if faults:
        raise Faults(faults)
    return ReadTemplate(tuple(sorted(check.tags)), tuple(sorted(check.marks)))


TEMPLATE_FILE = Door(
    read_template,
    (FileKind.DOCX,),
    most_bytes=MOST_BYTES,
    limits=Limits(memory=600_000_000, computing=30, clock=60, answer=2_000_000),
)


def _opened(data: bytes, name: str, note: Callable[[int, int], None]) -> Page:
    """Return the document; raises `Faults` where its parts hold macros, are broken or too large, and where our reader
    or the library cannot read it."""
    looked_over(data, name)
    read_docx(data, name, note)
    try:
        return Document(io.BytesIO(data))
    except Exception as error:  # the library raises whatever its parts raise
        raise Faults([Fault(Place(file=name), name, WORD.expected, WORD.damaged)]) from error


class _Check:
    """One look at a template; collects the tags and marks that it names."""

    def __init__(self, page: Page, name: str, trial: PaperContent) -> None:
        self._page, self._place, self._trial = page, Place(file=name), trial
        self.tags: set[str] = set()
        self.marks: set[str] = set()

    def outside(self) -> Iterator[Fault]:
        """What a paper would fetch from elsewhere when it is opened: pictures, other templates, objects."""
        expected = Message("a document that holds everything itself")
        why = Message(
            "The document takes content from outside, which nobody can check: put it into the document."
        )
        parts = [self._page.part.package, *self._page.part.package.iter_parts()]
        found = {
            str(one.target_ref)[:_EXCERPT]
            for part in parts
            for one in part.rels.values()
            if one.is_external and one.reltype not in _LINKS
        }
        yield from (Fault(self._place, one, expected, why) for one in sorted(found))

    def texts(self) -> Iterator[Fault]:
        """Faults of every paragraph, in the body, its tables and boxes, then in headers and footers."""
        body = self._page.element.body
        tops = list(body)
        cells = dict(_cells(body))
        last = next((one for one in reversed(tops) if one.tag == qn("w:p") and text_of(one).strip()), None)
        for number, paragraph in enumerate(body.iter(qn("w:p")), start=1):
            where = cells.get(paragraph) or Message(
                "Paragraph {number} “{text}”", number=str(number), text=_excerpt(paragraph)
            )
            alone = paragraph.getparent() is body
            yield from self._paragraph(paragraph, where, alone, is_last=paragraph is last)
        for part in self._margins():
            for paragraph in part.element.iter(qn("w:p")):
                where = Message("Header or footer “{text}”", text=_excerpt(paragraph))
                yield from self._paragraph(paragraph, where, alone=False, is_last=False)

    def _margins(self) -> list[Any]:
        wanted = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
        rels = self._page.part.rels.values()
        return [one.target_part for one in rels if one.reltype in wanted and not one.is_external]

    def _paragraph(self, paragraph: Any, where: Message, alone: bool, *, is_last: bool) -> Iterator[Fault]:
        text = text_of(paragraph)
        for field in _fields(paragraph):
            expected = Message("a field that says what the document itself holds")
            why = Message(
                "{where}: the field runs a program or fetches content from outside: put the content into the document.",
                where=where,
            )
            yield self._fault(field, expected, why)
        for found in TAG.finditer(text):
            yield from self._tag(found, where)
        for brace in _BRACES.findall(TAG.sub("", text)):
            expected = Message("a tag such as {tag}", tag="{{ nam }}")
            why = Message(
                "{where}: braces stand for tags alone, with one name and nothing else in them.", where=where
            )
            yield self._fault(brace, expected, why)
        for mark in MARK.finditer(text):
            yield from self._mark(mark, where, alone and MARK.fullmatch(text.strip()) is not None, is_last)
        for bracket in _BRACKETS.findall(MARK.sub("", text)):
            expected = Message("a mark such as {mark}", mark=f"[[{next(iter(self._trial.parts), '')}]]")
            why = Message(
                "{where}: double brackets stand for tables alone, with one name in them.", where=where
            )
            yield self._fault(bracket, expected, why)

    def _tag(self, found: re.Match[str], where: Message) -> Iterator[Fault]:
        name, known = found[1], self._trial.texts
        lower = name.lower()
        if lower in known and name in (lower, lower.upper()):
            self.tags.add(lower)
            return
        expected = Message("one of these: {names}", names=", ".join(sorted(known)))
        yield self._fault(found[0], expected, Message("{where}: there is no tag of this name.", where=where))

    def _mark(self, found: re.Match[str], where: Message, alone: bool, is_last: bool) -> Iterator[Fault]:
        name, known = found[1], self._trial.parts
        if name not in known:
            expected = Message("one of these: {names}", names=", ".join(sorted(known)) or "–")
            why = Message("{where}: there is no table of this name.", where=where)
            yield self._fault(found[0], expected, why)
            return
        if name in self.marks:
            expected = Message("each mark once")
            yield self._fault(found[0], expected, Message("{where}: this mark stood before.", where=where))
        self.marks.add(name)
        if not alone:
            expected = Message(
                "the mark as the whole text of a paragraph outside tables, headers and footers"
            )
            why = Message(
                "{where}: a table takes the place of its paragraph; give the mark one of its own.",
                where=where,
            )
            yield self._fault(found[0], expected, why)
        elif self._trial.has_annexes(name) and not is_last:
            expected = Message("the mark as the last paragraph of the document")
            why = Message(
                "{where}: annexes are pages of their own, and nothing stands behind them.", where=where
            )
            yield self._fault(found[0], expected, why)

    def missing(self, needed: tuple[str, ...]) -> Iterator[Fault]:
        """What the paper cannot do without."""
        for name in needed:
            written = f"[[{name}]]" if name in self._trial.parts else f"{{{{ {name} }}}}"
            if name not in self.tags | self.marks:
                expected = Message("{tag} somewhere in the text", tag=written)
                yield self._fault("–", expected, Message("The paper says nothing without it."))

    def beside_the_text(self, data: bytes) -> Iterator[Fault]:
        """Commands that stand where no text is seen: in descriptions of pictures, fields, properties, notes."""
        environment = PlainEnvironment()
        for where, source in _sources(data):
            try:
                found = environment.parse(source).find_all(nodes.Node)
                wild = [_excerpt_of(one) for one in found if not self._is_plain(one)]
            except TemplateError:
                wild = ["{% … %}"]
            if wild:
                expected = Message("tags in the text alone")
                why = Message(
                    "{where}: commands stand where no text is seen, in a description, a field, a note or a property: "
                    "take them out, or copy the text into a new document.",
                    where=where,
                )
                yield self._fault(wild[0], expected, why)
                return

    def _is_plain(self, node: nodes.Node) -> bool:
        if isinstance(node, nodes.Name):
            return node.name.lower() in self._trial.texts and node.name in (
                node.name.lower(),
                node.name.upper(),
            )
        return isinstance(node, _PLAIN_NODES)

    def trial_faults(self, data: bytes, note: Callable[[int, int], None]) -> Iterator[Fault]:
        """Make a paper of the trial content, open it and read it: the words of the content must stand in it."""
        why = Message(
            "A paper that was made of it on trial cannot be opened: save the template anew in Word."
        )
        try:
            made = filled_template(data, self._trial)
            Document(io.BytesIO(made))
            read = read_docx(made, "a.docx", note).text
        except Exception:
            yield self._fault(str(self._place.file), WORD.expected, why)
            return
        if TAG.search(read) or MARK.search(read):
            yield self._fault(str(self._place.file), WORD.expected, why)

    def _fault(self, found: str, expected: Message, why: Message) -> Fault:
        return Fault(self._place, found, expected, why)


def _sources(data: bytes) -> Iterator[tuple[Message, str]]:
    """Yield every text that the library for templates looks into, as it looks into it, and where it stands."""
    template = DocxTemplate(io.BytesIO(data))
    template.init_docx()
    page = template.docx
    yield Message("Body of the document"), template.patch_xml(template.get_xml())
    for uri, where in ((template.HEADER_URI, Message("Header")), (template.FOOTER_URI, Message("Footer"))):
        for _key, part in template.get_headers_footers(uri):
            yield where, template.patch_xml(template.get_part_xml(part))
    for part in page.part.package.iter_parts():
        if part.content_type.endswith("footnotes+xml"):
            yield Message("Footnotes"), template.patch_xml(part.blob.decode("utf-8", "replace"))
    known = page.core_properties
    properties = (
        known.author,
        known.comments,
        known.identifier,
        known.language,
        known.subject,
        known.title,
    )
    yield Message("Properties of the file"), " ".join(properties)


def _cells(body: Any) -> Iterator[tuple[Any, Message]]:
    """Yield the paragraphs in tables with the cell that each stands in, the innermost where tables stand in tables."""
    for table, element in enumerate(body.iter(qn("w:tbl")), start=1):
        for row, line in enumerate(element.iterchildren(qn("w:tr")), start=1):
            for column, cell in enumerate(line.iterchildren(qn("w:tc")), start=1):
                for paragraph in cell.iter(qn("w:p")):
                    yield (
                        paragraph,
                        Message(
                            "Table {table}, row {row}, column {column} “{text}”",
                            table=table,
                            row=row,
                            column=column,
                            text=_excerpt(paragraph),
                        ),
                    )


def _fields(paragraph: Any) -> Iterator[str]:
    """Yield the instructions of fields in a paragraph that run a program or fetch something."""
    written = "".join(one.text or "" for one in paragraph.iter(qn("w:instrText")))
    simple = (one.get(qn("w:instr"), "") for one in paragraph.iter(qn("w:fldSimple")))
    for instruction in (written, *simple):
        yield from (found[0] for found in _FETCHES.finditer(instruction))


def _excerpt(paragraph: Any) -> str:
    text = text_of(paragraph).strip()
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"


def _excerpt_of(node: nodes.Node) -> str:
    name = getattr(node, "name", None)
    return str(name)[:_EXCERPT] if name else "{% … %}"
