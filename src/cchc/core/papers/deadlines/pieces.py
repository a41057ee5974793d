"""A wording taken apart into pieces: days, numbers, heads ("tháng", "quý"), limits, joints. Nothing may be left."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cchc.core.papers.deadlines.values import Unreadable

_ITEMS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        # a word before a date that says nothing about the day: "Hoàn thành trong quý III", "Giai đoạn 2021-2025"
        (
            "lead",
            r"(?:thoi (?:gian|han)|giai doan|(?:gui )?bao cao|hoan thanh|(?:to chuc )?thuc hien|ket thuc|xong|trong"
            r"|suot|vao|bat dau|ap dung|trien khai|to chuc)\b:?",
        ),
        # "Tuần 2 tháng 3/2026", "tuần đầu tháng 7", "Tuần 1, 2 tháng 3"
        (
            "week",
            r"tuan (?:thu )?(?:(\d)|(nhat|hai|ba|tu|dau|cuoi))(?: tien| cung)?"
            r"(?: ?(?:,|-|va\b|den\b) ?(?:tuan )?(?:thu )?(\d))? ?[,/-]? ?(?:cua )?thang (\d{1,2})(?!\d)",
        ),
        # "Trung tuần tháng 5/2026", "Nửa đầu tháng 7"
        ("tenth", r"(thuong|trung|ha) tuan (?:cua )?thang (\d{1,2})(?!\d)"),
        ("half_month", r"nua (dau|cuoi) (?:cua )?thang (\d{1,2})(?!\d)"),
        # "Giữa tháng 6", "đầu tháng 7/2026"; "Đầu quý III", "Giữa năm 2026"
        ("mid_month", r"(giua) (?:cua )?thang (\d{1,2})(?!\d)"),
        ("begin_month", r"(dau) (?:cua )?thang (\d{1,2})(?!\d)"),
        ("begin_quarter", r"(dau) (?:cua )?(?:quy|qui) (iv|i{1,3}|[1-4])(?![a-z0-9])"),
        ("mid_year", r"giua nam\b(?! hoc)"),
        # "10 ngày đầu tháng 7", "5 ngày cuối tháng 6"
        ("end_days", r"(\d{1,2}) ngay (dau|cuoi)(?: tien| cung)?(?: cua)? thang (\d{1,2})(?!\d)"),
        # "Tháng cuối quý II/2026", "Tháng thứ hai của quý III"
        (
            "month_of_quarter",
            r"thang (?:thu )?(dau|giua|cuoi|nhat|hai|ba|2|3)(?: tien| cung)? (?:cua )?(?:quy|qui) "
            r"(iv|i{1,3}|[1-4])(?![a-z0-9])",
        ),
        # "Quý đầu năm 2026", "quý cuối năm"
        ("end_quarter", r"(?:quy|qui) (dau|cuoi)(?: tien| cung)?(?: cua)? nam\b"),
        # "10 tháng đầu năm 2026"
        ("months", r"(\d{1,2}) thang (dau|cuoi) (?:cua )?nam\b"),
        # "2024-01-10", as spreadsheets write a day
        ("iso", r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"),
        # "10/01/24", "10.01.2024"; both signs are the same
        ("day", r"(?:ngay )?(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})(?!\d)"),
        # "ngày 15 tháng 7 năm 2023"
        ("spelled", r"(?:ngay )?(\d{1,2}) ?thang (\d{1,2})(?:,? nam| ?/) ?(\d{4})(?!\d)"),
        # "15-20/7/2026", "Từ ngày 01 đến 15 tháng 7 năm 2026"
        (
            "days",
            r"(?:ngay )?(\d{1,2}) ?(?:-|den\b) ?(?:het )?(?:ngay )?(\d{1,2})(?: ?/ ?| ?thang )(\d{1,2})"
            r"(?!\d| ?[/.-] ?\d{1,2}(?!\d))",
        ),
        # "Ngày 15/6 và 15/12/2023", "ngày 15 tháng 6": the year comes later
        ("dated", r"ngay (\d{1,2})(?: ?[/.-] ?| ?thang )(\d{1,2})(?!\d| ?/ ?\d)"),
        # "7/2023", "tháng 07/ 2023"
        ("numbered", r"(\d{1,2}) ?[/.] ?(\d{4})(?!\d)"),
        # "Hoàn thành trước 30/9"; behind "tháng" or "quý" a month and a year: "T7/23"
        ("slashed", r"(\d{1,2}) ?/ ?(\d{1,2})(?!\d| ?/ ?\d)"),
        # "Từ ngày 01 đến ngày 15/7/2023"
        ("only", r"ngay (\d{1,2})(?![\d/])"),
        # "6 tháng cuối năm 2023", "Sáu tháng cuối năm", "9 tháng đầu năm"
        ("span", r"(?:0?([369])|(ba|sau|chin)) thang (dau|cuoi)(?: (?:cua )?nam\b)?"),
        # "Nửa cuối năm 2023"
        ("half", r"nua (dau|cuoi) nam\b"),
        # "Quý I, 6 tháng, 9 tháng, năm": periods of reports
        ("bare", r"(?:0?([69])|(sau|chin)) thang(?! ?\d)"),
        # "Đến hết năm 2025", "Cuối quý II/2023"
        ("last", r"(?:den )?(?:het|cuoi)\b"),
        # "Chậm nhất đến ngày 10/01/2024."
        (
            "limit",
            r"(?:cham nhat|muon nhat|khong muon hon|khong cham hon|khong qua|han (?:cuoi|chot))\b"
            r"(?: (?:la|vao|trong|den|het|truoc))*:?",
        ),
        # "Trước ngày 15/7/2023"
        ("before", r"truoc\b"),
        # "Từ nay đến hết năm 2023"
        ("now", r"(?:tu )?(?:nay|bay gio)\b"),
        # "Từ quý II/2023 đến hết năm 2023"
        ("from", r"(?:(?:ke|tinh) )?tu\b"),
        # "Tháng 12/2023 đến quý I/2024", "Quý II - III/2023"
        ("to", r"den\b(?: het\b)?|toi\b|-"),
        # what the numbers behind it count
        ("head", r"thang\b|quy\b|qui\b"),
        # "Quý I, năm 2023", "Quý III.2023"
        ("year", r"(?:[/.] ?)?(?:nam )?(\d{4})(?!\d)"),
        # "Quý III/23"
        ("short_year", r"/ ?(\d{2})(?!\d)"),
        # "Cả năm", "năm" in a list of reports
        ("all_year", r"(?:ca )?nam\b"),
        # "Quý II, III năm 2023"
        ("roman", r"(iv|i{1,3})(?![a-z])"),
        # "Tháng 4, 6, 9/2023"
        ("number", r"(\d{1,2})(?!\d)"),
        # "Quý 2 + 3/2023", "Quý IV/2023;" over two lines
        ("and", r"[,;:+&]|va\b"),
        # "Từ tháng 7/2023 trở đi"
        ("onward", r"tro di\b|ve sau\b"),
    )
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a wording: its name in `_ITEMS` and what it captured."""

    name: str
    parts: tuple[str, ...]


