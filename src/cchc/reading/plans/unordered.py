"""Suggestions from a text whose cells follow each other in drawing order, without a mark between them.

Such a text was taken from a PDF. What can still be told: cells of narrow columns have short lines, a line broken
inside a cell ends in a blank, a deadline begins in few ways. Deadlines are found by that, the agencies before them
are cut in two where a new agency begins. Everything else is offered with its lines and is never called sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cchc.core.papers.answers import Confidence
from cchc.core.plans.columns import ACTIVITY, COOPERATING, DEADLINE, EXTRA, LEAD, OBJECTIVE, OUTPUT, TASK
from cchc.core.plans.plan import Source
from cchc.core.words.messages import Message
from cchc.core.words.names import search_key
from cchc.files.documents.cleaning import clean
from cchc.files.documents.paragraphs import join_all
from cchc.reading.plans.texts import MeasureText, SectionText

# "Các cơ ⏎quan, đơn ⏎vị có liên ⏎quan": cells of the narrow columns of an annex of Ninh Bình (2023); all of this file
# is for it
_NARROW = 12
# its headings take ten lines: "Stt Mục tiêu … Sản phẩm⏎Cơ quan ⏎chủ trì⏎…⏎Thời gian ⏎thực hiện"
_LONGEST_HEAD = 12
# "Thường ⏎xuyên", "Quý IV", "Tháng 12", "Theo Danh ⏎mục …" begin a cell of its last column
_DEADLINE = re.compile(
    r"(?:Thường(?:\s+xuyên)?|Quý\s+[IVX\d]|Tháng\s+\d|Trong\s+(?:tháng|quý|năm)|Khi\s+(?:có|được)|Sau\s+khi"
    r"|Theo\s+(?:Danh|Kế|tiến|quy|chỉ)"
    r"|(?:\d{1,2}|Sáu)\s+tháng|Chậm|Trước\s+(?:ngày|tháng|quý)|Cả\s+năm|H[àằ]ng\s+(?:năm|quý|tháng)|Năm\s+\d{4}|Đến\s)"
)
# "Sở Tư pháp", "Các cơ ⏎quan", "Văn ⏎phòng" begin a cell of agencies
_AGENCY = re.compile(
    r"(?:[-–]\s*)?(?:Các\s+(?:[Ss]ở|cơ|đơn|địa|huyện)|Sở|UBND|Ủy ban|Uỷ ban|Văn(?:\s+phòng)?$|Văn phòng"
    r"|Bưu|Đài|Báo|Trung tâm|Trung$|Ban|Công an"
    r"|Thanh tra|Phòng|Cục|Chi cục|HĐND|Hội|Bộ)\b"
)
# "Sở Nội vụ Thường": the end of one cell and the beginning of the next in one line
_TWO_CELLS = re.compile(r"(.*\S)\s+(Thường|Quý\s+[IVX]+,?|Tháng\s+\d+)\s*$")
# "I", "II" alone in a line, their titles elsewhere on the page
_SECTION = re.compile(r"([IVX]{1,5})(?:[.)]?\s+(\S.*))?$")
# "Sở Nội vụ - Sở Tài chính": agencies listed by dashes
_LISTED = re.compile(r"\s+(?=[-–]\s)")
# "1 2 3 4 5 6 7" below the headings
_ORDINALS = re.compile(r"\(?1\)?(?:\s+\(?\d{1,2}\)?)+$")
# "Các sở, ban, ⏎ngành": the agency goes on in the next line
_INCOMPLETE = re.compile(r"(?:[,;]|\bvà|\bcác|\bcủa)$")
_REST = Message("Stands on the page behind the last deadline: it may belong to this row or to the next one.")
_WIDE = (OBJECTIVE, TASK, ACTIVITY, OUTPUT)
_SUGGESTED = Message("Guessed from text without cells: hold it against the source.")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with its number in the file; `broken`: it ends in a blank, as lines broken inside a cell do."""

    text: str
    number: int
    broken: bool

    @property
    def narrow(self) -> bool:
        return len(self.text) <= _NARROW


