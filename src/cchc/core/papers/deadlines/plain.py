"""A wording made plain before it is read: without marks, capitals, hours and weekdays, abbreviations written out."""

from __future__ import annotations

import re
import unicodedata

from cchc.core.words.letters import composed_text

# cells of Word tables that begin with the dash of a list
_BULLET = re.compile(r"^[-+*](?: |$)")
_MINUTES = r"(?: ?\d{1,2}(?!\d|/))?(?: ?(?:phut|p)\b)?"
_HOUR = rf"(?<![\d/])(?:\d{{1,2}} ?(?:gio|h|g){_MINUTES}|\d{{1,2}}:\d{{2}}(?::\d{{2}})?)(?![a-z0-9/])"
# "Từ 20 giờ 15 phút - 20 giờ 45 phút ngày 23 tháng 1", "8h00 đến 11h30, ngày 05/3/2026"
_HOURS = re.compile(rf"(?:\btu )?(?:\bluc )?{_HOUR} ?(?:-|den) ?{_HOUR},? ?(?:cung )?")
# "14 giờ 00 ngày 22/01/2026", "2026-03-31 00:00:00" of a spreadsheet
_AT_HOUR = re.compile(
    rf"(?:\b(?:luc|hoi) )?{_HOUR},? ?(?:cung )?"
    r"(?=ngay\b|thu\b|chu nhat|sang\b|chieu\b|\d{1,2}[/.-]\d|[;,)]|$)"
)
# "Thứ Hai, ngày 05/01/2026", "Sáng thứ Sáu ngày 23/01"
_WEEKDAY = re.compile(
    r"\b(?:(?:buoi )?(?:sang|trua|chieu) ?,? ?)?(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat) ?,? ?\(?"
    r"(?=(?:ngay )?\d{1,2}[ /.-])"
)
# "Ngày 15 các tháng 3, 6, 9"
_DAY_OF_MONTHS = re.compile(
    r"\bngay (\d{1,2}) (?:cua )?cac thang (\d{1,2}(?:(?: ?, ?| va )(?:thang )?\d{1,2}(?!\d)){1,11})"
)
# "Tháng 4→6/2026", "tháng 4÷6"
_ARROW = re.compile(r" ?(?:→|⇒|[-=]+>|÷|~) ?")
# "Tháng Sáu năm 2026", "quý ba", "hai tháng một lần"; "tháng năm" is May only before a year, "tháng một lần" no month
_COUNTING_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_NAMED_MONTH = re.compile(
    r"\b(tháng|quý|quí) (mười hai|mười một|mười|một|hai|ba|tư|bốn|sáu|bảy|bẩy|tám|chín|năm(?=,? ?(?:năm \d|/)))"
    r"(?! lần)(?!\w)"
)
_COUNTED_IN_WORDS = re.compile(r"(?<!thứ )\b(hai|ba|bốn|sáu|tám|chín|mười) (?=(?:tháng|quý|quí|tuần|ngày)\b)")
# "trước 01 tháng 7"
_DAY_BY_ITSELF = re.compile(
    r"\b(truoc|den|cham nhat|muon nhat|het|khong qua) (?=\d{1,2} thang \d{1,2}(?!\d))"
)
# "Các tháng 3, 6, 9, 12", "Cuối tháng 3, 6, 9, 12": a month is due at its end
_SEVERAL_MONTHS = re.compile(
    r"\b(?:cuoi )?(?:cac )?(?=thang \d{1,2} ?(?:,|;|va\b) ?(?:thang )?\d{1,2}(?![\d/]*-))"
)
# "Trước khi kết thúc năm 2026", "Trong hai năm 2026-2027"
_BEFORE_ENDS = re.compile(r"\btruoc khi (?:ket thuc|het) (?=(?:nam|quy|thang) (?:\d|i))")
_YEARS_COUNTED = re.compile(r"\b(?:hai|ba|0?[23]) nam (?=\d{4} ?- ?\d{4})")
_SESSION = re.compile(r"\b(?:buoi )?(?:sang|trua|chieu) ?,? ?(?=ngay \d|\d{1,2}/\d)")
_DAY = r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}|\d{1,2} thang \d{1,2} nam \d{4}"
_SYMBOL = r"[a-z][a-z0-9.&]{0,15}(?: ?[-/] ?[a-z][a-z0-9.&]{0,15}){0,4}"
# "Theo Công văn số 12/UBND-NC ngày 05/01/2026": the date of a document is no due day
_CITED = re.compile(
    rf"(?:\bso ?:? ?\d{{1,5}}[a-z]?(?: ?/ ?\d{{4}})? ?[-/] ?{_SYMBOL}"
    rf"|(?<![\d/])\d{{1,5}}(?:/\d{{4}})?/[a-z]{{1,6}}(?:-[a-z0-9.&]{{1,12}}){{1,4}})"
    rf"(?:,? ?(?:ky )?(?:ngay )?(?:{_DAY}))?"
)
CITATION = "#"
# "trước ngày 15/01 năm sau", "Quý I năm kế tiếp"; "các năm sau" goes on
_NEXT_YEAR = re.compile(
    r"(?<!cac )(?<!nhung )(?<!moi )\bnam (?:sau|toi|ke tiep|tiep theo|lien ke|lien sau)\b"
)
_THIS_YEAR = re.compile(r"\bnam nay\b")


