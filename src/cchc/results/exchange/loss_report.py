"""The report that analyses the results of a peer group as a Word file ("Báo cáo phân tích kết quả Chỉ số CCHC"):
sentences, tables and pictures of the same figures. Like every paper of an office it is in Vietnamese, and made from a
template that an office may replace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from cchc.core.scoring.lost import LossAccount
from cchc.documents.exchange.decree30 import place_and_date
from cchc.documents.exchange.paper import (
    Align,
    Header,
    Signature,
    WordColumn,
    WordLine,
    WordPart,
    WordPicture,
    WordTable,
)
from cchc.documents.exchange.templates import PaperContent, filled_template
from cchc.documents.exchange.word import paper_bytes
from cchc.results.exchange.analysed import (
    AnalysedCriterion,
    AnalysedDomain,
    AnalysedResults,
    AnalysedShare,
    AnalysedUnit,
    AnalysedYear,
    LossSection,
    ShownSentence,
    points_text,
    share_text,
    shown_sentences,
)
from cchc.results.exchange.drawn_losses import DrawnLoss, drawn_losses
from cchc.results.exchange.loss_sentences import sentences_of

ANALYSIS_REPORT = "bao-cao-phan-tich"  # the kind of paper: in addresses and names of files
NEEDED = ("bang_linh_vuc", "bang_tieu_chi")
WIDE = 160.0  # millimetres of a picture
MOST_BARS = 20  # of a picture that stands on a page with its text

PART_TWO = "II. PHÂN TÍCH ĐIỂM MẤT"
"""What stands above the sections from the domains to the years."""

HEADINGS = {
    LossSection.WHOLE: "I. KẾT QUẢ CHUNG",
    LossSection.DOMAINS: "1. Theo lĩnh vực",
    LossSection.CRITERIA: "2. Theo tiêu chí",
    LossSection.REASONS: "3. Theo lý do mất điểm",
    LossSection.AGENCIES: "4. Theo cơ quan phụ trách tiêu chí",
    LossSection.UNITS: "5. Theo đơn vị",
    LossSection.YEARS: "6. So với năm trước",
    LossSection.PROPOSALS: "III. ĐỀ XUẤT",
}
"""What stands above the sentences of each section."""

WITHIN_PART_TWO = frozenset(HEADINGS) - {LossSection.WHOLE, LossSection.PROPOSALS}

ROUNDED = "Số in ra đã làm tròn: tổng cộng từ các số in có thể lệch 0,01."


@dataclass(frozen=True, slots=True)
class AnalysisReport:
    """What a report says: who sends it (`issuer`, under `superior`, which may be empty), its figures, its sentences as
    they are printed, its pictures (PNG; None where nothing was lost). `is_provisional`: the year is not released."""

    province: str
    superior: str
    issuer: str
    symbol: str
    place: str
    signer: str
    on: date
    results: AnalysedResults
    sentences: tuple[ShownSentence, ...]
    is_provisional: bool
    domain_picture: bytes | None = None
    criterion_picture: bytes | None = None


def standard_analysis_report() -> bytes:
    """Return the template that stands until an office brings its own."""
    return paper_bytes(
        header=Header(
            "{{ co_quan_cap_tren }}", "{{ co_quan }}", "Số:        /{{ ky_hieu }}", "{{ noi_va_ngay }}"
        ),
        titles=("Báo cáo", "Phân tích kết quả Chỉ số cải cách hành chính năm {{ nam }} – {{ khoi }}"),
        body=(
            WordLine("{{ tam_tinh }}", italic=True),
            WordLine(HEADINGS[LossSection.WHOLE], bold=True),
            WordLine("[[nhan_xet_chung]]"),
            WordLine(PART_TWO, bold=True),
            WordLine(HEADINGS[LossSection.DOMAINS], bold=True),
            WordLine("[[nhan_xet_linh_vuc]]"),
            WordLine("[[hinh_linh_vuc]]"),
            WordLine("[[bang_linh_vuc]]"),
            WordLine(HEADINGS[LossSection.CRITERIA], bold=True),
            WordLine("[[nhan_xet_tieu_chi]]"),
            WordLine("[[hinh_tieu_chi]]"),
            WordLine("[[bang_tieu_chi]]"),
            WordLine(HEADINGS[LossSection.REASONS], bold=True),
            WordLine("[[nhan_xet_ly_do]]"),
            WordLine("[[bang_ly_do]]"),
            WordLine(HEADINGS[LossSection.AGENCIES], bold=True),
            WordLine("[[nhan_xet_co_quan]]"),
            WordLine("[[bang_co_quan]]"),
            WordLine(HEADINGS[LossSection.UNITS], bold=True),
            WordLine("[[nhan_xet_don_vi]]"),
            WordLine("[[bang_don_vi]]"),
            WordLine(HEADINGS[LossSection.YEARS], bold=True),
            WordLine("[[nhan_xet_cac_nam]]"),
            WordLine(HEADINGS[LossSection.PROPOSALS], bold=True),
            WordLine("[[nhan_xet_de_xuat]]"),
            WordLine(
                "Ghi chú: điểm tối đa + điểm thưởng = điểm đạt + điểm mất + điểm chưa chấm. Tiêu chí không áp dụng với "
                "đơn vị không nằm trong số nào. Cơ quan phụ trách là cơ quan mà bộ tiêu chí nêu cho tiêu chí. Hạng "
                f"năm trước chỉ ghi khi hai năm cùng cách tính và cùng khối. {ROUNDED}",
                italic=True,
            ),
        ),
        recipients=("Nơi nhận:", "- Như trên;", "- Lưu: VT."),
        signatures=(Signature("{{ CHUC_VU_NGUOI_KY }}", ""),),
    )


def analysis_content(report: AnalysisReport) -> PaperContent:
    """Return what fills a template of the report."""
    results = report.results
    texts = {
        "co_quan_cap_tren": report.superior,
        "co_quan": report.issuer,
        "ky_hieu": report.symbol,
        "noi_va_ngay": place_and_date(report.place, report.on),
        "chuc_vu_nguoi_ky": report.signer,
        "tinh": report.province,
        "nam": str(results.year),
        "khoi": results.group,
        "tam_tinh": "Số liệu tạm tính: kết quả chưa công bố." if report.is_provisional else "",
    }
    parts: dict[str, Sequence[WordPart]] = {
        f"nhan_xet_{section}": _lines(report.sentences, section) for section in LossSection
    }
    parts |= {
        "hinh_linh_vuc": _picture(report.domain_picture, "Điểm mất theo lĩnh vực"),
        "bang_linh_vuc": [_domain_table(results)],
        "hinh_tieu_chi": _picture(report.criterion_picture, "Tiêu chí mất nhiều điểm nhất"),
        "bang_tieu_chi": [_criterion_table(results)],
        "bang_ly_do": [_share_table("Lý do mất điểm", results.reasons)],
        "bang_co_quan": [_share_table("Cơ quan phụ trách", results.agencies)],
        "bang_don_vi": [_unit_table(results)],
    }
    return PaperContent(texts, parts)


def analysis_report(report: AnalysisReport, template: bytes) -> bytes:
    """Return a report as the bytes of a .docx file; the same report and template give the same bytes."""
    return filled_template(template, analysis_content(report))


def pictures_of_losses(results: AnalysedResults, fonts: Path) -> tuple[bytes | None, bytes | None]:
    """Return the pictures (PNG) of the domains and of the criteria where most was lost; None where nothing was."""
    domains = [
        DrawnLoss(
            f"{one.number}. {one.name}",
            one.account.lost,
            f"{points_text(one.account.lost)} ({share_text(one.account.share)} %)",
        )
        for one in results.domains
        if one.account.lost
    ]
    criteria = [
        DrawnLoss(
            f"{one.number}. {one.name}",
            one.lost,
            f"{points_text(one.lost)} ({share_text(one.share)} %)",
            one.together,
            one.among_few,
        )
        for one in results.criteria[:MOST_BARS]
    ]
    return (
        drawn_losses(domains, fonts) if domains else None,
        drawn_losses(criteria, fonts) if criteria else None,
    )


def _lines(sentences: Sequence[ShownSentence], section: LossSection) -> list[WordPart]:
    said = [one.text for one in sentences if one.section is section and one.text.strip()]
    return [WordLine(f"- {line}") for text in said for line in text.splitlines() if line.strip()]


def _picture(png: bytes | None, words: str) -> list[WordPart]:
    return [WordPicture(png, WIDE, words)] if png else [WordLine("(Không mất điểm.)", italic=True)]


_NUMBER = WordColumn("STT", 0.8, Align.CENTRE)
_LOST = WordColumn("Điểm mất", 1, Align.RIGHT)
_SHARE = WordColumn("% tổng điểm mất", 1, Align.RIGHT)
_ACCOUNT = (
    WordColumn("Điểm tối đa", 1.4, Align.RIGHT),  # sums of 150 communes: 15.000,00
    WordColumn("Điểm thưởng", 1.4, Align.RIGHT),
    WordColumn("Điểm đạt", 1.4, Align.RIGHT),
    WordColumn("Điểm mất", 1.2, Align.RIGHT),
    WordColumn("% điểm tối đa", 1, Align.RIGHT),
    WordColumn("Chưa chấm", 1.4, Align.RIGHT),
)


def _cells(account: LossAccount) -> tuple[str, ...]:
    return (
        points_text(account.maximum), points_text(account.bonus), points_text(account.points),
        points_text(account.lost), share_text(account.share), points_text(account.pending),
    )  # fmt: skip


def _domain_table(results: AnalysedResults) -> WordTable:
    rows = [(one.number, one.name, *_cells(one.account)) for one in results.domains]
    rows.append(("", "Cộng", *_cells(results.account)))
    columns = (_NUMBER, WordColumn("Lĩnh vực", 2.6), *_ACCOUNT)
    return WordTable(columns, rows, frozenset({len(rows) - 1}))


def _criterion_table(results: AnalysedResults) -> WordTable:
    """The criteria that make most of what was lost, and what all others make together."""
    few = [one for one in results.criteria if one.among_few]
    others = [one for one in results.criteria if not one.among_few]
    rows = [
        (
            one.number, one.name, one.agency or "–", points_text(one.lost), share_text(one.share),
            share_text(one.together), f"{len(one.losers)}/{one.applies}" if one.applies else str(len(one.losers)),
        )
        for one in few
    ]  # fmt: skip
    if others:
        lost = sum((one.lost for one in others), Fraction(0))
        share = sum((one.share for one in others), Fraction(0))
        rest = f"{len(others)} tiêu chí còn lại"
        rows.append(("", rest, "", points_text(lost), share_text(share), share_text(others[-1].together), ""))
    rows.append(("", "Cộng", "", points_text(results.account.lost), "", "", ""))
    columns = (
        WordColumn("Số", 0.9, Align.CENTRE), WordColumn("Tiêu chí", 3.4), WordColumn("Cơ quan phụ trách", 1.6),
        _LOST, _SHARE, WordColumn("Cộng dồn (%)", 0.9, Align.RIGHT), WordColumn("Số đơn vị mất", 0.9, Align.CENTRE),
    )  # fmt: skip
    return WordTable(columns, rows, frozenset({len(rows) - 1}))


def _share_table(heading: str, shares: Sequence[AnalysedShare]) -> WordTable:
    rows = [
        (
            str(place), one.name or "Chưa nêu cơ quan", points_text(one.lost), share_text(one.share),
            str(one.criteria), str(one.units),
        )
        for place, one in enumerate(shares, start=1)
    ]  # fmt: skip
    columns = (
        _NUMBER, WordColumn(heading, 3.2), _LOST, _SHARE, WordColumn("Số tiêu chí", 0.9, Align.RIGHT),
        WordColumn("Số đơn vị mất", 0.9, Align.RIGHT),
    )  # fmt: skip
    return WordTable(columns, rows)


def _unit_table(results: AnalysedResults) -> WordTable:
    """The units; where some had a rank the year before, with the rank before and now."""
    ranked = any(one.rank_before for one in results.units)

    def cells(place: str, name: str, account: LossAccount, ranks: str) -> tuple[str, ...]:
        return (place, name, *_cells(account), *([ranks] if ranked else []))

    rows = [
        cells(str(place), one.name, one.account, one.ranks)
        for place, one in enumerate(results.units, start=1)
    ]
    rows.append(cells("", "Cộng", results.account, ""))
    ranks = (WordColumn("Hạng: năm trước → năm nay", 1.4, Align.CENTRE),) if ranked else ()
    columns = (_NUMBER, WordColumn("Đơn vị", 2.6), *_ACCOUNT, *ranks)
    return WordTable(columns, rows, frozenset({len(rows) - 1}))


def trial_analysis_report() -> AnalysisReport:
    """Return a made-up report, on which templates are tried and from which their page takes its examples."""
    account = LossAccount(Fraction(30), Fraction(0), Fraction(25), Fraction(0), Fraction(5))
    criterion = AnalysedCriterion(
        "1.1", "Thực hiện kế hoạch năm", "Sở Nội vụ", Fraction(6), Fraction(5), Fraction(100), Fraction(100),
        True, ("Sở Tài chính", "Sở Y tế"), 3,
    )  # fmt: skip
    units = tuple(
        AnalysedUnit(
            name,
            LossAccount(Fraction(10), Fraction(0), 10 - lost, Fraction(0), lost),
            (10 - lost) * 10,
            rank,
            before,
        )
        for name, lost, rank, before in (
            ("Sở Y tế", Fraction(3), 3, 2), ("Sở Tài chính", Fraction(2), 2, 3), ("Sở Nội vụ", Fraction(0), 1, 1),
        )
    )  # fmt: skip
    results = AnalysedResults(
        group="Các sở, ban, ngành",
        year=2025,
        account=account,
        domains=(AnalysedDomain("1", "Công tác chỉ đạo, điều hành", account),),
        criteria=(criterion,),
        everywhere=(),
        once=(),
        reasons=(AnalysedShare("ratio", "không đạt tỷ lệ", Fraction(5), Fraction(100), 1, 2),),
        agencies=(AnalysedShare("Sở Nội vụ", "Sở Nội vụ", Fraction(5), Fraction(100), 1, 2),),
        units=units,
        grades=(("Tốt", 2), ("Khá", 1)),
        years=(AnalysedYear(2024, Fraction(2)), AnalysedYear(2025, Fraction(5, 3))),
    )
    return AnalysisReport(
        province="Tỉnh An Lạc",
        superior="Ủy ban nhân dân tỉnh An Lạc",
        issuer="Sở Nội vụ",
        symbol="BC-SNV",
        place="An Lạc",
        signer="GIÁM ĐỐC",
        on=date(2026, 4, 20),
        results=results,
        sentences=shown_sentences(sentences_of(results), {}),
        is_provisional=False,
    )