@dataclass(slots=True)
class _Page:
    lines: list[_Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    """A deadline in the lines of a page, `first` to before `after`, with the agencies from `who` on."""

    who: int
    first: int
    after: int


def is_unordered(raw: Sequence[str]) -> bool:
    """Whether the headings of a plan's table stand in a text on their own, without tabs or cells around them."""
    return len(_heading_starts([_line(text, at) for at, text in enumerate(raw, 1) if text.strip()])) > 0


def sections_of_unordered(raw: Sequence[str]) -> list[SectionText]:
    """A suggestion for each deadline of the text, under the section titles found on its page or before."""
    lines = [_line(text, at) for at, text in enumerate(raw, 1) if text.strip()]
    sections = [SectionText()]
    for page in _pages(lines):
        _read_page(page, sections)
    return [section for section in sections if section.measures]


def _line(text: str, number: int) -> _Line:
    return _Line(clean(text), number, text.endswith((" ", "\u00a0")))


# --- pages -------------------------------------------------------------------------------------------------


def _heading_starts(lines: Sequence[_Line]) -> dict[int, int]:
    """Where the headings of the table begin, and how many lines they take."""
    starts = {}
    for at, line in enumerate(lines):
        if not re.match(r"(?:stt|tt)\b", search_key(line.text)):
            continue
        for size in range(1, _LONGEST_HEAD):
            texts = [one.text for one in lines[at : at + size]]
            if _is_whole_heading(" ".join(texts)):
                starts[at] = size
                break
    return starts


def _is_whole_heading(text: str) -> bool:
    key = search_key(text)
    return (
        len(key) < 200
        and any(word in key for word in ("thoi gian thuc hien", "thoi gian hoan thanh", "thoi han"))
        and "chu tri" in key
        and any(word in key for word in ("nhiem vu", "noi dung", "muc tieu", "san pham"))
    )


def _pages(lines: list[_Line]) -> Iterator[_Page]:
    """The lines between one repetition of the headings and the next; page numbers before them left out."""
    starts = _heading_starts(lines)
    begins = sorted(starts)
    for at, begin in enumerate(begins):
        end = begins[at + 1] if at + 1 < len(begins) else len(lines)
        body = [one for line in lines[begin + starts[begin] : end] for one in _parted(line)]
        if end < len(lines) and _is_page_number(body):
            body.pop()
        yield _Page([line for line in body if not _ORDINALS.match(line.text)])


def _is_page_number(body: list[_Line]) -> bool:
    """A lone number of one to three digits at the end of a page, not the end of a broken line."""
    return len(body) > 1 and body[-1].text.isdigit() and len(body[-1].text) < 4 and not body[-2].broken


def _parted(line: _Line) -> list[_Line]:
    """A line in which an agency's cell is followed by the beginning of a deadline, as two lines."""
    found = _TWO_CELLS.match(line.text)
    if found and _AGENCY.match(found[1]) and len(line.text) < 2 * _NARROW:
        return [_Line(found[1], line.number, False), _Line(found[2], line.number, line.broken)]
    return [line]


# --- one page ----------------------------------------------------------------------------------------------


def _read_page(page: _Page, sections: list[SectionText]) -> None:
    titles = _titles(page)
    lines = [line for line in page.lines if line.number not in titles or _SECTION.match(line.text)]
    free = [text for text in titles.values() if _names_section(text)]
    finds = list(_deadlines(lines))
    begin = 0
    for at, found in enumerate(finds):
        until = finds[at + 1].who if at + 1 < len(finds) else len(lines)
        _open_sections(lines[begin : found.first], free, sections)
        begin = _suggest(lines, begin, found, until, sections)
    _open_sections(lines[begin:], free, sections)
    _keep_rest([line for line in lines[begin:] if not _SECTION.match(line.text)], sections)


def _keep_rest(lines: list[_Line], sections: Sequence[SectionText]) -> None:
    """What a page holds behind its last deadline stays with the last suggestion: no word of the table is lost."""
    last = next((section.measures[-1] for section in reversed(sections) if section.measures), None)
    if not lines or last is None:
        return
    last.cells[EXTRA] = [*last.cells.get(EXTRA, []), _together(lines)]
    last.doubt(Confidence.UNSURE, _REST, [EXTRA])


def _names_section(title: str) -> bool:
    return not _SECTION.match(title) and not re.search(r"KẾ HOẠCH|PHỤ LỤC|^BIỂU", title)


def _titles(page: _Page) -> dict[int, str]:
    """Lines in capitals on a page, by their line numbers: titles of sections, titles of the annex."""
    return {line.number: line.text for line in page.lines if _is_title(line.text)}


def _is_title(text: str) -> bool:
    found = _SECTION.match(text)
    rest = found[2] or "" if found else text
    return rest.isupper() and len(rest.split()) >= 3


def _open_sections(lines: Sequence[_Line], free: list[str], sections: list[SectionText]) -> None:
    """A section for each Roman number among `lines`, named beside it or by the next free title of the page."""
    for line in lines:
        found = _SECTION.match(line.text)
        if found:
            name = found[2] or (free.pop(0) if free else None)
            sections.append(SectionText(name, found[1]))


def _deadlines(lines: Sequence[_Line]) -> Iterator[_Found]:
    at = last = 0
    while at < len(lines):
        after = _end_of_deadline(lines, at)
        if after is None:
            at += 1
            continue
        yield _Found(_start_of_agencies(lines, last, at), at, after)
        at = last = after


def _end_of_deadline(lines: Sequence[_Line], at: int) -> int | None:
    """The position after the deadline that begins at `at`; None when none begins there."""
    beginning = " ".join(line.text for line in lines[at : at + 2])
    if not lines[at].narrow or not _DEADLINE.match(beginning):
        return None
    end = at + 1
    while end < len(lines) and lines[end].narrow and _goes_on(lines[end - 1], lines[end]):
        end += 1
    return end


def _goes_on(line: _Line, following: _Line) -> bool:
    if following.text.isdigit() and len(following.text) < 4:
        return False
    return line.broken or following.text == "xuyên" or line.text.endswith(",")


def _start_of_agencies(lines: Sequence[_Line], last: int, first: int) -> int:
    """Where the agencies before a deadline begin: the first line like one in the narrow lines above it."""
    start = first
    while start > last and lines[start - 1].narrow and not _SECTION.match(lines[start - 1].text):
        start -= 1
    begins = [at for at in range(start, first) if _begins_agency(lines, at, start)]
    return begins[0] if begins else first


def _begins_agency(lines: Sequence[_Line], at: int, start: int) -> bool:
    two = " ".join(line.text for line in lines[at : at + 2])
    if not (_AGENCY.match(lines[at].text) or _AGENCY.match(two)):
        return False
    return at == start or not _INCOMPLETE.search(lines[at - 1].text)


def _suggest(lines: list[_Line], begin: int, found: _Found, until: int, sections: list[SectionText]) -> int:
    """Note the suggestion for one deadline; returns the position of the first line it did not use."""
    when = lines[found.first : found.after]
    first, after = (
        (found.who, found.first) if found.who < found.first else _agencies_after(lines, found.after, until)
    )
    lead, cooperating = _two_cells(lines[first:after])
    number, cells = _wide_cells([line for line in lines[begin : found.who] if not _SECTION.match(line.text)])
    cells |= {
        LEAD: _LISTED.sub("\n", lead),
        COOPERATING: _LISTED.sub("\n", cooperating),
        DEADLINE: _together(when),
    }
    end = max(after, found.after)
    source = Source(
        lines=(lines[begin].number, lines[end - 1].number), text=tuple(line.text for line in lines[begin:end])
    )
    measure = MeasureText(number, {column: [text] for column, text in cells.items() if text}, source)
    if not lead and sections[-1].measures:
        _share_agencies(measure, sections[-1].measures[-1])
    guessed = (column for column in measure.cells if column != DEADLINE)
    measure.doubt(Confidence.UNSURE, _SUGGESTED, guessed)
    sections[-1].measures.append(measure)
    return end


def _share_agencies(measure: MeasureText, above: MeasureText) -> None:
    """A deadline with no agencies of its own may stand beside cells merged with those above."""
    for column in (LEAD, COOPERATING):
        if above.cells.get(column):
            measure.cells[column] = list(above.cells[column])


def _agencies_after(lines: list[_Line], begin: int, until: int) -> tuple[int, int]:
    """Agencies drawn after their deadline: narrow lines that begin like an agency; an empty span without any."""
    for at in range(begin, until - 1):
        if lines[at].narrow and lines[at].broken and _begins_agency(lines, at, at) and lines[at + 1].narrow:
            end = at
            while end < until and lines[end].narrow and not lines[end].text.isdigit():
                end += 1
            return at, end
    return begin, begin


def _two_cells(who: Sequence[_Line]) -> tuple[str, str]:
    """The lines of agencies cut where a second cell begins: best after an unbroken line, before a new agency."""
    weights = {at: _weight(who, at) for at in range(1, len(who))}
    best = max(weights, key=lambda at: weights[at], default=0)
    if not best or weights[best] <= 0:
        return _together(who), ""
    return _together(who[:best]), _together(who[best:])


def _weight(who: Sequence[_Line], at: int) -> int:
    before, after = who[at - 1], who[at]
    if _INCOMPLETE.search(before.text) or after.text[:1].islower():
        return -9
    two = " ".join(line.text for line in who[at : at + 2])
    begins = bool(_AGENCY.match(after.text) or _AGENCY.match(two))
    return 2 * (not before.broken) + 2 * begins - (0 if begins else 2)


def _together(lines: Sequence[_Line]) -> str:
    return join_all(line.text for line in lines)


def _wide_cells(lines: Sequence[_Line]) -> tuple[str | None, dict[str, str]]:
    """A guess at the number and the texts of a row: paragraphs told by their beginnings, the last is the output; what
    stands before the four columns that there are goes to the first.
    """
    numbers = [line.text for line in lines if line.text.isdigit()]
    texts: list[list[_Line]] = []
    for line in lines:
        if line.text.isdigit():
            continue
        if texts and not _begins_text(texts[-1][-1], line):
            texts[-1].append(line)
        else:
            texts.append([line])
    surplus = max(0, len(texts) - len(_WIDE))
    wide = ["\n".join(map(_together, texts[: surplus + 1])), *map(_together, texts[surplus + 1 :])]
    found = dict(zip(reversed(_WIDE), reversed(wide), strict=False))
    return (numbers[0] if numbers else None), found


def _begins_text(before: _Line, line: _Line) -> bool:
    if line.text.startswith(("-", "+")):
        return not before.text.endswith((";", ".")) or not before.text
    return (
        line.text[:1].isupper()
        and (before.text.endswith(".") or not before.broken)
        and not _INCOMPLETE.search(before.text)
    )
