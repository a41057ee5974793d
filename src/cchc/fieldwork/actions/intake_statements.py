"""The statements by which forms that come are judged and stored, written by hand.

Hundreds of people may send their forms in the same minute, and putting fourteen statements into words took ten times
as long as the database took to carry them out. None of them grows with what came before, and their number does not
grow with the forms that are stored together. What they read goes to the database in one message, and so does what
they write; values are adapted here, because nothing converts them on the way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db import connection

from cchc.audit.statements import Columns, Found, Statement, among, inserting
from cchc.fieldwork.actions.sending import SubmittedForm
from cchc.fieldwork.models import (
    AnswerLink,
    AssignmentState,
    FieldAssignment,
    FormSubmission,
    SubmissionOutcome,
)

LINK = ("assignment_id", "form_key")
SUBMISSION = (
    *("key", "version", "assignment_id", "source", "device_id", "sha256", "body", "outcome", "reason"),
    *("begun_at", "ended_at", "was_paused", "machine", "at"),
)


@dataclass(frozen=True, slots=True)
class AssignmentAtIntake:
    """An assignment as it is now, held: what it is about, and where its case stands in the design ("" without one)."""

    pk: int
    survey: int
    number: int
    form: int
    channel: str
    state: str
    is_test: bool
    is_open: bool
    stratum: str
    primary_unit: str
    weight: str


@dataclass(frozen=True, slots=True)
class FormAtIntake:
    """The form of a group: its version of the questionnaire with the hash that tells drafts apart."""

    version: int
    sha256: str
    group: str


@dataclass(frozen=True, slots=True)
class SurveyAtIntake:
    """A survey as it is now, kept so until the transaction ends."""

    pk: int
    name: str
    state: str
    has_quotas: bool


def _is_on_postgresql() -> bool:
    return connection.vendor == "postgresql"


def holding_assignments(ids: Collection[int]) -> Statement[dict[int, AssignmentAtIntake]]:
    """Return the statement that reads assignments and locks them in one order, so that two that store at once do not
    wait for each other for ever."""
    where, value = among(ids)
    lock = " FOR NO KEY UPDATE OF held" if _is_on_postgresql() else ""
    words = (
        "SELECT held.id, held.survey_id, held.number, held.form_id, held.channel, held.state, held.is_test, "  # noqa: S608 - ours
        "held.open_link_id IS NOT NULL, COALESCE(drawn.stratum, ''), COALESCE(drawn.primary_unit, ''), "
        "COALESCE(drawn.weight, '1') FROM fieldwork_fieldassignment held "
        f"LEFT JOIN surveys_samplecase drawn ON drawn.id = held.case_id WHERE held.id {where} ORDER BY held.id{lock}"
    )
    return Statement(words, [value], lambda rows: {row[0]: AssignmentAtIntake(*row) for row in rows})


def reading_forms(assignments: Collection[int]) -> Statement[dict[int, FormAtIntake]]:
    """Return the statement that reads the forms of the groups that assignments are about, by id."""
    where, value = among(assignments)
    words = (
        "SELECT form.id, form.version_id, version.sha256, form.respondent_group FROM surveys_surveyform form "  # noqa: S608 - ours
        "JOIN surveys_questionnaireversion version ON version.id = form.version_id WHERE form.id IN "
        f"(SELECT form_id FROM fieldwork_fieldassignment WHERE id {where})"
    )
    return Statement(words, [value], lambda rows: {row[0]: FormAtIntake(*row[1:]) for row in rows})


def holding_surveys(ids: Collection[int]) -> Statement[dict[int, SurveyAtIntake]]:
    """Return the statement that reads surveys; none of them is closed before the transaction ends."""
    where, value = among(ids)
    lock = " FOR SHARE OF held" if _is_on_postgresql() else ""
    words = (
        "SELECT held.id, held.name, held.state, EXISTS (SELECT 1 FROM surveys_quotacell WHERE survey_id = held.id) "  # noqa: S608 - ours
        f"FROM surveys_survey held WHERE held.id {where} ORDER BY held.id{lock}"
    )
    return Statement(words, [value], lambda rows: {row[0]: SurveyAtIntake(*row) for row in rows})


def reading_submissions(keys: Collection[str]) -> Statement[dict[str, dict[int, FormSubmission]]]:
    """Return the statement that reads what was sent before under these keys, by key and version."""
    where, value = among(keys)
    columns = _submission_columns()

    def read(rows: Found) -> dict[str, dict[int, FormSubmission]]:
        found: dict[str, dict[int, FormSubmission]] = defaultdict(dict)
        for row in map(columns.row, map(iter, rows)):
            found[row.key][row.version] = row
        return found

    words = f"SELECT {columns} FROM fieldwork_formsubmission sent WHERE sent.key {where}"  # noqa: S608 - ours
    return Statement(words, [value], read)


@cache
def _submission_columns() -> Columns[FormSubmission]:
    return Columns(FormSubmission, "sent")


def reading_links(assignments: Collection[int], keys: Collection[str]) -> Statement[Found]:
    """Return the statement that reads which of these assignments are used up and which of these keys are taken:
    assignment and key."""
    of_them, ids = among(assignments)
    named, texts = among(keys)
    words = (
        f"SELECT assignment_id, form_key FROM fieldwork_answerlink WHERE assignment_id {of_them} "  # noqa: S608 - ours
        f"UNION SELECT assignment_id, form_key FROM fieldwork_answerlink WHERE form_key {named}"
    )
    return Statement(words, [ids, texts], lambda rows: rows)


def using_up(keys: Iterable[tuple[int, str]]) -> Statement[Found]:
    """Return the statement that uses assignments up, each by the key of its form."""
    return inserting(AnswerLink, LINK, list(keys), ("assignment_id",))


def storing_submissions(
    sent: Sequence[tuple[int, SubmittedForm]], now: datetime
) -> Statement[dict[tuple[str, int], int]]:
    """Return the statement that stores receipts, each of an assignment; its answer are their numbers by key and
    version."""
    adapt = connection.ops.adapt_datetimefield_value
    at = adapt(now)
    rows = [
        (
            one.key,
            one.version,
            assignment,
            one.source.value,
            one.device.pk if one.device else None,
            one.sha256,
            one.body,
            SubmissionOutcome.ACCEPTED.value,
            "",
            adapt(one.filling.begun),
            adapt(one.filling.ended),
            one.filling.was_paused,
            one.filling.machine,
            at,
        )
        for assignment, one in sent
    ]
    stored = inserting(FormSubmission, SUBMISSION, rows, ("key", "version", "id"))
    return Statement(
        stored.words, stored.values, lambda found: {(key, version): pk for key, version, pk in found}
    )


def forgetting_drafts(assignments: Collection[int]) -> Statement[None]:
    """Return the statement that deletes what respondents had begun of forms that are sent."""
    where, value = among(assignments)
    words = f"DELETE FROM fieldwork_answerdraft WHERE assignment_id {where} RETURNING id"  # noqa: S608 - ours
    return Statement(words, [value], lambda rows: None)


def giving_back(assignments: Collection[int], day: date) -> Statement[None]:
    """Return the statement that notes that forms came back on a day, those aside that stand so already."""
    where, value = among(assignments)
    table, back = FieldAssignment._meta.db_table, AssignmentState.RETURNED.value
    words = (
        f"UPDATE {table} SET state = '{back}', returned_on = %s, reason = '', version = version + 1 "  # noqa: S608 - ours
        f"WHERE id {where} AND state <> '{back}' RETURNING id"
    )
    return Statement(words, [connection.ops.adapt_datefield_value(day), value], lambda rows: None)
