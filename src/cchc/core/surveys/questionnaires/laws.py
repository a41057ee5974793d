"""The laws of a good questionnaire, each asked of what could be read of it."""

from __future__ import annotations

from cchc.core.scoring.criteria.document import Field
from cchc.core.scoring.formulas.analysis import Sort, names, sort_of
from cchc.core.scoring.formulas.reading import RESERVED
from cchc.core.scoring.formulas.tree import Formula, FormulaFault, Variable
from cchc.core.surveys.questionnaires.conditions import variables_of
from cchc.core.surveys.questionnaires.reach import unreachable_items
from cchc.core.surveys.questionnaires.rows import RowCheck
from cchc.core.surveys.questionnaires.values import (
    Factor,
    ItemKind,
    Layout,
    Option,
    QuestionSet,
    SurveyItem,
)
from cchc.core.words.lengths import MOST
from cchc.core.words.messages import Message


def check_names(check: RowCheck, questions: QuestionSet) -> None:
    """Note codes that mean two things: of an item and a factor, of an item and an option of a multiple choice, or a
    word of conditions."""
    taken = {item.code for item in questions.items}
    for factor in questions.factors:
        if factor.code in taken:
            why = Message('"{code}" is the code of an item too', code=factor.code)
            check.fault(check.at("factor", factor.code, "code"), Message("a code of its own"), why)
    for item in questions.items:
        if item.code in RESERVED:
            why = Message('"{code}" is a word of conditions', code=item.code)
            check.fault(check.at("item", item.code, "code"), Message("a code of its own"), why)
        for variable in variables_of(item):
            if variable.name != item.code and variable.name in taken:
                why = Message(
                    'in conditions "{code}" means the option of {item}, and it is the code of an item too',
                    code=variable.name, item=item.code,
                )  # fmt: skip
                check.fault(check.at("item", variable.name, "code"), Message("a code of its own"), why)
    _check_shares(check, questions)


def _check_shares(check: RowCheck, questions: QuestionSet) -> None:
    """Note options whose share would bear the name of another figure: of an item, a factor, an option elsewhere."""
    taken = {item.code for item in questions.items} | {factor.code for factor in questions.factors}
    for item in questions.items:
        if item.kind not in (ItemKind.SINGLE, ItemKind.SCALE, ItemKind.MULTIPLE):
            continue
        if item.kind is not ItemKind.MULTIPLE and (item.has_rate or item.has_points):
            continue
        for option in item.options:
            name = f"{item.code}_{option.code}"
            if name in taken and not (item.kind is ItemKind.MULTIPLE and name in questions.by_code):
                why = Message(
                    'the share of the option "{option}" of {item} would be called "{name}", as another figure is',
                    option=option.code, item=item.code, name=name,
                )  # fmt: skip
                check.fault(check.at("item", item.code, "code"), Message("a code of its own"), why)
            taken.add(name)


def check_items(check: RowCheck, questions: QuestionSet) -> None:
    """Note bounds the wrong way round, points that some options lack, criteria with long numbers, tables of items that
    do not share a scale."""
    for scale in questions.scales:
        _check_points(check, "scale", scale.code, scale.options)
    if not questions.items:
        why = Message("the questionnaire asks nothing")
        check.fault(check.place, Message("at least one question"), why)
    for item in questions.items:
        if not item.scale:
            _check_points(check, "item", item.code, item.options)
        if item.low is not None and item.high is not None and item.low > item.high:
            why = Message("the bounds are the wrong way round")
            check.fault(check.at("item", item.code, "low"), Message("at most {high}", high=item.high), why)
        if item.most is not None and item.most > len(item.options):
            why = Message("there are {found} options only", found=len(item.options))
            check.fault(check.at("item", item.code, "most"), Message("at most that many"), why)
        for number in item.criteria:
            if len(number) > MOST["leaf"]:
                why = Message('"{found}" is no number of a criterion', found=number[:40])
                check.fault(check.at("item", item.code, "criteria"), Message("numbers such as 1.2.3"), why)
        section = questions.section_by_code.get(item.section)
        if section and section.layout is Layout.MATRIX and item.scale != section.scale:
            why = Message(
                'the section "{section}" is a table under one scale, and this question is answered otherwise',
                section=section.code,
            )
            expected = Message('the scale "{scale}"', scale=section.scale)
            check.fault(check.at("item", item.code, "kind", "scale", "options"), expected, why)


def _check_points(check: RowCheck, table: str, code: str, options: tuple[Option, ...]) -> None:
    """Note options of which some have points and others have none."""
    bare = tuple(one.text for one in options if one.valid and one.points is None)
    if bare and any(one.points is not None for one in options):
        why = Message("these have no points, and others have: {options}", options=bare)
        check.fault(check.at(table, code, "options"), Message("points for all or for none"), why)


def check_factors(check: RowCheck, questions: QuestionSet) -> None:
    """Note factors that are named and not there, factors without items, and items that cannot be reckoned together."""
    for item in questions.items:
        for code in item.factors:
            if code not in questions.factor_by_code:
                field = check.at("item", item.code, "factors")
                check.unknown(
                    Field(code, field.place),
                    Message('there is no factor "{found}"', found=code),
                    questions.factor_by_code,
                )
    for factor in questions.factors:
        why = _unlike(questions, factor)
        if why is not None:
            expected = Message("items that all have satisfied levels, or all have points")
            check.fault(check.at("factor", factor.code, "code"), expected, why)


