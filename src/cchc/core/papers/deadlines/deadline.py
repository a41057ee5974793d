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
from dataclasses import replace
from datetime import date

from cchc.core.papers.deadlines.clauses import deadline_in
from cchc.core.papers.deadlines.counting import CountedIn, day_after
from cchc.core.papers.deadlines.cycles import cycle_names, ends_of, recurring_at, recurs
from cchc.core.papers.deadlines.dates import dated_deadline
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.deadlines.plain import plain_wording, with_years_named
from cchc.core.papers.deadlines.values import FIRST_YEAR, LAST_YEAR, Deadline, DeadlineKind, day_in
from cchc.core.words.remembering import remember

_LONGEST = 400
_LEAP_YEAR = 2024  # a wording without a year is read by a year that has every day
_LONGEST_WRITTEN = 4 * _LONGEST  # a letter with its marks may be written as up to four signs

# "6 tháng cuối năm 2023 và các năm tiếp theo", "Quý III/2023, các năm sau"
_CONTINUES = re.compile(
    r"[\s,;]*\b(?:va|cung)?\s*(?:cho )?(?:cac|nhung) nam (?:tiep theo|ke tiep|sau|tiep sau|toi)(?: do)?$"
)
# "Thường xuyên, liên tục", "Nhiệm vụ thường xuyên", "Thường xuyên; báo cáo trước ngày 15/12/2023"
_CONTINUOUS = re.compile(
    r"(?:(?:nhiem vu|cong viec|thuc hien|trien khai|duy tri|to chuc) )*(?:thuong xuyen|lien tuc|hang ngay|quanh nam)\b"
    r"[\s,;:(]*(?:va )?(?P<rest>.*?)\)?"
)
# "Thường xuyên trong năm 2023", "Thường xuyên cả năm"
_WHOLE_YEAR = re.compile(r"(?:(?:trong|ca|suot|lien tuc|den het|het)[ ,]*)*nam(?: (?P<year>\d{4}))?")
_CYCLE = r"(?:0?[369] thang|(?:0?1 )?(?:thang|quy|qui|nam)|nua nam|tuan)"
# "Theo định kỳ hàng quý", "Quý, 6 tháng, năm"
_RECURRING = re.compile(
    rf"(?:(?:bao cao|(?:theo )?dinh ky|thuc hien)[ :,]*)*(?P<mark>(?:hang|moi|theo|dinh ky) )?"
    rf"(?P<cycles>(?:ca )?{_CYCLE}(?:[ ]?(?:,|;|va|&)[ ]?(?:va )?(?:hang |moi |ca )?{_CYCLE})*)"
    rf"(?: ?(?:mot|0?1) lan)?(?:[ ,]*(?:trong )?nam (?P<year>\d{{4}}))?"
)
# "Trước ngày 15/12 hàng năm", "Tháng 6 và tháng 12 hằng năm"
_EACH_YEAR = re.compile(r"(?P<when>.+?) (?:hang|moi) nam")
_AT_TIMES = re.compile(
    r"(?:theo )?dinh ky(?: theo quy dinh)?(?:,? (?:(?:va|hoac) )?dot xuat(?: (?:khi|theo) [a-z ]{1,40})?)?"
    r"|(?:hang|moi) (?:tuan|ngay)"
)
# "Sau khi có Quyết định giao biên chế năm 2024", "Theo Kế hoạch kiểm tra", "Trong vòng 10 ngày kể từ ngày ban hành",
# "Kỳ họp cuối năm 2023 của HĐND tỉnh"; but "sau tháng 6/2023" is no event, nor "Đợt 1", nor "theo dõi"
_EVENT = re.compile(
    r"(?:(?:thuc hien|hoan thanh|trien khai|bao cao|ban hanh) )?"
    r"(?:(?:ngay )?(?:sau |truoc |den |cho den |ke tu |tu )?khi\b"
    r"|ngay sau\b|thuc hien ngay\b|sau (?!(?:thang|quy|qui|nam|ngay|q|t)\b)[a-z]"
    r"|(?:(?:cham nhat|khong qua|toi da|truoc|sau|la|trong) )*"
    r"\d+ (?:ngay|thang|tuan|gio) (?:lam viec )?(?:ke tu|tinh tu|sau|truoc khi|tu (?:khi|ngay))\b"
    r"|sau \d+ (?:ngay|thang|tuan)\b"
    r"|trong (?:vong|thoi han) \d+|trong \d+ ngay\b|tuy (?:theo|thuoc)\b|can cu\b|theo\b(?! doi\b)|phu hop voi\b"
    r"|dung (?:quy dinh|tien do|thoi han|lo trinh)\b|(?:bao dam|dam bao) (?:tien do|thoi gian|theo)\b|dot xuat\b"
    r"|trong qua trinh\b|ke tu\b|(?:(?:tai|truoc|trong|sau) )?(?:cac )?(?:ky hop|phien hop|hoi nghi|dai hoi|dip|tet"
    r"|dot(?! (?:\d|(?:iv|i{1,3}|thu)\b)))\b)"
)
# what stands beside an event: "Sau khi có kết quả, chậm nhất ngày 30/9/2023"
_BESIDE = re.compile(r"[,;(]| va ")
_AGO = r"(?:ke tu|tinh tu|tu|sau)"
# "100 ngày kể từ ngày ban hành", "Trong vòng 10 ngày làm việc kể từ ngày ký Kế hoạch này"
_COUNTED = re.compile(
    r"(?:(?:trong|vong|thoi han|thoi gian|cham nhat|khong qua|toi da|la|sau|hoan thanh|xong) )*"
    rf"(?P<count>\d{{1,3}}) (?P<unit>ngay|tuan|thang)(?P<working> lam viec)?,? {_AGO} "
    r"(?:(?:ngay|khi) (?:(?:ky|duoc|va) )*ban hanh"
    r"(?: (?:ke hoach|van ban|quyet dinh|chi thi|chuong trinh|de an))?(?: nay)?"
    r"|(?:ngay|khi) ky(?: (?:ke hoach|van ban|quyet dinh))?(?: nay)?"
    r"|ngay (?:ke hoach|van ban|quyet dinh)(?: nay)? (?:duoc )?(?:ban hanh|ky)"
    r"|(?:ngay )?(?P<day>\d{1,2}/\d{1,2}/\d{4}|\d{1,2} thang \d{1,2} nam \d{4}))"
)
# "Từ ngày ban hành Kế hoạch trở đi", "Kể từ ngày ký ban hành"
_FROM_ISSUE = re.compile(
    r"(?:(?:thuc hien|trien khai|bat dau|ap dung) )*(?:ngay )?(?:ke |tinh )?tu (?:ngay|khi) "
    r"(?:(?:ky|duoc|va) )*(?:ban hanh|ky)"
    r"(?: (?:ke hoach|van ban|quyet dinh|chuong trinh))?(?: nay)?(?: (?:tro di|ve sau|den nay|den khi co thay the))?"
)


