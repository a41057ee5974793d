"""What people answer in the surveys of the demonstration, written as the files that other systems give out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from cchc.core.scoring.formulas.tree import Value
from cchc.core.surveys.questionnaires.conditions import figures_of, is_certain
from cchc.core.surveys.questionnaires.values import ItemKind, Option, QuestionSet, SurveyItem

HEADINGS = ("Mã phiếu", "Đơn vị được đánh giá", "Đối tượng trả lời")
DO_NOT_KNOW = 0.03  # share of answers that are "không biết"
SAY_MORE = 0.08  # share of forms with an answer to an open question
TICKED = 0.6  # share of forms in which an optional choice is made
LENIENT = 0.05  # standard deviation of how much better than others a person sees everything
LOWER = (0.75, 0.20, 0.05)  # how the marks below the best one share out, from the second
REST = 0.49  # mean of the points of whoever does not give the best mark: 75 % give 60, 20 % give 20
YEARS = 50  # between the youngest who is asked for an age and the oldest who answers
OPINIONS = (
    "Nên trả lời văn bản của cấp xã nhanh hơn, có việc phải gọi điện nhiều lần.",
    "Hướng dẫn hồ sơ trên cổng dịch vụ công còn khó hiểu, mong có ví dụ kèm theo.",
    "Cán bộ hướng dẫn nhiệt tình, hồ sơ được giải quyết trước hẹn.",
    "Phần mềm hay bị lỗi vào giờ cao điểm, phải nộp lại hồ sơ.",
    "Đề nghị công khai tiến độ giải quyết hồ sơ qua tin nhắn.",
    "Văn bản hướng dẫn ban hành còn chậm so với yêu cầu thực tế.",
    "Thủ tục đã gọn hơn năm trước, không phải đi lại nhiều lần.",
    "Mong có thêm lớp tập huấn về dịch vụ công trực tuyến cho cấp xã.",
    "Thái độ phục vụ tốt, giải thích rõ ràng.",
    "Hồ sơ đất đai còn kéo dài, cần phối hợp tốt hơn giữa các cơ quan.",
)


@dataclass(frozen=True, slots=True)
class FormToFill:
    """Who fills a form (its key and group), about which unit, and how good that unit is in the eyes of all (0–1)."""

    key: str
    group: str
    unit: str
    quality: float


def answers_file(questions: QuestionSet, opinions: Iterable[FormToFill]) -> bytes:
    """Return the answers as CSV: a row for each form and unit, under the wordings of the questions."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*HEADINGS, *(item.text for item in questions.items)])
    for one in opinions:
        writer.writerow([one.key, one.unit, one.group, *filled(questions, one)])
    return text.getvalue().encode("utf-8-sig")


def filled(questions: QuestionSet, opinion: FormToFill) -> list[str]:
    """Return the cells of one row: the words that a person has chosen or written; "" where nothing was asked."""
    lenient = Random(opinion.key).gauss(0, LENIENT)  # noqa: S311 - repeatable
    chance = Random(f"{opinion.key} {opinion.unit}")  # noqa: S311 - repeatable
    sections = {one.code: one for one in questions.sections}
    known: dict[str, Value] = {}
    cells = []
    for item in questions.items:
        asked = is_certain(sections[item.section].shown_when, known) and is_certain(item.shown_when, known)
        hard = Random(item.code).gauss(0, 0.03)  # noqa: S311 - repeatable
        level = min(max(opinion.quality + lenient + hard, 0.55), 0.98)
        code, cell = answer_to(item, level, chance) if asked else ("", "")
        known |= figures_of(item, code or None) if item.is_chosen_once else {}
        cells.append(cell)
    return cells


def answer_to(item: SurveyItem, level: float, chance: Random) -> tuple[str, str]:
    """Return the code and the words of an answer that gives `level` (0–1) on average."""
    if item.kind is ItemKind.TEXT:
        return "", chance.choice(OPINIONS) if chance.random() < SAY_MORE else ""
    if item.kind is ItemKind.NUMBER:
        least = int(item.low or 0)
        return "", str(
            chance.randint(least, least + YEARS) if least > 3 else chance.choice((1, 1, 1, 2, 2, 3))
        )
    if item.kind is ItemKind.MULTIPLE:
        return "", chance.choice(item.options).text if chance.random() < TICKED else ""
    chosen = chosen_option(item, level, chance)
    return chosen.code, chosen.text


def chosen_option(item: SurveyItem, level: float, chance: Random) -> Option:
    """Return the option that is chosen: marks and levels around `level`, others by chance."""
    valid = [one for one in item.options if one.valid]
    other = [one for one in item.options if not one.valid]
    if other and chance.random() < DO_NOT_KNOW:
        return other[0]
    if item.has_points:
        best = max((level - REST) / (1 - REST), 0)
        lower = ((1 - best) * share for share in LOWER[: len(valid) - 1])
        return drawn(by_points(valid), (best, *lower), chance)
    if item.has_rate:
        return drawn(
            valid,
            ((1 - level) * 0.06, (1 - level) * 0.24, (1 - level) * 0.7, level * 0.6, level * 0.4),
            chance,
        )
    return drawn(valid, [2.0 ** (len(valid) - at) for at in range(len(valid))], chance)


def by_points(options: Sequence[Option]) -> list[Option]:
    """Return the options from the best mark to the worst."""
    return sorted(options, key=lambda one: one.points or Fraction(0), reverse=True)


def drawn(options: Sequence[Option], shares: Sequence[float], chance: Random) -> Option:
    """Return one of the options, drawn with these shares."""
    return chance.choices(options, shares)[0]
