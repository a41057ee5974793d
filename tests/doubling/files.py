"""The readers of files and papers, of what the rooms exchange, and of texts that are typed into their forms."""

from __future__ import annotations

from cchc.core.plans.columns import LEAD
from cchc.files.documents import read_document
from cchc.files.documents.paragraphs import ParagraphLine, rejoin
from cchc.files.old_fonts import OldEncoding, decoded
from cchc.plans.exchange.sheet import SheetRow, SheetSection
from cchc.plans.exchange.sheet_in import read_sheet
from cchc.plans.exchange.sheet_out import plan_workbook
from cchc.reading.documents import paper_of
from cchc.reading.plans.roles import divide_roles
from cchc.reading.plans.tables.times import from_to
from cchc.reading.plans.texts import MeasureText, Source
from cchc.releases.exchange.bundle import read_bundle
from cchc.releases.exchange.canonical import read_canonical
from cchc.releases.exchange.packing import archive_of, packed_member, packed_members
from tests.doubling.table import DIRECTORY, case, function_of, of_file, plain
from tests.files.bombs import text_cell, workbook
from tests.files.hostile import paragraph, word_file
from tests.liked_words import (
    ANY,
    DAYS,
    DRAWING,
    DRAWN,
    LETTERS,
    PLAN_ROWS,
    PROSE,
    ROWS,
    TABLE,
    TOML,
    WHEN,
    WHICH,
    WHO,
)


def _paper(text: str) -> None:
    paper_of(read_document(text.encode(), "a.txt"), "a.txt")


def _roles(text: str) -> None:
    divide_roles(MeasureText(None, {LEAD: text.split("\n")}, Source()))


def _workbook(text: str) -> bytes:
    """A workbook with the lines of a text down its first sheet."""
    escaped = "".join(sign if sign.isalnum() or sign in " \n,;." else "x" for sign in text)
    lines = enumerate(escaped.split("\n")[:15_000], start=1)
    return workbook("".join(f'<row r="{at}">{text_cell(line)}</row>' for at, line in lines))


def _plan_sheet(text: str) -> None:
    """A plan's table as it is given out, a measure of three cells for each few lines of a text."""
    lines = text.split("\n")
    cells = ["\n".join(lines[at : at + 20])[:30_000] for at in range(0, len(lines), 20)]
    rows = tuple(
        SheetRow(str(at), {"task": cell, "lead": cell, "deadline": cell})
        for at, cell in enumerate(cells, start=1)
    )
    read_sheet(plan_workbook("a", [SheetSection("1", "I", "a", rows)], str), "a.xlsx")


def _word(text: str) -> bytes:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("\x0b", " ")
    return word_file("".join(paragraph(line) for line in escaped.split("\n")))


plain(
    "reading.documents.facts_of_name",
    (*WHICH, *DAYS, "_", "V/v "),
    ("12-QD", "-AAA"),
    ("", "1-"),
    ("số ", "_"),
)
for one in ("is_number_line", "is_day_line"):
    plain(
        f"reading.head.numbers.{one}",
        (*WHICH, *DAYS, "Số: ", " "),
        ("Số:", " ."),
        ("ngày", " ."),
        ("Số: 1/", "A-"),
    )
plain("reading.head.titles.begins_text", (*WHICH, *DAYS, "V/v "), ("", "Sở "), ("a", " ban hành"))
case(
    "reading.documents.paper_of",
    _paper,
    (*WHICH, *DAYS, "V/v ", "\n", "BÁO CÁO\n"),
    ("", "V/v "),
    ("Số: 1/", "A-"),
)
case(
    "scores.exchange.asides.aside_of",
    lambda text: function_of("scores.exchange.asides.aside_of")(text, has_values=True),
    ANY,
    ("Trung bình", " khối"),
    ("I. Các", "("),
)
for one in ("clean", "without_marks", "cell_lines"):
    plain(
        f"files.documents.cleaning.{one}",
        ANY,
        ("", "<a "),
        ("", "*a "),
        ("__a", " "),
        ("e", "\u0301\u0323"),
        ("", "&#1"),
    )
case(
    "files.documents.cleaning.fold_lines",
    lambda text: function_of("files.documents.cleaning.fold_lines")([text]),
    ANY,
)
for one in ("share", "is_broken", "is_syllable"):
    plain(f"files.documents.syllables.{one}", ANY, ("e", "\u0301\u0323"), ("", "nghiêng"))
case(
    "files.remarks.remark.stretch_of",
    lambda text: function_of("files.remarks.remark.stretch_of")(text, f"{text} a {text}"),
    ANY,
    ("", "a"),
    ("a", " 1,"),
    ("e", "\u0301\u0323"),
)
plain("reading.furniture.furniture_of", PROSE, ("", "CỘNG HÒA "), ("TM", "."), ("", " "))
for one in ("assignment_of", "is_only_agencies"):
    plain(
        f"reading.plans.assignments.{one}",
        (*PROSE, *WHO, *WHEN),
        ("Giao Sở A phối hợp với ", "Sở B, "),
        ("", "trong tháng 3/2026 "),
        ("Sở ", "rà soát, "),
    )
