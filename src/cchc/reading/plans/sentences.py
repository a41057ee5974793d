"""Measures from sentences, wherever they stand: tasks below the name of an agency, sentences that give a task to one.

"1. Phòng Kinh tế: a) Rà soát …", "Giao Sở Y tế chủ trì, phối hợp với …, hoàn thành trước …". All of it is likely, never
sure: the sentence itself is offered as the task, and what was understood of it beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cchc.core.papers.agency_words import is_plural
from cchc.core.papers.answers import Confidence
from cchc.core.papers.members import is_listing
from cchc.core.papers.wordings import split
from cchc.core.plans.columns import COOPERATING, DEADLINE, LEAD, NUMBER, TASK
from cchc.core.plans.plan import AsideKind, Source
from cchc.core.words.messages import Message
from cchc.core.words.names import search_key
from cchc.files.documents import Paragraph, Spot
from cchc.reading.furniture import furniture_of
from cchc.reading.plans.assignments import assignment_of, is_only_agencies
from cchc.reading.plans.texts import MeasureText, SectionText

# "I- NHIỆM VỤ", "1- Văn phòng" of the Party; "I. NHIỆM VỤ", "1. Văn phòng", "1.2. …", "a) Thống kê …", "- …", "+ …"
_MARK = re.compile(
    r"(?P<mark>(?:(?:PHẦN|Phần)\s+)?[IVXLC]{1,6}(?:[.):-]|\s[-–](?=\s[A-ZĐ]))|Điều \d{1,2}[.:]"
    r"|\d{1,2}(?:\.\d{1,2})*[.)-]|\d{1,2}(?:\.\d{1,2})+|[a-zđ][.)]|[-–•*+])"
    r"\s+(?P<text>\S.*)",
    re.DOTALL,
)
_ROMAN, _LETTER, _BARE_AGENCY, _BULLET, _PLUS, _NONE = 0, 5, 6, 7, 8, 9
# what stands below these is no task: aims, results, causes
_NO_TASKS = re.compile(
    r"(?:muc dich|yeu cau|quan diem|muc tieu|can cu|ket qua|danh gia|thuc trang|ton tai|nguyen nhan|su can thiet"
    r"|pham vi|doi tuong|kinh phi|nguyen tac|noi dung chi|tinh hinh|bai hoc)\b"
)
# "Giao Phòng Văn hóa - Xã hội:", "Trách nhiệm của các phòng", "Đối với UBND các xã"
_BEFORE_AGENCY = re.compile(
    r"(?:giao|đề nghị|yêu cầu|phân công)(?: cho)?\s+|(?:trách nhiệm|nhiệm vụ) của\s+|đối với\s+",
    re.IGNORECASE,
)
_BEHIND_AGENCY = re.compile(
    r"\s*(?:,?\s*(?:có trách nhiệm|chịu trách nhiệm|chủ trì|thực hiện|tham mưu)(?: thực hiện)?)?\s*[:.]*\s*$"
)
_LONGEST_NAME = 160  # letters of a heading that names agencies
_LONGEST_TITLE = 200
_LONGEST_BEGINNING = 400  # letters of a sentence that tell whether it is about the plan itself
# "Sở X: a) …; b) …" in one paragraph, and two tasks given in one
_ITEMS = re.compile(r"(?:^|(?<=[;.])\s+)(?=[a-zđ]\)\s)")
_GIVEN_AGAIN = re.compile(r"(?<=[.;])\s+(?=(?:Giao|Đề nghị|Yêu cầu|Phân công)\s)")
# "Căn cứ Kế hoạch này tổ chức thực hiện", "theo dõi, đôn đốc việc thực hiện Kế hoạch": how the plan is carried out
_OF_THE_PLAN = re.compile(
    r"(?:theo doi|don doc|to chuc|trien khai|nghiem tuc|chu dong|tong hop)\b.{0,120}\b(?:thuc hien|trien khai)\b"
    r".{0,60}\b(?:ke hoach"
    r"|(?:chi thi|chuong trinh|quyet dinh|nghi quyet|cong dien|de an|thong bao|cong van|van ban) nay)\b"
    r"|^(?:can cu|tren co so)\b.{0,80}\bke hoach\b|^trong qua trinh\b|\bthuc hien ke hoach nay\b"
)
# "Yêu cầu các đơn vị nghiêm túc thực hiện./.", "Văn phòng thông báo để các cơ quan biết, thực hiện": how a letter ends
_CLOSING = re.compile(
    r"(?:yeu cau|de nghi)\b[^.]{0,120}\b(?:nghiem tuc|phoi hop|quan tam|khan truong|to chuc|trien khai)"
    r"(?: to chuc| trien khai| phoi hop)* thuc hien\W*$"
    # "Ngày 16 tháng 01 năm 2026, Chủ tịch UBND tỉnh chủ trì Phiên họp": what has been
    r"|ngay \d{1,2} (?:thang \d{1,2} nam|\d{1,2}) \d{4}\b"
    # "Chánh Văn phòng, Giám đốc Sở Nội vụ … chịu trách nhiệm thi hành Quyết định này"
    r"|[^.]{0,400}\bchiu trach nhiem thi hanh\b"
    r"|[^.]{0,80}\bthong bao (?:de|den|toi)\b[^.]{0,120}\bbiet\b|tren day la\b"
)
# "THÁNG 01", "Quý II/2026", "I. Tháng 3 năm 2026" above the tasks of a programme
_PERIOD_TITLE = re.compile(
    r"(?:Trong )?(?:tháng (?:0?[1-9]|1[0-2])|quý (?:I{1,3}|IV|[1-4])|6 tháng (?:đầu|cuối) năm)"
    r"(?:[\s/.-]*(?:năm )?\d{4})?",
    re.IGNORECASE,
)
_END_MARK = "./."  # of the whole document
_LIKELY = Message("Taken from a sentence: hold who does it, and until when, against the source.")
_IN_DOUBT = (NUMBER, TASK, LEAD, COOPERATING, DEADLINE)


@dataclass(slots=True)
class _Level:
    """A heading above a sentence: its depth, and the agency that it names ("" where it names none)."""

    depth: int
    text: str
    agency: str
    number: str | None


@dataclass(slots=True)
class _Reader:
    """What is known while going down the paragraphs."""

    beside_others: bool
    levels: list[_Level] = field(default_factory=list)
    sections: list[SectionText] = field(default_factory=list)
    last: tuple[int, MeasureText] | None = None
    when: tuple[int, str] | None = None
    """The depth of the last heading that is a time, and its text: "THÁNG 01" of a programme month by month."""

    @property
    def agency(self) -> str:
        return next((level.agency for level in reversed(self.levels) if level.agency), "")

    @property
    def holds_no_tasks(self) -> bool:
        return any(_NO_TASKS.match(search_key(level.text)) for level in self.levels if not level.agency)

    @property
    def title(self) -> _Level | None:
        return next((level for level in reversed(self.levels) if not level.agency), None)


def sections_of_sentences(
    paragraphs: Iterable[Paragraph], taken: set[Spot], *, beside_others: bool = False
) -> list[SectionText]:
    """The measures that sentences give to agencies, under the headings above them; `taken` are places read already.

    `beside_others`: the plan has measures in tables or under labels. What an agency does without a day, and without
    being named in the sentence, is then how those are carried out, and no further measure.
    """
    reader = _Reader(beside_others)
    for paragraph in paragraphs:
        kind = furniture_of(paragraph.text)
        if kind in (AsideKind.RECIPIENTS, AsideKind.SIGNATURE):
            break
        if paragraph.spot in taken or kind is not None:
            reader.last = None
            continue
        _take(paragraph, reader)
    return [section for section in reader.sections if section.measures]


def _take(paragraph: Paragraph, reader: _Reader) -> None:
    """Note one paragraph: a heading, the name of an agency, tasks, or nothing of these."""
    found = _MARK.match(paragraph.text)
    mark, text = (found["mark"].strip(".):-– "), found["text"]) if found else ("", paragraph.text)
    depth = _depth(found["mark"] if found else "")
    last, reader.last = reader.last, None
    agency, rest = _agency_heading(text, marked=bool(found))
    if agency:
        depth = _BARE_AGENCY if depth == _NONE else depth
    if _PERIOD_TITLE.fullmatch(text.strip(" .:")):
        reader.when = (min(depth, _PLUS), text.strip(" .:"))
        return
    if reader.when and depth <= min(reader.when[0], _ROMAN if reader.when[0] == _PLUS else _PLUS):
        reader.when = None
    if depth != _NONE:
        reader.levels = [level for level in reader.levels if level.depth < depth]
    if agency:
        reader.levels.append(_Level(depth, text, agency, mark or None))
        for item in filter(None, _ITEMS.split(rest)):
            _note(_MARK.sub(r"\g<text>", item), None, depth, paragraph, reader)
        return
    if last and depth == _PLUS and last[0] == _BULLET:
        last[1].cells[TASK].append(paragraph.text)
        reader.last = last
        return
    if text.endswith(":") or _is_title(text, depth, reader):
        if depth != _NONE:
            reader.levels.append(_Level(depth, text.rstrip(" .:"), "", mark or None))
        return
    for sentence in _GIVEN_AGAIN.split(text):
        _note(sentence, mark if depth < _BULLET else None, depth, paragraph, reader)


def _depth(mark: str) -> int:
    number = mark.strip(".): ")
    if not number:
        return _NONE
    number = number.rstrip("-– ") or number
    if re.fullmatch(r"(?:(?:PHẦN|Phần)\s+)?[IVXLC]+", number):
        return _ROMAN
    if number.startswith("Điều "):  # "Điều 2. Sở Nội vụ theo dõi, báo cáo trước ngày 20/12/2026."
        return 1
    if number[0].isdigit():
        return 1 + min(number.count("."), 3)
    return _LETTER if number.isalpha() else _PLUS if number == "+" else _BULLET


def _is_title(text: str, depth: int, reader: _Reader) -> bool:
    """Whether a numbered line is a heading: no sentence, and no task of the agency above it."""
    if depth == _ROMAN:
        return True
    short = len(text) <= _LONGEST_TITLE and not text.endswith((".", ";"))
    return depth < _LETTER and short and not reader.agency and not assignment_of(text).is_given


def _agency_heading(text: str, *, marked: bool) -> tuple[str, str]:
    """The agencies that a line names as a heading of what follows, and what follows in the same line."""
    head, colon, rest = text.partition(":")
    if colon and is_plural(head):
        # "Các sở: Tư pháp, Tài chính: a) …", and "Các sở: Tư pháp, Tài chính" alone
        names, _, behind = rest.partition(":")
        if is_listing(text) or is_only_agencies(f"{head},{names}"):
            head, rest = f"{head}:{names}", behind
    if not colon and not marked:
        return "", ""
    before = _BEFORE_AGENCY.match(head)
    name = _BEHIND_AGENCY.sub("", head[before.end() :] if before else head)
    if len(name) > _LONGEST_NAME or not is_only_agencies(name.replace(":", ",", 1)):
        return "", ""
    return "\n".join(one.text for one in split(name)), rest.strip()


def _note(sentence: str, number: str | None, depth: int, paragraph: Paragraph, reader: _Reader) -> None:
    """Note a sentence as a measure, if it gives a task to an agency that it or a heading names."""
    said = assignment_of(sentence)
    # "2. Sở Xây dựng khắc phục …": in an item of a list the agency in front is who does it
    lead = said.lead if said.is_given or (said.lead and depth < _NONE) else reader.agency
    if not lead or reader.holds_no_tasks or (reader.beside_others and not (said.is_given or said.is_dated)):
        return
    plain = search_key(sentence[:_LONGEST_BEGINNING].partition(_END_MARK)[0])
    if not said.deadline and (_OF_THE_PLAN.search(plain) or _CLOSING.match(plain)):
        return
    spot = paragraph.spot
    cells = {
        TASK: [sentence],
        LEAD: lead.splitlines(),
        COOPERATING: [said.cooperating] if said.cooperating else [],
        DEADLINE: [said.deadline] if said.deadline else [reader.when[1]] if reader.when else [],
    }
    source = Source(page=spot.page, paragraph=spot.paragraph, lines=spot.lines, text=(paragraph.text,))
    measure = MeasureText(number, {key: lines for key, lines in cells.items() if lines}, source)
    measure.doubt(Confidence.LIKELY, _LIKELY, _IN_DOUBT)
    title = reader.title
    name = title.text if title else None
    if not reader.sections or reader.sections[-1].heading != name:
        reader.sections.append(SectionText(name, title.number if title else None))
    reader.sections[-1].measures.append(measure)
    reader.last = (depth, measure)
