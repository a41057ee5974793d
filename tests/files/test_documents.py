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

from cchc.core.words.messages import Faults
from cchc.files.documents import Paragraph, TextTable, read_document
from cchc.files.documents.cleaning import cell_lines, clean
from cchc.files.documents.paragraphs import ParagraphLine, join, rejoin
from cchc.files.documents.syllables import is_broken, is_syllable
from tests.files.pdf_paper import PaperPage, pdf_bytes
from tests.files.readings import TEXT, texts, why

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


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


def test_letters_of_an_old_font_are_read_and_letters_in_no_order_refused_with_that_reason():
    old = "Uû ban nh©n d©n tØnh ban hµnh KÕ ho¹ch c¶i c¸ch hµnh chÝnh nhµ n­íc n¨m 2026 "
    right = "Uỷ ban nhân dân tỉnh ban hành Kế hoạch cải cách hành chính nhà nước năm 2026"
    assert read_document(old.encode(), "a.txt").text == right
    broken = "y ban nhn dn tnh ban hnh K hoch ci cch hnh chnh nh nc nm ỦâạÁỉế ếảá " * 3
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


LISTS = f"""<w:numbering {SPACE}>
<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>"""


def test_a_list_that_word_begins_again_counts_from_its_first_number():
    def listed(number: int) -> str:
        place = f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        return paragraph(place, run("Rà soát"))

    held = word("".join(map(listed, (1, 1, 2, 2, 1))), **{"word__numbering.xml": LISTS.encode()})
    assert texts(held) == [f"{number}. Rà soát" for number in (1, 2, 1, 2, 3)]


def test_a_footnote_stands_behind_the_paragraph_or_the_table_that_refers_to_it():
    notes = "".join(
        f'<w:footnote w:id="{at}">{paragraph(run(text))}</w:footnote>'
        for at, text in ((2, "Riêng đất đai trước 20/02."), (3, "Theo Nghị quyết 5."))
    )
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    table = f"<w:tbl><w:tr><w:tc>{paragraph(run('Quý I'), mark.format(2))}</w:tc></w:tr></w:tbl>"
    held = word(
        table + paragraph(run("Mục tiêu"), mark.format(3)) + paragraph(run("Hết")),
        **{"word__footnotes.xml": f"<w:footnotes {SPACE}>{notes}</w:footnotes>".encode()},
    )
    found = [block.text for block in read_document(held, "a.docx").blocks if isinstance(block, Paragraph)]
    assert found == ["Riêng đất đai trước 20/02.", "Mục tiêu", "Theo Nghị quyết 5.", "Hết"]


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
        ("Thườ", "ng xuyên", "Thường xuyên"),
        ("Ngườ", "i dân", "Người dân"),
        ("Văn phòng UBN", "D tỉnh", "Văn phòng UBND tỉnh"),
        ("Sở Nội", "vụ", "Sở Nội vụ"),
        ("Đơn vị", "ch", "Đơn vị ch"),
    ],
)
def test_what_a_narrow_column_broke_inside_is_whole_again(before: str, after: str, whole: str):
    assert join(before, after) == whole
