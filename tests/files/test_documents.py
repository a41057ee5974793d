"""Documents are read as what they say, and refused with a reason when they cannot be."""

from __future__ import annotations

import io
import time
import zipfile
from contextlib import suppress

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cchc.core.words.messages import Faults, say
from cchc.files.documents import Format, TextTable, read_document
from cchc.files.documents.cleaning import cell_lines, clean
from cchc.files.documents.glyphs import Glyph, lines_of
from cchc.files.documents.paragraphs import ParagraphLine, join, rejoin
from cchc.files.documents.syllables import is_broken, is_syllable
from tests.files.pdf_paper import PaperPage, file_of, pdf_bytes, stream_of, table_pages

TEXT = "Ủy ban nhân dân tỉnh ban hành Kế hoạch cải cách hành chính nhà nước năm 2026"
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def why(content: bytes, name: str) -> str:
    """The reason for which a file is refused."""
    with pytest.raises(Faults) as refusal:
        read_document(content, name)
    (fault,) = refusal.value.faults
    return say(fault.why)


def word(body: str, **parts: bytes) -> bytes:
    """A Word file with this body, and further parts by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {SPACE}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def texts(content: bytes, name: str = "a.docx") -> list[str]:
    return [one.text for one in read_document(content, name).paragraphs]


# --- text --------------------------------------------------------------------------------------------------


def test_marks_of_html_and_markdown_are_removed_and_words_kept():
    assert clean("**KT. CHỦ TỊCH**") == "KT. CHỦ TỊCH"
    assert clean("đạt 3 * 4 điểm, Bru điện") == "đạt 3 * 4 điểm, Bru điện"
    assert clean("<i>năm 2022</i> &amp; 2023 < 2024") == "năm 2022 & 2023 < 2024"
    assert cell_lines('<ul style="list-style-type: none"> - Một. - Hai.') == ("- Một.", "- Hai.")
    assert cell_lines("một<br/>hai") == ("một", "hai")


def test_lines_broken_by_the_paper_become_paragraphs_again():
    lines = [
        "Thực hiện Kế hoạch số 132/KH-",
        "UBND ngày 23/12/2020 của Ủy ban",
        "nhân dân tỉnh.",
        "1. Mục đích",
        "Để phục vụ.",
    ]
    assert [one.text for one in rejoin(ParagraphLine(text) for text in lines)] == [
        "Thực hiện Kế hoạch số 132/KH-UBND ngày 23/12/2020 của Ủy ban nhân dân tỉnh.", "1. Mục đích", "Để phục vụ.",
    ]  # fmt: skip


def test_vietnamese_syllables_are_told_from_broken_ones():
    assert all(
        map(
            is_syllable,
            "nghiêng khuỷu giường quyết Ủy uỷ thuở giặt quốc Đắk yêu oẳn".replace("Đắk", "").split(),
        )
    )
    assert not any(map(is_syllable, ["ci", "hnh", "ngnh", "Wjds", "strength", "c", "áở"]))
    assert not is_broken(TEXT * 5)
    assert is_broken("y ban nhn dn tnh ban hnh K hoch ci cch hnh chnh nh nc nm ỦâạÁỉế ếảá " * 3)


def test_letters_of_an_old_font_are_refused_with_that_reason():
    broken = "Uû ban nh©n d©n tØnh ban hµnh KÕ ho¹ch c¶i c¸ch hµnh chÝnh nhµ n­íc n¨m 2026 " * 3
    assert "no Vietnamese syllables" in why(broken.encode(), "a.txt")


def test_a_document_of_another_kind_is_refused_by_its_ending():
    assert why(b"x", "a.doc") == "Files ending in .doc are not read: save it as .docx."
    assert "macros" in why(b"x", "a.docm")
    assert "are not read: give .docx" in why(b"x", "a.png")
    assert "another kind of file" in why(b"%PDF-1.7", "a.txt")


# --- Word --------------------------------------------------------------------------------------------------


def test_deleted_text_is_left_out_and_inserted_text_is_read():
    body = paragraph(run("Kế hoạch "), f"<w:del>{run('cũ')}</w:del>", f"<w:ins>{run('mới')}</w:ins>")
    assert texts(word(body)) == ["Kế hoạch mới"]


def test_hidden_text_and_field_codes_are_left_out():
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
    code = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    assert texts(word(paragraph(run("Kế hoạch"), hidden, code))) == ["Kế hoạch"]


def test_a_text_box_is_read_once_although_word_stores_it_twice():
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent>{paragraph(run('Trong khung'))}</w:txbxContent>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    both = f"<mc:AlternateContent {space}>{both}</mc:AlternateContent>"
    assert texts(word(paragraph(run("Ngoài"), f"<w:r>{both}</w:r>"))) == ["Ngoài", "Trong khung"]


def test_cells_merged_both_ways_know_their_columns():
    begins = "<w:tcPr><w:gridSpan w:val='2'/><w:vMerge w:val='restart'/></w:tcPr>"
    row = f"<w:tr><w:tc>{begins}{{}}</w:tc><w:tc>{{}}</w:tc></w:tr>"
    below = (
        "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>{}</w:tc></w:tr>"
    )
    one, two, three = (paragraph(run(text)) for text in ("một", "hai", "ba"))
    (table,) = read_document(
        word(f"<w:tbl>{row.format(one, two)}{below.format(three)}</w:tbl>"), "a.docx"
    ).tables
    assert table.columns == 3
    assert [[(c.column, c.width, c.above, c.text) for c in row.cells] for row in table.rows] == [
        [(0, 2, False, "một"), (2, 1, False, "hai")],
        [(0, 2, True, ""), (2, 1, False, "ba")],
    ]


def test_pages_are_counted_where_word_noted_them():
    body = paragraph(run("một")) + paragraph("<w:r><w:lastRenderedPageBreak/><w:t>hai</w:t></w:r>")
    document = read_document(word(body), "a.docx")
    assert [(one.text, one.spot.page) for one in document.paragraphs][1] == ("hai", 2)


def test_a_word_file_with_macros_is_refused():
    assert "macros" in why(
        word(paragraph(run("x")), word__vbaProject_bin=b"").replace(b"vbaProject_bin", b"vbaProject.bin"),
        "a.docx",
    )


def test_a_broken_a_locked_and_an_empty_word_file_are_refused():
    good = word(paragraph(run(TEXT)))
    assert "damaged" in why(good[: len(good) // 2], "a.docx")
    assert "locked by a password" in why(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.docx")
    assert "not a Word document" in why(b"PK", "a.docx")
    assert "damaged" in why(word("<w:p>"), "a.docx")


def test_entities_are_never_expanded():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        xml = f'<!DOCTYPE a [<!ENTITY x "xxxxxxxx">]><w:document {SPACE}><w:body><w:p>&x;</w:p></w:body></w:document>'
        archive.writestr("word/document.xml", xml)
    assert "damaged" in why(stream.getvalue(), "a.docx")


def test_a_bomb_of_text_is_refused_within_seconds():
    bomb = word(paragraph(run("a" * 90_000_000)))
    begin = time.monotonic()
    assert len(bomb) < 200_000
    assert "larger than 40 megabytes" in why(bomb, "a.docx")
    assert time.monotonic() - begin < 10


def test_tables_inside_tables_without_end_are_refused():
    body = paragraph(run("x"))
    for _ in range(30):
        body = f"<w:tbl><w:tr><w:tc>{body}<w:p/></w:tc></w:tr></w:tbl>"
    assert "inside tables" in why(word(body), "a.docx")


def test_links_to_other_files_are_never_opened(tmp_path):
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        f'Type="attachedTemplate" Target="file://{tmp_path}/absent.dotm" TargetMode="External"/></Relationships>'
    )
    content = word(paragraph(run(TEXT)), **{"word___rels__document.xml.rels": relations.encode()})
    assert texts(content) == [TEXT]


# --- PDF ---------------------------------------------------------------------------------------------------


def glyphs(text: str, left: float = 0.0, baseline: float = 100.0) -> list[Glyph]:
    return [
        Glyph(sign, left + at * 5, left + at * 5 + 5, baseline - 8, baseline + 2, baseline, 10.0)
        for at, sign in enumerate(text)
        if sign != " "
    ]


def test_glyphs_are_read_where_they_stand_and_not_as_they_were_drawn():
    drawn = glyphs(TEXT)
    accents_last = [one for one in drawn if one.text.isascii()] + [
        one for one in drawn if not one.text.isascii()
    ]
    assert [line.text for line in lines_of(accents_last)] == [TEXT]
    assert [line.text for line in lines_of(reversed(drawn))] == [TEXT]


def test_a_mark_drawn_apart_joins_the_letter_it_stands_on():
    base = glyphs("hanh chinh")
    mark = Glyph("\u0300", 5.5, 9.5, 92, 102, 100.0, 10.0)
    assert lines_of([mark, *base])[0].text == "hành chinh"


def test_letters_drawn_twice_to_look_bold_count_once():
    bold = [
        one
        for glyph in glyphs("Kế hoạch")
        for one in (
            glyph,
            Glyph(
                glyph.text, glyph.left + 0.3, glyph.right + 0.3, glyph.top, glyph.bottom, glyph.baseline, 10.0
            ),
        )
    ]
    assert lines_of(bold)[0].text == "Kế hoạch"


def test_a_pdf_gives_its_text_its_pages_and_no_page_numbers():
    pages = [
        PaperPage(texts=[(60, 100, 12, TEXT), (60, 130, 12, "1. Mục đích"), (290, 820, 12, str(at))])
        for at in (1, 2)
    ]
    document = read_document(pdf_bytes(pages), "a.pdf")
    assert (document.format, document.pages) == (Format.PDF, 2)
    assert [(one.text, one.spot.page) for one in document.paragraphs] == [
        (TEXT, 1), ("1. Mục đích", 1), (TEXT, 2), ("1. Mục đích", 2),
    ]  # fmt: skip


ROWS = [
    ["STT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
    ["1", "Rà soát văn bản", "Sở Tư pháp", "Quý II/2026"],
    ["2", "Kiểm tra thủ tục", "Sở Nội vụ", "Quý IV/2026"],
]


def cells(content: bytes, name: str = "a.pdf") -> list[list[str]]:
    (table,) = read_document(content, name).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("says_so", [True, False], ids=["said", "unsaid"])
def test_a_page_that_lies_on_its_side_is_read_upright_whether_it_says_so_or_not(turns: int, says_so: bool):
    (page,) = table_pages(ROWS, [1, 5, 4, 3], titles=("KẾ HOẠCH", "Cải cách hành chính năm 2026"))
    page.turns, page.rotate = turns, 90 * turns if says_so else 0
    page.texts.append((400, 560, 10, "7"))
    content = pdf_bytes([page])
    assert cells(content) == ROWS
    assert texts(content, "a.pdf") == ["KẾ HOẠCH", "Cải cách hành chính năm 2026"]


@pytest.mark.parametrize("degrees", [90, -90], ids=["upwards", "downwards"])
def test_a_heading_written_sideways_in_its_cell_is_read(degrees: int):
    (page,) = table_pages([["STT\n\n\n", "Nhiệm vụ", "Chủ trì", ""], *ROWS[1:]], [1, 5, 4, 3])
    left, down = max(stroke[0] for stroke in page.strokes) - 60, 100 if degrees > 0 else 60
    page.slanted = [(left, down, 8, "Thời", degrees), (left + degrees / 8, down, 8, "gian", degrees)]
    assert cells(pdf_bytes([page])) == ROWS


def test_text_that_runs_askew_or_sideways_beside_the_text_is_left_out():
    stamps = [(200, 500, 40, "DỰ THẢO", 45), (30, 700, 9, "Ký số", 90)]
    page = PaperPage(texts=[(60, 100, 12, TEXT)], slanted=stamps)
    assert texts(pdf_bytes([page]), "a.pdf") == [TEXT]


def test_a_scan_that_lies_a_little_askew_is_read():
    page = PaperPage(slanted=[(60, 100, 12, "Kế hoạch cải cách hành chính", 1.0)])
    assert texts(pdf_bytes([page]), "a.pdf") == ["Kế hoạch cải cách hành chính"]


def test_a_pdf_of_pictures_only_says_so_and_what_to_do():
    reason = why(pdf_bytes([PaperPage()]), "a.pdf")
    assert "no text layer" in reason
    assert "OCR" in reason


def test_a_pdf_of_more_than_500_pages_is_refused():
    assert why(pdf_bytes([PaperPage()] * 501), "a.pdf") == "The PDF has more than 500 pages: split it."


def test_a_broken_pdf_and_one_that_is_none_are_refused():
    good = pdf_bytes([PaperPage(texts=[(60, 100, 12, TEXT)])])
    assert "not a PDF" in why(b"hello", "a.pdf")
    assert {"damaged", "text layer"} & {
        word for word in ("damaged", "text layer") if word in why(good[:300], "a.pdf")
    }


def test_a_pdf_locked_by_a_password_is_refused():
    good = pdf_bytes([PaperPage(texts=[(60, 100, 12, TEXT)])])
    lock = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>"
    locked = good.replace(b"/Root 1 0 R", b"/Root 1 0 R /ID [<00> <00>] /Encrypt " + lock)
    assert why(locked, "a.pdf") == "The PDF is locked by a password: save it without a password."


def test_a_pdf_that_unpacks_without_end_is_refused_within_seconds():
    packed = stream_of(b"\0" * 250_000_000)
    begin = time.monotonic()
    assert "more than 200 megabytes" in why(file_of([b"<< /Type /Catalog >>", packed]), "a.pdf")
    assert time.monotonic() - begin < 15


# --- anything ----------------------------------------------------------------------------------------------

SOURCES = {
    "a.docx": word(
        paragraph(run(TEXT)) + f"<w:tbl><w:tr><w:tc>{paragraph(run('STT'))}</w:tc></w:tr></w:tbl>"
    ),
    "a.pdf": pdf_bytes(
        [PaperPage(texts=[(60, 100, 12, TEXT)], strokes=[(50, 80, 500, 80), (50, 80, 50, 200)])]
    ),
    "a.txt": f"{TEXT}\nSTT\tNhiệm vụ\tChủ trì\n1\tRà soát\tSở Nội vụ".encode(),
}


@pytest.mark.parametrize("name", SOURCES)
@settings(max_examples=60, deadline=5000, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_and_never_crashes(name: str, data):
    content = bytearray(SOURCES[name])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    with suppress(Faults):
        read_document(bytes(content), name)


@settings(max_examples=150, deadline=2000)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_read_or_refused(text: str):
    try:
        document = read_document(text.encode(), "a.txt")
    except Faults:
        return
    assert all(one.rows for one in document.blocks if isinstance(one, TextTable))


# --- Excel -------------------------------------------------------------------------------------------------


def workbook(rows: list[list[object]], *merged: str) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_merged_cells_of_a_workbook_are_read_as_those_of_a_word_table():
    content = workbook(
        [["KẾ HOẠCH"], ["STT", "Mục tiêu", "Nhiệm vụ", "Chủ trì"], ["I", "CẢI CÁCH THỂ CHẾ"],
         [1, "Rà soát", "Lập danh mục", "Sở Tư pháp"], [2, None, "Báo cáo", "Sở Tư pháp"]],
        "A1:XFD1", "B3:XFD3", "B4:B5",
    )  # fmt: skip
    document = read_document(content, "a.xlsx")
    (table,) = document.tables
    assert [one.text for one in document.paragraphs] == ["KẾ HOẠCH"]
    assert [[(c.column, c.width, c.above, c.text) for c in row.cells] for row in table.rows] == [
        [(0, 1, False, "STT"), (1, 1, False, "Mục tiêu"), (2, 1, False, "Nhiệm vụ"), (3, 1, False, "Chủ trì")],
        [(0, 1, False, "I"), (1, 3, False, "CẢI CÁCH THỂ CHẾ")],
        [(0, 1, False, "1"), (1, 1, False, "Rà soát"), (2, 1, False, "Lập danh mục"), (3, 1, False, "Sở Tư pháp")],
        [(0, 1, False, "2"), (1, 1, True, ""), (2, 1, False, "Báo cáo"), (3, 1, False, "Sở Tư pháp")],
    ]  # fmt: skip


# --- progress ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (pdf_bytes([PaperPage(texts=[(60, 100, 12, TEXT)])] * 3), "a.pdf", [(1, 3), (2, 3), (3, 3)]),
        (word(paragraph(run(TEXT))), "a.docx", [(1, 1)]),
        (workbook([[TEXT]]), "a.xlsx", [(1, 1)]),
        (TEXT.encode(), "a.txt", [(1, 1)]),
    ],
    ids=["pdf", "docx", "xlsx", "txt"],
)
def test_progress_is_told_page_by_page(content: bytes, name: str, told: list[tuple[int, int]]):
    heard: list[tuple[int, int]] = []
    read_document(content, name, lambda *pages: heard.append(pages))
    assert heard == told


def test_a_fault_of_whoever_hears_the_progress_is_no_fault_of_the_file():
    def deaf(done: int, total: int) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        read_document(pdf_bytes([PaperPage(texts=[(60, 100, 12, TEXT)])]), "a.pdf", deaf)


def test_python_docx_writes_what_we_read():
    document = Document()
    document.add_paragraph(TEXT)
    stream = io.BytesIO()
    document.save(stream)
    assert texts(stream.getvalue()) == [TEXT]


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("Kế hoạch số 285/UBND", "-NC ngày 30/12/2022", "Kế hoạch số 285/UBND-NC ngày 30/12/2022"),
        ("đạt 11,126/13,", "50 điểm", "đạt 11,126/13,50 điểm"),
        ("cấp xã/phường", ".", "cấp xã/phường."),
        ("ngày 30/1", "2/2022 của", "ngày 30/12/2022 của"),
        ("gồm 3 xã,", "2 phường", "gồm 3 xã, 2 phường"),
        ("giao 12", "3 nhiệm vụ", "giao 12 3 nhiệm vụ"),
    ],
)
def test_what_a_narrow_column_broke_inside_is_whole_again(before: str, after: str, whole: str):
    assert join(before, after) == whole