# Faults of what is not finished yet, rather than of the row where they stand.
UNFINISHED = frozenset({'no question belongs to the factor "{name}"'})


def _unlike(questions: QuestionSet, factor: Factor) -> Message | None:
    """Why no figure can be reckoned from the items of a factor; None where one can."""
    items = [questions.by_code[code] for code in factor.items]
    if not items:
        return Message('no question belongs to the factor "{name}"', name=factor.name)
    if all(item.has_rate for item in items) or all(item.has_points for item in items):
        return None
    bare = tuple(item.code for item in items if not item.has_rate and not item.has_points)
    if bare:
        return Message(
            'these questions of the factor "{name}" have neither satisfied levels nor points: {items}',
            name=factor.name, items=bare,
        )  # fmt: skip
    return Message(
        'of the factor "{name}" some questions have satisfied levels only and others points only',
        name=factor.name,
    )


def check_conditions(check: RowCheck, questions: QuestionSet) -> None:
    """Note conditions that are none, that ask what is asked later or never, and items that nobody can be asked."""
    variables: dict[str, Variable] = {}
    owner: dict[str, SurveyItem] = {}
    for item in questions.items:
        for variable in variables_of(item):
            variables.setdefault(variable.name, variable)
            owner.setdefault(variable.name, item)
    laws = _ConditionLaws(check, questions, variables, owner)
    sound = laws.sections_are_sound()
    sound &= laws.items_are_sound()
    if sound:
        for code in unreachable_items(questions):
            why = Message("no answers to the questions before it ever let this question be asked")
            field = check.at("item", code, "shown_when", "section")
            check.fault(field, Message("a condition that can be fulfilled"), why)


class _ConditionLaws:
    """The laws of conditions, asked of each section and item in turn."""

    def __init__(
        self,
        check: RowCheck,
        questions: QuestionSet,
        variables: dict[str, Variable],
        owner: dict[str, SurveyItem],
    ) -> None:
        self.check, self.questions, self.variables, self.owner = check, questions, variables, owner
        self.place = {item.code: at for at, item in enumerate(questions.items)}

    def sections_are_sound(self) -> bool:
        """Whether every section is shown by items of sections before it."""
        sound = True
        for section in self.questions.sections:
            if section.shown_when is not None:
                field = self.check.at("section", section.code, "shown_when")
                own = self.questions.items_of(section)
                first = self.place[own[0].code] if own else len(self.place)
                sound &= self.is_sound(section.shown_when, field, first, section.code)
        return sound

    def items_are_sound(self) -> bool:
        """Whether every item is shown by items before it."""
        sound = True
        for item in self.questions.items:
            if item.shown_when is not None:
                field = self.check.at("item", item.code, "shown_when")
                sound &= self.is_sound(item.shown_when, field, self.place[item.code], item.code)
        return sound

    def is_sound(self, condition: Formula, field: Field, at: int, code: str) -> bool:
        """Whether a condition is one, and names only what is asked before the place `at`; else it is noted."""
        before = Message("a condition about questions that are asked before")
        unknown = [name for name in names(condition) if name not in self.variables]
        for name in unknown:
            self.check.fault(field, before, self.unknown(name))
        later = [
            self.owner[name]
            for name in names(condition)
            if name in self.owner and self.place[self.owner[name].code] >= at
        ]
        for item in dict.fromkeys(later):
            self.check.fault(field, before, self.too_late(item, code))
        if unknown or later:
            return False
        try:
            sort = sort_of(condition, self.variables)
        except FormulaFault as fault:
            self.check.fault(field, before, fault.message)
            return False
        if sort is not Sort.CONDITION:
            why = Message('"{formula}" is no condition; compare it with something', formula=str(condition))
            self.check.fault(field, before, why)
        return sort is Sort.CONDITION

    def unknown(self, name: str) -> Message:
        """Why a name means nothing: a text, a multiple choice without its option, or nothing at all."""
        item = self.questions.by_code.get(name)
        if item is None:
            return Message('there is no question with the code "{found}"', found=name)
        if item.kind is ItemKind.MULTIPLE and item.options:
            return Message(
                'of "{found}" several options may be chosen: name one, such as {option}',
                found=name, option=f"{name}_{item.options[0].code}",
            )  # fmt: skip
        return Message('"{found}" is answered in words of one\'s own, which no condition can ask', found=name)

    def too_late(self, item: SurveyItem, code: str) -> Message:
        """Why an item cannot decide: it is asked later, or is itself shown only by what it should decide about."""
        if item.code == code:
            return Message('"{found}" is shown by its own answer', found=code)
        if self.hangs_on(item, code):
            return Message(
                '"{found}" is shown by "{other}", and "{other}" by "{found}": a circle',
                found=code, other=item.code,
            )  # fmt: skip
        return Message('"{found}" is asked later', found=item.code)

    def hangs_on(self, item: SurveyItem, code: str) -> bool:
        """Whether the condition of `item` names `code`, or an item whose condition does, and so on."""
        seen, waiting = set(), [item]
        while waiting:
            one = waiting.pop()
            section = self.questions.section_by_code.get(one.section)
            gates = [one.shown_when, section.shown_when if section else None]
            named = {self.owner[name] for gate in gates if gate for name in names(gate) if name in self.owner}
            if any(code in (other.code, other.section) for other in named):
                return True
            waiting += [other for other in named if other.code not in seen]
            seen |= {other.code for other in named}
        return False
