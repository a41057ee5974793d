"""Questionnaires for tests: a small whole one, documents from plain texts, and made-up ones for properties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from cchc.core.surveys.questionnaires.document import NOWHERE, QuestionDocument, in_fields
from cchc.core.surveys.questionnaires.reading import questionnaire_of
from cchc.core.surveys.questionnaires.values import QuestionSet

Row = Mapping[str, str]
FIVE = "Rất không hài lòng\nKhông hài lòng\nBình thường\nHài lòng\nRất hài lòng"
SETTINGS = {"code": "mau", "title": "Phiếu mẫu", "rated": "commune"}
SECTIONS = (
    {"code": "chung", "number": "I", "title": "Thông tin chung"},
    {"code": "hai_long", "number": "II", "title": "Mức độ hài lòng", "layout": "matrix", "scale": "muc"},
)
SCALES = ({"code": "muc", "options": FIVE, "invalid": "Không biết"},)
FACTORS = ({"code": "phuc_vu", "name": "Phục vụ", "criteria": "3.2"},)
ITEMS = (
    {"section": "chung", "code": "q1", "number": "1", "text": "Đã đến?", "options": "co | Có\nkhong | Không"},
    {
        "section": "chung", "code": "q2", "number": "2", "text": "Biết qua đâu?", "kind": "multiple", "most": "2",
        "options": "loa | Loa\nbao | Qua đài, ti vi, báo chí\nmang | Mạng", "invalid": "Không nhớ",
    },
    {"section": "chung", "code": "q3", "number": "3", "text": "Số lần", "kind": "number", "low": "1", "high": "99",
     "unit": "lần", "shown_when": 'q1 = "co"'},
    {"section": "hai_long", "code": "q4_1", "number": "4.1", "text": "Thái độ", "factors": "phuc_vu",
     "shown_when": 'q1 = "co"'},
    {"section": "hai_long", "code": "q4_2", "number": "4.2", "text": "Đúng hẹn", "factors": "phuc_vu"},
)  # fmt: skip
LAST = {"section": "chung", "code": "q5", "text": "Ý kiến khác", "kind": "text", "required": "no"}


def document(
    items: Sequence[Row] = ITEMS,
    sections: Sequence[Row] = SECTIONS,
    scales: Sequence[Row] = SCALES,
    factors: Sequence[Row] = FACTORS,
    settings: Row = SETTINGS,
) -> QuestionDocument:
    """A document of these texts."""
    groups = ({"code": "nguoi_dan", "name": "Người dân"},)
    tables = {"group": groups, "scale": scales, "section": sections, "item": items, "factor": factors}
    return QuestionDocument(
        NOWHERE,
        in_fields(settings),
        {name: [in_fields(row) for row in rows] for name, rows in tables.items()},
    )


def small() -> QuestionSet:
    """A questionnaire with each kind of item, a condition and a factor."""
    return questionnaire_of(document((*ITEMS, LAST)))


def of_items(*rows: Row) -> QuestionDocument:
    """A document of these items in one section, with a scale `muc`, without factors."""
    return document(rows, SECTIONS[:1], factors=())


WORDS = st.text("abc ăđệ…", min_size=1, max_size=12).filter(lambda text: text.strip() == text and text)
CODES = st.from_regex(r"[a-z][a-z0-9_]{0,3}", fullmatch=True).filter(lambda code: code not in ("or", "if"))


@st.composite
def made_up(draw: st.DrawFn) -> QuestionSet:
    """A sound questionnaire: up to six items of all kinds, each perhaps shown by one before it."""
    rows: list[dict[str, str]] = []
    for at in range(draw(st.integers(1, 6))):
        row = {"section": draw(st.sampled_from(["a", "b"])), "code": f"q{at}", "text": draw(WORDS)}
        row["kind"] = draw(st.sampled_from(["single", "multiple", "scale", "number", "text"]))
        if row["kind"] in ("single", "multiple"):
            points = draw(st.sampled_from(["", " | 100"]))
            row["options"] = "\n".join(
                f"{code} | {words}{points}" for code, words in (("a", "Tốt"), ("b", "Kém"))
            )
        if row["kind"] == "scale":
            row |= {"scale": "muc", "factors": draw(st.sampled_from(["", "f", "f; g"]))}
        if row["kind"] == "number":
            row |= {"low": "0", "high": draw(st.sampled_from(["", "9.5"])), "places": "1"}
        if draw(st.booleans()):
            row |= {"required": "no", "note": draw(WORDS)}
        rows.append(row)
    rows.sort(key=lambda row: row["section"])
    for at, row in enumerate(rows):
        if at and draw(st.booleans()):
            row["shown_when"] = CONDITIONS[rows[at - 1]["kind"]].replace("X", rows[at - 1]["code"])
    rows = [{name: text for name, text in row.items() if text and not (name == "shown_when" and "?" in text)}
            for row in rows]  # fmt: skip
    named = {code for row in rows for code in row.get("factors", "").split("; ") if code}
    factors = [{"code": code, "name": draw(WORDS)} for code in sorted(named)]
    sections = ({"code": "a", "title": draw(WORDS)}, {"code": "b", "number": "II", "title": draw(WORDS)})
    return questionnaire_of(document(rows, sections, factors=factors))


CONDITIONS = {
    "single": 'X = "a"',
    "multiple": "X_b",
    "scale": "X <= 2 or X = 5",
    "number": "X > 3",
    "text": "?",
}
