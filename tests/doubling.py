"""Every reader of texts, the words that its grammar likes, texts that were costly once: for the law of doubling.

`case` and its short forms put a reader into `CASES` under the name of its function.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from cchc.core.papers.citations.cited import citations
from cchc.core.papers.citations.contradictions import contradictions, may_be_one_issuer
from cchc.core.papers.directory import Directory, KnownGroup, KnownUnit
from cchc.core.papers.fitting import fitting_requirements
from cchc.core.papers.matching import match, match_agency, means_somebody
from cchc.core.papers.spellings import has_lost_marks, one_letter_apart
from cchc.core.papers.wordings import split
from cchc.core.plans.columns import LEAD
from cchc.core.plans.findings import findings
from cchc.core.plans.findings.citations import findings_of_annexes
from cchc.core.plans.findings.losses import alike
from cchc.core.plans.findings.sums import findings_of_sums
from cchc.core.plans.plan import Plan
from cchc.core.words.comparing import changed_words
from cchc.files.documents import read_document
from cchc.files.documents.paragraphs import ParagraphLine, rejoin
from cchc.plans.exchange.sheet import SheetRow, SheetSection
from cchc.plans.exchange.sheet_in import read_sheet
from cchc.plans.exchange.sheet_out import plan_workbook
from cchc.reading.documents import paper_of
from cchc.reading.plans.roles import divide_roles
from cchc.reading.plans.texts import MeasureText, Source
from tests.files.bombs import text_cell, workbook
from tests.files.hostile import paragraph, word_file
from tests.liked_words import (
    ANY,
    DAYS,
    DRAWING,
    DRAWN,
    FIGURES,
    LETTERS,
    NUMBERS,
    PLAN_ROWS,
    PROSE,
    ROWS,
    RULES,
    TABLE,
    TOML,
    WHEN,
    WHICH,
    WHO,
)

Reader = Callable[[str], object]


@dataclass(frozen=True)
class Case:
    """A reader of texts, the words that its grammar likes, and texts that were costly once: a beginning, and what
    comes again and again behind it."""

    read: Reader
    words: tuple[str, ...]
    costly: tuple[tuple[str, str], ...] = ()


# --- the readers --------------------------------------------------------------------------------------------

DIRECTORY = Directory(
    (
        KnownUnit("1", "Sở Nội vụ", code="SNV", kind="department"),
        KnownUnit("2", "Văn phòng UBND tỉnh Hải Dương", kind="department"),
        KnownUnit("3", "UBND xã Tân An", kind="commune", aliases=("Tân An",)),
        KnownUnit("4", "Bưu điện tỉnh", kind="outside"),
    ),
    groups=(KnownGroup("Các sở, ban, ngành", ("1", "2")),),
    remembered={"Công an tỉnh": ("2",)},
    own="1",
)


def _paper(text: str) -> None:
    paper_of(read_document(text.encode(), "a.txt"), "a.txt")


def _matched(text: str) -> None:
    for agency in split(text):
        match_agency(agency, DIRECTORY)


def _findings(text: str) -> None:
    findings(Plan(number="12/KH-UBND"), text, DIRECTORY)


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


CASES: dict[str, Case] = {}


def case(name: str, read: Reader, words: tuple[str, ...], *costly: tuple[str, str]) -> None:
    """Put a reader under its name into the table."""
    CASES[name] = Case(read, words, costly)


def _of(name: str) -> Callable[..., object]:
    module, _, function = name.rpartition(".")
    return getattr(importlib.import_module(f"cchc.{module}"), function)


def plain(name: str, words: tuple[str, ...], *costly: tuple[str, str], more: tuple[object, ...] = ()) -> None:
    """A reader that takes the text first and `more` behind it."""
    read = _of(name)
    case(name, lambda text: read(text, *more), words, *costly)


def of_file(
    name: str, file: str, words: tuple[str, ...], *costly: tuple[str, str], more: tuple[object, ...] = ()
) -> None:
    """A reader of the bytes of a file of this name."""
    read = _of(name)
    case(name, lambda text: read(text.encode(), file, *more), words, *costly)


plain(
    "core.papers.wordings.split",
    WHO,
    ("", "\n1"),
    ("các ", "\nvà "),
    ("Các sở: ", "a; "),
    ("Sở Nội vụ", " và a"),
    ("", "a, "),
)
case(
    "core.papers.matching.match", lambda text: match(text, DIRECTORY), WHO, ("", "UBND "), ("tỉnh ", "tỉnh ")
)
case("core.papers.matching.match_agency", _matched, WHO, ("", "\nSở Nội vụ"), ("Các sở: ", "Nội vụ, "))
case("core.papers.matching.means_somebody", lambda text: means_somebody(text, DIRECTORY), WHO, ("", "UBND "))
for one in (
    "initials",
    "long_form",
    "lower_case",
    "misread_key",
    "place_split",
    "text_places",
    "title_and_name",
    "unit_places",
    "unmarked_title_and_name",
    "without_office",
    "without_place",
):
    plain(f"core.papers.spellings.{one}", WHO, ("", "tỉnh "), ("", "mttq "), ("ub ", "ub "), ("lđ", " "))
for one in ("group_by_kind", "is_inner_office", "is_open_group"):
    plain(f"core.papers.groups.{one}", WHO, ("các ", "xã, "), ("ubnd các xã", " và xã"), ("", "thị xã và "))
plain("core.papers.directory.unmarked_keys", WHO, ("", "tinh "), ("ubnd ", "xa "))
plain("core.papers.spellings.unit_titles", WHO, ("", "xã "), ("a(", "a("), ("", "(a) "), more=("",))
case(
    "core.papers.spellings.has_lost_marks",
    lambda text: has_lost_marks(text, f"{text[:-1]}x"),
    WHO,
    ("", "sở "),
)
case("core.papers.spellings.one_letter_apart", lambda text: one_letter_apart(text, f"{text[:-1]}x"), WHO)
plain("core.papers.wordings.begins_like_agency", WHO, ("", "A"), ("Bộ chỉ ", "huy "))
plain(
    "core.papers.citations.cited.citations",
    WHICH,
    ("số 12/", "A"),
    ("số 12/AAA", "-AAA"),
    ("", "Quyết định số 12/KH-UBND của "),
)
case(
    "core.papers.citations.contradictions.contradictions",
    lambda text: contradictions(citations(text)),
    WHICH,
    ("", "Quyết định 12/QĐ-UBND ngày 05/01/2026 của UBND tỉnh "),
)
case(
    "core.papers.citations.contradictions.may_be_one_issuer",
    lambda text: may_be_one_issuer(text, f"{text} x"),
    WHICH,
)
for one in (
    "annexes.annexes_cited",
    "annexes.annex_heading",
    "annexes.annex_number",
    "cited.day_of",
    "cited.one_line",
    "contradictions.issuer_key",
    "contradictions.number_key",
    "contradictions.symbol_key",
):
    plain(
        f"core.papers.citations.{one}",
        WHICH,
        ("(có biểu ", "kèm theo "),
        ("", "("),
        ("UBND", " "),
        ("1/", "2"),
    )
for one in ("search_key", "spelling_key", "text_key", "sort_key"):
    plain(f"core.words.names.{one}", ANY, ("", "\u0301\u0323"), ("e", "\u0301\u0323"))
for one in ("composed_text", "without_towers", "without_hidden_signs"):
    plain(f"core.words.letters.{one}", ANY, ("", "\u0301\u0323"), ("e", "\u0301\u0323"), ("", "ﷺ"))
plain(
    "reading.documents.facts_of_name",
    (*WHICH, *DAYS, "_", "V/v "),
    ("12-QD", "-AAA"),
    ("", "1-"),
    ("số ", "_"),
)
case(
    "reading.documents.paper_of",
    _paper,
    (*WHICH, *DAYS, "V/v ", "\n", "BÁO CÁO\n"),
    ("", "V/v "),
    ("Số: 1/", "A-"),
)
case(
    "core.papers.fitting.fitting_requirements",
    lambda text: fitting_requirements("Báo cáo", text, {"1": text[::2], "2": text}),
    PROSE,
    ("", "a b "),
)
plain("core.words.days.day_readings", NUMBERS, ("1", "/"), ("2026-01-31", " "), ("", "9"))
case(
    "core.words.comparing.changed_words",
    lambda text: changed_words(text, f"{text[1::2]}{text[::2]}"),
    ANY,
    ("", "1 "),
    ("", "a b "),
)
for one in ("machine_number", "typed_number", "typed_percent"):
    plain(f"core.words.numerals.{one}", NUMBERS, ("1", ".234"), ("", "9"))
for one in ("from_table", "from_percent"):
    plain(f"core.words.numerals.{one}", NUMBERS, ("1", ".234"), ("", "9"), more=(None,))
case(
    "scores.exchange.asides.aside_of",
    lambda text: _of("scores.exchange.asides.aside_of")(text, has_values=True),
    ANY,
    ("Trung bình", " khối"),
    ("I. Các", "("),
)
plain("core.words.numerals.sign_that_fits", NUMBERS, ("1", ".234"), ("", "9"), more=(bool,))
case("core.words.numerals.settle", lambda text: _of("core.words.numerals.settle")(text.split()), NUMBERS)
plain(
    "core.papers.deadlines.deadline.deadline",
    WHEN,
    ("a", ","),
    ("a", " "),
    ("a", " nam"),
    ("", "\n"),
    more=(2026,),
)
plain(
    "core.papers.deadlines.impossible.impossible_part",
    WHEN,
    ("1", "/"),
    ("", "ngày 1 tháng 1 "),
    ("", "quý i"),
)
plain("core.words.marking.pieces_of", PROSE, ("a", "b "), ("ab", " "), more=("b", 80))
plain("core.words.marking.hit_span", PROSE, ("a", "b "), ("ab", " "), more=("b",))
for one in ("points", "index_of", "gap", "shortcomings", "quotas", "stated_scores"):
    plain(
        f"core.plans.figures.{one}", FIGURES, ("trừ ", "\n"), ("", ":"), ("đạt 1,5", " "), ("", "ở nhóm ‘"),
        ("đạt 1,5 điểm ", 'năm 2022 ở nhóm "a" '), ("Điểm tối đa\n", "|"), ("", "\n- Dân: 60 người\nx"),
        ("tổng số", " "), ("", "tổng số "),
    )  # fmt: skip
case(
    "core.plans.findings.findings",
    _findings,
    (*FIGURES, *WHICH),
    ("", "9 điểm, trong đó: 1 điểm; 2 điểm. "),
    ("", "Quyết định 12/QĐ-UBND ngày 05/01/2026 của UBND tỉnh "),
    ("Điểm tối đa\n", "thể chế 11 10,11 -0,89\n"),
)
case("core.plans.findings.losses.alike", lambda text: alike(text, text), FIGURES)
case(
    "core.plans.findings.sums.findings_of_sums",
    lambda text: list(findings_of_sums(text)),
    FIGURES,
    ("", "9 điểm, trong đó: 1 điểm; 2 điểm. "),
)
case(
    "core.plans.findings.citations.findings_of_annexes",
    lambda text: list(findings_of_annexes(text)),
    WHICH,
    ("(có biểu ", "kèm theo "),
)
for one in (
    "formulas.reading.parsed_formula",
    "rules.reading.parsed_rule",
    "rules.reading.parsed_band",
    "criteria.lines.parsed_variable",
    "criteria.lines.parsed_cross_check",
):
    plain(f"core.scoring.{one}", RULES, ("ratio ", "("), ("", "-"), ("", '"'))
plain(
    "core.scoring.sources.read_source",
    ("unit.", "surveys.", "population", "item3", "."),
    ("unit", ".a"),
    ("", "."),
)
case(
    "core.scoring.formulas.reading.words",
    lambda text: list(_of("core.scoring.formulas.reading.words")(text)),
    RULES,
    ("1", " "),
    ("", "1 "),
)
case(
    "core.scoring.checks.leaves.fitting_cross_check",
    lambda text: _of("core.scoring.checks.leaves.fitting_cross_check")(text, {}),
    RULES,
    ("", "done <= "),
)
case(
    "core.scoring.criteria.lines.parsed_example",
    lambda text: _of("core.scoring.criteria.lines.parsed_example")(text, {}),
    RULES,
    ("", "done = 1, "),
)
for one in (
    "criteria.lines.year_of",
    "criteria.lines.written_number",
    "checks.settings.iso_date",
    "checks.laws.number_order",
    "checks.laws.piece_order",
):
    plain(f"core.scoring.{one}", (*NUMBERS, "năm 2026", "1.1", "a"), ("1", ".1"), ("", "1"))

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
    lambda text: _of("files.documents.cleaning.fold_lines")([text]),
    ANY,
)
for one in ("share", "is_broken", "is_syllable"):
    plain(f"files.documents.syllables.{one}", ANY, ("e", "\u0301\u0323"), ("", "nghiêng"))
plain("files.documents.paragraphs.is_marked", PROSE, ("", "1."), ("", "I"))
for one in ("join", "is_inside_date"):
    plain(f"files.documents.paragraphs.{one}", PROSE, ("", "1/"), more=("2/2026",))
plain("files.documents.paragraphs.continues", PROSE, ("", "của "), more=("2", True))
case(
    "files.documents.paragraphs.join_all",
    lambda text: _of("files.documents.paragraphs.join_all")(text.split("\n")),
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
    lambda text: _of("files.documents.from_docx.read_docx")(_word(text), "a.docx", lambda done, of: None),
    PROSE,
)
plain("files.workbook_parts.unescape", ANY, ("", "_x0041_"), ("", "_x"))
case(
    "files.spreadsheets.read_xlsx",
    lambda text: _of("files.spreadsheets.read_xlsx")(_workbook(text), "a.xlsx", None, 20_000),
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
    lambda text: list(_of("criteria.exchange.toml.outside_strings")(text)),
    TOML,
    ("", "'''"),
)
of_file("criteria.exchange.reading.read_set", "a.toml", TOML, ("", '[[node]]\nname = "a"\n'))
plain("reading.plans.columns.column_of", PROSE, ("co quan ", "phong "))
case(
    "reading.plans.columns.columns_of",
    lambda text: _of("reading.plans.columns.columns_of")(text.split("\t")),
    PLAN_ROWS,
    ("", "nhiệm vụ\t"),
)
case(
    "reading.plans.columns.is_ordinals",
    lambda text: _of("reading.plans.columns.is_ordinals")(text.split("\t")),
    ("1", "\t", "(2)"),
    ("", "1\t"),
)
case(
    "reading.plans.unordered.sections_of_unordered",
    lambda text: _of("reading.plans.unordered.sections_of_unordered")(text.split("\n")),
    DRAWING,
    (DRAWN, "Sở \n"),
    (DRAWN, "Quý IV\n"),
    (DRAWN, "I\n"),
    ("", DRAWN),
)
case(
    "reading.plans.unordered.is_unordered",
    lambda text: _of("reading.plans.unordered.is_unordered")(text.split("\n")),
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
    lambda text: _of("criteria.exchange.toml.broken")("x", text, "a.toml"),
    TOML,
)
case("criteria.exchange.toml.entry", lambda text: _of("criteria.exchange.toml.entry")("inputs", text), TOML)
plain("criteria.exchange.reading.read_known_set", TOML, ("", '[[node]]\nname = "a"\n'))
case(
    "criteria.exchange.excel.read_workbook",
    lambda text: _of("criteria.exchange.excel.read_workbook")(_workbook(text), "a.xlsx", []),
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
plain("core.words.lengths.visible_text", ANY)
plain("core.words.lengths.accepted_text", ANY, ("e", "\u0301\u0323"), ("", "\r"), more=(100,))
case(
    "plans.exchange.keeping.clean_text",
    lambda text: _of("plans.exchange.keeping.clean_text")("task", text),
    ANY,
)
plain("plans.exchange.keeping.trim_lines", ANY, ("", "\n"), ("a", " "))
