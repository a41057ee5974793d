"""A questionnaire as an XLSForm, for KoboToolbox, ODK and others: what both can say, and what is lost of ours."""

from __future__ import annotations

from collections.abc import Iterator

from cchc.core.scoring.formulas.tree import Formula
from cchc.core.surveys.questionnaires.values import (
    ItemKind,
    Layout,
    Option,
    QuestionSection,
    QuestionSet,
    SurveyItem,
)
from cchc.core.words.messages import Message
from cchc.core.words.numbers import plain
from cchc.files.sheets import Sheet, SheetColumn
from cchc.files.workbooks import workbook_bytes
from cchc.surveys.exchange.xlsform_conditions import condition_for_xlsform

LABEL, HINT = "label::Vietnamese (vi)", "hint::Vietnamese (vi)"
SURVEY_COLUMNS = ("type", "name", LABEL, HINT, "required", "relevant", "constraint", "appearance")
Line = dict[str, str]


def write_xlsform(questions: QuestionSet) -> bytes:
    """Return the questionnaire as the bytes of an XLSForm workbook."""
    survey = [line for section in questions.sections for line in _section_lines(questions, section)]
    settings = {
        "form_title": questions.title,
        "form_id": questions.code,
        "default_language": "Vietnamese (vi)",
    }
    return workbook_bytes(
        [
            _sheet("survey", SURVEY_COLUMNS, survey),
            _sheet("choices", ("list_name", "name", LABEL), [*_choices(questions)]),
            _sheet("settings", tuple(settings), [settings]),
        ]
    )


def _sheet(name: str, columns: tuple[str, ...], lines: list[Line]) -> Sheet:
    heads = [SheetColumn(column, 40 if column in (LABEL, "form_title") else 18) for column in columns]
    return Sheet(name, heads, [[line.get(column) for column in columns] for line in lines])


def _section_lines(questions: QuestionSet, section: QuestionSection) -> Iterator[Line]:
    """Yield the lines of a section: a group, and in it its items; of a table also the line that names its levels."""
    is_table = section.layout is Layout.MATRIX
    title = f"{section.number}. {section.title}" if section.number else section.title
    head = {"type": "begin_group", "name": f"phan_{section.code}", LABEL: title}
    yield head | _relevant(section.shown_when, questions) | {"appearance": "field-list" if is_table else ""}
    if section.note:
        yield {"type": "note", "name": f"loi_dan_{section.code}", LABEL: section.note}
    if is_table:
        name = f"muc_{section.code}"
        yield {"type": f"select_one {section.scale}", "name": name, LABEL: title, "appearance": "label"}
    for item in questions.items_of(section):
        yield _item_line(questions, item, is_table)
    yield {"type": "end_group"}


def _item_line(questions: QuestionSet, item: SurveyItem, in_table: bool) -> Line:
    label = f"{item.number}. {item.text}" if item.number else item.text
    hint = " ".join(part for part in (item.note, f"({item.unit})" if item.unit else "") if part)
    line = {"type": _type(item), "name": item.code, LABEL: label, HINT: hint}
    line |= {"required": "yes" if item.required else "no", "constraint": _constraint(item)}
    return (
        line
        | _relevant(item.shown_when, questions)
        | {"appearance": "list-nolabel" if in_table else "likert" if item.scale else ""}
    )


def _type(item: SurveyItem) -> str:
    match item.kind:
        case ItemKind.SCALE:
            return f"select_one {item.scale}"
        case ItemKind.SINGLE:
            return f"select_one {item.code}"
        case ItemKind.MULTIPLE:
            return f"select_multiple {item.code}"
        case ItemKind.NUMBER:
            return "decimal" if item.places else "integer"
    return "text"


def _relevant(condition: Formula | None, questions: QuestionSet) -> Line:
    said = condition_for_xlsform(condition, questions) if condition is not None else None
    return {"relevant": said or ""}


def _constraint(item: SurveyItem) -> str:
    ends = [(">=", item.low), ("<=", item.high)]
    parts = [f". {sign} {plain(end)}" for sign, end in ends if end is not None]
    if item.most is not None:
        parts.append(f"count-selected(.) <= {item.most}")
    return " and ".join(parts)


def _choices(questions: QuestionSet) -> Iterator[Line]:
    for scale in questions.scales:
        yield from (_choice(scale.code, option) for option in scale.options)
    for item in questions.items:
        if not item.scale:
            yield from (_choice(item.code, option) for option in item.options)


def _choice(name: str, option: Option) -> Line:
    return {"list_name": name, "name": option.code, LABEL: option.text}


def lost_in_xlsform(questions: QuestionSet) -> tuple[Message, ...]:
    """Return what an XLSForm cannot keep of a questionnaire, in sentences; none where nothing is lost."""
    options = [one for item in questions.items for one in item.options]
    gates = [(one.number or one.code, one.shown_when) for one in questions.sections]
    gates += [(one.number or one.code, one.shown_when) for one in questions.items]
    unsaid = tuple(name for name, gate in gates if gate and condition_for_xlsform(gate, questions) is None)
    lost = [
        (
            any(one.satisfied for one in options),
            Message("Which levels count as satisfied is not kept: XLSForm knows options only."),
        ),
        (
            any(one.points is not None for one in options),
            Message("The points of options are not kept."),
        ),
        (bool(questions.factors), Message("Factors are not kept, nor which question belongs to them.")),
        (
            any(one.criteria for one in questions.items) or any(one.criteria for one in questions.factors),
            Message("Which criteria use the results is not kept."),
        ),
        (bool(questions.groups or questions.rated), Message("Who is asked and which units are rated is not kept.")),
        (
            bool(unsaid),
            Message("XLSForm has no words for the conditions of these questions, so they are always asked: {names}.",
                    names=unsaid),
        ),
    ]  # fmt: skip
    return tuple(sentence for is_lost, sentence in lost if is_lost)
