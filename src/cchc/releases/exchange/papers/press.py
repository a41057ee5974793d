"""The note for the press about a release: its standard template, and what fills any template of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from cchc.documents.exchange.paper import Align, Header, Signature, WordColumn, WordLine, WordPart, WordTable
from cchc.documents.exchange.templates import PaperContent
from cchc.documents.exchange.word import paper_bytes
from cchc.releases.exchange.papers.source import PaperSource, ended, loss_name, percent_text, points_text

NEEDED = ("so_quyet_dinh", "ket_qua_theo_khoi")
FIRST = 3  # units named in a sentence, and kinds of losses


def standard_press_note() -> bytes:
    """Return the template that stands until an office brings its own."""
    return paper_bytes(
        above=["{{ du_thao }}"],
        header=Header("", "Ủy ban nhân dân {{ tinh }}", "", "{{ noi_va_ngay_cong_bo }}"),
        titles=("Thông cáo báo chí", "Kết quả Chỉ số cải cách hành chính năm {{ nam }}"),
        body=(
            WordLine(
                "Ủy ban nhân dân {{ tinh }} công bố kết quả Chỉ số cải cách hành chính năm {{ nam }} của "
                "{{ so_don_vi }} cơ quan, đơn vị thuộc {{ so_khoi }} khối theo Quyết định số {{ so_quyet_dinh }} "
                "{{ ngay_quyet_dinh }}."
            ),
            WordLine("{{ dinh_chinh }}"),
            WordLine("1. Kết quả theo khối", bold=True),
            WordLine("[[ket_qua_theo_khoi]]"),
            WordLine("[[dan_dau]]"),
            WordLine("{{ xep_loai }}"),
            WordLine("2. Điểm bị trừ", bold=True),
            WordLine("{{ diem_bi_tru }}"),
            WordLine("3. Tra cứu và kiểm chứng", bold=True),
            WordLine("[[ma_kiem_chung]]"),
            WordLine(
                "Kết quả của từng cơ quan, đơn vị và dữ liệu mở được đăng tại trang nêu trên. Mọi tổ chức, cá nhân đều "
                "có thể tính lại kết quả và đối chiếu với mã gốc {{ ma_goc }}./."
            ),
        ),
        recipients=(
            "Nơi nhận:",
            "- Các cơ quan báo chí;",
            "- Cổng thông tin điện tử {{ tinh }};",
            "- Lưu: VT, CCHC.",
        ),
        signatures=(Signature("TL. Chủ tịch\nGiám đốc Sở Nội vụ", ""),),
    )


def press_content(source: PaperSource) -> PaperContent:
    """Return what fills a template of the note."""
    texts = {**source.texts(), "xep_loai": _grades(source), "diem_bi_tru": _losses(source)}
    parts: dict[str, tuple[WordPart, ...]] = {
        "ket_qua_theo_khoi": (table_of_groups(source),),
        "dan_dau": tuple(WordLine(line) for line in _leading(source)),
        "ma_kiem_chung": (source.seal(),),
    }
    return PaperContent(texts, parts)


def table_of_groups(source: PaperSource) -> WordTable:
    """Return the table of the peer groups: how many units, their mean, the highest and the lowest index."""
    columns = (
        WordColumn("STT", 0.9, Align.CENTRE),
        WordColumn("Khối", 4),
        WordColumn("Số cơ quan, đơn vị", 1.3, Align.RIGHT),
        WordColumn("Trung bình (%)", 1.3, Align.RIGHT),
        WordColumn("Cao nhất (%)", 1.3, Align.RIGHT),
        WordColumn("Thấp nhất (%)", 1.3, Align.RIGHT),
    )
    rows = []
    for place, group in enumerate(source.content.groups, start=1):
        criteria = source.criteria_of(group.set_code)
        ends = (group.mean, group.highest, group.lowest)
        figures = ("–" if one is None else points_text(one, criteria) for one in ends)
        rows.append((str(place), group.name, str(len(group.units)), *figures))
    return WordTable(columns, rows)


def _leading(source: PaperSource) -> Iterator[str]:
    """Yield a line for each group: the units of its first three ranks, all that share one of them."""
    for group in source.content.groups:
        criteria = source.criteria_of(group.set_code)
        units = [source.units[key] for key in group.units]
        first = [one for one in units if one.rank is not None and one.rank <= FIRST]
        if first:
            named = "; ".join(
                f"{one.name} ({percent_text(one.index, criteria)}, hạng {one.rank})" for one in first
            )
            yield f"- {group.name}: dẫn đầu là {named}."


def _grades(source: PaperSource) -> str:
    """Return how many units have each class, in the order of the classes of their sets."""
    sets = [source.criteria_of(one.code) for one in source.content.sets]
    order = {grade.name: place for one in sets for place, grade in enumerate(one.grades)}
    counts = Counter(one.grade for one in source.content.units if one.grade)
    if not counts:
        return ""
    names = sorted(counts, key=lambda name: (order.get(name, len(order)), name))
    said = "; ".join(f"{name} {counts[name]} cơ quan, đơn vị" for name in names)
    return f"Về xếp loại: {said}."


def _losses(source: PaperSource) -> str:
    """Return what took the most points of all units together; sums of points of different sets are points alike."""
    sums: dict[str, Fraction] = {}
    for unit in source.content.units:
        for code, points in unit.account.losses.items():
            sums[code] = sums.get(code, Fraction(0)) + points
    if not sums:
        return "Không cơ quan, đơn vị nào bị trừ điểm."
    criteria = source.criteria_of(source.content.sets[0].code)
    ordered = sorted(sums.items(), key=lambda one: (-one[1], one[0]))[:FIRST]
    said = "; ".join(f"{loss_name(code)} ({points_text(points, criteria)} điểm)" for code, points in ordered)
    return ended(f"Cộng chung các cơ quan, đơn vị, điểm bị trừ nhiều nhất do: {said}")
