"""Paragraphs from the lines of a page: text files and PDFs break lines where the paper ends, not the thought."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cchc.files.documents.blocks import Paragraph, Spot
from cchc.files.documents.cleaning import clean
from cchc.files.documents.syllables import is_syllable

# "- …", "I. …", "1.2. …", "a) …", "(Ban hành kèm theo …", "Nơi nhận", "Số:", "Phụ lục I", "Căn cứ" begin a paragraph in
# every plan read
_MARK = re.compile(
    r"(?:[-–+•*]\s*\S|[IVXLC]{1,6}\s*[.)-]\s|\d{1,2}(?:\.\d{1,2}){0,4}(?:\s*[.)]|-)\s|\d{1,2}(?:\.\d{1,2})+\s|[a-zđ]\s*\)\s|"
    r"\(?(?:Ban hành kèm theo|Kèm theo)\b|Nơi nhận|Căn cứ\s|Số\s*:|Điều \d+\.|PHỤ LỤC|Phụ lục [IVX\d])"
)
# "bản quy phạm pháp luật của⏎HĐND, UBND tỉnh, cấp": a line of an annex of Ninh Bình that ends inside its sentence
_OPEN_END = re.compile(
    r"(?:[,;]|\b(?:của|và|về|các|theo|cho|tại|với|để|ngày|số|năm|trong|trên|là|do|từ|đến|được|những|có|đối))$"
)
# "Kế hoạch số 132/KH-⏎UBND", "Nghị quyết số 19-⏎NQ/TW"
_KEEPS_TOGETHER = re.compile(r"(?<=\w)[-/]$")
# "ngày 20/12/202⏎2 của", "Quý I/202⏎3"
_YEAR_BEGINS = re.compile(
    r"(?:(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]|\bnăm |(?:\d|[IVX])/)(\d{1,3})$", re.IGNORECASE
)
_YEAR_ENDS = re.compile(r"\d{1,3}(?!\d)")
# "285/UBND⏎-NC", "đạt 11,126/13,⏎50 điểm", "cấp xã/phường⏎.": broken inside by narrow columns of a PDF
_BREAKS = (
    (re.compile(r"\d/[A-ZĐ][A-ZĐ\d]*$"), re.compile(r"-[A-ZĐ]")),
    (re.compile(r"\d,$"), re.compile(r"\d+\s*(?:điểm|%)")),
    (re.compile(r"\w$"), re.compile(r"[.,;:)](?:\s|$)")),
)
# "ngày 30/1⏎2/2022", "ngày 2⏎0/12/2022"
_DATE_BREAKS = (
    (re.compile(r"(?<![\d/])\d{1,2}/\d$"), re.compile(r"\d/\d{4}(?!\d)")),
    (re.compile(r"\bngày \d$", re.IGNORECASE), re.compile(r"\d/\d{1,2}/\d{4}(?!\d)")),
)
# "Thườ⏎ng xuyên", "UBN⏎D xã": a column narrower than a word
_LAST_WORD, _FIRST_WORD = re.compile(r"[^\W\d_]{1,6}$"), re.compile(r"[^\W\d_]{1,6}(?![^\W\d_])")
_ONSETS = frozenset(("ch", "th", "tr", "kh", "ph"))
_ABBREVIATIONS = frozenset(("UBND", "HĐND", "CCHC", "TTHC", "MTTQ", "CNTT", "TTPVHCC", "QPPL"))
# a line that ends far before the others ends its paragraph: headings such as "1. Mục đích" above a full line
_FULL = 0.75
_SYMBOL = 3  # signs at its end that decide whether a symbol goes on
_END = 300  # signs at its end that decide whether a paragraph goes on; all of a long one would take for ever


@dataclass(frozen=True, slots=True)
class ParagraphLine:
    """A printed line of a page.

    `blank` says that the text file has a blank line before it, `apart` that the space above it is wider than between
    the lines of a paragraph.
    """

    text: str
    page: int | None = None
    number: int | None = None
    blank: bool = False
    apart: bool = False


def join(before: str, after: str) -> str:
    """Return two pieces of one sentence as one.

    A blank stands between them, unless a narrow column broke a symbol at its dash or slash, a date or a number of
    points inside, or a mark from the word before it.

    >>> join("Kế hoạch số 132/KH-", "UBND ngày"), join("kinh tế -", "xã hội")
    ('Kế hoạch số 132/KH-UBND ngày', 'kinh tế - xã hội')
    >>> join("ngày 20/12/202", "2 của"), join("ngày 2", "0/12/2022"), join("đạt 12,9", "37")
    ('ngày 20/12/2022 của', 'ngày 20/12/2022', 'đạt 12,9 37')
    """
    return before + after if _is_broken(before[-_END:], after) else f"{before} {after}".strip()


def _is_broken(end: str, after: str) -> bool:
    """Whether the line break between `end` and `after` lies inside a word, a symbol or a number."""
    # what follows is looked at in one place, what stands before is searched: the cheap question comes first
    together = after[:1].isalnum() and bool(_KEEPS_TOGETHER.search(end[-_SYMBOL:]))
    return (
        together
        or is_inside_date(end, after)
        or any(two.match(after) and one.search(end) for one, two in _BREAKS)
        or _is_inside_word(end, after)
    )


def _is_inside_word(end: str, after: str) -> bool:
    """Whether two lines part a word: together they are one, and not each of them is."""
    begins, ends = _LAST_WORD.search(end), _FIRST_WORD.match(after)
    if not begins or not ends:
        return False
    if is_syllable(begins[0]) and ends[0] in _ONSETS and ends[0] == after.strip():
        return False  # "vị" | "ch" | "ủ trì": the next word begins
    whole = begins[0] + ends[0]
    if whole in _ABBREVIATIONS:
        return begins[0] not in _ABBREVIATIONS
    return ends[0].islower() and not (is_syllable(begins[0]) and is_syllable(ends[0])) and is_syllable(whole)


def join_all(pieces: Iterable[str]) -> str:
    """Return all pieces of one sentence as one text, each joined to the pieces before it.

    >>> join_all(["Kế hoạch số 132/KH-", "UBND ngày 2", "0/12/2022"])
    'Kế hoạch số 132/KH-UBND ngày 20/12/2022'
    """
    kept: list[str] = []
    end = ""
    for piece in pieces:
        together = join(end, piece)
        kept.append(together[len(end) :])
        end = together[-_END:].lstrip()
    return "".join(kept)


def is_inside_date(before: str, after: str) -> bool:
    """Whether the line break between `before` and `after` lies inside the numbers of a date or of a year.

    >>> is_inside_date("năm 202", "3"), is_inside_date("Quý I/202", "3"), is_inside_date("năm 2022", "3 nhiệm vụ")
    (True, True, False)
    """
    if not after[:1].isdigit():
        return False
    before = before[-_END:]
    year = _YEAR_BEGINS.search(before)
    rest = _YEAR_ENDS.match(after)
    if year and rest and re.fullmatch(r"(?:19|20)\d\d", year[1] + rest[0]):
        return True
    return any(ends.match(after) and begins.search(before) for begins, ends in _DATE_BREAKS)


def is_marked(text: str) -> bool:
    """Whether a line begins like an item of a list or a numbered heading."""
    return _MARK.match(text) is not None


def continues(before: str, after: str, full: bool) -> bool:
    """Whether the line `after` continues the sentence of `before`; `full` says that `before` reached the margin."""
    if is_marked(after) or after.isdigit():
        return after[0].isdigit() and _OPEN_END.search(before) is not None and not before.endswith(";")
    if after[:1].islower() or _OPEN_END.search(before):
        return True
    if after.isupper() and len(after.split()) > 1 and not before.isupper():
        return False
    return full and not before.endswith((":", "./.")) and not before.isupper()


def rejoin(lines: Iterable[ParagraphLine], first: int = 1) -> Iterator[Paragraph]:
    """Yield the paragraphs of `lines`, counted from `first`; their ends are guessed where lines are long."""
    kept = [(line, text) for line in lines if (text := clean(line.text))]
    margin = _margin([text for _, text in kept])
    parts: list[str] = []
    end = ""
    start, last = None, None
    count = first
    for line, piece in kept:
        if last is not None and start is not None:
            if (not line.apart or piece[:1].islower()) and continues(
                end, piece, len(last[1]) >= _FULL * margin
            ):
                together = join(end, piece)
                parts.append(together[len(end) :])
                end, last = together[-_END:].lstrip(), (line, piece)
                continue
            yield _paragraph("".join(parts), start, last[0], count)
            count += 1
        parts, end, start, last = [piece], piece[-_END:].lstrip(), line, (line, piece)
    if last is not None and start is not None:
        yield _paragraph("".join(parts), start, last[0], count)


def _paragraph(text: str, start: ParagraphLine, end: ParagraphLine, count: int) -> Paragraph:
    lines = (start.number, end.number) if start.number is not None and end.number is not None else None
    spot = Spot(page=start.page, paragraph=count, lines=lines)
    return Paragraph(text, spot, sure=start is end)


def _margin(texts: list[str]) -> int:
    """Return the length in letters that nine tenths of the lines do not exceed; 0 without lines."""
    lengths = sorted(map(len, texts))
    return lengths[len(lengths) * 9 // 10] if lengths else 0