def plain_wording(text: str) -> str:
    """Return `text` without marks and capitals, dashes and blanks made equal, abbreviations of heads written out; hours
    and weekdays of a day left out, documents that it cites as one sign.

    >>> plain_wording("Từ 8h00 - 11h30, Thứ Hai, ngày 05/01/2026")
    'ngay 05/01/2026'
    >>> plain_wording("Theo Kế hoạch số 12/KH-UBND ngày 05/01/2026; Q.III/2026")
    'theo ke hoach #; quy iii/2026'
    """
    worded = composed_text(text, "NFKC").casefold()
    counted = _COUNTED_IN_WORDS.sub(_in_digits, _NAMED_MONTH.sub(_month_in_digits, worded))
    spread = composed_text(_ARROW.sub("-", counted), "NFD").replace("đ", "d")
    kept = ("-" if unicodedata.category(mark) == "Pd" else mark for mark in spread)
    letters = "".join(mark for mark in kept if unicodedata.category(mark) not in ("Mn", "Cf"))
    lines = (_BULLET.sub("", " ".join(line.split()), count=1) for line in letters.split("\n"))
    folded = _BULLET.sub("", " ".join(line for line in lines if line), count=1).strip(" .;,:")
    # "Q.III/2023", "QIII/2023", "Quí III-2023"; "T7/2023", "Thg 7"; "năm2023" without a blank
    quarters = re.sub(
        r"\b(?:q ?\. ?|q ?|quy ?\.? ?|qui ?\.? ?)(iv|i{1,3}|[1-4])(?![a-z0-9])", r"quy \1", folded
    )
    months = re.sub(r"\b(?:t|th|thg) ?\.? ?(\d{1,2})(?!\d)", r"thang \1", quarters)
    spaced = re.sub(r"\b(thang|nam|ngay)(\d)", r"\1 \2", months)
    day = _CITED.sub(CITATION, spaced)
    for pattern in (_HOURS, _AT_HOUR, _WEEKDAY, _SESSION):
        day = pattern.sub("", day)
    day = _DAY_OF_MONTHS.sub(_each_month, day)
    for pattern, plainly in (
        (_DAY_BY_ITSELF, r"\1 ngay "),
        (_SEVERAL_MONTHS, ""),
        (_BEFORE_ENDS, "het "),
        (_YEARS_COUNTED, ""),
    ):
        day = pattern.sub(plainly, day)
    return day.strip(" .;,:")


def _month_in_digits(found: re.Match[str]) -> str:
    return f"{found[1]} {_COUNTING_WORDS[found[2]]}"


def _in_digits(found: re.Match[str]) -> str:
    return f"{_COUNTING_WORDS[found[1]]} "


def _each_month(found: re.Match[str]) -> str:
    return ", ".join(f"ngay {found[1]}/{month}" for month in re.findall(r"\d+", found[2]))


def with_years_named(wording: str, year: int | None) -> str:
    """Return a plain wording in which "next year" and "this year" are the years that they are in a plan for `year`.

    >>> with_years_named("truoc ngay 15/01 nam sau", 2026)
    'truoc ngay 15/01 nam 2027'
    """
    if year is None:
        return wording
    return _THIS_YEAR.sub(f"nam {year}", _NEXT_YEAR.sub(f"nam {year + 1}", wording))
