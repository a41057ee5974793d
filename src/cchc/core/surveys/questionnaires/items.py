"""Reading the items of a questionnaire, and the options of scales and choices."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from cchc.core.scoring.checks.check import text_of
from cchc.core.scoring.criteria.document import Field, Fields
from cchc.core.surveys.questionnaires.document import FIELD_WORDS, usual_satisfied
from cchc.core.surveys.questionnaires.lines import (
    code_of_number,
    listed_codes,
    parsed_levels,
    parsed_options,
)
from cchc.core.surveys.questionnaires.rows import RowCheck
from cchc.core.surveys.questionnaires.values import (
    NO_OPINION,
    AnswerScale,
    ItemKind,
    Option,
    QuestionSection,
    SurveyItem,
)
from cchc.core.words.messages import Message
from cchc.core.words.numerals import machine_number

OF_KIND = {
    "scale": (ItemKind.SCALE,),
    "options": (ItemKind.SINGLE, ItemKind.MULTIPLE),
    "satisfied": (ItemKind.SINGLE,),
    "invalid": (ItemKind.SINGLE, ItemKind.MULTIPLE),
    "low": (ItemKind.NUMBER,),
    "high": (ItemKind.NUMBER,),
    "places": (ItemKind.NUMBER,),
    "unit": (ItemKind.NUMBER,),
    "most": (ItemKind.MULTIPLE,),
}  # which kinds of items have which fields


def scales_of(check: RowCheck) -> tuple[AnswerScale, ...]:
    """The scales of a document."""
    return tuple(_scale(check, code, row) for code, row in check.coded("scale", "options"))


def _scale(check: RowCheck, code: str, row: Fields) -> AnswerScale:
    expected = Message("the words of each level on a line of its own, the lowest first")
    field = row.get("options")
    levels = check.value(field, expected, parsed_levels) if field else None
    if field and levels is not None and len(levels) < 2:
        check.fault(field, expected, Message("a scale has at least two levels"))
    return AnswerScale(code, text_of(row, "name"), _marked(check, row, levels or (), numbered=True))


def _marked(check: RowCheck, row: Fields, options: tuple[Option, ...], numbered: bool) -> tuple[Option, ...]:
    """The options with what counts as satisfied, and behind them the invalid one, where the row names it."""
    stated = text_of(row, "satisfied")
    codes = listed_codes(stated) if stated else usual_satisfied(len(options), numbered)
    chosen = set() if stated == "none" else set(codes)
    known = [one.code for one in options]
    for code in codes if stated and stated != "none" else ():
        if code not in known:
            check.unknown(
                row["satisfied"], Message('"{found}" is none of what may be chosen', found=code), known
            )
    marked = tuple(replace(one, satisfied=one.code in chosen) for one in options)
    invalid = text_of(row, "invalid")
    return (*marked, Option(NO_OPINION, invalid, valid=False)) if invalid else marked


class ItemReader:
    """The items of one document, each fault noted in its check."""

    def __init__(
        self, check: RowCheck, sections: tuple[QuestionSection, ...], scales: tuple[AnswerScale, ...]
    ) -> None:
        self.check = check
        self.sections = {section.code: section for section in sections}
        self.scales = {scale.code: scale for scale in scales}

    def items(self) -> tuple[SurveyItem, ...]:
        """The items in the order in which they are asked: by sections, and inside a section as in the document."""
        read, section = [], next(iter(self.sections), "")
        for row in self.check.rows["item"]:
            section = self.section(row, section)
            item = self.item(row, section)
            if item is not None:
                read.append(item)
        order = {code: at for at, code in enumerate(self.sections)}
        return tuple(sorted(read, key=lambda item: order.get(item.section, 0)))

    def section(self, row: Fields, before: str) -> str:
        """The section of an item; a row that names none belongs to that of the row before it."""
        what = Message("section of the questionnaire")
        return self.check.one_of(row, "section", self.sections, before, what)

    def item(self, row: Fields, section: str) -> SurveyItem | None:
        """The item of a row; None where it has no code, for nothing can be told of it."""
        self.check.needed(row, "text")
        code = row.get("code") or Field(code_of_number(text_of(row, "number")), self.check.place_of(row))
        if not code.text.strip():
            self.check.needed(row, "code")
            return None
        if not self.check.entered("item", code, row):
            return None
        kind, scale = self.kind_of(row, section)
        self.only_of_its_kind(row, kind)
        return SurveyItem(
            code.text.strip(), section, text_of(row, "number"), text_of(row, "text"), kind,
            options=self.options(row, kind, scale), scale=scale.code if scale else "",
            low=self.number(row, "low"), high=self.number(row, "high"), places=self.count(row, "places", 0, 6) or 0,
            unit=text_of(row, "unit"), most=self.count(row, "most", 1, 100),
            required=self.check.one_of(row, "required", ("yes", "no"), "yes", Message("yes or no")) == "yes",
            shown_when=self.check.condition(row), factors=listed_codes(text_of(row, "factors")),
            criteria=listed_codes(text_of(row, "criteria")), note=text_of(row, "note"),
        )  # fmt: skip

    def kind_of(self, row: Fields, section: str) -> tuple[ItemKind, AnswerScale | None]:
        """The kind of an item and its scale: where the row is silent, a choice when it has options, else on a scale,
        its own or that of its section."""
        usual = ItemKind.SINGLE if text_of(row, "options") else ItemKind.SCALE
        kind = ItemKind(self.check.one_of(row, "kind", ItemKind, usual, Message("kind of question")))
        if kind is not ItemKind.SCALE:
            return kind, None
        common = self.sections[section].scale if section in self.sections else ""
        name = self.check.one_of(row, "scale", self.scales, common, Message("scale of the questionnaire"))
        if name not in self.scales and "scale" not in row:
            self.check.fault(
                self.check.place_of(row),
                Message("the code of a scale, or options on lines of their own"),
                Message("nothing says what may be answered"),
            )
        return kind, self.scales.get(name)

    def only_of_its_kind(self, row: Fields, kind: ItemKind) -> None:
        """Note fields that mean nothing for an item of this kind."""
        for name, kinds in OF_KIND.items():
            if text_of(row, name) and kind not in kinds:
                self.check.fault(
                    row[name],
                    Message("nothing here, or another kind of question"),
                    Message("{what} has no meaning for a question of this kind", what=FIELD_WORDS[name]),
                )

    def options(self, row: Fields, kind: ItemKind, scale: AnswerScale | None) -> tuple[Option, ...]:
        """What may be chosen: the options of a choice, the levels of a scale."""
        if kind is ItemKind.SCALE:
            return scale.options if scale else ()
        if kind not in (ItemKind.SINGLE, ItemKind.MULTIPLE):
            return ()
        expected = Message("each option on a line of its own: a | Tốt, or a | Tốt | 100")
        if not self.check.needed(row, "options"):
            return ()
        read = self.check.value(row["options"], expected, parsed_options)
        if read is not None and len(read) < 2:
            self.check.fault(row["options"], expected, Message("a choice has at least two options"))
        return _marked(self.check, row, read or (), numbered=False)

    def number(self, row: Fields, name: str) -> Fraction | None:
        """A bound of a number."""
        if not text_of(row, name):
            return None
        return self.check.value(row[name], Message("a number"), _plain_or_comma)

    def count(self, row: Fields, name: str, low: int, high: int) -> int | None:
        """A whole number between these ends."""
        number = self.number(row, name)
        if number is None or (number.denominator == 1 and low <= number <= high):
            return None if number is None else int(number)
        expected = Message("a whole number from {low} to {high}", low=low, high=high)
        self.check.fault(row[name], expected, Message("{found} is not one", found=text_of(row, name)))
        return None


def _plain_or_comma(text: str) -> Fraction:
    """The number of a bound, which is written with a point or, as officials do, with a comma."""
    return machine_number(text.strip().replace(",", "."))
