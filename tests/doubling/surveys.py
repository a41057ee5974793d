"""The readers of questionnaires and of answers to them."""

from __future__ import annotations

from cchc.core.surveys.questionnaires.answers import read_answer
from tests.core.questionnaires import small
from tests.doubling.table import case, of_file, plain
from tests.liked_words import ANY

WEIGHT = ("1", "0", ".", "5", "E", "-", "_", " ", "٣")
OPTIONS = ("a", " | ", "Tốt", "100", "\n", ",", ";", "%", "kb", "1")
ANSWERS = ("loa", ", ", ";", " ", "Qua đài, ti vi, báo chí", "kb", ". ", "1", ",0", "|", "lần", "\n")

plain("core.surveys.questionnaires.lines.listed_codes", OPTIONS, ("", "a;"), ("", ";"))
plain("core.surveys.questionnaires.lines.code_of_number", (*OPTIONS, "."), ("", "."), ("1", ".1"))
plain("core.surveys.questionnaires.lines.parsed_options", OPTIONS, ("", "a | b\n"), ("", "|"))
plain("core.surveys.questionnaires.lines.parsed_levels", OPTIONS, ("", "a\n"), ("", "|"))
plain("core.surveys.estimating.counts.weight_of", WEIGHT, ("", "1."), ("", "E1"))
plain("surveys.exchange.asking.tidy", (*OPTIONS, "\u0303", "\t"), ("", " "), ("", "a\u0303"))
plain("core.surveys.estimating.questions.is_countable_level", (*OPTIONS, "'"), ("", "?"))
CODES = ("A", "7", "-", " ", "0", "z", "ă")
plain("core.surveys.codes.typed_code", CODES, ("", "A"), ("", "-"))
plain("core.surveys.codes.typed_form_number", CODES, ("", "1"), ("", "-"))
plain("core.surveys.keying.form_meant", CODES, ("", "1"), ("", "-"), more=(range(1, 61),))
for item in small().items:
    case(
        f"core.surveys.questionnaires.answers.read_answer ({item.kind})",
        lambda text, item=item: read_answer(item, text),
        (*ANSWERS, *ANY),
        ("", "loa,"),
        ("4.", "a."),
        ("", "1"),
    )

XLSFORM = ("${q1}", " = ", "'co'", " and ", "not(", ")", "selected(", ", ", "1", "count-selected", '"', "or")
FORM = (
    "[questionnaire]\n",
    "[[item]]\n",
    'code = "a"\n',
    "options = [",
    '"a | b"',
    "]",
    ",",
    '"""',
    "'",
    "\n",
    "#",
)
plain("core.surveys.receiving.columns.use_of", (*OPTIONS, ":", "tick"), ("tick", ":"), ("", "item:"))
plain(
    "surveys.exchange.xlsform_conditions.condition_from_xlsform",
    XLSFORM,
    ("", "not("),
    ("", "'"),
    ("", "${q1} and "),
    more=({"q1": "q1"},),
)
plain(
    "surveys.exchange.report.survey_inside_a_sentence",
    (*OPTIONS, "Điều tra "),
    ("Điều tra ", "a "),
    ("", "Điều "),
)
plain("surveys.exchange.xlsform_in.code_from_name", (*OPTIONS, "_", "-"), ("", "_"), ("", "-"))
of_file(
    "surveys.exchange.questionnaire_file.read_questionnaire_file",
    "a.toml",
    FORM,
    ("[questionnaire]\n", '[[item]]\ncode = "a"\n'),
    ("", "["),
)
