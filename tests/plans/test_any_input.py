"""Whatever a document holds, reading it ends, and never with a crash."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.core.messages import Faults
from cchc.plans.exchange import read_plan
from cchc.plans.exchange.as_json import plan_data
from tests.files.pdf_paper import pdf_bytes, table_pages
from tests.plans.papers import HEADINGS, word_bytes

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
