"""What proves something is told by its content alone, and what may act by itself is refused with what to do."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cchc.core.words.messages import Faults, Message, say
from cchc.files import evidence
from cchc.files.compound import CompoundFile, DamagedFile
from cchc.files.evidence import evidence_kind, hopeless, name_of_kind
from cchc.files.kinds import EVIDENCE, FileKind, is_of_kind, kind_of
from cchc.files.members import ends_as_archive, member_names
from tests.files.hostile import compound_file
from tests.files.papers import (
    MIME,
    PAPERS,
    PIXEL,
    locked_pdf,
    old_file,
    open_document,
    packed_pdf,
    pdf,
    small_old_file,
    with_members,
    workbook_of_macros,
    zipped,
)

DOCX = PAPERS[FileKind.DOCX]
PACKAGE = compound_file("\x01Ole10Native")

LOCKED_WORD = (
    b"\xec\xa5" + bytes(8) + b"\xf0\x13"
)  # the head of a document of Word 97, with the mark of a lock
OPEN_WORD = b"\xec\xa5" + bytes(8) + b"\xf0\x12"
LOCKED_EXCEL = b"\x09\x08\x02\x00\x00\x06\x2f\x00\x02\x00\x01\x00\x0a\x00\x00\x00"
OPEN_EXCEL = b"\x09\x08\x02\x00\x00\x06\xe1\x00\x02\x00\x2f\x00\x0a\x00\x00\x00"

HARMFUL: dict[str, tuple[bytes, Message]] = {
    "an archive": (zipped({"a.pdf": pdf()}), evidence.ARCHIVE),
    "an archive of another make": (b"Rar!\x1a\x07\x01\x00" + bytes(99), evidence.ARCHIVE),
    "an archive of tapes": (bytes(257) + b"ustar\x0000" + bytes(300), evidence.ARCHIVE),
    "a picture with an archive behind it": (PIXEL + zipped({"a.exe": b"MZ"}), evidence.ARCHIVE),
    "a program": (b"MZ\x90\x00" + bytes(200), evidence.EXECUTABLE),
    "a program that is a PDF too": (b"MZ" + bytes(100) + pdf(), evidence.EXECUTABLE),
    "a script": (b"#!/bin/sh\n", evidence.EXECUTABLE),
    "a shortcut": (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), evidence.EXECUTABLE),
    "Word with macros": (with_members(DOCX, {"word/vbaProject.bin": b""}), evidence.MACROS),
    "Word with controls": (with_members(DOCX, {"word/activeX/activeX1.xml": b""}), evidence.MACROS),
    "Excel with sheets of macros": (
        with_members(PAPERS[FileKind.XLSX], {"xl/macrosheets/sheet1.xml": b""}),
        evidence.MACROS,
    ),
    "old Word with macros": (compound_file("WordDocument", "Macros", "VBA"), evidence.MACROS),
    "old Excel with macros": (compound_file("Workbook", "_VBA_PROJECT_CUR"), evidence.MACROS),
    "old Excel with a sheet of macros": (workbook_of_macros(), evidence.MACROS),
    "an OpenDocument with macros": (
        open_document("text", {"Basic/Standard/Module1.xml": b""}),
        evidence.MACROS,
    ),
    "old Word with a package": (compound_file("WordDocument", "\x01Ole10Native"), evidence.OBJECTS),
    "Word with a package": (
        with_members(DOCX, {"word/embeddings/oleObject1.bin": PACKAGE}),
        evidence.OBJECTS,
    ),
    "rich text with an object": (rb"{\rtf1{\object\objemb{\*\objdata 0105}}}", evidence.OBJECTS),
    "a PDF with a script": (
        pdf() + b"9 0 obj <</S /JavaScript /JS (app.alert(1))>> endobj",
        evidence.ACTIVE_PDF,
    ),
    "a PDF with a script in other letters": (
        pdf() + b"9 0 obj <</S /J#61vaScrip#74>> endobj",
        evidence.ACTIVE_PDF,
    ),
    "a PDF that starts a program": (pdf() + b"9 0 obj <</S/Launch/F(cmd.exe)>> endobj", evidence.ACTIVE_PDF),
    "a PDF with a file": (pdf() + b"9 0 obj <</Type /EmbeddedFile>> endobj", evidence.ACTIVE_PDF),
    "what is locked": (compound_file("EncryptedPackage", "EncryptionInfo"), evidence.LOCKED),
    "what LibreOffice locked": (
        zipped({"mimetype": MIME.encode() + b"text", "content.xml": b"\x8f\x01locked"}),
        evidence.LOCKED,
    ),
    "what LibreOffice locks today": (open_document("text", {"encrypted-package": b""}), evidence.LOCKED),
    "old Word that is locked": (old_file("WordDocument", LOCKED_WORD), evidence.LOCKED),
    "a short old Word that is locked": (small_old_file("WordDocument", LOCKED_WORD), evidence.LOCKED),
    "old Excel that is locked": (old_file("Workbook", LOCKED_EXCEL), evidence.LOCKED),
    "a short old Excel that is locked": (small_old_file("Workbook", LOCKED_EXCEL), evidence.LOCKED),
    "a PDF that is locked": (locked_pdf(opens=False), evidence.LOCKED),
    "a PDF with a script that is packed": (
        packed_pdf(b"<</S/JavaScript/JS(app.alert(1))>>"),
        evidence.ACTIVE_PDF,
    ),
    "a PDF with a script that is packed under a name spelled in numbers": (
        packed_pdf(b"<</S/JavaScript/JS(app.alert(1))>>").replace(b"/ObjStm", b"/Obj#53tm"),
        evidence.ACTIVE_PDF,
    ),
    "a PDF with an archive behind it": (pdf() + zipped({"a.odt": b""}), evidence.ACTIVE_PDF),
    "a template": (open_document("text-template"), evidence.OTHER),
    "an open presentation": (open_document("presentation"), evidence.SLIDES),
    "a presentation": (zipped({"ppt/presentation.xml": b""}), evidence.SLIDES),
    "an old presentation": (compound_file("PowerPoint Document"), evidence.SLIDES),
    "a picture of a phone": (b"\x00\x00\x00\x18ftypheic" + bytes(40), evidence.OTHER_PICTURE),
    "a web page": (b"<html><body>a</body></html>", evidence.TEXT),
    "a message": (b"From: a@b\r\n", evidence.TEXT),
    "a document of another program": (compound_file("Visio"), evidence.OTHER),
    "half a Word file": (DOCX[: len(DOCX) // 2], evidence.DAMAGED),
    "half an old Word file": (PAPERS[FileKind.DOC][:600], evidence.DAMAGED),
    "nothing": (b"", evidence.EMPTY),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evidence") / "file"


def told(place: Path, data: bytes, name: str = "Văn bản.PDF") -> FileKind | str:
    """The kind, or why it is refused; whatever refuses it names the file and what is taken."""
    place.write_bytes(data)
    try:
        return evidence_kind(place, name)
    except Faults as refused:
        (fault,) = refused.faults
        assert (fault.place.file, fault.found) == (name, name)
        assert all(f".{kind}" in say(fault.expected) for kind in EVIDENCE)
        return say(fault.why)


@pytest.mark.parametrize("kind", EVIDENCE)
def test_each_kind_is_taken_for_what_it_holds_under_whatever_name(kind: FileKind, place: Path) -> None:
    assert {
        told(place, PAPERS[kind], name) for name in ("a.pdf", "A.PDF", "b.Doc", "không tên", "x.exe")
    } == {kind}


@pytest.mark.parametrize("what", HARMFUL)
def test_what_is_no_document_or_acts_by_itself_is_refused_with_what_to_do(what: str, place: Path) -> None:
    data, why = HARMFUL[what]
    assert told(place, data) == say(why)


def test_an_old_document_an_unlocked_pdf_and_packed_words_that_do_nothing_are_taken(place: Path) -> None:
    taken = {
        FileKind.DOC: [old_file("WordDocument", OPEN_WORD), small_old_file("WordDocument", OPEN_WORD)],
        FileKind.XLS: [old_file("Workbook", OPEN_EXCEL), small_old_file("Workbook", OPEN_EXCEL)],
        FileKind.PDF: [locked_pdf(opens=True), packed_pdf(b"<</Type/Page>>")],
    }
    for kind, files in taken.items():
        assert [told(place, data) for data in files] == [kind] * len(files)


def test_a_chart_or_a_formula_in_a_document_is_no_package(place: Path) -> None:
    chart = with_members(
        DOCX,
        {
            "word/embeddings/Microsoft_Excel_Sheet1.xlsx": PAPERS[FileKind.XLSX],
            "word/embeddings/oleObject1.bin": compound_file("Equation Native"),
        },
    )
    assert told(place, chart) is FileKind.DOCX


@given(data=st.binary(max_size=400), kind=st.sampled_from(EVIDENCE), at=st.integers(0, 600))
@settings(suppress_health_check=list(HealthCheck), max_examples=60)
def test_whatever_bytes_come_are_a_kind_or_are_refused(
    data: bytes, kind: FileKind, at: int, place: Path
) -> None:
    """Drawn bytes alone, and put over the bytes of a document."""
    paper = PAPERS[kind]
    for drawn in (data, paper[:at] + data + paper[at + len(data) :], paper[:at]):
        result = told(place, drawn)
        if isinstance(result, FileKind):
            assert is_of_kind(result, drawn)
            assert hopeless(drawn[:40_000]) is None


@given(name=st.text(min_size=1, max_size=30).filter(lambda text: "/" not in text and text.strip(". ")))
@example("a.pdf")
@example("Quyết định.PDF")
@settings(max_examples=30)
def test_a_name_tells_the_kind_of_its_content(name: str) -> None:
    for kind in EVIDENCE:
        named = name_of_kind(name, kind)
        assert kind_of(named) is kind
        assert name_of_kind(named, kind) == named


def test_the_first_bytes_already_tell_what_is_never_taken() -> None:
    assert hopeless(b"MZ") is evidence.EXECUTABLE
    assert [hopeless(data[:40_000]) for data in PAPERS.values()] == [None] * len(PAPERS)


def test_a_word_that_acts_is_found_wherever_it_stands(place: Path) -> None:
    for before in (0, (1 << 20) - 5, (1 << 20) - 1, 3 << 20):
        assert told(place, pdf() + b" " * before + b"/JavaScript") == say(evidence.ACTIVE_PDF)


def test_a_list_of_members_that_lies_about_its_length_takes_no_memory() -> None:
    """Each member may state 64 KB of notes; the end of an archive beyond 4 GB other lengths than its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(300):
            entry = zipfile.ZipInfo(f"word/{number}.xml")
            entry.comment = b"x" * 60_000
            archive.writestr(entry, b"")
    huge = stream.getvalue()
    at = huge.rfind(b"PK\x05\x06")
    beyond = huge[:at] + b"PK\x06\x07" + bytes(16) + huge[at:]
    for data in (huge, beyond):
        tracemalloc.start()
        with pytest.raises(DamagedFile):
            member_names(io.BytesIO(data))
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
        tracemalloc.stop()
    assert ends_as_archive(io.BytesIO(PIXEL + huge))


@given(data=st.binary(max_size=2_000))
@settings(max_examples=100)
def test_a_compound_file_of_drawn_bytes_has_a_directory_or_is_damaged(data: bytes) -> None:
    whole = compound_file("WordDocument")
    for drawn in (whole[:30] + data, whole[:76] + data[:400] + whole[76 + len(data[:400]) :]):
        with suppress(DamagedFile):
            assert isinstance(CompoundFile(io.BytesIO(drawn)).names, frozenset)
