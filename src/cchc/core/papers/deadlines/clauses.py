"""Deadlines inside sentences: "Ban hành kế hoạch trong tháng 01/2026 và tổ chức thực hiện", "Đợt 1: …; đợt 2: …".

A plain wording is cut into tokens: pieces of days and periods, what recurs, what goes on, words and signs. Pieces that
follow each other are one time. A time counts where a word such as "in", "before" or "by" leads to it, or where it
begins a clause; any other belongs to the words beside it ("báo cáo năm 2025") and is passed over, which makes the
deadline only likely. Where no time counts, or one that counts has no reading or two, the wording stays unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cchc.core.papers.deadlines.cycles import DaysOfYear, recurring_at, recurs
from cchc.core.papers.deadlines.dates import deadline_of_pieces
from cchc.core.papers.deadlines.pieces import Piece, piece_at, without_leads
from cchc.core.papers.deadlines.values import Deadline, DeadlineKind, Unreadable

# the signs and words of a sentence, the first that fits
_WORDS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        # "Đợt 1:", "Lần 2", "giai đoạn I:", "đợt thứ nhất"; a number of its own, no time
        (
            "label",
            r"(?:dot|lan|ky|vong|giai doan|buoc|nhom)(?: thu)? "
            r"(?:\d{1,2}(?![\d/])|(?:iv|i{1,3}|nhat|hai|ba|tu)\b)(?! ?-)",
        ),
        ("steady", r"(?:thuong xuyen|lien tuc|hang ngay)\b"),
        # "Quý I/2026 và các năm tiếp theo"
        ("following", r"(?:cac|nhung) nam (?:tiep theo|ke tiep|sau|tiep sau|toi)\b"),
        # "Trước ngày 15/12 hằng năm", "Hằng năm, trước ngày 15/12", "Năm 2026 và hằng năm"
        ("yearly", r"(?:hang|moi) nam\b"),
        ("percent", r"\d{1,4}(?:[.,]\d+)? ?%"),
        ("sign", r"[;:()\[\]]|\.(?= |$)|\+"),
        # words behind which a time is the time of the work: "hoàn thành quý II", "trong tháng 3"
        (
            "doing",
            r"(?:hoan thanh|hoan tat|ket thuc|xong|thuc hien|trien khai|tien hanh|thoi (?:gian|han)|han|trong|vao|suot"
            r"|bat dau|ap dung|(?:so|tong) ket(?= (?:vao |trong |truoc |cuoi )?(?:thang|quy|ngay) ))\b:?",
        ),
        # which of two times, a person decides
        ("or", r"(?:hoac|hay)\b"),
        # "sau tháng 6", "đầu năm", "giữa quý III", "kỳ họp cuối năm": no day or period that a calendar knows
        (
            "vague",
            r"(?:sau|dau(?! (?:cua )?(?:thang|quy|qui) (?:\d|i))|giua(?! (?:cua )?thang \d| nam\b)|ngoai|tru|hop"
            r"|gan)\b",
        ),
        ("unsure", r"(?:khoang|du kien|phan dau)\b"),
    )
)
_WORD = re.compile(r"[^\s,;:()\[\]]+|.")
_TIMES = frozenset(
    (
        "week", "tenth", "half_month", "iso", "day", "spelled", "days", "dated", "numbered", "slashed", "only", "span",
        "half", "bare", "mid_month", "begin_month", "begin_quarter", "mid_year", "end_days", "month_of_quarter",
        "end_quarter", "months", "year", "short_year", "all_year", "roman", "number",
    )
)  # fmt: skip
_LOOSE = frozenset(("and", "to", "limit", "before", "now", "last", "from", "head", "onward"))
_UNENDED = _LOOSE - {"onward", "head"}
_OPENING = frozenset(("limit", "before", "now", "to"))
_BEGINNING = frozenset(("limit", "before", "now", "from"))  # behind a time they begin another
_COUNTED = frozenset(("number", "slashed", "roman", "year", "all_year"))


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or sign by its name in `_WORDS`, a piece of a time, or what recurs."""

    name: str
    text: str
    piece: Piece | None = None
    cycle: DaysOfYear | None = None


@dataclass(slots=True)
class _Time:
    """Pieces that follow each other; `counts`: they are the time of a clause, not of a word beside them; `bracketed`:
    they stand first in brackets."""

    counts: bool
    bracketed: bool = False
    items: list[Piece] = field(default_factory=list)


