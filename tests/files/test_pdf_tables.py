"""Tables of PDFs over pages, what stands beside them, and the law that no drawn word is lost."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.files.documents import TextDocument, TextTable, read_document
from tests.files.pdf_paper import PaperPage, pdf_bytes, table_pages
from tests.files.readings import TEXT

HEADINGS = ["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian"]
FIRST = ["1", "Rà soát văn bản", "Sở Tư pháp", "Công an tỉnh", "Quý II/2026"]
SECOND = ["2", "Kiểm tra thủ tục", "Sở Nội vụ", "Công an xã", "Quý IV/2026"]
WIDTHS = [1, 5, 4, 4, 3]


def document(*pages: PaperPage) -> TextDocument:
    return read_document(pdf_bytes([*pages]), "a.pdf")


def page(*rows: list[str | None], widths: list[int] = WIDTHS) -> PaperPage:
    (drawn,) = table_pages([*rows], widths)
    return drawn


def cells(table: TextTable) -> list[list[tuple[int, int, str]]]:
    return [[(cell.column, cell.width, cell.text) for cell in row.cells] for row in table.rows]


def test_a_table_goes_on_with_merged_cells_alone_under_the_columns_over_which_they_stand():
    below = page(["2", "Kiểm tra thủ tục", "Sở Nội vụ", "Quý IV/2026"], widths=[1, 5, 8, 3])
    (table,) = document(page(HEADINGS, FIRST), below).tables
    assert cells(table)[2] == [
        (0, 1, "2"), (1, 1, "Kiểm tra thủ tục"), (2, 2, "Sở Nội vụ"), (4, 1, "Quý IV/2026"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        (("Sở Y tế", "Hội Nông dân tỉnh"), ("Sở Y tế", "Hội Nông dân tỉnh")),
        (("Ủy ban Mặt trận của", "Tổ quốc"), ("Ủy ban Mặt trận của Tổ quốc",)),
        (("Sở Y tế", "của tỉnh"), ("Sở Y tế của tỉnh",)),
    ],
)
def test_a_line_break_in_a_cell_is_its_author_s_where_the_next_word_had_room(
    lines: tuple[str, ...], read: tuple[str, ...]
):
    (table,) = document(page(HEADINGS, FIRST, ["2", "Việc", "\n".join(lines), "", ""])).tables
    assert table.rows[2].cells[2].lines == read


def test_a_table_without_rulings_goes_on_with_a_single_row_on_the_next_page():
    third = ["3", "Lập hồ sơ lưu trữ", "Sở Y tế", "Công an xã", "Quý I/2026"]
    (first,) = table_pages([HEADINGS, FIRST, SECOND], WIDTHS, ruled=False)
    (last,) = table_pages([HEADINGS, third], WIDTHS, ruled=False)
    assert [row[1][2] for table in document(first, last).tables for row in cells(table)] == [
        "Nhiệm vụ", "Rà soát văn bản", "Kiểm tra thủ tục", "Nhiệm vụ", "Lập hồ sơ lưu trữ",
    ]  # fmt: skip
    assert not [*document(last).tables]


def test_a_column_that_the_next_page_divides_stays_one():
    below = page(
        ["2", "Kiểm tra", "thủ tục", "Sở Nội vụ", "Công an xã", "Quý IV/2026"], widths=[1, 3, 2, 4, 4, 3]
    )
    (table,) = document(page(HEADINGS, FIRST), below).tables
    assert [text for _, _, text in cells(table)[2]] == ["2", "Kiểm tra\nthủ tục", *SECOND[2:]]


def test_a_table_in_another_frame_is_another_table():
    other = page(["Nơi nhận", "Như trên", "Lưu"], widths=[2, 1, 2])
    assert [table.columns for table in document(page(HEADINGS, FIRST), other).tables] == [5, 3]


def test_rows_of_a_table_are_counted_through_and_only_those_after_a_page_are_cut():
    tables = [*document(page(HEADINGS, FIRST), page(SECOND)).tables]
    assert [(row.spot.page, row.spot.table, row.spot.row, row.cut) for row in tables[0].rows] == [
        (1, 1, 1, False), (1, 1, 2, False), (2, 1, 3, True),
    ]  # fmt: skip


def test_running_heads_and_numbers_of_pages_part_no_table_and_stand_beside():
    pages = [page(HEADINGS, FIRST), *(page(SECOND) for _ in range(3))]
    for at, one in enumerate(pages, 1):
        one.texts += [(60, 30, 9, "Kế hoạch cải cách hành chính"), (400, 575, 9, f"Trang {at}/4")]
    read = document(*pages)
    assert [len(table.rows) for table in read.tables] == [5]
    assert not [*read.paragraphs]
    assert sorted((one.text, one.spot.page) for one in read.beside) == [
        *(("Kế hoạch cải cách hành chính", at) for at in (1, 2, 3, 4)),
        *((f"Trang {at}/4", at) for at in (1, 2, 3, 4)),
    ]


def test_a_foot_with_the_number_of_its_page_parts_no_table_and_equal_heads_stay_in_the_text():
    pages = [page(HEADINGS, FIRST), page(SECOND)]
    for at, one in enumerate(pages, 1):
        one.texts += [(60, 30, 9, "Kế hoạch năm 2026"), (60, 560, 9, f"Kế hoạch năm 2026 - trang {at}")]
    read = document(*pages)
    assert [one.text for one in read.beside] == ["Kế hoạch năm 2026 - trang 1", "Kế hoạch năm 2026 - trang 2"]
    assert [one.text for one in read.paragraphs] == ["Kế hoạch năm 2026", "Kế hoạch năm 2026"]


@pytest.mark.parametrize("head", ["ỦY BAN NHÂN DÂN TỈNH", "Phụ lục {}"])
def test_what_heads_each_of_many_papers_in_one_file_is_no_running_head(head: str):
    pages = [PaperPage(texts=[(60, 55, 12, head.format(at)), (60, 100, 12, TEXT)]) for at in range(1, 5)]
    assert document(*pages).beside == ()


def test_what_is_written_beside_the_text_is_kept_beside_it():
    sides = [(200, 500, 40, "DỰ THẢO", 45), (30, 700, 9, "Ký số", 90)]
    read = document(PaperPage(texts=[(60, 100, 12, TEXT)], slanted=sides))
    assert {one.text for one in read.beside} == {"DỰ THẢO", "Ký số"}


@pytest.mark.parametrize("number", [[], [(290, 820, 12, "2")]], ids=["bare", "numbered"])
def test_a_scanned_page_among_pages_with_text_is_named(number: list[tuple[float, float, float, str]]):
    scan = PaperPage(texts=number, pictures=[(0, 0, 595, 842)])
    blank, text = PaperPage(), PaperPage(texts=[(60, 100, 12, TEXT)], pictures=[(60, 200, 160, 300)])
    assert document(text, scan, blank, text).pages_without_text == (2,)


def test_a_page_that_cannot_be_opened_is_named_and_the_others_are_read():
    content = pdf_bytes([PaperPage(texts=[(60, 100, 12, TEXT)])]).replace(b"/Count 1 ", b"/Count 2 ")
    read = read_document(content, "a.pdf")
    assert ([one.text for one in read.paragraphs], read.pages_without_text) == ([TEXT], (2,))


def test_text_in_the_frame_of_a_table_but_in_none_of_its_cells_is_kept():
    drawn = page(HEADINGS, FIRST)
    drawn.texts.append((60, 120, 10, "Ghi chú"))
    width, (_, _, _, bottom) = 802.0, drawn.strokes[-1]
    drawn.strokes += [(700, 160, width, 160), (700, bottom, 700, 160), (width, bottom, width, 160)]
    assert "Ghi chú" in [one.text for one in document(drawn).paragraphs]


WORDS = st.sampled_from([*f"{TEXT} Sở Nội vụ Quý IV/2026 a) - 1. 12% (số) Đ/c ỡ".split()])
LINES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
PLACE = st.tuples(st.integers(0, 3), st.integers(0, 30), LINES)
PLACES = st.lists(PLACE, min_size=1, max_size=12, unique_by=lambda one: one[:2])
ROWS = st.lists(st.lists(st.one_of(st.just(""), LINES), min_size=5, max_size=5), min_size=2, max_size=12)


def words(texts: list[str]) -> Counter[str]:
    """The signs of texts after NFC: where a line breaks, blanks are the reader's to judge."""
    return Counter(unicodedata.normalize("NFC", "".join("".join(texts).split())))


