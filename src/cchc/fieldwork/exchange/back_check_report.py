"""The report of back-checks as a Word file, for the Fatherland Front and the veterans: what was asked anew, what
differs by enumerator and by question, what follows by the rule. It is in Vietnamese, made from a template that an
office may replace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from cchc.core.surveys.back_checks import BackCheckRule, CheckedForms, CheckKind, CheckVerdict
from cchc.core.words.numbers import printed_number
from cchc.documents.exchange.decree30 import place_and_date
from cchc.documents.exchange.paper import (
    Align,
    Header,
    Signature,
    WordColumn,
    WordLine,
    WordPart,
    WordTable,
)
from cchc.documents.exchange.templates import PaperContent, filled_template
from cchc.documents.exchange.word import paper_bytes

BACK_CHECK_REPORT = "bao-cao-phuc-tra"  # the kind of paper: in addresses and names of files
NEEDED = ("bang_dieu_tra_vien", "bang_cau_hoi")
VERDICTS = {
    CheckVerdict.NOTHING_YET: "chưa hỏi lại",
    CheckVerdict.HOLDS: "đến nay được xác nhận",
    CheckVerdict.MORE_NEEDED: "cần hỏi thêm",
    CheckVerdict.MAY_BE_DISCARDED: "có thể hủy phiếu",
}
KINDS = {CheckKind.FACT: "Sự việc", CheckKind.OPINION: "Ý kiến", CheckKind.NOT_COMPARED: "–"}


@dataclass(frozen=True, slots=True)
class ReportedEnumerator:
    """What back-checks of an enumerator's forms came to: how many came back, are drawn, and what those asked say."""

    name: str
    unit: str
    returned: int
    drawn: int
    counts: CheckedForms


@dataclass(frozen=True, slots=True)
class ReportedItem:
    """What two answers to a question say: how often they were compared, the same, one level apart, different."""

    number: str
    text: str
    kind: CheckKind
    compared: int
    same: int
    near: int
    different: int


@dataclass(frozen=True, slots=True)
class BackCheckReport:
    """What a report says: the survey, who reports under whom, the draws (a line each), enumerators, questions, and the
    rule by which forms may be discarded."""

    survey: str
    superior: str
    issuer: str
    symbol: str
    place: str
    signer: str
    on: date
    draws: tuple[str, ...]
    people: tuple[ReportedEnumerator, ...]
    items: tuple[ReportedItem, ...]
    whole: CheckedForms
    rule: BackCheckRule
    is_provisional: bool


def standard_back_check_report() -> bytes:
    """Return the template that stands until an office brings its own."""
    return paper_bytes(
        header=Header(
            "{{ co_quan_cap_tren }}", "{{ co_quan }}", "Số:        /{{ ky_hieu }}", "{{ noi_va_ngay }}"
        ),
        titles=("Báo cáo", "Kết quả phúc tra {{ cuoc_dieu_tra }}"),
        body=(
            WordLine("{{ tam_tinh }}", italic=True),
            WordLine("I. VIỆC PHÚC TRA", bold=True),
            WordLine("[[cac_lan_rut]]"),
            WordLine("{{ ket_qua_chung }}"),
            WordLine("II. KẾT QUẢ THEO ĐIỀU TRA VIÊN", bold=True),
            WordLine("[[bang_dieu_tra_vien]]"),
            WordLine("III. KẾT QUẢ THEO CÂU HỎI", bold=True),
            WordLine("[[bang_cau_hoi]]"),
            WordLine("IV. QUY TẮC", bold=True),
            WordLine("{{ quy_tac }}"),
        ),
        recipients=("Nơi nhận:", "- Như trên;", "- Lưu: VT."),
        signatures=(Signature("{{ CHUC_VU_NGUOI_KY }}", ""),),
    )


def back_check_content(report: BackCheckReport) -> PaperContent:
    """Return what fills a template of the report."""
    texts = {
        "co_quan_cap_tren": report.superior,
        "co_quan": report.issuer,
        "ky_hieu": report.symbol,
        "noi_va_ngay": place_and_date(report.place, report.on),
        "chuc_vu_nguoi_ky": report.signer,
        "cuoc_dieu_tra": report.survey,
        "tam_tinh": "Số liệu tạm tính: cuộc điều tra chưa khép lại." if report.is_provisional else "",
        "ket_qua_chung": _whole_sentence(report.whole),
        "quy_tac": _rule_sentence(report.rule),
    }
    parts: dict[str, Sequence[WordPart]] = {
        "cac_lan_rut": [WordLine(f"- {line}") for line in report.draws]
        or [WordLine("(Chưa rút phiếu nào.)")],
        "bang_dieu_tra_vien": [_people(report.people, report.rule)],
        "bang_cau_hoi": [_items(report.items)],
    }
    return PaperContent(texts, parts)


def back_check_report_bytes(report: BackCheckReport, template: bytes) -> bytes:
    """Return a report as the bytes of a .docx file; the same report and template give the same bytes."""
    return filled_template(template, back_check_content(report))


