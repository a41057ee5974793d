"""What a file of answers would add: its rows against the units, groups and cases of a survey and what came before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import Any

from django.utils import timezone

from cchc.core.papers.answers import NAMES_WITHOUT_MARKS
from cchc.core.papers.directory import Directory
from cchc.core.papers.matching import match
from cchc.core.surveys.questionnaires.conditions import Answer
from cchc.core.surveys.questionnaires.content import questions_of
from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSet
from cchc.core.surveys.receiving.columns import (
    ColumnPart,
    ColumnUse,
    Surely,
    headings_key,
    proposed_columns,
    use_of,
)
from cchc.core.surveys.receiving.rows import AnswerTable, FilledRow, ReadRows, read_rows
from cchc.core.words.lengths import MOST, visible_text
from cchc.core.words.letters import without_hidden_signs
from cchc.core.words.messages import Fault, Message
from cchc.core.words.names import text_key
from cchc.core.words.numbers import plain
from cchc.surveys.models import (
    AnswerColumns,
    CaseState,
    ItemAnswer,
    QuestionnaireVersion,
    SampleCase,
    Survey,
    SurveyForm,
)
from cchc.units.models import Unit
from cchc.units.queries.directory import directory

SAMPLES = 4  # values of a column that are shown beside its heading
NUMBER, OPEN = "number", "text"


@dataclass(frozen=True, slots=True)
class AnswerOptions:
    """How a file is read: the questionnaire that was filled, and what holds for every row without a column of its own
    (0 and "": nothing)."""

    version: int
    unit: int = 0
    channel: str = ""
    is_test: bool = False


@dataclass(slots=True)
class ComparedAnswers:
    """The forms that are new, as plain JSON; how many are known with the same answers, and which ones with others."""

    new: list[dict[str, Any]] = field(default_factory=list)
    same: int = 0
    other: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    empty: int = 0
    not_asked: int = 0
    missing: int = 0


def questions_in(version: QuestionnaireVersion) -> QuestionSet:
    """The questionnaire of a version as a value."""
    return questions_of(version.content)


def remembered_columns(
    survey: Survey, version: QuestionnaireVersion, headings: Sequence[str]
) -> tuple[ColumnUse, ...] | None:
    """What was said of these headings, None where nobody has said it yet."""
    row = AnswerColumns.objects.filter(
        survey=survey, version=version, headings=headings_key(headings)
    ).first()
    if row is None:
        return None
    uses = [use_of(text) for text in row.columns["uses"]]
    return tuple(one or ColumnUse(ColumnPart.NOTHING) for one in uses)


def columns_to_say(table: AnswerTable, questions: QuestionSet) -> list[dict[str, Any]]:
    """The columns of a table as plain JSON: heading, some of its values, what is proposed."""
    proposals = proposed_columns(table.headings, questions)
    return [
        {
            "letters": table.letters[at],
            "heading": table.headings[at],
            "values": list(_some_values(table, at)),
            "use": proposal.use.text,
            "surely": proposal.surely.value if table.headings[at] else Surely.SURE.value,
            "why": proposal.why.text,
        }
        for at, proposal in enumerate(proposals)
    ]


def _some_values(table: AnswerTable, column: int) -> Iterator[str]:
    seen: dict[str, None] = {}
    for _number, values in table.rows:
        text = values[column].strip()
        if text and text not in seen:
            seen[text] = None
            yield text if len(text) <= 60 else f"{text[:60]}…"
        if len(seen) == SAMPLES:
            return


def compared_answers(
    survey: Survey,
    options: AnswerOptions,
    tables: Sequence[AnswerTable],
    uses: Sequence[ColumnUse],
    progress: Callable[[int, int], None],
) -> ComparedAnswers:
    """What the forms of tables with the same headings add to a survey; `progress` is told how many rows of how many are
    read."""
    version = QuestionnaireVersion.objects.get(pk=options.version)
    questions = questions_in(version)
    reader = _Reader(survey, version, options, questions, uses)
    found = ComparedAnswers()
    rows: list[tuple[AnswerTable, FilledRow]] = []
    total, before = sum(len(one.rows) for one in tables), 0
    for table in tables:
        read = read_rows(table, uses, questions, partial(_note, progress, before, total))
        before += len(table.rows)
        found.faults += read.faults
        _add(found, read)
        rows += [(table, one) for one in read.rows]
    told = [(reader.told(table, row, found.faults), row) for table, row in rows]
    crossed = _is_crossed([row for _form, row in told])
    stored = _stored(survey)
    for form, _row in told:
        if form is None:
            continue
        plain_key, crossed_key = form["key"], f"{form['key']}/{form['unit']}"
        known = next((key for key in (crossed_key, plain_key) if key in stored), None)
        if known is None:
            new = {**form, "key": crossed_key if crossed else plain_key, "form_key": plain_key}
            found.new.append(new)
        elif stored[known] == _answers_key(form["answers"]):
            found.same += 1
        else:
            found.other.append(form["key"])
    return found


def _note(progress: Callable[[int, int], None], before: int, total: int, done: int, _of_table: int) -> None:
    progress(before + done, total)


def _add(found: ComparedAnswers, read: ReadRows) -> None:
    found.empty += read.empty
    found.not_asked += read.not_asked
    found.missing += read.missing


def _is_crossed(rows: Sequence[FilledRow]) -> bool:
    """Whether one person rates several units in the file: keys of its own come back in several rows."""
    keys = Counter(one.key for one in rows if one.has_own_key)
    return any(count > 1 for count in keys.values())


def _stored(survey: Survey) -> dict[str, frozenset[tuple[str, str, str]]]:
    """The answers that came before, by the key of the form."""
    answers: dict[str, set[tuple[str, str, str]]] = {
        key: set() for key in survey.responses.values_list("key", flat=True)
    }
    rows = ItemAnswer.objects.filter(response__survey=survey).order_by()
    for key, item, level, text in rows.values_list("response__key", "item", "level", "text").iterator():
        answers[key].add((item, level, text))
    return {key: frozenset(of_it) for key, of_it in answers.items()}


def _answers_key(answers: Sequence[Sequence[str]]) -> frozenset[tuple[str, str, str]]:
    return frozenset((item, level, text) for item, level, text in answers)


class _Reader:
    """The units, groups and cases that rows may mean, asked once for a file."""

    def __init__(
        self,
        survey: Survey,
        version: QuestionnaireVersion,
        options: AnswerOptions,
        questions: QuestionSet,
        uses: Sequence[ColumnUse],
    ) -> None:
        self.options, self.questions = options, questions
        self.columns = {use.part: at for at, use in enumerate(uses)}
        forms = SurveyForm.objects.filter(survey=survey, version=version)
        self.forms = {text_key(one.respondent_group): one for one in forms}
        rated = list(Unit.objects.filter(pk__in=survey.rated.values("unit")))
        self.units = {one.pk: one for one in rated}
        self.within = {str(one.pk) for one in rated}
        self.directory: Directory = directory()
        self.today = timezone.localdate()
        self.matched: dict[str, int | None] = {}
        self.drawn: dict[tuple[int | None, str], set[tuple[str, ...]]] = defaultdict(set)
        drawn = survey.cases.filter(state=CaseState.DRAWN).order_by()
        told = drawn.values_list("unit", "respondent_group", "stratum", "primary_unit", "weight").distinct()
        for unit, group, *stands in told:
            self.drawn[unit, group].add(tuple(stands))
        self.told_of: dict[tuple[int, int], int] = {}
        self.cases: Mapping[str, SampleCase] = {}
        if ColumnPart.CASE in self.columns:
            self.cases = {str(one.number): one for one in survey.cases.all()}

    def told(self, table: AnswerTable, row: FilledRow, faults: list[Fault]) -> dict[str, Any] | None:
        """One form as plain JSON; None where something of it is wrong, which is among the faults."""
        case = self._case(table, row, faults)
        if case is None and row.parts.get(ColumnPart.CASE):
            return None
        form = self._form(table, row, case, faults)
        unit = self._unit(table, row, case, faults)
        key = row.key[: MOST["name"] - 20]
        if key != row.key:
            faults.append(self._fault(table, row, ColumnPart.KEY, row.key, SHORT_KEY, LONG_KEY))
        if not key.isprintable():
            faults.append(self._fault(table, row, ColumnPart.KEY, visible_text(key), PLAIN_KEY, UNSEEN))
            return None
        if form is None or unit is None or self._is_told_twice(table, row, case, unit, faults):
            return None
        channel = (
            _shown(row.parts.get(ColumnPart.CHANNEL, ""))
            or (case.channel if case else "")
            or self.options.channel
        )
        test = text_key(row.parts.get(ColumnPart.TEST, ""))
        is_test = self.options.is_test or test in {"có", "x", "1", "yes", "true"}
        stands = {} if is_test else self._stands(table, row, case, (unit, form.respondent_group), faults)
        if stands is None:
            return None
        return {
            "key": key,
            "unit": unit,
            "form": form.pk,
            "channel": channel[: MOST["name"]],
            "test": is_test,
            "answers": [list(one) for one in self._answers(row.answers)],
            **stands,
        }

    def _answers(self, answers: Mapping[str, Answer]) -> Iterator[tuple[str, str, str]]:
        """Each answer as item, level and text, as it is stored."""
        for item, answer in answers.items():
            if isinstance(answer, Fraction):
                yield item, "", plain(answer)
            elif isinstance(answer, tuple):
                yield from ((item, option, "") for option in answer)
            elif self.questions.by_code[item].kind is ItemKind.TEXT:
                yield item, "", answer
            else:
                yield item, answer, ""

    def _case(self, table: AnswerTable, row: FilledRow, faults: list[Fault]) -> SampleCase | None:
        text = row.parts.get(ColumnPart.CASE, "")
        if not text:
            return None
        case = self.cases.get(text.lstrip("0"))
        if case is None or case.state != CaseState.DRAWN:
            why = NO_CASE if case is None else NOT_ASKED[CaseState(case.state)]
            faults.append(self._fault(table, row, ColumnPart.CASE, text, A_CASE, why))
            return None
        return case

    def _stands(
        self,
        table: AnswerTable,
        row: FilledRow,
        case: SampleCase | None,
        asked: tuple[int, str],
        faults: list[Fault],
    ) -> dict[str, str] | None:
        """Stratum, primary unit and weight of a form: those of its case; where it names none, those that all cases of
        its unit and group have. Where they differ, a form without its case would be weighted as it was not drawn."""
        if case is not None:
            return dict(zip(STANDS, (case.stratum, case.primary_unit, case.weight), strict=True))
        unit, group = asked
        known = self.drawn.get((unit, group)) or self.drawn.get((None, group)) or set()
        if len(known) > 1:
            faults.append(self._fault(table, row, ColumnPart.CASE, "", A_CASE, WHICH_CASE))
            return None
        return dict(zip(STANDS, next(iter(known)), strict=True)) if known else {}

    def _is_told_twice(
        self, table: AnswerTable, row: FilledRow, case: SampleCase | None, unit: int, faults: list[Fault]
    ) -> bool:
        """Whether a row before it told already what this case says of the unit: one weight stands for one form."""
        if case is None:
            return False
        before = self.told_of.setdefault((case.pk, unit), row.row)
        if before == row.row:
            return False
        text, why = (
            row.parts.get(ColumnPart.CASE, ""),
            Message("The row {row} is of this case already.", row=before),
        )
        faults.append(self._fault(table, row, ColumnPart.CASE, text, ONE_FORM, why))
        return True

    def _form(
        self, table: AnswerTable, row: FilledRow, case: SampleCase | None, faults: list[Fault]
    ) -> SurveyForm | None:
        text = row.parts.get(ColumnPart.GROUP, "") or (case.respondent_group if case else "")
        if not text and len(self.forms) == 1:
            return next(iter(self.forms.values()))
        found = self.forms.get(text_key(text))
        if found is None:
            groups = tuple(one.respondent_group for one in self.forms.values())
            expected = Message("one of {groups}", groups=groups)
            faults.append(self._fault(table, row, ColumnPart.GROUP, text, expected, NO_GROUP))
        return found

    def _unit(
        self, table: AnswerTable, row: FilledRow, case: SampleCase | None, faults: list[Fault]
    ) -> int | None:
        """The unit that a row is about: that of its case; of who rates all units the one that the row names."""
        text = row.parts.get(ColumnPart.UNIT, "")
        if case is not None and case.unit_id is not None:
            if text and self._named(text) != case.unit_id:
                faults.append(self._fault(table, row, ColumnPart.UNIT, text, UNIT_OF_CASE, OTHER_UNIT))
            return case.unit_id
        if not text and self.options.unit in self.units:
            return self.options.unit
        unit = self._named(text)
        if unit is None:
            faults.append(self._fault(table, row, ColumnPart.UNIT, text, A_UNIT, NO_UNIT))
        return unit

    def _named(self, text: str) -> int | None:
        """The rated unit that a text names, None where it names none."""
        if text not in self.matched:
            answer = match(text, self.directory, self.today, within=self.within) if text else None
            unit = answer.unasked(NAMES_WITHOUT_MARKS) if answer else None
            self.matched[text] = int(unit) if unit in self.within else None
        return self.matched[text]

    def _fault(
        self,
        table: AnswerTable,
        row: FilledRow,
        part: ColumnPart,
        found: str,
        expected: Message,
        why: Message,
    ) -> Fault:
        return Fault(table.place(row.row, self.columns.get(part)), found, expected, why)


def _shown(text: str) -> str:
    """A text on one line, without signs that nobody sees: two channels that look alike are one."""
    seen = (one for one in without_hidden_signs(text) if one.isprintable() or one.isspace())
    return " ".join("".join(seen).split())


PLAIN_KEY = Message("a plain key")
UNSEEN = Message("The key holds signs that nobody sees: type it anew.")
STANDS = ("stratum", "primary_unit", "weight")
WHICH_CASE = Message(
    "The cases of this unit and group were drawn with different weights, strata or primary units: say in a column "
    "which case a form is of."
)
A_CASE = Message("the number of a case of the sample")
NO_CASE = Message("The sample has no such case.")
NOT_ASKED = {
    CaseState.RESERVE: Message("This case stands in reserve: call it up in the place of another first."),
    CaseState.REPLACED: Message("This case was replaced: its reserve answers in its place."),
}
ONE_FORM = Message("one form for each case")
UNIT_OF_CASE = Message("the unit that the case was drawn for")
OTHER_UNIT = Message("The case was drawn for another unit.")
A_UNIT = Message("one of the units that the survey rates")
NO_UNIT = Message(
    "No unit that the survey rates is called so: write its name as in the list, or say to which unit the whole file "
    "belongs."
)
NO_GROUP = Message("No group that fills this questionnaire is called so.")
SHORT_KEY = Message("a key of at most {most} letters", most=MOST["name"] - 20)
LONG_KEY = Message("The key is too long: choose another column as the key of the forms.")
