"""Measures from a plan in prose: numbered headings, and below them what lacks, what is done, by whom, until when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from cchc.core.papers.answers import Confidence
from cchc.core.plans.columns import COLUMNS, KEYS, TASK
from cchc.core.plans.plan import Source
from cchc.core.words.messages import Message
from cchc.core.words.names import search_key
from cchc.files.documents import Paragraph, Spot
from cchc.reading.plans.assignments import assignment_of
from cchc.reading.plans.texts import MeasureText, SectionText

# "I- …" and "1- …" of the Party; "I. …", "1.2.2. Cải cách thể chế",
# "a) …" in the plans of Văn phòng UBND tỉnh (2024) and of Ninh Giang (2023)
_HEADING = re.compile(
    r"((?:[IVXLC]{1,6}|\d{1,2}(?:\.\d{1,2})*)(?:\s*[.)]|-)|\d{1,2}(?:\.\d{1,2})+|[a-zđ]\))\s+(\S.*)",
    re.DOTALL,
)
# "+ Đơn vị chủ trì thực hiện: …", "- Cơ quan phối hợp: …"
_BULLET = re.compile(r"\A[-–+•*]\s*")
_WHO = r"(?:cơ quan|đơn vị|bộ phận|phòng)"
_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?:{wording})\s*:\s*", re.IGNORECASE))
    for name, wording in (
        *((column.key, column.in_prose) for column in COLUMNS if column.in_prose),
        (
            "doing",
            rf"{_WHO}(?:,\s*{_WHO})?\s+(?:tổ chức\s+)?thực hiện|phân công(?:\s+thực hiện)?|trách nhiệm thực hiện",
        ),
        ("quotas", r"(?:đối tượng(?:\s+và)?|số lượng|cỡ mẫu|mẫu phiếu)[^:]{0,60}"),
    )
)
# "…; phối hợp: Phòng Kinh tế", "… từng tháng. Cơ quan chủ trì: …" behind another label in one paragraph
_INNER = re.compile(
    rf"(?<=[.;])\s+(?=(?:{_WHO}\s+(?:chủ trì|phối hợp)|(?:chủ trì|phối hợp)\s*:"
    r"|thời (?:gian|hạn)(?: thực hiện| hoàn thành)?\s*:))",
    re.IGNORECASE,
)
_NO_ROLE = Message("The text names who does it without saying who leads and who cooperates.")
# "Nhiệm vụ, giải pháp" is a heading in every section and names none
_GENERIC = re.compile(r"(nhiem vu|giai phap|noi dung|bien phap|ton tai|thuc hien)\b")
# "Nơi nhận:", "KT. CHỦ TỊCH", "… theo kế hoạch./." end the last measure
_END = re.compile(r"Nơi nhận\b|TM\.|KT\.|\./\.$")
# "+ Lãnh đạo UBND huyện: 03 người" goes on with the quotas above it
_PEOPLE = re.compile(r":\s*(?:khoảng\s+)?[\d.]+\s*(?:người|phiếu|đại biểu|hộ)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Heading:
    """A numbered heading, what stands below it before the next, and the heading above it."""

    number: str
    text: str
    level: int
    parent: _Heading | None
    paragraph: Paragraph
    parts: dict[str, list[str]] = field(default_factory=dict)
    plain: list[str] = field(default_factory=list)
    last: Paragraph | None = None
    guessed: set[str] = field(default_factory=set)
    held: list[Spot] = field(default_factory=list)


@dataclass(slots=True)
class Prose:
    """The measures of a plan in prose, the texts of its survey quotas, and where the paragraphs of both stand."""

    sections: list[SectionText]
    quotas: list[str]
    taken: set[Spot]


def sections_of_prose(paragraphs: Iterable[Paragraph]) -> Prose:
    """The measures among `paragraphs`: every heading that says who leads, or until when."""
    sections: list[SectionText] = []
    quotas: list[str] = []
    taken: set[Spot] = set()
    for heading in _headings(paragraphs):
        quotas += ["\n".join(heading.parts["quotas"])] if "quotas" in heading.parts else []
        if not {"lead", "deadline", "doing"} & heading.parts.keys() or _is_a_sentence(heading):
            continue
        taken.update((heading.paragraph.spot, *heading.held))
        section = _section_of(heading)
        name = section.text.rstrip(".: ") if section else None
        if not sections or sections[-1].heading != name:
            sections.append(SectionText(name, section.number if section else None))
        sections[-1].measures.append(_measure(heading, section))
    return Prose(sections, quotas, taken)


def _is_a_sentence(heading: _Heading) -> bool:
    """Whether a heading is a sentence that gives a task, and its label the end of it: "3. Giao Sở Y tế chủ trì …; thời
    hạn: 15/5/2026". It is read as one, by whom included."""
    return (
        "lead" not in heading.parts
        and heading.last is heading.paragraph
        and assignment_of(_HEADING.sub(r"\2", heading.paragraph.text)).is_given
    )