def deadline_in(wording: str, year: int | None) -> Deadline | None:
    """Return the deadline of a plain wording that says more than days and periods; None where it has no reading.

    >>> found = deadline_in("ban hanh ke hoach trong thang 01/2026 va to chuc thuc hien", None)
    >>> found.kind.value, [str(day) for day in found.due]
    ('fixed', ['2026-01-31'])
    """
    sentence = _Sentence()
    try:
        for token in _tokens(wording):
            sentence.take(token)
        if sentence.run and sentence.run.items[-1].name in _UNENDED:  # "Tháng 12/2023 đến", which a page cuts
            return None
        sentence.close()
        return sentence.meaning(year)
    except Unreadable:
        return None


def _tokens(wording: str) -> Iterator[_Token]:
    at = 0
    before = ""
    while at < len(wording):
        token, at = _token_at(wording, at, before)
        before = token.piece.name if token.piece else ""
        yield token
        while at < len(wording) and wording[at] == " ":
            at += 1


def _token_at(wording: str, at: int, before: str) -> tuple[_Token, int]:
    """The token of a wording at a place, and where it ends; `before` is the name of the piece in front of it."""
    word = next(((name, found) for name, one in _WORDS if (found := one.match(wording, at))), None)
    if word and word[0] in ("label", "yearly", "percent"):
        return _Token(word[0], word[1][0]), word[1].end()
    cycle = recurring_at(wording, at)
    if cycle:
        return _Token("cycle", wording[at : cycle[1]], cycle=cycle[0]), cycle[1]
    if word and not (word[0] == "sign" and before and word[1][0] in "+."):
        return _Token(word[0], word[1][0]), word[1].end()
    piece, end = piece_at(wording, at, before)
    if (
        piece
        and piece.name != "lead"
        and not (before in ("", "and", "to") and _counts_things(piece, wording, at, end))
    ):
        return _Token("piece", wording[at:end], piece), end
    plain = _WORD.match(wording, at)
    end = plain.end() if plain else at + 1
    return _Token("word", wording[at:end]), end


def _counts_things(piece: Piece, wording: str, at: int, end: int) -> bool:
    """Whether a number counts what the word behind it names: "03 lớp", "2000 hồ sơ"; and "năm" of "năm học"."""
    names_year = piece.name == "year" and wording.startswith("nam", at)
    if piece.name not in _COUNTED or names_year or not wording[end : end + 1].isalpha():
        return False
    return piece_at(wording, end, piece.name)[0] is None