@remember(most=4096)
def deadline(
    text: str, year: int | None, holidays: Holidays | None = None, issued: date | None = None
) -> Deadline:
    """The deadline that `text` words in a plan for `year`; due days move to working days only by `holidays`.

    `issued` is the date of the plan, from which "100 ngày kể từ ngày ban hành" counts. Each due day moves on its own;
    those that come to the same working day are one. Remembered, since plans repeat their wordings.

    >>> found = deadline("Quý II, III năm 2023", 2023)
    >>> found.kind.value, str(found.start), [str(day) for day in found.due]
    ('range', '2023-04-01', ['2023-09-30'])
    >>> deadline("6 tháng cuối năm 2023 và các năm tiếp theo", 2023).continues
    True
    >>> deadline("Sau khi có Quyết định giao biên chế năm 2024", 2023).kind.value
    'on_event'
    >>> deadline("Quý III", None).kind.value
    'unparsed'
    >>> [str(day) for day in deadline("100 ngày kể từ ngày ban hành", 2026, issued=date(2026, 1, 20)).due]
    ['2026-04-30']
    """
    if len(" ".join(text.split())) > _LONGEST_WRITTEN:
        return Deadline(text)
    plain = plain_wording(text)
    if len(plain) > _LONGEST or (year is not None and not FIRST_YEAR <= year < LAST_YEAR):
        return Deadline(text)
    plain = with_years_named(plain, year)
    wording = _CONTINUES.sub("", plain)
    found = (
        _continuous(wording, year)
        or _recurring(wording, year)
        or dated_deadline(wording, year)
        or _counted_from(wording, issued, holidays)
        or _event(wording, year)
    )
    if found is None and wording != plain:
        found = dated_deadline(f"{wording} tro di", year)
    if found is None:
        found = deadline_in(plain, year)
    if found is None:
        return Deadline(text)
    due = tuple(dict.fromkeys(map(holidays.next_working, found.due))) if holidays else found.due
    return replace(found, text=text, due=due, continues=found.continues or wording != plain)


