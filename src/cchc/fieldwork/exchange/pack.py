"""The print pack of a batch of paper forms: batch sheet, reply ledger, payment list, and the numbered forms."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import segno

from cchc.core.surveys.codes import numbered_form, printed_code
from cchc.core.surveys.keying import keys_of
from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSection, QuestionSet, SurveyItem
from cchc.core.words.numbers import number_in_full
from cchc.fieldwork.exchange.setting import set_pdf
from cchc.surveys.exchange.condition_words import asked_when

TEMPLATE = Path(__file__).with_name("pack.typ")

WORDS: Mapping[str, Any] = {
    "form": "Phiếu số",
    "batch": "Lô phiếu số",
    "survey": "Cuộc điều tra",
    "about": "Đơn vị được đánh giá",
    "about_all": "Phiếu này hỏi về nhiều đơn vị; mỗi câu, xin đánh dấu cho từng đơn vị.",
    "rated": "Đơn vị được đánh giá",
    "enumerator": "Điều tra viên",
    "until": "Hạn thu phiếu",
    "printed": "Số phiếu đã in",
    "sign": "(ký, ghi rõ họ tên)",
    "batch_sheet": "Phiếu theo dõi lô",
    "numbers": "Các phiếu trong lô",
    "counted": "Kiểm đếm",
    "printed_short": "Đã in",
    "returned": "Thu về",
    "void": "Phiếu hủy",
    "open": "Chưa thu",
    "on_giving": "Khi giao phiếu",
    "on_bringing": "Khi nộp phiếu",
    "on_closing": "Khi khóa lô",
    "must_add_up": "Lô chỉ khóa được khi: đã in = thu về + phiếu hủy + chưa thu.",
    "given_by": "Người giao",
    "taken_by": "Điều tra viên",
    "closed_by": "Người nhận, khóa lô",
    "ledger": "Sổ thu phiếu",
    "ledger_note": "Không ghi tên người trả lời vào sổ này.",
    "place": "Stt",
    "number": "Số phiếu",
    "given_on": "Ngày phát",
    "came_on": "Ngày thu",
    "outcome": "Kết quả",
    "outcomes": ["thu về", "từ chối", "không gặp", "hủy"],
    "note": "Ghi chú",
    "payments": "Danh sách ký nhận",
    "payments_note": "Danh sách này để riêng, không ghi số phiếu: không ai được ghép người ký với câu trả lời.",
    "name": "Họ và tên",
    "address": "Địa chỉ",
    "amount": "Số tiền (đồng)",
    "receipt": "Ký nhận",
    "sum": "Cộng",
    "paid_by": "Người chi",
    "accountant": "Kế toán",
    "head_of_office": "Thủ trưởng đơn vị",
    "question": "Nội dung",
    "only_when": "Chỉ trả lời khi",
    "several": "(có thể chọn nhiều ô)",
    "most": "(chọn nhiều nhất {most} ô)",
    "page": "trang",
    "not_named": "Không ghi tên người trả lời lên phiếu",
    "how_to_tick": "Mỗi câu đánh dấu × vào một ô, trừ câu ghi rõ được chọn nhiều ô. Số nhỏ trong ô để nhập phiếu.",
    "or_online": "Trả lời trên điện thoại: quét mã này",
}

CONSENT = (
    "Ông/bà tự nguyện trả lời; trả lời và nộp phiếu này là đồng ý để cơ quan tổ chức điều tra tổng hợp câu trả lời. "
    "Phiếu không ghi tên; số phiếu và mã chỉ để mỗi phiếu được tính một lần. Xin trân trọng cảm ơn!"
)


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """One form: its number, the respondent's code, the address at which it is answered on a telephone, the names of the
    units it asks about, and the group whose questionnaire it bears."""

    number: int
    code: str
    address: str
    units: tuple[str, ...]
    group: str


@dataclass(frozen=True, slots=True)
class PaperPack:
    """What is printed of a batch; `unit` and `enumerator` are "" where it has none, `consent` "" for the usual words,
    `questionnaires` are those of the groups."""

    survey: str
    year: int
    batch: int
    unit: str
    enumerator: str
    until: date | None
    consent: str
    questionnaires: Mapping[str, QuestionSet]
    forms: tuple[PrintedForm, ...]


def pack_pdf(pack: PaperPack, fonts: Path) -> bytes:
    """Return the whole pack as PDF, each sheet and each form beginning on a front page; `fonts` as `set_pdf` takes it.
    The same pack is the same bytes."""
    return set_pdf(TEMPLATE, pack_values(pack), fonts)


def pack_values(pack: PaperPack) -> dict[str, Any]:
    """Return what the template prints, as plain JSON values."""
    return {
        "title": f"{pack.survey} · {pack.year}",
        "survey": pack.survey,
        "batch": str(pack.batch),
        "unit": pack.unit,
        "enumerator": pack.enumerator,
        "until": f"{pack.until:%d/%m/%Y}" if pack.until else "",
        "consent": pack.consent or CONSENT,
        "words": WORDS,
        "questionnaires": {group: _questionnaire(asked) for group, asked in pack.questionnaires.items()},
        "forms": [
            {
                "number": numbered_form(one.number),
                "code": printed_code(one.code),
                "qr": qr_picture(one.address),
                "units": list(one.units),
                "questionnaire": one.group,
            }
            for one in pack.forms
        ],
    }


def answering_address(home: str, code: str) -> str:
    """Return the address at which a respondent answers on a telephone. It stands on paper and never changes.

    >>> answering_address("https://cchc.example.vn", "ABCDEFGHJKMN2")
    'https://cchc.example.vn/tra-loi/ABCDEFGHJKMN2/'
    """
    return f"{home}/tra-loi/{code}/"


def qr_picture(address: str) -> str:
    """Return the QR code of an address as SVG, always the same text."""
    written = io.BytesIO()
    segno.make(address, error="m", micro=False).save(written, kind="svg", scale=4, border=2, xmldecl=False)
    return written.getvalue().decode()


def _questionnaire(asked: QuestionSet) -> dict[str, Any]:
    return {
        "title": asked.title,
        "note": asked.note,
        "sections": [_section(asked, one) for one in asked.sections if asked.items_of(one)],
    }


def _section(asked: QuestionSet, section: QuestionSection) -> dict[str, Any]:
    items = asked.items_of(section)
    is_table = (
        section.layout == "matrix" and len({one.options for one in items}) == 1 and bool(items[0].options)
    )
    return {
        "number": section.number,
        "title": section.title,
        "note": section.note,
        "when": asked_when(asked, section.shown_when),
        "layout": "matrix" if is_table else "list",
        "items": [_item(asked, one) for one in items],
    }


def _item(asked: QuestionSet, item: SurveyItem) -> dict[str, Any]:
    texts = {option.code: option.text for option in item.options}
    return {
        "number": item.number,
        "text": item.text,
        "note": item.note,
        "kind": item.kind.value,
        "options": [{"key": key, "text": texts[code]} for key, code in keys_of(item)],
        "unit": item.unit,
        "most": item.most or 0,
        "bounds": _bounds(item),
        "when": asked_when(asked, item.shown_when),
    }


def _bounds(item: SurveyItem) -> str:
    if item.kind is not ItemKind.NUMBER:
        return ""
    low, high = (None if one is None else number_in_full(one) for one in (item.low, item.high))
    if low is not None and high is not None:
        return f"(từ {low} đến {high})"
    if low is not None:
        return f"(từ {low} trở lên)"
    return "" if high is None else f"(không quá {high})"
