"""Remarks come into the margin of a document, and everything that was written in it stays as it was, byte for byte."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.core.words.messages import Faults
from cchc.files.documents import Spot, read_document
from cchc.files.documents.from_docx import read_docx
from cchc.files.kinds import FileKind
from cchc.files.remarks import REMARKED_FILE, Remark, remarked
from tests.files.bombs import BOMBS, OFFICE, PACKAGE
from tests.files.hostile import W, paragraph, word_file
from tests.files.papers import with_members
from tests.files.remarked_files import AUTHOR, about, kept, parts, texts_of
from tests.files.test_remarks_in_workbooks import book
from tests.reading.papers import HEAD, add_table, saved, table_rows, word_bytes


def comments_in(data: bytes) -> list[tuple[str, str]]:
    """The comments of a Word document, and the text between their marks."""
    document = Document(io.BytesIO(data))
    return [(one.text, text_under(document, one.comment_id)) for one in document.comments]


def text_under(document, number: int) -> str:
    held, inside = [], False
    for one in document.element.body.iter():
        if one.get(qn("w:id")) == str(number) and one.tag == qn("w:commentRangeStart"):
            inside = True
        elif one.get(qn("w:id")) == str(number) and one.tag == qn("w:commentRangeEnd"):
            return "".join(held)
        elif inside and one.tag == qn("w:t"):
            held.append(one.text or "")
    raise AssertionError(number)


def marked(data: bytes, *remarks: Remark) -> bytes:
    made = remarked(data, "a.docx", remarks, AUTHOR)
    kept(data, made)
    assert texts_of(made) == texts_of(data)
    return made


def test_a_comment_stands_at_the_words_and_says_who_and_when() -> None:
    made = marked(word_bytes(table_rows()), about("quý  ii/2026", row=3))
    assert comments_in(made) == [("Về “quý ii/2026”.\nSửa & ghi <lại>.", "Quý II/2026")]
    (comment,) = Document(io.BytesIO(made)).comments
    assert (comment.author, comment.initials, f"{comment.timestamp:%d/%m/%Y %H:%M}") == (
        AUTHOR.name,
        "CCHC",
        "30/11/2026 09:15",
    )


def test_words_inside_a_run_are_parted_from_it_and_their_blanks_stay() -> None:
    data = word_bytes(table_rows())
    made = marked(
        data,
        about("12/KH-UBND ngày 05/01/2026", table=None, paragraph=3),
        about("Kế hoạch", table=None, paragraph=3),
    )
    assert [text for _, text in comments_in(made)] == ["12/KH-UBND ngày 05/01/2026", "Kế hoạch"]
    assert read_document(made, "a.docx").text == read_document(data, "a.docx").text
    whole = Document(io.BytesIO(made)).paragraphs[2]
    assert whole.text == HEAD[2]
    spaced = [one for one in whole._p.iter(qn("w:t")) if (one.text or "") != (one.text or "").strip()]
    assert all(one.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve" for one in spaced)


def test_words_that_stand_nowhere_leave_the_first_cell_with_text_and_a_table_its_heading() -> None:
    made = marked(
        word_bytes(table_rows()), about("không có ở đây", row=2), about("", row=None), about("", row=99)
    )
    assert [text for _, text in comments_in(made)] == ["I", "STT", "STT"]


def test_a_place_that_is_not_there_is_the_beginning() -> None:
    made = marked(word_bytes(table_rows()), about("x", table=9, row=1), about("", table=None))
    assert [text for _, text in comments_in(made)] == ["KẾ HOẠCH", "KẾ HOẠCH"]


def test_the_words_of_a_merged_cell_are_found_in_each_row_that_it_covers() -> None:
    def merge(document) -> None:
        table = document.tables[0]
        table.cell(2, 5).merge(table.cell(3, 5)).text = "Sở Tư pháp chủ trì"

    made = marked(word_bytes(table_rows(), merge), about("Sở Tư pháp chủ trì", row=4))
    assert [text for _, text in comments_in(made)] == ["Sở Tư pháp chủ trì"]


def test_of_several_cells_with_the_words_the_one_that_says_hardly_more_is_meant() -> None:
    rows = [["STT", "Nhiệm vụ", "Chủ trì"], ["1", "Sở Nội vụ rà soát 1 thủ tục", "Sở Nội vụ"]]
    made = marked(word_bytes(rows), about("Sở Nội vụ", row=2), about("1", row=2))
    document = Document(io.BytesIO(made))
    holders = [
        next(
            at
            for at, cell in enumerate(document.tables[0].rows[1].cells)
            if f'w:id="{one.comment_id}"' in cell._tc.xml
        )
        for one in document.comments
    ]
    assert holders == [2, 0]


def test_a_row_that_a_page_cut_is_looked_at_to_its_end() -> None:
    rows = [["STT", "Nhiệm vụ"], ["1", "Rà soát"], ["", "văn bản hết hiệu lực"]]
    made = marked(word_bytes(rows), Remark(Spot(table=1, row=2), "hết hiệu lực", ("x",), goes_on=1))
    assert comments_in(made) == [("x", "hết hiệu lực")]


def a_field(before: str, result: str) -> list[str]:
    signs = [
        f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="{one}"/></w:r>'
        for one in ("begin", "separate", "end")
    ]
    said = f"<w:r {nsdecls('w')}><w:instrText>{before}</w:instrText></w:r>"
    text = f"<w:r {nsdecls('w')}><w:t>{result}</w:t></w:r>"
    return [signs[0], said, signs[1], text, signs[2]]


WRAPPED = {
    "a link": f'<w:hyperlink {nsdecls("w")} w:anchor="a"><w:r><w:t>số 12/KH-UBND</w:t></w:r></w:hyperlink>',
    "a content control": f"<w:sdt {nsdecls('w')}><w:sdtPr><w:text/></w:sdtPr>"
    "<w:sdtContent><w:r><w:t>số 12/KH-UBND</w:t></w:r></w:sdtContent></w:sdt>",
    "a tracked change": f'<w:ins {nsdecls("w")} w:id="7" w:author="A"><w:r><w:t>số 12/KH-UBND</w:t></w:r></w:ins>',
    "a simple field": f'<w:fldSimple {nsdecls("w")} w:instr="REF a"><w:r><w:t>số 12/KH-UBND</w:t></w:r></w:fldSimple>',
}


@pytest.mark.parametrize("what", WRAPPED)
def test_what_wraps_the_words_stays_whole_inside_the_marks(what: str) -> None:
    document = Document()
    held = document.add_paragraph("Theo ")
    held._p.append(parse_xml(WRAPPED[what]))
    held.add_run(" của tỉnh")
    made = marked(saved(document), about("12/KH-UBND", table=None, paragraph=1))
    assert [text for _, text in comments_in(made)] == ["số 12/KH-UBND"]
    assert read_document(made, "a.docx").text == "Theo số 12/KH-UBND của tỉnh"


def test_a_field_is_marked_as_a_whole() -> None:
    document = Document()
    held = document.add_paragraph("Xem ")
    for piece in a_field("REF bang", "Bảng 1, mục tiêu 3"):
        held._p.append(parse_xml(piece))
    held.add_run(" dưới đây")
    made = marked(saved(document), about("mục tiêu", table=None, paragraph=1))
    assert [text for _, text in comments_in(made)] == ["Bảng 1, mục tiêu 3"]
    paragraph_now = Document(io.BytesIO(made)).paragraphs[0]._p
    kinds = [re.sub(r".*}", "", one.tag) for one in paragraph_now]
    assert kinds == ["r", "commentRangeStart", "r", "r", "r", "r", "r", "commentRangeEnd", "r", "r"]


def test_words_in_a_text_box_are_remarked_where_the_box_hangs() -> None:
    box = (
        f"<w:r {nsdecls('w', 'wp', 'a')}><w:pict><w:txbxContent><w:p><w:r><w:t>Số: 12/KH-UBND</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r>"
    )
    document = Document()
    document.add_paragraph("Đầu trang ")._p.append(parse_xml(box))
    data = saved(document)
    spots = [one.spot for one in read_document(data, "a.docx").paragraphs if "12/KH" in one.text]
    made = remarked(data, "a.docx", [Remark(spots[0], "12/KH-UBND", ("x",))], AUTHOR)
    kept(data, made)
    assert comments_in(made) == [("x", "Số: 12/KH-UBND")]
    assert b"txbxContent><w:p><w:r><w:t>" in parts(made)["word/document.xml"]


def test_a_run_whose_format_is_a_tracked_change_is_not_parted() -> None:
    document = Document()
    held = document.add_paragraph("Giao Sở Nội vụ chủ trì")
    change = OxmlElement("w:rPrChange")
    change.set(qn("w:id"), "5")
    held.runs[0]._r.get_or_add_rPr().append(change)
    made = marked(saved(document), about("Sở Nội vụ", table=None, paragraph=1))
    assert [text for _, text in comments_in(made)] == ["Giao Sở Nội vụ chủ trì"]


def test_comments_of_others_stay_and_new_ones_stand_behind_them() -> None:
    document = Document()
    run = document.add_paragraph().add_run("Giao Sở Nội vụ chủ trì")
    document.add_comment([run], "Xem lại", author="Phòng Cải cách hành chính", initials="P")
    data = saved(document)
    made = marked(data, about("Sở Nội vụ", table=None, paragraph=1))
    assert [(one.author, one.text.split("\n")[0]) for one in Document(io.BytesIO(made)).comments] == [
        ("Phòng Cải cách hành chính", "Xem lại"),
        (AUTHOR.name, "Về “Sở Nội vụ”."),
    ]
    old, new = parts(data)["word/comments.xml"], parts(made)["word/comments.xml"]
    end = old.rindex(b"</w:comments>")
    assert new.startswith(old[:end])
    assert new.endswith(old[end:])


def test_comments_without_marks_in_a_part_of_another_name_stay_too() -> None:
    comments = f'<x:comments xmlns:x="{nsdecls("w").split(chr(34))[1]}"/>'
    relations = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/comments" '
        'Target="/word/notes/c.xml"/></Relationships>'
    )
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    data = word_file(
        paragraph("Kế hoạch của Sở Nội vụ"),
        {
            "word/notes/c.xml": comments,
            "word/_rels/document.xml.rels": relations,
            "[Content_Types].xml": types,
        },
    )
    made = parts(remarked(data, "a.docx", [about("Sở Nội vụ", table=None, paragraph=1)], AUTHOR))
    assert made["word/notes/c.xml"].count(b"w:annotationRef") == 1
    assert made["word/_rels/document.xml.rels"] == relations.encode()
    assert b'<Override PartName="/word/notes/c.xml"' in made["[Content_Types].xml"]


WORDS = ("Sở Nội vụ", "quý II/2026", "12/KH-UBND", "rà soát & báo cáo", " ", "  hai  chỗ ", "<5%", "đ", "")
RUNS = st.lists(st.tuples(st.sampled_from(WORDS), st.booleans()), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(RUNS, min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(1, 5), st.sampled_from(WORDS)), max_size=8),
)
def test_whatever_is_remarked_in_whatever_runs_each_text_stays_and_each_remark_is_there(
    paragraphs: Sequence[Sequence[tuple[str, bool]]], asked: Sequence[tuple[int, str]]
) -> None:
    document = Document()
    for runs in paragraphs:
        held = document.add_paragraph()
        for text, bold in runs:
            held.add_run(text).bold = bold
    document.add_paragraph("Kết thúc")
    data = saved(document)
    made = marked(data, *(about(words, table=None, paragraph=at) for at, words in asked))
    assert len(comments_in(made)) == len(asked)
    before, after = Document(io.BytesIO(data)), Document(io.BytesIO(made))
    for old, new in zip(before.paragraphs, after.paragraphs, strict=True):
        assert formats(new) == formats(old)
    assert read_docx(made, "a.docx", untold).blocks == read_docx(data, "a.docx", untold).blocks


def untold(_done: int, _all: int) -> None:
    """Ignore how far a reading is."""


def formats(held) -> list[tuple[str, bool | None]]:
    """Each letter of a paragraph and whether it is bold."""
    return [(letter, run.bold) for run in held.runs for letter in run.text]


# hostile files


@pytest.mark.parametrize(
    "bomb", ["laughs", "more than is unpacked", "less said than held", "elements in elements"]
)
def test_a_bomb_is_refused_in_its_own_process(bomb: str) -> None:
    with pytest.raises(Faults):
        REMARKED_FILE.read(BOMBS[FileKind.DOCX][bomb](), "a.docx", [Remark(Spot(), "", ("x",))], AUTHOR)


def test_macros_and_broken_parts_are_refused_with_their_name() -> None:
    macros = with_members(word_bytes(table_rows()), {"word/vbaProject.bin": b"x"})
    with pytest.raises(Faults) as refused:
        remarked(macros, "a.docx", [], AUTHOR)
    (fault,) = refused.value.faults
    assert (fault.found, "macros" in str(fault.why)) == ("word/vbaProject.bin", True)
    broken = with_members(
        word_file(paragraph("a")), {"[Content_Types].xml": b"<Types>", "word/styles.xml": b"\n\n<a"}
    )
    with pytest.raises(Faults) as refused:
        remarked(broken, "a.docx", [Remark(Spot(), "", ("x",))], AUTHOR)
    (fault,) = refused.value.faults
    assert (fault.found, fault.place.line) == ("word/styles.xml", 3)


# Made once: a packed file holds the time it was made, and another second may pack to another length.
GOOD = [word_bytes(table_rows()), book(note=True)]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_file_is_remarked_or_refused_and_never_crashes(data: st.DataObject) -> None:
    good = bytearray(data.draw(st.sampled_from(GOOD)))
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    for name in ("a.docx", "a.xlsx"):
        try:
            made = remarked(bytes(good), name, [about("Sở Nội vụ", row=2)], AUTHOR)
        except Faults:
            continue
        assert made


def test_a_document_in_which_w_means_something_else_gets_marks_that_say_what_they_are() -> None:
    main = W.split('"')[1]
    xml = (
        f'<x:document xmlns:x="{main}" xmlns:w="urn:other"><x:body><x:p><x:r><x:t>Sở Nội vụ</x:t></x:r></x:p></x:body>'
        "</x:document>"
    )
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", xml)
        archive.writestr("[Content_Types].xml", types)
    made = remarked(stream.getvalue(), "a.docx", [about("Sở Nội vụ", table=None, paragraph=1)], AUTHOR)
    assert read_document(made, "a.docx").comments[0].text.startswith("Về “Sở Nội vụ”.")
    assert f'<w:commentRangeStart xmlns:w="{main}"'.encode() in parts(made)["word/document.xml"]


def test_nested_tables_are_remarked_in_their_own_cells() -> None:
    document = Document()
    table = add_table(document, [["STT", "Nhiệm vụ", "Chủ trì"], ["1", "Gồm:", "Sở Nội vụ"]])
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Khảo sát 30 xã", "Quý V"
    made = marked(saved(document), about("Quý V", row=2), about("30 xã Quý V", row=2))
    assert [text for _, text in comments_in(made)] == ["Quý V", "30 xã"]