@settings(max_examples=25, deadline=None)
@given(rows=ROWS, ruled=st.booleans(), by_line=st.booleans(), accents_last=st.booleans())
def test_every_sign_that_a_table_was_drawn_with_is_read(
    rows: list[list[str]], ruled: bool, by_line: bool, accents_last: bool
):
    pages = table_pages([HEADINGS, *rows], WIDTHS, ruled=ruled)
    read = read_document(pdf_bytes(pages, accents_last, by_line), "a.pdf")
    drawn = [text for one in pages for *_, text in one.texts]
    assert words([read.text, *(one.text for one in read.beside)]) == words(drawn)


@settings(max_examples=25, deadline=None)
@given(places=PLACES, turns=st.sampled_from([0, 1, 3]), sideways=st.lists(LINES, max_size=2))
def test_every_word_that_a_page_was_drawn_with_is_read(
    places: list[tuple[int, int, str]], turns: int, sideways: list[str]
):
    texts = [(40 + 190 * column, 60.0 + 24 * row, 9, text[:30].strip()) for column, row, text in places]
    texts.append((60, 800, 9, "Ủy ban nhân dân tỉnh ban hành kế hoạch"))
    slanted = [(20 + 12 * at, 780, 9, text, 90) for at, text in enumerate(sideways)]
    drawn = [*(text for *_, text in texts), *(text for _, _, _, text, _ in slanted)]
    read = document(PaperPage(width=842, texts=texts, slanted=slanted, turns=turns))
    assert words([read.text, *(one.text for one in read.beside)]) == words(drawn)


