"""The made-up plans in sentences: by agency, beside a table, as Word and as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from benchmarks.plans.truth import Made, Row
from benchmarks.plans.word_papers import SIX, WIDTHS, add_head, add_table, new_document, saved, table_rows


def told(made: Made, after_table: int = 0) -> Made:
    """The plan with its measures from `after_table` on as sentences say them; those without a day are left out."""
    rows = [_told(row) for row in made.rows[after_table:] if row.due]
    numbered = [replace(row, number=letter) for _, letter, row in by_agency(rows)]
    return replace(made, rows=(*made.rows[:after_table], *numbered), told_from=after_table)


def _told(row: Row) -> Row:
    when = _when(row)
    with_whom = ", ".join(row.cooperating)
    sentence = f"{row.task}; phối hợp với {with_whom}; hoàn thành {when}."
    return replace(row, task=sentence, output="", deadline=when, headings=())


def _when(row: Row) -> str:
    when = row.deadline[0].lower() + row.deadline[1:]
    if "tháng đầu năm" in when:
        return f"trong {when}"
    if when.startswith("hoàn thành "):
        return when.removeprefix("hoàn thành ")
    if when[0].isdigit():
        return f"trước ngày {when}"
    return f"trong {when}" if when.startswith(("quý", "tháng")) else when


def told_in_the_middle(made: Made) -> Made:
    """The plan in sentences that say who does it in their middle or at their end, one a paragraph."""
    rows = [row for row in made.rows if row.due and len(row.lead) == 1]
    told = [replace(_named_late(row, at % 2 == 0), number=str(at)) for at, row in enumerate(rows, start=1)]
    return replace(made, rows=tuple(told), told_from=0)


def _named_late(row: Row, behind: bool) -> Row:
    when, with_whom, (lead,) = _when(row), ", ".join(row.cooperating), row.lead
    if behind:
        said = f"{row.task}, giao {lead} chủ trì, phối hợp với {with_whom}; hoàn thành {when}."
    else:
        when = when[0].upper() + when[1:]
        said = f"{when}, {lead} chủ trì, phối hợp với {with_whom} triển khai: {row.task}."
    return replace(row, task=said, output="", deadline=when, headings=())


def in_paragraphs(made: Made, **kinds: Any) -> bytes:
    """Numbered paragraphs below one heading."""
    document = new_document(**kinds)
    add_head(document, made)
    document.add_paragraph("II. NHIỆM VỤ TRỌNG TÂM")
    for row in made.rows:
        document.add_paragraph(f"{row.number}. {row.task}")
    return saved(document, made)


def by_agency(rows: Sequence[Row]) -> Iterator[tuple[int, str, Row]]:
    """Each measure with the number of its agency and its own letter, the agencies in the order of their first one."""
    leads = list(dict.fromkeys(row.lead for row in rows))
    for number, lead in enumerate(leads, start=1):
        for letter, row in zip("abcdeghik", [one for one in rows if one.lead == lead], strict=False):
            yield number, letter, row


def lines_of(rows: Sequence[Row]) -> Iterator[str]:
    """The lines of a part that gives tasks agency by agency."""
    yield "II. NHIỆM VỤ CỤ THỂ"
    above = 0
    for number, letter, row in by_agency(rows):
        if number != above:
            yield f"{number}. {row.lead[0]}"
        above = number
        yield f"{letter}) {row.task}"


def in_prose(made: Made, **kinds: Any) -> bytes:
    """Tasks in sentences below the agencies that lead them; those before `told_from` in a table above."""
    document = new_document(**kinds)
    add_head(document, made)
    first = made.told_from or 0
    if first:
        document.add_paragraph("I. NHIỆM VỤ TRỌNG TÂM")
        add_table(document, list(table_rows(made.rows[:first])), [WIDTHS[column] for column in SIX])
    for line in lines_of(made.rows[first:]):
        document.add_paragraph(line)
    return saved(document, made)


def text_in_prose(made: Made) -> bytes:
    """The same as text, a blank line between paragraphs."""
    head = (*made.office, *made.motto, made.number_line, made.day_line, made.kind, made.title, made.basis)
    return "\n\n".join([*head, *lines_of(made.rows), *made.after]).encode()
