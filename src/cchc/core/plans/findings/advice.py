"""What whoever wrote a plan does about each kind of finding, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping

from cchc.core.plans.plan import Finding
from cchc.core.words.messages import Message

_HEAD = Message("Write it into the head of the document.")
_OF_POINTS = Message(
    "Work the points out again, and correct the one that is wrong here or in the table of points."
)
_OF_DEADLINE = Message("Write a day, a month or a quarter of the year of the plan.")
_OF_CITATION = Message("Look at the document that is cited, and write the same of it everywhere.")
_OF_READING = Message("Look at this place: what is not read is no part of the plan on the platform.")

ADVICE: Mapping[str, Message] = {
    "agency_ended": Message("Name the agency that does this work today."),
    "agency_twice": Message("Keep the agency where it leads, or name another one that cooperates."),
    "agency_unknown": Message("Write the full name of the agency, as in the decision that founded it."),
    "annex_missing": Message("Add the annex to the file, or bring it as a file of its own."),
    "change_difference": _OF_POINTS,
    "cited_kind_missing": Message("Write what kind of document it is before its number."),
    "cited_later": Message("Correct the date of the document that is cited, or of this one."),
    "column_in_doubt": Message(
        "Put the texts under the heading that they belong to, or correct the heading."
    ),
    "column_missing": Message("Add the column to the table, or say it in a sentence above for all rows."),
    "column_sum": Message("Add the rows up again, and correct the total or the row that is wrong."),
    "day_impossible": Message("Correct the day."),
    "deadline_after_year": _OF_DEADLINE,
    "deadline_before_document": Message("Write a day after the date of the document."),
    "deadline_before_year": _OF_DEADLINE,
    "deadline_missing": Message("Write until when it is to be done."),
    "deadline_next_year": Message("Leave it where it is meant so; else write a day of the year of the plan."),
    "deadline_unparsed": Message("Write a day, a month, a quarter, or how often."),
    "document_date_missing": _HEAD,
    "document_kind_missing": _HEAD,
    "document_number_missing": _HEAD,
    "document_year_unsure": Message("Write the year into the title of the plan."),
    "drawing_order": Message("Bring the original Word file, or a PDF that Word made of it."),
    "gap_difference": _OF_POINTS,
    "hidden_rows": Message("Show the rows, or delete them where they do not belong to the plan."),
    "issuer_elsewhere": Message("Look whether this is the right file; else correct who issues it."),
    "lead_missing": Message("Name one agency that takes the lead."),
    "loss_without_remedy": Message("Add a measure that wins the points back."),
    "no_measures": Message("Bring the file with the table of tasks, or the annex that holds it."),
    "number_missing": Message("Number the rows anew, one after the other."),
    "number_twice": Message("Number the rows anew, one after the other."),
    "page_without_text": Message("Bring the original Word file, or a scan with its text recognised."),
    "parts_sum": Message("Add the parts up again, and correct the whole or the part that is wrong."),
    "quota_per": Message("Correct the number of people, or for how many units it is."),
    "quota_sum": Message("Add the groups up again, and correct the total or the group that is wrong."),
    "remedy_without_loss": Message("Take the measure out, or say which points it is to win back."),
    "row_difference": _OF_POINTS,
    "section_missing": Message("Number the sections anew, or add the one that is missing."),
    "struck_text": Message("Delete the text where it is struck, or take the line through it away."),
    "task_twice": Message("Keep the task in one row, or say in what the two differ."),
    "too_many_points": _OF_POINTS,
    "tracked_changes": Message("Accept or reject the changes, and save the file."),
    "two_dates": _OF_CITATION,
    "two_issuers": _OF_CITATION,
    "two_symbols": _OF_CITATION,
    "unexplained_points": Message("Name the shortcomings that cost the rest of the points."),
    "unread": _OF_READING,
}
"""The advice by the code of a finding."""


def advice_on(finding: Finding) -> Message:
    """Return what to do about a finding.

    >>> from cchc.core.plans.plan import FindingPlace, Severity
    >>> str(advice_on(Finding("lead_missing", Severity.WARNING, FindingPlace(), "", Message(""), Message(""))))
    'Name one agency that takes the lead.'
    """
    return ADVICE[finding.code]
