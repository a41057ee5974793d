"""Report frames for tests: a small whole one, documents from plain texts, and made-up ones for properties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from hypothesis import strategies as st

from cchc.core.plans.reports.document import NOWHERE, FrameDocument
from cchc.core.plans.reports.frame import (
    Covers,
    FrameAnnex,
    OutlineSection,
    ReportFrame,
    ReportRow,
    WholeBy,
)
from cchc.core.plans.reports.reading import frame_of_document
from cchc.core.scoring.criteria.document import in_fields

Row = Mapping[str, str]
SETTINGS = {"code": "xa", "name": "Báo cáo của xã", "level": "commune", "legal_basis": "Công văn số 1/SNV"}
SECTIONS = (
    {"number": "I", "title": "Công tác chỉ đạo", "guidance": "Nêu văn bản đã ban hành."},
    {"number": "I.1", "title": "Kế hoạch"},
)
ANNEXES = ({"number": "1", "title": "Số liệu"},)


def counted(
    code: str, number: str = "1", unit: str = "hồ sơ", whole: str = "sum", **texts: str
) -> dict[str, str]:
    """A row of the annex 1, typed unless `texts` say otherwise."""
    return {
        "annex": "1", "code": code, "number": number, "wording": f"Số {code}", "unit": unit, "covers": "period",
        "whole": whole, **texts,
    }  # fmt: skip


ROWS = (
    counted("nhan"),
    counted("dung_han", "2"),
    counted("tre_han", "3", formula="nhan - dung_han"),
    counted("ty_le", "4", "%", "formula", formula="dung_han / nhan", places="1"),
    counted("tang", "5", formula="nhan - previous(nhan)"),
    counted("dan_so", "6", "người", source="unit.population"),
)


def frame_document(
    *rows: Row,
    sections: Sequence[Row] = SECTIONS,
    annexes: Sequence[Row] = ANNEXES,
    settings: Row = SETTINGS,
) -> FrameDocument:
    """A document of these texts."""
    tables = {"section": sections, "annex": annexes, "row": rows}
    return FrameDocument(
        NOWHERE,
        in_fields(settings),
        {name: [in_fields(row) for row in texts] for name, texts in tables.items()},
    )


def small_frame() -> ReportFrame:
    """A frame with rows of each kind: typed, fetched, worked out."""
    return frame_of_document(frame_document(*ROWS))


WORDS = st.text("abc ăđệ…", min_size=1, max_size=12).filter(lambda text: text.strip() == text and text)
UNITS = ("hồ sơ", "người")
LINEAR = ("{} + {}", "{} - {}", "{} + 2 * {}", "{} - previous({})")
NOT_LINEAR = ("max({}, {})", "if({0} > {1}, {0}, {1})")


@st.composite
def made_up_frames(draw: st.DrawFn) -> ReportFrame:
    """A sound frame: up to six typed rows of two units of measure, then formulas over them and over each other."""
    rows: list[ReportRow] = []
    for at in range(draw(st.integers(2, 6))):
        whole = draw(st.sampled_from([WholeBy.SUM, WholeBy.LARGEST, WholeBy.LATEST]))
        unit, covers = draw(st.sampled_from(UNITS)), draw(st.sampled_from(Covers))
        rows.append(ReportRow(f"t{at}", str(at), draw(WORDS), unit, 0, covers, whole=whole))
    for at in range(draw(st.integers(0, 6))):
        counts = [row for row in rows if not row.is_percent]
        left = draw(st.sampled_from(counts))
        right = draw(st.sampled_from([row for row in counts if row.unit == left.unit]))
        share = draw(st.booleans())
        pattern = "{} / {}" if share else draw(st.sampled_from(LINEAR + NOT_LINEAR))
        whole = WholeBy.FORMULA if share else draw(st.sampled_from([WholeBy.SUM, WholeBy.FORMULA]))
        rows.append(
            ReportRow(
                f"f{at}", f"2.{at}", draw(WORDS), "%" if share else left.unit, draw(st.integers(0, 2)), Covers.PERIOD,
                formula=pattern.format(left.code, right.code), whole=whole,
            )
        )  # fmt: skip
    outline = tuple(OutlineSection(f"I.{at}", draw(WORDS)) for at in range(draw(st.integers(0, 2))))
    cut = draw(st.integers(1, len(rows)))
    annexes = [
        FrameAnnex("1", draw(WORDS), tuple(rows[:cut])),
        FrameAnnex("2", draw(WORDS), tuple(rows[cut:])),
    ]
    return ReportFrame(
        draw(WORDS), "commune", draw(st.sampled_from(["", "Thông tư"])), outline,
        tuple(annex for annex in annexes if annex.rows), "mau",
    )  # fmt: skip


FIGURES = st.none() | st.integers(0, 30).map(Fraction)


@st.composite
def given_figures(draw: st.DrawFn, frame: ReportFrame) -> dict[str, Fraction | None]:
    """What a unit gives for the rows of a frame that are not worked out, some of them missing."""
    return {row.code: draw(FIGURES) for row in frame.rows if not row.formula}
