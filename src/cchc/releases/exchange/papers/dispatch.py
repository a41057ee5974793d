"""The official letter with which the results go to all units and those above: its standard template, and what fills any
template of it."""

from __future__ import annotations

from cchc.documents.exchange.paper import Header, Signature, WordLine, WordPart
from cchc.documents.exchange.templates import PaperContent
from cchc.documents.exchange.word import paper_bytes
from cchc.releases.exchange.papers.press import table_of_groups
from cchc.releases.exchange.papers.source import PaperSource

NEEDED = ("so_quyet_dinh", "kinh_gui")
BLANK_NUMBER = "Số:        /UBND-NC"


def standard_dispatch() -> bytes:
    """Return the template that stands until an office brings its own."""
    return paper_bytes(
        above=["{{ du_thao }}"],
        header=Header(
            "",
            "Ủy ban nhân dân {{ tinh }}",
            BLANK_NUMBER,
            "{{ noi_va_ngay_cong_bo }}",
            "V/v thông báo kết quả Chỉ số cải cách hành chính năm {{ nam }}",
        ),
        titles=(),
        body=(
            WordLine("Kính gửi:", first=40),
            WordLine("[[kinh_gui]]"),
            WordLine(
                "Thực hiện Quyết định số {{ so_quyet_dinh }} {{ ngay_quyet_dinh }} của Ủy ban nhân dân {{ tinh }} về "
                "việc phê duyệt và công bố kết quả Chỉ số cải cách hành chính năm {{ nam }}, Ủy ban nhân dân "
                "{{ tinh }} thông báo kết quả của {{ so_don_vi }} cơ quan, đơn vị thuộc {{ so_khoi }} khối như sau:"
            ),
            WordLine("{{ dinh_chinh }}"),
            WordLine("1. Kết quả theo khối", bold=True),
            WordLine("[[ket_qua_theo_khoi]]"),
            WordLine("2. Kết quả của từng cơ quan, đơn vị", bold=True),
            WordLine(
                "Kết quả, điểm bị trừ và lý do của từng cơ quan, đơn vị có trong thông báo gửi kèm Công văn này và tại "
                "trang thông tin điện tử:"
            ),
            WordLine("[[ma_kiem_chung]]"),
            WordLine("3. Đề nghị", bold=True),
            WordLine(
                "Thủ trưởng các cơ quan, đơn vị phân tích nguyên nhân của các tiêu chí bị trừ điểm và có giải pháp "
                "khắc phục. Giao Sở Nội vụ theo dõi, đôn đốc, tổng hợp báo cáo Ủy ban nhân dân {{ tinh }}./."
            ),
        ),
        recipients=("Nơi nhận:", "- Như trên;", "- Bộ Nội vụ (để báo cáo);", "- Lưu: VT, CCHC."),
        signatures=(Signature("{{ CHUC_VU_NGUOI_KY }}", ""),),
    )


def dispatch_content(source: PaperSource) -> PaperContent:
    """Return what fills a template of the letter."""
    groups = source.content.groups
    ends = [*[";"] * (len(groups) - 1), "."]
    addressed = tuple(
        WordLine(f"- {group.name}{end}", first=40) for group, end in zip(groups, ends, strict=True)
    )
    parts: dict[str, tuple[WordPart, ...]] = {
        "kinh_gui": addressed,
        "ket_qua_theo_khoi": (table_of_groups(source),),
        "ma_kiem_chung": (source.seal(),),
    }
    return PaperContent(source.texts(), parts)