@dataclass(slots=True)
class _Sentence:
    """What the tokens of a wording say, taken in their order. `opens`: a time that begins now is that of a clause."""

    times: list[_Time] = field(default_factory=list)
    cycles: list[DaysOfYear] = field(default_factory=list)
    run: _Time | None = None
    opens: bool = True
    steady_first: bool = False
    continues: bool = False
    yearly: bool = False
    unsure: bool = False
    bracket: bool = False

    def take(self, token: _Token) -> None:
        """Take the next token."""
        if token.piece:
            self.take_piece(token.piece, token.text)
            return
        if self.run and token.text == "cua":  # "Ngày 05/01/2026 của Sở Nội vụ": the date of something else
            self.run.counts = False
        self.close()
        self.bracket = token.name == "sign" and token.text in "(["
        if token.name == "or":
            raise Unreadable
        if token.name == "cycle" and token.cycle:
            self.cycles.append(token.cycle)
        self.steady_first = self.steady_first or (token.name == "steady" and not self.times)
        self.continues = (
            self.continues or token.name == "following" or (token.name == "steady" and bool(self.times))
        )
        self.yearly = self.yearly or token.name == "yearly"
        self.unsure = self.unsure or token.name == "unsure"
        self.opens = token.name in ("sign", "label", "doing", "cycle", "yearly") or (
            token.name == "unsure" and self.opens
        )

    def take_piece(self, piece: Piece, text: str) -> None:
        """Take a piece of a time; a joint in front of one begins a clause."""
        if self.run and piece.name == "last" and self.run.items[-1].name == "and":
            self.close()
            self.opens = True
        if self.run and piece.name in _BEGINNING and any(item.name in _TIMES for item in self.run.items):
            self.close()
        if self.run is None and (piece.name == "and" or text.startswith("-")):
            self.opens = True
            return
        if self.run is None:
            leads = piece.name in _OPENING or (piece.name == "last" and text.startswith(("den", "het")))
            self.run = _Time(self.opens or leads, self.bracket)
            self.bracket = False
        self.run.items.append(piece)

    def close(self) -> None:
        """End the time that was being taken, without the joints at its end."""
        run, self.run = self.run, None
        if run is None:
            return
        while run.items and run.items[-1].name in _LOOSE:
            run.items.pop()
        if any(item.name in _TIMES for item in run.items):
            self.times.append(run)
            self.opens = False

    def meaning(self, year: int | None) -> Deadline:
        """Return the deadline. Raises `Unreadable` where no time counts, or one has no reading or two."""
        counted = [time for time in self.times if time.counts]
        found, has_years = _dated([time.items for time in counted], year)
        found = _without_bracketed(counted, found)
        if not (found or self.cycles or self.yearly or self.steady_first):
            raise Unreadable
        if self.times and not (found or self.cycles or self.yearly):
            raise Unreadable
        comes_again = bool(self.cycles) or (self.yearly and not has_years)
        likely = self.unsure or any(_names_digits(time) for time in self.times if not time.counts)
        meant = self.recurring(found, year) if comes_again else self.once(found)
        return replace(
            meant,
            continues=meant.continues or self.continues or (self.yearly and has_years),
            likely=likely or meant.likely or any(one.likely for one in found),
        )

    def recurring(self, found: Sequence[Deadline], year: int | None) -> Deadline:
        """The deadline of what recurs, with the days that are named beside it."""
        named = [
            one for one in self.cycles if one.names_days
        ]  # "Hằng quý (trước ngày 15 của tháng cuối quý)"
        cycles = named or self.cycles or ([] if found else [DaysOfYear(((31, 12),))])
        again = [recurs(one, year) for one in cycles]
        known = all(one.due or not cycle.days for one, cycle in zip(again, cycles, strict=True))
        due = {day for one in (*again, *found) for day in one.due} if known else set[date]()
        likely = any(one.likely for one in again)
        return Deadline("", DeadlineKind.RECURRING, due=tuple(sorted(due)), likely=likely)

    def once(self, found: Sequence[Deadline]) -> Deadline:
        """The deadline of one time or of several, or of what goes on."""
        due = tuple(sorted({day for one in found for day in one.due}))
        if self.steady_first:
            starts = [one.start for one in found if one.start]
            return Deadline("", DeadlineKind.CONTINUOUS, min(starts, default=None), due)
        if len(found) == 1:
            return found[0]
        if not due:
            raise Unreadable
        starts = [one.start for one in found if one.start and one.start <= due[0]]
        start = min(starts, default=None)
        if len(due) > 1:
            return Deadline("", DeadlineKind.SEVERAL, start, due)
        return Deadline("", DeadlineKind.RANGE if start else DeadlineKind.FIXED, start, due)


def _without_bracketed(times: Sequence[_Time], found: Sequence[Deadline]) -> list[Deadline]:
    """Without the periods of which brackets behind them name the day: "Quý II/2026 (trước 15/6)"."""
    kept: list[Deadline] = []
    before: _Time | None = None
    for time, one in zip(times, found, strict=True):
        if before and kept and time.bracketed and _names_day_of(one, kept[-1], before.items):
            kept.pop()
        kept.append(one)
        before = time
    return kept


def _names_day_of(one: Deadline, period: Deadline, items: Sequence[Piece]) -> bool:
    """Whether a deadline is a day of a period of so many months as its pieces say: a month, a quarter, a year."""
    if len(one.due) != 1 or len(period.due) != 1:
        return False
    day, last = one.due[0], period.due[0]
    if period.start:
        return period.start <= day <= last
    heads = [item.parts[0] for item in items if item.name == "head"]
    months = 1 if heads[-1:] == ["thang"] else 3 if heads else 0
    return last.year == day.year and last.month - months < day.month <= last.month and day <= last


def _names_digits(time: _Time) -> bool:
    return any(part.isdigit() for item in time.items for part in item.parts)


def _dated(counted: Sequence[list[Piece]], year: int | None) -> tuple[list[Deadline], bool]:
    """The deadlines of times, and whether any names its year; where one does, the others are of that year."""
    found: list[Deadline | None] = [_with_its_year(items) for items in counted]
    days = [one.due[-1] if one.due else one.start for one in found if one]
    named = {day.year for day in days if day}
    lacking = [items for items, one in zip(counted, found, strict=True) if one is None]
    if len(named) > 1 and lacking:
        raise Unreadable
    of = next(iter(named), year)
    whole = [
        one or deadline_of_pieces(without_leads(items), of) for items, one in zip(counted, found, strict=True)
    ]
    ends = [one.due[-1] for one in whole if one.due]
    if lacking and of != year and ends != sorted(ends):  # "Đợt 1: tháng 12; đợt 2: tháng 3/2027"
        raise Unreadable
    return whole, bool(named)


def _with_its_year(items: list[Piece]) -> Deadline | None:
    try:
        return deadline_of_pieces(without_leads(list(items)), None)
    except Unreadable:
        return None
