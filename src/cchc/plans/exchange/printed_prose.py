"""The measures of a plan in prose: numbered headings, and below each what lacks, what is done, by whom, until when.

The form is that in which offices without a table write such plans, and in which our reader finds them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cchc.core.plans.columns import (
    ACTIVITY,
    BUDGET,
    BUDGET_SOURCE,
    COOPERATING,
    DEADLINE,
    EXTRA,
    LEAD,
    NUMBER,
    OBJECTIVE,
    OUTPUT,
    SHORTCOMINGS,
    TASK,
)
from cchc.documents.exchange.decree30 import roman_number
from cchc.documents.exchange.paper import WordLine
from cchc.plans.exchange.printed_table import PrintedSection

_WHAT = {
    "reform": {
        OBJECTIVE: "Mục tiêu",
        SHORTCOMINGS: "Tồn tại",
        TASK: "Nhiệm vụ",
        ACTIVITY: "Hoạt động",
        OUTPUT: "Sản phẩm",
    },
    "remediation": {
        OBJECTIVE: "Mục tiêu",
        SHORTCOMINGS: "Tồn tại",
        TASK: "Nhiệm vụ, giải pháp khắc phục",
        ACTIVITY: "Hoạt động",
        OUTPUT: "Kết quả khắc phục",
    },
}
_WHO = {
    LEAD: "Cơ quan chủ trì",
    COOPERATING: "Cơ quan phối hợp",
    DEADLINE: "Thời gian thực hiện",
    BUDGET: "Kinh phí",
    BUDGET_SOURCE: "Nguồn kinh phí",
}


def prose_lines(sections: Iterable[PrintedSection], kind: str) -> Iterator[WordLine]:
    """Yield the paragraphs of a plan in prose; `kind` is that of the plan.

    A section that has one measure with its own number is that measure, as in a plan that names what lacks and the
    remedy under each domain; else its measures stand below it by their numbers.
    """
    for section in sections:
        is_one = len(section.rows) == 1 and section.rows[0].get(NUMBER, "") == section.number != ""
        if section.is_named:
            yield WordLine(_numbered(section.number, section.heading), bold=True)
        for row in section.rows:
            if not is_one:
                yield WordLine(_numbered(row.get(NUMBER, ""), _first_line(row)))
            yield from _measure(row, _WHAT.get(kind, _WHAT["reform"]), without_task=not is_one)


def number_after(numbers: Sequence[str]) -> str:
    """Return the number of a heading that follows those with these numbers, on their highest level; "" where they have
    none.

    >>> number_after(["I", "II", "IX"]), number_after(["1.2.1", "1.2.7", "2"]), number_after(["a", ""])
    ('X', '3', '')
    """
    romans = [roman_number(number) for number in range(1, 39)]
    highest = [number.partition(".")[0] for number in numbers if number]
    if highest and all(one in romans for one in highest):
        return roman_number(max(romans.index(one) for one in highest) + 2)
    return str(max(map(int, highest)) + 1) if highest and all(map(str.isdecimal, highest)) else ""


def _measure(row: Mapping[str, str], what: Mapping[str, str], *, without_task: bool) -> Iterator[WordLine]:
    for key, label in what.items():
        text = row.get(key, "")
        if key == TASK and without_task:
            text = "\n".join(text.splitlines()[1:])
            yield from map(WordLine, text.splitlines())
        elif text:
            yield from _labelled("- ", label, text)
    for key, label in _WHO.items():
        if text := row.get(key, ""):
            yield from _labelled("+ ", label, text)
    yield from (WordLine(f"+ {line}") for line in row.get(EXTRA, "").splitlines())


def _labelled(mark: str, label: str, text: str) -> Iterator[WordLine]:
    first, *more = text.splitlines()
    yield WordLine(f"{mark}{label}: {first}")
    yield from map(WordLine, more)


def _first_line(row: Mapping[str, str]) -> str:
    """What names a measure: its task, else whatever of it says what is to be done."""
    said: Sequence[str] = (row.get(TASK) or row.get(ACTIVITY) or row.get(OBJECTIVE) or "").splitlines()
    return said[0] if said else ""


def _numbered(number: str, text: str) -> str:
    """A heading behind its number, as a heading is known by it.

    >>> _numbered("1.2.1", "Cải cách thể chế"), _numbered("a", "Ban hành kế hoạch"), _numbered("", "Thể chế")
    ('1.2.1. Cải cách thể chế', 'a) Ban hành kế hoạch', 'Thể chế')
    """
    if not number:
        return text
    return f"{number}) {text}" if len(number) == 1 and number.islower() else f"{number}. {text}"
