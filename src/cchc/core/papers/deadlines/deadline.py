"""From the wording of a deadline to the days it means.

`deadline` reads a wording in the light of the plan's year. The wording is kept and is what prints. Case, tone
marks, kinds of dashes and blanks do not matter; quarters are Roman or Arabic. A period is due on its last day:

* `fixed`: one day or one period. A half year and a year are spans of work and also have a start;
* `range`: from … to …, or periods that follow each other without a break, due at the end of the last;
* `several`: days, or periods that do not touch, each with its own due day;
* `recurring`: every month, quarter, half year; with the due days that fall into the plan's year;
* `continuous` (thường xuyên): no due day, unless a span is named beside it;
* `on_event`: when something has happened; a year or date inside the event is no due day;
* `unparsed`: everything else. A wording with two readings is not decided here: a person decides.

"Before day X" (trước ngày) is due on day X, as such orders are followed up; "before" a month or quarter has two
readings and stays unparsed.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import replace
from datetime import date

from cchc.core.papers.deadlines.dates import dated_deadline
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.deadlines.values import FIRST_YEAR, LAST_YEAR, Deadline, DeadlineKind, day_in
from cchc.core.words.letters import composed_text
from cchc.core.words.remembering import remember

_LONGEST = 400
_LEAP_YEAR = 2024  # a wording without a year is read by a year that has every day
_LONGEST_WRITTEN = 4 * _LONGEST  # a letter with its marks may be written as up to four signs

# "6 tháng cuối năm 2023 và các năm tiếp theo", "Quý III/2023, các năm sau"
_CONTINUES = re.compile(
    r"[\s,;]*\b(?:va|cung)?\s*(?:cho )?(?:cac|nhung) nam (?:tiep theo|ke tiep|sau|tiep sau)(?: do)?$"
)
# "Thường xuyên, liên tục", "Thường xuyên; báo cáo trước ngày 15/12/2023"
_CONTINUOUS = re.compile(
    r"(?:thuc hien |duy tri )?(?:thuong xuyen|lien tuc|hang ngay)\b[\s,;:]*(?:va )?(?P<rest>.*)"
)
# "Thường xuyên trong năm 2023", "Thường xuyên cả năm"
_WHOLE_YEAR = re.compile(r"(?:(?:trong|ca|suot|lien tuc|den het|het)[ ,]*)*nam(?: (?P<year>\d{4}))?")
_CYCLE = r"(?:0?[369] thang|thang|quy|qui|nam|nua nam|tuan)"
# "Theo định kỳ hàng quý", "Quý, 6 tháng, năm"
_RECURRING = re.compile(
    rf"(?:(?:bao cao|(?:theo )?dinh ky|thuc hien)[ :,]*)*(?P<mark>(?:hang|moi|theo|dinh ky) )?"
    rf"(?P<cycles>(?:ca )?{_CYCLE}(?:[ ]?(?:,|;|va|&)[ ]?(?:va )?(?:hang |moi |ca )?{_CYCLE})*)"
    rf"(?: ?(?:mot|0?1) lan)?(?:[ ,]*(?:trong )?nam (?P<year>\d{{4}}))?"
)
# "01 lần/quý", "6 tháng/lần"
_TIMES = re.compile(
    rf"(?:dinh ky |it nhat |toi thieu )*"
    rf"(?:\d{{1,2}} lan ?/ ?(?:1 |01 )?(?P<per>{_CYCLE})|(?P<every>{_CYCLE}) ?/ ?(?:1 |01 )?lan)"
)
# "Trước ngày 20 hàng tháng"
_EACH_MONTH = re.compile(
    r"(?:(?:truoc|vao|cham nhat|den|la) )*ngay (?P<day>\d{1,2}) (?:cua )?(?:hang|moi) thang"
)
# "Trước ngày 15/12 hàng năm", "Tháng 6 và tháng 12 hằng năm"
_EACH_YEAR = re.compile(r"(?P<when>.+?) (?:hang|moi) nam")
# "Sau khi có Quyết định giao biên chế năm 2024", "Theo Kế hoạch kiểm tra", "Trong vòng 10 ngày kể từ ngày ban hành",
# "Kỳ họp cuối năm 2023 của HĐND tỉnh"; but "sau tháng 6/2023" is no event
_EVENT = re.compile(
    r"(?:thuc hien )?(?:(?:ngay )?(?:sau |truoc |den |cho den |ke tu |tu )?khi\b"
    r"|ngay sau\b|sau (?!(?:thang|quy|qui|nam|ngay|q|t)\b)[a-z]"
    r"|(?:sau )?\d+ (?:ngay|thang|tuan) (?:lam viec )?(?:ke tu|sau)\b|sau \d+ (?:ngay|thang|tuan)\b"
    r"|trong (?:vong|thoi han) \d+|tuy (?:theo|thuoc)\b|can cu\b|theo\b|phu hop voi\b"
    r"|trong qua trinh\b|ke tu\b|(?:(?:tai|truoc|trong|sau) )?(?:cac )?(?:ky hop|phien hop|hoi nghi|dai hoi|dip|dot)\b)"
)
# "Sau khi có kết quả, chậm nhất ngày 30/9/2023"
_LIMIT_INSIDE = re.compile(
    r"[,;(]\s*((?:nhung |va |hoan thanh |xong )*(?:cham nhat|muon nhat|truoc|xong truoc)\b[^,;]*?)\)?$"
)


_CYCLE_ENDS = {
    "thang": tuple(range(1, 13)),
    "quy": (3, 6, 9, 12),
    "qui": (3, 6, 9, 12),
    "3 thang": (3, 6, 9, 12),
    "6 thang": (6, 12),
    "nua nam": (6, 12),
    "9 thang": (9,),
    "nam": (12,),
}


@remember(most=4096)
def deadline(text: str, year: int | None, holidays: Holidays | None = None) -> Deadline:
    """The deadline that `text` words in a plan for `year`; due days move to working days only by `holidays`.

    Each due day moves on its own; those that come to the same working day are one. Remembered, since plans repeat
    their wordings.

    >>> found = deadline("Quý II, III năm 2023", 2023)
    >>> found.kind.value, str(found.start), [str(day) for day in found.due]
    ('range', '2023-04-01', ['2023-09-30'])
    >>> deadline("6 tháng cuối năm 2023 và các năm tiếp theo", 2023).continues
    True
    >>> deadline("Sau khi có Quyết định giao biên chế năm 2024", 2023).kind.value
    'on_event'
    >>> deadline("Quý III", None).kind.value
    'unparsed'
    """
    if len(" ".join(text.split())) > _LONGEST_WRITTEN:
        return Deadline(text)
    plain = _plain(text)
    if len(plain) > _LONGEST or (year is not None and not FIRST_YEAR <= year <= LAST_YEAR):
        return Deadline(text)
    wording = _CONTINUES.sub("", plain)
    found = (
        _continuous(wording, year)
        or _recurring(wording, year)
        or dated_deadline(wording, year)
        or _event(wording, year)
    )
    if found is None and wording != plain:
        found = dated_deadline(f"{wording} tro di", year)
    if found is None:
        return Deadline(text)
    due = tuple(dict.fromkeys(map(holidays.next_working, found.due))) if holidays else found.due
    return replace(found, text=text, due=due, continues=wording != plain)


def lacks_year(text: str) -> bool:
    """Return whether a wording is read as soon as somebody says of which year it is.

    >>> lacks_year("Quý III"), lacks_year("Quý III/2026"), lacks_year("Sớm nhất có thể")
    (True, False, False)
    """
    kinds = [deadline(text, year).kind for year in (None, _LEAP_YEAR)]
    return kinds[0] is DeadlineKind.UNPARSED and kinds[1] is not DeadlineKind.UNPARSED


# cells of Word tables that begin with the dash of a list
_BULLET = re.compile(r"^[-+*](?: |$)")


def _plain(text: str) -> str:
    """`text` without marks and capitals, dashes and blanks made equal, abbreviations of heads written out."""
    spread = composed_text(composed_text(text, "NFKC").casefold(), "NFD").replace("đ", "d")
    kept = ("-" if unicodedata.category(mark) == "Pd" else mark for mark in spread)
    letters = "".join(mark for mark in kept if unicodedata.category(mark) not in ("Mn", "Cf"))
    lines = (_BULLET.sub("", " ".join(line.split()), count=1) for line in letters.split("\n"))
    folded = _BULLET.sub("", " ".join(line for line in lines if line), count=1).strip(" .;,:")
    # "Q.III/2023", "QIII/2023", "Quí III-2023"; "T7/2023", "Thg 7"; "năm2023" without a blank
    quarters = re.sub(
        r"\b(?:q ?\. ?|q ?|quy ?\.? ?|qui ?\.? ?)(iv|i{1,3}|[1-4])(?![a-z0-9])", r"quy \1", folded
    )
    months = re.sub(r"\b(?:t|th|thg) ?\.? ?(\d{1,2})(?!\d)", r"thang \1", quarters)
    return re.sub(r"\b(thang|nam)(\d)", r"\1 \2", months)


# --- continuous, recurring, on an event ---------------------------------------------------------------------


def _continuous(wording: str, year: int | None) -> Deadline | None:
    found = _CONTINUOUS.fullmatch(wording)
    if not found:
        return None
    rest = found["rest"]
    span = _WHOLE_YEAR.fullmatch(rest)
    if span:
        return _through(int(span["year"]) if span["year"] else year)
    if not re.search(r"\d|\bquy (?:i|iv)", rest):
        return Deadline("", DeadlineKind.CONTINUOUS)
    dated = dated_deadline(rest, year)
    return replace(dated, kind=DeadlineKind.CONTINUOUS) if dated else None


def _through(year: int | None) -> Deadline | None:
    """Continuous through one year."""
    if year is None:
        return Deadline("", DeadlineKind.CONTINUOUS)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return Deadline("", DeadlineKind.CONTINUOUS, date(year, 1, 1), (date(year, 12, 31),))


def _recurring(wording: str, year: int | None) -> Deadline | None:
    each = _EACH_MONTH.fullmatch(wording)
    if each:
        return _recurs([(int(each["day"]), month) for month in range(1, 13)], year)
    each = _EACH_YEAR.fullmatch(wording)
    if each and not re.search(r"\d{4}", wording):
        dated = dated_deadline(each["when"], year)
        return Deadline("", DeadlineKind.RECURRING, due=dated.due) if dated else None
    times = _TIMES.fullmatch(wording)
    if times:
        return _cycles([times["per"] or times["every"]], year)
    if re.fullmatch(r"(?:theo )?dinh ky(?: theo quy dinh)?|(?:hang|moi) (?:tuan|ngay)", wording):
        return Deadline("", DeadlineKind.RECURRING)
    found = _RECURRING.fullmatch(wording)
    if not found:
        return None
    cycles = [_cycle(part) for part in re.split(r" ?(?:,|;|&|\bva\b) ?", found["cycles"]) if part]
    marked = found["mark"] or wording.startswith(("bao cao", "dinh ky")) or "lan" in wording.split()
    if not marked and len(cycles) < 2:
        return None
    return _cycles(cycles, int(found["year"]) if found["year"] else year)


def _cycle(part: str) -> str:
    return re.sub(r"^(?:va |hang |moi |ca )+", "", part.strip())


def _cycles(cycles: list[str], year: int | None) -> Deadline:
    """Recurring by cycles; beside a quarter or a year, "6 months" is the first half only."""
    several = len(cycles) > 1
    months: set[int] = set()
    for cycle in cycles:
        ends = _CYCLE_ENDS.get(cycle.lstrip("0"), ())
        months.update(ends[:1] if several and cycle.endswith("6 thang") else ends)
    last_days = [(monthrange(year, month)[1], month) for month in sorted(months)] if year else []
    return _recurs(last_days, year)


def _recurs(days: list[tuple[int, int]], year: int | None) -> Deadline:
    """Recurring on days (day, month) of the year; without due days if the year is unknown or lacks one."""
    found = [day_in(day, month, year) for day, month in days] if year else []
    due = tuple(day for day in found if day)
    return Deadline("", DeadlineKind.RECURRING, due=due if len(due) == len(found) else ())


def _event(wording: str, year: int | None) -> Deadline | None:
    if not _EVENT.match(wording):
        return None
    limit = _LIMIT_INSIDE.search(wording)
    dated = dated_deadline(re.sub(r"^(?:nhung|va) ", "", limit[1]), year) if limit else None
    return Deadline("", DeadlineKind.ON_EVENT, due=dated.due if dated else ())
