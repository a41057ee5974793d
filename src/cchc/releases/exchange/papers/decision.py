"""The decision that releases the results of a year: its standard template, and what fills any template of it."""

from __future__ import annotations

from collections.abc import Iterator

from cchc.core.words.ties import printed_values
from cchc.documents.exchange.decree30 import NOTE_SIZE, roman_number
from cchc.documents.exchange.paper import (
    Align,
    Header,
    Signature,
    WordColumn,
    WordLine,
    WordPart,
    WordTable,
    annex_head,
)
from cchc.documents.exchange.templates import PaperContent
from cchc.documents.exchange.word import paper_bytes
from cchc.releases.exchange.content import Level, PublicGroup, PublicUnit
from cchc.releases.exchange.papers.source import PaperSource, account_of, points_text
from cchc.results.exchange.annex import AnnexRow, annex_table
from cchc.results.exchange.report import NOTHING_APPLIES, PENDING, TIE_RULES, close_index
from cchc.texts.speaking import speaker

NEEDED = ("so_quyet_dinh", "phu_luc")
SAY = speaker("results", "scores", language_code="vi")


def standard_decision() -> bytes:
    """Return the template that stands until an office brings its own."""
    return paper_bytes(
        above=["{{ du_thao }}"],
        header=Header(
            "", "Ủy ban nhân dân {{ tinh }}", "Số: {{ so_quyet_dinh }}", "{{ noi_va_ngay_quyet_dinh }}"
        ),
        titles=(
            "Quyết định",
            "Về việc phê duyệt và công bố kết quả Chỉ số cải cách hành chính năm {{ nam }}",
        ),
        body=(
            WordLine("ỦY BAN NHÂN DÂN {{ TINH }}", bold=True, align=Align.CENTRE, first=0),
            WordLine("Căn cứ Luật Tổ chức chính quyền địa phương;", italic=True),
            WordLine("Theo đề nghị của Giám đốc Sở Nội vụ.", italic=True),
            WordLine("QUYẾT ĐỊNH:", bold=True, align=Align.CENTRE, first=0),
            WordLine(
                "Phê duyệt và công bố kết quả Chỉ số cải cách hành chính năm {{ nam }} của {{ so_don_vi }} cơ quan, "
                "đơn vị theo các phụ lục kèm theo:",
                lead="Điều 1.",
            ),
            WordLine("[[danh_muc_phu_luc]]"),
            WordLine("{{ dinh_chinh }}"),
            WordLine(
                "Số liệu công bố được niêm phong bằng mã gốc in tại các phụ lục; mọi tổ chức, cá nhân tra cứu và kiểm "
                "chứng tại trang thông tin điện tử có địa chỉ ghi ở đó.",
                lead="Điều 2.",
            ),
            WordLine("Quyết định này có hiệu lực kể từ ngày ký.", lead="Điều 3."),
            WordLine(
                "Chánh Văn phòng Ủy ban nhân dân {{ tinh }}, Giám đốc Sở Nội vụ, thủ trưởng các cơ quan, đơn vị có tên "
                "tại các phụ lục và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
                lead="Điều 4.",
            ),
        ),
        recipients=("Nơi nhận:", "- Như Điều 4;", "- Bộ Nội vụ (để báo cáo);", "- Lưu: VT, CCHC."),
        signatures=(Signature("{{ CHUC_VU_NGUOI_KY }}", ""),),
        after=(WordLine("[[phu_luc]]", first=0),),
    )


def decision_content(source: PaperSource) -> PaperContent:
    """Return what fills a template of the decision."""
    listed = tuple(
        WordLine(f"- Phụ lục {roman_number(place)}: {group.name}, {len(group.units)} cơ quan, đơn vị.")
        for place, group in enumerate(source.content.groups, start=1)
    )
    return PaperContent(
        source.texts(),
        {"danh_muc_phu_luc": listed, "phu_luc": tuple(_annexes(source)), "ma_kiem_chung": (source.seal(),)},
    )


