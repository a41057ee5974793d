"""The letter that tells a unit its result, with what it lost and why; of other units it names nobody.

What a level withholds from the public the letter withholds too: it is made of the release alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.documents.exchange.paper import Align, Header, Signature, WordColumn, WordLine, WordPart, WordTable
from cchc.documents.exchange.templates import PaperContent
from cchc.documents.exchange.word import paper_bytes
from cchc.releases.exchange.content import Level, PublicAccount, PublicLeaf, PublicUnit
from cchc.releases.exchange.papers.source import (
    BLANK_NUMBER,
    PaperSource,
    account_of,
    ended,
    exact_text,
    loss_name,
    losses_text,
    percent_text,
    points_text,
)

NEEDED = ("don_vi", "ket_qua")
CHANGED = {"points": "điểm", "index": "chỉ số", "rank": "hạng", "grade": "xếp loại"}


class Amount(NamedTuple):
    """A column of an account; those that are not there `always` stand where one of them is not nought."""

    heading: str
    of: Callable[[PublicAccount], Fraction]
    always: bool = True


AMOUNTS = (
    Amount("Điểm tối đa", lambda one: one.maximum),
    Amount("Điểm thưởng", lambda one: one.bonus, always=False),
    Amount("Điểm đạt", lambda one: one.points),
    Amount("Điểm bị trừ", lambda one: one.lost),
    Amount("Chưa chấm", lambda one: one.pending, always=False),
)


def standard_letter() -> bytes:
    """Return the template that stands until an office brings its own."""
    return paper_bytes(
        above=["{{ du_thao }}"],
        header=Header("", "Ủy ban nhân dân {{ tinh }}", BLANK_NUMBER, "{{ noi_va_ngay_cong_bo }}"),
        titles=("Thông báo", "Kết quả Chỉ số cải cách hành chính năm {{ nam }} của {{ don_vi }}"),
        body=(
            WordLine("Kính gửi: {{ don_vi }}.", align=Align.CENTRE, first=0),
            WordLine(
                "Căn cứ Quyết định số {{ so_quyet_dinh }} {{ ngay_quyet_dinh }} của Ủy ban nhân dân {{ tinh }} về việc "
                "phê duyệt và công bố kết quả Chỉ số cải cách hành chính năm {{ nam }}, Ủy ban nhân dân {{ tinh }} "
                "thông báo kết quả của {{ don_vi }} như sau:"
            ),
            WordLine("{{ dinh_chinh }}"),
            WordLine("1. Kết quả chung", bold=True),
            WordLine("{{ ket_qua }}"),
            WordLine("{{ so_voi_khoi }}"),
            WordLine("{{ thay_doi }}"),
            WordLine("2. Điểm từng lĩnh vực", bold=True),
            WordLine("[[bang_linh_vuc]]"),
            WordLine("3. Điểm bị trừ và lý do", bold=True),
            WordLine("{{ diem_bi_tru }}"),
            WordLine("[[bang_diem_bi_tru]]"),
            WordLine("{{ luu_y }}"),
            WordLine("[[ma_kiem_chung]]"),
            WordLine(
                "Ủy ban nhân dân {{ tinh }} thông báo để {{ don_vi }} biết, phân tích nguyên nhân và có giải pháp khắc "
                "phục./."
            ),
        ),
        recipients=("Nơi nhận:", "- Như trên;", "- Sở Nội vụ;", "- Lưu: VT, CCHC."),
        signatures=(Signature("TL. Chủ tịch\nGiám đốc Sở Nội vụ", ""),),
    )


def letter_content(source: PaperSource, unit: PublicUnit) -> PaperContent:
    """Return what fills a template of the letter to one unit."""
    criteria = source.criteria_of(unit.set_code)
    group = source.group_of(unit)
    texts = {
        **source.texts(),
        "don_vi": unit.name,
        "khoi": group.name,
        "so_don_vi_cua_khoi": str(len(group.units)),
        "diem": points_text(unit.account.points, criteria),
        "diem_toi_da": points_text(unit.account.maximum, criteria),
        "chi_so": "–" if unit.index is None else unit.printed,
        "hang": "–" if unit.rank is None else str(unit.rank),
        "xep_loai": unit.grade or "–",
        "trung_binh_cua_khoi": "–" if group.mean is None else points_text(group.mean, criteria),
        "ket_qua": _result(source, unit, criteria),
        "so_voi_khoi": _beside_the_mean(source, unit, criteria),
        "thay_doi": _changes(source, unit),
        "diem_bi_tru": losses_text(unit.account, criteria),
        "luu_y": _provisional(unit, criteria),
    }
    parts: dict[str, tuple[WordPart, ...]] = {
        "bang_linh_vuc": _domains(source, unit, criteria),
        "bang_diem_bi_tru": tuple(_lost_leaves(source, unit, criteria)),
        "ma_kiem_chung": (source.seal(),),
    }
    return PaperContent(texts, parts)


def _result(source: PaperSource, unit: PublicUnit, criteria: CriteriaSet) -> str:
    account, group = unit.account, source.group_of(unit)
    points = f"{points_text(account.points, criteria)}/{points_text(account.maximum, criteria)} điểm"
    if unit.index is None:
        why = (
            f"còn {account.waiting} tiêu chí chưa chấm"
            if account.waiting
            else "không tiêu chí nào áp dụng với đơn vị"
        )
        return f"{unit.name} đạt {points}; chưa có chỉ số và không xếp hạng vì {why}."
    rank = (
        f"; xếp hạng {unit.rank} trên {len(group.units)} của khối {group.name}"
        if unit.rank is not None
        else ""
    )
    grade = f"; xếp loại {unit.grade}" if unit.grade else ""
    return f"{unit.name} đạt {points}; Chỉ số {unit.printed} %{rank}{grade}."


def _beside_the_mean(source: PaperSource, unit: PublicUnit, criteria: CriteriaSet) -> str:
    group = source.group_of(unit)
    if unit.index is None or group.mean is None:
        return ""
    mean = f"Chỉ số trung bình của khối là {percent_text(group.mean, criteria)}"
    apart = unit.index - group.mean
    if not apart:
        return f"{mean}, bằng Chỉ số của đơn vị."
    side = "cao hơn" if apart > 0 else "thấp hơn"
    return f"{mean}; Chỉ số của đơn vị {side} {points_text(abs(apart), criteria)} điểm phần trăm."


def _changes(source: PaperSource, unit: PublicUnit) -> str:
    changes = [one for one in source.content.head.changes if one.unit == unit.key and not one.node]
    said = "; ".join(
        f"{CHANGED[one.what]} {exact_text(one.before)} → {exact_text(one.after)}"
        for one in changes
        if one.what in CHANGED
    )
    return f"So với lần công bố trước, kết quả của đơn vị thay đổi: {said}." if said else ""


def _provisional(unit: PublicUnit, criteria: CriteriaSet) -> str:
    waiting = [
        f"tiêu chí {number} ({ended(leaf.provisional).rstrip('.')})"
        for number, leaf in unit.leaves.items()
        if leaf.provisional and number in criteria.leaves
    ]
    return f"Điểm còn tạm tính: {'; '.join(waiting)}." if waiting else ""


def _domains(source: PaperSource, unit: PublicUnit, criteria: CriteriaSet) -> tuple[WordPart, ...]:
    if source.content.head.level is Level.INDEX:
        return (WordLine("Lần công bố này không gồm điểm từng lĩnh vực."),)
    accounts = [(one.number, one.name, account_of(unit, one.number)) for one in criteria.nodes]
    known = [(number, name, account) for number, name, account in accounts if account is not None]
    amounts = [one for one in AMOUNTS if one.always or any(one.of(account) for _, _, account in known)]
    columns = (
        WordColumn("STT", 0.9, Align.CENTRE),
        WordColumn("Lĩnh vực", 4.4),
        *(WordColumn(one.heading, 1.2, Align.RIGHT) for one in amounts),
    )
    lines = [*known, ("", "Cộng", unit.account)]
    rows = [
        (number, name, *(points_text(one.of(account), criteria) for one in amounts))
        for number, name, account in lines
    ]
    return (WordTable(columns, rows, strong=frozenset((len(rows) - 1,))),)


def _lost_leaves(source: PaperSource, unit: PublicUnit, criteria: CriteriaSet) -> Iterator[WordPart]:
    if source.content.head.level is not Level.LEAVES:
        yield WordLine("Lần công bố này không gồm điểm từng tiêu chí thành phần.")
        return
    columns = (
        WordColumn("Tiêu chí", 1.1, Align.CENTRE),
        WordColumn("Nội dung", 3),
        WordColumn("Điểm tối đa", 1.2, Align.RIGHT),
        WordColumn("Điểm đạt", 1.2, Align.RIGHT),
        WordColumn("Điểm bị trừ", 1.2, Align.RIGHT),
        WordColumn("Lý do", 4.9),
    )
    rows = [
        (
            number,
            criteria.leaves[number].name,
            *(
                points_text(one, criteria)
                for one in (leaf.account.maximum, leaf.account.points, leaf.account.lost)
            ),
            _reasons(leaf, criteria),
        )
        for number, leaf in unit.leaves.items()
        if leaf.account.lost
    ]
    if rows:
        yield WordTable(columns, rows)


def _reasons(leaf: PublicLeaf, criteria: CriteriaSet) -> str:
    several = len(leaf.losses) > 1
    lines = []
    for code, points, why in leaf.losses:
        amount = f"{points_text(points, criteria)} điểm: " if several else ""
        untold = "; dữ liệu công bố không có lý do" if code == "stated" and not why else ""
        lines.append(f"{amount}{loss_name(code)}{untold}" + (f" ({why})" if why else ""))
    return "\n".join(lines)