def test_a_row_of_an_unruled_table_that_a_page_cuts_goes_on_above_the_next_one():
    columns = (60, 100, 330, 450)

    def sheet(*rows: tuple[str, ...]) -> PaperPage:
        placed = [
            (column, 100 + 16 * at, 10, text)
            for at, row in enumerate(rows)
            for column, text in zip(columns, row, strict=True)
            if text
        ]
        return PaperPage(texts=placed)

    first = sheet(
        ("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"),
        ("1", "Rà soát thủ tục", "Sở Nội vụ", "Quý I/2026"),
        ("2", "Khảo sát người dân", "Sở Y tế", "Quý II/2026"),
        ("3", "Số hóa hồ sơ trong các lĩnh vực", "Sở Xây dựng", "Quý III/2026"),
    )
    second = sheet(
        ("", "liên thông giữa hai cấp", "", ""),
        ("4", "Công khai kết quả", "Thanh tra tỉnh", "Quý IV/2026"),
        ("5", "Mở hội thi", "Tỉnh đoàn", "Quý IV/2026"),
        ("6", "Tập huấn công chức ở cấp", "Công an tỉnh", "Quý IV/2026"),
    )
    third = sheet(("", "xã và cấp tỉnh", "", ""))
    third.texts.append((60, 160, 10, "Nơi nhận: Như trên"))
    blocks = read_document(pdf_bytes([first, second, third]), "a.pdf").blocks
    (table,) = (block for block in blocks if isinstance(block, TextTable))
    tasks = [row.cells[1].text for row in table.rows]
    assert tasks[4:6] == ["liên thông giữa hai cấp", "Công khai kết quả"]
    assert tasks[-1] == "xã và cấp tỉnh"


def test_headings_that_a_page_repeats_are_a_row_apart_from_the_rest_of_a_cut_one():
    columns = (60, 100, 330, 450)

    def sheet(*rows: tuple[str, ...]) -> PaperPage:
        placed = [
            (column, 100 + 14 * at, 10, text)
            for at, row in enumerate(rows)
            for column, text in zip(columns, row, strict=True)
            if text
        ]
        return PaperPage(texts=placed)

    headings = ("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn")
    first = sheet(
        headings,
        ("1", "Rà soát thủ tục", "Sở Nội vụ", "Quý I/2026"),
        ("2", "Khảo sát người dân", "Sở Y tế", "Quý II/2026"),
        ("3", "Số hóa hồ sơ trong các lĩnh vực", "Sở Nông nghiệp và", "Quý III/2026"),
    )
    second = sheet(headings, ("", "liên thông giữa hai cấp", "Môi trường", ""))
    (table,) = read_document(pdf_bytes([first, second]), "a.pdf").blocks
    assert isinstance(table, TextTable)
    assert [row.cells[1].text for row in table.rows[-2:]] == ["Nhiệm vụ", "liên thông giữa hai cấp"]


def test_a_footnote_at_the_end_of_a_page_parts_no_table():
    rows = [
        ["STT", "Nhiệm vụ", "Chủ trì"],
        ["1", "Rà soát thủ tục", "Sở Nội vụ"],
        ["2", "Khảo sát", "Sở Y tế"],
    ]
    first, second = (table_pages(part, [10, 60, 40], repeat=0)[0] for part in (rows[:2], rows[2:]))
    first.texts.append((60, 770, 8, "1 Riêng đất đai theo hướng dẫn riêng"))
    table, note = read_document(pdf_bytes([first, second]), "a.pdf").blocks
    assert isinstance(table, TextTable)
    assert (len(table.rows), getattr(note, "text", "")) == (3, "1 Riêng đất đai theo hướng dẫn riêng")
