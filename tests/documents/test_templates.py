"""Templates that an office writes: everything wrong is named at once, and what passes makes its paper."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.words.messages import Faults
from cchc.documents.exchange.paper import ColumnNumbers, NewSection, WordColumn, WordLine, WordTable
from cchc.documents.exchange.template_checking import TEMPLATE_FILE, read_template
from cchc.documents.exchange.templates import PaperContent, filled_template
from cchc.files.writing import ILLEGAL
from tests.files.papers import with_members

TABLE = WordTable((WordColumn("Tiêu chí"), WordColumn("Điểm")), [("1.1", "2,5")], numbers=ColumnNumbers.NONE)
TRIAL = PaperContent(
    {"don_vi": "Sở Nội vụ", "nam": "2025", "ghi_chu": ""},
    {"bang_diem": (TABLE,), "phu_luc": (NewSection(True), WordLine("PHỤ LỤC I"), TABLE)},
)


def a_template(*lines: str, header: str = "", cell: str = "", pieces: tuple[str, ...] = ()) -> bytes:
    """A Word file of these paragraphs; the `pieces` make one more paragraph, each a run of its own."""
    page = Document()
    for line in lines:
        page.add_paragraph(line)
    if pieces:
        last = page.add_paragraph()
        for one in pieces:
            last.add_run(one).bold = one == pieces[0]
    if header:
        page.sections[0].header.paragraphs[0].text = header
    if cell:
        page.add_table(1, 1).cell(0, 0).text = cell
    written = io.BytesIO()
    page.save(written)
    return written.getvalue()


def faults_of(data: bytes, needed: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """What is refused in a template, and why."""
    with pytest.raises(Faults) as refused:
        read_template(data, "mau.docx", TRIAL, needed)
    return [(one.found, str(one.why)) for one in refused.value.faults]


def made_of(data: bytes, content: PaperContent = TRIAL):
    return Document(io.BytesIO(filled_template(data, content)))


def test_tags_are_filled_wherever_they_stand_and_however_word_cuts_them():
    data = a_template(
        "Kính gửi: {{ don_vi }}, năm {{nam}}.",
        header="{{ DON_VI }}",
        cell="{{ nam }}",
        pieces=("{", "{ don", "_vi }", "}"),
    )
    assert read_template(data, "mau.docx", TRIAL, ()).tags == ("don_vi", "nam")
    page = made_of(data)
    assert [one.text for one in page.paragraphs] == ["Kính gửi: Sở Nội vụ, năm 2025.", "Sở Nội vụ"]
    assert page.sections[0].header.paragraphs[0].text == "SỞ NỘI VỤ"
    assert page.tables[0].cell(0, 0).text == "2025"


def test_a_mark_becomes_the_table_of_the_one_writer_in_its_place_and_annexes_stand_last():
    data = a_template("Trước", "[[bang_diem]]", "Sau", "{{ ghi_chu }}", "[[phu_luc]]")
    assert read_template(data, "mau.docx", TRIAL, ("bang_diem",)).marks == ("bang_diem", "phu_luc")
    page = made_of(data)
    kinds = [one.tag.rpartition("}")[2] for one in page.element.body]
    assert kinds == ["p", "tbl", "p", "p", "p", "p", "tbl", "p", "sectPr"]
    assert [one.text for one in page.paragraphs if one.text] == ["Trước", "Sau", "PHỤ LỤC I"]
    assert [one.page_width > one.page_height for one in page.sections] == [False, True]
    assert page.tables[0].cell(1, 1).paragraphs[0].runs[0].font.name == "Times New Roman"


def test_everything_wrong_is_told_at_once_with_its_paragraph():
    data = a_template(
        "Kính gửi {{ ten_don_vi }}",
        "{% for u in units %}",
        "{{ don_vi.__class__ }} và {{ nam|upper }}",
        "Bảng: [[bang_diem]]",
        "[[bang_khac]]",
        "[[phu_luc]]",
        "Cuối }",
        header="{{ Don_Vi }}",
        cell="[[bang_diem]]",
    )
    told = faults_of(data, ("nam",))
    assert [found for found, _why in told] == [
        "{{ ten_don_vi }}",
        "{% for u in units %}",
        "{{ don_vi.__class__ }}",
        "{{ nam|upper }}",
        "[[bang_diem]]",
        "[[bang_khac]]",
        "[[phu_luc]]",
        "}",
        "[[bang_diem]]",
        "[[bang_diem]]",
        "{{ Don_Vi }}",
        "–",
    ]
    assert told[0][1].startswith("Paragraph 1 “Kính gửi {{ ten_don_vi }}”")
    assert told[-3][1].startswith("Table 1, row 1, column 1 “[[bang_diem]]”")
    assert told[-2][1].startswith("Header or footer")


@pytest.mark.parametrize(
    ("instruction", "found"),
    [
        ('DDEAUTO cmd "/k calc"', 'DDEAUTO cmd "/k calc"'),
        ("MACROBUTTON Mo Bấm vào đây", "MACROBUTTON Mo Bấm vào đây"),
        ('INCLUDETEXT "http://example.invalid/a"', 'INCLUDETEXT "http://example.invalid/a"'),
        ("PAGE", None),
        ('HYPERLINK "http://example.invalid"', None),
    ],
)
def test_a_field_that_runs_or_fetches_something_is_refused_with_its_paragraph(instruction, found):
    page = Document(io.BytesIO(a_template("Kính gửi", "{{ don_vi }}")))
    field = OxmlElement("w:instrText")
    field.text = instruction
    page.paragraphs[1].runs[0]._r.addprevious(OxmlElement("w:r"))
    page.paragraphs[1].runs[0]._r.append(field)
    written = io.BytesIO()
    page.save(written)
    if found is None:
        assert read_template(written.getvalue(), "mau.docx", TRIAL, ()).tags == ("don_vi",)
        return
    ((said, why),) = faults_of(written.getvalue())
    assert said == found
    assert why.startswith("Paragraph 2 “{{ don_vi }}”: the field runs a program")


def test_macros_controls_and_broken_parts_are_all_named_with_their_part_and_line():
    data = with_members(
        a_template("{{ don_vi }}"),
        {
            "word/vbaProject.bin": b"x",
            "word/activeX/activeX1.xml": b"<a/>",
            "word/theme/theme9.xml": b"<a>\n<b>\n</a>",
            "customXml/item9.xml": b"<a>",
        },
    )
    assert [found for found, _why in faults_of(data)] == [
        "word/activeX/activeX1.xml",
        "word/vbaProject.bin",
        "customXml/item9.xml",
        "word/theme/theme9.xml",
    ]
    assert "damaged at line 3" in faults_of(data)[-1][1]
    with pytest.raises(Faults) as refused:
        read_template(data, "mau.docx", TRIAL, ())
    assert [one.place.line for one in refused.value.faults] == [None, None, 1, 3]


def test_commands_in_a_footnote_are_refused_with_the_place_they_stand_in():
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="1"><w:p>'
        "<w:r><w:t>{% x %}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    types = b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    types += b'wordprocessingml.footnotes+xml"/></Types>'
    relation = (
        b'<Relationship Id="rId98" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    )
    relation += b'footnotes" Target="footnotes.xml"/></Relationships>'
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_template("{{ don_vi }}"))) as old, zipfile.ZipFile(written, "w") as new:
        for one in old.namelist():
            content = old.read(one)
            if one == "[Content_Types].xml":
                content = content.replace(b"</Types>", types)
            if one == "word/_rels/document.xml.rels":
                content = content.replace(b"</Relationships>", relation)
            new.writestr(one, content)
        new.writestr("word/footnotes.xml", notes)
    ((_found, why),) = faults_of(written.getvalue())
    assert why.startswith("Footnotes: commands stand")


def test_an_unknown_tag_is_refused_with_the_list_of_those_there_are():
    with pytest.raises(Faults) as refused:
        read_template(a_template("{{ x }}"), "mau.docx", TRIAL, ())
    assert [str(one.expected) for one in refused.value.faults] == ["one of these: don_vi, ghi_chu, nam"]


@pytest.mark.parametrize(
    "command",
    ["{{ don_vi.__class__ }}", "{{ cycler.__init__ }}", "{% set x = 1 %}", "{{ don_vi() }}", "{{ 7*7 }}"],
)
def test_commands_outside_the_text_are_refused_too(command):
    page = Document(io.BytesIO(a_template("{{ don_vi }}")))
    page.core_properties.title = command
    written = io.BytesIO()
    page.save(written)
    assert [why[:23] for _found, why in faults_of(written.getvalue())] == ["Properties of the file:"]


def with_member(name: str, change) -> bytes:
    """A template whose member `name` was changed."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(a_template("{{ don_vi }}"))) as old,
        zipfile.ZipFile(written, "w") as new,
    ):
        for one in old.namelist():
            content = old.read(one)
            new.writestr(one, change(content) if one == name else content)
    return written.getvalue()


