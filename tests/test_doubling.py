"""The law of doubling: twice the text takes a reader at most about twice the time, whoever wrote the text.

A text of 64 thousand letters, many times what any cell may hold, takes at most six times as long as one of 16 thousand;
a reader that goes back over what it has read takes sixteen times as long or more. Each reader is given texts over the
words that its own grammar likes, most of them one small pattern again and again: that is what makes a reader go back.
`CCHC_DRAWN_TEXTS` draws more of them.
This is the only test that measures time.
"""

from __future__ import annotations

import gc
import importlib
import inspect
import os
import pkgutil
import random
import time
from collections.abc import Iterator
from types import ModuleType

import pytest

import cchc.accounts.exchange
import cchc.appraisal.exchange
import cchc.core
import cchc.council.exchange
import cchc.criteria.exchange
import cchc.cycles.exchange
import cchc.files
import cchc.following.exchange
import cchc.plans.exchange
import cchc.reading
import cchc.releases.exchange
import cchc.scores.exchange
import cchc.self_scoring.exchange
import cchc.surveys.exchange
import cchc.units.exchange
from cchc.core.words.messages import Faults
from tests.doubling import CASES, Reader
from tests.liked_words import ANY

SHORT, LONG = 16_000, 64_000
SHORT_ONES = 2
MOST = 6.0
TOO_QUICK_TO_TELL = 0.05  # seconds for the long text
TEXTS = int(os.environ.get("CCHC_DRAWN_TEXTS", "3"))


def drawn(name: str, words: tuple[str, ...], number: int) -> tuple[str, str]:
    """A beginning and what comes again and again: a text of one pattern, or of many words in no order."""
    draw = random.Random(f"{name} {number}")
    some = draw.choice((1, 1, 2, 3, 40))
    beginning = "".join(draw.choices(words, k=draw.choice((0, 0, 1, 3))))
    return beginning, "".join(draw.choices((*words, *words, *ANY), k=some))


def seconds(read: Reader, texts: tuple[str, ...]) -> float:
    """Processor time that it takes to read `texts`; what cannot be read is refused, and that takes time as well."""
    gc.disable()  # what the collector costs depends on what else is in memory
    begun = time.process_time()
    for text in texts:
        try:
            read(text)
        except (ValueError, Faults):
            continue
    taken = time.process_time() - begun
    gc.enable()
    return taken


