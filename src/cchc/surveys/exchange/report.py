"""The report of a survey of satisfaction as a Word file: what was asked of whom, what was found and how sure it is.
Like every paper of an office it is in Vietnamese, and made from a template that an office may replace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from cchc.core.surveys.percentages import printed_interval, printed_percentage
from cchc.core.words.numbers import printed_number
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
from cchc.surveys.exchange.drawn import DrawnEstimate, drawn_intervals

SURVEY_REPORT = "bao-cao-dieu-tra"  # the kind of paper: in addresses and names of files
NEEDED = ("bang_nhan_to", "bang_don_vi")
WIDE = 160.0  # millimetres of a picture
MOST_ROWS = 40  # of a picture that stands on one page
# How names of surveys begin: common nouns, small inside a sentence ("Điều tra xã hội học xác định Chỉ số CCHC …").
COMMON_BEGINNINGS = ("Điều tra ", "Khảo sát ", "Đo lường ", "Đánh giá ", "Lấy ý kiến ", "Thăm dò ", "Cuộc ")


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """A figure of the report: number and name of what it is about, its rate with interval (percent; None where too few
    answered to print it), and how many answered."""

    name: str
    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    answers: int
    number: str = ""


@dataclass(frozen=True, slots=True)
class ReportedFactor:
    """A factor with the items it is made of."""

    figure: ReportedFigure
    items: tuple[ReportedFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportedForms:
    """What became of the forms: wanted by the quotas, received, and of those accepted, rejected and void."""

    wanted: int
    received: int
    accepted: int
    rejected: int
    void: int


@dataclass(frozen=True, slots=True)
class SurveyReport:
    """What a report says.

    `issuer` reports, `superior` stands above it in the head (may be empty); `method` tells how people were chosen, a
    line each; `sentences` tell what may be said of the units, a line each; `words` are what open answers share, with
    how many; `smallest` is from how many answers on a figure is printed; `is_provisional`: the survey is not closed;
    the pictures (PNG) are of the factors and the units.
    """

    survey: str
    year: int
    superior: str
    issuer: str
    symbol: str
    place: str
    signer: str
    on: date
    method: tuple[str, ...]
    forms: ReportedForms
    whole: ReportedFigure
    factors: tuple[ReportedFactor, ...]
    units: tuple[ReportedFigure, ...]
    sentences: tuple[str, ...]
    words: tuple[tuple[str, int], ...]
    smallest: int
    is_provisional: bool
    factor_pictures: tuple[bytes, ...] = ()
    unit_pictures: tuple[bytes, ...] = ()


def standard_survey_report() -> bytes:
    """Return the template that stands until an office brings its own."""
    return paper_bytes(
        header=Header(
            "{{ co_quan_cap_tren }}", "{{ co_quan }}", "Số:        /{{ ky_hieu }}", "{{ noi_va_ngay }}"
        ),
        titles=("Báo cáo", "Kết quả {{ cuoc_dieu_tra }}"),
        body=(
            WordLine("{{ tam_tinh }}", italic=True),
            WordLine("I. THÔNG TIN CHUNG", bold=True),
            WordLine("[[phuong_phap]]"),
            WordLine(
                "Kết quả thu phiếu: chỉ tiêu {{ so_phieu_chi_tieu }} phiếu; thu về {{ so_phieu_thu }} phiếu, trong đó "
                "{{ so_phieu_hop_le }} phiếu hợp lệ, {{ so_phieu_khong_hop_le }} phiếu không hợp lệ, "
                "{{ so_phieu_huy }} phiếu hủy. Tỷ lệ phiếu hợp lệ so với chỉ tiêu: {{ ty_le_phan_hoi }}."
            ),
            WordLine("II. KẾT QUẢ", bold=True),
            WordLine("1. Kết quả chung", bold=True),
            WordLine("{{ ket_qua_chung }}"),
            WordLine("2. Kết quả theo nhân tố", bold=True),
            WordLine("[[hinh_nhan_to]]"),
            WordLine("[[bang_nhan_to]]"),
            WordLine("3. Kết quả theo đơn vị", bold=True),
            WordLine("[[hinh_don_vi]]"),
            WordLine("[[bang_don_vi]]"),
            WordLine("III. NHẬN XÉT", bold=True),
            WordLine("[[nhan_xet]]"),
            WordLine("IV. GHI CHÚ VỀ CÁCH TÍNH", bold=True),
            WordLine(
                "Tỷ lệ hài lòng là tỷ lệ câu trả lời ở các mức hài lòng trên tổng số câu trả lời hợp lệ. Khoảng tin "
                "cậy 95 % và sai số được tính theo thiết kế chọn mẫu. Khi khoảng tin cậy của hai đơn vị còn chồng lên "
                "nhau, thứ tự trong bảng chưa nói lên đơn vị nào tốt hơn. Kết quả có ít hơn {{ so_phieu_it_nhat }} câu "
                "trả lời, và kết quả mà từ đó tính ra được kết quả ấy, không được in."
            ),
        ),
        recipients=("Nơi nhận:", "- Như trên;", "- Lưu: VT."),
        signatures=(Signature("{{ CHUC_VU_NGUOI_KY }}", ""),),
    )


def report_content(report: SurveyReport) -> PaperContent:
    """Return what fills a template of the report."""
    forms = report.forms
    texts = {
        "co_quan_cap_tren": report.superior,
        "co_quan": report.issuer,
        "ky_hieu": report.symbol,
        "noi_va_ngay": place_and_date(report.place, report.on),
        "chuc_vu_nguoi_ky": report.signer,
        "cuoc_dieu_tra": report.survey,
        "nam": str(report.year),
        "tam_tinh": "Số liệu tạm tính: cuộc điều tra chưa khép lại." if report.is_provisional else "",
        "so_phieu_chi_tieu": _whole(forms.wanted),
        "so_phieu_thu": _whole(forms.received),
        "so_phieu_hop_le": _whole(forms.accepted),
        "so_phieu_khong_hop_le": _whole(forms.rejected),
        "so_phieu_huy": _whole(forms.void),
        "ty_le_phan_hoi": _share(forms.accepted, forms.wanted),
        "so_phieu_it_nhat": str(report.smallest),
        "ket_qua_chung": _whole_sentence(report),
    }
    parts: dict[str, Sequence[WordPart]] = {
        "phuong_phap": [WordLine(f"- {line}") for line in report.method] or [_none("phương pháp chọn mẫu")],
        "hinh_nhan_to": _pictures(report.factor_pictures, "Tỷ lệ hài lòng theo nhân tố"),
        "bang_nhan_to": [_factor_table(report.factors)],
        "hinh_don_vi": _pictures(report.unit_pictures, "Tỷ lệ hài lòng theo đơn vị"),
        "bang_don_vi": [_unit_table(report.units)],
        "nhan_xet": _remarks(report),
    }
    return PaperContent(texts, parts)


def survey_inside_a_sentence(name: str) -> str:
    """Return the name of a survey as it stands inside a sentence; one that begins with a name of its own stays.

    >>> survey_inside_a_sentence("Khảo sát sự hài lòng năm 2026"), survey_inside_a_sentence("SIPAS 2026")
    ('khảo sát sự hài lòng năm 2026', 'SIPAS 2026')
    """
    return name[0].lower() + name[1:] if name.startswith(COMMON_BEGINNINGS) else name


def survey_report(report: SurveyReport, template: bytes) -> bytes:
    """Return a report as the bytes of a .docx file; the same report and template give the same bytes."""
    return filled_template(template, report_content(report))


def pictures_of(figures: Sequence[ReportedFigure], fonts: Path) -> tuple[bytes, ...]:
    """Return the figures that are printed as pictures (PNG), each as long as a page allows; `fonts` is the folder of
    the product's letters."""
    rows = [
        DrawnEstimate(one.name, one.value, one.low, one.high)
        for one in figures
        if one.value is not None and one.low is not None and one.high is not None
    ]
    pages = [rows[place : place + MOST_ROWS] for place in range(0, len(rows), MOST_ROWS)]
    return tuple(drawn_intervals(one, fonts, rows) for one in pages)


