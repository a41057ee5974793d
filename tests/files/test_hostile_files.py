"""What strangers hand in is read or refused with a reason, within a memory and a time that are stated."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from cchc.core.words.messages import Faults, say
from cchc.files.documents import TextDocument, read_document
from cchc.files.sandbox import Limits, run
from tests.files import unruly
from tests.files.hostile import (
    HELVETICA,
    LAUGHS,
    W,
    compound_file,
    laughing_forms,
    packed_twice,
    paragraph,
    pdf_page,
    understating,
    wide_font,
    word_file,
)
from tests.files.pdf_paper import PaperPage, file_of, pdf_bytes, stream_of, table_pages

TEXT = "Ủy ban nhân dân tỉnh ban hành Kế hoạch cải cách hành chính nhà nước năm 2026"
ENOUGH = Limits(memory=300_000_000, computing=60, clock=120)

DAMAGED_WORD = "The document is damaged: open it in Word and save it again."
TOO_DEEP = "Tables stand inside tables more than 6 times: take them apart in Word."
NO_TEXT = (
    "The PDF has no text layer, only pictures of pages: give the original Word file, or run text recognition (OCR) on "
    "the scan first."
)
TOO_MUCH_INK = "Page 1 holds too many signs or strokes to be a plan: give the Word file."
TOO_MUCH_MEMORY = (
    "Reading the file needs more than 300 megabytes of memory and was stopped: "
    "split it, or give the original instead of a PDF."
)


def read(content: bytes, name: str) -> TextDocument:
    """A document read as the pages read it, within a fifth of the memory they allow."""
    return run(read_document, content, name, limits=ENOUGH)


def why(content: bytes, name: str) -> str:
    with pytest.raises(Faults) as refusal:
        read(content, name)
    (fault,) = refusal.value.faults
    assert fault.place.file == name
    return say(fault.why)


# --- Word --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_a_file_locked_by_a_password_says_so(name: str):
    locked = compound_file("EncryptionInfo", "EncryptedPackage")
    assert why(locked, name) == "The file is locked by a password: save it without a password."


def test_an_old_word_file_under_a_new_name_says_so():
    assert why(compound_file("WordDocument"), "a.docx") == (
        "The file is an old Word file (.doc) or is locked by a password: save it as .docx without a password."
    )


def test_a_word_file_cut_anywhere_is_refused():
    content = word_file(paragraph(TEXT) * 50)
    for end in range(4, len(content), 23):
        assert why_here(content[:end], "a.docx") == DAMAGED_WORD


def why_here(content: bytes, name: str) -> str:
    with pytest.raises(Faults) as refusal:
        read_document(content, name)
    return say(refusal.value.faults[0].why)


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/VBAPROJECT.BIN", "other/vbaProject.bin"])
def test_a_word_file_with_macros_anywhere_in_it_is_refused(part: str):
    assert why(word_file(paragraph(TEXT), {part: b"Sub AutoOpen()"}), "a.docx") == (
        "Files with macros are not read: save the document without macros."
    )


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/numbering.xml"])
def test_entities_that_expand_without_end_are_never_expanded(part: str):
    bomb = f"{LAUGHS}<w:document {W}><w:body><w:p>&x9;</w:p></w:body></w:document>"
    if part == "word/document.xml":
        content = word_file("<w:p><w:r><w:t>&x9;</w:t></w:r></w:p>", head=LAUGHS)
    else:
        content = word_file(paragraph(TEXT), {part: bomb})
    assert why(content, "a.docx") == (
        f"The part “{part}” of the document is damaged: open it in Word and save it again."
    )


def test_an_archive_that_says_less_than_it_holds_is_read_no_further_than_it_says():
    xml = f"<w:document {W}><w:body>{paragraph('a' * 30_000_000)}</w:body></w:document>"
    content = word_file(paragraph("a" * 30_000_000))
    assert why(understating(content, len(xml)), "a.docx") == DAMAGED_WORD


def test_pictures_larger_than_any_plan_are_refused_before_they_are_unpacked():
    content = word_file(paragraph(TEXT), {"word/media/image1.bmp": bytes(210_000_000)})
    assert why(content, "a.docx") == (
        "Unpacked, the file holds more than 200 megabytes: take out pictures and embedded files."
    )


def test_an_archive_inside_the_archive_is_never_opened():
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0", bytes(150_000_000))
    content = word_file(paragraph(TEXT), {"word/embeddings/a.zip": inner.getvalue()})
    assert [one.text for one in read(content, "a.docx").paragraphs] == [TEXT]


def test_elements_nested_without_end_are_refused():
    assert why(word_file("<w:a>" * 300_000 + "</w:a>" * 300_000), "a.docx") == TOO_DEEP
    cell = ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")
    assert why(word_file(cell[0] * 100_000 + cell[1] * 100_000), "a.docx") == TOO_DEEP


def test_cells_that_span_more_than_any_table_has_are_cut_to_it():
    absurd = '<w:tc><w:tcPr><w:gridSpan w:val="99999"/><w:vMerge/></w:tcPr><w:p/></w:tc>'
    rows = f"<w:tr>{absurd * 50}</w:tr>" * 500
    (table,) = read(word_file(f"<w:tbl>{rows}</w:tbl>{paragraph(TEXT)}"), "a.docx").tables
    assert (table.columns, len(table.rows)) == (200, 500)


def test_a_text_of_very_many_lines_is_read_in_one_pass():
    (one,) = read("ban hành kế hoạch\n".encode() * 100_000, "a.txt").paragraphs
    assert len(one.text) == 18 * 100_000 - 1


# --- links -------------------------------------------------------------------------------------------------


def test_nothing_that_a_document_points_to_is_reached_for(tmp_path: Path):
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    kinds = ("attachedTemplate", "image", "aFChunk", "oleObject", "subDocument", "frame", "hyperlink")
    targets = ("http://127.0.0.1:9/x", f"file://{tmp_path}/x", "\\\\127.0.0.1\\share\\x")
    links = "".join(
        f'<Relationship Id="r{kind}{at}" Type="{kind}" Target="{target}" TargetMode="External"/>'
        for kind in kinds
        for at, target in enumerate(targets)
    )
    field = '<w:r><w:instrText>INCLUDEPICTURE "http://127.0.0.1:9/x" \\d</w:instrText></w:r>'
    body = f'{paragraph(TEXT)}<w:p>{field}</w:p><w:altChunk id="raFChunk0"/><w:subDoc id="rsubDocument0"/>'
    relations = f"<Relationships {space}>{links}</Relationships>"
    word = word_file(
        body, {"word/_rels/document.xml.rels": relations, "word/_rels/settings.xml.rels": relations}
    )
    assert run(unruly.watched, word, "a.docx") == (1, [])


def test_nothing_that_a_pdf_points_to_is_reached_for():
    link = b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://127.0.0.1:9/x) >> >>"
    action = b"/AA << /O << /S /Launch /F (/bin/true) >> >> /Annots [" + link + b"]"
    picture = b"<< /Subtype /Image /Width 9 /Height 9 /F (http://127.0.0.1:9/x) " + stream_of(b"x")[2:]
    content = pdf_page(
        b"BT /F 12 Tf 60 700 Td (Quan ly) Tj ET /I Do", HELVETICA, picture, page=action,
        resources=b"/Font << /F 5 0 R >> /XObject << /I 6 0 R >>",
    )  # fmt: skip
    pages, asked = run(unruly.watched, content, "a.pdf")
    memory = "ctypes."  # PDFium takes and gives bytes in memory
    assert (pages, [one for one in asked if not one.startswith(memory)]) == (1, [])


# --- PDF ---------------------------------------------------------------------------------------------------


def test_a_pdf_of_scanned_pages_says_that_it_has_no_text_and_what_to_do():
    picture = b"<< /Subtype /Image /Width 1000 /Height 1400 /BitsPerComponent 8 /ColorSpace /DeviceGray "
    page = pdf_page(b"595 0 0 842 0 0 cm /I Do", picture + stream_of(bytes(1_400_000))[2:],
                    resources=b"/XObject << /I 5 0 R >>")  # fmt: skip
    assert why(page, "a.pdf") == NO_TEXT


def test_a_pdf_of_500_pages_is_read_to_its_end_within_the_limits():
    page = table_pages([["1", "Rà soát", "Sở Nội vụ", "Quý IV/2026"]] * 2, [1, 8, 3, 3])[0]
    pages = [
        PaperPage(842, 595, [*page.texts, (60, 40, 10, f"Trang {at}")], page.strokes) for at in range(500)
    ]
    told: list[tuple[int, int]] = []
    document = run(
        read_document, pdf_bytes(pages), "a.pdf", progress=lambda *done: told.append(done), limits=ENOUGH
    )
    assert document.pages == 500
    (table,) = document.tables
    assert [row.spot.page for row in table.rows[::2]] == [*range(1, 501)]
    assert told == [(done, 500) for done in range(1, 501)]


def test_a_page_that_contains_the_pages_is_read_once():
    good = pdf_bytes([PaperPage(texts=[(60, 100, 12, TEXT)])])
    looped = good.replace(b"/Kids [8 0 R]", b"/Kids [2 0 R 8 0 R 2 0 R]")
    assert read(looped, "a.pdf").pages == 1


def test_a_page_named_a_million_times_is_no_million_pages():
    kids = b"3 0 R " * 200_000
    content = file_of([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 200000 /Kids [" + kids + b"] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    ])  # fmt: skip
    assert why(content, "a.pdf") == "The PDF has more than 500 pages: split it."


@pytest.mark.parametrize(
    "drawing",
    [
        b"BT /F 12 Tf " + b"(abcdefghij) Tj " * 100_000 + b"ET",
        b"1 1 m 9 9 l S " * 500_000,
        b"1 1 m " + b"9 9 l 3 3 l " * 20_000 + b"S",
        b"".join(b"%d 0 m %d 9000 l S 0 %d m 9000 %d l S " % ((at * 4,) * 4) for at in range(3000)),
    ],
    ids=["glyphs", "strokes", "one stroke", "a grid"],
)
def test_a_page_with_more_ink_than_any_plan_has_is_refused(drawing: bytes):
    assert why(pdf_page(drawing, HELVETICA), "a.pdf") == TOO_MUCH_INK


def test_more_forms_than_any_page_has_are_refused():
    content = pdf_page(b"/X Do", *laughing_forms(5), resources=b"/XObject << /X 5 0 R >>")
    assert why(content, "a.pdf") == TOO_MUCH_INK


def test_forms_that_draw_each_other_and_states_without_end_end_with_the_memory():
    forms = pdf_page(b"/X Do", *laughing_forms(12), resources=b"/XObject << /X 5 0 R >>")
    assert why(forms, "a.pdf") == TOO_MUCH_MEMORY
    assert why(pdf_page(b"q " * 6_000_000, HELVETICA), "a.pdf") == TOO_MUCH_MEMORY


@pytest.mark.parametrize(
    "font",
    [
        wide_font(widths=b"[0 4000000000 500]"),
        wide_font(mapping=b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange"),
    ],
    ids=["widths", "letters"],
)
def test_a_font_of_four_thousand_million_letters_costs_no_more_than_what_it_writes(font: tuple[bytes, ...]):
    stated = b"BT /T 12 Tf 60 700 Td (Quan ly) Tj /F 12 Tf <0041> Tj ET"
    both = b"/Font << /F 5 0 R /T << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    (line,) = read(pdf_page(stated, *font, resources=both), "a.pdf").paragraphs
    assert line.text.startswith("Quan ly")


def test_a_stream_packed_twice_ends_with_the_memory():
    page = pdf_page(b"", packed_twice(400_000_000)).replace(b"/Contents 4 0 R", b"/Contents 5 0 R")
    assert why(page, "a.pdf") == TOO_MUCH_MEMORY


def test_tables_of_files_that_lead_to_each_other_end():
    good = pdf_bytes([PaperPage(texts=[(60, 100, 12, TEXT)])])
    looped = good.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % good.rindex(b"xref\n0"))
    assert [one.text for one in read(looped, "a.pdf").paragraphs] == [TEXT]