def _whole_sentence(whole: CheckedForms) -> str:
    if whole.rate is None or whole.interval is None:
        return "Chưa hỏi lại được phiếu nào."
    low, high = whole.interval
    return (
        f"Đã hỏi lại {_whole(whole.checked)} phiếu, {_whole(whole.wrong)} phiếu không được xác nhận: "
        f"{_percent(whole.rate)} %, khoảng tin cậy chính xác 95 % từ {_percent(low)} % đến {_percent(high)} %."
    )


def _rule_sentence(rule: BackCheckRule) -> str:
    return (
        "Phiếu không được xác nhận khi người trả lời cho biết chưa từng được hỏi, hoặc khi hơn "
        f"{rule.items_percent} % số câu đối chiếu lệch nhau (câu hỏi sự việc phải trùng; câu hỏi ý kiến được lệch một "
        "mức; câu chỉ một bên trả lời không tính là lệch). Phiếu của một điều tra viên có thể bị hủy khi cận dưới của "
        f"khoảng tin cậy chính xác 95 % của tỷ lệ phiếu không được xác nhận cao hơn {rule.forms_percent} %. Người có "
        "thẩm quyền quyết định và ghi lý do."
    )


def _people(people: Sequence[ReportedEnumerator], rule: BackCheckRule) -> WordTable:
    columns = (
        WordColumn("STT", 0.6, Align.CENTRE),
        WordColumn("Điều tra viên", 2.6),
        WordColumn("Phiếu thu về", 0.9, Align.RIGHT),
        WordColumn("Đã rút", 0.8, Align.RIGHT),
        WordColumn("Đã hỏi lại", 0.8, Align.RIGHT),
        WordColumn("Không được xác nhận", 1, Align.RIGHT),
        WordColumn("Tỷ lệ (%), khoảng tin cậy 95 %", 1.6, Align.CENTRE),
        WordColumn("Theo quy tắc", 1.5),
    )
    rows = [
        (
            str(place),
            f"{one.name}, {one.unit}" if one.unit else one.name,
            _whole(one.returned),
            _whole(one.drawn),
            _whole(one.counts.checked),
            _whole(one.counts.wrong),
            _rate(one.counts),
            VERDICTS[one.counts.verdict(rule)],
        )
        for place, one in enumerate(people, start=1)
    ]
    return WordTable(columns, rows, frozenset())


def _rate(counts: CheckedForms) -> str:
    if counts.rate is None or counts.interval is None:
        return "–"
    low, high = counts.interval
    return f"{_percent(counts.rate)} ({_percent(low)}–{_percent(high)})"


def _items(items: Sequence[ReportedItem]) -> WordTable:
    columns = (
        WordColumn("Câu", 0.7, Align.CENTRE),
        WordColumn("Nội dung", 4),
        WordColumn("Loại", 1),
        WordColumn("Đối chiếu", 0.9, Align.RIGHT),
        WordColumn("Trùng", 0.8, Align.RIGHT),
        WordColumn("Lệch một mức", 0.9, Align.RIGHT),
        WordColumn("Lệch", 0.8, Align.RIGHT),
    )
    rows = [
        (
            one.number,
            one.text,
            KINDS[one.kind],
            _whole(one.compared),
            _whole(one.same),
            _whole(one.near),
            _whole(one.different),
        )
        for one in items
    ]
    return WordTable(columns, rows, frozenset())


def _whole(count: int) -> str:
    return printed_number(Fraction(count), 0, ",", ".")


def _percent(rate: Fraction) -> str:
    return printed_number(rate, 1, ",", ".")


def trial_back_check_report() -> BackCheckReport:
    """Return a made-up report, on which templates are tried and from which their page takes its examples."""
    good, bad = CheckedForms(5, 0, 180, 2), CheckedForms(5, 4, 60, 31)
    return BackCheckReport(
        survey="đo lường sự hài lòng của người dân, tổ chức năm 2026",
        superior="Ủy ban nhân dân tỉnh",
        issuer="Sở Nội vụ",
        symbol="BC-SNV",
        place="An Lạc",
        signer="GIÁM ĐỐC",
        on=date(2026, 12, 20),
        draws=("Lần rút thứ 1 ngày 30/11/2026, giao Ủy ban Mặt trận Tổ quốc tỉnh: 10 phiếu.",),
        people=(
            ReportedEnumerator("Điều tra viên số 2", "Bưu điện An Lạc", 60, 5, bad),
            ReportedEnumerator("Điều tra viên số 1", "Bưu điện Bình Minh", 60, 5, good),
        ),
        items=(
            ReportedItem("1", "Số lần đi lại", CheckKind.FACT, 9, 6, 0, 3),
            ReportedItem("2", "Thái độ phục vụ", CheckKind.OPINION, 9, 5, 3, 1),
        ),
        whole=CheckedForms(10, 4, 240, 33),
        rule=BackCheckRule(),
        is_provisional=True,
    )