def _whole_sentence(report: SurveyReport) -> str:
    whole = report.whole
    if whole.value is None or whole.low is None or whole.high is None:
        return f"Chưa đủ câu trả lời để in kết quả chung (có {whole.answers} câu trả lời)."
    return (
        f"Tỷ lệ hài lòng chung là {printed_percentage(whole.value)} %, khoảng tin cậy 95 % từ "
        f"{printed_percentage(whole.low)} % đến {printed_percentage(whole.high)} %, tính trên "
        f"{_whole(whole.answers)} phiếu."
    )


def _pictures(pictures: Sequence[bytes], words: str) -> list[WordPart]:
    return [WordPicture(one, WIDE, words) for one in pictures] or [_none(words.lower())]


def _factor_table(factors: Sequence[ReportedFactor]) -> WordTable:
    rows: list[tuple[str, ...]] = []
    strong = set()
    for one in factors:
        strong.add(len(rows))
        rows.append(_cells(one.figure))
        rows.extend(_cells(item) for item in one.items)
    return _table("Nhân tố, câu hỏi", rows, frozenset(strong))


def _unit_table(units: Sequence[ReportedFigure]) -> WordTable:
    rows = [(str(place), *_cells(one)[1:]) for place, one in enumerate(units, start=1)]
    return _table("Đơn vị", rows, frozenset())