plain(
    "reading.plans.deadlines_told.deadline_told",
    (*PROSE, *WHEN),
    ("đợt 1 ", "tháng 4, đợt 2 "),
    ("trong ", "quý II và "),
    ("", "trước ngày 05 "),
    ("trong vòng ", "100 ngày "),
)
plain("reading.plans.roles.without_roles", PROSE, ("", "cơ quan "), ("", "chủ trì "), ("", " "))
for one in ("has_old_letters", "has_unicode_letters", "encoding_of_font"):
    plain(f"files.old_fonts.{one}", PROSE, ("", "µ"), ("", "a\u1ea1"), (".vn", "h"))
case(
    "files.old_fonts.decoded",
    lambda text: [decoded(text, one) for one in OldEncoding],
    PROSE,
    ("", "µ"),
    ("a", "ø"),
    ("", "ôø"),
)
plain("files.documents.old_letters.is_undecoded", PROSE, ("", "¬¬ "), ("", "Niªm "))
for one in ("bare_heading", "squeezed"):
    plain(f"reading.plans.read_pieces.{one}", PROSE, ("", "I. "), ("", "1."), ("", " "))
for one in ("is_title", "numbered_title"):
    plain(f"reading.plans.tables.sections.{one}", PROSE, ("", "I. "), ("A. ", "DANH "), ("", "1."))
plain("reading.plans.tables.sections.follows", PROSE, ("", "1"), ("", "I"), ("", "A"), more=("2",))
plain("reading.plans.cells.day_of_serial", PROSE, ("", "4"), ("", "46101"), ("4", "5 "))
case("reading.plans.tables.times.from_to", lambda text: from_to(text, f"{text}x"), DAYS, ("", "31/3/2026 "))
plain("files.documents.paragraphs.is_marked", PROSE, ("", "1."), ("", "I"))
for one in ("join", "is_inside_date"):
    plain(f"files.documents.paragraphs.{one}", PROSE, ("", "1/"), more=("2/2026",))
plain("files.documents.paragraphs.continues", PROSE, ("", "của "), more=("2", True))
case(
    "files.documents.paragraphs.join_all",
    lambda text: function_of("files.documents.paragraphs.join_all")(text.split("\n")),
    PROSE,
    ("", "của\n"),
)
case(
    "files.documents.paragraphs.rejoin",
    lambda text: list(rejoin([ParagraphLine(one) for one in text.split("\n")])),
    PROSE,
    ("", "của\n"),
)
of_file(
    "files.documents.from_text.read_text",
    "a.txt",
    (*TABLE, *PROSE),
    ("", "của\n"),
    ("\t" * 5000, "\n\t\t"),
    more=(lambda done, of: None,),
)
of_file(
    "files.separated.read_csv", "a.csv", TABLE, ("", '"'), ('"', '""'), ("", ","), ("", "\n"), more=(20_000,)
)
of_file("files.encodings.utf8_text", "a.csv", ANY)
case(
    "files.documents.from_docx.read_docx",
    lambda text: function_of("files.documents.from_docx.read_docx")(
        _word(text), "a.docx", lambda done, of: None
    ),
    PROSE,
)
plain("files.workbook_parts.unescape", ANY, ("", "_x0041_"), ("", "_x"))
case(
    "files.spreadsheets.read_xlsx",
    lambda text: function_of("files.spreadsheets.read_xlsx")(_workbook(text), "a.xlsx", None, 20_000),
    TABLE,
)
plain("files.faults.printable", ANY)
plain("cycles.exchange.read_holidays", DAYS, ("30/4", " "), ("30/4 ", "đến "), ("", "ngày "), more=(2026,))
of_file(
    "accounts.exchange.read_people",
    "a.csv",
    TABLE,
    ("Họ và tên,Tên đăng nhập,Đơn vị,Vai trò\n", "Cán bộ,can.bo,Sở Nội vụ,Lãnh đạo (toàn tỉnh)\n"),
)
of_file(
    "units.exchange.units.read_units",
    "a.csv",
    TABLE,
    ("Tên đơn vị,Loại,Có hiệu lực từ\n", "Sở Nội vụ,Sở,01/07/2025\n"),
)
of_file(
    "units.exchange.figures.read_figures",
    "a.csv",
    TABLE,
    ("Tên đơn vị,Năm,Số hộ\n", "Sở Nội vụ,2025,12\n"),
)
plain("criteria.exchange.toml.lines_of", TOML, ("", "["), ("", " "), ("", "'''"))
case(
    "criteria.exchange.toml.outside_strings",
    lambda text: list(function_of("criteria.exchange.toml.outside_strings")(text)),
    TOML,
    ("", "'''"),
)
of_file("criteria.exchange.reading.read_set", "a.toml", TOML, ("", '[[node]]\nname = "a"\n'))
of_file(
    "surveys.exchange.design_file.read_design_file",
    "a.toml",
    TOML,
    ("", "[[quota]]\ntarget = 1\n"),
    ("", "[[stage]]\n"),
)
HEADING_WORDS = ("cơ quan ", "đơn vị, ", "thời gian ", "phối hợp ", "(", "quý ")
for name in ("column_of", "heading_scores", "names_both_roles", "period_of"):
    plain(f"reading.plans.heading_words.{name}", HEADING_WORDS, ("cơ quan, ", "phòng "), ("", "("))