def lacks_year(text: str) -> bool:
    """Return whether a wording is read as soon as somebody says of which year it is.

    >>> lacks_year("Quý III"), lacks_year("Quý III/2026"), lacks_year("Sớm nhất có thể")
    (True, False, False)
    """
    kinds = [deadline(text, year).kind for year in (None, _LEAP_YEAR)]
    return kinds[0] is DeadlineKind.UNPARSED and kinds[1] is not DeadlineKind.UNPARSED


# --- continuous, recurring, counted, on an event ------------------------------------------------------------


def _continuous(wording: str, year: int | None) -> Deadline | None:
    found = _CONTINUOUS.fullmatch(wording)
    if not found:
        return None
    rest = found["rest"]
    span = _WHOLE_YEAR.fullmatch(rest)
    if span:
        return _through(int(span["year"]) if span["year"] else year)
    if not re.search(r"\d|\b(?:quy|qui) (?:i|iv)|\b(?:hang|moi) (?!nam\b)", rest):
        return Deadline("", DeadlineKind.CONTINUOUS)
    beside = dated_deadline(rest, year) or _recurring(rest, year)
    return replace(beside, kind=DeadlineKind.CONTINUOUS) if beside else None


def _through(year: int | None) -> Deadline | None:
    """Continuous through one year."""
    if year is None:
        return Deadline("", DeadlineKind.CONTINUOUS)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return Deadline("", DeadlineKind.CONTINUOUS, date(year, 1, 1), (date(year, 12, 31),))


def _recurring(wording: str, year: int | None) -> Deadline | None:
    again = recurring_at(wording, 0)
    if again and again[1] == len(wording):
        return recurs(again[0], year)
    each = _EACH_YEAR.fullmatch(wording)
    if each and not re.search(r"\d{4}", wording):
        dated = dated_deadline(each["when"], year)
        return replace(dated, kind=DeadlineKind.RECURRING, start=None) if dated and dated.due else None
    if _AT_TIMES.fullmatch(wording):
        return Deadline("", DeadlineKind.RECURRING)
    found = _RECURRING.fullmatch(wording)
    if not found:
        return None
    cycles = cycle_names(found["cycles"])
    marked = found["mark"] or wording.startswith(("bao cao", "dinh ky")) or "lan" in wording.split()
    if not marked and len(cycles) < 2:
        return None
    return recurs(ends_of(cycles), int(found["year"]) if found["year"] else year)


def _counted_from(wording: str, issued: date | None, holidays: Holidays | None) -> Deadline | None:
    """So many days, weeks or months from the date of the plan or from another day; work that begins with the plan."""
    if _FROM_ISSUE.fullmatch(wording):
        return Deadline("", DeadlineKind.CONTINUOUS, start=issued)
    found = _COUNTED.fullmatch(wording)
    if not found:
        return None
    begins = _day(found["day"]) if found["day"] else issued
    if begins is None:
        return Deadline("", DeadlineKind.ON_EVENT)
    working = (holidays or Holidays()) if found["working"] else None
    due = day_after(begins, int(found["count"]), CountedIn(found["unit"]), working)
    return Deadline("", DeadlineKind.ON_EVENT, due=(due,), likely=True)


def _day(text: str) -> date | None:
    day, month, year = map(int, re.findall(r"\d+", text))
    return day_in(day, month, year)


def _event(wording: str, year: int | None) -> Deadline | None:
    if not _EVENT.match(wording):
        return None
    beside = _BESIDE.search(wording)
    dated = deadline_in(wording[beside.end() :].strip(), year) if beside else None
    due = dated.due if dated and dated.kind in _ONCE else ()
    return Deadline("", DeadlineKind.ON_EVENT, due=due, likely=bool(due) and bool(dated and dated.likely))


_ONCE = (DeadlineKind.FIXED, DeadlineKind.RANGE, DeadlineKind.SEVERAL)
