"""The rows of a file of answers, read against the units, groups and cases of a survey."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from cchc.core.papers.answers import NAMES_WITHOUT_MARKS
from cchc.core.papers.directory import Directory
from cchc.core.papers.matching import match
from cchc.core.surveys.questionnaires.answers import stored_answers
from cchc.core.surveys.receiving.columns import ColumnPart, ColumnUse
from cchc.core.surveys.receiving.rows import AnswerTable, FilledRow
from cchc.core.words.lengths import MOST, visible_text
from cchc.core.words.letters import without_hidden_signs
from cchc.core.words.messages import Fault, Message
from cchc.core.words.names import text_key
from cchc.surveys.models import CaseState, QuestionnaireVersion, SampleCase, Survey, SurveyForm
from cchc.units.models import Unit
from cchc.units.queries.directory import directory
from cchc.units.queries.lineage import later_ids


@dataclass(frozen=True, slots=True)
class AnswerOptions:
    """How a file is read: the questionnaire that was filled, and what holds for every row without a column of its own
    (0 and "": nothing)."""

    version: int
    unit: int = 0
    channel: str = ""
    is_test: bool = False


class AnswerRowReader:
    """The units, groups and cases that rows may mean, asked once for a file."""

    def __init__(
        self,
        survey: Survey,
        version: QuestionnaireVersion,
        options: AnswerOptions,
        uses: Sequence[ColumnUse],
    ) -> None:
        self.options = options
        self.columns = {use.part: at for at, use in enumerate(uses)}
        forms = SurveyForm.objects.filter(survey=survey, version=version)
        self.forms = {text_key(one.respondent_group): one for one in forms}
        rated = list(Unit.objects.filter(pk__in=survey.rated.values("unit")))
        self.units = {one.pk: one for one in rated}
        later = later_ids(rated)  # of units that were renamed meanwhile, and are the same body
        self.known_as = (
            {str(one.pk): one.pk for one in rated},
            {str(pk): before for pk, before in later.items() if pk not in self.units},
        )
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
        """One form as plain JSON; None where something of it is wrong, all of which is among the faults."""
        case = self._case(table, row, faults)
        has_lost_case = case is None and bool(row.parts.get(ColumnPart.CASE))
        form = self._form(table, row, case, faults, is_needed=not has_lost_case)
        unit = self._unit(table, row, case, faults, is_needed=not has_lost_case)
        key = row.key[: MOST["name"] - 20]
        if key != row.key:
            faults.append(self._fault(table, row, ColumnPart.KEY, row.key, SHORT_KEY, LONG_KEY))
        if not key.isprintable():
            faults.append(self._fault(table, row, ColumnPart.KEY, visible_text(key), PLAIN_KEY, UNSEEN))
            return None
        if (
            has_lost_case
            or form is None
            or unit is None
            or self._is_told_twice(table, row, case, unit, faults)
        ):
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
            "answers": stored_answers(row.answers),
            **stands,
        }

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
        self,
        table: AnswerTable,
        row: FilledRow,
        case: SampleCase | None,
        faults: list[Fault],
        *,
        is_needed: bool,
    ) -> SurveyForm | None:
        """The form that a row fills: that of the group of its case; a row that names another group is at fault."""
        text = row.parts.get(ColumnPart.GROUP, "")
        if case is not None:
            if text and text_key(text) != text_key(case.respondent_group):
                expected = Message(
                    "the group that the case was drawn for: {group}", group=case.respondent_group
                )
                faults.append(self._fault(table, row, ColumnPart.GROUP, text, expected, OTHER_GROUP))
            text = case.respondent_group
        if not text and len(self.forms) == 1:
            return next(iter(self.forms.values()))
        found = self.forms.get(text_key(text))
        if found is None and (text or is_needed):
            groups = tuple(one.respondent_group for one in self.forms.values())
            expected = Message("one of {groups}", groups=groups)
            faults.append(self._fault(table, row, ColumnPart.GROUP, text, expected, NO_GROUP))
        return found

    def _unit(
        self,
        table: AnswerTable,
        row: FilledRow,
        case: SampleCase | None,
        faults: list[Fault],
        *,
        is_needed: bool,
    ) -> int | None:
        """The unit that a row is about: that of its case; of who rates all units the one that the row names."""
        text = row.parts.get(ColumnPart.UNIT, "")
        if case is not None and case.unit_id is not None:
            named = self._named(text) if text else self.options.unit or case.unit_id
            if named != case.unit_id:
                found = text or self.units[self.options.unit].name
                faults.append(self._fault(table, row, ColumnPart.UNIT, found, UNIT_OF_CASE, OTHER_UNIT))
            return case.unit_id
        if not text and self.options.unit in self.units:
            return self.options.unit
        unit = self._named(text)
        if unit is None and (text or is_needed):
            faults.append(self._fault(table, row, ColumnPart.UNIT, text, A_UNIT, NO_UNIT))
        return unit

    def _named(self, text: str) -> int | None:
        """The rated unit that a text names, None where it names none."""
        if text not in self.matched:
            self.matched[text] = None
            for ids in self.known_as if text else ():
                answer = match(text, self.directory, self.today, within=ids)
                if self.matched[text] is None:
                    self.matched[text] = ids.get(answer.unasked(NAMES_WITHOUT_MARKS) or "")
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
OTHER_GROUP = Message("The case was drawn for another group of respondents.")
A_UNIT = Message("one of the units that the survey rates")
NO_UNIT = Message(
    "No unit that the survey rates is called so: write its name as in the list, or say to which unit the whole file "
    "belongs."
)
NO_GROUP = Message("No group that fills this questionnaire is called so.")
SHORT_KEY = Message("a key of at most {most} letters", most=MOST["name"] - 20)
LONG_KEY = Message("The key is too long: choose another column as the key of the forms.")
