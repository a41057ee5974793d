"""PDF files are read in the order of their glyphs, and refused with a reason where they hold no text."""

from __future__ import annotations

import time

import pytest

from cchc.files.documents import Format, read_document
from cchc.files.documents.glyphs import Glyph, lines_of
from tests.files.hostile import pdf_page, wide_font
from tests.files.pdf_paper import PaperPage, file_of, pdf_bytes, stream_of, table_pages
from tests.files.readings import TEXT, texts, why

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


def test_a_legal_basis_begins_a_paragraph_under_a_title_as_long_as_a_line():
    title = "Cải cách hành chính nhà nước năm 2026 của Ủy ban nhân dân tỉnh Bình Sơn"
    basis = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"
    page = PaperPage(texts=[(60, 100, 12, title), (60, 116, 12, basis)])
    assert texts(pdf_bytes([page]), "a.pdf") == [title, basis]


def test_one_sign_that_says_several_letters_says_all_of_them():
    font = wide_font(mapping=b"1 beginbfchar <0041> <00660066> endbfchar")
    both = b"/Font << /F 5 0 R /T << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    page = pdf_page(
        b"BT /T 12 Tf 60 700 Td (O) Tj /F 12 Tf <0041> Tj /T 12 Tf (ice) Tj ET", *font, resources=both
    )
    assert texts(page, "a.pdf") == ["Office"]


def test_the_mark_of_a_footnote_is_no_part_of_the_word_before_it():
    page = PaperPage(
        texts=[
            (60, 100, 12, "Quý I/2026"),
            (120, 95.5, 7, "1"),
            (60, 190, 12, "- rộng 40m"),
            (120, 185.5, 7, "2"),
        ]
    )
    assert texts(pdf_bytes([page]), "a.pdf") == ["Quý I/2026", "- rộng 40m2"]


def test_room_left_for_a_letter_of_another_font_is_no_blank():
    fonts = b"/Font << /T << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    drawn = b"BT /T 12 Tf 60 700 Td [(T) -400 (NH)] TJ ET BT /T 12 Tf 67.6 700 Td (i) Tj ET"
    assert texts(pdf_page(drawn, resources=fonts), "a.pdf") == ["TiNH"]


HEAD = PaperPage(
    texts=[(60, 100, 12, "Số:      /KH-UBND"), (300, 100, 12, "Bình Sơn, ngày    tháng    năm 2026")],
    stamps=[(87, 99, 11, "21", 4), (390, 101, 11, "20", 4), (444, 100, 11, "01", 132)],
)


@pytest.mark.parametrize("by_line", [True, False], ids=["in one go", "sign by sign"])
def test_what_is_stamped_on_a_page_is_read_where_it_stands(by_line: bool):
    found = texts(pdf_bytes([HEAD], by_line=by_line), "a.pdf")
    assert found == ["Số: 21 /KH-UBND", "Bình Sơn, ngày 20 tháng 01 năm 2026"]


@pytest.mark.parametrize(
    "flags", [0, 1, 2, 2 | 4], ids=["not printed", "invisible", "hidden", "hidden in print"]
)
def test_a_stamp_that_is_hidden_or_not_printed_is_left_out(flags: int):
    page = PaperPage(texts=[(60, 100, 12, TEXT)], stamps=[(60, 200, 12, "Bản nháp", flags)])
    assert texts(pdf_bytes([page]), "a.pdf") == [TEXT]


def test_shading_behind_the_headings_draws_no_columns():
    (page,) = table_pages(ROWS, [1, 5, 4, 3])
    (left, top, _, _), (right, bottom) = page.strokes[0], page.strokes[-1][2:]
    page.filled = [(left + 6 + at * 20, top + 4, left + 20 + at * 20, top + 14) for at in range(20)]
    page.filled.append((left, top, right, bottom))
    assert cells(pdf_bytes([page])) == ROWS


def test_a_scan_that_lies_a_little_askew_is_read():
    page = PaperPage(slanted=[(60, 100, 12, "Kế hoạch cải cách hành chính", 1.0)])
    assert texts(pdf_bytes([page]), "a.pdf") == ["Kế hoạch cải cách hành chính"]


def test_a_pdf_of_pictures_only_says_so_and_what_to_do():
    reason = why(pdf_bytes([PaperPage()]), "a.pdf")
    assert "no text layer" in reason
    assert "OCR" in reason


def test_a_pdf_of_more_than_500_pages_is_refused():
    assert why(pdf_bytes([PaperPage()] * 501), "a.pdf") == "The PDF has more than 500 pages: split it."


@pytest.mark.parametrize("stated", [1, 2, 0, -1])
def test_every_page_is_read_where_the_tree_says_too_few(stated: int):
    content = pdf_bytes([PaperPage(texts=[(60, 100, 12, f"{TEXT} {at}")]) for at in range(1, 4)])
    document = read_document(content.replace(b"/Count 3", f"/Count {stated}".encode()), "a.pdf")
    assert (document.pages, document.text) == (3, " ".join(f"{TEXT} {at}" for at in (1, 2, 3)))


def test_a_branch_of_the_tree_that_says_too_few_is_read_too():
    content = pdf_bytes([PaperPage(texts=[(60, 100, 12, f"{TEXT} {at}")]) for at in range(1, 4)])
    # the tree itself becomes a branch below a new root
    branched = content.replace(b"/Pages 2 0 R", b"/Pages 99 0 R").replace(b"/Count 3", b"/Count 1")
    root = b"99 0 obj\n<< /Type /Pages /Count 1 /Kids [2 0 R] >>\nendobj\nxref"
    assert read_document(branched.replace(b"xref", root, 1), "a.pdf").pages == 3


def test_pages_that_the_tree_only_promises_are_named():
    content = pdf_bytes([PaperPage(texts=[(60, 100, 12, TEXT)])]).replace(b"/Count 1", b"/Count 3")
    document = read_document(content, "a.pdf")
    assert (document.pages, document.pages_without_text) == (3, (2, 3))


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
