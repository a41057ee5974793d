"""One cell that says who leads and who cooperates, as tables without a column for each write it, taken apart."""

from __future__ import annotations

import re

from cchc.core.papers.answers import Confidence
from cchc.core.plans.columns import COOPERATING, LEAD
from cchc.core.words.messages import Message
from cchc.reading.plans.texts import MeasureText

_WHO = r"(?:(?:cơ quan|đơn vị)\s+)?"
_DOES = r"(?:\s+(?:thực hiện|tham mưu))?"
# "+ Đơn vị chủ trì thực hiện: Phòng Tổ chức", "- Cơ quan chủ trì: Sở Tư pháp;"
_LEAD_LABEL = re.compile(rf"(?:^|(?<=[\n;.]))\s*[-–+•]?\s*{_WHO}chủ trì{_DOES}\s*:\s*", re.IGNORECASE)
# "Chủ trì: Văn phòng; phối hợp: Phòng Kinh tế"
_WITH_LABEL = re.compile(rf"(?:^|(?<=[\s;,.]))[-–+•]?\s*{_WHO}phối hợp{_DOES}\s*:\s*", re.IGNORECASE)
# "Sở Tư pháp chủ trì, phối hợp với Các sở, ban, ngành"
_LEADS_WITH = re.compile(
    rf"(?P<lead>[^,;\n]+?)\s+chủ trì{_DOES}\s*[,;]?\s*(?:và\s+)?phối hợp(?:\s+(?:với|cùng))?\s+(?P<others>.+)",
    re.IGNORECASE | re.DOTALL,
)
# "Sở Tư pháp chủ trì; Các sở, ban, ngành phối hợp"
_LEADS_AND = re.compile(
    rf"(?P<lead>[^,;\n]+?)\s+chủ trì{_DOES}\s*[,;]\s*(?P<others>.+?)\s+phối hợp{_DOES}\s*\.?$",
    re.IGNORECASE | re.DOTALL,
)
# "Sở Nội vụ (chủ trì), Sở Tài chính (phối hợp)"
_MARKED = re.compile(
    r"(?<![^()\n;,])(?P<name>[^()\n;,]++)\(\s*(?P<role>chủ trì|phối hợp)\s*\)", re.IGNORECASE
)

# "Chủ trì:", "Phối hợp:", "Cơ quan chủ trì:" before the agencies of one cell: the columns say it
_ROLE = re.compile(
    r"(?:(?:cơ quan|đơn vị)\s+)?(?:chủ trì|phối hợp|thực hiện|tham mưu|với|cùng|và)\b", re.IGNORECASE
)


def divide_roles(measure: MeasureText) -> None:
    """Give the cooperating agencies their own column where the cell of the lead names both.

    Labels ("Chủ trì: …; Phối hợp: …") say it for sure; a sentence is likely read right. A cell of cooperating agencies
    with a text of its own stays as it is.
    """
    lines = (" ".join(line.split()) for line in measure.cells.get(LEAD, ()))
    text = "\n".join(line for line in lines if line)
    if not text or measure.cells.get(COOPERATING):
        return
    labelled = _labelled(text)
    lead, others = labelled or _told(text)
    if not lead:
        return
    measure.cells[LEAD] = lead.splitlines()
    if others:
        measure.cells[COOPERATING] = others.splitlines()
    if not labelled:
        measure.doubt(Confidence.LIKELY, _ONE_CELL, (LEAD, COOPERATING))


_ONE_CELL = Message("One cell names who leads and who cooperates: it was taken apart.")


def _labelled(text: str) -> tuple[str, str] | None:
    begins = _LEAD_LABEL.search(text)
    if not begins or text[: begins.start()].strip():
        return None
    rest = text[begins.end() :]
    follows = _WITH_LABEL.search(rest)
    if not follows:
        return _bare(rest), ""
    return _bare(rest[: follows.start()]), _bare(rest[follows.end() :])


def _told(text: str) -> tuple[str, str]:
    found = _LEADS_WITH.fullmatch(text) or _LEADS_AND.fullmatch(text)
    if found:
        return _bare(found["lead"]), _bare(found["others"])
    marked = list(_MARKED.finditer(text))
    if _MARKED.sub("", text).strip(" ,;\n.") or not any(_leads(one) for one in marked):
        return "", ""
    names = [[one["name"].strip() for one in marked if _leads(one) is leads] for leads in (True, False)]
    return "\n".join(names[0]), "\n".join(names[1])


def _leads(found: re.Match[str]) -> bool:
    return found["role"].casefold().startswith("chủ")


def _bare(text: str) -> str:
    return text.strip(" \n,;.")


def without_roles(text: str) -> str:
    """Return a cell of agencies without the words that say who leads and who cooperates.

    >>> without_roles("Chủ trì: Sở Nội vụ").strip(" :")
    'Sở Nội vụ'
    """
    return _ROLE.sub(" ", text)
