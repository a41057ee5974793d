"""Whatever a document holds, reading it ends, and never with a crash."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cchc.core.words.messages import Faults
from cchc.reading.plans import read_plan
from cchc.reading.plans.as_json import plan_data
from tests.files.pdf_paper import pdf_bytes, table_pages
from tests.reading.papers import HEAD, HEADINGS, SIX, table_rows, word_bytes

WORDS = (
    *HEADINGS.values(), "", "", "I", "II.", "1", "1.1", "2", "(1)", "a)", "CẢI CÁCH THỂ CHẾ", "Sở Nội vụ",
    "Sở Tư pháp;", "Các sở, ban,", "ngành", "Quý I/2026", "Thường xuyên", "năm 2026", "- Báo cáo;\n- Tờ trình",
    "rà soát văn bản của",
    "Kinh phí", "KẾ HOẠCH", "Nơi nhận:", "Tồn tại: chậm (trừ 0,5 điểm)", "Đơn vị chủ trì: Sở Nội vụ", "30/02/2026",
)  # fmt: skip
CELLS = st.sampled_from(WORDS) | st.text(alphabet="aăâ 1.,;:-/()IVX\t|", max_size=12)
ROWS = st.integers(1, 8).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=12)
)


def check(content: bytes, name: str) -> None:
    """What every reading keeps to, whatever it read; words that are none may be refused."""
    try:
        data = plan_data(read_plan(content, name), str)
    except Faults:
        return
    for section in data["sections"]:
        assert section["measures"]
        assert all(measure["confidence"] in ("sure", "likely", "unsure") for measure in section["measures"])


@settings(max_examples=100, deadline=3000, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS)
def test_any_rows_of_a_text_table_are_read(rows: list[list[str]]):
    header = "\t".join(list(HEADINGS.values())[: max(3, len(rows[0]))])
    lines = ["\t".join(cell.replace("\n", " ") for cell in row) for row in rows]
    check("\n".join([header, *lines]).encode(), "a.txt")


@settings(max_examples=12, deadline=5000, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, st.data())
def test_any_word_table_with_any_merges_is_read(rows: list[list[str]], data: st.DataObject):
    height, width = len(rows), len(rows[0])

    def merge(document):
        table = document.tables[0]
        for _ in range(data.draw(st.integers(0, 3))):
            down, across = data.draw(st.integers(0, height - 1)), data.draw(st.integers(0, width - 1))
            below, beside = (
                data.draw(st.integers(down, height - 1)),
                data.draw(st.integers(across, width - 1)),
            )
            try:
                table.cell(down, across).merge(table.cell(below, beside))
            except Exception:  # python-docx refuses merges that are no rectangle
                return

    rows = [[cell.replace("\t", " ") for cell in row] for row in rows]
    check(word_bytes([rows[0], *rows[1:]], merge), "a.docx")


@settings(max_examples=12, deadline=5000, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, st.booleans())
def test_any_table_of_a_pdf_is_read(rows: list[list[str]], ruled: bool):
    rows = [[cell.replace("\t", " ") for cell in row] for row in rows]
    pages = table_pages(
        rows, [1] * len(rows[0]), ruled=ruled, titles=("KẾ HOẠCH", "Cải cách hành chính năm 2026")
    )
    check(pdf_bytes(pages), "a.pdf")


@settings(max_examples=100, deadline=3000)
@given(st.lists(CELLS, max_size=30))
def test_any_lines_of_prose_are_read(lines: list[str]):
    check("\n".join(lines).encode(), "a.txt")


@settings(max_examples=60, deadline=3000)
@given(st.lists(CELLS, max_size=30))
def test_any_text_in_drawing_order_is_read(lines: list[str]):
    head = "Stt Nhiệm vụ Sản phẩm\nCơ quan \nchủ trì\nThời gian \nthực hiện\n"
    check((head + " \n".join(lines)).encode(), "a.txt")


# --- damaged files -----------------------------------------------------------------------------------------


def workbook() -> bytes:
    book = Workbook()
    for row in [*([line] for line in HEAD), *table_rows()]:
        book.active.append(row)
    book.active.merge_cells("A1:H1")
    book.active.merge_cells("B6:B7")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def unpacked_pdf() -> bytes:
    """A PDF whose pages stand in it as plain text, so that what is changed in it is what they draw."""
    content = pdf_bytes(table_pages(table_rows(SIX), [1, 5, 5, 3, 4, 3], page=(842, 260), repeat=1))
    stream = rb"<< /Length \d+ /Filter /FlateDecode >>\nstream\n(.*?)\nendstream"

    def plain(found: re.Match[bytes]) -> bytes:
        drawn = zlib.decompress(found[1])
        return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn)

    return re.sub(stream, plain, content, flags=re.DOTALL)


PLANS = {
    "a.docx": word_bytes(table_rows()),
    "a.xlsx": workbook(),
    "a.pdf": unpacked_pdf(),
    "a.txt": "\n".join([*HEAD, *("\t".join(row).replace("\n", " ") for row in table_rows())]).encode(),
}
TOKEN = re.compile(rb"</?[\w:]+|[\w:]+=\"[^\"]*\"|-?\d+(?:\.\d+)?|/\w+|[^\W\d]+")
ODD = st.sampled_from(
    (b"0", b"-1", b"1e9", b"99999999999", b"65536", b"", b"<", b"\0", b"\xff", "ế\u0301".encode())
)


@pytest.mark.parametrize("name", PLANS)
@settings(max_examples=60, deadline=10_000, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_damage_to_a_file_is_read_over_or_refused(name: str, data: st.DataObject):
    content = PLANS[name]
    if name.endswith("x"):
        check(with_damaged_part(content, data), name)
    else:
        check(damaged(content, data), name)


def with_damaged_part(content: bytes, data: st.DataObject) -> bytes:
    """A zip archive with one of its parts damaged and packed again."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(stream, "w") as after:
        chosen = data.draw(
            st.sampled_from([name for name in before.namelist() if name.endswith((".xml", ".rels"))])
        )
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, damaged(part, data) if name == chosen else part)
    return stream.getvalue()


def damaged(content: bytes, data: st.DataObject) -> bytes:
    """Some of the words, numbers and marks of a file exchanged for others of its own or odd ones, some repeated."""
    tokens = [found.span() for found in TOKEN.finditer(content)]
    places = st.integers(0, len(tokens) - 1)
    for at in sorted(data.draw(st.sets(places, min_size=1, max_size=6)), reverse=True):
        begin, end = tokens[at]
        other = tokens[data.draw(places)]
        put = data.draw(st.just(content[slice(*other)]) | ODD | st.just(content[begin:end] * 3))
        content = content[:begin] + put + content[end:]
    return content