def _headings(paragraphs: Iterable[Paragraph]) -> Iterator[_Heading]:
    current: _Heading | None = None
    label: str | None = None
    is_over = False  # "- Lưu: VT" below "Nơi nhận:" is no text of the last heading
    held = list(paragraphs)
    for paragraph, following in zip_longest(held, held[1:]):
        found = _HEADING.match(paragraph.text)
        said = _label_of(found[2]) if found else (None, "")
        if found and (not said[0] or _is_numbered_task(said[0], following)):
            if current:
                yield current
            text, *labelled = _INNER.split(said[1] or found[2])
            current, label, is_over = _below(current, found[1], text, paragraph), None, False
            for piece in labelled:  # "1. Rà soát thủ tục. Cơ quan chủ trì: Văn phòng. Thời gian: Quý II/2026"
                label = _note(current, piece, label, piece, paragraph)
            continue
        is_over = is_over or _END.match(paragraph.text) is not None
        if current is None or is_over:
            label = None
            continue
        text = found[2] if found else paragraph.text
        for piece in _INNER.split(text):
            label = _note(current, _BULLET.sub("", piece), label, piece, paragraph)
    if current:
        yield current


def _is_numbered_task(label: str, following: Paragraph | None) -> bool:
    """Whether a numbered label names a task of its own, "1. Nhiệm vụ: Niêm yết …", what is said of it below without
    numbers: else the labels of one task are numbered, "a) Nhiệm vụ: …", "b) Chủ trì: …"."""
    if label != TASK or following is None or _HEADING.match(following.text):
        return False
    return _label_of(_BULLET.sub("", following.text))[0] not in (None, TASK)


def _below(current: _Heading | None, mark: str, text: str, paragraph: Paragraph) -> _Heading:
    number = mark.strip(" .)-")
    level = _level(mark)
    parent = current
    while parent is not None and parent.level >= level:
        parent = parent.parent
    return _Heading(number, text, level, parent, paragraph)


def _level(mark: str) -> int:
    number = mark.strip(" .)-")
    if re.fullmatch(r"[IVXLC]+", number):
        return 0
    return 9 if number.isalpha() else 1 + number.count(".")


def _note(heading: _Heading, text: str, label: str | None, raw: str, paragraph: Paragraph) -> str | None:
    """Put a piece of text under its label; a piece without one belongs to the label before it, or to none."""
    name, rest = _label_of(text)
    heading.last = paragraph
    heading.held.append(paragraph.spot)
    if name == "doing":
        name = "cooperating" if "lead" in heading.parts else "lead"
        heading.guessed.add(name)
    if name == "quotas":
        heading.parts["quotas"] = [text]
        return name
    if name and not (name == "task" and "task" in heading.parts and label == "task"):
        heading.parts.setdefault(name, []).extend([rest] if rest else [])
        return name
    if label == "quotas" and _PEOPLE.search(text):
        heading.parts["quotas"].append(raw)
    elif label in ("task", "shortcomings", "output", "activity", "objective", "lead", "cooperating") or (
        label == "deadline" and not heading.parts[label]  # "Thời gian:⇥Quý II/2026", two lines of a PDF
    ):
        heading.parts[label].append(raw)
    else:
        heading.plain.append(raw)
    return label


def _label_of(text: str) -> tuple[str | None, str]:
    for name, pattern in _LABELS:
        found = pattern.match(text)
        if found:
            return name, text[found.end() :].strip()
    return None, text


def _section_of(heading: _Heading) -> _Heading | None:
    """The heading that names what a measure belongs to: a domain or an index, never a mere "Nhiệm vụ, giải pháp"."""
    section = heading.parent if _is_task(heading) else heading
    while section is not None and section.parent is not None and _GENERIC.match(search_key(section.text)):
        section = section.parent
    return section


def _is_task(heading: _Heading) -> bool:
    """Whether a heading is itself what is to be done: nothing below it says so."""
    return "task" not in heading.parts and not heading.plain


def _measure(heading: _Heading, section: _Heading | None) -> MeasureText:
    cells = {column: heading.parts[column] for column in KEYS if column in heading.parts}
    if TASK not in cells:
        cells[TASK] = heading.plain or [heading.text]
    first, last = heading.paragraph.spot, (heading.last or heading.paragraph).spot
    lines = (first.lines[0], last.lines[1]) if first.lines and last.lines else None
    measure = MeasureText(
        heading.number,
        cells,
        Source(page=first.page, paragraph=first.paragraph, lines=lines, text=(heading.paragraph.text,)),
    )
    if heading.guessed:
        measure.doubt(Confidence.LIKELY, _NO_ROLE, heading.guessed)
    return measure