for name in ("kind_of_cell", "is_person", "names_agency"):
    plain(f"reading.plans.cells.{name}", PROSE, ("Ông A; ", "0900 "), ("", "1."), ("", "Sở "))
case(
    "reading.plans.columns.columns_of",
    lambda text: function_of("reading.plans.columns.columns_of")(text.split("\t")),
    PLAN_ROWS,
    ("", "nhiệm vụ\t"),
)
case(
    "reading.plans.columns.is_ordinals",
    lambda text: function_of("reading.plans.columns.is_ordinals")(text.split("\t")),
    ("1", "\t", "(2)"),
    ("", "1\t"),
)
case(
    "reading.plans.unordered.sections_of_unordered",
    lambda text: function_of("reading.plans.unordered.sections_of_unordered")(text.split("\n")),
    DRAWING,
    (DRAWN, "Sở \n"),
    (DRAWN, "Quý IV\n"),
    (DRAWN, "I\n"),
    ("", DRAWN),
)
case(
    "reading.plans.unordered.is_unordered",
    lambda text: function_of("reading.plans.unordered.is_unordered")(text.split("\n")),
    DRAWING,
    ("", "TT\n"),
)
case(
    "reading.plans.roles.divide_roles",
    _roles,
    WHO,
    ("", "a"),
    ("", "\n"),
    ("", "a chủ trì, "),
    ("", "a (chủ trì); "),
)
plain("plans.exchange.sheet.tidy", ANY, ("e", "\u0301\u0323"), ("", "\n"))
of_file(
    "reading.plans.read_plan",
    "a.txt",
    (*PROSE, *PLAN_ROWS),
    (f"{ROWS}\n", "\n\t\tx\t\t\t"),
    (f"{ROWS}\n", "\n1\tx\t\t\t\tcủa"),
    ("", "\n1. a\nChủ trì: Sở Nội vụ\n"),
    (f"{ROWS}\n", "\n\t\t\t\t\tx"),
    (f"{ROWS}\n1\tRà soát của\tBáo cáo\tSở Nội vụ\tUBND\tQuý IV\n", "\n\tcác \t\t\t\tQuý IV"),
    more=(2026, DIRECTORY),
)
plain("criteria.exchange.toml.quoted_text", TOML)
case(
    "criteria.exchange.toml.broken",
    lambda text: function_of("criteria.exchange.toml.broken")("x", text, "a.toml"),
    TOML,
)
case(
    "criteria.exchange.toml.entry",
    lambda text: function_of("criteria.exchange.toml.entry")("inputs", text),
    TOML,
)
plain("criteria.exchange.reading.read_known_set", TOML, ("", '[[node]]\nname = "a"\n'))
case(
    "criteria.exchange.excel.read_workbook",
    lambda text: function_of("criteria.exchange.excel.read_workbook")(_workbook(text), "a.xlsx", []),
    TABLE,
)
case("plans.exchange.sheet_in.read_sheet", _plan_sheet, (*WHO, *WHEN, *LETTERS), ("", "a\n"))
plain("files.documents.from_docx.cleaned_lines", PROSE, ("", "\n"))
plain(
    "criteria.exchange.toml.refuse_unruly",
    TOML,
    ("", "a."),
    ("", "["),
    ("", '"'),
    ("a", " ."),
    more=("a.toml",),
)
case(
    "plans.exchange.keeping.clean_text",
    lambda text: function_of("plans.exchange.keeping.clean_text")("task", text),
    ANY,
)
plain("plans.exchange.keeping.trim_lines", ANY, ("", "\n"), ("a", " "))
case(
    "releases.exchange.canonical.read_canonical",
    lambda text: read_canonical(text.encode("utf-8", "replace")),
    ('"', "{", "[", ",", ":", "1", "a", "}", "]"),
    ("", "["),
    ("[0", ",0"),
    ('"', "a"),
    ("", '{"a":'),
)
case(
    "releases.exchange.packing.packed_members",
    lambda text: packed_members(
        archive_of([packed_member("a.json", text.encode("utf-8", "replace"), stored=True)])
    ),
    ANY,
    ("", "PK\x05\x06"),
)
case(
    "releases.exchange.bundle.read_bundle",
    lambda text: read_bundle(archive_of([packed_member("a.json", text.encode("utf-8", "replace"))])),
    ANY,
    ("", "["),
)
for one in ("read_signature", "read_signing_key", "read_verifying_key"):
    plain(f"releases.exchange.signing.{one}", ANY, ("", "A"), ("", "A\n"), ("", "="))