def grown(read: Reader, beginning: str, again: str) -> float:
    """How many times longer the long text takes than the short one, best of three; 0 where it takes next to nothing.

    Neither is cut inside a pattern: a text that is refused early would be compared with one that is read to its end.
    The short ones differ, so that none is answered from memory.
    """
    long = beginning + again * (LONG // len(again))
    short = tuple(beginning + again * (SHORT // len(again)) + "\n" * at for at in range(SHORT_ONES))
    ratio = 0.0
    for _ in range(3):
        whole = seconds(read, (long,))
        if whole < TOO_QUICK_TO_TELL:
            return 0.0
        ratio = SHORT_ONES * whole / max(seconds(read, short), 0.002)
        if ratio <= MOST:
            break
    return ratio


@pytest.mark.parametrize("name", CASES)
def test_four_times_the_text_takes_a_reader_at_most_six_times_the_time(name: str) -> None:
    one = CASES[name]
    texts = [*one.costly, *(drawn(name, one.words, number) for number in range(TEXTS))]
    slow = {text: ratio for text in texts if (ratio := grown(one.read, *text)) > MOST}
    assert slow == {}


# --- nobody is left out -------------------------------------------------------------------------------------

NO_READERS = {
    "files.converting.printed_pdf": "a paper of our own, which LibreOffice lays out within its limits",
    "core.words.names.name_inside_a_sentence": "the name of a province, of which it changes the first letter",
    "core.scoring.agreement.lot": "a name to take a hash of",
    "core.papers.deadlines.dates.dated_deadline": "at most 400 letters, as `deadline` checks",
    "core.papers.deadlines.clauses.deadline_in": "at most 400 letters, as `deadline` checks",
    "core.papers.deadlines.cycles.cycle_names": "at most 400 letters, as `deadline` checks",
    "core.papers.deadlines.cycles.recurring_at": "at most 400 letters, as `deadline` checks",
    "core.papers.deadlines.deadline.lacks_year": "`deadline`, twice",
    "core.papers.deadlines.pieces.piece_at": "at most 400 letters, as `deadline` checks",
    "core.papers.deadlines.plain.plain_wording": "at most 1,600 letters, as `deadline` checks",
    "core.papers.deadlines.plain.with_years_named": "at most 400 letters, as `deadline` checks",
    "core.papers.deadlines.pieces.pieces_of": "at most 400 letters, as `deadline` checks",
    "core.papers.spellings.title_key": "parts of a name that `title_and_name` has read",
    "core.scoring.criteria.feeding.hash_of_figures": "a text to hash, by Python",
    "core.scoring.criteria.feeding.read_canonical_figures": "JSON that `canonical_figures` wrote, read by Python",
    "core.scoring.criteria.lines.finished_variable": "parts of a line that `parsed_variable` has read",
    "core.surveys.codes.printed_code": "a code that `respondent_code` made",
    "core.surveys.codes.respondent_code": "the secret of the installation, which is hashed",
    "core.surveys.questionnaires.content.document_of_text": "JSON that `text_of_document` wrote, read by Python",
    "core.surveys.questionnaires.content.questions_of": "JSON that `canonical_text` wrote, read by Python",
    "core.surveys.questionnaires.content.hash_of": "a text to hash, by Python",
    "core.scoring.formulas.analysis.joined_span": "a sign of arithmetic",
    "core.scoring.formulas.truth.answer_by_span": "a sign of comparison",
    "core.scoring.formulas.reading.meaningless": "one sign",
    "core.scoring.rules.words.labelled": "the name of a gap",
    "core.scoring.formulas.analysis.variable_of": "a name to look up",
    "core.scoring.formulas.tree.declared_value": "a name to look up",
    "core.scoring.formulas.tree.division_by_zero": "words to put into a message",
    "core.plans.findings.makers.error": "the code of a finding",
    "core.plans.findings.makers.information": "the code of a finding",
    "core.plans.findings.makers.warning": "the code of a finding",
    "core.plans.figures.count": "a number of at most thirteen digits that `quotas` has found",
    "core.scoring.rules.values.code_suffix": "a code of the table of losses",
    "core.scoring.rules.words.label_of": "a name to look up",
    "surveys.exchange.small_tables.count_table": "a table that `read_table` has read",
    "surveys.exchange.small_tables.strange_in_table": "a table that `read_table` has read",
    "core.surveys.estimating.canonical.read_estimate": "JSON that `estimate_text` wrote, read by Python",
    "core.surveys.keying.doubled_forms": "a seed, which is hashed",
    "core.surveys.estimating.canonical.estimate_hash": "a text to hash, by Python",
    **{
        f"core.surveys.estimating.estimands.{name}": "the code of an item or a factor"
        for name in ("factor_share", "mean_of", "ratio_of", "share_of", "total_of")
    },
    "criteria.exchange.excel.refusal": "the name of a column",
    "criteria.exchange.reading.read_set_file": "`read_set`, and what else is said of the file",
    "criteria.exchange.reading.decoded": "bytes to decode, by Python",
    "criteria.exchange.reading.read_document": "the first half of `read_set`",
    "criteria.exchange.toml.read_toml": "the first half of `read_set`",
    "reading.plans.tables.sections.leave_groups": "the number of a row",
    "reading.plans.tables.times.with_heading": "a cell of at most four letters",
    "releases.exchange.bundle.tells_the_same": "a bundle of ours, of which only the sums are compared",
    "files.documents.pdfium_calls.function": "the name of a function of PDFium",
    "files.old_fonts.decoded_letter": "one sign",
    "files.converting.converted": "bytes, bounded by a process of its own",
    "files.converting.refusal": "the name of a file",
    "files.archives.is_old_office": "the first bytes",
    "files.archives.is_zip": "the first bytes",
    "cycles.exchange.read_pasted_holidays": "`read_holidays`",
    "files.certificates.read_anchors": "bytes of at most a megabyte, bounded by its process",
    "files.documents.word_parts.broken_part": "names to put into a fault",
    "files.documents.word_parts.opened_word": "an archive, bounded by what it may unpack",
    "files.documents.word_parts.refused_word": "the name of a file to put into a fault",
    "files.documents.word_xml.local": "the name of a tag",
    "files.remarks.in_word.remarked_word": "a document as `read_docx` reads it, remarks by `stretch_of`",
    "files.remarks.in_workbook.remarked_workbook": "sheets as `read_xlsx` reads them, and remarks by `stretch_of`",
    "files.remarks.remark.best_of": "`stretch_of`, once in each text",
    "files.remarks.remarked": "a document or a workbook, by the kind of the file",
    "files.workbook_parts.unreadable_part": "names to put into a fault",
    "plans.exchange.marking.with_findings": "`remarked`, bounded by its process",
    "plans.exchange.red_pen.ending_of": "the name of a file",
    "plans.exchange.red_pen.is_remarked": "the name of a file",
    "files.documents.from_pdf.read_pdf": "places of glyphs, bounded by its process; their lines are read by `rejoin`",
    "files.documents.from_xlsx.read_workbook": "cells that `read_xlsx` has read",
    "files.documents.read_document": "one of the readers, by the kind of the file",
    "files.documents.refused": "words to put into a fault",
    "files.signature_reading.signed_pdf": "bytes, bounded by its process",
    "files.signed_pdf.read_signatures": "bytes, bounded by its process",
    "files.evidence.hopeless": "the first bytes",
    "files.evidence.name_of_kind": "the name of a file",
    "files.evidence.refusal": "words to put into a fault",
    "files.kinds.kind_by_beginning": "the first bytes",
    "files.kinds.kind_of": "the name of a file",
    "files.members.first_member": "the first bytes",
    "files.objects.has_package": "members of an archive, bounded by its process",
    "files.objects.is_object": "the name of a member",
    "files.spreadsheets.hidden_sheets": "the first rows of sheets, each by the reader of `read_xlsx`",
    "files.spreadsheets.visible_sheets": "the list of sheets, a part of what `read_xlsx` reads",
    "files.tables.read_table": "one of the readers, by the kind of the file",
    "files.tables.read_tables": "`read_table`, sheet by sheet",
    "files.plain_workbooks.plain_workbook": "the name of a sheet",
    "files.writing.cell_text": "a text to write, by Python",
    "files.workbook_parts.local_name": "the name of a tag",
    "files.sheets.sheet_name": "a name to shorten",
    "files.writing.replace_file": "bytes to write",
    "files.writing.reproducible": "an archive of our own",
    "plans.exchange.comparing.compare_sheet": "`read_sheet`, and rows that the plan has",
    "plans.exchange.keeping.longest_in": "the name of a column",
    "plans.exchange.sheet_out.plan_workbook": "texts to write",
    "reading.documents.paper_of_file": "`read_document` and the head of the first page",
    "reading.documents.paper_of_name": "the name of a file",
    "reading.head.years.titled_year": "a title of at most 600 letters",
    "reading.plans.text_of_file": "the first half of `read_plan`",
    "scores.exchange.cells.two_days": "words to put into a fault",
    "scores.exchange.form.points_sheet": "the name of a sheet",
    "scores.exchange.form.read_form_units": "`read_table` and the names of units",
    "scores.exchange.points.read_points_file": "`read_table` and numbers of its cells",
    "appraisal.exchange.work_in.read_work": "`read_table`, and cells of the criteria that the sets have",
    "following.exchange.progress_in.read_progress": "`read_table`, and cells of the records that a unit has",
    "core.surveys.sampling.columns.order_key": "`sort_key`, or a number or day of at most 30 signs",
    "core.surveys.sampling.columns.size_of": "`typed_number`",
    "surveys.exchange.frames.read_frame": "`read_table`, and the texts of its cells",
    "surveys.exchange.sample_file.unrun": "the first sign",
    "surveys.exchange.design_file.design_tables": "the first half of `read_design_file`",
    "surveys.exchange.design_file.stored_design": "JSON that `canonical_design` wrote, read by Python",
    "surveys.exchange.answers.read_answer_tables": "`read_tables`, and the texts of their cells",
    "surveys.exchange.questionnaire_file.is_xlsform": "the names of the sheets of a file",
    "surveys.exchange.questionnaire_texts.read_questionnaire_toml": "the first half of `read_questionnaire_file`",
    "surveys.exchange.questionnaire_workbook.read_questionnaire_workbook": "`FieldBook.read`, cells one by one",
    "core.plans.reports.content.frame_document_of": "JSON that `text_of_frame_document` wrote, read by Python",
    "core.plans.reports.content.frame_of": "JSON that `frame_text` wrote, read by Python",
    "core.plans.reports.content.hash_of_frame": "a text to hash, by Python",
    "core.plans.reports.document.key_of_row": "the name of a table",
    "core.plans.reports.drawn.hash_of_report": "a text to hash, by Python",
    "core.plans.reports.drawn.read_report": "JSON that `report_text` wrote, read by Python",
    "core.plans.reports.formulas.code_and_time": "a name in a formula",
    "core.plans.reports.formulas.name_at": "a word of the grammar",
    "following.exchange.frame_file.read_frame_file": "`FieldBook.read`, cells one by one",
    "following.exchange.frame_workbook.read_frame_workbook": "`FieldBook.read`, cells one by one",
    "following.exchange.frame_texts.read_frame_toml": "our own models, read without an enclosure",
    "surveys.exchange.results_file.results_workbook": "titles to write",
    "surveys.exchange.numbered_people.code_of": "the name of a column of our own, put into a statement",
    "surveys.exchange.xlsform_in.read_xlsform": "`read_table`, `condition_from_xlsform` and texts of cells",
    "releases.exchange.documents.estimate_row": "the key of a unit",
    "releases.exchange.recomputing.compare_estimates": "the key of a unit",
    "self_scoring.exchange.sheet_in.read_answers": "`read_table`, and cells of the criteria that a set has",
    "releases.exchange.bundle.manifest_in": "`read_canonical`, and a row for each member",
    "releases.exchange.bundle.manifest_row": "the path of a member",
    "releases.exchange.bundle.open_bundle": "`read_bundle`, with its faults",
    "releases.exchange.documents.leaf_row": "the key of a unit",
    "releases.exchange.documents.node_row": "the key of a unit",
    "releases.exchange.documents_reading.derivation_from_row": "a line of a rule to keep",
    "releases.exchange.documents_reading.fields": "the name of a form",
    "releases.exchange.documents_reading.losses_from": "the name of a form",
    "releases.exchange.documents_reading.names_in": "the name of a form",
    "releases.exchange.fetching.bundle_at": "a path or an address",
    "releases.exchange.fetching.fetched": "an address",
    "releases.exchange.fetching.refuse_other_schemes": "an address",
    "releases.exchange.merkle.is_root": "64 letters",
    "releases.exchange.merkle.short_root": "64 letters",
    "releases.exchange.packing.packed_member": "the path of a member",
    "releases.exchange.papers.letters.file_name": "the name of a unit",
    "releases.exchange.papers.source.code_png": "an address of ours",
    "releases.exchange.papers.source.ended": "a sentence of ours",
    "releases.exchange.papers.source.exact_text": "a number of a bundle",
    "releases.exchange.papers.source.loss_name": "a code of the table of losses",
    "releases.exchange.papers.source.position_of": "the office of a signer",
    "releases.exchange.papers.source.verifying_address": "an address of ours",
    "releases.exchange.recomputing.compare_derivations": "the name of a unit",
    "releases.exchange.signing.signature_text": "64 bytes",
    "releases.exchange.telling.public_group": "the code of a set",
    "releases.exchange.verify.check_account": "the name of a unit",
    "releases.exchange.verify.short": "64 letters",
    "releases.exchange.verifying.compare_bundles": "`read_bundle`, twice",
    "releases.exchange.verifying.compare_rows": "the name of a document",
    "releases.exchange.verifying.compared": "`read_bundle`, bounded by its process",
    "releases.exchange.verifying.read_verification": "`verify_bundle`, bounded by its process",
    "releases.exchange.verifying.verified": "`verify_bundle`, bounded by its process",
    "releases.exchange.verifying.verify_bundle": "`read_bundle`, and each figure once",
    "files.packed_pdf.telling_names": "names in the bytes of a PDF, each at most 40 signs long",
    "files.packed_pdf.packed_names": "a PDF, read in the sandbox and bounded by it",
}


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """The module and, where it is a package, all below it."""
    yield package
    for found in pkgutil.walk_packages(getattr(package, "__path__", []), f"{package.__name__}."):
        yield importlib.import_module(found.name)


def readers() -> Iterator[str]:
    """The public functions of the core and of the readers of files whose first argument is a text or its bytes."""
    rooms = (
        cchc.accounts.exchange,
        cchc.appraisal.exchange,
        cchc.council.exchange,
        cchc.criteria.exchange,
        cchc.cycles.exchange,
        cchc.plans.exchange,
        cchc.releases.exchange,
        cchc.scores.exchange,
        cchc.following.exchange,
        cchc.self_scoring.exchange,
        cchc.surveys.exchange,
        cchc.units.exchange,
    )
    for module in (one for room in (cchc.core, cchc.files, cchc.reading, *rooms) for one in modules(room)):
        for name, function in vars(module).items():
            plain = inspect.unwrap(function) if callable(function) else None
            if inspect.isfunction(plain) and plain.__module__ == module.__name__ and not name.startswith("_"):
                first = next(iter(inspect.signature(plain).parameters.values()), None)
                if first is not None and str(first.annotation).startswith(("str", "bytes")):
                    yield f"{module.__name__.removeprefix('cchc.')}.{name}"


def test_every_public_reader_of_texts_is_held_to_the_law_or_says_why_it_reads_none() -> None:
    held = CASES.keys() | NO_READERS.keys()
    assert sorted(set(readers()) - held) == []
    assert sorted(set(NO_READERS) - set(readers())) == []
