"""The document beside its measures: which piece a measure was read from, and which pieces are shown."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.plans.plan import FindingPlace, Source
from cchc.files.documents import Spot, read_document
from cchc.plans.queries.source import AROUND, LONGEST, MOST_LETTERS, WHOLE, SourceDocument, pane_of
from cchc.reading.blocks import DocumentPiece, blocks_data, pieces_of
from cchc.reading.plans import read_plan
from tests.files.pdf_paper import pdf_bytes, table_pages
from tests.reading.papers import HEAD, SIX, table_rows, word_bytes


def a_document(data: bytes, name: str) -> SourceDocument:
    return SourceDocument(tuple(pieces_of(blocks_data(read_document(data, name).blocks))))


def sources(data: bytes, name: str) -> list[Source]:
    return [measure.source for _, measure in read_plan(data, name).measures()]


def first_cells(document: SourceDocument, places: range) -> list[str]:
    return [document.pieces[at].cells[0].text for at in places]


def test_a_measure_of_a_table_is_its_row():
    data = word_bytes(table_rows(SIX))
    document = a_document(data, "a.docx")
    found = [document.places(source) for source in sources(data, "a.docx")]
    assert [first_cells(document, places) for places in found] == [["1"], ["2"], ["1"]]


def test_a_row_that_a_page_has_cut_is_both_its_pieces():
    first = ["1", "Rà soát các văn bản", "Báo cáo", "Sở Tư pháp", "", "Quý II/2026"]
    rest = ["", "đã ban hành", "", "", "", ""]
    second = ["2", "Mở chuyên mục", "Bản tin", "Sở Tư pháp", "", "Quý III/2026"]
    widths = [2, 8, 5, 5, 4, 5]
    heading = table_rows(SIX)[0]
    data = pdf_bytes(table_pages([heading, first], widths) + table_pages([rest, second], widths))
    document = a_document(data, "a.pdf")
    found = [document.places(source) for source in sources(data, "a.pdf")]
    assert [first_cells(document, places) for places in found] == [["1", ""], ["2"]]
    pages = [one.page for stretch in pane_of(document, {}).stretches for one in stretch.passages if one.page]
    assert pages == [1, 2]


def test_a_measure_in_prose_is_all_paragraphs_of_its_lines():
    text = "\n".join([*HEAD, "1. Rà soát", "- Chủ trì: Sở Tư pháp", "- Thời gian: Quý II/2026"])
    document = a_document(text.encode(), "a.txt")
    lines = Source(lines=(4, 6))
    assert [document.pieces[at].text for at in document.places(lines)] == text.splitlines()[3:]


def test_a_source_that_nobody_knows_is_nowhere():
    document = a_document(word_bytes(table_rows(SIX)), "a.docx")
    for source in (Source(), Source(table=9, row=1), Source(lines=(1, 2)), Source(paragraph=99)):
        assert list(document.places(source)) == []


def test_a_finding_is_placed_by_its_line_else_by_its_words():
    text = "\n".join(HEAD)
    typed, word = a_document(text.encode(), "a.txt"), a_document(word_bytes(table_rows(SIX)), "a.docx")
    assert typed.place_of(FindingPlace(line=3), "") == 2
    assert word.place_of(FindingPlace(line=3), "Kế hoạch số 12/KH-UBND") == 2
    assert word.place_of(FindingPlace(), "Mở chuyên mục pháp luật") == 6
    assert word.place_of(FindingPlace(line=3), "nơi khác") is None
    assert word.place_of(FindingPlace(), "") is None


def test_of_a_long_document_only_what_stands_around_the_measures_is_shown():
    spots = (Spot(paragraph=at) for at in range(1, WHOLE + 102))
    document = SourceDocument(tuple(DocumentPiece(spot, f"Đoạn {spot.paragraph}") for spot in spots))
    shown = pane_of(document, {7: range(100, 101), 8: range(300, 302)}).stretches
    places = [[one.place for one in stretch.passages] for stretch in shown]
    assert places == [
        list(range(101 - AROUND, 101 + AROUND + 1)),
        list(range(301 - AROUND, 302 + AROUND + 1)),
    ]
    assert [stretch.after_gap for stretch in shown] == [True, True]
    marked = {one.place: one.begins for stretch in shown for one in stretch.passages if one.measures}
    assert marked == {101: (7,), 301: (8,), 302: ()}


def paragraphs(*lengths: int) -> SourceDocument:
    return SourceDocument(
        tuple(DocumentPiece(Spot(paragraph=at), "x" * one) for at, one in enumerate(lengths, start=1))
    )


@given(st.lists(st.sampled_from([1, 300, 5_000, LONGEST, 3 * LONGEST]), max_size=900), st.data())
@settings(max_examples=20)
def test_whatever_is_asked_for_no_more_is_shown_at_once_than_a_page_bears_and_the_parts_are_all_of_it(
    lengths, data
):
    document = paragraphs(*lengths)
    places = {at: range(at, at + 1) for at in range(0, len(lengths), 7)}
    first = pane_of(document, places)
    panes = [first, *(pane_of(document, places, part) for part in range(1, first.parts + 1))]
    for pane in panes:
        letters = sum(len(one.piece.text) for stretch in pane.stretches for one in stretch.passages)
        assert (letters <= MOST_LETTERS, len(pane.shown) <= WHOLE) == (True, True)
    assert sorted(place for pane in panes[1:] for place in pane.shown) == list(range(1, len(lengths) + 1))
    if lengths:
        place = data.draw(st.integers(1, len(lengths)))
        part = first.elsewhere(place)
        assert place in (first if part is None else pane_of(document, places, part)).shown


def test_of_a_piece_that_is_too_long_it_is_said_how_much_is_not_shown():
    (stretch,) = pane_of(paragraphs(LONGEST + 7), {}).stretches
    (passage,) = stretch.passages
    assert (len(passage.piece.text), passage.left) == (LONGEST, 7)


def test_a_part_that_the_document_does_not_have_is_what_stands_beside_the_rows():
    document = paragraphs(*[10] * (WHOLE + 1))
    assert [pane_of(document, {}, part).part for part in (0, 1, 2, 3)] == [None, 1, 2, None]
