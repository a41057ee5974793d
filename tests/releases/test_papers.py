"""The papers of a release: the decision, the note for the press and the letters say what the release tells, no more, in
the form of official papers."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from docx import Document

from cchc.config.cli import main
from cchc.core.words.numbers import printed_number
from cchc.documents.exchange.decree30 import TABLE_SIZE, bold_width
from cchc.documents.exchange.template_checking import read_template
from cchc.documents.exchange.templates import filled_template
from cchc.releases.exchange.bundle import bundle_bytes
from cchc.releases.exchange.content import FigureChange, Level
from cchc.releases.exchange.papers.kinds import (
    FORMS,
    content_of_paper,
    paper_of,
    standard_template,
)
from cchc.releases.exchange.papers.naming import OF_A_RELEASE, PaperKind
from cchc.releases.exchange.papers.source import PaperSource
from cchc.releases.exchange.papers.trial import trial_content
from tests.documents.decree30 import form_faults, paper_faults
from tests.releases.contents import KEY, SOFTWARE, a_content, a_correction

ROOT, ADDRESS = "e3b0 c442 98fc 1c14 9afb", "https://cchc.example.vn/cong-khai/2026/kiem-chung/"


def a_source(level: Level = Level.LEAVES, **more) -> PaperSource:
    return PaperSource(a_content(level), ROOT, ADDRESS, **more)


def a_paper(kind: PaperKind, source: PaperSource | None = None, unit=None):
    source = source or a_source()
    if kind is PaperKind.LETTER:
        unit = unit or source.content.units[0]
    return Document(io.BytesIO(paper_of(kind, source, standard_template(kind), unit)))


def words_of(page) -> str:
    cells = (cell.text for table in page.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(line.text for line in page.paragraphs), *cells])


def table_under(page, heading: str):
    """The rows of the table whose second column bears a heading."""
    (found,) = (one for one in page.tables if len(one.columns) > 2 and one.rows[0].cells[1].text == heading)
    return [[cell.text for cell in row.cells] for row in found.rows]


@pytest.mark.parametrize("kind", OF_A_RELEASE)
def test_every_paper_has_the_form_of_the_decree_and_holds_no_tag(kind):
    source = a_source(is_draft=True)
    data = paper_of(kind, source, standard_template(kind), source.content.units[0])
    assert paper_faults(data) == []
    assert data == paper_of(kind, source, standard_template(kind), source.content.units[0])
    page = Document(io.BytesIO(data))
    said = words_of(page)
    assert re.findall(r"[{}]|\[\[|\]\]|Fraction|None|leaves", said) == []
    assert page.paragraphs[0].text == "DỰ THẢO"
    assert a_paper(kind).paragraphs[0].text != "DỰ THẢO"


def test_the_decision_has_a_ranking_and_the_points_of_domains_for_each_group_each_sealed():
    page = a_paper(PaperKind.DECISION)
    annexes = [line for line in page.paragraphs if line.text.startswith("PHỤ LỤC")]
    assert [one.text for one in annexes] == ["PHỤ LỤC I", "PHỤ LỤC II", "PHỤ LỤC III", "PHỤ LỤC IV"]
    assert [form_faults(one, "Phụ lục") for one in annexes] == [[]] * 4
    sides = [one.page_width > one.page_height for one in page.sections]
    assert sides == [False, False, False, True, True]
    assert len(page.inline_shapes) == 4
    assert words_of(page).count(f"Mã gốc của số liệu công bố: {ROOT}") == 4
    attached = (
        "(Kèm theo Quyết định số 215/QĐ-UBND ngày 20 tháng 02 năm 2027 của Ủy ban nhân dân tỉnh An Lạc)"
    )
    assert [form_faults(one, "Kèm theo") for one in page.paragraphs if one.text == attached] == [[]] * 4


def test_the_ranking_of_the_annex_is_that_of_the_release():
    source = a_source()
    page = a_paper(PaperKind.DECISION, source)
    group = source.content.groups[0]
    wanted = [
        [str(place), one.name, printed_number(one.account.points), printed_number(one.account.maximum), one.printed,
         str(one.rank), one.grade]
        for place, one in enumerate((source.units[key] for key in group.units), start=1)
    ]  # fmt: skip
    rankings = [table for table in page.tables if len(table.columns) == 7]
    assert [[cell.text for cell in row.cells] for row in rankings[0].rows[2:]] == wanted


def test_what_a_level_withholds_stands_in_no_paper():
    page = a_paper(PaperKind.DECISION, a_source(Level.INDEX))
    assert len([one for one in page.paragraphs if one.text.startswith("PHỤ LỤC")]) == 2
    said = words_of(a_paper(PaperKind.LETTER, a_source(Level.INDEX)))
    assert "không gồm điểm từng lĩnh vực" in said
    assert "Cải cách thể chế" not in said
    said = words_of(a_paper(PaperKind.LETTER, a_source(Level.CRITERIA)))
    assert "Cải cách thể chế" in said
    assert "không gồm điểm từng tiêu chí thành phần" in said


def test_a_letter_accounts_for_every_point_and_names_no_other_unit():
    source = a_source()
    for unit in source.content.units[::3]:
        page = a_paper(PaperKind.LETTER, source, unit)
        others = [one.name for one in source.content.units if one.key != unit.key]
        said = words_of(page)
        assert [name for name in others if re.search(rf"{name}(?!\w)", said) and name != "Sở Nội vụ"] == []
        assert f"Kết quả Chỉ số cải cách hành chính năm 2026 của {unit.name}" in said
        assert f"Chỉ số {unit.printed} %; xếp hạng {unit.rank} trên" in said
        domains = table_under(page, "Lĩnh vực")
        sums = domains[-1][2:]
        account = unit.account
        shown = {"Điểm tối đa": account.maximum, "Điểm thưởng": account.bonus, "Điểm đạt": account.points,
                 "Điểm bị trừ": account.lost, "Chưa chấm": account.pending}  # fmt: skip
        assert sums == [printed_number(shown[heading]) for heading in domains[0][2:]]
        lost = [number for number, leaf in unit.leaves.items() if leaf.account.lost]
        rows = table_under(page, "Nội dung")[2:]
        assert [row[0] for row in rows] == lost
        assert [row[0] for row in rows if not row[5]] == []


def test_no_column_of_a_paper_is_narrower_than_the_longest_word_of_its_heading():
    source = a_source()
    for kind in OF_A_RELEASE:
        page = a_paper(kind, source)
        for table in page.tables:
            heads = table.rows[0].cells
            if len(heads) < 3 or not table.rows[1].cells[0].text.startswith("("):
                continue
            for cell in heads:
                words = max(cell.text.split(), key=lambda word: bold_width(word, TABLE_SIZE))
                margins = 2 * 1.9  # Word's own, on both sides
                assert cell.width.mm >= bold_width(words, TABLE_SIZE) + margins, (kind, cell.text)


def test_points_that_were_given_directly_bear_their_reason_and_say_so_where_there_is_none():
    unit = a_source().content.units[0]
    number, leaf = next((number, one) for number, one in unit.leaves.items() if one.account.lost)
    for why, told in (
        ("", "Lý do|điểm chấm trực tiếp, không kèm số liệu; dữ liệu công bố không có lý do"),
        ("quá hạn", "Lý do|điểm chấm trực tiếp, không kèm số liệu (quá hạn)"),
    ):
        account = replace(leaf.account, losses={"stated": leaf.account.lost})
        given = replace(leaf, account=account, losses=(("stated", leaf.account.lost, why),))
        row = next(
            one
            for one in table_under(
                a_paper(PaperKind.LETTER, unit=replace(unit, leaves={number: given})), "Nội dung"
            )
            if one[0] == number
        )
        assert f"Lý do|{row[5]}" == told


def test_a_domain_adds_up_in_its_row():
    rows = table_under(a_paper(PaperKind.LETTER), "Lĩnh vực")
    headings = rows[0][2:]
    assert headings[:4] == ["Điểm tối đa", "Điểm thưởng", "Điểm đạt", "Điểm bị trừ"]
    for row in rows[2:]:
        maximum, bonus, points, lost, *pending = (
            float(one.replace(".", "").replace(",", ".")) for one in row[2:]
        )
        assert maximum + bonus == pytest.approx(points + lost + sum(pending), abs=0.021), row


def test_a_unit_without_an_index_is_told_why():
    source = a_source()
    unit = source.content.units[0]
    waits = replace(
        unit, index=None, rank=None, grade="", printed="", account=replace(unit.account, waiting=2)
    )
    content = replace(source.content, units=(waits, *source.content.units[1:]))
    said = words_of(a_paper(PaperKind.LETTER, replace(source, content=content), waits))
    assert "chưa có chỉ số và không xếp hạng vì còn 2 tiêu chí chưa chấm" in said


def test_a_correction_says_what_it_replaces_why_and_what_changed_for_the_unit():
    first = a_content()
    unit = first.units[0]
    changes = [
        FigureChange(unit.key, "", "index", "54.02", "55.5"),
        FigureChange(unit.key, "", "rank", "4", "3"),
    ]
    source = PaperSource(a_correction(first, changes), ROOT, ADDRESS)
    replaced = (
        "thay thế kết quả đã công bố lần 1. Lý do đính chính: Cộng sót điểm của một tiêu chí thành phần."
    )
    assert replaced in words_of(a_paper(PaperKind.PRESS_NOTE, source))
    assert "thay đổi: chỉ số 54,02 → 55,5; hạng 4 → 3." in words_of(a_paper(PaperKind.LETTER, source, unit))
    assert "thay đổi:" not in words_of(a_paper(PaperKind.LETTER, source, source.content.units[1]))


def test_the_note_for_the_press_counts_units_and_names_the_first_of_each_group():
    source = a_source()
    page = a_paper(PaperKind.PRESS_NOTE, source)
    rows = table_under(page, "Khối")[2:]
    assert [row[1:3] for row in rows] == [["Các sở, ban, ngành", "4"], ["Các xã, phường", "3"]]
    said = words_of(page)
    for group in source.content.groups:
        first = source.units[group.units[0]]
        assert f"- {group.name}: dẫn đầu là {first.name} ({first.printed} %, hạng 1)" in said
    assert "của 7 cơ quan, đơn vị thuộc 2 khối" in said


@pytest.mark.parametrize("kind", OF_A_RELEASE)
def test_the_standard_template_passes_the_check_that_templates_of_offices_pass(kind):
    source = a_source()
    trial = content_of_paper(kind, source, source.content.units[0])
    read = read_template(standard_template(kind), "mau.docx", trial, FORMS[kind].needed)
    assert {"tinh", "nam", "du_thao", "dinh_chinh"} <= set(read.tags)
    assert set(read.marks) <= set(trial.parts)


def test_the_official_letter_bears_its_subject_under_its_number_and_goes_to_every_group():
    page = a_paper(PaperKind.DISPATCH)
    number = page.tables[0].rows[1].cells[0].paragraphs
    assert [one.text for one in number] == [
        "Số:        /UBND-NC",
        "V/v thông báo kết quả Chỉ số cải cách hành chính năm 2026",
    ]
    said = words_of(page)
    for group in a_content().groups:
        assert f"- {group.name}" in said
    assert f"Mã gốc của số liệu công bố: {ROOT}" in said


def test_the_draft_of_the_council_is_made_from_a_template_as_every_paper_is():
    kind, trial = PaperKind.COUNCIL_DRAFT, trial_content(PaperKind.COUNCIL_DRAFT)
    standard = standard_template(kind)
    read = read_template(standard, "mau.docx", trial, FORMS[kind].needed)
    assert (set(read.tags), set(read.marks)) == (
        {"du_thao", "chua_chot", "tinh", "nam"},
        {"can_cu_bien_ban", "danh_muc_phu_luc", "phu_luc"},
    )
    made = filled_template(standard, trial)
    assert paper_faults(made) == []
    page = Document(io.BytesIO(made))
    assert [one.text for one in page.paragraphs[:2]] == [
        "DỰ THẢO",
        "Điểm chưa được xác nhận chính thức: mọi số liệu còn có thể thay đổi.",
    ]
    assert "- Phụ lục I: Các sở, ban, ngành, 3 đơn vị." in words_of(page)


def test_the_command_line_prints_every_paper_of_a_bundle_without_a_database(tmp_path, capsys):
    bundle, folder, own = tmp_path / "goi.zip", tmp_path / "văn bản", tmp_path / "mẫu"
    bundle.write_bytes(bundle_bytes(a_content(), KEY, SOFTWARE))
    own.mkdir()
    template = Document()
    template.add_paragraph("Gửi {{ don_vi }}: {{ ket_qua }}")
    template.save(str(own / "thong-bao.docx"))
    words = ["release", "papers", str(bundle), "--to", str(folder), "--home", "https://cchc.example.vn"]
    assert main([*words, "--templates", str(own)]) == 0
    files = sorted(str(one.relative_to(folder)) for one in folder.rglob("*.docx"))
    assert len(files) == 3 + len(a_content().units)
    assert {"Quyết định công bố kết quả.docx", "Thông cáo báo chí.docx"} < set(files)
    letter = Document(str(folder / "Các xã, phường" / "Thông báo kết quả - Xã Đông Hà.docx"))
    assert letter.paragraphs[0].text.startswith("Gửi Xã Đông Hà: Xã Đông Hà đạt")
    decision = words_of(Document(str(folder / "Quyết định công bố kết quả.docx")))
    assert "Trang kiểm chứng: https://cchc.example.vn/cong-khai/2026/lan-1/kiem-chung/" in decision
    (own / "thong-cao.docx").write_bytes(b"PK")
    assert main([*words, "--templates", str(own)]) == 1
    assert main(["release", "papers", str(tmp_path / "khong-co.zip"), "--to", str(folder)]) == 2
