"""The letter that urges a unit to finish what is late (công văn đôn đốc): one letter to a unit, with its late measures
as a table. Like every paper of an office it is in Vietnamese, and made from a template that an office may replace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cchc.documents.exchange.decree30 import place_and_date
from cchc.documents.exchange.paper import Align, Header, Signature, WordColumn, WordLine, WordTable
from cchc.documents.exchange.templates import PaperContent, filled_template
from cchc.documents.exchange.word import paper_bytes

URGING = "don-doc"  # the kind of paper: in addresses and names of files
NEEDED = ("don_vi", "bang_nhiem_vu")


@dataclass(frozen=True, slots=True)
class LateMeasure:
    """A measure that is late: its number in the plan, what is to be done and brought, its deadline as worded, the day
    it was due, the name of its period (empty where it has one alone), how far it is in words."""

    number: str
    what: str
    output: str
    wording: str
    due: date
    period: str
    standing: str


@dataclass(frozen=True, slots=True)
class UrgingLetter:
    """What one letter says.

    `issuer` owns the plan and sends the letter; `signer` is the position that signs it, a line each; `plan` and
    `document` name the plan and the document by which it was issued (may be empty); `days`: late by so many days or
    more on the day `on`; `answer_by` is the last day for the answer.
    """

    unit: str
    issuer: str
    symbol: str
    place: str
    signer: str
    plan: str
    document: str
    on: date
    days: int
    answer_by: date
    late: tuple[LateMeasure, ...]


def standard_urging_letter() -> bytes:
    """Return the template that stands until an office brings its own."""
    return paper_bytes(
        header=Header(
            "",
            "{{ co_quan }}",
            "Số:        /{{ ky_hieu }}",
            "{{ noi_va_ngay }}",
            subject="V/v đôn đốc thực hiện nhiệm vụ quá hạn của {{ don_vi }}",
        ),
        titles=(),
        body=(
            WordLine("Kính gửi: {{ don_vi }}.", align=Align.CENTRE, first=0),
            WordLine(
                "{{ can_cu }}. Qua theo dõi, đến ngày {{ ngay }}, {{ don_vi }} còn {{ so_nhiem_vu }} nhiệm vụ chủ trì "
                "{{ muc_qua_han }}, cụ thể như sau:"
            ),
            WordLine("[[bang_nhiem_vu]]"),
            WordLine("Để bảo đảm tiến độ thực hiện kế hoạch, {{ co_quan }} đề nghị {{ don_vi }}:"),
            WordLine(
                "1. Tập trung hoàn thành các nhiệm vụ nêu trên, cập nhật kết quả và sản phẩm vào phần theo dõi kế "
                "hoạch trước ngày {{ han_tra_loi }}."
            ),
            WordLine(
                "2. Đối với nhiệm vụ chưa thể hoàn thành, báo cáo bằng văn bản nguyên nhân, khó khăn, vướng mắc, trách "
                "nhiệm của tập thể, cá nhân liên quan và thời hạn hoàn thành."
            ),
            WordLine("{{ co_quan }} đề nghị {{ don_vi }} quan tâm, thực hiện./."),
        ),
        recipients=("Nơi nhận:", "- Như trên;", "- Lưu: VT."),
        signatures=(Signature("{{ CHUC_VU_NGUOI_KY }}", ""),),
    )


def urging_content(letter: UrgingLetter) -> PaperContent:
    """Return what fills a template of the letter."""
    texts = {
        "don_vi": letter.unit,
        "co_quan": letter.issuer,
        "ky_hieu": letter.symbol,
        "noi_va_ngay": place_and_date(letter.place, letter.on),
        "chuc_vu_nguoi_ky": letter.signer,
        "ke_hoach": letter.plan,
        "van_ban": letter.document,
        "can_cu": f"Thực hiện {letter.document or letter.plan}",
        "ngay": f"{letter.on:%d/%m/%Y}",
        "so_nhiem_vu": f"{len(letter.late):02}",
        "so_ngay": str(letter.days),
        "muc_qua_han": f"quá hạn từ {letter.days} ngày trở lên" if letter.days > 1 else "quá hạn",
        "han_tra_loi": f"{letter.answer_by:%d/%m/%Y}",
    }
    return PaperContent(texts, {"bang_nhiem_vu": (_table(letter.late, letter.on),)})


def urging_letter(letter: UrgingLetter, template: bytes) -> bytes:
    """Return a letter as the bytes of a .docx file; the same letter and template give the same bytes."""
    return filled_template(template, urging_content(letter))


def trial_letter() -> UrgingLetter:
    """Return a made-up letter, on which templates are tried and from which their page takes its examples."""
    late = LateMeasure(
        number="4",
        what="Rà soát, đơn giản hóa thủ tục hành chính nội bộ",
        output="Quyết định của Chủ tịch Ủy ban nhân dân tỉnh",
        wording="Quý I năm 2026",
        due=date(2026, 3, 31),
        period="",
        standing="đang thực hiện 40 %",
    )
    return UrgingLetter(
        unit="Sở Y tế",
        issuer="Ủy ban nhân dân tỉnh Hòa Giang",
        symbol="UBND-NC",
        place="Hòa Giang",
        signer="TL. Chủ tịch\nGiám đốc Sở Nội vụ",
        plan="Kế hoạch cải cách hành chính năm 2026",
        document="Kế hoạch số 12/KH-UBND ngày 20/01/2026 của Ủy ban nhân dân tỉnh Hòa Giang",
        on=date(2026, 4, 20),
        days=10,
        answer_by=date(2026, 4, 30),
        late=(late,),
    )


def _table(late: Sequence[LateMeasure], on: date) -> WordTable:
    periods = any(one.period for one in late)
    columns = (
        WordColumn("STT", 0.8, Align.CENTRE),
        WordColumn("Nhiệm vụ", 3.5),
        WordColumn("Sản phẩm", 2),
        WordColumn("Thời hạn", 1.6),
        *((WordColumn("Kỳ", 1.0, Align.CENTRE),) if periods else ()),
        WordColumn("Ngày đến hạn", 1.7, Align.CENTRE),
        WordColumn("Số ngày quá hạn", 1.1, Align.CENTRE),
        WordColumn("Tiến độ", 1.5),
    )
    return WordTable(columns, [_row(place, one, on, periods) for place, one in enumerate(late, 1)])


def _row(place: int, one: LateMeasure, on: date, periods: bool) -> tuple[str, ...]:
    numbered = f"{one.what} (số {one.number} của kế hoạch)" if one.number else one.what
    texts = (str(place), numbered, one.output or "–", one.wording)
    period = (one.period or "–",) if periods else ()
    return (*texts, *period, f"{one.due:%d/%m/%Y}", str((on - one.due).days), one.standing)