def _table(heading: str, rows: Sequence[Sequence[str]], strong: frozenset[int]) -> WordTable:
    columns = (
        WordColumn("STT", 0.7, Align.CENTRE),
        WordColumn(heading, 4),
        WordColumn("Tỷ lệ hài lòng (%)", 1.2, Align.RIGHT),
        WordColumn("Khoảng tin cậy 95 %", 1.6, Align.CENTRE),
        WordColumn("Số câu trả lời", 1, Align.RIGHT),
    )
    return WordTable(columns, rows, strong)


def _cells(figure: ReportedFigure) -> tuple[str, ...]:
    if figure.value is None or figure.low is None or figure.high is None:
        return figure.number, figure.name, "–", "chưa đủ phiếu", _whole(figure.answers)
    interval = printed_interval(figure.low, figure.high)
    return figure.number, figure.name, printed_percentage(figure.value), interval, _whole(figure.answers)


def _remarks(report: SurveyReport) -> list[WordPart]:
    lines: list[WordPart] = [WordLine(f"- {line}") for line in report.sentences]
    if report.words:
        said = "; ".join(f"“{words}” ({_whole(count)})" for words, count in report.words)
        lines.append(
            WordLine(
                f"- Ý kiến mở: các cụm từ được nhiều người nêu và số ý kiến có cụm từ đó: {said}. Đây là cách gộp theo "
                "từ ngữ chung, cần người đọc lại trước khi kết luận."
            )
        )
    return lines or [_none("nhận xét")]


def _none(what: str) -> WordLine:
    return WordLine(f"(Chưa có dữ liệu: {what}.)", italic=True)


def _whole(count: int) -> str:
    return printed_number(Fraction(count), 0, ",", ".")


def _share(part: int, whole: int) -> str:
    return f"{printed_number(Fraction(100 * part, whole), 1, ',', '.')} %" if whole else "không có chỉ tiêu"


def trial_report() -> SurveyReport:
    """Return a made-up report, on which templates are tried and from which their page takes its examples."""
    figure = ReportedFigure("Tiếp cận dịch vụ", Fraction(874, 10), Fraction(85), Fraction(895, 10), 1200, "1")
    item = ReportedFigure("Nơi ngồi chờ", Fraction(88), Fraction(86), Fraction(90), 1198, "1.1")
    units = (
        ReportedFigure("Xã An Lạc", Fraction(983, 10), Fraction(911, 10), Fraction(9996, 100), 60),
        ReportedFigure("Xã Bình Minh", None, None, None, 4),
    )
    return SurveyReport(
        survey="đo lường sự hài lòng của người dân, tổ chức năm 2026",
        year=2026,
        superior="Ủy ban nhân dân tỉnh",
        issuer="Sở Nội vụ",
        symbol="BC-SNV",
        place="An Lạc",
        signer="GIÁM ĐỐC",
        on=date(2026, 12, 20),
        method=("Đối tượng: người dân đã giải quyết thủ tục hành chính.",),
        forms=ReportedForms(1248, 1230, 1200, 20, 10),
        whole=ReportedFigure("Chung", Fraction(874, 10), Fraction(85), Fraction(895, 10), 1200),
        factors=(ReportedFactor(figure, (item,)),),
        units=units,
        sentences=("Chưa đủ căn cứ nói xã An Lạc hài lòng hơn mức chung.",),
        words=(("thái độ", 41), ("chờ lâu", 17)),
        smallest=5,
        is_provisional=False,
    )
