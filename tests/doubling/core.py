"""The readers of the core: agencies, citations, deadlines, figures, numbers, names, rules."""

from __future__ import annotations

from contextlib import suppress

from cchc.core.papers.citations.cited import citations
from cchc.core.papers.citations.contradictions import contradictions, may_be_one_issuer
from cchc.core.papers.fitting import fitting_requirements
from cchc.core.papers.matching import match, match_agency, means_somebody
from cchc.core.papers.people import is_person_beside
from cchc.core.papers.separators import apart
from cchc.core.papers.spellings import has_lost_marks, one_letter_apart
from cchc.core.papers.wordings import split
from cchc.core.plans.findings import findings
from cchc.core.plans.findings.citations import findings_of_annexes
from cchc.core.plans.findings.losses import alike
from cchc.core.plans.findings.sums import findings_of_sums
from cchc.core.plans.leads import PlanOf, agencies_of_province, agencies_of_unit
from cchc.core.plans.plan import Plan
from cchc.core.plans.remedies import published_lines, published_losses
from cchc.core.words.comparing import changed_words
from cchc.core.words.messages import Faults
from tests.doubling.table import DIRECTORY, case, function_of, plain
from tests.liked_words import ANY, FIGURES, NUMBERS, PROSE, RULES, WHEN, WHICH, WHO


def _matched(text: str) -> None:
    for agency in split(text):
        match_agency(agency, DIRECTORY)


def _findings(text: str) -> None:
    findings(Plan(number="12/KH-UBND"), text, DIRECTORY)


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
plain(
    "core.papers.standard_names.leading_names",
    WHO,
    ("", "Sở Nội vụ, "),
    ("Công an ", "tỉnh A "),
    ("UBND ", "các xã, "),
)
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
plain("core.papers.agency_words.begins_like_agency", WHO, ("", "A"), ("Bộ chỉ ", "huy "))
for one in ("is_group", "is_plural", "group_word", "ends_in_place_word", "is_place_word", "may_end_a_name"):
    plain(
        f"core.papers.agency_words.{one}", WHO, ("các ", "xã, "), ("ban", " có liên quan"), ("", "tổ chức ")
    )
plain("core.papers.wordings.agency_cell", WHO, ("Tổ: ", "Ông A; "), ("", "a (SĐT: 0912345678) - "))
for one in ("is_listing", "members_of"):
    plain(
        f"core.papers.members.{one}",
        WHO,
        ("UBND các xã: ", "A, "),
        ("UBND xã A", ", xã B"),
        ("Sở A", " và B"),
    )
for one in ("is_person_or_contact", "is_addressed"):
    plain(f"core.papers.people.{one}", WHO, ("Nguyễn ", "A "), ("", "0912 "), ("Ông ", "a@b.c "))
for one in ("event_named", "event_of", "term_of"):
    plain(
        f"core.papers.deadlines.events.{one}",
        WHEN,
        ("sau khi ", "a "),
        ("trong vòng ", "10 ngày "),
        ("kể từ ", "khi có "),
    )
case(
    "core.papers.people.is_person_beside",
    lambda text: [is_person_beside(text, in_brackets=within) for within in (True, False)],
    WHO,
    ("Nguyễn ", "A "),
    ("đ/c ", " "),
    ("Phó ", "Giám đốc "),
)
plain("core.papers.dissolved.dissolved_since", WHO, ("phòng ", "a "), ("UBND ", "các "))
plain("core.papers.references.is_reference", WHO, ("theo ", "phân công "))
case(
    "core.papers.separators.apart",
    lambda text: list(apart(text)),
    WHO,
    ("(", ","),
    ("Văn phòng HĐND", " và UBND"),
    ("khu kinh tế ", "và "),
)
plain("core.papers.separators.count_of_separators", WHO, ("", " , "), ("", "/ "))
plain("core.papers.agency_words.runs_into_another", WHO, ("", "Sở "), ("Công an ", "tỉnh "), ("", "A"))
plain(
    "core.plans.following.quantities.quantities",
    FIGURES,
    ("", "ít nhất 03 lớp "),
    ("(", "("),
    ("05 lớp", " a"),
    ("1", ".234"),
)
plain("following.exchange.progress_file.figures_in", FIGURES, ("", "lớp: 3\n"), (":", ":"))
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
plain("core.words.numerals.sign_that_fits", NUMBERS, ("1", ".234"), ("", "9"), more=(bool,))
case(
    "core.words.numerals.settle",
    lambda text: function_of("core.words.numerals.settle")(text.split()),
    NUMBERS,
)
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
plain("core.words.letters.words_of", PROSE, ("a", "b "), ("", "-"))
plain("core.words.marking.pieces_of", PROSE, ("a", "b "), ("ab", " "), more=("b", 80))
plain("core.words.marking.hit_span", PROSE, ("a", "b "), ("ab", " "), more=("b",))
for one in ("points", "index_of", "gap", "shortcomings", "quotas", "stated_scores"):
    plain(
        f"core.plans.figures.{one}", FIGURES, ("trừ ", "\n"), ("", ":"), ("đạt 1,5", " "), ("", "ở nhóm ‘"),
        ("đạt 1,5 điểm ", 'năm 2022 ở nhóm "a" '), ("Điểm tối đa\n", "|"), ("", "\n- Dân: 60 người\nx"),
        ("tổng số", " "), ("", "tổng số "),
    )  # fmt: skip