def pieces_of(wording: str) -> list[Piece]:
    """The pieces of a wording; raises `Unreadable` where they do not cover all of it.

    >>> [piece.name for piece in pieces_of("tu thang 7 den thang 9/2023")]
    ['from', 'head', 'number', 'to', 'head', 'numbered']
    """
    items: list[Piece] = []
    at = 0
    while at < len(wording):
        item, at = piece_at(wording, at, items[-1].name if items else "")
        if item is None:
            raise Unreadable
        items.append(item)
    while items and items[0].name == "lead":
        items.pop(0)
    return without_leads(items)


def piece_at(wording: str, at: int, before: str) -> tuple[Piece | None, int]:
    """The piece of `wording` at a place and where the next one begins, `before` the name of the one in front; None
    where no piece begins there."""
    for name, pattern in _ITEMS:
        if name == "days" and before in _COUNTING:
            continue
        found = pattern.match(wording, at)
        if found:
            end = found.end()
            while end < len(wording) and wording[end] == " ":
                end += 1
            return Piece(name, tuple(part or "" for part in found.groups()) or (found[0],)), end
    return None, at


_COUNTING = ("head", "number", "roman")  # "Tháng 9-10/24": what follows counts months, not days


def without_leads(items: list[Piece]) -> list[Piece]:
    """Without "in" and the like before a date, and with "quý III-2023" read as a quarter of a year."""
    kept: list[Piece] = []
    for item in items:
        if item.name == "lead":
            if kept and kept[-1].name not in ("and", "to", "from"):
                raise Unreadable
            continue
        names = [one.name for one in kept[-2:]]
        if item.name == "year" and names in (["roman", "to"], ["number", "to"]) and kept[-1].parts == ("-",):
            kept.pop()
        kept.append(item)
    return kept
