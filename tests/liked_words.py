"""The words that the grammar of each kind of reader likes, of which costly texts are made."""

from __future__ import annotations

from tests.reading.papers import SIX, table_rows

SIGNS = tuple("\n ,;.:-/()|\t\"'“”*_<&%")
LETTERS = ("a", "đ", "A", "Đ", "ệ", "1", "0", "e\u0323\u0302", "\u0301\u0323", "\u00a0", "\x0b", "\r\n")
ANY = (*SIGNS, *LETTERS)
WHO = (
    "Sở ", "Nội vụ", "UBND cấp ", "xã", "các ", "Các sở: ", " và ", "Ban ", "ban, ngành",
    "Văn hóa, Thể thao", "\n1", "\n- ", "có liên quan", "Bưu điện tỉnh", "SNV", "TT&TT", "thành phố ",
    "chủ trì", "phối hợp", "(chủ trì)", "; ",
)  # fmt: skip
WHEN = (
    "Quý ", "IV", "/2026", "tháng ", "ngày 01/", "năm 2026", "đến ", "từ ", "trước ", "thường xuyên",
    "định kỳ ", "6 tháng ", "hàng ", "khi có ", "và các năm tiếp theo", "31/12/2026", "sau ", "- ",
)  # fmt: skip
WHICH = (
    "Quyết định ", "số ", "12/", "KH-UBND", "QĐ-TTg", "3395/QĐ-UBND", " ngày 05/01/2026", " của ",
    "UBND tỉnh", "Chủ tịch ", "AAA-", "19-NQ/TW", "Phụ lục ", "II", "(có biểu ", "kèm theo ", "Kế hoạch",
    "khóa ", "PHỤ LỤC", "Bộ Nội vụ và ",
)  # fmt: skip
FIGURES = (
    "đạt ", "1,5", "/2 điểm", "còn ", "thiếu ", "trừ ", "02 điểm", "tỷ lệ ", "88,29%", "so với năm 2021",
    "năm 2022", "ở nhóm ", "ở nhóm ‘", '"cao"', "tiếp tục ", "tổng số ", "90 người", "mỗi xã ", "+ Dân: ",
    "gồm ", "Điểm tối đa\n", "11 ", "10,11 ", "-0,89\n", "tồn tại: ", "x ", "SIPAS ", "trong đó: ",
    "61,2 điểm", "Tổng cộng ",
)  # fmt: skip
RULES = (
    "ratio ", "done", " / ", "total", "(", ")", "-", "not ", "if(", "{", "}", "= full", ", ", "; ", "when ",
    ": ", '"', "1.5%", "..", "choose ", "best of {", "|", "count", "min(", "#",
    ", fed by ", "unit.", "population",
)  # fmt: skip
NUMBERS = ("1", ".", ",", "234", "-", "%", "0", " ", "−", "1.234", "\u00a0")
DAYS = ("30/4", "/2026", " – ", "làm bù ", "thứ Hai ", "đến ", "Quốc khánh", "\n", "ngày ", "(", "và ", "t2 ")
TABLE = (
    "a", ",", ";", "\t", "\n", '"', '""', "Tên đơn vị", "Loại", "Có hiệu lực từ", "Sở", "01/07/2025", "|",
    "x\n", "Mã",
)  # fmt: skip
TOML = (
    "[set]\n", "[[node]]\n", 'name = "a"\n', "a = 1\n", '"""', "'''", "#", "\n", "[", "]", "= ",
    "inputs = [", '"x",\n', "\\",
)  # fmt: skip
ROWS = "\n".join("\t".join(cell.replace("\n", " ") for cell in row) for row in table_rows(SIX))
PLAN_ROWS = (
    "\t", "\n", "1\t", "\n\n\tx\t\t\t\t", "\n2\tRà soát\tBáo cáo\tSở Nội vụ\tUBND cấp xã\tQuý IV", "của",
    "I\t", "nt\t", "\n3\tx\t\tSở Y tế chủ trì, phối hợp với Sở Nội vụ\t\tKhi có", "nhiệm vụ\t",
)  # fmt: skip
PROSE = (
    "\n1. ", "\n1.1. ", "\na) ", "Chủ trì: ", "Thời gian thực hiện: ", "Tồn tại: ", "Nhiệm vụ, giải pháp: ",
    "\n- ", ". ", "của\n", "Số lượng: ", "90 người", "\nII. ", "KẾ HOẠCH\n", "Số: 12/KH-UBND\n",
    "ban hành kế hoạch ", "\nThực hiện ",
)  # fmt: skip
DRAWN = "STT\nNhiệm vụ\nCơ quan chủ trì\nThời gian thực hiện\n"
DRAWING = (
    "Sở \n",
    "Nội vụ\n",
    "Quý IV\n",
    "1\n",
    "I\n",
    "Thường \n",
    "xuyên\n",
    "CẢI CÁCH THỂ CHẾ\n",
    "và \n",
    "a\n",
    DRAWN,
)