plain(
    "core.plans.budgets.budget_amount", FIGURES, ("kinh phí ", "dự kiến: "), ("1", ".234"), ("1 tỷ ", "2 triệu "),
    ("", "(a đồng "), ("", "1 - "),
)  # fmt: skip
plain("core.plans.budgets.with_unit_of", FIGURES, ("(", " triệu"), ("", "(đvt: "), more=("500",))
plain(
    "core.plans.budgets.names_unit_of_money",
    FIGURES,
    ("(", " triệu"),
    ("", "đvt: "),
    ("(đơn vị tính: ", "1.000 "),
)
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
    lambda text: list(findings_of_annexes(Plan(), text)),
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
    "core.plans.reports.formulas.parsed_row_formula", (*RULES, "previous(a)"), ("", "previous("), ("", "a + ")
)


def _published(text: str) -> None:
    for one in (text, f"{text}|A|2|1"):
        with suppress(Faults):
            published_losses(published_lines(one))


case(
    "core.plans.remedies.published_lines",
    _published,
    (*NUMBERS, "1.1|A|2|1\n", "|"),
    ("1", ".1"),
    ("", "1|A|2|1\n"),
    ("1|A|", "1"),
)
case(
    "core.plans.leads.agencies_of_province",
    lambda text: agencies_of_province(text, [text, "Sở Y tế"], text, text),
    WHO,
    ("", "các "),
    ("", "a; "),
)
case(
    "core.plans.leads.agencies_of_unit",
    lambda text: agencies_of_unit(text, "Sở Y tế", PlanOf.COMMUNE, [text, "Văn phòng"], text),
    WHO,
    ("văn phòng", " a"),
    ("", "a; "),
)
plain(
    "core.scoring.sources.read_source",
    ("unit.", "surveys.", "population", "item3", "."),
    ("unit", ".a"),
    ("", "."),
)
case(
    "core.scoring.formulas.reading.words",
    lambda text: list(function_of("core.scoring.formulas.reading.words")(text)),
    RULES,
    ("1", " "),
    ("", "1 "),
)
case(
    "core.scoring.checks.leaves.fitting_cross_check",
    lambda text: function_of("core.scoring.checks.leaves.fitting_cross_check")(text, {}),
    RULES,
    ("", "done <= "),
)
case(
    "core.scoring.criteria.lines.parsed_example",
    lambda text: function_of("core.scoring.criteria.lines.parsed_example")(text, {}),
    RULES,
    ("", "done = 1, "),
)
for one in (
    "criteria.lines.year_of",
    "criteria.lines.written_number",
    "checks.settings.iso_date",
    "checks.settings.parsed_quorum",
    "checks.laws.number_order",
    "checks.laws.piece_order",
):
    plain(f"core.scoring.{one}", (*NUMBERS, "năm 2026", "1.1", "a"), ("1", ".1"), ("", "1"))
plain("core.words.lengths.visible_text", ANY)
plain("core.words.lengths.accepted_text", ANY, ("e", "\u0301\u0323"), ("", "\r"), more=(100,))