OUTSIDE = (
    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    b'attachedTemplate" Target="http://example.invalid/a.dotm" TargetMode="External"/></Relationships>'
)


def test_what_a_document_fetches_from_elsewhere_is_refused():
    data = with_member(
        "word/_rels/document.xml.rels", lambda text: text.replace(b"</Relationships>", OUTSIDE)
    )
    assert [found for found, _why in faults_of(data)] == ["http://example.invalid/a.dotm"]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("word/styles.xml", lambda text: text.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>', 1)),
        ("word/document.xml", lambda text: text[: len(text) // 2]),
        ("word/styles.xml", lambda text: text + b" " * 8_000_001),
    ],
)
def test_a_file_that_is_not_what_it_says_or_too_large_is_refused(name, change):
    assert len(faults_of(with_member(name, change))) == 1


def test_a_template_comes_through_a_door_with_limits():
    assert TEMPLATE_FILE.read(a_template("{{ don_vi }}"), "mau.docx", TRIAL, ()).tags == ("don_vi",)
    with pytest.raises(Faults):
        TEMPLATE_FILE.read(b"PK\3\4 no archive", "mau.docx", TRIAL, ())


@settings(max_examples=25, deadline=None)
@given(
    text=st.text(max_size=20) | st.sampled_from(["[[bang_diem]]", "{{ nam }}", "<w:p/>", "a & b", "{% x %}"])
)
def test_any_text_is_printed_as_it_is_and_commands_nothing(text):
    page = made_of(PLAIN, PaperContent({**TRIAL.texts, "don_vi": f"x{text}x"}, TRIAL.parts))
    said = page.paragraphs[0].text
    assert "".join(said.split()) == "".join(f"x{ILLEGAL.sub('', text)}x".split())
    assert len(page.tables) == 1


PLAIN = a_template("{{ don_vi }}", "[[bang_diem]]")