def _annexes(source: PaperSource) -> Iterator[WordPart]:
    """Yield an annex for each peer group; from level `CRITERIA` one more with the points of its domains."""
    place = 0
    for group in source.content.groups:
        place += 1
        yield from _head(source, group, place, "KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {year}")
        yield ranking_table(source, group)
        for note in _notes(source, group):
            yield WordLine(note, italic=True, align=Align.LEFT, first=0, size=NOTE_SIZE)
        yield source.seal()
    if source.content.head.level is Level.INDEX:
        return
    for group in source.content.groups:
        place += 1
        title = "ĐIỂM CÁC LĨNH VỰC CỦA CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {year}"
        yield from _head(source, group, place, title, landscape=True)
        yield _domains(source, group)
        yield source.seal()


def _head(
    source: PaperSource, group: PublicGroup, place: int, title: str, *, landscape: bool = False
) -> Iterator[WordPart]:
    texts = source.texts()
    titles = (
        f"PHỤ LỤC {roman_number(place)}",
        title.format(year=source.content.head.year),
        f"Khối: {group.name}",
    )
    attached = (
        f"(Kèm theo Quyết định số {texts['so_quyet_dinh']} {texts['ngay_quyet_dinh']} của Ủy ban nhân dân "
        f"{texts['tinh']})"
    )
    yield from annex_head(titles, attached, landscape=landscape)


def _members(source: PaperSource, group: PublicGroup) -> list[PublicUnit]:
    return [source.units[key] for key in group.units]


def ranking_table(source: PaperSource, group: PublicGroup) -> WordTable:
    """Return the ranking of a peer group as an annex prints it."""
    criteria = source.criteria_of(group.set_code)
    units = _members(source, group)
    indices = [one.index for one in units if one.index is not None]
    printed = printed_values(indices, criteria.places, criteria.rounding)
    rows = [
        AnnexRow(
            rank=one.rank,
            unit=one.name,
            points=one.account.points,
            maximum=one.account.maximum,
            index=one.index,
            printed=None if one.index is None else printed[one.index],
            grade=one.grade,
            waiting=bool(one.account.waiting),
        )
        for one in units
    ]
    return annex_table(rows, criteria.places, SAY)


def _notes(source: PaperSource, group: PublicGroup) -> Iterator[str]:
    criteria = source.criteria_of(group.set_code)
    units = _members(source, group)
    yield SAY(TIE_RULES[criteria.ties])
    if any(one.account.waiting for one in units):
        yield SAY(PENDING)
    if any(one.index is None and not one.account.waiting for one in units):
        yield SAY(NOTHING_APPLIES)
    indices = [one.index for one in units if one.index is not None]
    printed = printed_values(indices, criteria.places, criteria.rounding)
    for one in units:
        if one.index is not None and printed[one.index].about:
            yield SAY(close_index(one.name, one.index))


def _domains(source: PaperSource, group: PublicGroup) -> WordTable:
    criteria = source.criteria_of(group.set_code)
    parts = criteria.nodes
    columns = (
        WordColumn("STT", 0.95, Align.CENTRE),
        WordColumn("Cơ quan, đơn vị", 3.2),
        *(WordColumn(f"{one.number}. {one.name}", 1.5, Align.RIGHT) for one in parts),
        WordColumn("Tổng điểm", 1.2, Align.RIGHT),
    )
    rows = [
        (
            str(place),
            unit.name,
            *(_points_of(unit, one.number, source) for one in parts),
            points_text(unit.account.points, criteria),
        )
        for place, unit in enumerate(_members(source, group), start=1)
    ]
    return WordTable(columns, rows)


def _points_of(unit: PublicUnit, domain: str, source: PaperSource) -> str:
    account = account_of(unit, domain)
    return "–" if account is None else points_text(account.points, source.criteria_of(unit.set_code))
