"""One cell that says who leads and who cooperates, as tables without a column for each write it, taken apart."""

from __future__ import annotations

import re

from cchc.core.papers.answers import Confidence
from cchc.core.papers.wordings import split
from cchc.core.plans.columns import COOPERATING, LEAD
from cchc.core.words.messages import Message
from cchc.reading.plans.texts import MeasureText

# "Phòng chủ trì:" of a department; the "phòng" of "Chủ trì: Văn phòng⏎Phối hợp: …" is the end of an agency
_WHO = r"(?:(?:cơ quan|đơn vị|bộ phận|(?<!văn )phòng|cq|đv)(?:,\s*(?:cơ quan|đơn vị|bộ phận))?\s+)?"
_DOES = r"(?:\s+(?:thực hiện|tham mưu))?"
_MARK = r"(?:[-–+•*]|[a-zđ]\))?"
# "+ Đơn vị chủ trì thực hiện: Phòng Tổ chức", "- Cơ quan chủ trì: Sở Tư pháp;"
_LEAD_LABEL = re.compile(rf"(?:^|(?<=[\n;.]))\s*{_MARK}\s*{_WHO}chủ trì{_DOES}\s*:\s*", re.IGNORECASE)
# "Chủ trì: Văn phòng; phối hợp: Phòng Kinh tế"
_WITH_LABEL = re.compile(
    rf"(?:^|(?<=[\s;,.])){_MARK}\s*{_WHO}(?:phối hợp|tham gia){_DOES}\s*:\s*", re.IGNORECASE
)
# "Sở Tư pháp chủ trì, phối hợp với Các sở, ban, ngành"
_LEADS_WITH = re.compile(
    rf"(?P<lead>[^,;\n]+?)\s+(?:là (?:cơ quan|đơn vị) )?chủ trì{_DOES}\s*[,;]?\s*(?:và\s+)?"
    r"phối hợp(?:\s+(?:với|cùng))?\s+(?P<others>.+)",
    re.IGNORECASE | re.DOTALL,
)
# "Sở Tư pháp chủ trì; Các sở, ban, ngành phối hợp"
_LEADS_AND = re.compile(
    rf"(?P<lead>[^,;\n]+?)\s+chủ trì{_DOES}\s*[,;]\s*(?P<others>.+?)\s+phối hợp{_DOES}\s*\.?$",
    re.IGNORECASE | re.DOTALL,
)
# "Sở Tư pháp phối hợp với các sở, ban, ngành"
_WITH = re.compile(
    r"(?P<lead>[^,;\n]+?)\s+phối hợp\s+(?:với|cùng)\s+(?P<others>.+)", re.IGNORECASE | re.DOTALL
)
# "Sở Nội vụ (chủ trì), Sở Tài chính (phối hợp)"
_MARKED = re.compile(
    r"(?<![^()\n;,])(?P<name>[^()\n;,]++)\(\s*(?:cơ quan )?(?P<role>chủ trì|phối hợp)\s*\)", re.IGNORECASE
)

# "Chủ trì:", "Phối hợp:", "Cơ quan chủ trì:" before the agencies of one cell: the columns say it
_ROLE = re.compile(
    r"(?:(?:cơ quan|đơn vị)\s+)?(?:chủ trì|phối hợp|thực hiện|tham mưu|với|cùng|và)\b", re.IGNORECASE
)


def divide_roles(measure: MeasureText, names_both: bool = False) -> None:
    """Give the cooperating agencies their own column where one cell names both roles.

    Labels ("Chủ trì: …; Phối hợp: …") say it for sure; a sentence is likely read right. A cell of cooperating agencies
    with a text of its own keeps it. Nothing is left out but the labels. `names_both`: the heading above names both, so
    that of several agencies without a role the first leads, which is likely.
    """
    lead, others = (_lines(measure, column) for column in (LEAD, COOPERATING))
    if not lead and _LEAD_LABEL.match(others):
        # the heading "Cơ quan chủ trì/phối hợp" is over one column
        lead, others = others, ""
        measure.cells.pop(COOPERATING)
    if others:
        labelled = _WITH_LABEL.match(others)
        if labelled:
            measure.cells[COOPERATING] = _bare(others[labelled.end() :]).splitlines()
    if not lead:
        return
    parts = _labelled(lead)
    if parts is None and not others:
        parts = _in_sentence(lead) or (_in_order(lead) if names_both else None)
        if parts:
            measure.doubt(Confidence.LIKELY, _ONE_CELL, (LEAD, COOPERATING))
    if parts is None:
        return
    measure.cells[LEAD] = parts[0].splitlines()
    if parts[1]:
        measure.cells.setdefault(COOPERATING, []).extend(parts[1].splitlines())


_ONE_CELL = Message("One cell names who leads and who cooperates: it was taken apart.")


def _lines(measure: MeasureText, column: str) -> str:
    lines = (" ".join(line.split()) for line in measure.cells.get(column, ()))
    return "\n".join(line for line in lines if line)


def _labelled(text: str) -> tuple[str, str] | None:
    begins = _LEAD_LABEL.search(text)
    if begins and text[: begins.start()].strip():
        return None
    rest = text[begins.end() :] if begins else text
    follows = _WITH_LABEL.search(rest)
    if not begins and (not follows or not _bare(rest[: follows.start()])):
        return None
    if not follows:
        return _bare(rest), ""
    return _bare(rest[: follows.start()]), _bare(rest[follows.end() :])


def _in_sentence(text: str) -> tuple[str, str] | None:
    found = _LEADS_WITH.fullmatch(text) or _LEADS_AND.fullmatch(text) or _WITH.fullmatch(text)
    if found:
        return _bare(found["lead"]), _bare(found["others"])
    marked = list(_MARKED.finditer(text))
    rest = _bare(_MARKED.sub("", text))
    leads = [one["name"].strip() for one in marked if _leads(one)]
    others = [one["name"].strip() for one in marked if not _leads(one)]
    # "Sở Nội vụ (chủ trì); các sở, ban, ngành": who has no mark only cooperates where nobody is marked so
    if not leads or (rest and others):
        return None
    return "\n".join(leads), "\n".join([*others, rest] if rest else others)


def _in_order(text: str) -> tuple[str, str] | None:
    """ "Phòng Kinh tế/Công an xã" under the heading "Cơ quan chủ trì/phối hợp"."""
    named = [one.text for one in split(text)]
    return (named[0], "\n".join(named[1:])) if len(named) > 1 else None


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
